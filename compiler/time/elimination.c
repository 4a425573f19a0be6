/*
 * The order of solving. In a group the node that makes the fewest entries is
 * taken out first (H. Markowitz, "The elimination form of the inverse", 1957),
 * so nodes with one leap in and one out vanish at once and nested loops cost
 * no more than they have leaps. Nodes stand in buckets by that number; an entry
 * is found in the shorter list of its two nodes, or by a hash where both are long.
 */
#include <float.h>

#include "compiler/time/components.h"
#include "compiler/time/elimination.h"

enum { N_BUCKETS = 64, MOST_FILL = 20 * 1000 * 1000, SHORT_LIST = 8 };

/* An entry of the matrix: in the lists of both of its nodes while both are there. */
struct edge {
    uint32_t from, to;
    uint32_t next_out, last_out;   /* of those from `from` */
    uint32_t next_in, last_in;     /* of those to `to` */
};

struct ordering {
    struct elimination *e;
    struct arena *arena;
    const uint32_t *of;            /* node -> its group */
    LIST_OF(struct edge) edges;    /* those of a node to itself are in no list */
    uint32_t *self, *out, *in;     /* per node: first edge, or NONE */
    uint32_t *n_out, *n_in;
    uint32_t *slots, n_slots;      /* hash of edges, from 1 */
    uint32_t n_hashed;             /* the first edges are in it */
    uint32_t bucket[N_BUCKETS];    /* nodes of the group in hand, or NONE */
    uint32_t *next, *last;         /* per node, in its bucket */
    uint32_t *in_bucket;           /* per node: which, or NONE */
    LIST_OF(struct elimination_link) ins, outs;
    LIST_OF(uint32_t) fill;
};

/* ---- edges ------------------------------------------------------------------- */

static uint32_t *slot_of(struct ordering *o, uint32_t from, uint32_t to)
{
    uint64_t hash = ((uint64_t)from << 32 | to) * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t i = (uint32_t)(hash >> 32) & (o->n_slots - 1);
    for (; o->slots[i]; i = (i + 1) & (o->n_slots - 1)) {
        const struct edge *edge = &o->edges.at[o->slots[i] - 1];
        if (edge->from == from && edge->to == to)
            break;
    }
    return &o->slots[i];
}

/* The hash is made when it is first asked, and then brought up to date. */
static void hash_edges(struct ordering *o)
{
    if (2 * (o->edges.n + 1) >= o->n_slots) {
        for (o->n_slots = 64; o->n_slots < 4 * o->edges.n; o->n_slots *= 2)
            ;
        o->slots = ARENA_ARRAY(o->arena, o->n_slots, uint32_t);
        o->n_hashed = 0;
    }
    for (; o->n_hashed < o->edges.n; o->n_hashed++) {
        const struct edge *edge = &o->edges.at[o->n_hashed];
        *slot_of(o, edge->from, edge->to) = o->n_hashed + 1;
    }
}

static void link_edge(struct ordering *o, uint32_t i)
{
    struct edge *edge = &o->edges.at[i];
    edge->last_out = edge->last_in = NONE;
    edge->next_out = o->out[edge->from];
    edge->next_in = o->in[edge->to];
    if (edge->next_out != NONE)
        o->edges.at[edge->next_out].last_out = i;
    if (edge->next_in != NONE)
        o->edges.at[edge->next_in].last_in = i;
    o->out[edge->from] = o->in[edge->to] = i;
    o->n_out[edge->from]++;
    o->n_in[edge->to]++;
}

/* The edge, or NONE. */
static uint32_t find_edge(struct ordering *o, uint32_t from, uint32_t to)
{
    uint32_t i = o->self[from];
    if (from == to)
        return i;
    if (o->n_out[from] <= SHORT_LIST) {
        for (i = o->out[from]; i != NONE && o->edges.at[i].to != to; i = o->edges.at[i].next_out)
            ;
        return i;
    }
    if (o->n_in[to] <= SHORT_LIST) {
        for (i = o->in[to]; i != NONE && o->edges.at[i].from != from; i = o->edges.at[i].next_in)
            ;
        return i;
    }
    hash_edges(o);
    i = *slot_of(o, from, to);
    return i ? i - 1 : NONE;
}

static uint32_t edge_between(struct ordering *o, uint32_t from, uint32_t to)
{
    uint32_t i = find_edge(o, from, to);
    if (i != NONE)
        return i;
    i = o->edges.n;
    *LIST_ADD(o->arena, &o->edges) = (struct edge){.from = from, .to = to};
    if (from == to)
        o->self[from] = i;
    else
        link_edge(o, i);
    return i;
}

static void leave_out_list(struct ordering *o, uint32_t i)
{
    struct edge *edge = &o->edges.at[i];
    if (edge->last_out == NONE)
        o->out[edge->from] = edge->next_out;
    else
        o->edges.at[edge->last_out].next_out = edge->next_out;
    if (edge->next_out != NONE)
        o->edges.at[edge->next_out].last_out = edge->last_out;
    o->n_out[edge->from]--;
}

static void leave_in_list(struct ordering *o, uint32_t i)
{
    struct edge *edge = &o->edges.at[i];
    if (edge->last_in == NONE)
        o->in[edge->to] = edge->next_in;
    else
        o->edges.at[edge->last_in].next_in = edge->next_in;
    if (edge->next_in != NONE)
        o->edges.at[edge->next_in].last_in = edge->last_in;
    o->n_in[edge->to]--;
}

/* ---- buckets ------------------------------------------------------------------ */

static void leave_bucket(struct ordering *o, uint32_t v)
{
    if (o->in_bucket[v] == NONE)
        return;
    if (o->last[v] == NONE)
        o->bucket[o->in_bucket[v]] = o->next[v];
    else
        o->next[o->last[v]] = o->next[v];
    if (o->next[v] != NONE)
        o->last[o->next[v]] = o->last[v];
    o->in_bucket[v] = NONE;
}

static void enter_bucket(struct ordering *o, uint32_t v)
{
    uint64_t n = (uint64_t)o->n_in[v] * o->n_out[v];
    uint32_t b = n < N_BUCKETS ? (uint32_t)n : N_BUCKETS - 1;
    if (b == o->in_bucket[v])
        return;
    leave_bucket(o, v);
    o->in_bucket[v] = b;
    o->last[v] = NONE;
    o->next[v] = o->bucket[b];
    if (o->next[v] != NONE)
        o->last[o->next[v]] = v;
    o->bucket[b] = v;
}

static uint32_t cheapest(const struct ordering *o)
{
    uint32_t b = 0;
    while (o->bucket[b] == NONE)
        b++;
    return o->bucket[b];
}

/* ---- one group ------------------------------------------------------------------ */

static void add_link(struct ordering *o, bool is_in, uint32_t node, uint32_t entry)
{
    struct elimination_link *link =
        is_in ? LIST_ADD(o->arena, &o->ins) : LIST_ADD(o->arena, &o->outs);
    *link = (struct elimination_link){node, entry};
}

/* Takes a node out: its edges leave the lists of the others. */
static void take_edges(struct ordering *o, uint32_t v)
{
    for (uint32_t i = o->in[v]; i != NONE; i = o->edges.at[i].next_in) {
        add_link(o, true, o->edges.at[i].from, i);
        leave_out_list(o, i);
    }
    for (uint32_t i = o->out[v]; i != NONE; i = o->edges.at[i].next_out) {
        add_link(o, false, o->edges.at[i].to, i);
        leave_in_list(o, i);
    }
}

static bool take_out(struct ordering *o, uint32_t k, uint32_t v)
{
    struct elimination *e = o->e;
    uint32_t first_in = o->ins.n, first_out = o->outs.n;
    leave_bucket(o, v);
    e->node[k] = v;
    e->self[k] = o->self[v];
    take_edges(o, v);
    if (o->fill.n + (uint64_t)(o->ins.n - first_in) * (o->outs.n - first_out) > MOST_FILL)
        return false;
    for (uint32_t i = first_in; i < o->ins.n; i++)
        for (uint32_t j = first_out; j < o->outs.n; j++) {
            uint32_t edge = edge_between(o, o->ins.at[i].node, o->outs.at[j].node);
            *LIST_ADD(o->arena, &o->fill) = edge;
        }
    for (uint32_t i = first_in; i < o->ins.n; i++)
        enter_bucket(o, o->ins.at[i].node);
    for (uint32_t j = first_out; j < o->outs.n; j++)
        enter_bucket(o, o->outs.at[j].node);
    return true;
}

static void add_leaps(struct ordering *o, uint32_t v)
{
    const struct process *p = o->e->process;
    const struct process_node *node = &p->nodes[v];
    for (uint32_t l = node->first_leap; l < node->first_leap + node->n_leaps; l++) {
        uint32_t to = p->leaps[l].to;
        if (to != NONE && o->of[to] == o->of[v])
            o->e->entry[l] = edge_between(o, v, to);
    }
}

/* The steps from k on: the nodes of one group, which stand in e->node. */
static bool order_group(struct ordering *o, uint32_t k, uint32_t end)
{
    const uint32_t *nodes = &o->e->node[k];
    uint32_t n = end - k;
    for (uint32_t i = 0; i < n; i++)
        add_leaps(o, nodes[i]);
    for (uint32_t i = 0; i < n && n > 1; i++)
        enter_bucket(o, nodes[i]);
    for (; k < end; k++) {
        o->e->first_in[k] = o->ins.n;
        o->e->first_out[k] = o->outs.n;
        if (!take_out(o, k, n > 1 ? cheapest(o) : *nodes))
            return false;
    }
    return true;
}

/* ---- all of them ------------------------------------------------------------------ */

static struct components find_groups(const struct process *p, struct arena *arena)
{
    uint32_t *first = ARENA_ARRAY(arena, p->n_nodes + 1, uint32_t);
    uint32_t *to = ARENA_ARRAY(arena, p->n_leaps + 1, uint32_t);
    for (uint32_t l = 0; l < p->n_leaps; l++)
        to[l] = p->leaps[l].to;
    for (uint32_t i = 0; i < p->n_nodes; i++)
        first[i + 1] = p->nodes[i].first_leap + p->nodes[i].n_leaps;
    struct graph g = {p->n_nodes, first, to};
    return components_find(&g, arena);
}

static void fill_with(uint32_t *at, uint32_t n, uint32_t value)
{
    for (uint32_t i = 0; i < n; i++)
        at[i] = value;
}

static struct ordering ordering_new(struct elimination *e, const struct components *groups,
                                    struct arena *arena)
{
    uint32_t n = e->process->n_nodes;
    struct ordering o = {.e = e, .arena = arena, .of = groups->of};
    uint32_t **const lists[] = {&o.self, &o.out, &o.in, &o.in_bucket};
    for (uint32_t i = 0; i < COUNT_OF(lists); i++) {
        *lists[i] = ARENA_ARRAY(arena, n, uint32_t);
        fill_with(*lists[i], n, NONE);
    }
    o.n_out = ARENA_ARRAY(arena, n, uint32_t);
    o.n_in = ARENA_ARRAY(arena, n, uint32_t);
    o.next = ARENA_ARRAY(arena, n, uint32_t);
    o.last = ARENA_ARRAY(arena, n, uint32_t);
    fill_with(o.bucket, N_BUCKETS, NONE);
    LIST_RESERVE(arena, &o.edges, e->process->n_leaps);
    LIST_RESERVE(arena, &o.ins, e->process->n_leaps);
    LIST_RESERVE(arena, &o.outs, e->process->n_leaps);
    return o;
}

/* Is every leap to a later node? Then each is a group, the last first. */
static bool is_in_order(const struct process *p)
{
    for (uint32_t v = 0; v < p->n_nodes; v++)
        for (uint32_t l = 0; l < p->nodes[v].n_leaps; l++)
            if (p->leaps[p->nodes[v].first_leap + l].to <= v)
                return false;
    return true;
}

static void order_backwards(struct elimination *e, struct arena *arena)
{
    uint32_t n = e->process->n_nodes;
    e->node = ARENA_ARRAY(arena, n, uint32_t);
    e->group = ARENA_ARRAY(arena, n + 1, uint32_t);
    e->n_groups = n;
    fill_with(e->self, n, NONE);
    for (uint32_t k = 0; k < n; k++) {
        e->node[k] = n - 1 - k;
        e->group[k + 1] = k + 1;
    }
}

static bool order_groups(struct elimination *e, struct arena *arena)
{
    uint32_t n = e->process->n_nodes;
    struct components groups = find_groups(e->process, arena);
    struct ordering o = ordering_new(e, &groups, arena);
    e->node = groups.nodes;
    e->group = groups.first;
    e->n_groups = groups.n;
    for (uint32_t g = 0; g < groups.n; g++)
        if (!order_group(&o, groups.first[g], groups.first[g + 1]))
            return false;
    e->first_in[n] = o.ins.n;
    e->first_out[n] = o.outs.n;
    e->in = o.ins.at;
    e->out = o.outs.at;
    e->fill = o.fill.at;
    e->n_fill = o.fill.n;
    e->n_entries = o.edges.n;
    return true;
}

static bool order_all(struct elimination *e, struct arena *arena)
{
    uint32_t n = e->process->n_nodes;
    e->self = ARENA_ARRAY(arena, n, uint32_t);
    e->first_in = ARENA_ARRAY(arena, n + 1, uint32_t);
    e->first_out = ARENA_ARRAY(arena, n + 1, uint32_t);
    e->entry = ARENA_ARRAY(arena, e->process->n_leaps + 1, uint32_t);
    fill_with(e->entry, e->process->n_leaps, NONE);
    if (!is_in_order(e->process))
        return order_groups(e, arena);
    order_backwards(e, arena);
    return true;
}

/* ---- the replay for the probabilities ------------------------------------------------ */

static void weigh(const struct elimination *e, double *leaving)
{
    const struct process *p = e->process;
    for (uint32_t v = 0; v < p->n_nodes; v++)
        for (uint32_t l = p->nodes[v].first_leap; l < p->nodes[v].first_leap + p->nodes[v].n_leaps;
             l++)
            *(e->entry[l] == NONE ? &leaving[v] : &e->a[e->entry[l]]) += p->leaps[l].probability;
}

/* W. Grassmann, M. Taksar, D. Heyman, "Regenerative analysis and steady state
 * distributions for Markov chains" (1985): what leaves a node is summed up.
 * leaving: per node, for what leaves the group. */
static double left_by_sum(const struct elimination *e, uint32_t k, const double *leaving)
{
    double sum = leaving[e->node[k]];
    for (uint32_t j = e->first_out[k]; j < e->first_out[k + 1]; j++)
        sum += e->a[e->out[j].entry];
    return sum < DBL_MIN ? 0 : sum;
}

static double left_by_difference(const struct elimination *e, uint32_t k)
{
    double left = e->self[k] == NONE ? 1 : 1 - e->a[e->self[k]];
    return left < 1e-9 ? 0 : left;   /* no more is known of it by then */
}

/* left: what leaves the node. */
static void replay_step(struct elimination *e, uint32_t k, double left, double *leaving,
                        const uint32_t **fill)
{
    const struct elimination_link *in = &e->in[e->first_in[k]], *out = &e->out[e->first_out[k]];
    uint32_t n_in = e->first_in[k + 1] - e->first_in[k];
    uint32_t n_out = e->first_out[k + 1] - e->first_out[k];
    e->stay[k] = 1 / left;
    for (uint32_t j = 0; j < n_out; j++)
        e->a[out[j].entry] *= e->stay[k];
    for (uint32_t i = 0; i < n_in; i++) {
        double weight = e->a[in[i].entry];
        leaving[in[i].node] += weight * e->stay[k] * leaving[e->node[k]];
        for (uint32_t j = 0; j < n_out; j++)
            e->a[*(*fill)++] += weight * e->a[out[j].entry];
    }
}

static void replay(struct elimination *e, bool is_by_sum, struct arena *arena)
{
    double *leaving = ARENA_ARRAY(arena, e->process->n_nodes, double);
    const uint32_t *fill = e->fill;
    e->a = ARENA_ARRAY(arena, e->n_entries + 1, double);
    e->stay = ARENA_ARRAY(arena, e->process->n_nodes, double);
    e->is_endless = ARENA_ARRAY(arena, e->n_groups, bool);
    weigh(e, leaving);
    for (uint32_t g = 0; g < e->n_groups; g++)
        for (uint32_t k = e->group[g]; k < e->group[g + 1]; k++) {
            double left = is_by_sum ? left_by_sum(e, k, leaving) : left_by_difference(e, k);
            e->is_endless[g] |= left <= 0;
            replay_step(e, k, left, leaving, &fill);
        }
}

void elimination_reweigh(struct elimination *e, struct arena *arena)
{
    replay(e, false, arena);
}

struct elimination *elimination_build(const struct process *process, struct arena *arena)
{
    struct elimination *e = ARENA_NEW(arena, struct elimination);
    e->process = process;
    if (!order_all(e, arena))
        return NULL;
    replay(e, true, arena);
    return e;
}
