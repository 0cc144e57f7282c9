// SPDX-License-Identifier: GPL-3.0-or-later
/* A recurrence as an RRULE's value (RFC 5545, section 3.3.10). */
#include "understand/repeat_plan.h"

#include <errno.h>
#include <stdio.h>

#include "sahut/text.h"

static void say_list(struct sahut_text *t, const char *name, const int *values, int n)
{
    for (int i = 0; i < n; i++)
        sahut_text_addf(t, "%s%d", i ? "," : name, values[i]);
}

/* The distinct values, in order. */
static int distinct(const int *values, int n, int out[REPEAT_TIMES])
{
    int count = 0;
    for (int i = 0; i < n; i++) {
        int k = count;
        bool known = false;
        for (int j = 0; j < count; j++)
            known |= out[j] == values[i] % 24;
        if (known)
            continue;
        while (k > 0 && out[k - 1] > values[i] % 24) {
            out[k] = out[k - 1];
            k--;
        }
        out[k] = values[i] % 24;
        count++;
    }
    return count;
}

/* Several times a day: every hour said with every minute said, and if that is more than was said,
 * which of them. */
static int say_times(struct sahut_text *t, const struct repeat_plan *p)
{
    int hours[REPEAT_TIMES], minutes[REPEAT_TIMES], values[REPEAT_TIMES];
    if (p->n_times < 2)
        return 0;
    for (int i = 0; i < p->n_times; i++)
        values[i] = p->minutes[i] % 60;
    int n_minutes = 0;
    for (int i = 0; i < p->n_times; i++) {
        bool known = false;
        for (int j = 0; j < n_minutes; j++)
            known |= minutes[j] == values[i];
        int k = n_minutes;
        while (!known && k > 0 && minutes[k - 1] > values[i]) {
            minutes[k] = minutes[k - 1];
            k--;
        }
        if (!known) {
            minutes[k] = values[i];
            n_minutes++;
        }
    }
    int n_hours = distinct(p->hours, p->n_times, hours);
    say_list(t, ";BYHOUR=", hours, n_hours);
    say_list(t, ";BYMINUTE=", minutes, n_minutes);
    if (n_hours * n_minutes == p->n_times)
        return 0;
    if (p->r.unit != SAHUT_GRAIN_DAY)
        return -EINVAL;
    int said = 0;
    for (int h = 0; h < n_hours; h++)
        for (int k = 0; k < n_minutes; k++)
            for (int i = 0; i < p->n_times; i++)
                if (p->hours[i] % 24 == hours[h] && p->minutes[i] == minutes[k])
                    sahut_text_addf(t, "%s%d", said++ ? "," : ";BYSETPOS=", h * n_minutes + k + 1);
    return said == p->n_times ? 0 : -EINVAL;
}

static void say_days(struct sahut_text *t, const struct moment_repeat *r)
{
    static const char names[][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const char *before = ";BYDAY=";
    if (r->month)
        sahut_text_addf(t, ";BYMONTH=%d", r->month);
    if (r->mday || (r->month && !r->nth))
        sahut_text_addf(t, ";BYMONTHDAY=%d", r->mday ? r->mday : 1);
    if (r->mday_too)
        sahut_text_addf(t, ",%d", r->mday_too);
    for (int k = 0; k < (r->nth_too ? 2 : 1); k++)
        for (int i = 0; i < 7; i++) {
            if (!(r->weekdays >> i & 1))
                continue;
            sahut_text_add(t, before);
            if (r->nth)
                sahut_text_addf(t, "%+d", k ? r->nth_too : r->nth);
            sahut_text_add(t, names[i]);
            before = ",";
        }
}

int repeat_say(const struct repeat_plan *p, const struct moment_now *now,
               struct sahut_recurrence *out)
{
    static const char *const units[] = {
        [SAHUT_GRAIN_MINUTE] = "MINUTELY", [SAHUT_GRAIN_HOUR] = "HOURLY",
        [SAHUT_GRAIN_PART] = "DAILY",      [SAHUT_GRAIN_DAY] = "DAILY",
        [SAHUT_GRAIN_WEEK] = "WEEKLY",     [SAHUT_GRAIN_MONTH] = "MONTHLY",
        [SAHUT_GRAIN_YEAR] = "YEARLY",
    };
    struct sahut_text t = {0};
    sahut_text_addf(&t, "FREQ=%s", units[p->r.unit]);
    if (p->r.interval > 1)
        sahut_text_addf(&t, ";INTERVAL=%d", p->r.interval);
    /* A week of an interval of several begins where people let it begin. */
    if (p->r.interval > 1 && p->r.unit == SAHUT_GRAIN_WEEK && now->habits.first_weekday == 6)
        sahut_text_add(&t, ";WKST=SU");
    say_days(&t, &p->r);
    int err = say_times(&t, p);
    if (out->count)
        sahut_text_addf(&t, ";COUNT=%d", out->count);
    else if (out->until_ms) {
        struct sahut_civil c = sahut_civil_add_seconds((struct sahut_civil){1970, 1, 1, 0, 0, 0},
                                                       out->until_ms / 1000);
        sahut_text_addf(&t, ";UNTIL=%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day, c.hour,
                        c.minute, c.second);
    }
    if (t.len >= sizeof out->rule)
        err = -EINVAL;
    if (!err)
        snprintf(out->rule, sizeof out->rule, "%s", sahut_text_get(&t));
    sahut_text_finish(&t);
    return err;
}
