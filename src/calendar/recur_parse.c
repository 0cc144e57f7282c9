// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "calendar/recur.h"
#include "sahut/text.h"

enum part {
    PART_FREQ,
    PART_UNTIL,
    PART_COUNT,
    PART_INTERVAL,
    PART_BYSECOND,
    PART_BYMINUTE,
    PART_BYHOUR,
    PART_BYDAY,
    PART_BYMONTHDAY,
    PART_BYYEARDAY,
    PART_BYWEEKNO,
    PART_BYMONTH,
    PART_BYSETPOS,
    PART_WKST,
    PART_RSCALE,
    PART_SKIP,
    PART_END
};

static const char *const part_names[] = {
    "FREQ",     "UNTIL", "COUNT",      "INTERVAL",  "BYSECOND", "BYMINUTE",
    "BYHOUR",   "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH",
    "BYSETPOS", "WKST",  "RSCALE",     "SKIP",      NULL,
};
static const char *const freq_names[] = {"YEARLY", "MONTHLY",  "WEEKLY",   "DAILY",
                                         "HOURLY", "MINUTELY", "SECONDLY", NULL};
static const char *const day_names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU", NULL};
static const char *const skip_names[] = {"OMIT", "BACKWARD", "FORWARD", NULL};

/** Range of a list of numbers; `back`: -min..-max as well. */
static const struct range {
    int min, max;
    bool back;
} ranges[PART_END] = {
    [PART_BYSECOND] = {0, 60, false},  [PART_BYMINUTE] = {0, 59, false},
    [PART_BYHOUR] = {0, 23, false},    [PART_BYMONTHDAY] = {1, 31, true},
    [PART_BYYEARDAY] = {1, 366, true}, [PART_BYWEEKNO] = {1, 53, true},
    [PART_BYMONTH] = {1, 12, false},   [PART_BYSETPOS] = {1, 366, true},
};

/** One part of the rule, without blanks around. */
struct piece {
    char name[16];
    char value[2048];
};

static int index_of(const char *const *names, const char *word)
{
    for (int i = 0; names[i]; i++)
        if (strcasecmp(names[i], word) == 0)
            return i;
    return -1;
}

/** Digits only, at most nine of them; -1 if it is anything else. */
static long digits(const char *s, size_t n)
{
    long v = 0;
    if (n == 0 || n > 9)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        v = v * 10 + (s[i] - '0');
    }
    return v;
}

static void number_add(struct recur_numbers *set, int n)
{
    int a = n < 0 ? -n : n;
    (n < 0 ? set->neg : set->pos)[a / 64] |= UINT64_C(1) << (a % 64);
    set->any = true;
}

static void rule_add(struct recur_rule *rule, enum part part, int n)
{
    uint64_t bit = UINT64_C(1) << ((n < 0 ? -n : n) % 64);
    switch (part) {
    case PART_BYSECOND:
        /* RFC 5545 section 3.3.12: without leap seconds, 60 is the 59th. */
        rule->seconds |= n == 60 ? UINT64_C(1) << 59 : bit;
        break;
    case PART_BYMINUTE:
        rule->minutes |= bit;
        break;
    case PART_BYHOUR:
        rule->hours |= (uint32_t)bit;
        break;
    case PART_BYMONTHDAY:
        *(n < 0 ? &rule->monthdays_back : &rule->monthdays) |= (uint32_t)bit;
        break;
    case PART_BYYEARDAY:
        number_add(&rule->yeardays, n);
        break;
    case PART_BYWEEKNO:
        *(n < 0 ? &rule->weeks_back : &rule->weeks) |= bit;
        break;
    case PART_BYMONTH:
        rule->months |= (uint32_t)bit;
        break;
    case PART_BYSETPOS:
        number_add(&rule->positions, n);
        break;
    case PART_FREQ:
    case PART_UNTIL:
    case PART_COUNT:
    case PART_INTERVAL:
    case PART_BYDAY:
    case PART_WKST:
    case PART_RSCALE:
    case PART_SKIP:
    case PART_END:
        break;
    }
}

static const char *trimmed(char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    size_t n = strlen(s);
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        s[--n] = '\0';
    return s;
}

static int read_number(struct recur_rule *rule, enum part part, const char *item,
                       struct sahut_why *why)
{
    const struct range *r = &ranges[part];
    int sign = item[0] == '-' ? -1 : 1;
    const char *s = item + (item[0] == '-' || (item[0] == '+' && r->back));
    long n = digits(s, strlen(s));
    if (n < r->min || n > r->max || (sign < 0 && !r->back))
        return sahut_why(why, -EINVAL, "%s: \"%s\" is not a number from %d to %d%s",
                         part_names[part], item, r->min, r->max, r->back ? ", or minus that" : "");
    rule_add(rule, part, sign * (int)n);
    return 0;
}

static int read_day(struct recur_rule *rule, const char *item, struct sahut_why *why)
{
    size_t len = strlen(item);
    int day = len >= 2 ? index_of(day_names, item + len - 2) : -1;
    if (day < 0)
        return sahut_why(why, -EINVAL, "BYDAY: \"%s\" is not a weekday such as MO, 2TU or -1FR",
                         item);
    if (len == 2) {
        rule->weekdays |= (uint8_t)(1u << day);
        return 0;
    }
    bool sign = item[0] == '-' || item[0] == '+';
    long n = digits(item + sign, len - 2 - sign);
    if (n < 1 || n > 53)
        return sahut_why(why, -EINVAL, "BYDAY: the number in \"%s\" is not 1 to 53, or minus that",
                         item);
    (item[0] == '-' ? rule->nth_back : rule->nth)[day] |= UINT64_C(1) << n;
    rule->any_nth = true;
    return 0;
}

static int read_list(struct recur_rule *rule, enum part part, char *value, struct sahut_why *why)
{
    for (char *next = value; next;) {
        char *item = next, *comma = strchr(item, ',');
        next = comma ? comma + 1 : NULL;
        if (comma)
            *comma = '\0';
        const char *word = trimmed(item);
        int r = part == PART_BYDAY ? read_day(rule, word, why) : read_number(rule, part, word, why);
        if (r < 0)
            return r;
    }
    return 0;
}

static int read_until(struct recur_rule *rule, const char *value, struct sahut_why *why)
{
    size_t len = strlen(value);
    bool utc = len == 16 && (value[15] == 'Z' || value[15] == 'z');
    bool shape = len == 8 || ((len == 15 || utc) && (value[8] == 'T' || value[8] == 't'));
    struct sahut_civil c = {0};
    if (shape) {
        c.year = (int)digits(value, 4);
        c.month = (int)digits(value + 4, 2);
        c.day = (int)digits(value + 6, 2);
    }
    if (shape && len > 8) {
        c.hour = (int)digits(value + 9, 2);
        c.minute = (int)digits(value + 11, 2);
        c.second = (int)digits(value + 13, 2);
    }
    if (!shape || c.year < 1 || c.month < 1 || c.month > 12 || c.day < 1 ||
        c.day > sahut_civil_days_in_month(c.year, c.month) || c.hour < 0 || c.hour > 23 ||
        c.minute < 0 || c.minute > 59 || c.second < 0 || c.second > 60)
        return sahut_why(why, -EINVAL,
                         "UNTIL: \"%s\" is not a date such as 20261231 or 20261231T235959Z", value);
    if (c.second == 60)
        c.second = 59;
    rule->until = c;
    rule->until_kind = len == 8 ? RECUR_UNTIL_DATE : utc ? RECUR_UNTIL_UTC : RECUR_UNTIL_LOCAL;
    return 0;
}

static int read_word(enum part part, const char *const *names, const char *value, int *out,
                     struct sahut_why *why)
{
    int i = index_of(names, value);
    if (i < 0) {
        const char *near = sahut_text_nearest(value, names);
        return sahut_why(why, -EINVAL, "%s: \"%s\" is unknown, %s would be right", part_names[part],
                         value, near ? near : names[0]);
    }
    *out = i;
    return 0;
}

static int read_amount(enum part part, const char *value, long *out, struct sahut_why *why)
{
    long n = digits(value, strlen(value));
    if (n < 1)
        return sahut_why(why, -EINVAL, "%s: \"%s\" is not a number from 1 on", part_names[part],
                         value);
    *out = n;
    return 0;
}

static int read_part(struct recur_rule *rule, enum part part, char *value, struct sahut_why *why)
{
    int word = 0, r = 0;
    long amount = 0;
    switch (part) {
    case PART_FREQ:
        r = read_word(part, freq_names, value, &word, why);
        rule->freq = (enum recur_freq)word;
        return r;
    case PART_WKST:
        r = read_word(part, day_names, value, &word, why);
        rule->week_start = word;
        return r;
    case PART_SKIP:
        r = read_word(part, skip_names, value, &word, why);
        rule->skip = (enum recur_skip)word;
        return r;
    case PART_RSCALE:
        if (strcasecmp(value, "GREGORIAN") == 0)
            return 0;
        return sahut_why(why, -EINVAL,
                         "RSCALE: \"%s\" is a calendar that is not known here, "
                         "only GREGORIAN is",
                         value);
    case PART_UNTIL:
        return read_until(rule, value, why);
    case PART_COUNT:
        r = read_amount(part, value, &amount, why);
        rule->count = amount;
        return r;
    case PART_INTERVAL:
        r = read_amount(part, value, &amount, why);
        rule->interval = r < 0 ? 1 : (int32_t)amount;
        return r;
    case PART_BYSECOND:
    case PART_BYMINUTE:
    case PART_BYHOUR:
    case PART_BYDAY:
    case PART_BYMONTHDAY:
    case PART_BYYEARDAY:
    case PART_BYWEEKNO:
    case PART_BYMONTH:
    case PART_BYSETPOS:
        return read_list(rule, part, value, why);
    case PART_END:
        break;
    }
    return -EINVAL;
}

/** Cuts the next NAME=VALUE off `*at`. */
static int next_piece(const char **at, struct piece *out, struct sahut_why *why)
{
    const char *s = *at;
    size_t len = strcspn(s, ";");
    const char *equals = memchr(s, '=', len);
    *at = s + len + (s[len] == ';');
    if (!equals)
        return sahut_why(why, -EINVAL, "\"%.*s\" is not a part such as FREQ=DAILY",
                         len > 60 ? 60 : (int)len, s);
    size_t name = (size_t)(equals - s), value = len - name - 1;
    if (name >= sizeof out->name || value >= sizeof out->value)
        return sahut_why(why, -EINVAL, "\"%.*s\" is too long a part", 60, s);
    char buffer[sizeof out->value];
    memcpy(buffer, s, name);
    buffer[name] = '\0';
    strcpy(out->name, trimmed(buffer));
    memcpy(buffer, equals + 1, value);
    buffer[value] = '\0';
    strcpy(out->value, trimmed(buffer));
    return 0;
}

static int check_whole(const struct recur_rule *rule, unsigned seen, struct sahut_why *why)
{
    if (!(seen & 1u << PART_FREQ))
        return sahut_why(why, -EINVAL, "FREQ is missing, FREQ=WEEKLY for example");
    if (rule->any_nth && rule->freq != RECUR_MONTHLY && rule->freq != RECUR_YEARLY)
        return sahut_why(why, -EINVAL,
                         "BYDAY: a number before a weekday has no meaning with "
                         "FREQ=%s, only with MONTHLY and YEARLY",
                         freq_names[rule->freq]);
    if (rule->any_nth && rule->freq == RECUR_YEARLY && (rule->weeks || rule->weeks_back))
        return sahut_why(why, -EINVAL,
                         "BYDAY: a number before a weekday has no meaning with BYWEEKNO");
    return 0;
}

int recur_parse(const char *text, struct recur_rule *out, struct sahut_why *why)
{
    struct recur_rule rule = {.interval = 1};
    unsigned seen = 0;
    while (isspace((unsigned char)*text))
        text++;
    if (*text == '\0')
        return sahut_why(why, -EINVAL, "the rule is empty, FREQ=WEEKLY would be one");
    while (*text && strspn(text, " \t\r\n") != strlen(text)) {
        struct piece piece;
        int r = next_piece(&text, &piece, why);
        if (r < 0)
            return r;
        if (strncasecmp(piece.name, "X-", 2) == 0)
            continue;
        int part = index_of(part_names, piece.name);
        if (part < 0) {
            const char *near = sahut_text_nearest(piece.name, part_names);
            return sahut_why(why, -EINVAL, "\"%s\" is no part of a rule%s%s", piece.name,
                             near ? ", perhaps " : "", near ? near : "");
        }
        if (seen & 1u << part)
            return sahut_why(why, -EINVAL, "%s is there twice", part_names[part]);
        seen |= 1u << part;
        if ((r = read_part(&rule, (enum part)part, piece.value, why)) < 0)
            return r;
    }
    int r = check_whole(&rule, seen, why);
    if (r == 0)
        *out = rule;
    return r;
}
