// SPDX-License-Identifier: GPL-3.0-or-later
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/wake.h"

const char *const wake_phrases[WAKE_PHRASES] = {"alexa",        "computer", "jarvis",
                                                "smart mirror", "snowboy",  "view glass"};

static uint32_t crc32_of(const char *text, size_t n)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < n; i++) {
        crc ^= (unsigned char)text[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static int add(struct recordings *all, const char *folder, const char *file, int phrase,
               bool held_out, struct sahut_why *why)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, file);
    struct recording r = {.phrase = phrase, .held_out = held_out};
    int err = sound_read(path, &r.sound, why);
    if (err)
        return err;
    if (r.sound.n < WAKE_RATE / 5) {
        sound_free(&r.sound);
        return 0;
    }
    snprintf(r.file, sizeof(r.file), "%s", file);
    if (phrase >= 0)
        wake_locate(&r);
    *recordings_add(all) = r;
    return 0;
}

static int phrase_number(const char *name)
{
    for (int k = 0; k < WAKE_PHRASES; k++)
        if (strcmp(wake_phrases[k], name) == 0)
            return k;
    return -1;
}

/* What the enhancer never learns from: a few kinds of kitchen sounds, and music. */
static bool unseen_noise(const char *file, const char *kind)
{
    return strncmp(file, "music/", 6) == 0 ||
           (strncmp(file, "kitchen20/", 10) == 0 && crc32_of(kind, strlen(kind)) % 4 == 0);
}

/* labels.tsv: a header, then file and one more column that counts here. */
int recordings_read(const char *data, const char *folder, struct recordings *out,
                    struct sahut_why *why)
{
    char base[400], path[440], line[600], file[200], second[80];
    snprintf(base, sizeof(base), "%s/data/%s", data, folder);
    snprintf(path, sizeof(path), "%s/labels.tsv", base);
    FILE *f = fopen(path, "re");
    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    int err = fgets(line, sizeof(line), f) ? 0 : -EINVAL;
    while (!err && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "%199[^\t]\t%79[^\t\n]", file, second) != 2)
            continue;
        const char *dot = strrchr(file, '.');
        bool wake = strcmp(folder, "wake") == 0, noise = strcmp(folder, "noise") == 0;
        if (noise && strstr(file, "kitchen-hum"))
            continue;
        size_t n = dot ? (size_t)(dot - file) : strlen(file);
        bool held_out = wake    ? crc32_of(file, n) % 4 == 0
                        : noise ? unseen_noise(file, second)
                                : crc32_of(second, strlen(second)) % 3 == 0;
        err = add(out, base, file, wake ? phrase_number(second) : -1, held_out, why);
    }
    fclose(f);
    return err;
}

int wake_data_read(const char *folder, struct wake_data *out, struct sahut_why *why)
{
    int err = recordings_read(folder, "wake", &out->phrases, why);
    if (!err)
        err = recordings_read(folder, "background", &out->speech, why);
    if (!err)
        err = recordings_read(folder, "noise", &out->noise, why);
    return err;
}

int wake_data_commands(const char *data, struct recordings *out, struct sahut_why *why)
{
    char folder[400], path[700];
    snprintf(folder, sizeof(folder), "%s/data/commands", data);
    DIR *d = opendir(folder);
    if (!d)
        return sahut_why(why, -errno, "%s: %s", folder, strerror(errno));
    int err = 0;
    for (struct dirent *e; !err && (e = readdir(d));) {
        if (!strstr(e->d_name, ".flac"))
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
        struct recording *r = recordings_add(out);
        r->held_out = true;
        err = sound_read(path, &r->sound, why);
    }
    closedir(d);
    return err;
}
