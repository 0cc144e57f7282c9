// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/sphinx.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <pocketsphinx.h>
#include <sphinxbase/cmn.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fe.h>
#include <sphinxbase/feat.h>
#include <sphinxbase/fsg_model.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hear/adapted.h"
#include "hear/dither.h"
#include "hear/front.h"
#include "hear/means.h"
#include "hear/senones.h"
#include "hear/sphinx_open.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define FEED_CHUNK 480
#define MEANS      FRONT_CEPSTRA

#define SCORE_HEADER 200 /* bytes; more than there are in it */

/* kws_search.c adds this constant to its scores so that they stay below 0; a score is a logarithm
 * to the base 1.0001, shifted right by 10 bits (hmm.h, SENSCR_SHIFT). */
#define KWS_OFFSET   1500
#define SENSCR_SHIFT 10

struct sphinx {
    ps_decoder_t *ps;
    bool open;
    uint32_t dither;
    int16_t chunk[FEED_CHUNK];
    fe_t *front;        /* of SPHINX_WHOLE */
    int16_t *utterance; /* grows to the longest one heard */
    size_t utterance_cap;
    mfcc_t first_means[MEANS]; /* of SPHINX_STREAM, as the model has them */
    /* of the utterance, its means taken out */
    mfcc_t (*cepstra)[FRONT_CEPSTRA], **rows;
    int n_cepstra, cepstra_cap;
    struct senones *senones; /* of SPHINX_WHOLE; NULL: the model is of another kind */
    bool weighed;            /* they score this utterance */
};

static void log_message(void *ctx, err_lvl_t level, const char *format, ...)
{
    if (level < ERR_WARN)
        return;
    char line[300];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    line[strcspn(line, "\n")] = 0;
    sahut_log(SAHUT_LOG_DEBUG, "hear", "PocketSphinx: %s", line);
}

/* The model's tables are mapped files of 5 MB, most of which only building a network reads. Giving
 * the pages back costs a small board nothing: they come again when they are wanted. */
static void give_pages_back(const char *model)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[600], path[512];
    unsigned long begin, end;
    while (maps && fgets(line, sizeof(line), maps))
        if (sscanf(line, "%lx-%lx r--%*c %*s %*s %*s %511s", &begin, &end, path) == 3 &&
            strncmp(path, model, strlen(model)) == 0)
            madvise((void *)begin, end - begin, MADV_DONTNEED);
    if (maps)
        fclose(maps);
}

void sphinx_settle(struct sphinx *s)
{
    cmd_ln_t *config = ps_get_config(s->ps);
    give_pages_back(cmd_ln_str_r(config, "-hmm"));
    const char *adapted = cmd_ln_str_r(config, "-sendump");
    if (adapted)
        give_pages_back(adapted);
    malloc_trim(0);
}

static void open_senones(struct sphinx *s, const struct sphinx_model *model)
{
    struct sahut_why why = {0};
    const char *adapted =
        adapted_fits(model->adapted, model->acoustic_model) ? model->adapted : NULL;
    if (sphinx_has_our_front(s) && senones_new(model->acoustic_model, adapted, &s->senones, &why))
        sahut_log(SAHUT_LOG_INFO, "hear", "PocketSphinx scores frames itself: %s", why.text);
}

int sphinx_new(enum sphinx_use use, const struct sphinx_model *model,
               const struct sahut_lexicon *lexicon, const char *dictionary, struct sphinx **out,
               struct sahut_why *why)
{
    err_set_logfp(NULL); /* or it prints its configuration */
    err_set_callback(log_message, NULL);
    int err = sphinx_check_model(model->acoustic_model, why);
    if (err)
        return err;
    ps_decoder_t *ps = sphinx_open_decoder(use, model, lexicon, dictionary);
    fe_t *front = ps && use == SPHINX_WHOLE ? fe_init_auto_r(ps_get_config(ps)) : NULL;
    if (!ps || (use == SPHINX_WHOLE && !front)) {
        ps_free(ps);
        return sahut_why(why, -EINVAL, "acoustic model '%s': PocketSphinx does not accept it",
                         model->acoustic_model);
    }
    struct sphinx *s = sahut_alloc(1, sizeof(*s));
    s->ps = ps;
    s->front = front;
    if (use == SPHINX_WHOLE)
        open_senones(s, model);
    if (use == SPHINX_STREAM)
        memcpy(s->first_means, ps_get_feat(ps)->cmn_struct->cmn_mean, sizeof(s->first_means));
    *out = s;
    return 0;
}

void sphinx_free(struct sphinx *s)
{
    if (!s)
        return;
    sphinx_end(s);
    senones_free(s->senones);
    free(s->cepstra);
    free(s->rows);
    fe_free(s->front);
    ps_free(s->ps);
    free(s->utterance);
    free(s);
}

int sphinx_set_network(struct sphinx *s, const char *search, int n_states, int start, int final,
                       const struct sphinx_arc *arcs, size_t n_arcs, struct sahut_why *why)
{
    logmath_t *lmath = ps_get_logmath(s->ps);
    float lw = (float)cmd_ln_float32_r(ps_get_config(s->ps), "-lw");
    fsg_model_t *fsg = fsg_model_init(search, lmath, lw, n_states);
    fsg->start_state = start;
    fsg->final_state = final;
    for (size_t i = 0; i < n_arcs; i++) {
        const struct sphinx_arc *a = &arcs[i];
        int32 logp = (int32)((float)logmath_log(lmath, a->p) * lw);
        if (a->word)
            fsg_model_trans_add(fsg, a->from, a->to, logp, fsg_model_word_add(fsg, a->word));
        else if (a->from != a->to)
            fsg_model_null_trans_add(fsg, a->from, a->to, logp);
    }
    glist_free(fsg_model_null_trans_closure(fsg, NULL));
    int bad = ps_set_fsg(s->ps, search, fsg);
    fsg_model_free(fsg);
    if (bad)
        return sahut_why(why, -EINVAL, "the sentences do not fit the dictionary");
    return 0;
}

int sphinx_set_phone_loop(struct sphinx *s, const char *search, struct sahut_why *why)
{
    if (ps_set_allphone_file(s->ps, search, NULL))
        return sahut_why(why, -EINVAL, "PocketSphinx does not accept the phone loop");
    return 0;
}

int sphinx_set_phrases(struct sphinx *s, const char *search, const char *const *phrases, size_t n,
                       double threshold, struct sahut_why *why)
{
    struct sahut_text list = {0};
    for (size_t i = 0; i < n; i++)
        sahut_text_addf(&list, "%s /%g/\n", phrases[i], threshold);
    char path[40];
    int fd = sphinx_memory_file("sahut-phrases", sahut_text_get(&list), path);
    sahut_text_finish(&list);
    if (fd < 0)
        return sahut_why(why, fd, "no memory for the wake phrase: %s", strerror(-fd));
    int bad = ps_set_kws(s->ps, search, path);
    close(fd);
    if (bad)
        return sahut_why(why, -EINVAL, "wake phrase '%s': PocketSphinx does not accept it",
                         phrases[0]);
    return 0;
}

int sphinx_set_language_model(struct sphinx *s, const char *search, const char *path,
                              struct sahut_why *why)
{
    if (access(path, R_OK) != 0 || ps_set_lm_file(s->ps, search, path))
        return sahut_why(why, -ENOENT, "language model '%s': cannot read it (%s)", path,
                         strerror(errno));
    return 0;
}

static void add_dither(struct sphinx *s, const int16_t *pcm, int16_t *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int v = pcm[i] + dither(&s->dither);
        out[i] = (int16_t)(v > INT16_MAX ? INT16_MAX : v < INT16_MIN ? INT16_MIN : v);
    }
}

void sphinx_begin(struct sphinx *s, const char *search)
{
    sphinx_end(s);
    ps_start_stream(s->ps);
    ps_set_search(s->ps, search);
    s->dither = 1;
    s->open = ps_start_utt(s->ps) == 0;
}

void sphinx_forget(struct sphinx *s)
{
    sphinx_end(s);
    cmn_live_set(ps_get_feat(s->ps)->cmn_struct, s->first_means);
}

void sphinx_feed(struct sphinx *s, const int16_t *pcm, size_t n)
{
    while (s->open && n > 0) {
        size_t k = n < FEED_CHUNK ? n : FEED_CHUNK;
        add_dither(s, pcm, s->chunk, k);
        ps_process_raw(s->ps, s->chunk, k, FALSE, FALSE);
        pcm += k;
        n -= k;
    }
}

void sphinx_end(struct sphinx *s)
{
    if (s->open)
        ps_end_utt(s->ps);
    s->open = false;
}

bool sphinx_has_our_front(const struct sphinx *s)
{
    cmd_ln_t *c = ps_get_config(s->ps);
    return s->front && cmd_ln_float_r(c, "-samprate") == 16000 &&
           cmd_ln_int32_r(c, "-nfft") == SPECTRUM_SAMPLES && cmd_ln_int32_r(c, "-frate") == 100 &&
           cmd_ln_int32_r(c, "-nfilt") == FRONT_BANDS && cmd_ln_float_r(c, "-lowerf") == 130 &&
           cmd_ln_float_r(c, "-upperf") == 6800 && cmd_ln_int32_r(c, "-lifter") == 22 &&
           strcmp(cmd_ln_str_r(c, "-transform"), "dct") == 0;
}

static double phrase_score(const ps_seg_t *seg)
{
    int32 ascr, lscr, lback;
    int32 prob = ps_seg_prob((ps_seg_t *)seg, &ascr, &lscr, &lback);
    return (prob + KWS_OFFSET) * (double)(1 << SENSCR_SHIFT) * log10(1.0001);
}

bool sphinx_spotted(struct sphinx *s, int *first, int *last, double *score)
{
    int32 best;
    if (!s->open || !ps_get_hyp(s->ps, &best))
        return false;
    ps_seg_t *seg = ps_seg_iter(s->ps);
    if (!seg)
        return false;
    *score = phrase_score(seg);
    ps_seg_frames(seg, first, last);
    ps_seg_free(seg);
    return true;
}

int sphinx_take(struct sphinx *s, const float (*cepstra)[FRONT_CEPSTRA], int n, float usual)
{
    if (n > s->cepstra_cap) {
        s->cepstra_cap = n;
        s->cepstra = sahut_realloc(s->cepstra, (size_t)n, sizeof(*s->cepstra));
        s->rows = sahut_realloc(s->rows, (size_t)n, sizeof(*s->rows));
        for (int i = 0; i < n; i++)
            s->rows[i] = s->cepstra[i];
    }
    if (n > 0)
        memcpy(s->cepstra, cepstra, (size_t)n * sizeof(*cepstra));
    s->n_cepstra = n;
    s->weighed = false;
    means_take_out(s->cepstra, n, usual);
    return n;
}

bool sphinx_weigh(struct sphinx *s, const float *shares)
{
    s->weighed = s->senones && s->n_cepstra > 0;
    if (s->weighed)
        senones_take(s->senones, (const float(*)[FRONT_CEPSTRA])s->cepstra, shares, s->n_cepstra);
    return s->weighed;
}

int sphinx_hear(struct sphinx *s, const int16_t *pcm, size_t n)
{
    if (n > s->utterance_cap) {
        s->utterance = sahut_realloc(s->utterance, n, sizeof(*s->utterance));
        s->utterance_cap = n;
    }
    s->dither = 1;
    add_dither(s, pcm, s->utterance, n);
    mfcc_t **made = NULL, rest[64];
    int32 frames = 0, more = 0;
    fe_start_stream(s->front);
    fe_start_utt(s->front);
    if (fe_process_utt(s->front, s->utterance, n, &made, &frames) < 0)
        frames = 0;
    fe_end_utt(s->front, rest, &more);
    sphinx_take(s, (const float(*)[FRONT_CEPSTRA])(frames > 0 ? made[0] : NULL), frames, 0);
    fe_free_2d(made);
    return frames;
}

static int read_segments(ps_decoder_t *ps, int offset, struct sphinx_segment *segments, size_t cap)
{
    size_t n = 0;
    for (ps_seg_t *g = ps_seg_iter(ps); g; g = ps_seg_next(g)) {
        int32 ascr, lscr, lback;
        int first, last;
        ps_seg_frames(g, &first, &last);
        ps_seg_prob(g, &ascr, &lscr, &lback);
        const char *word = ps_seg_word(g);
        if (last < first || !word || n == cap)
            continue;
        struct sphinx_segment *seg = &segments[n++];
        snprintf(seg->word, sizeof(seg->word), "%s", word);
        char *variant = strrchr(seg->word, '(');
        if (variant && variant != seg->word)
            *variant = 0;
        seg->first = first + offset;
        seg->last = last + offset;
        seg->score = ascr;
    }
    return (int)n;
}

/* Frames [frame, end) as the library's files of senone scores have them: a header, then for each
 * frame how many scores there are, and the scores (acmod.c, acmod_read_scores). */
struct score_file {
    const struct senones *senones;
    int frame, end;
    size_t have, taken; /* bytes of `bytes` */
    char *bytes;
};

static void write_score_header(struct score_file *f)
{
    static const uint32_t byte_order = 0x11223344;
    f->have = (size_t)sprintf(f->bytes, "s3\nversion 0.1\nn_sen %d\nlogbase 1.0001\nendhdr\n",
                              senones_count(f->senones));
    memcpy(f->bytes + f->have, &byte_order, sizeof(byte_order));
    f->have += sizeof(byte_order);
}

static void write_score_frame(struct score_file *f)
{
    int16_t *values = (int16_t *)f->bytes;
    values[0] = (int16_t)senones_count(f->senones);
    senones_score(f->senones, f->frame++, values + 1);
    f->have = (size_t)(1 + values[0]) * sizeof(*values);
    f->taken = 0;
}

static ssize_t read_scores(void *cookie, char *out, size_t n)
{
    struct score_file *f = cookie;
    if (f->taken == f->have && f->frame < f->end)
        write_score_frame(f);
    size_t take = f->have - f->taken < n ? f->have - f->taken : n;
    memcpy(out, f->bytes + f->taken, take);
    f->taken += take;
    return (ssize_t)take;
}

static bool search_weighed(struct sphinx *s, int first, int end)
{
    size_t bytes = sizeof(int16_t) * (1 + (size_t)senones_count(s->senones));
    struct score_file scores = {s->senones, first, end, 0, 0, sahut_alloc(bytes + SCORE_HEADER, 1)};
    write_score_header(&scores);
    FILE *file = fopencookie(&scores, "rb", (cookie_io_functions_t){.read = read_scores});
    bool good = file && ps_decode_senscr(s->ps, file) == end - first;
    if (file)
        fclose(file);
    free(scores.bytes);
    return good;
}

/* Frame by frame, since the library's way with a whole utterance leaves its table of file positions
 * shorter than its buffer of features (acmod_process_full_cep), behind which scores from a file are
 * then noted. It is told what comes behind a frame before it makes its features: at the end, the
 * last frame again. */
static bool search_features(struct sphinx *s, int first, int end)
{
    if (ps_start_utt(s->ps))
        return false;
    bool good = true;
    for (int t = first; t < end + SENONE_REACH && good; t++) {
        mfcc_t **row = s->rows + (t < end ? t : end - 1);
        good = ps_process_cep(s->ps, row, 1, FALSE, FALSE) >= 0;
    }
    ps_end_utt(s->ps);
    return good;
}

static bool run_search(struct sphinx *s, const char *search, int first, int end)
{
    ps_start_stream(s->ps);
    ps_set_search(s->ps, search);
    return s->weighed ? search_weighed(s, first, end) : search_features(s, first, end);
}

int sphinx_decode(struct sphinx *s, const char *search, int first, int end,
                  struct sphinx_segment *segments, size_t cap)
{
    if (end > s->n_cepstra || first < 0 || end <= first)
        return 0;
    if (!run_search(s, search, first, end))
        return -EIO;
    int32 score;
    return ps_get_hyp(s->ps, &score) ? read_segments(s->ps, first, segments, cap) : 0;
}

double sphinx_best_phrase(struct sphinx *s, const char *search)
{
    double best = -INFINITY;
    if (s->n_cepstra == 0 || !run_search(s, search, 0, s->n_cepstra))
        return best;
    for (ps_seg_t *g = ps_seg_iter(s->ps); g; g = ps_seg_next(g))
        best = fmax(best, phrase_score(g));
    return best;
}
