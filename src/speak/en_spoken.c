// SPDX-License-Identifier: GPL-3.0-or-later
/* English as a good secretary speaks it: "tomorrow at half past nine in the morning". The half of
 * the day is said where a listener could take the other one; see docs/times.md, which also holds
 * for what is understood: what is said here is understood as the same minute. */
#include <stdlib.h>

#include "speak/language.h"

static const char *const ones[] = {"zero",    "one",     "two",       "three",    "four",
                                   "five",    "six",     "seven",     "eight",    "nine",
                                   "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                   "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
static const char *const tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                   "fifty", "sixty", "seventy", "eighty", "ninety"};
static const char *const day_ordinals[] = {"",
                                           "first",
                                           "second",
                                           "third",
                                           "fourth",
                                           "fifth",
                                           "sixth",
                                           "seventh",
                                           "eighth",
                                           "ninth",
                                           "tenth",
                                           "eleventh",
                                           "twelfth",
                                           "thirteenth",
                                           "fourteenth",
                                           "fifteenth",
                                           "sixteenth",
                                           "seventeenth",
                                           "eighteenth",
                                           "nineteenth",
                                           "twentieth",
                                           "twenty first",
                                           "twenty second",
                                           "twenty third",
                                           "twenty fourth",
                                           "twenty fifth",
                                           "twenty sixth",
                                           "twenty seventh",
                                           "twenty eighth",
                                           "twenty ninth",
                                           "thirtieth",
                                           "thirty first"};
static const char *const months[] = {"",        "January",  "February", "March",  "April",
                                     "May",     "June",     "July",     "August", "September",
                                     "October", "November", "December"};
static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

static void say_below_hundred(int n, struct sahut_text *out)
{
    if (n < 20)
        sahut_text_add(out, ones[n]);
    else if (n % 10 == 0)
        sahut_text_add(out, tens[n / 10]);
    else
        sahut_text_addf(out, "%s %s", tens[n / 10], ones[n % 10]);
}

static void say_count(int64_t count, struct sahut_text *out)
{
    if (count > 9999 || count < -9999) {
        sahut_text_addf(out, "%lld", (long long)count);
        return;
    }
    int n = (int)(count < 0 ? -count : count);
    if (count < 0)
        sahut_text_add(out, "minus ");
    if (n >= 1000)
        sahut_text_addf(out, "%s thousand%s", ones[n / 1000], n % 1000 ? " " : "");
    bool more = n >= 100;
    if (n % 1000 >= 100)
        sahut_text_addf(out, "%s hundred%s", ones[n % 1000 / 100], n % 100 ? " " : "");
    if (more && n % 100)
        sahut_text_add(out, "and ");
    if (!more || n % 100)
        say_below_hundred(n % 100, out);
}

static void say_year(int year, struct sahut_text *out)
{
    if (year < 1100 || year > 2999 || (year >= 2000 && year < 2010)) {
        say_count(year, out);
        return;
    }
    say_below_hundred(year / 100, out);
    sahut_text_add(out, year % 100 == 0 ? " hundred" : year % 100 < 10 ? " oh " : " ");
    if (year % 100)
        say_below_hundred(year % 100, out);
}

static int hour12(int hour)
{
    return (hour + 11) % 12 + 1;
}

static void say_clock(const struct sahut_civil *c, struct sahut_text *out)
{
    const char *hour = ones[hour12(c->hour)], *next = ones[hour12(c->hour + 1)];
    if (c->minute == 0 && c->hour % 12 == 0)
        sahut_text_add(out, c->hour ? "noon" : "midnight");
    else if (c->minute == 0)
        sahut_text_addf(out, "%s o'clock", hour);
    else if (c->minute == 15)
        sahut_text_addf(out, "quarter past %s", hour);
    else if (c->minute == 30)
        sahut_text_addf(out, "half past %s", hour);
    else if (c->minute == 45)
        sahut_text_addf(out, "quarter to %s", next);
    else if (c->minute == 5 || c->minute == 10)
        sahut_text_addf(out, "%s past %s", ones[c->minute], hour);
    else if (c->minute == 50 || c->minute == 55)
        sahut_text_addf(out, "%s to %s", ones[60 - c->minute], next);
    else {
        sahut_text_addf(out, c->minute < 10 ? "%s oh " : "%s ", hour);
        say_below_hundred(c->minute, out);
    }
}

static void say_day_month(const struct sahut_civil *c, struct sahut_text *out)
{
    sahut_text_addf(out, "the %s of %s", day_ordinals[c->day], months[c->month]);
}

static void say_year_unless(const struct sahut_civil *c, const struct sahut_civil *now,
                            struct sahut_text *out)
{
    if (c->year == now->year)
        return;
    sahut_text_add(out, " ");
    say_year(c->year, out);
}

static void say_date(const struct sahut_civil *c, const struct sahut_civil *now,
                     struct sahut_text *out)
{
    sahut_text_addf(out, "%s ", weekdays[sahut_civil_weekday(c)]);
    say_day_month(c, out);
    say_year_unless(c, now, out);
}

static void say_day(const struct sahut_civil *c, const struct sahut_civil *now,
                    struct sahut_text *out)
{
    int64_t ahead = sahut_civil_days(c) - sahut_civil_days(now);
    const char *weekday = weekdays[sahut_civil_weekday(c)];
    if (ahead == 0)
        sahut_text_add(out, "today");
    else if (ahead == 1)
        sahut_text_add(out, "tomorrow");
    else if (ahead == -1)
        sahut_text_add(out, "yesterday");
    else if (ahead > 1 && ahead < 7)
        sahut_text_addf(out, "on %s", weekday);
    else if (ahead < -1 && ahead > -7)
        sahut_text_addf(out, "last %s", weekday);
    else {
        sahut_text_add(out, "on ");
        say_day_month(c, out);
        say_year_unless(c, now, out);
    }
}

static const char *part_of_day(int hour)
{
    return hour < 12   ? "in the morning"
           : hour < 18 ? "in the afternoon"
           : hour < 22 ? "in the evening"
                       : "at night";
}

/* Nobody takes "at half past two" for the night, unless that is still to come today. */
static bool half_is_clear(const struct sahut_civil *c, const struct sahut_civil *now)
{
    if (c->minute == 0 && c->hour % 12 == 0)
        return true;
    if (c->hour < 12 || c->hour >= 17)
        return false;
    if (sahut_civil_days(c) != sahut_civil_days(now))
        return true;
    return now->hour * 60 + now->minute >= (c->hour - 12) * 60 + c->minute;
}

/* Midnight belongs to the night before it, as people say it. */
static void say_midnight(struct sahut_civil c, const struct sahut_civil *now,
                         struct sahut_text *out)
{
    c = sahut_civil_add_days(c, -1);
    int64_t ahead = sahut_civil_days(&c) - sahut_civil_days(now);
    if (ahead == 0)
        sahut_text_add(out, "tonight");
    else if (ahead == -1)
        sahut_text_add(out, "last night");
    else
        say_day(&c, now, out);
    sahut_text_add(out, " at midnight");
}

static void say_when(const struct sahut_civil *c, const struct sahut_civil *now,
                     struct sahut_text *out)
{
    if (c->hour == 0 && c->minute == 0) {
        say_midnight(*c, now, out);
        return;
    }
    bool today = sahut_civil_days(c) == sahut_civil_days(now);
    if (today && c->hour >= 18)
        sahut_text_add(out, c->hour < 22 ? "this evening" : "tonight");
    else
        say_day(c, now, out);
    sahut_text_add(out, " at ");
    if (c->minute == 0 && c->hour % 12)
        sahut_text_add(out, ones[hour12(c->hour)]);
    else
        say_clock(c, out);
    if (!(today && c->hour >= 18) && !half_is_clear(c, now))
        sahut_text_addf(out, " %s", part_of_day(c->hour));
}

/* Pieces of a duration, joined by commas and a last "and". */
struct pieces {
    struct sahut_text text[3];
    int count;
};

static void add_piece(struct pieces *p, int64_t n, const char *one, const char *unit)
{
    if (n == 0)
        return;
    struct sahut_text *t = &p->text[p->count++];
    if (n == 1) {
        sahut_text_add(t, one);
        return;
    }
    say_count(n, t);
    sahut_text_addf(t, " %ss", unit);
}

static void join_pieces(struct pieces *p, struct sahut_text *out)
{
    for (int i = 0; i < p->count; i++) {
        if (i > 0)
            sahut_text_add(out, i == p->count - 1 ? " and " : ", ");
        sahut_text_add(out, sahut_text_get(&p->text[i]));
        sahut_text_finish(&p->text[i]);
    }
}

static void say_halves_of_hours(int64_t halves, struct sahut_text *out)
{
    if (halves == 1) {
        sahut_text_add(out, "half an hour");
    } else if (halves == 3) {
        sahut_text_add(out, "an hour and a half");
    } else {
        say_count(halves / 2, out);
        sahut_text_add(out, " and a half hours");
    }
}

/* Exact to the second below an hour, to the minute below a day, to the hour above. */
static void say_duration(int64_t seconds, struct sahut_text *out)
{
    if (seconds < 0)
        seconds = -seconds;
    if (seconds >= 86400)
        seconds = (seconds + 1800) / 3600 * 3600;
    else if (seconds >= 3600)
        seconds = (seconds + 30) / 60 * 60;
    struct pieces p = {0};
    if (seconds == 0) {
        sahut_text_add(out, "zero seconds");
    } else if (seconds % 1800 == 0 && seconds % 3600 && seconds < 12 * 3600) {
        say_halves_of_hours(seconds / 1800, out);
    } else if (seconds % (7 * 86400) == 0) {
        add_piece(&p, seconds / (7 * 86400), "one week", "week");
    } else {
        add_piece(&p, seconds / 86400, "one day", "day");
        add_piece(&p, seconds / 3600 % 24, "an hour", "hour");
        add_piece(&p, seconds / 60 % 60, "one minute", "minute");
        add_piece(&p, seconds % 60, "one second", "second");
    }
    join_pieces(&p, out);
}

static void en_say(const struct sahut_param *param, int64_t now_ms, struct sahut_zone *zone,
                   struct sahut_text *out)
{
    struct sahut_civil c = {0}, now = {0};
    if (param->kind == SAHUT_PARAM_CLOCK || param->kind == SAHUT_PARAM_DATE ||
        param->kind == SAHUT_PARAM_WHEN || param->kind == SAHUT_PARAM_DAY) {
        c = sahut_zone_local(zone, param->value);
        now = sahut_zone_local(zone, now_ms);
    }
    switch (param->kind) {
    case SAHUT_PARAM_TEXT:
        sahut_text_add(out, param->text);
        break;
    case SAHUT_PARAM_CLOCK:
        say_clock(&c, out);
        break;
    case SAHUT_PARAM_DATE:
        say_date(&c, &now, out);
        break;
    case SAHUT_PARAM_WHEN:
        say_when(&c, &now, out);
        break;
    case SAHUT_PARAM_DAY:
        say_day(&c, &now, out);
        break;
    case SAHUT_PARAM_DURATION:
        say_duration(param->value, out);
        break;
    case SAHUT_PARAM_COUNT:
        say_count(param->value, out);
        break;
    }
}

static void en_title(int64_t instant_ms, struct sahut_zone *zone, struct sahut_text *out)
{
    struct sahut_civil c = sahut_zone_local(zone, instant_ms);
    sahut_text_addf(out, "%s %d:%02d", weekdays[sahut_civil_weekday(&c)], c.hour, c.minute);
}

static int en_plural(int64_t count)
{
    return count == 1 ? 0 : 1;
}

const struct language_spoken en_spoken = {
    .code = "en",
    .spoken = en_say,
    .title = en_title,
    .plurals = 2,
    .plural = en_plural,
};
