// SPDX-License-Identifier: GPL-3.0-or-later
/** Which troubles of a device are told: each once.
 *
 *     device    well | gone, no such device, no permission for 20 ms | well | busy ………… no such
 * device told             ^ gone                                          ^ well  ^ busy       ^
 * (after 1 s)
 *
 * The first trouble is told at once. While it lasts another one is told when it has been the same
 * for a second: a card that comes back changes its mind a few times. Times are CLOCK_MONOTONIC in
 * ms. */
#ifndef AUDIO_FAULT_H
#define AUDIO_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#define FAULT_SETTLE_MS 1000

struct fault {
    int told;         /**< negative errno, 0 when the device is well */
    int seen;         /**< the latest one */
    int64_t since_ms; /**< it is that since */
};

/** The device has trouble `err` (a negative errno; all that mean "not there" are one). Whether to
 * tell it. */
bool fault_is_news(struct fault *f, int err, int64_t now_ms);
/** The device is well. Whether trouble had been told. */
bool fault_is_over(struct fault *f);

/** What happens again and again (a lost buffer) is told at once, then ever more rarely: after 1, 2,
 * 4, … up to 64 s, with how often it was. One second without it, and it is news again. */
struct burst {
    uint64_t count;
    int64_t told_ms, last_ms;
    int64_t pause_ms; /**< 0: nothing was told yet */
};

/** `count` more of it (0: only time went on). How many are to be told now, or 0. */
uint64_t burst_step(struct burst *b, uint64_t count, int64_t now_ms);

#endif
