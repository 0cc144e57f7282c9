// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sndfile.h>

#include "audio/sink.h"
#include "sahut/log.h"

/* A WAV header counts bytes in 32 bits; it and its chunks stay far below 4 KiB. */
#define SAMPLES_MAX ((UINT32_MAX - 4096) / sizeof(int16_t))

struct wav_sink {
    struct sahut_sink base;
    char *path;
    int fd;
    SNDFILE *file;
    uint64_t samples;
};

static int wav_write(struct sahut_sink *sink, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    struct wav_sink *s = (struct wav_sink *)sink;
    if (n > SAMPLES_MAX - s->samples)
        return sahut_why(why, -EFBIG, "%s: is full: a WAV file holds 4 GiB", s->path);
    errno = 0;
    sf_count_t written = sf_write_short(s->file, pcm, (sf_count_t)n);
    int err = errno;
    if (written > 0)
        s->samples += (uint64_t)written;
    if (written == (sf_count_t)n)
        return 0;
    if (err)
        return sahut_why(why, -err, "%s: cannot be written: %s", s->path, strerror(err));
    return sahut_why(why, -EIO, "%s: cannot be written: %s", s->path, sf_strerror(s->file));
}

static void wav_finish(struct wav_sink *s)
{
    int err = s->file ? sf_close(s->file) : 0;
    if (err)
        sahut_log(SAHUT_LOG_ERROR, "audio", "%s: cannot be closed: %s", s->path,
                  sf_error_number(err));
    if (s->fd >= 0 && close(s->fd) < 0)
        sahut_log(SAHUT_LOG_ERROR, "audio", "%s: cannot be closed: %s", s->path, strerror(errno));
    free(s->path);
    free(s);
}

static void wav_close(struct sahut_sink *sink)
{
    wav_finish((struct wav_sink *)sink);
}

static const struct sink_ops wav_ops = {.write = wav_write, .close = wav_close};

static int wav_open(struct wav_sink *s, struct sahut_why *why)
{
    s->fd = open(s->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    if (s->fd < 0) {
        int err = errno;
        return sahut_why(why, -err, "%s: cannot be written: %s", s->path, strerror(err));
    }
    struct stat st;
    if (fstat(s->fd, &st) < 0 || !S_ISREG(st.st_mode))
        return sahut_why(why, -EINVAL,
                         "%s: is not a regular file; a WAV header is written again "
                         "as the file grows",
                         s->path);
    if (ftruncate(s->fd, 0) < 0) {
        int err = errno;
        return sahut_why(why, -err, "%s: cannot be emptied: %s", s->path, strerror(err));
    }
    SF_INFO info = {
        .samplerate = (int)s->base.rate, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    s->file = sf_open_fd(s->fd, SFM_WRITE, &info, SF_FALSE);
    if (!s->file)
        return sahut_why(why, -EIO, "%s: cannot be written: %s", s->path, sf_strerror(NULL));
    sf_command(s->file, SFC_UPDATE_HEADER_NOW, NULL, 0);
    sf_command(s->file, SFC_SET_UPDATE_HEADER_AUTO, NULL, SF_TRUE);
    return 0;
}

int sahut_sink_wav(const char *path, unsigned rate, struct sahut_sink **out, struct sahut_why *why)
{
    int err = sink_check_rate(path, rate, why);
    if (err)
        return err;
    struct wav_sink *s = calloc(1, sizeof(*s));
    char *copy = strdup(path);
    if (!s || !copy) {
        free(s);
        free(copy);
        return sahut_why(why, -ENOMEM, "%s: not enough memory", path);
    }
    *s = (struct wav_sink){.base = {.ops = &wav_ops, .rate = rate}, .path = copy, .fd = -1};
    err = wav_open(s, why);
    if (err) {
        wav_finish(s);
        return err;
    }
    *out = &s->base;
    return 0;
}
