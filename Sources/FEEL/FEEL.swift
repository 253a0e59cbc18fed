// FEEL: the expression language of conditions and checks (OMG DMN 1.5, chapter 10).
//
// As yet the core that the definitions need: literals, paths, arithmetic, comparison, three-valued logic, `in`, `if`,
// `some`/`every`, filters on lists and a handful of functions. `Expression(text)` parses once, `evaluate(in:)` runs
// against a context of values. An evaluation that cannot be carried out is `null`, which a check takes as *could not be
// determined*, never as a pass.
