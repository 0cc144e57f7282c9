// SPDX-License-Identifier: GPL-3.0-or-later
/** Making and measuring sound for the tests of the audio room. */
#ifndef TEST_SOUND_H
#define TEST_SOUND_H

#include <stddef.h>
#include <stdint.h>

/** A folder of its own for a test program; removed with all that is in it. */
const char *sound_dir(void);
void sound_dir_remove(void);
/** "DIR/name" in a static buffer; four of them are valid at a time. */
const char *sound_path(const char *name);

/** Sample `i` of what a file is to hold. */
typedef double sound_shape(size_t i, unsigned rate);
double sound_tone(size_t i, unsigned rate);  /**< 1 kHz, amplitude 0.5 */
double sound_click(size_t i, unsigned rate); /**< one sample of 0.9 at 0.5 s */

struct sound_file {
    int format; /**< of libsndfile */
    unsigned rate, channels;
    size_t frames;
    sound_shape *shape; /**< the same in all channels */
};

/** Writes the file through libsndfile and returns its path; a failure fails the test. */
const char *sound_write(const char *name, const struct sound_file *f);
/** Writes these bytes. */
const char *sound_write_bytes(const char *name, const void *bytes, size_t n);
/** All bytes of a file; to be freed. */
void *sound_read_bytes(const char *path, size_t *n);

/** Asked by LeakSanitizer: libvorbis 1.3.7 leaks when it sets up an encoder for 5.1 channels. */
const char *__lsan_default_suppressions(void);

struct sound_measure {
    double hz, amplitude; /**< of the strongest part near 1 kHz; full scale is 1.0 */
};

/** Measures in the middle of `n` samples; 0.2 s are needed. */
struct sound_measure sound_measure(const int16_t *pcm, size_t n, unsigned rate);
double sound_db(double ratio);
/** Where the loudest sample is. */
size_t sound_loudest(const int16_t *pcm, size_t n);

#endif
