// SPDX-License-Identifier: GPL-3.0-or-later
/** Standard output for a program that must not wait for its reader. */
#ifndef CLI_OUTLET_H
#define CLI_OUTLET_H

#include <stdio.h>

/** A stream to standard output. What is written between two fflush is passed on whole or, when the
 * reader is more than 256 KiB behind, not at all; how much was left out is told in the log. What is
 * behind goes out with what is written next. fclose it. NULL: no memory. */
FILE *outlet_open(void);

#endif
