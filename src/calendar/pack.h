// SPDX-License-Identifier: GPL-3.0-or-later
/** Events as bytes, for the index, and back. The bytes are this machine's own: the index is a cache
 * and is thrown away when CAL_PACK_FORMAT does not fit. */
#ifndef CALENDAR_PACK_H
#define CALENDAR_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "calendar/event.h"

/** Goes up with every change here, in struct cal_event or in struct recur_rule. */
#define CAL_PACK_FORMAT 2

struct cal_bytes {
    unsigned char *s;
    size_t len, cap;
};

/** How zones that a file defines itself are kept beside the events: by a number. */
struct cal_pack_zones {
    struct cal_zones *zones;
    /** Keeps a definition under its number; negative errno if that failed. */
    int (*keep)(void *ctx, int64_t number, const char *definition);
    /** The definition that was kept under the number; free(). NULL if there is none. */
    char *(*kept)(void *ctx, int64_t number);
    void *ctx;
};

/** Appends the event and a checksum to `out`, which free(out->s) releases. All fields but file and
 * series, which the caller keeps. Errors are those of `keep`. */
int cal_pack(const struct cal_event *event, const struct cal_pack_zones *zones,
             struct cal_bytes *out);
/** -EINVAL if the bytes are not what cal_pack made; then there is nothing to finish. */
int cal_unpack(const unsigned char *bytes, size_t len, const struct cal_pack_zones *zones,
               struct cal_event *out);

/** 64 bits that tell bytes from other bytes, not against intent. */
uint64_t cal_checksum(const void *bytes, size_t len);

#endif
