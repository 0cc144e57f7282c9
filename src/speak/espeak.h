// SPDX-License-Identifier: GPL-3.0-or-later
/** eSpeak NG: the only file that knows it. Global and not thread-safe: everything here is called by
 * one thread at a time, which is the owner from espeak_open to espeak_close. */
#ifndef SPEAK_ESPEAK_H
#define SPEAK_ESPEAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/voice.h"
#include "sahut/why.h"

struct espeak;

/** Takes sound of SAHUT_VOICE_RATE; false ends the speech. */
typedef bool espeak_sound(void *ctx, const int16_t *pcm, size_t n);

/** -EBUSY while another is open in this process, -ENOENT if there is no such voice, -EIO if
 * eSpeak NG's data cannot be read; each with `why`. */
int espeak_open(const struct sahut_voice_config *config, struct espeak **out,
                struct sahut_why *why);
void espeak_close(struct espeak *e);

/** Speaks `text`, the same sound for the same text whatever was said before. The text is plain:
 * nothing in it is markup or a command. */
void espeak_say(struct espeak *e, const char *text, espeak_sound *sound, void *ctx);

/** The phonemes of `text`, clauses apart by blanks; free(*out). -EINVAL if it has no letters or no
 * phonemes. */
int espeak_phonemes(struct espeak *e, const char *text, char **out);

#endif
