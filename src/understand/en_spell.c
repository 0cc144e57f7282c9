// SPDX-License-Identifier: GPL-3.0-or-later
/* Typed numbers as words. A time on the 24-hour clock becomes one with "a m" or "p m", so that the
 * sentences need no words for it. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "understand/en.h"
#include "understand/en_say.h"
#include "understand/en_spell.h"

long long en_take_digits(const char **s, int *count)
{
    long long n = 0;
    *count = 0;
    while (isdigit((unsigned char)**s) ||
           (**s == ',' && *count > 0 && strspn(*s + 1, "0123456789") == 3)) {
        if (**s != ',') {
            n = n * 10 + (**s - '0');
            if (++*count > 15)
                return -1;
        }
        ++*s;
    }
    return *count ? n : -1;
}

/* "am", "p.m." at `s`: 'a' or 'p', and where it ends. */
static char take_meridiem(const char **s)
{
    const char *t = *s;
    char half = (char)tolower((unsigned char)*t);
    if (half != 'a' && half != 'p')
        return 0;
    t++;
    t += *t == '.';
    if (tolower((unsigned char)*t++) != 'm')
        return 0;
    t += *t == '.';
    if (*t)
        return 0;
    *s = t;
    return half;
}

bool en_half_day(const char *token)
{
    return take_meridiem(&token) != 0;
}

/* "30min", "10-seconds", "5k", "7%": a word behind the number, which is one if `one`. */
static int say_suffix(struct en_words *w, const char *s, bool one)
{
    static const char *const signs[][3] = {
        {"s", "second", "seconds"},  {"m", "minute", "minutes"},  {"h", "hour", "hours"},
        {"d", "day", "days"},        {"w", "week", "weeks"},      {"'", "minute", "minutes"},
        {"''", "second", "seconds"}, {"\"", "second", "seconds"}, {"k", "thousand", "thousand"},
        {"%", "percent", "percent"}};
    s += *s == '-';
    if (*s == '\0')
        return 0;
    if (strcmp(s, "M") == 0) {
        en_say(w, "million");
        return 0;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcasecmp(s, signs[i][0]) == 0) {
            en_say(w, signs[i][one ? 1 : 2]);
            return 0;
        }
    size_t letters = 0;
    while (isalpha((unsigned char)s[letters]) || s[letters] == '-')
        letters++;
    if (s[letters] || !isalpha((unsigned char)s[0]))
        return -EINVAL;
    en_say_n(w, s, letters);
    return 0;
}

static void say_meridiem(struct en_words *w, char half)
{
    en_say(w, half == 'a' ? "a" : "p");
    en_say(w, "m");
}

/* ":45" behind hours and minutes; -1 if it is none. */
static int take_seconds(const char **s)
{
    const char *t = *s;
    if (t[0] != ':' || !isdigit((unsigned char)t[1]) || !isdigit((unsigned char)t[2]) ||
        isdigit((unsigned char)t[3]) || t[1] > '5')
        return -1;
    *s += 3;
    return (t[1] - '0') * 10 + t[2] - '0';
}

int en_say_time(struct en_words *w, int hour, int hour_digits, int minute, const char *rest)
{
    int second = take_seconds(&rest);
    rest += (*rest == 'h' || *rest == 'H') && minute >= 0 && !rest[1];
    char half = take_meridiem(&rest);
    if (*rest || hour > 24 || minute > 59 || (half && (hour < 1 || hour > 12)))
        return -EINVAL;
    if (hour == 24 || (hour == 0 && minute == 0 && second <= 0)) {
        en_say(w, "midnight");
        return hour == 24 && minute ? -EINVAL : 0;
    }
    if (!half && (hour == 0 || hour > 12 || (hour_digits == 2 && hour < 10)))
        half = hour < 12 ? 'a' : 'p';
    en_say_below_thousand(w, (int)((hour + 11) % 12 + 1));
    if (minute == 0 && !half && second <= 0)
        en_say(w, "o'clock");
    if ((minute > 0 || second > 0) && minute < 10)
        en_say(w, "oh");
    if (minute > 0 || second > 0)
        en_say_below_thousand(w, minute);
    if (second > 0) {
        en_say(w, "and");
        en_say_below_thousand(w, second);
        en_say(w, second == 1 ? "second" : "seconds");
    }
    if (half)
        say_meridiem(w, half);
    return 0;
}

/* "3rd", "23th": any English ending is taken for what is meant. */
static bool is_ordinal_ending(const char *s)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(s, endings[i]) == 0)
            return true;
    return false;
}

static int say_fraction(struct en_words *w, long long a, const char *s)
{
    static const char *const names[][2] = {{"", ""},
                                           {"", ""},
                                           {"half", "halves"},
                                           {"third", "thirds"},
                                           {"quarter", "quarters"},
                                           {"fifth", "fifths"},
                                           {"sixth", "sixths"},
                                           {"seventh", "sevenths"},
                                           {"eighth", "eighths"},
                                           {"ninth", "ninths"},
                                           {"tenth", "tenths"}};
    int digits;
    long long b = en_take_digits(&s, &digits);
    if (*s || a < 1 || b < 2 || b > 10 || a >= b)
        return -EINVAL;
    if (b > 2 && a == 1)
        en_say(w, "a");
    else if (b > 2)
        en_say_below_thousand(w, (int)a);
    en_say(w, names[b][a > 1]);
    return 0;
}

/* Halves, thirds and quarters; everything else with a slash is a date: "3/5". */
static bool is_fraction(long long a, const char *s)
{
    return *s >= '2' && *s <= '4' && s[1] == '\0' && a >= 1 && a < *s - '0';
}

static int say_token(struct en_words *w, const char *s);

static int say_decimals(struct en_words *w, const char *s)
{
    en_say(w, "point");
    for (; isdigit((unsigned char)*s); s++)
        en_say_below_thousand(w, (int)(*s - '0'));
    return say_suffix(w, s, false);
}

/* "1h30m", "2h15": what follows an hour's "h". */
static int say_rest_of_hours(struct en_words *w, const char *s)
{
    int digits;
    long long minutes = en_take_digits(&s, &digits);
    if (minutes < 0 || minutes > 59)
        return -EINVAL;
    en_say_whole(w, minutes);
    return say_suffix(w, *s ? s : "m", minutes == 1);
}

static bool is_short_meridiem(const char *s)
{
    return (*s == 'a' || *s == 'p') && !s[1];
}

/* "9:30", "2.30pm", "7pm": 0 or an error if it is a time, 1 if `s`, behind the number, says it is
 * none. */
static int say_if_time(struct en_words *w, long long n, int digits, const char *s)
{
    int hour = n > 99 ? 99 : (int)n, minute_digits;
    const char *end = s;
    bool joined = digits == 3 || digits == 4; /* "630am" */
    if (take_meridiem(&end) && joined)
        return en_say_time(w, (int)n / 100, digits - 2, (int)n % 100, s);
    if (end > s)
        return en_say_time(w, hour, digits, 0, s);
    if (digits <= 2 && is_short_meridiem(s) && n >= 1 && n <= 12) /* "8a" */
        return en_say_time(w, hour, digits, 0, *s == 'a' ? "am" : "pm");
    if ((*s != ':' && *s != '.') || !isdigit((unsigned char)s[1]))
        return 1;
    const char *rest = s + 1;
    long long minute = en_take_digits(&rest, &minute_digits);
    end = rest;
    if (*s == ':' && minute_digits == 2 && is_short_meridiem(rest)) /* "6:30p" */
        rest = *rest == 'a' ? "am" : "pm";
    if (minute_digits != 2 || (*s == '.' && !take_meridiem(&end)))
        return 1;
    return en_say_time(w, hour, digits, (int)minute, rest);
}

/* A number that is no time, and what stands behind it. */
static int say_counted(struct en_words *w, long long n, const char *s)
{
    if (n > 12 && n < 24 && *s == 'h' && strspn(s + 1, "0123456789") == 2 && !s[3])
        return en_say_time(w, (int)n, 2, atoi(s + 1), ""); /* "19h30" */
    en_say_whole(w, n);
    if (*s == '.' && isdigit((unsigned char)s[1]))
        return say_decimals(w, s + 1);
    if ((*s == 'h' || *s == 'H') && isdigit((unsigned char)s[1])) {
        en_say(w, n == 1 ? "hour" : "hours");
        return say_rest_of_hours(w, s + 1);
    }
    return say_suffix(w, s, n == 1);
}

/* "7-9pm", "9:30-11:00": 1 if it is no span of two times. */
static int say_time_span(struct en_words *w, const char *s)
{
    char first[16];
    size_t n = strspn(s, "0123456789:");
    if (n == 0 || n >= sizeof first || s[n] != '-' || !isdigit((unsigned char)s[n + 1]))
        return 1;
    const char *rest = s + n + 1, *end = rest + strspn(rest, "0123456789:");
    if (strlen(rest) >= sizeof first || (!take_meridiem(&end) && !strchr(s, ':')))
        return 1;
    memcpy(first, s, n);
    first[n] = '\0';
    int err = say_token(w, first);
    if (err)
        return err;
    en_say(w, "through");
    return say_token(w, rest);
}

/* "2hr5min", "-1d12h": numbers and units one behind the other. 1 if it is nothing of the kind. */
static int say_groups(struct en_words *w, const char *s)
{
    const char *t = s + (*s == '-' || *s == '+');
    int groups = 0;
    for (size_t n, m; *t; t += n + m, groups++) {
        n = strspn(t, "0123456789");
        for (m = 0; isalpha((unsigned char)t[n + m]);)
            m++;
        if (n == 0 || n > 6 || m == 0 || m > 7)
            return 1;
    }
    if (groups < 2)
        return 1;
    if (*s == '-')
        en_say(w, "minus");
    for (t = s + (*s == '-' || *s == '+'); *t;) {
        char suffix[8] = "";
        int digits;
        long long n = en_take_digits(&t, &digits);
        for (size_t k = 0; isalpha((unsigned char)*t) && k + 1 < sizeof suffix; k++)
            suffix[k] = *t++;
        en_say_whole(w, n);
        if (say_suffix(w, suffix, n == 1))
            return -EINVAL;
    }
    return 0;
}

/* "9am-5pm", "1-5": two short numbers. 1 if it is nothing of the kind. */
static int say_span(struct en_words *w, const char *s)
{
    char first[8];
    size_t n = strcspn(s, "-"), digits = strspn(s, "0123456789");
    const char *rest = s + n + 1, *end = s + digits;
    if (s[n] != '-' || digits == 0 || digits > 2 || n >= sizeof first ||
        strspn(rest, "0123456789") > 2 || !isdigit((unsigned char)*rest))
        return 1;
    memcpy(first, s, n);
    first[n] = '\0';
    end = first + digits;
    if (*end && !is_ordinal_ending(end) && (!take_meridiem(&end) || *end))
        return 1;
    end = rest + strspn(rest, "0123456789");
    if (*end && !take_meridiem(&end) && !is_ordinal_ending(end))
        return 1;
    int err = say_token(w, first);
    if (err)
        return err;
    en_say(w, "through");
    return say_token(w, rest);
}

/* What nobody says, and what the short and the long scale say differently, stays as it is typed. */
static const long long literal_from = 1000000000;

bool en_literal(const char *token, double *out)
{
    int digits;
    bool minus = *token == '-';
    const char *s = token + (*token == '-' || *token == '+');
    long long n = en_take_digits(&s, &digits);
    *out = minus ? -(double)n : (double)n;
    return n >= literal_from && !*s;
}

/* "2nite", "2moro" */
static int say_texted(struct en_words *w, const char *s)
{
    static const char *const texted[][2] = {{"2moro", "tomorrow"},
                                            {"2morrow", "tomorrow"},
                                            {"2mrw", "tomorrow"},
                                            {"2night", "tonight"},
                                            {"2nite", "tonight"}};
    for (size_t i = 0; *s == '2' && i < sizeof texted / sizeof *texted; i++)
        if (strcasecmp(s, texted[i][0]) == 0) {
            en_say(w, texted[i][1]);
            return 0;
        }
    return 1;
}

static int say_token(struct en_words *w, const char *s)
{
    int digits;
    int err = en_say_date(w, s);
    if (err > 0)
        err = say_texted(w, s);
    if (err > 0)
        err = say_groups(w, s);
    if (err > 0)
        err = say_time_span(w, s);
    if (err > 0)
        err = say_span(w, s);
    if (err <= 0)
        return err;
    if ((*s == '-' || *s == '+') && isdigit((unsigned char)s[1]) && *s++ == '-')
        en_say(w, "minus");
    if (*s == '.' && isdigit((unsigned char)s[1]))
        return say_decimals(w, s + 1);
    long long n = en_take_digits(&s, &digits);
    if (n < 0 || (n >= literal_from && !*s))
        return -EINVAL;
    err = say_if_time(w, n, digits, s);
    if (err <= 0)
        return err;
    if (is_ordinal_ending(s) && n < 1000) {
        en_say_ordinal(w, (int)n);
        return 0;
    }
    if (*s == '/')
        return is_fraction(n, s + 1) ? say_fraction(w, n, s + 1) : en_say_slashed(w, n, s);
    if (digits == 2 && n > 0 && n < 10 && *s == '\0')
        en_say(w, "oh");
    if (digits == 4 && n >= 100 && n < 1000 && n % 100 < 60 && *s == '\0') /* "0630" */
        return en_say_time(w, (int)n / 100, 2, (int)n % 100, "");
    return say_counted(w, n, s);
}

/* "2 1/2" is "two and a half", "20 3/5" "twenty and three fifths"; 1 if it is nothing of the kind.
 */
static int say_mixed(struct en_words *w, const char *token)
{
    int whole_digits, digits;
    const char *s = token;
    long long whole = en_take_digits(&s, &whole_digits);
    if (whole < 0 || *s++ != ' ')
        return 1;
    long long a = en_take_digits(&s, &digits);
    if (a < 1 || *s != '/')
        return -EINVAL;
    en_say_whole(w, whole);
    en_say(w, "and");
    return say_fraction(w, a, s + 1);
}

/* "2½" is "two and a half". */
static int say_with_fraction(struct en_words *w, const char *token)
{
    static const struct {
        const char *sign, *words;
    } fractions[] = {{"½", "and a half"}, {"¼", "and a quarter"}, {"¾", "and three quarters"}};
    size_t n = strlen(token);
    char whole[32];
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++) {
        size_t sign = strlen(fractions[i].sign);
        if (n <= sign || n - sign >= sizeof whole ||
            strcmp(token + n - sign, fractions[i].sign) != 0)
            continue;
        snprintf(whole, sizeof whole, "%.*s", (int)(n - sign), token);
        int err = strspn(whole, "0123456789") == n - sign ? say_token(w, whole) : -EINVAL;
        en_say(w, fractions[i].words);
        return err;
    }
    int err = say_mixed(w, token);
    return err > 0 ? say_token(w, token) : err;
}

int en_number_spell(const char *token, char *out, size_t size)
{
    bool dash = strcmp(token, "-") == 0;
    if (size == 0 || (!dash && !strpbrk(token, "0123456789")))
        return -EINVAL;
    struct en_words w = {.out = out, .size = size};
    out[0] = '\0';
    if (dash)
        en_say(&w, "dash");
    int err = dash ? 0 : say_with_fraction(&w, token);
    return err ? err : w.full ? -EINVAL : 0;
}
