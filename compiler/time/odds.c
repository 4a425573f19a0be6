/* The odds of ways, from percentages and from what is assumed without them. */
#include <string.h>

#include "compiler/time/odds.h"

/* 100 % in the counts that percentages are written in. */
static const double WHOLE = 100.0 * DECIMAL_ONE;

/* The outcomes of one row that can be: all but late. Ways tell all of them that is asked
 * here; rows and outcomes themselves are large, and far apart in memory. */
struct choice {
    const struct way *ways;
    uint32_t n_ways;
    const bool *is_rework;     /* per outcome */
    double *of;                /* per outcome: its odds */
    double given;              /* counts of all that give a percentage */
    uint32_t n, n_given, n_rework;
};

/* Is the way that of an outcome that can be, and the first of it? */
static bool is_choice(const struct way *way)
{
    return way->outcome != NONE && !way->is_late && !way->is_then;
}

static struct choice choice_of(const struct way *ways, uint32_t n_ways, const bool *is_rework,
                               double *of)
{
    struct choice c = {.ways = ways, .n_ways = n_ways, .is_rework = is_rework, .of = of};
    for (uint32_t w = 0; w < n_ways; w++) {
        if (!is_choice(&ways[w]))
            continue;
        bool is_given = ways[w].percent >= 0;
        of[ways[w].outcome] = 0;
        c.n++;
        c.n_given += is_given;
        c.n_rework += is_rework[ways[w].outcome];
        c.given += is_given ? (double)ways[w].percent : 0;
    }
    return c;
}

/* Some or all give one; should they not add up to a whole, they are shares of what they do. */
static enum odds_source by_percentages(const struct choice *c)
{
    bool is_shared = c->n_given < c->n;
    double whole = c->given > WHOLE || !is_shared ? c->given : WHOLE;
    for (uint32_t w = 0; w < c->n_ways; w++) {
        if (!is_choice(&c->ways[w]))
            continue;
        double count = (double)c->ways[w].percent;
        c->of[c->ways[w].outcome] =
            count >= 0 ? count / whole : (whole - c->given) / whole / (c->n - c->n_given);
    }
    return is_shared ? ODDS_SHARED : ODDS_GIVEN;
}

static enum odds_source by_custom(const struct choice *c, double rework)
{
    bool is_even = c->n_rework == 0 || c->n_rework == c->n;
    for (uint32_t w = 0; w < c->n_ways; w++) {
        uint32_t o = c->ways[w].outcome;
        if (is_choice(&c->ways[w]))
            c->of[o] = is_even           ? 1.0 / c->n
                       : c->is_rework[o] ? rework / c->n_rework
                                         : (1 - rework) / (c->n - c->n_rework);
    }
    if (c->n < 2)
        return ODDS_NO_CHOICE;
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

/* ends: of the sop that the row calls, how likely it ends at each of its rows. */
static enum odds_source by_ends(const struct sop *sop, const struct row *row, const double *ends,
                                double *of)
{
    const struct sop *called = &sop->model->sops.at[row->calls];
    for (uint32_t o = 0; o < row->outcomes.n; o++)
        if (row->outcomes.at[o].called_end)
            of[o] = ends[end_of(called, &row->outcomes.at[o])];
    return ODDS_CALLED;
}

/* How likely the sop that the row calls ends where, if it decides by that. */
static const double *ends_of(const struct sop *sop, uint32_t r, const double *const *ends)
{
    if (!ends)
        return NULL;
    const struct row *row = &sop->rows.at[r];
    return row->calls != NONE && row->n_answers > 1 ? ends[row->calls] : NULL;
}

static enum odds_source choose(const struct choice *c, double rework, const struct sop *sop,
                               const double *const *all_ends)
{
    uint32_t r = c->ways->row;
    const double *ends = ends_of(sop, r, all_ends);
    if (c->n_given && (c->given > 0 || c->n_given < c->n))
        return by_percentages(c);
    return ends ? by_ends(sop, &sop->rows.at[r], ends, c->of) : by_custom(c, rework);
}

/* An outcome is rework if nothing of it goes forward. */
static void find_rework(const struct flow *flow, const bool *is_forward, uint32_t r,
                        bool *is_rework)
{
    for (uint32_t w = flow->first_way[r]; w < flow->first_way[r + 1]; w++)
        if (flow->ways[w].outcome != NONE)
            is_rework[flow->ways[w].outcome] = is_forward != NULL;
    for (uint32_t a = flow->first_arc[r]; is_forward && a < flow->first_arc[r + 1]; a++)
        if (flow->arcs[a].outcome != NONE && is_forward[a])
            is_rework[flow->arcs[a].outcome] = false;
}

static void set_rework(const struct choice *c, bool *is_rework)
{
    for (uint32_t w = 0; w < c->n_ways; w++)
        is_rework[w] = is_choice(&c->ways[w]) && c->is_rework[c->ways[w].outcome];
}

/* Ways without an outcome share all evenly (several: flows made by hand). A step that may be
 * late has one, and is never late. */
static void set_ways(const struct choice *c, double *of_way)
{
    uint32_t n_answers = 0;
    for (uint32_t w = 0; w < c->n_ways; w++)
        n_answers += c->ways[w].outcome == NONE;
    for (uint32_t w = 0; w < c->n_ways; w++)
        if (c->ways[w].outcome == NONE)
            of_way[w] = 1.0 / n_answers;
        else
            of_way[w] = n_answers || c->ways[w].is_late ? 0 : c->of[c->ways[w].outcome];
}

static bool is_step(const struct flow *flow, uint32_t r)
{
    uint32_t w = flow->first_way[r];
    return flow->first_way[r + 1] == w + 1 && flow->ways[w].outcome == NONE;
}

static uint32_t most_outcomes(const struct flow *flow)
{
    uint32_t most = 0;
    for (uint32_t w = 0; w < flow->first_way[flow->n_rows]; w++)
        if (flow->ways[w].outcome != NONE && flow->ways[w].outcome >= most)
            most = flow->ways[w].outcome + 1;
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
    odds->is_rework = ARENA_ARRAY(arena, flow->first_way[flow->n_rows] + 1, bool);
    odds->source = ARENA_ARRAY(arena, flow->n_rows + 1, enum odds_source);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        uint32_t first = flow->first_way[r], n = flow->first_way[r + 1] - first;
        if (is_step(flow, r)) {
            odds->of_way[first] = 1;
            odds->source[r] = ODDS_NO_CHOICE;
        } else if (n) {
            find_rework(flow, is_forward, r, is_rework);
            struct choice c = choice_of(&flow->ways[first], n, is_rework, of);
            odds->source[r] = choose(&c, rework, flow->sop, ends);
            set_ways(&c, &odds->of_way[first]);
            set_rework(&c, &odds->is_rework[first]);
        }
    }
    return odds;
}
