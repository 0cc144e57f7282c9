// SPDX-License-Identifier: GPL-3.0-or-later
/** The voice: one thread owns eSpeak NG (which is global and not thread-safe) and the loudspeaker.
 * Requests are queued by priority; speech can be interrupted at any time. */
#ifndef SAHUT_VOICE_H
#define SAHUT_VOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/audio.h"
#include "sahut/why.h"

/** Samples per second of everything the voice plays (eSpeak NG's own rate). */
#define SAHUT_VOICE_RATE 22050

enum sahut_voice_priority { SAHUT_VOICE_ALARM, SAHUT_VOICE_ANSWER, SAHUT_VOICE_NOTICE };
enum sahut_earcon { SAHUT_EARCON_LISTENING, SAHUT_EARCON_NOT_UNDERSTOOD, SAHUT_EARCON_DONE };

struct sahut_voice_config {
    const char *language; /**< eSpeak NG voice: "en", "en-us", "id" */
    int rate_wpm;         /**< 80…450 */
    int pitch;            /**< 0…99 */
    int volume;           /**< 0…100, of speech and earcons */
};

/** How one request went; called on the voice thread. */
struct sahut_spoken {
    uint64_t id; /**< as returned by sahut_voice_say */
    bool interrupted;
    size_t samples;          /**< played, at SAHUT_VOICE_RATE */
    int64_t first_sample_ns; /**< CLOCK_MONOTONIC when the first sample went to the sink */
    int err;                 /**< the sink did not take it; `why` says why */
    struct sahut_why why;
};
typedef void sahut_voice_done(void *ctx, const struct sahut_spoken *spoken);

struct sahut_voice;

/** Starts the thread. `sink` must have SAHUT_VOICE_RATE, is not owned, and may be NULL (then
 * nothing is rendered but pronunciations work). -ENOENT if eSpeak NG lacks the voice, -EBUSY if a
 * voice exists already in this process. */
int sahut_voice_new(const struct sahut_voice_config *config, struct sahut_sink *sink,
                    sahut_voice_done *done, void *ctx, struct sahut_voice **out,
                    struct sahut_why *why);
/** Interrupts what is spoken, drops what is queued, ends the thread. */
void sahut_voice_free(struct sahut_voice *v);

/** Queues a text; returns its id, or 0 if the queue is full (32 requests). A request of higher
 * priority is spoken next; an ALARM interrupts a NOTICE. The text is copied. */
uint64_t sahut_voice_say(struct sahut_voice *v, enum sahut_voice_priority priority,
                         const char *text);
uint64_t sahut_voice_earcon(struct sahut_voice *v, enum sahut_voice_priority priority,
                            enum sahut_earcon earcon);
/** Plays a clip of 16 kHz mono sound, brought to a level that is heard. Copied. */
uint64_t sahut_voice_play(struct sahut_voice *v, enum sahut_voice_priority priority,
                          const int16_t *pcm, size_t n);
/** An alarm's tone of so many seconds. */
uint64_t sahut_voice_tone(struct sahut_voice *v, enum sahut_voice_priority priority,
                          double seconds);
/** How loud what is asked from now on will be, in percent of the volume (0…100); first 100. */
void sahut_voice_set_loudness(struct sahut_voice *v, int percent);
/** The volume from now on (0…100), also of what is being said. */
void sahut_voice_set_volume(struct sahut_voice *v, int percent);
int sahut_voice_get_volume(const struct sahut_voice *v);
/** Interrupts and drops everything of `lowest` priority or less urgent (NOTICE is least). */
void sahut_voice_stop(struct sahut_voice *v, enum sahut_voice_priority lowest);
/** A number that moves while the voice gets on with what it does; `*busy`: it has something to do.
 * For the watchdog. */
uint64_t sahut_voice_progress(struct sahut_voice *v, bool *busy);
/** Waits until nothing is queued or spoken. */
void sahut_voice_wait(struct sahut_voice *v);

/** Text as 16 kHz mono sound, without a voice: nothing is played, the same text gives the same
 * sound. free(*pcm), which may be NULL if nothing was said. -EBUSY while a voice exists in this
 * process, -ENOENT if eSpeak NG lacks the voice. */
int sahut_voice_render(const struct sahut_voice_config *config, const char *text, int16_t **pcm,
                       size_t *n, struct sahut_why *why);

/** The phonemes of a word or phrase in eSpeak NG's own mnemonics ("h@l'oU"), from the owner thread;
 * waits. free(*out). -EINVAL if there are none (digits only, symbols). */
int sahut_voice_phonemes(struct sahut_voice *v, const char *text, char **out);

#endif
