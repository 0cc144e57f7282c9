// SPDX-License-Identifier: GPL-3.0-or-later
/* Every manual page is there and is set without a warning. */
#include <unistd.h>

#include "support/program.h"

static void set_without_warnings(void **state)
{
    static const char *const pages[] = {"sahut.1", "sahut.conf.5", "sahut-sentences.5",
                                        "sahut-replies.5", "sahut-control.7"};
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        char path[600];
        snprintf(path, sizeof(path), "%s/%s", getenv("SAHUT_MAN"), pages[i]);
        if (access(path, R_OK) != 0) {
            print_message("# skipped: scdoc is not installed\n");
            return;
        }
        char *text = read_bytes(path, NULL);
        assert_says(text, ".TH ");
        assert_says(text, "\n.SH NAME\n");
        free(text);
        struct program groff = {.program = "/usr/bin/groff"};
        if (access(groff.program, X_OK) != 0) {
            print_message("# skipped: groff is not installed\n");
            return;
        }
        struct result r;
        RUN(&groff, &r, "-t", "-man", "-Kutf8", "-Tutf8", "-ww", "-z", path);
        assert_code(&r, 0);
        assert_string_equal(r.err, "");
        result_finish(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(set_without_warnings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
