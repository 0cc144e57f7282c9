// SPDX-License-Identifier: GPL-3.0-or-later
/* Whole .ics files: sets of rules, queries, and the collection of odd files. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "calendar/folder.h"
#include "calendar/ics.h"
#include "sahut/calendar.h"
#include "sahut/text.h"
#include "suite.h"

static void set_line(struct sahut_text *ics, const char *name, json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *value = json_string_value(json_array_get(list, i));
        const char *rule = strstr(value, "RRULE:");
        sahut_text_addf(ics, "%s:%s\n", name, rule ? rule + strlen("RRULE:") : value);
    }
}

static const char *write_temporary(const char *text)
{
    static char path[] = P_tmpdir "/sahut-bench-XXXXXX";
    memcpy(path + strlen(path) - 6, "XXXXXX", 6);
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!f)
        return NULL;
    fputs(text, f);
    fclose(f);
    return path;
}

/** dateutil's sets, as an event each: what its rules have in common is DTSTART. */
static bool rule_sets(const struct suite_options *options)
{
    struct score score = {.suite = "rrule_dateutil sets"};
    struct tsv t;
    struct sahut_zone *utc;
    if (!tsv_open(&t, options, "rrule_dateutil", "rrulesets.tsv") ||
        sahut_zone_new("UTC", &utc, NULL) < 0)
        return true;
    while (tsv_next(&t)) {
        tsv_unescape(tsv_get(&t, "set_json"));
        json_t *set = json_loads(tsv_get(&t, "set_json"), 0, NULL);
        struct sahut_text ics = {0};
        sahut_text_add(&ics, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:19970902T090000\n");
        set_line(&ics, "RRULE", json_object_get(set, "rrule"));
        set_line(&ics, "EXRULE", json_object_get(set, "exrule"));
        set_line(&ics, "RDATE", json_object_get(set, "rdate"));
        set_line(&ics, "EXDATE", json_object_get(set, "exdate"));
        sahut_text_add(&ics, "END:VEVENT\nEND:VCALENDAR\n");
        const char *path = write_temporary(sahut_text_get(&ics));
        struct sahut_calendar *c = NULL;
        struct sahut_occurrence *list = NULL;
        size_t n = 0;
        int64_t times[64];
        if (path && sahut_calendar_read(path, utc, NULL, NULL, &c, NULL) == 0)
            sahut_calendar_occurrences(c, 0, INT64_C(4102444800000), &list, &n);
        for (size_t i = 0; i < n && i < 64; i++)
            times[i] = list[i].start_ms / 1000;
        bool right = n <= 64 && suite_same_times(tsv_get(&t, "instances"), times, (int)n, false);
        score_count(&score, true, right);
        if (!right)
            suite_difference(options, &score, tsv_get(&t, "test"), "19970902T090000",
                             tsv_get(&t, "instances"), times, (int)n, sahut_text_get(&ics));
        free(list);
        sahut_calendar_free(c);
        remove(path);
        sahut_text_finish(&ics);
        json_decref(set);
    }
    sahut_zone_free(utc);
    return score_report(&score);
}

/** "2019", "2019-03", "20190304", "2019-03-04T12", "20190304T120000Z": the span that it names. */
static bool read_span(const char *text, struct sahut_zone *zone, int64_t *from, int64_t *to)
{
    char digits[15] = "00000101000000";
    size_t n = 0;
    for (const char *s = text; *s && n < 14; s++)
        if (*s >= '0' && *s <= '9')
            digits[n++] = *s;
    struct sahut_civil a = {0}, b;
    if (n < 4 || sscanf(digits, "%4d%2d%2d%2d%2d%2d", &a.year, &a.month, &a.day, &a.hour, &a.minute,
                        &a.second) != 6)
        return false;
    b = a;
    if (n == 4)
        b = sahut_civil_add_months(b, 12);
    else if (n == 6)
        b = sahut_civil_add_months(b, 1);
    else if (n == 8)
        b = sahut_civil_add_days(b, 1);
    else
        b = sahut_civil_add_seconds(b, n == 10 ? 3600 : n == 12 ? 60 : 1);
    *from = sahut_zone_instant(zone, &a, NULL);
    *to = sahut_zone_instant(zone, &b, NULL);
    return true;
}

/** The zone in which the file's own times are, for queries "in the event's own zone". */
static struct sahut_zone *zone_of_file(const char *path)
{
    static const char *const marks[] = {"DTSTART;TZID=", "X-WR-TIMEZONE:"};
    struct sahut_zone *zone = NULL;
    char *text = NULL;
    size_t len;
    if (cal_file_load(path, &text, &len, NULL) < 0)
        return NULL;
    text[len] = '\0';
    for (size_t i = 0; i < 2 && !zone; i++) {
        char *at = strstr(text, marks[i]);
        if (!at)
            continue;
        at += strlen(marks[i]);
        char *name = sahut_strndup(at, strcspn(at, ":\r\n"));
        sahut_zone_new(name, &zone, NULL);
        free(name);
    }
    if (!zone)
        sahut_zone_new("UTC", &zone, NULL);
    free(text);
    return zone;
}

struct complaints {
    const struct suite_options *options;
    size_t count;
};

static void say_complaint(void *ctx, const char *message)
{
    struct complaints *complaints = ctx;
    complaints->count++;
    if (complaints->options->verbose)
        printf("    %s\n", message);
}

static void print_query(struct tsv *t, const struct sahut_occurrence *list, size_t n,
                        struct sahut_zone *zone)
{
    printf("  %s %s %s %s: expected %s, got %zu (%s)\n", tsv_get(t, "file"), tsv_get(t, "query"),
           tsv_get(t, "start"), tsv_get(t, "end"), tsv_get(t, "expected_count"), n,
           tsv_get(t, "test"));
    for (size_t i = 0; i < n && i < 8; i++) {
        char text[32];
        sahut_instant_format(list[i].start_ms, zone, text);
        printf("    %s %s\n", text, list[i].summary);
    }
}

static void query_window(struct tsv *t, struct sahut_zone *zone, int64_t *from, int64_t *to)
{
    const char *start = tsv_get(t, "start"), *end = tsv_get(t, "end");
    int64_t ignored;
    *from = INT64_MIN;
    *to = INT64_MAX;
    if (*start)
        read_span(start, zone, from, to);
    if (strncmp(end, "PT", 2) == 0)
        *to = *from + atoll(end + 2) * 1000;
    else if (*end)
        read_span(end, zone, to, &ignored);
}

static bool query(const struct suite_options *options, struct tsv *t)
{
    char path[1024];
    struct sahut_calendar *c = NULL;
    struct sahut_occurrence *list = NULL;
    size_t n = 0;
    int64_t from, to;
    const char *expected = tsv_get(t, "expected_count");
    snprintf(path, sizeof path, "%s/recurring_ical_events/calendars/%s", options->path,
             tsv_get(t, "file"));
    struct sahut_zone *zone = zone_of_file(path);
    query_window(t, zone, &from, &to);
    if (sahut_calendar_read(path, zone, NULL, NULL, &c, NULL) == 0)
        sahut_calendar_occurrences(c, from, to, &list, &n);
    bool right =
        strncmp(expected, ">=", 2) == 0 ? (int)n >= atoi(expected + 2) : (int)n == atoi(expected);
    if (!right && options->verbose)
        print_query(t, list, n, zone);
    free(list);
    sahut_calendar_free(c);
    sahut_zone_free(zone);
    return right;
}

static bool queries(const struct suite_options *options)
{
    struct score score = {.suite = "recurring_ical_events"};
    struct tsv t;
    if (!tsv_open(&t, options, "recurring_ical_events", "queries.tsv"))
        return true;
    while (tsv_next(&t))
        score_count(&score, true, query(options, &t));
    return score_report(&score);
}

static void drop_event(void *ctx, const struct cal_event *event)
{
    struct cal_event e = *event;
    size_t *n = ctx;
    (*n)++;
    cal_event_finish(&e);
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/** Reads one file; how many events were met, and kept or named. */
static bool read_one(const struct suite_options *options, const char *path, struct sahut_zone *utc,
                     size_t *met, double *took_s)
{
    double before = seconds_now();
    struct complaints complaints = {.options = options};
    size_t kept = 0, n, len;
    char *text;
    struct ics_file ics = {.path = path,
                           .complain = say_complaint,
                           .ctx = &complaints,
                           .zones = cal_zones_new(utc)};
    if (cal_file_load(path, &text, &len, NULL) == 0) {
        ics_read(&ics, text, len, drop_event, &kept);
        free(text);
    }
    cal_zones_free(ics.zones);
    struct sahut_calendar *c;
    struct sahut_occurrence *list;
    if (sahut_calendar_read(path, utc, NULL, NULL, &c, NULL) == 0) {
        if (sahut_calendar_occurrences(c, INT64_C(946684800000), INT64_C(2208988800000), &list,
                                       &n) == 0)
            free(list);
        sahut_calendar_free(c);
    }
    *took_s = seconds_now() - before;
    *met = ics.seen;
    return kept + complaints.count >= ics.seen;
}

static bool calendars(const struct suite_options *options)
{
    struct score score = {.suite = "calendars"};
    struct sahut_zone *utc;
    struct tsv t;
    double longest_s = 0;
    if (!tsv_open(&t, options, "calendars", "manifest.tsv") ||
        sahut_zone_new("UTC", &utc, NULL) < 0)
        return true;
    while (tsv_next(&t)) {
        char path[1024];
        size_t met;
        double took_s;
        snprintf(path, sizeof path, "%s/calendars/files/%s", options->path, tsv_get(&t, "file"));
        bool well_formed = strcmp(tsv_get(&t, "hostile"), "no") == 0 &&
                           strcmp(tsv_get(&t, "vevent_balance"), "balanced") == 0;
        bool named = read_one(options, path, utc, &met, &took_s);
        longest_s = took_s > longest_s ? took_s : longest_s;
        bool right = named && took_s < 1 &&
                     (!well_formed || (int)met == atoi(tsv_get(&t, "begin_vevent_lines")));
        score_count(&score, true, right);
        if (!right)
            printf("  %s: %s events, %zu met, %.2f s\n", tsv_get(&t, "file"),
                   tsv_get(&t, "begin_vevent_lines"), met, took_s);
    }
    sahut_zone_free(utc);
    bool ok = score_report(&score);
    printf("%-24s %.0f ms for the slowest file, read twice and expanded over 40 years\n", "",
           longest_s * 1000);
    return ok;
}

bool suite_files(const struct suite_options *options)
{
    bool ok = rule_sets(options);
    ok = queries(options) && ok;
    return calendars(options) && ok;
}
