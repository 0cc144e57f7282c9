// SPDX-License-Identifier: GPL-3.0-or-later
/* Which profile: by the machine's device tree, or by name. */
#include "board/profile_private.h"
#include "sahut/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has_compatible(const struct sahut_profile *p, const char *text)
{
    for (const char **c = p->compatible; *c; c++)
        if (strcmp(*c, text) == 0)
            return true;
    return false;
}

static int is_profile(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && !strchr(entry->d_name, '~');
}

/* A file of headers alone is no board. */
static int find_compatible(const char *folder, const char *text, struct sahut_profile **out)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, is_profile, alphasort);
    int found = n < 0 ? -errno : -ENODEV;

    for (int i = 0; i < n; i++) {
        struct sahut_text path = {0};
        struct sahut_profile *p = NULL;

        sahut_text_addf(&path, "%s/%s", folder, entries[i]->d_name);
        if (found == -ENODEV && sahut_profile_read(sahut_text_get(&path), &p, NULL) == 0) {
            if (has_compatible(p, text)) {
                *out = p;
                p = NULL;
                found = 0;
            }
            sahut_profile_free(p);
        }
        sahut_text_finish(&path);
        free(entries[i]);
    }
    free(entries);
    return found;
}

/* The machine's compatible strings, one after the other; their length, -1 if it has none. */
static int compatible_of(const char *root, char out[1024])
{
    struct sahut_text path = {0};
    size_t n;
    FILE *f;

    sahut_text_addf(&path, "%s/proc/device-tree/compatible", root);
    f = fopen(sahut_text_get(&path), "re");
    sahut_text_finish(&path);
    if (!f)
        return -1;
    n = fread(out, 1, 1023, f);
    fclose(f);
    out[n] = '\0';
    return (int)n;
}

bool profile_is_machine(const struct sahut_profile *p, const char *root)
{
    char strings[1024];
    const int n = compatible_of(root, strings);

    for (const char *text = strings; text < strings + n; text += strlen(text) + 1)
        if (has_compatible(p, text))
            return true;
    return false;
}

int sahut_profile_detect(const char *folder, const char *root, struct sahut_profile **out,
                         struct sahut_why *why)
{
    char strings[1024];
    const int n = compatible_of(root, strings);
    int err = -ENODEV;

    if (n < 0)
        return sahut_why(why, -ENODEV, "this machine has no device tree");
    for (const char *text = strings; err == -ENODEV && text < strings + n; text += strlen(text) + 1)
        err = find_compatible(folder, text, out);
    return err ? sahut_why(why, err, "no profile in %s is for '%s'", folder, strings) : 0;
}

int profile_why_none(const char *folder, const char *name, struct sahut_why *why)
{
    struct sahut_text all = {0};
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, is_profile, alphasort);
    int err;

    for (int i = 0; i < n; i++) {
        if (entries[i]->d_type != DT_DIR)
            sahut_text_addf(&all, "%s%s", all.len ? ", " : "", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    err = sahut_why(why, -ENOENT, "%s/%s: No such file; there are: %s", folder, name,
                    sahut_text_get(&all));
    sahut_text_finish(&all);
    return err;
}

int sahut_profile_open(const char *folder, const char *name, const char *root,
                       struct sahut_profile **out, struct sahut_why *why)
{
    struct sahut_text path = {0};
    int err;

    if (!name[0]) {
        err = sahut_profile_detect(folder, root, out, why);
        if (err != -ENODEV)
            return err;
        name = "generic";
    }
    sahut_text_addf(&path, strchr(name, '/') ? "%.0s%s" : "%s/%s", folder, name);
    err = sahut_profile_read(sahut_text_get(&path), out, why);
    sahut_text_finish(&path);
    return err == -ENOENT && !strchr(name, '/') ? profile_why_none(folder, name, why) : err;
}
