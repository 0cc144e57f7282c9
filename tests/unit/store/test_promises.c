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
    assert_int_equal(a->next_ring_ms, b->next_ring_ms);
    assert_int_equal(a->rings, b->rings);
}

static void every_field_comes_back(void **state)
{
    const struct folder *f = *state;
    struct sahut_promise rows[] = {
        reminder,
        {.kind = SAHUT_PROMISE_TIMER, .due_ms = INT64_MAX, .duration_s = 90, .rings = 3},
        {.kind = SAHUT_PROMISE_DEVICE, .title = "Küchen\"lampe'", .action = "off", .due_ms = -7},
    };
    struct sahut_why why;
    for (size_t i = 0; i < 3; i++) {
        struct sahut_store *store = store_open(f->path);
        assert_int_equal(sahut_store_promise_add(store, &rows[i], NULL, &why), 0);
        assert_int_equal(rows[i].id, (int64_t)i + 1);
        sahut_store_close(store);
    }
    struct sahut_store *store = store_open(f->path);
    for (size_t i = 0; i < 3; i++) {
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

// Open states may change into any; what has ended stays as it ended.
static void every_change_of_state(void **state)
{
    struct sahut_store *store = store_open(NULL);
    for (int from = SAHUT_PROMISE_PENDING; from <= SAHUT_PROMISE_CANCELLED; from++) {
        for (int to = SAHUT_PROMISE_PENDING; to <= SAHUT_PROMISE_CANCELLED; to++) {
            struct sahut_promise p = reminder, read;
            struct sahut_clip clip = clip_of(2);
            struct sahut_why why = {""};
            bool allowed = from <= SAHUT_PROMISE_RINGING || from == to;
            assert_int_equal(sahut_store_promise_add(store, &p, &clip, &why), 0);
            set_state(store, p.id, (enum sahut_promise_state)from);
            p.state = (enum sahut_promise_state)to;
            p.rings = 5;
            assert_int_equal(sahut_store_promise_update(store, &p, &why), allowed ? 0 : -EINVAL);
            assert_int_equal(strstr(why.text, "cannot become") != NULL, !allowed);
            assert_int_equal(sahut_store_promise_get(store, p.id, &read), 0);
            assert_int_equal(read.state, allowed ? to : from);
            assert_int_equal(read.rings, allowed ? 5 : 0);
            assert_int_equal(read.has_clip,
                             from <= SAHUT_PROMISE_RINGING && to <= SAHUT_PROMISE_RINGING);
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
    changed.next_ring_ms = 7000;
    changed.rings = 2;
    struct sahut_promise given = changed;
    given.kind = SAHUT_PROMISE_TIMER;
    given.created_ms = 1;
    given.duration_s = 99;
    strcpy(given.zone, "UTC");
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
    int64_t at_ms = 42;
    p.id = 7;
    assert_int_equal(sahut_store_promise_get(store, 7, &untouched), -ENOENT);
    assert_same(&untouched, &reminder);
    assert_int_equal(sahut_store_promise_update(store, &p, &why), -ENOENT);
    assert_non_null(strstr(why.text, "no promise 7"));
    assert_int_equal(sahut_store_promise_next(store, &untouched, &at_ms), -ENOENT);
    assert_int_equal(at_ms, 42);
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

static void the_next_one(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_promise p;
    struct sahut_why why;
    int64_t at_ms;
    int64_t late = add(store, SAHUT_PROMISE_REMINDER, 300);
    int64_t early = add(store, SAHUT_PROMISE_TIMER, 100);
    int64_t same = add(store, SAHUT_PROMISE_DEVICE, 100);
    assert_int_equal(sahut_store_promise_next(store, &p, &at_ms), 0);
    assert_int_equal(p.id, early);
    assert_int_equal(at_ms, 100);
    // Ringing counts by its next ring, not by when it was due.
    p.state = SAHUT_PROMISE_RINGING;
    p.next_ring_ms = 200;
    assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
    assert_int_equal(sahut_store_promise_next(store, &p, &at_ms), 0);
    assert_int_equal(p.id, same);
    set_state(store, same, SAHUT_PROMISE_ACKNOWLEDGED);
    assert_int_equal(sahut_store_promise_next(store, &p, &at_ms), 0);
    assert_int_equal(p.id, early);
    assert_int_equal(p.state, SAHUT_PROMISE_RINGING);
    assert_int_equal(at_ms, 200);
    set_state(store, early, SAHUT_PROMISE_EXPIRED);
    assert_int_equal(sahut_store_promise_next(store, &p, &at_ms), 0);
    assert_int_equal(p.id, late);
    set_state(store, late, SAHUT_PROMISE_CANCELLED);
    assert_int_equal(sahut_store_promise_next(store, &p, &at_ms), -ENOENT);
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
        int64_t due_ms, next_ring_ms;
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
        p.next_ring_ms = rows[i].next_ring_ms;
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
    static const char *const kinds[] = {"reminder", "timer", "device", "unknown"};
    static const char *const states[] = {"pending", "ringing",   "acknowledged",
                                         "expired", "cancelled", "unknown"};
    for (int i = 0; i < 4; i++)
        assert_string_equal(sahut_promise_kind_name((enum sahut_promise_kind)i), kinds[i]);
    for (int i = 0; i < 6; i++)
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
        cmocka_unit_test(lists),
        cmocka_unit_test(retention_spares_what_is_open_or_recent),
        IN_FOLDER(pronunciations),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
