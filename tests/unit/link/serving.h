// SPDX-License-Identifier: GPL-3.0-or-later
/** A server on a loop of the test's own, with the simplest daemon behind it, and raw clients.
 * Nothing sleeps: the loop is turned until nothing happens any more. */
#ifndef TEST_SERVING_H
#define TEST_SERVING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>
#include <uv.h>

#include "sahut/link.h"

struct serving {
    uv_loop_t loop;
    struct sahut_link *link;
    char folder[40], path[64];
    int served;
    bool hold;                           /**< "ask" is not answered at once, but kept */
    struct sahut_link_request *held[64]; /**< in the order of coming */
    size_t n_held;
};

/** Answers: status {"n": how many were served}, ask and say {"said": text}; mute is refused as
 * "failed"; reminders are a list of about 100 KB. subscribe subscribes. */
void serving_init(struct serving *s);
void serving_finish(struct serving *s);
/** Turns the loop until nothing is left to do. */
void serving_run(struct serving *s);

/** A connection, not blocking. */
int serving_connect(const struct serving *s);
/** Sends all of it, turning the loop where the socket is full; fewer bytes when the server closes.
 */
size_t serving_send(struct serving *s, int fd, const char *bytes, size_t n);
/** Turns the loop and takes what is there: a text, free(). `closed` (may be NULL): at its end. */
char *serving_take(struct serving *s, int fd, bool *closed);
/** Sends the line and asserts that the answer has these words. */
void serving_ask(struct serving *s, int fd, const char *line, const char *words);

#endif
