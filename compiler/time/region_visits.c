/* How often the rows of a region open, and whether one token alone leaves it. */
#include <math.h>

#include "compiler/time/region.h"

/* May other work be taken away when the row opens? */
static bool cuts_short(const struct flow *f, uint32_t r)
{
    return f->sop->rows.at[r].kind == ROW_END || f->n_clears[r] ||
           (f->need[r] && f->need[r] != f->first_place[r + 1] - f->first_place[r]);
}

struct region_view region_view(const struct region *region)
{
    struct region_view b = {.region = region};
    b.flow = region->net->input->flow;
    b.odds = region->net->input->odds;
    b.index = region_index(region);
    for (uint32_t i = 0; i < region->n_rows; i++) {
        uint32_t r = region->rows[i];
        b.has_race |= cuts_short(b.flow, r);
        for (uint32_t w = b.flow->first_way[r]; w < b.flow->first_way[r + 1]; w++)
            b.has_counter |= b.flow->ways[w].counter != NONE;
    }
    if (region->net->exit != NONE)
        b.has_race |= cuts_short(b.flow, region->net->exit);
    return b;
}

/*
 * How often rows open is linear: a joined row as often as any one group of it
 * is done (the first is asked), one that needs some of its groups at most as
 * often as all of them together by so many. Both ways of a bounded outcome at
 * once are more than there can be.
 */
static double share(const struct region_view *b, uint32_t place)
{
    uint32_t row = flow_place_row(b->flow, place), need = b->flow->need[row];
    uint32_t n = b->flow->first_place[row + 1] - b->flow->first_place[row];
    if (need && need != n)
        return 1.0 / need;
    return place == b->flow->first_place[row] ? 1 : 0;
}

typedef LIST_OF(struct leap) leap_list;

static void add_leap(const struct region_view *b, leap_list *leaps, uint32_t row, double weight,
                     struct arena *arena)
{
    if (b->index[row] != NONE && weight > 0)
        *LIST_ADD(arena, leaps) = (struct leap){b->index[row], weight, NULL};
}

/* The rows as a process whose leaps have weights of any kind. */
static struct process *weighted(const struct region_view *b, struct arena *arena)
{
    const struct flow *f = b->flow;
    struct process *p = ARENA_NEW(arena, struct process);
    leap_list leaps = {0};
    p->nodes = arena_array(arena, b->region->n_rows + 1, sizeof *p->nodes);
    p->n_nodes = b->region->n_rows;
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        uint32_t r = b->region->rows[i];
        p->nodes[i].first_leap = leaps.n;
        for (uint32_t w = f->first_way[r]; w < f->first_way[r + 1]; w++) {
            const struct way *way = &f->ways[w];
            double odds = b->odds->of_way[w];
            if (way->opens != NONE)
                add_leap(b, &leaps, way->opens, odds, arena);
            for (uint32_t k = 0; k < way->n_sets + way->n_kept; k++)
                add_leap(b, &leaps, flow_place_row(f, way->sets[k]),
                         odds * share(b, way->sets[k]), arena);
        }
        p->nodes[i].n_leaps = leaps.n - p->nodes[i].first_leap;
    }
    p->leaps = leaps.at;
    p->n_leaps = leaps.n;
    return p;
}

bool region_visits(const struct region_view *b, double *visits, struct arena *arena)
{
    const struct region_net *net = b->region->net;
    struct elimination *e = elimination_build(weighted(b, arena), arena);
    if (!e || net->is_unsound)
        return false;
    elimination_reweigh(e, arena);
    for (uint32_t i = 0; i < net->n_open; i++)
        visits[b->index[net->open[i]]] +=
            b->flow->sop->rows.at[net->open[i]].kind == ROW_START ? 1.0 / b->flow->n_starts : 1;
    for (uint32_t i = 0; i < net->n_done; i++) {
        uint32_t row = flow_place_row(b->flow, net->done[i]);
        if (b->index[row] != NONE)
            visits[b->index[row]] += share(b, net->done[i]);
    }
    elimination_visits(e, visits);
    return true;
}

/* ---- one token goes on ------------------------------------------------------------- */

/* How often each place of a region and of its exit is set, in the mean. */
struct inflow {
    const struct region_view *view;
    uint32_t *first;               /* per row of the region, and last the exit: its open
                                      place, behind it its groups */
    double *times;                 /* per place */
};

static uint32_t number_of(const struct inflow *in, uint32_t row)
{
    return row == in->view->region->net->exit ? in->view->region->n_rows : in->view->index[row];
}

static struct inflow inflow_new(const struct region_view *view, struct arena *arena)
{
    struct inflow in = {.view = view};
    const struct region *region = view->region;
    uint32_t n = region->n_rows;
    in.first = ARENA_ARRAY(arena, n + 2, uint32_t);
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t row = i < n ? region->rows[i] : region->net->exit;
        in.first[i + 1] =
            in.first[i] + 1 + view->flow->first_place[row + 1] - view->flow->first_place[row];
    }
    in.times = ARENA_ARRAY(arena, in.first[n + 1], double);
    return in;
}

static void add_place(const struct inflow *in, uint32_t place, double times)
{
    const struct flow *f = in->view->flow;
    const struct flow_place *p = &f->places[place - f->n_rows];
    in->times[in->first[number_of(in, p->row)] + 1 + p->group] += times;
}

static void add_row(const struct inflow *in, uint32_t row, double visits)
{
    const struct flow *f = in->view->flow;
    for (uint32_t w = f->first_way[row]; w < f->first_way[row + 1]; w++) {
        const struct way *way = &f->ways[w];
        double times = visits * in->view->odds->of_way[w];
        if (!(times > 0))
            continue;
        if (way->opens != NONE)
            in->times[in->first[number_of(in, way->opens)]] += times;
        for (uint32_t k = 0; k < way->n_sets + way->n_kept; k++)
            add_place(in, way->sets[k], times);
    }
}

/* Is each group of the row done so often? (i: its number in the region) */
static bool is_even(const struct inflow *in, uint32_t i, double times)
{
    for (uint32_t at = in->first[i] + 1; at < in->first[i + 1]; at++)
        if (!(fabs(in->times[at] - times) <= 1e-7 * (1 + times)))
            return false;
    return true;
}

/* All its groups as often as the first, and in all so often. */
static bool is_balanced(const struct inflow *in, uint32_t i, double visits)
{
    bool is_joined = in->first[i + 1] > in->first[i] + 1;
    double joined = is_joined ? in->times[in->first[i] + 1] : 0;
    return is_even(in, i, joined) && (i < in->view->region->n_rows ||
                                      fabs(in->times[in->first[i]] + joined - visits) < 1e-7);
}

static bool is_left_alone(const struct region_view *view, struct arena *arena)
{
    const struct region *region = view->region;
    double *visits = ARENA_ARRAY(arena, region->n_rows + 1, double);
    if (view->has_race || view->has_counter || !region_visits(view, visits, arena))
        return false;
    struct inflow in = inflow_new(view, arena);
    for (uint32_t i = 0; i < region->net->n_done; i++)
        add_place(&in, region->net->done[i], 1);
    for (uint32_t i = 0; i < region->n_rows; i++)
        add_row(&in, region->rows[i], visits[i]);
    for (uint32_t i = 0; i <= region->n_rows; i++)
        if (!is_balanced(&in, i, 1))
            return false;
    return true;
}

bool region_is_left_alone(const struct region *region, struct arena *arena)
{
    struct region_view view = region_view(region);
    bool is_alone = is_left_alone(&view, arena);
    region_index_clear(region);
    return is_alone;
}
