// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/order_sound.h"

#include <string.h>

size_t order_sound(const struct recognised *r, int64_t wake_end, size_t n, size_t *begin)
{
    if (r->free_end > r->free_start || strchr(r->text, SAHUT_FREE_WORD[0]))
        return 0;
    const int64_t start = (int64_t)r->start;
    int64_t from = start - ORDER_SOUND_MARGIN;
    int64_t between = wake_end <= 0 ? 0 : wake_end < start ? (wake_end + start) / 2 : start;
    size_t to = r->end + ORDER_SOUND_MARGIN;
    from = from > between ? from : between;
    to = to < n ? to : n;
    if ((int64_t)to <= from)
        return 0;
    *begin = (size_t)from;
    return to - (size_t)from;
}
