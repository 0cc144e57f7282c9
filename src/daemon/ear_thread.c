// SPDX-License-Identifier: GPL-3.0-or-later
/* Hearing in a thread of its own.
 *
 *   capture ──ring──►  ┌─────────────┐ ──reports──► assistant (told by `wake`)
 *      └──eventfd────► │   hearing   │
 *   assistant ─orders─►└─────────────┘   (they count the same eventfd up)
 *
 * Between two steps of 20 ms it looks at the orders, so that an answer's grammar counts from the
 * next step on, however much sound waits in the ring.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/ear_private.h"
#include "sahut/audio.h"
#include "sahut/log.h"
#include "sahut/queue.h"
#include "sahut/text.h"

#define STEP    (SAHUT_HEAR_RATE / 50)
#define ORDERS  64
#define REPORTS 64

enum order_kind { EXPECT, OPEN, OPEN_UNASKED, OWN_SOUND, FINISH, FORGET };
struct ear_order {
    enum order_kind kind;
    struct sahut_grammar *grammar;
    double seconds;
    enum sahut_own_sound sound;
};

struct thread_ear {
    struct ear ear;
    struct ear_thread_config config;
    struct sahut_queue *orders, *reports;
    pthread_t thread;
    bool started;
    atomic_bool quit;
    atomic_uint progress;
    atomic_bool waiting;

    /* the thread alone, once it runs */
    struct sahut_hearing *hearing;
    struct sahut_grammar *grammar;
    int64_t began_ns;
    bool finishing; /* once all that is in the ring has been heard */
};

static struct thread_ear *of(const struct ear *e)
{
    return (struct thread_ear *)e;
}

/* ---- on the thread ---- */

static void report(struct thread_ear *e, struct ear_report r)
{
    if (sahut_queue_push(e->reports, &r)) {
        sahut_log(SAHUT_LOG_WARN, "daemon", "what was heard is lost: the assistant is too slow");
        ear_report_finish(&r);
        return;
    }
    e->config.wake(e->config.ctx);
}

static void report_text(struct thread_ear *e, enum ear_report_kind kind, const char *text)
{
    report(e, (struct ear_report){.kind = kind, .text = sahut_strdup(text)});
}

static void heard(void *ctx, const struct sahut_heard *h)
{
    struct thread_ear *e = ctx;
    report(e, ear_report_copy(h, e->began_ns));
}

static void expect_now(struct thread_ear *e, struct sahut_grammar *grammar)
{
    struct sahut_why why;
    if (sahut_hearing_expect(e->hearing, grammar, &why)) {
        sahut_grammar_free(grammar);
        report_text(e, EAR_DEAF_TO, why.text);
        return;
    }
    sahut_grammar_free(e->grammar);
    e->grammar = grammar;
}

static void obey(struct thread_ear *e, const struct ear_order *order)
{
    switch (order->kind) {
    case EXPECT:
        expect_now(e, order->grammar);
        break;
    case OPEN:
        sahut_hearing_open(e->hearing, order->seconds);
        break;
    case OPEN_UNASKED:
        sahut_hearing_open_unasked(e->hearing, order->seconds);
        break;
    case OWN_SOUND:
        sahut_hearing_own_sound(e->hearing, order->sound);
        break;
    case FINISH:
        e->finishing = true;
        break;
    case FORGET:
        sahut_hearing_forget(e->hearing);
        break;
    }
}

static void step(struct thread_ear *e)
{
    int16_t pcm[STEP];
    size_t n;
    struct ear_order order;
    do {
        n = sahut_ring_read(e->config.ring, pcm, STEP);
        if (n > 0) {
            e->began_ns = ear_clock_ns();
            sahut_hearing_push(e->hearing, pcm, n);
        }
        while (!atomic_load(&e->quit) && sahut_queue_try_pop(e->orders, &order) == 0)
            obey(e, &order);
        atomic_fetch_add(&e->progress, 1);
    } while (n > 0 && !atomic_load(&e->quit));
    if (e->finishing && n == 0) {
        e->finishing = false;
        e->began_ns = ear_clock_ns();
        sahut_hearing_finish(e->hearing);
        report(e, (struct ear_report){.kind = EAR_END_OF_SOUND});
    }
}

static bool load(struct thread_ear *e)
{
    struct sahut_why why;
    if (sahut_hearing_new(&e->config.hearing, e->grammar, heard, e, &e->hearing, &why)) {
        report_text(e, EAR_FAILED, why.text);
        return false;
    }
    report(e, (struct ear_report){.kind = EAR_READY});
    return true;
}

static void *run(void *ctx)
{
    struct thread_ear *e = ctx;
    bool loaded = load(e);
    while (loaded && !atomic_load(&e->quit)) {
        uint64_t count;
        atomic_store(&e->waiting, sahut_ring_filled(e->config.ring) == 0);
        ssize_t n = read(e->config.sound, &count, sizeof(count));
        atomic_store(&e->waiting, false);
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            break;
        step(e);
    }
    atomic_store(&e->waiting, true);
    report(e, (struct ear_report){.kind = EAR_ENDED});
    return NULL;
}

/* ---- on the assistant's thread ---- */

static void nudge(struct thread_ear *e)
{
    uint64_t one = 1;
    if (write(e->config.sound, &one, sizeof(one)) < 0 && errno != EAGAIN)
        sahut_log(SAHUT_LOG_ERROR, "daemon", "hearing cannot be woken: %s", strerror(errno));
}

static int give(struct thread_ear *e, struct ear_order order)
{
    int err = sahut_queue_push(e->orders, &order);
    nudge(e);
    return err;
}

static void thread_quit(struct ear *ear)
{
    struct thread_ear *e = of(ear);
    atomic_store(&e->quit, true);
    nudge(e);
}

static bool thread_next(struct ear *e, struct ear_report *out)
{
    return sahut_queue_try_pop(of(e)->reports, out) == 0;
}

static void drain(struct thread_ear *e)
{
    struct ear_order order;
    struct ear_report left;
    while (e->orders && sahut_queue_try_pop(e->orders, &order) == 0)
        sahut_grammar_free(order.grammar);
    while (e->reports && thread_next(&e->ear, &left))
        ear_report_finish(&left);
}

static void thread_free(struct ear *ear)
{
    struct thread_ear *e = of(ear);
    if (e->started) {
        thread_quit(ear);
        pthread_join(e->thread, NULL);
    }
    drain(e);
    sahut_hearing_free(e->hearing);
    sahut_grammar_free(e->grammar);
    sahut_queue_free(e->orders);
    sahut_queue_free(e->reports);
    free(e);
}

static int thread_expect(struct ear *ear, struct sahut_grammar *grammar, struct sahut_why *why)
{
    int err = give(of(ear), (struct ear_order){.kind = EXPECT, .grammar = grammar});
    if (err) {
        sahut_grammar_free(grammar);
        return sahut_why(why, err, "hearing is too far behind to take new sentences");
    }
    return 0;
}

static void thread_open(struct ear *e, double seconds)
{
    give(of(e), (struct ear_order){.kind = OPEN, .seconds = seconds});
}

static void thread_open_unasked(struct ear *e, double seconds)
{
    give(of(e), (struct ear_order){.kind = OPEN_UNASKED, .seconds = seconds});
}

static void thread_own_sound(struct ear *e, enum sahut_own_sound sound)
{
    give(of(e), (struct ear_order){.kind = OWN_SOUND, .sound = sound});
}

static void thread_finish(struct ear *e)
{
    give(of(e), (struct ear_order){.kind = FINISH});
}

static void thread_forget(struct ear *e)
{
    give(of(e), (struct ear_order){.kind = FORGET});
}

static unsigned thread_progress(struct ear *ear, bool *waiting)
{
    struct thread_ear *e = of(ear);
    *waiting = atomic_load(&e->waiting);
    return atomic_load(&e->progress);
}

static const struct ear_ops thread_ops = {
    .quit = thread_quit,
    .free = thread_free,
    .expect = thread_expect,
    .open = thread_open,
    .open_unasked = thread_open_unasked,
    .own_sound = thread_own_sound,
    .finish = thread_finish,
    .forget = thread_forget,
    .next = thread_next,
    .progress = thread_progress,
};

int ear_thread_new(const struct ear_thread_config *config, struct sahut_grammar *grammar,
                   struct ear **out, struct sahut_why *why)
{
    struct thread_ear *e = sahut_alloc(1, sizeof(*e));
    e->ear.ops = &thread_ops;
    e->config = *config;
    e->grammar = grammar;
    int err = sahut_queue_new(ORDERS, sizeof(struct ear_order), &e->orders);
    if (!err)
        err = sahut_queue_new(REPORTS, sizeof(struct ear_report), &e->reports);
    if (!err)
        err = -pthread_create(&e->thread, NULL, run, e);
    e->started = !err;
    if (err) {
        thread_free(&e->ear);
        return sahut_why(why, err, "the hearing thread does not start: %s", strerror(-err));
    }
    *out = &e->ear;
    return 0;
}
