// SPDX-License-Identifier: GPL-3.0-or-later
/** From our 16-bit mono to what a sound device takes. */
#ifndef AUDIO_FRAMES_H
#define AUDIO_FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum frames_format { FRAMES_S16, FRAMES_S32, FRAMES_FLOAT };

/** Bytes of one sample of one channel. */
size_t frames_sample_size(enum frames_format format);
/** Writes `n` interleaved frames of `channels`, in the byte order of this machine, the same sample
 * in every channel. Full scale stays full scale: 1.0 in FLOAT. `out` is aligned for the format and
 * does not overlap `mono`. */
void frames_from_mono(const int16_t *mono, size_t n, enum frames_format format, unsigned channels,
                      void *out);

#endif
