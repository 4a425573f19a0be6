/*
 * Feeding the parser: token by token, so that a word that is plainly a
 * misspelt keyword can be told and put right before the parser stumbles
 * over it. What the parser does stumble over is told in expected.c.
 */
#include <string.h>

#include "grammar/parser.h"

struct node *parser_named(struct parser *p, enum node_kind kind, struct span span,
                          const struct token *name)
{
    struct node *n = ast_new(p->arena, kind, span, name->text);
    n->at = name->span;
    return n;
}

struct node *parser_head(struct parser *p, struct node *word, struct span span,
                         const struct token *name, const struct token *text)
{
    struct node *row = ast_new(p->arena, word->kind, span, name ? name->text : "");
    row->at = name ? name->span : word->span;
    if (text)
        ast_add(row, ast_new(p->arena, NODE_STRING, text->span, text->text));
    return row;
}

struct node *parser_headless(struct parser *p, enum node_kind kind, struct span span,
                             struct node *block)
{
    struct node *n = ast_new(p->arena, kind, span, "");
    return ast_adopt(ast_add(n, ast_new(p->arena, NODE_BAD, span, "")), block);
}

struct node *parser_closed(struct parser *p, struct node *n, struct span brace)
{
    bool is_cut = brace.start == brace.end;
    return is_cut ? ast_add(n, ast_new(p->arena, NODE_BAD, brace, "")) : n;
}

/* ---- words put right -------------------------------------------------- */

static const char *language_name(enum language l)
{
    return l == LANG_ID ? "id" : "en";
}

static void tell_slip(struct parser *p, const struct token *t, const char *text, int token,
                      enum word_slip how)
{
    static const enum code codes[] = {
        [SLIP_SPELLING] = E_MISSPELT, [SLIP_CAPITAL] = E_CAPITAL, [SLIP_LANGUAGE] = E_OTHER_LANGUAGE};
    const char *right = word_spelling(token, p->language);
    struct diag *d = diag_add(p->diags, codes[how], t->span, text, right);
    if (how == SLIP_LANGUAGE)
        diag_help(p->diags, d, T_OTHER_LANGUAGE, right,
                  language_name(p->language == LANG_EN ? LANG_ID : LANG_EN));
    else
        diag_help(p->diags, d, T_WRITE, right);
}

/* `legal basi`: the word meant may stand in two tokens. */
static const char *two_words(const struct parser *p, const struct token *t)
{
    const struct token *next = t + 1;
    if (next >= p->tokens->at + p->tokens->n || next->kind != TOK_NAME)
        return NULL;
    return arena_printf(p->arena, "%s %s", t->text, next->text);
}

static bool repair_with(struct parser *p, struct sop_pstate *state, struct token *t,
                        const char *text, bool takes_next)
{
    int expected[PARSER_N_TOKENS];
    bool is_expected[PARSER_N_TOKENS] = {false};
    int n = parser_expected(state, expected);
    for (int i = 0; i < n; i++)
        is_expected[expected[i]] = true;
    enum word_slip how;
    int meant = is_expected[TOK_NAME] ? 0 : word_meant(p, text, is_expected, &how);
    if (!meant)
        return false;
    if (takes_next)
        t->span.end = t[1].span.end;
    tell_slip(p, t, text, meant, how);
    t->kind = meant;
    return true;
}

static bool begins_line(const struct parser *p, const struct token *t)
{
    const char *text = p->source->text;
    uint32_t i = t->span.start - p->source->base;
    while (i && (text[i - 1] == ' ' || text[i - 1] == '\t'))
        i--;
    return !i || text[i - 1] == '\n';
}

/* Puts a misspelt keyword right; how many tokens it took. Asking the parser
 * what it expects is dear, so only words that look like keywords ask. */
static uint32_t repair(struct parser *p, struct sop_pstate *state, struct token *t)
{
    if (t->kind != TOK_NAME || (p->previous && word_wants_name(p->previous->kind)))
        return 1;
    if (p->is_skipping && !begins_line(p, t))
        return 1;   /* part of what is wrong: `2nd` is no `end` */
    if (word_is_near(p, t->text) && repair_with(p, state, t, t->text, false))
        return 1;
    const char *two = two_words(p, t);
    return two && word_is_near(p, two) && repair_with(p, state, t, two, true) ? 2 : 1;
}

/* ---- feeding ---------------------------------------------------------- */

static bool is_operator(int kind)
{
    return (kind >= TOK_LPAREN && kind <= TOK_ATLEAST_SIGN && kind != TOK_RPAREN) ||
           kind == TOK_AND || kind == TOK_OR || kind == TOK_NOT;
}

static bool is_in_expression(const struct parser *p)
{
    return p->statement && (p->statement->kind == TOK_WHEN || p->statement->kind == TOK_FILLS);
}

/* `when paid = yes`: a value, `after check.yes`: a part of a name; no outcome. */
static bool is_value(const struct parser *p, const struct token *t)
{
    if (p->previous && p->previous->kind == TOK_DOT)
        return true;
    return (t->kind == TOK_YES || t->kind == TOK_NO) && is_in_expression(p) && p->previous &&
           (is_operator(p->previous->kind) || p->previous->kind == TOK_WHEN);
}

static bool begins_statement(const struct parser *p, const struct token *t)
{
    int class = word_class(t->kind);
    return (class == CLASS_HEAD || class == CLASS_CELL || class == CLASS_ANSWER) && !is_value(p, t);
}

static void note_brace(struct parser *p, const struct token *t)
{
    if (t->kind == TOK_LBRACE) {
        *LIST_ADD(p->arena, &p->braces) = t->span;
    } else if (t->kind == TOK_RBRACE) {
        if (p->braces.n) {
            p->braces.n--;
            p->closed = t->span;
        }
        if (!p->braces.n || (p->statement && p->statement->kind == TOK_CALENDAR))
            p->statement = NULL;
        p->is_told = false;
    }
}

static void note_expression(struct parser *p, const struct token *t)
{
    if (!is_in_expression(p) || t == p->statement || t->kind == TOK_COMMA)
        p->n_operators = 0;
    else if (is_operator(t->kind))
        p->n_operators++;
}

/* Remembers what messages want to know: the entry we are in, open braces. */
static void note_token(struct parser *p, const struct token *t)
{
    bool begins_part = t->kind == TOK_ZONE || t->kind == TOK_HOLIDAY ||
                       word_class(t->kind) == CLASS_DAY;
    if (begins_statement(p, t))
        p->statement = t;
    if (t == p->statement || begins_part)
        p->is_told = false;
    if (!p->is_skipping)
        note_brace(p, t);
    note_expression(p, t);
    p->previous = t;
}

static bool is_hyphen(const struct parser *p, const struct token *t)
{
    const struct token *end = p->tokens->at + p->tokens->n;
    return t + 1 < end && t->kind == TOK_MINUS && t[-1].span.end == t->span.start &&
           t[1].span.start == t->span.end &&
           (t[1].kind == TOK_NAME || t[1].kind == TOK_NUMBER || word_class(t[1].kind) >= 0);
}

static void tell_hyphen(struct parser *p, struct span span, const char *name, const char *right)
{
    for (uint32_t i = 0; i < p->hyphened.n; i++)
        if (p->hyphened.at[i] == right)
            return;
    *LIST_ADD(p->arena, &p->hyphened) = right;
    diag_help(p->diags, diag_add(p->diags, E_NAME_HYPHEN, span, name), T_NAME_ALL_OVER, right);
}

/* `step my-first`: told, and read as `my_first`; how many tokens it took. */
static uint32_t join_hyphens(struct parser *p, struct token *t)
{
    bool is_operand = p->previous && p->previous->kind == TOK_OR && is_in_expression(p);
    if (t->kind != TOK_NAME || !p->previous || !word_wants_name(p->previous->kind) || is_operand)
        return 1;
    uint32_t n = 1;
    while (is_hyphen(p, t + n))
        n += 2;
    if (n == 1)
        return 1;
    t->span.end = t[n - 1].span.end;
    uint32_t len = t->span.end - t->span.start;
    char *right = arena_copy(p->arena, p->source->text + (t->span.start - p->source->base), len);
    const char *name = arena_copy(p->arena, right, len);
    for (char *c = right; *c; c++)
        if (*c == '-')
            *c = '_';
    struct bytes composed = {0};
    bool is_composed = bytes_add_composed(&composed, right, len);
    t->text = is_composed ? intern(p->names, composed.data, composed.len)
                          : intern(p->names, right, len);
    bytes_free(&composed);
    tell_hyphen(p, t->span, name, t->text);
    return n;
}

static int feed_token(struct parser *p, struct sop_pstate *state, const struct token *t)
{
    SOP_STYPE value = {.token = t};
    struct span span = t ? t->span : (struct span){p->source->base + p->source->len,
                                                   p->source->base + p->source->len};
    p->token = t;
    return sop_push_parse(state, t ? t->kind : TOK_YYEOF, &value, &span, p);
}

static void tell_unclosed(struct parser *p, struct diag *d, uint32_t n)
{
    enum { MOST_OPEN = 3 };   /* blocks do not nest deeper */
    uint32_t n_open = n < MOST_OPEN ? n : MOST_OPEN;
    for (uint32_t i = 0; i < n_open; i++)
        diag_label(p->diags, d, p->braces.at[p->braces.n - 1 - i], T_OPENED_HERE);
    diag_help(p->diags, d, T_WRITE, &"} } }"[2 * (MOST_OPEN - n_open)]);
}

/* So many blocks that the file's end, or the next entry, leaves open are told
 * and closed, so that what stands in them is still checked. */
static void close_braces(struct parser *p, struct sop_pstate *state, const struct token *next,
                         uint32_t n)
{
    if (!n)
        return;
    uint32_t end = p->source->base + p->source->len;
    uint32_t behind = p->previous ? p->previous->span.end : end;
    if (next)
        tell_unclosed(p, diag_add(p->diags, E_UNCLOSED_BEFORE, next->span,
                                  word_spelling(next->kind, p->language)), n);
    else if (!p->cut)
        tell_unclosed(p, diag_add(p->diags, E_UNCLOSED, (struct span){behind, behind}), n);
    struct token *brace = ARENA_NEW(p->arena, struct token);
    *brace = (struct token){TOK_RBRACE, {behind, behind}, "}"};
    for (; n; n--) {
        if (feed_token(p, state, brace) != YYPUSH_MORE)
            return;
        p->previous = brace;
        p->braces.n--;
    }
    p->statement = NULL;
    p->is_told = false;
}

/* `legal basis { "..."` and then `actor`: the list's `}` was forgotten. */
static bool leaves_list_open(const struct parser *p, struct sop_pstate *state,
                             const struct token *t)
{
    int expected[PARSER_N_TOKENS];
    if (p->braces.n < 2 || p->is_skipping || word_class(t->kind) != CLASS_HEAD ||
        !begins_line(p, t))
        return false;
    int n = parser_expected(state, expected);
    return parser_expects(expected, n, TOK_RBRACE) && !parser_expects(expected, n, t->kind);
}

/* A sop or office within a block: the block's `}` was forgotten. */
static bool begins_file_part(const struct parser *p, const struct token *t)
{
    const struct token *end = p->tokens->at + p->tokens->n;
    return (t->kind == TOK_SOP || t->kind == TOK_OFFICE) && p->braces.n && t + 2 < end &&
           t[1].kind == TOK_NAME && t[2].kind == TOK_STRING;
}

static void feed(struct parser *p, struct sop_pstate *state)
{
    for (uint32_t i = 0; i < p->tokens->n;) {
        struct token *t = &p->tokens->at[i];
        if (t->kind == TOKEN_COMMENT) {
            i++;
            continue;
        }
        if (parser_tell_quoted(p, t))
            t->kind = TOK_SOP_error;   /* a fault that the parser need not tell */
        uint32_t n_joined = join_hyphens(p, t);
        i += n_joined > 1 ? n_joined : repair(p, state, t);
        if (p->n_operators > DEEPEST_NESTING) {
            diag_help(p->diags, diag_add(p->diags, E_NESTING, t->span), T_NESTING);
            return;
        }
        if (begins_file_part(p, t))
            close_braces(p, state, t, p->braces.n);
        else if (leaves_list_open(p, state, t))
            close_braces(p, state, t, 1);
        if (feed_token(p, state, t) != YYPUSH_MORE)
            return;
        p->is_skipping = !parser_recovered(state);
        note_token(p, t);
    }
    close_braces(p, state, NULL, p->braces.n);
    feed_token(p, state, NULL);
}

struct node *source_parse(struct source *source, token_list *tokens, struct arena *arena,
                          struct interner *names, struct diags *diags, bool is_traced)
{
    struct parser p = {.arena = arena, .names = names, .diags = diags, .source = source,
                       .tokens = tokens};
    scan_source(&p);
    words_resolve(&p);
    struct sop_pstate *state = sop_pstate_new();
    if (!state) {
        arena->on_full();
        return NULL;
    }
#if SOP_DEBUG
    sop_debug = is_traced;
#else
    (void)is_traced;
#endif
    feed(&p, state);
    sop_pstate_delete(state);
    if (p.cut && p.tree && p.tree->last && p.tree->last->kind == NODE_SOP)
        p.tree->last->kind = NODE_BAD;   /* half a sop: its names may stand behind */
    return p.tree;
}
