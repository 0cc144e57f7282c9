// SPDX-License-Identifier: GPL-3.0-or-later
/** One line of the control socket, read and checked against the table of methods. */
#ifndef LINK_REQUEST_H
#define LINK_REQUEST_H

#include <jansson.h>
#include <stddef.h>

#include "sahut/methods.h"
#include "sahut/why.h"

struct link_words {
    json_t *id;                        /**< owned; never NULL, JSON null if none was given */
    const struct sahut_method *method; /**< NULL on an error */
    json_t *root;                      /**< owned; keeps the parameters alive */
    json_t *params;                    /**< an object, in `root`; NULL: none given */
    const char *code;                  /**< of the error */
    struct sahut_why why;              /**< the error's message */
};

/** Reads `n` bytes without their newline. 0, or -EINVAL with code and why; link_words_finish is
 * wanted in either case. */
int link_words_read(const char *line, size_t n, struct link_words *out);
void link_words_finish(struct link_words *words);

/** {"id":…,"error":{"code":…,"message":…}}; takes `id`. */
json_t *link_error(json_t *id, const char *code, const char *message);

#endif
