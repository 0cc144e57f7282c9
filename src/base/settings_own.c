// SPDX-License-Identifier: GPL-3.0-or-later
/* The settings that the program itself writes: a file of its own in the state folder, read over the
 * user's, so that nobody's comments are lost. */
#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/file.h"
#include "sahut/text.h"
#include "settings_private.h"

#define HEAD                                                                                       \
    "# Written by Sahut. It counts over your own settings; delete a line to be rid of it.\n"

static config_setting_t *group_of(config_t *config, const char *name)
{
    config_setting_t *root = config_root_setting(config);
    char group[64];
    snprintf(group, sizeof(group), "%.*s", (int)strcspn(name, "."), name);
    config_setting_t *s = config_setting_get_member(root, group);
    return s ? s : config_setting_add(root, group, CONFIG_TYPE_GROUP);
}

static bool put(config_t *config, const struct sahut_setting *row, const char *text, double number)
{
    config_setting_t *group = group_of(config, row->name);
    const char *leaf = settings_leaf(row->name);
    if (!group)
        return false;
    config_setting_remove(group, leaf);
    if (row->type == SAHUT_SETTING_STRING)
        return config_setting_set_string(config_setting_add(group, leaf, CONFIG_TYPE_STRING), text);
    return config_setting_set_float(config_setting_add(group, leaf, CONFIG_TYPE_FLOAT), number);
}

static int replace(config_t *config, const char *path, struct sahut_why *why)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    if (!f)
        return sahut_why(why, -ENOMEM, "%s: no memory to write it", path);
    fputs(HEAD, f);
    config_write(config, f);
    int err = fclose(f) ? -errno : sahut_file_replace(path, text, n, 0600, NULL, NULL);
    free(text);
    return err ? sahut_why(why, err, "%s: cannot be written: %s", path, strerror(-err)) : 0;
}

static int put_own(const char *path, const char *name, const char *text, double number,
                   struct sahut_why *why)
{
    size_t count;
    const struct sahut_setting *row = &sahut_settings_table(&count)[settings_row(name)];
    if (strlen(path) >= SAHUT_SETTINGS_PATH)
        return sahut_why(why, -ENAMETOOLONG, "%s: is too long a path", path);
    config_t config;
    config_init(&config);
    int err = 0;
    if (access(path, F_OK) == 0 && !config_read_file(&config, path))
        err = sahut_why(why, -EINVAL, "%s:%d: %s", path, config_error_line(&config),
                        config_error_text(&config));
    if (!err && !put(&config, row, text, number))
        err = sahut_why(why, -EINVAL, "%s: setting '%s' cannot be put into it", path, name);
    if (!err)
        err = replace(&config, path, why);
    config_destroy(&config);
    return err;
}

int sahut_settings_put_string(const char *path, const char *name, const char *value,
                              struct sahut_why *why)
{
    return put_own(path, name, value, 0, why);
}

int sahut_settings_put_real(const char *path, const char *name, double value, struct sahut_why *why)
{
    return put_own(path, name, NULL, value, why);
}
