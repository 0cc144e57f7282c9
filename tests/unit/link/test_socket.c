// SPDX-License-Identifier: GPL-3.0-or-later
/* The socket's file: left behind, in the way, served already; and who may act. */
#include "serving.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "link/socket.h"

static void in_folder(char folder[40], char path[64])
{
    strcpy(folder, "/tmp/sahut-link-XXXXXX");
    assert_non_null(mkdtemp(folder));
    chmod(folder, 0755);
    snprintf(path, 64, "%s/control", folder);
}

static void out_folder(const char *folder, const char *path)
{
    char lock[80];
    snprintf(lock, sizeof(lock), "%s.lock", path);
    unlink(lock);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

static void stale_file_is_replaced(void **state)
{
    char folder[40], path[64];
    struct link_socket s;
    struct stat st;
    in_folder(folder, path);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    close(fd); /* as after a crash: the file stays */
    assert_int_equal(link_socket_open(path, true, &s, NULL), 0);
    assert_int_equal(lstat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0666);
    close(s.fd);
    link_socket_close(&s);
    assert_int_equal(link_socket_open(path, false, &s, NULL), 0);
    assert_int_equal(lstat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0660);
    close(s.fd);
    link_socket_close(&s);
    assert_int_equal(lstat(path, &st), -1);
    out_folder(folder, path);
}

static void second_is_refused(void **state)
{
    char folder[40], path[64], pid[32];
    struct link_socket first, second;
    struct sahut_why why;
    in_folder(folder, path);
    assert_int_equal(link_socket_open(path, true, &first, NULL), 0);
    assert_int_equal(link_socket_open(path, true, &second, &why), -EADDRINUSE);
    snprintf(pid, sizeof(pid), "(process %d)", (int)getpid());
    assert_non_null(strstr(why.text, pid));
    assert_non_null(strstr(why.text, path));
    assert_int_equal(access(path, F_OK), 0); /* and the first one still serves */
    close(first.fd);
    link_socket_close(&first);
    out_folder(folder, path);
}

static void what_cannot_be(void **state)
{
    char folder[40], path[64], other[200];
    struct link_socket s;
    struct sahut_why why;
    in_folder(folder, path);
    FILE *f = fopen(path, "w");
    fclose(f);
    assert_int_equal(link_socket_open(path, true, &s, &why), -EEXIST);
    assert_non_null(strstr(why.text, "no socket"));
    assert_int_equal(access(path, F_OK), 0);
    snprintf(other, sizeof(other), "%s/none/control", folder);
    assert_int_equal(link_socket_open(other, true, &s, &why), -ENOENT);
    assert_non_null(strstr(why.text, "make the folder first"));
    memset(other, 'a', 150);
    other[0] = '/';
    other[150] = 0;
    assert_int_equal(link_socket_open(other, true, &s, &why), -ENAMETOOLONG);
    assert_non_null(strstr(why.text, "107 bytes"));
    out_folder(folder, path);
}

/* What the daemon's end sees of a child that took these ids before it connected. */
static struct link_peer seen(const char *path, const struct link_socket *s, uid_t uid, gid_t gid,
                             gid_t more)
{
    pid_t child = fork();
    if (child == 0) {
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        strcpy(address.sun_path, path);
        int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (setgroups(1, &more) || setgid(gid) || setuid(uid) ||
            connect(fd, (struct sockaddr *)&address, sizeof(address)))
            _exit(1);
        char c;
        _exit(read(fd, &c, 1) != 0);
    }
    int fd = -1, status;
    while (fd < 0 && waitpid(child, &status, WNOHANG) == 0)
        fd = accept(s->fd, NULL, NULL);
    assert_true(fd >= 0);
    struct link_peer peer = link_socket_peer(fd, s->group);
    assert_int_equal(peer.pid, child);
    assert_int_equal(peer.uid, uid);
    close(fd);
    waitpid(child, &status, 0);
    return peer;
}

static void who_may_act(void **state)
{
    char folder[40], path[64];
    struct link_socket s;
    if (geteuid() != 0) {
        print_message("# skipped: only root can be somebody else\n");
        return;
    }
    in_folder(folder, path);
    assert_int_equal(link_socket_open(path, true, &s, NULL), 0);
    assert_int_equal(chown(path, 0, 4242), 0);
    s.group = 4242;
    static const struct {
        uid_t uid;
        gid_t gid, more;
        enum sahut_method_level level;
    } rows[] = {
        {0, 0, 0, SAHUT_METHOD_ACT},          {1234, 4242, 1234, SAHUT_METHOD_ACT},
        {1234, 1234, 4242, SAHUT_METHOD_ACT}, {1234, 1234, 1234, SAHUT_METHOD_READ},
        {1234, 0, 0, SAHUT_METHOD_READ},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(seen(path, &s, rows[i].uid, rows[i].gid, rows[i].more).level,
                         rows[i].level);
    close(s.fd);
    link_socket_close(&s);
    out_folder(folder, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stale_file_is_replaced),
        cmocka_unit_test(second_is_refused),
        cmocka_unit_test(what_cannot_be),
        cmocka_unit_test(who_may_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
