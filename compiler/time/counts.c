/*
 * Bounded outcomes: how often each was taken, as pairs of a counter and its
 * count, and which counters can still matter: those of rows that lead to one
 * another with what is set.
 */
#include "compiler/time/components.h"
#include "compiler/time/process_int.h"

static bool can_be_counted_again(const struct builder *b, uint32_t counter, const struct marking *m)
{
    uint32_t component = b->component[b->counter_row[counter]];
    for (uint32_t i = 0; i < m->open.n; i++)
        if (b->component[m->open.at[i]] == component)
            return true;
    for (uint32_t i = 0; i < m->done.n; i++)
        if (b->component[flow_place_row(b->flow, m->done.at[i])] == component)
            return true;
    return false;
}

static void add_pair(struct builder *b, uint32_t counter, uint32_t n)
{
    *LIST_ADD(b->arena, &b->scratch) = counter;
    *LIST_ADD(b->arena, &b->scratch) = n;
}

uint32_t builder_counts(struct builder *b, uint32_t counts, const struct marking *m)
{
    if (!counts)
        return 0;
    struct list list = pool_list(&b->pool, counts);
    b->scratch.n = 0;
    for (uint32_t i = 0; i < list.n; i += 2)
        if (can_be_counted_again(b, list.at[i], m))
            add_pair(b, list.at[i], list.at[i + 1]);
    return pool_put(&b->pool, b->scratch.at, b->scratch.n);
}

static uint32_t count_of(const struct builder *b, uint32_t counts, uint32_t counter)
{
    struct list list = pool_list(&b->pool, counts);
    for (uint32_t i = 0; i < list.n; i += 2)
        if (list.at[i] == counter)
            return list.at[i + 1];
    return 0;
}

uint32_t builder_count(struct builder *b, uint32_t counts, uint32_t counter)
{
    struct list list = pool_list(&b->pool, counts);
    uint32_t i = 0;
    b->scratch.n = 0;
    for (; i < list.n && list.at[i] < counter; i += 2)
        add_pair(b, list.at[i], list.at[i + 1]);
    add_pair(b, counter, count_of(b, counts, counter) + 1);
    for (i += i < list.n && list.at[i] == counter ? 2 : 0; i < list.n; i += 2)
        add_pair(b, list.at[i], list.at[i + 1]);
    return pool_put(&b->pool, b->scratch.at, b->scratch.n);
}

bool builder_is_free(const struct builder *b, const struct way *way, uint32_t counts)
{
    if (way->counter == NONE)
        return true;
    const struct row *row = &b->flow->sop->rows.at[way->row];
    return way->is_then ==
           (count_of(b, counts, way->counter) >= row->outcomes.at[way->outcome].at_most);
}

void builder_find_counters(struct builder *b)
{
    const struct flow *f = b->flow;
    if (!f->n_counters)
        return;
    LIST_OF(uint32_t) to = {0};
    uint32_t *first = ARENA_ARRAY(b->arena, f->n_rows + 1, uint32_t);
    b->counter_row = ARENA_ARRAY(b->arena, f->n_counters, uint32_t);
    for (uint32_t r = 0; r < f->n_rows; r++) {
        for (uint32_t w = f->first_way[r]; w < f->first_way[r + 1]; w++) {
            const struct way *way = &f->ways[w];
            if (way->counter != NONE)
                b->counter_row[way->counter] = r;
            *LIST_ADD(b->arena, &to) = way->opens;
            for (uint32_t i = 0; i < way->n_sets + way->n_kept; i++)
                *LIST_ADD(b->arena, &to) = flow_place_row(f, way->sets[i]);
        }
        first[r + 1] = to.n;
    }
    struct graph g = {f->n_rows, first, to.at};
    b->component = components_find(&g, b->arena).of;
}
