// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/vocabulary.h"

#include "sahut/assistant.h"

int cli_vocabulary(const struct cli *cli, const struct sahut_settings *settings,
                   const char *language, struct sahut_sentences **out)
{
    char models[400];
    struct sahut_why why;
    if (sahut_vocabulary(cli_models(cli, models, sizeof(models)), cli_value(cli, "sentences"),
                         language, settings, out, &why))
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    return CLI_OK;
}
