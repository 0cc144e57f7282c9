// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "folder.h"

static const struct sahut_promise reminder = {
    .kind = SAHUT_PROMISE_REMINDER,
    .title = "water the plants",
    .title_is_hint = true,
    .created_ms = 1000,
    .due_ms = 5000,
    .duration_s = 4,
    .zone = "Europe/Berlin",
};

static int64_t add(struct sahut_store *store, enum sahut_promise_kind kind, int64_t due_ms)
{
    struct sahut_promise p = {.kind = kind, .due_ms = due_ms};
    struct sahut_why why;
    assert_int_equal(sahut_store_promise_add(store, &p, NULL, &why), 0);
    return p.id;
}

static void set_state(struct sahut_store *store, int64_t id, enum sahut_promise_state to)
{
    struct sahut_promise p;
    struct sahut_why why;
    assert_int_equal(sahut_store_promise_get(store, id, &p), 0);
    p.state = to;
    assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
}

static void assert_same(const struct sahut_promise *a, const struct sahut_promise *b)
{
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->state, b->state);
    assert_string_equal(a->title, b->title);
    assert_string_equal(a->action, b->action);
    assert_int_equal(a->title_is_hint, b->title_is_hint);
    assert_int_equal(a->has_clip, b->has_clip);
    assert_int_equal(a->created_ms, b->created_ms);
    assert_int_equal(a->due_ms, b->due_ms);
    assert_int_equal(a->duration_s, b->duration_s);
    assert_string_equal(a->zone, b->zone);
    assert_int_equal(a->severity, b->severity);
    assert_string_equal(a->local, b->local);
    assert_int_equal(a->series, b->series);
    assert_string_equal(a->rule, b->rule);
    assert_string_equal(a->first, b->first);
    assert_string_equal(a->except, b->except);
    assert_int_equal(a->at_ms, b->at_ms);
    assert_string_equal(a->boot_id, b->boot_id);
    assert_int_equal(a->left_ms, b->left_ms);
    assert_int_equal(a->sure, b->sure);
    assert_int_equal(a->guessed, b->guessed);
    assert_int_equal(a->cut, b->cut);
    assert_int_equal(a->told, b->told);
    assert_int_equal(a->ended_ms, b->ended_ms);
    assert_int_equal(a->rings, b->rings);
}

static void every_field_comes_back(void **state)
{
    const struct folder *f = *state;
    struct sahut_promise rows[] = {
        reminder,
        {.kind = SAHUT_PROMISE_TIMER, .due_ms = INT64_MAX, .duration_s = 90, .rings = 3},
        {.kind = SAHUT_PROMISE_DEVICE, .title = "Küchen\"lampe'", .action = "off", .due_ms = -7},
        {.kind = SAHUT_PROMISE_ALARM,
         .severity = SAHUT_URGENT,
         .local = "2026-05-05T07:00:00",
         .series = 17,
         .rule = "FREQ=DAILY",
         .first = "2026-05-01T07:00:00",
         .except = "2026-05-02T07:00:00 2026-05-03T07:00:00",
         .due_ms = 9,
         .boot_id = "b",
         .at_ms = 8,
         .left_ms = 7,
         .sure = true,
         .cut = true,
         .ended_ms = 6},
        {.kind = SAHUT_PROMISE_STOPWATCH, .due_ms = 1, .guessed = true, .told = true},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    struct sahut_why why;
    for (size_t i = 0; i < ROWS; i++) {
        struct sahut_store *store = store_open(f->path);
        assert_int_equal(sahut_store_promise_add(store, &rows[i], NULL, &why), 0);
        assert_int_equal(rows[i].id, (int64_t)i + 1);
        sahut_store_close(store);
    }
    struct sahut_store *store = store_open(f->path);
    for (size_t i = 0; i < ROWS; i++) {
        struct sahut_promise read;
        assert_int_equal(sahut_store_promise_get(store, rows[i].id, &read), 0);
        assert_same(&read, &rows[i]);
    }
    sahut_store_close(store);
}

static void titles_of_every_length(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_why why;
    for (size_t n = 0; n < sizeof reminder.title; n += 15) {
        struct sahut_promise p = {.kind = SAHUT_PROMISE_REMINDER}, read;
        memset(p.title, 'x', n);
        assert_int_equal(sahut_store_promise_add(store, &p, NULL, &why), 0);
        assert_int_equal(sahut_store_promise_get(store, p.id, &read), 0);
        assert_string_equal(read.title, p.title);
    }
    sahut_store_close(store);
}

static void a_clip_comes_back(void **state)
{
    const struct folder *f = *state;
    struct sahut_store *store = store_open(f->path);
    struct sahut_clip clip = clip_of(1), none = {NULL, 0};
    struct sahut_promise with = reminder, without = reminder, empty = reminder;
    struct sahut_why why;
    int16_t *pcm = NULL;
    size_t n = 0;
    assert_int_equal(sahut_store_promise_add(store, &with, &clip, &why), 0);
    assert_int_equal(sahut_store_promise_add(store, &without, NULL, &why), 0);
    assert_int_equal(sahut_store_promise_add(store, &empty, &none, &why), 0);
    assert_true(with.has_clip);
    assert_false(without.has_clip || empty.has_clip);
    assert_int_equal(sahut_store_clip(store, without.id, &pcm, &n), -ENOENT);
    assert_int_equal(sahut_store_clip(store, empty.id, &pcm, &n), -ENOENT);
    assert_int_equal(sahut_store_clip(store, 99, &pcm, &n), -ENOENT);
    assert_null(pcm);
    sahut_store_close(store);
    store = store_open(f->path);
    struct sahut_promise read;
    assert_int_equal(sahut_store_promise_get(store, with.id, &read), 0);
    assert_same(&read, &with);
    assert_int_equal(sahut_store_clip(store, with.id, &pcm, &n), 0);
    assert_int_equal(n, clip.n);
    assert_memory_equal(pcm, clip.pcm, n * sizeof *pcm);
    free(pcm);
    clip_free(&clip);
    sahut_store_close(store);
}

static bool is_open(int promise_state)
{
    return promise_state == SAHUT_PROMISE_PENDING || promise_state == SAHUT_PROMISE_RINGING ||
           promise_state == SAHUT_PROMISE_PAUSED;
}

// Open states may change into any; what has ended stays as it ended.
static void every_change_of_state(void **state)
{
    struct sahut_store *store = store_open(NULL);
    for (int from = SAHUT_PROMISE_PENDING; from <= SAHUT_PROMISE_PAUSED; from++) {
        for (int to = SAHUT_PROMISE_PENDING; to <= SAHUT_PROMISE_PAUSED; to++) {
            struct sahut_promise p = reminder, read;
            struct sahut_clip clip = clip_of(2);
            struct sahut_why why = {""};
            bool allowed = is_open(from) || from == to;
            assert_int_equal(sahut_store_promise_add(store, &p, &clip, &why), 0);
            set_state(store, p.id, (enum sahut_promise_state)from);
            p.state = (enum sahut_promise_state)to;
            p.rings = 5;
            assert_int_equal(sahut_store_promise_update(store, &p, &why), allowed ? 0 : -EINVAL);
            assert_int_equal(strstr(why.text, "cannot become") != NULL, !allowed);
            assert_int_equal(sahut_store_promise_get(store, p.id, &read), 0);
            assert_int_equal(read.state, allowed ? to : from);
            assert_int_equal(read.rings, allowed ? 5 : 0);
            assert_int_equal(read.has_clip, is_open(from) && is_open(to));
            clip_free(&clip);
        }
    }
    sahut_store_close(store);
}

static void an_update_writes_what_it_says(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_promise p = reminder, read;
    struct sahut_why why;
    assert_int_equal(sahut_store_promise_add(store, &p, NULL, &why), 0);
    struct sahut_promise changed = p;
    changed.state = SAHUT_PROMISE_RINGING;
    strcpy(changed.title, "feed the cat");
    changed.title_is_hint = false;
    changed.due_ms = 6000;
    changed.at_ms = 7000;
    changed.rings = 2;
    changed.severity = SAHUT_IMPORTANT;
    changed.duration_s = 77;
    changed.cut = true;
    changed.ended_ms = 12;
    strcpy(changed.boot_id, "x");
    strcpy(changed.except, "2026-05-03T07:00:00");
    struct sahut_promise given = changed;
    given.kind = SAHUT_PROMISE_TIMER;
    given.created_ms = 1;
    given.series = 99;
    strcpy(given.action, "on");
    assert_int_equal(sahut_store_promise_update(store, &given, &why), 0);
    assert_int_equal(sahut_store_promise_get(store, p.id, &read), 0);
    assert_same(&read, &changed);
    sahut_store_close(store);
}

static void what_is_not_there(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_promise p = reminder, untouched = reminder;
    struct sahut_why why = {""};
    p.id = 7;
    assert_int_equal(sahut_store_promise_get(store, 7, &untouched), -ENOENT);
    assert_same(&untouched, &reminder);
    assert_int_equal(sahut_store_promise_update(store, &p, &why), -ENOENT);
    assert_non_null(strstr(why.text, "no promise 7"));
    assert_int_equal(sahut_store_promise_next(store, "", &untouched), -ENOENT);
    assert_same(&untouched, &reminder);
    assert_int_equal(count_promises(store, -1, -1), 0);
    sahut_store_close(store);
}

static void an_impossible_kind_is_refused(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_promise p = reminder;
    struct sahut_why why = {""};
    p.kind = (enum sahut_promise_kind)17;
    assert_int_equal(sahut_store_promise_add(store, &p, NULL, &why), -EINVAL);
    assert_non_null(strstr(why.text, "nothing was stored"));
    assert_int_equal(p.id, 0);
    assert_int_equal(count_promises(store, -1, -1), 0);
    assert_int_equal(add(store, SAHUT_PROMISE_TIMER, 1), 1);
    sahut_store_close(store);
}

static void ids_never_come_back(void **state)
{
    const struct folder *f = *state;
    struct sahut_store *store = store_open(f->path);
    int64_t id = add(store, SAHUT_PROMISE_TIMER, 10);
    set_state(store, id, SAHUT_PROMISE_CANCELLED);
    assert_int_equal(sahut_store_retain(store, 11), 0);
    assert_int_equal(count_promises(store, -1, -1), 0);
    sahut_store_close(store);
    store = store_open(f->path);
    assert_int_equal(add(store, SAHUT_PROMISE_TIMER, 10), id + 1);
    sahut_store_close(store);
}

// By this clock ("": the wall's), as "ID at MS".
static void assert_next(struct sahut_store *store, const char *boot_id, int64_t id, int64_t at_ms)
{
    struct sahut_promise p = {.id = 0};
    assert_int_equal(sahut_store_promise_next(store, boot_id, &p), id ? 0 : -ENOENT);
    assert_int_equal(p.id, id);
    assert_int_equal(p.at_ms, id ? at_ms : 0);
}

static void the_next_one(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_promise p;
    struct sahut_why why;
    int64_t late = add(store, SAHUT_PROMISE_REMINDER, 300);
    int64_t early = add(store, SAHUT_PROMISE_TIMER, 100);
    int64_t same = add(store, SAHUT_PROMISE_DEVICE, 100);
    add(store, SAHUT_PROMISE_STOPWATCH, 1);
    assert_next(store, "", early, 100);
    // Ringing counts by its next ring, and by the clock that this goes by.
    assert_int_equal(sahut_store_promise_get(store, early, &p), 0);
    p.state = SAHUT_PROMISE_RINGING;
    p.at_ms = 20;
    strcpy(p.boot_id, "b");
    assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
    assert_next(store, "", same, 100);
    assert_next(store, "b", early, 20);
    assert_next(store, "c", 0, 0);
    set_state(store, same, SAHUT_PROMISE_ACKNOWLEDGED);
    assert_next(store, "", late, 300);
    set_state(store, early, SAHUT_PROMISE_EXPIRED);
    assert_next(store, "b", 0, 0);
    set_state(store, late, SAHUT_PROMISE_PAUSED);
    assert_next(store, "", 0, 0);
    sahut_store_close(store);
}

// Several changes are one.
static void all_or_none(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_why why;
    struct sahut_promise a = reminder, b = reminder, bad = reminder, read;
    struct sahut_clip clip = clip_of(3);
    int16_t *pcm;
    size_t n;
    bad.kind = (enum sahut_promise_kind)17;
    struct sahut_store_change changes[] = {{SAHUT_STORE_ADD, &a, &clip},
                                           {SAHUT_STORE_ADD, &bad, NULL}};
    assert_int_equal(sahut_store_apply(store, changes, 2, &why), -EINVAL);
    assert_int_equal(count_promises(store, -1, -1), 0);
    changes[1].promise = &b;
    assert_int_equal(sahut_store_apply(store, changes, 2, &why), 0);
    // An occurrence has its series' clip, and its end leaves it.
    struct sahut_promise child = {
        .kind = SAHUT_PROMISE_REMINDER, .state = SAHUT_PROMISE_RINGING, .series = a.id};
    a.rings = 1;
    struct sahut_store_change ring[] = {{SAHUT_STORE_UPDATE, &a, NULL},
                                        {SAHUT_STORE_ADD, &child, NULL}};
    assert_int_equal(sahut_store_apply(store, ring, 2, &why), 0);
    assert_int_equal(sahut_store_promise_get(store, child.id, &read), 0);
    assert_true(read.has_clip);
    assert_int_equal(read.state, SAHUT_PROMISE_RINGING);
    assert_int_equal(sahut_store_clip(store, child.id, &pcm, &n), 0);
    assert_int_equal(n, clip.n);
    free(pcm);
    set_state(store, child.id, SAHUT_PROMISE_ACKNOWLEDGED);
    assert_int_equal(sahut_store_clip(store, a.id, &pcm, &n), 0);
    free(pcm);
    // What has ended can be opened again, with its clip, by those who say so.
    set_state(store, a.id, SAHUT_PROMISE_CANCELLED);
    assert_int_equal(sahut_store_clip(store, a.id, &pcm, &n), -ENOENT);
    const struct sahut_store_change reopen = {SAHUT_STORE_REOPEN, &a, &clip};
    assert_int_equal(sahut_store_apply(store, &reopen, 1, &why), 0);
    assert_int_equal(sahut_store_promise_get(store, a.id, &read), 0);
    assert_int_equal(read.state, SAHUT_PROMISE_PENDING);
    assert_true(read.has_clip);
    const struct sahut_store_change gone = {SAHUT_STORE_REMOVE, &a, NULL};
    assert_int_equal(sahut_store_apply(store, &gone, 1, &why), 0);
    assert_int_equal(sahut_store_promise_get(store, a.id, &read), -ENOENT);
    clip_free(&clip);
    sahut_store_close(store);
}

struct seen {
    struct sahut_store *store;
    char ids[64];
    int limit;
};

// Reading inside is allowed.
static bool see(void *ctx, const struct sahut_promise *p)
{
    struct seen *seen = ctx;
    struct sahut_promise again;
    assert_int_equal(sahut_store_promise_get(seen->store, p->id, &again), 0);
    size_t len = strlen(seen->ids);
    snprintf(seen->ids + len, sizeof seen->ids - len, "%lld ", (long long)p->id);
    return --seen->limit != 0;
}

static void lists(void **state)
{
    struct sahut_store *store = store_open(NULL);
    add(store, SAHUT_PROMISE_REMINDER, 500);
    add(store, SAHUT_PROMISE_TIMER, 100);
    add(store, SAHUT_PROMISE_REMINDER, 300);
    add(store, SAHUT_PROMISE_DEVICE, 300);
    set_state(store, 3, SAHUT_PROMISE_CANCELLED);
    static const struct {
        int kind, state, limit;
        const char *ids;
    } rows[] = {
        {-1, -1, -1, "2 3 4 1 "},
        {-1, -1, 2, "2 3 "},
        {SAHUT_PROMISE_REMINDER, -1, -1, "3 1 "},
        {SAHUT_PROMISE_REMINDER, SAHUT_PROMISE_PENDING, -1, "1 "},
        {-1, SAHUT_PROMISE_CANCELLED, -1, "3 "},
        {-1, SAHUT_PROMISE_PENDING, -1, "2 4 1 "},
        {SAHUT_PROMISE_TIMER, SAHUT_PROMISE_RINGING, -1, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct seen seen = {.store = store, .limit = rows[i].limit};
        assert_int_equal(sahut_store_promise_list(store, rows[i].kind, rows[i].state, see, &seen),
                         0);
        assert_string_equal(seen.ids, rows[i].ids);
    }
    sahut_store_close(store);
}

static void retention_spares_what_is_open_or_recent(void **state)
{
    static const struct {
        enum sahut_promise_state state;
        int64_t due_ms, ended_ms;
        bool kept;
    } rows[] = {
        {SAHUT_PROMISE_PENDING, 10, 0, true},       {SAHUT_PROMISE_RINGING, 10, 20, true},
        {SAHUT_PROMISE_ACKNOWLEDGED, 99, 0, false}, {SAHUT_PROMISE_ACKNOWLEDGED, 100, 0, true},
        {SAHUT_PROMISE_EXPIRED, 10, 99, false},     {SAHUT_PROMISE_EXPIRED, 10, 100, true},
        {SAHUT_PROMISE_CANCELLED, 10, 0, false},    {SAHUT_PROMISE_CANCELLED, 1000, 0, true},
    };
    struct sahut_store *store = store_open(NULL);
    struct sahut_why why;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sahut_promise p = {.id = add(store, SAHUT_PROMISE_REMINDER, rows[i].due_ms)};
        p.state = rows[i].state;
        p.due_ms = rows[i].due_ms;
        p.ended_ms = rows[i].ended_ms;
        assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
    }
    assert_int_equal(sahut_store_retain(store, 100), 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sahut_promise p;
        assert_int_equal(sahut_store_promise_get(store, (int64_t)i + 1, &p),
                         rows[i].kept ? 0 : -ENOENT);
    }
    sahut_store_close(store);
}

static void pronunciations(void **state)
{
    const struct folder *f = *state;
    struct sahut_store *store = store_open(f->path);
    char *phones = NULL;
    assert_int_equal(sahut_store_pronunciation(store, "en-us", "sahut", &phones), -ENOENT);
    assert_null(phones);
    assert_int_equal(sahut_store_pronunciation_put(store, "en-us", "sahut", "S AA HH UW T"), 0);
    assert_int_equal(sahut_store_pronunciation_put(store, "de", "sahut", "Z AA HH UW T"), 0);
    assert_int_equal(sahut_store_pronunciation_put(store, "en-us", "sahut", "S AH HH UW T"), 0);
    sahut_store_close(store);
    store = store_open(f->path);
    assert_int_equal(sahut_store_pronunciation(store, "en-us", "sahut", &phones), 0);
    assert_string_equal(phones, "S AH HH UW T");
    free(phones);
    assert_int_equal(sahut_store_pronunciation(store, "de", "sahut", &phones), 0);
    assert_string_equal(phones, "Z AA HH UW T");
    free(phones);
    assert_int_equal(sahut_store_pronunciation(store, "fr", "sahut", &phones), -ENOENT);
    sahut_store_close(store);
}

static void names(void **state)
{
    static const char *const kinds[] = {"reminder", "timer",     "device",
                                        "alarm",    "stopwatch", "unknown"};
    static const char *const states[] = {"pending",   "ringing", "acknowledged", "expired",
                                         "cancelled", "paused",  "unknown"};
    for (int i = 0; i < 6; i++)
        assert_string_equal(sahut_promise_kind_name((enum sahut_promise_kind)i), kinds[i]);
    for (int i = 0; i < 7; i++)
        assert_string_equal(sahut_promise_state_name((enum sahut_promise_state)i), states[i]);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(every_field_comes_back),
        cmocka_unit_test(titles_of_every_length),
        IN_FOLDER(a_clip_comes_back),
        cmocka_unit_test(every_change_of_state),
        cmocka_unit_test(an_update_writes_what_it_says),
        cmocka_unit_test(what_is_not_there),
        cmocka_unit_test(an_impossible_kind_is_refused),
        IN_FOLDER(ids_never_come_back),
        cmocka_unit_test(the_next_one),
        cmocka_unit_test(all_or_none),
        cmocka_unit_test(lists),
        cmocka_unit_test(retention_spares_what_is_open_or_recent),
        IN_FOLDER(pronunciations),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
