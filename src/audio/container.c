// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/container.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct view {
    int fd;
    uint64_t size;
    const char *name;
    struct sahut_why *why;
};

/* Exactly `n` bytes or an error: the caller has compared with the size of the file. */
static int bytes_at(const struct view *v, uint64_t at, void *to, size_t n)
{
    for (size_t got = 0; got < n;) {
        ssize_t now = pread(v->fd, (char *)to + got, n - got, (off_t)(at + got));
        if (now < 0 && errno == EINTR)
            continue;
        if (now <= 0)
            return sahut_why(v->why, -EIO, "%s: cannot be read: %s", v->name,
                             now < 0 ? strerror(errno) : "it became shorter meanwhile");
        got += (size_t)now;
    }
    return 0;
}

static int cut_off(const struct view *v, const char *where)
{
    return sahut_why(v->why, -EIO, "%s: is cut off: %s; copy or record it again", v->name, where);
}

/* RIFF: little endian (RIFX: big), chunks of name, 32-bit size and content, padded to even size.
 * RF64 (EBU Tech 3306) has 64-bit sizes in a ds64 chunk, used where the 32-bit ones are all ones.
 */

struct riff {
    struct view v;
    bool big_endian;
    uint32_t size;        /**< of the outermost chunk, as the header says */
    uint64_t ds64_at;     /**< where the 64-bit data size is, 0 without ds64 */
    uint64_t data_size64; /**< what it says */
};

#define RIFF_UNKNOWN 0xffffffffu
/* eSpeak and SoX write 0x7ffff000 to a pipe, arecord 0x80000000. */
#define RIFF_PIPE_MIN   0x7ffff000u
#define RIFF_CHUNKS_MAX 4096

static uint64_t number(const struct riff *r, const unsigned char *b, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | b[r->big_endian ? i : n - 1 - i];
    return value;
}

static void mend_size(const struct riff *r, uint64_t at, size_t n, uint64_t size,
                      struct container_mend *mend)
{
    if (n == 4 && size > RIFF_UNKNOWN)
        size = RIFF_UNKNOWN;
    mend->at = at;
    mend->n = n;
    for (size_t i = 0; i < n; i++)
        mend->bytes[r->big_endian ? n - 1 - i : i] = (unsigned char)(size >> 8 * i);
}

static int check_data_chunk(const struct riff *r, uint64_t at, uint32_t size32,
                            struct container_mend *mend)
{
    uint64_t there = r->v.size - (at + 8), promised = size32;
    bool wide = r->ds64_at && size32 == RIFF_UNKNOWN;
    if (wide)
        promised = r->data_size64;
    /* A finished file that holds no sound also has a 0, but its outer size is right. */
    bool closed = !wide && (uint64_t)r->size + 8 == r->v.size;
    bool unknown = promised == 0 ? !closed
                   : wide        ? promised == UINT64_MAX
                                 : promised >= RIFF_PIPE_MIN && promised > there;
    if (unknown)
        mend_size(r, wide ? r->ds64_at : at + 4, wide ? 8 : 4, there, mend);
    if (unknown || promised <= there)
        return 0;
    return sahut_why(r->v.why, -EIO,
                     "%s: is cut off: its header promises %" PRIu64 " bytes of sound, %" PRIu64
                     " are there; copy or record it again",
                     r->v.name, promised, there);
}

static int check_riff(struct riff *r, struct container_mend *mend)
{
    uint64_t at = 12;
    for (int chunks = 0; chunks < RIFF_CHUNKS_MAX && at + 8 <= r->v.size; chunks++) {
        unsigned char head[24];
        int err = bytes_at(&r->v, at, head, 8);
        if (err)
            return err;
        uint32_t size = (uint32_t)number(r, head + 4, 4);
        if (memcmp(head, "data", 4) == 0)
            return check_data_chunk(r, at, size, mend);
        if (memcmp(head, "ds64", 4) == 0 && at + sizeof(head) <= r->v.size) {
            err = bytes_at(&r->v, at, head, sizeof(head));
            if (err)
                return err;
            r->ds64_at = at + 16;
            r->data_size64 = number(r, head + 16, 8);
        }
        at += 8 + (uint64_t)size + (size & 1);
    }
    return cut_off(&r->v, "it ends before the sound begins");
}

/* Ogg (RFC 3533): pages of at most 27 + 255 + 255 * 255 bytes. The last page of a stream has the
 * end-of-stream flag; one without it was being written when the power went. */

#define OGG_HEADER   27
#define OGG_PAGE_MAX (OGG_HEADER + 255 + 255 * 255)
#define OGG_FLAG_END 4

/* The checksum of section 6, so that "OggS" inside a packet is not taken for a page. */
static uint32_t ogg_crc(const unsigned char *page, size_t n)
{
    uint32_t crc = 0;
    for (size_t i = 0; i < n; i++) {
        crc ^= (uint32_t)(i >= 22 && i < 26 ? 0 : page[i]) << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc << 1 ^ (crc & 0x80000000u ? 0x04c11db7u : 0);
    }
    return crc;
}

/* The length of the whole and sound page at `p`, of which `n` bytes are there; 0 if it is none. */
static size_t ogg_page(const unsigned char *p, size_t n)
{
    if (n < OGG_HEADER || memcmp(p, "OggS\0", 5) != 0 || n < OGG_HEADER + (size_t)p[26])
        return 0;
    size_t length = OGG_HEADER + (size_t)p[26];
    for (size_t i = 0; i < p[26]; i++)
        length += p[OGG_HEADER + i];
    if (length > n)
        return 0;
    uint32_t crc = (uint32_t)p[25] << 24 | (uint32_t)p[24] << 16 | (uint32_t)p[23] << 8 | p[22];
    return crc == ogg_crc(p, length) ? length : 0;
}

static int check_ogg(const struct view *v)
{
    /* Twice the largest page always holds one whole page, if there is one at all. */
    size_t n = v->size < 2 * OGG_PAGE_MAX ? (size_t)v->size : 2 * OGG_PAGE_MAX;
    unsigned char *tail = malloc(n);
    if (!tail)
        return -ENOMEM;
    int err = bytes_at(v, v->size - n, tail, n);
    bool ended = false;
    for (size_t at = n; !err && at-- > 0;) {
        size_t length = ogg_page(tail + at, n - at);
        if (length == 0)
            continue;
        /* What follows the last whole page may be a tag of another program, but not a page. */
        const unsigned char *rest = tail + at + length;
        ended = (tail[at + 5] & OGG_FLAG_END) && !memmem(rest, n - at - length, "OggS", 4);
        break;
    }
    free(tail);
    if (err)
        return err;
    return ended ? 0 : cut_off(v, "its last Ogg page is missing");
}

int container_check(int fd, uint64_t size, const char *name, struct container_mend *mend,
                    struct sahut_why *why)
{
    struct view v = {.fd = fd, .size = size, .name = name, .why = why};
    unsigned char head[12];
    memset(mend, 0, sizeof(*mend));
    if (size < sizeof(head))
        return 0;
    int err = bytes_at(&v, 0, head, sizeof(head));
    if (err)
        return err;
    if (memcmp(head, "OggS", 4) == 0)
        return check_ogg(&v);
    if (memcmp(head + 8, "WAVE", 4) != 0)
        return 0;
    bool big_endian = memcmp(head, "RIFX", 4) == 0;
    if (!big_endian && memcmp(head, "RIFF", 4) != 0 && memcmp(head, "RF64", 4) != 0)
        return 0;
    struct riff r = {.v = v, .big_endian = big_endian};
    r.size = (uint32_t)number(&r, head + 4, 4);
    return check_riff(&r, mend);
}
