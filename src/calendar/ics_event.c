// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "calendar/ics_private.h"
#include "sahut/text.h"

#define MAX_DAYS 3660000 /* ten thousand years */

struct reader {
    struct ics_file *file;
    struct cal_event *event;
    bool has_start, has_end, has_duration;
    struct cal_moment end;
    struct icaldurationtype duration;
};

static size_t utf8_length(const unsigned char *s)
{
    size_t n = s[0] < 0x80                   ? 1
               : s[0] >= 0xc2 && s[0] < 0xe0 ? 2
               : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
               : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                             : 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    bool outside = (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf4 && s[1] > 0x8f);
    return n > 1 && (overlong || outside) ? 0 : n;
}

/** Copies a text as UTF-8: bytes that are none are taken as Latin-1, which old programs wrote.
 * Control characters but tab and line break become blanks. */
static char *clean_text(const char *s)
{
    struct sahut_text out = {0};
    while (*s) {
        const unsigned char *u = (const unsigned char *)s;
        size_t n = utf8_length(u);
        if (n == 0) {
            char two[2] = {(char)(0xc0 | u[0] >> 6), (char)(0x80 | (u[0] & 0x3f))};
            sahut_text_add_n(&out, two, 2);
            n = 1;
        } else if (u[0] < 0x20 && u[0] != '\n' && u[0] != '\t') {
            sahut_text_add(&out, " ");
        } else {
            sahut_text_add_n(&out, s, n);
        }
        s += n;
    }
    return sahut_text_take(&out);
}

static void set_text(char **field, const char *value)
{
    if (*field || !value)
        return;
    *field = clean_text(value);
}

/** A time in property `p`; false with a complaint if it is none. */
static bool read_moment(struct reader *r, icalproperty *p, struct icaltimetype t,
                        struct cal_moment *out)
{
    struct cal_zones *zones = r->file->zones;
    *out = (struct cal_moment){.date = t.is_date, .zone = cal_zones_floating(zones)};
    if (!ics_civil(t, &out->at)) {
        const char *text = icalproperty_get_value_as_string(p);
        ics_complain(r->file, r->event->uid, "%s: \"%.60s\" is not a date or time, it is left out",
                     icalproperty_get_property_name(p), text ? text : "");
        return false;
    }
    icalparameter *tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
    const char *name = tzid ? icalparameter_get_tzid(tzid) : NULL;
    if (t.is_date)
        return true;
    if (icaltime_is_utc(t))
        out->zone = cal_zones_utc(zones);
    else if (name)
        out->zone = ics_zone_of(r->file, name, r->event->uid);
    return true;
}

/** False if it goes back in time or past all sense. */
static bool duration_length(struct icaldurationtype d, struct cal_length *out)
{
    int64_t days = (int64_t)d.weeks * 7 + d.days;
    int64_t seconds = (int64_t)d.hours * 3600 + (int64_t)d.minutes * 60 + d.seconds;
    if (icaldurationtype_is_bad_duration(d) || d.is_neg || days > MAX_DAYS ||
        seconds > MAX_DAYS * INT64_C(86400))
        return false;
    *out = (struct cal_length){.days = (int)days, .ms = seconds * 1000};
    return true;
}

static struct cal_length length_between(const struct cal_moment *start,
                                        const struct cal_moment *end)
{
    if (start->date && end->date)
        return (struct cal_length){
            .days = (int)(sahut_civil_days(&end->at) - sahut_civil_days(&start->at))};
    return (struct cal_length){.ms = cal_moment_ms(end) - cal_moment_ms(start)};
}

static void read_extra(struct reader *r, icalproperty *p)
{
    struct cal_event *e = r->event;
    struct icaldatetimeperiodtype value = icalproperty_get_rdate(p);
    bool period = icaltime_is_null_time(value.time);
    struct cal_extra extra = {0};
    if (!read_moment(r, p, period ? value.period.start : value.time, &extra.start))
        return;
    struct cal_moment end;
    if (period && icaltime_is_null_time(value.period.end)) {
        extra.has_length = duration_length(value.period.duration, &extra.length);
    } else if (period && read_moment(r, p, value.period.end, &end)) {
        extra.length = length_between(&extra.start, &end);
        extra.has_length = extra.length.days >= 0 && extra.length.ms >= 0;
    }
    e->extras = sahut_realloc(e->extras, e->extra_count + 1, sizeof *e->extras);
    e->extras[e->extra_count++] = extra;
}

static void read_except(struct reader *r, icalproperty *p)
{
    struct cal_event *e = r->event;
    struct cal_moment m;
    if (!read_moment(r, p, icalproperty_get_exdate(p), &m))
        return;
    e->excepts = sahut_realloc(e->excepts, e->except_count + 1, sizeof *e->excepts);
    e->excepts[e->except_count++] = m;
}

static void read_replaces(struct reader *r, icalproperty *p)
{
    icalparameter *range = icalproperty_get_first_parameter(p, ICAL_RANGE_PARAMETER);
    if (!read_moment(r, p, icalproperty_get_recurrenceid(p), &r->event->replaces))
        return;
    r->event->is_override = true;
    r->event->and_future = range && icalparameter_get_range(range) == ICAL_RANGE_THISANDFUTURE;
}

static void read_property(struct reader *r, icalproperty *p)
{
    struct cal_event *e = r->event;
    switch ((int)icalproperty_isa(p)) {
    case ICAL_SUMMARY_PROPERTY:
        set_text(&e->summary, icalproperty_get_summary(p));
        break;
    case ICAL_LOCATION_PROPERTY:
        set_text(&e->location, icalproperty_get_location(p));
        break;
    case ICAL_DESCRIPTION_PROPERTY:
        set_text(&e->description, icalproperty_get_description(p));
        break;
    case ICAL_STATUS_PROPERTY:
        e->cancelled = icalproperty_get_status(p) == ICAL_STATUS_CANCELLED;
        break;
    case ICAL_TRANSP_PROPERTY:
        e->transparent = icalproperty_get_transp(p) == ICAL_TRANSP_TRANSPARENT;
        break;
    case ICAL_SEQUENCE_PROPERTY:
        e->sequence = icalproperty_get_sequence(p);
        break;
    case ICAL_DTSTART_PROPERTY:
        if (!r->has_start)
            r->has_start = read_moment(r, p, icalproperty_get_dtstart(p), &e->start);
        break;
    case ICAL_DTEND_PROPERTY:
        if (!r->has_end)
            r->has_end = read_moment(r, p, icalproperty_get_dtend(p), &r->end);
        break;
    case ICAL_DURATION_PROPERTY:
        r->duration = icalproperty_get_duration(p);
        r->has_duration = true;
        break;
    case ICAL_RDATE_PROPERTY:
        read_extra(r, p);
        break;
    case ICAL_EXDATE_PROPERTY:
        read_except(r, p);
        break;
    case ICAL_RECURRENCEID_PROPERTY:
        read_replaces(r, p);
        break;
    case ICAL_XLICERROR_PROPERTY:
        ics_complain(r->file, e->uid, "a line is left out (libical: %s)",
                     icalproperty_get_xlicerror(p));
        break;
    default:
        break;
    }
}

/** The rule in `p` if it is the property `name`, else NULL. */
static const char *rule_in(icalproperty *p, const char *name)
{
    return strcmp(icalproperty_get_x_name(p), name) == 0 ? icalproperty_get_x(p) : NULL;
}

/** Rules need the start, wherever in the component it stands. */
static void read_rules(struct reader *r, icalcomponent *c, const char *name,
                       struct recur_rule **list, size_t *count)
{
    const struct cal_event *e = r->event;
    size_t rules = 0;
    icalproperty *p = icalcomponent_get_first_property(c, ICAL_X_PROPERTY);
    for (; p; p = icalcomponent_get_next_property(c, ICAL_X_PROPERTY))
        rules += rule_in(p, name) != NULL;
    /* Of several rules, or of those that take away, none can say that DTSTART is its first. */
    bool start_counts = rules == 1 && strcmp(name, ICS_RRULE) == 0;
    p = icalcomponent_get_first_property(c, ICAL_X_PROPERTY);
    for (; p; p = icalcomponent_get_next_property(c, ICAL_X_PROPERTY)) {
        struct recur_rule rule;
        const char *value = rule_in(p, name);
        if (!value || !ics_rule(r->file, e->uid, value, &e->start, start_counts, &rule))
            continue;
        *list = sahut_realloc(*list, *count + 1, sizeof **list);
        (*list)[(*count)++] = rule;
    }
}

static void settle_length(struct reader *r)
{
    struct cal_event *e = r->event;
    bool backwards = false;
    if (r->has_end) {
        e->length = length_between(&e->start, &r->end);
        backwards = e->length.days < 0 || e->length.ms < 0 || e->length.days > MAX_DAYS;
    } else if (r->has_duration) {
        backwards = !duration_length(r->duration, &e->length);
    }
    if (backwards) {
        ics_complain(r->file, e->uid, "%s before the event starts: it is taken to have no length",
                     r->has_end ? "DTEND is" : "DURATION ends");
        e->length = (struct cal_length){0};
    }
    /* RFC 5545 section 3.6.1: a date without an end is one day. DTEND equal to DTSTART is what
     * many programs write for the same. */
    if (e->start.date && e->length.days == 0 && e->length.ms == 0)
        e->length.days = 1;
}

bool ics_event(struct ics_file *file, const struct cal_piece *piece, struct cal_event *out)
{
    *out = (struct cal_event){.line = piece->line};
    struct reader r = {.file = file, .event = out};
    icalcomponent *c = ics_component(piece);
    icalproperty *uid = c ? icalcomponent_get_first_property(c, ICAL_UID_PROPERTY) : NULL;
    set_text(&out->uid, uid ? icalproperty_get_uid(uid) : NULL);
    set_text(&out->uid, "");
    icalproperty *p = c ? icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY) : NULL;
    for (; p; p = icalcomponent_get_next_property(c, ICAL_ANY_PROPERTY))
        read_property(&r, p);
    if (!r.has_start)
        ics_complain(file, out->uid,
                     "the VEVENT that begins in line %zu has no DTSTART that "
                     "can be read and is left out",
                     piece->line);
    if (r.has_start) {
        settle_length(&r);
        ics_alarms(piece, out);
        read_rules(&r, c, ICS_RRULE, &out->rules, &out->rule_count);
        read_rules(&r, c, ICS_EXRULE, &out->not_rules, &out->not_rule_count);
    }
    if (c)
        icalcomponent_free(c);
    set_text(&out->summary, "");
    set_text(&out->location, "");
    set_text(&out->description, "");
    if (!r.has_start)
        cal_event_finish(out);
    return r.has_start;
}
