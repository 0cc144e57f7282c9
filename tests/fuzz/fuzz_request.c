// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a line of the control socket: a request that keeps the table's promises, or an error
 * that can be sent. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "link/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_request(const struct link_words *w)
{
    for (const struct sahut_method_param *p = w->method->params; p->name; p++) {
        const json_t *value = json_object_get(w->params, p->name);
        assert(value || !p->required);
        switch (p->type) {
        case SAHUT_METHOD_TEXT:
            assert(!value || json_is_string(value));
            break;
        case SAHUT_METHOD_BOOL:
            assert(!value || json_is_boolean(value));
            break;
        case SAHUT_METHOD_INT:
            assert(!value || json_is_integer(value));
            break;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct link_words w;
    int err = link_words_read((const char *)data, size, &w);
    assert(w.id);
    if (err) {
        json_t *error = link_error(json_incref(w.id), w.code, w.why.text);
        char *line = json_dumps(error, JSON_COMPACT);
        assert(line && !strchr(line, '\n'));
        free(line);
        json_decref(error);
    } else {
        assert(w.method);
        check_request(&w);
    }
    link_words_finish(&w);
    return 0;
}
