// SPDX-License-Identifier: GPL-3.0-or-later
/* Arguments in, a command's function called, help out: all from the table in commands.c. */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "sahut/log.h"
#include "sahut/text.h"
#include "sahut/version.h"

#define MAX_OPTIONS 32

struct cli_given {
    const char *option, *value;
};

static const struct {
    const char *name;
    int (*run)(const struct cli *cli);
} functions[] = {
    {"run", cli_run},
    {"replay", cli_replay},
    {"listen", cli_listen},
    {"understand", cli_understand},
    {"say", cli_say},
    {"wake", cli_wake},
    {"adapt", cli_adapt},
    {"calibrate", cli_calibrate},
    {"privacy", cli_privacy},
    {"config", cli_config},
    {"agenda", cli_agenda},
    {"help", cli_help},
    {"hint", cli_hint},
    {"doctor", cli_doctor},
    {"status", cli_status},
    {"ask", cli_ask},
    {"remind", cli_remind},
    {"reminders", cli_reminders},
    {"timers", cli_timers},
    {"clock", cli_clock},
    {"devices", cli_devices},
    {"board", cli_board},
    {"mute", cli_mute},
    {"stop", cli_stop},
    {"reload", cli_reload},
    {"events", cli_events},
};

int cli_count(const struct cli *cli, const char *option)
{
    int n = 0;
    for (int i = 0; i < cli->n_given; i++)
        n += strcmp(cli->given[i].option, option) == 0;
    return n;
}

const char *cli_value_at(const struct cli *cli, const char *option, int k)
{
    for (int i = 0; i < cli->n_given; i++)
        if (strcmp(cli->given[i].option, option) == 0 && k-- == 0)
            return cli->given[i].value;
    return NULL;
}

const char *cli_value(const struct cli *cli, const char *option)
{
    return cli_value_at(cli, option, cli_count(cli, option) - 1);
}

bool cli_given(const struct cli *cli, const char *option)
{
    return cli_count(cli, option) > 0;
}

int cli_fail(const struct cli *cli, enum cli_exit code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "sahut %s: ", cli->command->name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return code;
}

static void print_wrapped(const char *text, int indent)
{
    int column = indent;
    for (const char *word = text; *word;) {
        int n = (int)strcspn(word, " ");
        if (column + n >= 80 && column > indent) {
            printf("\n%*s", indent, "");
            column = indent;
        }
        column += printf("%s%.*s", column > indent ? " " : "", n, word);
        word += n + (word[n] == ' ');
    }
    putchar('\n');
}

static const char *short_name(const char *option)
{
    return strcmp(option, "verbose") == 0 ? "-v, " : strcmp(option, "help") == 0 ? "-h, " : "";
}

static void print_options(const struct cli_option *options)
{
    for (; options->name; options++) {
        int n = printf("  %s--%s%s%s", short_name(options->name), options->name,
                       options->argument ? " " : "", options->argument ? options->argument : "");
        if (n > 21)
            n = putchar('\n') & 0;
        printf("%*s", 22 - n, "");
        print_wrapped(options->help, 22);
    }
}

static int print_command_help(const struct cli_command *c)
{
    printf("usage: sahut %s [options] %s\n\n", c->name, c->operands);
    printf("%s\n", c->summary);
    if (c->details[0]) {
        putchar('\n');
        print_wrapped(c->details, 0);
    }
    if (c->options->name)
        printf("\noptions:\n");
    print_options(c->options);
    printf("\ncommon options:\n");
    print_options(cli_common_options);
    printf("\nSee sahut(1).\n");
    return CLI_OK;
}

static int print_help(void)
{
    printf("usage: sahut COMMAND [options] ...\n\n"
           "An offline voice assistant for small Linux boards.\n\ncommands:\n");
    for (const struct cli_command *c = cli_commands; c->name; c++)
        if (!c->hidden)
            printf("  %-12s  %s\n", c->name, c->summary);
    printf("\n'sahut COMMAND --help' tells more; so does sahut(1).\n");
    return CLI_OK;
}

static const struct cli_command *known(const char *name)
{
    for (const struct cli_command *c = cli_commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static const struct cli_command *find_command(const char *name)
{
    const struct cli_command *found = known(name);
    if (found)
        return found;
    const char *names[64] = {0};
    int n = 0;
    for (const struct cli_command *c = cli_commands; c->name && n < 63; c++)
        if (!c->hidden)
            names[n++] = c->name;
    const char *nearest = sahut_text_nearest(name, names);
    fprintf(stderr, "sahut: there is no command '%s'%s%s%s ('sahut --help' lists them)\n", name,
            nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'" : "");
    return NULL;
}

static int long_options(const struct cli_command *c, struct option out[MAX_OPTIONS])
{
    int n = 0;
    const struct cli_option *const tables[] = {c->options, cli_common_options};
    for (int t = 0; t < 2; t++)
        for (const struct cli_option *o = tables[t]; o->name; o++)
            out[n++] =
                (struct option){o->name, o->argument ? required_argument : no_argument, NULL, 0};
    out[n] = (struct option){0};
    return n;
}

static int parse(struct cli *cli, int argc, char **argv)
{
    struct option options[MAX_OPTIONS + 1];
    long_options(cli->command, options);
    cli->given = sahut_alloc((size_t)argc + 1, sizeof(*cli->given));
    int index, c;
    char name[64];
    snprintf(name, sizeof(name), "sahut %s", cli->command->name);
    argv[0] = name;
    while ((c = getopt_long(argc, argv, "vh", options, &index)) != -1) {
        if (c == '?') {
            fprintf(stderr, "'sahut %s --help' lists the options\n", cli->command->name);
            return CLI_USAGE;
        }
        const char *option = c == 'v' ? "verbose" : c == 'h' ? "help" : options[index].name;
        cli->given[cli->n_given++] = (struct cli_given){option, optarg ? optarg : ""};
    }
    cli->operands = argv + optind;
    cli->n_operands = argc - optind;
    return CLI_OK;
}

static int run(struct cli *cli)
{
    const struct cli_command *c = cli->command;
    if (cli_given(cli, "help"))
        return print_command_help(c);
    if (cli->n_operands < c->min_operands ||
        (c->max_operands >= 0 && cli->n_operands > c->max_operands))
        return cli_fail(cli, CLI_USAGE, "usage: sahut %s [options] %s", c->name, c->operands);
    static const enum sahut_log_level levels[] = {SAHUT_LOG_WARN, SAHUT_LOG_INFO, SAHUT_LOG_DEBUG};
    int verbose = cli_count(cli, "verbose");
    sahut_log_setup(levels[verbose > 2 ? 2 : verbose], NULL, NULL);
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (strcmp(functions[i].name, c->name) == 0)
            return functions[i].run(cli);
    return CLI_USAGE;
}

int cli_main(int argc, char **argv)
{
    if (argc < 2) {
        print_help();
        return CLI_USAGE;
    }
    const char *first = argv[1];
    if (strcmp(first, "--version") == 0)
        return printf("sahut %s\n", SAHUT_VERSION) > 0 ? CLI_OK : CLI_FAILED;
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        return print_help();
    /* "help agenda" is about the command; what can be said about it is "help agenda.query". */
    const struct cli_command *about =
        strcmp(first, "help") == 0 && argc == 3 ? known(argv[2]) : NULL;
    if (about)
        return print_command_help(about);
    struct cli cli = {.command = find_command(first)};
    if (!cli.command)
        return CLI_USAGE;
    int code = parse(&cli, argc - 1, argv + 1);
    if (code == CLI_OK)
        code = run(&cli);
    free(cli.given);
    return code;
}
