// Deadlines: German public-law time.
//
// As yet: the public holidays of every Land, and the end of a period that the authority sets itself
// (§ 26 Abs. 2 and 3 SGB X). Days are values, no clock is read here.
