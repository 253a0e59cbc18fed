#ifndef CMEMORY_H
#define CMEMORY_H

/// How jemalloc works for a program that waits most of the day: what is not used for a second goes back to the system, by a thread of
/// jemalloc's own. Without it a service that has nothing to do would never give anything back.
extern const char *malloc_conf;

#endif
