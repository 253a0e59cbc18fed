#ifndef EINGANG_CSPAWN_H
#define EINGANG_CSPAWN_H

#include <spawn.h>

/// Has a new process close every file descriptor from `first` on.
///
/// glibc declares `posix_spawn_file_actions_addclosefrom_np` only with _GNU_SOURCE, which Swift's module of it is built without.
int eg_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

#endif
