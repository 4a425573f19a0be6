/*
 * Broken texts: every token of every example left out, said twice or swapped
 * with its neighbour. The front end must answer each with faults in the
 * user's words (or none), never crash, hang, or leak a word of the parser.
 */
#include "tests/unit/compiled.h"

#include <glob.h>

enum damage { LEFT_OUT, TWICE, SWAPPED, N_DAMAGES };

/* One damaged text through all floors; its messages go into out. */
static void tell_faults(const char *path, const struct bytes *text, struct bytes *out)
{
    struct arena arena;
    struct interner names;
    struct sources sources = {.arena = &arena};
    struct diags diags;
    arena_init(&arena, abort);
    intern_init(&names, &arena);
    diags_init(&diags, &arena, &sources);
    const struct ast_program *program =
        program_parse_text(path, text->data ? text->data : "", text->len, &arena, &names, &diags);
    const struct model *model = model_build(program, &arena, &names, &diags);
    for (uint32_t i = 0; i < model->sops.n; i++) {
        const struct flow *flow = flow_build(&model->sops.at[i], &arena);
        if (!model->sops.at[i].is_broken)
            compiled_check(flow, &arena, &diags);
    }
    diags_sort(&diags);
    for (uint32_t i = 0; i < diags.list.n; i++) {
        for (int l = 0; l < N_LANGUAGES; l++) {
            sentence_write(out, &diags.list.at[i]->message, (enum language)l);
            bytes_add_char(out, '\n');
        }
        assert_true(diags.list.at[i]->span.end >= diags.list.at[i]->span.start);
    }
    arena_free(&arena);
}

/* Words that belong to bison, flex or C, never to a person. */
static void assert_no_parser_word(const struct bytes *messages, const struct bytes *text)
{
    static const char *const words[] = {"TOK_", "syntax error", "$end", "YY", "(null)", "NODE_",
                                        "invalid token", "memory exhausted", "`'"};
    for (uint32_t i = 0; i < COUNT_OF(words); i++)
        if (messages->data && strstr(messages->data, words[i]))
            fail_msg("`%s` in a message:\n%s\nfor:\n%s", words[i], messages->data, text->data);
}

static void add_range(struct bytes *b, const struct bytes *text, uint32_t from, uint32_t to)
{
    bytes_add(b, text->data + from, to - from);
}

/* The text with its i-th token damaged. */
static void damage(const struct bytes *text, const token_list *tokens, uint32_t i, uint32_t base,
                   enum damage how, struct bytes *out)
{
    uint32_t a = tokens->at[i].span.start - base, b = tokens->at[i].span.end - base;
    out->len = 0;
    add_range(out, text, 0, a);
    if (how == TWICE) {
        add_range(out, text, a, b);
        bytes_add_char(out, ' ');
        add_range(out, text, a, b);
    } else if (how == SWAPPED && i + 1 < tokens->n &&
               tokens->at[i + 1].span.start - base >= b) {   /* two words read as one overlap */
        uint32_t c = tokens->at[i + 1].span.start - base, d = tokens->at[i + 1].span.end - base;
        add_range(out, text, c, d);
        add_range(out, text, b, c);
        add_range(out, text, a, b);
        b = d;
    }
    add_range(out, text, b, (uint32_t)text->len);
}

static uint32_t damage_file(const char *path, enum damage how)
{
    struct bytes text = {0}, broken = {0}, messages = {0};
    assert_int_equal(os_read_file(path, LONGEST_SOURCE, &text), ERR_NONE);
    struct arena arena;
    struct interner names;
    struct sources sources = {.arena = &arena};
    struct diags diags;
    token_list tokens = {0};
    arena_init(&arena, abort);
    intern_init(&names, &arena);
    diags_init(&diags, &arena, &sources);
    struct source *source = source_add(&sources, path, text.data, (uint32_t)text.len);
    source_parse(source, &tokens, &arena, &names, &diags, false);
    for (uint32_t i = 0; i < tokens.n; i++) {
        damage(&text, &tokens, i, source->base, how, &broken);
        messages.len = 0;
        tell_faults(path, &broken, &messages);
        assert_no_parser_word(&messages, &broken);
    }
    uint32_t n = tokens.n;
    arena_free(&arena);
    bytes_free(&text);
    bytes_free(&broken);
    bytes_free(&messages);
    return n;
}

static void damage_all(enum damage how)
{
    static const char *const patterns[] = {"examples/*/*.sop", "tests/golden/*.sop", "tests/run/*.sop"};
    uint32_t n = 0;
    for (uint32_t p = 0; p < COUNT_OF(patterns); p++) {
        glob_t found;
        if (glob(patterns[p], 0, NULL, &found) != 0)
            continue;
        for (size_t i = 0; i < found.gl_pathc; i++)
            n += damage_file(found.gl_pathv[i], how);
        globfree(&found);
    }
    assert_true(n > 3000);   /* the examples were found */
}

static void test_left_out(void **state)
{
    (void)state;
    damage_all(LEFT_OUT);
}

static void test_twice(void **state)
{
    (void)state;
    damage_all(TWICE);
}

static void test_swapped(void **state)
{
    (void)state;
    damage_all(SWAPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_left_out),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_swapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
