// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/pack.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/ics.h"
#include "sahut/text.h"

uint64_t cal_checksum(const void *bytes, size_t len)
{
    const unsigned char *s = bytes;
    uint64_t sum = UINT64_C(0xcbf29ce484222325) ^ len;
    for (; len >= 8; s += 8, len -= 8) {
        uint64_t eight;
        memcpy(&eight, s, 8);
        sum = (sum ^ eight) * UINT64_C(0x9e3779b97f4a7c15);
        sum ^= sum >> 32;
    }
    for (; len > 0; s++, len--)
        sum = (sum ^ *s) * UINT64_C(0x100000001b3);
    return sum ^ sum >> 29;
}

/* ---- writing ---- */

struct packer {
    struct cal_bytes *out;
    const struct cal_pack_zones *zones;
    int err;
};

static void put(struct packer *p, const void *bytes, size_t n)
{
    struct cal_bytes *out = p->out;
    if (out->len + n > out->cap) {
        out->cap = (out->len + n) * 2;
        out->s = sahut_realloc(out->s, out->cap, 1);
    }
    if (n)
        memcpy(out->s + out->len, bytes, n);
    out->len += n;
}

static void put_number(struct packer *p, int64_t value)
{
    put(p, &value, sizeof value);
}

static void put_text(struct packer *p, const char *text)
{
    size_t n = strlen(text) + 1;
    put_number(p, (int64_t)n);
    put(p, text, n);
}

static void put_zone(struct packer *p, const struct cal_zone *zone)
{
    const char *text;
    enum cal_zone_kind kind = cal_zone_source(p->zones->zones, zone, &text);
    put_number(p, kind);
    if (kind == CAL_ZONE_NAMED)
        put_text(p, text);
    if (kind != CAL_ZONE_DEFINED)
        return;
    int64_t number = (int64_t)cal_checksum(text, strlen(text));
    put_number(p, number);
    int err = p->zones->keep(p->zones->ctx, number, text);
    if (err)
        p->err = err;
}

static void put_moment(struct packer *p, const struct cal_moment *m)
{
    put(p, &m->at, sizeof m->at);
    put_number(p, m->date);
    put_zone(p, m->zone);
}

static void put_length(struct packer *p, const struct cal_length *l)
{
    put_number(p, l->days);
    put_number(p, l->ms);
}

static void put_rules(struct packer *p, const struct recur_rule *rules, size_t count)
{
    put_number(p, (int64_t)count);
    put(p, rules, count * sizeof *rules);
}

enum { CANCELLED = 1, TRANSPARENT = 2, OVERRIDE = 4, AND_FUTURE = 8 };

static void put_event(struct packer *p, const struct cal_event *e)
{
    put_text(p, e->uid);
    put_text(p, e->summary);
    put_text(p, e->location);
    put_text(p, e->description);
    put_moment(p, &e->start);
    put_length(p, &e->length);
    put_number(p, (e->cancelled ? CANCELLED : 0) | (e->transparent ? TRANSPARENT : 0) |
                      (e->is_override ? OVERRIDE : 0) | (e->and_future ? AND_FUTURE : 0));
    if (e->is_override)
        put_moment(p, &e->replaces);
    put_number(p, e->sequence);
    put_number(p, (int64_t)e->order);
    put_number(p, e->travel_s);
    put_number(p, e->alarm_count);
    put(p, e->alarms, (size_t)e->alarm_count * sizeof *e->alarms);
    put_rules(p, e->rules, e->rule_count);
    put_rules(p, e->not_rules, e->not_rule_count);
    put_number(p, (int64_t)e->extra_count);
    for (size_t i = 0; i < e->extra_count; i++) {
        put_moment(p, &e->extras[i].start);
        put_number(p, e->extras[i].has_length);
        put_length(p, &e->extras[i].length);
    }
    put_number(p, (int64_t)e->except_count);
    for (size_t i = 0; i < e->except_count; i++)
        put_moment(p, &e->excepts[i]);
}

int cal_pack(const struct cal_event *event, const struct cal_pack_zones *zones,
             struct cal_bytes *out)
{
    struct packer p = {.out = out, .zones = zones};
    size_t begin = out->len;
    put_event(&p, event);
    put_number(&p, (int64_t)cal_checksum(out->s + begin, out->len - begin));
    return p.err;
}

/* ---- reading: after the first thing that does not fit everything is nothing ---- */

struct unpacker {
    const unsigned char *s;
    size_t left;
    const struct cal_pack_zones *zones;
    bool bad;
};

static void get(struct unpacker *u, void *out, size_t n)
{
    if (u->bad || n > u->left) {
        u->bad = true;
        memset(out, 0, n);
        return;
    }
    if (n)
        memcpy(out, u->s, n);
    u->s += n;
    u->left -= n;
}

static int64_t get_number(struct unpacker *u)
{
    int64_t value;
    get(u, &value, sizeof value);
    return value;
}

/** A count of things that have at least `size` bytes each. */
static size_t get_count(struct unpacker *u, size_t size)
{
    int64_t n = get_number(u);
    if (n < 0 || (uint64_t)n > u->left / size)
        u->bad = true;
    return u->bad ? 0 : (size_t)n;
}

static char *get_text(struct unpacker *u)
{
    size_t n = get_count(u, 1);
    char *text = sahut_alloc(n + 1, 1);
    get(u, text, n);
    return text;
}

static struct cal_zone *get_defined(struct unpacker *u, int64_t number)
{
    char *definition = u->bad ? NULL : u->zones->kept(u->zones->ctx, number);
    struct cal_zone *zone = NULL;
    if (definition && (int64_t)cal_checksum(definition, strlen(definition)) == number)
        zone = ics_zone_defined(u->zones->zones, definition);
    free(definition);
    return zone;
}

static struct cal_zone *get_zone(struct unpacker *u)
{
    struct cal_zone *zone = NULL;
    char *name;
    int64_t kind = get_number(u);
    if (u->bad)
        return cal_zones_floating(u->zones->zones);
    if (kind == CAL_ZONE_FLOATING) {
        zone = cal_zones_floating(u->zones->zones);
    } else if (kind == CAL_ZONE_UTC) {
        zone = cal_zones_utc(u->zones->zones);
    } else if (kind == CAL_ZONE_NAMED) {
        name = get_text(u);
        zone = cal_zones_named(u->zones->zones, name);
        free(name);
    } else if (kind == CAL_ZONE_DEFINED) {
        zone = get_defined(u, get_number(u));
    }
    u->bad = u->bad || !zone;
    return zone ? zone : cal_zones_floating(u->zones->zones);
}

static struct cal_moment get_moment(struct unpacker *u)
{
    struct cal_moment m = {0};
    get(u, &m.at, sizeof m.at);
    m.date = get_number(u) != 0;
    m.zone = get_zone(u);
    return m;
}

static struct cal_length get_length(struct unpacker *u)
{
    struct cal_length l;
    l.days = (int)get_number(u);
    l.ms = get_number(u);
    return l;
}

static struct recur_rule *get_rules(struct unpacker *u, size_t *count)
{
    *count = get_count(u, sizeof(struct recur_rule));
    if (*count == 0)
        return NULL;
    struct recur_rule *rules = sahut_alloc(*count, sizeof *rules);
    get(u, rules, *count * sizeof *rules);
    return rules;
}

static void get_lists(struct unpacker *u, struct cal_event *e)
{
    e->rules = get_rules(u, &e->rule_count);
    e->not_rules = get_rules(u, &e->not_rule_count);
    e->extra_count = get_count(u, sizeof(struct sahut_civil));
    e->extras = e->extra_count ? sahut_alloc(e->extra_count, sizeof *e->extras) : NULL;
    for (size_t i = 0; i < e->extra_count; i++) {
        e->extras[i].start = get_moment(u);
        e->extras[i].has_length = get_number(u) != 0;
        e->extras[i].length = get_length(u);
    }
    e->except_count = get_count(u, sizeof(struct sahut_civil));
    e->excepts = e->except_count ? sahut_alloc(e->except_count, sizeof *e->excepts) : NULL;
    for (size_t i = 0; i < e->except_count; i++)
        e->excepts[i] = get_moment(u);
}

static void get_event(struct unpacker *u, struct cal_event *e)
{
    e->uid = get_text(u);
    e->summary = get_text(u);
    e->location = get_text(u);
    e->description = get_text(u);
    e->start = get_moment(u);
    e->length = get_length(u);
    int64_t flags = get_number(u);
    e->cancelled = flags & CANCELLED;
    e->transparent = flags & TRANSPARENT;
    e->is_override = flags & OVERRIDE;
    e->and_future = flags & AND_FUTURE;
    if (e->is_override)
        e->replaces = get_moment(u);
    e->sequence = (long)get_number(u);
    e->order = (size_t)get_number(u);
    e->travel_s = (int)get_number(u);
    size_t alarms = get_count(u, 1);
    if (alarms > CAL_ALARMS)
        u->bad = true;
    e->alarm_count = u->bad ? 0 : (int)alarms;
    get(u, e->alarms, (size_t)e->alarm_count * sizeof *e->alarms);
    get_lists(u, e);
}

int cal_unpack(const unsigned char *bytes, size_t len, const struct cal_pack_zones *zones,
               struct cal_event *out)
{
    uint64_t sum;
    if (len < sizeof sum)
        return -EINVAL;
    memcpy(&sum, bytes + len - sizeof sum, sizeof sum);
    if (sum != cal_checksum(bytes, len - sizeof sum))
        return -EINVAL;
    struct unpacker u = {.s = bytes, .left = len - sizeof sum, .zones = zones};
    *out = (struct cal_event){0};
    get_event(&u, out);
    if (!u.bad && u.left == 0)
        return 0;
    cal_event_finish(out);
    return -EINVAL;
}
