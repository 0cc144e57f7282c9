// SPDX-License-Identifier: GPL-3.0-or-later
/* Events that are added. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/edit_private.h"

#define PRODID "-//Sahut//Sahut//EN"

static void add_draft_time(struct sahut_text *out, const struct cal_edit *e, const char *name,
                           int64_t ms, bool date, const char *eol)
{
    struct sahut_civil c = sahut_zone_local(e->zone, ms);
    const char *zone = sahut_zone_name(e->zone);
    bool utc = strcmp(zone, "UTC") == 0;
    char value[80];
    struct sahut_text head = {0};
    int n = snprintf(value, sizeof value, "%04d%02d%02d", c.year % 10000, c.month, c.day);
    if (!date)
        snprintf(value + n, sizeof value - (size_t)n, "T%02d%02d%02d%s", c.hour, c.minute, c.second,
                 utc ? "Z" : "");
    sahut_text_addf(&head, "%s%s%s", name,
                    date  ? ";VALUE=DATE"
                    : utc ? ""
                          : ";TZID=",
                    date || utc ? "" : zone);
    cal_line_add(out, sahut_text_get(&head), value, false, eol);
    sahut_text_finish(&head);
}

static void add_event(struct sahut_text *out, const struct edit_parsed *p,
                      const struct sahut_event_draft *d)
{
    const struct cal_edit *e = p->edit;
    const char *eol = p->eol;
    sahut_text_addf(out, "BEGIN:VEVENT%s", eol);
    cal_line_add(out, "UID", e->uid, true, eol);
    edit_add_stamp(p, out, "DTSTAMP");
    edit_add_stamp(p, out, "CREATED");
    edit_add_stamp(p, out, "LAST-MODIFIED");
    cal_line_add(out, "SEQUENCE", "0", false, eol);
    cal_line_add(out, "SUMMARY", d->title, true, eol);
    add_draft_time(out, e, "DTSTART", d->start_ms, d->all_day, eol);
    if (d->end_ms > d->start_ms)
        add_draft_time(out, e, "DTEND", d->end_ms, d->all_day, eol);
    if (d->rule && *d->rule)
        cal_line_add(out, "RRULE", d->rule, false, eol);
    if (d->location && *d->location)
        cal_line_add(out, "LOCATION", d->location, true, eol);
    sahut_text_addf(out, "END:VEVENT%s", eol);
}

static bool defines_zone(const struct cal_edit *e)
{
    struct edit_line l;
    bool found = false;
    for (size_t at = 0; !found && edit_read_line(e, at, &l); at = l.end) {
        found = edit_is_line(&l, "TZID", sahut_zone_name(e->zone));
        free(l.plain);
    }
    return found;
}

/** Where the last END:VCALENDAR begins; -1 if there is none. */
static long end_of_calendar(const struct cal_edit *e)
{
    struct edit_line l;
    long found = -1;
    for (size_t at = 0; edit_read_line(e, at, &l); at = l.end) {
        if (edit_is_line(&l, "END", "VCALENDAR"))
            found = (long)l.begin;
        free(l.plain);
    }
    return found;
}

int cal_edit_add(const struct cal_edit *edit, const struct sahut_event_draft *draft,
                 struct sahut_text *out, struct sahut_why *why)
{
    struct recur_rule rule;
    struct edit_parsed p;
    bool fresh = edit->len == 0;
    long end = fresh ? 0 : end_of_calendar(edit);
    if (end < 0)
        return sahut_why(why, -EINVAL, "the file has no END:VCALENDAR, nothing is added to it");
    if (draft->rule && *draft->rule && recur_parse(draft->rule, &rule, why) < 0)
        return -EINVAL;
    edit_parse(edit, &p);
    if (fresh)
        sahut_text_addf(out, "BEGIN:VCALENDAR%sVERSION:2.0%sPRODID:" PRODID "%s", p.eol, p.eol,
                        p.eol);
    edit_copy(out, edit, 0, (size_t)end);
    if (!draft->all_day && strcmp(sahut_zone_name(edit->zone), "UTC") != 0 && !defines_zone(edit))
        cal_vtimezone_add(out, edit->zone, draft->start_ms, p.eol);
    add_event(out, &p, draft);
    edit_copy(out, edit, (size_t)end, edit->len);
    if (fresh)
        sahut_text_addf(out, "END:VCALENDAR%s", p.eol);
    edit_parsed_finish(&p);
    return 0;
}
