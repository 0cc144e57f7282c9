// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/program.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sahut/text.h"

/* In the child. */
static void become(const struct program *how, const char *const *arguments, const int fds[3])
{
    const char *program = how->program ? how->program : getenv("SAHUT_PROGRAM");
    const char *argv[40] = {program};
    for (size_t i = 0; arguments[i] && i < 38; i++)
        argv[i + 1] = arguments[i];
    for (int i = 0; i < 3; i++)
        dup2(fds[i], i);
    setenv("HOME", "/proc/nonexistent", 1); /* where not even root can make one */
    setenv("LANG", "C.UTF-8", 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    unsetenv("TZ");
    const char *pwd = how->pwd ? how->pwd : getenv("SAHUT_SOURCE");
    if (program && (!pwd || chdir(pwd) == 0))
        execv(program, (char **)argv);
    _exit(127);
}

static char *read_fd(int fd)
{
    off_t n = lseek(fd, 0, SEEK_END);
    char *text = sahut_alloc((size_t)n + 1, 1);
    assert_int_equal(pread(fd, text, (size_t)n, 0), n);
    close(fd);
    return text;
}

static json_t *parse_lines(const char *out)
{
    json_t *lines = json_array();
    for (const char *line = out; *line;) {
        size_t n = strcspn(line, "\n");
        if (line[0] == '{') {
            json_error_t error;
            json_t *object = json_loadb(line, n, JSON_REJECT_DUPLICATES, &error);
            if (!object)
                fail_msg("no JSON: %.*s: %s", (int)n, line, error.text);
            json_array_append_new(lines, object);
        }
        line += n + (line[n] == '\n');
    }
    return lines;
}

void program_run(const struct program *how, const char *const *arguments, struct result *result)
{
    static const struct program plain;
    how = how ? how : &plain;
    const char *input = how->input ? how->input : "";
    int in = memfd_create("in", MFD_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC),
        err = memfd_create("err", MFD_CLOEXEC);
    assert_true(in >= 0 && out >= 0 && err >= 0);
    assert_int_equal(write(in, input, strlen(input)), strlen(input));
    lseek(in, 0, SEEK_SET);
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        become(how, arguments, (const int[3]){in, out, err});
    close(in);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    result->out = read_fd(out);
    result->err = read_fd(err);
    if (!WIFEXITED(status))
        fail_msg("sahut ended by signal %d\n%s%s", WTERMSIG(status), result->out, result->err);
    result->code = WEXITSTATUS(status);
    result->lines = parse_lines(result->out);
}

void result_finish(struct result *result)
{
    free(result->out);
    free(result->err);
    json_decref(result->lines);
    *result = (struct result){0};
}

void assert_code(const struct result *result, int code)
{
    if (result->code != code)
        fail_msg("exit code %d, not %d\n%s%s", result->code, code, result->out, result->err);
}

void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("'%s' does not say '%s'", text, words);
}

static bool is_event(const json_t *object, const char *event)
{
    const char *name = json_string_value(json_object_get(object, "event"));
    return name && strcmp(name, event) == 0;
}

json_t *event_at(const struct result *result, const char *event, size_t k)
{
    size_t i;
    json_t *object;
    json_array_foreach(result->lines, i,
                       object) if (is_event(object, event) && k-- == 0) return object;
    return NULL;
}

size_t events_of(const struct result *result, const char *event)
{
    size_t n = 0;
    while (event_at(result, event, n))
        n++;
    return n;
}

void assert_field(const json_t *object, const char *key, const char *value)
{
    const char *is = json_string_value(json_object_get(object, key));
    char *all = json_dumps(object, 0);
    if (!is || strcmp(is, value) != 0)
        fail_msg("\"%s\" is not \"%s\" in %s", key, value, all ? all : "nothing");
    free(all);
}

void assert_keys(const json_t *object, const char *keys)
{
    struct sahut_text have = {0};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
        sahut_text_addf(&have, "%s%s", have.len ? " " : "", key);
    assert_string_equal(sahut_text_get(&have), keys);
    sahut_text_finish(&have);
}

const char *recording(const char *name)
{
    static char paths[4][512];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    const char *folder = getenv("SAHUT_RECORDINGS");
    snprintf(path, sizeof(paths[0]), "%s/%s.wav", folder ? folder : ".", name);
    if (access(path, R_OK) == 0)
        return path;
    print_message("# skipped: flite was not there to speak the orders\n");
    return NULL;
}

void scratch_init(struct scratch *s)
{
    strcpy(s->path, "/tmp/sahut-flow-XXXXXX");
    assert_non_null(mkdtemp(s->path));
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    return remove(path);
}

void scratch_finish(struct scratch *s)
{
    nftw(s->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

char *scratch_path(const struct scratch *s, const char *name)
{
    struct sahut_text t = {0};
    sahut_text_addf(&t, "%s/%s", s->path, name);
    return sahut_text_take(&t);
}

char *scratch_write(const struct scratch *s, const char *name, const char *text)
{
    char *path = scratch_path(s, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return path;
}

char *read_bytes(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s cannot be read", path);
    int end = fseek(f, 0, SEEK_END);
    long size = ftell(f);
    assert_true(end == 0 && size >= 0);
    rewind(f);
    char *bytes = sahut_alloc((size_t)size + 1, 1);
    assert_int_equal(fread(bytes, 1, (size_t)size, f), size);
    fclose(f);
    if (n)
        *n = (size_t)size;
    return bytes;
}
