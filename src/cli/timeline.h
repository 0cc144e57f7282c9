// SPDX-License-Identifier: GPL-3.0-or-later
/** The assistant's events as a readable time line or as lines of JSON. */
#ifndef CLI_TIMELINE_H
#define CLI_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "sahut/assistant.h"

struct timeline {
    struct sahut_zone *zone;
    bool json, timing, colour;
    FILE *out;          /**< standard output */
    const char *file;   /**< NULL: no file */
    int64_t file_start; /**< position of its first sample */
    int events;
    int day; /**< of the last line, for a heading when it changes */
};

/** `zone` is not owned. Colours are used on a terminal unless NO_COLOR is set. */
void timeline_init(struct timeline *t, struct sahut_zone *zone, bool json, bool timing);
/** The next recording begins, at this position. */
void timeline_file(struct timeline *t, const char *file, int64_t position);
/** A sahut_assistant_event; `ctx` is the time line. */
void timeline_event(void *ctx, const struct sahut_event *event);

#endif
