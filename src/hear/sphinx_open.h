// SPDX-License-Identifier: GPL-3.0-or-later
/** How a decoder of PocketSphinx is opened; for sphinx.c. */
#ifndef HEAR_SPHINX_OPEN_H
#define HEAR_SPHINX_OPEN_H

#include <pocketsphinx.h>

#include "hear/sphinx.h"

/** A descriptor of `text`, whose path goes to `path`: the library reads dictionaries and lists of
 * phrases from files only. -errno. */
int sphinx_memory_file(const char *name, const char *text, char path[40]);
/** -ENOENT with `why` if a part of the acoustic model cannot be read. */
int sphinx_check_model(const char *folder, struct sahut_why *why);
/** NULL if the library does not accept the model. ps_free. */
ps_decoder_t *sphinx_open_decoder(enum sphinx_use use, const struct sphinx_model *model,
                                  const struct sahut_lexicon *lexicon, const char *dictionary);

#endif
