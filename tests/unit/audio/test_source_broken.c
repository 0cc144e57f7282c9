// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "sound.h"

static int16_t pcm[4 * SAHUT_HEAR_RATE];

/* Opens and reads all; what came before an error is counted in `n`. */
static int open_and_read(const char *path, size_t *n, struct sahut_why *why)
{
    struct sahut_source *untouched = (struct sahut_source *)path, *s = untouched;
    *n = 0;
    int err = sahut_source_file(path, &s, why);
    if (err) {
        assert_ptr_equal(s, untouched);
        return err;
    }
    ssize_t got;
    while ((got = sahut_source_read(s, pcm, 1000, why)) > 0)
        *n += (size_t)got;
    /* An error stays. */
    assert_int_equal(sahut_source_read(s, pcm, 1000, why), got);
    sahut_source_free(s);
    return (int)got;
}

static void expect_error(const char *path, int err, const char *words)
{
    struct sahut_why why = {{0}};
    size_t n;
    int got = open_and_read(path, &n, &why);
    if (got != err || !strstr(why.text, words) || !strstr(why.text, path))
        fail_msg("%s: %d \"%s\", not %d \"%s\"", path, got, why.text, err, words);
    assert_int_equal(open_and_read(path, &n, NULL), err);
}

static void expect_samples(const char *path, size_t expected)
{
    struct sahut_why why = {{0}};
    size_t n;
    int err = open_and_read(path, &n, &why);
    if (err || n != expected)
        fail_msg("%s: %d \"%s\", %zu samples, not %zu", path, err, why.text, n, expected);
}

static void test_what_is_no_sound_file(void **state)
{
    static const char text[] = "# Minutes of the meeting\n\nNobody came, nothing was said.\n";
    static const char avi[] = "RIFF\x30\0\0\0AVI LIST\x20\0\0\0hdrlavih etc.";
    expect_error(sound_write_bytes("empty.wav", "", 0), -ENODATA, "is empty");
    expect_error(sound_write_bytes("one.wav", "R", 1), -EINVAL, "not a sound file");
    expect_error(sound_write_bytes("notes.wav", text, sizeof(text)), -EINVAL, "not a sound file");
    expect_error(sound_write_bytes("film.wav", avi, sizeof(avi)), -EINVAL, "not a sound file");
    expect_error(sound_path("missing.wav"), -ENOENT, "No such file");
    expect_error(sound_path("missing/a.wav"), -ENOENT, "No such file");
    expect_error(sound_dir(), -EINVAL, "is a folder");
    assert_int_equal(mkfifo(sound_path("pipe"), 0600), 0);
    expect_error(sound_path("pipe"), -EINVAL, "not a regular file");
}

static void test_no_permission(void **state)
{
    const char *path = sound_write_bytes("secret.wav", "RIFF", 4);
    assert_int_equal(chmod(path, 0), 0);
    bool root = geteuid() == 0;
    if (root && seteuid(65534) != 0) {
        print_message("# skipped: cannot become another user here\n");
        return;
    }
    struct sahut_why why;
    struct sahut_source *s;
    int err = sahut_source_file(path, &s, &why);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(err, -EACCES);
    assert_non_null(strstr(why.text, "Permission denied"));
}

static void test_rates_that_make_no_sense(void **state)
{
    static const unsigned rates[] = {1, 4000, 7999, 192001, 2000000000};
    for (size_t i = 0; i < 5; i++) {
        struct sound_file f = {SF_FORMAT_WAV | SF_FORMAT_PCM_16, rates[i], 1, 100, sound_tone};
        expect_error(sound_write("rate.wav", &f), -EINVAL, "8000 to 192000 Hz");
    }
}

static void test_only_a_header(void **state)
{
    static const int formats[] = {SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_WAV | SF_FORMAT_FLOAT,
                                  SF_FORMAT_RF64 | SF_FORMAT_PCM_16};
    for (size_t i = 0; i < 3; i++) {
        struct sound_file f = {formats[i], 16000, 1, 0, sound_tone};
        expect_error(sound_write("header.wav", &f), -ENODATA, "no sound");
    }
}

/* Every format, cut at every kind of place: it must be told, and what is there must be read. */
static void test_cut_off(void **state)
{
    static const struct {
        const char *name;
        int format;
        double keep;
    } rows[] = {
        {"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 0.5},
        {"b.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 0.9999},
        {"c.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 0.0014}, /* in the header */
        {"d.wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, 0.7},
        {"e.wav", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 0.5},
        {"f.wav", SF_FORMAT_RF64 | SF_FORMAT_FLOAT, 0.9999},
        {"g.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16 | SF_ENDIAN_BIG, 0.5},
        {"a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 0.5},
        {"b.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 0.9},
        {"c.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 0.99},
        {"a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.5},
        {"b.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.9999},
        {"a.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 0.5},
        {"b.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 0.99},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sound_file f = {rows[i].format, 16000, 1, 32000, sound_tone};
        const char *path = sound_write(rows[i].name, &f);
        expect_samples(path, 32000);
        struct stat st;
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(truncate(path, (off_t)((double)st.st_size * rows[i].keep)), 0);
        expect_error(path, -EIO, "is cut off");
    }
}

static void test_flac_gives_what_is_there_before_the_error(void **state)
{
    struct sound_file f = {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 16000, 1, 32000, sound_tone};
    const char *path = sound_write("part.flac", &f);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(truncate(path, st.st_size / 2), 0);
    size_t n;
    struct sahut_why why;
    assert_int_equal(open_and_read(path, &n, &why), -EIO);
    assert_in_range(n, 8000, 24000);
}

/* An Ogg file cut between two pages looks whole but for the flag of the last page. */
static void test_ogg_without_its_last_page(void **state)
{
    struct sound_file f = {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 16000, 1, 160000, sound_tone};
    const char *path = sound_write("pages.ogg", &f);
    size_t n, last = 0;
    char *bytes = sound_read_bytes(path, &n);
    for (size_t i = 0; i + 4 <= n; i++)
        if (memcmp(bytes + i, "OggS", 4) == 0)
            last = i;
    assert_true(last > 0);
    expect_error(sound_write_bytes("pages.ogg", bytes, last), -EIO, "is cut off");
    bytes[n - 1] ^= 1; /* a last page that is damaged is none */
    expect_error(sound_write_bytes("pages.ogg", bytes, n), -EIO, "is cut off");
    free(bytes);
}

static unsigned char *put(unsigned char *at, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *at++ = (unsigned char)(value >> 8 * i);
    return at;
}

/* A WAV file of 16 kHz, mono, 16 bit, with the sizes `riff` and `data` in its header, `samples`
 * samples, and then the TAIL bytes of `tail` or nothing. */
#define TAIL 12
static const char *write_wav(uint32_t riff, uint32_t data, size_t samples, const char *tail)
{
    static unsigned char bytes[70000];
    unsigned char *at = mempcpy(bytes, "RIFF", 4);
    at = mempcpy(put(at, riff, 4), "WAVEfmt ", 8);
    at = put(put(put(at, 16, 4), 1, 2), 1, 2);
    at = put(put(put(put(at, 16000, 4), 32000, 4), 2, 2), 16, 2);
    at = put(mempcpy(at, "data", 4), data, 4);
    for (size_t i = 0; i < samples; i++)
        at = put(at, i % 2 ? 1000 : 65536 - 1000, 2);
    if (tail)
        at = mempcpy(at, tail, TAIL);
    return sound_write_bytes("sizes.wav", bytes, (size_t)(at - bytes));
}

static void test_sizes_in_wav_headers(void **state)
{
    static const struct {
        const char *what;
        uint32_t riff, data;
        size_t samples;
        const char *tail;
        size_t expected; /* 0: -EIO, 1: -ENODATA */
    } rows[] = {
        {"right", 36 + 16000, 16000, 8000, NULL, 8000},
        {"followed by a list", 36 + 16012, 16000, 8000, "LIST\4\0\0\0abcd", 8000},
        {"followed by rubbish", 36 + 16000, 16000, 8000, "some rubbish", 8000},
        {"outer size wrong", 12345, 16000, 8000, NULL, 8000},
        {"FFmpeg to a pipe", UINT32_MAX, UINT32_MAX, 8000, NULL, 8000},
        {"SoX and eSpeak to a pipe", 0x7ffff024, 0x7ffff000, 8000, NULL, 8000},
        {"arecord to a pipe", 0x80000024, 0x80000000, 8000, NULL, 8000},
        {"both zero", 0, 0, 8000, NULL, 8000},
        {"as libsndfile leaves it", 8, 0, 8000, NULL, 8000},
        {"header never finished", 36, 0, 8000, NULL, 8000},
        {"zero, outer size unknown", UINT32_MAX, 0, 8000, NULL, 8000},
        {"one byte missing", 36 + 16001, 16001, 8000, NULL, 0},
        {"half missing", 36 + 32000, 32000, 8000, NULL, 0},
        {"all missing", 36 + 32000, 32000, 0, NULL, 0},
        {"nothing in it", 36, 0, 0, NULL, 1},
        {"nothing in it, unfinished", 0, 0, 0, NULL, 1},
        {"nothing in it, from a pipe", UINT32_MAX, UINT32_MAX, 0, NULL, 1},
        {"nothing in it but a list", 48, 0, 0, "LIST\4\0\0\0abcd", 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *path = write_wav(rows[i].riff, rows[i].data, rows[i].samples, rows[i].tail);
        print_message("# %s\n", rows[i].what);
        if (rows[i].expected == 0)
            expect_error(path, -EIO, "is cut off");
        else if (rows[i].expected == 1)
            expect_error(path, -ENODATA, "no sound");
        else
            expect_samples(path, rows[i].expected);
    }
}

/* RF64 with its 64-bit data size set to `size`. */
static const char *write_rf64(uint64_t size)
{
    struct sound_file f = {SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 16000, 1, 8000, sound_tone};
    size_t n;
    unsigned char *bytes = sound_read_bytes(sound_write("64.wav", &f), &n);
    assert_memory_equal(bytes + 12, "ds64", 4);
    put(bytes + 28, size, 8);
    const char *path = sound_write_bytes("64.wav", bytes, n);
    free(bytes);
    return path;
}

static void test_sizes_in_rf64_headers(void **state)
{
    expect_samples(write_rf64(16000), 8000);
    expect_samples(write_rf64(0), 8000);
    expect_samples(write_rf64(UINT64_MAX), 8000);
    expect_error(write_rf64(16002), -EIO, "is cut off");
    expect_error(write_rf64(5000000000), -EIO, "is cut off");
}

/* Whatever bytes are in it: an answer, and no crash. The sanitizers look on. */
static void test_damage_anywhere(void **state)
{
    static const int formats[] = {
        SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_RF64 | SF_FORMAT_PCM_16,
        SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_OGG | SF_FORMAT_VORBIS};
    uint32_t random = 1;
    for (size_t i = 0; i < 4 * 100; i++) {
        struct sound_file f = {formats[i / 100], 22050, 2, 4000, sound_tone};
        size_t n, got;
        unsigned char *bytes = sound_read_bytes(sound_write("hit", &f), &n);
        for (int hits = 0; hits < 3; hits++) {
            random = random * 1664525 + 1013904223;
            bytes[(random >> 8) % (hits ? 64 : n)] = (unsigned char)(random >> 3);
        }
        struct sahut_why why = {{0}};
        int err = open_and_read(sound_write_bytes("hit", bytes, n), &got, &why);
        free(bytes);
        assert_true(err <= 0);
        assert_true(err == 0 || strlen(why.text) > 0);
    }
}

static int teardown(void **state)
{
    sound_dir_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_no_sound_file),
        cmocka_unit_test(test_no_permission),
        cmocka_unit_test(test_rates_that_make_no_sense),
        cmocka_unit_test(test_only_a_header),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_flac_gives_what_is_there_before_the_error),
        cmocka_unit_test(test_ogg_without_its_last_page),
        cmocka_unit_test(test_sizes_in_wav_headers),
        cmocka_unit_test(test_sizes_in_rf64_headers),
        cmocka_unit_test(test_damage_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
