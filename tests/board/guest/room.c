// SPDX-License-Identifier: GPL-3.0-or-later
/* The room around a virtual board: what its microphone hears, and an ear at its loudspeaker.
 *
 *     room MICROPHONE LOUDSPEAKER FOLDER
 *
 * MICROPHONE and LOUDSPEAKER are the world's ends of two loopback cards. Commands on standard
 * input:
 *
 *     play FILE        say this once (WAV, 16 bit, mono, 16 kHz), on top of what else there is
 *     music FILE DB    again and again, this much louder (negative: quieter)
 *     quiet            no music
 *     noise|zeros|constant|clipping   what there is without anybody: a faint hiss is the beginning
 *
 * One JSON object a line on standard output, with CLOCK_MONOTONIC in seconds:
 *
 *     {"room":"played","at":3.2}                     the file of 'play' ends then
 *     {"room":"ground","at":3.2}                     what 'noise' or another of them asked for begins then
 *     {"room":"sound","at":4.0}                      the loudspeaker begins to sound
 *     {"room":"heard","file":"said-000.wav","at":4.0,"seconds":1.3,"peak":9000}   and has ended
 *     {"room":"microphone"|"loudspeaker","state":"open"|"lost","at":0.1}
 *
 * Both ends are opened again when their card returns. */
#include <alsa/asoundlib.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

enum {
    SPEECH_HZ = 16000,
    TIMES = 3, /* the cards run at 48 kHz, stereo, as most USB cards do */
    BLOCK = SPEECH_HZ / 50,
    /* At a time: each call to a card costs a board as much as a second of its life costs it otherwise. */
    PLAYED = 3 * BLOCK,
    HEARD = 5 * BLOCK,
    AUDIBLE = 300,
    SILENCE_BLOCKS = 25, /* half a second ends what is said */
    LONGEST = 120 * SPEECH_HZ,
};

enum ground { NOISE, ZEROS, CONSTANT, CLIPPING };

struct tape {
    int16_t *samples;
    size_t n, at;
    double gain;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void tape_finish(struct tape *tape)
{
    free(tape->samples);
    *tape = (struct tape){0};
}

/* The samples of a WAV file, whatever chunks come before them. */
static void tape_load(struct tape *tape, const char *path, double gain)
{
    tape_finish(tape);
    FILE *f = fopen(path, "rb");
    uint8_t head[12], chunk[8];
    if (!f || fread(head, 1, 12, f) != 12) {
        printf("{\"room\":\"mistake\",\"file\":\"%s\"}\n", path);
        if (f)
            fclose(f);
        return;
    }
    while (fread(chunk, 1, 8, f) == 8) {
        uint32_t n = chunk[4] | chunk[5] << 8 | chunk[6] << 16 | (uint32_t)chunk[7] << 24;
        if (memcmp(chunk, "data", 4) != 0) {
            fseek(f, n + (n & 1), SEEK_CUR);
            continue;
        }
        tape->samples = malloc(n);
        tape->n = tape->samples ? fread(tape->samples, 2, n / 2, f) : 0;
        break;
    }
    tape->gain = gain;
    fclose(f);
}

/* Opens one end at 48 kHz, 16 bit, stereo. Whoever opens a loopback card first decides what it runs
 * at: with a plughw device the room takes that, too. */
static snd_pcm_t *open_end(const char *name, snd_pcm_stream_t stream, unsigned buffer_us)
{
    snd_pcm_t *pcm;
    if (snd_pcm_open(&pcm, name, stream, 0) < 0)
        return NULL;
    if (snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 2,
                           SPEECH_HZ * TIMES, 1, buffer_us) < 0) {
        snd_pcm_close(pcm);
        return NULL;
    }
    return pcm;
}

/* Until something changes about the cards' nodes: looking for a card again and again would keep a
 * board busy whose clock skips idle time. */
static void await_nodes(int nodes)
{
    char events[4096];
    if (read(nodes, events, sizeof events) <= 0)
        usleep(20000);
}

static void tell_state(const char *end, const char *state)
{
    printf("{\"room\":\"%s\",\"state\":\"%s\",\"at\":%.4f}\n", end, state, now());
}

/* After an error: an open end again, sooner or later. */
static snd_pcm_t *mend(snd_pcm_t *pcm, const char *end, const char *name, snd_pcm_stream_t stream,
                       unsigned buffer_us, long error)
{
    if (pcm && (error == -EPIPE || error == -ESTRPIPE)) {
        /* Resuming may be impossible for now or for ever; preparing is always allowed after. */
        while (error == -ESTRPIPE && snd_pcm_resume(pcm) == -EAGAIN)
            usleep(10000);
        if (snd_pcm_prepare(pcm) == 0) {
            if (stream == SND_PCM_STREAM_CAPTURE)
                snd_pcm_start(pcm);
            return pcm;
        }
    }
    if (pcm) {
        snd_pcm_close(pcm);
        tell_state(end, "lost");
    }
    /* The watch comes first, so that nothing is missed between a try and the wait. */
    int nodes = inotify_init1(IN_CLOEXEC);
    inotify_add_watch(nodes, "/dev/snd", IN_CREATE | IN_ATTRIB);
    while (!(pcm = open_end(name, stream, buffer_us)))
        await_nodes(nodes);
    close(nodes);
    tell_state(end, "open");
    if (stream == SND_PCM_STREAM_CAPTURE)
        snd_pcm_start(pcm);
    return pcm;
}

static struct {
    pthread_mutex_t lock;
    struct tape speech, music;
    enum ground ground;
    bool changed; /* the ground, and it has not been played yet */
} world = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int ground_sample(enum ground ground)
{
    static uint32_t noise = 1;
    noise = noise * 1664525u + 1013904223u;
    switch (ground) {
    case NOISE:
        return (int)(noise >> 24) / 16 - 8;
    case ZEROS:
        return 0;
    case CONSTANT:
        return 1234;
    case CLIPPING:
        return noise >> 31 ? 32767 : -32768;
    }
    return 0;
}

/* The next sample of the microphone at 16 kHz. */
static int16_t sample(bool *played)
{
    double x = ground_sample(world.ground);
    struct tape *speech = &world.speech, *music = &world.music;
    if (speech->samples) {
        x += speech->samples[speech->at++] * speech->gain;
        if (speech->at >= speech->n) {
            tape_finish(speech);
            *played = true;
        }
    }
    if (music->samples) {
        x += music->samples[music->at++] * music->gain;
        music->at %= music->n;
    }
    return (int16_t)(x > 32767 ? 32767 : x < -32768 ? -32768 : x);
}

/* Of what is written next: when the card will have played what it holds already. */
static void tell_played(const char *what, snd_pcm_t *pcm)
{
    snd_pcm_sframes_t held = 0;
    if (snd_pcm_delay(pcm, &held) < 0 || held < 0)
        held = 0;
    printf("{\"room\":\"%s\",\"at\":%.4f}\n", what, now() + (double)held / (SPEECH_HZ * TIMES));
}

static void *microphone(void *name)
{
    const unsigned buffer_us = 240000;
    snd_pcm_t *pcm = mend(NULL, "microphone", name, SND_PCM_STREAM_PLAYBACK, buffer_us, 0);
    int16_t out[PLAYED * TIMES * 2], last = 0;
    for (;;) {
        bool played = false, changed;
        pthread_mutex_lock(&world.lock);
        for (size_t i = 0; i < PLAYED; i++) {
            int16_t next = sample(&played);
            for (int k = 0; k < TIMES; k++) {
                int16_t x = (int16_t)(last + (next - last) * (k + 1) / TIMES);
                out[(i * TIMES + (size_t)k) * 2] = out[(i * TIMES + (size_t)k) * 2 + 1] = x;
            }
            last = next;
        }
        changed = world.changed;
        world.changed = false;
        pthread_mutex_unlock(&world.lock);
        if (played)
            tell_played("played", pcm);
        if (changed)
            tell_played("ground", pcm);
        size_t n = PLAYED * TIMES;
        for (size_t done = 0; done < n;) {
            snd_pcm_sframes_t got = snd_pcm_writei(pcm, out + done * 2, n - done);
            if (got >= 0)
                done += (size_t)got;
            else
                pcm = mend(pcm, "microphone", name, SND_PCM_STREAM_PLAYBACK, buffer_us, got);
        }
    }
    return NULL;
}

/* What is said, in files. */
struct ear {
    const char *folder;
    int16_t *samples;
    size_t n;
    unsigned quiet, files;
    int peak;
    double begin;
};

static void put32(FILE *f, uint32_t x)
{
    fputc(x & 255, f), fputc(x >> 8 & 255, f), fputc(x >> 16 & 255, f), fputc(x >> 24 & 255, f);
}

static void ear_write(struct ear *ear)
{
    char path[512];
    snprintf(path, sizeof path, "%s/said-%03u.wav", ear->folder, ear->files);
    FILE *f = fopen(path, "wb");
    if (f) {
        fputs("RIFF", f), put32(f, (uint32_t)(36 + ear->n * 2)), fputs("WAVEfmt ", f);
        put32(f, 16), put32(f, 1 | 1 << 16), put32(f, SPEECH_HZ), put32(f, SPEECH_HZ * 2);
        put32(f, 2 | 16 << 16), fputs("data", f), put32(f, (uint32_t)(ear->n * 2));
        fwrite(ear->samples, 2, ear->n, f);
        fclose(f);
    }
    printf("{\"room\":\"heard\",\"file\":\"said-%03u.wav\",\"at\":%.4f,\"seconds\":%.2f,"
           "\"peak\":%d}\n",
           ear->files++, ear->begin, (double)ear->n / SPEECH_HZ, ear->peak);
}

/* One block of the loudspeaker at 16 kHz, which began at this time. */
static void ear_push(struct ear *ear, const int16_t *block, double at)
{
    int peak = 0;
    for (size_t i = 0; i < BLOCK; i++)
        peak = abs(block[i]) > peak ? abs(block[i]) : peak;
    if (ear->n == 0 && peak < AUDIBLE)
        return;
    if (ear->n == 0) {
        ear->begin = at;
        ear->peak = 0;
        printf("{\"room\":\"sound\",\"at\":%.4f}\n", ear->begin);
    }
    memcpy(ear->samples + ear->n, block, BLOCK * sizeof *block);
    ear->n += BLOCK;
    ear->peak = peak > ear->peak ? peak : ear->peak;
    ear->quiet = peak < AUDIBLE ? ear->quiet + 1 : 0;
    if (ear->quiet < SILENCE_BLOCKS && ear->n + BLOCK <= LONGEST)
        return;
    ear->n -= ear->quiet * BLOCK;
    ear_write(ear);
    ear->n = ear->quiet = 0;
}

struct speaker {
    const char *name, *folder;
};

static void *loudspeaker(void *argument)
{
    const struct speaker *speaker = argument;
    const unsigned buffer_us = 500000;
    struct ear ear = {.folder = speaker->folder, .samples = malloc(LONGEST * sizeof(int16_t))};
    snd_pcm_t *pcm = mend(NULL, "loudspeaker", speaker->name, SND_PCM_STREAM_CAPTURE, buffer_us, 0);
    while (ear.samples) {
        int16_t in[HEARD * TIMES * 2], heard[HEARD];
        snd_pcm_sframes_t n = snd_pcm_readi(pcm, in, HEARD * TIMES);
        if (n != HEARD * TIMES) {
            pcm = mend(pcm, "loudspeaker", speaker->name, SND_PCM_STREAM_CAPTURE, buffer_us,
                       n < 0 ? n : -EPIPE);
            continue;
        }
        for (size_t i = 0; i < HEARD; i++) {
            int sum = 0;
            for (size_t k = 0; k < TIMES; k++)
                sum += in[(i * TIMES + k) * 2];
            heard[i] = (int16_t)(sum / TIMES);
        }
        double ended = now();
        for (size_t i = 0; i < HEARD; i += BLOCK)
            ear_push(&ear, heard + i, ended - (double)(HEARD - i) / SPEECH_HZ);
    }
    return NULL;
}

static void obey(char *line)
{
    char word[16] = "", path[400] = "";
    double db = 0;
    line[strcspn(line, "\n")] = 0;
    sscanf(line, "%15s %399s %lf", word, path, &db);
    static const char *const grounds[] = {"noise", "zeros", "constant", "clipping"};
    double gain = 1;
    for (; db <= -1; db++)
        gain *= 0.891251;
    for (; db >= 1; db--)
        gain /= 0.891251;
    pthread_mutex_lock(&world.lock);
    if (strcmp(word, "play") == 0)
        tape_load(&world.speech, path, 1);
    else if (strcmp(word, "music") == 0)
        tape_load(&world.music, path, gain);
    else if (strcmp(word, "quiet") == 0)
        tape_finish(&world.music);
    for (int i = 0; i < 4; i++)
        if (strcmp(word, grounds[i]) == 0) {
            world.ground = (enum ground)i;
            world.changed = true;
        }
    pthread_mutex_unlock(&world.lock);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "room MICROPHONE LOUDSPEAKER FOLDER\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct speaker speaker = {argv[2], argv[3]};
    pthread_t threads[2];
    if (pthread_create(&threads[0], NULL, microphone, argv[1]) ||
        pthread_create(&threads[1], NULL, loudspeaker, &speaker))
        return 1;
    char line[512];
    while (fgets(line, sizeof line, stdin))
        obey(line);
    return 0;
}
