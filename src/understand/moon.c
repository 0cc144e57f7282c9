// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/moon.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "sahut/zone.h"

static int64_t days_of(int year, int month, int day)
{
    struct sahut_civil c = {.year = year, .month = month, .day = day};
    return sahut_civil_days(&c);
}

/* ---- the moon ---- */

/* Julian days count from noon: 2440587.5 is 1970-01-01. */
static const double UNIX_EPOCH = 2440587.5;

/* Periodic terms of the new and of the full moon, in days, with the multiples of the sun's and the
 * moon's anomaly and of the moon's argument of latitude: Meeus, Astronomical Algorithms, chapter
 * 49, the terms from 0.0002 on. */
static const struct {
    double new_moon, full_moon;
    int sun, moon, latitude;
} terms[] = {
    {-0.40720, -0.40614, 0, 1, 0}, {0.17241, 0.17302, 1, 0, 0},    {0.01608, 0.01614, 0, 2, 0},
    {0.01039, 0.01043, 0, 0, 2},   {0.00739, 0.00734, -1, 1, 0},   {-0.00514, -0.00515, 1, 1, 0},
    {0.00208, 0.00209, 2, 0, 0},   {-0.00111, -0.00111, 0, 1, -2}, {-0.00057, -0.00057, 0, 1, 2},
    {0.00056, 0.00056, 1, 2, 0},   {-0.00042, -0.00042, 0, 3, 0},  {0.00042, 0.00042, 1, 0, 2},
    {0.00038, 0.00038, 1, 0, -2},  {-0.00024, -0.00024, -1, 2, 0},
};

/* The moment of new moon number `k` (of full moon for k + 0.5) since 2000, in days since 1970, of
 * universal time but for the minute that the earth lags behind. */
static double phase(double k)
{
    const double degree = 3.14159265358979 / 180;
    double t = k / 1236.85, eccentricity = 1 - 0.002516 * t;
    double day = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t;
    double sun = 2.5534 + 29.10535670 * k, moon = 201.5643 + 385.81693528 * k;
    double latitude = 160.7108 + 390.67050284 * k;
    bool full = k != floor(k);
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        double angle = terms[i].sun * sun + terms[i].moon * moon + terms[i].latitude * latitude;
        double size = full ? terms[i].full_moon : terms[i].new_moon;
        day += size * sin(angle * degree) * pow(eccentricity, abs(terms[i].sun));
    }
    return day - UNIX_EPOCH - 65.0 / 86400;
}

/* The last new or full moon that is on day `limit` or before, where the clock is `hours` ahead. */
static double last_phase(int64_t limit, double hours, double offset)
{
    double k = floor(((double)limit - 10957 - 5) / 29.530588861) + 2 + offset;
    while (floor(phase(k) + hours / 24) > (double)limit)
        k--;
    return phase(k) + hours / 24;
}

/* The months since the first of the Islamic calendar, of new moon 0. */
enum { ISLAMIC_MONTHS = 17038, ISLAMIC_EPOCH = -492148, MECCA = 3 };

/* As the calendar of Umm al-Qura has it since 2002: when the moon is new before the sun sets in
 * Mecca, the next day begins the month, and else the one after it. */
static int64_t islamic_day(int year, int month, int day)
{
    int64_t months = ((int64_t)year - 1) * 12 + month;
    double moon = phase((double)(months - ISLAMIC_MONTHS)) + MECCA / 24.0;
    return (int64_t)floor(moon + 6.0 / 24) + day;
}

/* The first one in the Gregorian year. */
static int64_t islamic(int year, int month, int day)
{
    int64_t first = days_of(year, 1, 1);
    int y = (int)((first - ISLAMIC_EPOCH) * 30 / 10631); /* 10,631 days are thirty years */
    while (islamic_day(y, month, day) < first)
        y++;
    return islamic_day(y, month, day);
}

enum { CHINA = 8 };
static const double INDIA = 5.5, INDIAN_DUSK = 18.0 / 24;

/* The first of the Chinese month that holds this day, on which the sun enters its sign. */
static int64_t chinese_month(int year, int month, int day)
{
    return (int64_t)floor(last_phase(days_of(year, month, day), CHINA, 0));
}

/* The evening before or on which the moon is new. */
static int64_t diwali(int year)
{
    double moon = last_phase(days_of(year, 11, 15), INDIA, 0), day = floor(moon);
    return (int64_t)(moon - day >= INDIAN_DUSK - 1.0 / 96 ? day : day - 1);
}

/* The day after the evening on which it is full. */
static int64_t holi(int year)
{
    double moon = last_phase(days_of(year, 3, 29), INDIA, 0.5), day = floor(moon);
    return (int64_t)(moon - day < INDIAN_DUSK ? day : day + 1);
}

/* The day of the equinox in Tehran, the next one if it is after noon there. Meeus, chapter 27,
 * without the periodic terms, which are minutes. */
static int64_t nowruz(int year)
{
    double y = (year - 2000) / 1000.0;
    double day = 2451623.80984 + 365242.37404 * y + 0.05169 * y * y - UNIX_EPOCH + 3.5 / 24;
    return (int64_t)floor(day + 0.5);
}

/* ---- by counting: Reingold and Dershowitz, Calendrical Calculations ---- */

enum { RATA_DIE = 719163 }; /* 1970-01-01, counted from the first day of year 1 */

static int64_t hebrew_elapsed(int year)
{
    int64_t months = (235 * (int64_t)year - 234) / 19, parts = 12084 + 13753 * months;
    int64_t day = 29 * months + parts / 25920;
    return (3 * (day + 1)) % 7 < 3 ? day + 1 : day;
}

/* The first of Tishri. */
static int64_t hebrew_new_year(int year)
{
    int64_t before = hebrew_elapsed(year - 1), this = hebrew_elapsed(year);
    int delay = hebrew_elapsed(year + 1) - this == 356 ? 2 : this - before == 382 ? 1 : 0;
    return this + delay - 1373428 + 1 - RATA_DIE;
}

/* `days` from Tishri on, in the autumn of the Gregorian year. */
static int64_t hebrew_autumn(int year, int days)
{
    return hebrew_new_year(year + 3761) + days;
}

static int64_t hebrew_spring(int year, int days_from_passover)
{
    return hebrew_new_year(year + 3761) - 163 + days_from_passover;
}

/* The 25th of Kislev; Marheshvan before it has 30 days in long years. */
static int64_t hanukkah(int year)
{
    int64_t days = hebrew_new_year(year + 3762) - hebrew_new_year(year + 3761);
    return hebrew_autumn(year, 30 + (days % 10 == 5 ? 30 : 29) + 24);
}

/* A year of 365 days, without leap days: the Shahenshahi calendar. */
static int64_t parsi_new_year(int year)
{
    return days_of(2018, 8, 17) + 365 * (int64_t)(year - 2018);
}

int64_t moon_feast_day(enum moon_feast feast, int year)
{
    switch (feast) {
    case MOON_CHINESE_NEW_YEAR:
        return chinese_month(year, 2, 19);
    case MOON_LANTERN:
        return chinese_month(year, 2, 19) + 14;
    case MOON_DRAGON_BOAT:
        return chinese_month(year, 6, 21) + 4;
    case MOON_MID_AUTUMN:
        return chinese_month(year, 9, 23) + 14;
    case MOON_ISLAMIC_NEW_YEAR:
        return islamic(year, 1, 1);
    case MOON_ASHURA:
        return islamic(year, 1, 10);
    case MOON_MAWLID:
        return islamic(year, 3, 12);
    case MOON_RAMADAN:
        return islamic(year, 9, 1);
    case MOON_FITR:
        return islamic(year, 10, 1);
    case MOON_ADHA:
        return islamic(year, 12, 10);
    case MOON_ROSH_HASHANAH:
        return hebrew_autumn(year, 0);
    case MOON_YOM_KIPPUR:
        return hebrew_autumn(year, 9);
    case MOON_SUKKOT:
        return hebrew_autumn(year, 14);
    case MOON_SIMCHAT_TORAH:
        return hebrew_autumn(year, 22);
    case MOON_HANUKKAH:
        return hanukkah(year);
    case MOON_PURIM:
        return hebrew_spring(year, -30);
    case MOON_PASSOVER:
        return hebrew_spring(year, 0);
    case MOON_SHAVUOT:
        return hebrew_spring(year, 50);
    case MOON_DIWALI:
        return diwali(year);
    case MOON_HOLI:
        return holi(year);
    case MOON_NOWRUZ:
        return nowruz(year);
    case MOON_PARSI_NEW_YEAR:
        return parsi_new_year(year);
    case MOON_ANY:
    case MOON_FEASTS:
        break;
    }
    return days_of(year, 1, 1);
}
