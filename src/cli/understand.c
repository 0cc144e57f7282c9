// SPDX-License-Identifier: GPL-3.0-or-later
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/vocabulary.h"
#include "sahut/event_json.h"
#include "sahut/intent.h"
#include "sahut/text.h"

static void print_text(const struct sahut_intent *intent, const char *text, struct sahut_zone *zone)
{
    if (!intent->name[0]) {
        printf("%s: not understood\n", text);
        return;
    }
    printf("%s: %s (%.2f)\n", text, intent->name, intent->score);
    for (size_t i = 0; i < intent->n_slots; i++) {
        const struct sahut_slot *slot = &intent->slots[i];
        char time[32];
        if (slot->type == SAHUT_SLOT_TIME) {
            sahut_instant_format(slot->when.start_ms, zone, time);
            printf("  %s = %s (%s)\n", slot->name, time, sahut_grain_name(slot->when.grain));
        } else if (slot->type == SAHUT_SLOT_DURATION) {
            printf("  %s = %lld s\n", slot->name, (long long)slot->seconds);
        } else if (slot->type == SAHUT_SLOT_NUMBER) {
            printf("  %s = %g\n", slot->name, slot->number);
        } else {
            printf("  %s = %s\n", slot->name, slot->text);
        }
    }
    for (size_t i = 0; i < intent->n_missing; i++)
        printf("  %s is missing\n", intent->missing[i]);
}

static void one_line(struct sahut_sentences *sentences, const char *text,
                     const struct sahut_when_context *when, bool json)
{
    struct sahut_intent intent = {0};
    struct sahut_words *words;
    if (sahut_words_new(text, sahut_sentences_language(sentences), &words) == 0) {
        sahut_understand(sentences, NULL, words, when, &intent);
        sahut_words_free(words);
    }
    if (!json) {
        print_text(&intent, text, when->zone);
        return;
    }
    json_t *object = json_object();
    json_object_set_new(object, "text", sahut_json_string(text));
    sahut_json_intent(object, &intent, when->zone);
    sahut_json_print(object);
}

static int all_lines(const struct cli *cli, struct sahut_sentences *sentences,
                     const struct sahut_when_context *when)
{
    bool json = cli_given(cli, "json");
    if (cli->n_operands == 1 && strcmp(cli->operands[0], "-") == 0) {
        char *line = NULL;
        size_t cap = 0;
        ssize_t n;
        while ((n = getline(&line, &cap, stdin)) >= 0) {
            line[strcspn(line, "\r\n")] = 0;
            one_line(sentences, line, when, json);
        }
        free(line);
        return ferror(stdin) ? cli_fail(cli, CLI_FAILED, "cannot read standard input") : CLI_OK;
    }
    struct sahut_text text = {0};
    for (int i = 0; i < cli->n_operands; i++)
        sahut_text_addf(&text, "%s%s", i ? " " : "", cli->operands[i]);
    one_line(sentences, sahut_text_get(&text), when, json);
    sahut_text_finish(&text);
    return CLI_OK;
}

int cli_understand(const struct cli *cli)
{
    struct sahut_settings *settings = NULL;
    struct sahut_sentences *sentences = NULL;
    struct sahut_when_context when = {0};
    int code = cli_settings(cli, &settings);
    if (code == CLI_OK)
        code = cli_zone(cli, settings, &when.zone);
    if (code == CLI_OK)
        code = cli_now(cli, when.zone, &when.now_ms);
    if (code == CLI_OK)
        code = cli_vocabulary(cli, settings, cli_value(cli, "lang"), &sentences);
    if (code == CLI_OK)
        code = all_lines(cli, sentences, &when);
    sahut_sentences_free(sentences);
    sahut_zone_free(when.zone);
    sahut_settings_free(settings);
    return code;
}
