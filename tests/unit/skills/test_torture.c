// SPDX-License-Identifier: GPL-3.0-or-later
/* A year of alarms on a clock that nobody would want: it is set forward and back, the machine
 * sleeps, is started again, and travels to another zone. Every alarm must ring exactly once, at its
 * local time, or be told as missed. The seed is printed; SAHUT_SEED gives another, SAHUT_YEARS
 * more. */
#include <stdbool.h>

#include "talk.h"

#include "sahut/skills.h"
#include "sahut/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    (1440 * MINUTE_MS)
#define MOST      2048

/* What the oracle knows of one occurrence: its local time, and what became of it. */
struct seen {
    char local[SAHUT_LOCAL_TIME];
    int rung, missed;
};

struct run {
    struct sahut_settings *settings;
    struct sahut_store *store;
    struct sahut_replies *replies;
    struct sahut_sentences *sentences;
    struct sahut_skills *skills;
    struct sahut_zone *zone;
    const char *name;
    uint64_t dice;
    int64_t boot_ms; /* elapsed time */
    int64_t wall_ms;
    struct sahut_clock clock;
    int boots;
    int64_t series;
    struct seen *seen;
    size_t n_seen;
    int steps, restarts, sleeps, travels, rings, missed;
};

static unsigned roll(struct run *r, unsigned sides)
{
    r->dice = r->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)((r->dice >> 33) % sides);
}

static void tell_clock(struct run *r)
{
    snprintf(r->clock.boot_id, sizeof r->clock.boot_id, "boot-%d", r->boots);
    r->clock.boot_minus_wall_ms = r->boot_ms - r->wall_ms;
    r->clock.trusted = true;
    sahut_skills_set_clock(r->skills, &r->clock, r->wall_ms);
}

static void make_skills(struct run *r)
{
    const struct sahut_skills_world world = {.settings = r->settings,
                                             .store = r->store,
                                             .sentences = r->sentences,
                                             .replies = r->replies,
                                             .zone = r->zone};

    sahut_skills_free(r->skills);
    assert_int_equal(sahut_skills_new(&world, &r->skills), 0);
    tell_clock(r);
}

static struct seen *seen_of(struct run *r, const char *local)
{
    for (size_t i = r->n_seen; i-- > 0;)
        if (strcmp(r->seen[i].local, local) == 0)
            return &r->seen[i];
    assert_true(r->n_seen < MOST);
    r->seen[r->n_seen] = (struct seen){.rung = 0};
    snprintf(r->seen[r->n_seen].local, SAHUT_LOCAL_TIME, "%s", local);
    return &r->seen[r->n_seen++];
}

/* A ring must be at its time, or up to `alarms.late` (15 min) later. */
static void check_ring(struct run *r, const struct sahut_promise *p, int64_t seed)
{
    struct sahut_civil local;
    int64_t due_ms;

    assert_int_equal(sscanf(p->local, "%d-%d-%dT%d:%d:%d", &local.year, &local.month, &local.day,
                            &local.hour, &local.minute, &local.second),
                     6);
    due_ms = sahut_zone_instant(r->zone, &local, NULL);
    if (r->wall_ms < due_ms || r->wall_ms > due_ms + 16 * MINUTE_MS)
        fail_msg("seed %lld, %s: the alarm of %s rings %lld s after it was due", (long long)seed,
                 r->name, p->local, (long long)(r->wall_ms - due_ms) / 1000);
}

static void happen_due(struct run *r, int64_t seed)
{
    struct sahut_outcome *out = calloc(1, sizeof *out);
    struct sahut_intent *stop = calloc(1, sizeof *stop);
    struct sahut_promise p;

    snprintf(stop->name, sizeof stop->name, "dialogue.stop");
    while (sahut_skills_next(r->skills) <= r->wall_ms) {
        if (!sahut_skills_due(r->skills, r->wall_ms, out))
            break;
        assert_int_equal(sahut_store_promise_get(r->store, out->promise, &p), 0);
        if (out->ringing) {
            check_ring(r, &p, seed);
            seen_of(r, p.local)->rung++;
            r->rings++;
            sahut_skills_order(r->skills, stop, NULL, r->wall_ms, out);
        } else if (p.state == SAHUT_PROMISE_EXPIRED) {
            seen_of(r, p.local)->missed++;
            r->missed++;
        }
    }
    free(stop);
    free(out);
}

/* Time goes on by itself, and everything is done when it is due. */
static void pass(struct run *r, int64_t ms, int64_t seed)
{
    const int64_t until_ms = r->wall_ms + ms;

    for (int guard = 0; guard < 100000; guard++) {
        const int64_t next_ms = sahut_skills_next(r->skills);
        const int64_t at_ms = next_ms < r->wall_ms ? r->wall_ms : next_ms;

        if (at_ms > until_ms)
            break;
        r->boot_ms += at_ms - r->wall_ms;
        r->wall_ms = at_ms;
        happen_due(r, seed);
    }
    r->boot_ms += until_ms - r->wall_ms;
    r->wall_ms = until_ms;
}

static void disturb(struct run *r)
{
    static const char *const zones[] = {"Europe/Berlin", "America/New_York",    "America/Sao_Paulo",
                                        "Asia/Jakarta",  "Australia/Lord_Howe", "Pacific/Apia"};
    struct sahut_zone *old = r->zone;
    const unsigned what = roll(r, 100);

    if (what < 30) { /* set, by up to two hours either way */
        r->wall_ms += ((int64_t)roll(r, 240) - 120) * MINUTE_MS;
        tell_clock(r);
        r->steps++;
    } else if (what < 60) { /* asleep: elapsed time counts on */
        const int64_t ms = roll(r, 720) * MINUTE_MS;

        r->wall_ms += ms;
        r->boot_ms += ms;
        tell_clock(r);
        r->sleeps++;
    } else if (what < 85) { /* off, up to three days */
        r->wall_ms += roll(r, 4320) * MINUTE_MS;
        r->boot_ms = 20000;
        r->boots++;
        make_skills(r);
        r->restarts++;
    } else {
        assert_int_equal(sahut_zone_new(zones[roll(r, 6)], &r->zone, NULL), 0);
        sahut_skills_set_zone(r->skills, r->zone, r->wall_ms);
        sahut_zone_free(old);
        r->travels++;
    }
}

static void set_alarm(struct run *r, const char *repeat)
{
    struct sahut_outcome *out = calloc(1, sizeof *out);
    struct sahut_intent *intent = calloc(1, sizeof *intent);

    snprintf(intent->name, sizeof intent->name, "alarm.set");
    intent->n_slots = 1;
    snprintf(intent->slots[0].name, sizeof intent->slots[0].name, "repeat");
    snprintf(intent->slots[0].text, sizeof intent->slots[0].text, "%s", repeat);
    sahut_skills_order(r->skills, intent, NULL, r->wall_ms, out);
    assert_string_equal(out->reply, "alarm_set_again");
    r->series = out->promise;
    free(intent);
    free(out);
}

/* Each day's alarm up to now was seen once: rung once, or missed. */
static void judge(const struct run *r, const char *from, const char *until, const char *time,
                  int64_t seed)
{
    struct sahut_civil day;
    int days = 0;

    assert_int_equal(sscanf(from, "%d-%d-%d", &day.year, &day.month, &day.day), 3);
    for (;; day = sahut_civil_add_days(day, 1)) {
        char local[64];
        const struct seen *found = NULL;

        snprintf(local, sizeof local, "%04d-%02d-%02dT%s", day.year, day.month, day.day, time);
        if (strcmp(local, until) >= 0)
            break;
        for (size_t i = 0; i < r->n_seen; i++)
            if (strcmp(r->seen[i].local, local) == 0)
                found = &r->seen[i];
        if (!found || found->rung + found->missed != 1)
            fail_msg("seed %lld, %s: the alarm of %s rang %d times, was missed %d times",
                     (long long)seed, r->name, local, found ? found->rung : 0,
                     found ? found->missed : 0);
        days++;
    }
    assert_int_equal(days, (int)r->n_seen);
}

static void a_year(const struct run *shared, const char *zone, const char *repeat, const char *time,
                   int64_t seed)
{
    struct run r = *shared;
    struct sahut_promise series;
    struct sahut_why why;

    r.name = zone;
    r.dice = (uint64_t)seed;
    r.seen = calloc(MOST, sizeof *r.seen);
    assert_int_equal(sahut_zone_new(zone, &r.zone, NULL), 0);
    if (sahut_instant_parse("2026-01-01T12:00", r.zone, &r.wall_ms, &why))
        fail_msg("%s", why.text);
    const int64_t end_ms = r.wall_ms + 365 * DAY_MS;
    r.boot_ms = 100000;
    assert_int_equal(sahut_store_open(NULL, &r.store, NULL), 0);
    make_skills(&r);
    set_alarm(&r, repeat);
    while (r.wall_ms < end_ms) {
        pass(&r, (int64_t)roll(&r, 2880) * MINUTE_MS, seed);
        disturb(&r);
        happen_due(&r, seed);
    }
    assert_int_equal(sahut_store_promise_get(r.store, r.series, &series), 0);
    judge(&r, series.first, series.local, time, seed);
    print_message(
        "# seed %lld, %s, %s: %d rings, %d missed; set %d times, %d sleeps, %d starts, %d "
        "zones\n",
        (long long)seed, zone, repeat, r.rings, r.missed, r.steps, r.sleeps, r.restarts, r.travels);
    sahut_skills_free(r.skills);
    sahut_store_close(r.store);
    sahut_zone_free(r.zone);
    free(r.seen);
}

static void years(void **state)
{
    static const struct {
        const char *zone, *repeat, *time;
    } rows[] = {
        {"Europe/Berlin", "every day at seven in the morning", "07:00:00"},
        {"America/New_York", "every day at two thirty in the morning", "02:30:00"},
        {"America/Sao_Paulo", "every day at eleven in the evening", "23:00:00"},
        {"Asia/Jakarta", "every day at five in the morning", "05:00:00"},
        {"Australia/Lord_Howe", "every day at one forty five in the morning", "01:45:00"},
    };
    const char *seed_text = getenv("SAHUT_SEED"), *years_text = getenv("SAHUT_YEARS");
    const int64_t seed = seed_text ? atoll(seed_text) : 20260504;
    const int repeats = years_text ? atoi(years_text) : 2;
    const char *data = getenv("SAHUT_DATADIR");
    struct run shared = {.boots = 1};
    char path[512];

    assert_int_equal(sahut_settings_new(&shared.settings), 0);
    snprintf(path, sizeof path, "%s/models/en/replies", data ? data : "../..");
    assert_int_equal(sahut_replies_read(path, &shared.replies, NULL), 0);
    snprintf(path, sizeof path, "%s/models/en/sentences", data ? data : "../..");
    assert_int_equal(sahut_sentences_read(path, &shared.sentences, NULL), 0);
    for (int n = 0; n < repeats; n++)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            a_year(&shared, rows[i].zone, rows[i].repeat, rows[i].time, seed + n);
    sahut_sentences_free(shared.sentences);
    sahut_replies_free(shared.replies);
    sahut_settings_free(shared.settings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(years)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
