/*
 * What is not redone stays done. A jump back over a join redoes the branches
 * that its target leads into; the others were done already and nobody will
 * do them again, so the jump sets their groups itself.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

struct keeper {
    struct flow *flow;
    struct arena *arena;
    struct before *before;
    const uint32_t *component;  /* per row */
    uint32_t *seen;             /* per row: the last search that came there */
    uint32_t *queue;
    uint32_t n_searches;
};

/* Which groups of `join` can be filled from `from` without passing it; how many? */
static uint32_t reached_groups(struct keeper *k, uint32_t from, uint32_t join, bool *is_reached)
{
    const struct flow *flow = k->flow;
    uint32_t n = 0, count = 0, search = ++k->n_searches;
    k->seen[from] = search;
    k->queue[n++] = from;
    for (uint32_t next = 0; next < n; next++) {
        uint32_t r = k->queue[next];
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++) {
            const struct arc *arc = &flow->arcs[a];
            if (arc->to == join && arc->group != NONE) {
                count += !is_reached[arc->group];
                is_reached[arc->group] = true;
            } else if (arc->to != TO_END && arc->to != join && k->seen[arc->to] != search) {
                k->seen[arc->to] = search;
                k->queue[n++] = arc->to;
            }
        }
    }
    return count;
}

static bool already_sets(const struct way *way, uint32_t place)
{
    for (uint32_t i = 0; i < way->n_sets; i++)
        if (way->sets[i] == place)
            return true;
    return false;
}

static void keep_groups(struct flow *flow, struct arena *arena, struct way *way, uint32_t join,
                        const bool *is_reached)
{
    uint32_t n_groups = flow_n_groups(flow, join);
    uint32_t *sets = ARENA_ARRAY(arena, way->n_sets + way->n_kept + n_groups, uint32_t);
    uint32_t n = way->n_sets + way->n_kept;
    if (n)
        memcpy(sets, way->sets, n * sizeof *sets);
    way->sets = sets;
    for (uint32_t g = 0; g < n_groups; g++) {
        uint32_t place = flow->first_place[join] + g;
        if (is_reached[g] || already_sets(way, place))
            continue;
        sets[n++] = place;
        way->n_kept++;
    }
}

/* A join that the jump goes back over lies on a cycle with it. */
static void keep_over(struct keeper *k, struct way *way, uint32_t join)
{
    if (join == way->opens || k->component[join] != k->component[way->row] ||
        k->component[join] != k->component[way->opens] ||
        (join != way->row && !before_always(k->before, join, way->row)))
        return;
    bool *is_reached = ARENA_ARRAY(k->arena, flow_n_groups(k->flow, join), bool);
    if (reached_groups(k, way->opens, join, is_reached))
        keep_groups(k->flow, k->arena, way, join, is_reached);
}

void flow_keep(struct flow *flow, struct arena *arena, struct before *before)
{
    LIST_OF(uint32_t) joins = {0};
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (flow_n_groups(flow, r) > 1 && !flow->need[r])
            *LIST_ADD(arena, &joins) = r;
    if (!joins.n)
        return;
    struct keeper k = {.flow = flow, .arena = arena, .before = before,
                       .component = flow_components(flow, arena),
                       .seen = ARENA_ARRAY(arena, flow->n_rows, uint32_t),
                       .queue = ARENA_ARRAY(arena, flow->n_rows, uint32_t)};
    for (uint32_t w = 0; w < flow->first_way[flow->n_rows]; w++)
        for (uint32_t j = 0; flow->ways[w].is_jump && j < joins.n; j++)
            keep_over(&k, &flow->ways[w], joins.at[j]);
}
