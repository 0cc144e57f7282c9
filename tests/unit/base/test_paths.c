// SPDX-License-Identifier: GPL-3.0-or-later
/* Where the files are, for both ways of running. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/paths.h"

struct row {
    const char *what;
    bool system;
    unsigned uid;
    const char *environment[8]; /* "NAME=VALUE" */
    int err;
    const char *config, *state, *control, *calendars;
};

static const struct row rows[] = {
    {"a system service",
     true,
     990,
     {0},
     0,
     "/etc/sahut/sahut.conf",
     "/var/lib/sahut",
     "/run/sahut/control",
     "/var/lib/sahut/calendars"},
    {"root",
     false,
     0,
     {"HOME=/root"},
     0,
     "/etc/sahut/sahut.conf",
     "/var/lib/sahut",
     "/run/sahut/control",
     "/var/lib/sahut/calendars"},
    {"what systemd hands over",
     true,
     990,
     {"CONFIGURATION_DIRECTORY=/etc/other", "STATE_DIRECTORY=/var/lib/other:/var/lib/more",
      "RUNTIME_DIRECTORY=/run/other"},
     0,
     "/etc/other/sahut.conf",
     "/var/lib/other",
     "/run/other/control",
     "/var/lib/other/calendars"},
    {"a user",
     false,
     1000,
     {"HOME=/home/ann"},
     0,
     "/home/ann/.config/sahut/sahut.conf",
     "/home/ann/.local/state/sahut",
     "/run/user/1000/sahut/control",
     "/home/ann/.local/state/sahut/calendars"},
    {"a user's XDG folders",
     false,
     1000,
     {"HOME=/home/ann", "XDG_CONFIG_HOME=/c", "XDG_STATE_HOME=/s", "XDG_RUNTIME_DIR=/r"},
     0,
     "/c/sahut/sahut.conf",
     "/s/sahut",
     "/r/sahut/control",
     "/s/sahut/calendars"},
    {"relative ones do not count",
     false,
     1000,
     {"HOME=/home/ann", "XDG_CONFIG_HOME=c"},
     0,
     "/home/ann/.config/sahut/sahut.conf",
     "/home/ann/.local/state/sahut",
     "/run/user/1000/sahut/control",
     "/home/ann/.local/state/sahut/calendars"},
    {"a user's service",
     false,
     1000,
     {"HOME=/h", "STATE_DIRECTORY=/h/.state/sahut"},
     0,
     "/h/.config/sahut/sahut.conf",
     "/h/.state/sahut",
     "/run/user/1000/sahut/control",
     "/h/.state/sahut/calendars"},
    {"no home", false, 1000, {0}, -ENOENT, 0, 0, 0, 0},
    {"no home, but a state folder",
     false,
     1000,
     {"STATE_DIRECTORY=/s", "XDG_RUNTIME_DIR=/r"},
     0,
     "",
     "/s",
     "/r/sahut/control",
     "/s/calendars"},
};

static const char *const *environment;

static const char *get(const char *name)
{
    size_t n = strlen(name);
    for (const char *const *e = environment; *e; e++)
        if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
            return *e + n + 1;
    return NULL;
}

static void are_decided(void **state)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *row = &rows[i];
        struct sahut_paths paths;
        struct sahut_why why = {""};
        environment = row->environment;
        int err = sahut_paths_decide(&(struct sahut_paths_facts){row->system, row->uid, get},
                                     &paths, &why);
        print_message("# %s %s\n", row->what, why.text);
        assert_int_equal(err, row->err);
        if (err)
            continue;
        assert_string_equal(paths.config, row->config);
        assert_string_equal(paths.state, row->state);
        assert_string_equal(paths.control, row->control);
        assert_string_equal(paths.calendars, row->calendars);
    }
}

static void too_long_is_refused(void **state)
{
    char home[400] = "HOME=/";
    memset(home + 6, 'x', 300);
    const char *const too_long[] = {home, NULL};
    struct sahut_paths paths;
    struct sahut_why why;
    environment = too_long;
    assert_int_equal(
        sahut_paths_decide(&(struct sahut_paths_facts){false, 1000, get}, &paths, &why),
        -ENAMETOOLONG);
    assert_non_null(strstr(why.text, "HOME"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(are_decided),
                                       cmocka_unit_test(too_long_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
