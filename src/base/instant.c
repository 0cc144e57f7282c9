// SPDX-License-Identifier: GPL-3.0-or-later
/* Instants as text: the part of ISO 8601 / RFC 3339 that people type and other programs print. */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sahut/zone.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Exactly `count` digits; moves the cursor only when they are there. */
static bool take_digits(const char **at, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit((*at)[i]))
            return false;
        value = value * 10 + ((*at)[i] - '0');
    }
    *at += count;
    *out = value;
    return true;
}

static bool take_char(const char **at, char c)
{
    if (**at != c)
        return false;
    ++*at;
    return true;
}

static bool take_date(const char **at, struct sahut_civil *c)
{
    return take_digits(at, 4, &c->year) && take_char(at, '-') && take_digits(at, 2, &c->month) &&
           take_char(at, '-') && take_digits(at, 2, &c->day);
}

static bool take_time(const char **at, struct sahut_civil *c)
{
    if (!take_digits(at, 2, &c->hour) || !take_char(at, ':') || !take_digits(at, 2, &c->minute))
        return false;
    return !take_char(at, ':') || take_digits(at, 2, &c->second);
}

struct offset {
    bool given;
    int seconds;
};

/* Nothing, "Z", "+01:00", or "+00:53:28" as local mean times are printed. */
static bool take_offset(const char **at, struct offset *out)
{
    if (**at == '\0')
        return true;
    out->given = true;
    if (take_char(at, 'Z') || take_char(at, 'z'))
        return true;
    int sign = **at == '-' ? -1 : 1;
    int hours, minutes, seconds = 0;
    if (!take_char(at, '+') && !take_char(at, '-'))
        return false;
    if (!take_digits(at, 2, &hours) || !take_char(at, ':') || !take_digits(at, 2, &minutes))
        return false;
    if (take_char(at, ':') && !take_digits(at, 2, &seconds))
        return false;
    out->seconds = sign * (hours * 3600 + minutes * 60 + seconds);
    return hours < 24 && minutes < 60 && seconds < 60;
}

static bool take_instant(const char *text, struct sahut_civil *c, struct offset *offset)
{
    const char *at = text;
    if (!take_date(&at, c))
        return false;
    if (*at == '\0')
        return true;
    if (!take_char(&at, 'T') && !take_char(&at, 't') && !take_char(&at, ' '))
        return false;
    return take_time(&at, c) && take_offset(&at, offset) && *at == '\0';
}

int sahut_instant_parse(const char *text, struct sahut_zone *zone, int64_t *out_ms,
                        struct sahut_why *why)
{
    struct sahut_civil c = {0};
    struct offset offset = {0};
    if (!take_instant(text, &c, &offset))
        return sahut_why(why, -EINVAL,
                         "'%s' is not a time; write it like 2026-03-29T01:59, "
                         "2026-03-29T01:59:00+01:00 or 2026-03-29",
                         text);
    int days = sahut_civil_days_in_month(c.year, c.month);
    if (days == 0)
        return sahut_why(why, -EINVAL, "'%s': there is no month %d; months are 01 to 12", text,
                         c.month);
    if (c.day < 1 || c.day > days)
        return sahut_why(why, -EINVAL, "'%s': there is no day %d; that month has days 01 to %d",
                         text, c.day, days);
    if (c.hour > 23 || c.minute > 59 || c.second > 59)
        return sahut_why(why, -EINVAL,
                         "'%s': there is no such time of day; it is 00:00:00 to 23:59:59", text);
    if (!offset.given) {
        assert(zone);
        *out_ms = sahut_zone_instant(zone, &c, NULL);
        return 0;
    }
    int64_t day_seconds = c.hour * INT64_C(3600) + c.minute * 60 + c.second;
    *out_ms = (sahut_civil_days(&c) * 86400 + day_seconds - offset.seconds) * 1000;
    return 0;
}

void sahut_instant_format(int64_t instant_ms, struct sahut_zone *zone, char out[32])
{
    struct sahut_civil c = sahut_zone_local(zone, instant_ms);
    int offset = sahut_zone_offset_s(zone, instant_ms);
    int size = abs(offset);
    char text[96];
    int len = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year,
                       c.month, c.day, c.hour, c.minute, c.second, offset < 0 ? '-' : '+',
                       size / 3600, size / 60 % 60);
    if (size % 60)
        snprintf(text + len, sizeof text - (size_t)len, ":%02d", size % 60);
    snprintf(out, 32, "%.31s", text);
}
