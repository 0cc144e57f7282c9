// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "base/tzif.h"
#include "sahut/zone.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static int64_t seconds(int year, int month, int day, int hour)
{
    struct sahut_civil c = {year, month, day, hour, 0, 0};
    return sahut_civil_days(&c) * 86400 + hour * 3600;
}

/* In UTC: the offset at that hour, and the hours at which it began and ends. */
static void rules(void **state)
{
    static const struct {
        const char *rule;
        int at[4], offset_s, from[4], until[4];
    } rows[] = {
        {"CET-1CEST,M3.5.0,M10.5.0/3", {2026, 7, 1, 0}, 7200, {2026, 3, 29, 1}, {2026, 10, 25, 1}},
        {"CET-1CEST,M3.5.0,M10.5.0/3", {2026, 3, 29, 0}, 3600, {2025, 10, 26, 1}, {2026, 3, 29, 1}},
        {"CET-1CEST,M3.5.0,M10.5.0/3",
         {2026, 10, 25, 1},
         3600,
         {2026, 10, 25, 1},
         {2027, 3, 28, 1}},
        /* South of the equator summer time goes over the new year. */
        {"AEST-10AEDT,M10.1.0,M4.1.0/3",
         {2026, 1, 1, 0},
         39600,
         {2025, 10, 4, 16},
         {2026, 4, 4, 16}},
        {"EST5EDT,M3.2.0,M11.1.0", {2026, 7, 1, 0}, -14400, {2026, 3, 8, 7}, {2026, 11, 1, 6}},
        /* Ireland's standard time is its summer time. */
        {"IST-1GMT0,M10.5.0,M3.5.0/1", {2026, 1, 1, 0}, 0, {2025, 10, 26, 1}, {2026, 3, 29, 1}},
        /* Hours past the day and before it (RFC 8536 section 3.3.1). */
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
         {2026, 7, 1, 0},
         -3600,
         {2026, 3, 29, 1},
         {2026, 10, 25, 1}},
        {"IST-2IDT,M3.4.4/26,M10.5.0",
         {2026, 7, 1, 0},
         10800,
         {2026, 3, 27, 0},
         {2026, 10, 24, 23}},
        {"XXX0YYY,J60/0,J61/0", {2024, 3, 1, 12}, 3600, {2024, 3, 1, 0}, {2024, 3, 1, 23}},
        {"XXX0YYY,59/0,60/0", {2024, 2, 29, 12}, 3600, {2024, 2, 29, 0}, {2024, 2, 29, 23}},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tz_rule rule;
        const int *at = rows[i].at, *from = rows[i].from, *until = rows[i].until;
        assert_int_equal(tz_rule_parse(rows[i].rule, &rule), 0);
        struct tz_span span = tz_rule_span(&rule, seconds(at[0], at[1], at[2], at[3]));
        assert_int_equal(span.offset_s, rows[i].offset_s);
        assert_int_equal(span.from_s, seconds(from[0], from[1], from[2], from[3]));
        assert_int_equal(span.until_s, seconds(until[0], until[1], until[2], until[3]));
    }
}

static void rules_without_summer(void **state)
{
    static const struct {
        const char *rule;
        int offset_s;
    } rows[] = {
        {"CST6", -21600},
        {"<+0545>-5:45", 20700},
        {"AAA-1:02:03", 3723},
        /* Summer time for ever: what ends one year begins the next. */
        {"XXX3EDT4,0/0,J365/23", -14400},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tz_rule rule;
        assert_int_equal(tz_rule_parse(rows[i].rule, &rule), 0);
        for (int month = 1; month <= 12; month++)
            assert_int_equal(tz_rule_span(&rule, seconds(2026, month, 1, 3)).offset_s,
                             rows[i].offset_s);
    }
}

static void no_rules(void **state)
{
    static const char *const rows[] = {
        "",
        "C",
        "CET",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/3x",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,J0,J1",
        "CET-1CEST,366,1",
        "CET-99",
        "CET-1:60",
        "<CET-1",
        "CET-1CEST,M3.5.0/168,M10.5.0",
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct tz_rule rule;
        if (tz_rule_parse(rows[i], &rule) != -EINVAL)
            fail_msg("\"%s\" was taken", rows[i]);
    }
}

/* ---- files ---- */

static void put(unsigned char *bytes, size_t *n, int64_t value, int size)
{
    for (int i = size - 1; i >= 0; i--)
        bytes[(*n)++] = (unsigned char)((uint64_t)value >> (8 * i));
}

static void put_header(unsigned char *bytes, size_t *n, char version, int times, int types)
{
    memcpy(bytes + *n, "TZif", 4);
    bytes[*n + 4] = (unsigned char)version;
    memset(bytes + *n + 5, 0, 15);
    *n += 20;
    const int counts[] = {0, 0, 0, times, types, 4};
    for (int i = 0; i < 6; i++)
        put(bytes, n, counts[i], 4);
}

static void put_types(unsigned char *bytes, size_t *n)
{
    static const int offsets[] = {1000, 3600, 7200};
    for (int i = 0; i < 3; i++) {
        put(bytes, n, offsets[i], 4);
        put(bytes, n, i == 2, 1);
        put(bytes, n, 0, 1);
    }
    memcpy(bytes + *n, "ABC", 4);
    *n += 4;
}

/* Two transitions, at 100 and 200 seconds; version 1 is the first block alone. */
static size_t make_file(unsigned char *bytes, char version, const char *footer)
{
    size_t n = 0;
    for (int block = 0; block < (version ? 2 : 1); block++) {
        int size = block ? 8 : 4;
        put_header(bytes, &n, version, 2, 3);
        put(bytes, &n, 100, size);
        put(bytes, &n, 200, size);
        put(bytes, &n, 2, 1);
        put(bytes, &n, 1, 1);
        put_types(bytes, &n);
    }
    memcpy(bytes + n, footer, strlen(footer));
    return n + strlen(footer);
}

static void files(void **state)
{
    static const struct {
        char version;
        const char *footer;
        int late_s; /* the offset in July 2026 */
    } rows[] = {
        {'\0', "", 3600}, {'2', "\n\n", 3600}, {'3', "\nCET-1CEST,M3.5.0,M10.5.0/3\n", 7200}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        unsigned char bytes[512];
        struct tzif *zone;
        size_t n = make_file(bytes, rows[i].version, rows[i].footer);
        assert_int_equal(tzif_parse(bytes, n, &zone), 0);
        assert_int_equal(tzif_span(zone, 99).offset_s, 1000);
        assert_int_equal(tzif_span(zone, 100).offset_s, 7200);
        assert_int_equal(tzif_span(zone, 100).until_s, 200);
        assert_int_equal(tzif_span(zone, 200).offset_s, 3600);
        assert_int_equal(tzif_span(zone, 300).from_s, 200);
        assert_int_equal(tzif_span(zone, seconds(2026, 7, 1, 0)).offset_s, rows[i].late_s);
        tzif_free(zone);
        /* Cut anywhere, it is refused and nothing is read past its end. */
        for (size_t cut = 0; cut < n; cut++) {
            unsigned char *part = test_malloc(cut ? cut : 1);
            memcpy(part, bytes, cut);
            assert_int_equal(tzif_parse(part, cut, &zone), -EINVAL);
            test_free(part);
        }
    }
}

static void broken_files(void **state)
{
    unsigned char bytes[512];
    struct tzif *zone;
    size_t n = make_file(bytes, '2', "\nCET-1\n");
    const size_t second = 44 + 2 * 5 + 3 * 6 + 4;
    const struct {
        size_t at;
        unsigned char value;
    } rows[] = {
        {0, 'X'},                         /* no zone file */
        {second, 'X'},                    /* no second header */
        {second + 32, 0xff},              /* a negative count */
        {second + 39, 0},                 /* no type at all */
        {second + 44 + 7, 250},           /* times go backwards */
        {second + 44 + 16, 3},            /* a type that is not there */
        {second + 44 + 18 + 2 * 6, 0x7f}, /* an offset of years */
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        unsigned char kept = bytes[rows[i].at];
        bytes[rows[i].at] = rows[i].value;
        if (tzif_parse(bytes, n, &zone) != -EINVAL)
            fail_msg("row %zu was taken", i);
        bytes[rows[i].at] = kept;
    }
    assert_int_equal(tzif_parse(bytes, n, &zone), 0);
    tzif_free(zone);
    tzif_free(NULL);
}

static void names(void **state)
{
    static const char *const rows[] = {"",        "/etc/localtime", "../zoneinfo/UTC", "posix/UTC",
                                       "Factory", "localtime",      "Europe",          "zone.tab"};
    struct tzif *zone;
    for (size_t i = 0; i < LENGTH(rows); i++)
        if (tzif_load(rows[i], &zone) == 0)
            fail_msg("\"%s\" was taken for a zone", rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules), cmocka_unit_test(rules_without_summer), cmocka_unit_test(no_rules),
        cmocka_unit_test(files), cmocka_unit_test(broken_files),         cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
