// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a settings file. What is refused is reported, in whole lines, and leaves the
 * settings as they were; what is taken can be asked for. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes_file.h"
#include "sahut/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count_report(void *ctx, const char *message)
{
    size_t *reports = ctx;
    if (!message[0] || strchr(message, '\n'))
        abort();
    ++*reports;
}

static double ask(const struct sahut_settings *s, const struct sahut_setting *row)
{
    double sum = 0;
    switch (row->type) {
    case SAHUT_SETTING_BOOL:
        return sahut_settings_bool(s, row->name);
    case SAHUT_SETTING_INT:
        return sahut_settings_int(s, row->name);
    case SAHUT_SETTING_REAL:
        return sahut_settings_real(s, row->name);
    case SAHUT_SETTING_STRING:
        return (double)strlen(sahut_settings_string(s, row->name));
    case SAHUT_SETTING_STRINGS:
        for (const char *const *string = sahut_settings_strings(s, row->name); *string; string++)
            sum += (double)strlen(*string);
    }
    return sum;
}

static void check_values(const struct sahut_settings *s)
{
    size_t rows, devices;
    const struct sahut_setting *table = sahut_settings_table(&rows);
    for (size_t i = 0; i < rows; i++) {
        if (strncmp(table[i].name, "devices.", 8) == 0 ||
            strncmp(table[i].name, "buttons.", 8) == 0)
            continue;
        double value = ask(s, &table[i]);
        bool number = table[i].type == SAHUT_SETTING_INT || table[i].type == SAHUT_SETTING_REAL;
        if (number && table[i].min <= table[i].max &&
            !(value >= table[i].min && value <= table[i].max))
            abort();
    }
    const struct sahut_device_setting *list = sahut_settings_devices(s, &devices);
    for (size_t i = 0; i < devices; i++)
        if (!list[i].name[0] || !list[i].place[0])
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[BYTES_PATH];
    struct sahut_settings *s;
    size_t reports = 0;
    /* Not files that the bytes happen to name. */
    if (memmem(data, size, "@include", 8))
        return 0;
    int fd = bytes_file(data, size, path);
    if (fd < 0 || sahut_settings_new(&s))
        abort();
    int err = sahut_settings_read(s, path, count_report, &reports);
    if ((err != 0) != (reports != 0))
        abort();
    check_values(s);
    sahut_settings_free(s);
    bytes_file_close(fd);
    return 0;
}
