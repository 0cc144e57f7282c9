// SPDX-License-Identifier: GPL-3.0-or-later
/** Recordings of orders that were accepted and carried out, kept where setting hearing.keep_orders
 * says so, for the acoustic model to adapt to.
 *
 * STATE/orders/ (mode 0700) has one FLAC file (16 kHz, mono, 16 bit; mode 0600) per order, its
 * words as the tag TITLE. The name says when it was said (UTC) and how long it is, and sorts by
 * time: 20261129T172100.123Z-2350ms.flac. A file appears there complete or not at all. One process
 * writes (who has the state); any may read meanwhile. */
#ifndef SAHUT_ORDERS_H
#define SAHUT_ORDERS_H

#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"

/** All orders together are at most so long: the oldest make room. An hour is some 1,500 orders
 * in at most 115 MB (about 70 measured). */
#define SAHUT_ORDERS_MAX_MS (INT64_C(3600) * 1000)

/** Keeps an order. `text`: its words, not ""; `at_ms`: when it was said, 1970 … 9999 (a millisecond
 * or more later if there is one of that time); `pcm`: `n` > 0 samples, 16 kHz. `kept`, if not
 * NULL, is set to the file's path; free() it. Synced when it returns. -ENOSPC, -EACCES, -EROFS, …
 * with `why`, as well as -ERANGE (time): then it is not kept. */
int sahut_orders_keep(const char *state, const char *text, int64_t at_ms, const int16_t *pcm,
                      size_t n, char **kept, struct sahut_why *why);

struct sahut_kept_order {
    char *path;
    char *text; /**< UTF-8, not "" */
    int64_t at_ms;
    size_t n; /**< samples at 16 kHz */
};
struct sahut_orders {
    struct sahut_kept_order *orders; /**< oldest first */
    size_t n;
    size_t broken; /**< files that are left out: no such sound, no words, another name */
};
/** What is kept, without the sound. No such folder: nothing is. -EACCES, -EIO, … with `why`; then
 * `out` is empty. sahut_orders_free in any case. */
int sahut_orders_read(const char *state, struct sahut_orders *out, struct sahut_why *why);
void sahut_orders_free(struct sahut_orders *orders);
/** The sound of one: `order->n` samples; free() them. -EIO, -ENOENT (deleted meanwhile) with `why`.
 */
int sahut_orders_sound(const struct sahut_kept_order *order, int16_t **pcm, struct sahut_why *why);

/** Deletes one, or (`path` NULL) all and the folder; what is not Sahut's own in there stays.
 * Nothing to delete is fine. -errno with `why`. */
int sahut_orders_forget(const char *state, const char *path, struct sahut_why *why);

#endif
