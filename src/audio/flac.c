// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/flac.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sndfile.h>

#include "sahut/audio.h"
#include "sahut/text.h"

/* Longer than any order, and little enough to be in memory. */
#define SECONDS_MAX 600

/* A file in memory, for libsndfile to write. */
struct memory {
    unsigned char *bytes;
    sf_count_t size, room, at;
};

static sf_count_t memory_length(void *user)
{
    return ((struct memory *)user)->size;
}

static sf_count_t memory_tell(void *user)
{
    return ((struct memory *)user)->at;
}

static sf_count_t memory_seek(sf_count_t offset, int whence, void *user)
{
    struct memory *m = user;
    offset += whence == SEEK_CUR ? m->at : whence == SEEK_END ? m->size : 0;
    if (offset < 0 || offset > m->size)
        return -1;
    return m->at = offset;
}

static sf_count_t memory_write(const void *from, sf_count_t n, void *user)
{
    struct memory *m = user;
    if (m->at + n > m->room) {
        m->room = 2 * (m->at + n);
        m->bytes = sahut_realloc(m->bytes, (size_t)m->room, 1);
    }
    memcpy(m->bytes + m->at, from, (size_t)n);
    m->at += n;
    if (m->at > m->size)
        m->size = m->at;
    return n;
}

static int encode(SNDFILE *file, const int16_t *pcm, size_t n, const char *title)
{
    int err = sf_set_string(file, SF_STR_TITLE, title);
    bool whole = sf_write_short(file, pcm, (sf_count_t)n) == (sf_count_t)n;
    return sf_close(file) || err || !whole ? -EIO : 0;
}

int flac_encode(const int16_t *pcm, size_t n, const char *title, unsigned char **bytes,
                size_t *size, struct sahut_why *why)
{
    SF_VIRTUAL_IO io = {.get_filelen = memory_length,
                        .seek = memory_seek,
                        .write = memory_write,
                        .tell = memory_tell};
    SF_INFO info = {
        .samplerate = SAHUT_HEAR_RATE, .channels = 1, .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
    struct memory m = {0};
    SNDFILE *file = sf_open_virtual(&io, SFM_WRITE, &info, &m);
    int err = file ? encode(file, pcm, n, title) : -EIO;
    if (err) {
        free(m.bytes);
        return sahut_why(why, err, "no FLAC can be made: %s", sf_strerror(NULL));
    }
    *bytes = m.bytes;
    *size = (size_t)m.size;
    return 0;
}

static int check(const char *path, const SF_INFO *info, struct sahut_why *why)
{
    if (info->format != (SF_FORMAT_FLAC | SF_FORMAT_PCM_16) || info->channels != 1 ||
        info->samplerate != SAHUT_HEAR_RATE)
        return sahut_why(why, -EINVAL, "%s: is not FLAC of 16 kHz, mono, 16 bit", path);
    if (info->frames <= 0 || info->frames > SECONDS_MAX * SAHUT_HEAR_RATE)
        return sahut_why(why, -EINVAL, "%s: %.1f s long; up to %d s are read", path,
                         (double)info->frames / SAHUT_HEAR_RATE, SECONDS_MAX);
    return 0;
}

static int read_samples(const char *path, SNDFILE *file, sf_count_t n, int16_t **pcm,
                        struct sahut_why *why)
{
    int16_t *samples = sahut_alloc((size_t)n, sizeof(*samples));
    sf_count_t got = sf_read_short(file, samples, n);
    if (got != n) {
        free(samples);
        return sahut_why(why, -EIO, "%s: is cut off or damaged after %.2f s", path,
                         (double)got / SAHUT_HEAR_RATE);
    }
    *pcm = samples;
    return 0;
}

static int read_open(const char *path, SNDFILE *file, const SF_INFO *info, char **title, size_t *n,
                     int16_t **pcm, struct sahut_why *why)
{
    int err = check(path, info, why);
    if (!err && pcm)
        err = read_samples(path, file, info->frames, pcm, why);
    if (err)
        return err;
    const char *text = sf_get_string(file, SF_STR_TITLE);
    *title = sahut_strdup(text ? text : "");
    *n = (size_t)info->frames;
    return 0;
}

int flac_read(const char *path, char **title, size_t *n, int16_t **pcm, struct sahut_why *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int err = errno;
        return sahut_why(why, -err, "%s: cannot be opened: %s", path, strerror(err));
    }
    SF_INFO info = {0};
    SNDFILE *file = sf_open_fd(fd, SFM_READ, &info, SF_FALSE);
    int err = file ? read_open(path, file, &info, title, n, pcm, why)
                   : sahut_why(why, -EINVAL, "%s: is not FLAC: %s", path, sf_strerror(NULL));
    if (file)
        sf_close(file);
    close(fd);
    return err;
}
