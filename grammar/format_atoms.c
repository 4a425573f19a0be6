/*
 * Tokens as they will be written: words in the language wanted, strings in
 * ASCII quotes, signs in one spelling, and lists in one form: texts stand in
 * braces without commas, a row's things with commas and no braces. A
 * `language` line is kept where it is, or put on top, or taken away, so that
 * the way to the other language can be gone back.
 */
#include <string.h>

#include "grammar/format.h"

static const char *const signs[] = {
    [TOK_LBRACE] = "{", [TOK_RBRACE] = "}", [TOK_COMMA] = ",", [TOK_ARROW] = "->",
    [TOK_DOTS] = "..", [TOK_DOT] = ".", [TOK_PERCENT] = "%", [TOK_LPAREN] = "(",
    [TOK_RPAREN] = ")", [TOK_PLUS] = "+", [TOK_MINUS] = "-", [TOK_TIMES_SIGN] = "*",
    [TOK_SLASH] = "/", [TOK_PLUSMINUS] = "+-", [TOK_EQUAL] = "=", [TOK_UNEQUAL] = "!=",
    [TOK_LESS] = "<", [TOK_ATMOST_SIGN] = "<=", [TOK_GREATER] = ">", [TOK_ATLEAST_SIGN] = ">=",
};

static const char *const language_names[N_LANGUAGES] = {LANGUAGE_NAMES};

/* The list that is being read, if any. */
enum list { LIST_NONE, LIST_TEXTS, LIST_THINGS };

struct normalizer {
    struct format *f;
    const struct source *source;
    const token_list *tokens;
    uint32_t i;              /* the token being read */
    enum list list;
    bool is_brace_added;     /* the list had none */
    struct atom last, before;   /* the last atom that is no comment, and the one before it */
};

/* ---- one token -------------------------------------------------------- */

static const char *quoted(struct arena *arena, const char *s)
{
    char *text = arena_alloc(arena, 2 * strlen(s) + 3), *out = text;
    *out++ = '"';
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            *out++ = '\\';
        *out++ = *s;
    }
    *out = '"';
    return text;
}

static const char *without_blanks_behind(struct arena *arena, const char *s)
{
    size_t len = strlen(s);
    while (len && strchr(" \t\r", s[len - 1]))
        len--;
    return arena_copy(arena, s, len);
}

static bool is_behind_one(const struct normalizer *m)
{
    return m->last.kind == TOK_NUMBER && strcmp(m->last.text, "1") == 0 &&
           m->before.kind != TOK_DOTS && m->before.kind != TOK_PLUSMINUS;
}

static const char *spelling(const struct normalizer *m, const struct token *t)
{
    const struct format *f = m->f;
    switch (t->kind) {
    case TOKEN_COMMENT:
        return without_blanks_behind(f->arena, t->text);
    case TOK_STRING:
        return quoted(f->arena, t->text);
    case TOK_NAME:
        return m->last.kind == TOK_LANGUAGE ? language_names[f->language] : t->text;
    case TOK_NUMBER: case TOK_DATE: case TOK_MONTH: case TOK_CLOCK:
        return t->text;
    default:
        break;
    }
    if (t->kind < (int)COUNT_OF(signs) && signs[t->kind])
        return signs[t->kind];
    if (word_class(t->kind) == CLASS_UNIT && is_behind_one(m))
        return word_singular(t->kind, f->language);
    return word_spelling(t->kind, f->language);
}

static bool ends_operand(int kind)
{
    return kind == TOK_NAME || kind == TOK_NUMBER || kind == TOK_DATE || kind == TOK_STRING ||
           kind == TOK_YES || kind == TOK_NO || kind == TOK_RPAREN;
}

/* Does a token of this kind follow the last atom without a space? */
static bool is_glued(const struct normalizer *m, int kind)
{
    int before = m->last.kind;
    switch (kind) {
    case TOK_COMMA: case TOK_PERCENT: case TOK_DOT: case TOK_DOTS: case TOK_RPAREN:
        return true;
    case TOK_CLOCK:                                  /* 07:30-12:00, zone +08:00 */
        return before == TOK_MINUS || before == TOK_PLUS;
    case TOK_MINUS:
        if (before == TOK_CLOCK)
            return true;
        break;
    default:
        break;
    }
    if (before == TOK_MINUS)                         /* of one number, or between two */
        return !ends_operand(m->before.kind);
    return before == TOK_DOT || before == TOK_DOTS || before == TOK_LPAREN;
}

/* Line ends between token i and the one before it. */
static uint32_t line_ends_before(const struct normalizer *m, uint32_t i)
{
    const struct token *t = &m->tokens->at[i];
    const char *text = m->source->text - m->source->base;
    uint32_t n = 0;
    for (uint32_t at = i ? t[-1].span.end : m->source->base; at < t->span.start; at++)
        n += text[at] == '\n';
    return n;
}

static void note_atom(struct normalizer *m, const struct atom *a)
{
    if (a->kind == TOKEN_COMMENT)
        return;
    m->before = m->last;
    m->last = *a;
}

static void add_token(struct normalizer *m)
{
    struct format *f = m->f;
    const struct token *t = &m->tokens->at[m->i];
    int before = m->last.kind;
    bool lists = before == TOK_COMMA || before == TOK_OR, is_word = word_class(t->kind) >= 0;
    uint32_t line_ends = line_ends_before(m, m->i);
    struct atom a = {.kind = t->kind, .text = spelling(m, t), .is_glued = is_glued(m, t->kind)};
    a.width = (uint32_t)utf8_width(a.text, strlen(a.text));
    a.is_alone = !before || line_ends || f->atoms.at[f->atoms.n - 1].kind == TOKEN_COMMENT;
    a.is_spaced = line_ends > 1;
    a.is_apart = lists && is_word && line_ends;
    a.is_stuck = lists && t->kind == TOK_NAME && word_begins(t->text, f->language);
    *LIST_ADD(f->arena, &f->atoms) = a;
    note_atom(m, &a);
}

/* ---- lists ------------------------------------------------------------ */

static bool takes_texts(int kind)
{
    return (kind >= TOK_LEGAL_BASIS && kind <= TOK_HISTORY) || kind == TOK_UNITS ||
           kind == TOK_CHOICE;
}

/* The first token from i on that is no comment, or behind the last. */
static uint32_t skip_comments(const struct normalizer *m, uint32_t i)
{
    while (i < m->tokens->n && m->tokens->at[i].kind == TOKEN_COMMENT)
        i++;
    return i;
}

static int kind_from(const struct normalizer *m, uint32_t i)
{
    i = skip_comments(m, i);
    return i < m->tokens->n ? m->tokens->at[i].kind : 0;
}

/* A `{` stands behind its word, before the comments that were between. */
static void add_brace(struct normalizer *m, int kind)
{
    struct format *f = m->f;
    uint32_t i = f->atoms.n;
    LIST_ADD(f->arena, &f->atoms);
    for (; kind == TOK_LBRACE && i && f->atoms.at[i - 1].kind == TOKEN_COMMENT; i--)
        f->atoms.at[i] = f->atoms.at[i - 1];
    f->atoms.at[i] = (struct atom){.kind = kind, .text = signs[kind], .width = 1};
    note_atom(m, &f->atoms.at[i]);
}

/* Several texts without braces get them. */
static void begin_bare_list(struct normalizer *m)
{
    uint32_t first = skip_comments(m, m->i + 1);
    int second = kind_from(m, first + 1);
    if (kind_from(m, first) != TOK_STRING || (second != TOK_STRING && second != TOK_COMMA))
        return;
    m->list = LIST_TEXTS;
    m->is_brace_added = true;
    add_brace(m, TOK_LBRACE);
}

static void end_bare_list(struct normalizer *m)
{
    int next = kind_from(m, m->i + 1);
    if (!m->is_brace_added || next == TOK_STRING || next == TOK_COMMA)
        return;
    add_brace(m, TOK_RBRACE);
    m->is_brace_added = false;
    m->list = LIST_NONE;
}

static void read_open(struct normalizer *m)
{
    int before = m->last.kind;
    m->list = before == TOK_INPUT || before == TOK_OUTPUT ? LIST_THINGS
              : takes_texts(before)                       ? LIST_TEXTS
                                                          : LIST_NONE;
    if (m->list != LIST_THINGS)
        add_brace(m, TOK_LBRACE);
}

static void read_close(struct normalizer *m)
{
    if (m->list != LIST_THINGS)
        add_brace(m, TOK_RBRACE);
    m->list = LIST_NONE;
}

static void read_token(struct normalizer *m)
{
    int kind = m->tokens->at[m->i].kind;
    switch (kind) {
    case TOK_LBRACE:
        read_open(m);
        return;
    case TOK_RBRACE:
        read_close(m);
        return;
    case TOK_COMMA:
        if (m->list != LIST_TEXTS)
            add_token(m);
        return;
    default:
        add_token(m);
    }
    if (takes_texts(kind))
        begin_bare_list(m);
    else if (kind == TOK_STRING)
        end_bare_list(m);
}

/* ---- the language line ------------------------------------------------- */

/* Is it the first line, with nothing else on it and something below it? */
static bool is_bare_language(const struct normalizer *m)
{
    const struct token *t = m->tokens->at;
    return m->tokens->n > 2 && t[0].kind == TOK_LANGUAGE && t[1].kind == TOK_NAME &&
           (t[2].kind != TOKEN_COMMENT || line_ends_before(m, 2));
}

static void add_language(struct normalizer *m)
{
    struct format *f = m->f;
    const char *const texts[] = {word_spelling(TOK_LANGUAGE, f->language),
                                 language_names[f->language]};
    static const int kinds[] = {TOK_LANGUAGE, TOK_NAME};
    for (uint32_t i = 0; i < COUNT_OF(texts); i++)
        *LIST_ADD(f->arena, &f->atoms) = (struct atom){
            .kind = kinds[i], .text = texts[i], .width = (uint32_t)strlen(texts[i]),
            .is_alone = !i};
}

/*
 * English says nothing, so only a text in another language needs the line.
 * The one that is put on a text without one stands over an empty line, and
 * so it is known, and taken away, on the way back; a line that its writer
 * put in English stands right on the text. In these two forms, and in all
 * others, it is kept.
 */
static void read_language(struct normalizer *m)
{
    struct format *f = m->f;
    bool has_line = kind_from(m, 0) == TOK_LANGUAGE, is_bare = is_bare_language(m);
    bool was_english = m->source->language == LANG_EN, is_spaced = false;
    if (!has_line && f->language != LANG_EN && m->tokens->n) {
        add_language(m);
        f->has_language = is_spaced = true;
    } else if (is_bare) {
        is_spaced = !was_english && line_ends_before(m, 2) > 1;
        m->i = f->language == LANG_EN && is_spaced ? 2 : 0;
        f->has_language = !m->i;
    }
    f->is_language_spaced = is_spaced;
}

void format_atoms(struct format *f, const struct source *source, const token_list *tokens)
{
    struct normalizer m = {.f = f, .source = source, .tokens = tokens};
    for (read_language(&m); m.i < tokens->n; m.i++)
        read_token(&m);
}
