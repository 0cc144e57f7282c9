// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar/ics_private.h"
#include "sahut/text.h"

void ics_complain(const struct ics_file *file, const char *uid, const char *format, ...)
{
    if (!file->complain)
        return;
    char reason[512];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    struct sahut_text message = {0};
    sahut_text_addf(&message, "%s%s%s: %s", file->path, *uid ? ":" : "", uid, reason);
    file->complain(file->ctx, sahut_text_get(&message));
    sahut_text_finish(&message);
}

/** The value of a content line: behind the first ':' that no quotes hold. */
static const char *line_value(const char *line)
{
    bool quoted = false;
    for (; *line && *line != '\n'; line++) {
        if (*line == '"')
            quoted = !quoted;
        else if (*line == ':' && !quoted)
            return line + 1;
    }
    return NULL;
}

static bool line_is(const char *line, const char *name)
{
    size_t n = strlen(name);
    return strncasecmp(line, name, n) == 0 && (line[n] == ':' || line[n] == ';');
}

static bool matters(const char *line)
{
    static const char *const names[] = {
        "BEGIN",   "END",    "UID",      "SUMMARY", "LOCATION",     "DESCRIPTION",
        "DTSTART", "DTEND",  "DURATION", "RDATE",   "EXDATE",       "RECURRENCE-ID",
        "STATUS",  "TRANSP", "SEQUENCE", "TZID",    "TZOFFSETFROM", "TZOFFSETTO",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (line_is(line, names[i]))
            return true;
    return false;
}

/** Gives libical one line (it may be changed). An empty value is as good as no line; libical
 * would make an error of it. */
static icalcomponent *feed(icalparser *parser, char *line)
{
    const char *value = line_value(line);
    if (!value || value[strspn(value, " \t")] == '\0')
        return NULL;
    bool rule = line_is(line, "RRULE"), not_rule = line_is(line, "EXRULE");
    if (!rule && !not_rule)
        return matters(line) ? icalparser_add_line(parser, line) : NULL;
    struct sahut_text renamed = {0};
    sahut_text_addf(&renamed, "%s:%s", rule ? ICS_RRULE : ICS_EXRULE, value);
    char *text = sahut_text_take(&renamed);
    icalcomponent *whole = icalparser_add_line(parser, text);
    free(text);
    return whole;
}

icalcomponent *ics_component(const struct cal_piece *piece)
{
    icalparser *parser = icalparser_new();
    icalcomponent *whole = NULL;
    char *text = sahut_strndup(piece->text, piece->len), *save = NULL;
    int depth = 0;
    for (char *line = strtok_r(text, "\n", &save); line && !whole;
         line = strtok_r(NULL, "\n", &save)) {
        bool begin = line_is(line, "BEGIN"), end = line_is(line, "END");
        depth += begin;
        /* An event's alarms have descriptions and times of their own. */
        if (piece->zone || depth == 1)
            whole = feed(parser, line);
        depth -= end;
    }
    free(text);
    icalparser_free(parser);
    return whole;
}

char *ics_glance(const struct cal_piece *piece, const char *name)
{
    for (const char *line = piece->text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *value = line_is(line, name) ? line_value(line) : NULL;
        if (value)
            return sahut_strndup(value, strcspn(value, "\n"));
    }
    return NULL;
}

bool ics_civil(struct icaltimetype t, struct sahut_civil *out)
{
    if (icaltime_is_null_time(t) || t.year < 1 || t.year > 9999 || t.month < 1 || t.month > 12 ||
        t.day < 1 || t.day > sahut_civil_days_in_month(t.year, t.month))
        return false;
    *out = (struct sahut_civil){.year = t.year, .month = t.month, .day = t.day};
    if (t.is_date)
        return true;
    if (t.hour < 0 || t.hour > 23 || t.minute < 0 || t.minute > 59 || t.second < 0 || t.second > 60)
        return false;
    out->hour = t.hour;
    out->minute = t.minute;
    out->second = t.second > 59 ? 59 : t.second;
    return true;
}

bool ics_rule(const struct ics_file *file, const char *uid, const char *value,
              const struct cal_moment *start, bool start_counts, struct recur_rule *out)
{
    struct sahut_why why;
    int r = recur_parse(value, out, &why);
    if (r == 0)
        r = cal_rule_settle(out, &start->at, start->date, start_counts, &why);
    if (r < 0)
        ics_complain(file, uid, "RRULE is left out, the event takes place once: %s", why.text);
    return r == 0;
}

static void find_zones(struct ics_file *file)
{
    for (size_t i = 0; i < file->pieces.count; i++) {
        const struct cal_piece *piece = &file->pieces.list[i];
        char *tzid = piece->zone ? ics_glance(piece, "TZID") : NULL;
        if (!tzid)
            continue;
        size_t n = file->own_zone_count++;
        file->own_zones = sahut_realloc(file->own_zones, n + 1, sizeof *file->own_zones);
        file->own_zones[n] = (struct ics_zone){.tzid = tzid, .piece = piece};
    }
}

static void read_piece(struct ics_file *file, const struct cal_piece *piece, ics_take_event *take,
                       void *ctx)
{
    if (piece->cut) {
        char *uid = ics_glance(piece, "UID");
        ics_complain(file, uid ? uid : "",
                     "the %s that begins in line %zu has no END and is left out",
                     piece->zone ? "VTIMEZONE" : "VEVENT", piece->line);
        free(uid);
        return;
    }
    struct cal_event event;
    if (!piece->zone && ics_event(file, piece, &event))
        take(ctx, &event);
}

/* A file that ends too early and says so nowhere else. */
static void check_end(const struct ics_file *file)
{
    bool cut = false;
    for (size_t i = 0; i < file->pieces.count; i++)
        cut |= file->pieces.list[i].cut;
    if (file->pieces.is_calendar && !file->pieces.is_ended && !cut)
        ics_complain(file, "",
                     "END:VCALENDAR is missing, so the end of the file may be; what is there was "
                     "read");
}

void ics_read(struct ics_file *file, char *text, size_t len, ics_take_event *take, void *ctx)
{
    icalerror_set_errors_are_fatal(0);
    file->own_zones = NULL;
    file->own_zone_count = 0;
    file->seen = 0;
    cal_pieces_cut(text, len, &file->pieces);
    if (!file->pieces.is_calendar && file->pieces.count == 0)
        ics_complain(file, "", "not an iCalendar file, BEGIN:VCALENDAR is missing");
    check_end(file);
    find_zones(file);
    for (size_t i = 0; i < file->pieces.count; i++) {
        file->seen += !file->pieces.list[i].zone;
        read_piece(file, &file->pieces.list[i], take, ctx);
    }
    for (size_t i = 0; i < file->own_zone_count; i++)
        free(file->own_zones[i].tzid);
    free(file->own_zones);
    cal_pieces_finish(&file->pieces);
}
