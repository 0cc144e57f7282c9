// SPDX-License-Identifier: GPL-3.0-or-later
/* WIP stand-in until src/audio/capture.c lands. */
#include "sahut/capture.h"
#include "sahut/text.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
struct sahut_capture {
    struct sahut_capture_config c;
    sahut_capture_listener *l;
    void *ctx;
    pthread_t t;
    atomic_bool quit, paused;
    _Atomic uint64_t progress;
    struct sahut_source *s;
};
static void *run(void *p)
{
    struct sahut_capture *c = p;
    int16_t pcm[320];
    struct sahut_why why;
    bool ended = !c->s;
    c->l(c->ctx, &(struct sahut_capture_report){.kind = SAHUT_CAPTURE_RUNNING});
    while (!atomic_load(&c->quit)) {
        nanosleep(&(struct timespec){0, 20000000}, NULL);
        c->progress++;
        if (c->paused)
            continue;
        ssize_t n = ended ? 0 : sahut_source_read(c->s, pcm, 320, &why);
        if (n <= 0) {
            n = 320;
            memset(pcm, 0, sizeof pcm);
            if (!ended)
                c->l(c->ctx, &(struct sahut_capture_report){.kind = SAHUT_CAPTURE_ENDED});
            ended = true;
        }
        sahut_ring_write(c->c.ring, pcm, (size_t)n);
        uint64_t one = 1;
        if (write(c->c.event_fd, &one, 8) < 0)
            break;
    }
    return NULL;
}
int sahut_capture_new(const struct sahut_capture_config *config, sahut_capture_listener *listener,
                      void *ctx, struct sahut_capture **out, struct sahut_why *why)
{
    struct sahut_capture *c = sahut_alloc(1, sizeof *c);
    c->c = *config;
    c->l = listener;
    c->ctx = ctx;
    int err = strcmp(config->input, "null") == 0
                  ? 0
                  : sahut_source_file(strncmp(config->input, "file:", 5) ? config->input
                                                                         : config->input + 5,
                                      &c->s, why);
    if (err) {
        free(c);
        return err;
    }
    pthread_create(&c->t, NULL, run, c);
    *out = c;
    return 0;
}
void sahut_capture_free(struct sahut_capture *c)
{
    if (!c)
        return;
    c->quit = true;
    pthread_join(c->t, NULL);
    sahut_source_free(c->s);
    free(c);
}
void sahut_capture_pause(struct sahut_capture *c)
{
    if (!c->paused) {
        c->paused = true;
        c->l(c->ctx, &(struct sahut_capture_report){.kind = SAHUT_CAPTURE_PAUSED});
    }
}
void sahut_capture_resume(struct sahut_capture *c)
{
    c->paused = false;
}
uint64_t sahut_capture_progress(const struct sahut_capture *c)
{
    return c->progress;
}
