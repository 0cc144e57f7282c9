// SPDX-License-Identifier: GPL-3.0-or-later
/** The log: the only global of the program. Heard words go to SAHUT_LOG_DEBUG only. */
#ifndef SAHUT_LOG_H
#define SAHUT_LOG_H

enum sahut_log_level { SAHUT_LOG_ERROR, SAHUT_LOG_WARN, SAHUT_LOG_INFO, SAHUT_LOG_DEBUG };

typedef void sahut_log_sink(void *ctx, enum sahut_log_level level, const char *room,
                            const char *text);

/** Lines above `level` are dropped (default: WARN). `sink` NULL means stderr, "sahut: room: text".
 * Call before any thread is started; sahut_log itself may be called from every thread. */
void sahut_log_setup(enum sahut_log_level level, sahut_log_sink *sink, void *ctx);

/** `room` is the folder name of the caller, e.g. "hear". */
void sahut_log(enum sahut_log_level level, const char *room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
