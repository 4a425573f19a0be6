/* export: the JSON document, key by key, and whatever the texts may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

#include "compiler/export/export.h"
#include "tests/unit/sample_flow.h"

/* The whole document, read again; free it with json_decref. */
static json_t *exported(struct sample *s)
{
    const struct flow *flow = sample_flow(s);
    struct bytes out = {0};
    json_error_t fault;
    export_json(&flow, 1, &s->arena, &out);
    assert_int_equal(utf8_check(out.data, out.len), out.len);
    json_t *root = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, &fault);
    assert_non_null(root);
    bytes_free(&out);
    return root;
}

static json_t *sop_of(json_t *root)
{
    return json_array_get(json_object_get(root, "sops"), 0);
}

static json_t *row_of(json_t *root, size_t row)
{
    return json_array_get(json_object_get(sop_of(root), "rows"), row);
}

/* A part of the document, as text on one line. */
static void assert_is(const json_t *value, const char *wanted)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    assert_string_equal(text, wanted);
    free(text);
}

static void assert_row_is(json_t *root, size_t row, const char *key, const char *wanted)
{
    assert_non_null(json_object_get(row_of(root, row), key));
    assert_is(json_object_get(row_of(root, row), key), wanted);
}

/* One row of everything, written out. */
static void test_document(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "pengumpulan", "Pengumpulan Data");
    s.sop->language = LANG_ID;
    s.sop->identity.created = "2024-01-02";
    s.sop->identity.effective = "2024-01";
    s.sop->identity.approver_title = "Kepala Dinas";
    *LIST_ADD(&s.arena, &s.sop->identity.lists[LIST_BASIS]) = "Undang-Undang";
    *LIST_ADD(&s.arena, &s.sop->identity.lists[LIST_RECORDS]) = "Buku \"agenda\"";
    uint32_t kadis = sample_actor(&s, "kadis", "Kepala Dinas");
    sample_step(&s, "perintah", kadis, 5);
    sample_at(&s, 0)->text = "Memerintahkan";
    sample_at(&s, 0)->wait = sample_minutes(30);
    *LIST_ADD(&s.arena, &sample_at(&s, 0)->inputs) = "Disposisi";
    sample_arc(&s, 0, NONE, TO_END);
    json_t *root = exported(&s);
    assert_is(root,
              "{\"format_version\":1,\"sops\":[{\"id\":\"pengumpulan\","
              "\"title\":\"Pengumpulan Data\",\"language\":\"id\",\"unit\":null,"
              "\"number\":null,\"created\":\"2024-01-02\",\"revised\":null,"
              "\"effective\":\"2024-01\","
              "\"approved_by\":{\"title\":\"Kepala Dinas\",\"name\":null,\"id\":null},"
              "\"basis\":[\"Undang-Undang\"],\"qualification\":[],\"related\":[],"
              "\"equipment\":[],\"warning\":[],\"records\":[\"Buku \\\"agenda\\\"\"],\"purpose\":[],\"scope\":[],\"definition\":[],\"history\":[],"
              "\"actors\":[{\"id\":\"kadis\",\"name\":\"Kepala Dinas\",\"count\":1}],"
              "\"rows\":[{\"no\":1,\"id\":\"perintah\",\"kind\":\"step\","
              "\"text\":\"Memerintahkan\",\"actors\":[\"kadis\"],\"mode\":\"all\","
              "\"each\":false,\"assisted_by\":[],\"inputs\":[\"Disposisi\"],\"outputs\":[],"
              "\"note\":null,\"work\":{\"value\":5,\"unit\":\"minute\"},\"work_minutes\":5,"
              "\"wait_minutes\":30,\"phase\":null,\"after\":[],\"next\":[\"end\"],"
              "\"outcomes\":[]}]}]}");
    json_decref(root);
    sample_close(&s);
}

static void test_durations(void **state)
{
    (void)state;
    static const struct {
        struct duration work;
        const char *json, *minutes;
    } cases[] = {
        {{0}, "null", "0"},
        {{.kind = DURATION_FIXED, .unit = UNIT_HOUR, .a = 25000},
         "{\"value\":2.5,\"unit\":\"hour\"}", "150"},
        {{.kind = DURATION_FIXED, .unit = UNIT_DAY, .a = 10000},
         "{\"value\":1,\"unit\":\"day\"}", "480"},
        {{.kind = DURATION_UNIFORM, .unit = UNIT_DAY, .a = 20000, .b = 50000},
         "{\"value\":3.5,\"unit\":\"day\",\"distribution\":\"uniform\",\"low\":2,\"high\":5}",
         "1680"},
        {{.kind = DURATION_PERT, .unit = UNIT_MINUTE, .a = 50000, .b = 100000, .c = 210000},
         "{\"value\":11,\"unit\":\"minute\",\"distribution\":\"pert\",\"low\":5,\"likely\":10,"
         "\"high\":21}", "11"},
        {{.kind = DURATION_EXPONENTIAL, .unit = UNIT_MINUTE, .a = 100000, .per_item = 1},
         "{\"value\":10,\"unit\":\"minute\",\"distribution\":\"exponential\","
         "\"per_item\":true}", "10"},
        {{.kind = DURATION_NORMAL, .unit = UNIT_MINUTE, .a = 1000000, .b = 5000},
         "{\"value\":100,\"unit\":\"minute\",\"distribution\":\"normal\",\"deviation\":0.5}",
         "100"},
        {{.kind = DURATION_FIXED, .unit = UNIT_HOUR, .a = 40000, .is_calendar = 1},
         "{\"value\":4,\"unit\":\"hour\",\"calendar\":true}", "240"},
        {{.kind = DURATION_WORDS, .words = "sesuai kebutuhan"},
         "{\"words\":\"sesuai kebutuhan\"}", "0"},
    };
    struct sample s;
    sample_open(&s, "times", "Times");
    uint32_t clerk = sample_actor(&s, "clerk", "Clerk");
    for (uint32_t r = 0; r < COUNT_OF(cases); r++) {
        sample_step(&s, "r", clerk, 0);
        sample_at(&s, r)->work = cases[r].work;
        sample_arc(&s, r, NONE, TO_END);
    }
    json_t *root = exported(&s);
    for (uint32_t r = 0; r < COUNT_OF(cases); r++) {
        assert_row_is(root, r, "work", cases[r].json);
        assert_row_is(root, r, "work_minutes", cases[r].minutes);
    }
    json_decref(root);
    sample_close(&s);
}

/*
 * begin, then (below) check and (after begin) copy; check.yes and copy join in
 * sign; check.no goes back, "Refused" leads to a named end.
 */
static void test_what_follows(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "flow", "Flow");
    uint32_t a = sample_actor(&s, "a", "A"), b = sample_actor(&s, "b", "B");
    uint32_t letter = sample_row(&s, ROW_START, "letter");
    uint32_t begin = sample_step(&s, "begin", a, 1), check = sample_decision(&s, "check", b, 1);
    uint32_t copy = sample_step(&s, "copy", a, 1), sign = sample_step(&s, "sign", a, 1);
    uint32_t refused = sample_row(&s, ROW_END, "refused");
    sample_by(&s, sign, b);
    sample_at(&s, sign)->is_any = true;
    sample_outcome(&s, check, "yes", TO_NEXT);
    sample_outcome(&s, check, "no", begin);
    sample_outcome(&s, check, "Refused", refused);
    sample_at(&s, check)->outcomes.at[0].percent = 80 * DECIMAL_ONE;
    sample_at(&s, check)->outcomes.at[2].percent = 5000;
    sample_at(&s, begin)->after_start = true;
    sample_after(&s, copy, begin, NONE);
    sample_or(&s, sign, sample_after(&s, sign, check, 0), letter, NONE);
    sample_after(&s, sign, copy, NONE);
    sample_arc(&s, letter, NONE, begin);
    sample_arc(&s, begin, NONE, check);
    sample_join(&s, begin, NONE, copy, 0);
    sample_join(&s, check, 0, sign, 0);
    sample_join(&s, check, 0, copy, 0);
    sample_arc(&s, check, 0, copy);
    sample_loop(&s, check, 1, begin);
    sample_jump(&s, check, 2, refused);
    sample_join(&s, copy, NONE, sign, 1);
    sample_arc(&s, sign, NONE, TO_END);
    json_t *root = exported(&s);
    assert_row_is(root, letter, "no", "null");
    assert_row_is(root, letter, "kind", "\"start\"");
    assert_row_is(root, refused, "kind", "\"end\"");
    assert_row_is(root, refused, "next", "[]");
    assert_row_is(root, begin, "no", "1");
    assert_row_is(root, begin, "after", "[[\"start\"]]");
    assert_row_is(root, begin, "next", "[\"check\",\"copy\"]");
    assert_row_is(root, check, "next", "[\"sign\",\"copy\",\"begin\",\"refused\"]");
    assert_row_is(root, check, "outcomes",
                  "[{\"label\":\"yes\",\"probability\":0.8,\"at_most\":null,\"then\":null,"
                  "\"to\":\"copy\"},"
                  "{\"label\":\"no\",\"probability\":null,\"at_most\":null,\"then\":null,"
                  "\"to\":\"begin\"},"
                  "{\"label\":\"Refused\",\"probability\":0.005,\"at_most\":null,\"then\":null,"
                  "\"to\":\"refused\"}]");
    assert_row_is(root, sign, "after", "[[\"check.yes\",\"letter\"],[\"copy\"]]");
    assert_row_is(root, sign, "mode", "\"any\"");
    assert_row_is(root, sign, "actors", "[\"a\",\"b\"]");
    assert_row_is(root, sign, "next", "[\"end\"]");
    json_decref(root);
    sample_close(&s);
}

static void test_people_and_phases(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "people", "People");
    uint32_t bench = sample_actor(&s, "bench", "Bench"), clerk = sample_actor(&s, "clerk", "C");
    *LIST_ADD(&s.arena, &s.sop->actors.at[bench].units) = "Pressure";
    *LIST_ADD(&s.arena, &s.sop->actors.at[bench].units) = "Heat";
    s.sop->actors.at[clerk].count = 4;
    LIST_ADD(&s.arena, &s.sop->phases)->text = "Receipt";
    sample_step(&s, "measure", bench, 1);
    sample_at(&s, 0)->is_each = true;
    sample_at(&s, 0)->phase = 0;
    sample_at(&s, 0)->note = "calm air";
    *LIST_ADD(&s.arena, &sample_at(&s, 0)->assistants) = clerk;
    json_t *root = exported(&s);
    assert_is(json_object_get(sop_of(root), "actors"),
              "[{\"id\":\"bench\",\"name\":\"Bench\",\"count\":2},"
              "{\"id\":\"clerk\",\"name\":\"C\",\"count\":4}]");
    assert_row_is(root, 0, "each", "true");
    assert_row_is(root, 0, "phase", "\"Receipt\"");
    assert_row_is(root, 0, "note", "\"calm air\"");
    assert_row_is(root, 0, "assisted_by", "[\"clerk\"]");
    json_decref(root);
    sample_close(&s);
}

/* Bytes that are no UTF-8 become one sign each; the rest stays. */
static void test_any_text(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "texts", "a\xff\xc3" "b\xed\xa0\x80");
    uint32_t clerk = sample_actor(&s, "clerk", "\xf0\x9f\x98");
    sample_step(&s, "r", clerk, 1);
    sample_at(&s, 0)->text = "tab\tquote\" \\ \x01 日本 \xf0\x9f\x98\x80";
    json_t *root = exported(&s);
    assert_string_equal(json_string_value(json_object_get(sop_of(root), "title")),
                        "a\uFFFD\uFFFD" "b\uFFFD\uFFFD\uFFFD");
    assert_string_equal(json_string_value(json_object_get(row_of(root, 0), "text")),
                        "tab\tquote\" \\ \x01 日本 \xf0\x9f\x98\x80");
    json_decref(root);
    sample_close(&s);
}

static void test_several_and_none(void **state)
{
    (void)state;
    struct sample s, t;
    struct bytes out = {0};
    sample_open(&s, "first", "First");
    sample_open(&t, "second", "Second");
    const struct flow *flows[] = {sample_flow(&s), sample_flow(&t)};
    export_json(flows, 2, &s.arena, &out);
    json_t *root = json_loadb(out.data, out.len, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(root, "sops")), 2);
    json_decref(root);
    out.len = 0;
    export_json(flows, 0, &s.arena, &out);
    root = json_loadb(out.data, out.len, 0, NULL);
    assert_is(root, "{\"format_version\":1,\"sops\":[]}");
    json_decref(root);
    bytes_free(&out);
    sample_close(&s);
    sample_close(&t);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document),          cmocka_unit_test(test_durations),
        cmocka_unit_test(test_what_follows),      cmocka_unit_test(test_people_and_phases),
        cmocka_unit_test(test_any_text),          cmocka_unit_test(test_several_and_none),
    };
    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
