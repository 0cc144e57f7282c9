// SPDX-License-Identifier: GPL-3.0-or-later
/** The assistant, always on: one loop for the assistant, the control socket, signals and time; the
 * capture, hearing and voice threads around it. All functions are called on the loop's thread. */
#ifndef SAHUT_DAEMON_H
#define SAHUT_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/assistant.h"
#include "sahut/clock.h"
#include "sahut/paths.h"
#include "sahut/settings.h"
#include "sahut/text.h"
#include "sahut/why.h"

struct sahut_daemon;

/** Reads the settings, at the start and for every reload. On failure `complaints` holds lines
 * "FILE:LINE: …". 0 or -errno. */
typedef int sahut_daemon_settings(void *ctx, struct sahut_settings **out,
                                  struct sahut_text *complaints);

struct sahut_daemon_config {
    sahut_daemon_settings *settings;
    struct sahut_paths paths; /**< state and control are used */
    const char *models;       /**< the folder `models` */
    const char *program;      /**< see sahut_assistant_config */
    bool dry_run;             /**< GPIO edges are only reported */
    bool no_wake;             /**< every utterance is an order */
    bool once;                /**< end when the recording that audio.input names was answered */
    /** Every event, on the loop's thread. `zone` is the assistant's own and may change. */
    void (*event)(void *ctx, const struct sahut_event *event, struct sahut_zone *zone);
    void *ctx;
};

/** Builds everything. What can come back later (microphone, loudspeaker) is no error. -EALREADY
 * (another Sahut uses the state folder), those of the store, the settings and the models, with
 * `why`. SIGINT, SIGTERM and SIGHUP are its own from then on, SIGPIPE is ignored. */
int sahut_daemon_new(const struct sahut_daemon_config *config, struct sahut_daemon **out,
                     struct sahut_why *why);
/** Runs until it is told to end. 0, or -errno with `why` when it had to end (the models do not
 * load). */
int sahut_daemon_run(struct sahut_daemon *d, struct sahut_why *why);
/** Ends the run, in any state. */
void sahut_daemon_quit(struct sahut_daemon *d);
void sahut_daemon_free(struct sahut_daemon *d);

struct sahut_daemon_status {
    const char *state; /**< "loading", "listening", "muted", "speaking", "deaf" (no microphone) */
    bool muted;
    int64_t now_ms, started_ms;      /**< wall clock; `started_ms` moves with it when it is set */
    const char *faults[SAHUT_PARTS]; /**< NULL: works. Live until the loop runs on. */
    const char *microphone, *loudspeaker; /**< settings audio.input and audio.output */
    const char *wake_phrase;              /**< "": none */
    struct sahut_clock clock;
};
void sahut_daemon_status(struct sahut_daemon *d, struct sahut_daemon_status *out);

/** An order as text, as if it had been spoken. What came of it are the events meanwhile; the answer
 * is sahut_assistant_answer. */
void sahut_daemon_ask(struct sahut_daemon *d, const char *text);
void sahut_daemon_say(struct sahut_daemon *d, const char *text);
/** Silence: what is said ends, and what rings is acknowledged. */
void sahut_daemon_stop(struct sahut_daemon *d);
/** Closes the microphone, or opens it again. */
void sahut_daemon_mute(struct sahut_daemon *d, bool on);
/** Reads the settings again. -EINVAL: the new ones are broken, the old ones stay, `complaints` (may
 * be NULL) says where. */
int sahut_daemon_reload(struct sahut_daemon *d, struct sahut_text *complaints);
struct sahut_assistant *sahut_daemon_assistant(struct sahut_daemon *d);
int64_t sahut_daemon_now(struct sahut_daemon *d);

#endif
