// SPDX-License-Identifier: GPL-3.0-or-later
/** Is a sound file whole? libsndfile plays what is there and says nothing, so we look ourselves. */
#ifndef AUDIO_CONTAINER_H
#define AUDIO_CONTAINER_H

#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"

/** A length of 0 or of all ones in a header, as programs that write to a pipe leave it, means "to
 * the end of the file". libsndfile believes some of these, so it is shown other bytes instead. */
struct container_mend {
    uint64_t at;
    unsigned char bytes[8];
    size_t n; /**< 0 when there is nothing to mend */
};

/** Looks at the open file `fd` of `size` bytes without moving its position; `name` is for messages.
 * Knows WAV, RF64 and Ogg; every other file passes. -EIO with `why` when it was cut off or cannot
 * be read. `mend` is always set on success. */
int container_check(int fd, uint64_t size, const char *name, struct container_mend *mend,
                    struct sahut_why *why);

#endif
