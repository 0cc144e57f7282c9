// SPDX-License-Identifier: GPL-3.0-or-later
/* sahut calibrate: listens to the room and to the user's phrases, and finds the sensitivity. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/microphone.h"
#include "cli/wake.h"
#include "sahut/assistant.h"
#include "sahut/event_json.h"
#include "sahut/text.h"
#include "sahut/voice.h"
#include "sahut/wake.h"

#define MINUTES 5
#define TIMES   5
#define WAIT_S  10
#define MOST    64
#define STEP    5
#define ALLOWED 0.5 /* false alarms per hour */

struct calibration {
    const struct cli *cli;
    struct sahut_settings *settings;
    struct sahut_voice *voice; /* for words that the dictionary lacks; made when needed */
    char *phrase;
    char models[400], state[SAHUT_PATH];
    struct sahut_wake_meter *meter;
    double said[MOST]; /* the sensitivity that each needs */
    int n_said;
};

static int phonemes_of(void *ctx, const char *word, char **out)
{
    struct calibration *c = ctx;
    struct sahut_voice_config config = sahut_voice_settings(c->settings);
    struct sahut_why why;
    int err = c->voice ? 0 : sahut_voice_new(&config, NULL, NULL, NULL, &c->voice, &why);
    return err ? err : sahut_voice_phonemes(c->voice, word, out);
}

static int make_meter(struct calibration *c)
{
    const char *typed = sahut_settings_string(c->settings, "wake.phrase");
    struct sahut_hearing_config config = sahut_hearing_settings(c->settings);
    struct sahut_why why;
    c->phrase = sahut_wake_phrase(typed, sahut_settings_string(c->settings, "language"));
    config.wake_phrase = c->phrase;
    config.models = cli_models(c->cli, c->models, sizeof(c->models));
    config.taught = c->state;
    config.phonemes = phonemes_of;
    config.phonemes_ctx = c;
    if (sahut_wake_meter_new(&config, &c->meter, &why))
        return cli_fail(c->cli, CLI_FAILED, "%s", why.text);
    return CLI_OK;
}

/* ---- what it listens to ---- */

static int hear_files(struct calibration *c)
{
    int code = CLI_OK;
    int16_t *pcm;
    size_t n;
    for (int i = 0; i < cli_count(c->cli, "said") && code == CLI_OK; i++) {
        if (c->n_said == MOST)
            return cli_fail(c->cli, CLI_USAGE, "at most %d recordings of the phrase", MOST);
        code = wake_read_file(c->cli, cli_value_at(c->cli, "said", i), &pcm, &n);
        if (code != CLI_OK)
            break;
        c->said[c->n_said++] = sahut_wake_meter_phrase(c->meter, pcm, n);
        free(pcm);
    }
    for (int i = 0; i < cli_count(c->cli, "from") && code == CLI_OK; i++) {
        code = wake_read_file(c->cli, cli_value_at(c->cli, "from", i), &pcm, &n);
        if (code != CLI_OK)
            break;
        sahut_wake_meter_room(c->meter, pcm, n);
        free(pcm);
    }
    return code;
}

static int hear_phrases(struct calibration *c, struct microphone *m)
{
    int code = CLI_OK;
    for (int i = 0; i < TIMES && code == CLI_OK; i++) {
        int16_t *pcm;
        size_t n;
        printf("%d of %d: say '%s' ... ", i + 1, TIMES, c->phrase);
        fflush(stdout);
        code = microphone_utterance(m, WAIT_S, &pcm, &n);
        if (code != CLI_OK)
            break;
        enum sahut_take take = n ? sahut_take_check(pcm, n) : SAHUT_TAKE_SILENT;
        printf("%s\n", sahut_take_advice(take));
        if (take != SAHUT_TAKE_SILENT)
            c->said[c->n_said++] = sahut_wake_meter_phrase(c->meter, pcm, n);
        free(pcm);
    }
    return code;
}

static int hear_room(struct calibration *c, struct microphone *m, double minutes)
{
    printf("Now I listen to the room for %.0f minutes: let it sound as it does, with people, radio "
           "or television; do not say the phrase.\n",
           minutes);
    int code = CLI_OK;
    for (double s = 0; s < minutes * 60 && code == CLI_OK; s++) {
        int16_t *pcm;
        size_t n;
        code = microphone_take(m, 1, &pcm, &n);
        if (code != CLI_OK)
            break;
        sahut_wake_meter_room(c->meter, pcm, n);
        free(pcm);
    }
    return code;
}

static int hear_microphone(struct calibration *c)
{
    const char *given = cli_value(c->cli, "minutes");
    double minutes = given ? strtod(given, NULL) : MINUTES;
    struct microphone *m;
    if (!(minutes > 0 && minutes <= 24 * 60))
        return cli_fail(c->cli, CLI_USAGE, "--minutes is a number up to %d", 24 * 60);
    int code = microphone_open(c->cli, c->settings, &m);
    if (code != CLI_OK)
        return code;
    code = hear_phrases(c, m);
    if (code == CLI_OK)
        code = hear_room(c, m, minutes);
    microphone_close(m);
    return code;
}

/* ---- what it finds ---- */

static int missed(const struct calibration *c, double sensitivity)
{
    int n = 0;
    for (int i = 0; i < c->n_said; i++)
        n += c->said[i] > sensitivity;
    return n;
}

/* The fewest missed among those whose false alarms are few enough; of equals the one nearest to the
 * middle, where the models were measured. -1: none is good enough. */
static int best_of(const struct calibration *c)
{
    int best = -1;
    double allowed = ALLOWED * sahut_wake_meter_hours(c->meter);
    for (int s = 0; s <= 100; s += STEP) {
        if ((double)sahut_wake_meter_false(c->meter, s) > allowed)
            break;
        if (best < 0 || missed(c, s) < missed(c, best) ||
            (missed(c, s) == missed(c, best) && abs(s - 50) < abs(best - 50)))
            best = s;
    }
    return best;
}

static void print_row(const struct calibration *c, int s, bool chosen)
{
    size_t false_alarms = sahut_wake_meter_false(c->meter, s);
    if (cli_given(c->cli, "json")) {
        json_t *o = json_object();
        json_object_set_new(o, "sensitivity", json_integer(s));
        json_object_set_new(o, "missed", json_integer(missed(c, s)));
        json_object_set_new(o, "said", json_integer(c->n_said));
        json_object_set_new(o, "false_alarms", json_integer((json_int_t)false_alarms));
        json_object_set_new(o, "hours", sahut_json_real(sahut_wake_meter_hours(c->meter), 3));
        json_object_set_new(o, "chosen", json_boolean(chosen));
        sahut_json_print(o);
        return;
    }
    printf("%11d   %3d of %-3d   %4zu%s\n", s, missed(c, s), c->n_said, false_alarms,
           chosen ? "   <" : "");
}

static int write_setting(const struct calibration *c, int value)
{
    struct sahut_shelf *shelf;
    struct sahut_why why;
    int err = sahut_shelf_open(c->state, false, &shelf, &why);
    if (!err) {
        err = sahut_settings_put_real(sahut_shelf_settings(shelf), "wake.sensitivity", value, &why);
        sahut_shelf_close(shelf, err != 0);
    }
    if (err)
        return cli_fail(c->cli, CLI_FAILED, "%s; nothing was changed", why.text);
    wake_reload(c->cli);
    return CLI_OK;
}

static int decide(const struct calibration *c)
{
    bool json = cli_given(c->cli, "json");
    int best = best_of(c);
    if (!json)
        printf("'%s', %.2f hours of the room\nsensitivity   missed       false alarms\n", c->phrase,
               sahut_wake_meter_hours(c->meter));
    for (int s = 0; s <= 100; s += STEP)
        print_row(c, s, s == best);
    if (best < 0)
        return cli_fail(
            c->cli, CLI_FAILED,
            "at every sensitivity the room wakes it too often; teach another phrase, or "
            "this one again with --speech; nothing was changed");
    if (cli_given(c->cli, "dry-run"))
        return CLI_OK;
    int code = write_setting(c, best);
    if (code == CLI_OK && !json)
        printf("wake.sensitivity is %d now, it was %.0f; 'sahut wake undo' takes that back.\n",
               best, sahut_settings_real(c->settings, "wake.sensitivity"));
    return code;
}

int cli_calibrate(const struct cli *cli)
{
    struct calibration c = {.cli = cli};
    bool files = cli_given(cli, "from") || cli_given(cli, "said");
    int code = cli_settings(cli, &c.settings);
    if (code == CLI_OK && !cli_state(cli, c.state))
        code = cli_fail(cli, CLI_FAILED, "there is no state folder; name one with --state");
    if (code == CLI_OK)
        code = make_meter(&c);
    if (code == CLI_OK)
        code = files ? hear_files(&c) : hear_microphone(&c);
    if (code == CLI_OK)
        code = decide(&c);
    sahut_wake_meter_free(c.meter);
    sahut_voice_free(c.voice);
    sahut_settings_free(c.settings);
    free(c.phrase);
    return code;
}
