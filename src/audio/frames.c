// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/frames.h"

#include <string.h>

size_t frames_sample_size(enum frames_format format)
{
    switch (format) {
    case FRAMES_S16:
        return sizeof(int16_t);
    case FRAMES_S32:
    case FRAMES_S24:
        return sizeof(int32_t);
    case FRAMES_FLOAT:
        return sizeof(float);
    case FRAMES_S24_3:
        return 3;
    case FRAMES_U8:
        return 1;
    }
    return 0;
}

/* The lower three bytes of `x`. */
static void put_24(uint8_t *at, int32_t x)
{
    const uint32_t u = (uint32_t)x;
    const uint8_t low[3] = {(uint8_t)u, (uint8_t)(u >> 8), (uint8_t)(u >> 16)};
    const uint16_t probe = 1;
    const int little = *(const uint8_t *)&probe;
    for (int i = 0; i < 3; i++)
        at[i] = low[little ? i : 2 - i];
}

/* The three bytes as the upper ones of 32 bits. */
static int32_t get_24(const uint8_t *at)
{
    const uint16_t probe = 1;
    const int little = *(const uint8_t *)&probe;
    uint32_t u = 0;
    for (int i = 0; i < 3; i++)
        u |= (uint32_t)at[little ? i : 2 - i] << (8 + 8 * i);
    return (int32_t)u;
}

static void put(void *at, enum frames_format format, int16_t x)
{
    int32_t wide;
    float real;
    switch (format) {
    case FRAMES_S16:
        memcpy(at, &x, sizeof(x));
        break;
    case FRAMES_S32:
        wide = x * 65536;
        memcpy(at, &wide, sizeof(wide));
        break;
    case FRAMES_FLOAT:
        real = (float)x / 32768.0f;
        memcpy(at, &real, sizeof(real));
        break;
    case FRAMES_S24:
        wide = x * 256;
        memcpy(at, &wide, sizeof(wide));
        break;
    case FRAMES_S24_3:
        put_24(at, x * 256);
        break;
    case FRAMES_U8:
        *(uint8_t *)at = (uint8_t)((x + 32768) >> 8);
        break;
    }
}

/* As 32 bits, full scale being full scale. The comparisons are written so that the conversion never
 * sees a value that it cannot hold. */
static int32_t get_float(float x)
{
    if (x >= 1.0f)
        return INT32_MAX;
    if (x <= -1.0f)
        return INT32_MIN;
    return x == x ? (int32_t)(x * 2147483648.0f) : 0;
}

static int32_t get(const void *at, enum frames_format format)
{
    int16_t narrow;
    int32_t wide;
    float real;
    switch (format) {
    case FRAMES_S16:
        memcpy(&narrow, at, sizeof(narrow));
        return narrow * 65536;
    case FRAMES_S32:
        memcpy(&wide, at, sizeof(wide));
        return wide;
    case FRAMES_FLOAT:
        memcpy(&real, at, sizeof(real));
        return get_float(real);
    case FRAMES_S24: /* the upper byte may hold anything */
        memcpy(&wide, at, sizeof(wide));
        return (int32_t)((uint32_t)wide << 8);
    case FRAMES_S24_3:
        return get_24(at);
    case FRAMES_U8:
        return (*(const uint8_t *)at - 128) * 16777216;
    }
    return 0;
}

void frames_from_mono(const int16_t *mono, size_t n, enum frames_format format, unsigned channels,
                      void *out)
{
    const size_t size = frames_sample_size(format);
    char *at = out;
    for (size_t i = 0; i < n; i++)
        for (unsigned c = 0; c < channels; c++, at += size)
            put(at, format, mono[i]);
}

static int16_t round_16(int64_t x)
{
    x = (x + 32768) >> 16;
    return x > INT16_MAX ? INT16_MAX : (int16_t)x;
}

void frames_to_mono(const void *in, size_t n, enum frames_format format, unsigned channels,
                    int16_t *mono)
{
    const size_t size = frames_sample_size(format);
    const char *at = in;
    for (size_t i = 0; i < n; i++) {
        int64_t sum = 0;
        for (unsigned c = 0; c < channels; c++, at += size)
            sum += get(at, format);
        mono[i] = round_16(sum / channels);
    }
}
