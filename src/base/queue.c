// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct sahut_queue {
    pthread_mutex_t lock; // guards everything below it
    pthread_cond_t changed;
    size_t items, item_size;
    size_t first, count;
    bool closed;
    unsigned char store[];
};

int sahut_queue_new(size_t items, size_t item_size, struct sahut_queue **out)
{
    size_t bytes;
    if (!items || !item_size)
        return -EINVAL;
    if (__builtin_mul_overflow(items, item_size, &bytes) || bytes > SIZE_MAX / 2)
        return -ENOMEM;
    struct sahut_queue *q = calloc(1, sizeof *q + bytes);
    if (!q)
        return -ENOMEM;
    int err = pthread_mutex_init(&q->lock, NULL);
    if (err)
        goto no_lock;
    err = pthread_cond_init(&q->changed, NULL);
    if (err)
        goto no_cond;
    q->items = items;
    q->item_size = item_size;
    *out = q;
    return 0;
no_cond:
    pthread_mutex_destroy(&q->lock);
no_lock:
    free(q);
    return -err;
}

void sahut_queue_free(struct sahut_queue *q)
{
    if (!q)
        return;
    pthread_cond_destroy(&q->changed);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

int sahut_queue_push(struct sahut_queue *q, const void *item)
{
    int err = 0;
    pthread_mutex_lock(&q->lock);
    if (q->closed) {
        err = -EPIPE;
    } else if (q->count == q->items) {
        err = -EAGAIN;
    } else {
        size_t slot = (q->first + q->count) % q->items;
        memcpy(q->store + slot * q->item_size, item, q->item_size);
        q->count++;
        pthread_cond_signal(&q->changed);
    }
    pthread_mutex_unlock(&q->lock);
    return err;
}

// With the lock held.
static int take_first(struct sahut_queue *q, void *item)
{
    if (!q->count)
        return q->closed ? -EPIPE : -EAGAIN;
    memcpy(item, q->store + q->first * q->item_size, q->item_size);
    q->first = (q->first + 1) % q->items;
    q->count--;
    return 0;
}

int sahut_queue_pop(struct sahut_queue *q, void *item)
{
    pthread_mutex_lock(&q->lock);
    while (!q->count && !q->closed)
        pthread_cond_wait(&q->changed, &q->lock);
    int err = take_first(q, item);
    pthread_mutex_unlock(&q->lock);
    return err;
}

int sahut_queue_try_pop(struct sahut_queue *q, void *item)
{
    pthread_mutex_lock(&q->lock);
    int err = take_first(q, item);
    pthread_mutex_unlock(&q->lock);
    return err;
}

void sahut_queue_close(struct sahut_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}
