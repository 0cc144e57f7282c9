// SPDX-License-Identifier: GPL-3.0-or-later
/* sahut adapt: from orders that were kept, or recordings, to an acoustic model that knows the
 * user's voice and words; a fifth of them tells what it brings before it is put in place. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/vocabulary.h"
#include "cli/wake.h"
#include "sahut/adapt.h"
#include "sahut/assistant.h"
#include "sahut/event_json.h"
#include "sahut/hearing.h"
#include "sahut/orders.h"
#include "sahut/text.h"
#include "sahut/voice.h"

#define OF       5 /* every fifth order is not learnt from at first */
#define NOISE_DB 6.0
#define SURE     0.5 /* of a recording's words */

struct adapting {
    const struct cli *cli;
    struct sahut_settings *settings;
    struct sahut_sentences *sentences;
    struct sahut_grammar *grammar;
    struct sahut_adapter *adapter;
    struct sahut_voice *voice; /* for words that the dictionary lacks; made when needed */
    char state[SAHUT_PATH], models[400], aside[400];
    char heard[1024]; /* by the ear, "" if it was not accepted */
    double confidence;
    size_t left_out;
    int shown;
    const char *stage;
};

/* What was heard of the orders that were kept back, in noise. */
struct trial {
    size_t orders, before, after;
};

static int phonemes_of(void *ctx, const char *word, char **out)
{
    struct adapting *a = ctx;
    struct sahut_voice_config config = sahut_voice_settings(a->settings);
    struct sahut_why why;
    int err = a->voice ? 0 : sahut_voice_new(&config, NULL, NULL, NULL, &a->voice, &why);
    return err ? err : sahut_voice_phonemes(a->voice, word, out);
}

static void heard(void *ctx, const struct sahut_heard *h)
{
    struct adapting *a = ctx;
    if (h->kind != SAHUT_HEARD_HYPOTHESIS)
        return;
    snprintf(a->heard, sizeof(a->heard), "%s", h->accepted ? h->text : "");
    a->confidence = h->confidence;
}

/* An ear with the model of that state folder; NULL: with none that was adapted. */
static int open_ear(struct adapting *a, const char *state, struct sahut_hearing **out)
{
    struct sahut_hearing_config config = sahut_hearing_settings(a->settings);
    struct sahut_why why;
    config.wake_phrase = NULL;
    config.models = a->models;
    config.taught = state;
    config.phonemes = phonemes_of;
    config.phonemes_ctx = a;
    if (sahut_hearing_new(&config, a->grammar, heard, a, out, &why))
        return cli_fail(a->cli, CLI_FAILED, "%s", why.text);
    return CLI_OK;
}

static const char *hear(struct adapting *a, struct sahut_hearing *ear, const int16_t *pcm, size_t n)
{
    a->heard[0] = 0;
    a->confidence = 0;
    sahut_hearing_whole(ear, pcm, n);
    return a->heard;
}

/* ---- what is learnt from ---- */

static bool show(void *ctx, double done)
{
    struct adapting *a = ctx;
    cli_progress(a->stage, done, &a->shown);
    return true;
}

static void take(struct adapting *a, const char *path, const int16_t *pcm, size_t n,
                 const char *text)
{
    struct sahut_why why;
    if (sahut_adapter_add(a->adapter, pcm, n, text, &why) == 0)
        return;
    a->left_out++;
    fprintf(stderr, "%s: left out: %s\n", path, why.text);
}

static int take_kept(struct adapting *a)
{
    struct sahut_orders kept;
    struct sahut_why why;
    int err = sahut_orders_read(a->state, &kept, &why);
    for (size_t i = 0; i < kept.n && !err; i++) {
        int16_t *pcm;
        struct sahut_kept_order *o = &kept.orders[i];
        if (sahut_orders_sound(o, &pcm, &why)) {
            a->left_out++; /* deleted meanwhile */
            continue;
        }
        take(a, o->path, pcm, o->n, o->text);
        free(pcm);
    }
    a->left_out += kept.broken;
    sahut_orders_free(&kept);
    return err ? cli_fail(a->cli, CLI_FAILED, "%s", why.text) : CLI_OK;
}

static int take_recording(struct adapting *a, struct sahut_hearing *ear, const char *path)
{
    int16_t *pcm;
    size_t n;
    int code = wake_read_file(a->cli, path, &pcm, &n);
    if (code != CLI_OK)
        return code;
    const char *text = hear(a, ear, pcm, n);
    if (text[0] && a->confidence >= SURE && !strstr(text, SAHUT_FREE_WORD))
        take(a, path, pcm, n, text);
    else
        a->left_out++;
    free(pcm);
    return CLI_OK;
}

static int take_noise(struct adapting *a)
{
    int code = CLI_OK;
    for (int i = 0; i < cli_count(a->cli, "noise") && code == CLI_OK; i++) {
        int16_t *pcm;
        size_t n;
        code = wake_read_file(a->cli, cli_value_at(a->cli, "noise", i), &pcm, &n);
        if (code == CLI_OK) {
            sahut_adapter_noise(a->adapter, pcm, n);
            free(pcm);
        }
    }
    return code;
}

/* Their words are what is heard in them. */
static int take_recordings(struct adapting *a)
{
    struct sahut_hearing *ear;
    int code = open_ear(a, NULL, &ear);
    if (code != CLI_OK)
        return code;
    a->stage = "listening";
    for (int i = 1; i < a->cli->n_operands && code == CLI_OK; i++) {
        code = take_recording(a, ear, a->cli->operands[i]);
        show(a, (double)i / (a->cli->n_operands - 1));
    }
    sahut_hearing_free(ear);
    return code;
}

/* ---- what it brings ---- */

static int try_ear(struct adapting *a, const char *state, size_t *right)
{
    struct sahut_hearing *ear;
    int code = open_ear(a, state, &ear);
    if (code != CLI_OK)
        return code;
    size_t n, orders = sahut_adapter_orders(a->adapter);
    for (size_t i = 0; i < orders; i += OF) {
        sahut_adapter_pcm(a->adapter, i, &n);
        int16_t *noisy = sahut_alloc(n + 1, sizeof(*noisy));
        sahut_adapter_noisy(a->adapter, i, NOISE_DB, noisy);
        *right += strcmp(hear(a, ear, noisy, n), sahut_adapter_text(a->adapter, i)) == 0;
        free(noisy);
        show(a, fmin(1, (double)(i + OF) / (double)orders));
    }
    sahut_hearing_free(ear);
    return CLI_OK;
}

static int learn(struct adapting *a, size_t of, struct sahut_adapt_report *report, const char *note)
{
    struct sahut_why why;
    a->stage = "learning";
    int err = sahut_adapter_learn(a->adapter, 0, of, show, a, report, &why);
    if (!err)
        err = sahut_adapter_write(a->adapter, a->aside, note, &why);
    return err ? cli_fail(a->cli, CLI_FAILED, "%s; nothing was changed", why.text) : CLI_OK;
}

static int try_it(struct adapting *a, struct trial *trial)
{
    struct sahut_adapt_report report;
    int code = learn(a, OF, &report, "");
    a->stage = "checking";
    trial->orders = (sahut_adapter_orders(a->adapter) + OF - 1) / OF;
    if (code == CLI_OK)
        code = try_ear(a, NULL, &trial->before);
    if (code == CLI_OK)
        code = try_ear(a, a->aside, &trial->after);
    return code;
}

/* ---- in place ---- */

static char *note_of(const struct sahut_adapt_report *r, const struct trial *t)
{
    struct sahut_text text = {0};
    char day[20];
    time_t now = time(NULL);
    struct tm tm;
    strftime(day, sizeof(day), "%Y-%m-%d", localtime_r(&now, &tm));
    sahut_text_addf(&text, "Learnt on %s from %zu orders, %.1f minutes of speech.\n", day,
                    r->learnt, r->speech_s / 60);
    sahut_text_addf(&text,
                    "Of %zu others, with noise at %.0f dB, %zu were heard right, %zu before.\n",
                    t->orders, NOISE_DB, t->after, t->before);
    return sahut_text_take(&text);
}

static void print(const struct adapting *a, const struct sahut_adapt_report *r,
                  const struct trial *t, const char *note)
{
    if (!cli_given(a->cli, "json")) {
        printf("%s", note);
        printf("Orders are heard with it from now on; 'sahut adapt undo' takes that back.\n");
        return;
    }
    json_t *o = json_object();
    json_object_set_new(o, "orders", json_integer((json_int_t)r->learnt));
    json_object_set_new(o, "left_out", json_integer((json_int_t)(r->left_out + a->left_out)));
    json_object_set_new(o, "speech_s", sahut_json_real(r->speech_s, 1));
    json_object_set_new(o, "checked", json_integer((json_int_t)t->orders));
    json_object_set_new(o, "right_before", json_integer((json_int_t)t->before));
    json_object_set_new(o, "right_after", json_integer((json_int_t)t->after));
    json_object_set_new(o, "processor_s", sahut_json_real(r->cpu_s, 1));
    sahut_json_print(o);
}

static int learn_all(struct adapting *a, const struct trial *trial)
{
    struct sahut_adapt_report report;
    struct sahut_why why;
    int code = learn(a, 0, &report, "");
    if (code != CLI_OK)
        return code;
    char *note = note_of(&report, trial);
    int err = sahut_adapter_write(a->adapter, a->aside, note, &why);
    if (!err)
        err = sahut_adapt_put(a->state, &why);
    if (!err) {
        print(a, &report, trial, note);
        wake_reload(a->cli);
    }
    free(note);
    return err ? cli_fail(a->cli, CLI_FAILED, "%s; nothing was changed", why.text) : CLI_OK;
}

static int enough(const struct adapting *a)
{
    size_t n = sahut_adapter_orders(a->adapter);
    if (n >= SAHUT_ADAPT_LEAST)
        return CLI_OK;
    return cli_fail(a->cli, CLI_FAILED,
                    "there are %zu orders to learn from, at least %d are needed; setting "
                    "hearing.keep_orders keeps those that you give, or name recordings of orders",
                    n, SAHUT_ADAPT_LEAST);
}

static int adapt(struct adapting *a)
{
    struct trial trial = {0};
    struct sahut_why why;
    int code = enough(a);
    if (code != CLI_OK)
        return code;
    if (sahut_adapt_aside(a->state, a->aside, &why))
        return cli_fail(a->cli, CLI_FAILED, "%s; nothing was changed", why.text);
    code = try_it(a, &trial);
    if (code == CLI_OK && trial.after < trial.before)
        code = cli_fail(a->cli, CLI_FAILED,
                        "of %zu orders that were not learnt from, with noise at %.0f dB, %zu were "
                        "heard right, but %zu before; nothing was changed",
                        trial.orders, NOISE_DB, trial.after, trial.before);
    if (code == CLI_OK)
        code = learn_all(a, &trial);
    sahut_adapt_drop(a->state);
    return code;
}

static int begin(struct adapting *a)
{
    const char *seed = cli_value(a->cli, "seed");
    struct sahut_why why;
    int code = cli_settings(a->cli, &a->settings);
    if (code != CLI_OK)
        return code;
    cli_models(a->cli, a->models, sizeof(a->models));
    struct sahut_hearing_config hearing = sahut_hearing_settings(a->settings);
    struct sahut_adapt_config config = {.acoustic_model = hearing.acoustic_model,
                                        .dictionary = hearing.dictionary,
                                        .models = a->models,
                                        .phonemes = phonemes_of,
                                        .phonemes_ctx = a,
                                        .seed = seed ? (uint32_t)strtoul(seed, NULL, 10) : 1};
    code = cli_vocabulary(a->cli, a->settings, NULL, &a->sentences);
    if (code != CLI_OK)
        return code;
    if (sahut_sentences_compile(a->sentences, NULL, &a->grammar, &why) ||
        sahut_adapter_new(&config, &a->adapter, &why))
        return cli_fail(a->cli, CLI_FAILED, "%s", why.text);
    return CLI_OK;
}

static int learn_command(const struct cli *cli, const char *state)
{
    struct adapting a = {.cli = cli, .shown = -1};
    snprintf(a.state, sizeof(a.state), "%s", state);
    int code = begin(&a);
    if (code == CLI_OK)
        code = take_noise(&a);
    if (code == CLI_OK)
        code = cli->n_operands > 1 ? take_recordings(&a) : take_kept(&a);
    if (code == CLI_OK)
        code = adapt(&a);
    sahut_adapter_free(a.adapter);
    sahut_grammar_free(a.grammar);
    sahut_sentences_free(a.sentences);
    sahut_voice_free(a.voice);
    sahut_settings_free(a.settings);
    return code;
}

/* ---- */

static int show_command(const struct cli *cli, const char *state)
{
    struct sahut_orders kept;
    struct sahut_why why;
    char *note = NULL;
    double minutes = 0;
    if (sahut_orders_read(state, &kept, &why)) {
        sahut_orders_free(&kept);
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    }
    for (size_t i = 0; i < kept.n; i++)
        minutes += (double)kept.orders[i].n / SAHUT_HEAR_RATE / 60;
    bool adapted = sahut_adapt_note(state, &note, &why) == 0;
    printf("%s", adapted ? note : "Nothing was learnt from orders so far.\n");
    printf("%zu orders are kept, %.1f minutes; 'sahut adapt learn' wants at least %d.\n", kept.n,
           minutes, SAHUT_ADAPT_LEAST);
    free(note);
    sahut_orders_free(&kept);
    return CLI_OK;
}

static int change(const struct cli *cli, const char *state,
                  int (*how)(const char *, struct sahut_why *), const char *done)
{
    struct sahut_why why;
    if (how(state, &why))
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    printf("%s\n", done);
    wake_reload(cli);
    return CLI_OK;
}

int cli_adapt(const struct cli *cli)
{
    const char *what = cli->n_operands ? cli->operands[0] : "show";
    char state[SAHUT_PATH];
    if (!cli_state(cli, state))
        return cli_fail(cli, CLI_FAILED, "there is no state folder; name one with --state");
    if (strcmp(what, "learn") == 0)
        return learn_command(cli, state);
    if (cli->n_operands <= 1 && strcmp(what, "show") == 0)
        return show_command(cli, state);
    if (cli->n_operands == 1 && strcmp(what, "undo") == 0)
        return change(cli, state, sahut_adapt_undo, "The last change is taken back.");
    if (cli->n_operands == 1 && strcmp(what, "forget") == 0)
        return change(cli, state, sahut_adapt_forget,
                      "What was learnt from orders is deleted; the orders that are kept are not "
                      "('sahut privacy').");
    return cli_fail(cli, CLI_USAGE, "'%s': say 'learn [FILE...]', 'show', 'undo' or 'forget'",
                    what);
}
