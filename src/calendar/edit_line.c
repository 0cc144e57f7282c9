// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <string.h>

#include "calendar/edit.h"
#include "calendar/recur.h"

#define LINE_BYTES 75
#define DAY_MS     INT64_C(86400000)

static void escape(struct sahut_text *out, const char *value)
{
    for (; *value; value++) {
        if (*value == '\n')
            sahut_text_add(out, "\\n");
        else if (strchr("\\;,", *value))
            sahut_text_addf(out, "\\%c", *value);
        else if ((unsigned char)*value >= 0x20 || *value == '\t')
            sahut_text_add_n(out, value, 1);
    }
}

void cal_line_add(struct sahut_text *out, const char *name, const char *value, bool escaped,
                  const char *eol)
{
    struct sahut_text line = {0};
    sahut_text_addf(&line, "%s:", name);
    if (escaped)
        escape(&line, value);
    else
        sahut_text_add(&line, value);
    const char *s = sahut_text_get(&line);
    size_t left = line.len, room = LINE_BYTES;
    while (left > room) {
        size_t n = room;
        while (n > 1 && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
        sahut_text_add_n(out, s, n);
        sahut_text_addf(out, "%s ", eol);
        s += n;
        left -= n;
        room = LINE_BYTES - 1;
    }
    sahut_text_addf(out, "%s%s", s, eol);
    sahut_text_finish(&line);
}

/* ---- VTIMEZONE ---- */

struct change {
    int64_t at_ms;
    int from_s, to_s;
};

/** The first change of the offset after `at_ms` within `days`; false if there is none. */
static bool next_change(struct sahut_zone *zone, int64_t at_ms, int days, struct change *out)
{
    int before = sahut_zone_offset_s(zone, at_ms);
    for (int i = 0; i < days; i++, at_ms += DAY_MS) {
        if (sahut_zone_offset_s(zone, at_ms + DAY_MS) == before)
            continue;
        int64_t low = at_ms, high = at_ms + DAY_MS;
        while (high - low > 1) {
            int64_t middle = low + (high - low) / 2;
            *(sahut_zone_offset_s(zone, middle) == before ? &low : &high) = middle;
        }
        *out = (struct change){high, before, sahut_zone_offset_s(zone, high)};
        return true;
    }
    return false;
}

static void add_offset(struct sahut_text *out, const char *name, int offset_s, const char *eol)
{
    int s = offset_s < 0 ? -offset_s : offset_s;
    sahut_text_addf(out, "%s:%c%02d%02d", name, offset_s < 0 ? '-' : '+', s / 3600, s / 60 % 60);
    if (s % 60)
        sahut_text_addf(out, "%02d", s % 60);
    sahut_text_add(out, eol);
}

static struct sahut_civil onset(const struct change *c)
{
    return recur_civil(c->at_ms / 1000 + c->from_s);
}

/** The n of "nth weekday of the month" that both have; -1 is the last; 0 if they have none. */
static int common_week(const struct sahut_civil *a, const struct sahut_civil *b)
{
    bool last_a = a->day + 7 > sahut_civil_days_in_month(a->year, a->month);
    bool last_b = b->day + 7 > sahut_civil_days_in_month(b->year, b->month);
    if (a->month != b->month || sahut_civil_weekday(a) != sahut_civil_weekday(b) ||
        a->hour != b->hour || a->minute != b->minute)
        return 0;
    if (last_a && last_b)
        return -1;
    return (a->day - 1) / 7 == (b->day - 1) / 7 ? (a->day - 1) / 7 + 1 : 0;
}

/** `again` is the same change a year later; NULL if there is none. */
static void add_observance(struct sahut_text *out, const struct change *c,
                           const struct change *again, bool summer, const char *eol)
{
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const char *kind = summer ? "DAYLIGHT" : "STANDARD";
    struct sahut_civil at = onset(c);
    sahut_text_addf(out, "BEGIN:%s%sDTSTART:%04d%02d%02dT%02d%02d%02d%s", kind, eol, at.year,
                    at.month, at.day, at.hour, at.minute, at.second, eol);
    add_offset(out, "TZOFFSETFROM", c->from_s, eol);
    add_offset(out, "TZOFFSETTO", c->to_s, eol);
    if (again) {
        struct sahut_civil next = onset(again);
        int week = common_week(&at, &next);
        if (week)
            sahut_text_addf(out, "RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s%s", at.month, week,
                            days[sahut_civil_weekday(&at)], eol);
        else
            sahut_text_addf(out, "RDATE:%04d%02d%02dT%02d%02d%02d%s", next.year, next.month,
                            next.day, next.hour, next.minute, next.second, eol);
    }
    sahut_text_addf(out, "END:%s%s", kind, eol);
}

void cal_vtimezone_add(struct sahut_text *out, struct sahut_zone *zone, int64_t at_ms,
                       const char *eol)
{
    struct change list[4];
    int n = 0;
    int64_t from = at_ms - 400 * DAY_MS;
    while (n < 4 && next_change(zone, from, 400 + 370, &list[n]))
        from = list[n++].at_ms;
    sahut_text_addf(out, "BEGIN:VTIMEZONE%sTZID:%s%s", eol, sahut_zone_name(zone), eol);
    if (n < 2) {
        int offset_s = sahut_zone_offset_s(zone, at_ms);
        add_observance(out, &(struct change){0, offset_s, offset_s}, NULL, false, eol);
    }
    for (int i = 0; n >= 2 && i < 2; i++)
        add_observance(out, &list[i], i + 2 < n ? &list[i + 2] : NULL,
                       list[i].to_s > list[i].from_s, eol);
    sahut_text_addf(out, "END:VTIMEZONE%s", eol);
}
