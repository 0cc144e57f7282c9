// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "calendar/tz.h"
#include "sahut/text.h"

/** Rules in a VTIMEZONE are followed up to here; later its last offset stays. */
#define LAST_ONSET_YEAR 2200

struct onset {
    int64_t at_s; /* UTC, since 1970 */
    int from_s, to_s;
};

struct cal_zone {
    struct cal_zone *next;
    char *name; /* the TZID or the definition that asked for it */
    struct sahut_zone *icu;
    bool owned;
    struct onset *onsets;
    size_t onset_count;
};

struct cal_zones {
    struct cal_zone floating, utc;
    struct cal_zone *named, *defined;
    struct cal_zone *unknown; /* names that nothing knows, so that they are looked up once */
};

struct cal_zones *cal_zones_new(struct sahut_zone *floating)
{
    struct cal_zones *zones = sahut_alloc(1, sizeof *zones);
    *zones = (struct cal_zones){.floating = {.icu = floating}};
    return zones;
}

static void free_list(struct cal_zone *zone)
{
    while (zone) {
        struct cal_zone *next = zone->next;
        if (zone->owned)
            sahut_zone_free(zone->icu);
        free(zone->onsets);
        free(zone->name);
        free(zone);
        zone = next;
    }
}

void cal_zones_free(struct cal_zones *zones)
{
    if (!zones)
        return;
    free_list(zones->named);
    free_list(zones->defined);
    free_list(zones->unknown);
    free(zones);
}

struct cal_zone *cal_zones_floating(struct cal_zones *zones)
{
    return &zones->floating;
}

struct cal_zone *cal_zones_utc(struct cal_zones *zones)
{
    return &zones->utc;
}

static struct cal_zone *find(struct cal_zone *list, const char *name)
{
    while (list && strcmp(list->name, name) != 0)
        list = list->next;
    return list;
}

static struct cal_zone *add(struct cal_zone **list, const char *name)
{
    struct cal_zone *zone = sahut_alloc(1, sizeof *zone);
    *zone = (struct cal_zone){.next = *list, .name = sahut_strdup(name)};
    *list = zone;
    return zone;
}

/** The part of `name` after its n-th '/' from the end; NULL if it has fewer. */
static const char *tail(const char *name, int n)
{
    const char *s = name + strlen(name);
    while (s > name)
        if (*--s == '/' && --n == 0)
            return s + 1;
    return NULL;
}

/** Programs put their own name and a version before the tzdata name, which has at most three
 * parts ("America/Argentina/Ushuaia"). */
static int open_named(const char *tzid, struct sahut_zone **out)
{
    if (sahut_zone_new(tzid, out, NULL) == 0)
        return 0;
    for (int parts = 3; parts >= 1; parts--) {
        const char *name = tail(tzid, parts);
        /* One part alone only counts behind a prefix: "x/Cuba" is no zone's name. */
        if (name && *name && (parts > 1 || tzid[0] == '/') && sahut_zone_new(name, out, NULL) == 0)
            return 0;
    }
    return -1;
}

struct cal_zone *cal_zones_named(struct cal_zones *zones, const char *tzid)
{
    struct cal_zone *zone = find(zones->named, tzid);
    if (zone)
        return zone;
    if (!*tzid || find(zones->unknown, tzid))
        return NULL;
    struct sahut_zone *icu;
    if (open_named(tzid, &icu) < 0) {
        add(&zones->unknown, tzid);
        return NULL;
    }
    zone = add(&zones->named, tzid);
    zone->icu = icu;
    zone->owned = true;
    return zone;
}

struct cal_zone *cal_zones_known(struct cal_zones *zones, const char *definition)
{
    return find(zones->defined, definition);
}

static void add_onset(struct cal_zone *zone, int64_t local_s, const struct cal_observance *o)
{
    if ((zone->onset_count & (zone->onset_count - 1)) == 0)
        zone->onsets = sahut_realloc(zone->onsets, zone->onset_count ? zone->onset_count * 2 : 1,
                                     sizeof *zone->onsets);
    zone->onsets[zone->onset_count++] =
        (struct onset){.at_s = local_s - o->from_s, .from_s = o->from_s, .to_s = o->to_s};
}

static void add_observance(struct cal_zone *zone, const struct cal_observance *o)
{
    add_onset(zone, recur_seconds(&o->start), o);
    for (size_t i = 0; i < o->date_count; i++)
        add_onset(zone, recur_seconds(&o->dates[i]), o);
    if (!o->has_rule)
        return;
    struct recur_walk walk;
    struct sahut_civil last = {LAST_ONSET_YEAR, 12, 31, 23, 59, 59};
    recur_walk_init(&walk, &o->rule, &o->start, false);
    recur_walk_until(&walk, recur_seconds(&last));
    /* UNTIL of an observance is in UTC, and its offset then is TZOFFSETFROM. */
    if (o->rule.until_kind == RECUR_UNTIL_UTC)
        recur_walk_until(&walk, recur_seconds(&o->rule.until) + o->from_s);
    /* A sane observance begins once a year; the bound is for those that are not. */
    int64_t s;
    for (int i = 0; i < 2000 && recur_walk_next(&walk, &s) > 0; i++)
        if (s != recur_seconds(&o->start))
            add_onset(zone, s, o);
}

static int by_time(const void *a, const void *b)
{
    const struct onset *x = a, *y = b;
    return (x->at_s > y->at_s) - (x->at_s < y->at_s);
}

struct cal_zone *cal_zones_define(struct cal_zones *zones, const char *definition,
                                  const struct cal_observance *observances, size_t count)
{
    struct cal_zone *zone = add(&zones->defined, definition);
    for (size_t i = 0; i < count; i++)
        add_observance(zone, &observances[i]);
    qsort(zone->onsets, zone->onset_count, sizeof *zone->onsets, by_time);
    return zone;
}

enum cal_zone_kind cal_zone_source(const struct cal_zones *zones, const struct cal_zone *zone,
                                   const char **text)
{
    *text = zone->name ? zone->name : "";
    return zone == &zones->floating ? CAL_ZONE_FLOATING
           : zone == &zones->utc    ? CAL_ZONE_UTC
           : zone->icu              ? CAL_ZONE_NAMED
                                    : CAL_ZONE_DEFINED;
}

/** The offset that holds after every onset whose key is at or before `s`. */
static int offset_at(const struct cal_zone *zone, int64_t s, bool local)
{
    size_t low = 0, high = zone->onset_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct onset *o = &zone->onsets[middle];
        /* On the local clock the later of its two readings: in a gap and in an overlap alike, the
         * times between the two belong to the offset before. */
        int64_t key = o->at_s + (!local ? 0 : o->from_s > o->to_s ? o->from_s : o->to_s);
        if (key <= s)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? zone->onsets[low - 1].to_s : zone->onsets[0].from_s;
}

int64_t cal_zone_instant(struct cal_zone *zone, const struct sahut_civil *local)
{
    if (zone->icu)
        return sahut_zone_instant(zone->icu, local, NULL);
    int64_t s = recur_seconds(local);
    return (s - (zone->onset_count ? offset_at(zone, s, true) : 0)) * 1000;
}

struct sahut_civil cal_zone_local(struct cal_zone *zone, int64_t instant_ms)
{
    if (zone->icu)
        return sahut_zone_local(zone->icu, instant_ms);
    int64_t s = instant_ms / 1000 - (instant_ms % 1000 < 0);
    return recur_civil(s + (zone->onset_count ? offset_at(zone, s, false) : 0));
}
