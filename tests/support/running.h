// SPDX-License-Identifier: GPL-3.0-or-later
/** `sahut run` from outside: it is started with settings of its own, its events are read from its
 * standard output as they come, and it is told to end. Nothing here waits for time to pass, only
 * for events; the test's own time limit ends what never comes. */
#ifndef SUPPORT_RUNNING_H
#define SUPPORT_RUNNING_H

#include <sys/types.h>

#include "support/program.h"

struct running {
    struct scratch scratch; /**< its state is in "state", its settings are "sahut.conf" */
    pid_t pid;
    FILE *out;
    json_t *events; /**< all that were read */
};

/** Settings: `input` for audio.input, NULL: "null"; answers go to "answers.wav" in the scratch
 * folder; `more` is added (NULL: nothing). */
void running_settings(struct running *r, const char *input, const char *more);
/** Prepares the scratch folder. */
void running_init(struct running *r);
/** Starts it with --json and what is given, NULL at the end. */
void running_start(struct running *r, const char *const *arguments);
#define START(r, ...) running_start(r, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

/** Reads on until an event of that name comes whose "text" (or "device") contains the words (NULL:
 * any). Borrowed. Fails if the program ends first. */
json_t *running_wait(struct running *r, const char *event, const char *words);
/** Signals it. */
void running_kill(struct running *r, int number);
/** Reads on until it has ended by itself; asserts its exit code. */
void running_ended(struct running *r, int code);
/** SIGTERM, and it ends well. Removes the scratch folder. */
void running_finish(struct running *r);
/** How many of the events that were read are of that name and contain the words. */
size_t running_count(const struct running *r, const char *event, const char *words);

/** Recordings one after the other with so many seconds of silence behind each, as a WAV file in the
 * scratch folder; NULL where flite is not there. free(). */
char *recordings_joined(const struct scratch *s, const char *const *names, double pause_s);

#endif
