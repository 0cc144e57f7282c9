// SPDX-License-Identifier: GPL-3.0-or-later
/* Sound cards, who may use them, and what the microphone gives. */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "sahut/capture.h"
#include "sahut/ring.h"
#include "sahut/text.h"
#include "sahut/voice.h"

#define LISTEN_S 2

/* ---- the cards, as the kernel lists them: nothing is opened ---- */

static void card_id(const struct doctor *d, int card, char id[64])
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/asound/card%d/id", card);
    FILE *f = fopen(doctor_path(d, path), "r");
    snprintf(id, 64, "%d", card);
    if (f && fgets(id, 64, f))
        id[strcspn(id, "\n")] = 0;
    if (f)
        fclose(f);
}

/* "00-01: ALC256 : ALC256 : playback 1 : capture 1" */
static void list_pcms(struct doctor *d, const char *direction, struct sahut_text *out)
{
    char line[256], id[64];
    int card, device;
    FILE *f = fopen(doctor_path(d, "/proc/asound/pcm"), "r");
    while (f && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "%d-%d:", &card, &device) != 2 || !strstr(line, direction))
            continue;
        card_id(d, card, id);
        sahut_text_addf(out, "%splughw:CARD=%s,DEV=%d", out->len ? ", " : "", id, device);
    }
    if (f)
        fclose(f);
}

static void say_pcms(struct doctor *d, const char *direction, const char *what, const char *setting)
{
    struct sahut_text list = {0};
    const char *name = sahut_settings_string(d->settings, setting);
    list_pcms(d, direction, &list);
    if (list.len)
        doctor_say(d, DOCTOR_OK, "sound", "", "%s: %s; setting %s is %s", what, list.s, setting,
                   name);
    else
        doctor_say(d, DOCTOR_WARNING, "sound",
                   "plug one in; a hat or an I2S card also needs its dtoverlay in config.txt",
                   "the kernel knows no %s; setting %s is %s", what, setting, name);
    sahut_text_finish(&list);
}

/* Can this process use the device nodes? */
static void say_access(struct doctor *d)
{
    DIR *folder = opendir(doctor_path(d, "/dev/snd"));
    int nodes = 0, barred = 0;
    char barred_name[300] = "";
    for (struct dirent *e; folder && (e = readdir(folder));) {
        char path[300];
        if (strncmp(e->d_name, "pcm", 3) != 0)
            continue;
        snprintf(path, sizeof(path), "/dev/snd/%.200s", e->d_name);
        nodes++;
        if (access(doctor_path(d, path), R_OK | W_OK)) {
            barred++;
            snprintf(barred_name, sizeof(barred_name), "%s", path);
        }
    }
    if (folder)
        closedir(folder);
    if (barred)
        doctor_say(d, DOCTOR_ERROR, "sound",
                   "add yourself to group audio: sudo adduser $USER audio, then log in again",
                   "%s may not be used by you", barred_name);
    else if (nodes)
        doctor_say(d, DOCTOR_OK, "sound", "", "the devices in /dev/snd may be used");
}

void doctor_cards(struct doctor *d)
{
    say_pcms(d, "capture", "microphones", "audio.input");
    say_pcms(d, "playback", "loudspeakers", "audio.output");
    say_access(d);
}

/* A part that the daemon holds: it knows how it is. */
static bool said_by_daemon(struct doctor *d, const char *part)
{
    const json_t *p = json_object_get(d->status, part);
    if (!p)
        return false;
    const char *name = json_string_value(json_object_get(p, "name"));
    const char *fault = json_string_value(json_object_get(p, "fault"));
    if (fault)
        doctor_say(d, DOCTOR_ERROR, part, "", "%s: %s", name, fault);
    else
        doctor_say(d, DOCTOR_OK, part, "", "%s: the daemon uses it, and it works", name);
    return true;
}

void doctor_loudspeaker(struct doctor *d)
{
    const char *name = sahut_settings_string(d->settings, "audio.output");
    struct sahut_sink *sink = NULL;
    struct sahut_why why;
    if (said_by_daemon(d, "loudspeaker"))
        return;
    if (strcmp(name, "null") == 0) {
        doctor_say(d, DOCTOR_WARNING, "loudspeaker", "set audio.output if it should speak",
                   "null: nothing is said aloud");
    } else if (strncmp(name, "file:", 5) == 0) {
        doctor_say(d, DOCTOR_OK, "loudspeaker", "", "%s", name);
    } else if (sahut_sink_alsa(name, SAHUT_VOICE_RATE, &sink, &why)) {
        doctor_say(d, DOCTOR_ERROR, "loudspeaker", "set audio.output to one that 'aplay -L' lists",
                   "%s", why.text);
    } else {
        doctor_say(d, DOCTOR_OK, "loudspeaker", "", "%s can be opened", name);
    }
    sahut_sink_free(sink);
}

/* ---- two seconds of the microphone ---- */

struct level {
    long n, zeros, clipped;
    double sum, squares;
    int peak;
};

static void add_samples(struct level *l, const int16_t *pcm, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int v = pcm[i], size = abs(v);
        l->peak = size > l->peak ? size : l->peak;
        l->zeros += v == 0;
        l->clipped += size >= 32760;
        l->sum += v;
        l->squares += (double)v * v;
    }
    l->n += (long)n;
}

static double decibel(double value)
{
    return value > 0 ? 20 * log10(value / 32768) : -96;
}

static void judge_level(struct doctor *d, const char *name, const struct level *l)
{
    double n = (double)l->n, dc = l->sum / n;
    double rms = sqrt(fmax(l->squares / n - dc * dc, 0));
    char text[200];
    snprintf(text, sizeof(text), "%s: peak %.0f dB, mean %.0f dB, offset %.1f %%, clipped %.2f %%",
             name, decibel(l->peak), decibel(rms), 100 * dc / 32768, 100 * (double)l->clipped / n);
    if (l->zeros == l->n)
        doctor_say(
            d, DOCTOR_ERROR, "microphone",
            "it is muted or has no capsule: alsamixer, F4, raise Capture and press space; or "
            "it is the wrong device",
            "%s: nothing but zeros", name);
    else if (rms < 0.5)
        doctor_say(d, DOCTOR_ERROR, "microphone", "is it the wrong device, or not connected?",
                   "%s: nothing but one value", name);
    else if ((double)l->clipped > 0.001 * n)
        doctor_say(d, DOCTOR_WARNING, "microphone", "lower Capture: alsamixer, F4", "%s", text);
    else if (fabs(dc) > 0.05 * 32768)
        doctor_say(d, DOCTOR_WARNING, "microphone",
                   "a large offset: a cheap sound card, or a microphone without its supply", "%s",
                   text);
    else if (decibel(l->peak) < -60)
        doctor_say(d, DOCTOR_WARNING, "microphone",
                   "very quiet even for a silent room: raise Capture (alsamixer, F4), and say "
                   "something next time",
                   "%s", text);
    else
        doctor_say(d, DOCTOR_OK, "microphone", "", "%s", text);
}

struct listening {
    struct sahut_capture_report last; /* the last that matters; guarded by `turn` */
    int lost;                         /* eventfd */
};

/* On the capture thread. */
static void on_report(void *ctx, const struct sahut_capture_report *report)
{
    struct listening *l = ctx;
    if (report->kind != SAHUT_CAPTURE_LOST)
        return;
    l->last = *report;
    eventfd_write(l->lost, 1); /* orders what was written before it */
}

static void show_progress(const struct doctor *d, const struct level *l)
{
    if (d->json || !isatty(2))
        return;
    fprintf(stderr, "\rlistening, say something: %.1f of %d s, peak %.0f dB ",
            (double)l->n / SAHUT_HEAR_RATE, LISTEN_S, decibel(l->peak));
    if (l->n >= LISTEN_S * SAHUT_HEAR_RATE)
        fprintf(stderr, "\r%60s\r", "");
}

/* Until there are two seconds, or none came for three. False: it was lost, or is silent. */
static bool collect(struct doctor *d, struct sahut_ring *ring, int sound, int lost, struct level *l)
{
    int16_t pcm[1600];
    while (l->n < LISTEN_S * SAHUT_HEAR_RATE) {
        struct pollfd fds[2] = {{.fd = sound, .events = POLLIN}, {.fd = lost, .events = POLLIN}};
        eventfd_t count;
        if (poll(fds, 2, 3000) <= 0 || (fds[1].revents & POLLIN))
            return false;
        eventfd_read(sound, &count);
        size_t n;
        while ((n = sahut_ring_read(ring, pcm, 1600)) > 0)
            add_samples(l, pcm, n);
        show_progress(d, l);
    }
    return true;
}

static void listen_to(struct doctor *d, const char *name)
{
    struct level level = {0};
    struct sahut_ring *ring = NULL;
    struct sahut_capture *capture = NULL;
    struct sahut_why why;
    struct listening state = {.lost = eventfd(0, EFD_CLOEXEC)};
    int sound = eventfd(0, EFD_CLOEXEC);
    struct sahut_capture_config config = {.input = name, .event_fd = sound};
    bool whole = false;
    int err = sahut_ring_new(4 * SAHUT_HEAR_RATE, &ring);
    config.ring = ring;
    if (!err)
        err = sahut_capture_new(&config, on_report, &state, &capture, &why);
    if (!err)
        whole = collect(d, ring, sound, state.lost, &level);
    sahut_capture_free(capture);
    sahut_ring_free(ring);
    if (whole)
        judge_level(d, name, &level);
    else
        doctor_say(d, DOCTOR_ERROR, "microphone", "set audio.input to one that 'arecord -L' lists",
                   "%s: %s", name,
                   err                       ? why.text
                   : state.last.text.text[0] ? state.last.text.text
                                             : "it gives no sound");
    close(sound);
    close(state.lost);
}

void doctor_microphone(struct doctor *d)
{
    const char *name = sahut_settings_string(d->settings, "audio.input");
    if (said_by_daemon(d, "microphone") || cli_given(d->cli, "quiet"))
        return;
    if (strcmp(name, "null") == 0)
        doctor_say(d, DOCTOR_WARNING, "microphone", "set audio.input if it should hear",
                   "null: nothing is heard");
    else
        listen_to(d, name);
}
