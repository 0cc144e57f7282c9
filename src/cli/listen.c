// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"
#include "cli/vocabulary.h"
#include "sahut/assistant.h"
#include "sahut/audio.h"
#include "sahut/event_json.h"
#include "sahut/hearing.h"
#include "sahut/text.h"
#include "sahut/voice.h"

struct listening {
    const struct cli *cli;
    const struct sahut_settings *settings;
    struct sahut_sentences *sentences;
    struct sahut_zone *zone;
    struct sahut_voice *voice; /* for words that the dictionary lacks; made when needed */
    struct sahut_hearing *hearing;
    int64_t now_ms, begin_ns;
    const char *file;
    bool json, timing;
    int heard;
};

static int64_t clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static double seconds(int64_t samples)
{
    return (double)samples / SAHUT_HEAR_RATE;
}

static void understand(struct listening *l, const char *text, struct sahut_intent *intent)
{
    memset(intent, 0, sizeof(*intent));
    struct sahut_words *words;
    if (sahut_words_new(text, sahut_sentences_language(l->sentences), &words))
        return;
    struct sahut_when_habits habits = sahut_when_habits_read(l->settings);
    struct sahut_when_context when = {.now_ms = l->now_ms, .zone = l->zone, .habits = &habits};
    sahut_understand(l->sentences, NULL, words, &when, intent);
    sahut_words_free(words);
}

static void print_wake(const struct listening *l, const struct sahut_heard *h)
{
    if (!l->json) {
        printf("%s: %.2f s: wake phrase '%s' (score %.1f)\n", l->file, seconds(h->start), h->text,
               h->confidence);
        return;
    }
    json_t *o = json_object();
    json_object_set_new(o, "event", json_string("wake"));
    json_object_set_new(o, "file", sahut_json_string(l->file));
    json_object_set_new(o, "phrase", sahut_json_string(h->text));
    json_object_set_new(o, "at_s", sahut_json_real(seconds(h->start), 3));
    json_object_set_new(o, "score", sahut_json_real(h->confidence, 2));
    sahut_json_print(o);
}

static void print_hypothesis(const struct listening *l, const struct sahut_heard *h, double took_s)
{
    struct sahut_intent intent = {0};
    if (h->accepted)
        understand((struct listening *)l, h->text, &intent);
    if (!l->json) {
        printf("%s: %.2f-%.2f s: %s '%s' (confidence %.2f)%s%s\n", l->file, seconds(h->start),
               seconds(h->end), h->accepted ? "heard" : "rejected", h->text, h->confidence,
               intent.name[0] ? ": " : "", intent.name);
        return;
    }
    json_t *o = json_object();
    json_object_set_new(o, "event", json_string("hypothesis"));
    json_object_set_new(o, "file", sahut_json_string(l->file));
    json_object_set_new(o, "start_s", sahut_json_real(seconds(h->start), 3));
    json_object_set_new(o, "end_s", sahut_json_real(seconds(h->end), 3));
    json_object_set_new(o, "text", sahut_json_string(h->text));
    json_object_set_new(o, "confidence", sahut_json_real(h->confidence, 3));
    json_object_set_new(o, "accepted", json_boolean(h->accepted));
    sahut_json_intent(o, &intent, l->zone);
    if (l->timing)
        json_object_set_new(o, "took_s", sahut_json_real(took_s, 5));
    sahut_json_print(o);
}

static void heard(void *ctx, const struct sahut_heard *h)
{
    struct listening *l = ctx;
    double took_s = (double)(clock_ns() - l->begin_ns) / 1e9;
    if (h->kind == SAHUT_HEARD_WAKE)
        print_wake(l, h);
    if (h->kind == SAHUT_HEARD_HYPOTHESIS)
        print_hypothesis(l, h, took_s);
    l->heard += h->kind == SAHUT_HEARD_WAKE || h->kind == SAHUT_HEARD_HYPOTHESIS;
}

static int phonemes_of(void *ctx, const char *word, char **out)
{
    struct listening *l = ctx;
    struct sahut_voice_config config = sahut_voice_settings(l->settings);
    struct sahut_why why;
    int err = l->voice ? 0 : sahut_voice_new(&config, NULL, NULL, NULL, &l->voice, &why);
    return err ? err : sahut_voice_phonemes(l->voice, word, out);
}

static int make_ear(struct listening *l)
{
    const struct sahut_settings *s = l->settings;
    const char *typed = cli_value(l->cli, "wake");
    char *phrase = cli_given(l->cli, "no-wake")
                       ? NULL
                       : sahut_wake_phrase(typed ? typed : sahut_settings_string(s, "wake.phrase"),
                                           sahut_sentences_language(l->sentences));
    struct sahut_hearing_config config = sahut_hearing_settings(s);
    char models[400];
    config.wake_phrase = phrase;
    char state[SAHUT_PATH];
    config.models = cli_models(l->cli, models, sizeof(models));
    config.taught = cli_state(l->cli, state) ? state : NULL;
    config.phonemes = phonemes_of;
    config.phonemes_ctx = l;
    struct sahut_grammar *grammar;
    struct sahut_why why;
    int err = sahut_sentences_compile(l->sentences, NULL, &grammar, &why);
    if (!err) {
        err = sahut_hearing_new(&config, grammar, heard, l, &l->hearing, &why);
        sahut_grammar_free(grammar);
    }
    free(phrase);
    return err ? cli_fail(l->cli, CLI_FAILED, "%s", why.text) : CLI_OK;
}

/* The whole of a recording, for --no-wake. free(*pcm). */
static ssize_t read_whole(struct sahut_source *source, int16_t **pcm, struct sahut_why *why)
{
    size_t n = 0, cap = 0;
    ssize_t got = 1;
    *pcm = NULL;
    while (got > 0) {
        if (cap - n < 4096) {
            cap = cap ? cap * 2 : 1 << 17;
            *pcm = sahut_realloc(*pcm, cap, sizeof(**pcm));
        }
        got = sahut_source_read(source, *pcm + n, cap - n, why);
        n += got > 0 ? (size_t)got : 0;
    }
    return got < 0 ? got : (ssize_t)n;
}

static int hear_whole(struct listening *l, struct sahut_source *source, struct sahut_why *why)
{
    int16_t *pcm;
    ssize_t n = read_whole(source, &pcm, why);
    l->begin_ns = clock_ns();
    if (n > 0)
        sahut_hearing_whole(l->hearing, pcm, (size_t)n);
    free(pcm);
    return n < 0 ? (int)n : 0;
}

static int hear_stream(struct listening *l, struct sahut_source *source, struct sahut_why *why)
{
    int16_t pcm[1600];
    ssize_t n;
    while ((n = sahut_source_read(source, pcm, sizeof(pcm) / sizeof(pcm[0]), why)) > 0) {
        l->begin_ns = clock_ns();
        sahut_hearing_push(l->hearing, pcm, (size_t)n);
    }
    l->begin_ns = clock_ns();
    sahut_hearing_finish(l->hearing);
    return (int)n;
}

static int hear_file(struct listening *l, const char *file)
{
    struct sahut_source *source;
    struct sahut_why why;
    l->file = file;
    if (sahut_source_file(file, &source, &why))
        return cli_fail(l->cli, CLI_FAILED, "%s", why.text);
    int err = 0;
    sahut_hearing_reset(l->hearing);
    err = cli_given(l->cli, "no-wake") ? hear_whole(l, source, &why) : hear_stream(l, source, &why);
    sahut_source_free(source);
    return err ? cli_fail(l->cli, CLI_FAILED, "%s", why.text) : CLI_OK;
}

int cli_listen(const struct cli *cli)
{
    struct sahut_settings *settings = NULL;
    struct listening l = {
        .cli = cli, .json = cli_given(cli, "json"), .timing = cli_given(cli, "timing")};
    int code = cli_settings(cli, &settings);
    l.settings = settings;
    if (code == CLI_OK)
        code = cli_zone(cli, settings, &l.zone);
    if (code == CLI_OK)
        code = cli_now(cli, l.zone, &l.now_ms);
    if (code == CLI_OK)
        code = cli_vocabulary(cli, settings, NULL, &l.sentences);
    if (code == CLI_OK)
        code = make_ear(&l);
    int worst = code;
    for (int i = 0; i < cli->n_operands && code == CLI_OK; i++) {
        int file_code = hear_file(&l, cli->operands[i]);
        worst = file_code > worst ? file_code : worst;
    }
    if (worst == CLI_OK && l.heard == 0) {
        fprintf(stderr, "sahut listen: nothing was heard\n");
        worst = CLI_FAILED;
    }
    sahut_hearing_free(l.hearing);
    sahut_voice_free(l.voice);
    sahut_sentences_free(l.sentences);
    sahut_zone_free(l.zone);
    sahut_settings_free(settings);
    return worst;
}
