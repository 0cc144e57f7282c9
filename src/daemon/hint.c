// SPDX-License-Identifier: GPL-3.0-or-later
/* The text of a message clip, guessed by a child process whose 100 MB are gone afterwards. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "daemon/assistant_internal.h"
#include "sahut/log.h"

#define TIMEOUT_MS 30000

struct job {
    uv_loop_t loop;
    uv_process_t child;
    uv_pipe_t in, out;
    uv_timer_t timeout;
    uv_write_t write;
    char buffer[512];
    struct sahut_text text;
    int64_t status;
};

static void give_buffer(uv_handle_t *h, size_t size, uv_buf_t *buf)
{
    struct job *job = h->data;
    *buf = uv_buf_init(job->buffer, sizeof(job->buffer));
}

static void got_text(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct job *job = stream->data;
    if (n > 0)
        sahut_text_add_n(&job->text, buf->base, (size_t)n);
    else if (n < 0)
        uv_close((uv_handle_t *)stream, NULL);
}

static void written(uv_write_t *request, int status)
{
    uv_close((uv_handle_t *)request->handle, NULL);
}

static void exited(uv_process_t *child, int64_t status, int signal)
{
    struct job *job = child->data;
    job->status = signal ? -signal : status;
    uv_close((uv_handle_t *)child, NULL);
    uv_close((uv_handle_t *)&job->timeout, NULL);
}

static void too_long(uv_timer_t *timer)
{
    struct job *job = timer->data;
    uv_process_kill(&job->child, SIGKILL);
}

static void close_all(struct job *job)
{
    uv_close((uv_handle_t *)&job->in, NULL);
    uv_close((uv_handle_t *)&job->out, NULL);
    uv_close((uv_handle_t *)&job->timeout, NULL);
}

static int spawn(struct sahut_assistant *a, struct job *job)
{
    const struct sahut_settings *s = a->config.settings;
    const char *args[] = {a->config.program,
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
    uv_process_options_t options = {.file = a->config.program,
                                    .args = (char **)args,
                                    .exit_cb = exited,
                                    .stdio = stdio,
                                    .stdio_count = 3};
    job->in.data = job->out.data = job->timeout.data = job->child.data = job;
    return uv_spawn(&job->loop, &job->child, &options);
}

/* Runs the child to its end. Returns its text; free(). */
static char *listen_again(struct sahut_assistant *a, const int16_t *pcm, size_t n)
{
    struct job job = {.status = -1};
    signal(SIGPIPE, SIG_IGN);
    if (uv_loop_init(&job.loop))
        return NULL;
    uv_pipe_init(&job.loop, &job.in, 0);
    uv_pipe_init(&job.loop, &job.out, 0);
    uv_timer_init(&job.loop, &job.timeout);
    int err = spawn(a, &job);
    if (err) {
        sahut_log(SAHUT_LOG_WARN, "daemon", "no text hint: %s: %s", a->config.program,
                  uv_strerror(err));
        close_all(&job);
    } else {
        uv_buf_t buf = uv_buf_init((char *)pcm, (unsigned)(n * sizeof(*pcm)));
        uv_write(&job.write, (uv_stream_t *)&job.in, &buf, 1, written);
        uv_read_start((uv_stream_t *)&job.out, give_buffer, got_text);
        uv_timer_start(&job.timeout, too_long, TIMEOUT_MS, 0);
    }
    uv_run(&job.loop, UV_RUN_DEFAULT);
    uv_loop_close(&job.loop);
    char *text = sahut_text_take(&job.text);
    if (job.status != 0)
        text[0] = 0;
    text[strcspn(text, "\n")] = 0;
    return text;
}

void assistant_hint(struct sahut_assistant *a, int64_t promise, const struct sahut_clip *clip)
{
    if (!a->config.program || !sahut_settings_bool(a->config.settings, "reminders.text_hint"))
        return;
    int16_t *stored = NULL;
    struct sahut_clip message = clip ? *clip : (struct sahut_clip){NULL, 0};
    if (!clip && sahut_store_clip(a->store, promise, &stored, &message.n) == 0)
        message.pcm = stored;
    char *text = message.n > 0 ? listen_again(a, message.pcm, message.n) : NULL;
    free(stored);
    if (text && text[0] && sahut_skills_hint(a->skills, promise, text) == 0)
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_HINT, .text = text});
    free(text);
}
