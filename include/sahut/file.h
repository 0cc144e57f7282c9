// SPDX-License-Identifier: GPL-3.0-or-later
/** Files that are replaced as a whole or not at all, also when the power fails: the new bytes are
 * written under a hidden name in the same folder, synced, and take the old one's place; then the
 * folder is synced. */
#ifndef SAHUT_FILE_H
#define SAHUT_FILE_H

#include <stddef.h>
#include <sys/types.h>

/** Looked at when the new bytes are on the disk: anything but 0 leaves the old file and is
 * returned. */
typedef int sahut_file_check(void *ctx);

/** `mode`: permissions; 0 for those of the file before, or what the umask leaves of 0666. `check`
 * may be NULL. 0 or -errno; then nothing has changed, but for -EIO of the folder's sync. */
int sahut_file_replace(const char *path, const void *bytes, size_t n, mode_t mode,
                       sahut_file_check *check, void *ctx);
/** The same for a file that is complete: `from`, in the same folder, becomes `path`. */
int sahut_file_rename(const char *from, const char *path);
/** Deletes a file, and that is on the disk, too. */
int sahut_file_delete(const char *path);

#endif
