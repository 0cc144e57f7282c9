// SPDX-License-Identifier: GPL-3.0-or-later
/* A recording as a source: file ─ libsndfile ─ block (float, all channels) ─ mono (16 bit)
 * ─ resampler ─ reader. Both blocks are made when the file is opened. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sndfile.h>

#include "audio/container.h"
#include "audio/resampler.h"
#include "sahut/audio.h"

#define BLOCK_FRAMES 1024
#define RATE_MIN     8000
#define RATE_MAX     192000

struct sahut_source {
    char *path;
    int fd;
    int64_t at, size; /**< of the file, in bytes, for libsndfile's virtual I/O */
    struct container_mend mend;
    SNDFILE *file;
    SF_INFO info;
    struct sahut_resampler *resampler;
    float *block;               /**< BLOCK_FRAMES frames of all channels */
    int16_t mono[BLOCK_FRAMES]; /**< the same block, averaged; zeros after the end */
    size_t mono_at, mono_n;
    uint64_t frames;       /**< decoded until now, at the rate of the file */
    uint64_t given, total; /**< samples at 16 kHz; total is known when `ended` */
    bool ended;
    int failed; /**< negative errno, told after all that could be read */
    struct sahut_why failed_why;
};

static sf_count_t view_length(void *user)
{
    return ((struct sahut_source *)user)->size;
}

static sf_count_t view_tell(void *user)
{
    return ((struct sahut_source *)user)->at;
}

static sf_count_t view_seek(sf_count_t offset, int whence, void *user)
{
    struct sahut_source *s = user;
    if (whence == SEEK_CUR)
        offset += s->at;
    else if (whence == SEEK_END)
        offset += s->size;
    if (offset < 0)
        return -1;
    return s->at = offset;
}

/* Puts the mended bytes over what was read at `from`. */
static void mend_view(const struct container_mend *m, char *bytes, int64_t from, int64_t n)
{
    for (size_t i = 0; i < m->n; i++) {
        int64_t at = (int64_t)(m->at + i) - from;
        if (at >= 0 && at < n)
            bytes[at] = (char)m->bytes[i];
    }
}

static sf_count_t view_read(void *to, sf_count_t n, void *user)
{
    struct sahut_source *s = user;
    sf_count_t got = 0;
    while (got < n) {
        ssize_t now = pread(s->fd, (char *)to + got, (size_t)(n - got), s->at + got);
        if (now < 0 && errno == EINTR)
            continue;
        if (now < 0)
            s->failed = -errno;
        if (now <= 0)
            break;
        got += now;
    }
    mend_view(&s->mend, to, s->at, got);
    s->at += got;
    return got;
}

/* Not a number becomes silence, what is too loud becomes the loudest. The comparisons are written
 * so that the conversion to int never sees a value it cannot hold. */
static int16_t to_pcm(float x)
{
    float v = x * 32768.0f;
    if (v >= 32767.0f)
        return INT16_MAX;
    if (v <= -32768.0f)
        return INT16_MIN;
    if (v != v)
        return 0;
    return (int16_t)(v < 0 ? v - 0.5f : v + 0.5f);
}

static void average(const struct sahut_source *s, int16_t *mono, size_t n)
{
    size_t channels = (size_t)s->info.channels;
    float scale = 1.0f / (float)channels;
    const float *frame = s->block;
    for (size_t i = 0; i < n; i++, frame += channels) {
        float sum = frame[0];
        for (size_t c = 1; c < channels; c++)
            sum += frame[c];
        mono[i] = to_pcm(sum * scale);
    }
}

/* Only FLAC states a count that must be met: that of WAV was compared with the size of the file,
 * the others estimate. */
static void check_end(struct sahut_source *s)
{
    bool flac = (s->info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC;
    if (s->failed)
        s->failed = sahut_why(&s->failed_why, -EIO, "%s: cannot be read: %s", s->path,
                              strerror(-s->failed));
    else if (flac && s->info.frames > 0 && s->info.frames < SF_COUNT_MAX &&
             s->frames < (uint64_t)s->info.frames)
        s->failed = sahut_why(&s->failed_why, -EIO,
                              "%s: is cut off: its header promises %.2f s, %.2f s could be read; "
                              "copy or record it again",
                              s->path, (double)s->info.frames / s->info.samplerate,
                              (double)s->frames / s->info.samplerate);
    else if (sf_error(s->file) != SF_ERR_NO_ERROR)
        s->failed = sahut_why(&s->failed_why, -EIO, "%s: is damaged after %.2f s: %s", s->path,
                              (double)s->frames / s->info.samplerate, sf_strerror(s->file));
}

/* The next block; after the end zeros, which push the last samples out of the resampler. */
static void refill(struct sahut_source *s)
{
    sf_count_t got = s->ended ? 0 : sf_readf_float(s->file, s->block, BLOCK_FRAMES);
    s->mono_at = 0;
    if (got > 0) {
        average(s, s->mono, (size_t)got);
        s->mono_n = (size_t)got;
        s->frames += (uint64_t)got;
        return;
    }
    if (!s->ended) {
        uint64_t rate = (uint64_t)s->info.samplerate;
        s->ended = true;
        s->total = (s->frames * SAHUT_HEAR_RATE + rate / 2) / rate;
        memset(s->mono, 0, sizeof(s->mono));
        check_end(s);
    }
    s->mono_n = BLOCK_FRAMES;
}

ssize_t sahut_source_read(struct sahut_source *s, int16_t *pcm, size_t n, struct sahut_why *why)
{
    size_t done = 0;
    while (done < n) {
        if (s->mono_at == s->mono_n)
            refill(s);
        size_t out_n = n - done, in_n = s->mono_n - s->mono_at;
        if (s->ended && out_n > s->total - s->given)
            out_n = (size_t)(s->total - s->given);
        if (out_n == 0)
            break;
        sahut_resampler_run(s->resampler, s->mono + s->mono_at, &in_n, pcm + done, &out_n);
        s->mono_at += in_n;
        s->given += out_n;
        done += out_n;
    }
    if (done == 0 && n > 0 && s->failed)
        return sahut_why(why, s->failed, "%s", s->failed_why.text);
    return (ssize_t)done;
}

static int open_regular(struct sahut_source *s, struct sahut_why *why)
{
    /* O_NONBLOCK: a named pipe is refused below instead of waited for. */
    s->fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (s->fd < 0) {
        int err = errno;
        return sahut_why(why, -err, "%s: cannot be opened: %s", s->path, strerror(err));
    }
    struct stat st;
    if (fstat(s->fd, &st) < 0)
        return sahut_why(why, -errno, "%s: %s", s->path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return sahut_why(why, -EINVAL, "%s: is %s; a sound file is needed", s->path,
                         S_ISDIR(st.st_mode) ? "a folder" : "not a regular file");
    if (st.st_size == 0)
        return sahut_why(why, -ENODATA, "%s: is empty", s->path);
    s->size = st.st_size;
    return container_check(s->fd, (uint64_t)s->size, s->path, &s->mend, why);
}

static int open_sound(struct sahut_source *s, struct sahut_why *why)
{
    SF_VIRTUAL_IO io = {
        .get_filelen = view_length, .seek = view_seek, .read = view_read, .tell = view_tell};
    s->file = sf_open_virtual(&io, SFM_READ, &s->info, s);
    if (s->failed)
        return sahut_why(why, -EIO, "%s: cannot be read: %s", s->path, strerror(-s->failed));
    if (!s->file)
        return sahut_why(why, -EINVAL,
                         "%s: is not a sound file that can be read (WAV, FLAC, Ogg, "
                         "AIFF, …): %s",
                         s->path, sf_strerror(NULL));
    if (s->info.samplerate < RATE_MIN || s->info.samplerate > RATE_MAX)
        return sahut_why(why, -EINVAL, "%s: has a rate of %d Hz; %d to %d Hz can be heard", s->path,
                         s->info.samplerate, RATE_MIN, RATE_MAX);
    return 0;
}

static int source_init(struct sahut_source *s, const char *path, struct sahut_why *why)
{
    s->fd = -1;
    s->path = strdup(path);
    if (!s->path)
        return -ENOMEM;
    int err = open_regular(s, why);
    if (!err)
        err = open_sound(s, why);
    if (!err)
        err = sahut_resampler_new((unsigned)s->info.samplerate, SAHUT_HEAR_RATE, &s->resampler);
    if (err)
        return err;
    resampler_restart(s->resampler);
    s->block = calloc(BLOCK_FRAMES, (size_t)s->info.channels * sizeof(*s->block));
    if (!s->block)
        return -ENOMEM;
    /* Decoders make their own buffers at the first block, and only now is it known whether there
     * is any sound at all. */
    refill(s);
    if (s->frames > 0)
        return 0;
    if (s->failed)
        return sahut_why(why, s->failed, "%s", s->failed_why.text);
    return sahut_why(why, -ENODATA, "%s: holds no sound, only a header", s->path);
}

int sahut_source_file(const char *path, struct sahut_source **out, struct sahut_why *why)
{
    struct sahut_source *s = calloc(1, sizeof(*s));
    int err = s ? source_init(s, path, why) : -ENOMEM;
    if (err) {
        sahut_source_free(s);
        return err == -ENOMEM ? sahut_why(why, err, "%s: not enough memory", path) : err;
    }
    *out = s;
    return 0;
}

void sahut_source_free(struct sahut_source *s)
{
    if (!s)
        return;
    free(s->block);
    sahut_resampler_free(s->resampler);
    if (s->file)
        sf_close(s->file);
    if (s->fd >= 0)
        close(s->fd);
    free(s->path);
    free(s);
}

const char *sahut_source_name(const struct sahut_source *s)
{
    return s->path;
}
