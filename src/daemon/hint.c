// SPDX-License-Identifier: GPL-3.0-or-later
/* The text of a message clip, guessed by a child process whose 100 MB are gone afterwards. One at a
 * time. Replay runs it on a loop of its own, to the end; live it runs on the assistant's loop:
 *
 *   spawn ──► its input written, its output read ──► exited, both pipes closed ──► stored, the next
 *     └ cannot                 └ too long, or quit: killed ──┘
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "daemon/assistant_internal.h"
#include "sahut/log.h"

#define TIMEOUT_MS 30000

struct hint_job {
    struct hint_job *next;
    struct sahut_assistant *assistant;
    int64_t promise;
    int16_t *pcm;
    size_t n;

    uv_process_t child;
    uv_pipe_t in, out;
    uv_timer_t timeout;
    uv_write_t write;
    unsigned open; /* handles that are not closed yet */
    bool started;
    char buffer[512];
    struct sahut_text text;
    int64_t status;
};

static void job_free(struct hint_job *job)
{
    free(job->pcm);
    sahut_text_finish(&job->text);
    free(job);
}

static void start_first(struct sahut_assistant *a, uv_loop_t *loop);

/* The child is gone. */
static void finish(struct hint_job *job)
{
    struct sahut_assistant *a = job->assistant;
    char *text = sahut_text_take(&job->text);
    text[strcspn(text, "\n")] = 0;
    if (job->status == 0 && text[0] && sahut_skills_hint(a->skills, job->promise, text) == 0)
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_HINT, .text = text});
    free(text);
    uv_loop_t *loop = job->timeout.loop;
    a->hints = job->next;
    job_free(job);
    start_first(a, loop);
}

static void closed(uv_handle_t *h)
{
    struct hint_job *job = h->data;
    if (--job->open == 0)
        finish(job);
}

static void close_once(void *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, closed);
}

static void give_buffer(uv_handle_t *h, size_t size, uv_buf_t *buf)
{
    struct hint_job *job = h->data;
    *buf = uv_buf_init(job->buffer, sizeof(job->buffer));
}

static void got_text(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct hint_job *job = stream->data;
    if (n > 0 && job->text.len < sizeof(job->buffer))
        sahut_text_add_n(&job->text, buf->base, (size_t)n);
    else if (n < 0)
        close_once(stream);
}

static void written(uv_write_t *request, int status)
{
    close_once(request->handle);
}

static void exited(uv_process_t *child, int64_t status, int signal)
{
    struct hint_job *job = child->data;
    job->status = signal ? -signal : status;
    close_once(child);
    close_once(&job->timeout);
    close_once(&job->in);
}

static void too_long(uv_timer_t *timer)
{
    struct hint_job *job = timer->data;
    uv_process_kill(&job->child, SIGKILL);
}

static int spawn(struct hint_job *job, uv_loop_t *loop)
{
    const char *program = job->assistant->config.program;
    const struct sahut_settings *s = job->assistant->config.settings;
    const char *args[] = {program,
                          "hint",
                          "--model",
                          sahut_settings_string(s, "hearing.acoustic_model"),
                          "--dictionary",
                          sahut_settings_string(s, "hearing.dictionary"),
                          "--language-model",
                          sahut_settings_string(s, "hearing.language_model"),
                          NULL};
    uv_stdio_container_t stdio[3] = {
        {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&job->in},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&job->out},
        {.flags = UV_INHERIT_FD, .data.fd = 2},
    };
    uv_process_options_t options = {.file = program,
                                    .args = (char **)args,
                                    .exit_cb = exited,
                                    .stdio = stdio,
                                    .stdio_count = 3};
    return uv_spawn(loop, &job->child, &options);
}

static void start_first(struct sahut_assistant *a, uv_loop_t *loop)
{
    struct hint_job *job = a->hints;
    if (!job || job->started)
        return;
    job->started = true;
    job->open = 4;
    uv_pipe_init(loop, &job->in, 0);
    uv_pipe_init(loop, &job->out, 0);
    uv_timer_init(loop, &job->timeout);
    job->in.data = job->out.data = job->timeout.data = job->child.data = job;
    int err = spawn(job, loop);
    if (err) {
        sahut_log(SAHUT_LOG_WARN, "daemon", "no text hint: %s: %s", a->config.program,
                  uv_strerror(err));
        close_once(&job->child);
        close_once(&job->timeout);
        close_once(&job->in);
        close_once(&job->out);
        return;
    }
    uv_buf_t buf = uv_buf_init((char *)job->pcm, (unsigned)(job->n * sizeof(*job->pcm)));
    uv_write(&job->write, (uv_stream_t *)&job->in, &buf, 1, written);
    uv_read_start((uv_stream_t *)&job->out, give_buffer, got_text);
    uv_timer_start(&job->timeout, too_long, TIMEOUT_MS, 0);
}

static void run_to_the_end(struct sahut_assistant *a)
{
    uv_loop_t loop;
    if (uv_loop_init(&loop))
        return;
    start_first(a, &loop);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
}

/* A copy of the message: the promise may end, and its clip with it, while the child listens. */
static struct hint_job *new_job(struct sahut_assistant *a, int64_t promise,
                                const struct sahut_clip *clip)
{
    struct hint_job *job = sahut_alloc(1, sizeof(*job));
    *job = (struct hint_job){.assistant = a, .promise = promise, .status = -1};
    if (clip && clip->n > 0) {
        job->n = clip->n;
        job->pcm = sahut_alloc(clip->n, sizeof(*job->pcm));
        memcpy(job->pcm, clip->pcm, clip->n * sizeof(*job->pcm));
    } else if (!clip) {
        sahut_store_clip(a->store, promise, &job->pcm, &job->n);
    }
    if (job->n > 0)
        return job;
    job_free(job);
    return NULL;
}

void assistant_hint(struct sahut_assistant *a, int64_t promise, const struct sahut_clip *clip)
{
    if (!a->config.program || !sahut_settings_bool(a->config.settings, "reminders.text_hint"))
        return;
    struct hint_job *job = new_job(a, promise, clip);
    if (!job)
        return;
    signal(SIGPIPE, SIG_IGN);
    struct hint_job **last = &a->hints;
    while (*last)
        last = &(*last)->next;
    *last = job;
    if (a->is_live)
        start_first(a, a->live.loop);
    else
        run_to_the_end(a);
}

void assistant_hints_quit(struct sahut_assistant *a)
{
    struct hint_job *running = a->hints;
    if (!running)
        return;
    while (running->next) {
        struct hint_job *waiting = running->next;
        running->next = waiting->next;
        job_free(waiting);
    }
    if (uv_is_active((uv_handle_t *)&running->child))
        uv_process_kill(&running->child, SIGKILL);
}
