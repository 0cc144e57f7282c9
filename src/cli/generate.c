// SPDX-License-Identifier: GPL-3.0-or-later
/* generate zsh|fish|sample: writes completions from the table of commands, or the sample settings
 * from that of settings. Runs while building. (bash asks `sahut --help` when it is used.) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "sahut/settings.h"

/* In single quotes; `quote` is how one looks there, `special` is what needs a backslash. */
static void quoted(const char *text, const char *quote, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs(quote, stdout);
        else if (strchr(special, *text))
            printf("\\%c", *text);
        else
            putchar(*text);
    }
}

/* Is what an option takes a path? */
static bool takes(const struct cli_option *o, const char *what)
{
    return o->argument && strcmp(o->argument, what) == 0;
}

static void fish_options(const char *command, const struct cli_option *o)
{
    for (; o->name; o++) {
        printf("complete -c sahut -n '__fish_seen_subcommand_from %s' -l %s", command, o->name);
        if (o->argument)
            printf(takes(o, "FILE") || takes(o, "PATH") ? " -r -F"
                   : takes(o, "DIR")                    ? " -x -a '(__fish_complete_directories)'"
                                                        : " -x");
        printf(" -d '");
        quoted(o->help, "\\'", "\\");
        printf("'\n");
    }
}

static void fish(void)
{
    printf("# Completion of sahut(1) for fish, made from its table of commands.\n"
           "complete -c sahut -n __fish_use_subcommand -f\n");
    for (const struct cli_command *c = cli_commands; c->name; c++) {
        if (c->hidden)
            continue;
        printf("complete -c sahut -n __fish_use_subcommand -f -a %s -d '", c->name);
        quoted(c->summary, "\\'", "\\");
        printf("'\n");
        fish_options(c->name, c->options);
        fish_options(c->name, cli_common_options);
    }
}

static void zsh_options(const struct cli_option *o)
{
    for (; o->name; o++) {
        printf("      '*--%s[", o->name);
        quoted(o->help, "'\\''", "[]:\\");
        printf("]");
        if (o->argument) {
            printf(":%s:", o->argument);
            printf(takes(o, "FILE") || takes(o, "PATH") ? "_files"
                   : takes(o, "DIR")                    ? "_files -/"
                                                        : "");
        }
        printf("' \\\n");
    }
}

static void zsh(void)
{
    printf("#compdef sahut\n# Completion of sahut(1) for zsh, made from its table of commands.\n\n"
           "local -a commands=(\n");
    for (const struct cli_command *c = cli_commands; c->name; c++) {
        if (c->hidden)
            continue;
        printf("  '%s:", c->name);
        quoted(c->summary, "'\\''", ":\\");
        printf("'\n");
    }
    printf(")\nif (( CURRENT == 2 )); then\n  _describe command commands\n  return\nfi\n"
           "case $words[2] in\n");
    for (const struct cli_command *c = cli_commands; c->name; c++) {
        if (c->hidden)
            continue;
        printf("  %s)\n    shift words; (( CURRENT-- ))\n    _arguments -S \\\n", c->name);
        zsh_options(c->options);
        zsh_options(cli_common_options);
        printf("      '*::%s:_files'\n    ;;\n", c->name);
    }
    printf("esac\n");
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "fish") == 0) {
        fish();
    } else if (argc == 2 && strcmp(argv[1], "zsh") == 0) {
        zsh();
    } else if (argc == 2 && strcmp(argv[1], "sample") == 0) {
        char *sample = sahut_settings_sample();
        fputs(sample, stdout);
        free(sample);
    } else {
        return 2;
    }
    return 0;
}
