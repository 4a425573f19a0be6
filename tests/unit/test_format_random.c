/*
 * The formatter on random texts: formatted twice is once, there and back is
 * the same, no comment is lost; and a text that compiles keeps its image, in
 * either language. An argument says how many texts of each kind are made.
 */
#include "tests/unit/formatted.h"

#include "tests/unit/image_id.h"
#include "tests/unit/made_text.h"

static uint64_t n_texts = 500;

static void test_texts_that_parse(void **state)
{
    bool is_made[MADE_WORDS] = {false};
    (void)state;
    for (uint64_t seed = 1; seed <= n_texts; seed++) {
        char *text = made_text(seed, 'F', is_made);
        assert_non_null(text);
        assert_formats(text);
        free(text);
    }
    for (size_t i = 0; i < MADE_WORDS; i++)
        if (n_texts >= 500 && !is_made[i] && strcmp(made_words[i].token, "LANGUAGE") != 0)
            fail_msg("no text had the word %s", made_words[i].token);
}

/* Tells its image in `id`. */
static void assert_compiles(const char *text, char id[ID_SIZE])
{
    if (!image_id_of("test.sop", text, strlen(text), id, stderr))
        fail_msg("in the text:\n%s", text);
}

static void test_texts_that_compile(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= n_texts; seed++) {
        char id[ID_SIZE], again[ID_SIZE];
        char *text = made_text(seed, 'H', NULL);
        struct bench b;
        assert_non_null(text);
        assert_formats(text);
        assert_compiles(text, id);
        bench_open(&b);
        for (int language = 0; language < N_LANGUAGES; language++) {
            assert_compiles(format(&b, text, (enum language)language), again);
            assert_string_equal(id, again);
        }
        arena_free(&b.arena);
        free(text);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_that_parse),
        cmocka_unit_test(test_texts_that_compile),
    };
    if (argc > 1)
        n_texts = strtoull(argv[1], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
