/*
 * A condition of a decision by data as the page shows it: fields by their
 * printed names, signs and numbers as people write them. What a sign compares
 * with stands on its line (a space that does not break).
 */
#include "compiler/draw/words.h"

#define NO_BREAK "\u00a0"

static const struct {
    const char *sign;        /* NULL: a word, or none */
    int binding;             /* how tightly; 0: a leaf */
} operators[N_EXPR_OPS] = {
    [EXPR_OR] = {NULL, 1},      [EXPR_AND] = {NULL, 2},      [EXPR_NOT] = {NULL, 3},
    [EXPR_EQUAL] = {"=", 4},    [EXPR_UNEQUAL] = {"\u2260", 4}, [EXPR_LESS] = {"<", 4},
    [EXPR_GREATER] = {">", 4},  [EXPR_AT_MOST] = {"\u2264", 4}, [EXPR_AT_LEAST] = {"\u2265", 4},
    [EXPR_ADD] = {"+", 5},      [EXPR_SUBTRACT] = {"\u2212", 5},
    [EXPR_MULTIPLY] = {"\u00d7", 6}, [EXPR_DIVIDE] = {"/", 6}, [EXPR_NEGATE] = {NULL, 7},
};

static const char *leaf_text(const struct sop *sop, const struct expr *e, struct arena *arena)
{
    if (e->op == EXPR_FIELD) {
        const struct field *field = &sop->fields.at[e->field];
        return field->name ? field->name : field->id;
    }
    if (e->op == EXPR_NUMBER)
        return draw_number(e->number, sop->language, arena);
    if (e->op == EXPR_TRUTH)
        return draw_word(e->number ? DRAW_WORD_YES : DRAW_WORD_NO, sop->language);
    return expr_text(sop, e, arena);
}

/* In parentheses where it binds less than its place asks for. */
static const char *operand_text(const struct sop *sop, const struct expr *e, int least,
                                struct arena *arena)
{
    const char *text = draw_condition(sop, e, arena);
    int own = operators[e->op].binding;
    return own && own < least ? arena_printf(arena, "(%s)", text) : text;
}

const char *draw_condition(const struct sop *sop, const struct expr *e, struct arena *arena)
{
    int own = operators[e->op].binding;
    if (!own)
        return leaf_text(sop, e, arena);
    const char *a = operand_text(sop, e->a, own + (own == 4), arena);
    if (e->op == EXPR_NOT)
        return draw_sentence(arena, DRAW_WORD_NOT, sop->language, a);
    if (!e->b)
        return arena_printf(arena, "\u2212%s", a);
    const char *b = operand_text(sop, e->b, own + 1, arena);
    if (!operators[e->op].sign)
        return arena_printf(arena, "%s%s%s", a,
                            draw_word(e->op == EXPR_AND ? DRAW_WORD_AND : DRAW_WORD_OR,
                                      sop->language), b);
    return arena_printf(arena, "%s %s" NO_BREAK "%s", a, operators[e->op].sign, b);
}
