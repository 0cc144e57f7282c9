// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a reply file: read, and every reply rendered, with parameters of every kind and with
 * none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bytes_file.h"
#include "sahut/replies.h"

enum { TURNS = 3, MOST_REPLIES = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sahut_param params[] = {
    {"text", SAHUT_PARAM_TEXT, "call the dentist", 0},
    {"time", SAHUT_PARAM_CLOCK, "", INT64_C(1777971300000)},
    {"date", SAHUT_PARAM_DATE, "", INT64_C(1777971300000)},
    {"when", SAHUT_PARAM_WHEN, "", INT64_C(1778050800000)},
    {"day", SAHUT_PARAM_DAY, "", INT64_C(1778050800000)},
    {"duration", SAHUT_PARAM_DURATION, "", 4800},
    {"count", SAHUT_PARAM_COUNT, "", 3},
};

static void render(const struct sahut_replies *r, const char *id, struct sahut_zone *zone)
{
    static const size_t counts[] = {0, sizeof(params) / sizeof(params[0])};
    for (size_t i = 0; i < 2; i++)
        for (unsigned turn = 0; turn < TURNS; turn++) {
            struct sahut_text text = {0};
            sahut_replies_render(r, id, params, counts[i], turn, INT64_C(1777971300000), zone,
                                 &text);
            sahut_text_finish(&text);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sahut_zone *zone;
    char path[BYTES_PATH];
    struct sahut_replies *replies;
    struct sahut_why why = {.text = ""};
    int fd = bytes_file(data, size, path);
    if (fd < 0 || (!zone && sahut_zone_new("Europe/Berlin", &zone, NULL)))
        abort();
    if (sahut_replies_read(path, &replies, &why) == 0) {
        const char *const *ids = sahut_replies_ids(replies);
        for (size_t i = 0; ids[i] && i < MOST_REPLIES; i++)
            render(replies, ids[i], zone);
        sahut_replies_free(replies);
    } else if (!why.text[0]) {
        abort();
    }
    bytes_file_close(fd);
    return 0;
}
