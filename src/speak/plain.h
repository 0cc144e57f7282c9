// SPDX-License-Identifier: GPL-3.0-or-later
/** Text that a synthesiser may be given: what the user wrote, without what would command it. */
#ifndef SPEAK_PLAIN_H
#define SPEAK_PLAIN_H

#include <stdbool.h>

#include "sahut/text.h"

/** Longest text spoken, in bytes. */
#define PLAIN_BYTES 4000

/** Adds `text` to `out`: valid UTF-8, control characters (eSpeak NG's embedded commands begin with
 * U+0001), private use and direction marks turned into blanks, blanks joined, letters in endless
 * rows broken up, and at most PLAIN_BYTES, cut at a word. */
void plain_text(const char *text, struct sahut_text *out);
/** Whether there is a letter of any script in it. */
bool plain_has_letter(const char *text);

#endif
