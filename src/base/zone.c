// SPDX-License-Identifier: GPL-3.0-or-later
/* Time zones: the system's zone files say what holds, ICU knows Windows names and stands in where
 * there is no file. (Debian 12's ICU carries the rules of 2022, its zone files those of today.)
 *
 * Either is asked only for offsets and for the transitions around them: a *span* is the time from
 * one transition to the next, with one offset. Spans are kept, so that expanding a calendar costs
 * arithmetic and not calendar fields. Local time is found from the offsets a day before and after,
 *
 *     exact    before --------+-------- after      the one that maps back to the local time
 *     overlap  both map back                       `before` gives the earlier instant
 *     gap      none maps back                      `before` moves the time out of the gap
 *
 * which is what RFC 5545 section 3.3.5 asks for (in ICU's words: UCAL_REPEATED_WALL_TIME =
 * UCAL_WALLTIME_FIRST and UCAL_SKIPPED_WALL_TIME = UCAL_WALLTIME_LAST) and also tells which case it
 * was. Civil fields never come from ICU's calendar, so its Julian/Gregorian change plays no part.
 */
#include "sahut/zone.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#include "base/tzif.h"
#include "sahut/text.h"

#define LOCALTIME    "/etc/localtime"
#define DAY_MS       INT64_C(86400000)
#define SPAN_SLOTS   64
#define SLOT_MS      (INT64_C(99) * DAY_MS)    /* shorter than half a year of summer time */
#define ICU_LIMIT_MS INT64_C(8640000000000000) /* ±275,000 years: beyond, the last span counts */
#define LIMIT_MS     INT64_C(9000000000000000000)
#define ID_MAX       128

struct span {
    int64_t from, until; /* ms, half open; empty when from == until */
    int offset_s;
};

struct sahut_zone {
    struct tzif *rules;            /* NULL: ask `calendar` */
    UCalendar *calendar;           /* NULL: ask `rules` */
    struct span spans[SPAN_SLOTS]; /* by instant / SLOT_MS; a long span sits in many slots */
    char name[ID_MAX];
};

static int64_t clamp(int64_t value, int64_t limit)
{
    return value < -limit ? -limit : value > limit ? limit : value;
}

/* ---- names ---- */

/* Zone names are ASCII; -EINVAL for what cannot be one. */
static int to_icu(const char *name, UChar out[ID_MAX])
{
    size_t len = strlen(name);
    if (len == 0 || len >= ID_MAX)
        return -EINVAL;
    for (size_t i = 0; i < len; i++)
        if (name[i] < ' ' || name[i] > '~')
            return -EINVAL;
    u_charsToUChars(name, out, (int32_t)len + 1);
    return 0;
}

static void from_icu(const UChar *id, int32_t len, char out[ID_MAX])
{
    u_UCharsToChars(id, out, len);
    out[len] = '\0';
}

/* "Mars/Phobos" opens as GMT without an error and "GMT+5" as an ad-hoc zone: only names of the zone
 * database are known here. */
static bool is_tzdata_name(const UChar *id)
{
    UChar canonical[ID_MAX];
    UBool in_database = false;
    UErrorCode error = U_ZERO_ERROR;
    ucal_getCanonicalTimeZoneID(id, -1, canonical, ID_MAX, &in_database, &error);
    return U_SUCCESS(error) && in_database;
}

static bool from_windows_name(UChar id[ID_MAX])
{
    UChar found[ID_MAX];
    UErrorCode error = U_ZERO_ERROR;
    int32_t len = ucal_getTimeZoneIDForWindowsID(id, -1, NULL, found, ID_MAX, &error);
    if (U_FAILURE(error) || len <= 0 || len >= ID_MAX)
        return false;
    u_strcpy(id, found);
    return true;
}

/* "berlin" and "New York" mean the city at the end of a name. */
static bool names_city(const char *word, const char *id)
{
    const char *city = strrchr(id, '/');
    city = city ? city + 1 : id;
    if (strlen(word) != strlen(city))
        return false;
    for (; *word; word++, city++) {
        char letter[] = {*word == ' ' ? '_' : *word, '\0'};
        char other[] = {*city, '\0'};
        if (strcasecmp(letter, other) != 0)
            return false;
    }
    return true;
}

static size_t all_names(char ***out)
{
    UErrorCode error = U_ZERO_ERROR;
    UEnumeration *ids = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, NULL, NULL, &error);
    int32_t count = uenum_count(ids, &error);
    size_t n = 0;
    *out = sahut_alloc((size_t)(count > 0 ? count : 0) + 1, sizeof **out);
    const char *id;
    while (n < (size_t)count && (id = uenum_next(ids, NULL, &error)) && U_SUCCESS(error))
        if (strcmp(id, "Etc/Unknown") != 0)
            (*out)[n++] = sahut_strdup(id);
    uenum_close(ids);
    (*out)[n] = NULL;
    return n;
}

static const char *nearest(const char *word, char **names)
{
    for (size_t i = 0; names[i]; i++)
        if (strcasecmp(word, names[i]) == 0)
            return names[i];
    for (size_t i = 0; names[i]; i++)
        if (names_city(word, names[i]))
            return names[i];
    return sahut_text_nearest(word, (const char *const *)names);
}

static int refuse(const char *name, struct sahut_why *why)
{
    char **names;
    size_t count = all_names(&names);
    const char *near = nearest(name, names);
    if (near)
        sahut_why(why, 0, "unknown time zone '%s'; did you mean '%s'?", name, near);
    else
        sahut_why(why, 0, "unknown time zone '%s'; a zone is written like 'Europe/Berlin'", name);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return -ENOENT;
}

/* A name that this ICU is too old to know is known all the same if there is a file of it. */
static bool find_named(const char *name, UChar id[ID_MAX])
{
    struct tzif *rules;
    if (to_icu(name, id) < 0)
        return false;
    if (is_tzdata_name(id) || from_windows_name(id))
        return true;
    if (tzif_load(name, &rules) < 0)
        return false;
    tzif_free(rules);
    return true;
}

/* What /etc/localtime points to; "" if it is a file of its own. */
static void localtime_name(char out[ID_MAX])
{
    char target[512];
    ssize_t n = readlink(LOCALTIME, target, sizeof target - 1);
    out[0] = '\0';
    if (n <= 0)
        return;
    target[n] = '\0';
    const char *name = strstr(target, "zoneinfo/");
    if (name && strlen(name) < ID_MAX)
        strcpy(out, name + strlen("zoneinfo/"));
}

static int find_system(UChar id[ID_MAX], struct sahut_why *why)
{
    char name[ID_MAX] = "";
    const char *tz = getenv("TZ");
    UErrorCode error = U_ZERO_ERROR;
    if (!tz || !tz[0])
        localtime_name(name);
    else if (strlen(tz) < ID_MAX)
        strcpy(name, tz + (tz[0] == ':'));
    if (find_named(name, id))
        return 0;
    int32_t len = ucal_getHostTimeZone(id, ID_MAX, &error);
    if (U_SUCCESS(error) && len > 0 && len < ID_MAX && is_tzdata_name(id))
        return 0;
    return sahut_why(why, -ENOENT,
                     "cannot tell the system's time zone from TZ or /etc/localtime; "
                     "set timezone = \"Europe/Berlin\" or the like");
}

static int open_icu(struct sahut_zone *zone, const UChar *id, struct sahut_why *why)
{
    UErrorCode error = U_ZERO_ERROR;
    zone->calendar = ucal_open(id, -1, "", UCAL_GREGORIAN, &error);
    return U_SUCCESS(error)
               ? 0
               : sahut_why(why, -ENOENT, "time zone '%s': %s", zone->name, u_errorName(error));
}

int sahut_zone_new(const char *name, struct sahut_zone **out, struct sahut_why *why)
{
    UChar id[ID_MAX];
    if (!name) {
        int err = find_system(id, why);
        if (err < 0)
            return err;
    } else if (!find_named(name, id)) {
        return refuse(name, why);
    }
    struct sahut_zone *zone = sahut_alloc(1, sizeof *zone);
    *zone = (struct sahut_zone){0};
    from_icu(id, u_strlen(id), zone->name);
    int err = tzif_load(zone->name, &zone->rules);
    if (err < 0)
        err = open_icu(zone, id, why);
    if (err < 0) {
        sahut_zone_free(zone);
        return err;
    }
    *out = zone;
    return 0;
}

void sahut_zone_free(struct sahut_zone *zone)
{
    if (!zone)
        return;
    if (zone->calendar)
        ucal_close(zone->calendar);
    tzif_free(zone->rules);
    free(zone);
}

const char *sahut_zone_name(const struct sahut_zone *zone)
{
    return zone->name;
}

/* ---- offsets ---- */

static int64_t transition(struct sahut_zone *zone, UTimeZoneTransitionType type, int64_t otherwise)
{
    UErrorCode error = U_ZERO_ERROR;
    UDate date;
    UBool found = ucal_getTimeZoneTransitionDate(zone->calendar, type, &date, &error);
    return found && U_SUCCESS(error) ? (int64_t)date : otherwise;
}

/* ICU's calendar cannot fail on an instant within ICU_LIMIT_MS; should it ever, UTC counts. */
static struct span ask_icu(struct sahut_zone *zone, int64_t instant_ms)
{
    UErrorCode error = U_ZERO_ERROR;
    ucal_setMillis(zone->calendar, (UDate)instant_ms, &error);
    int offset_ms = ucal_get(zone->calendar, UCAL_ZONE_OFFSET, &error);
    offset_ms += ucal_get(zone->calendar, UCAL_DST_OFFSET, &error);
    return (struct span){
        .from = transition(zone, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, -LIMIT_MS),
        .until = transition(zone, UCAL_TZ_TRANSITION_NEXT, LIMIT_MS),
        .offset_s = U_SUCCESS(error) ? offset_ms / 1000 : 0,
    };
}

static int64_t span_ms(int64_t s)
{
    return s <= -LIMIT_MS / 1000 ? -LIMIT_MS : s >= LIMIT_MS / 1000 ? LIMIT_MS : s * 1000;
}

static struct span ask_rules(const struct sahut_zone *zone, int64_t instant_ms)
{
    int64_t at_s = instant_ms / 1000 - (instant_ms % 1000 < 0);
    struct tz_span span = tzif_span(zone->rules, at_s);
    return (struct span){span_ms(span.from_s), span_ms(span.until_s), span.offset_s};
}

static const struct span *span_at(struct sahut_zone *zone, int64_t instant_ms)
{
    instant_ms = clamp(instant_ms, ICU_LIMIT_MS);
    uint64_t slot = (uint64_t)(instant_ms + ICU_LIMIT_MS) / SLOT_MS % SPAN_SLOTS;
    struct span *span = &zone->spans[slot];
    if (instant_ms < span->from || instant_ms >= span->until)
        *span = zone->rules ? ask_rules(zone, instant_ms) : ask_icu(zone, instant_ms);
    return span;
}

int sahut_zone_offset_s(struct sahut_zone *zone, int64_t instant_ms)
{
    return span_at(zone, instant_ms)->offset_s;
}

/* The civil time as if it were UTC. */
static int64_t plain_ms(const struct sahut_civil *c)
{
    int64_t days = clamp(sahut_civil_days(c), LIMIT_MS / DAY_MS - 2);
    return days * DAY_MS + (c->hour * INT64_C(3600) + c->minute * 60 + c->second) * 1000;
}

int64_t sahut_zone_instant(struct sahut_zone *zone, const struct sahut_civil *local,
                           enum sahut_zone_fit *fit)
{
    int64_t plain = plain_ms(local);
    int before = sahut_zone_offset_s(zone, plain - DAY_MS);
    int after = sahut_zone_offset_s(zone, plain + DAY_MS);
    int64_t early = plain - before * INT64_C(1000);
    int64_t late = plain - after * INT64_C(1000);
    bool early_maps_back = sahut_zone_offset_s(zone, early) == before;
    bool late_maps_back = sahut_zone_offset_s(zone, late) == after;

    if (fit)
        *fit = early == late                       ? SAHUT_ZONE_EXACT
               : early_maps_back && late_maps_back ? SAHUT_ZONE_OVERLAP
               : early_maps_back || late_maps_back ? SAHUT_ZONE_EXACT
                                                   : SAHUT_ZONE_GAP;
    return early_maps_back || !late_maps_back ? early : late;
}

struct sahut_civil sahut_zone_local(struct sahut_zone *zone, int64_t instant_ms)
{
    instant_ms = clamp(instant_ms, LIMIT_MS);
    int64_t plain = instant_ms + sahut_zone_offset_s(zone, instant_ms) * INT64_C(1000);
    int64_t days = plain / DAY_MS - (plain % DAY_MS < 0);
    int64_t second_of_day = (plain - days * DAY_MS) / 1000;
    return sahut_civil_add_seconds(sahut_civil_from_days(days), second_of_day);
}
