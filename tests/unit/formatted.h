/* Texts formatted in memory, and all that must hold for each, for tests. */
#ifndef SOP_TEST_FORMATTED_H
#define SOP_TEST_FORMATTED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "grammar/grammar.h"

/* One arena for all texts of a test, and a place for each. */
struct bench {
    struct arena arena;
    struct interner names;
    struct sources sources;
};

struct parsed {
    struct source *source;
    token_list tokens;
    struct node *tree;
    struct diags diags;
    bool is_faultless;
};

static inline void bench_open(struct bench *b)
{
    memset(b, 0, sizeof *b);
    arena_init(&b->arena, abort);
    intern_init(&b->names, &b->arena);
    b->sources.arena = &b->arena;
}

static inline struct parsed parse(struct bench *b, const char *text)
{
    struct parsed p = {0};
    diags_init(&p.diags, &b->arena, &b->sources);
    p.source = source_add(&b->sources, "test.sop", text, (uint32_t)strlen(text));
    p.tree = source_parse(p.source, &p.tokens, &b->arena, &b->names, &p.diags, false);
    p.is_faultless = p.diags.n[SEV_ERROR] == 0;
    return p;
}

static inline const char *format_parsed(struct bench *b, const struct parsed *p,
                                        enum language language)
{
    struct bytes out = {0};
    bytes_add_string(&out, "");
    format_source(p->source, &p->tokens, language, &b->arena, &out);
    const char *copy = arena_copy(&b->arena, out.data, out.len);
    bytes_free(&out);
    return copy;
}

static inline const char *format(struct bench *b, const char *text, enum language language)
{
    struct parsed p = parse(b, text);
    return p.is_faultless ? format_parsed(b, &p, language) : "";
}

static inline bool equal(const char *what, const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return true;
    print_error("%s:\n%s<<<>>>\n%s", what, a, b);
    return false;
}

/* Does the new text say what the old one said? */
static inline bool says_the_same(const struct parsed *old, const struct parsed *new)
{
    struct diag_options o = {.messages = LANG_EN};
    const struct token *lost = format_lost(&old->tokens, &new->tokens);
    if (new->is_faultless && !lost && format_keeps(old->tree, new->tree))
        return true;
    print_error("lost `%s` in:\n%s", lost ? lost->text : "", new->source->text);
    diags_print(&new->diags, &o, stderr);
    return false;
}

static inline bool is_tidy(const char *text)
{
    if (!strstr(text, " \n") && !strstr(text, "\n\n\n") && text[0] != '\n')
        return true;
    print_error("stray blanks in:\n%s", text);
    return false;
}

/* All that must hold for a text. */
static inline bool formats(struct bench *b, const char *text)
{
    struct parsed old = parse(b, text);
    if (!says_the_same(&old, &old))
        return false;
    enum language own = old.source->language, other = own == LANG_EN ? LANG_ID : LANG_EN;
    const char *once = format_parsed(b, &old, own);
    struct parsed new = parse(b, once);
    if (!says_the_same(&old, &new) || !is_tidy(once))
        return false;
    const char *there = format(b, once, other);
    return equal("twice", once, format_parsed(b, &new, own)) &&
           equal("there and back", once, format(b, there, own)) &&
           equal("there in one step", there, format_parsed(b, &old, other));
}

static inline void assert_formats(const char *text)
{
    struct bench b;
    bench_open(&b);
    if (!formats(&b, text))
        fail_msg("in the text:\n%s", text);
    arena_free(&b.arena);
}

#endif
