// SPDX-License-Identifier: GPL-3.0-or-later
/* Makes models/LANG/intents.
 *
 *   train-intents [--all | --without PARTS] SENTENCES BESIDE SUITES OUT
 *
 * BESIDE has sentences that are for nobody (src/train/beside.sentences). SUITES is the folder of
 * other projects' suites. A row is in the part that the CRC-32 of its text modulo 8 says; PARTS
 * ("1357" if nothing is said: the odd half) are held out. The benchmark intents reports both
 * halves, and with eight files that each went without one part, every row by the file that has not
 * seen it. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/train.h"

/* Chosen on the rows that are learnt: docs/intents.md. */
static const float CHANGE = 0.12f, HARMLESS = 0.02f;

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

static float largest(const float *v, size_t n)
{
    float most = 1e-9f;
    for (size_t i = 0; i < n; i++)
        most = fabsf(v[i]) > most ? fabsf(v[i]) : most;
    return most;
}

static void put_row(FILE *f, const float *v, uint32_t n, float scale)
{
    for (uint32_t c = 0; c < n; c++)
        fputc((int)(signed char)lrintf(v[c] / scale) & 255, f);
}

static void put_roles(FILE *f, const struct weights *w)
{
    put_u32(f, w->rows);
    for (uint32_t r = 0; r < w->rows; r++) {
        const float *v = w->values + (size_t)r * w->columns;
        float scale = largest(v, w->columns) / 127;
        put_u32(f, w->keys[r]);
        put_f32(f, scale);
        put_row(f, v, w->columns, scale);
    }
}

static void put_floats(FILE *f, const float *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        put_f32(f, v[i]);
}

static void put_networks(FILE *f, const struct networks *n, uint32_t classes)
{
    const struct weights *w = &n->seen;
    float scale = largest(w->values, (size_t)w->rows * w->columns) / 127;
    put_u32(f, w->rows);
    put_f32(f, scale);
    for (uint32_t r = 0; r < w->rows; r++) {
        put_u32(f, w->keys[r]);
        put_row(f, w->values + (size_t)r * w->columns, w->columns, scale);
    }
    for (uint32_t i = 0; i < n->n; i++) {
        put_floats(f, n->networks[i].bias, MODEL_UNITS);
        for (int u = 0; u < MODEL_UNITS; u++)
            put_floats(f, n->networks[i].weights[u], classes);
        put_floats(f, n->networks[i].class_bias, classes);
    }
}

static int write_model(const char *path, const uint32_t sources[MODEL_SOURCES],
                       const struct labels *l, const struct networks *intents,
                       const struct weights *roles)
{
    FILE *f = fopen(path, "wbe");
    if (!f)
        return -errno;
    fputs("sahut intents 3\n", f);
    for (int i = 0; i < MODEL_SOURCES; i++)
        put_u32(f, sources[i]);
    put_u32(f, l->n_classes);
    put_u32(f, l->n_tags);
    put_u32(f, intents->n);
    put_f32(f, CHANGE);
    put_f32(f, HARMLESS);
    for (uint32_t i = 0; i < l->n_classes; i++)
        fprintf(f, "%s\n", l->classes[i]);
    for (uint32_t i = 0; i < l->n_tags; i++)
        fprintf(f, "%s\n", l->tags[i]);
    put_networks(f, intents, l->n_classes);
    put_roles(f, roles);
    bool bad = ferror(f);
    return fclose(f) || bad ? -EIO : 0;
}

static int train(const uint32_t sources[MODEL_SOURCES], const char *suites, const char *path,
                 struct corpus *c, struct sahut_why *why)
{
    static struct networks intents;
    struct weights roles;
    int err = corpus_read(c, suites, why);
    if (err)
        return err;
    train_intents(c, &intents);
    train_roles(c, &roles);
    err = write_model(path, sources, &c->labels, &intents, &roles);
    printf("%zu examples, %u + %u features\n", c->n, intents.seen.rows, roles.rows);
    weights_finish(&intents.seen);
    weights_finish(&roles);
    return err ? sahut_why(why, err, "%s: %s", path, strerror(-err)) : 0;
}

static unsigned parts_of(const char *digits)
{
    unsigned parts = 0;
    for (; *digits; digits++)
        if (*digits >= '0' && *digits < '0' + CORPUS_PARTS)
            parts |= 1u << (*digits - '0');
    return parts;
}

int main(int argc, char **argv)
{
    struct corpus c = {.without = parts_of("1357")};
    struct sahut_why why;
    uint32_t sources[MODEL_SOURCES];
    int at = 1;
    if (argc > 1 && strcmp(argv[1], "--all") == 0) {
        c.without = 0;
        at = 2;
    } else if (argc > 2 && strcmp(argv[1], "--without") == 0) {
        c.without = parts_of(argv[2]);
        at = 3;
    }
    if (argc - at != 4) {
        fprintf(stderr,
                "usage: train-intents [--all | --without PARTS] SENTENCES BESIDE SUITES OUT\n");
        return 2;
    }
    /* What is learnt must not depend on the day; nothing does but how times resolve. */
    c.when.now_ms = INT64_C(1767261600000);
    int err = sahut_zone_new("UTC", &c.when.zone, &why);
    if (!err)
        err = sahut_sentences_read(argv[at], &c.sentences, &why);
    if (!err)
        err = sahut_sentences_read(argv[at + 1], &c.beside, &why);
    for (int i = 0; i < MODEL_SOURCES && !err; i++)
        err = model_source(argv[at + i], &sources[i], &why);
    if (!err)
        err = train(sources, argv[at + 2], argv[at + 3], &c, &why);
    if (err)
        fprintf(stderr, "train-intents: %s\n", why.text);
    corpus_free(&c);
    sahut_sentences_free(c.sentences);
    sahut_sentences_free(c.beside);
    sahut_zone_free(c.when.zone);
    return err ? 1 : 0;
}
