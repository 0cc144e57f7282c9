// SPDX-License-Identifier: GPL-3.0-or-later
/* 'sahut doctor' on boards that are made of files: cards, groups, units and a clock below --root, a
 * recording in the place of the microphone. Every finding says how bad it is and what to do. */
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/text.h"
#include "support/program.h"

struct board {
    struct scratch s;
    char *root, *conf;
};

static void put(const struct board *b, const char *path, const char *text)
{
    char full[300];
    snprintf(full, sizeof(full), "root%s", path);
    for (char *slash = full + 5; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        char *folder = scratch_path(&b->s, full);
        mkdir(folder, 0755);
        free(folder);
        *slash = '/';
    }
    free(scratch_write(&b->s, full, text));
}

/* Two and a half seconds; `kind` 0: a tone, 1: zeros, 2: clipped, 3: very quiet, 4: an offset */
static char *sound(const struct board *b, int kind)
{
    enum { N = 40000 };
    char *path = scratch_path(&b->s, "sound.wav");
    FILE *f = fopen(path, "wb");
    uint32_t data = N * 2, all = data + 36, rate = 16000, bytes = 32000;
    uint32_t form[] = {16, 0x00010001};
    assert_non_null(f);
    fwrite("RIFF", 4, 1, f);
    fwrite(&all, 4, 1, f);
    fwrite("WAVEfmt ", 8, 1, f);
    fwrite(form, 4, 2, f);
    fwrite(&rate, 4, 1, f);
    fwrite(&bytes, 4, 1, f);
    fwrite("\2\0\20\0data", 8, 1, f);
    fwrite(&data, 4, 1, f);
    for (int i = 0; i < N; i++) {
        double s = sin(i * 0.3);
        double v = kind == 0   ? 8000 * s
                   : kind == 2 ? 60000 * s
                   : kind == 3 ? 15 * s
                   : kind == 4 ? 6000 + 500 * s
                               : 0;
        int16_t sample = (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v);
        fwrite(&sample, 2, 1, f);
    }
    assert_int_equal(fclose(f), 0);
    return path;
}

static void settings(struct board *b, const char *input, const char *more)
{
    struct sahut_text t = {0};
    sahut_text_addf(&t, "audio = { input = \"%s%s\"; output = \"null\"; };\n%s\n",
                    input[0] == '/' ? "file:" : "", input, more ? more : "");
    free(b->conf);
    b->conf = scratch_write(&b->s, "sahut.conf", sahut_text_get(&t));
    sahut_text_finish(&t);
}

static void board_init(struct board *b)
{
    *b = (struct board){0};
    scratch_init(&b->s);
    b->root = scratch_path(&b->s, "root");
    mkdir(b->root, 0755);
    settings(b, "null", NULL);
}

static void board_finish(struct board *b)
{
    free(b->root);
    free(b->conf);
    scratch_finish(&b->s);
}

static void examine(struct board *b, struct result *r)
{
    char *control = scratch_path(&b->s, "control");
    RUN(NULL, r, "doctor", "--json", "--root", b->root, "--config", b->conf, "--socket", control);
    free(control);
}

/* Is there a finding like this? */
static void assert_finding(const struct result *r, const char *check, const char *level,
                           const char *words)
{
    size_t i;
    json_t *o;
    json_array_foreach(r->lines, i, o)
    {
        assert_keys(o, "check level text advice");
        const char *advice = json_string_value(json_object_get(o, "advice"));
        struct sahut_text all = {0};
        sahut_text_addf(&all, "%s | %s", json_string_value(json_object_get(o, "text")), advice);
        bool is = strcmp(json_string_value(json_object_get(o, "check")), check) == 0 &&
                  strcmp(json_string_value(json_object_get(o, "level")), level) == 0 &&
                  strstr(sahut_text_get(&all), words);
        sahut_text_finish(&all);
        if (is)
            return;
    }
    fail_msg("no finding %s %s '%s' in:\n%s%s", check, level, words, r->out, r->err);
}

static void an_empty_board(void **state)
{
    struct board b;
    struct result r;
    board_init(&b);
    examine(&b, &r);
    assert_code(&r, 0);
    assert_finding(&r, "settings", "ok", b.conf);
    assert_finding(&r, "sound", "warning", "knows no microphones");
    assert_finding(&r, "microphone", "warning", "nothing is heard");
    assert_finding(&r, "devices", "ok", "no GPIO chip, 0 devices");
    assert_finding(&r, "clock", "warning", "no clock chip");
    assert_finding(&r, "service", "warning", "the units are not installed");
    assert_finding(&r, "service", "warning", "sudo systemctl start sahut");
    result_finish(&r);
    board_finish(&b);
}

static void a_board_with_everything(void **state)
{
    struct board b;
    struct result r;
    board_init(&b);
    put(&b, "/proc/asound/pcm",
        "00-00: bcm2835 : bcm2835 : playback 8\n01-00: USB Audio : USB Audio : playback 1 : "
        "capture "
        "1\n");
    put(&b, "/proc/asound/card0/id", "Headphones\n");
    put(&b, "/proc/asound/card1/id", "Device\n");
    put(&b, "/dev/snd/pcmC1D0c", "");
    put(&b, "/dev/gpiochip0", "");
    put(&b, "/usr/lib/systemd/system/sahut.service", "");
    put(&b, "/etc/systemd/system/multi-user.target.wants/sahut.service", "");
    char *tone = sound(&b, 0);
    settings(&b, tone,
             "devices = ( { name = \"lamp\"; chip = \"gpiochip0\"; line = 1; } );\n"
             "agenda = { calendars = [ \"/nowhere/calendar\" ]; };");
    examine(&b, &r);
    assert_code(&r, 1); /* the calendar */
    assert_finding(&r, "sound", "ok", "microphones: plughw:CARD=Device,DEV=0; setting");
    assert_finding(&r, "sound", "ok",
                   "loudspeakers: plughw:CARD=Headphones,DEV=0, plughw:CARD=Device,DEV=0; setting");
    assert_finding(&r, "microphone", "ok", "peak -12 dB, mean -15 dB");
    assert_finding(&r, "devices", "ok", "1 GPIO chip may be used, 1 device");
    assert_finding(&r, "calendars", "error", "/nowhere/calendar");
    assert_finding(&r, "service", "ok", "the system's service starts at boot");
    result_finish(&r);
    free(tone);
    board_finish(&b);
}

static void microphones_that_are_not_right(void **state)
{
    static const struct {
        int kind, code;
        const char *level, *words;
    } rows[] = {
        {1, 1, "error", "nothing but zeros"},
        {2, 0, "warning", "lower Capture"},
        {3, 0, "warning", "very quiet"},
        {4, 0, "warning", "a large offset"},
    };
    struct board b;
    struct result r;
    board_init(&b);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = sound(&b, rows[i].kind);
        settings(&b, path, NULL);
        examine(&b, &r);
        assert_code(&r, rows[i].code);
        assert_finding(&r, "microphone", rows[i].level, rows[i].words);
        result_finish(&r);
        free(path);
    }
    settings(&b, "plughw:CARD=Nowhere", NULL);
    examine(&b, &r);
    assert_code(&r, 1);
    assert_finding(&r, "microphone", "error", "arecord -L");
    result_finish(&r);
    board_finish(&b);
}

static void mistakes(void **state)
{
    struct board b;
    struct result r;
    board_init(&b);
    settings(&b, "null", "langauge = \"en\";\nhearing = { dictionary = \"/nowhere/words\"; };");
    examine(&b, &r);
    assert_code(&r, 1);
    assert_finding(&r, "settings", "error", "did you mean 'language'");
    result_finish(&r);
    settings(&b, "null",
             "hearing = { dictionary = \"/nowhere/words\"; };\n"
             "devices = ( { name = \"lamp\"; chip = \"gpiochip0\"; line = 1; } );");
    examine(&b, &r);
    assert_code(&r, 1);
    assert_finding(&r, "models", "error", "apt install pocketsphinx-en-us");
    assert_finding(&r, "devices", "error", "no GPIO chip, 1 device in");
    result_finish(&r);
    RUN(NULL, &r, "doctor", "--quiet", "--root", b.root, "--config", b.conf);
    assert_code(&r, 1);
    assert_says(r.out, "error    models ");
    assert_says(r.out, "→ sudo apt install pocketsphinx-en-us\n");
    assert_says(r.out, " 2 errors\n");
    result_finish(&r);
    board_finish(&b);
}

/* The board by its device tree, its hat by the sound card, and the lines by both. */
static void a_board_with_a_hat(void **state)
{
    struct board b;
    struct result r;
    board_init(&b);
    put(&b, "/proc/device-tree/compatible", "raspberrypi,4-model-b");
    put(&b, "/proc/asound/card2/id", "sndrpigooglevoi\n");
    put(&b, "/dev/gpiochip0", "");
    settings(&b, "null",
             "devices = ( { name = \"lamp\"; pin = \"header:12\"; },\n"
             "            { name = \"fan\"; pin = \"header:13\"; } );\n"
             "buttons = ( { does = \"talk\"; pin = \"header:16\"; } );\n"
             "light = { pin = \"header:22\"; };");
    examine(&b, &r);
    assert_code(&r, 1);
    assert_finding(&r, "board", "ok", "Raspberry Pi 4 Model B");
    assert_finding(&r, "board", "ok",
                   "Google AIY Voice HAT: microphone plughw:CARD=sndrpigooglevoi,DEV=0");
    assert_finding(&r, "devices", "error", "device 'lamp': pin 12 (GPIO18) is held by the Google");
    assert_null(strstr(r.out, "'fan'"));
    assert_null(strstr(r.out, "'talk'"));
    assert_null(strstr(r.out, "the light:"));
    result_finish(&r);
    settings(&b, "null", "board = { hat = \"wm8960\"; };");
    examine(&b, &r);
    assert_finding(&r, "board", "warning", "its sound card is not there");
    result_finish(&r);
    settings(&b, "null", "board = { hat = \"wm8969\"; };");
    examine(&b, &r);
    assert_finding(&r, "board", "error", "hats/wm8969: No such file");
    result_finish(&r);
    board_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_board),
        cmocka_unit_test(a_board_with_everything),
        cmocka_unit_test(microphones_that_are_not_right),
        cmocka_unit_test(mistakes),
        cmocka_unit_test(a_board_with_a_hat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
