// SPDX-License-Identifier: GPL-3.0-or-later
/* Typed dates as words. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "understand/en.h"
#include "understand/en_say.h"
#include "understand/en_spell.h"

static const char *const months[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};

/* "27", "95" behind a day and a month. */
static int full_year(int year)
{
    return year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;
}

/* "3-5-2026": which is the month is settled where a date is read. */
static int say_slashed_date(struct en_words *w, int a, int b, int year)
{
    en_say_whole(w, a);
    en_say(w, "slash");
    en_say_whole(w, b);
    en_say(w, "slash");
    en_say_whole(w, year);
    return 0;
}

/* "15-oct-2020", "15-oct", "oct-15": 1 if it is nothing of the kind. */
static int say_named_date(struct en_words *w, const char *s)
{
    char month[12];
    int mday, year = 0, n = 0;
    if (sscanf(s, "%2d-%11[A-Za-z]%n-%4d%n", &mday, month, &n, &year, &n) < 2 &&
        sscanf(s, "%11[A-Za-z]-%2d%n", month, &mday, &n) != 2)
        return 1;
    for (char *c = month; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    const struct en_word *known = en_find_word(month);
    if (s[n] || n == 0 || !known || known->readings[0].symbol != EN_MONTH || mday < 1 || mday > 31)
        return 1;
    en_say(w, month);
    en_say_ordinal(w, mday);
    if (isdigit((unsigned char)s[0]) && strchr(s, '-') != strrchr(s, '-'))
        en_say_whole(w, full_year(year));
    return 0;
}

/* "2026-03-05", "05.03.2026", "2026-03-05T07:30": a date that leaves nothing open. 1 if it is none.
 */
static int say_numeric_date(struct en_words *w, const char *s)
{
    int a, b, c, n = 0;
    char mark, again;
    if (strlen(s) < sizeof "1.1.27" - 1 ||
        sscanf(s, "%4d%c%2d%c%4d%n", &a, &mark, &b, &again, &c, &n) != 5 || mark != again ||
        (mark != '-' && mark != '.'))
        return 1;
    if (s[n] == '\0' && strlen(strrchr(s, mark)) == sizeof ".27" - 1 && a <= 31 && b <= 31)
        c = full_year(c);
    int year = a > 31 ? a : c, mday = a > 31 ? c : a;
    if (a >= 1 && a <= 31 && b >= 1 && b <= 31 && mark == '-' && c >= 1000 && s[n] == '\0')
        return say_slashed_date(w, a, b, c);
    if (year < 1000 || year > 9999 || (a <= 31 && mark == '-') || b < 1 || b > 12 || mday < 1 ||
        mday > 31)
        return 1;
    en_say(w, months[b - 1]);
    en_say_ordinal(w, mday);
    en_say_whole(w, year);
    if (s[n] == '\0')
        return 0;
    int hour, minute, end = 0;
    if (sscanf(s + n, "T%2d:%2d%n", &hour, &minute, &end) != 2 || s[n + end])
        return -EINVAL;
    return en_say_time(w, hour, 2, minute, "");
}

int en_say_slashed(struct en_words *w, long long a, const char *s)
{
    int digits;
    const char *t = s + 1;
    long long year = en_take_digits(&t, &digits);
    if (digits == 4 && !*t && a >= 1 && a <= 12 && year >= 1900 && year < 2200) {
        en_say(w, months[a - 1]); /* "7/2028" */
        en_say_whole(w, year);
        return 0;
    }
    en_say_whole(w, a);
    for (int count = 2; *s == '/'; count++) {
        s++;
        long long n = en_take_digits(&s, &digits);
        if (n < 0 || n > 9999 || (count > 2 && digits < 2))
            return -EINVAL;
        en_say(w, "slash");
        en_say_whole(w, count == 3 ? full_year((int)n) : n);
    }
    return *s ? -EINVAL : 0;
}

/* "7/17-7/18" */
static int say_slashed_span(struct en_words *w, const char *s)
{
    int day[4], n = 0;
    if (sscanf(s, "%2d/%2d-%2d/%2d%n", &day[0], &day[1], &day[2], &day[3], &n) != 4 || s[n])
        return 1;
    for (int i = 0; i < 4; i++) {
        if (day[i] < 1 || day[i] > 31)
            return -EINVAL;
        if (i > 0)
            en_say(w, i == 2 ? "through" : "slash");
        en_say_whole(w, day[i]);
    }
    return 0;
}

int en_say_date(struct en_words *w, const char *s)
{
    int err = say_numeric_date(w, s);
    if (err > 0)
        err = say_named_date(w, s);
    return err > 0 ? say_slashed_span(w, s) : err;
}
