// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

static void to_stderr(void *ctx, enum sahut_log_level level, const char *room, const char *text)
{
    fprintf(stderr, "sahut: %s: %s\n", room, text);
}

static struct {
    enum sahut_log_level level;
    sahut_log_sink *sink;
    void *ctx;
} log_to = {SAHUT_LOG_WARN, to_stderr, NULL};

void sahut_log_setup(enum sahut_log_level level, sahut_log_sink *sink, void *ctx)
{
    log_to.level = level;
    log_to.sink = sink ? sink : to_stderr;
    log_to.ctx = ctx;
}

void sahut_log(enum sahut_log_level level, const char *room, const char *format, ...)
{
    if (level > log_to.level)
        return;
    // On the stack: the audio threads log too, and must not allocate.
    char line[1024];
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    if (n < 0)
        return;
    if ((size_t)n >= sizeof line)
        line[utf8_whole(line, sizeof line - 1)] = '\0';
    log_to.sink(log_to.ctx, level, room, line);
}
