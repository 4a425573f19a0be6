/*
 * The state space of a net: all sets of places that can be reached, breadth
 * first, so that the way to each is a shortest one. Within one event the
 * urgent clusters and the named ends go first, lowest row first.
 */
#include <string.h>

#include "compiler/flow/sound_int.h"

/* ---- one step --------------------------------------------------------------- */

struct stepper {
    const struct net *net;
    bool *is_set;              /* per place; all false between calls */
    uint32_t *added, n_added;  /* set in this step, as they come */
    uint32_t *waiting, n_waiting;   /* urgent clusters that got an input */
    uint32_t *after;
    uint32_t end;              /* the named end that was opened, or NONE */
    uint32_t doubled;
    uint32_t room;
    struct arena *arena;
    bool *has_gone;            /* per cluster: an urgent one that went */
};

/* A step adds what its way sets, and one way for each place so added. */
static void make_room(struct stepper *s, uint32_t n_before, uint32_t n_sets)
{
    uint32_t room = n_before + 2 * n_sets + 1;
    if (room <= s->room)
        return;
    s->room = 2 * room;
    s->added = ARENA_ARRAY(s->arena, s->room, uint32_t);
    s->waiting = ARENA_ARRAY(s->arena, s->room, uint32_t);
    s->after = ARENA_ARRAY(s->arena, s->room, uint32_t);
}

static bool is_enabled(const struct stepper *s, const struct net_cluster *c)
{
    uint32_t n = 0, need = c->need ? c->need : c->n_inputs;
    for (uint32_t i = 0; i < c->n_inputs && n < need; i++)
        n += s->is_set[c->inputs[i]];
    return n == need;
}

static void set_place(struct stepper *s, uint32_t place)
{
    if (s->is_set[place])
        s->doubled = place;
    s->is_set[place] = true;
    s->added[s->n_added++] = place;
    uint32_t c = s->net->cluster_of[place];
    if (c != NONE && s->net->clusters[c].is_urgent && s->net->clusters[c].n_ways)
        s->waiting[s->n_waiting++] = c;
}

static void go(struct stepper *s, uint32_t w)
{
    const struct net_way *way = &s->net->ways[w];
    const struct net_cluster *c = &s->net->clusters[way->cluster];
    for (uint32_t i = 0; i < c->n_inputs; i++)
        s->is_set[c->inputs[i]] = false;
    for (uint32_t i = 0; i < c->n_clears; i++)
        s->is_set[c->clears[i]] = false;
    for (uint32_t i = 0; i < way->n_sets; i++)
        set_place(s, way->sets[i]);
    if (way->end < s->end)
        s->end = way->end;
}

/* The urgent cluster of the lowest row below the pending end, or NONE. */
static uint32_t next_urgent(const struct stepper *s)
{
    uint32_t best = NONE, row = s->end;
    for (uint32_t i = 0; i < s->n_waiting; i++) {
        const struct net_cluster *c = &s->net->clusters[s->waiting[i]];
        if (c->row < row && is_enabled(s, c)) {
            best = s->waiting[i];
            row = c->row;
        }
    }
    return best;
}

/* Puts a place where it belongs among n that ascend. */
static void put_in(uint32_t *places, uint32_t n, uint32_t place)
{
    for (; n > 0 && places[n - 1] > place; n--)
        places[n] = places[n - 1];
    places[n] = place;
}

/* Writes what is set, ascending, into *after, and leaves nothing set here. */
static void collect(struct stepper *s, const struct set *before, struct set *after)
{
    uint32_t n_new = 0, n = 0;
    for (uint32_t i = 0; i < before->n; i++) {
        if (s->is_set[before->places[i]])
            s->after[n++] = before->places[i];
        s->is_set[before->places[i]] = false;
    }
    for (uint32_t i = 0; i < s->n_added; i++) {
        uint32_t place = s->added[i];
        if (s->is_set[place])
            put_in(s->added, n_new++, place);
        s->is_set[place] = false;
    }
    uint32_t old = n, last = n + n_new;
    for (after->n = last; n_new > 0;)
        s->after[--last] = old > 0 && s->after[old - 1] > s->added[n_new - 1]
                               ? s->after[--old]
                               : s->added[--n_new];
    after->places = s->after;
}

/* One way gone from a set, and what follows at once: false if a place was set twice.
 * What *after holds is good until the next call. */
static bool go_from(struct stepper *s, const struct set *before, uint32_t way, struct set *after)
{
    make_room(s, before->n, s->net->ways[way].n_sets);
    s->n_added = s->n_waiting = 0;
    s->end = s->doubled = NONE;
    for (uint32_t i = 0; i < before->n; i++)
        s->is_set[before->places[i]] = true;
    go(s, way);
    for (uint32_t c; (c = next_urgent(s)) != NONE;) {
        s->has_gone[c] = true;
        go(s, s->net->clusters[c].first_way);
    }
    collect(s, before, after);
    if (s->end != NONE)
        after->n = 0;
    return s->doubled == NONE;
}

/* ---- all of them -------------------------------------------------------------- */

static uint32_t hash_of(const uint32_t *places, uint32_t n)
{
    uint64_t hash = n;
    for (uint32_t i = 0; i < n; i++)
        hash = (hash ^ places[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 29;
    return (uint32_t)(hash >> 32);
}

/* The slot that holds that set, or the free one where it belongs. */
static uint32_t *find_slot(const struct space *s, const uint32_t *places, uint32_t n)
{
    uint32_t i = hash_of(places, n) & (s->n_slots - 1);
    for (; s->slots[i]; i = (i + 1) & (s->n_slots - 1)) {
        const struct set *set = &s->sets.at[s->slots[i] - 1];
        if (set->n == n && (!n || memcmp(set->places, places, n * sizeof *places) == 0))
            break;
    }
    return &s->slots[i];
}

static void grow_slots(struct space *s)
{
    s->n_slots *= 4;
    s->slots = ARENA_ARRAY(s->arena, s->n_slots, uint32_t);
    for (uint32_t i = 0; i < s->sets.n; i++)
        *find_slot(s, s->sets.at[i].places, s->sets.at[i].n) = i + 1;
}

static bool may_rest(const struct net *net, const uint32_t *places, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (net->cluster_of[places[i]] != NONE)
            return false;
    return true;
}

struct searching {
    struct space *space;
    struct stepper stepper;
    struct limits limits;
    LIST_OF(uint32_t) queue;
    bool *is_doubled;    /* per place: a hit has told of it */
    bool *is_in;         /* per place: in the set in hand */
};

static uint32_t add_set(struct space *s, const struct set *set, uint32_t from, uint32_t by)
{
    uint32_t *slot = find_slot(s, set->places, set->n);
    if (*slot)
        return *slot - 1;
    uint32_t *copy = ARENA_ARRAY(s->arena, set->n + 1, uint32_t), number = s->sets.n;
    if (set->n)
        memcpy(copy, set->places, set->n * sizeof *copy);
    *slot = number + 1;
    *LIST_ADD(s->arena, &s->sets) = (struct set){
        .places = copy, .n = set->n, .from = from, .by = by,
        .is_over = may_rest(s->net, copy, set->n)};
    s->n_cells += set->n;
    if (2 * s->sets.n > s->n_slots)
        grow_slots(s);
    return number;
}

/* Each set is queued once. */
static void queue_set(struct searching *q, uint32_t number)
{
    if (!q->space->sets.at[number].is_expanded)
        *LIST_ADD(q->space->arena, &q->queue) = number;
    q->space->sets.at[number].is_expanded = true;
}

/* The set behind, or NONE where a place would be set twice. */
static uint32_t try_way(struct searching *q, uint32_t from, uint32_t way)
{
    struct space *s = q->space;
    struct set after;
    if (!go_from(&q->stepper, &s->sets.at[from], way, &after)) {
        uint32_t place = q->stepper.doubled;
        if (!q->is_doubled[place])
            *LIST_ADD(s->arena, &s->hits) = (struct hit){from, way, place};
        q->is_doubled[place] = s->sets.at[from].is_broken = true;
        return NONE;
    }
    if (q->stepper.end != NONE)
        s->is_ended[q->stepper.end] = true;
    uint32_t to = add_set(s, &after, from, way);
    *LIST_ADD(s->arena, &s->next) = to;
    s->sets.at[from].n_next++;
    return to;
}

static bool is_ready(const struct searching *q, uint32_t cluster, uint32_t place)
{
    const struct net_cluster *c = &q->space->net->clusters[cluster];
    if (c->is_urgent || !c->n_ways || c->inputs[0] != place)
        return false;
    for (uint32_t i = 0; i < c->n_inputs; i++)
        if (!q->is_in[c->inputs[i]])
            return false;
    return true;
}

static void mark(struct searching *q, const struct set *set, bool is_in)
{
    for (uint32_t i = 0; i < set->n; i++)
        q->is_in[set->places[i]] = is_in;
}

static bool is_at_limit(const struct searching *q)
{
    const struct space *s = q->space;
    return s->sets.n > q->limits.n_sets || s->n_cells > q->limits.n_cells ||
           (q->limits.stops_at_first && s->hits.n);
}

/* All that can be done in one set, as far as the limits allow: in a wide
 * procedure that alone may be more. */
static void expand(struct searching *q, uint32_t number)
{
    struct space *s = q->space;
    const struct set set = s->sets.at[number];
    bool is_stuck = !set.is_over;
    s->sets.at[number].first_next = s->next.n;
    s->sets.at[number].n_next = 0;
    mark(q, &set, true);
    for (uint32_t i = 0; i < set.n && (is_stuck || !is_at_limit(q)); i++) {
        uint32_t c = s->net->cluster_of[set.places[i]];
        if (c == NONE || !is_ready(q, c, set.places[i]))
            continue;
        is_stuck = false;
        s->has_happened[c] = true;
        const struct net_cluster *cluster = &s->net->clusters[c];
        for (uint32_t w = 0; w < cluster->n_ways; w++) {
            uint32_t to = try_way(q, number, cluster->first_way + w);
            if (to != NONE)
                queue_set(q, to);
        }
    }
    mark(q, &set, false);
    s->sets.at[number].is_broken |= is_stuck;
    if (is_stuck)
        *LIST_ADD(s->arena, &s->hits) = (struct hit){number, NONE, NONE};
}

enum { MOST_PATH_CELLS = 1 << 25 };

/* Where the path leads to, from the set. */
static uint32_t follow(struct searching *q, uint32_t number, const uint32_t *path, uint32_t n)
{
    for (uint32_t i = 0; i < n && q->space->n_cells < MOST_PATH_CELLS; i++) {
        const struct set set = q->space->sets.at[number];
        uint32_t cluster = q->space->net->ways[path[i]].cluster;
        mark(q, &set, true);
        bool can_go = is_ready(q, cluster, q->space->net->clusters[cluster].inputs[0]);
        mark(q, &set, false);
        q->space->sets.at[number].first_next = q->space->next.n;
        q->space->sets.at[number].n_next = 0;
        uint32_t to = can_go ? try_way(q, number, path[i]) : NONE;
        if (to == NONE)
            break;
        number = to;
    }
    return number;
}

void space_search(struct space *s, const struct net *net, const uint32_t *path, uint32_t n_path,
                  struct limits limits, struct arena *arena)
{
    *s = (struct space){.net = net, .arena = arena, .n_slots = 64, .is_from_begin = !n_path};
    struct searching q = {
        .space = s, .limits = limits, .stepper = {.net = net, .arena = arena}};
    q.stepper.is_set = ARENA_ARRAY(arena, net->n_places, bool);
    q.is_doubled = ARENA_ARRAY(arena, net->n_places, bool);
    q.is_in = ARENA_ARRAY(arena, net->n_places, bool);
    s->has_happened = q.stepper.has_gone = ARENA_ARRAY(arena, net->n_clusters, bool);
    s->is_ended = ARENA_ARRAY(arena, net->n_rows + 1, bool);
    s->slots = ARENA_ARRAY(arena, s->n_slots, uint32_t);
    uint32_t first = add_set(s, &(struct set){.places = &net->begin, .n = 1}, NONE, NONE);
    queue_set(&q, follow(&q, first, path, n_path));
    q.limits.n_cells += s->n_cells;
    for (uint32_t i = 0; i < q.queue.n && !is_at_limit(&q); i++)
        expand(&q, q.queue.at[i]);
    s->is_complete = !is_at_limit(&q);
}

/* ---- where the end can be reached ---------------------------------------------- */

/* The sets that lead to each set, as one list: those of i from first[i] on. */
static uint32_t *turn_round(const struct space *s, uint32_t **first)
{
    uint32_t *at = *first = ARENA_ARRAY(s->arena, s->sets.n + 2, uint32_t);
    uint32_t *into = ARENA_ARRAY(s->arena, s->next.n + 1, uint32_t);
    for (uint32_t i = 0; i < s->sets.n; i++)
        for (uint32_t e = 0; e < s->sets.at[i].n_next; e++)
            at[s->next.at[s->sets.at[i].first_next + e] + 2]++;
    for (uint32_t i = 2; i < s->sets.n + 2; i++)
        at[i] += at[i - 1];
    for (uint32_t i = 0; i < s->sets.n; i++)
        for (uint32_t e = 0; e < s->sets.at[i].n_next; e++)
            into[at[s->next.at[s->sets.at[i].first_next + e] + 1]++] = i;
    return into;
}

bool *space_reaching(const struct space *s, const bool *is_goal)
{
    uint32_t *first, *into = turn_round(s, &first), n = 0;
    bool *reaches = ARENA_ARRAY(s->arena, s->sets.n, bool);
    uint32_t *queue = ARENA_ARRAY(s->arena, s->sets.n, uint32_t);
    for (uint32_t i = 0; i < s->sets.n; i++)
        if (is_goal[i]) {
            reaches[i] = true;
            queue[n++] = i;
        }
    for (uint32_t q = 0; q < n; q++)
        for (uint32_t e = first[queue[q]]; e < first[queue[q] + 1]; e++)
            if (!reaches[into[e]]) {
                reaches[into[e]] = true;
                queue[n++] = into[e];
            }
    return reaches;
}

bool *space_can_end(const struct space *s)
{
    bool *is_goal = ARENA_ARRAY(s->arena, s->sets.n, bool);
    for (uint32_t i = 0; i < s->sets.n; i++)
        is_goal[i] = s->sets.at[i].is_over;
    return space_reaching(s, is_goal);
}
