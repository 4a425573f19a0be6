/*
 * What a search of the plain net has met, in the terms of the procedure: which
 * rows have to do with the fault, and how. Every fault is told with the run
 * that led to it first; what only follows from another fault is left out.
 */
#include "compiler/flow/sound_int.h"

/* How many of a kind are looked at: the first show what the others do. */
enum { DOUBLINGS = 50, STUCK_SETS = 200, ROUNDS = 8 };

struct explaining {
    const struct flow *flow;
    const struct space *space;
    const struct net *net;
    struct arena *arena;
    struct verdict *verdict;
    bool *is_told;           /* per row: a join that a fault told of */
    bool is_shortest;        /* runs to the sets are */
};

static struct sound_fault *add_fault(struct explaining *x, enum sound_fault_kind kind)
{
    struct sound_fault *fault = LIST_ADD(x->arena, &x->verdict->faults);
    fault->kind = kind;
    fault->group = NONE;
    return fault;
}

static void add_part(struct explaining *x, struct sound_fault *fault, enum sound_role role,
                     uint32_t row, uint32_t outcome)
{
    for (uint32_t i = 0; i < fault->parts.n; i++) {
        const struct sound_part *part = &fault->parts.at[i];
        if (part->role == role && part->row == row && part->outcome == outcome)
            return;
    }
    *LIST_ADD(x->arena, &fault->parts) = (struct sound_part){role, row, outcome};
}

/* By the row that goes that way of the net (the beginning itself is nobody's). */
static void add_way_part(struct explaining *x, struct sound_fault *fault, enum sound_role role,
                         uint32_t by)
{
    uint32_t way = by == NONE ? NONE : x->net->ways[by].tag;
    if (way != NONE)
        add_part(x, fault, role, x->flow->ways[way].row, x->flow->ways[way].outcome);
}

static uint32_t row_of_place(const struct flow *flow, uint32_t place)
{
    return place < flow->n_rows ? place : flow_place_row(flow, place);
}

/* ---- runs --------------------------------------------------------------------------- */

struct trail {
    uint32_t *sets;   /* from the beginning to the set asked about */
    uint32_t n;
};

static struct trail trail_to(const struct explaining *x, uint32_t set)
{
    struct trail t = {0};
    for (uint32_t s = set; s != NONE; s = x->space->sets.at[s].from)
        t.n++;
    t.sets = ARENA_ARRAY(x->space->arena, t.n, uint32_t);
    uint32_t i = t.n;
    for (uint32_t s = set; s != NONE; s = x->space->sets.at[s].from)
        t.sets[--i] = s;
    return t;
}

static void add_step(struct explaining *x, struct sound_fault *fault, uint32_t by)
{
    uint32_t way = by == NONE ? NONE : x->net->ways[by].tag;
    if (way == NONE)
        return;
    const struct way *w = &x->flow->ways[way];
    *LIST_ADD(x->arena, &fault->run) = (struct sound_step){w->row, w->outcome, way};
}

static void add_run(struct explaining *x, struct sound_fault *fault, const struct trail *trail)
{
    fault->is_shortest = x->is_shortest;
    for (uint32_t i = 0; i < trail->n; i++)
        add_step(x, fault, x->space->sets.at[trail->sets[i]].by);
}

static bool holds(const struct set *set, uint32_t place)
{
    uint32_t first = 0, n = set->n;
    while (n > 1) {
        uint32_t half = n / 2;
        first += set->places[first + half] <= place ? half : 0;
        n -= half;
    }
    return n && set->places[first] == place;
}

static bool takes(const struct net *net, uint32_t way, uint32_t place)
{
    return net->cluster_of[place] == net->ways[way].cluster;
}

/* The way that set the place which is set at the trail's end, or NONE. */
static uint32_t setter_of(const struct explaining *x, const struct trail *trail, uint32_t place)
{
    for (uint32_t i = trail->n; i-- > 1;) {
        uint32_t by = x->space->sets.at[trail->sets[i]].by;
        if (!holds(&x->space->sets.at[trail->sets[i - 1]], place) || takes(x->net, by, place))
            return by;
    }
    return NONE;
}

/* ---- doubling --------------------------------------------------------------------------- */

static void tell_doubling(struct explaining *x, const struct hit *hit)
{
    struct trail trail = trail_to(x, hit->set);
    struct sound_fault *fault = add_fault(x, FAULT_DOUBLING);
    add_part(x, fault, ROLE_TWICE, row_of_place(x->flow, hit->place), NONE);
    if (hit->place >= x->flow->n_rows)
        fault->group = x->flow->places[hit->place - x->flow->n_rows].group;
    uint32_t first = setter_of(x, &trail, hit->place);
    add_way_part(x, fault, ROLE_FIRST, first == NONE ? hit->by : first);
    add_way_part(x, fault, ROLE_SECOND, hit->by);
    add_run(x, fault, &trail);
    add_step(x, fault, hit->by);
}

/* ---- deadlock ----------------------------------------------------------------------------- */

static uint32_t n_groups(const struct flow *flow, uint32_t row)
{
    return flow->first_place[row + 1] - flow->first_place[row];
}

/* What could still be set once the join of that row had let it go. */
static bool *settable_after(const struct explaining *x, const struct set *set, uint32_t row)
{
    uint32_t *places = ARENA_ARRAY(x->space->arena, set->n + 1, uint32_t);
    for (uint32_t i = 0; i < set->n; i++)
        places[i] = set->places[i];
    places[set->n] = row;
    return net_may_set(x->net, places, set->n + 1, x->space->arena);
}

/* Would the join get all that it misses if the other one went? */
static bool hangs_on(const struct explaining *x, const struct set *set, uint32_t row,
                     uint32_t other)
{
    const bool *may_set = settable_after(x, set, other);
    for (uint32_t g = x->flow->first_place[row]; g < x->flow->first_place[row + 1]; g++)
        if (!may_set[g])
            return false;
    return true;
}

/* The joins that wait in a set, ascending. */
static uint32_t waiting_joins(const struct explaining *x, const struct set *set, uint32_t *joins)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        uint32_t row = row_of_place(x->flow, set->places[i]);
        if (set->places[i] >= x->flow->n_rows && set->places[i] < x->flow->n_places &&
            (!n || joins[n - 1] != row))
            joins[n++] = row;
    }
    return n;
}

static bool is_root(const struct explaining *x, const struct set *set, const uint32_t *joins,
                    uint32_t n, uint32_t i)
{
    for (uint32_t k = 0; k < n; k++)
        if (k != i && hangs_on(x, set, joins[i], joins[k]) &&
            (k < i || !hangs_on(x, set, joins[k], joins[i])))
            return false;
    return true;
}

/* The last way of the trail behind which the place cannot be set any more. */
static uint32_t decided_by(const struct explaining *x, const struct trail *trail, uint32_t place)
{
    uint32_t low = 0, high = trail->n - 1;   /* in sets[high] it cannot */
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const struct set *set = &x->space->sets.at[trail->sets[middle]];
        if (net_may_set(x->net, set->places, set->n, x->space->arena)[place])
            low = middle + 1;
        else
            high = middle;
    }
    return x->space->sets.at[trail->sets[high]].by;
}

static bool waits_for_itself(const struct explaining *x, uint32_t row)
{
    const struct set *begin = &x->space->sets.at[0];
    const bool *may_set = net_may_set(x->net, begin->places, begin->n, x->space->arena);
    return !may_set[row] && hangs_on(x, begin, row, row);
}

static void add_members(struct explaining *x, struct sound_fault *fault, uint32_t place)
{
    const struct flow_place *p = &x->flow->places[place - x->flow->n_rows];
    const struct group *group = &x->flow->sop->rows.at[p->row].after.at[p->group];
    for (uint32_t i = 0; i < group->members.n; i++)
        add_part(x, fault, ROLE_MISSING, group->members.at[i].row, group->members.at[i].outcome);
}

static void tell_join(struct explaining *x, const struct trail *trail, uint32_t row)
{
    const struct set *set = &x->space->sets.at[trail->sets[trail->n - 1]];
    bool is_own_fault = waits_for_itself(x, row);
    struct sound_fault *fault =
        add_fault(x, is_own_fault ? FAULT_WAITS_FOR_ITSELF : FAULT_DEADLOCK);
    add_part(x, fault, ROLE_JOIN, row, NONE);
    uint32_t first = x->flow->first_place[row], stop = x->flow->first_place[row + 1];
    for (uint32_t g = first; g < stop && !is_own_fault; g++)
        if (holds(set, g))
            add_way_part(x, fault, ROLE_CAME, setter_of(x, trail, g));
    for (uint32_t g = first; g < stop; g++)
        if (!holds(set, g))
            add_members(x, fault, g);
    for (uint32_t g = first; g < stop && !is_own_fault; g++)
        if (!holds(set, g))
            add_way_part(x, fault, ROLE_DECIDED, decided_by(x, trail, g));
    add_run(x, fault, trail);
}

/* Nobody can act, and something is set: so joins wait. */
static void tell_stuck(struct explaining *x, const struct hit *hit)
{
    const struct set *set = &x->space->sets.at[hit->set];
    uint32_t *joins = ARENA_ARRAY(x->space->arena, set->n, uint32_t);
    uint32_t n = waiting_joins(x, set, joins);
    struct trail trail = trail_to(x, hit->set);
    for (uint32_t i = 0; i < n; i++) {
        if (x->is_told[joins[i]] || !is_root(x, set, joins, n, i))
            continue;
        x->is_told[joins[i]] = true;
        tell_join(x, &trail, joins[i]);
    }
}

/* ---- no end ------------------------------------------------------------------------------- */

/* All sets that can be reached from one, itself too; the last of them in `*last`. */
static bool *sets_behind(const struct explaining *x, uint32_t set, uint32_t *last)
{
    const struct space *s = x->space;
    bool *is_behind = ARENA_ARRAY(s->arena, s->sets.n, bool);
    uint32_t *queue = ARENA_ARRAY(s->arena, s->sets.n, uint32_t), n = 0;
    is_behind[set] = true;
    queue[n++] = set;
    for (uint32_t i = 0; i < n; i++) {
        const struct set *from = &s->sets.at[queue[i]];
        for (uint32_t e = 0; e < from->n_next; e++) {
            uint32_t to = s->next.at[from->first_next + e];
            if (!is_behind[to])
                queue[n++] = to;
            is_behind[to] = true;
        }
    }
    *last = queue[n - 1];
    return is_behind;
}

/* The sets that a case goes round in for ever once it is in one of them. */
static bool *find_round(const struct explaining *x, uint32_t set)
{
    for (;;) {
        uint32_t last, next = NONE;
        bool *is_behind = sets_behind(x, set, &last);
        bool *is_goal = ARENA_ARRAY(x->space->arena, x->space->sets.n, bool);
        is_goal[set] = true;
        const bool *leads_back = space_reaching(x->space, is_goal);
        for (uint32_t i = 0; i < x->space->sets.n && next == NONE; i++)
            if (is_behind[i] && !leads_back[i])
                next = leads_back[last] ? i : last;
        if (next == NONE)
            return is_behind;
        set = next;
    }
}

static void tell_round(struct explaining *x, const bool *is_round)
{
    struct sound_fault *fault = add_fault(x, FAULT_NO_END);
    bool *acts = ARENA_ARRAY(x->space->arena, x->flow->n_rows + 1, bool);
    uint32_t first = NONE;
    for (uint32_t i = x->space->sets.n; i-- > 0;) {
        const struct set *set = &x->space->sets.at[i];
        first = is_round[i] ? i : first;
        for (uint32_t k = 0; is_round[i] && k < set->n; k++)
            acts[set->places[k] < x->flow->n_rows ? set->places[k] : x->flow->n_rows] = true;
    }
    for (uint32_t r = 0; r < x->flow->n_rows; r++)
        if (acts[r])
            add_part(x, fault, ROLE_ROUND, r, NONE);
    struct trail trail = trail_to(x, first);
    add_run(x, fault, &trail);
}

/* Sets from which neither an end nor another fault can be reached. */
static void tell_rounds(struct explaining *x)
{
    const struct space *s = x->space;
    bool *is_goal = ARENA_ARRAY(s->arena, s->sets.n, bool);
    for (uint32_t i = 0; i < s->sets.n; i++)
        is_goal[i] = s->sets.at[i].is_over || s->sets.at[i].is_broken;
    const bool *is_told = space_reaching(s, is_goal);
    for (uint32_t i = 0, n = 0; i < s->sets.n && n < ROUNDS; i++) {
        if (!s->sets.at[i].is_expanded || is_told[i])
            continue;
        n++;
        const bool *is_round = find_round(x, i);
        tell_round(x, is_round);
        for (uint32_t k = 0; k < s->sets.n; k++)
            is_goal[k] |= is_round[k];
        is_told = space_reaching(s, is_goal);
    }
}

/* ---- never ---------------------------------------------------------------------------------- */

struct never {
    struct explaining *x;
    const bool *opens;
    bool *is_fed;         /* per place: a way sets it ... */
    bool *is_fed_now;     /* ... of a row that opens */
    bool *is_told;        /* per row */
    uint32_t *queue;
};

static void feed(struct never *v, uint32_t place, bool is_now)
{
    v->is_fed[place] = true;
    v->is_fed_now[place] |= is_now;
}

static void find_fed(struct never *v)
{
    const struct flow *flow = v->x->flow;
    v->is_fed = ARENA_ARRAY(v->x->space->arena, flow->n_places, bool);
    v->is_fed_now = ARENA_ARRAY(v->x->space->arena, flow->n_places, bool);
    for (uint32_t w = 0; w < flow->first_way[flow->n_rows]; w++) {
        const struct way *way = &flow->ways[w];
        if (way->opens != NONE)
            feed(v, way->opens, v->opens[way->row]);
        for (uint32_t i = 0; i < way->n_sets + way->n_kept; i++)
            feed(v, way->sets[i], v->opens[way->row]);
    }
}

/* Does the row lack nothing but what rows would bring that never open either? */
static bool hangs_on_others(const struct never *v, uint32_t row)
{
    const struct flow *flow = v->x->flow;
    if (!n_groups(flow, row))
        return v->is_fed[row];
    bool lacks = false;
    for (uint32_t g = flow->first_place[row]; g < flow->first_place[row + 1]; g++) {
        if (!v->is_fed[g])
            return false;
        lacks |= !v->is_fed_now[g];
    }
    return lacks;
}

static uint32_t take_behind(struct never *v, uint32_t row, uint32_t n)
{
    if (row == NONE || v->opens[row] || v->is_told[row])
        return n;
    v->is_told[row] = true;
    v->queue[n] = row;
    return n + 1;
}

/* The row, and those that lie behind it, are told of (without a fault: were). */
static void tell_never(struct never *v, uint32_t row, struct sound_fault *fault)
{
    const struct flow *flow = v->x->flow;
    uint32_t n = take_behind(v, row, 0);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t w = flow->first_way[v->queue[i]]; w < flow->first_way[v->queue[i] + 1]; w++) {
            const struct way *way = &flow->ways[w];
            n = take_behind(v, way->opens, n);
            for (uint32_t k = 0; k < way->n_sets + way->n_kept; k++)
                n = take_behind(v, row_of_place(flow, way->sets[k]), n);
        }
    }
    if (!fault)
        return;
    *LIST_ADD(v->x->arena, &fault->parts) = (struct sound_part){ROLE_NEVER, row, NONE};
    for (uint32_t i = 1; i < n; i++)
        *LIST_ADD(v->x->arena, &fault->parts) =
            (struct sound_part){ROLE_BEHIND, v->queue[i], NONE};
}

/* First the rows that lack something themselves, then rows that go in a circle. */
static void tell_nevers(struct explaining *x, const bool *opens)
{
    struct never v = {.x = x, .opens = opens};
    v.is_told = ARENA_ARRAY(x->space->arena, x->flow->n_rows, bool);
    v.queue = ARENA_ARRAY(x->space->arena, x->flow->n_rows, uint32_t);
    find_fed(&v);
    for (uint32_t r = 0; r < x->flow->n_rows; r++)
        if (x->is_told[r] && !opens[r])
            tell_never(&v, r, NULL);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t r = 0; r < x->flow->n_rows; r++)
            if (!opens[r] && !v.is_told[r] && (round || !hangs_on_others(&v, r)))
                tell_never(&v, r, add_fault(x, FAULT_UNREACHABLE));
}

static bool may_go(const struct net_cluster *c, const bool *may_set)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_inputs; i++)
        n += may_set[c->inputs[i]];
    return n >= (c->need ? c->need : c->n_inputs);
}

/* Rows that the ways lead to, as if choices did not exclude each other. */
static bool *rows_led_to(const struct explaining *x)
{
    const struct net *net = x->net;
    bool *may_set = net_may_set(net, &net->begin, 1, x->space->arena);
    for (uint32_t w = 0; w < net->n_ways; w++)
        if (net->ways[w].end != NONE && may_go(&net->clusters[net->ways[w].cluster], may_set))
            may_set[net->ways[w].end] = true;
    for (uint32_t r = 0; r < x->flow->n_rows; r++)
        may_set[r] |= x->flow->sop->rows.at[r].kind == ROW_START;
    return may_set;
}

/* ---- all of it ------------------------------------------------------------------------- */

static bool is_before(const struct sound_fault *a, const struct sound_fault *b)
{
    uint32_t row_a = a->parts.n ? a->parts.at[0].row : NONE;
    uint32_t row_b = b->parts.n ? b->parts.at[0].row : NONE;
    return row_a != row_b ? row_a < row_b : a->kind < b->kind;
}

static void sort_faults(struct verdict *verdict)
{
    for (uint32_t i = 1; i < verdict->faults.n; i++) {
        struct sound_fault fault = verdict->faults.at[i];
        uint32_t k = i;
        for (; k > 0 && is_before(&fault, &verdict->faults.at[k - 1]); k--)
            verdict->faults.at[k] = verdict->faults.at[k - 1];
        verdict->faults.at[k] = fault;
    }
}

/* Behind a doubling nothing was looked at: only what no way leads to is surely
 * never opened. */
void sound_explain(const struct flow *flow, const struct space *space, const bool *opens,
                   struct arena *arena, struct verdict *verdict)
{
    struct explaining x = {flow, space, space->net, arena, verdict, NULL, space->is_from_begin};
    x.is_told = ARENA_ARRAY(space->arena, flow->n_rows + 1, bool);
    uint32_t n_stuck = 0, n_doubled = 0;
    for (uint32_t i = 0; i < space->hits.n; i++) {
        const struct hit *hit = &space->hits.at[i];
        if (hit->by != NONE && n_doubled++ < DOUBLINGS)
            tell_doubling(&x, hit);
        else if (hit->by == NONE && n_stuck++ < STUCK_SETS)
            tell_stuck(&x, hit);
    }
    if (space->is_complete)
        tell_rounds(&x);
    tell_nevers(&x, opens && !n_doubled ? opens : rows_led_to(&x));
    sort_faults(verdict);
}

/* ---- hints --------------------------------------------------------------------------- */

/* Another row that is open in the set, or NONE. */
static uint32_t open_besides(const struct flow *flow, const struct set *set, uint32_t row)
{
    for (uint32_t i = 0; i < set->n; i++)
        if (set->places[i] < flow->n_rows && set->places[i] != row)
            return set->places[i];
    return NONE;
}

static void hint_at(struct explaining *x, enum sound_fault_kind kind, uint32_t set, uint32_t by,
                    uint32_t other)
{
    const struct trail trail = trail_to(x, set);
    struct sound_fault *hint = LIST_ADD(x->arena, &x->verdict->hints);
    hint->kind = kind;
    hint->group = NONE;
    if (kind == FAULT_END_TAKES_WORK)
        add_part(x, hint, ROLE_ENDS, x->net->ways[by].end, NONE);
    add_way_part(x, hint, ROLE_DECIDED, by);
    add_part(x, hint, ROLE_OPEN, other, NONE);
    add_run(x, hint, &trail);
    add_step(x, hint, by);
}

/* An outcome by people that says `-> end`, and nothing waits for it. */
static bool strand_ends(const struct flow *flow, const struct net_way *way)
{
    if (way->tag == NONE)
        return false;
    const struct way *w = &flow->ways[way->tag];
    const struct row *row = &flow->sop->rows.at[w->row];
    return w->is_end && w->outcome != NONE && w->n_sets + w->n_kept == 0 &&
           !(row->is_data && !row->actors.n);
}

/* What the row may choose in that set, while the other is open. */
static void hint_ways(struct explaining *x, uint32_t set, uint32_t row, uint32_t other)
{
    const struct net_cluster *c = &x->net->clusters[row];
    for (uint32_t w = c->first_way; w < c->first_way + c->n_ways; w++) {
        const struct net_way *way = &x->net->ways[w];
        bool is_strand = strand_ends(x->flow, way);
        uint32_t about = is_strand ? row : way->end;   /* told once: the end, or the row */
        if (about == NONE || x->is_told[about])
            continue;
        x->is_told[about] = true;
        hint_at(x, is_strand ? FAULT_STRAND_ENDS : FAULT_END_TAKES_WORK, set, w, other);
    }
}

/* One hint for each named end, and for each row of which an outcome ends. */
void sound_hint(const struct flow *flow, const struct space *space, struct arena *arena,
                struct verdict *verdict)
{
    struct explaining x = {flow, space, space->net, arena, verdict, NULL, space->is_from_begin};
    x.is_told = ARENA_ARRAY(space->arena, flow->n_rows + 1, bool);
    for (uint32_t i = 0; i < space->sets.n; i++) {
        const struct set *set = &space->sets.at[i];
        for (uint32_t k = 0; k < set->n && set->places[k] < flow->n_rows; k++) {
            uint32_t other = open_besides(flow, set, set->places[k]);
            if (other != NONE)
                hint_ways(&x, i, set->places[k], other);
        }
    }
}
