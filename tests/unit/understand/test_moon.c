// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sahut/zone.h"
#include "understand/moon.h"

/* The days on which they were, or will be by the calendars that are published ahead. */
static void feasts_are_on_their_days(void **state)
{
    static const struct {
        enum moon_feast feast;
        int year, month, day;
    } table[] = {
        {MOON_CHINESE_NEW_YEAR, 2013, 2, 10},
        {MOON_CHINESE_NEW_YEAR, 2015, 2, 19},
        {MOON_CHINESE_NEW_YEAR, 2020, 1, 25},
        {MOON_CHINESE_NEW_YEAR, 2023, 1, 22},
        {MOON_CHINESE_NEW_YEAR, 2024, 2, 10},
        {MOON_CHINESE_NEW_YEAR, 2025, 1, 29},
        {MOON_CHINESE_NEW_YEAR, 2026, 2, 17},
        {MOON_CHINESE_NEW_YEAR, 2028, 1, 26},
        {MOON_LANTERN, 2024, 2, 24},
        {MOON_DRAGON_BOAT, 2020, 6, 25},
        {MOON_DRAGON_BOAT, 2025, 5, 31},
        {MOON_MID_AUTUMN, 2020, 10, 1},
        {MOON_MID_AUTUMN, 2023, 9, 29},
        {MOON_MID_AUTUMN, 2025, 10, 6},
        {MOON_ISLAMIC_NEW_YEAR, 2018, 9, 11},
        {MOON_ISLAMIC_NEW_YEAR, 2024, 7, 7},
        {MOON_RAMADAN, 2024, 3, 11},
        {MOON_RAMADAN, 2026, 2, 18},
        {MOON_FITR, 2023, 4, 21},
        {MOON_FITR, 2025, 3, 30},
        {MOON_ADHA, 2019, 8, 11},
        {MOON_ADHA, 2026, 5, 27},
        {MOON_ASHURA, 2020, 8, 29},
        {MOON_ROSH_HASHANAH, 2023, 9, 16},
        {MOON_ROSH_HASHANAH, 2026, 9, 12},
        {MOON_YOM_KIPPUR, 2024, 10, 12},
        {MOON_SUKKOT, 2024, 10, 17},
        {MOON_SIMCHAT_TORAH, 2023, 10, 8},
        {MOON_HANUKKAH, 2023, 12, 8},
        {MOON_HANUKKAH, 2024, 12, 26},
        {MOON_HANUKKAH, 2025, 12, 15},
        {MOON_PURIM, 2024, 3, 24},
        {MOON_PURIM, 2025, 3, 14},
        {MOON_PASSOVER, 2024, 4, 23},
        {MOON_PASSOVER, 2026, 4, 2},
        {MOON_SHAVUOT, 2025, 6, 2},
        {MOON_DIWALI, 2018, 11, 7},
        {MOON_DIWALI, 2020, 11, 14},
        {MOON_DIWALI, 2022, 10, 24},
        {MOON_DIWALI, 2023, 11, 12},
        {MOON_HOLI, 2018, 3, 2},
        {MOON_HOLI, 2021, 3, 29},
        {MOON_HOLI, 2024, 3, 25},
        {MOON_HOLI, 2025, 3, 14},
        {MOON_NOWRUZ, 2025, 3, 21},
        {MOON_NOWRUZ, 2026, 3, 21},
        {MOON_PARSI_NEW_YEAR, 2018, 8, 17},
        {MOON_PARSI_NEW_YEAR, 2022, 8, 16},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_civil c = sahut_civil_from_days(moon_feast_day(table[i].feast, table[i].year));
        if (c.year != table[i].year || c.month != table[i].month || c.day != table[i].day)
            fail_msg("feast %d of %d: %d-%02d-%02d", (int)table[i].feast, table[i].year, c.year,
                     c.month, c.day);
    }
}

/* Every feast falls on a day of its year, whatever the year. */
static void every_year_has_them(void **state)
{
    (void)state;
    for (int feast = MOON_ANY + 1; feast < MOON_FEASTS; feast++)
        for (int year = 1900; year < 2200; year++) {
            int64_t day = moon_feast_day((enum moon_feast)feast, year);
            assert_int_equal(sahut_civil_from_days(day).year, year);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feasts_are_on_their_days),
        cmocka_unit_test(every_year_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
