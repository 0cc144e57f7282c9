// SPDX-License-Identifier: GPL-3.0-or-later
/** Why something failed, in words for the user.
 *
 * A function that can fail because of what the user gave it (a file, a setting, a sentence) takes a
 * `struct sahut_why *`, which may be NULL. On failure, and only then, it holds one line that names
 * the place (file, line, setting), the value, and what would be right. No trailing newline.
 */
#ifndef SAHUT_WHY_H
#define SAHUT_WHY_H

struct sahut_why {
    char text[512];
};

/** Fills `why` (NULL is allowed) and returns `err` unchanged, so that callers write
 * `return sahut_why(why, -EINVAL, "...", ...)`. Too long a text is cut at a UTF-8 boundary. */
int sahut_why(struct sahut_why *why, int err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
