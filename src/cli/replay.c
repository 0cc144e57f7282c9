// SPDX-License-Identifier: GPL-3.0-or-later
/* Recordings through the whole assistant on a virtual clock. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/timeline.h"
#include "sahut/assistant.h"
#include "sahut/audio.h"
#include "sahut/voice.h"

#define STEP (SAHUT_HEAR_RATE / 50) /* the clock ticks every 20 ms */

struct replay {
    const struct cli *cli;
    struct sahut_settings *settings;
    struct sahut_zone *zone;
    struct sahut_sink *file, *loudspeaker, *sink;
    struct sahut_assistant *assistant;
    struct timeline timeline;
    int64_t start_ms; /* of the recording that runs */
    int64_t now_ms;
    char models[400], program[512];
};

/* Lets the clock run to `until`, stopping wherever something is due. */
static void run_until(struct replay *r, int64_t until_ms)
{
    int64_t next;
    while ((next = sahut_assistant_next(r->assistant)) <= until_ms) {
        int64_t at = next > r->now_ms ? next : r->now_ms;
        sahut_assistant_due(r->assistant, at);
        r->now_ms = at;
    }
    r->now_ms = until_ms;
}

static int hear(struct replay *r, struct sahut_source *source, struct sahut_why *why)
{
    int16_t pcm[STEP];
    int64_t samples = 0;
    ssize_t n;
    while ((n = sahut_source_read(source, pcm, STEP, why)) > 0) {
        samples += n;
        run_until(r, r->start_ms + samples * 1000 / SAHUT_HEAR_RATE);
        sahut_assistant_push(r->assistant, pcm, (size_t)n, r->now_ms);
    }
    sahut_assistant_finish(r->assistant, r->now_ms);
    return (int)n;
}

static int hear_file(struct replay *r, const char *file)
{
    struct sahut_source *source;
    struct sahut_why why;
    if (sahut_source_file(file, &source, &why))
        return cli_fail(r->cli, CLI_FAILED, "%s", why.text);
    r->start_ms = r->now_ms;
    timeline_file(&r->timeline, file, sahut_assistant_position(r->assistant));
    int err = hear(r, source, &why);
    sahut_source_free(source);
    return err ? cli_fail(r->cli, CLI_FAILED, "%s", why.text) : CLI_OK;
}

static int parse_gap(const struct replay *r, int64_t *gap_ms)
{
    const char *text = cli_value(r->cli, "gap");
    char *end;
    double s = text ? strtod(text, &end) : 2;
    if (text && (end == text || *end || !(s >= 0 && s <= 1e9)))
        return cli_fail(r->cli, CLI_USAGE, "--gap %s: a number of seconds is wanted, as 2.5", text);
    *gap_ms = (int64_t)(s * 1000);
    return CLI_OK;
}

/* "+90m", "+2h", "+30s", "+1d", or a time. */
static int parse_until(const struct replay *r, int64_t *until_ms)
{
    const char *text = cli_value(r->cli, "until");
    struct sahut_why why;
    *until_ms = r->now_ms;
    if (!text)
        return CLI_OK;
    if (text[0] != '+')
        return sahut_instant_parse(text, r->zone, until_ms, &why)
                   ? cli_fail(r->cli, CLI_USAGE, "--until: %s", why.text)
                   : CLI_OK;
    char *end;
    double n = strtod(text + 1, &end);
    const char *units = "smhd", *unit = *end ? strchr(units, *end) : NULL;
    static const double seconds[] = {1, 60, 3600, 86400};
    if (end == text + 1 || !unit || end[1] || !(n >= 0 && n <= 1e7))
        return cli_fail(r->cli, CLI_USAGE,
                        "--until %s: a time is wanted, as 2026-03-29T08:00, or +90m, +2h, +1d",
                        text);
    *until_ms = r->now_ms + (int64_t)(n * seconds[unit - units] * 1000);
    return CLI_OK;
}

static void pass(struct replay *r, int64_t until_ms)
{
    run_until(r, until_ms);
    sahut_assistant_skip(r->assistant, r->now_ms);
}

/* "@2026-03-29T08:00" among the files. */
static int wait_for(struct replay *r, const char *time)
{
    int64_t until_ms;
    struct sahut_why why;
    if (sahut_instant_parse(time, r->zone, &until_ms, &why))
        return cli_fail(r->cli, CLI_USAGE, "@%s: %s", time, why.text);
    if (until_ms < r->now_ms)
        return cli_fail(r->cli, CLI_USAGE, "@%s: it is later than that already", time);
    pass(r, until_ms);
    return CLI_OK;
}

static int hear_all(struct replay *r)
{
    int64_t gap_ms = 0, until_ms = 0;
    int code = parse_gap(r, &gap_ms);
    if (code == CLI_OK)
        code = parse_until(r, &until_ms); /* refused before an hour of recordings, not after */
    int worst = code;
    bool heard_one = false;
    for (int i = 0; i < r->cli->n_operands && code == CLI_OK; i++) {
        const char *operand = r->cli->operands[i];
        if (operand[0] == '@') {
            code = wait_for(r, operand + 1);
            worst = code > worst ? code : worst;
            heard_one = false;
            continue;
        }
        if (heard_one)
            pass(r, r->now_ms + gap_ms);
        heard_one = true;
        int file_code = hear_file(r, operand);
        worst = file_code > worst ? file_code : worst;
    }
    if (code == CLI_OK && parse_until(r, &until_ms) == CLI_OK && until_ms > r->now_ms)
        pass(r, until_ms);
    if (worst == CLI_OK && r->timeline.events == 0) {
        fprintf(stderr, "sahut replay: nothing was heard\n");
        worst = CLI_FAILED;
    }
    return worst;
}

static int open_sinks(struct replay *r)
{
    struct sahut_why why;
    const char *file = cli_value(r->cli, "say-to");
    if (file && sahut_sink_wav(file, SAHUT_VOICE_RATE, &r->file, &why))
        return cli_fail(r->cli, CLI_FAILED, "%s", why.text);
    if (cli_given(r->cli, "aloud") &&
        sahut_sink_alsa(sahut_settings_string(r->settings, "audio.output"), SAHUT_VOICE_RATE,
                        &r->loudspeaker, &why))
        fprintf(stderr, "sahut replay: no loudspeaker: %s\n", why.text);
    int err = r->file && r->loudspeaker   ? sahut_sink_both(r->file, r->loudspeaker, &r->sink)
              : r->file || r->loudspeaker ? 0
                                          : sahut_sink_null(SAHUT_VOICE_RATE, &r->sink);
    if (err)
        return cli_fail(r->cli, CLI_FAILED, "no memory for the voice");
    return CLI_OK;
}

static void close_sinks(struct replay *r)
{
    sahut_sink_free(r->sink);
    sahut_sink_free(r->loudspeaker);
    sahut_sink_free(r->file);
}

static int make_assistant(struct replay *r)
{
    ssize_t n = readlink("/proc/self/exe", r->program, sizeof(r->program) - 1);
    r->program[n > 0 ? n : 0] = 0;
    const char *wake = cli_value(r->cli, "wake");
    struct sahut_assistant_config config = {
        .settings = r->settings,
        .models = cli_models(r->cli, r->models, sizeof(r->models)),
        .state = cli_value(r->cli, "state"),
        .wake_phrase = cli_given(r->cli, "no-wake") ? NULL
                       : wake                       ? wake
                              : sahut_settings_string(r->settings, "wake.phrase"),
        .sink = r->sink   ? r->sink
                : r->file ? r->file
                          : r->loudspeaker,
        .zone = r->zone,
        .dry_run = !cli_given(r->cli, "gpio"),
        .program = n > 0 ? r->program : NULL,
    };
    struct sahut_why why;
    if (sahut_assistant_new(&config, r->now_ms, timeline_event, &r->timeline, &r->assistant, &why))
        return cli_fail(r->cli, CLI_FAILED, "%s", why.text);
    if (sahut_assistant_listen(r->assistant, &why))
        return cli_fail(r->cli, CLI_FAILED, "%s", why.text);
    return CLI_OK;
}

int cli_replay(const struct cli *cli)
{
    struct replay r = {.cli = cli};
    int code = cli_settings(cli, &r.settings);
    if (code == CLI_OK)
        code = cli_zone(cli, r.settings, &r.zone);
    if (code == CLI_OK)
        code = cli_now(cli, r.zone, &r.now_ms);
    if (code == CLI_OK)
        code = open_sinks(&r);
    timeline_init(&r.timeline, r.zone, cli_given(cli, "json"), cli_given(cli, "timing"));
    if (code == CLI_OK)
        code = make_assistant(&r);
    if (code == CLI_OK)
        code = hear_all(&r);
    sahut_assistant_free(r.assistant);
    close_sinks(&r);
    sahut_zone_free(r.zone);
    sahut_settings_free(r.settings);
    return code;
}
