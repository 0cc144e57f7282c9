// SPDX-License-Identifier: GPL-3.0-or-later
/* Makes models/LANG/intents.
 *
 *   train-intents [--all] SENTENCES SUITES OUT
 *
 * SUITES is the folder of other projects' suites. Rows whose text has an odd CRC-32 are held out,
 * unless --all; the benchmark intents reports both halves. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/train.h"

/* Chosen on the rows that are learnt: docs/understanding.md. */
static const float CHANGE = 0.30f, HARMLESS = 0.12f;

static void put_u32(FILE *f, uint32_t v)
{
    for (int k = 0; k < 4; k++)
        fputc((int)(v >> 8 * k & 255), f);
}

static void put_f32(FILE *f, float v)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof(bits));
    put_u32(f, bits);
}

static void put_weights(FILE *f, const struct weights *w)
{
    put_u32(f, w->rows);
    for (uint32_t r = 0; r < w->rows; r++) {
        const float *v = w->values + (size_t)r * w->columns;
        float most = 1e-9f;
        for (uint32_t c = 0; c < w->columns; c++)
            most = fabsf(v[c]) > most ? fabsf(v[c]) : most;
        put_u32(f, w->keys[r]);
        put_f32(f, most / 127);
        for (uint32_t c = 0; c < w->columns; c++)
            fputc((int)(signed char)lrintf(v[c] / most * 127) & 255, f);
    }
}

static int write_model(const char *path, const struct labels *l, const struct weights *intents,
                       const struct weights *roles)
{
    FILE *f = fopen(path, "wbe");
    if (!f)
        return -errno;
    fputs("sahut intents 1\n", f);
    put_u32(f, l->n_classes);
    put_u32(f, l->n_tags);
    put_f32(f, CHANGE);
    put_f32(f, HARMLESS);
    for (uint32_t i = 0; i < l->n_classes; i++)
        fprintf(f, "%s\n", l->classes[i]);
    for (uint32_t i = 0; i < l->n_tags; i++)
        fprintf(f, "%s\n", l->tags[i]);
    put_weights(f, intents);
    put_weights(f, roles);
    bool bad = ferror(f);
    return fclose(f) || bad ? -EIO : 0;
}

static int train(const char *suites, const char *path, bool all, struct corpus *c,
                 struct sahut_why *why)
{
    struct weights intents, roles;
    int err = corpus_read(c, suites, why);
    if (err)
        return err;
    train_intents(c, all, &intents);
    train_roles(c, all, &roles);
    err = write_model(path, &c->labels, &intents, &roles);
    printf("%zu examples, %u + %u features\n", c->n, intents.rows, roles.rows);
    weights_finish(&intents);
    weights_finish(&roles);
    return err ? sahut_why(why, err, "%s: %s", path, strerror(-err)) : 0;
}

int main(int argc, char **argv)
{
    bool all = argc > 1 && strcmp(argv[1], "--all") == 0;
    struct corpus c = {0};
    struct sahut_why why;
    if (argc - all != 4) {
        fprintf(stderr, "usage: train-intents [--all] SENTENCES SUITES OUT\n");
        return 2;
    }
    /* What is learnt must not depend on the day; nothing does but how times resolve. */
    c.when.now_ms = INT64_C(1767261600000);
    int err = sahut_zone_new("UTC", &c.when.zone, &why);
    if (!err)
        err = sahut_sentences_read(argv[1 + all], &c.sentences, &why);
    if (!err)
        err = train(argv[2 + all], argv[3 + all], all, &c, &why);
    if (err)
        fprintf(stderr, "train-intents: %s\n", why.text);
    corpus_free(&c);
    sahut_sentences_free(c.sentences);
    sahut_zone_free(c.when.zone);
    return err ? 1 : 0;
}
