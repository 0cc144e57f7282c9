// SPDX-License-Identifier: GPL-3.0-or-later
/** A sound card in software, as an alsa-lib plugin: `type sahut_device` in an ALSA configuration.
 *
 *   file STRING    gets every frame that is played, raw
 *   format STRING  the only format it takes    channels INT, rate INT  likewise
 *   xrun_at INT    says once, when so many frames were taken, that it ran dry
 *   gone_at INT    is unplugged after so many frames
 *   refuse INT     opening fails with this errno
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>

struct device {
    snd_pcm_ioplug_t io;
    int file;
    long format, channels, rate, xrun_at, gone_at, refuse;
    long taken;
    snd_pcm_uframes_t played; /**< in the ring */
};

static int device_start(snd_pcm_ioplug_t *io)
{
    return 0;
}

static int device_prepare(snd_pcm_ioplug_t *io)
{
    ((struct device *)io->private_data)->played = 0;
    return 0;
}

/* Time is the number of questions: each plays up to one period. */
static snd_pcm_sframes_t device_pointer(snd_pcm_ioplug_t *io)
{
    struct device *d = io->private_data;
    snd_pcm_uframes_t waiting = io->appl_ptr - io->hw_ptr;
    if (d->xrun_at && d->taken >= d->xrun_at) {
        d->xrun_at = 0;
        return -EPIPE;
    }
    if (io->state == SND_PCM_STATE_RUNNING || io->state == SND_PCM_STATE_DRAINING)
        d->played += waiting < io->period_size ? waiting : io->period_size;
    return (snd_pcm_sframes_t)(d->played % io->buffer_size);
}

static snd_pcm_sframes_t device_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                         snd_pcm_uframes_t offset, snd_pcm_uframes_t n)
{
    struct device *d = io->private_data;
    if (d->gone_at && d->taken >= d->gone_at)
        return -ENODEV;
    size_t frame = areas[0].step / 8;
    const char *from = (const char *)areas[0].addr + areas[0].first / 8 + offset * frame;
    if (d->file >= 0 && write(d->file, from, n * frame) != (ssize_t)(n * frame))
        return -EIO;
    d->taken += (long)n;
    return (snd_pcm_sframes_t)n;
}

static int device_close(snd_pcm_ioplug_t *io)
{
    struct device *d = io->private_data;
    if (d->file >= 0)
        close(d->file);
    close(io->poll_fd);
    free(d);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {.start = device_start,
                                                    .stop = device_start,
                                                    .pointer = device_pointer,
                                                    .transfer = device_transfer,
                                                    .prepare = device_prepare,
                                                    .close = device_close};

static int read_config(struct device *d, snd_config_t *conf)
{
    const struct {
        const char *key;
        long *value;
    } numbers[] = {{"channels", &d->channels},
                   {"rate", &d->rate},
                   {"xrun_at", &d->xrun_at},
                   {"gone_at", &d->gone_at},
                   {"refuse", &d->refuse}};
    snd_config_iterator_t i, next;
    snd_config_for_each(i, next, conf)
    {
        snd_config_t *entry = snd_config_iterator_entry(i);
        const char *key, *text;
        snd_config_get_id(entry, &key);
        for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++)
            if (strcmp(key, numbers[k].key) == 0)
                snd_config_get_integer(entry, numbers[k].value);
        if (snd_config_get_string(entry, &text) < 0)
            continue;
        if (strcmp(key, "format") == 0)
            d->format = snd_pcm_format_value(text);
        if (strcmp(key, "file") == 0)
            d->file = open(text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }
    return (int)-d->refuse;
}

static int restrict_to_config(struct device *d)
{
    unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED}, format[] = {(unsigned)d->format};
    snd_pcm_ioplug_t *io = &d->io;
    snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
    snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
    if (d->channels)
        snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, (unsigned)d->channels,
                                        (unsigned)d->channels);
    if (d->rate)
        snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, (unsigned)d->rate,
                                        (unsigned)d->rate);
    return 0;
}

SND_PCM_PLUGIN_DEFINE_FUNC(sahut_device);
SND_PCM_PLUGIN_DEFINE_FUNC(sahut_device)
{
    struct device *d = calloc(1, sizeof(*d));
    if (!d)
        return -ENOMEM;
    d->file = -1;
    int err = read_config(d, conf);
    /* Always ready: whoever waits for room asks again, and time goes on. */
    d->io = (snd_pcm_ioplug_t){.version = SND_PCM_IOPLUG_VERSION,
                               .name = "Sahut's device in software",
                               .poll_fd = eventfd(1, EFD_CLOEXEC),
                               .poll_events = POLLIN,
                               .callback = &callbacks,
                               .private_data = d};
    if (!err)
        err = snd_pcm_ioplug_create(&d->io, name, stream, mode);
    if (err < 0) {
        close(d->io.poll_fd);
        if (d->file >= 0)
            close(d->file);
        free(d);
        return err;
    }
    *pcmp = d->io.pcm;
    return restrict_to_config(d);
}

SND_PCM_PLUGIN_SYMBOL(sahut_device)
