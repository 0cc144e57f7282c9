// SPDX-License-Identifier: GPL-3.0-or-later
/* Mistakes in settings are named with file, line, setting, value and what would be right; every
 * command says them; the sample has none. */
#include "sahut/text.h"
#include "support/program.h"

static void mistakes(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"langauge = \"en\";\n", ":1: unknown setting 'langauge'; did you mean 'language'?"},
        {"\n\nwake = { phrsae = \"hi\"; };\n", ":3: unknown setting 'wake.phrsae'; did you mean"},
        {"voice = {\n    pitch = 200;\n};\n",
         ":2: setting 'voice.pitch' is 200, but must be from 0"},
        {"wake = { phrase = 3; };\n", ":1: setting 'wake.phrase' is 3, but must be a text"},
        {"voice = {\n  pitch = ;\n};\n", ":2: "},
        {"devices = ( { line = 3; } );\n", "devices"},
    };
    struct scratch s;
    scratch_init(&s);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct result r;
        char *path = scratch_write(&s, "sahut.conf", rows[i].text);
        RUN(NULL, &r, "config", "check", path);
        assert_code(&r, 1);
        assert_says(r.err, path);
        assert_says(r.err, rows[i].says);
        assert_says(r.err, "1 mistake\n");
        result_finish(&r);
        RUN(NULL, &r, "understand", "--config", path, "what time is it");
        assert_code(&r, 1);
        assert_says(r.err, rows[i].says);
        assert_string_equal(r.out, "");
        result_finish(&r);
        free(path);
    }
    scratch_finish(&s);
}

/* What the board's profile says of the lines; the file itself was read. */
static void lines_that_are_wrong(void **state)
{
    static const struct {
        const char *devices, *says;
    } rows[] = {
        {"{ name = \"lamp\"; pin = \"header:99\"; }",
         ":2: device 'lamp': there is no pin 'header:99' on Raspberry Pi 4 Model B"},
        {"{ name = \"lamp\"; pin = \"header:1\"; }", ":2: device 'lamp': pin 1 of header J8"},
        {"{ name = \"lamp\"; pin = \"header:11\"; }, { name = \"fan\"; pin = \"GPIO17\"; }",
         ":2: device 'fan' is on the same line as device 'lamp'"},
        {"{ name = \"lamp\"; pin = \"[emmc]\"; }", "'[emmc]' names no line in particular"},
        {"{ name = \"lamp\"; pin = \"GPIO18\"; }",
         "pin 12 (GPIO18) is held by the Google AIY Voice HAT (i2s)"},
    };
    struct scratch s;
    scratch_init(&s);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sahut_text text = {0};
        struct result r;
        sahut_text_addf(&text,
                        "board = { profile = \"raspberry-pi-4\"; hat = \"google-aiy-voice\"; };\n"
                        "devices = ( %s );\n",
                        rows[i].devices);
        char *path = scratch_write(&s, "sahut.conf", sahut_text_get(&text));
        RUN(NULL, &r, "config", "check", path);
        assert_code(&r, 1);
        assert_says(r.err, rows[i].says);
        assert_says(r.err, "1 mistake\n");
        result_finish(&r);
        free(path);
        sahut_text_finish(&text);
    }
    scratch_finish(&s);
}

static void files_that_are_not_there(void **state)
{
    struct result r;
    RUN(NULL, &r, "config", "check", "/nowhere/sahut.conf");
    assert_code(&r, 1);
    assert_says(r.err, "/nowhere/sahut.conf");
    assert_says(r.err, "No such file");
    result_finish(&r);
    RUN(NULL, &r, "understand", "--config", "/nowhere/sahut.conf", "what time is it");
    assert_code(&r, 1);
    assert_says(r.err, "/nowhere/sahut.conf");
    result_finish(&r);
}

static void the_sample_is_right(void **state)
{
    struct scratch s;
    struct result sample, r;
    scratch_init(&s);
    RUN(NULL, &sample, "config", "sample");
    assert_code(&sample, 0);
    char *path = scratch_write(&s, "sahut.conf", sample.out);
    RUN(NULL, &r, "config", "check", path);
    assert_code(&r, 0);
    assert_says(r.out, "no mistakes");
    assert_says(r.out, "wake phrase 'smart mirror': S M AA R T");
    result_finish(&r);
    result_finish(&sample);
    free(path);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes),
        cmocka_unit_test(lines_that_are_wrong),
        cmocka_unit_test(files_that_are_not_there),
        cmocka_unit_test(the_sample_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
