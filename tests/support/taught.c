// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/taught.h"

#include "sahut/audio.h"
#include "support/speech.h"

void write_wav(const char *path, const int16_t *pcm, size_t n)
{
    struct sahut_sink *sink;
    struct sahut_why why;
    assert_int_equal(sahut_sink_wav(path, SAHUT_HEAR_RATE, &sink, &why), 0);
    assert_int_equal(sahut_sink_write(sink, pcm, n, &why), 0);
    sahut_sink_free(sink);
}

/* The phrase with some silence around it, `speed` times as fast. */
static bool say(const struct scratch *s, const char *file, const char *voice, double speed,
                char **path)
{
    struct speech said = {0};
    speech_pause(&said, 0.5, 20);
    if (!speech_add(&said, voice, PHRASE))
        return false;
    speech_pause(&said, 0.5, 20);
    size_t n = (size_t)((double)(said.n - 1) / speed);
    int16_t *pcm = malloc(n * sizeof(*pcm));
    for (size_t i = 0; i < n; i++)
        pcm[i] = said.pcm[(size_t)((double)i * speed)];
    *path = scratch_path(s, file);
    write_wav(*path, pcm, n);
    free(pcm);
    speech_finish(&said);
    return true;
}

bool taught_init(struct taught *t)
{
    static const double speeds[TAUGHT] = {0.90, 0.93, 0.96, 0.99, 1.02, 1.05, 1.08, 1.11};
    scratch_init(&t->s);
    t->state = scratch_path(&t->s, "state");
    bool ok = true;
    for (int i = 0; i < TAUGHT && ok; i++) {
        char name[20];
        snprintf(name, sizeof(name), "%d.wav", i);
        ok = say(&t->s, name, "slt", speeds[i], &t->files[i]);
    }
    return ok && say(&t->s, "held-out.wav", "slt", 1.005, &t->held_out);
}

void taught_finish(struct taught *t)
{
    for (int i = 0; i < TAUGHT; i++)
        free(t->files[i]);
    free(t->held_out);
    free(t->state);
    scratch_finish(&t->s);
}
