// SPDX-License-Identifier: GPL-3.0-or-later
/** What a kind of microphone has to do: ALSA, a recording, nothing.
 *
 * All calls but `open` of a recording (which is opened once to see whether it can be) come from the
 * capture thread. Nothing may wait: `open` is the only call that may allocate, and the only one
 * that takes as long as a sound server lets it. */
#ifndef AUDIO_CAPTURE_DEVICE_H
#define AUDIO_CAPTURE_DEVICE_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sahut/why.h"

#define CAPTURE_BLOCK 1024 /**< frames at a time */
#define CAPTURE_FDS   8

/** The first member of each kind's struct. */
struct capture_device {
    const struct capture_kind *kind;
    unsigned rate; /**< of what `read` gives */
};

struct capture_kind {
    /** Opens and starts it. Negative errno with `why`: see sahut_capture_report. */
    int (*open)(const char *name, struct capture_device **out, struct sahut_why *why);
    /** What to wait for; at most CAPTURE_FDS, the count is returned. */
    unsigned (*fds)(struct capture_device *d, struct pollfd *fds);
    /** After the wait, with the same `fds`: up to CAPTURE_BLOCK frames of mono. Returns the count;
     * 0 when there is no more now; -EPIPE when sound was lost and it goes on; -ENODATA with `why`
     * when a recording is over (once; what follows is silence); another negative errno with `why`
     * when it has to be closed. */
    ssize_t (*read)(struct capture_device *d, struct pollfd *fds, unsigned n_fds, int16_t *mono,
                    struct sahut_why *why);
    void (*close)(struct capture_device *d);
};

extern const struct capture_kind capture_alsa; /**< capture_alsa.c */
extern const struct capture_kind capture_file; /**< capture_file.c; the name is the path */
extern const struct capture_kind capture_null; /**< capture_null.c */

#endif
