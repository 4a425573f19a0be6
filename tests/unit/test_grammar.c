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
                 "E0114 H0327 E0201");
    ASSERT_CODES("stop x \"X\" { actor a \"A\" step s \"S\" by b time 1 day }", "E0111 H0327 E0201");
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
        cmocka_unit_test(test_texts_fold),
        cmocka_unit_test(test_names_of_any_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
