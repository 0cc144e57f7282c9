// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "audio/frames.h"

static const int16_t mono[] = {0, 1, -1, 16384, INT16_MAX, INT16_MIN};
#define N (sizeof(mono) / sizeof(mono[0]))

static void test_every_channel_gets_the_sample(void **state)
{
    static const int32_t s32[N] = {0, 65536, -65536, 1073741824, 2147418112, INT32_MIN};
    static const float floats[N] = {0, 1 / 32768.0f, -1 / 32768.0f, 0.5f, 32767 / 32768.0f, -1.0f};
    static const struct {
        enum frames_format format;
        const void *expected;
        size_t size;
    } rows[] = {{FRAMES_S16, mono, 2}, {FRAMES_S32, s32, 4}, {FRAMES_FLOAT, floats, 4}};
    for (size_t row = 0; row < 3; row++)
        for (unsigned channels = 1; channels <= 8; channels++) {
            _Alignas(8) char out[N * 8 * 4 + 1];
            size_t size = rows[row].size, all = N * channels * size;
            memset(out, 0x55, sizeof(out));
            frames_from_mono(mono, N, rows[row].format, channels, out);
            for (size_t i = 0; i < N * channels; i++)
                assert_memory_equal(out + i * size,
                                    (const char *)rows[row].expected + i / channels * size, size);
            assert_int_equal(out[all], 0x55);
            assert_int_equal(frames_sample_size(rows[row].format), size);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_channel_gets_the_sample)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
