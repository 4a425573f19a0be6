/*
 * Words: which NAMEs of a text are keywords, in the language the text names
 * on top. A keyword of several words is one token; a keyword where a name is
 * wanted stays a name as long as that is not ambiguous.
 */
#include <string.h>

#include "grammar/parser.h"

struct word {
    int token;
    enum word_class class;
    const char *spelling[N_LANGUAGES];
    bool is_alias;
};

static const struct word words[] = {
#define WORD(token, class, en, id) {TOK_##token, CLASS_##class, {en, id}, false},
#define ALIAS(token, en, id) {TOK_##token, CLASS_UNIT, {en, id}, true},
#include "grammar/words.def"
#undef WORD
#undef ALIAS
};

static const struct word *word_of(int token)
{
    for (uint32_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].token == token)
            return &words[i];
    return NULL;
}

const char *word_spelling(int token, enum language language)
{
    if (token == TOK_THE_END)
        token = TOK_END;
    if (token == TOK_THE_START)
        token = TOK_START;
    const struct word *w = word_of(token);
    return w ? w->spelling[language] : NULL;
}

const char *word_singular(int token, enum language language)
{
    for (uint32_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].token == token && words[i].is_alias && words[i].spelling[language])
            return words[i].spelling[language];
    return word_spelling(token, language);
}

bool token_is_name(const struct token *t)
{
    return t->kind == TOK_NAME;
}

bool word_begins(const char *name, enum language language)
{
    size_t len = strlen(name);
    for (uint32_t i = 0; i < COUNT_OF(words); i++) {
        const char *s = words[i].spelling[language];
        if (s && strncmp(s, name, len) == 0 && strchr(" /-", s[len]))
            return true;
    }
    return false;
}

int word_class(int token)
{
    const struct word *w = word_of(token);
    return w ? (int)w->class : -1;
}

bool word_wants_name(int token)
{
    static const int wanting[] = {
        TOK_STEP, TOK_DECISION, TOK_START, TOK_END, TOK_ACTOR, TOK_FIELD, TOK_DOCUMENT,
        TOK_SOP, TOK_OFFICE, TOK_OF, TOK_BY, TOK_EACH, TOK_OR, TOK_ASSISTED_BY, TOK_EXCEPT,
        TOK_SAME_AS, TOK_FROM, TOK_CALLS, TOK_FILLS, TOK_ARROW, TOK_AFTER, TOK_ANY_OF,
        TOK_LANGUAGE, TOK_COMMA, TOK_INPUT, TOK_OUTPUT};
    for (uint32_t i = 0; i < COUNT_OF(wanting); i++)
        if (wanting[i] == token)
            return true;
    return false;
}

/* ---- looking words up ------------------------------------------------- */

/* All spellings of a language that begin with one word, longest first. */
struct entry {
    const char *first;       /* interned */
    const struct word *word;
    uint32_t n_parts;
    uint32_t next;           /* index of the next shorter one, or NONE */
};

enum { N_BUCKETS = 256 };

struct lexicon {
    struct parser *p;
    enum language language;
    struct entry entries[COUNT_OF(words)];
    uint32_t n;
    uint32_t buckets[N_BUCKETS];
    LIST_OF(const char *) declared;  /* keywords that the text declares as names */
};

static uint32_t bucket_of(const char *interned)
{
    uintptr_t x = (uintptr_t)interned / 16;
    return (uint32_t)((x ^ x >> 8) % N_BUCKETS);
}

static bool is_separator(char c)
{
    return c == ' ' || c == '/' || c == '-';
}

static uint32_t count_parts(const char *spelling)
{
    uint32_t n = 1;
    for (; *spelling; spelling++)
        n += is_separator(*spelling);
    return n;
}

static void lexicon_add(struct lexicon *x, const struct word *word)
{
    const char *s = word->spelling[x->language];
    if (!s)
        return;
    struct entry *e = &x->entries[x->n];
    e->first = intern(x->p->names, s, strcspn(s, " /-"));
    e->word = word;
    e->n_parts = count_parts(s);
    uint32_t *link = &x->buckets[bucket_of(e->first)];
    while (*link != NONE && x->entries[*link].n_parts >= e->n_parts)
        link = &x->entries[*link].next;
    e->next = *link;
    *link = x->n++;
}

static void lexicon_fill(struct lexicon *x, struct parser *p, enum language language)
{
    *x = (struct lexicon){.p = p, .language = language};
    memset(x->buckets, 0xFF, sizeof x->buckets);
    for (uint32_t i = 0; i < COUNT_OF(words); i++)
        lexicon_add(x, &words[i]);
}

/* How many tokens from i on spell s; 0: they do not. Parts joined by a space
 * may stand apart (but not with a comment between), by `/` or `-` may not. */
static uint32_t tokens_spelling(const struct parser *p, uint32_t i, const char *s)
{
    uint32_t n = 0;
    for (char separator = ' '; ; n++) {
        size_t len = strcspn(s, " /-");
        if (i + n >= p->tokens->n)
            return 0;
        const struct token *t = &p->tokens->at[i + n];
        if (t->kind != TOK_NAME || strncmp(t->text, s, len) != 0 || t->text[len])
            return 0;
        if (separator != ' ' && t[-1].span.end != t->span.start)
            return 0;
        separator = s[len];
        if (!separator)
            return n + 1;
        s += len + 1;
        if (separator == ' ')
            continue;
        const struct token *sign = t + 1;
        if (i + n + 1 >= p->tokens->n || sign->span.start != t->span.end ||
            sign->kind != (separator == '/' ? TOK_SLASH : TOK_MINUS))
            return 0;
        n++;
    }
}

/* `waktu 2 hari` and then `kalender {`: a calendar, no `hari kalender`. */
static bool begins_calendar(const struct lexicon *x, const struct word *w, uint32_t behind)
{
    const token_list *tokens = x->p->tokens;
    if (w->token < TOK_WALL_SECONDS || w->token > TOK_WALL_MONTHS)
        return false;
    while (behind < tokens->n && tokens->at[behind].kind == TOKEN_COMMENT)
        behind++;
    return behind < tokens->n && (tokens->at[behind].kind == TOK_LBRACE ||
                                  strcmp(tokens->at[behind].text, "terus") == 0);
}

static const struct word *lexicon_find(const struct lexicon *x, uint32_t i, uint32_t *n_tokens)
{
    const struct token *t = &x->p->tokens->at[i];
    *n_tokens = 1;
    if (i >= x->p->tokens->n || t->kind != TOK_NAME)
        return NULL;
    for (uint32_t e = x->buckets[bucket_of(t->text)]; e != NONE; e = x->entries[e].next) {
        if (x->entries[e].first != t->text)
            continue;
        *n_tokens = tokens_spelling(x->p, i, x->entries[e].word->spelling[x->language]);
        if (*n_tokens && !begins_calendar(x, x->entries[e].word, i + *n_tokens))
            return x->entries[e].word;
    }
    *n_tokens = 1;
    return NULL;
}

/* ---- keyword or name -------------------------------------------------- */

/* Behind these a name is declared: whatever stands there is the name. */
static bool declares_name(int token)
{
    return token == TOK_STEP || token == TOK_DECISION || token == TOK_START ||
           token == TOK_END || token == TOK_ACTOR || token == TOK_FIELD ||
           token == TOK_DOCUMENT || token == TOK_SOP || token == TOK_OFFICE ||
           token == TOK_LANGUAGE;
}

/* `-> end` and `after start` declare nothing: the next row stands behind. */
static bool is_target(const struct lexicon *x, uint32_t i)
{
    uint32_t n;
    const struct word *before = i ? lexicon_find(x, i - 1, &n) : NULL;
    return i && (x->p->tokens->at[i - 1].kind == TOK_ARROW || (before && before->token == TOK_AFTER));
}

static bool is_declared(const struct lexicon *x, const char *text)
{
    for (uint32_t i = 0; i < x->declared.n; i++)
        if (x->declared.at[i] == text)
            return true;
    return false;
}

/* Notes the keywords that stand where a name is declared: each once, so that
 * there are not many. */
static void note_declared(struct lexicon *x)
{
    for (uint32_t i = 0; i + 1 < x->p->tokens->n; i++) {
        uint32_t n, m;
        const struct word *w = lexicon_find(x, i, &n);
        if (!w || !declares_name(w->token) || is_target(x, i) || !lexicon_find(x, i + n, &m))
            continue;
        const char *text = x->p->tokens->at[i + n].text;
        if (!is_declared(x, text))
            *LIST_ADD(x->p->arena, &x->declared) = text;
    }
}

/* Behind a reference a keyword is a name if the text declares it as one, or
 * unless what follows it is what the keyword itself would take: `by unit input
 * "x"` names an actor `unit`, `by input "x"` forgot one. */
static bool reads_as_name(const struct lexicon *x, const char *text, uint32_t behind)
{
    if (is_declared(x, text))
        return true;
    while (behind < x->p->tokens->n && x->p->tokens->at[behind].kind == TOKEN_COMMENT)
        behind++;
    if (behind >= x->p->tokens->n)
        return true;
    uint32_t n_tokens;
    switch (x->p->tokens->at[behind].kind) {
    case TOK_NAME:
        return lexicon_find(x, behind, &n_tokens) != NULL;
    case TOK_COMMA: case TOK_ARROW: case TOK_RBRACE: case TOK_DOT: case TOK_EQUAL:
        return true;
    default:
        return false;
    }
}

static bool is_on_one_line(const struct parser *p, struct span a, struct span b)
{
    const char *text = p->source->text - p->source->base;
    return !memchr(text + a.end, '\n', b.start - a.end);
}

/* What may stand behind `or` in an expression. */
static bool is_value(int kind)
{
    return kind == TOK_NOT || kind == TOK_YES || kind == TOK_NO;
}

/* `mon, wed, fri`: the days of a calendar. */
static bool is_day_list(const struct parser *p, const struct token *comma, int kind)
{
    while (comma > p->tokens->at && comma[-1].kind == TOKEN_COMMENT)
        comma--;
    return word_class(kind) == CLASS_DAY && comma > p->tokens->at &&
           word_class(comma[-1].kind) == CLASS_DAY;
}

static bool begins_outcome(const struct lexicon *x, int kind, uint32_t behind)
{
    return word_class(kind) == CLASS_ANSWER && behind < x->p->tokens->n &&
           x->p->tokens->at[behind].kind == TOK_ARROW;
}

static bool stays_name(const struct lexicon *x, const struct token *previous,
                       const struct token *t, int kind, uint32_t behind)
{
    if (!previous)
        return false;
    if (declares_name(previous->kind))
        return true;
    switch (previous->kind) {
    case TOK_BY:
        return kind != TOK_EACH && reads_as_name(x, t->text, behind);
    case TOK_AFTER:
        return kind != TOK_ANY_OF && reads_as_name(x, t->text, behind);
    case TOK_COMMA: case TOK_OR:
        return !is_value(kind) && !is_day_list(x->p, previous, kind) &&
               is_on_one_line(x->p, previous->span, t->span) && reads_as_name(x, t->text, behind);
    case TOK_ARROW:   /* `yes ->` and then `no -> draft`: its target is missing */
        return (!begins_outcome(x, kind, behind) || is_declared(x, t->text)) &&
               reads_as_name(x, t->text, behind);
    default:
        return word_wants_name(previous->kind) && reads_as_name(x, t->text, behind);
    }
}

/* `end` behind an arrow and `start` behind `after` are places, not rows; but
 * with a name behind them they are the next row, and a target is missing. */
static int kind_behind(const struct lexicon *x, const struct token *previous, int kind,
                       uint32_t behind)
{
    bool is_place = previous && ((previous->kind == TOK_ARROW && kind == TOK_END) ||
                                 (previous->kind == TOK_AFTER && kind == TOK_START));
    uint32_t n_tokens;
    bool is_named = behind < x->p->tokens->n && x->p->tokens->at[behind].kind == TOK_NAME &&
                    !lexicon_find(x, behind, &n_tokens);
    if (!is_place || is_named)
        return kind;
    return kind == TOK_END ? TOK_THE_END : TOK_THE_START;
}

static void resolve_all(const struct lexicon *x)
{
    token_list *tokens = x->p->tokens;
    const struct token *previous = NULL;
    uint32_t out = 0;
    for (uint32_t i = 0; i < tokens->n; out++) {
        uint32_t n = 1;
        const struct word *w = lexicon_find(x, i, &n);
        struct token t = tokens->at[i];
        if (w) {
            int kind = kind_behind(x, previous, w->token, i + n);
            if (kind == w->token && stays_name(x, previous, &t, kind, i + n)) {
                n = 1;
            } else {
                t.kind = kind;
                t.span.end = tokens->at[i + n - 1].span.end;
            }
        }
        i += n;
        tokens->at[out] = t;
        if (t.kind != TOKEN_COMMENT)
            previous = &tokens->at[out];
    }
    tokens->n = out;
}

/* ---- the file's language ---------------------------------------------- */

static const struct token *meaningful(const struct parser *p, uint32_t nth)
{
    for (uint32_t i = 0; i < p->tokens->n; i++)
        if (p->tokens->at[i].kind != TOKEN_COMMENT && nth-- == 0)
            return &p->tokens->at[i];
    return NULL;
}

static const char *const language_names[N_LANGUAGES] = {"en", "id"};

/* The language that one token is a word of; English where it is of both. */
static enum language language_of(struct parser *p, const struct token *first)
{
    struct lexicon *x = ARENA_NEW(p->arena, struct lexicon);
    if (!first || first->kind != TOK_NAME)
        return LANG_EN;
    uint32_t i = (uint32_t)(first - p->tokens->at), n;
    lexicon_fill(x, p, LANG_EN);
    if (lexicon_find(x, i, &n))
        return LANG_EN;
    lexicon_fill(x, p, LANG_ID);
    return lexicon_find(x, i, &n) ? LANG_ID : LANG_EN;
}

/* `sop` is a word of both languages: look at the first entry of its block. */
static const struct token *telling_token(const struct parser *p, uint32_t nth)
{
    const struct token *first = meaningful(p, nth);
    if (!first || strcmp(first->text, "sop") != 0)
        return first;
    for (uint32_t i = 0; i < p->tokens->n; i++) {
        if (p->tokens->at[i].kind != TOK_LBRACE)
            continue;
        while (++i < p->tokens->n && p->tokens->at[i].kind == TOKEN_COMMENT)
            ;
        return i < p->tokens->n ? &p->tokens->at[i] : first;
    }
    return first;
}

/* One that there is not is told, and the text read in the language it is in. */
static enum language language_named(struct parser *p, const struct token *name)
{
    for (int l = 0; l < N_LANGUAGES; l++)
        if (name && strcmp(name->text, language_names[l]) == 0)
            return (enum language)l;
    if (!name || name->kind != TOK_NAME)
        return LANG_EN;
    diag_help(p->diags, diag_add(p->diags, E_LANGUAGE, name->span, name->text), T_LANGUAGE);
    return language_of(p, telling_token(p, 2));
}

/* Without a `language` line the text is English; one that plainly is not is
 * told once, instead of at every word. */
static enum language language_guessed(struct parser *p)
{
    const struct token *first = telling_token(p, 0);
    enum language language = language_of(p, first);
    if (language != LANG_EN)
        diag_help(p->diags, diag_add(p->diags, E_NO_LANGUAGE, first->span, first->text),
                  T_NO_LANGUAGE);
    return language;
}

void words_resolve(struct parser *p)
{
    const struct token *first = meaningful(p, 0);
    bool is_named = first && first->kind == TOK_NAME && strcmp(first->text, "language") == 0;
    p->language = is_named ? language_named(p, meaningful(p, 1))
                           : language_guessed(p);
    p->source->language = p->language;
    struct lexicon *x = ARENA_NEW(p->arena, struct lexicon);
    lexicon_fill(x, p, p->language);
    note_declared(x);
    resolve_all(x);
}

/* ---- what was meant --------------------------------------------------- */

static bool equals_ignoring_case(const char *a, const char *b)
{
    while (*a && *b) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
        if (x != *b)
            return false;
        a++, b++;
    }
    return *a == *b;
}

/* Two words of a text are held against words of several parts only: the
 * second may be the name behind the first (`documnet d`). */
static bool is_comparable(const char *text, const char *spelling)
{
    return !strchr(text, ' ') || strchr(spelling, ' ');
}

bool word_is_near(const struct parser *p, const char *text)
{
    struct suggestion s;
    suggest_init(&s, text);
    for (uint32_t i = 0; i < COUNT_OF(words); i++) {
        for (int l = 0; l < N_LANGUAGES; l++)
            if (words[i].spelling[l] && equals_ignoring_case(text, words[i].spelling[l]))
                return true;
        const char *spelling = words[i].spelling[p->language];
        if (spelling && is_comparable(text, spelling))
            suggest_try(&s, spelling);
    }
    return s.best != NULL;
}

int word_meant(const struct parser *p, const char *text, const bool *is_expected,
               enum word_slip *how)
{
    int nearest = 0;
    struct suggestion s;
    suggest_init(&s, text);
    for (uint32_t i = 0; i < COUNT_OF(words); i++) {
        if (!is_expected[words[i].token])
            continue;
        for (int l = 0; l < N_LANGUAGES; l++) {
            const char *spelling = words[i].spelling[l];
            if (!spelling || !equals_ignoring_case(text, spelling))
                continue;
            *how = l == (int)p->language ? SLIP_CAPITAL : SLIP_LANGUAGE;
            return words[i].token;
        }
        const char *before = s.best;
        const char *own = words[i].spelling[p->language];
        if (own && is_comparable(text, own))
            suggest_try(&s, own);
        if (s.best != before)
            nearest = words[i].token;
    }
    *how = SLIP_SPELLING;
    return nearest;
}
