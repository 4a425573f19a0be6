/*
 * Slips that are known by name: what people write by habit where the language
 * wants something else (`1-20 days`, `08.00`, `2 Januari 2024`). Each has a
 * code of its own, and is told with what to write.
 */
#include <stdlib.h>
#include <string.h>

#include "grammar/parser.h"

bool parser_expects(const int *expected, int n, int token)
{
    for (int i = 0; i < n; i++)
        if (expected[i] == token)
            return true;
    return false;
}

/* The token behind the one in hand, so many on; NULL: there is none. */
static const struct token *ahead(const struct parser *p, uint32_t n)
{
    const struct token *end = p->tokens->at + p->tokens->n;
    return p->token && p->token + n < end ? p->token + n : NULL;
}

/* ---- dates -------------------------------------------------------------- */

static const char *const months[N_LANGUAGES][12] = {
    {"january", "february", "march", "april", "may", "june", "july", "august", "september",
     "october", "november", "december"},
    {"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september",
     "oktober", "november", "desember"},
};

/* The month that a word names, as `Januari` or `Jan`; 0: none. */
static int month_named(const char *word)
{
    enum { SHORT = 3 };
    char small[12] = "";
    for (size_t i = 0; word[i] && i + 1 < sizeof small; i++)
        small[i] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] + 32 : word[i]);
    size_t len = strlen(small);
    for (int l = 0; l < N_LANGUAGES && len >= SHORT; l++)
        for (int m = 0; m < 12; m++)
            if (strcmp(small, months[l][m]) == 0 ||
                (len == SHORT && strncmp(small, months[l][m], SHORT) == 0))
                return m + 1;
    return 0;
}

static bool is_number(const struct token *t, int least, int most)
{
    return t && t->kind == TOK_NUMBER && strspn(t->text, "0123456789") == strlen(t->text) &&
           strlen(t->text) <= 4 && atoi(t->text) >= least && atoi(t->text) <= most;
}

static bool is_between(const struct token *t)
{
    return t && (t->kind == TOK_MINUS || t->kind == TOK_SLASH);
}

/* `31-01-2024`, `2 Januari 2024`: *last is its last token. Whether `02-01` is
 * a day of January only the language tells. */
static const char *date_meant(struct parser *p, const struct token **last)
{
    enum { FIRST_YEAR = 1900, LAST_YEAR = 2199 };
    const struct token *day = p->token, *second = ahead(p, 1), *third = ahead(p, 2);
    int month = second && second->kind == TOK_NAME ? month_named(second->text) : 0;
    bool is_named = month && is_number(day, 1, 31);
    *last = day;
    if (is_named && is_number(third, FIRST_YEAR, LAST_YEAR)) {
        *last = third;
        return arena_printf(p->arena, "%s-%02d-%02d", third->text, month, atoi(day->text));
    }
    const struct token *year = ahead(p, 4);
    if (!is_between(second) || !is_between(ahead(p, 3)) || !third || !year ||
        third->kind != TOK_NUMBER || year->kind != TOK_NUMBER)
        return NULL;
    *last = year;
    bool is_sure = p->language == LANG_ID || (day && atoi(day->text) > 12);
    if (!is_sure || !is_number(day, 1, 31) || !is_number(third, 1, 12) ||
        !is_number(year, FIRST_YEAR, LAST_YEAR))
        return NULL;
    return arena_printf(p->arena, "%s-%02d-%02d", year->text, atoi(third->text), atoi(day->text));
}

static bool tell_date(struct parser *p, struct span span)
{
    const struct token *last = p->token;
    const char *meant = date_meant(p, &last);
    if (last)
        span = span_join(span, last->span);
    struct diag *d = diag_add(p->diags, E_DATE_FORM, span);
    if (meant)
        diag_help(p->diags, d, T_WRITE, meant);
    else
        diag_help(p->diags, d, T_DATE_FORM);
    return true;
}

/* ---- the others ---------------------------------------------------------- */

static bool tell_range(struct parser *p, struct span span)
{
    const struct token *to = ahead(p, 1);
    bool has_numbers = p->previous && p->previous->kind == TOK_NUMBER && to &&
                       to->kind == TOK_NUMBER;
    if (has_numbers)
        span = span_join(p->previous->span, to->span);
    struct diag *d = diag_add(p->diags, E_RANGE_HYPHEN, span);
    diag_help(p->diags, d, T_RANGE, has_numbers ? p->previous->text : "1",
              has_numbers ? to->text : "20");
    return true;
}

static bool tell_clock(struct parser *p, struct span span, const char *text)
{
    char *clock = arena_copy(p->arena, text, strlen(text));
    *strchr(clock, '.') = ':';
    diag_help(p->diags, diag_add(p->diags, E_CLOCK_POINT, span, text), T_WRITE, clock);
    return true;
}

static bool tell_brace(struct parser *p, struct span span)
{
    struct diag *d = diag_add(p->diags, E_BRACE_TOO_MANY, span);
    if (p->closed.end)
        diag_label(p->diags, d, p->closed, T_CLOSED_HERE);
    diag_help(p->diags, d, T_BRACE_TOO_MANY);
    return true;
}

bool parser_tell_slip(struct parser *p, int found, struct span span, const int *expected, int n)
{
    const char *text = p->token ? p->token->text : "";
    if (p->previous && p->previous->kind == TOK_ARROW) {
        struct diag *d = diag_add(p->diags, E_NO_TARGET, p->previous->span);
        diag_help(p->diags, d, found == TOK_NUMBER ? T_TARGET_NUMBER : T_NO_TARGET,
                  p->token ? p->token->text : "");
        return true;
    }
    if (found == TOK_MINUS && parser_expects(expected, n, TOK_DOTS))
        return tell_range(p, span);
    if (found == TOK_NUMBER && parser_expects(expected, n, TOK_CLOCK) && strchr(text, '.'))
        return tell_clock(p, span, text);
    if ((found == TOK_NUMBER || found == TOK_MONTH) && parser_expects(expected, n, TOK_DATE))
        return tell_date(p, span);
    return found == TOK_RBRACE && !p->braces.n && tell_brace(p, span);
}
