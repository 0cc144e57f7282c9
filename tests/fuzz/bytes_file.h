// SPDX-License-Identifier: GPL-3.0-or-later
/** Bytes as a file with a path, in memory only. */
#ifndef FUZZ_BYTES_FILE_H
#define FUZZ_BYTES_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BYTES_PATH = 40 };

/** Writes the path; returns what bytes_file_close wants, or -1. */
static inline int bytes_file(const uint8_t *data, size_t size, char path[BYTES_PATH])
{
    int fd = memfd_create("input", 0);
    if (fd < 0)
        return -1;
    snprintf(path, BYTES_PATH, "/proc/self/fd/%d", fd);
    if (size == 0 || write(fd, data, size) == (ssize_t)size)
        return fd;
    close(fd);
    return -1;
}

static inline void bytes_file_close(int fd)
{
    close(fd);
}

#endif
