// SPDX-License-Identifier: GPL-3.0-or-later
/* The child process behind text hints: 16 kHz mono samples in, one line of text out. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "sahut/audio.h"
#include "sahut/hearing.h"
#include "sahut/text.h"

#define MOST (60 * SAHUT_HEAR_RATE)

int cli_hint(const struct cli *cli)
{
    const char *model = cli_value(cli, "model"), *dictionary = cli_value(cli, "dictionary"),
               *language_model = cli_value(cli, "language-model");
    if (!model || !dictionary || !language_model)
        return cli_fail(cli, CLI_USAGE, "--model, --dictionary and --language-model are needed");
    int16_t *pcm = sahut_alloc(MOST, sizeof(*pcm));
    size_t n = fread(pcm, sizeof(*pcm), MOST, stdin);
    char *text = NULL;
    struct sahut_why why;
    int err = sahut_hearing_hint(model, dictionary, language_model, pcm, n, &text, &why);
    free(pcm);
    if (err)
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    puts(text);
    free(text);
    return CLI_OK;
}
