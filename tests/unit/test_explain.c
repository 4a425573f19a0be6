/*
 * The explanations: every code has one, and its examples show what they say:
 * the wrong one that code and nothing else, the right one no fault at all, in
 * English and in Indonesian.
 */
#include <stdio.h>
#include <unistd.h>

#include "tests/unit/formatted.h"

#include "compiler/cli/cli.h"

/* The examples go the way of every text: through a file. */
static char folder[] = "/tmp/sop-explain-XXXXXX";
static char path[sizeof folder + 16];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/example.sop", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void write_example(const struct bytes *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text->data, 1, text->len, f), text->len);
    assert_int_equal(fclose(f), 0);
}

/* All codes of an example, hints too, as "E0201"; NULL: there is no example. */
static char *codes_given(enum code code, bool is_right, enum language language)
{
    struct bytes text = {0}, codes = {0};
    struct compilation c;
    if (!cli_example(&text, code, is_right, language))
        return NULL;
    write_example(&text);
    compile(&c, path);
    bytes_add_string(&codes, "");
    for (uint32_t i = 0; i < c.diags.list.n; i++)
        bytes_printf(&codes, "%s%s", i ? " " : "", code_id(c.diags.list.at[i]->code));
    compile_free(&c);
    bytes_free(&text);
    return codes.data;
}

static const char *codes_wanted(enum code code, bool is_right)
{
    return is_right ? "" : code_id(code);
}

/* Tells which example gives what it should not; how many of them. */
static int check_example(enum code code, bool is_right, enum language language)
{
    const char *wanted = codes_wanted(code, is_right);
    char *codes = codes_given(code, is_right, language);
    bool is_good = !codes || strcmp(codes, wanted) == 0;
    if (!is_good)
        print_error("%s, %s example %d gives [%s]\n", code_id(code), is_right ? "right" : "wrong",
                    (int)language, codes);
    free(codes);
    return !is_good;
}

static int check_examples(bool is_right)
{
    int n_bad = 0;
    for (enum code code = 0; code < N_CODES; code++)
        for (int l = 0; l < N_LANGUAGES; l++)
            n_bad += check_example(code, is_right, (enum language)l);
    return n_bad;
}

static void test_wrong_examples(void **state)
{
    (void)state;
    assert_int_equal(check_examples(false), 0);
}

static void test_right_examples(void **state)
{
    (void)state;
    assert_int_equal(check_examples(true), 0);
}

/* The right examples are tables as `sopc fmt` lays them out. */
static void test_right_examples_are_laid_out(void **state)
{
    (void)state;
    int n_bad = 0;
    for (enum code code = 0; code < N_CODES; code++) {
        const struct explanation *e = code_explanation(code);
        if (!e || !e->right[LANG_EN].text || e->right[LANG_ID].text)
            continue;
        struct bench b;
        bench_open(&b);
        n_bad += !equal(code_id(code), e->right[LANG_EN].text,
                        format(&b, e->right[LANG_EN].text, LANG_EN));
        arena_free(&b.arena);
    }
    assert_int_equal(n_bad, 0);
}

static void test_every_code_is_explained(void **state)
{
    (void)state;
    int n_missing = 0;
    for (enum code code = 0; code < N_CODES; code++) {
        const struct explanation *e = code_explanation(code);
        for (int l = 0; l < N_LANGUAGES; l++) {
            if (e && e->why[l] && *e->why[l] && !e->wrong[l].text == !e->right[l].text)
                continue;
            print_error("%s is not explained\n", code_id(code));
            n_missing++;
        }
    }
    assert_int_equal(n_missing, 0);
}

static void test_codes_by_id(void **state)
{
    (void)state;
    assert_int_equal(code_by_id("E0201"), E_UNKNOWN_ACTOR);
    assert_int_equal(code_by_id("e0201"), E_UNKNOWN_ACTOR);
    assert_int_equal(code_by_id("w0304"), W_NO_TIME);
    assert_int_equal(code_by_id("E0304"), N_CODES);
    assert_int_equal(code_by_id(""), N_CODES);
    for (enum code code = 0; code < N_CODES; code++)
        assert_int_equal(code_by_id(code_id(code)), code);
}

static void assert_written(struct bytes *b, const char *wanted)
{
    assert_string_equal(b->data, wanted);
    bytes_free(b);
}

static void test_writing(void **state)
{
    (void)state;
    struct bytes b = {0};
    code_title_write(&b, E_UNKNOWN_ACTOR, LANG_ID);
    assert_written(&b, "tidak ada pelaksana `…`");
    prose_write(&b, "one two three", 7);
    assert_written(&b, "one two\nthree\n");
    prose_write(&b, "overlong word", 4);
    assert_written(&b, "overlong\nword\n");
    prose_write(&b, "one `two - three` four", 8);
    assert_written(&b, "one\n`two - three`\nfour\n");
    example_write(&b, "a\n\n  b\0\tc\xE9\nd", 12, "> ");
    assert_written(&b, "> a\n\n>   b\\x00\\x09c\\xe9\n> d\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_is_explained),
        cmocka_unit_test(test_wrong_examples),
        cmocka_unit_test(test_right_examples),
        cmocka_unit_test(test_right_examples_are_laid_out),
        cmocka_unit_test(test_codes_by_id),
        cmocka_unit_test(test_writing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
