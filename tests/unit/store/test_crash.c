// SPDX-License-Identifier: GPL-3.0-or-later
/* A promise that was acknowledged survives a kill at any moment. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"

static _Noreturn void add_until_killed(const char *dir, int report)
{
    struct sahut_store *store = NULL;
    struct sahut_why why = {""};
    if (sahut_store_open(dir, &store, &why))
        _exit(1);
    struct sahut_clip clip = clip_of(3);
    for (int64_t i = 0;; i++) {
        struct sahut_promise p = {.kind = SAHUT_PROMISE_TIMER, .due_ms = i};
        if (sahut_store_promise_add(store, &p, i % 3 ? NULL : &clip, &why) ||
            write(report, &p.id, sizeof p.id) != sizeof p.id)
            _exit(1);
    }
}

// Kills the child in the middle of its work and returns the last id it was told of.
static int64_t last_before_kill(const char *dir, int promises)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        close(ends[0]);
        add_until_killed(dir, ends[1]);
    }
    close(ends[1]);
    int64_t id = 0, last = 0;
    for (int i = 0; i < promises; i++) {
        assert_int_equal(read(ends[0], &id, sizeof id), sizeof id);
        assert_true(id > last);
        last = id;
    }
    kill(child, SIGKILL);
    // What it reported until the signal came counts, too.
    while (read(ends[0], &id, sizeof id) == sizeof id)
        last = id;
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    close(ends[0]);
    return last;
}

static void acknowledged_promises_survive(void **state)
{
    const struct folder *f = *state;
    struct sahut_clip clip = clip_of(3);
    for (int round = 0; round < 8; round++) {
        int64_t last = last_before_kill(f->path, 1 + round * 7);
        struct sahut_store *store = store_open(f->path);
        int clips = 0;
        for (int64_t id = 1; id <= last; id++) {
            struct sahut_promise p;
            int16_t *pcm;
            size_t n;
            assert_int_equal(sahut_store_promise_get(store, id, &p), 0);
            if (!p.has_clip)
                continue;
            assert_int_equal(sahut_store_clip(store, id, &pcm, &n), 0);
            assert_int_equal(n, clip.n);
            assert_memory_equal(pcm, clip.pcm, n * sizeof *pcm);
            free(pcm);
            clips++;
        }
        assert_true(clips > round);
        sahut_store_close(store);
    }
    clip_free(&clip);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {IN_FOLDER(acknowledged_promises_survive)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
