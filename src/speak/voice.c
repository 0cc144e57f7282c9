// SPDX-License-Identifier: GPL-3.0-or-later
/* The owner thread. It sleeps until there is something to say or to look up, and takes, in this
 * order: phonemes somebody waits for, requests that were dropped (their `done` is owed), the most
 * urgent request. Between two pieces of sound it looks at `interrupt`.
 *
 *     say A (answer)   |==A==============|
 *     say B (notice)        waits         |==B====x
 *     say C (alarm)                               |==C=====|
 *     stop(notice)                  drops what is queued as notice
 */
#include "sahut/voice.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/log.h"
#include "sahut/text.h"
#include "speak/clip.h"
#include "speak/earcon.h"
#include "speak/espeak.h"

#define QUEUE_MAX 32
// Of sound between two looks at `interrupt`: 20 ms.
#define PIECE (SAHUT_VOICE_RATE / 50)

enum kind { SPEECH, EARCON, CLIP, TONE };

struct request {
    struct request *next;
    uint64_t id;
    enum sahut_voice_priority priority;
    enum kind kind;
    bool dropped;
    enum sahut_earcon earcon;
    double gain;    // CLIP
    size_t samples; // CLIP, TONE
    int loudness;   // percent
    int16_t data[]; // CLIP: samples; SPEECH: the text
};

// Lives on the stack of who waits for it.
struct question {
    struct question *next;
    const char *text;
    char *phonemes;
    int err;
    bool answered;
};

struct sahut_voice {
    struct sahut_sink *sink;
    sahut_voice_done *done;
    void *ctx;
    int volume;        // that eSpeak NG renders with
    atomic_int wanted; // the volume that is heard
    int loudness;      // of what is asked; the asking thread alone
    pthread_t thread;
    _Atomic uint64_t progress; // pieces and requests done
    atomic_bool interrupt;     // the current request ends at the next piece; set with the lock held

    pthread_mutex_t lock; // guards the rest
    pthread_cond_t changed;
    struct request *queue; // in the order asked
    size_t queued;         // without the dropped ones
    struct request *current;
    enum sahut_voice_priority last; // of what the sink may still hold
    struct question *questions;
    uint64_t last_id;
    unsigned waiting; // callers inside sahut_voice_wait and sahut_voice_phonemes
    bool drop_sink, ending;

    // The thread alone:
    struct espeak *espeak;
    struct sahut_spoken spoken;
    int16_t tones[EARCON_MAX];
    int16_t piece[PIECE];
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

// The piece at the volume and loudness that are wanted now.
static const int16_t *scaled(struct sahut_voice *v, const int16_t *pcm, size_t n)
{
    int whole = v->volume * 100, wanted = atomic_load(&v->wanted) * v->current->loudness;
    if (wanted == whole)
        return pcm;
    for (size_t i = 0; i < n; i++) {
        long sample = whole ? (long)pcm[i] * wanted / whole : 0;
        v->piece[i] = (int16_t)(sample > 32767 ? 32767 : sample < -32768 ? -32768 : sample);
    }
    return v->piece;
}

// An espeak_sound and a clip_sound.
static bool put(void *ctx, const int16_t *pcm, size_t n)
{
    struct sahut_voice *v = ctx;
    for (size_t at = 0; at < n;) {
        size_t len = n - at < PIECE ? n - at : PIECE;
        if (atomic_load_explicit(&v->interrupt, memory_order_acquire)) {
            v->spoken.interrupted = true;
            return false;
        }
        if (!v->spoken.samples)
            v->spoken.first_sample_ns = now_ns();
        v->spoken.err = sahut_sink_write(v->sink, scaled(v, pcm + at, len), len, &v->spoken.why);
        if (v->spoken.err) {
            sahut_log(SAHUT_LOG_INFO, "speak", "not said: %s", v->spoken.why.text);
            v->spoken.interrupted = true;
            return false;
        }
        v->spoken.samples += len;
        at += len;
        atomic_fetch_add_explicit(&v->progress, 1, memory_order_relaxed);
    }
    return true;
}

static void play_clip(struct sahut_voice *v, const struct request *r)
{
    struct sahut_resampler *resampler = NULL;
    if (sahut_resampler_new(SAHUT_HEAR_RATE, SAHUT_VOICE_RATE, &resampler)) {
        sahut_log(SAHUT_LOG_ERROR, "speak", "a message is not played: no memory");
        v->spoken.interrupted = true;
        return;
    }
    clip_play(resampler, r->data, r->samples, r->gain * v->volume / 100.0, put, v);
    sahut_resampler_free(resampler);
}

static void play_tone(struct sahut_voice *v, size_t samples)
{
    int16_t pcm[PIECE];
    for (size_t at = 0; at < samples; at += PIECE) {
        size_t n = samples - at < PIECE ? samples - at : PIECE;
        earcon_alarm(at, v->volume, pcm, n);
        if (!put(v, pcm, n))
            return;
    }
}

static void perform(struct sahut_voice *v, const struct request *r)
{
    v->spoken = (struct sahut_spoken){.id = r->id, .interrupted = r->dropped};
    if (v->sink && !r->dropped) {
        switch (r->kind) {
        case SPEECH:
            espeak_say(v->espeak, (const char *)r->data, put, v);
            break;
        case EARCON:
            put(v, v->tones, earcon_render(r->earcon, v->volume, v->tones));
            break;
        case CLIP:
            play_clip(v, r);
            break;
        case TONE:
            play_tone(v, r->samples);
            break;
        }
        if (v->spoken.interrupted)
            sahut_sink_drop(v->sink);
    }
    if (v->done)
        v->done(v->ctx, &v->spoken);
}

// With the lock held. NULL if nothing is queued.
static struct request *take_next(struct sahut_voice *v)
{
    struct request **best = NULL;
    for (struct request **at = &v->queue; *at; at = &(*at)->next) {
        if ((*at)->dropped) {
            best = at;
            break;
        }
        if (!best || (*at)->priority < (*best)->priority)
            best = at;
    }
    if (!best)
        return NULL;
    struct request *r = *best;
    *best = r->next;
    if (!r->dropped) {
        v->queued--;
        v->last = r->priority;
    }
    return r;
}

// These three are called with the lock held and let it go meanwhile.
static void answer_question(struct sahut_voice *v)
{
    struct question *q = v->questions;
    v->questions = q->next;
    pthread_mutex_unlock(&v->lock);
    char *phonemes = NULL;
    int err = espeak_phonemes(v->espeak, q->text, &phonemes);
    pthread_mutex_lock(&v->lock);
    q->phonemes = phonemes;
    q->err = err;
    q->answered = true;
    pthread_cond_broadcast(&v->changed);
}

static void drop_played(struct sahut_voice *v)
{
    pthread_mutex_unlock(&v->lock);
    sahut_sink_drop(v->sink);
    pthread_mutex_lock(&v->lock);
    v->drop_sink = false;
    pthread_cond_broadcast(&v->changed);
}

static void serve_request(struct sahut_voice *v)
{
    struct request *r = v->current = take_next(v);
    atomic_store_explicit(&v->interrupt, false, memory_order_release);
    pthread_mutex_unlock(&v->lock);
    perform(v, r);
    pthread_mutex_lock(&v->lock);
    v->current = NULL;
    pthread_cond_broadcast(&v->changed);
    free(r);
}

static void serve(struct sahut_voice *v)
{
    pthread_mutex_lock(&v->lock);
    for (;;) {
        atomic_fetch_add_explicit(&v->progress, 1, memory_order_relaxed);
        if (v->drop_sink)
            drop_played(v);
        else if (v->questions)
            answer_question(v);
        else if (v->queue)
            serve_request(v);
        else if (v->ending)
            break;
        else
            pthread_cond_wait(&v->changed, &v->lock);
    }
    pthread_mutex_unlock(&v->lock);
}

// What sahut_voice_new and the new thread tell each other.
struct start {
    struct sahut_voice *voice;
    const struct sahut_voice_config *config;
    struct sahut_why *why;
    int err;
    bool known; // guarded by the voice's lock
};

static void *run(void *ctx)
{
    struct start *start = ctx;
    struct sahut_voice *v = start->voice;
    int err = espeak_open(start->config, &v->espeak, start->why);
    pthread_mutex_lock(&v->lock);
    start->err = err;
    start->known = true;
    pthread_cond_broadcast(&v->changed);
    pthread_mutex_unlock(&v->lock);
    if (!err) {
        serve(v);
        espeak_close(v->espeak);
    }
    return NULL;
}

static void voice_finish(struct sahut_voice *v)
{
    pthread_cond_destroy(&v->changed);
    pthread_mutex_destroy(&v->lock);
    free(v);
}

int sahut_voice_new(const struct sahut_voice_config *config, struct sahut_sink *sink,
                    sahut_voice_done *done, void *ctx, struct sahut_voice **out,
                    struct sahut_why *why)
{
    if (sink && sahut_sink_rate(sink) != SAHUT_VOICE_RATE)
        return sahut_why(why, -EINVAL, "the voice speaks at %d Hz, its sink wants %u Hz",
                         SAHUT_VOICE_RATE, sahut_sink_rate(sink));
    struct sahut_voice *v = sahut_alloc(1, sizeof *v);
    *v = (struct sahut_voice){.sink = sink,
                              .done = done,
                              .ctx = ctx,
                              .volume = config->volume,
                              .wanted = config->volume,
                              .loudness = 100,
                              .last = SAHUT_VOICE_NOTICE,
                              .lock = PTHREAD_MUTEX_INITIALIZER,
                              .changed = PTHREAD_COND_INITIALIZER};
    struct start start = {.voice = v, .config = config, .why = why};
    int err = -pthread_create(&v->thread, NULL, run, &start);
    if (err) {
        voice_finish(v);
        return sahut_why(why, err, "the voice's thread does not start: %s", strerror(-err));
    }
    pthread_mutex_lock(&v->lock);
    while (!start.known)
        pthread_cond_wait(&v->changed, &v->lock);
    pthread_mutex_unlock(&v->lock);
    if (start.err) {
        pthread_join(v->thread, NULL);
        voice_finish(v);
        return start.err;
    }
    *out = v;
    return 0;
}

// With the lock held.
static void drop_from(struct sahut_voice *v, enum sahut_voice_priority lowest)
{
    for (struct request *r = v->queue; r; r = r->next)
        if (!r->dropped && r->priority >= lowest) {
            r->dropped = true;
            v->queued--;
        }
    if (v->current && v->current->priority >= lowest)
        atomic_store_explicit(&v->interrupt, true, memory_order_release);
    else if (!v->current && v->sink && v->last >= lowest)
        v->drop_sink = true;
    pthread_cond_broadcast(&v->changed);
}

void sahut_voice_free(struct sahut_voice *v)
{
    if (!v)
        return;
    pthread_mutex_lock(&v->lock);
    drop_from(v, SAHUT_VOICE_ALARM);
    v->ending = true;
    while (v->waiting)
        pthread_cond_wait(&v->changed, &v->lock);
    pthread_mutex_unlock(&v->lock);
    pthread_join(v->thread, NULL);
    voice_finish(v);
}

static struct request *new_request(enum sahut_voice_priority priority, enum kind kind, size_t bytes)
{
    struct request *r = sahut_alloc(1, sizeof *r + bytes);
    r->priority = priority;
    r->kind = kind;
    return r;
}

// Takes over `r`.
static uint64_t enqueue(struct sahut_voice *v, struct request *r)
{
    pthread_mutex_lock(&v->lock);
    if (v->queued == QUEUE_MAX || v->ending) {
        pthread_mutex_unlock(&v->lock);
        free(r);
        return 0;
    }
    r->loudness = v->loudness;
    uint64_t id = r->id = ++v->last_id;
    struct request **end = &v->queue;
    while (*end)
        end = &(*end)->next;
    *end = r;
    v->queued++;
    if (r->priority == SAHUT_VOICE_ALARM && v->current &&
        v->current->priority == SAHUT_VOICE_NOTICE)
        atomic_store_explicit(&v->interrupt, true, memory_order_release);
    pthread_cond_broadcast(&v->changed);
    pthread_mutex_unlock(&v->lock);
    return id;
}

uint64_t sahut_voice_say(struct sahut_voice *v, enum sahut_voice_priority priority,
                         const char *text)
{
    size_t size = strlen(text) + 1;
    struct request *r = new_request(priority, SPEECH, size);
    memcpy(r->data, text, size);
    return enqueue(v, r);
}

uint64_t sahut_voice_earcon(struct sahut_voice *v, enum sahut_voice_priority priority,
                            enum sahut_earcon earcon)
{
    struct request *r = new_request(priority, EARCON, 0);
    r->earcon = earcon;
    return enqueue(v, r);
}

uint64_t sahut_voice_play(struct sahut_voice *v, enum sahut_voice_priority priority,
                          const int16_t *pcm, size_t n)
{
    struct request *r = new_request(priority, CLIP, n * sizeof *pcm);
    if (n)
        memcpy(r->data, pcm, n * sizeof *pcm);
    r->samples = n;
    r->gain = clip_gain(pcm, n);
    return enqueue(v, r);
}

uint64_t sahut_voice_tone(struct sahut_voice *v, enum sahut_voice_priority priority, double seconds)
{
    struct request *r = new_request(priority, TONE, 0);
    r->samples = seconds > 0 ? (size_t)(seconds * SAHUT_VOICE_RATE) : 0;
    return enqueue(v, r);
}

static int percent_of(int percent)
{
    return percent < 0 ? 0 : percent > 100 ? 100 : percent;
}

void sahut_voice_set_loudness(struct sahut_voice *v, int percent)
{
    v->loudness = percent_of(percent);
}

void sahut_voice_set_volume(struct sahut_voice *v, int percent)
{
    atomic_store(&v->wanted, percent_of(percent));
}

int sahut_voice_get_volume(const struct sahut_voice *v)
{
    return atomic_load(&v->wanted);
}

void sahut_voice_stop(struct sahut_voice *v, enum sahut_voice_priority lowest)
{
    pthread_mutex_lock(&v->lock);
    drop_from(v, lowest);
    pthread_mutex_unlock(&v->lock);
}

// From inside `done` the thread would wait for itself.
static void enter(struct sahut_voice *v)
{
    assert(!pthread_equal(pthread_self(), v->thread));
    pthread_mutex_lock(&v->lock);
    v->waiting++;
}

static void leave(struct sahut_voice *v)
{
    v->waiting--;
    pthread_cond_broadcast(&v->changed);
    pthread_mutex_unlock(&v->lock);
}

uint64_t sahut_voice_progress(struct sahut_voice *v, bool *busy)
{
    pthread_mutex_lock(&v->lock);
    *busy = v->queue || v->current || v->questions || v->drop_sink;
    pthread_mutex_unlock(&v->lock);
    return atomic_load_explicit(&v->progress, memory_order_relaxed);
}

void sahut_voice_wait(struct sahut_voice *v)
{
    enter(v);
    while (v->queue || v->current || v->drop_sink)
        pthread_cond_wait(&v->changed, &v->lock);
    leave(v);
}

int sahut_voice_phonemes(struct sahut_voice *v, const char *text, char **out)
{
    struct question q = {.text = text};
    enter(v);
    struct question **end = &v->questions;
    while (*end)
        end = &(*end)->next;
    *end = &q;
    pthread_cond_broadcast(&v->changed);
    while (!q.answered)
        pthread_cond_wait(&v->changed, &v->lock);
    leave(v);
    if (!q.err)
        *out = q.phonemes;
    return q.err;
}
