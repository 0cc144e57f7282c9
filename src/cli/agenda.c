// SPDX-License-Identifier: GPL-3.0-or-later
/* The calendars on the terminal. Works without the daemon: it has an index of its own in the cache
 * folder, one for each choice of calendars. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/agenda.h"
#include "sahut/event_json.h"
#include "sahut/sentences.h"
#include "sahut/text.h"

#define DAY_MS INT64_C(86400000)

/* ---- days ---- */

static struct sahut_civil midnight_of(struct sahut_civil c)
{
    c.hour = c.minute = c.second = 0;
    return c;
}

static int64_t midnight(const struct agenda *a, int64_t at_ms, int days)
{
    struct sahut_civil c = midnight_of(sahut_zone_local(a->zone, at_ms));
    c = sahut_civil_add_days(c, days);
    return sahut_zone_instant(a->zone, &c, NULL);
}

static bool parse_words(const struct agenda *a, const char *text, struct sahut_when *out)
{
    struct sahut_words *words;
    const char *language = sahut_settings_string(a->settings, "language");
    struct sahut_when_context context = {.now_ms = a->now_ms, .zone = a->zone};
    if (sahut_words_new(text, language, &words))
        return false;
    const char *list[32];
    size_t n = words->count;
    for (size_t i = 0; i < n && i < 32; i++)
        list[i] = words->items[i].text;
    bool good = n > 0 && n <= 32 && sahut_when_parse(language, list, n, &context, out) == 0;
    sahut_words_free(words);
    return good;
}

int agenda_when(const struct agenda *a, const char *option, const char *text,
                struct sahut_when *out)
{
    struct sahut_why why;
    *out = (struct sahut_when){.grain = strlen(text) > 10 ? SAHUT_GRAIN_MINUTE : SAHUT_GRAIN_DAY};
    if (sahut_instant_parse(text, a->zone, &out->start_ms, &why) == 0) {
        out->end_ms = out->grain == SAHUT_GRAIN_DAY ? midnight(a, out->start_ms, 1) : out->start_ms;
        return CLI_OK;
    }
    if (parse_words(a, text, out))
        return CLI_OK;
    return cli_fail(a->cli, CLI_USAGE,
                    "--%s \"%s\": a day or time is wanted, as 2026-05-04, 2026-05-04T09:00, today, "
                    "\"next week\"",
                    option, text);
}

/** From today for a week; words that name a span ("next week") name both ends. */
static int read_range(const struct agenda *a, int64_t *from_ms, int64_t *to_ms)
{
    const char *from = cli_value(a->cli, "from"), *to = cli_value(a->cli, "to");
    struct sahut_when when;
    *from_ms = midnight(a, a->now_ms, 0);
    bool span = false;
    if (from) {
        int code = agenda_when(a, "from", from, &when);
        if (code != CLI_OK)
            return code;
        *from_ms = sahut_when_from(&when);
        span = when.grain > SAHUT_GRAIN_DAY && when.end_ms > when.start_ms;
    }
    *to_ms = span ? when.end_ms : midnight(a, *from_ms, 7);
    if (to) {
        int code = agenda_when(a, "to", to, &when);
        if (code != CLI_OK)
            return code;
        *to_ms = when.start_ms;
    }
    if (*to_ms > *from_ms)
        return CLI_OK;
    return cli_fail(a->cli, CLI_USAGE, "--to is not after --from; it is exclusive");
}

/* ---- printing ---- */

static void time_text(const struct agenda *a, int64_t at_ms, bool date, char out[32])
{
    sahut_instant_format(at_ms, a->zone, out);
    if (date)
        out[10] = '\0';
}

static void print_json(const struct agenda *a, const struct sahut_occurrence *o)
{
    char start[32], end[32];
    time_text(a, o->start_ms, o->all_day, start);
    time_text(a, o->end_ms, o->all_day, end);
    json_t *line = json_object();
    json_object_set_new(line, "uid", sahut_json_string(o->uid));
    json_object_set_new(line, "summary", sahut_json_string(o->summary));
    json_object_set_new(line, "start", json_string(start));
    json_object_set_new(line, "end", json_string(end));
    json_object_set_new(line, "all_day", json_boolean(o->all_day));
    json_object_set_new(line, "location", sahut_json_string(o->location));
    json_object_set_new(line, "calendar", sahut_json_string(o->calendar));
    sahut_json_print(line);
}

static void print_day_name(const struct agenda *a, int64_t day_ms, bool first)
{
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct sahut_civil c = sahut_zone_local(a->zone, day_ms);
    bool today = day_ms == midnight(a, a->now_ms, 0),
         tomorrow = day_ms == midnight(a, a->now_ms, 1);
    printf("%s%s %d %s %d%s\n", first ? "" : "\n", days[sahut_civil_weekday(&c)], c.day,
           months[c.month - 1], c.year,
           today      ? ", today"
           : tomorrow ? ", tomorrow"
                      : "");
}

/** What of the occurrence lies on this day: "10:00 – 11:00", "22:00 –", "– 06:00", "all day". */
static void hours_on_day(const struct agenda *a, const struct sahut_occurrence *o, int64_t day_ms,
                         int64_t next_ms, char out[40])
{
    struct sahut_civil s = sahut_zone_local(a->zone, o->start_ms);
    struct sahut_civil e = sahut_zone_local(a->zone, o->end_ms);
    bool begins = o->start_ms >= day_ms, ends = o->end_ms <= next_ms;
    if (o->all_day || (!begins && o->end_ms >= next_ms))
        snprintf(out, 40, "all day        ");
    else if (begins && o->end_ms == o->start_ms)
        snprintf(out, 40, "%02d:%02d          ", s.hour, s.minute);
    else if (begins && ends)
        snprintf(out, 40, "%02d:%02d – %02d:%02d  ", s.hour, s.minute, e.hour, e.minute);
    else if (begins)
        snprintf(out, 40, "%02d:%02d –        ", s.hour, s.minute);
    else
        snprintf(out, 40, "      – %02d:%02d  ", e.hour, e.minute);
}

/** On one line, whatever is in it. */
static void print_text(const char *text)
{
    for (; *text; text++)
        putchar((unsigned char)*text < 0x20 ? ' ' : *text);
}

static bool on_day(const struct sahut_occurrence *o, int64_t day_ms, int64_t next_ms)
{
    return o->start_ms < next_ms && (o->end_ms > day_ms || o->start_ms >= day_ms);
}

static int hour_order(const void *x, const void *y)
{
    const struct sahut_occurrence *const *p = x, *const *q = y;
    if ((*p)->all_day != (*q)->all_day)
        return (*p)->all_day ? -1 : 1;
    return ((*p)->start_ms > (*q)->start_ms) - ((*p)->start_ms < (*q)->start_ms);
}

static bool print_day(const struct agenda *a, const struct sahut_occurrence *list, size_t count,
                      int64_t day_ms, bool first)
{
    int64_t next_ms = midnight(a, day_ms, 1);
    const struct sahut_occurrence **day = sahut_alloc(count + 1, sizeof *day);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (on_day(&list[i], day_ms, next_ms))
            day[n++] = &list[i];
    qsort(day, n, sizeof *day, hour_order);
    if (n > 0)
        print_day_name(a, day_ms, first);
    for (size_t i = 0; i < n; i++) {
        char hours[40];
        hours_on_day(a, day[i], day_ms, next_ms, hours);
        printf("  %s", hours);
        print_text(day[i]->summary[0] ? day[i]->summary : "(no title)");
        if (day[i]->location[0]) {
            printf(", ");
            print_text(day[i]->location);
        }
        printf("  [");
        print_text(day[i]->calendar);
        printf("]\n");
    }
    free(day);
    return n > 0;
}

static void print_days(const struct agenda *a, const struct sahut_occurrence *list, size_t count,
                       int64_t from_ms, int64_t to_ms)
{
    bool any = false;
    /* Days with nothing are jumped over, however long the range is. */
    for (int64_t day = midnight(a, from_ms, 0); day < to_ms; day = midnight(a, day, 1)) {
        int64_t next = INT64_MAX;
        for (size_t i = 0; i < count && next > day; i++)
            if (list[i].end_ms > day || list[i].start_ms >= day)
                next = list[i].start_ms < next ? list[i].start_ms : next;
        if (next == INT64_MAX)
            break;
        if (next > day)
            day = midnight(a, next, 0);
        if (day < to_ms)
            any |= print_day(a, list, count, day, !any);
    }
    if (!any)
        printf("Nothing in the calendar.\n");
}

static int list_range(const struct agenda *a)
{
    int64_t from_ms, to_ms;
    struct sahut_occurrence *list;
    size_t count;
    int code = read_range(a, &from_ms, &to_ms);
    if (code != CLI_OK)
        return code;
    int err = sahut_calendar_occurrences(a->calendar, from_ms, to_ms, &list, &count);
    if (err == -E2BIG)
        return cli_fail(a->cli, CLI_FAILED,
                        "more than 100,000 appointments; choose a shorter range");
    if (err)
        return cli_fail(a->cli, CLI_FAILED, "the calendars' index cannot be read: %s",
                        strerror(-err));
    if (cli_given(a->cli, "json"))
        for (size_t i = 0; i < count; i++)
            print_json(a, &list[i]);
    else
        print_days(a, list, count, from_ms, to_ms);
    free(list);
    return CLI_OK;
}

/* ---- the calendars ---- */

/** $XDG_CACHE_HOME/sahut/calendar-NUMBER.db, the number made of the paths; "" without a home. */
static void index_path(const char *const *paths, char out[600])
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    char folder[512] = "", cwd[512] = "";
    if (!getcwd(cwd, sizeof cwd))
        cwd[0] = '\0';
    for (const char *const *path = paths; *path; path++) {
        /* A relative path is another one elsewhere. */
        const char *parts[] = {(*path)[0] == '/' || (*path)[0] == '~' ? "" : cwd, *path, "\n"};
        for (int i = 0; i < 3; i++)
            for (const char *s = parts[i]; *s; s++)
                sum = (sum ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
    }
    if (cache && cache[0] == '/')
        snprintf(folder, sizeof folder, "%s/sahut", cache);
    else if (home && home[0] == '/')
        snprintf(folder, sizeof folder, "%s/.cache/sahut", home);
    out[0] = '\0';
    if (folder[0])
        snprintf(out, 600, "%s/calendar-%016" PRIx64 ".db", folder, sum);
}

static void complain(void *ctx, const char *message)
{
    struct agenda *a = ctx;
    /* A calendar that is not there at all; a broken event in it is only told. */
    a->missing |= strncmp(message, "calendar \"", 10) == 0;
    fprintf(stderr, "sahut agenda: %s\n", message);
}

static int open_calendars(struct agenda *a)
{
    int n = cli_count(a->cli, "calendar");
    const char *const *set = sahut_settings_strings(a->settings, "agenda.calendars");
    const char *holidays = sahut_settings_string(a->settings, "agenda.holidays");
    size_t known = 0;
    while (set[known])
        known++;
    const char **paths = sahut_alloc((size_t)n + known + 2, sizeof *paths);
    for (int i = 0; i < n; i++)
        paths[i] = cli_value_at(a->cli, "calendar", i);
    for (size_t i = 0; n == 0 && i < known; i++)
        paths[i] = set[i];
    if (n == 0 && holidays[0])
        paths[known] = holidays;
    char index[600];
    index_path(paths, index);
    int code = CLI_OK;
    if (!paths[0]) {
        code = cli_fail(a->cli, CLI_FAILED,
                        "no calendar is known; give --calendar PATH, or set agenda.calendars = "
                        "[ \"~/.calendars/*\" ] (sahut.conf(5))");
    } else {
        const struct sahut_calendar_config config = {paths, index[0] ? index : NULL, a->zone,
                                                     complain, a};
        a->calendar = sahut_calendar_open(&config);
    }
    free(paths);
    return code;
}

int cli_agenda(const struct cli *cli)
{
    struct agenda a = {.cli = cli};
    int code = cli_settings(cli, &a.settings);
    if (code == CLI_OK)
        code = cli_zone(cli, a.settings, &a.zone);
    if (code == CLI_OK)
        code = cli_now(cli, a.zone, &a.now_ms);
    if (code == CLI_OK)
        code = open_calendars(&a);
    if (code == CLI_OK)
        code = cli->n_operands == 0 ? list_range(&a) : agenda_edit(&a);
    if (code == CLI_OK && a.missing)
        code = CLI_FAILED;
    sahut_calendar_free(a.calendar);
    sahut_zone_free(a.zone);
    sahut_settings_free(a.settings);
    return code;
}
