// SPDX-License-Identifier: GPL-3.0-or-later
/* The rest of process 1 of a virtual board (guest/init): lays what was installed and a file system in
 * memory, in which the board lives, above the host's folder, mounts what a system has, and becomes
 * the driver of the scenario. One program, since each one that is started costs a board as much as
 * seconds of its life. The host gives, as kernel arguments:
 *
 *     board_guest, board_install, board_scenarios, board_speech, board_case   folders; the last is
 *                                                                             written to
 *     board_name, board_boot                          which scenario, and the how many-th boot */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static void need(int result, const char *what)
{
    if (result >= 0)
        return;
    perror(what);
    exit(1);
}

static const char *given(const char *name)
{
    const char *value = getenv(name);
    if (!value)
        fprintf(stderr, "boot: no kernel argument %s\n", name);
    return value ? value : "";
}

static void put(const char *type, const char *place, const char *options)
{
    need(mount("none", place, type, 0, options), place);
}

static void lay_layers(void)
{
    static const char *const folders[] = {"files", "work", "root"};
    put("tmpfs", "/board/upper", "");
    need(chdir("/board/upper"), "/board/upper");
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
        need(mkdir(folders[i], 0755), folders[i]);
    put("overlay", "root",
        "lowerdir=/board/install:/,upperdir=/board/upper/files,workdir=/board/upper/work");
    need(chdir("root"), "root");
}

static void mount_all(void)
{
    static const struct {
        const char *type, *place, *folder;
    } rows[] = {
        {"proc", "proc", NULL},
        {"sysfs", "sys", NULL},
        {"devtmpfs", "dev", NULL},
        {"configfs", "sys/kernel/config", NULL},
        {"tmpfs", "run", NULL},
        {"tmpfs", "tmp", NULL},
        {"hostfs", "board/guest", "board_guest"},
        {"hostfs", "board/source", "board_scenarios"},
        {"hostfs", "board/case", "board_case"},
        {"hostfs", "board/speech", "board_speech"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        put(rows[i].type, rows[i].place, rows[i].folder ? given(rows[i].folder) : "");
    need(chmod("tmp", 01777), "tmp");
}

/* Where computing takes no time, whoever yields has to let some pass: see yield.c. */
static void preload_yield(void)
{
    char arguments[4096] = "";
    static const char text[] = "/usr/lib/board/yield.so\n";
    int in = open("proc/cmdline", O_RDONLY);
    need(in, "proc/cmdline");
    need((int)read(in, arguments, sizeof(arguments) - 1), "proc/cmdline");
    close(in);
    if (!strstr(arguments, "time-travel"))
        return;
    int out = open("etc/ld.so.preload", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    need(out, "etc/ld.so.preload");
    need((int)write(out, text, strlen(text)), "etc/ld.so.preload");
    close(out);
}

int main(void)
{
    lay_layers();
    mount_all();
    preload_yield();
    need(chroot("."), "chroot");
    setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    /* Without the site's modules: nothing but the standard library is used. */
    execl("/usr/bin/python3", "python3", "-BSE", "/board/guest/drive.py", given("board_name"),
          given("board_boot"), (char *)NULL);
    perror("python3");
    return 1;
}
