// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/sphinx_open.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hear/adapted.h"
#include "sahut/text.h"

int sphinx_memory_file(const char *name, const char *text, char path[40])
{
    int fd = memfd_create(name, MFD_CLOEXEC);
    if (fd < 0)
        return -errno;
    size_t n = strlen(text);
    for (size_t done = 0; done < n;) {
        ssize_t put = write(fd, text + done, n - done);
        if (put < 0) {
            int err = -errno;
            close(fd);
            return err;
        }
        done += (size_t)put;
    }
    snprintf(path, 40, "/proc/self/fd/%d", fd);
    return fd;
}

static void dictionary_text(const struct sahut_lexicon *lexicon, struct sahut_text *t)
{
    const char *last = "";
    int variant = 1;
    for (size_t i = 0; i < lexicon->count; i++) {
        const struct sahut_pronunciation *p = &lexicon->items[i];
        variant = strcmp(p->word, last) == 0 ? variant + 1 : 1;
        last = p->word;
        if (variant == 1)
            sahut_text_addf(t, "%s %s\n", p->word, p->phones);
        else
            sahut_text_addf(t, "%s(%d) %s\n", p->word, variant, p->phones);
    }
}

/* The library calls exit() on some of these, so look first. */
int sphinx_check_model(const char *folder, struct sahut_why *why)
{
    static const char *const parts[] = {
        "mdef", "means", "variances", "transition_matrices", "feat.params", "noisedict"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", folder, parts[i]);
        if (access(path, R_OK) != 0)
            return sahut_why(why, -ENOENT,
                             "acoustic model '%s': cannot read %s (%s); install pocketsphinx-en-us "
                             "or set hearing.acoustic_model",
                             folder, parts[i], strerror(errno));
    }
    return 0;
}

/* The model's feature parameters say "-cmn batch", and they win over what is given to the decoder;
 * whole utterances come with their means taken out already. */
static int parameters_without_means(const char *model, char path[40])
{
    snprintf(path, 40, "%s", "");
    struct sahut_text name = {0}, text = {0};
    sahut_text_addf(&name, "%s/feat.params", model);
    FILE *f = fopen(sahut_text_get(&name), "re");
    sahut_text_finish(&name);
    char line[512];
    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, "-cmn ", 5) != 0)
            sahut_text_add(&text, line);
    if (f)
        fclose(f);
    sahut_text_add(&text, "-cmn none\n");
    int fd = sphinx_memory_file("sahut-parameters", sahut_text_get(&text), path);
    sahut_text_finish(&text);
    return fd;
}

/* Beams: 4 points better at 6 dB than the defaults (docs/hearing.md). */
static ps_decoder_t *new_decoder(enum sphinx_use use, const struct sphinx_model *model,
                                 const char *dictionary, const char *parameters)
{
    bool whole = use == SPHINX_WHOLE;
    char means[512], sendump[512];
    cmd_ln_t *config = cmd_ln_init(
        NULL, ps_args(), TRUE, "-hmm", model->acoustic_model, "-dict", dictionary, "-beam", "1e-80",
        "-pbeam", "1e-80", "-wbeam", "1e-60", "-dither", "no", "-remove_silence", "no", "-bestpath",
        "no", "-allphone_ci", "yes", whole ? "-featparams" : NULL, parameters, NULL);
    if (config && adapted_fits(model->adapted, model->acoustic_model)) {
        snprintf(means, sizeof(means), "%s/means", model->adapted);
        snprintf(sendump, sizeof(sendump), "%s/sendump", model->adapted);
        cmd_ln_set_str_r(config, "-mean", means);
        cmd_ln_set_str_r(config, "-sendump", sendump);
    }
    ps_decoder_t *ps = config ? ps_init(config) : NULL;
    if (config)
        cmd_ln_free_r(config);
    return ps;
}

ps_decoder_t *sphinx_open_decoder(enum sphinx_use use, const struct sphinx_model *model,
                                  const struct sahut_lexicon *lexicon, const char *dictionary)
{
    struct sahut_text text = {0};
    char words[40], parameters[40];
    int words_fd = -1, parameters_fd = -1;
    if (lexicon) {
        dictionary_text(lexicon, &text);
        words_fd = sphinx_memory_file("sahut-dictionary", sahut_text_get(&text), words);
        dictionary = words;
    }
    if (use == SPHINX_WHOLE)
        parameters_fd = parameters_without_means(model->acoustic_model, parameters);
    sahut_text_finish(&text);
    bool ready = (!lexicon || words_fd >= 0) && (use == SPHINX_STREAM || parameters_fd >= 0);
    ps_decoder_t *ps = ready ? new_decoder(use, model, dictionary, parameters) : NULL;
    if (words_fd >= 0)
        close(words_fd);
    if (parameters_fd >= 0)
        close(parameters_fd);
    return ps;
}
