// SPDX-License-Identifier: GPL-3.0-or-later
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "sahut/event_json.h"
#include "sahut/wake.h"

static void print_json(const struct sahut_wake_model *m)
{
    json_t *o = json_object(), *phrases = json_array();
    for (size_t i = 0; i < m->n_phrases; i++)
        json_array_append_new(phrases, sahut_json_string(m->phrases[i]));
    json_object_set_new(o, "model", sahut_json_string(m->file));
    json_object_set_new(o, "phrases", phrases);
    json_object_set_new(o, "card", sahut_json_string(m->card));
    sahut_json_print(o);
}

static void print_model(void *ctx, const struct sahut_wake_model *m)
{
    const struct cli *cli = ctx;
    if (cli_given(cli, "json")) {
        print_json(m);
        return;
    }
    printf("%s:", m->file);
    for (size_t i = 0; i < m->n_phrases; i++)
        printf("%s '%s'", i ? "," : "", m->phrases[i]);
    printf("\n");
    for (const char *line = m->card; *line;) {
        size_t n = strcspn(line, "\n");
        printf("    %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
}

int cli_wake(const struct cli *cli)
{
    char models[400];
    struct sahut_why why;
    if (strcmp(cli->operands[0], "list") != 0)
        return cli_fail(cli, CLI_USAGE, "'%s': say 'list'", cli->operands[0]);
    if (sahut_wake_list(cli_models(cli, models, sizeof(models)), print_model, (void *)cli, &why))
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    if (!cli_given(cli, "json"))
        printf("any other phrase (setting wake.phrase): keyphrase search, which misses about half "
               "in noise\n");
    return CLI_OK;
}
