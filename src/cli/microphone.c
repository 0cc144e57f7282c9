// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/microphone.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cli/client.h"
#include "hear/endpointer.h"
#include "sahut/capture.h"
#include "sahut/text.h"

#define RATE       SAHUT_HEAR_RATE
#define RING       (2 * RATE)
#define PATIENCE   5000 /* ms without any sound */
#define END_FRAMES 25   /* 0.5 s */
#define BEFORE     (RATE / 2)
#define LONGEST    (6 * RATE)

struct microphone {
    const struct cli *cli;
    struct sahut_ring *ring;
    int event;
    struct sahut_capture *capture;
    bool muted_daemon;
};

/* What is wrong is said by the wait that gets no sound; one line tells why. */
static void on_report(void *ctx, const struct sahut_capture_report *report)
{
    struct microphone *m = ctx;
    if (report->kind == SAHUT_CAPTURE_LOST)
        cli_fail(m->cli, CLI_FAILED, "%s", report->text.text);
}

static void mute_daemon(struct microphone *m, bool on)
{
    struct sahut_call *call;
    json_t *result;
    struct sahut_why why;
    if (client_open(m->cli, true, &call) != CLI_OK)
        return;
    json_t *params = json_object();
    json_object_set_new(params, "on", json_boolean(on));
    if (sahut_call(call, "mute", params, 5000, &result, &why) == 0) {
        m->muted_daemon = on;
        json_decref(result);
    }
    sahut_call_close(call);
}

int microphone_open(const struct cli *cli, const struct sahut_settings *settings,
                    struct microphone **out)
{
    const char *input = sahut_settings_string(settings, "audio.input");
    struct microphone *m = sahut_alloc(1, sizeof(*m));
    struct sahut_why why = {""};
    m->cli = cli;
    m->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    mute_daemon(m, true);
    int err = m->event < 0 ? -errno : sahut_ring_new(RING, &m->ring);
    struct sahut_capture_config config = {input, m->ring, m->event};
    if (!err)
        err = sahut_capture_new(&config, on_report, m, &m->capture, &why);
    if (err) {
        microphone_close(m);
        return cli_fail(cli, CLI_FAILED, "%s: %s", input, why.text[0] ? why.text : strerror(-err));
    }
    *out = m;
    return CLI_OK;
}

void microphone_close(struct microphone *m)
{
    if (!m)
        return;
    sahut_capture_free(m->capture);
    if (m->muted_daemon)
        mute_daemon(m, false);
    sahut_ring_free(m->ring);
    if (m->event >= 0)
        close(m->event);
    free(m);
}

/* Exactly n samples. */
static int take(struct microphone *m, int16_t *pcm, size_t n)
{
    for (size_t have = 0; have < n;) {
        size_t got = sahut_ring_read(m->ring, pcm + have, n - have);
        have += got;
        if (got > 0)
            continue;
        struct pollfd wait = {.fd = m->event, .events = POLLIN};
        uint64_t count;
        if (poll(&wait, 1, PATIENCE) <= 0)
            return cli_fail(m->cli, CLI_FAILED,
                            "no sound comes from the microphone ('sahut doctor' looks why)");
        if (read(m->event, &count, sizeof(count)) < 0 && errno != EAGAIN)
            return cli_fail(m->cli, CLI_FAILED, "the microphone: %s", strerror(errno));
    }
    return CLI_OK;
}

int microphone_take(struct microphone *m, double seconds, int16_t **pcm, size_t *n)
{
    *n = (size_t)(seconds * RATE);
    *pcm = sahut_alloc(*n + 1, sizeof(**pcm));
    int code = take(m, *pcm, *n);
    if (code != CLI_OK)
        free(*pcm);
    return code;
}

int microphone_utterance(struct microphone *m, double seconds, int16_t **pcm, size_t *n)
{
    size_t most = (size_t)(seconds * RATE) + LONGEST, have = 0, begin = 0, from = 0;
    int16_t *all = sahut_alloc(most + LEVEL_FRAME, sizeof(*all));
    struct endpointer gate;
    endpointer_init(&gate);
    bool over = false, speaks = false;
    int code = CLI_OK;
    while (code == CLI_OK && !over && have < most) {
        code = take(m, all + have, LEVEL_FRAME);
        enum endpoint e =
            code == CLI_OK ? endpointer_step(&gate, all + have, END_FRAMES) : ENDPOINT_NONE;
        have += LEVEL_FRAME;
        if (e == ENDPOINT_BEGIN && have > RATE / 2) {
            speaks = true;
            begin = have;
        }
        over = (e == ENDPOINT_END && speaks) || (speaks && have - begin > LONGEST) ||
               (!speaks && (double)have > seconds * RATE);
    }
    if (speaks)
        from = begin > BEFORE + BEFORE / 2 ? begin - BEFORE - BEFORE / 2 : 0;
    *n = speaks ? have - from : 0;
    memmove(all, all + from, *n * sizeof(*all));
    *pcm = all;
    if (code != CLI_OK)
        free(all);
    return code;
}
