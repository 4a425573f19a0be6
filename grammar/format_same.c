/*
 * Does a formatted text still say what the old one said? Asked of every text
 * before it is written: all tokens and comments in their order, and a tree of
 * the same shape.
 */
#include <string.h>

#include "grammar/format.h"

/* A way through a token list that leaves out what the formatter may change. */
struct walk {
    const token_list *tokens;
    uint32_t i;
    uint32_t n_skipped;    /* tokens of the `language` line still to come */
};

static struct walk walk_begin(const token_list *tokens)
{
    struct walk w = {.tokens = tokens};
    uint32_t i = 0;
    while (i < tokens->n && tokens->at[i].kind == TOKEN_COMMENT)
        i++;
    w.n_skipped = i < tokens->n && tokens->at[i].kind == TOK_LANGUAGE ? 2 : 0;
    return w;
}

static const struct token *walk_next(struct walk *w)
{
    while (w->i < w->tokens->n) {
        const struct token *t = &w->tokens->at[w->i++];
        if (t->kind == TOK_COMMA || t->kind == TOK_LBRACE || t->kind == TOK_RBRACE)
            continue;
        if (t->kind == TOKEN_COMMENT || !w->n_skipped)
            return t;
        w->n_skipped--;
    }
    return NULL;
}

static bool is_same_comment(const char *a, const char *b)
{
    size_t a_len = strlen(a), b_len = strlen(b);
    while (a_len && strchr(" \t\r", a[a_len - 1]))
        a_len--;
    while (b_len && strchr(" \t\r", b[b_len - 1]))
        b_len--;
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static bool is_same(const struct token *a, const struct token *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case TOKEN_COMMENT:
        return is_same_comment(a->text, b->text);
    case TOK_NAME: case TOK_STRING: case TOK_NUMBER: case TOK_DATE: case TOK_MONTH: case TOK_CLOCK:
        return a->text == b->text;
    default:
        return true;
    }
}

const struct token *format_lost(const token_list *before, const token_list *after)
{
    struct walk a = walk_begin(before), b = walk_begin(after);
    const struct token *last = NULL;
    for (;;) {
        const struct token *old = walk_next(&a), *new = walk_next(&b);
        if (!old)
            return !new ? NULL : last ? last : new;
        if (!new || !is_same(old, new))
            return old;
        last = old;
    }
}

bool format_keeps(const struct node *before, const struct node *after)
{
    if (!before || !after)
        return before == after;
    const struct node *a = before->first, *b = after->first;
    if (before->kind != after->kind)
        return false;
    for (; a && b; a = a->next, b = b->next)
        if (!format_keeps(a, b))
            return false;
    return !a && !b;
}
