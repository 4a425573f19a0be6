/*
 * random_flow: flows by chance. Structured ones are nested from blocks (steps,
 * choices, loops, branches side by side with and without a join, races, named
 * ends, bounded outcomes, several starts) and then, mostly, spoilt at a place
 * or two; unstructured ones set what they like. Rows are numbered at random,
 * so that the order in which joins go is tried too.
 */
#ifndef SOP_RANDOM_FLOW_H
#define SOP_RANDOM_FLOW_H

#include "tests/unit/made_flow.h"

enum { RANDOM_ROWS = 14, RANDOM_PLACES = 60 };

struct chance {
    struct made *m;
    uint64_t seed;
    uint32_t budget;           /* rows that may still be made */
    uint32_t ends[2], n_ends;  /* named ends */
};

static inline uint32_t below(struct chance *c, uint32_t n)
{
    c->seed ^= c->seed << 13;
    c->seed ^= c->seed >> 7;
    c->seed ^= c->seed << 17;
    return (uint32_t)(c->seed >> 33) % n;
}

static inline bool one_in(struct chance *c, uint32_t n)
{
    return below(c, n) == 0;
}

/* A part of a procedure: what to set to begin it, the ways that leave it. */
struct block {
    struct made_post in[16];
    uint32_t n_in;
    uint32_t out[32];
    uint32_t n_out;
};

static inline uint32_t new_row(struct chance *c, enum row_kind kind, uint32_t n_groups)
{
    c->budget -= c->budget > 0;
    return made_join(c->m, kind, n_groups);
}

static inline bool opens_a_row(const struct made *m, uint32_t way)
{
    for (uint32_t i = 0; i < m->ways.at[way].posts.n; i++)
        if (m->ways.at[way].posts.at[i].group == NONE)
            return true;
    return false;
}

static inline void lead_to_posts(struct chance *c, uint32_t way, const struct block *to)
{
    for (uint32_t i = 0; i < to->n_in; i++) {
        if (to->in[i].group == NONE && opens_a_row(c->m, way))
            continue;
        made_sets(c->m, way, to->in[i].row, to->in[i].group);
    }
}

static inline void lead_to(struct chance *c, const struct block *from, const struct block *to)
{
    for (uint32_t i = 0; i < from->n_out; i++)
        lead_to_posts(c, from->out[i], to);
}

static inline void lead_to_group(struct chance *c, const struct block *from, uint32_t row,
                                 uint32_t g)
{
    for (uint32_t i = 0; i < from->n_out; i++)
        made_sets(c->m, from->out[i], row, g);
}

static inline void add_out(struct block *b, const struct block *more)
{
    for (uint32_t i = 0; i < more->n_out && b->n_out < COUNT_OF(b->out); i++)
        b->out[b->n_out++] = more->out[i];
}

static inline void add_in(struct block *b, const struct block *more)
{
    for (uint32_t i = 0; i < more->n_in && b->n_in < COUNT_OF(b->in); i++)
        b->in[b->n_in++] = more->in[i];
}

/* A row that is opened directly, or, where it must (or by chance), by an `after`. */
static inline uint32_t first_row(struct chance *c, enum row_kind kind, bool is_after,
                                 struct block *b)
{
    is_after |= one_in(c, 3);
    uint32_t row = new_row(c, kind, is_after);
    *b = (struct block){.in = {{row, is_after ? 0 : NONE}}, .n_in = 1};
    return row;
}

static inline uint32_t named_end(struct chance *c)
{
    if (c->n_ends < 2 && (c->n_ends == 0 || one_in(c, 2)))
        c->ends[c->n_ends++] = new_row(c, ROW_END, 0);
    return c->ends[below(c, c->n_ends)];
}

static inline void make_block(struct chance *c, uint32_t depth, bool is_after, struct block *b);

static inline void make_step(struct chance *c, bool is_after, struct block *b)
{
    uint32_t row = first_row(c, ROW_STEP, is_after, b);
    b->out[b->n_out++] = made_way(c->m, row, NONE);
}

static inline void make_line(struct chance *c, uint32_t depth, bool is_after, struct block *b)
{
    make_block(c, depth, is_after, b);
    for (uint32_t n = 1 + below(c, 3); n > 0 && c->budget; n--) {
        struct block next;
        make_block(c, depth, false, &next);
        lead_to(c, b, &next);
        memcpy(b->out, next.out, sizeof b->out);
        b->n_out = next.n_out;
    }
}

static inline void lead_to_end(struct chance *c, const struct block *from)
{
    uint32_t end = named_end(c);
    for (uint32_t i = 0; i < from->n_out; i++)
        if (!opens_a_row(c->m, from->out[i]))
            made_opens(c->m, from->out[i], end);
}

/* One way of a choice: the strand ends, or the case, at once or behind a step; or a block. */
static inline void make_way(struct chance *c, uint32_t depth, uint32_t way, struct block *b)
{
    struct block branch = {.out = {way}, .n_out = 1};
    bool ends = one_in(c, 5);
    if (one_in(c, 12))
        return;
    if (ends && one_in(c, 2)) {
        make_step(c, one_in(c, 2), &branch);
        lead_to_posts(c, way, &branch);
    } else if (!ends && c->budget && one_in(c, 2)) {
        make_block(c, depth, false, &branch);
        lead_to_posts(c, way, &branch);
    }
    if (ends)
        lead_to_end(c, &branch);
    else
        add_out(b, &branch);
}

static inline void make_choice(struct chance *c, uint32_t depth, bool is_after, struct block *b)
{
    uint32_t row = first_row(c, ROW_DECISION, is_after, b), n = 2 + below(c, 2);
    for (uint32_t i = 0; i < n; i++)
        make_way(c, depth, made_way(c->m, row, i), b);
}

/* Side by side; a join behind, or a race, or each ends by itself. */
static inline void make_branches(struct chance *c, uint32_t depth, struct block *b)
{
    uint32_t n = 2 + below(c, 2), kind = below(c, 6);
    uint32_t join = kind ? new_row(c, one_in(c, 2) ? ROW_STEP : ROW_DECISION, n) : NONE;
    struct block branches[3];
    *b = (struct block){.n_in = 0};
    if (kind == 5)
        c->m->rows.at[join].need = 1 + below(c, n);
    for (uint32_t i = 0; i < n; i++) {
        make_block(c, depth, true, &branches[i]);
        add_in(b, &branches[i]);
        if (join != NONE)
            lead_to_group(c, &branches[i], join, i);
        else if (i == 0)
            add_out(b, &branches[i]);
        else if (one_in(c, 3))
            lead_to_end(c, &branches[i]);
    }
    if (join == NONE)
        return;
    b->out[b->n_out++] = made_way(c->m, join, c->m->rows.at[join].kind == ROW_STEP ? NONE : 0);
    if (c->m->rows.at[join].kind == ROW_STEP)
        return;
    uint32_t again = made_way(c->m, join, 1), redone = below(c, n);
    if (kind == 5 || one_in(c, 2)) {   /* all is redone */
        lead_to_posts(c, again, b);
        return;
    }
    lead_to_posts(c, again, &branches[redone]);   /* or one branch, the others stay done */
    for (uint32_t g = 0; g < n; g++)
        if (g != redone) {
            made_sets(c->m, again, join, g);
            c->m->ways.at[again].n_kept++;
        }
}

static inline void make_loop(struct chance *c, uint32_t depth, bool is_after, struct block *b)
{
    struct block check;
    make_block(c, depth, is_after, b);
    uint32_t row = first_row(c, ROW_DECISION, false, &check);
    lead_to(c, b, &check);
    b->n_out = 0;
    b->out[b->n_out++] = made_way(c->m, row, 0);
    lead_to_posts(c, made_way(c->m, row, 1), b);
    if (one_in(c, 4)) {   /* a bounded one: its other way */
        uint32_t way = made_way(c->m, row, 1);
        if (one_in(c, 2))
            made_opens(c->m, way, named_end(c));
        else
            b->out[b->n_out++] = way;
    }
}

static inline void make_block(struct chance *c, uint32_t depth, bool is_after, struct block *b)
{
    uint32_t kind = depth && c->budget > 2 ? below(c, 8) : 0;
    switch (kind) {
    case 0: make_step(c, is_after, b); break;
    case 1:
    case 2: make_line(c, depth - 1, is_after, b); break;
    case 3:
    case 4: make_choice(c, depth - 1, is_after, b); break;
    case 5: make_loop(c, depth - 1, is_after, b); break;
    default: make_branches(c, depth - 1, b); break;
    }
}

static inline void make_starts(struct chance *c, const struct block *all)
{
    for (uint32_t n = 1 + below(c, 3); n > 0; n--) {
        uint32_t start = new_row(c, ROW_START, 0), way = made_way(c->m, start, NONE);
        struct block first;
        if (one_in(c, 2)) {
            make_step(c, false, &first);
            lead_to_posts(c, way, &first);
            way = first.out[0];
        }
        lead_to_posts(c, way, all);
    }
}

/* ---- spoiling -------------------------------------------------------------------------- */

static inline struct made_post any_post(struct chance *c)
{
    uint32_t row = below(c, c->m->rows.n);
    while (c->m->rows.at[row].kind == ROW_START)
        row = below(c, c->m->rows.n);
    uint32_t n = c->m->rows.at[row].n_groups;
    return (struct made_post){row, n && !one_in(c, 8) ? below(c, n) : NONE};
}

static inline void put_post(struct chance *c, struct made_way *way, uint32_t i)
{
    struct made_post post = any_post(c);
    for (uint32_t k = 0; k < way->posts.n; k++)
        if (k != i && (way->posts.at[k].group == NONE ? post.group == NONE
                       : way->posts.at[k].row == post.row && way->posts.at[k].group == post.group))
            return;   /* a way opens one row, and sets a place once */
    if (i == way->posts.n)
        LIST_ADD(&c->m->arena, &way->posts);
    way->posts.at[i] = post;
    way->n_kept = 0;
}

static inline void withdraw_anything(struct chance *c)
{
    for (uint32_t r = 0; r < c->m->rows.n; r++)
        for (uint32_t k = 0; c->m->rows.at[r].need && k < 3; k++) {
            struct made_post post = any_post(c);
            if (c->m->rows.at[post.row].kind != ROW_END)
                *LIST_ADD(&c->m->arena, &c->m->rows.at[r].clears) = post;
        }
}

static inline void spoil(struct chance *c)
{
    struct made_way *way = &c->m->ways.at[below(c, c->m->ways.n)];
    uint32_t n = way->posts.n, i = n ? below(c, n) : 0;
    switch (below(c, 7)) {
    case 0:   /* an arrow moved, or a member changed */
    case 1:
        if (n)
            put_post(c, way, i);
        break;
    case 2:   /* dropped */
        if (n) {
            way->posts.at[i] = way->posts.at[n - 1];
            way->posts.n--;
            way->n_kept = 0;
        }
        break;
    case 3:   /* one more */
        put_post(c, way, n);
        break;
    case 4:   /* a join that waits for less */
        if (n && c->m->rows.at[way->posts.at[i].row].n_groups)
            c->m->rows.at[way->posts.at[i].row].need =
                below(c, c->m->rows.at[way->posts.at[i].row].n_groups + 1);
        break;
    case 5:   /* a join that withdraws what it likes */
        withdraw_anything(c);
        break;
    default:  /* the strand ends */
        way->posts.n = way->n_kept = 0;
        break;
    }
}

/* ---- whole flows ----------------------------------------------------------------------- */

static inline void shuffle_rows(struct chance *c)
{
    uint32_t n = c->m->rows.n;
    c->m->number = ARENA_ARRAY(&c->m->arena, n, uint32_t);
    for (uint32_t r = 0; r < n; r++) {
        uint32_t k = below(c, r + 1);
        c->m->number[r] = c->m->number[k];
        c->m->number[k] = r;
    }
}

static inline void make_structured(struct chance *c, uint32_t n_faults)
{
    struct block all;
    c->budget = 3 + below(c, one_in(c, 8) ? 24 : 11);
    make_block(c, 4, one_in(c, 2), &all);
    if (one_in(c, 4)) {
        make_starts(c, &all);
    } else {
        struct block first;
        make_step(c, false, &first);
        c->m->rows.at[first.in[0].row].is_entry = true;
        lead_to(c, &first, &all);
    }
    if (one_in(c, 8))
        made_entry(c->m, all.in[0].row);
    while (n_faults--)
        spoil(c);
}

static inline void make_unstructured(struct chance *c)
{
    uint32_t n = 3 + below(c, 8), n_ends = below(c, 3);
    for (uint32_t r = 0; r < n; r++) {
        uint32_t groups = one_in(c, 2) ? below(c, 4) : 0;
        uint32_t row = made_join(c->m, ROW_STEP, groups);
        if (groups && one_in(c, 4))
            c->m->rows.at[row].need = 1 + below(c, groups);
    }
    if (one_in(c, 2))
        withdraw_anything(c);
    for (uint32_t r = 0; r < n_ends; r++)
        made_row(c->m, ROW_END);
    for (uint32_t r = one_in(c, 4) ? below(c, 3) : 0; r > 0; r--)
        made_way(c->m, made_row(c->m, ROW_START), NONE);
    made_entry(c->m, 0);
    for (uint32_t r = 0; r < n; r++)
        for (uint32_t w = 1 + below(c, 3); w > 0; w--)
            made_way(c->m, r, w - 1);
    for (uint32_t w = 0; w < c->m->ways.n; w++)
        for (uint32_t k = below(c, 4); k > 0; k--)
            put_post(c, &c->m->ways.at[w], c->m->ways.at[w].posts.n);
}

static inline uint32_t count_places(const struct made *m)
{
    uint32_t n = m->rows.n;
    for (uint32_t r = 0; r < m->rows.n; r++)
        n += m->rows.at[r].n_groups;
    return n;
}

/* Every third is unstructured, every fourth of the others whole. */
static inline const struct flow *random_flow(struct made *m, uint64_t number)
{
    struct chance c = {.m = m, .seed = (number + 1) * UINT64_C(0x9e3779b97f4a7c15)};
    for (;;) {
        made_open(m);
        c.n_ends = 0;
        if (number % 3 == 2)
            make_unstructured(&c);
        else
            make_structured(&c, number % 4 ? 1 + below(&c, 2) : 0);
        if (m->rows.n <= 40 && count_places(m) <= RANDOM_PLACES)
            break;
        made_close(m);
    }
    shuffle_rows(&c);
    return made_flow(m);
}

#endif
