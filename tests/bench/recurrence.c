// SPDX-License-Identifier: GPL-3.0-or-later
/* How right the calendar is, on the test suites of other programs:
 *
 *   recurrence [-v] [SUITES]      default $SAHUT_DATA/suites
 *
 * One line per suite: "NAME right/total clear rows, right/total others". A clear row is one that
 * RFC 5545 decides; the exit code is 1 if one of those is wrong. -v prints each difference, and
 * why it is one. */
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "suite.h"

int main(int argc, char **argv)
{
    struct suite_options options = {0};
    struct sahut_text path = {0};
    int at = 1;
    if (at < argc && strcmp(argv[at], "-v") == 0) {
        options.verbose = true;
        at++;
    }
    const char *data = getenv("SAHUT_DATA"), *source = getenv("SAHUT_SOURCE");
    if (at < argc)
        sahut_text_add(&path, argv[at]);
    else if (data)
        sahut_text_addf(&path, "%s/suites", data);
    else
        sahut_text_addf(&path, "%s/../shared/suites", source ? source : ".");
    options.path = sahut_text_get(&path);
    bool ok = suite_rules(&options);
    ok = suite_files(&options) && ok;
    sahut_text_finish(&path);
    return ok ? 0 : 1;
}
