// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/running.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "sahut/text.h"

void running_init(struct running *r)
{
    *r = (struct running){.events = json_array()};
    scratch_init(&r->scratch);
}

void running_settings(struct running *r, const char *input, const char *more)
{
    struct sahut_text t = {0};
    sahut_text_addf(&t, "audio = { input = \"%s%s\"; output = \"file:%s/answers.wav\"; };\n",
                    input && input[0] == '/' ? "file:" : "", input ? input : "null",
                    r->scratch.path);
    sahut_text_addf(&t, "@include \"%s/tests/flow/data/office.conf\"\n%s\n", getenv("SAHUT_SOURCE"),
                    more ? more : "");
    free(scratch_write(&r->scratch, "sahut.conf", sahut_text_get(&t)));
    sahut_text_finish(&t);
}

/* In the child. */
static void become(struct running *r, const char *const *arguments, int out)
{
    const char *program = getenv("SAHUT_PROGRAM"), *source = getenv("SAHUT_SOURCE");
    char *config = scratch_path(&r->scratch, "sahut.conf");
    char *state = scratch_path(&r->scratch, "state");
    char *control = scratch_path(&r->scratch, "control");
    const char *argv[32] = {program,   "run", "--json",   "--config", config,
                            "--state", state, "--socket", control,    "--dry-run"};
    for (size_t i = 0; arguments[i] && i < 20; i++)
        argv[10 + i] = arguments[i];
    dup2(out, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nothing behind */
    setenv("HOME", "/proc/nonexistent", 1);
    setenv("LANG", "C.UTF-8", 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    unsetenv("JOURNAL_STREAM");
    if (program && source && chdir(source) == 0)
        execv(program, (char **)argv);
    _exit(127);
}

void running_start(struct running *r, const char *const *arguments)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    fflush(stdout);
    r->pid = fork();
    assert_true(r->pid >= 0);
    if (r->pid == 0) {
        close(pipes[0]);
        become(r, arguments, pipes[1]);
    }
    close(pipes[1]);
    if (r->out)
        fclose(r->out);
    r->out = fdopen(pipes[0], "r");
    assert_non_null(r->out);
}

static json_t *read_event(struct running *r)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = getline(&line, &cap, r->out);
    json_error_t error;
    json_t *event = n > 0 ? json_loads(line, JSON_REJECT_DUPLICATES, &error) : NULL;
    if (n > 0 && !event)
        fail_msg("no JSON: %s: %s", line, error.text);
    free(line);
    if (event)
        json_array_append_new(r->events, event);
    return event;
}

static bool is(const json_t *event, const char *name, const char *words)
{
    const char *is_name = json_string_value(json_object_get(event, "event"));
    const char *text = json_string_value(json_object_get(event, "text"));
    if (!text)
        text = json_string_value(json_object_get(event, "device"));
    return is_name && strcmp(is_name, name) == 0 && (!words || (text && strstr(text, words)));
}

static void print_events(const struct running *r)
{
    size_t i;
    json_t *event;
    json_array_foreach(r->events, i, event)
    {
        char *line = json_dumps(event, JSON_COMPACT);
        fprintf(stderr, "%s\n", line);
        free(line);
    }
}

json_t *running_wait(struct running *r, const char *name, const char *words)
{
    json_t *event;
    while ((event = read_event(r)))
        if (is(event, name, words))
            return event;
    int code = 0;
    waitpid(r->pid, &code, 0);
    print_events(r);
    fail_msg("it ended (exit code %d, signal %d) without '%s' of '%s'", WEXITSTATUS(code),
             WIFSIGNALED(code) ? WTERMSIG(code) : 0, name, words ? words : "anything");
    return NULL;
}

size_t running_count(const struct running *r, const char *name, const char *words)
{
    size_t i, n = 0;
    json_t *event;
    json_array_foreach(r->events, i, event) n += is(event, name, words);
    return n;
}

void running_kill(struct running *r, int number)
{
    assert_int_equal(kill(r->pid, number), 0);
}

void running_ended(struct running *r, int code)
{
    int status;
    while (read_event(r))
        ;
    assert_int_equal(waitpid(r->pid, &status, 0), r->pid);
    r->pid = 0;
    if (!WIFEXITED(status))
        fail_msg("it ended by signal %d", WTERMSIG(status));
    if (WEXITSTATUS(status) != code) {
        print_events(r);
        fail_msg("exit code %d, not %d", WEXITSTATUS(status), code);
    }
}

void running_finish(struct running *r)
{
    if (r->pid) {
        running_kill(r, SIGTERM);
        running_ended(r, 0);
    }
    if (r->out)
        fclose(r->out);
    json_decref(r->events);
    scratch_finish(&r->scratch);
}

static void add_recording(struct sahut_text *pcm, const char *path)
{
    struct sahut_source *source;
    struct sahut_why why;
    int16_t block[1600];
    ssize_t n;
    if (sahut_source_file(path, &source, &why))
        fail_msg("%s", why.text);
    while ((n = sahut_source_read(source, block, 1600, &why)) > 0)
        sahut_text_add_n(pcm, (const char *)block, (size_t)n * sizeof(*block));
    sahut_source_free(source);
}

char *recordings_joined(const struct scratch *s, const char *const *names, double pause_s)
{
    struct sahut_text pcm = {0};
    size_t silence_n = (size_t)(pause_s * SAHUT_HEAR_RATE) * sizeof(int16_t);
    char *silence = sahut_alloc(silence_n, 1);
    for (; *names; names++) {
        const char *path = recording(*names);
        if (!path) {
            free(silence);
            sahut_text_finish(&pcm);
            return NULL;
        }
        add_recording(&pcm, path);
        sahut_text_add_n(&pcm, silence, silence_n);
    }
    free(silence);
    struct sahut_sink *sink;
    struct sahut_why why;
    char *path = scratch_path(s, "said.wav");
    assert_int_equal(sahut_sink_wav(path, SAHUT_HEAR_RATE, &sink, &why), 0);
    assert_int_equal(sahut_sink_write(sink, (const int16_t *)pcm.s, pcm.len / 2, &why), 0);
    sahut_sink_free(sink);
    sahut_text_finish(&pcm);
    return path;
}
