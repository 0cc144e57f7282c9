// SPDX-License-Identifier: GPL-3.0-or-later
/* sahut wake teach: recordings of a phrase, from the microphone or from files; learning; the
 * change. What was recorded is never written, unless --keep asks for it. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/microphone.h"
#include "cli/wake.h"
#include "sahut/assistant.h"
#include "sahut/event_json.h"
#include "sahut/text.h"
#include "sahut/voice.h"

#define TIMES       8
#define WAIT_S      10
#define ROOM_S      4
#define PIECE_S     6
#define TRIES       4  /* of one recording */
#define READ_ALOUD  4  /* sentences */
#define VOICES_MIN  25 /* minutes of a machine's voices: alone, and beside people's */
#define VOICES_MORE 10

struct teaching {
    const struct cli *cli;
    struct sahut_settings *settings;
    char *phrase;
    char models[400], state[SAHUT_PATH];
    struct sahut_teacher *teacher;
    double effort;
    int shown;
};

/* ---- where the sound comes from ---- */

int wake_read_file(const struct cli *cli, const char *path, int16_t **pcm, size_t *n)
{
    struct sahut_source *source;
    struct sahut_why why;
    if (sahut_source_file(path, &source, &why))
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    size_t cap = 1 << 17;
    ssize_t got = 1;
    *pcm = sahut_alloc(cap, sizeof(**pcm));
    *n = 0;
    while ((got = sahut_source_read(source, *pcm + *n, cap - *n, &why)) > 0) {
        *n += (size_t)got;
        if (*n == cap)
            *pcm = sahut_realloc(*pcm, cap *= 2, sizeof(**pcm));
    }
    sahut_source_free(source);
    if (got < 0) {
        free(*pcm);
        return cli_fail(cli, CLI_FAILED, "%s", why.text);
    }
    return CLI_OK;
}

/* A file that is not good enough is left out, and said. */
static int take_file(struct teaching *t, const char *path)
{
    int16_t *pcm;
    size_t n;
    int code = wake_read_file(t->cli, path, &pcm, &n);
    if (code != CLI_OK)
        return code;
    enum sahut_take take = sahut_teacher_take(t->teacher, pcm, n);
    free(pcm);
    if (take != SAHUT_TAKE_FINE)
        fprintf(stderr, "%s: left out: %s\n", path, sahut_take_advice(take));
    return CLI_OK;
}

static int take_files(struct teaching *t)
{
    int code = CLI_OK;
    for (int i = 0; i < cli_count(t->cli, "from") && code == CLI_OK; i++)
        code = take_file(t, cli_value_at(t->cli, "from", i));
    for (int i = 2; i < t->cli->n_operands && code == CLI_OK; i++)
        code = take_file(t, t->cli->operands[i]);
    return code;
}

static int take_others(struct teaching *t)
{
    int code = CLI_OK;
    for (int i = 0; i < cli_count(t->cli, "other") && code == CLI_OK; i++) {
        int16_t *pcm;
        size_t n;
        code = wake_read_file(t->cli, cli_value_at(t->cli, "other", i), &pcm, &n);
        if (code == CLI_OK) {
            sahut_teacher_other(t->teacher, SAHUT_OTHER_OWN, pcm, n);
            free(pcm);
        }
    }
    return code;
}

static int keep(struct teaching *t, int number, const int16_t *pcm, size_t n)
{
    const char *folder = cli_value(t->cli, "keep");
    struct sahut_sink *sink;
    struct sahut_why why;
    if (!folder)
        return CLI_OK;
    struct sahut_text path = {0};
    sahut_text_addf(&path, "%s/%02d.wav", folder, number);
    int err = sahut_sink_wav(path.s, SAHUT_HEAR_RATE, &sink, &why);
    if (!err) {
        err = sahut_sink_write(sink, pcm, n, &why);
        sahut_sink_free(sink);
    }
    sahut_text_finish(&path);
    return err ? cli_fail(t->cli, CLI_FAILED, "%s", why.text) : CLI_OK;
}

static int record_one(struct teaching *t, struct microphone *m, int number, int of)
{
    for (int tries = 0; tries < TRIES; tries++) {
        int16_t *pcm;
        size_t n;
        printf("%2d of %d: say '%s' ... ", number, of, t->phrase);
        fflush(stdout);
        int code = microphone_utterance(m, WAIT_S, &pcm, &n);
        if (code != CLI_OK)
            return code;
        enum sahut_take take = n ? sahut_teacher_take(t->teacher, pcm, n) : SAHUT_TAKE_SILENT;
        printf("%s\n", sahut_take_advice(take));
        if (take == SAHUT_TAKE_FINE)
            code = keep(t, number, pcm, n);
        free(pcm);
        if (take == SAHUT_TAKE_FINE || code != CLI_OK)
            return code;
    }
    return cli_fail(t->cli, CLI_FAILED, "that did not work %d times; nothing was changed", TRIES);
}

/* The room is noise to learn with, and what the microphone sounds like without the phrase. */
static int record_room(struct teaching *t, struct microphone *m)
{
    int16_t *pcm;
    size_t n;
    printf("Be quiet for %d seconds: I listen to the room.\n", ROOM_S);
    int code = microphone_take(m, ROOM_S, &pcm, &n);
    if (code != CLI_OK)
        return code;
    sahut_teacher_noise(t->teacher, pcm, n);
    sahut_teacher_other(t->teacher, SAHUT_OTHER_OWN, pcm, n);
    free(pcm);
    return CLI_OK;
}

static int record_reading(struct teaching *t, struct microphone *m)
{
    static const char *const sentences[READ_ALOUD] = {
        "The weather was better yesterday, and tomorrow nobody knows.",
        "Could you put three cups and the green plate on the table?",
        "My neighbour's dog has been barking at the postman since Tuesday.",
        "After dinner we usually take a walk along the river."};
    printf("Now something else, so that I learn what is not the phrase. Read aloud:\n");
    int code = CLI_OK;
    for (int i = 0; i < READ_ALOUD && code == CLI_OK; i++) {
        int16_t *pcm;
        size_t n;
        printf("   %s\n", sentences[i]);
        code = microphone_utterance(m, WAIT_S, &pcm, &n);
        if (code != CLI_OK)
            break;
        sahut_teacher_other(t->teacher, SAHUT_OTHER_OWN, pcm, n);
        free(pcm);
    }
    return code;
}

/* Many voices through the user's own microphone: what a phrase needs most to be told from. */
static int record_radio(struct teaching *t, struct microphone *m)
{
    const char *given = cli_value(t->cli, "radio");
    double minutes = given ? strtod(given, NULL) : 0;
    int code = CLI_OK;
    if (given)
        printf("Now let a radio or television talk for %.0f minutes, as loud as people talk; music "
               "is no use.\n",
               minutes);
    for (double s = 0; s < minutes * 60 && code == CLI_OK; s += PIECE_S) {
        int16_t *pcm;
        size_t n;
        code = microphone_take(m, PIECE_S, &pcm, &n);
        if (code != CLI_OK)
            break;
        sahut_teacher_other(t->teacher, SAHUT_OTHER_REAL, pcm, n);
        free(pcm);
    }
    return code;
}

static int record(struct teaching *t)
{
    const char *given = cli_value(t->cli, "times");
    int times = given ? atoi(given) : TIMES;
    if (times < SAHUT_TEACH_LEAST || times > SAHUT_TEACH_MOST)
        return cli_fail(t->cli, CLI_USAGE, "--times is %d to %d", SAHUT_TEACH_LEAST,
                        SAHUT_TEACH_MOST);
    struct microphone *m;
    int code = microphone_open(t->cli, t->settings, &m);
    if (code != CLI_OK)
        return code;
    printf("Say the phrase %d times as you would in daily life: from near and far, turned away, "
           "in a hurry.\n",
           times);
    code = record_room(t, m);
    for (int i = 1; i <= times && code == CLI_OK; i++)
        code = record_one(t, m, i, times);
    if (code == CLI_OK)
        code = record_reading(t, m);
    if (code == CLI_OK)
        code = record_radio(t, m);
    microphone_close(m);
    return code;
}

/* ---- learning ---- */

static int read_folder(struct teaching *t, const char *option)
{
    const char *folder = cli_value(t->cli, option);
    struct sahut_why why;
    size_t left_out = 0;
    if (!folder)
        return CLI_OK;
    if (sahut_teacher_read(t->teacher, folder, strcmp(option, "noise") == 0, &left_out, &why))
        return cli_fail(t->cli, CLI_FAILED, "--%s: %s", option, why.text);
    return CLI_OK;
}

static int add_voices(struct teaching *t)
{
    struct sahut_why why;
    double minutes = cli_given(t->cli, "voices-only") ? VOICES_MIN : VOICES_MORE;
    if (sahut_teacher_voices(t->teacher, sahut_settings_string(t->settings, "hearing.dictionary"),
                             minutes * t->effort, &why))
        return cli_fail(t->cli, CLI_FAILED, "%s", why.text);
    return CLI_OK;
}

static bool show_progress(void *ctx, double done)
{
    struct teaching *t = ctx;
    cli_progress("learning", done, &t->shown);
    return true;
}

static void print_report(const struct teaching *t, const struct sahut_teach_report *r)
{
    if (cli_given(t->cli, "json")) {
        json_t *o = json_object();
        json_object_set_new(o, "phrase", sahut_json_string(t->phrase));
        json_object_set_new(o, "recordings", json_integer((json_int_t)r->takes));
        if (r->checked) {
            json_object_set_new(o, "checked", json_integer((json_int_t)r->checked));
            json_object_set_new(o, "missed", json_integer((json_int_t)r->missed));
            json_object_set_new(o, "missed_10db", json_integer((json_int_t)r->missed_10db));
        }
        json_object_set_new(o, "false_alarms_per_hour", sahut_json_real(r->false_alarms, 2));
        json_object_set_new(o, "hours", sahut_json_real(r->hours, 2));
        json_object_set_new(o, "synthetic", json_boolean(r->synthetic));
        json_object_set_new(o, "processor_s", sahut_json_real(r->cpu_s, 1));
        sahut_json_print(o);
        return;
    }
    printf("'%s' is learnt from %zu recordings.\n", t->phrase, r->takes);
    if (r->checked)
        printf("%zu of them were heard by networks that had not learnt from them: %zu were missed, "
               "with noise at 10 dB %zu. All networks together are better.\n",
               r->checked, r->missed, r->missed_10db);
    printf("In %.1f hours of %s speech it woke %.1f times an hour%s.\n", r->hours,
           r->synthetic ? "a machine's" : "other people's", r->false_alarms,
           r->synthetic ? "; people's will wake it some thirty times an hour" : "");
}

static const char *today(char day[20])
{
    time_t now = time(NULL);
    struct tm tm;
    strftime(day, 20, "%Y-%m-%d", localtime_r(&now, &tm));
    return day;
}

struct writing {
    struct sahut_teacher *teacher;
    const char *note;
};

static int write_model(void *ctx, const char *path, struct sahut_why *why)
{
    const struct writing *w = ctx;
    return sahut_teacher_write(w->teacher, path, w->note, why);
}

/* The model, then the setting: both or neither. */
static int switch_over(struct teaching *t)
{
    const char *person = cli_value(t->cli, "person");
    struct sahut_shelf *shelf;
    struct sahut_why why;
    char note[200], day[20];
    snprintf(note, sizeof(note), "Taught on %s%s%.60s.", today(day), person ? " by " : "",
             person ? person : "");
    struct writing w = {t->teacher, note};
    int err = sahut_shelf_open(t->state, true, &shelf, &why);
    if (err)
        return cli_fail(t->cli, CLI_FAILED, "%s; nothing was changed", why.text);
    err = sahut_shelf_put(shelf, t->phrase, person ? person : "", write_model, &w, &why);
    if (!err && strcmp(sahut_settings_string(t->settings, "wake.phrase"), t->phrase) != 0)
        err =
            sahut_settings_put_string(sahut_shelf_settings(shelf), "wake.phrase", t->phrase, &why);
    sahut_shelf_close(shelf, err != 0);
    if (err)
        return cli_fail(t->cli, CLI_FAILED, "%s; nothing was changed", why.text);
    wake_reload(t->cli);
    if (!cli_given(t->cli, "json"))
        printf("It is the wake phrase from now on; 'sahut wake undo' takes that back.\n");
    return CLI_OK;
}

static int learn(struct teaching *t)
{
    struct sahut_teach_report report;
    struct sahut_why why;
    int err = sahut_teacher_learn(t->teacher, show_progress, t, &report, &why);
    if (err)
        return cli_fail(t->cli, CLI_FAILED, "%s; nothing was changed", why.text);
    print_report(t, &report);
    return switch_over(t);
}

/* ---- */

/* The voice is gone again at once: later others speak in this process. */
static int phonemes_of(void *ctx, const char *word, char **out)
{
    const struct teaching *t = ctx;
    struct sahut_voice_config config = sahut_voice_settings(t->settings);
    struct sahut_voice *voice = NULL;
    struct sahut_why why;
    int err = sahut_voice_new(&config, NULL, NULL, NULL, &voice, &why);
    err = err ? err : sahut_voice_phonemes(voice, word, out);
    sahut_voice_free(voice);
    return err;
}

static int begin(struct teaching *t)
{
    const char *seed = cli_value(t->cli, "seed"), *effort = cli_value(t->cli, "effort");
    struct sahut_why why;
    int code = cli_settings(t->cli, &t->settings);
    if (code != CLI_OK)
        return code;
    if (!cli_state(t->cli, t->state))
        return cli_fail(t->cli, CLI_FAILED, "there is no state folder; name one with --state");
    t->effort = effort ? strtod(effort, NULL) : 1;
    if (!(t->effort >= 0.05 && t->effort <= 1))
        return cli_fail(t->cli, CLI_USAGE, "--effort is 0.05 to 1");
    t->phrase =
        sahut_wake_phrase(t->cli->operands[1], sahut_settings_string(t->settings, "language"));
    struct sahut_hearing_config hearing = sahut_hearing_settings(t->settings);
    struct sahut_teach_config config = {
        .acoustic_model = hearing.acoustic_model,
        .dictionary = hearing.dictionary,
        .phonemes = phonemes_of,
        .phonemes_ctx = t,
        .phrase = t->phrase,
        .models = cli_models(t->cli, t->models, sizeof(t->models)),
        .seed = seed ? (uint32_t)strtoul(seed, NULL, 10) : 1,
        .effort = t->effort,
    };
    if (sahut_teacher_new(&config, &t->teacher, &why))
        return cli_fail(t->cli, CLI_FAILED, "%s", why.text);
    return CLI_OK;
}

static int enough(const struct teaching *t)
{
    size_t n = sahut_teacher_takes(t->teacher);
    if (n >= SAHUT_TEACH_LEAST)
        return CLI_OK;
    return cli_fail(t->cli, CLI_FAILED,
                    "%zu recordings are good enough, at least %d are needed; nothing was changed",
                    n, SAHUT_TEACH_LEAST);
}

/* Measured: with a machine's voices alone it learns to tell machines from people (docs/hearing.md).
 */
static bool has_people(const struct cli *cli, bool files)
{
    const char *radio = cli_value(cli, "radio");
    if (cli_given(cli, "speech") || cli_given(cli, "voices-only") ||
        (radio && !files && strtod(radio, NULL) > 0))
        return true;
    cli_fail(
        cli, CLI_USAGE,
        "to learn what is not the phrase it needs other people's speech: --speech DIR, a folder "
        "of recordings, or%s --radio 20, so many minutes of a radio that talks; --voices-only "
        "does without, and wakes some thirty times an hour of talk",
        files ? ", with the microphone," : "");
    return false;
}

int wake_teach(const struct cli *cli)
{
    struct teaching t = {.cli = cli, .shown = -1};
    bool files = cli_given(cli, "from");
    if (cli->n_operands < 2 || (cli->n_operands > 2 && !files))
        return cli_fail(cli, CLI_USAGE, "usage: sahut wake teach PHRASE [--from FILE...]");
    int code = has_people(cli, files) ? begin(&t) : CLI_USAGE;
    if (code == CLI_OK)
        code = read_folder(&t, "noise");
    if (code == CLI_OK)
        code = files ? take_files(&t) : record(&t);
    if (code == CLI_OK)
        code = enough(&t);
    if (code == CLI_OK)
        code = take_others(&t);
    if (code == CLI_OK)
        code = read_folder(&t, "speech");
    if (code == CLI_OK)
        code = add_voices(&t);
    if (code == CLI_OK)
        code = learn(&t);
    sahut_teacher_free(t.teacher);
    sahut_settings_free(t.settings);
    free(t.phrase);
    return code;
}
