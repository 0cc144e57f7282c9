// SPDX-License-Identifier: GPL-3.0-or-later
/* One line, read: what is refused, with which code and words, and which id the answer carries. */
#include "serving.h"

#include "link/request.h"

static void check(const char *line, size_t n, const char *id, const char *code, const char *words)
{
    struct link_words w;
    int err = link_words_read(line, n, &w);
    char *got = json_dumps(w.id, JSON_ENCODE_ANY);
    if (code && (!err || strcmp(w.code, code) != 0 || !strstr(w.why.text, words)))
        fail_msg("%s: not %s '%s' but %s '%s'", line, code, words, err ? w.code : "ok", w.why.text);
    if (!code && (err || strcmp(w.method->name, words) != 0))
        fail_msg("%s: %s", line, w.why.text);
    if (strcmp(got, id) != 0)
        fail_msg("%s: id %s, not %s", line, got, id);
    json_t *error = link_error(json_incref(w.id), "failed", w.why.text);
    assert_non_null(error);
    json_decref(error);
    free(got);
    link_words_finish(&w);
}

static void lines(void **state)
{
    static const struct {
        const char *line, *id, *code, *words;
    } rows[] = {
        {"{\"id\":1,\"method\":\"status\"}", "1", NULL, "status"},
        {"{\"method\":\"status\"}", "null", NULL, "status"},
        {" {\"id\":\"a\",\"method\":\"status\",\"params\":{}} \r", "\"a\"", NULL, "status"},
        {"{\"id\":null,\"method\":\"ask\",\"params\":{\"text\":\"\"}}", "null", NULL, "ask"},
        {"{\"id\":2,\"method\":\"devices.set\",\"params\":{\"name\":\"lamp\",\"on\":true}}", "2",
         NULL, "devices.set"},
        {"", "null", "malformed", "no JSON"},
        {"hello", "null", "malformed", "no JSON"},
        {"{\"id\":1,\"method\":\"status\"", "null", "malformed", "no JSON"},
        {"{\"id\":1,\"id\":2,\"method\":\"status\"}", "null", "malformed", "duplicate"},
        {"{\"id\":1,\"method\":\"status\"} x", "null", "malformed", "no JSON"},
        {"{\"id\":1,\"method\":\"\\u0000\"}", "null", "malformed", "no JSON"},
        {"{\"id\":1,\"method\":\"\xff\"}", "null", "malformed", "no JSON"},
        {"[]", "null", "bad_request", "a request is an object"},
        {"3", "null", "malformed", "no JSON"},
        {"{}", "null", "bad_request", "needs \"method\""},
        {"{\"id\":1}", "1", "bad_request", "needs \"method\""},
        {"{\"id\":1,\"method\":3}", "1", "bad_request", "needs \"method\""},
        {"{\"id\":{},\"method\":\"status\"}", "null", "bad_request", "'id' must be"},
        {"{\"id\":1.5,\"method\":\"status\"}", "null", "bad_request", "'id' must be"},
        {"{\"id\":4,\"method\":\"statsu\"}", "4", "unknown_method", "did you mean 'status'?"},
        {"{\"id\":4,\"method\":\"\"}", "4", "unknown_method", "there are: status, ask"},
        {"{\"id\":4,\"method\":\"status\",\"params\":[]}", "4", "bad_request", "must be an object"},
        {"{\"id\":4,\"method\":\"status\",\"params\":null}", "4", "bad_request",
         "must be an object"},
        {"{\"id\":4,\"method\":\"status\",\"parms\":{}}", "4", "bad_request",
         "unknown member 'parms'; did you mean 'params'?"},
        {"{\"id\":4,\"method\":\"status\",\"params\":{\"x\":1}}", "4", "bad_request",
         "unknown parameter 'x'; there are: none"},
        {"{\"id\":4,\"method\":\"ask\",\"params\":{\"txet\":\"a\"}}", "4", "bad_request",
         "unknown parameter 'txet'; did you mean 'text'?"},
        {"{\"id\":4,\"method\":\"ask\"}", "4", "bad_request", "'text' of 'ask' is missing"},
        {"{\"id\":4,\"method\":\"ask\",\"params\":{\"text\":1}}", "4", "bad_request",
         "'text' of 'ask' must be a text"},
        {"{\"id\":4,\"method\":\"mute\",\"params\":{\"on\":\"yes\"}}", "4", "bad_request",
         "'on' of 'mute' must be true or false"},
        {"{\"id\":99999999999999999999,\"method\":\"status\"}", "null", "malformed", "no JSON"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check(rows[i].line, strlen(rows[i].line), rows[i].id, rows[i].code, rows[i].words);
}

static void deep_and_long(void **state)
{
    enum { N = SAHUT_LINK_LINE - 1 };
    char *line = test_malloc(N + 1);
    memset(line, '[', N);
    line[N] = 0;
    check(line, N, "null", "malformed", "no JSON");
    memset(line, 'x', N);
    static const char begin[] = "{\"id\":1,\"method\":\"";
    memcpy(line, begin, sizeof(begin) - 1);
    line[N - 2] = '"';
    line[N - 1] = '}';
    check(line, N, "1", "unknown_method", "unknown method 'xxxx");
    /* A long name of characters of three bytes is not cut within one. */
    for (size_t i = sizeof(begin); i + 5 < N; i += 3)
        memcpy(line + i, "\xe2\x82\xac", 3);
    check(line, N, "1", "unknown_method", "unknown method");
    test_free(line);
}

static void the_table_is_whole(void **state)
{
    for (const struct sahut_method *m = sahut_methods; m->name; m++) {
        assert_true(m->summary[0] && m->result[0]);
        for (const struct sahut_method_param *p = m->params; p->name; p++)
            assert_true(p->help[0]);
        for (const struct sahut_method *other = m + 1; other->name; other++)
            assert_string_not_equal(m->name, other->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(deep_and_long),
        cmocka_unit_test(the_table_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
