// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes are taken for an .ics file whose events are moved and called off; what comes of it is
 * read again, and nothing that was not meant is gone. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/edit.h"
#include "calendar/ics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct first {
    char uid[256];
    int64_t original_ms;
    size_t count, others; /* events, and those of another UID */
};

static void take(void *ctx, const struct cal_event *event)
{
    struct first *f = ctx;
    struct cal_event e = *event;
    if (f->count++ == 0 && !f->uid[0]) {
        strncpy(f->uid, e.uid, sizeof f->uid - 1);
        f->original_ms = cal_moment_ms(e.is_override ? &e.replaces : &e.start);
    }
    f->others += strcmp(e.uid, f->uid) != 0;
    cal_event_finish(&e);
}

static void read_text(const char *text, size_t len, struct sahut_zone *zone, struct first *f)
{
    struct ics_file file = {.path = "", .zones = cal_zones_new(zone)};
    char *copy = sahut_alloc(len + 2, 1);
    memcpy(copy, text, len);
    ics_read(&file, copy, len, take, f);
    free(copy);
    cal_zones_free(file.zones);
}

static void try_one(const struct cal_edit *edit, const struct first *before, bool all, bool move)
{
    struct sahut_text out = {0};
    const struct cal_edit_which which = {all, before->original_ms};
    bool empty = false;
    int err = move ? cal_edit_move(edit, &which, before->original_ms + 3600000,
                                   before->original_ms + 7200000, &out, NULL)
                   : cal_edit_cancel(edit, &which, &out, &empty, NULL);
    if (!err) {
        struct first after = {.count = 0};
        strcpy(after.uid, before->uid);
        read_text(sahut_text_get(&out), out.len, edit->zone, &after);
    }
    sahut_text_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sahut_zone *utc;
    struct first before = {.count = 0};
    if (sahut_zone_new("UTC", &utc, NULL) < 0)
        return 0;
    const char *text = (const char *)data;
    read_text(text, size, utc, &before);
    const struct cal_edit edit = {text, size, before.uid, utc, 0};
    for (int i = 0; i < 4; i++)
        try_one(&edit, &before, i & 1, i & 2);
    sahut_zone_free(utc);
    return 0;
}
