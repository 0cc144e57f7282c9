// SPDX-License-Identifier: GPL-3.0-or-later
/** The days of feasts by other calendars than the Gregorian. No language in here.
 *
 * By ICU's calendars (Hebrew, Islamic of Umm al-Qura: where the moon is looked for a feast may be a
 * day off, Chinese, Persian). ICU has no Hindu calendar: Diwali and Holi are by the new and full
 * moon over India, by Meeus' series, good to a few minutes; the Parsi New Year is counted.
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
