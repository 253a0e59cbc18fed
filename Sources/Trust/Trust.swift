// Trust: what is verified, by whom, and what it covers.
//
// As yet it only tells which channel a message came by and which signatures are there. None is checked, so the verdict
// is always *indeterminate*, the written form is never taken as met, and every report says so.
