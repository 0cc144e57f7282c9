// SPDX-License-Identifier: GPL-3.0-or-later
/* The machine's clock, looked at from outside.
 *
 * Trusted is, in this order,
 *   the kernel says that somebody keeps it in step (chrony, ntpd and timesyncd clear STA_UNSYNC),
 * or it was set from a clock chip at the start (hctosys), and the chip still has a time, a time
 * after this program was written, and still agrees: a wall clock that was set by hand since then
 * does not. A clock that was restored from a file (fake-hwclock, timesyncd's) is neither. */
#include "sahut/clock.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "sahut/text.h"

/* 2026-01-01T00:00:00Z: a clock chip that says less has lost its time. */
#define WRITTEN_MS INT64_C(1767225600000)
/* A chip of 20 ppm that nobody corrects is off by this after two months. */
#define AGREES_MS INT64_C(120000)

/* The first line of root/path; false if there is none. */
static bool read_line(const char *root, const char *path, char *out, size_t size)
{
    struct sahut_text full = {0};
    sahut_text_addf(&full, "%s%s", root ? root : "", path);
    FILE *f = fopen(sahut_text_get(&full), "re");
    bool got = f && fgets(out, (int)size, f);
    if (f)
        fclose(f);
    if (got)
        out[strcspn(out, "\n")] = '\0';
    sahut_text_finish(&full);
    return got && out[0];
}

static int64_t clock_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* One chip of /sys/class/rtc; the one the clock was started from counts before others. */
static void look_at_chip(const char *root, const char *name, struct sahut_clock_facts *out)
{
    char path[128], text[64];
    snprintf(path, sizeof path, "/sys/class/rtc/%.32s/hctosys", name);
    bool started = read_line(root, path, text, sizeof text) && strcmp(text, "1") == 0;
    if (out->rtc_started || (out->has_rtc && !started))
        return;
    out->has_rtc = true;
    out->rtc_started = started;
    snprintf(path, sizeof path, "/sys/class/rtc/%.32s/since_epoch", name);
    out->rtc_readable = read_line(root, path, text, sizeof text);
    out->rtc_ms = out->rtc_readable ? strtoll(text, NULL, 10) * 1000 : 0;
}

static void look_at_chips(const char *root, struct sahut_clock_facts *out)
{
    struct sahut_text folder = {0};
    sahut_text_addf(&folder, "%s/sys/class/rtc", root ? root : "");
    DIR *d = opendir(sahut_text_get(&folder));
    for (struct dirent *entry; d && (entry = readdir(d));)
        if (entry->d_name[0] != '.')
            look_at_chip(root, entry->d_name, out);
    if (d)
        closedir(d);
    sahut_text_finish(&folder);
}

/* A kernel without /proc/sys does not tell one start of the machine from another. Then each start
 * of the program counts as one: what rings may ring once more, and is not lost. */
static pthread_once_t started = PTHREAD_ONCE_INIT;
static char this_start[SAHUT_BOOT_ID];

static void name_this_start(void)
{
    snprintf(this_start, sizeof this_start, "start-%d-%lld", (int)getpid(),
             (long long)clock_ms(CLOCK_REALTIME));
}

void sahut_clock_look(const char *root, struct sahut_clock_facts *out)
{
    struct timex kernel = {.modes = 0};
    char boot_id[64];
    pthread_once(&started, name_this_start);
    *out = (struct sahut_clock_facts){0};
    bool known = read_line(root, "/proc/sys/kernel/random/boot_id", boot_id, sizeof boot_id);
    snprintf(out->boot_id, sizeof out->boot_id, "%.36s", known ? boot_id : this_start);
    look_at_chips(root, out);
    out->synchronised = adjtimex(&kernel) >= 0 && !(kernel.status & STA_UNSYNC);
    out->wall_ms = clock_ms(CLOCK_REALTIME);
    out->boot_ms = clock_ms(CLOCK_BOOTTIME);
}

static const char *chip_verdict(const struct sahut_clock_facts *f)
{
    if (!f->has_rtc)
        return "not synchronised, and this board has no clock chip";
    if (!f->rtc_readable || f->rtc_ms < WRITTEN_MS)
        return "not synchronised, and the clock chip has lost its time (battery?)";
    if (!f->rtc_started)
        return "not synchronised, and not started from the clock chip";
    if (llabs(f->rtc_ms - f->wall_ms) > AGREES_MS)
        return "not synchronised, and the clock chip says another time";
    return NULL;
}

void sahut_clock_judge(const struct sahut_clock_facts *facts, struct sahut_clock *out)
{
    const char *doubt = facts->synchronised ? NULL : chip_verdict(facts);
    *out = (struct sahut_clock){.boot_minus_wall_ms = facts->boot_ms - facts->wall_ms,
                                .trusted = !doubt};
    memcpy(out->boot_id, facts->boot_id, sizeof out->boot_id);
    snprintf(out->why, sizeof out->why, "%s",
             doubt                 ? doubt
             : facts->synchronised ? "synchronised over the network"
                                   : "started from the clock chip");
}

void sahut_clock_read(struct sahut_clock *out)
{
    struct sahut_clock_facts facts;
    sahut_clock_look(NULL, &facts);
    sahut_clock_judge(&facts, out);
}

struct sahut_clock sahut_clock_virtual(void)
{
    return (struct sahut_clock){
        .boot_id = "virtual", .boot_minus_wall_ms = 0, .trusted = true, .why = "a virtual clock"};
}
