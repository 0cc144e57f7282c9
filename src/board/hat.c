// SPDX-License-Identifier: GPL-3.0-or-later
/* What sits on a board: a sound hat, known by its sound card, and what the kernel uses pins for.
 *
 *     hat ReSpeaker 2-Mics Pi HAT
 *     card seeed2micvoicec            its ALSA cards' ids, one of them is there
 *     usb 0b0e:0420                   or by USB vendor and product
 *     plays yes | no                  has it a loudspeaker?
 *     verified, source, note …        as of a board
 *     11  button                      pin of the first header, what the hat has there
 *
 * That a controller whose lines lead to pins is switched on is seen in the device tree: its node is
 * found by its alias, and its status is "okay" (or it has none). Devicetree Specification
 * 0.4, 2.3.4 and 3.3. */
#include "board/profile_private.h"
#include "sahut/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HAT_PINS 40

struct hat_pin {
    long number;
    const char *use;
};

struct hat_file {
    struct sahut_profile *profile; /* which keeps the texts */
    const char *path;
    int line;
    struct sahut_why *why;
    struct sahut_hat hat;
    const char **cards, **usb;
    struct hat_pin pins[HAT_PINS];
    size_t n_pins;
};

/* ---- the file ---- */

static int take(void *ctx, char *text)
{
    struct hat_file *f = ctx;
    char *rest = text, *key = profile_word(&rest), *end;
    const long number = strtol(key, &end, 10);

    rest += strspn(rest, " \t");
    if (!*end && number > 0 && *rest && f->n_pins < HAT_PINS)
        f->pins[f->n_pins++] = (struct hat_pin){number, rest};
    else if (strcmp(key, "hat") == 0)
        f->hat.name = rest;
    else if (strcmp(key, "card") == 0)
        f->cards = profile_words(f->profile, rest);
    else if (strcmp(key, "usb") == 0)
        f->usb = profile_words(f->profile, rest);
    else if (strcmp(key, "plays") == 0)
        f->hat.plays = strcmp(rest, "yes") == 0;
    else if (strcmp(key, "verified") == 0)
        f->hat.verified = strcmp(rest, "yes") == 0;
    else if (strcmp(key, "source") == 0)
        f->hat.source = rest;
    else if (strcmp(key, "note") == 0)
        f->hat.note = rest;
    else
        return sahut_why(f->why, -EINVAL, "%s:%d: unknown word '%s'", f->path, f->line, key);
    return 0;
}

static int read_hat(struct sahut_profile *p, const char *path, struct hat_file *f,
                    struct sahut_why *why)
{
    static const char *none[] = {NULL};
    int err;

    *f = (struct hat_file){.profile = p, .path = path, .why = why, .cards = none, .usb = none};
    f->hat.source = f->hat.note = "";
    err = profile_read_lines(p, path, &f->line, take, f, why);
    if (!err && !f->hat.name)
        err = sahut_why(why, -EINVAL, "%s: it lacks a line 'hat NAME'", path);
    if (!err && f->cards[0])
        snprintf(f->hat.card, sizeof f->hat.card, "%s", f->cards[0]);
    return err;
}

/* ---- is its sound card there? ---- */

/* The first line of root/proc/asound/CARD/FILE; "" if there is none. */
static void card_file(const char *root, const char *card, const char *file, char out[64])
{
    char path[512];
    FILE *f;

    snprintf(path, sizeof path, "%s/proc/asound/%s/%s", root, card, file);
    f = fopen(path, "re");
    out[0] = '\0';
    if (f && !fgets(out, 64, f))
        out[0] = '\0';
    if (f)
        fclose(f);
    out[strcspn(out, "\n")] = '\0';
}

static bool is_in(const char *const *list, const char *text)
{
    for (; text[0] && *list; list++)
        if (strcmp(*list, text) == 0)
            return true;
    return false;
}

static bool is_card(const struct dirent *e)
{
    return strncmp(e->d_name, "card", 4) == 0 && strspn(e->d_name + 4, "0123456789") > 0;
}

static void look_for_card(struct hat_file *f, const char *root)
{
    char path[512], id[64], usb[64];
    DIR *folder;

    snprintf(path, sizeof path, "%s/proc/asound", root);
    folder = opendir(path);
    for (struct dirent *e; folder && !f->hat.found && (e = readdir(folder));) {
        if (!is_card(e))
            continue;
        card_file(root, e->d_name, "id", id);
        card_file(root, e->d_name, "usbid", usb);
        f->hat.found = id[0] && (is_in(f->cards, id) || is_in(f->usb, usb));
        if (f->hat.found)
            snprintf(f->hat.card, sizeof f->hat.card, "%s", id);
    }
    if (folder)
        closedir(folder);
}

/* ---- on the board ---- */

static void put_on(struct sahut_profile *p, const struct hat_file *f)
{
    p->hat = f->hat;
    for (size_t i = 0; i < p->n_pins; i++)
        for (size_t k = 0; k < f->n_pins; k++)
            if (p->pins[i].number == f->pins[k].number && p->pins[i].chip[0] &&
                strcmp(p->pins[i].header, p->pins[0].header) == 0)
                p->pins[i].hat = f->pins[k].use;
}

static int not_hidden(const struct dirent *e)
{
    return e->d_name[0] != '.' && !strchr(e->d_name, '~');
}

/* The first in the folder whose card is there. */
static void find_hat(struct sahut_profile *p, const char *folder, const char *root)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, not_hidden, alphasort);

    for (int i = 0; i < n; i++) {
        struct sahut_text path = {0};
        struct hat_file f;

        sahut_text_addf(&path, "%s/%s", folder, entries[i]->d_name);
        if (!p->hat.name && read_hat(p, sahut_text_get(&path), &f, NULL) == 0) {
            look_for_card(&f, root);
            if (f.hat.found)
                put_on(p, &f);
        }
        sahut_text_finish(&path);
        free(entries[i]);
    }
    free(entries);
}

/* Is the controller with this alias switched on? */
static bool is_on(const char *root, const char *alias)
{
    char path[600], node[256] = "", status[16] = "";
    FILE *f;

    snprintf(path, sizeof path, "%s/proc/device-tree/aliases/%s", root, alias);
    f = fopen(path, "re");
    if (f && fread(node, 1, sizeof node - 1, f) == 0)
        node[0] = '\0';
    if (f)
        fclose(f);
    if (node[0] != '/')
        return false;
    snprintf(path, sizeof path, "%s/proc/device-tree%s/status", root, node);
    f = fopen(path, "re");
    if (!f)
        return errno == ENOENT;
    if (fread(status, 1, sizeof status - 1, f) == 0)
        status[0] = '\0';
    fclose(f);
    return strcmp(status, "okay") == 0 || strcmp(status, "ok") == 0;
}

static void look_at_kernel(struct sahut_profile *p, const char *root)
{
    for (size_t i = 0; i < p->n_pins; i++)
        for (const char *const *also = p->pins[i].also; *also && !p->pins[i].kernel; also++)
            if (p->pins[i].chip[0] && is_on(root, *also))
                p->pins[i].kernel = *also;
}

int sahut_profile_equip(struct sahut_profile *p, const char *folder, const char *hat,
                        const char *root, struct sahut_why *why)
{
    struct sahut_text hats = {0}, path = {0};
    struct hat_file f;
    int err = 0;

    if (profile_is_machine(p, root))
        look_at_kernel(p, root);
    if (strcmp(hat, "none") == 0)
        return 0;
    sahut_text_addf(&hats, "%s/hats", folder);
    sahut_text_addf(&path, "%s/%s", sahut_text_get(&hats), hat);
    if (hat[0]) {
        err = read_hat(p, strchr(hat, '/') ? hat : sahut_text_get(&path), &f, why);
        if (err == -ENOENT && !strchr(hat, '/'))
            err = profile_why_none(sahut_text_get(&hats), hat, why);
        if (!err) {
            look_for_card(&f, root);
            put_on(p, &f);
        }
    } else {
        find_hat(p, sahut_text_get(&hats), root);
    }
    sahut_text_finish(&hats);
    sahut_text_finish(&path);
    return err;
}

const struct sahut_hat *sahut_profile_hat(const struct sahut_profile *p)
{
    return p->hat.name ? &p->hat : NULL;
}
