// SPDX-License-Identifier: GPL-3.0-or-later
/* Loaded before the C library into everything on a virtual board: whoever yields lets time pass.
 *
 * Where idle time is skipped (time-travel=inf-cpu) computing takes none, so the scheduler never finds
 * that a thread has had its share: one that waits for another with sched_yield in a loop waits for
 * ever. libuv 1.44 does, in a receiver that was woken while the sender was still inside
 * uv_async_send. */
#include <time.h>

int sched_yield(void);

int sched_yield(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    return 0;
}
