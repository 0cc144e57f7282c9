// SPDX-License-Identifier: GPL-3.0-or-later
/* What has been found out about eSpeak NG 1.51 and is dealt with here:
 *
 * - espeak_Terminate hangs the second time it is called in a process (the flag that ends its
 *   command thread is never taken back). It is therefore initialised once and kept until exit.
 * - The same text gives other samples each time: the flutter of the pitch and the roughness count
 * on from utterance to utterance. The voice is loaded with both off (2 Hz of tremor, nobody hears
 *   it).
 * - The silence after the last sound depends on the utterance before; it is replaced by our own.
 * - An aborted utterance leaves half a pause behind for the next one; an empty utterance takes it.
 * - U+0001 begins commands even without SSML, and they stay in force: see plain.h.
 */
#include "speak/espeak.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef ESPEAK_SEED
#include <espeak-ng/espeak_ng.h>
#endif
#include <espeak-ng/speak_lib.h>

#include "sahut/log.h"
#include "sahut/text.h"
#include "speak/plain.h"

// Of sound at once: bounds how late an interruption can come.
#define CHUNK_MS 20
// As eSpeak NG's own after a sentence.
#define END_PAUSE (SAHUT_VOICE_RATE * 3 / 10)
// Its buffer for a voice's name is 40 bytes.
#define NAME_BYTES 40

struct espeak {
    int voice_fd; // the voice file as changed by us, or -1
};

// The library's own state is global, so is who owns it.
static atomic_flag taken = ATOMIC_FLAG_INIT;
static bool initialised; // guarded by `taken`

struct speech {
    espeak_sound *sound;
    void *ctx;
    size_t zeros; // heard, but not passed on yet: perhaps they are the end
    bool begun, stopped;
};

static bool pass_zeros(struct speech *s, size_t n)
{
    static const int16_t silence[SAHUT_VOICE_RATE * CHUNK_MS / 1000];
    size_t most = sizeof silence / sizeof *silence;
    for (; n && !s->stopped; n -= n < most ? n : most)
        s->stopped = !s->sound(s->ctx, silence, n < most ? n : most);
    return !s->stopped;
}

static void pass(struct speech *s, const int16_t *pcm, size_t n)
{
    size_t head = 0, tail = n;
    while (head < n && pcm[head] == 0)
        head++;
    if (head == n) {
        s->zeros += n;
        return;
    }
    while (pcm[tail - 1] == 0)
        tail--;
    if (s->begun && !pass_zeros(s, s->zeros + head))
        return;
    s->begun = true;
    s->stopped = !s->sound(s->ctx, pcm + head, tail - head);
    s->zeros = n - tail;
}

// 1 tells eSpeak NG to abort.
static int on_sound(short *wav, int n, espeak_EVENT *events)
{
    struct speech *s = events->user_data;
    if (s && wav && n > 0 && !s->stopped)
        pass(s, wav, (size_t)n);
    return s && s->stopped;
}

static int initialise(struct sahut_why *why)
{
    if (initialised)
        return 0;
    int rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, NULL, espeakINITIALIZE_DONT_EXIT);
    if (rate != SAHUT_VOICE_RATE)
        return sahut_why(why, -EIO,
                         "eSpeak NG does not start; its data must be installed (espeak-ng-data)");
    espeak_SetSynthCallback(on_sound);
    initialised = true;
    return 0;
}

static int no_such_voice(const char *name, struct sahut_why *why)
{
    const espeak_VOICE **voices = espeak_ListVoices(NULL);
    size_t n = 0;
    while (voices[n])
        n++;
    const char **names = sahut_alloc(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = voices[i]->languages + 1; // after a byte of priority
    const char *nearest = sahut_text_nearest(name, names);
    sahut_why(why, -ENOENT,
              "\"%s\" is not a voice of eSpeak NG%s%s%s; espeak-ng --voices lists them", name,
              nearest ? " (did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?)" : "");
    free(names);
    return -ENOENT;
}

static FILE *open_voice_file(const char *identifier)
{
    static const char *const folders[] = {"lang", "voices"};
    const char *home = NULL;
    espeak_Info(&home);
    FILE *f = NULL;
    for (size_t i = 0; i < 2 && !f; i++) {
        struct sahut_text path = {0};
        sahut_text_addf(&path, "%s/%s/%.*s", home, folders[i], (int)strcspn(identifier, "+"),
                        identifier);
        f = fopen(path.s, "re");
        sahut_text_finish(&path);
    }
    return f;
}

// A file in memory: the voice's own, with everything off that counts on between utterances.
static int steady_voice(const char *identifier)
{
    static const char steady[] = "\nflutter 0\nroughness 8\n"; // 8 and more: none
    FILE *f = open_voice_file(identifier);
    if (!f)
        return -1;
    int fd = memfd_create("voice", MFD_CLOEXEC);
    char block[4096];
    size_t n;
    bool ok = fd >= 0;
    while (ok && (n = fread(block, 1, sizeof block, f)) > 0)
        ok = write(fd, block, n) == (ssize_t)n;
    ok = ok && write(fd, steady, sizeof steady - 1) == sizeof steady - 1;
    fclose(f);
    if (!ok && fd >= 0)
        close(fd);
    return ok ? fd : -1;
}

// The names of voices are paths below eSpeak NG's data; this one climbs out of there.
static void make_steady(struct espeak *e, const char *name)
{
    e->voice_fd = steady_voice(espeak_GetCurrentVoice()->identifier);
    if (e->voice_fd >= 0) {
        const char *variant = strchr(name, '+');
        char path[NAME_BYTES + 8];
        int n = snprintf(path, sizeof path, "../../../../../../proc/self/fd/%d%s", e->voice_fd,
                         variant ? variant : "");
        if (n < NAME_BYTES && espeak_SetVoiceByName(path) == EE_OK)
            return;
    }
    espeak_SetVoiceByName(name);
    sahut_log(SAHUT_LOG_INFO, "speak", "eSpeak NG's voice %s: its flutter stays on", name);
}

// A name may be that of a voice's file ("en-us") or one of the languages it speaks ("en-gb"). Each
// language in the list is a byte of priority and a text; an empty text ends it.
static const char *voice_of_language(const char *language)
{
    for (const espeak_VOICE **v = espeak_ListVoices(NULL); *v; v++) {
        if (strncmp((*v)->identifier, "mb/", 3) == 0)
            continue;
        for (const char *l = (*v)->languages; *l; l += strlen(l + 1) + 2)
            if (strcasecmp(l + 1, language) == 0)
                return (*v)->identifier;
    }
    return NULL;
}

// Given the name of a language, eSpeak NG reads all its voices, some 900 files, to find the one that
// speaks it. Of these two it is known (Debian 12 and 13).
static const char *known_file(const char *language)
{
    static const char *const known[][2] = {{"en-gb", "gmw/en"}, {"en-us", "gmw/en-US"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(language, known[i][0]) == 0)
            return known[i][1];
    return NULL;
}

static int choose_voice(struct espeak *e, const char *given, struct sahut_why *why)
{
    const char *name = known_file(given);
    if (name && espeak_SetVoiceByName(name) == EE_OK) {
        make_steady(e, name);
        return 0;
    }
    name = given;
    if (!*name || strlen(name) >= NAME_BYTES || strstr(name, "..") || name[0] == '/')
        return no_such_voice(name, why);
    if (espeak_SetVoiceByName(name) != EE_OK) {
        name = voice_of_language(given);
        if (!name || espeak_SetVoiceByName(name) != EE_OK)
            return no_such_voice(given, why);
    }
    if (strncmp(espeak_GetCurrentVoice()->identifier, "mb/", 3) == 0)
        return sahut_why(why, -ENOENT,
                         "\"%s\" is an MBROLA voice, which speaks at another rate; choose one of "
                         "eSpeak NG's own, such as \"en\"",
                         name);
    make_steady(e, name);
    return 0;
}

int espeak_open(const struct sahut_voice_config *config, struct espeak **out, struct sahut_why *why)
{
    if (atomic_flag_test_and_set(&taken))
        return sahut_why(why, -EBUSY, "there is a voice already; eSpeak NG has room for one");
    struct espeak *e = sahut_alloc(1, sizeof *e);
    e->voice_fd = -1;
    int err = initialise(why);
    if (!err)
        err = choose_voice(e, config->language, why);
    if (err) {
        espeak_close(e);
        return err;
    }
#ifdef ESPEAK_SEED
    espeak_ng_SetRandSeed(1); // the same text gives the same samples
#endif
    espeak_SetParameter(espeakRATE, config->rate_wpm, 0);
    espeak_SetParameter(espeakPITCH, config->pitch, 0);
    espeak_SetParameter(espeakVOLUME, config->volume, 0);
    *out = e;
    return 0;
}

void espeak_close(struct espeak *e)
{
    if (!e)
        return;
    if (e->voice_fd >= 0)
        close(e->voice_fd);
    free(e);
    atomic_flag_clear(&taken);
}

void espeak_say(struct espeak *e, const char *text, espeak_sound *sound, void *ctx)
{
    struct sahut_text plain = {0};
    plain_text(text, &plain);
    struct speech s = {.sound = sound, .ctx = ctx};
    if (plain.len)
        espeak_Synth(plain.s, plain.len + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8 | espeakENDPAUSE,
                     NULL, &s);
    sahut_text_finish(&plain);
    if (s.stopped)
        espeak_Synth("", 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL);
    else if (s.begun)
        pass_zeros(&s, END_PAUSE);
}

int espeak_phonemes(struct espeak *e, const char *text, char **out)
{
    struct sahut_text plain = {0}, phonemes = {0};
    plain_text(text, &plain);
    const void *rest = plain_has_letter(sahut_text_get(&plain)) ? plain.s : NULL;
    while (rest) {
        const char *clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, 0);
        while (clause && *clause == ' ')
            clause++;
        if (clause && *clause)
            sahut_text_addf(&phonemes, "%s%s", phonemes.len ? " " : "", clause);
    }
    sahut_text_finish(&plain);
    if (!phonemes.len)
        return -EINVAL;
    *out = sahut_text_take(&phonemes);
    return 0;
}
