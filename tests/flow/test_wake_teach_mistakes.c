// SPDX-License-Identifier: GPL-3.0-or-later
/* Recordings that are no good are named, and change nothing; so does a full disk. */
#include <math.h>
#include <unistd.h>

#include "support/taught.h"

/* Each recording is wrong in its own way; what was there stays. */
static void bad_recordings(void **state)
{
    static int16_t silence[16000], loud[16000], brief[2000], hiss[16000];
    struct taught t = {0};
    struct result r;
    if (!taught_init(&t))
        return;
    uint32_t dice = 1;
    for (size_t i = 0; i < 16000; i++) {
        dice = dice * 1664525u + 1013904223u;
        double voice = i > 5000 && i < 11000 ? sin((double)i * 0.07) : 0;
        loud[i] = (int16_t)(voice > 0.3 ? 32767 : voice < -0.3 ? -32768 : voice * 32767);
        hiss[i] = (int16_t)((int)(dice >> 20) - 2048 + (int)(300 * voice));
    }
    const struct {
        const char *file, *advice;
        const int16_t *pcm;
        size_t n;
    } rows[] = {
        {"silence.wav", "nothing was heard", silence, 16000},
        {"loud.wav", "cut off at full scale", loud, 16000},
        {"brief.wav", "too short", brief, 2000},
        {"hiss.wav", "the room is too loud", hiss, 16000},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = scratch_path(&t.s, rows[i].file);
        write_wav(path, rows[i].pcm, rows[i].n);
        TEACH(&t, &r, "0.05", "--from", path, t.files[0], t.files[1], t.files[2], t.files[3],
              t.files[4]);
        assert_code(&r, 1);
        assert_says(r.err, path);
        assert_says(r.err, rows[i].advice);
        assert_says(r.err, "5 recordings are good enough, at least 6 are needed");
        assert_int_not_equal(access(t.state, F_OK), 0);
        result_finish(&r);
        free(path);
    }
    RUN(NULL, &r, "wake", "teach", PHRASE, "--state", t.state, FILES(&t));
    assert_code(&r, 2);
    assert_says(r.err, "it needs other people's speech: --speech DIR");
    result_finish(&r);
    TEACH(&t, &r, "0.05", FILES(&t), "/nowhere/at/all.wav");
    assert_code(&r, 1);
    assert_says(r.err, "/nowhere/at/all.wav");
    result_finish(&r);
    TEACH(&t, &r, "0.05", "--speech", "/nowhere/at/all", FILES(&t));
    assert_code(&r, 1);
    assert_says(r.err, "--speech: /nowhere/at/all");
    assert_int_not_equal(access(t.state, F_OK), 0);
    result_finish(&r);
    taught_finish(&t);
}

static const char small_disk[] =
    "mkdir -p \"$1\" && mount -t tmpfs -o \"size=$2\" sahut \"$1\" && cp -r \"$3/.\" \"$1\" && "
    "shift 3 && \"$@\"; code=$?; grep sensitivity \"$0\"/settings.conf; exit $code";

static void disk_full(void **state)
{
    struct taught t = {0};
    struct result r;
    struct program unshare = {.program = "/usr/bin/unshare"};
    if (!taught_init(&t))
        return;
    RUN(&unshare, &r, "-m", "mount", "-t", "tmpfs", "-o", "size=1m", "sahut", t.s.path);
    bool can = r.code == 0;
    result_finish(&r);
    char *before = scratch_path(&t.s, "before-it");
    RUN(NULL, &r, "wake", "false-alarm", "--state", before);
    assert_code(&r, 0);
    result_finish(&r);
    if (can) {
        RUN(&unshare, &r, "-m", "sh", "-c", small_disk, t.state, t.state, "40k", before,
            getenv("SAHUT_PROGRAM"), "wake", "teach", PHRASE, "--voices-only", "--state", t.state,
            "--effort", "0.05", FILES(&t));
        assert_code(&r, 1);
        assert_says(r.err, "No space left on device");
        assert_says(r.err, "nothing was changed");
        assert_says(r.out, "sensitivity = 45");
        result_finish(&r);
    } else {
        print_message("# skipped: a disk of its own needs root and a mount namespace\n");
    }
    free(before);
    taught_finish(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_recordings),
        cmocka_unit_test(disk_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
