// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/tzif.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/text.h"

#define ZONEINFO    "/usr/share/zoneinfo"
#define HEADER_SIZE 44
#define MAX_SIZE    (1u << 20) /* the longest there is has 4 KiB */

struct tzif {
    int64_t *times; /* transitions, ascending */
    int *offsets;   /* from each of them on */
    size_t count;
    int first_offset_s; /* before the first transition */
    bool has_rule;
    struct tz_rule rule; /* from the last transition on */
};

/* ---- a data block ---- */

static int64_t big_endian(const unsigned char *s, size_t size)
{
    uint64_t value = s[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | s[i];
    return (int64_t)value;
}

struct block {
    const unsigned char *data; /* behind the header */
    size_t time_size;
    size_t utc_count, standard_count, leap_count, time_count, type_count, char_count;
    size_t size; /* of the data */
};

/* False if it does not fit into `size` bytes or makes no sense. */
static bool open_block(const unsigned char *s, size_t size, size_t time_size, struct block *out)
{
    if (size < HEADER_SIZE || memcmp(s, "TZif", 4) != 0)
        return false;
    size_t counts[6];
    for (int i = 0; i < 6; i++) {
        int64_t n = big_endian(s + 20 + 4 * i, 4);
        if (n < 0 || n > (int64_t)size)
            return false;
        counts[i] = (size_t)n;
    }
    *out = (struct block){s + HEADER_SIZE, time_size, counts[0], counts[1], counts[2],
                          counts[3],       counts[4], counts[5], 0};
    out->size = out->time_count * (time_size + 1) + out->type_count * 6 + out->char_count +
                out->leap_count * (time_size + 4) + out->standard_count + out->utc_count;
    return out->type_count > 0 && out->size <= size - HEADER_SIZE;
}

static const unsigned char *type_of(const struct block *b, size_t type)
{
    return b->data + b->time_count * (b->time_size + 1) + type * 6;
}

static bool read_block(const struct block *b, struct tzif *zone)
{
    zone->times = sahut_alloc(b->time_count + 1, sizeof *zone->times);
    zone->offsets = sahut_alloc(b->time_count + 1, sizeof *zone->offsets);
    zone->first_offset_s = (int)big_endian(type_of(b, 0), 4);
    for (size_t i = 0; i < b->time_count; i++) {
        int64_t at = big_endian(b->data + i * b->time_size, b->time_size);
        size_t type = b->data[b->time_count * b->time_size + i];
        if (type >= b->type_count || (i > 0 && at <= zone->times[i - 1]))
            return false;
        int64_t offset = big_endian(type_of(b, type), 4);
        if (offset < -26 * 3600 || offset > 26 * 3600)
            return false;
        zone->times[i] = at;
        zone->offsets[i] = (int)offset;
    }
    zone->count = b->time_count;
    return true;
}

/* "\nTZ\n"; an empty one says nothing about the future. */
static bool read_footer(const unsigned char *s, size_t size, struct tzif *zone)
{
    char text[128];
    const unsigned char *end = size > 1 && s[0] == '\n' ? memchr(s + 1, '\n', size - 1) : NULL;
    if (!end || end - s - 1 >= (ptrdiff_t)sizeof text)
        return false;
    snprintf(text, sizeof text, "%.*s", (int)(end - s - 1), (const char *)s + 1);
    zone->has_rule = text[0] != '\0';
    return !zone->has_rule || tz_rule_parse(text, &zone->rule) == 0;
}

int tzif_parse(const unsigned char *bytes, size_t size, struct tzif **out)
{
    struct block b;
    if (!open_block(bytes, size, 4, &b))
        return -EINVAL;
    bool good = true, old = bytes[4] == '\0';
    size_t at = 0;
    if (!old) {
        at = HEADER_SIZE + b.size;
        good = open_block(bytes + at, size - at, 8, &b);
    }
    struct tzif *zone = good ? sahut_alloc(1, sizeof *zone) : NULL;
    if (zone)
        *zone = (struct tzif){0};
    good = good && read_block(&b, zone);
    if (good && !old) {
        at += HEADER_SIZE + b.size;
        good = read_footer(bytes + at, size - at, zone);
    }
    if (!good) {
        tzif_free(zone);
        return -EINVAL;
    }
    *out = zone;
    return 0;
}

void tzif_free(struct tzif *zone)
{
    if (!zone)
        return;
    free(zone->times);
    free(zone->offsets);
    free(zone);
}

/* ---- the file ---- */

/* Names of the database; beside them the folder has copies under other names and lists. */
static bool is_name(const char *name)
{
    static const char *const others[] = {"posix/",  "right/",    "posixrules",
                                         "Factory", "localtime", "leapseconds"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strncmp(name, others[i], strlen(others[i])) == 0)
            return false;
    for (const char *s = name; *s; s++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/", *s))
            return false;
    return name[0] && name[0] != '/';
}

static int read_file(const char *path, unsigned char **bytes, size_t *size)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -ENOENT;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size > (off_t)MAX_SIZE) {
        close(fd);
        return -ENOENT;
    }
    *bytes = sahut_alloc((size_t)st.st_size + 1, 1);
    ssize_t n = read(fd, *bytes, (size_t)st.st_size);
    close(fd);
    *size = n > 0 ? (size_t)n : 0;
    return 0;
}

int tzif_load(const char *name, struct tzif **out)
{
    const char *dir = getenv("TZDIR");
    char path[512];
    unsigned char *bytes;
    size_t size;
    if (!is_name(name))
        return -ENOENT;
    snprintf(path, sizeof path, "%s/%s", dir && dir[0] ? dir : ZONEINFO, name);
    int err = read_file(path, &bytes, &size);
    if (err)
        return err;
    err = tzif_parse(bytes, size, out);
    free(bytes);
    return err;
}

struct tz_span tzif_span(const struct tzif *zone, int64_t at_s)
{
    size_t low = 0, high = zone->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (zone->times[middle] <= at_s)
            low = middle + 1;
        else
            high = middle;
    }
    struct tz_span span = {
        .from_s = low > 0 ? zone->times[low - 1] : INT64_MIN,
        .until_s = low < zone->count ? zone->times[low] : INT64_MAX,
        .offset_s = low > 0 ? zone->offsets[low - 1] : zone->first_offset_s,
    };
    if (low < zone->count || !zone->has_rule)
        return span;
    struct tz_span by_rule = tz_rule_span(&zone->rule, at_s);
    if (by_rule.from_s < span.from_s)
        by_rule.from_s = span.from_s;
    return by_rule;
}
