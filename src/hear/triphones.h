// SPDX-License-Identifier: GPL-3.0-or-later
/** PocketSphinx's model definition: which three senones a phone has between two others. */
#ifndef HEAR_TRIPHONES_H
#define HEAR_TRIPHONES_H

#include <stdint.h>

#include "sahut/why.h"

#define TRIPHONE_STATES 3

/** Where in its word a phone stands. */
enum triphone_place { TRIPHONE_INSIDE, TRIPHONE_BEGIN, TRIPHONE_END, TRIPHONE_ALONE };

struct triphones;
/** Reads a binary `mdef` (bin_mdef.h of PocketSphinx, format 1). -ENOENT, -EINVAL with `why`. */
int triphones_read(const char *path, struct triphones **out, struct sahut_why *why);
void triphones_free(struct triphones *t);
int triphones_senones(const struct triphones *t);
int triphones_phones(const struct triphones *t);
/** -1: there is no such phone. */
int triphones_phone(const struct triphones *t, const char *name);
/** The phone that a senone belongs to. */
int triphones_phone_of(const struct triphones *t, int senone);
/** That of the phone alone, in the same of its three states. */
int triphones_alone(const struct triphones *t, int senone);
/** The senones of `phone` between `left` and `right`; if nobody has seen it there, at another place
 * of a word; if nowhere, those of the phone alone. */
void triphones_find(const struct triphones *t, int phone, int left, int right,
                    enum triphone_place place, uint16_t senones[TRIPHONE_STATES]);

#endif
