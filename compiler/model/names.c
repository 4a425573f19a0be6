/* Name tables, and how wrong names are told. */
#include <string.h>
#include <strings.h>

#include "compiler/model/model_int.h"

struct name_entry {
    const char *name;
    uint32_t index;
};

void name_table_init(struct name_table *t, struct arena *arena)
{
    memset(t, 0, sizeof *t);
    t->arena = arena;
}

static struct name_entry *slot_of(struct name_entry *slots, uint32_t cap, const char *name)
{
    uintptr_t x = (uintptr_t)name / 16;
    uint32_t i = (uint32_t)(x * 2654435761u) & (cap - 1);
    while (slots[i].name && slots[i].name != name)
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

uint32_t name_find(const struct name_table *t, const char *name)
{
    if (!t->cap)
        return NONE;
    const struct name_entry *e = slot_of(t->slots, t->cap, name);
    return e->name ? e->index : NONE;
}

static void name_table_grow(struct name_table *t)
{
    uint32_t cap = t->cap ? t->cap * 2 : 16;
    struct name_entry *slots = ARENA_ARRAY(t->arena, cap, struct name_entry);
    for (uint32_t i = 0; i < t->cap; i++)
        if (t->slots[i].name)
            *slot_of(slots, cap, t->slots[i].name) = t->slots[i];
    t->slots = slots;
    t->cap = cap;
}

void name_add(struct name_table *t, const char *name, uint32_t index)
{
    if (t->n * 2 >= t->cap)
        name_table_grow(t);
    struct name_entry *e = slot_of(t->slots, t->cap, name);
    if (!e->name)
        t->n++;
    *e = (struct name_entry){name, index};
    *LIST_ADD(t->arena, &t->order) = name;
}

static const char *nearest(struct builder *b, const char *name, const struct name_table *candidates,
                           const char *also)
{
    enum { MOST_GUESSES = 100 };   /* each looks at all names there are */
    struct suggestion s;
    suggest_init(&s, name);
    if (also)
        suggest_try(&s, also);
    for (uint32_t i = 0; b->n_unknown < MOST_GUESSES && i < candidates->order.n; i++)
        suggest_try(&s, candidates->order.at[i]);
    b->n_unknown++;
    return s.best;
}

/* Like no name there is: most likely it is not declared, or meant as a text. */
static void help_declare(struct builder *b, struct diag *d, enum code code, const char *name)
{
    if (code == E_UNKNOWN_ACTOR)
        diag_help(b->diags, d, T_DECLARE_ACTOR, name);
    else if (code == E_UNKNOWN_DOCUMENT)
        diag_help(b->diags, d, T_QUOTE_PAPER, name);
}

static bool is_within_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (uint8_t)c >= 0x80;
}

/* Does the name stand, as a word, in a part of the text that was thrown away? */
static bool stands_in(const struct builder *b, const char *name, struct span lost)
{
    const struct source *source = source_of(b->diags->sources, lost.start);
    size_t len = strlen(name);
    if (!source || !len)
        return false;
    const char *text = source->text + (lost.start - source->base);
    for (uint32_t i = 0; i + len <= lost.end - lost.start; i++) {
        bool begins = !i || !is_within_name(text[i - 1]);
        if (begins && strncasecmp(text + i, name, len) == 0 && !is_within_name(text[i + len]))
            return true;
    }
    return false;
}

static bool stands_in_holes(const struct builder *b, const char *name, const struct node *n)
{
    for (const struct node *bad = ast_kid(n, NODE_BAD); bad; bad = ast_again(bad))
        if (stands_in(b, name, bad->span))
            return true;
    return false;
}

/* Its declaration stood in what could not be read, and was told. */
static bool is_lost(const struct builder *b, const char *name)
{
    enum { MOST_LOOKED = 100 };
    if (b->n_unknown > MOST_LOOKED || stands_in_holes(b, name, b->sop_node))
        return b->n_unknown <= MOST_LOOKED;
    for (uint32_t i = 0; i < b->row_nodes.n; i++)
        if (stands_in_holes(b, name, b->row_nodes.at[i]))
            return true;
    return false;
}

/* The fault that told the name before, in the same sop; NULL: none did. */
static struct told_name *told_before(struct builder *b, enum code code, const char *name)
{
    uint32_t i = name_find(&b->told_names, name);
    return i != NONE && b->told.at[i].code == code ? &b->told.at[i] : NULL;
}

/* A name is told once, with the other places where it stands. */
static void tell_with(struct builder *b, enum code code, const struct node *at, const char *near)
{
    enum { MOST_PLACES = 4 };
    struct told_name *told = told_before(b, code, at->text);
    if (told && told->diag->labels.n < MOST_PLACES)
        diag_label(b->diags, told->diag, at->at, T_AND_HERE);
    if (told || (b->sop_node && is_lost(b, at->text)))
        return;
    struct diag *d = diag_add(b->diags, code, at->at, at->text);
    name_add(&b->told_names, at->text, b->told.n);
    *LIST_ADD(b->arena, &b->told) = (struct told_name){code, d};
    if (near)
        diag_help(b->diags, d, T_DID_YOU_MEAN, near);
    else
        help_declare(b, d, code, at->text);
}

void tell_unknown(struct builder *b, enum code code, const struct node *at,
                  const struct name_table *candidates, const char *also)
{
    tell_with(b, code, at, nearest(b, at->text, candidates, also));
}

void tell_perhaps_unknown(struct builder *b, enum code code, const struct node *at,
                          const struct name_table *candidates, bool may_be_lost)
{
    const char *near = nearest(b, at->text, candidates, NULL);
    if (near || !may_be_lost)
        tell_with(b, code, at, near);
}

/* Two things of one name want another name (the codes 02); twice the same
 * within a row or a block is one too many. */
struct diag *tell_double(struct builder *b, enum code code, struct span span, const char *name,
                         struct span first)
{
    struct diag *d = diag_add(b->diags, code, span, name);
    diag_label(b->diags, d, first, T_FIRST_HERE);
    diag_help(b->diags, d, code_id(code)[2] == '2' ? T_OTHER_NAME : T_REMOVE_ONE);
    return d;
}

struct span word_span(const struct builder *b, const struct node *n)
{
    const struct source *source = source_of(b->diags->sources, n->span.start);
    const char *text = source->text + (n->span.start - source->base);
    uint32_t len = n->span.end - n->span.start, i = 0;
    if (n->at.start == n->span.start && n->at.end < n->span.end)
        return n->at;
    bool is_one = n->kind == NODE_CALLS || n->kind == NODE_CALENDAR || n->at.start != n->span.start;
    while (i < len && !strchr("\"{0123456789\r\n", text[i]) && (uint8_t)text[i] < 0x80 &&
           !(is_one && text[i] == ' '))
        i++;
    while (i && text[i - 1] == ' ')
        i--;
    return (struct span){n->span.start, n->span.start + i};
}

const char *entry_word(const struct builder *b, const struct node *n)
{
    return source_words(b, word_span(b, n));
}

const char *source_words(const struct builder *b, struct span span)
{
    enum { LONGEST = 40 };
    const struct source *source = source_of(b->diags->sources, span.start);
    const char *text = source->text + (span.start - source->base);
    char *words = arena_alloc(b->arena, LONGEST + 4), *out = words;
    char *start = words;   /* of the last character */
    for (uint32_t i = 0; i < span.end - span.start; i++) {
        bool is_space = strchr(" \t\r\n", text[i]) != NULL;
        bool is_within = ((uint8_t)text[i] & 0xC0) == 0x80;
        if (out - words >= LONGEST) {
            strcpy(is_within ? start : out, "...");
            break;
        }
        if (!is_within)
            start = out;
        if (!is_space || (out > words && out[-1] != ' '))
            *out++ = is_space ? ' ' : text[i];
    }
    return words;
}

bool check_not_reserved(struct builder *b, const struct node *n, const char *const *reserved)
{
    for (; *reserved; reserved++) {
        if (strcmp(n->text, *reserved) == 0) {
            diag_help(b->diags, diag_add(b->diags, E_RESERVED_NAME, n->at, n->text), T_RESERVED_NAME,
                      n->text);
            return false;
        }
    }
    return true;
}

void check_once(struct builder *b, const struct node *n, const struct once *parts)
{
    for (; parts->words[LANG_EN]; parts++) {
        const struct node *first = ast_kid(n, parts->kind);
        for (const struct node *again = first ? ast_again(first) : NULL; again;
             again = ast_again(again)) {
            const struct source *source = source_of(b->diags->sources, again->span.start);
            tell_double(b, E_ENTRY_TWICE, again->span, parts->words[source->language],
                        first->span);
        }
    }
}
