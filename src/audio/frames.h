// SPDX-License-Identifier: GPL-3.0-or-later
/** Between our 16-bit mono and the frames of a sound device, in the byte order of this machine. */
#ifndef AUDIO_FRAMES_H
#define AUDIO_FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum frames_format {
    FRAMES_S16,
    FRAMES_S32,
    FRAMES_FLOAT,
    FRAMES_S24,   /**< in the lower three bytes of four */
    FRAMES_S24_3, /**< in three bytes */
    FRAMES_U8,
};
#define FRAMES_FORMATS 6

/** Bytes of one sample of one channel. */
size_t frames_sample_size(enum frames_format format);
/** Writes `n` interleaved frames of `channels`, the same sample in every channel. Full scale stays
 * full scale: 1.0 in FLOAT. `out` is aligned for the format and does not overlap `mono`. */
void frames_from_mono(const int16_t *mono, size_t n, enum frames_format format, unsigned channels,
                      void *out);
/** The mean of the channels of `n` interleaved frames, rounded. What is louder than full scale (in
 * FLOAT) becomes the loudest, what is not a number silence. */
void frames_to_mono(const void *in, size_t n, enum frames_format format, unsigned channels,
                    int16_t *mono);

#endif
