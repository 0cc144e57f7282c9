// SPDX-License-Identifier: GPL-3.0-or-later
/** soak CONFIG HOURS RECORDING...: hours of mixed sound as fast as it goes, through the object
 * graph of the daemon (hearing and voice in their threads, the database on disk): room hum of
 * changing level, the recordings in random order with pauses of 5 to 60 seconds, slammed doors. The
 * recordings of
 * ./demo are in build/demo. Time is the position in the sound.
 *
 * Prints every half hour what has happened and the memory (smaps_rollup), and at the end how
 * much it has grown since the first hour (goal: 1 %) and whether every promise that was made rang,
 * was stopped or is still to come. Exit code 1 if not. With $SAHUT_PROGRAM, spoken reminders get
 * their text hints too (slow). $SOAK_SEED: another order of the recordings.
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include "sahut/assistant.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define STEP     320
#define RING     8192
#define PROMISES 100000
#define RATE     SAHUT_HEAR_RATE

struct soak {
    struct sahut_assistant *assistant;
    struct sahut_ring *ring;
    struct sahut_zone *zone;
    uv_loop_t loop;
    uv_async_t wake;
    int sound;
    int64_t start_ms, samples;
    uint32_t random;
    double hum;
    bool listening;
    int16_t **recordings;
    size_t *lengths, n;

    unsigned wakes, orders, said, faults, reminders, timers, rings;
    struct {
        bool timer;
        int64_t due_ms;
        bool rang, over;
    } promises[PROMISES];
    int64_t last_promise;
};

static int64_t now_ms(const struct soak *s)
{
    return s->start_ms + s->samples * 1000 / RATE;
}

static uint32_t next_random(struct soak *s)
{
    s->random = s->random * 1664525u + 1013904223u;
    return s->random >> 8;
}

/* ---- promises, by their lines in the time line ---- */

static int64_t parse_due(const struct soak *s, const char *text)
{
    char time[24];
    int64_t at_ms;
    struct sahut_why why;
    const char *due = strstr(text, " due ");
    if (!due || sscanf(due, " due %*3s %10s %5s", time, time + 11) != 2)
        return 0;
    time[10] = ' ';
    return sahut_instant_parse(time, s->zone, &at_ms, &why) ? 0 : at_ms;
}

static void take_promise(struct soak *s, const struct sahut_event *e)
{
    long long id;
    bool timer = sscanf(e->text, "timer %lld", &id) == 1;
    if (!timer && sscanf(e->text, "reminder %lld", &id) != 1) {
        if (sscanf(e->text, "promises up to %lld", &id) == 1 ||
            sscanf(e->text, "promise %lld", &id) == 1)
            for (int64_t i = 1; i <= id && i < PROMISES; i++)
                s->promises[i].over |= s->promises[i].rang;
        return;
    }
    if (id >= PROMISES)
        return;
    if (e->kind == SAHUT_EVENT_DUE && strstr(e->text, "rings")) {
        s->promises[id].rang = true;
        s->rings++;
    } else if (e->kind == SAHUT_EVENT_DONE && strstr(e->text, " due ")) {
        s->promises[id].timer = timer;
        s->promises[id].due_ms = parse_due(s, e->text);
        s->last_promise = id > s->last_promise ? id : s->last_promise;
        *(timer ? &s->timers : &s->reminders) += 1;
    }
}

static void take(void *ctx, const struct sahut_event *e)
{
    struct soak *s = ctx;
    s->wakes += e->kind == SAHUT_EVENT_WAKE;
    s->orders += e->kind == SAHUT_EVENT_HYPOTHESIS && e->intent;
    s->said += e->kind == SAHUT_EVENT_SAID;
    if (e->kind == SAHUT_EVENT_STATUS && e->failed) {
        fprintf(stderr, "soak: %s\n", e->text);
        exit(1);
    }
    s->listening |= e->kind == SAHUT_EVENT_STATUS && strcmp(e->text, "listening") == 0;
    if (e->kind == SAHUT_EVENT_DUE || e->kind == SAHUT_EVENT_DONE)
        take_promise(s, e);
}

/* Promises that should have rung a minute ago and did not. */
static unsigned missed(const struct soak *s)
{
    unsigned n = 0;
    for (int64_t i = 1; i <= s->last_promise; i++)
        n += s->promises[i].due_ms && s->promises[i].due_ms < now_ms(s) - 60000 &&
             !s->promises[i].rang;
    return n;
}

/* ---- the loop ---- */

static void wake(void *ctx)
{
    struct soak *s = ctx;
    uv_async_send(&s->wake);
}

static void on_wake(uv_async_t *async)
{
    struct soak *s = async->data;
    if (s->assistant)
        sahut_assistant_collect(s->assistant, now_ms(s));
}

/* The calendars of the demo do not change. */
static void watch_calendar(void *ctx, int fd)
{
}

static void fault(void *ctx, enum sahut_part part, const char *text)
{
    struct soak *s = ctx;
    if (text && s->faults++ < 5)
        fprintf(stderr, "soak: %s\n", text);
}

static void hear(struct soak *s, const int16_t *pcm, size_t n)
{
    uint64_t one = 1;
    while (RING - sahut_ring_filled(s->ring) < n)
        nanosleep(&(struct timespec){0, 200000}, NULL);
    sahut_ring_write(s->ring, pcm, n);
    if (write(s->sound, &one, sizeof(one)) < 0)
        exit(1);
    s->samples += (int64_t)n;
    while (sahut_assistant_next(s->assistant) <= now_ms(s))
        sahut_assistant_due(s->assistant, now_ms(s));
    uv_run(&s->loop, UV_RUN_NOWAIT);
}

/* ---- sound ---- */

static int16_t hum(struct soak *s)
{
    double white = 0;
    for (int i = 0; i < 3; i++)
        white += (double)next_random(s) / (1 << 24) - 0.5;
    return (int16_t)(white * s->hum);
}

static int16_t mixed(struct soak *s, int16_t speech)
{
    int v = speech + hum(s);
    return (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v);
}

static void play(struct soak *s, const int16_t *pcm, size_t n)
{
    int16_t block[STEP];
    for (size_t at = 0; at < n; at += STEP) {
        size_t k = n - at < STEP ? n - at : STEP;
        for (size_t i = 0; i < k; i++)
            block[i] = mixed(s, pcm ? pcm[at + i] : 0);
        hear(s, block, k);
    }
}

static void slam(struct soak *s)
{
    double before = s->hum;
    s->hum = 20000;
    play(s, NULL, RATE / 10);
    s->hum = before;
}

static void some(struct soak *s)
{
    size_t which = next_random(s) % s->n;
    if (next_random(s) % 20 == 0)
        s->hum = 20 + next_random(s) % 300;
    if (next_random(s) % 30 == 0)
        slam(s);
    play(s, s->recordings[which], s->lengths[which]);
    play(s, NULL, (5 + next_random(s) % 56) * RATE);
}

static void load(struct soak *s, const char *path)
{
    struct sahut_source *source;
    struct sahut_why why;
    int16_t *pcm = NULL;
    size_t n = 0;
    ssize_t got = 1;
    if (sahut_source_file(path, &source, &why)) {
        fprintf(stderr, "soak: %s\n", why.text);
        exit(1);
    }
    for (; got > 0; n += got > 0 ? (size_t)got : 0) {
        pcm = sahut_realloc(pcm, n + RATE, sizeof(*pcm));
        got = sahut_source_read(source, pcm + n, RATE, &why);
    }
    sahut_source_free(source);
    s->recordings = sahut_realloc(s->recordings, s->n + 1, sizeof(*s->recordings));
    s->lengths = sahut_realloc(s->lengths, s->n + 1, sizeof(*s->lengths));
    s->recordings[s->n] = pcm;
    s->lengths[s->n++] = n;
}

/* ---- */

/* Of smaps_rollup, in KB. The PSS of the model's pages depends on who else has mapped them; what is
 * anonymous is ours alone. */
struct memory {
    long pss, rss, anonymous;
    long in_use; /* of the heap, all threads: without what the allocator keeps */
};

static struct memory memory(void)
{
    struct memory m = {0};
    char line[200];
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    while (f && fgets(line, sizeof(line), f)) {
        sscanf(line, "Pss: %ld", &m.pss);
        sscanf(line, "Rss: %ld", &m.rss);
        sscanf(line, "Anonymous: %ld", &m.anonymous);
    }
    if (f)
        fclose(f);
    struct mallinfo2 heap = mallinfo2();
    m.in_use = (long)((heap.uordblks + heap.hblkhd) / 1024);
    return m;
}

/* Always after the same order and a pause: the recogniser keeps what it made of the last one. */
static struct memory settled(struct soak *s)
{
    double before = s->hum;
    s->hum = 60;
    play(s, s->recordings[0], s->lengths[0]);
    play(s, NULL, 20 * RATE);
    s->hum = before;
    return memory();
}

static double growth(long from, long to)
{
    return from ? 100.0 * (double)(to - from) / (double)from : 0;
}

static void build(struct soak *s, const char *config_file, const char *state)
{
    struct sahut_settings *settings;
    struct sahut_sink *sink;
    struct sahut_why why = {"it cannot begin"};
    char models[512];
    const char *data = getenv("SAHUT_DATADIR");
    snprintf(models, sizeof(models), "%s/models", data ? data : ".");
    s->sound = eventfd(0, EFD_CLOEXEC);
    uv_loop_init(&s->loop);
    uv_async_init(&s->loop, &s->wake, on_wake);
    s->wake.data = s;
    if (sahut_ring_new(RING, &s->ring) || sahut_settings_new(&settings) ||
        sahut_settings_read(settings, config_file, NULL, NULL) ||
        sahut_zone_new("Europe/Berlin", &s->zone, &why) ||
        sahut_sink_null(SAHUT_VOICE_RATE, &sink)) {
        fprintf(stderr, "soak: %s\n", why.text);
        exit(1);
    }
    struct sahut_assistant_live live = {.loop = &s->loop,
                                        .ring = s->ring,
                                        .sound = s->sound,
                                        .wake = wake,
                                        .fault = fault,
                                        .watch_calendar = watch_calendar,
                                        .ctx = s};
    struct sahut_assistant_config config = {
        .settings = settings,
        .models = models,
        .state = state,
        .wake_phrase = sahut_settings_string(settings, "wake.phrase"),
        .sink = sink,
        .zone = s->zone,
        .dry_run = true,
        .program = getenv("SAHUT_PROGRAM"),
        .live = &live,
    };
    if (sahut_assistant_new(&config, now_ms(s), take, s, &s->assistant, &why) ||
        sahut_assistant_listen(s->assistant, &why)) {
        fprintf(stderr, "soak: %s\n", why.text);
        exit(1);
    }
    while (!s->listening)
        uv_run(&s->loop, UV_RUN_ONCE);
}

static void print(const struct soak *s, struct memory m)
{
    printf("%4.1f h  PSS %6ld  RSS %6ld  anonymous %6ld  heap %6ld KB  woken %5u  orders %5u  said "
           "%5u  "
           "reminders "
           "%4u  timers %4u  rings %5u  missed %u\n",
           (double)s->samples / RATE / 3600, m.pss, m.rss, m.anonymous, m.in_use, s->wakes,
           s->orders, s->said, s->reminders, s->timers, s->rings, missed(s));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static struct soak s = {.random = 1, .hum = 60, .start_ms = INT64_C(1777964100000)};
    char state[] = "/tmp/sahut-soak-XXXXXX", command[100];
    double hours = argc > 3 ? strtod(argv[2], NULL) : 0;
    if (!(hours > 0) || !mkdtemp(state)) {
        fprintf(stderr, "usage: soak CONFIG HOURS RECORDING...\n");
        return 2;
    }
    const char *seed = getenv("SOAK_SEED");
    s.random = seed ? (uint32_t)strtoul(seed, NULL, 10) : 1;
    for (int i = 3; i < argc; i++)
        load(&s, argv[i]);
    build(&s, argv[1], state);
    struct memory first = {0}, now;
    int64_t half = RATE * 1800LL, next = half;
    while ((double)s.samples < hours * 3600 * RATE) {
        some(&s);
        if (s.samples < next)
            continue;
        next += half;
        print(&s, now = settled(&s));
        if (!first.pss && s.samples >= 2 * half)
            first = now;
    }
    print(&s, now = settled(&s));
    printf("seed %s: since the first hour PSS %+.2f %%, RSS %+.2f %%, anonymous %+.2f %%, heap "
           "%+.2f %% "
           "(goal: within 1 %%), %u promises missed (goal: none), %u faults\n",
           seed ? seed : "1", growth(first.pss, now.pss), growth(first.rss, now.rss),
           growth(first.anonymous, now.anonymous), growth(first.in_use, now.in_use), missed(&s),
           s.faults);
    sahut_assistant_quit(s.assistant);
    sahut_assistant_free(s.assistant);
    snprintf(command, sizeof(command), "rm -rf '%s'", state);
    return system(command) || missed(&s) || growth(first.anonymous, now.anonymous) > 1 ||
           s.orders == 0;
}
