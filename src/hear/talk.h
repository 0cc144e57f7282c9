// SPDX-License-Identifier: GPL-3.0-or-later
/** Words that people say to each other: what is heard where nobody called has to fit better than
 * any of them do (unasked.h). A loop of them is decoded over the same frames.
 */
#ifndef HEAR_TALK_H
#define HEAR_TALK_H

#include <stddef.h>

#include "hear/network.h"
#include "sahut/why.h"

struct talk_words;

/** Reads a file of words between blanks and line ends; what follows a # is a comment. -ENOENT,
 * -EINVAL (no word in it) with `why`. Free with talk_words_free. */
int talk_words_read(const char *path, struct talk_words **out, struct sahut_why *why);
void talk_words_free(struct talk_words *t);
/** The loop. The words must outlive it; empty without words (NULL). Release with network_finish. */
void talk_network(const struct talk_words *t, struct network *out);

#endif
