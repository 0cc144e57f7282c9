// SPDX-License-Identifier: GPL-3.0-or-later
/** An adapted acoustic model (sahut/adapt.h) beside the one that it was made from. */
#ifndef HEAR_ADAPTED_H
#define HEAR_ADAPTED_H

#include <stdbool.h>

/** Do means and sendump in the folder `adapted` belong to the acoustic model? PocketSphinx ends the
 * process when they do not. False without a message if there is no such folder, or for NULL. */
bool adapted_fits(const char *adapted, const char *model);

#endif
