// SPDX-License-Identifier: GPL-3.0-or-later
/** The real program, from outside: runs `sahut` ($SAHUT_PROGRAM) with arguments, keeps what it
 * printed and how it ended. */
#ifndef SUPPORT_PROGRAM_H
#define SUPPORT_PROGRAM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** How the program is started; zeros: nothing on standard input, no limit. */
struct program {
    const char *input;   /**< standard input */
    const char *pwd;     /**< where it runs, NULL: the source folder */
    const char *program; /**< NULL: $SAHUT_PROGRAM */
};

struct result {
    int code; /**< exit code; a signal ends the test */
    char *out, *err;
    json_t *lines; /**< standard output, an array with one object for each line of JSON */
};

/** Fails the test if it cannot be run, or if a line of output that begins with "{" is no JSON. The
 * program sees no settings but those it is given. */
void program_run(const struct program *how, const char *const *arguments, struct result *result);
void result_finish(struct result *result);
/** RUN(&how, &result, "replay", ...) */
#define RUN(how, result, ...) program_run(how, (const char *const[]){__VA_ARGS__, NULL}, result)

/** Asserts the exit code; shows what was printed if it is another. */
void assert_code(const struct result *result, int code);
/** Asserts that the text contains the words. */
void assert_says(const char *text, const char *words);
/** The k-th line of JSON with that "event", or NULL; how many there are. */
json_t *event_at(const struct result *result, const char *event, size_t k);
size_t events_of(const struct result *result, const char *event);
/** Asserts a string in an object of JSON. */
void assert_field(const json_t *object, const char *key, const char *value);
/** Asserts that an object has exactly these keys, with blanks between, in this order. */
void assert_keys(const json_t *object, const char *keys);

/** The path of a recording that tests/flow/meson.build had spoken; prints why and returns NULL if
 * there is none. Valid until the fourth call after this one. */
const char *recording(const char *name);

/** A folder of its own, removed with all that is in it. free() what scratch_path returns. */
struct scratch {
    char path[40];
};
void scratch_init(struct scratch *s);
void scratch_finish(struct scratch *s);
char *scratch_path(const struct scratch *s, const char *name);
/** Writes a file there; returns its path. */
char *scratch_write(const struct scratch *s, const char *name, const char *text);
/** The bytes of a file, with a 0 behind them; free(). `n` may be NULL. */
char *read_bytes(const char *path, size_t *n);

#endif
