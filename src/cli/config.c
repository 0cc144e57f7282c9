// SPDX-License-Identifier: GPL-3.0-or-later
/* config check: the files, and what they point to. config sample: every setting, commented. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/vocabulary.h"
#include "sahut/assistant.h"
#include "sahut/calendar.h"
#include "sahut/event_json.h"
#include "sahut/lexicon.h"
#include "sahut/lines.h"
#include "sahut/text.h"
#include "sahut/voice.h"

#define WORDS 32

struct checking {
    const struct cli *cli;
    int mistakes;
    bool json;
};

static void print_finding(const char *event, const char *text)
{
    json_t *o = json_object();
    json_object_set_new(o, "event", json_string(event));
    json_object_set_new(o, "text", sahut_json_string(text));
    sahut_json_print(o);
}

static void mistake(void *ctx, const char *message)
{
    struct checking *c = ctx;
    c->mistakes++;
    if (c->json)
        print_finding("mistake", message);
    else
        fprintf(stderr, "%s\n", message);
}

/* What was looked at and is right. */
static void fine(const struct checking *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fine(const struct checking *c, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (c->json)
        print_finding("fine", line);
    else
        puts(line);
}

static void check_calendars(struct checking *c, const struct sahut_settings *s,
                            struct sahut_zone *zone)
{
    const char *const *paths = sahut_settings_strings(s, "agenda.calendars");
    for (; *paths; paths++) {
        struct sahut_calendar *calendar = NULL;
        struct sahut_why why;
        if (sahut_calendar_read(*paths, zone, mistake, c, &calendar, &why))
            mistake(c, why.text);
        else
            fine(c, "calendar %s: %zu events", *paths, sahut_calendar_events(calendar));
        sahut_calendar_free(calendar);
    }
}

static void wrong_line(void *ctx, int err, const char *text)
{
    mistake(ctx, text);
}

/* What the board's profile knows of the lines. What the kernel says about them is doctor's: the
 * settings may be for another machine than this one. */
static void check_lines(struct checking *c, const struct sahut_settings *s)
{
    struct sahut_lines_config config;
    struct sahut_profile *profile = NULL;
    struct sahut_why why;
    sahut_lines_settings(s, &config);
    if (cli_profile(c->cli, s, NULL, "", &profile, &why)) {
        mistake(c, why.text);
        return;
    }
    config.profile = profile;
    if (sahut_lines_check(&config, false, wrong_line, c) == 0)
        fine(c, "lines: %zu device%s and %zu button%s, on: %s", config.n_devices,
             config.n_devices == 1 ? "" : "s", config.n_buttons, config.n_buttons == 1 ? "" : "s",
             sahut_profile_name(profile));
    sahut_profile_free(profile);
}

static int phonemes_of(void *ctx, const char *word, char **out)
{
    return sahut_voice_phonemes(ctx, word, out);
}

/* Every word that can be said, and the wake phrase, must have a pronunciation. */
static void check_words(struct checking *c, const struct sahut_settings *s,
                        struct sahut_sentences *sentences, struct sahut_voice *voice)
{
    struct sahut_grammar *grammar;
    struct sahut_lexicon *lexicon;
    struct sahut_why why;
    const char *dictionary = sahut_settings_string(s, "hearing.dictionary");
    if (sahut_sentences_compile(sentences, NULL, &grammar, &why)) {
        mistake(c, why.text);
        return;
    }
    const char **words = sahut_alloc(grammar->n_words + 1, sizeof(*words));
    size_t n = 0;
    for (size_t i = 0; i < grammar->n_words; i++)
        if (strcmp(grammar->words[i], SAHUT_FREE_WORD) != 0)
            words[n++] = grammar->words[i];
    if (sahut_lexicon_build(dictionary, words, n, phonemes_of, voice, &lexicon, &why)) {
        mistake(c, why.text);
    } else {
        fine(c, "sentences: %zu words, %d states, %zu arcs", n, grammar->n_states, grammar->n_arcs);
        sahut_lexicon_free(lexicon);
    }
    free(words);
    sahut_grammar_free(grammar);
}

static void check_wake_phrase(struct checking *c, const struct sahut_settings *s,
                              struct sahut_voice *voice)
{
    const char *typed = sahut_settings_string(s, "wake.phrase");
    char *phrase = sahut_wake_phrase(typed, sahut_settings_string(s, "language"));
    const char *words[WORDS];
    char *copy = sahut_strdup(phrase), *save = NULL;
    size_t n = 0;
    for (char *w = strtok_r(copy, " ", &save); w && n < WORDS; w = strtok_r(NULL, " ", &save))
        words[n++] = w;
    struct sahut_lexicon *lexicon = NULL;
    struct sahut_why why, whole;
    if (n == 0 || sahut_lexicon_build(sahut_settings_string(s, "hearing.dictionary"), words, n,
                                      phonemes_of, voice, &lexicon, &why)) {
        sahut_why(&whole, 0, "setting 'wake.phrase': '%s' cannot be pronounced%s%s", typed,
                  n ? ": " : "", n ? why.text : "");
        mistake(c, whole.text);
    } else {
        struct sahut_text phones = {0};
        for (size_t i = 0; i < lexicon->count; i++)
            sahut_text_addf(&phones, "%s %s", i ? " |" : "", lexicon->items[i].phones);
        fine(c, "wake phrase '%s':%s", phrase, sahut_text_get(&phones));
        sahut_text_finish(&phones);
    }
    sahut_lexicon_free(lexicon);
    free(copy);
    free(phrase);
}

static void check_contents(struct checking *c, const struct sahut_settings *s)
{
    struct sahut_zone *zone = NULL;
    struct sahut_sentences *sentences = NULL;
    struct sahut_voice *voice = NULL;
    struct sahut_why why;
    struct sahut_voice_config config = sahut_voice_settings(s);
    if (cli_zone(c->cli, s, &zone) != CLI_OK)
        c->mistakes++;
    else
        check_calendars(c, s, zone);
    check_lines(c, s);
    if (sahut_voice_new(&config, NULL, NULL, NULL, &voice, &why))
        mistake(c, why.text);
    if (cli_vocabulary(c->cli, s, NULL, &sentences) != CLI_OK)
        c->mistakes++;
    else if (voice)
        check_words(c, s, sentences, voice);
    if (voice)
        check_wake_phrase(c, s, voice);
    sahut_voice_free(voice);
    sahut_sentences_free(sentences);
    sahut_zone_free(zone);
}

static void read_file(struct checking *c, struct sahut_settings *s, const char *path)
{
    if (sahut_settings_read(s, path, mistake, c) == 0)
        fine(c, "%s: read", path);
}

static int check(const struct cli *cli)
{
    struct checking c = {.cli = cli, .json = cli_given(cli, "json")};
    struct sahut_settings *s;
    if (sahut_settings_new(&s))
        return cli_fail(cli, CLI_FAILED, "no memory for the settings");
    char paths[2][512];
    for (int i = 0; i < cli_count(cli, "config"); i++)
        read_file(&c, s, cli_value_at(cli, "config", i));
    for (int i = 1; i < cli->n_operands; i++)
        read_file(&c, s, cli->operands[i]);
    if (cli->n_operands == 1 && !cli_given(cli, "config")) {
        int files = cli_settings_files(paths);
        for (int i = 0; i < files; i++)
            read_file(&c, s, paths[i]);
        if (files == 0)
            fine(&c, "no settings file: everything is at its default");
    }
    if (c.mistakes == 0)
        check_contents(&c, s);
    sahut_settings_free(s);
    if (c.json)
        return c.mistakes ? CLI_FAILED : CLI_OK;
    if (c.mistakes)
        fprintf(stderr, "%d mistake%s\n", c.mistakes, c.mistakes == 1 ? "" : "s");
    else
        printf("no mistakes\n");
    return c.mistakes ? CLI_FAILED : CLI_OK;
}

int cli_config(const struct cli *cli)
{
    const char *what = cli->operands[0];
    if (strcmp(what, "check") == 0)
        return check(cli);
    if (strcmp(what, "sample") == 0 && cli->n_operands == 1) {
        char *sample = sahut_settings_sample();
        fputs(sample, stdout);
        free(sample);
        return CLI_OK;
    }
    return cli_fail(cli, CLI_USAGE,
                    "'%s'? usage: sahut config check [FILE...], or sahut config sample", what);
}
