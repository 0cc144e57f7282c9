// SPDX-License-Identifier: GPL-3.0-or-later
/** A bounded queue of values between threads (mutex and condition; any number of both ends).
 * Items are copied in and out; nothing is allocated after construction. */
#ifndef SAHUT_QUEUE_H
#define SAHUT_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

struct sahut_queue;

int sahut_queue_new(size_t items, size_t item_size, struct sahut_queue **out);
void sahut_queue_free(struct sahut_queue *q);
/** 0, -EAGAIN when full, -EPIPE when closed. Never waits. */
int sahut_queue_push(struct sahut_queue *q, const void *item);
/** Waits for an item. 0, or -EPIPE when closed and empty. */
int sahut_queue_pop(struct sahut_queue *q, void *item);
/** 0, or -EAGAIN when empty, -EPIPE when closed and empty. Never waits. */
int sahut_queue_try_pop(struct sahut_queue *q, void *item);
/** Wakes every waiter; what is queued can still be popped. */
void sahut_queue_close(struct sahut_queue *q);

#endif
