// SPDX-License-Identifier: GPL-3.0-or-later
/** Speech for tests, made at test time with Debian's flite. */
#ifndef SUPPORT_SPEECH_H
#define SUPPORT_SPEECH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Says `text` in a flite voice ("rms", "slt", "awb", "kal16", "kal"), 16 kHz mono; free(*pcm).
 * False if flite is not there (a line "# skipped: ..." is printed). The same text gives the same
 * samples every time. */
bool speech_say(const char *voice, const char *text, int16_t **pcm, size_t *n);

/** A stretch of PCM that grows. */
struct speech {
    int16_t *pcm;
    size_t n;
};
/** Appends speech / noise of the given RMS (white, always the same) / nothing but zeros. */
bool speech_add(struct speech *s, const char *voice, const char *text);
void speech_pause(struct speech *s, double seconds, double rms);
/** Adds steady noise to all of it. */
void speech_noise(struct speech *s, double rms);
void speech_finish(struct speech *s);

#endif
