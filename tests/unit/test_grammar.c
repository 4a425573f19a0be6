/* The grammar: its words, what they mean by position, and recovery. */
#include "tests/unit/compiled.h"

#include "grammar/sop.tab.h"

static const struct { const char *token, *spelling[N_LANGUAGES]; } words[] = {
#define WORD(token, class, en, id) {#token, {en, id}},
#define ALIAS(token, en, id) {#token, {en, id}},
#include "grammar/words.def"
#undef WORD
#undef ALIAS
};

static void test_no_spelling_twice(void **state)
{
    (void)state;
    for (int l = 0; l < N_LANGUAGES; l++)
        for (size_t i = 0; i < COUNT_OF(words); i++)
            for (size_t j = 0; j < i; j++)
                if (words[i].spelling[l] && words[j].spelling[l])
                    assert_string_not_equal(words[i].spelling[l], words[j].spelling[l]);
}

#define ROWS(rows) "sop x \"X\" { actor a \"A\"\n step s \"S\" by a time 1 minute\n" rows "\n}"

static void test_words_may_be_names(void **state)
{
    (void)state;
    ASSERT_CODES("sop x \"X\" { actor unit \"U\" document note \"N\" step number \"S\" by unit "
                 "input note time 1 minute step time \"T\" by unit output note time 1 hour "
                 "decision d \"D\" by unit time 1 day yes no -> number }", "");
    ASSERT_CODES("sop x \"X\" { calendar { mon, tue, wed 08:00-12:00 } actor a \"A\" step s \"S\" "
                 "by a time 1 day }", "");
    ASSERT_CODES(ROWS("step end \"E\" by a time 1 minute"),
                 "E0211");
}

static void test_languages(void **state)
{
    (void)state;
    ASSERT_CODES("language id sop x \"X\" { pelaksana a \"A\" langkah s \"S\" oleh a waktu 1 jam }", "");
    ASSERT_CODES("sop x \"X\" { pelaksana a \"A\" langkah s \"S\" oleh a waktu 1 jam }", "E0110");
    ASSERT_CODES("language fr sop x \"X\" { actor a \"A\" step s \"S\" by a time 1 hour }", "E0109");
}

static void test_numbers_never_guessed(void **state)
{
    (void)state;
    ASSERT_CODES(ROWS("step t \"T\" by a time 2.400 minutes"), "E0107");
    ASSERT_CODES(ROWS("step t \"T\" by a time 2,400 minutes"), "E0107");
    ASSERT_CODES(ROWS("step t \"T\" by a time 0.025 minutes"), "");
    ASSERT_CODES(ROWS("step t \"T\" by a time 1,5 minutes"), "E0108");
    ASSERT_CODES(ROWS("step t \"T\" by a time 2_400 minutes"), "");
}

/* Faults that follow each other closely are all told. */
static void test_recovery(void **state)
{
    (void)state;
    ASSERT_CODES(ROWS("step t \"T\" by a tiem 1 minut outptu \"O\""), "E0111 E0111 E0111");
    ASSERT_CODES(ROWS("step t \"T\" by , time 1 minute input input \"I\" step u \"U\" ( by a time 1 day"),
                 "E0114 E0114 E0114");
    ASSERT_CODES("sop x \"X\" { foo bar } sop y \"Y\" { actor a \"A\" step s \"S\" by b time 1 day }",
                 "E0114 E0201");
    ASSERT_CODES("stop x \"X\" { actor a \"A\" step s \"S\" by b time 1 day }", "E0111 E0201");
}

/* Each entry with a fault is told, however close they stand; what follows
 * from a fault is not. */
static void test_every_fault_told(void **state)
{
    (void)state;
    ASSERT_CODES("sop x \"X\" { number 12\nunit Sales\ncreated 2 Januari 2024\nactor a Clerk }",
                 "E0114 E0114 E0119 E0114");
    ASSERT_CODES("sop x \"X\" { effective 2024-13\ncreated 2 Januari 2024 }", "E0119 E0119");
    ASSERT_CODES(ROWS("calendar { mon 8-12 tue 08.00-12:00 zone x holiday 2 }"),
                 "E0114 E0118 E0114 E0119");
    ASSERT_CODES(ROWS("step t \"T\" by a a a a time 1 minute ) ) ) note )"), "E0114 E0114 E0114");
    ASSERT_CODES(ROWS("step t \"T\" by \"Clerk\" time 1 minute"), "E0114");
    ASSERT_CODES(ROWS("step t \"T\" by a, \"Clerk\" time 1 minute after \"S\" "
                      "note \"N\" -> \"S\""),
                 "E0114 E0114 E0114");
    ASSERT_CODES(ROWS("decision t \"T\" by a time 1 minute yes -> \"Late\" -> s"), "E0123");
}

/* What is thrown away behind a fault is neither put right nor judged. */
static void test_left_over(void **state)
{
    (void)state;
    ASSERT_CODES(ROWS("step 2nd \"T\" by a time 1 minute"), "E0114");
    ASSERT_CODES(ROWS("step t \"T\" by a input \"A\" foo \"B\" time 1 minute"), "E0114");
    ASSERT_CODES(ROWS("decision d \"D\" by a time 1 minute yes ->\nno -> s"), "E0123");
    ASSERT_CODES(ROWS("foo { actor b \"B\" step u \"U\" by b time 1 day } }"), "E0114 E0116");
    ASSERT_CODES(ROWS("foo\ndecison d \"D\" by a time 1 minute yes no -> s"), "E0114 E0111");
}

/* A name with a hyphen is told once, and the row behind it is whole. */
static void test_hyphens(void **state)
{
    (void)state;
    ASSERT_CODES(ROWS("step my-first-1 \"T\" by a time 1 minute -> my-first-1"), "E0125 E0403");
    ASSERT_CODES(ROWS("step on-time \"T\" by a time 1 minute step t \"T\" by a after on-time, s "
                      "time 1 minute"), "E0125");
    ASSERT_CODES(ROWS("field x amount \"X\" step t \"T\" by a time 1 minute fills x = 3-1"), "");
    ASSERT_CODES(ROWS("step t \"T\" by a time 1-2 minutes"), "E0117");
}

/* An é is one letter, whether it was typed as one or as two. */
static void test_composed_names(void **state)
{
    (void)state;
    ASSERT_CODES(ROWS("step caf\xc3\xa9 \"T\" by a time 1 minute -> cafe\xcc\x81 "), "E0403");
    ASSERT_CODES(ROWS("step caf\xc3\xa9 \"T\" by a time 1 minute step cafe\xcc\x81 \"T\" by a "
                      "time 1 minute"), "E0206");
}

/* What an unknown language or a lost file would bring along is not told. */
static void test_no_followers(void **state)
{
    (void)state;
    ASSERT_CODES("language english sop x \"X\" { pelaksana a \"A\" langkah s \"S\" oleh a waktu 1 jam }",
                 "E0109");
    ASSERT_CODES("use \"no.sop\" sop x \"X\" of o { step s \"S\" by b time 1 day due 2 days }", "E0901");
    ASSERT_CODES(ROWS("calendar { mon..fri 08:00-07:00 tue 25:00-26:00 } step t \"T\" by a "
                      "time 1 minute due 2 days"), "E0505 E0502 E0502");
    ASSERT_CODES(ROWS("decision t \"T\" by a time 1 minute no -> s"), "E0311");
    /* a row whose word or name is missing takes nothing along */
    ASSERT_CODES(ROWS("t \"T\" by a time 1 minute step u \"U\" by a after t time 1 minute"), "E0114");
    ASSERT_CODES(ROWS("t \"T\" by a time 1 minute yes no -> s"), "E0114");
    ASSERT_CODES(ROWS("actor \"B\" step t \"T\" by b time 1 minute"), "E0114");
    ASSERT_CODES(ROWS("decision t \"T\" by a time 1 minute yes -> end\nno ->\nstep u \"U\" by a "
                      "time 1 minute"), "E0123");
    ASSERT_CODES("office o \"O\" { actor a \"A\" } sop \"X\" of o { step s \"S\" by a time 1 day }",
                 "E0114");
    ASSERT_CODES("office o \"O\" { actor a \"A\" sop x \"X\" of o { step s \"S\" by a time 1 day }",
                 "E0126");
    ASSERT_CODES("sop x \"X\" {\nlegal basis { \"A\" \"B\"\nactor a \"A\"\nstep s \"S\" by a time 1 day }",
                 "E0126");
    ASSERT_CODES("sop x \"X\" {\ncalendar { mon..fri 08:00-12:00\nactor a \"A\"\nstep s \"S\" by a "
                 "time 1 day due 1 day }", "E0126");
    ASSERT_CODES(ROWS("decision t \"T\" by a time 1 minute yes no -> s then -> e "
                      "step u \"U\" by a time 1 minute -> end end e \"E\""), "E0333");
}

static void test_wrong_heads(void **state)
{
    (void)state;
    ASSERT_CODES("sop my-first \"M\" { number 12 actor a \"A\" step s \"S\" by b time 1 day }",
                 "E0125 E0114 E0201");
    ASSERT_CODES("sop \"Purchase\" { number 12 } sop \"Sale\" { number 12 }",
                 "E0114 E0114 E0114 E0114");
    ASSERT_CODES("office \"Acme\" { actor a \"A\" } sop x \"X\" of acme { step s \"S\" by a time 1 day }",
                 "E0114");
    ASSERT_CODES("sop x \"X\" {", "E0115");
}

static void test_misspelt_before_short_names(void **state)
{
    (void)state;
    ASSERT_CODES(ROWS("documnet d \"Paper\""), "E0111");
    ASSERT_CODES(ROWS("decisoin d \"D\" by a time 1 day yes no -> s"), "E0111");
    ASSERT_CODES("language id sop x \"X\" { pelaksana a \"A\" langka s \"S\" oleh a waktu 1 jam }",
                 "E0111");
    ASSERT_CODES(ROWS("legal basi \"L\""), "E0111");
}

static void test_missing_quote(void **state)
{
    (void)state;
    struct compiled c;
    const char *text = "sop m \"M {\n actor c \"Clerk\"\n step s \"S\" by d ;\n}";
    compiled_open(&c, text);
    assert_string_equal(codes_of(&c), "E0105");
    assert_int_equal(c.diags.list.at[0]->span.start, 1 + strcspn(text, "\""));
    compiled_close(&c);
    ASSERT_CODES(ROWS("") "sop x \"X\" { number 12 unit \"Sales", "E0114 E0105");
    ASSERT_CODES("sop x \"X\" { scope \"of two\n lines\" unit \"Sales }\n", "E0105");
}

/* Long lists are no expressions; long chains of `yes` are. */
static void test_nesting_of_expressions(void **state)
{
    (void)state;
    struct bytes list = {0}, chain = {0};
    bytes_add_string(&list, "sop x \"X\" { actor a \"A\" step s \"S\" by a");
    bytes_add_string(&chain, ROWS("decision d \"D\" by a time 1 day when f = yes"));
    chain.len -= 2;
    for (int i = 0; i < 300; i++) {
        bytes_add_string(&list, " or a");
        bytes_add_string(&chain, " or f = yes");
    }
    bytes_add_string(&list, " }");
    struct compiled c;
    compiled_open(&c, list.data);
    assert_null(strstr(codes_of(&c), "E0910"));
    compiled_close(&c);
    compiled_open(&c, chain.data);
    assert_non_null(strstr(codes_of(&c), "E0910"));
    compiled_close(&c);
    bytes_free(&list);
    bytes_free(&chain);
}

/* What follows from a told fault of the flow is not told as another. */
static void test_no_follow_ups(void **state)
{
    (void)state;
    ASSERT_CODES(ROWS("decision d \"D\" by a time 1 day yes yes -> s no -> end\n"
                      "step t \"T\" by a time 1 day after d.no"), "E0312");
    ASSERT_CODES(ROWS("step t \"T\" by a time 1 day after t"), "E0320");
    ASSERT_CODES(ROWS("end e \"E\" step t \"T\" by a time 1 day after e"), "E0321");
    ASSERT_CODES("sop x \"X\" { actor a \"A\" end e \"E\" step s \"S\" by a time 1 day after t\n"
                 "step t \"T\" by a time 1 day after s }", "E0408");
    ASSERT_CODES(ROWS("step t \"T\" by a time 07.30 minutes"), "E0124");
    ASSERT_CODES(ROWS("step t \"T\" by a time 0.30 minutes"), "");
}

static void test_texts_fold(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop x \"One   two\r\n        three\n\n four \\\"five\\\" \\\\\" { actor a \"A\" "
                      "step s \"S\" by a time 1 day }");
    assert_string_equal(codes_of(&c), "");
    assert_string_equal(c.sop->title, "One   two three four \"five\" \\");
    compiled_close(&c);
}

static void test_names_of_any_script(void **state)
{
    (void)state;
    ASSERT_CODES("sop x \"X\" { actor \xe3\x82\xaf\xe3\x83\xac \"K\" step pr\xc3\xbc""fen \"S\" by "
                 "\xe3\x82\xaf\xe3\x83\xac time 1 day }", "");
    ASSERT_CODES(ROWS("step x\xe2\x9c\x93 \"T\" by a time 1 minute"), "E0104");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_spelling_twice),
        cmocka_unit_test(test_words_may_be_names),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_numbers_never_guessed),
        cmocka_unit_test(test_recovery),
        cmocka_unit_test(test_every_fault_told),
        cmocka_unit_test(test_left_over),
        cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_composed_names),
        cmocka_unit_test(test_no_followers),
        cmocka_unit_test(test_wrong_heads),
        cmocka_unit_test(test_misspelt_before_short_names),
        cmocka_unit_test(test_missing_quote),
        cmocka_unit_test(test_nesting_of_expressions),
        cmocka_unit_test(test_no_follow_ups),
        cmocka_unit_test(test_texts_fold),
        cmocka_unit_test(test_names_of_any_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
