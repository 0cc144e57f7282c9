// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/wake.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client.h"
#include "sahut/assistant.h"
#include "sahut/event_json.h"
#include "sahut/wake.h"

void wake_reload(const struct cli *cli)
{
    struct sahut_call *call;
    struct sahut_why why;
    json_t *result;
    if (client_open(cli, true, &call) != CLI_OK)
        return;
    if (sahut_call(call, "reload", NULL, 20000, &result, &why) == 0)
        json_decref(result);
    else
        fprintf(stderr, "the daemon: %s\n", why.text);
    sahut_call_close(call);
}

/* ---- list ---- */

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

static int list(const struct cli *cli)
{
    char models[400], state[SAHUT_PATH];
    struct sahut_why why;
    if (cli_state(cli, state) && sahut_wake_list(state, print_model, (void *)cli, &why))
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    if (sahut_wake_list(cli_models(cli, models, sizeof(models)), print_model, (void *)cli, &why))
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    if (!cli_given(cli, "json"))
        printf("any other phrase (setting wake.phrase): keyphrase search, which misses about half "
               "in noise; 'sahut wake teach' teaches it\n");
    return CLI_OK;
}

/* ---- changes ---- */

static int forget(const struct cli *cli, const char *state)
{
    struct sahut_settings *settings;
    struct sahut_shelf *shelf;
    struct sahut_why why;
    size_t n = 0;
    int code = cli_settings(cli, &settings);
    if (code != CLI_OK)
        return code;
    char *phrase = sahut_wake_phrase(cli->operands[1], sahut_settings_string(settings, "language"));
    sahut_settings_free(settings);
    int err = sahut_shelf_open(state, true, &shelf, &why);
    if (!err) {
        err = sahut_shelf_forget(shelf, phrase, cli_value(cli, "person"), &n, &why);
        sahut_shelf_close(shelf, err || n == 0);
    }
    if (err)
        code = cli_fail(cli, CLI_FAILED, "%s; nothing was changed", why.text);
    else if (n == 0)
        code = cli_fail(cli, CLI_FAILED, "nobody has taught '%s'", phrase);
    else
        printf("'%s' is forgotten as it was taught; 'sahut wake undo' takes that back.\n", phrase);
    free(phrase);
    if (code == CLI_OK)
        wake_reload(cli);
    return code;
}

static int undo(const struct cli *cli, const char *state)
{
    struct sahut_why why;
    if (sahut_shelf_undo(state, &why))
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    printf("The last change is taken back.\n");
    wake_reload(cli);
    return CLI_OK;
}

static int false_alarm(const struct cli *cli, const char *state)
{
    struct sahut_settings *settings;
    struct sahut_why why;
    int code = cli_settings(cli, &settings);
    if (code != CLI_OK)
        return code;
    double before = sahut_settings_real(settings, "wake.sensitivity"), after;
    sahut_settings_free(settings);
    if (sahut_shelf_false_alarm(state, before, &after, &why))
        return cli_fail(cli, CLI_FAILED, "%s; nothing was changed", why.text);
    if (!(after < before))
        return cli_fail(cli, CLI_FAILED,
                        "setting wake.sensitivity is %.0f, and is not lowered further; 'sahut "
                        "calibrate' looks for the right value, another phrase may be better",
                        before);
    printf(
        "It wakes less easily now: wake.sensitivity is %.0f, it was %.0f; 'sahut wake undo' takes "
        "that back.\n",
        after, before);
    wake_reload(cli);
    return CLI_OK;
}

int cli_wake(const struct cli *cli)
{
    const char *what = cli->operands[0];
    char state[SAHUT_PATH];
    if (strcmp(what, "list") == 0 && cli->n_operands == 1)
        return list(cli);
    if (strcmp(what, "teach") == 0)
        return wake_teach(cli);
    if (!cli_state(cli, state))
        return cli_fail(cli, CLI_FAILED, "there is no state folder; name one with --state");
    if (strcmp(what, "forget") == 0 && cli->n_operands == 2)
        return forget(cli, state);
    if (strcmp(what, "undo") == 0 && cli->n_operands == 1)
        return undo(cli, state);
    if (strcmp(what, "false-alarm") == 0 && cli->n_operands == 1)
        return false_alarm(cli, state);
    return cli_fail(cli, CLI_USAGE,
                    "'%s': say 'list', 'teach PHRASE', 'forget PHRASE', 'undo' or 'false-alarm'",
                    what);
}
