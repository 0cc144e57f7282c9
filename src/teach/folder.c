// SPDX-License-Identifier: GPL-3.0-or-later
/* Recordings in a folder: other speech, or noise. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sahut/audio.h"
#include "sahut/text.h"
#include "teach/teacher.h"

#define DEPTH 4
#define LONG  ((size_t)600 * WAKE_RATE) /* of one recording no more is read */

struct folder {
    struct sahut_teacher *t;
    bool noise;
    size_t taken, left_out;
};

static bool read_pcm(const char *path, int16_t **pcm, size_t *n)
{
    struct sahut_source *source;
    struct sahut_why why;
    if (sahut_source_file(path, &source, &why))
        return false;
    size_t cap = 0;
    ssize_t got = 1;
    *pcm = NULL;
    *n = 0;
    while (got > 0 && *n < LONG) {
        if (cap - *n < 4096) {
            cap = cap ? 2 * cap : 1 << 17;
            *pcm = sahut_realloc(*pcm, cap, sizeof(**pcm));
        }
        got = sahut_source_read(source, *pcm + *n, 4096, &why);
        *n += got > 0 ? (size_t)got : 0;
    }
    sahut_source_free(source);
    if (got < 0)
        free(*pcm);
    return got >= 0;
}

static void take_file(struct folder *f, const char *path)
{
    int16_t *pcm;
    size_t n;
    if (!read_pcm(path, &pcm, &n)) {
        f->left_out++;
        return;
    }
    if (f->noise)
        sahut_teacher_noise(f->t, pcm, n);
    else
        sahut_teacher_other(f->t, SAHUT_OTHER_REAL, pcm, n);
    f->taken++;
    free(pcm);
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int walk(struct folder *f, const char *path, int depth)
{
    struct dirent **entries;
    int n = scandir(path, &entries, visible, alphasort);
    if (n < 0)
        return -errno;
    for (int i = 0; i < n; i++) {
        char below[1024];
        struct stat s;
        size_t length = (size_t)snprintf(below, sizeof(below), "%s/%s", path, entries[i]->d_name);
        free(entries[i]);
        if (length >= sizeof(below) || stat(below, &s) || teach_has_enough(f->t, f->noise))
            continue;
        if (S_ISDIR(s.st_mode) && depth < DEPTH)
            walk(f, below, depth + 1);
        else if (S_ISREG(s.st_mode))
            take_file(f, below);
    }
    free(entries);
    return 0;
}

int sahut_teacher_read(struct sahut_teacher *t, const char *folder, bool noise, size_t *left_out,
                       struct sahut_why *why)
{
    struct folder f = {.t = t, .noise = noise};
    int err = walk(&f, folder, 0);
    *left_out = f.left_out;
    if (err)
        return sahut_why(why, err, "%s: %s", folder, strerror(-err));
    if (f.taken == 0)
        return sahut_why(why, -ENODATA, "%s: there is no recording in it", folder);
    return 0;
}
