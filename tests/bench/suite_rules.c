// SPDX-License-Identifier: GPL-3.0-or-later
/* Rules alone, in civil time: what they give and what is refused. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/recur.h"
#include "suite.h"

#define MAX_TIMES 10000

static bool is_date(const char *text)
{
    return !strpbrk(text, "T: ");
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
    if (r < 0 || !suite_time(dtstart, &start))
        return r < 0 ? r : sahut_why(why, -EINVAL, "DTSTART \"%s\"", dtstart);
    recur_walk_init(&walk, &rule, &start, is_date(dtstart));
    if (rule.until_kind == RECUR_UNTIL_UTC) {
        struct sahut_civil until = rule.until;
        if (zone)
            until = sahut_zone_local(zone, recur_seconds(&until) * 1000);
        recur_walk_until(&walk, recur_seconds(&until));
    }
    if (suite_time(from, &first) && !rule.count)
        recur_walk_seek(&walk, recur_seconds(&first));
    while (n < max && (r = recur_walk_next(&walk, &out[n])) > 0) {
        struct sahut_civil c = recur_civil(out[n]);
        if (zone)
            c = sahut_zone_local(zone, sahut_zone_instant(zone, &c, NULL));
        out[n++] = recur_seconds(&c);
    }
    return n;
}

static const struct {
    const char *piece, *text;
} reasons[] = {
    {"INTERVAL=0", "malformed: lib-recur guesses, we refuse it by name"},
    {"ZZ", "malformed: lib-recur guesses, we refuse it by name"},
    {",BY", "malformed: lib-recur guesses, we refuse it by name"},
    {"FREQ=YEARLY;COUNT=3;BYMONTHDAY=1,3",
     "the month comes from DTSTART, as in libical and lib-recur; dateutil takes all twelve"},
    {"BYSETPOS=3,-3;BYMONTHDAY=15",
     "the month comes from DTSTART, as in libical and lib-recur; dateutil takes all twelve"},
    {"BYWEEKNO=53;INTERVAL=6",
     "DTSTART belongs to week 53 of 2026 and INTERVAL counts years of weeks from there, as libical "
     "does for its row with INTERVAL=5; here it counts calendar years"},
    {"BYDAY=2WE;BYMONTHDAY=2", "DTSTART does not match the rule; sabre gives it all the same"},
    {"BYWEEKNO=-20", "sabre counts weeks from the back from 0: with 52 weeks the 20th last is 33"},
    {"BYWEEKNO=20;BYDAY", "DTSTART does not match the rule; sabre gives it all the same"},
    {"FREQ=DAILY;BYSECOND=1;BYMINUTE=1;BYYEARDAY=1",
     "sabre leaves out the parts that it does not know with DAILY"},
};

/** Why a row that is not clear may differ. */
static const char *reason(const char *rule, const char *matches)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strstr(rule, reasons[i].piece))
            return reasons[i].text;
    if (strcmp(matches, "no") == 0)
        return "DTSTART does not match the rule: the RFC leaves open what that means";
    return "not explained";
}

static int instances(const char *text)
{
    int n = *text ? 1 : 0;
    for (; *text; text++)
        n += *text == ',';
    return n;
}

/** Suites with a rule, a start and the instances. */
static bool lists(const struct suite_options *options, const char *suite, const char *file)
{
    static int64_t times[MAX_TIMES];
    struct score score = {.suite = suite};
    struct tsv t;
    if (!tsv_open(&t, options, suite, file))
        return true;
    bool scaled = strstr(file, "rscale");
    while (tsv_next(&t)) {
        char *rule = tsv_get(&t, "rrule"), *start = tsv_get(&t, "dtstart"),
             *want = tsv_get(&t, "instances");
        bool clear = scaled || strcmp(tsv_get(&t, "rfc_clear"), "yes") == 0;
        bool refuse = strcmp(tsv_get(&t, "status"), "error") == 0;
        bool prefix = strncmp(tsv_get(&t, "completeness"), "first", 5) == 0;
        struct sahut_why why = {.text = ""};
        struct sahut_zone *zone = NULL;
        if (*tsv_get(&t, "tz"))
            sahut_zone_new(tsv_get(&t, "tz"), &zone, NULL);
        tsv_unescape(rule);
        int n = expand(rule, start, zone, tsv_get(&t, "fast_forward_to"),
                       prefix ? instances(want) : MAX_TIMES, times, &why);
        bool right =
            refuse ? n < 0
                   : (n >= 0 || !*want) && suite_same_times(want, times, n < 0 ? 0 : n, prefix);
        score_count(&score, clear, right);
        if (!right)
            suite_difference(options, &score, rule, start, want, times, n,
                             n < 0 ? why.text : reason(rule, tsv_get(&t, "dtstart_is_first")));
        sahut_zone_free(zone);
    }
    return score_report(&score);
}

/** libical's rows that only know how many there are; ";TZID=ZONE:TIME" is their DTSTART. */
static bool libical_counts(const struct suite_options *options)
{
    static int64_t times[MAX_TIMES];
    struct score score = {.suite = "rrule_libical counts"};
    struct tsv t;
    if (!tsv_open(&t, options, "rrule_libical", "recur_counts.tsv"))
        return true;
    while (tsv_next(&t)) {
        char *start = tsv_get(&t, "dtstart"), *colon = strchr(start, ':');
        struct sahut_zone *zone = NULL;
        struct sahut_why why = {.text = ""};
        if (!*tsv_get(&t, "rrule") || *tsv_get(&t, "exdate"))
            continue;
        if (colon) {
            *colon = '\0';
            sahut_zone_new(start + strlen(";TZID="), &zone, NULL);
            start = colon + 1;
        }
        int n = expand(tsv_get(&t, "rrule"), start, zone, "", MAX_TIMES, times, &why);
        /* libical counts DTSTART whether the rule gives it or not. */
        struct sahut_civil c;
        bool first = suite_time(start, &c) && n > 0 && times[0] == recur_seconds(&c);
        bool right = n == atoi(tsv_get(&t, "expected_num_events"));
        score_count(&score, first, right);
        if (!right)
            suite_difference(options, &score, tsv_get(&t, "rrule"), start,
                             tsv_get(&t, "expected_num_events"), times, n,
                             n < 0 ? why.text : reason(tsv_get(&t, "rrule"), "no"));
        sahut_zone_free(zone);
    }
    return score_report(&score);
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
    const char *months = tsv_get(t, "allowed_months"), *days = tsv_get(t, "allowed_monthdays");
    const char *weekdays = tsv_get(t, "allowed_weekdays"), *hours = tsv_get(t, "allowed_hours");
    if (suite_time(tsv_get(t, "until"), &until)) {
        int64_t last = recur_seconds(&until) + (is_date(tsv_get(t, "until")) ? 86399 : 0);
        if (s > last)
            return false;
    }
    return (!*months || allowed_number(months, c.month)) &&
           (!*days || allowed_number(days, c.day)) && (!*hours || allowed_number(hours, c.hour)) &&
           (!*weekdays || strstr(weekdays, names[sahut_civil_weekday(&c)]));
}

/** lib-recur: properties that hold for every instance, and how many there are. */
static bool librecur(const struct suite_options *options)
{
    static int64_t times[MAX_TIMES];
    struct score score = {.suite = "rrule_librecur"};
    struct tsv t;
    if (!tsv_open(&t, options, "rrule_librecur", "properties.tsv"))
        return true;
    while (tsv_next(&t)) {
        char *rule = tsv_get(&t, "rrule"), *expected = tsv_get(&t, "expected_count");
        struct sahut_why why = {.text = ""};
        int n = expand(rule, tsv_get(&t, "dtstart"), NULL, "", MAX_TIMES, times, &why);
        bool right = n >= 0 && (!*expected || atoi(expected) == n);
        if (*tsv_get(&t, "instances"))
            right = right && (strpbrk(tsv_get(&t, "instances"), ",T")
                                  ? suite_same_times(tsv_get(&t, "instances"), times, n, false)
                                  : atoi(tsv_get(&t, "instances")) == n);
        for (int i = 0; i < n && right; i++)
            right = allowed(&t, times[i]) && (i == 0 || times[i] > times[i - 1]);
        bool malformed = strstr(reason(rule, ""), "malformed");
        score_count(&score, !malformed, right);
        if (!right)
            suite_difference(options, &score, rule, tsv_get(&t, "dtstart"), expected, times, n,
                             n < 0 ? why.text : reason(rule, ""));
    }
    bool ok = score_report(&score);
    struct score refused = {.suite = "rrule_librecur invalid"};
    if (!tsv_open(&t, options, "rrule_librecur", "invalid_rules.tsv"))
        return ok;
    while (tsv_next(&t)) {
        struct recur_rule rule;
        struct sahut_why why;
        bool right = recur_parse(tsv_get(&t, "rrule"), &rule, &why) < 0;
        score_count(&refused, true, right);
        if (options->verbose)
            printf("  %s: %s\n", tsv_get(&t, "rrule"), right ? why.text : "WAS ACCEPTED");
    }
    return score_report(&refused) && ok;
}

bool suite_rules(const struct suite_options *options)
{
    bool ok = lists(options, "rrule_libical", "icalrecur.tsv");
    ok = lists(options, "rrule_libical", "icalrecur_rscale.tsv") && ok;
    ok = libical_counts(options) && ok;
    ok = lists(options, "rrule_dateutil", "rrules.tsv") && ok;
    ok = librecur(options) && ok;
    return lists(options, "rrule_sabre", "rrules.tsv") && ok;
}
