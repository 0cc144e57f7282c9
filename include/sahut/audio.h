// SPDX-License-Identifier: GPL-3.0-or-later
/** Sources and sinks of sound. Inside Sahut sound is 16-bit mono; hearing wants 16 kHz. */
#ifndef SAHUT_AUDIO_H
#define SAHUT_AUDIO_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sahut/why.h"

#define SAHUT_HEAR_RATE 16000

/** Where sound comes from. Always 16 kHz mono, whatever the device or file has. */
struct sahut_source;

/** A recording: what libsndfile reads (WAV, FLAC, Ogg Vorbis and Opus, …), any rate and channels
 * (averaged). A file that is empty, is no sound file, holds no samples, or ends before its header
 * says (WAV data size, FLAC frame count, Ogg without its last page) is an error.
 * -ENOENT, -EACCES, -EINVAL (not sound), -ENODATA (no samples), -EIO (truncated), each with `why`.
 * Truncation that shows only while reading is returned by sahut_source_read as -EIO. */
int sahut_source_file(const char *path, struct sahut_source **out, struct sahut_why *why);
void sahut_source_free(struct sahut_source *s);
/** Reads up to `n` samples. Returns the count, 0 at the end, or a negative errno with `why`.
 * Allocates nothing. */
ssize_t sahut_source_read(struct sahut_source *s, int16_t *pcm, size_t n, struct sahut_why *why);
/** The name for messages (the path). */
const char *sahut_source_name(const struct sahut_source *s);

/** Where sound goes. */
struct sahut_sink;

/** A WAV file of `rate` Hz, mono, 16 bit; the header is right after every write, so a program that
 * is killed leaves a playable file. -errno with `why`. */
int sahut_sink_wav(const char *path, unsigned rate, struct sahut_sink **out, struct sahut_why *why);
/** An ALSA playback device by PCM name ("default", "plughw:CARD=Device"). Resampled by us, never by
 * alsa-lib. -ENODEV, -EBUSY, -ENOENT with `why`. */
int sahut_sink_alsa(const char *pcm, unsigned rate, struct sahut_sink **out, struct sahut_why *why);
/** The same for as long as a program runs: a device that is gone is closed, and the next write opens
 * it again. Makes a sink in any case but -ENOMEM and -EINVAL (the rate); otherwise an error says,
 * with `why`, that the device cannot be opened for now. */
int sahut_sink_mending(const char *pcm, unsigned rate, struct sahut_sink **out,
                       struct sahut_why *why);
/** Swallows everything, at no pace. */
int sahut_sink_null(unsigned rate, struct sahut_sink **out);
/** Into both, of the same rate; neither is owned, free them afterwards. -EINVAL: rates differ. */
int sahut_sink_both(struct sahut_sink *first, struct sahut_sink *second, struct sahut_sink **out);
/** Waits for the sound to be played, then closes. */
void sahut_sink_free(struct sahut_sink *s);
/** The rate that sahut_sink_write expects. */
unsigned sahut_sink_rate(const struct sahut_sink *s);
/** Blocks until all are taken. 0 or -errno with `why`. */
int sahut_sink_write(struct sahut_sink *s, const int16_t *pcm, size_t n, struct sahut_why *why);
/** Drops what has not been played yet (barge-in). */
void sahut_sink_drop(struct sahut_sink *s);

/** Streaming rate conversion of mono sound (speexdsp, quality 5). */
struct sahut_resampler;
int sahut_resampler_new(unsigned from_hz, unsigned to_hz, struct sahut_resampler **out);
void sahut_resampler_free(struct sahut_resampler *r);
/** Consumes `*in_n` and produces at most `*out_n` samples; both are set to what was done. */
void sahut_resampler_run(struct sahut_resampler *r, const int16_t *in, size_t *in_n, int16_t *out,
                         size_t *out_n);
/** Samples of delay at the output rate, to be flushed with zeros at the end and skipped at the
 * beginning so that positions stay true. */
size_t sahut_resampler_delay(const struct sahut_resampler *r);

#endif
