// SPDX-License-Identifier: GPL-3.0-or-later
/** The microphone while Sahut runs: one thread that opens it, reads it, says what is wrong with it,
 * and opens it again when it has come back. Everything is put right by itself; the caller only
 * listens.
 *
 *     device ─ mono 16 bit ─ health ─ resampler ─ ring ─► eventfd ─► the thread that hears
 *
 *     opened, first sound    RUNNING
 *     pulled out             LOST ("is gone")          … back: RUNNING, within a second
 *     another program has it LOST ("is using it")      … and so on; while lost nothing comes
 *     a reader too slow      OVERRUN (samples dropped), an ALSA buffer that ran over XRUN
 *     only zeros             ZEROS                     … something again: SOUND
 */
#ifndef SAHUT_CAPTURE_H
#define SAHUT_CAPTURE_H

#include <stdint.h>

#include "sahut/audio.h"
#include "sahut/ring.h"
#include "sahut/why.h"

enum sahut_capture_kind {
    SAHUT_CAPTURE_RUNNING,  /**< sound comes, for the first time or again */
    SAHUT_CAPTURE_LOST,     /**< no sound comes; it is tried again until it does */
    SAHUT_CAPTURE_PAUSED,   /**< the device is closed, as asked */
    SAHUT_CAPTURE_ENDED,    /**< a recording is over; digital silence follows */
    SAHUT_CAPTURE_XRUN,     /**< the device's buffer ran over `count` times: sound is missing */
    SAHUT_CAPTURE_OVERRUN,  /**< `count` samples did not fit the ring: its reader is too slow */
    SAHUT_CAPTURE_ZEROS,    /**< nothing but zeros for some seconds */
    SAHUT_CAPTURE_CONSTANT, /**< nothing but one value */
    SAHUT_CAPTURE_CLIPPING, /**< many samples at full scale */
    SAHUT_CAPTURE_SOUND,    /**< after one of the last three: sound as it should be */
};

/** Each fault is reported once, and again only when it has changed or has gone in between. */
struct sahut_capture_report {
    enum sahut_capture_kind kind;
    int err;        /**< LOST: -ENOENT, -ENODEV (no such device), -EBUSY, -EACCES, -EINVAL (nothing
                       we can use), -ESTRPIPE (suspended), -ETIMEDOUT (gives no sound), … else 0 */
    uint64_t count; /**< XRUN, OVERRUN: since the last report of this kind */
    struct sahut_why text; /**< one line for the user that says what to do */
};
/** Called on the capture thread: take a copy (a queue) and return. */
typedef void sahut_capture_listener(void *ctx, const struct sahut_capture_report *report);

struct sahut_capture_config {
    /** The setting audio.input: an ALSA PCM name ("default", "plughw:CARD=Device"), "file:PATH" (a
     * recording at the pace of a clock, once), or "null" (nothing is heard). */
    const char *input;
    struct sahut_ring *ring; /**< gets 16 kHz mono; this thread is its only writer; not owned */
    int event_fd;            /**< eventfd that 1 is added to after every write; not owned */
};

struct sahut_capture;

/** Starts the thread. A device that is not there is no error (it is reported as LOST); -ENOENT,
 * -EINVAL, … with `why` are those of a recording that cannot be played, -EMFILE and the like those
 * of the system. The listener is called from now on, even before this returns. */
int sahut_capture_new(const struct sahut_capture_config *config, sahut_capture_listener *listener,
                      void *ctx, struct sahut_capture **out, struct sahut_why *why);
/** Closes the device and ends the thread, in any state. */
void sahut_capture_free(struct sahut_capture *c);

/** Mute: closes the device and keeps it closed; PAUSED is reported when it is. What the ring holds
 * by then belongs to the reader. From any thread; twice is once. */
void sahut_capture_pause(struct sahut_capture *c);
void sahut_capture_resume(struct sahut_capture *c);

/** Grows while the thread is alive: at least once a second, and from one call to the next when it has
 * nothing to do but wait for a word (paused, or without a microphone). For a watchdog. From any
 * thread. */
uint64_t sahut_capture_progress(struct sahut_capture *c);

#endif
