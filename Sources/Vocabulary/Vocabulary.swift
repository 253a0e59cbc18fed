// Vocabulary: the values every module shares, and nothing else.
//
// A value here has no behaviour beyond what its meaning demands: a digest can be computed, a calendar date can
// be counted, JSON can be written. No I/O, no clock, no settings. It grows only by agreement, because everything
// imports it. The words are those of Documentation/Architecture.md.
