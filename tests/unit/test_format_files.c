/*
 * The formatter on every text that lies in the repository: what must hold for
 * all texts holds for them, and those that compile keep their image, laid out
 * and in the other language.
 */
#include "tests/unit/formatted.h"

#include "tests/unit/all_texts.h"
#include "tests/unit/image_id.h"

/* Does it parse, and is it a text at all? */
static bool is_well_formed(struct bench *b, const struct a_text *t)
{
    struct diags diags;
    diags_init(&diags, &b->arena, &b->sources);
    const struct ast_program *p = program_parse_text(t->path, t->text, t->len, &b->arena, &b->names,
                                                     &diags);
    return p->main->tree && parse(b, p->main->source->text).is_faultless;
}

static void assert_image_stays(struct bench *b, const struct a_text *t, const char *id)
{
    const char *text = strncmp(t->text, "\xEF\xBB\xBF", 3) == 0 ? t->text + 3 : t->text;
    for (int language = 0; language < N_LANGUAGES; language++) {
        char again[ID_SIZE];
        const char *laid = format(b, text, (enum language)language);
        if (!image_id_of(t->path, laid, strlen(laid), again, stderr))
            fail_msg("%s does not compile any more:\n%s", t->path, laid);
        assert_string_equal(id, again);
    }
}

static void test_all_texts(void **state)
{
    uint32_t n_formatted = 0, n_compiled = 0;
    (void)state;
    all_texts_load();
    for (uint32_t i = 0; i < all_texts.n; i++) {
        const struct a_text *t = &all_texts.at[i];
        char id[ID_SIZE];
        struct bench b;
        bench_open(&b);
        if (is_well_formed(&b, t)) {
            if (!formats(&b, t->text))
                fail_msg("in %s", t->path);
            n_formatted++;
            if (image_id_of(t->path, t->text, t->len, id, NULL)) {
                assert_image_stays(&b, t, id);
                n_compiled++;
            }
        }
        arena_free(&b.arena);
    }
    printf("note: %u texts, %u formatted, %u compiled\n", (unsigned)all_texts.n,
           (unsigned)n_formatted, (unsigned)n_compiled);
    assert_true(n_formatted > 100 && n_compiled > 30);
    all_texts_free();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
