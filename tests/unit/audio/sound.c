// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound.h"

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sndfile.h>

static char dir[256];

const char *__lsan_default_suppressions(void)
{
    return "leak:vorbis_encode_setup_init";
}

const char *sound_dir(void)
{
    if (!*dir) {
        const char *tmp = getenv("TMPDIR");
        snprintf(dir, sizeof(dir), "%s/sahut-audio-XXXXXX", tmp && *tmp ? tmp : "/tmp");
        assert_non_null(mkdtemp(dir));
    }
    return dir;
}

void sound_dir_remove(void)
{
    DIR *d = *dir ? opendir(dir) : NULL;
    if (!d)
        return;
    for (struct dirent *e; (e = readdir(d));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlinkat(dirfd(d), e->d_name, e->d_type == DT_DIR ? AT_REMOVEDIR : 0);
    closedir(d);
    rmdir(dir);
    *dir = '\0';
}

const char *sound_path(const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof(paths[0]), "%s/%s", sound_dir(), name);
    return path;
}

double sound_tone(size_t i, unsigned rate)
{
    return 0.5 * sin(2 * M_PI * 1000 * (double)i / rate);
}

double sound_click(size_t i, unsigned rate)
{
    return i == rate / 2 ? 0.9 : 0;
}

const char *sound_write(const char *name, const struct sound_file *f)
{
    const char *path = sound_path(name);
    SF_INFO info = {.samplerate = (int)f->rate, .channels = (int)f->channels, .format = f->format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    if (!file)
        fail_msg("%s: %s", path, sf_strerror(NULL));
    double *frames = calloc(f->frames * f->channels + 1, sizeof(*frames));
    assert_non_null(frames);
    for (size_t i = 0; i < f->frames * f->channels; i++)
        frames[i] = f->shape(i / f->channels, f->rate);
    assert_int_equal(sf_writef_double(file, frames, (sf_count_t)f->frames), f->frames);
    free(frames);
    assert_int_equal(sf_close(file), 0);
    return path;
}

const char *sound_write_bytes(const char *name, const void *bytes, size_t n)
{
    const char *path = sound_path(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

void *sound_read_bytes(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    void *bytes = malloc(*n + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *n, f), *n);
    fclose(f);
    return bytes;
}

/* The part of `n` samples at 1 kHz, through a Hann window, as phase and amplitude. */
static double project(const int16_t *pcm, size_t n, size_t from, unsigned rate, double *amplitude)
{
    double re = 0, im = 0, weights = 0;
    for (size_t i = 0; i < n; i++) {
        double weight = 0.5 - 0.5 * cos(2 * M_PI * ((double)i + 0.5) / (double)n);
        double angle = 2 * M_PI * 1000 * (double)(from + i) / rate;
        re += weight * pcm[from + i] / 32768.0 * cos(angle);
        im += weight * pcm[from + i] / 32768.0 * sin(angle);
        weights += weight;
    }
    *amplitude = 2 * hypot(re, im) / weights;
    return atan2(re, im);
}

/* The phase against 1 kHz moves by 2π a second for each hertz of difference. */
struct sound_measure sound_measure(const int16_t *pcm, size_t n, unsigned rate)
{
    struct sound_measure m;
    size_t part = rate / 20, first = n / 2 - part, second = n / 2;
    assert_true(n >= rate / 5);
    double before = project(pcm, part, first, rate, &m.amplitude);
    double after = project(pcm, part, second, rate, &m.amplitude);
    m.hz = 1000 + remainder(after - before, 2 * M_PI) / (2 * M_PI) * rate / (double)part;
    return m;
}

double sound_db(double ratio)
{
    return 20 * log10(ratio);
}

size_t sound_loudest(const int16_t *pcm, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (abs(pcm[i]) > abs(pcm[best]))
            best = i;
    return best;
}
