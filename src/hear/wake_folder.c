// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake_folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/wake.h"

static int is_model(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 5 && strcmp(e->d_name + n - 5, ".wake") == 0;
}

int wake_folder_read(const char *models, wake_folder_each *each, void *ctx, struct sahut_why *why)
{
    char folder[512], path[800];
    snprintf(folder, sizeof(folder), "%s/wake", models);
    struct dirent **entries;
    int n = scandir(folder, &entries, is_model, alphasort), err = 0;
    bool over = false;
    for (int i = 0; i < n; i++) {
        struct wake_model *m = NULL;
        snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        if (!err && !over && !(err = wake_model_read(path, &m, why))) {
            int what = each(ctx, entries[i]->d_name, m);
            over = what == 1;
            if (what == 0)
                free(m);
        }
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    return err;
}

struct listing {
    sahut_wake_each *each;
    void *ctx;
};

static int list(void *ctx, const char *file, struct wake_model *m)
{
    struct listing *l = ctx;
    const char *phrases[WAKE_NET_PHRASES];
    for (int k = 0; k < m->n_phrases; k++)
        phrases[k] = m->phrases[k].name;
    struct sahut_wake_model seen = {file, phrases, (size_t)m->n_phrases, m->card};
    l->each(l->ctx, &seen);
    return 0;
}

int sahut_wake_list(const char *models, sahut_wake_each *each, void *ctx, struct sahut_why *why)
{
    struct listing l = {each, ctx};
    return wake_folder_read(models, list, &l, why);
}
