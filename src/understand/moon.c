// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/moon.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unicode/ucal.h>

#include "sahut/zone.h"

#define DAY_MS 86400000.0

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

static const double INDIA = 5.5, INDIAN_DUSK = 18.0 / 24;

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

/* A year of 365 days, without leap days: the Shahenshahi calendar. */
static int64_t parsi_new_year(int year)
{
    return days_of(2018, 8, 17) + 365 * (int64_t)(year - 2018);
}

/* ---- by the calendars of ICU, where months count from 0 ---- */

static const struct counted {
    const char *locale;
    int month, day;
} counted[MOON_FEASTS] = {
    [MOON_CHINESE_NEW_YEAR] = {"@calendar=chinese", 0, 1},
    [MOON_LANTERN] = {"@calendar=chinese", 0, 15},
    [MOON_DRAGON_BOAT] = {"@calendar=chinese", 4, 5},
    [MOON_MID_AUTUMN] = {"@calendar=chinese", 7, 15},
    [MOON_ISLAMIC_NEW_YEAR] = {"@calendar=islamic-umalqura", 0, 1},
    [MOON_ASHURA] = {"@calendar=islamic-umalqura", 0, 10},
    [MOON_MAWLID] = {"@calendar=islamic-umalqura", 2, 12},
    [MOON_RAMADAN] = {"@calendar=islamic-umalqura", 8, 1},
    [MOON_FITR] = {"@calendar=islamic-umalqura", 9, 1},
    [MOON_ADHA] = {"@calendar=islamic-umalqura", 11, 10},
    [MOON_ROSH_HASHANAH] = {"@calendar=hebrew", 0, 1},
    [MOON_YOM_KIPPUR] = {"@calendar=hebrew", 0, 10},
    [MOON_SUKKOT] = {"@calendar=hebrew", 0, 15},
    [MOON_SIMCHAT_TORAH] = {"@calendar=hebrew", 0, 23},
    [MOON_HANUKKAH] = {"@calendar=hebrew", 2, 25},
    [MOON_PURIM] = {"@calendar=hebrew", 6, 14}, /* 5 is the first Adar of leap years */
    [MOON_PASSOVER] = {"@calendar=hebrew", 7, 15},
    [MOON_SHAVUOT] = {"@calendar=hebrew", 9, 6},
    [MOON_NOWRUZ] = {"@calendar=persian", 0, 1},
};

static int64_t counted_in(UCalendar *calendar, int year, const struct counted *c)
{
    UErrorCode error = U_ZERO_ERROR;
    ucal_clear(calendar);
    ucal_set(calendar, UCAL_EXTENDED_YEAR, year);
    ucal_set(calendar, UCAL_MONTH, c->month);
    ucal_set(calendar, UCAL_IS_LEAP_MONTH, 0);
    ucal_set(calendar, UCAL_DATE, c->day);
    return (int64_t)floor(ucal_getMillis(calendar, &error) / DAY_MS);
}

/* The first one in the Gregorian year. */
static int64_t counted_day(const struct counted *c, int year)
{
    int64_t first = days_of(year, 1, 1), day = first;
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(u"Etc/UTC", -1, c->locale, UCAL_TRADITIONAL, &error);
    if (U_FAILURE(error))
        return first;
    ucal_setMillis(calendar, (double)first * DAY_MS, &error);
    int y = ucal_get(calendar, UCAL_EXTENDED_YEAR, &error);
    day = counted_in(calendar, y, c);
    if (day < first)
        day = counted_in(calendar, y + 1, c);
    ucal_close(calendar);
    return day;
}

int64_t moon_feast_day(enum moon_feast feast, int year)
{
    if (feast == MOON_DIWALI)
        return diwali(year);
    if (feast == MOON_HOLI)
        return holi(year);
    if (feast == MOON_PARSI_NEW_YEAR)
        return parsi_new_year(year);
    return counted[feast].locale ? counted_day(&counted[feast], year) : days_of(year, 1, 1);
}
