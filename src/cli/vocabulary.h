// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef CLI_VOCABULARY_H
#define CLI_VOCABULARY_H

#include "cli/cli.h"
#include "sahut/sentences.h"

/** The sentences of --sentences or of a language (NULL: setting language), with the devices of the
 * settings filled in. 0 or an exit code. */
int cli_vocabulary(const struct cli *cli, const struct sahut_settings *settings,
                   const char *language, struct sahut_sentences **out);

#endif
