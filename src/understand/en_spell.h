// SPDX-License-Identifier: GPL-3.0-or-later
/** Typed times and dates as words: 0, a negative errno value, or 1 for nothing of the kind. */
#ifndef UNDERSTAND_EN_SPELL_H
#define UNDERSTAND_EN_SPELL_H

struct en_words;

/** Digits at `*s`, thousands separated by commas allowed; -1 if none or more than 15. */
long long en_take_digits(const char **s, int *count);
/** `minute` -1 if none is typed; `rest` is what stands behind it: ":30", "pm". */
int en_say_time(struct en_words *w, int hour, int hour_digits, int minute, const char *rest);
/** "2026-03-05", "05.03.2026", "15-oct", "7/17-7/18". */
int en_say_date(struct en_words *w, const char *s);
/** "3/5", "3/5/2026", "3/2026", of which `a` is taken: which is the month is settled where a date
 * is read. */
int en_say_slashed(struct en_words *w, long long a, const char *s);

#endif
