// SPDX-License-Identifier: GPL-3.0-or-later
/** A PCM ring between one writing and one reading thread (C11 atomics, no lock, no allocation after
 * construction). Samples are 16-bit mono. What does not fit is dropped and counted. */
#ifndef SAHUT_RING_H
#define SAHUT_RING_H

#include <stddef.h>
#include <stdint.h>

struct sahut_ring;

/** `samples` is rounded up to a power of two. -ENOMEM. Free with sahut_ring_free. */
int sahut_ring_new(size_t samples, struct sahut_ring **out);
void sahut_ring_free(struct sahut_ring *r);
/** Returns how many were taken; the rest counts as overrun. Writer only. */
size_t sahut_ring_write(struct sahut_ring *r, const int16_t *pcm, size_t n);
/** Returns how many were read. Reader only. */
size_t sahut_ring_read(struct sahut_ring *r, int16_t *pcm, size_t n);
size_t sahut_ring_filled(const struct sahut_ring *r);
/** Samples dropped since construction. */
uint64_t sahut_ring_overrun(const struct sahut_ring *r);

#endif
