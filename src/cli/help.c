// SPDX-License-Identifier: GPL-3.0-or-later
/* What can be said: examples drawn from the sentences, so that they are never out of date. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/vocabulary.h"
#include "sahut/event_json.h"
#include "sahut/text.h"

enum { BRIEF = 2, DETAILED = 12, SUBJECTS = 64 };

/* "timer" of "timer.set" */
static int subject_length(const char *intent)
{
    return (int)strcspn(intent, ".");
}

static bool is_about(const char *intent, const char *subject)
{
    size_t n = strlen(subject);
    return strncmp(intent, subject, n) == 0 && (intent[n] == 0 || intent[n] == '.');
}

/* Free text is your own words. */
static void print_example(const char *text)
{
    printf("    ");
    for (; *text; text++)
        if (*text == SAHUT_FREE_WORD[0])
            printf("...");
        else
            putchar(*text);
    putchar('\n');
}

static void print_intent(const char *intent, char **examples, size_t count)
{
    printf("  %s\n", intent);
    for (size_t i = 0; i < count; i++)
        print_example(examples[i]);
}

static void print_json(const char *intent, char **examples, size_t count)
{
    json_t *object = json_pack("{s:s}", "intent", intent), *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, sahut_json_string(examples[i]));
    json_object_set_new(object, "examples", array);
    sahut_json_print(object);
}

static bool is_subject(struct sahut_sentences *sentences, const char *subject)
{
    for (const char *const *intent = sahut_sentences_intents(sentences); *intent; intent++)
        if (is_about(*intent, subject))
            return true;
    return false;
}

/* `subject` NULL: everything, in brief. */
static void print_help(struct sahut_sentences *sentences, const char *subject, bool json)
{
    if (!json)
        printf("What can be said, for example. '...' are words of your own.\n%s\n",
               subject ? "" : "More about one thing: 'sahut help timer'.\n");
    for (const char *const *intent = sahut_sentences_intents(sentences); *intent; intent++) {
        if (subject && !is_about(*intent, subject))
            continue;
        char **examples = NULL;
        size_t count =
            sahut_sentences_examples(sentences, *intent, subject ? DETAILED : BRIEF, &examples);
        if (json)
            print_json(*intent, examples, count);
        else if (count)
            print_intent(*intent, examples, count);
        for (size_t i = 0; i < count; i++)
            free(examples[i]);
        free(examples);
    }
    if (!json && !subject)
        printf("\n'sahut --help' lists the commands, 'sahut help COMMAND' tells about one.\n");
}

static bool is_listed(const char *const *list, const char *name)
{
    while (*list && strcmp(*list, name) != 0)
        list++;
    return *list != NULL;
}

static int no_such_subject(const struct cli *cli, struct sahut_sentences *sentences,
                           const char *subject)
{
    char names[SUBJECTS][32];
    const char *list[SUBJECTS + 1] = {0};
    struct sahut_text all = {0};
    int n = 0;
    for (const char *const *intent = sahut_sentences_intents(sentences); *intent && n < SUBJECTS;
         intent++) {
        snprintf(names[n], sizeof(names[n]), "%.*s", subject_length(*intent), *intent);
        list[n] = NULL;
        if (is_listed(list, names[n]))
            continue;
        sahut_text_addf(&all, "%s%s", n ? ", " : "", names[n]);
        list[n] = names[n];
        n++;
    }
    const char *nearest = sahut_text_nearest(subject, list);
    cli_fail(cli, CLI_USAGE, "nothing is said about '%s'%s%s%s there are: %s", subject,
             nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : ";",
             sahut_text_get(&all));
    sahut_text_finish(&all);
    return CLI_USAGE;
}

int cli_help(const struct cli *cli)
{
    const char *subject = cli->n_operands ? cli->operands[0] : NULL;
    struct sahut_settings *settings = NULL;
    struct sahut_sentences *sentences = NULL;
    int code = cli_settings(cli, &settings);
    if (code == CLI_OK)
        code = cli_vocabulary(cli, settings, cli_value(cli, "lang"), &sentences);
    if (code == CLI_OK && subject && !is_subject(sentences, subject))
        code = no_such_subject(cli, sentences, subject);
    else if (code == CLI_OK)
        print_help(sentences, subject, cli_given(cli, "json"));
    sahut_sentences_free(sentences);
    sahut_settings_free(settings);
    return code;
}
