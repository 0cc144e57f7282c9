// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sahut/ring.h"

static size_t write_count(struct sahut_ring *r, int16_t from, size_t n)
{
    int16_t pcm[64];
    for (size_t i = 0; i < n; i++)
        pcm[i] = (int16_t)(from + (int16_t)i);
    return sahut_ring_write(r, pcm, n);
}

static void size_is_rounded_up(void **state)
{
    static const struct {
        size_t asked, holds;
    } rows[] = {{0, 1}, {1, 1}, {2, 2}, {3, 4}, {16, 16}, {17, 32}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sahut_ring *r = NULL;
        assert_int_equal(sahut_ring_new(rows[i].asked, &r), 0);
        assert_int_equal(write_count(r, 0, 64), rows[i].holds);
        assert_int_equal(sahut_ring_filled(r), rows[i].holds);
        assert_int_equal(sahut_ring_overrun(r), 64 - rows[i].holds);
        sahut_ring_free(r);
    }
}

static void too_large_is_refused(void **state)
{
    struct sahut_ring *r = NULL;
    assert_int_equal(sahut_ring_new(SIZE_MAX, &r), -ENOMEM);
    assert_null(r);
    sahut_ring_free(NULL);
}

// Lengths that do not divide the size, so that every place of the wrap is met.
static void samples_keep_their_order(void **state)
{
    struct sahut_ring *r = NULL;
    assert_int_equal(sahut_ring_new(16, &r), 0);
    int16_t written = 0, expected = 0, pcm[64];
    for (size_t round = 0; round < 500; round++) {
        written = (int16_t)(written + (int16_t)write_count(r, written, round % 7));
        size_t n = sahut_ring_read(r, pcm, round % 5);
        for (size_t i = 0; i < n; i++, expected++)
            assert_int_equal(pcm[i], expected);
        assert_int_equal(sahut_ring_filled(r), written - expected);
    }
    sahut_ring_free(r);
}

static void empty_and_full(void **state)
{
    struct sahut_ring *r = NULL;
    int16_t pcm[64];
    assert_int_equal(sahut_ring_new(8, &r), 0);
    assert_int_equal(sahut_ring_read(r, pcm, 64), 0);
    assert_int_equal(write_count(r, 100, 5), 5);
    assert_int_equal(write_count(r, 105, 5), 3);
    assert_int_equal(write_count(r, 200, 5), 0);
    assert_int_equal(sahut_ring_overrun(r), 7);
    assert_int_equal(sahut_ring_read(r, pcm, 64), 8);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pcm[i], 100 + i);
    sahut_ring_free(r);
}

enum { SAMPLES = 400000, RING = 256 };

struct crossing {
    struct sahut_ring *ring;
    atomic_bool done;
};

static void *write_numbers(void *arg)
{
    struct crossing *c = arg;
    int16_t pcm[97];
    uint32_t next = 0;
    while (next < SAMPLES) {
        size_t n = next % 97 + 1;
        if (n > SAMPLES - next)
            n = SAMPLES - next;
        for (size_t i = 0; i < n; i++)
            pcm[i] = (int16_t)(uint16_t)(next + i);
        size_t taken = sahut_ring_write(c->ring, pcm, n);
        next += (uint32_t)taken;
        if (taken < n)
            sched_yield();
    }
    atomic_store(&c->done, true);
    return NULL;
}

static void threads_lose_nothing(void **state)
{
    struct crossing c = {0};
    assert_int_equal(sahut_ring_new(RING, &c.ring), 0);
    pthread_t writer;
    assert_int_equal(pthread_create(&writer, NULL, write_numbers, &c), 0);
    int16_t pcm[61];
    uint32_t expected = 0, wrong = 0, overfull = 0;
    while (expected < SAMPLES) {
        bool done = atomic_load(&c.done);
        overfull += sahut_ring_filled(c.ring) > RING;
        size_t n = sahut_ring_read(c.ring, pcm, expected % 61 + 1);
        for (size_t i = 0; i < n; i++, expected++)
            wrong += pcm[i] != (int16_t)(uint16_t)expected;
        if (!n && done)
            break;
        if (!n)
            sched_yield();
    }
    pthread_join(writer, NULL);
    assert_int_equal(expected, SAMPLES);
    assert_int_equal(wrong, 0);
    assert_int_equal(overfull, 0);
    assert_int_equal(sahut_ring_filled(c.ring), 0);
    sahut_ring_free(c.ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(size_is_rounded_up),       cmocka_unit_test(too_large_is_refused),
        cmocka_unit_test(samples_keep_their_order), cmocka_unit_test(empty_and_full),
        cmocka_unit_test(threads_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
