#ifndef EINGANG_CCONFINE_H
#define EINGANG_CCONFINE_H

/// What a process may not do any more.
typedef struct {
    int calls;  ///< System calls are filtered (seccomp): no file opened for writing, no socket, no new program, no new process.
    int files;  ///< Files are out of reach (Landlock), but for those below the given directories, for reading.
} eg_confinement;

/// Confines this process for good, as far as the kernel offers it.
///
/// Linux only; gaining privileges is ruled out first (`PR_SET_NO_NEW_PRIVS`), without which the rest is refused.
///
/// - readable: directories and files that may still be read, ended by NULL; what is not there is left out.
eg_confinement eg_confine(const char *const *readable);

#endif
