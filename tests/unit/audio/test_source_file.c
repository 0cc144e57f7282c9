// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "sound.h"

#define PCM_MAX (5 * SAHUT_HEAR_RATE)

static int16_t pcm[PCM_MAX];

/* Everything in the file, into `pcm`. */
static size_t read_all(const char *path)
{
    struct sahut_why why = {{0}};
    struct sahut_source *s = NULL;
    if (sahut_source_file(path, &s, &why) != 0)
        fail_msg("%s", why.text);
    assert_string_equal(sahut_source_name(s), path);
    ssize_t n = sahut_source_read(s, pcm, PCM_MAX, &why);
    if (n < 0)
        fail_msg("%s", why.text);
    assert_int_equal(sahut_source_read(s, pcm + n, 1, &why), 0);
    sahut_source_free(s);
    return (size_t)n;
}

static void check_file(const struct sound_file *f, const char *name)
{
    size_t expected = (size_t)llrint((double)f->frames * SAHUT_HEAR_RATE / f->rate);
    size_t n = read_all(sound_write(name, f));
    if (n + 1 < expected || n > expected + 1)
        fail_msg("%s: %zu samples, not %zu", name, n, expected);
    if (f->shape == sound_click) {
        size_t at = sound_loudest(pcm, n);
        if (at + 8 < 8000 || at > 8008)
            fail_msg("%s: click at %zu", name, at);
        return;
    }
    /* At most rates Vorbis and Opus keep only the bass of the sixth channel (LFE). */
    bool ogg = (f->format & SF_FORMAT_TYPEMASK) == SF_FORMAT_OGG;
    double least = ogg && f->channels == 6 ? 0.5 * 5 / 6 : 0.5;
    struct sound_measure m = sound_measure(pcm, n, SAHUT_HEAR_RATE);
    if (fabs(m.hz - 1000) > 0.2 || sound_db(m.amplitude / least) < -0.5 ||
        sound_db(m.amplitude / 0.5) > 0.5)
        fail_msg("%s: %.3f Hz, amplitude %.4f", name, m.hz, m.amplitude);
}

/* Tone (of an odd length) and click in every combination that libsndfile can write. */
static void check_formats(const int *formats, size_t n_formats)
{
    static const unsigned rates[] = {8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000};
    static const unsigned channels[] = {1, 2, 6};
    int written = 0;
    for (size_t i = 0; i < n_formats * 8 * 3; i++) {
        struct sound_file f = {
            .format = formats[i / 24], .rate = rates[i / 3 % 8], .channels = channels[i % 3]};
        SF_INFO info = {.samplerate = (int)f.rate, .channels = (int)f.channels, .format = f.format};
        bool opus = (f.format & SF_FORMAT_SUBMASK) == SF_FORMAT_OPUS;
        if (!sf_format_check(&info) ||
            (opus && f.rate != 8000 && f.rate != 16000 && f.rate != 48000))
            continue;
        char name[64];
        snprintf(name, sizeof(name), "%x-%u-%u", (unsigned)f.format, f.rate, f.channels);
        f.frames = f.rate * 6 / 10 + 37;
        f.shape = sound_tone;
        check_file(&f, name);
        f.frames = f.rate;
        f.shape = sound_click;
        check_file(&f, name);
        unlink(sound_path(name));
        written++;
    }
    assert_true(written >= 9);
}

static void test_wav(void **state)
{
    const int formats[] = {SF_FORMAT_WAV | SF_FORMAT_PCM_16,
                           SF_FORMAT_WAV | SF_FORMAT_PCM_24,
                           SF_FORMAT_WAV | SF_FORMAT_FLOAT,
                           SF_FORMAT_WAVEX | SF_FORMAT_PCM_32,
                           SF_FORMAT_RF64 | SF_FORMAT_PCM_16,
                           SF_FORMAT_WAV | SF_FORMAT_PCM_U8,
                           SF_FORMAT_WAV | SF_FORMAT_PCM_16 | SF_ENDIAN_BIG};
    check_formats(formats, sizeof(formats) / sizeof(formats[0]));
}

static void test_flac(void **state)
{
    const int formats[] = {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_FLAC | SF_FORMAT_PCM_24};
    check_formats(formats, 2);
}

static void test_vorbis(void **state)
{
    const int formats[] = {SF_FORMAT_OGG | SF_FORMAT_VORBIS};
    check_formats(formats, 1);
}

static void test_opus(void **state)
{
    const int formats[] = {SF_FORMAT_OGG | SF_FORMAT_OPUS};
    check_formats(formats, 1);
}

static void test_16_bit_at_16_khz_is_untouched(void **state)
{
    static int16_t in[UINT16_MAX + 1];
    for (int i = 0; i <= UINT16_MAX; i++)
        in[i] = (int16_t)(i - 32768);
    SF_INFO info = {.samplerate = 16000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    const char *path = sound_path("all.wav");
    SNDFILE *f = sf_open(path, SFM_WRITE, &info);
    sf_write_short(f, in, UINT16_MAX + 1);
    sf_close(f);
    assert_int_equal(read_all(path), UINT16_MAX + 1);
    assert_memory_equal(in, pcm, sizeof(in));
}

/* Frames of two floats at 16 kHz. */
static size_t read_stereo(const float *frames, size_t n)
{
    SF_INFO info = {.samplerate = 16000, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    const char *path = sound_path("stereo.wav");
    SNDFILE *f = sf_open(path, SFM_WRITE, &info);
    assert_non_null(f);
    assert_int_equal(sf_writef_float(f, frames, (sf_count_t)n), n);
    sf_close(f);
    return read_all(path);
}

static void test_channels_are_averaged_and_clamped(void **state)
{
    static const struct {
        float left, right;
        int expected;
    } rows[] = {
        {0.5f, 0.5f, 16384},
        {0.5f, 0, 8192},
        {0.5f, -0.5f, 0},
        {0, -0.5f, -8192},
        {1, 1, 32767},
        {-1, -1, -32768},
        {1.2f, 0.4f, 26214},
        {3, 3, 32767},
        {-3, -3, -32768},
        {1e30f, 1e30f, 32767},
        {-3e38f, -3e38f, -32768},
        {3e38f, 3e38f, 32767},
        {INFINITY, 0, 32767},
        {-INFINITY, 0.5f, -32768},
        {INFINITY, -INFINITY, 0},
        {NAN, 0.5f, 0},
        {NAN, NAN, 0},
        {1e-40f, -1e-40f, 0},
        {-0.4f / 32768, -0.4f / 32768, 0},
        {-0.6f / 32768, -0.6f / 32768, -1},
    };
    const size_t n = sizeof(rows) / sizeof(rows[0]);
    float frames[2 * sizeof(rows) / sizeof(rows[0])];
    for (size_t i = 0; i < n; i++) {
        frames[2 * i] = rows[i].left;
        frames[2 * i + 1] = rows[i].right;
    }
    assert_int_equal(read_stereo(frames, n), n);
    for (size_t i = 0; i < n; i++)
        if (pcm[i] != rows[i].expected)
            fail_msg("%g and %g: %d, not %d", rows[i].left, rows[i].right, pcm[i],
                     rows[i].expected);
}

static void test_reads_of_odd_sizes_give_the_same(void **state)
{
    static const struct sound_file files[] = {
        {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 1, 20011, sound_tone},
        {SF_FORMAT_WAV | SF_FORMAT_PCM_24, 44100, 2, 50021, sound_tone},
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 11025, 1, 12345, sound_tone},
        {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 48000, 2, 54321, sound_tone},
    };
    static const size_t sizes[] = {1, 2, 3, 7, 160, 1023, 1024, 1025, 16001};
    static int16_t whole[PCM_MAX];
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const char *path = sound_write("odd", &files[i]);
        size_t n = read_all(path), got = 0;
        memcpy(whole, pcm, sizeof(pcm));
        memset(pcm, 0, sizeof(pcm));
        struct sahut_source *s = NULL;
        assert_int_equal(sahut_source_file(path, &s, NULL), 0);
        assert_int_equal(sahut_source_read(s, pcm, 0, NULL), 0);
        for (size_t turn = 0;; turn++) {
            size_t size = sizes[turn % (sizeof(sizes) / sizeof(sizes[0]))];
            ssize_t now = sahut_source_read(s, pcm + got, size, NULL);
            assert_true(now >= 0 && (size_t)now <= size);
            if (now == 0)
                break;
            got += (size_t)now;
        }
        sahut_source_free(s);
        assert_int_equal(got, n);
        assert_memory_equal(pcm, whole, n * sizeof(*pcm));
    }
}

static void test_very_short_files(void **state)
{
    static const unsigned rates[] = {8000, 16000, 44100, 192000};
    for (size_t i = 0; i < 4; i++)
        for (size_t frames = 1; frames <= 30; frames++) {
            struct sound_file f = {SF_FORMAT_WAV | SF_FORMAT_PCM_16, rates[i], 1, frames,
                                   sound_tone};
            size_t expected = (frames * 16000 + rates[i] / 2) / rates[i];
            assert_int_equal(read_all(sound_write("short.wav", &f)), expected);
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
        cmocka_unit_test(test_wav),
        cmocka_unit_test(test_flac),
        cmocka_unit_test(test_vorbis),
        cmocka_unit_test(test_opus),
        cmocka_unit_test(test_16_bit_at_16_khz_is_untouched),
        cmocka_unit_test(test_channels_are_averaged_and_clamped),
        cmocka_unit_test(test_reads_of_odd_sizes_give_the_same),
        cmocka_unit_test(test_very_short_files),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
