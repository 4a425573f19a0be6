/* The odds of ways, from percentages and from what is assumed without them. */
#include <string.h>

#include "compiler/time/odds.h"

/* 100 % in the counts that percentages are written in. */
static const double WHOLE = 100.0 * DECIMAL_ONE;

/* The outcomes of one row that can be: all but late. */
struct choice {
    const struct row *row;
    const bool *is_rework;     /* per outcome */
    double *of;                /* per outcome: its odds */
    double given;              /* counts of all that give a percentage */
    uint32_t n, n_given, n_rework;
};

static bool can_be(const struct row *row, uint32_t outcome)
{
    return row->outcomes.at[outcome].kind != OUTCOME_LATE;
}

static struct choice choice_of(const struct row *row, const bool *is_rework, double *of)
{
    struct choice c = {.row = row, .is_rework = is_rework, .of = of};
    for (uint32_t o = 0; o < row->outcomes.n; o++) {
        if (!can_be(row, o))
            continue;
        bool is_given = row->outcomes.at[o].percent >= 0;
        c.n++;
        c.n_given += is_given;
        c.n_rework += is_rework[o];
        c.given += is_given ? (double)row->outcomes.at[o].percent : 0;
    }
    return c;
}

/* Some or all give one; should they not add up to a whole, they are shares of what they do. */
static enum odds_source by_percentages(const struct choice *c)
{
    bool is_shared = c->n_given < c->n;
    double whole = c->given > WHOLE || !is_shared ? c->given : WHOLE;
    for (uint32_t o = 0; o < c->row->outcomes.n; o++) {
        if (!can_be(c->row, o))
            continue;
        double count = (double)c->row->outcomes.at[o].percent;
        c->of[o] = count >= 0 ? count / whole : (whole - c->given) / whole / (c->n - c->n_given);
    }
    return is_shared ? ODDS_SHARED : ODDS_GIVEN;
}

static enum odds_source by_custom(const struct choice *c, double rework)
{
    bool is_even = c->n_rework == 0 || c->n_rework == c->n;
    for (uint32_t o = 0; o < c->row->outcomes.n; o++)
        if (can_be(c->row, o))
            c->of[o] = is_even           ? 1.0 / c->n
                       : c->is_rework[o] ? rework / c->n_rework
                                         : (1 - rework) / (c->n - c->n_rework);
    return is_even ? ODDS_EVEN : ODDS_REWORK;
}

/* The row of the called sop that the outcome stands for; behind its rows: the plain end. */
static uint32_t end_of(const struct sop *called, const struct outcome *o)
{
    for (uint32_t r = 0; r < called->rows.n; r++)
        if (called->rows.at[r].kind == ROW_END && strcmp(called->rows.at[r].id, o->called_end) == 0)
            return r;
    return called->rows.n;
}

static enum odds_source by_ends(const struct choice *c, const struct sop *called,
                                const double *ends)
{
    for (uint32_t o = 0; o < c->row->outcomes.n; o++)
        if (c->row->outcomes.at[o].called_end)
            c->of[o] = ends[end_of(called, &c->row->outcomes.at[o])];
    return ODDS_CALLED;
}

/* How likely the sop that the row calls ends where, if it decides by that. */
static const double *ends_of(const struct row *row, const double *const *ends)
{
    bool is_by_ends = row->calls != NONE && row->n_answers > 1;
    return ends && is_by_ends ? ends[row->calls] : NULL;
}

static enum odds_source choose(const struct choice *c, double rework, const struct sop *sop,
                               const double *const *all_ends)
{
    const double *ends = ends_of(c->row, all_ends);
    if (c->n_given && (c->given > 0 || c->n_given < c->n))
        return by_percentages(c);
    if (ends)
        return by_ends(c, &sop->model->sops.at[c->row->calls], ends);
    enum odds_source source = by_custom(c, rework);
    return c->n < 2 ? ODDS_NO_CHOICE : source;
}

/* An outcome is rework if nothing of it goes forward. */
static void find_rework(const struct flow *flow, const bool *is_forward, uint32_t r,
                        bool *is_rework)
{
    uint32_t n = flow->sop->rows.at[r].outcomes.n;
    for (uint32_t o = 0; o < n; o++)
        is_rework[o] = is_forward != NULL;
    for (uint32_t a = flow->first_arc[r]; is_forward && a < flow->first_arc[r + 1]; a++)
        if (flow->arcs[a].outcome < n && is_forward[a])
            is_rework[flow->arcs[a].outcome] = false;
}

/* Ways without an outcome that the model knows share what is left evenly; so
 * do several of one outcome that nothing counts (flows made by hand). */
static void set_ways(const struct flow *flow, struct odds *odds, uint32_t r, const double *of)
{
    const struct row *row = &flow->sop->rows.at[r];
    uint32_t first = flow->first_way[r], end = flow->first_way[r + 1], n_answers = 0;
    for (uint32_t w = first; w < end; w++)
        n_answers += flow->ways[w].outcome >= row->outcomes.n;
    for (uint32_t w = first; w < end; w++) {
        const struct way *way = &flow->ways[w];
        if (way->outcome >= row->outcomes.n)
            /* a step that may be late has the way without outcome only */
            odds->of_way[w] = 1.0 / n_answers;
        else
            odds->of_way[w] = n_answers ? 0 : of[way->outcome];
    }
}

/* Rows are large: of most it is enough to see that they have one way, and no outcome. */
static bool is_step(const struct flow *flow, uint32_t r)
{
    uint32_t w = flow->first_way[r];
    return flow->first_way[r + 1] == w + 1 && flow->ways[w].outcome == NONE;
}

static uint32_t most_outcomes(const struct flow *flow)
{
    uint32_t most = 0;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (!is_step(flow, r) && flow->sop->rows.at[r].outcomes.n > most)
            most = flow->sop->rows.at[r].outcomes.n;
    return most;
}

struct odds *odds_build(const struct flow *flow, const bool *is_forward, double rework,
                        const double *const *ends, struct arena *arena)
{
    struct odds *odds = ARENA_NEW(arena, struct odds);
    uint32_t most = most_outcomes(flow);
    bool *is_rework = ARENA_ARRAY(arena, most + 1, bool);
    double *of = ARENA_ARRAY(arena, most + 1, double);
    odds->of_way = ARENA_ARRAY(arena, flow->first_way[flow->n_rows] + 1, double);
    odds->source = ARENA_ARRAY(arena, flow->n_rows + 1, enum odds_source);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        if (is_step(flow, r)) {
            odds->of_way[flow->first_way[r]] = 1;
            odds->source[r] = ODDS_NO_CHOICE;
            continue;
        }
        const struct row *row = &flow->sop->rows.at[r];
        for (uint32_t o = 0; o < row->outcomes.n; o++)
            of[o] = 0;
        find_rework(flow, is_forward, r, is_rework);
        struct choice c = choice_of(row, is_rework, of);
        odds->source[r] = choose(&c, rework, flow->sop, ends);
        set_ways(flow, odds, r, of);
    }
    return odds;
}
