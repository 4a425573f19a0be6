/* Names for files, each once: see ids.h. */
#include <stdlib.h>
#include <string.h>

#include "compiler/draw/ids.h"

struct namer {
    const struct page_list *list;
    const struct page *page;
    struct arena *arena;
    struct interner taken;
    struct page_ids *ids;
};

/* Outcomes are free words: what an id cannot hold becomes a line. */
static const char *plain(struct arena *arena, const char *word)
{
    char *out = (char *)arena_copy(arena, word, strlen(word));
    for (char *s = out; *s; s++) {
        bool is_plain = (unsigned char)*s >= 0x80 || (*s >= '0' && *s <= '9') ||
                        (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
        *s = is_plain ? *s : '_';
    }
    return out;
}

static bool is_taken(struct namer *n, const char *id)
{
    uint32_t before = n->taken.n;
    intern_string(&n->taken, id);
    return n->taken.n == before;
}

/* The name, or the first of name-2, name-3 ... that is free. */
static const char *unique(struct namer *n, const char *name)
{
    const char *id = name;
    for (uint32_t i = 2; is_taken(n, id); i++)
        id = arena_printf(n->arena, "%s-%u", name, i);
    return id;
}

static const char *row_word(struct namer *n, uint32_t row)
{
    return plain(n->arena, page_row_name(n->list, row));
}

/* Is it the first symbol of its row? */
static bool *firsts_find(struct namer *n)
{
    const struct page *page = n->page;
    uint32_t n_rows = n->list->sop->rows.n;
    bool *is_seen = ARENA_ARRAY(n->arena, n_rows + 2, bool);
    bool *is_first = ARENA_ARRAY(n->arena, page->symbols.n + 1, bool);
    for (uint32_t i = 0; i < page->symbols.n; i++) {
        const struct page_symbol *s = &page->symbols.at[i];
        uint32_t row = s->row < n_rows ? s->row : n_rows + (s->row == TO_END);
        is_first[i] = s->kind != SYMBOL_PENTAGON && !is_seen[row];
        is_seen[row] |= is_first[i];
    }
    return is_first;
}

static void symbols_name(struct namer *n)
{
    const bool *is_first = firsts_find(n);
    for (uint32_t pass = 0; pass < 2; pass++)   /* the plain names go to the first */
        for (uint32_t i = 0; i < n->page->symbols.n; i++) {
            const struct page_symbol *s = &n->page->symbols.at[i];
            const char *name = s->kind == SYMBOL_PENTAGON
                                   ? arena_printf(n->arena, "link-%s", s->letter)
                                   : arena_printf(n->arena, "row-%s", row_word(n, s->row));
            if (is_first[i] == !pass)
                n->ids->symbols[i] = unique(n, name);
        }
}

static const char *line_name(struct namer *n, const struct page_line *line)
{
    const char *from = row_word(n, line->from);
    const char *outcome = page_outcome_name(n->list, line->from, line->outcome);
    if (!line->has_arrow)
        return arena_printf(n->arena, "join-%s", from);
    return arena_printf(n->arena, "edge-%s-%s%s%s", from, row_word(n, line->to),
                        outcome ? "-" : "", outcome ? plain(n->arena, outcome) : "");
}

static int named_compare(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

static void ids_sort(struct namer *n)
{
    uint32_t n_symbols = n->page->symbols.n;
    struct page_ids *ids = n->ids;
    ids->n = n_symbols + n->page->lines.n;
    ids->sorted = ARENA_ARRAY(n->arena, ids->n + 1, struct named);
    for (uint32_t i = 0; i < ids->n; i++)
        ids->sorted[i] = (struct named){
            i < n_symbols ? ids->symbols[i] : ids->lines[i - n_symbols], i};
    qsort(ids->sorted, ids->n, sizeof *ids->sorted, named_compare);
}

void ids_make(struct page_ids *ids, const struct page_list *list, const struct page *page,
              struct arena *arena)
{
    struct namer n = {.list = list, .page = page, .arena = arena, .ids = ids};
    intern_init(&n.taken, arena);
    ids->symbols = ARENA_ARRAY(arena, page->symbols.n + 1, const char *);
    ids->lines = ARENA_ARRAY(arena, page->lines.n + 1, const char *);
    symbols_name(&n);
    for (uint32_t i = 0; i < page->lines.n; i++)
        ids->lines[i] = unique(&n, line_name(&n, &page->lines.at[i]));
    ids_sort(&n);
}

uint32_t ids_find(const struct page_ids *ids, const char *id)
{
    struct named key = {id, 0};
    const struct named *found =
        bsearch(&key, ids->sorted, ids->n, sizeof *ids->sorted, named_compare);
    return found ? found->index : NONE;
}
