/*
 * The shortest case: from the end back, what is the least that choices can
 * make of the rest? Decisions choose for themselves, so that each may take
 * what is best for it and the sum is best for all.
 */
#include <math.h>

#include "compiler/time/net.h"

/*
 * The least minutes from the opening of a row until the case is over. `all`:
 * until everything that follows is done; branches wait for one another, a
 * decision takes what is best for it. `cut`: until a named end is reached
 * without waiting for another branch; that ends the other branches too.
 */
struct least {
    double all, cut;
};

static void add_branch(struct least *sum, struct least branch)
{
    sum->all = fmax(sum->all, branch.all);
    sum->cut = fmin(sum->cut, branch.cut);
}

static void take_better(struct least *best, struct least other)
{
    best->all = fmin(best->all, fmin(other.all, other.cut));
    best->cut = fmin(best->cut, other.cut);
}

static const struct least NO_BRANCH = {0, INFINITY}, NO_WAY = {INFINITY, INFINITY};

static struct least arc_least(const struct flow *f, const struct arc *arc,
                              const struct least *least)
{
    if (arc->to == TO_END)
        return NO_BRANCH;
    bool is_waiting = arc->group != NONE && f->sop->rows.at[arc->to].after.n > 1;
    return (struct least){least[arc->to].all, is_waiting ? INFINITY : least[arc->to].cut};
}

/* All forward arcs of one outcome, from *a on, its delay before them; *a is moved behind
 * them. */
static struct least outcome_least(const struct time_net *net, uint32_t *a, uint32_t end,
                                  const struct least *least)
{
    const struct arc *arcs = net->flow->arcs;
    uint32_t outcome = arcs[*a].outcome;
    struct least sum = NO_BRANCH;
    double delay = time_net_delay(net, *a);
    bool is_forward = false;
    for (; *a < end && arcs[*a].outcome == outcome; (*a)++) {
        if (!net->is_forward[*a])
            continue;
        is_forward = true;
        add_branch(&sum, arc_least(net->flow, &arcs[*a], least));
    }
    return is_forward ? (struct least){sum.all + delay, sum.cut + delay} : NO_WAY;
}

/* The best of a row's outcomes (a step has one). */
static struct least row_least(const struct time_net *net, uint32_t r, const struct least *least)
{
    const struct flow *f = net->flow;
    double minutes = net->minutes[r];
    if (f->sop->rows.at[r].kind == ROW_END)
        return (struct least){minutes, minutes};
    uint32_t a = f->first_arc[r], end = f->first_arc[r + 1];
    struct least best = a < end ? NO_WAY : NO_BRANCH;
    while (a < end)
        take_better(&best, outcome_least(net, &a, end, least));
    return (struct least){best.all + minutes, best.cut + minutes};
}

double time_net_shortest(const struct time_net *net)
{
    const struct flow *f = net->flow;
    struct least *least = ARENA_ARRAY(net->arena, f->n_rows, struct least);
    for (uint32_t i = f->n_rows; i-- > 0;)
        least[net->order[i]] = row_least(net, net->order[i], least);
    struct least together = NO_BRANCH, start = NO_WAY;
    bool has_start = false;
    for (uint32_t i = 0; i < f->n_entries; i++) {
        uint32_t r = f->entries[i];
        if (f->sop->rows.at[r].kind == ROW_START) {
            has_start = true;
            take_better(&start, least[r]);
        } else {
            add_branch(&together, least[r]);
        }
    }
    if (has_start)
        add_branch(&together, start);
    return fmin(together.all, together.cut);
}
