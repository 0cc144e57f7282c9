// SPDX-License-Identifier: GPL-3.0-or-later
/** FLAC files of 16 kHz, mono, 16 bit, with a title. */
#ifndef AUDIO_FLAC_H
#define AUDIO_FLAC_H

#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"

/** The bytes of such a file; free(*bytes). -EIO with `why`. */
int flac_encode(const int16_t *pcm, size_t n, const char *title, unsigned char **bytes,
                size_t *size, struct sahut_why *why);
/** Reads title (UTF-8, "" if there is none) and `*n`, and, unless `pcm` is NULL, the samples;
 * free() both. -EINVAL: it is no such file, -EIO: it ends before its header says; -ENOENT, -EACCES,
 * …; with `why`. */
int flac_read(const char *path, char **title, size_t *n, int16_t **pcm, struct sahut_why *why);

#endif
