/*
 * Which rows may be open at one time, of a sound flow.
 *
 * First the pairs of places that may be set together are spread from pairs
 * that one way sets: a way keeps company with every place that all its inputs
 * keep company with. That is exact for free-choice nets that are sound
 * (Kovalyov and Esparza, 1996) and errs to the safe side where work is
 * withdrawn; so a pair found there is then looked for in the plain net, which
 * also shows the run.
 */
#include <string.h>

#include "compiler/flow/sound_int.h"

/* More than sound.c gives the plain net, which has the small one to fall back on:
 * here what is not found in it is taken as if it could be. */
enum { MOST_PAIRS = 1 << 23, MEETING_SETS = 200000, MEETING_CELLS = 1 << 25 };
/* For sound_alone, which every build asks: some 700 rows side by side. */
enum { MOST_PAIRS_ALONE = 1 << 19 };

struct meetings {
    const struct flow *flow;
    struct arena *arena;
    const struct net *net;
    uint64_t *slots;               /* pairs, hashed; 0: free */
    uint32_t n_slots;
    LIST_OF(uint64_t) pairs;       /* both ways round */
    LIST_OF(uint32_t) *with;       /* per place: its company */
    uint32_t most;                 /* pairs */
    bool is_full;                  /* more pairs than are kept: all may meet */
    uint32_t *all_rows;
    struct space *space;           /* of the plain net; NULL: not searched yet */
};

/* ---- pairs ------------------------------------------------------------------ */

static uint64_t pair_of(uint32_t a, uint32_t b)
{
    return ((uint64_t)a << 32 | b) + 1;
}

static uint32_t slot_of(const struct meetings *m, uint64_t pair)
{
    uint32_t i = (uint32_t)(pair * 0x9e3779b97f4a7c15u >> 32) & (m->n_slots - 1);
    while (m->slots[i] && m->slots[i] != pair)
        i = (i + 1) & (m->n_slots - 1);
    return i;
}

static bool has_pair(const struct meetings *m, uint32_t a, uint32_t b)
{
    uint64_t pair = pair_of(a, b);
    return m->slots[slot_of(m, pair)] == pair;
}

static void make_room(struct meetings *m)
{
    if (2 * (m->pairs.n + 2) < m->n_slots)
        return;
    m->n_slots *= 4;
    m->slots = ARENA_ARRAY(m->arena, m->n_slots, uint64_t);
    for (uint32_t i = 0; i < m->pairs.n; i++)
        m->slots[slot_of(m, m->pairs.at[i])] = m->pairs.at[i];
}

static void add_one(struct meetings *m, uint32_t a, uint32_t b)
{
    uint64_t pair = pair_of(a, b);
    m->slots[slot_of(m, pair)] = pair;
    *LIST_ADD(m->arena, &m->pairs) = pair;
    *LIST_ADD(m->arena, &m->with[a]) = b;
}

static void add_pair(struct meetings *m, uint32_t a, uint32_t b)
{
    if (a == b || m->is_full || has_pair(m, a, b))
        return;
    m->is_full = m->pairs.n >= m->most;
    make_room(m);
    add_one(m, a, b);
    add_one(m, b, a);
}

/* ---- spreading -------------------------------------------------------------- */

static bool is_among(const uint32_t *places, uint32_t n, uint32_t place)
{
    for (uint32_t i = 0; i < n; i++)
        if (places[i] == place)
            return true;
    return false;
}

/* Does the place stay set when the cluster goes, which may happen beside it? */
static bool stays_beside(const struct meetings *m, const struct net_cluster *c, uint32_t place)
{
    uint32_t n = 0;
    if (is_among(c->inputs, c->n_inputs, place) || is_among(c->clears, c->n_clears, place))
        return false;
    for (uint32_t i = 0; i < c->n_inputs; i++)
        n += has_pair(m, place, c->inputs[i]);
    return n >= (c->need ? c->need : c->n_inputs);
}

/* `place` is set while an input of the cluster is. */
static void spread(struct meetings *m, const struct net_cluster *c, uint32_t place)
{
    if (!stays_beside(m, c, place))
        return;
    for (uint32_t w = c->first_way; w < c->first_way + c->n_ways; w++)
        for (uint32_t i = 0; i < m->net->ways[w].n_sets; i++)
            add_pair(m, place, m->net->ways[w].sets[i]);
}

static void add_sets_of_ways(struct meetings *m)
{
    for (uint32_t w = 0; w < m->net->n_ways; w++) {
        const struct net_way *way = &m->net->ways[w];
        for (uint32_t i = 0; i < way->n_sets; i++)
            for (uint32_t k = 0; k < i; k++)
                add_pair(m, way->sets[i], way->sets[k]);
    }
}

static void find_pairs(struct meetings *m)
{
    m->with = arena_array(m->arena, m->net->n_places, sizeof *m->with);
    m->n_slots = 1024;
    m->slots = ARENA_ARRAY(m->arena, m->n_slots, uint64_t);
    add_sets_of_ways(m);
    for (uint32_t i = 0; i < m->pairs.n && !m->is_full; i++) {
        uint32_t place = (uint32_t)((m->pairs.at[i] - 1) >> 32);
        uint32_t cluster = m->net->cluster_of[(uint32_t)(m->pairs.at[i] - 1)];
        if (cluster != NONE)
            spread(m, &m->net->clusters[cluster], place);
    }
}

static struct meetings *find_meetings(const struct flow *flow, uint32_t most,
                                      struct arena *arena)
{
    struct meetings *m = ARENA_NEW(arena, struct meetings);
    m->flow = flow;
    m->most = most;
    m->arena = arena;
    m->net = net_of_flow(flow, arena);
    find_pairs(m);
    m->all_rows = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        m->all_rows[r] = r;
    return m;
}

struct meetings *meetings_find(const struct flow *flow, struct arena *arena)
{
    return find_meetings(flow, MOST_PAIRS, arena);
}

/* ---- one pair of rows ---------------------------------------------------------- */

static bool is_open(const struct set *set, uint32_t row)
{
    return is_among(set->places, set->n, row);
}

static void run_to(struct meetings *m, uint32_t set, sound_run *run)
{
    LIST_OF(uint32_t) ways = {0};
    for (uint32_t s = set; m->space->sets.at[s].from != NONE; s = m->space->sets.at[s].from)
        *LIST_ADD(m->arena, &ways) = m->net->ways[m->space->sets.at[s].by].tag;
    while (ways.n) {
        uint32_t way = ways.at[--ways.n];
        if (way != NONE)
            *LIST_ADD(m->arena, run) =
                (struct sound_step){m->flow->ways[way].row, m->flow->ways[way].outcome, way};
    }
}

static void search(struct meetings *m)
{
    const struct limits limits = {MEETING_SETS, MEETING_CELLS, false};
    m->space = ARENA_NEW(m->arena, struct space);
    space_search(m->space, m->net, NULL, 0, limits, m->arena);
}

bool *sound_alone(const struct flow *flow, struct arena *arena)
{
    const struct meetings *m = find_meetings(flow, MOST_PAIRS_ALONE, arena);
    bool *alone = ARENA_ARRAY(arena, flow->n_rows + 1, bool);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        alone[r] = !m->is_full && m->with[r].n == 0;
    return alone;
}

const uint32_t *meetings_with(const struct meetings *m, uint32_t row, uint32_t *n)
{
    *n = m->is_full ? m->flow->n_rows : m->with[row].n;
    return m->is_full ? m->all_rows : m->with[row].at;
}

bool meetings_may(struct meetings *m, uint32_t a, uint32_t b, sound_run *run)
{
    if (a == b || (!m->is_full && !has_pair(m, a, b)))
        return false;
    if (!m->space)
        search(m);
    for (uint32_t i = 0; i < m->space->sets.n; i++) {
        const struct set *set = &m->space->sets.at[i];
        if (is_open(set, a) && is_open(set, b)) {
            run_to(m, i, run);
            return true;
        }
    }
    return !m->space->is_complete;
}
