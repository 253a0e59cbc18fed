#define _GNU_SOURCE
#include "CConfine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Rights that later kernels know and this header may not.
#define FS_REFER (1ULL << 13)
#define FS_TRUNCATE (1ULL << 14)
#define FS_IOCTL_DEV (1ULL << 15)
#define NET_BIND_TCP (1ULL << 0)
#define NET_CONNECT_TCP (1ULL << 1)

struct ruleset {
    uint64_t files;
    uint64_t net;
};

/// Landlock: nothing may be touched but what is listed, and that only read.
static int confine_files(const char *const *readable) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1U);
    if (version < 1) {
        return 0;
    }
    struct ruleset rules = {.files = (1ULL << 13) - 1, .net = 0};
    if (version >= 2) {
        rules.files |= FS_REFER;
    }
    if (version >= 3) {
        rules.files |= FS_TRUNCATE;
    }
    if (version >= 4) {
        rules.net = NET_BIND_TCP | NET_CONNECT_TCP;
    }
    if (version >= 5) {
        rules.files |= FS_IOCTL_DEV;
    }
    size_t size = version >= 4 ? sizeof(rules) : sizeof(rules.files);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0U);
    if (ruleset < 0) {
        return 0;
    }
    for (; *readable; ++readable) {
        int place = open(*readable, O_PATH | O_CLOEXEC);
        if (place < 0) {
            continue;
        }
        struct landlock_path_beneath_attr beneath = {
            .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
            .parent_fd = place,
        };
        // A file has no directory to be read.
        if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0U) != 0) {
            beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
            syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0U);
        }
        close(place);
    }
    int isConfined = syscall(SYS_landlock_restrict_self, ruleset, 0U) == 0;
    close(ruleset);
    return isConfined;
}

/// What parsers need once everything is loaded: memory, clocks, the pipes, and files for reading.
static const int allowed[] = {
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(close),
    SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(fstatfs), SCMP_SYS(statfs),
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
    SCMP_SYS(getdents64), SCMP_SYS(fadvise64), SCMP_SYS(poll), SCMP_SYS(ppoll),
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mincore), SCMP_SYS(membarrier),
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_getparam),
    SCMP_SYS(sched_getscheduler), SCMP_SYS(getcpu), SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrandom), SCMP_SYS(getrusage), SCMP_SYS(getrlimit),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall),
    SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(eventfd2),
};

static int allow(scmp_filter_ctx filter, int call, unsigned count, const struct scmp_arg_cmp *conditions) {
    // A call that this architecture does not have needs no rule.
    int error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, count, conditions);
    return error == 0 || error == -EDOM || error == -EINVAL;
}

/// seccomp: what is not allowed is refused with EPERM, so that a library can go on without it.
static int confine_calls(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter) {
        return 0;
    }
    int isGood = 1;
    for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); ++i) {
        isGood = isGood && allow(filter, allowed[i], 0, NULL);
    }
    const uint64_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    const struct scmp_arg_cmp openat_reads[] = {SCMP_A2(SCMP_CMP_MASKED_EQ, writing, 0)};
    const struct scmp_arg_cmp open_reads[] = {SCMP_A1(SCMP_CMP_MASKED_EQ, writing, 0)};
    // Character maps are loaded as libraries, from files: nothing that was only written to memory becomes a program.
    const struct scmp_arg_cmp map_data[] = {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)};
    const struct scmp_arg_cmp map_library[] = {
        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC),
        SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0),
    };
    const struct scmp_arg_cmp own_signal[] = {SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())};
    const struct scmp_arg_cmp own_limits[] = {SCMP_A0(SCMP_CMP_EQ, 0)};
    const struct scmp_arg_cmp processor_limit[] = {SCMP_A0(SCMP_CMP_EQ, RLIMIT_CPU)};
    const struct scmp_arg_cmp get_flags[] = {SCMP_A1(SCMP_CMP_EQ, F_GETFL)};
    const struct scmp_arg_cmp get_close[] = {SCMP_A1(SCMP_CMP_EQ, F_GETFD)};
    const struct scmp_arg_cmp set_close[] = {SCMP_A1(SCMP_CMP_EQ, F_SETFD)};
    const struct scmp_arg_cmp thread[] = {SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)};
    isGood = isGood && allow(filter, SCMP_SYS(openat), 1, openat_reads) && allow(filter, SCMP_SYS(open), 1, open_reads)
        && allow(filter, SCMP_SYS(mmap), 1, map_data) && allow(filter, SCMP_SYS(mmap), 2, map_library)
        && allow(filter, SCMP_SYS(mprotect), 1, map_data) && allow(filter, SCMP_SYS(tgkill), 1, own_signal)
        && allow(filter, SCMP_SYS(prlimit64), 1, own_limits) && allow(filter, SCMP_SYS(setrlimit), 1, processor_limit)
        && allow(filter, SCMP_SYS(fcntl), 1, get_flags) && allow(filter, SCMP_SYS(fcntl), 1, get_close) && allow(filter, SCMP_SYS(fcntl), 1, set_close)
        && allow(filter, SCMP_SYS(clone), 1, thread)
        // Its flags cannot be looked at; without it the C library uses the call before.
        && seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0, NULL) == 0;
    isGood = isGood && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return isGood;
}

eg_confinement eg_confine(const char *const *readable) {
    eg_confinement confinement = {0, 0};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return confinement;
    }
    // No other process of the user may look into this one either.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    confinement.files = confine_files(readable);
    confinement.calls = confine_calls();
    return confinement;
}
