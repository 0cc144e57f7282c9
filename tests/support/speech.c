// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/speech.h"

#include <math.h>
#include <sndfile.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "sahut/text.h"

extern char **environ;

static bool run_flite(const char *voice, const char *text, const char *file)
{
    const char *argv[] = {"flite", "-voice", voice, "-t", text, "-o", file, NULL};
    pid_t pid;
    int status;
    if (posix_spawnp(&pid, "flite", NULL, NULL, (char **)argv, environ) ||
        waitpid(pid, &status, 0) != pid || status != 0) {
        printf("# skipped: flite is not installed\n");
        return false;
    }
    return true;
}

bool speech_say(const char *voice, const char *text, int16_t **pcm, size_t *n)
{
    char file[] = "/tmp/sahut-speech-XXXXXX.wav";
    int fd = mkstemps(file, 4);
    if (fd < 0)
        return false;
    close(fd);
    struct sahut_source *source = NULL;
    struct sahut_why why;
    bool ok = run_flite(voice, text, file) && sahut_source_file(file, &source, &why) == 0;
    unlink(file);
    if (!ok)
        return false;
    size_t cap = 0;
    ssize_t got = 1;
    *pcm = NULL;
    for (*n = 0; got > 0; *n += got > 0 ? (size_t)got : 0) {
        if (cap - *n < 16000) {
            cap += 64000;
            *pcm = sahut_realloc(*pcm, cap, sizeof(**pcm));
        }
        got = sahut_source_read(source, *pcm + *n, cap - *n, &why);
    }
    sahut_source_free(source);
    return got == 0;
}

static int16_t *grow(struct speech *s, size_t by)
{
    s->pcm = sahut_realloc(s->pcm, s->n + by + 1, sizeof(*s->pcm));
    int16_t *end = s->pcm + s->n;
    s->n += by;
    return end;
}

static int16_t noise_sample(uint32_t *state, double rms)
{
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        *state = *state * 1664525u + 1013904223u;
        sum += (double)(*state >> 8) / (1 << 24) - 0.5;
    }
    return (int16_t)lrint(sum * sqrt(3) * rms); /* four uniform: variance 1/3 */
}

bool speech_add(struct speech *s, const char *voice, const char *text)
{
    int16_t *pcm;
    size_t n;
    if (!speech_say(voice, text, &pcm, &n))
        return false;
    memcpy(grow(s, n), pcm, n * sizeof(*pcm));
    free(pcm);
    return true;
}

void speech_pause(struct speech *s, double seconds, double rms)
{
    size_t n = (size_t)(seconds * 16000);
    uint32_t state = 7;
    int16_t *out = grow(s, n);
    for (size_t i = 0; i < n; i++)
        out[i] = noise_sample(&state, rms);
}

void speech_noise(struct speech *s, double rms)
{
    uint32_t state = 99;
    for (size_t i = 0; i < s->n; i++) {
        int v = s->pcm[i] + noise_sample(&state, rms);
        s->pcm[i] = (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v);
    }
}

void speech_finish(struct speech *s)
{
    free(s->pcm);
    *s = (struct speech){0};
}
