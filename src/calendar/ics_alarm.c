// SPDX-License-Identifier: GPL-3.0-or-later
/* VALARM: when an event wants to be announced. Read line by line, beside the event's own
 * properties, since libical is given those alone. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar/ics_private.h"
#include "sahut/text.h"

struct open_alarm {
    bool open, mail, has_trigger;
    struct cal_alarm alarm;
};

static bool duration_ms(const char *value, int64_t *out)
{
    struct icaldurationtype d = icaldurationtype_from_string(value);
    if (icaldurationtype_is_bad_duration(d) || strpbrk(value, "pP") == NULL)
        return false;
    *out = INT64_C(1000) * icaldurationtype_as_int(d);
    return true;
}

static bool instant_ms(const char *value, int64_t *out)
{
    struct icaltimetype t = icaltime_from_string(value);
    struct sahut_civil c;
    if (!icaltime_is_utc(t) || !ics_civil(t, &c))
        return false;
    *out = recur_seconds(&c) * 1000;
    return true;
}

/** "TRIGGER;RELATED=END:-PT15M", "TRIGGER;VALUE=DATE-TIME:20260504T080000Z". */
static bool read_trigger(char *line, struct cal_alarm *out)
{
    char *value = strrchr(line, ':');
    if (!value)
        return false;
    *value++ = '\0';
    value[strcspn(value, "\r \t")] = '\0';
    *out = (struct cal_alarm){.from_end = strcasestr(line, "RELATED=END") != NULL};
    out->absolute = !strpbrk(value, "pP");
    return out->absolute ? instant_ms(value, &out->value_ms) : duration_ms(value, &out->value_ms);
}

static void take_alarm_line(struct open_alarm *a, char *line)
{
    if (strncasecmp(line, "TRIGGER", 7) == 0 && (line[7] == ':' || line[7] == ';'))
        a->has_trigger = read_trigger(line, &a->alarm);
    else if (strncasecmp(line, "ACTION:", 7) == 0)
        a->mail = strncasecmp(line + 7, "EMAIL", 5) == 0;
}

static void close_alarm(struct open_alarm *a, struct cal_event *out)
{
    if (a->open && a->has_trigger && !a->mail && out->alarm_count < CAL_ALARMS)
        out->alarms[out->alarm_count++] = a->alarm;
    *a = (struct open_alarm){0};
}

void ics_alarms(const struct cal_piece *piece, struct cal_event *out)
{
    char *travel = ics_glance(piece, "X-APPLE-TRAVEL-DURATION");
    int64_t ms;
    if (travel && duration_ms(travel, &ms) && ms > 0 && ms < INT64_C(86400000))
        out->travel_s = (int)(ms / 1000);
    free(travel);
    if (!strcasestr(piece->text, "\nBEGIN:VALARM"))
        return;
    struct open_alarm alarm = {0};
    char *text = sahut_strndup(piece->text, piece->len), *save = NULL;
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        if (strncasecmp(line, "BEGIN:VALARM", 12) == 0)
            alarm = (struct open_alarm){.open = true};
        else if (strncasecmp(line, "END:VALARM", 10) == 0)
            close_alarm(&alarm, out);
        else if (alarm.open)
            take_alarm_line(&alarm, line);
    }
    free(text);
}
