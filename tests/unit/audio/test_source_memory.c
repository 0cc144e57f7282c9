// SPDX-License-Identifier: GPL-3.0-or-later
/** Nothing is allocated while a recording is read. The allocator of this program counts; it
 * is not built with a sanitizer, which brings its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sndfile.h>
#include <stdlib.h>

#include "sahut/audio.h"
#include "sound.h"

static size_t allocations;

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n)
{
    allocations++;
    return __libc_malloc(n);
}

void *calloc(size_t elements, size_t n)
{
    allocations++;
    return __libc_calloc(elements, n);
}

void *realloc(void *p, size_t n)
{
    allocations++;
    return __libc_realloc(p, n);
}

/* Reads all of a file of ten seconds; returns how often memory was asked for meanwhile. */
static size_t allocations_of_reading(const struct sound_file *f)
{
    static int16_t pcm[160];
    struct sahut_source *s;
    const char *path = sound_write("memory", f);
    size_t closed = allocations, n = 0;
    assert_int_equal(sahut_source_file(path, &s, NULL), 0);
    size_t before = allocations;
    assert_true(before > closed); /* the counter sees what libraries ask for, too */
    ssize_t got;
    while ((got = sahut_source_read(s, pcm, 160, NULL)) > 0)
        n += (size_t)got;
    size_t after = allocations;
    assert_int_equal(got, 0);
    assert_int_equal(n, 10 * SAHUT_HEAR_RATE);
    sahut_source_free(s);
    return after - before;
}

static void test_reading_allocates_nothing(void **state)
{
    static const struct sound_file files[] = {
        {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 1, 160000, sound_tone},
        {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 2, 441000, sound_tone},
        {SF_FORMAT_WAV | SF_FORMAT_FLOAT, 8000, 6, 80000, sound_tone},
        {SF_FORMAT_RF64 | SF_FORMAT_PCM_24, 48000, 1, 480000, sound_tone},
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2, 441000, sound_tone},
        {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2, 441000, sound_tone},
#ifndef __arm__ /* libopus of armhf allocates while it decodes */
        {SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000, 1, 480000, sound_tone},
#endif
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (allocations_of_reading(&files[i]) != 0)
            fail_msg("row %zu allocates", i);
}

static int teardown(void **state)
{
    sound_dir_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
