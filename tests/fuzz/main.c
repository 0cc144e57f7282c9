// SPDX-License-Identifier: GPL-3.0-or-later
/* Runs a fuzz target on files, or on every file of folders, so that a corpus is checked without a
 * fuzzer:
 *
 *   gcc -g -fsanitize=address,undefined -Iinclude -Isrc tests/fuzz/main.c tests/fuzz/fuzz_X.c \
 *       LIBRARIES -o fuzz_X && ./fuzz_X tests/fuzz/corpus/X
 *
 * With clang, -fsanitize=fuzzer takes the place of this file.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    struct stat st;
    if (!f || fstat(fileno(f), &st)) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        if (f)
            fclose(f);
        return 1;
    }
    /* Exactly as many bytes as there are, so that a sanitizer sees reads past the end. */
    size_t size = (size_t)st.st_size;
    uint8_t *data = malloc(size ? size : 1);
    size_t n = data ? fread(data, 1, size, f) : 0;
    fclose(f);
    if (data && n == size)
        LLVMFuzzerTestOneInput(data, size);
    else
        fprintf(stderr, "%s: cannot be read\n", path);
    free(data);
    return n != size;
}

static int run(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return run_file(path);
    int failed = 0;
    size_t files = 0;
    for (struct dirent *e; (e = readdir(folder));) {
        char inside[4096];
        if (e->d_name[0] == '.')
            continue;
        snprintf(inside, sizeof(inside), "%s/%s", path, e->d_name);
        failed |= run_file(inside);
        files++;
    }
    closedir(folder);
    printf("%s: %zu files\n", path, files);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= run(argv[i]);
    return failed;
}
