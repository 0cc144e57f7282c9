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
        } else if (slot->type == SAHUT_SLOT_REPEAT) {
            sahut_instant_format(slot->when.start_ms, zone, time);
            printf("  %s = %s, first %s\n", slot->name, slot->repeat.rule, time);
        } else {
            printf("  %s = %s\n", slot->name, slot->text);
        }
    }
    for (size_t i = 0; i < intent->n_missing; i++)
        printf("  %s is missing\n", intent->missing[i]);
}

static void print_found(const struct sahut_words *words, const struct sahut_found *found,
                        struct sahut_zone *zone)
{
    char time[32];
    for (size_t i = 0; i < found->count; i++)
        printf("%s%s", i ? " " : "  ", words->items[found->first + i].text);
    switch (found->kind) {
    case SAHUT_FOUND_TIME:
        sahut_instant_format(found->when.start_ms, zone, time);
        printf(" = %s (%s)", time, sahut_grain_name(found->when.grain));
        if (found->when.end_ms != found->when.start_ms) {
            sahut_instant_format(found->when.end_ms, zone, time);
            printf(" until %s", time);
        }
        if (found->when.fit == SAHUT_ZONE_GAP)
            printf(", since the clocks skip that time");
        if (found->when.fit == SAHUT_ZONE_OVERLAP)
            printf(", the first of the two times the clocks show it");
        break;
    case SAHUT_FOUND_DURATION:
        printf(" = %lld s", (long long)found->seconds);
        break;
    case SAHUT_FOUND_NUMBER:
        printf(" = %.15g", found->number);
        break;
    case SAHUT_FOUND_RECURRENCE:
        sahut_instant_format(found->recurrence.first.start_ms, zone, time);
        printf(" = %s from %s", found->recurrence.rule, time);
        break;
    default:
        break;
    }
    printf("\n");
}

/* A text that is nothing but "7" is a time, too. */
static size_t add_whole(const char *language, const char *const *texts, size_t n,
                        const struct sahut_when_context *when, struct sahut_found *found,
                        size_t count)
{
    struct sahut_found whole = {.kind = SAHUT_FOUND_TIME, .count = n};
    if (count != 1 || found[0].kind != SAHUT_FOUND_NUMBER || found[0].count != n ||
        sahut_when_parse(language, texts, n, when, &whole.when))
        return count;
    found[count] = whole;
    return count + 1;
}

static void one_line_times(const char *language, const char *text,
                           const struct sahut_when_context *when, bool json)
{
    struct sahut_words *words;
    if (sahut_words_new(text, language, &words))
        return;
    const char **texts = sahut_alloc(words->count + 1, sizeof *texts);
    struct sahut_found *found = sahut_alloc(words->count + 1, sizeof *found);
    for (size_t i = 0; i < words->count; i++)
        texts[i] = words->items[i].text;
    size_t n =
        sahut_when_find(language, texts, words->count, when, SAHUT_FOUND_ALL, found, words->count);
    n = add_whole(language, texts, words->count, when, found, n);
    if (json) {
        char *members = sahut_found_json(found, n, when);
        json_t *quoted = sahut_json_string(text);
        char *name = json_dumps(quoted, JSON_ENCODE_ANY);
        printf("{\"text\":%s,%s}\n", name, members);
        json_decref(quoted);
        free(name);
        free(members);
    } else {
        printf("%s%s\n", text, n ? ":" : ": nothing found");
        for (size_t i = 0; i < n; i++)
            print_found(words, &found[i], when->zone);
    }
    free(texts);
    free(found);
    sahut_words_free(words);
}

static const char *second_name(const struct sahut_intent *intent)
{
    return intent->second[0] ? intent->second : "nothing for me";
}

/* How it was understood, what came second, and what the clock does at the times. */
static void print_explanation(const struct sahut_intent *intent, const char *reasons)
{
    if (intent->line)
        printf("  why: the sentence in line %d of the sentences\n", intent->line);
    if (intent->tolerant && intent->name[0])
        printf("  why: likeliest intent%s; second: %s (%.2f)\n",
               intent->doubtful ? ", so unsure that it is asked back" : "", second_name(intent),
               intent->second_score);
    else if (!intent->name[0] && intent->second[0])
        printf("  nearest: %s (%.2f), too unlikely\n", intent->second, intent->second_score);
    for (size_t i = 0; i < intent->n_slots; i++) {
        const struct sahut_slot *slot = &intent->slots[i];
        if (slot->type == SAHUT_SLOT_TIME && slot->when.fit == SAHUT_ZONE_GAP)
            printf("  %s: the clock skips that time; the offset before the change counts\n",
                   slot->name);
        if (slot->type == SAHUT_SLOT_TIME && slot->when.fit == SAHUT_ZONE_OVERLAP)
            printf("  %s: the clock shows that time twice; the first counts\n", slot->name);
    }
    if (intent->tolerant || !intent->name[0])
        printf("%s", reasons);
}

static void one_order(struct sahut_sentences *sentences, const struct sahut_words *words,
                      const char *text, const struct sahut_when_context *when, bool explain)
{
    struct sahut_intent intent;
    sahut_understand(sentences, NULL, words, when, &intent);
    print_text(&intent, text, when->zone);
    if (explain) {
        char *reasons = sahut_understand_reasons(sentences, words, when);
        print_explanation(&intent, reasons ? reasons : "");
        free(reasons);
    }
}

static json_t *order_json(struct sahut_sentences *sentences, const struct sahut_words *words,
                          const char *text, const struct sahut_when_context *when)
{
    struct sahut_intent intent;
    sahut_understand(sentences, NULL, words, when, &intent);
    json_t *object = json_object();
    json_object_set_new(object, "text", sahut_json_string(text));
    sahut_json_intent(object, &intent, when->zone);
    return object;
}

/* An object for the line; with two orders in it the second is a member of the first. */
static json_t *line_json(struct sahut_sentences *sentences, const char *text,
                         const struct sahut_when_context *when)
{
    struct sahut_words *words;
    char *two[2];
    json_t *object;
    if (sahut_words_new(text, sahut_sentences_language(sentences), &words))
        return json_object();
    if (sahut_two_orders(sentences, words, when, two)) {
        object = line_json(sentences, two[0], when);
        json_object_set_new(object, "then", line_json(sentences, two[1], when));
        free(two[0]);
        free(two[1]);
    } else {
        object = order_json(sentences, words, text, when);
    }
    sahut_words_free(words);
    return object;
}

static void one_line(struct sahut_sentences *sentences, const char *text,
                     const struct sahut_when_context *when, bool explain)
{
    struct sahut_words *words;
    char *two[2];
    if (sahut_words_new(text, sahut_sentences_language(sentences), &words))
        return;
    if (sahut_two_orders(sentences, words, when, two)) {
        for (int i = 0; i < 2; i++) {
            one_line(sentences, two[i], when, explain);
            free(two[i]);
        }
    } else {
        one_order(sentences, words, text, when, explain);
    }
    sahut_words_free(words);
}

static void any_line(const struct cli *cli, struct sahut_sentences *sentences, const char *text,
                     const struct sahut_when_context *when)
{
    bool json = cli_given(cli, "json");
    if (cli_given(cli, "times"))
        one_line_times(sahut_sentences_language(sentences), text, when, json);
    else if (json)
        sahut_json_print(line_json(sentences, text, when));
    else
        one_line(sentences, text, when, cli_given(cli, "explain"));
}

static int all_lines(const struct cli *cli, struct sahut_sentences *sentences,
                     const struct sahut_when_context *when)
{
    if (cli->n_operands == 1 && strcmp(cli->operands[0], "-") == 0) {
        char *line = NULL;
        size_t cap = 0;
        ssize_t n;
        while ((n = getline(&line, &cap, stdin)) >= 0) {
            line[strcspn(line, "\r\n")] = 0;
            any_line(cli, sentences, line, when);
        }
        free(line);
        return ferror(stdin) ? cli_fail(cli, CLI_FAILED, "cannot read standard input") : CLI_OK;
    }
    struct sahut_text text = {0};
    for (int i = 0; i < cli->n_operands; i++)
        sahut_text_addf(&text, "%s%s", i ? " " : "", cli->operands[i]);
    any_line(cli, sentences, sahut_text_get(&text), when);
    sahut_text_finish(&text);
    return CLI_OK;
}

int cli_understand(const struct cli *cli)
{
    struct sahut_settings *settings = NULL;
    struct sahut_sentences *sentences = NULL;
    struct sahut_when_context when = {0};
    struct sahut_when_habits habits;
    int code = cli_settings(cli, &settings);
    if (code == CLI_OK) {
        habits = sahut_when_habits_read(settings);
        when.habits = &habits;
    }
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
