// SPDX-License-Identifier: GPL-3.0-or-later
/* How right the calendar is, on the test suites of other programs:
 *
 *   recurrence [-v] [SUITES]      default $SAHUT_DATA/suites
 *
 * One line per suite: "NAME right/total clear rows, right/total others". A clear row is one that
 * RFC 5545 decides; the exit code is 1 if one of those is wrong. -v prints each difference, and
 * why it is one where that is known. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <jansson.h>

#include "calendar/event.h"
#include "calendar/folder.h"
#include "calendar/ics.h"
#include "sahut/calendar.h"
#include "sahut/text.h"

#define MAX_FIELDS 16
#define MAX_TIMES  10000

struct tsv {
    FILE *file;
    char *line;
    size_t cap;
    char *names[MAX_FIELDS], *fields[MAX_FIELDS];
    char *header;
};

struct score {
    const char *suite;
    int right, total, other_right, other_total;
};

static bool verbose;
static const char *suites;

static void split(char *line, char *fields[MAX_FIELDS])
{
    line[strcspn(line, "\r\n")] = '\0';
    for (int i = 0; i < MAX_FIELDS; i++) {
        fields[i] = line ? line : "";
        char *tab = line ? strchr(line, '\t') : NULL;
        if (tab)
            *tab = '\0';
        line = tab ? tab + 1 : NULL;
    }
}

/** Undoes \t \n \r \\ in place. */
static void unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) {
            s++;
            *to++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s == 'r' ? '\r' : *s;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
}

static bool tsv_open(struct tsv *t, const char *suite, const char *name)
{
    char path[1024];
    *t = (struct tsv){0};
    snprintf(path, sizeof path, "%s/%s/%s", suites, suite, name);
    t->file = fopen(path, "re");
    if (!t->file || getline(&t->line, &t->cap, t->file) < 0) {
        printf("%s: %s is missing, skipped\n", suite, path);
        if (t->file)
            fclose(t->file);
        free(t->line);
        return false;
    }
    t->header = sahut_strdup(t->line);
    split(t->header, t->names);
    return true;
}

static bool tsv_next(struct tsv *t)
{
    if (getline(&t->line, &t->cap, t->file) >= 0) {
        split(t->line, t->fields);
        return true;
    }
    fclose(t->file);
    free(t->line);
    free(t->header);
    return false;
}

static char *get(struct tsv *t, const char *name)
{
    for (int i = 0; i < MAX_FIELDS; i++)
        if (strcmp(t->names[i], name) == 0)
            return t->fields[i];
    return "";
}

static void count(struct score *s, bool clear, bool right)
{
    *(clear ? &s->total : &s->other_total) += 1;
    *(clear ? &s->right : &s->other_right) += right;
}

static bool report(const struct score *s)
{
    printf("%-24s %d/%d clear rows", s->suite, s->right, s->total);
    if (s->other_total)
        printf(", %d/%d others", s->other_right, s->other_total);
    printf("\n");
    return s->right == s->total;
}

/** "19970902T090000", "1997-09-02 09:00:00", "19970902", with or without Z. */
static bool read_time(const char *text, struct sahut_civil *out)
{
    char digits[15] = "00000000000000";
    size_t n = 0;
    for (; *text && n < 14; text++)
        if (*text >= '0' && *text <= '9')
            digits[n++] = *text;
    *out = (struct sahut_civil){0};
    return n >= 8 && sscanf(digits, "%4d%2d%2d%2d%2d%2d", &out->year, &out->month, &out->day,
                            &out->hour, &out->minute, &out->second) == 6;
}

static bool is_date(const char *text)
{
    return !strpbrk(text, "T: ");
}

static void format_time(int64_t s, char out[32])
{
    struct sahut_civil c = recur_civil(s);
    snprintf(out, 32, "%04d%02d%02dT%02d%02d%02d", c.year % 10000, c.month % 100, c.day % 100,
             c.hour % 100, c.minute % 100, c.second % 100);
}

/** Expands at most `max` times; a negative errno for a rule that is refused. With a zone, times go
 * through it, so that what falls into a gap is moved. */
static int expand(const char *text, const char *dtstart, struct sahut_zone *zone, const char *from,
                  int max, int64_t *out, struct sahut_why *why)
{
    struct recur_rule rule;
    struct recur_walk walk;
    struct sahut_civil start, first;
    int n = 0, r = recur_parse(text, &rule, why);
    if (r < 0 || !read_time(dtstart, &start))
        return r < 0 ? r : sahut_why(why, -EINVAL, "DTSTART \"%s\"", dtstart);
    recur_walk_init(&walk, &rule, &start, is_date(dtstart));
    if (rule.until_kind == RECUR_UNTIL_UTC) {
        struct sahut_civil until = rule.until;
        if (zone)
            until = sahut_zone_local(zone, recur_seconds(&until) * 1000);
        recur_walk_until(&walk, recur_seconds(&until));
    }
    if (read_time(from, &first) && !rule.count)
        recur_walk_seek(&walk, recur_seconds(&first));
    while (n < max && (r = recur_walk_next(&walk, &out[n])) > 0) {
        struct sahut_civil c = recur_civil(out[n]);
        if (zone)
            c = sahut_zone_local(zone, sahut_zone_instant(zone, &c, NULL));
        out[n++] = recur_seconds(&c);
    }
    return n;
}

static void print_times(const int64_t *times, int n)
{
    for (int i = 0; i < n && i < 6; i++) {
        char text[32];
        format_time(times[i], text);
        printf("%s%s", i ? "," : "", text);
    }
    printf(n > 6 ? ",… (%d)" : "", n);
}

/** Why a row that is not clear may differ. */
static const char *reason(const char *rule, const char *matches)
{
    if (strstr(rule, "INTERVAL=0") || strstr(rule, "ZZ") || strstr(rule, ",BY") ||
        strstr(rule, "BYMONTH=;"))
        return "malformed: the other program guesses what is meant, we refuse it by name";
    if (strstr(rule, "RSCALE=RUSSIAN"))
        return "no such calendar";
    if (strcmp(matches, "no") == 0)
        return "DTSTART does not match the rule: the RFC leaves open what that means";
    return "not decided by the RFC";
}

static void difference(const struct score *s, const char *rule, const char *dtstart,
                       const char *expected, const int64_t *times, int n, const char *why)
{
    if (!verbose)
        return;
    printf("  %s: %s from %s\n    expected %.120s\n    got      ", s->suite, rule, dtstart,
           expected);
    print_times(times, n < 0 ? 0 : n);
    printf("\n    %s\n", why);
}

static bool same_times(const char *expected, const int64_t *times, int n, bool prefix)
{
    int i = 0;
    for (const char *s = expected; *s; i++) {
        struct sahut_civil c;
        size_t len = strcspn(s, ",");
        char one[40];
        snprintf(one, sizeof one, "%.*s", (int)len, s);
        if (i >= n || !read_time(one, &c) || recur_seconds(&c) != times[i])
            return false;
        s += len + (s[len] == ',');
    }
    return prefix || i == n;
}

static int instances(const char *text)
{
    int n = *text ? 1 : 0;
    for (; *text; text++)
        n += *text == ',';
    return n;
}

/** Suites with a rule, a start and the instances. */
static bool lists(const char *suite, const char *file)
{
    static int64_t times[MAX_TIMES];
    struct score score = {.suite = suite};
    struct tsv t;
    if (!tsv_open(&t, suite, file))
        return true;
    bool scaled = strstr(file, "rscale");
    while (tsv_next(&t)) {
        char *rule = get(&t, "rrule"), *start = get(&t, "dtstart"), *want = get(&t, "instances");
        bool clear = scaled || strcmp(get(&t, "rfc_clear"), "yes") == 0;
        bool refuse = strcmp(get(&t, "status"), "error") == 0;
        bool prefix = strncmp(get(&t, "completeness"), "first", 5) == 0;
        struct sahut_why why = {.text = ""};
        struct sahut_zone *zone = NULL;
        if (*get(&t, "tz"))
            sahut_zone_new(get(&t, "tz"), &zone, NULL);
        unescape(rule);
        int n = expand(rule, start, zone, get(&t, "fast_forward_to"),
                       prefix ? instances(want) : MAX_TIMES, times, &why);
        bool right =
            refuse ? n < 0 : (n >= 0 || !*want) && same_times(want, times, n < 0 ? 0 : n, prefix);
        count(&score, clear, right);
        if (!right)
            difference(&score, rule, start, want, times, n,
                       n < 0 ? why.text : reason(rule, get(&t, "dtstart_is_first")));
        sahut_zone_free(zone);
    }
    return report(&score);
}

/** libical's rows that only know how many there are; ";TZID=ZONE:TIME" is their DTSTART. */
static bool libical_counts(void)
{
    static int64_t times[MAX_TIMES];
    struct score score = {.suite = "rrule_libical counts"};
    struct tsv t;
    if (!tsv_open(&t, "rrule_libical", "recur_counts.tsv"))
        return true;
    while (tsv_next(&t)) {
        char *start = get(&t, "dtstart"), *colon = strchr(start, ':');
        struct sahut_zone *zone = NULL;
        struct sahut_why why = {.text = ""};
        if (!*get(&t, "rrule") || *get(&t, "exdate"))
            continue;
        if (colon) {
            *colon = '\0';
            sahut_zone_new(start + strlen(";TZID="), &zone, NULL);
            start = colon + 1;
        }
        int n = expand(get(&t, "rrule"), start, zone, "", MAX_TIMES, times, &why);
        /* libical counts DTSTART whether the rule gives it or not. */
        struct sahut_civil c;
        bool first = read_time(start, &c) && n > 0 && times[0] == recur_seconds(&c);
        bool right = n == atoi(get(&t, "expected_num_events"));
        count(&score, first, right);
        if (!right)
            difference(&score, get(&t, "rrule"), start, get(&t, "expected_num_events"), times, n,
                       n < 0 ? why.text : reason(get(&t, "rrule"), "no"));
        sahut_zone_free(zone);
    }
    return report(&score);
}

static bool allowed_number(const char *list, int n)
{
    while (*list) {
        if (atoi(list) == n)
            return true;
        list += strcspn(list, ",");
        list += *list == ',';
    }
    return false;
}

static bool allowed(struct tsv *t, int64_t s)
{
    static const char *const names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    struct sahut_civil c = recur_civil(s), until;
    const char *months = get(t, "allowed_months"), *days = get(t, "allowed_monthdays");
    const char *weekdays = get(t, "allowed_weekdays"), *hours = get(t, "allowed_hours");
    if (read_time(get(t, "until"), &until)) {
        int64_t last = recur_seconds(&until) + (is_date(get(t, "until")) ? 86399 : 0);
        if (s > last)
            return false;
    }
    return (!*months || allowed_number(months, c.month)) &&
           (!*days || allowed_number(days, c.day)) && (!*hours || allowed_number(hours, c.hour)) &&
           (!*weekdays || strstr(weekdays, names[sahut_civil_weekday(&c)]));
}

/** lib-recur: properties that hold for every instance, and how many there are. */
static bool librecur(void)
{
    static int64_t times[MAX_TIMES];
    struct score score = {.suite = "rrule_librecur"};
    struct tsv t;
    if (!tsv_open(&t, "rrule_librecur", "properties.tsv"))
        return true;
    while (tsv_next(&t)) {
        char *rule = get(&t, "rrule"), *expected = get(&t, "expected_count");
        struct sahut_why why = {.text = ""};
        int n = expand(rule, get(&t, "dtstart"), NULL, "", MAX_TIMES, times, &why);
        bool right = n >= 0 && (!*expected || atoi(expected) == n);
        if (*get(&t, "instances"))
            right = right && (strpbrk(get(&t, "instances"), ",T")
                                  ? same_times(get(&t, "instances"), times, n, false)
                                  : atoi(get(&t, "instances")) == n);
        for (int i = 0; i < n && right; i++)
            right = allowed(&t, times[i]) && (i == 0 || times[i] > times[i - 1]);
        bool malformed = strstr(reason(rule, ""), "malformed");
        count(&score, !malformed, right);
        if (!right)
            difference(&score, rule, get(&t, "dtstart"), expected, times, n,
                       n < 0 ? why.text : reason(rule, ""));
    }
    bool ok = report(&score);
    struct score refused = {.suite = "rrule_librecur invalid"};
    if (!tsv_open(&t, "rrule_librecur", "invalid_rules.tsv"))
        return ok;
    while (tsv_next(&t)) {
        struct recur_rule rule;
        struct sahut_why why;
        bool right = recur_parse(get(&t, "rrule"), &rule, &why) < 0;
        count(&refused, true, right);
        if (verbose)
            printf("  %s: %s\n", get(&t, "rrule"), right ? why.text : "WAS ACCEPTED");
    }
    return report(&refused) && ok;
}

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
    static char path[] = "/tmp/sahut-bench-XXXXXX";
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
static bool rule_sets(void)
{
    struct score score = {.suite = "rrule_dateutil sets"};
    struct tsv t;
    struct sahut_zone *utc;
    if (!tsv_open(&t, "rrule_dateutil", "rrulesets.tsv") || sahut_zone_new("UTC", &utc, NULL) < 0)
        return true;
    while (tsv_next(&t)) {
        unescape(get(&t, "set_json"));
        json_t *set = json_loads(get(&t, "set_json"), 0, NULL);
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
        bool right = n <= 64 && same_times(get(&t, "instances"), times, (int)n, false);
        count(&score, true, right);
        if (!right)
            difference(&score, get(&t, "test"), "19970902T090000", get(&t, "instances"), times,
                       (int)n, sahut_text_get(&ics));
        free(list);
        sahut_calendar_free(c);
        remove(path);
        sahut_text_finish(&ics);
        json_decref(set);
    }
    sahut_zone_free(utc);
    return report(&score);
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

static void say_complaint(void *ctx, const char *message)
{
    int *n = ctx;
    (*n)++;
    if (verbose)
        printf("    %s\n", message);
}

static bool queries(void)
{
    struct score score = {.suite = "recurring_ical_events"};
    struct tsv t;
    if (!tsv_open(&t, "recurring_ical_events", "queries.tsv"))
        return true;
    while (tsv_next(&t)) {
        char path[1024];
        snprintf(path, sizeof path, "%s/recurring_ical_events/calendars/%s", suites,
                 get(&t, "file"));
        struct sahut_zone *zone = zone_of_file(path);
        struct sahut_calendar *c = NULL;
        struct sahut_occurrence *list = NULL;
        size_t n = 0;
        int complaints = 0;
        int64_t from = INT64_MIN, to = INT64_MAX, ignored;
        const char *end = get(&t, "end"), *expected = get(&t, "expected_count");
        if (*get(&t, "start"))
            read_span(get(&t, "start"), zone, &from, &to);
        if (strncmp(end, "PT", 2) == 0)
            to = from + atoll(end + 2) * 1000;
        else if (*end)
            read_span(end, zone, &to, &ignored);
        bool verbosely = verbose;
        verbose = false;
        if (sahut_calendar_read(path, zone, say_complaint, &complaints, &c, NULL) == 0)
            sahut_calendar_occurrences(c, from, to, &list, &n);
        verbose = verbosely;
        bool right = strncmp(expected, ">=", 2) == 0 ? (int)n >= atoi(expected + 2)
                                                     : (int)n == atoi(expected);
        count(&score, true, right);
        if (!right && verbose) {
            printf("  %s %s %s %s: expected %s, got %zu (%s)\n", get(&t, "file"), get(&t, "query"),
                   get(&t, "start"), end, expected, n, get(&t, "test"));
            for (size_t i = 0; i < n && i < 8; i++) {
                char text[32];
                sahut_instant_format(list[i].start_ms, zone, text);
                printf("    %s %s\n", text, list[i].summary);
            }
        }
        free(list);
        sahut_calendar_free(c);
        sahut_zone_free(zone);
    }
    return report(&score);
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
static bool read_one(const char *path, struct sahut_zone *utc, size_t *met, double *took_s)
{
    double before = seconds_now();
    int complaints = 0;
    size_t kept = 0, n, len;
    char *text;
    struct ics_file ics = {.path = path,
                           .calendar = "",
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
    return kept + (size_t)complaints >= ics.seen;
}

static bool calendars(void)
{
    struct score score = {.suite = "calendars"};
    struct sahut_zone *utc;
    struct tsv t;
    double longest_s = 0;
    if (!tsv_open(&t, "calendars", "manifest.tsv") || sahut_zone_new("UTC", &utc, NULL) < 0)
        return true;
    while (tsv_next(&t)) {
        char path[1024];
        size_t met;
        double took_s;
        snprintf(path, sizeof path, "%s/calendars/files/%s", suites, get(&t, "file"));
        bool well_formed = strcmp(get(&t, "hostile"), "no") == 0 &&
                           strcmp(get(&t, "vevent_balance"), "balanced") == 0;
        bool named = read_one(path, utc, &met, &took_s);
        longest_s = took_s > longest_s ? took_s : longest_s;
        bool right = named && took_s < 1 &&
                     (!well_formed || (int)met == atoi(get(&t, "begin_vevent_lines")));
        count(&score, true, right);
        if (!right)
            printf("  %s: %s events, %zu met, %.2f s\n", get(&t, "file"),
                   get(&t, "begin_vevent_lines"), met, took_s);
    }
    sahut_zone_free(utc);
    bool ok = report(&score);
    printf("%-24s %.0f ms for the slowest file, read twice and expanded over 40 years\n", "",
           longest_s * 1000);
    return ok;
}

int main(int argc, char **argv)
{
    struct sahut_text path = {0};
    int at = 1;
    if (at < argc && strcmp(argv[at], "-v") == 0) {
        verbose = true;
        at++;
    }
    const char *data = getenv("SAHUT_DATA"), *source = getenv("SAHUT_SOURCE");
    if (at < argc)
        sahut_text_add(&path, argv[at]);
    else if (data)
        sahut_text_addf(&path, "%s/suites", data);
    else
        sahut_text_addf(&path, "%s/../shared/suites", source ? source : ".");
    suites = sahut_text_get(&path);
    bool ok = lists("rrule_libical", "icalrecur.tsv");
    ok = lists("rrule_libical", "icalrecur_rscale.tsv") && ok;
    ok = libical_counts() && ok;
    ok = lists("rrule_dateutil", "rrules.tsv") && ok;
    ok = rule_sets() && ok;
    ok = librecur() && ok;
    ok = lists("rrule_sabre", "rrules.tsv") && ok;
    ok = queries() && ok;
    ok = calendars() && ok;
    sahut_text_finish(&path);
    return ok ? 0 : 1;
}
