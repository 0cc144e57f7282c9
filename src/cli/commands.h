// SPDX-License-Identifier: GPL-3.0-or-later
/** The commands and their options, defined once: parsing, --help, completions and sahut(1) derive
 * from this table. Pure data: the generator of the man page is linked with it alone. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include <stdbool.h>

struct cli_option {
    const char *name;     /**< long name without the dashes */
    const char *argument; /**< what it takes ("FILE"), NULL for a switch */
    const char *help;     /**< one sentence, no full stop */
};

struct cli_command {
    const char *name;
    const char *operands;             /**< "FILE..." */
    int min_operands, max_operands;   /**< max -1: any number */
    const char *summary;              /**< one line */
    const char *details;              /**< paragraphs for the man page and --help */
    const struct cli_option *options; /**< ends with a NULL name */
    bool hidden;
};

/** Ends with a NULL name. */
extern const struct cli_command cli_commands[];
/** Taken by every command. */
extern const struct cli_option cli_common_options[];

#endif
