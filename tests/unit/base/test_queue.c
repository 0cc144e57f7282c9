// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sahut/queue.h"

struct item {
    int from;
    int number;
    char padding[5];
};

static void items_keep_their_order(void **state)
{
    struct sahut_queue *q = NULL;
    assert_int_equal(sahut_queue_new(3, sizeof(struct item), &q), 0);
    struct item item = {0};
    assert_int_equal(sahut_queue_try_pop(q, &item), -EAGAIN);
    int in = 0, out = 0;
    for (int round = 0; round < 50; round++) {
        for (; in - out < 3; in++)
            assert_int_equal(sahut_queue_push(q, &(struct item){.number = in}), 0);
        assert_int_equal(sahut_queue_push(q, &(struct item){.number = -1}), -EAGAIN);
        for (int n = 0; n < round % 3 + 1; n++, out++) {
            assert_int_equal(sahut_queue_pop(q, &item), 0);
            assert_int_equal(item.number, out);
        }
    }
    sahut_queue_free(q);
}

static void closed_still_gives_what_it_holds(void **state)
{
    struct sahut_queue *q = NULL;
    int number = 5;
    assert_int_equal(sahut_queue_new(2, sizeof number, &q), 0);
    assert_int_equal(sahut_queue_push(q, &number), 0);
    sahut_queue_close(q);
    sahut_queue_close(q);
    assert_int_equal(sahut_queue_push(q, &number), -EPIPE);
    number = 0;
    assert_int_equal(sahut_queue_pop(q, &number), 0);
    assert_int_equal(number, 5);
    assert_int_equal(sahut_queue_pop(q, &number), -EPIPE);
    assert_int_equal(sahut_queue_try_pop(q, &number), -EPIPE);
    sahut_queue_free(q);
}

static void impossible_sizes_are_refused(void **state)
{
    static const struct {
        size_t items, size;
        int err;
    } rows[] = {{0, 4, -EINVAL}, {4, 0, -EINVAL}, {SIZE_MAX, 8, -ENOMEM}, {SIZE_MAX, 1, -ENOMEM}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sahut_queue *q = NULL;
        assert_int_equal(sahut_queue_new(rows[i].items, rows[i].size, &q), rows[i].err);
        assert_null(q);
    }
    sahut_queue_free(NULL);
}

enum { WRITERS = 3, READERS = 2, EACH = 5000 };

struct writer {
    struct sahut_queue *queue;
    pthread_t thread;
    int from;
};

struct reader {
    struct sahut_queue *queue;
    pthread_t thread;
    int last[WRITERS];
    int got, out_of_order;
};

static void *write_items(void *arg)
{
    struct writer *w = arg;
    for (int i = 0; i < EACH; i++)
        while (sahut_queue_push(w->queue, &(struct item){.from = w->from, .number = i}) == -EAGAIN)
            sched_yield();
    return NULL;
}

static void *read_items(void *arg)
{
    struct reader *r = arg;
    struct item item;
    while (sahut_queue_pop(r->queue, &item) == 0) {
        r->got++;
        r->out_of_order += item.number <= r->last[item.from];
        r->last[item.from] = item.number;
    }
    return NULL;
}

// Several ends on both sides: every item arrives once, and each reader sees each writer's items in
// the order they were written. Closing lets the waiting readers go.
static void threads_lose_nothing(void **state)
{
    struct sahut_queue *q = NULL;
    struct writer writers[WRITERS];
    struct reader readers[READERS];
    assert_int_equal(sahut_queue_new(7, sizeof(struct item), &q), 0);
    for (int i = 0; i < READERS; i++) {
        readers[i] = (struct reader){.queue = q, .last = {-1, -1, -1}};
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_items, &readers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.queue = q, .from = i};
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_items, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(writers[i].thread, NULL);
    sahut_queue_close(q);
    int got = 0;
    for (int i = 0; i < READERS; i++) {
        pthread_join(readers[i].thread, NULL);
        assert_int_equal(readers[i].out_of_order, 0);
        got += readers[i].got;
    }
    assert_int_equal(got, WRITERS * EACH);
    sahut_queue_free(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_keep_their_order),
        cmocka_unit_test(closed_still_gives_what_it_holds),
        cmocka_unit_test(impossible_sizes_are_refused),
        cmocka_unit_test(threads_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
