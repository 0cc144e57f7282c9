// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/model.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

static const char magic[] = "sahut intents 2\n";
enum { ROWS_LIMIT = 1000000, FILE_LIMIT = 32 << 20 };

struct bytes {
    const unsigned char *at, *end;
    bool failed;
};

static uint32_t take_u32(struct bytes *b)
{
    if (b->end - b->at < 4) {
        b->failed = true;
        return 0;
    }
    uint32_t v =
        b->at[0] | (uint32_t)b->at[1] << 8 | (uint32_t)b->at[2] << 16 | (uint32_t)b->at[3] << 24;
    b->at += 4;
    return v;
}

static float take_f32(struct bytes *b)
{
    uint32_t v = take_u32(b);
    float f;
    memcpy(&f, &v, sizeof(f));
    if (!isfinite(f) || fabsf(f) > 1e6f)
        b->failed = true;
    return b->failed ? 0 : f;
}

static void take_name(struct bytes *b, char out[MODEL_NAME])
{
    const unsigned char *end = memchr(b->at, '\n', (size_t)(b->end - b->at));
    if (!end || end - b->at >= MODEL_NAME || memchr(b->at, 0, (size_t)(end - b->at))) {
        b->failed = true;
        return;
    }
    memcpy(out, b->at, (size_t)(end - b->at));
    out[end - b->at] = '\0';
    b->at = end + 1;
}

long model_row(const struct model_table *t, uint32_t feature)
{
    for (uint32_t i = feature & t->mask; t->slots[i]; i = (i + 1) & t->mask)
        if (t->keys[t->slots[i] - 1] == feature)
            return (long)t->slots[i] - 1;
    return -1;
}

static void take_table(struct bytes *b, uint32_t columns, struct model_table *t)
{
    t->rows = take_u32(b);
    t->columns = columns;
    if (b->failed || t->rows > ROWS_LIMIT ||
        (size_t)(b->end - b->at) < (size_t)t->rows * (8 + columns)) {
        b->failed = true;
        t->rows = 0;
    }
    uint32_t size = 16;
    while (size < t->rows * 2)
        size *= 2;
    t->mask = size - 1;
    t->slots = sahut_alloc(size, sizeof(*t->slots));
    t->keys = sahut_alloc(t->rows, sizeof(*t->keys));
    t->scales = sahut_alloc(t->rows, sizeof(*t->scales));
    t->weights = sahut_alloc((size_t)t->rows * columns, 1);
    for (uint32_t r = 0; r < t->rows && !b->failed; r++) {
        t->keys[r] = take_u32(b);
        t->scales[r] = take_f32(b);
        memcpy(t->weights + (size_t)r * columns, b->at, columns);
        b->at += columns;
        uint32_t i = t->keys[r] & t->mask;
        while (t->slots[i])
            i = (i + 1) & t->mask;
        t->slots[i] = r + 1;
    }
}

static void finish_table(struct model_table *t)
{
    free(t->slots);
    free(t->keys);
    free(t->scales);
    free(t->weights);
}

void model_free(struct model *m)
{
    if (!m)
        return;
    finish_table(&m->intents);
    finish_table(&m->roles);
    free(m);
}

int model_parse(const unsigned char *bytes, size_t n, const char *name, struct model **out,
                struct sahut_why *why)
{
    struct bytes b = {bytes, bytes + n, false};
    size_t length = sizeof(magic) - 1;
    if (n < length || memcmp(bytes, magic, length) != 0)
        return sahut_why(why, -EINVAL,
                         "%s: not a file of intent weights; make it with train-intents", name);
    b.at += length;
    struct model *m = sahut_alloc(1, sizeof(*m));
    for (int i = 0; i < MODEL_SOURCES; i++)
        m->sources[i] = take_u32(&b);
    m->n_classes = take_u32(&b);
    m->n_tags = take_u32(&b);
    m->threshold_change = take_f32(&b);
    m->threshold_harmless = take_f32(&b);
    if (m->n_classes < 2 || m->n_classes > MODEL_CLASSES || m->n_tags < TAG_TIMES ||
        m->n_tags > MODEL_TAGS)
        b.failed = true;
    for (uint32_t i = 0; i < m->n_classes && !b.failed; i++) {
        take_name(&b, m->classes[i]);
        m->class_hashes[i] = reading_hash(m->classes[i], strlen(m->classes[i]));
    }
    for (uint32_t i = 0; i < m->n_tags && !b.failed; i++)
        take_name(&b, m->tags[i]);
    if (!b.failed)
        take_table(&b, m->n_classes, &m->intents);
    if (!b.failed)
        take_table(&b, m->n_tags, &m->roles);
    if (b.failed || b.at != b.end) {
        model_free(m);
        return sahut_why(why, -EINVAL, "%s: damaged; make it again with train-intents", name);
    }
    *out = m;
    return 0;
}

static int read_file(const char *path, struct sahut_text *out, struct sahut_why *why)
{
    FILE *f = fopen(path, "re");
    if (!f) {
        int err = -errno;
        return sahut_why(why, err, "%s: %s", path, strerror(-err));
    }
    char buffer[16384];
    size_t n;
    while ((n = fread(buffer, 1, sizeof(buffer), f)) > 0 && out->len < FILE_LIMIT)
        sahut_text_add_n(out, buffer, n);
    int err = ferror(f) ? sahut_why(why, -EIO, "%s: cannot be read", path) : 0;
    fclose(f);
    return err;
}

int model_read(const char *path, struct model **out, struct sahut_why *why)
{
    struct sahut_text text = {0};
    int err = read_file(path, &text, why);
    if (!err)
        err = model_parse((const unsigned char *)sahut_text_get(&text), text.len, path, out, why);
    sahut_text_finish(&text);
    return err;
}

int model_source(const char *path, uint32_t *out, struct sahut_why *why)
{
    struct sahut_text text = {0};
    int err = read_file(path, &text, why);
    if (!err)
        *out = reading_hash(sahut_text_get(&text), text.len);
    sahut_text_finish(&text);
    return err;
}

static void add_scaled(const struct model_table *t, size_t row, float *restrict out)
{
    const int8_t *w = t->weights + row * t->columns;
    float scale = t->scales[row];
    for (uint32_t c = 0; c < t->columns; c++)
        out[c] += scale * w[c];
}

struct sum {
    const struct model *m;
    float *out;
};

static void add_feature(void *ctx, uint32_t feature, size_t first, size_t count)
{
    const struct sum *sum = ctx;
    const struct model_table *t = &sum->m->intents;
    long row = model_row(t, feature);
    (void)first;
    (void)count;
    if (row < 0)
        return;
    add_scaled(t, (size_t)row, sum->out);
}

void model_weigh(const struct model *m, const struct reading *r, float out[MODEL_CLASSES])
{
    struct sum sum = {m, out};
    float most = -1e30f, total = 0;
    memset(out, 0, MODEL_CLASSES * sizeof(*out));
    reading_features(r, add_feature, &sum);
    for (uint32_t c = 0; c < m->n_classes; c++)
        most = out[c] > most ? out[c] : most;
    for (uint32_t c = 0; c < m->n_classes; c++)
        total += out[c] = expf(out[c] - most);
    for (uint32_t c = 0; c < m->n_classes; c++)
        out[c] /= total;
}

static void add_row(const struct model_table *t, uint32_t feature, float *out)
{
    long row = model_row(t, feature);
    if (row < 0)
        return;
    add_scaled(t, (size_t)row, out);
}

static void add_role(void *ctx, uint32_t feature, float *out)
{
    add_row(&((const struct model *)ctx)->roles, feature, out);
}

void model_tag(const struct model *m, const struct reading *r, size_t class, unsigned words,
               unsigned times, unsigned char out[READING_WORDS])
{
    tag_reading(
        r, &(struct tagger){m->n_tags, m->class_hashes[class], words, times, add_role, (void *)m},
        out);
}
