/*
 * What is not redone stays done. A jump back over a join redoes the branches
 * that its target leads into; the others were done already and nobody will
 * do them again, so the jump sets their groups itself. Behind the join there
 * is nothing to be kept: what was done was used up, and a jump that stays
 * behind it does not go back over it.
 *
 * From most rows around a join all its groups can be filled again; the rows
 * between the fork and the join are those from which only some can. They are
 * found from the join backwards, and the search ends where all groups meet:
 * behind that lies nothing of interest, since whatever else can come to the
 * join at all comes over a row where they meet.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

/* Groups that can be filled from a row without passing the join. */
struct reach {
    uint32_t stamp;          /* of the join that this is about */
    bool is_queued, is_full;
    uint32_t n;              /* groups */
    uint32_t one;            /* the first of them */
    uint64_t *bits;          /* all of them, from the second on */
};

struct keeper {
    struct flow *flow;
    struct arena *arena;
    struct arena scratch;    /* for the join in hand */
    struct before *before;
    const uint32_t *component;   /* per row */
    bool *has_jump;          /* per component: a jump stays inside */
    uint32_t *first_jump, *jumps;   /* row -> the ways that jump there */
    uint32_t *first_into, *into;    /* row -> the rows with an arc to it */
    uint32_t *rank;          /* per row: what opens late comes first */
    struct row_heap heap;
    struct reach *reach;     /* per row */
    uint32_t *found, n_found;   /* rows with a reach */
    uint32_t *queue, *seen, n_searches;
    uint32_t join, n_groups, stamp;
    bool is_jumped_into;     /* the join is opened by an arrow too */
};

/* ---- sets of groups ----------------------------------------------------- */

static struct reach *reach_of(struct keeper *k, uint32_t row)
{
    struct reach *r = &k->reach[row];
    if (r->stamp != k->stamp) {
        *r = (struct reach){.stamp = k->stamp};
        k->found[k->n_found++] = row;
    }
    return r;
}

static void set_bit(struct reach *r, uint32_t group)
{
    r->n += !(r->bits[group / 64] >> group % 64 & 1);
    r->bits[group / 64] |= UINT64_C(1) << group % 64;
}

static void add_group(struct keeper *k, struct reach *r, uint32_t group)
{
    if (!r->n) {
        r->one = group;
        r->n = 1;
    } else if (r->bits) {
        set_bit(r, group);
    } else if (r->one != group) {
        r->bits = ARENA_ARRAY(&k->scratch, k->n_groups / 64 + 1, uint64_t);
        r->n = 0;
        set_bit(r, r->one);
        set_bit(r, group);
    }
}

static bool has_group(const struct reach *r, uint32_t group)
{
    return r->bits ? r->bits[group / 64] >> group % 64 & 1 : r->n && r->one == group;
}

static void add_groups(struct keeper *k, struct reach *r, const struct reach *more)
{
    if (!more->bits) {
        add_group(k, r, more->one);
        return;
    }
    for (uint32_t i = 0; i <= k->n_groups / 64; i++)
        for (uint64_t bits = more->bits[i]; bits; bits &= bits - 1)
            add_group(k, r, 64 * i + (uint32_t)__builtin_ctzll(bits));
}

/* ---- around one join ------------------------------------------------------ */

/* Inside of the join's loops, not the join itself, and not where only it leads? */
static bool is_around(const struct keeper *k, uint32_t row)
{
    return row != TO_END && row != k->join && k->component[row] == k->component[k->join] &&
           !dominators_lies_before(&k->before->dominators, k->join, row);
}

static void queue_row(struct keeper *k, uint32_t row)
{
    struct reach *r = &k->reach[row];
    r->is_full = r->n == k->n_groups;
    if (!r->is_full && !r->is_queued)
        row_heap_put(&k->heap, row);
    r->is_queued |= !r->is_full;
}

static void find_members(struct keeper *k)
{
    const struct flow *flow = k->flow;
    k->is_jumped_into = false;
    for (uint32_t i = k->first_into[k->join]; i < k->first_into[k->join + 1]; i++) {
        const struct arc *arc = &flow->arcs[k->into[i]];
        if (!is_around(k, arc->from))
            continue;
        k->is_jumped_into |= arc->group == NONE;
        if (arc->group != NONE)
            add_group(k, reach_of(k, arc->from), arc->group);
    }
    for (uint32_t i = 0; i < k->n_found; i++)
        queue_row(k, k->found[i]);
}

/* From the members backwards, late rows first, up to where all groups meet. */
static void spread_back(struct keeper *k)
{
    while (k->heap.n) {
        uint32_t row = row_heap_take(&k->heap);
        const struct reach *behind = &k->reach[row];
        k->reach[row].is_queued = false;
        if (behind->is_full)
            continue;
        for (uint32_t i = k->first_into[row]; i < k->first_into[row + 1]; i++) {
            uint32_t from = k->flow->arcs[k->into[i]].from;
            if (!is_around(k, from))
                continue;
            struct reach *r = reach_of(k, from);
            uint32_t n = r->n;
            add_groups(k, r, behind);
            if (r->n != n)
                queue_row(k, from);
        }
    }
}

/* Does a row that was not found lead to the groups at all? If so, to all. */
static bool leads_to_groups(struct keeper *k, uint32_t row)
{
    const struct flow *flow = k->flow;
    uint32_t n = 0, search = ++k->n_searches;
    if (!k->is_jumped_into)
        return true;
    k->queue[n++] = row;
    k->seen[row] = search;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t a = flow->first_arc[k->queue[i]]; a < flow->first_arc[k->queue[i] + 1]; a++) {
            uint32_t to = flow->arcs[a].to;
            if (!is_around(k, to) || k->seen[to] == search)
                continue;
            if (k->reach[to].stamp == k->stamp)
                return true;
            k->seen[to] = search;
            k->queue[n++] = to;
        }
    }
    return false;
}

static bool leads_to_full(struct keeper *k, uint32_t row)
{
    const struct flow *flow = k->flow;
    for (uint32_t a = flow->first_arc[row]; a < flow->first_arc[row + 1]; a++) {
        uint32_t to = flow->arcs[a].to;
        if (is_around(k, to) && (k->reach[to].stamp == k->stamp ? k->reach[to].is_full
                                                                 : leads_to_groups(k, to)))
            return true;
    }
    return false;
}

static void fill_back(struct keeper *k, uint32_t row, uint32_t *n)
{
    for (uint32_t i = k->first_into[row]; i < k->first_into[row + 1]; i++) {
        uint32_t from = k->flow->arcs[k->into[i]].from;
        struct reach *r = &k->reach[from];
        if (!is_around(k, from) || r->stamp != k->stamp || r->is_full)
            continue;
        r->is_full = true;
        k->found[(*n)++] = from;
    }
}

/* What leads to a row where all groups meet, leads to all groups. */
static void spread_full(struct keeper *k)
{
    uint32_t n_rows = k->n_found, n = n_rows;   /* the full ones are put behind */
    for (uint32_t i = 0; i < n_rows; i++)
        if (!k->reach[k->found[i]].is_full && leads_to_full(k, k->found[i])) {
            k->reach[k->found[i]].is_full = true;
            k->found[n++] = k->found[i];
        }
    for (uint32_t i = n_rows; i < n; i++)
        fill_back(k, k->found[i], &n);
}

/* ---- the jumps ------------------------------------------------------------- */

static bool already_sets(const struct way *way, uint32_t place)
{
    for (uint32_t i = 0; i < way->n_sets; i++)
        if (way->sets[i] == place)
            return true;
    return false;
}

static void keep_groups(struct keeper *k, struct way *way, const struct reach *reached)
{
    uint32_t n = way->n_sets + way->n_kept, first = k->flow->first_place[k->join];
    uint32_t *sets = ARENA_ARRAY(k->arena, n + k->n_groups - reached->n, uint32_t);
    if (n)
        memcpy(sets, way->sets, n * sizeof *sets);
    way->sets = sets;
    for (uint32_t g = 0; g < k->n_groups; g++) {
        if (has_group(reached, g) || already_sets(way, first + g))
            continue;
        sets[n++] = first + g;
        way->n_kept++;
    }
}

/* Jumps to a row from which not all groups are filled anew. */
static void keep_jumps_to(struct keeper *k, uint32_t row)
{
    if (k->first_jump[row] == k->first_jump[row + 1] || before_always(k->before, k->join, row))
        return;
    for (uint32_t i = k->first_jump[row]; i < k->first_jump[row + 1]; i++) {
        struct way *way = &k->flow->ways[k->jumps[i]];
        if (k->component[way->row] == k->component[k->join] &&
            (way->row == k->join || before_always(k->before, k->join, way->row)))
            keep_groups(k, way, &k->reach[row]);
    }
}

static void keep_over(struct keeper *k, uint32_t join)
{
    arena_init(&k->scratch, k->arena->on_full);
    k->join = join;
    k->n_groups = flow_n_groups(k->flow, join);
    k->stamp++;
    k->n_found = 0;
    find_members(k);
    spread_back(k);
    uint32_t n = k->n_found;
    spread_full(k);
    for (uint32_t i = 0; i < n; i++)
        if (!k->reach[k->found[i]].is_full)
            keep_jumps_to(k, k->found[i]);
    arena_free(&k->scratch);
}

/* ---- tables ------------------------------------------------------------------ */

/* A list of numbers for each row, made in two rounds: n counted, then put. */
static void end_counting(uint32_t *first, uint32_t n_rows)
{
    for (uint32_t r = 2; r < n_rows + 2; r++)
        first[r] += first[r - 1];
}

static void index_jumps(struct keeper *k)
{
    const struct flow *flow = k->flow;
    uint32_t n_ways = flow->first_way[flow->n_rows];
    k->has_jump = ARENA_ARRAY(k->arena, flow->n_rows, bool);
    k->first_jump = ARENA_ARRAY(k->arena, flow->n_rows + 2, uint32_t);
    k->jumps = ARENA_ARRAY(k->arena, n_ways, uint32_t);
    for (uint32_t w = 0; w < n_ways; w++)
        if (flow->ways[w].is_jump)
            k->first_jump[flow->ways[w].opens + 2]++;
    end_counting(k->first_jump, flow->n_rows);
    for (uint32_t w = 0; w < n_ways; w++) {
        const struct way *way = &flow->ways[w];
        if (!way->is_jump)
            continue;
        k->jumps[k->first_jump[way->opens + 1]++] = w;
        if (k->component[way->row] == k->component[way->opens])
            k->has_jump[k->component[way->row]] = true;
    }
}

static void index_arcs(struct keeper *k)
{
    const struct flow *flow = k->flow;
    uint32_t n_arcs = flow->first_arc[flow->n_rows];
    k->first_into = ARENA_ARRAY(k->arena, flow->n_rows + 2, uint32_t);
    k->into = ARENA_ARRAY(k->arena, n_arcs, uint32_t);
    for (uint32_t a = 0; a < n_arcs; a++)
        if (flow->arcs[a].to != TO_END)
            k->first_into[flow->arcs[a].to + 2]++;
    end_counting(k->first_into, flow->n_rows);
    for (uint32_t a = 0; a < n_arcs; a++)
        if (flow->arcs[a].to != TO_END)
            k->into[k->first_into[flow->arcs[a].to + 1]++] = a;
}

static void make_tables(struct keeper *k)
{
    uint32_t n = k->flow->n_rows;
    index_jumps(k);
    index_arcs(k);
    k->rank = ARENA_ARRAY(k->arena, n, uint32_t);
    k->reach = ARENA_ARRAY(k->arena, n, struct reach);
    k->found = ARENA_ARRAY(k->arena, 2 * n, uint32_t);
    k->queue = ARENA_ARRAY(k->arena, n, uint32_t);
    k->seen = ARENA_ARRAY(k->arena, n, uint32_t);
    k->heap = (struct row_heap){ARENA_ARRAY(k->arena, n, uint32_t), 0, k->rank};
    for (uint32_t r = 0; r < n; r++)
        k->rank[r] = NONE - k->before->order[r];
}

void flow_keep(struct flow *flow, struct arena *arena, struct before *before)
{
    struct keeper k = {.flow = flow, .arena = arena, .before = before};
    bool has_joins = false;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        has_joins |= flow_n_groups(flow, r) > 1 && !flow->need[r];
    if (!has_joins)
        return;
    k.component = flow_components(flow, arena);
    make_tables(&k);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (flow_n_groups(flow, r) > 1 && !flow->need[r] && k.has_jump[k.component[r]])
            keep_over(&k, r);
}
