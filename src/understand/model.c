// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/model.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

static const char magic[] = "sahut intents 3\n";
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

static void take_table(struct bytes *b, uint32_t columns, bool scaled, struct model_table *t)
{
    t->rows = take_u32(b);
    t->columns = (columns + MODEL_TAGS - 1) / MODEL_TAGS * MODEL_TAGS;
    t->scale = scaled ? 0 : take_f32(b);
    if (b->failed || t->rows > ROWS_LIMIT ||
        (size_t)(b->end - b->at) < (size_t)t->rows * ((scaled ? 8 : 4) + columns)) {
        b->failed = true;
        t->rows = 0;
    }
    uint32_t size = 16;
    while (size < t->rows * 2)
        size *= 2;
    t->mask = size - 1;
    t->slots = sahut_alloc(size, sizeof(*t->slots));
    t->keys = sahut_alloc(t->rows, sizeof(*t->keys));
    t->scales = scaled ? sahut_alloc(t->rows, sizeof(*t->scales)) : NULL;
    t->weights = sahut_alloc((size_t)t->rows * t->columns, 1);
    for (uint32_t r = 0; r < t->rows && !b->failed; r++) {
        t->keys[r] = take_u32(b);
        if (scaled)
            t->scales[r] = take_f32(b);
        memcpy(t->weights + (size_t)r * t->columns, b->at, columns);
        b->at += columns;
        uint32_t i = t->keys[r] & t->mask;
        while (t->slots[i])
            i = (i + 1) & t->mask;
        t->slots[i] = r + 1;
    }
}

static void take_floats(struct bytes *b, float *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = take_f32(b);
}

static void take_network(struct bytes *b, uint32_t classes, struct model_network *out)
{
    static const float none = 1e-9f;
    float weights[MODEL_UNITS][MODEL_CLASSES] = {{0}}, most = none;
    take_floats(b, out->bias, MODEL_UNITS);
    for (int u = 0; u < MODEL_UNITS; u++)
        take_floats(b, weights[u], classes);
    take_floats(b, out->class_bias, classes);
    for (int u = 0; u < MODEL_UNITS; u++)
        for (uint32_t c = 0; c < classes; c++)
            most = fmaxf(most, fabsf(weights[u][c]));
    out->scale = most / MODEL_STEPS;
    for (int u = 0; u < MODEL_UNITS; u++)
        for (uint32_t c = 0; c < classes; c++)
            out->weights[c][u] = (int16_t)lrintf(weights[u][c] / out->scale);
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
    finish_table(&m->seen);
    free(m->networks);
    finish_table(&m->roles);
    free(m);
}

static void take_head(struct bytes *b, struct model *m)
{
    for (int i = 0; i < MODEL_SOURCES; i++)
        m->sources[i] = take_u32(b);
    m->n_classes = take_u32(b);
    m->n_tags = take_u32(b);
    m->n_networks = take_u32(b);
    m->threshold_change = take_f32(b);
    m->threshold_harmless = take_f32(b);
    if (m->n_classes < 2 || m->n_classes > MODEL_CLASSES || m->n_tags < TAG_TIMES ||
        m->n_tags > MODEL_TAGS || m->n_networks < 1 || m->n_networks > MODEL_NETWORKS)
        b->failed = true;
    for (uint32_t i = 0; i < m->n_classes && !b->failed; i++) {
        take_name(b, m->classes[i]);
        m->class_hashes[i] = reading_hash(m->classes[i], strlen(m->classes[i]));
    }
    for (uint32_t i = 0; i < m->n_tags && !b->failed; i++)
        take_name(b, m->tags[i]);
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
    take_head(&b, m);
    if (!b.failed)
        take_table(&b, m->n_networks * MODEL_UNITS, false, &m->seen);
    m->networks = sahut_alloc(MODEL_NETWORKS, sizeof(*m->networks));
    for (uint32_t i = 0; i < m->n_networks && !b.failed; i++)
        take_network(&b, m->n_classes, &m->networks[i]);
    if (!b.failed)
        take_table(&b, m->n_tags, true, &m->roles);
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

/* Sums over the rows of what is seen. FEW rows of 8 bits fit into 16. */
enum { FEW = 256 };
struct sums {
    const struct model_table *t;
    int16_t few[MODEL_COLUMNS];
    int32_t all[MODEL_COLUMNS];
    uint32_t n_few, n_seen;
};

static void add_units(int16_t *restrict sums, const int8_t *restrict weights)
{
    for (int u = 0; u < MODEL_UNITS; u++)
        sums[u] = (int16_t)(sums[u] + weights[u]);
}

static void settle_units(int32_t *restrict all, int16_t *restrict few)
{
    for (int u = 0; u < MODEL_UNITS; u++) {
        all[u] += few[u];
        few[u] = 0;
    }
}

static void settle(struct sums *s)
{
    for (uint32_t c = 0; c < s->t->columns; c += MODEL_UNITS)
        settle_units(s->all + c, s->few + c);
    s->n_few = 0;
}

static void add_feature(void *ctx, uint32_t feature, size_t first, size_t count)
{
    struct sums *s = ctx;
    const struct model_table *t = s->t;
    long row = model_row(t, feature);
    (void)first;
    (void)count;
    s->n_seen++;
    if (row < 0)
        return;
    const int8_t *weights = t->weights + (size_t)row * t->columns;
    for (uint32_t c = 0; c < t->columns; c += MODEL_UNITS)
        add_units(s->few + c, weights + c);
    if (++s->n_few == FEW)
        settle(s);
}

static void give(const int32_t *restrict sums, const float *restrict bias, float scale,
                 float *restrict out)
{
    for (int u = 0; u < MODEL_UNITS; u++) {
        float x = scale * (float)sums[u] + bias[u];
        out[u] = x / (1 + fabsf(x));
    }
}

/* What every unit gives. Returns what a sum was multiplied by. */
static float units(const struct model *m, const struct reading *r, float out[MODEL_COLUMNS])
{
    struct sums s = {.t = &m->seen};
    reading_features(r, add_feature, &s);
    settle(&s);
    float scale = 2 * m->seen.scale / sqrtf((float)(s.n_seen ? s.n_seen : 1));
    for (uint32_t i = 0; i < m->n_networks; i++)
        give(s.all + i * MODEL_UNITS, m->networks[i].bias, scale, out + i * MODEL_UNITS);
    return scale;
}

static const float NOTHING = -9; /* a ten thousandth: as good as never */

/* Of four classes at a time: written for vector registers. */
enum { TOGETHER = 4 };

static void products(const int16_t (*restrict w)[MODEL_UNITS], const int16_t *restrict x,
                     float *restrict out)
{
    int32_t a = 0, b = 0, c = 0, d = 0;
    for (int u = 0; u < MODEL_UNITS; u++) {
        a += w[0][u] * x[u];
        b += w[1][u] * x[u];
        c += w[2][u] * x[u];
        d += w[3][u] * x[u];
    }
    out[0] = (float)a;
    out[1] = (float)b;
    out[2] = (float)c;
    out[3] = (float)d;
}

static void add_probabilities(const struct model_network *n, uint32_t classes, const float *x,
                              float share, float *restrict out)
{
    float p[MODEL_CLASSES] = {0}, most = -1e30f, total = 0, scale = n->scale / MODEL_STEPS;
    int16_t steps[MODEL_UNITS];
    for (int u = 0; u < MODEL_UNITS; u++)
        steps[u] = (int16_t)(x[u] * MODEL_STEPS);
    for (uint32_t c = 0; c < classes; c += TOGETHER)
        products(n->weights + c, steps, p + c);
    for (uint32_t c = 0; c < MODEL_CLASSES; c++)
        p[c] = n->class_bias[c] + scale * p[c];
    for (uint32_t c = 0; c < classes; c++)
        most = p[c] > most ? p[c] : most;
    for (uint32_t c = 0; c < classes; c++)
        total += p[c] = p[c] - most < NOTHING ? 0 : expf(p[c] - most);
    share /= total;
    for (uint32_t c = 0; c < MODEL_CLASSES; c++)
        out[c] += share * p[c];
}

void model_weigh(const struct model *m, const struct reading *r, float out[MODEL_CLASSES])
{
    float x[MODEL_COLUMNS];
    units(m, r, x);
    memset(out, 0, MODEL_CLASSES * sizeof(*out));
    for (uint32_t i = 0; i < m->n_networks; i++)
        add_probabilities(&m->networks[i], m->n_classes, x + i * MODEL_UNITS,
                          1 / (float)m->n_networks, out);
}

void model_influence(const struct model *m, const struct reading *r, size_t class, size_t other,
                     float out[MODEL_COLUMNS])
{
    float x[MODEL_COLUMNS];
    float scale = units(m, r, x);
    for (uint32_t c = 0; c < m->seen.columns; c++) {
        const struct model_network *n = &m->networks[c / MODEL_UNITS];
        int between = n->weights[class][c % MODEL_UNITS] - n->weights[other][c % MODEL_UNITS];
        float slope = (1 - fabsf(x[c])) * (1 - fabsf(x[c]));
        out[c] = scale * slope * n->scale * (float)between / (float)m->n_networks;
    }
}

static void add_scaled(float *restrict out, const int8_t *restrict weights, float scale)
{
    for (int k = 0; k < MODEL_TAGS; k++)
        out[k] += scale * weights[k];
}

static void add_role(void *ctx, uint32_t feature, float *out)
{
    const struct model_table *t = &((const struct model *)ctx)->roles;
    long row = model_row(t, feature);
    if (row < 0)
        return;
    add_scaled(out, t->weights + (size_t)row * t->columns, t->scales[row]);
}

void model_tag(const struct model *m, const struct reading *r, size_t class, unsigned words,
               unsigned times, unsigned char out[READING_WORDS])
{
    tag_reading(
        r, &(struct tagger){m->n_tags, m->class_hashes[class], words, times, add_role, (void *)m},
        out);
}
