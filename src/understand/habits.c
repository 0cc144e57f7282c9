// SPDX-License-Identifier: GPL-3.0-or-later
/* What people differ in, from the settings. */
#include "sahut/settings.h"
#include "sahut/when.h"

struct sahut_when_habits sahut_when_habits_default(void)
{
    return (struct sahut_when_habits){
        .morning = {8, 6, 12},
        .afternoon = {15, 12, 18},
        .evening = {19, 18, 22},
        .night = {22, 22, 30},
        .tonight = {22, 18, 24},
        .first_weekday = 0,
        .month_first = true,
    };
}

/* The hour of a part lies in the part. */
static struct sahut_day_part part(int at, int from, int to)
{
    return (struct sahut_day_part){at < from ? from : at >= to ? to - 1 : at, from, to};
}

struct sahut_when_habits sahut_when_habits_read(const struct sahut_settings *s)
{
    enum { DAY = 24, SUNDAY = 6 };
    int morning = sahut_settings_int(s, "times.morning_begins");
    int afternoon = sahut_settings_int(s, "times.afternoon_begins");
    int evening = sahut_settings_int(s, "times.evening_begins");
    int night = sahut_settings_int(s, "times.night_begins");
    int at_night = sahut_settings_int(s, "times.night");
    return (struct sahut_when_habits){
        .morning = part(sahut_settings_int(s, "times.morning"), morning, afternoon),
        .afternoon = part(sahut_settings_int(s, "times.afternoon"), afternoon, evening),
        .evening = part(sahut_settings_int(s, "times.evening"), evening, night),
        .night = part(at_night, night, DAY + morning),
        .tonight = part(at_night, evening, DAY),
        .first_weekday = sahut_settings_bool(s, "times.week_begins_on_sunday") ? SUNDAY : 0,
        .month_first = !sahut_settings_bool(s, "times.day_before_month"),
        .hours_of_24 = sahut_settings_bool(s, "times.hours_of_24"),
        .long_scale = sahut_settings_bool(s, "times.long_scale"),
    };
}
