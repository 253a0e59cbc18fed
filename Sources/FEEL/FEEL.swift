// FEEL: the expression language of conditions and checks (OMG DMN 1.5, chapter 10), whole.
//
// `Expression(text)` parses once; `outcome(in:)` evaluates against contexts of values; `faults(against:)` checks the types
// before anything is evaluated. An evaluation that cannot be carried out is `null` with a cause, which a check takes as
// *could not be determined*, never as a pass.
//
// Text goes through Lexer and Parser into a tree of `Node`s; `Evaluation` walks it; `TypeCheck` walks it with types in
// place of values. The functions of the standard stand in `Builtins+….swift`, each with its parameters, so that calls,
// type check and help speak of the same.
