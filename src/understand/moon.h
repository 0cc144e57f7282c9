// SPDX-License-Identifier: GPL-3.0-or-later
/** The days of feasts by other calendars than the Gregorian. No language in here.
 *
 * Those of the Hebrew calendar and the Parsi New Year are exact. Those that hang on the new or full
 * moon of a place are by Meeus' series, good to a few minutes: Islamic ones as in the calendar of
 * Umm al-Qura (where the moon is looked for they may be a day off), Diwali and Holi in India,
 * Chinese ones by the month that begins last before its solar term, which is wrong in years after
 * some leap months (1985 by a month).
 *
 * Of a Jewish or Islamic feast it is the day; it begins in the evening before. */
#ifndef UNDERSTAND_MOON_H
#define UNDERSTAND_MOON_H

#include <stdint.h>

enum moon_feast {
    MOON_ANY, /**< none: what a word says that stands in more than one name */
    MOON_CHINESE_NEW_YEAR,
    MOON_LANTERN,
    MOON_DRAGON_BOAT,
    MOON_MID_AUTUMN,
    MOON_ISLAMIC_NEW_YEAR,
    MOON_ASHURA,
    MOON_MAWLID,
    MOON_RAMADAN,
    MOON_FITR,
    MOON_ADHA,
    MOON_ROSH_HASHANAH,
    MOON_YOM_KIPPUR,
    MOON_SUKKOT,
    MOON_SIMCHAT_TORAH,
    MOON_HANUKKAH,
    MOON_PURIM,
    MOON_PASSOVER,
    MOON_SHAVUOT,
    MOON_DIWALI,
    MOON_HOLI,
    MOON_NOWRUZ,
    MOON_PARSI_NEW_YEAR,
    MOON_FEASTS,
};

/** Its first day in the Gregorian `year`, in days since 1970-01-01. */
int64_t moon_feast_day(enum moon_feast feast, int year);

#endif
