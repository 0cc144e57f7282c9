// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/frames.h"

size_t frames_sample_size(enum frames_format format)
{
    switch (format) {
    case FRAMES_S16:
        return sizeof(int16_t);
    case FRAMES_S32:
        return sizeof(int32_t);
    case FRAMES_FLOAT:
        return sizeof(float);
    }
    return 0;
}

static void to_s16(const int16_t *mono, size_t n, unsigned channels, int16_t *out)
{
    for (size_t i = 0; i < n; i++)
        for (unsigned c = 0; c < channels; c++)
            *out++ = mono[i];
}

static void to_s32(const int16_t *mono, size_t n, unsigned channels, int32_t *out)
{
    for (size_t i = 0; i < n; i++)
        for (unsigned c = 0; c < channels; c++)
            *out++ = mono[i] * 65536;
}

static void to_float(const int16_t *mono, size_t n, unsigned channels, float *out)
{
    for (size_t i = 0; i < n; i++)
        for (unsigned c = 0; c < channels; c++)
            *out++ = (float)mono[i] / 32768.0f;
}

void frames_from_mono(const int16_t *mono, size_t n, enum frames_format format, unsigned channels,
                      void *out)
{
    switch (format) {
    case FRAMES_S16:
        to_s16(mono, n, channels, out);
        break;
    case FRAMES_S32:
        to_s32(mono, n, channels, out);
        break;
    case FRAMES_FLOAT:
        to_float(mono, n, channels, out);
        break;
    }
}
