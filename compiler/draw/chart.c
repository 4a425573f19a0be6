/* From the flow to stops and ties: see chart.h. */
#include "compiler/draw/chart.h"

struct chart_maker {
    const struct flow *flow;
    struct arena *arena;
    struct chart *chart;
    uint32_t *stop_of;       /* row -> stop */
    uint32_t *home;          /* row -> lane */
    bool *is_entry;
};

uint32_t chart_actor(const struct chart *chart, uint32_t lane)
{
    return lane < chart->sop->actors.n ? lane : NONE;
}

uint32_t chart_n_signers(const struct stop *stop)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < stop->seats.n; i++)
        n += !stop->seats.at[i].assists;
    return n;
}

uint32_t chart_exit_seat(const struct stop *stop)
{
    const struct seat *seats = stop->seats.at;
    uint32_t last = stop->seats.n - 1, home = 0;
    if (stop->kind != SYMBOL_DIAMOND)
        return NONE;
    while (home < last && seats[home].lane != stop->home)
        home++;
    if (home == 0 || home == last || seats[0].lane == seats[last].lane)
        return home;
    return !seats[0].assists ? 0 : !seats[last].assists ? last : home;
}

bool chart_ends_itself(const struct flow *flow, uint32_t row)
{
    uint32_t n_ends = 0;
    if (flow->sop->rows.at[row].kind != ROW_STEP)
        return false;
    for (uint32_t i = flow->first_arc[row]; i < flow->first_arc[row + 1]; i++) {
        bool is_own = flow->arcs[i].outcome == NONE;   /* not when it is late */
        if (is_own && flow->arcs[i].to != TO_END)
            return false;
        n_ends += is_own;
    }
    return n_ends > 0;
}

/* Is there an arrow of the arc, or is the row's own capsule all? */
static bool has_arrow(const struct flow *flow, const struct arc *arc)
{
    return arc->to != TO_END || arc->outcome != NONE || !chart_ends_itself(flow, arc->from);
}

/* ---- lanes ------------------------------------------------------------ */

static bool is_work(const struct row *row)
{
    return row->kind == ROW_STEP || row->kind == ROW_DECISION;
}

static bool is_nobodys(const struct row *row)
{
    return is_work(row) && !row->actors.n && !row->assistants.n;
}

static void lanes_count(struct chart_maker *m)
{
    const struct sop *sop = m->flow->sop;
    for (uint32_t r = 0; r < sop->rows.n; r++)
        m->chart->has_system |= is_nobodys(&sop->rows.at[r]);
    m->chart->has_system |= !sop->actors.n;
    m->chart->n_lanes = sop->actors.n + m->chart->has_system;
}

static void stop_seat(struct chart_maker *m, struct stop *stop, uint32_t lane, bool assists)
{
    uint32_t i = 0;
    while (i < stop->seats.n && stop->seats.at[i].lane < lane)
        i++;
    if (i < stop->seats.n && stop->seats.at[i].lane == lane) {
        stop->seats.at[i].assists &= assists;
        return;
    }
    LIST_ADD(m->arena, &stop->seats);
    for (uint32_t k = stop->seats.n - 1; k > i; k--)
        stop->seats.at[k] = stop->seats.at[k - 1];
    stop->seats.at[i] = (struct seat){lane, assists};
}

/* The lane of a start is its next row's, of a named end its first source's. */
static uint32_t home_of_neighbour(const struct chart_maker *m, uint32_t row)
{
    const struct flow *flow = m->flow;
    bool is_end = flow->sop->rows.at[row].kind == ROW_END;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        for (uint32_t i = flow->first_arc[r]; i < flow->first_arc[r + 1]; i++) {
            uint32_t other = is_end ? r : flow->arcs[i].to;
            uint32_t self = is_end ? flow->arcs[i].to : r;
            if (self == row && other < flow->n_rows && is_work(&flow->sop->rows.at[other]))
                return m->home[other];
        }
    return 0;
}

static void homes_find(struct chart_maker *m)
{
    const struct sop *sop = m->flow->sop;
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        const struct row *row = &sop->rows.at[r];
        m->home[r] = row->actors.n       ? row->actors.at[0]
                     : row->assistants.n ? row->assistants.at[0]
                                         : m->chart->n_lanes - 1;
    }
    for (uint32_t r = 0; r < sop->rows.n; r++)
        if (!is_work(&sop->rows.at[r]) && !sop->rows.at[r].actors.n)
            m->home[r] = home_of_neighbour(m, r);
}

/* ---- stops ------------------------------------------------------------ */

static enum symbol_kind row_symbol(const struct chart_maker *m, uint32_t r)
{
    switch (m->flow->sop->rows.at[r].kind) {
    case ROW_START:
        return SYMBOL_START;
    case ROW_END:
        return SYMBOL_END;
    case ROW_DECISION:
        return SYMBOL_DIAMOND;
    case ROW_STEP:
    case N_ROW_KINDS:
        break;
    }
    return m->is_entry[r] || chart_ends_itself(m->flow, r) ? SYMBOL_CAPSULE : SYMBOL_BOX;
}

static struct stop *stop_add(struct chart_maker *m, uint32_t row, enum symbol_kind kind,
                             uint32_t home)
{
    struct stop *stop = LIST_ADD(m->arena, &m->chart->stops);
    stop->row = row;
    stop->kind = kind;
    stop->home = home;
    return stop;
}

static void tie_add(struct chart_maker *m, uint32_t from, uint32_t to, uint32_t outcome)
{
    struct chart *chart = m->chart;
    for (uint32_t i = chart->ties.n; i && chart->ties.at[i - 1].from == from; i--)
        if (chart->ties.at[i - 1].to == to && chart->ties.at[i - 1].outcome == outcome)
            return;
    uint32_t row = chart->stops.at[from].row;
    bool is_late = outcome != NONE &&
                   chart->sop->rows.at[row].outcomes.at[outcome].kind == OUTCOME_LATE;
    *LIST_ADD(m->arena, &chart->ties) = (struct tie){from, to, outcome, is_late};
    chart->stops.at[from].n_out++;
    chart->stops.at[to].n_in++;
}

static void row_stops(struct chart_maker *m, uint32_t r)
{
    const struct row *row = &m->flow->sop->rows.at[r];
    if (m->is_entry[r] && row->kind == ROW_DECISION)
        stop_seat(m, stop_add(m, AT_START, SYMBOL_START, m->home[r]), m->home[r], false);
    m->stop_of[r] = m->chart->stops.n;
    struct stop *stop = stop_add(m, r, row_symbol(m, r), m->home[r]);
    stop->is_each = row->is_each;
    for (uint32_t i = 0; i < row->actors.n; i++)
        stop_seat(m, stop, row->actors.at[i], false);
    for (uint32_t i = 0; i < row->assistants.n; i++)
        stop_seat(m, stop, row->assistants.at[i], true);
    if (!stop->seats.n)
        stop_seat(m, stop, m->home[r], false);
}

/* The row nearest to the added end: its lane is the end's. */
static uint32_t last_to_end(const struct flow *flow)
{
    for (uint32_t i = flow->first_arc[flow->n_rows]; i-- > 0;)
        if (flow->arcs[i].to == TO_END && has_arrow(flow, &flow->arcs[i]))
            return flow->arcs[i].from;
    return NONE;
}

static void stops_add(struct chart_maker *m)
{
    const struct flow *flow = m->flow;
    for (uint32_t i = 0; i < flow->n_entries; i++)
        m->is_entry[flow->entries[i]] = true;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        row_stops(m, r);
    uint32_t last = last_to_end(flow);
    if (last != NONE)
        stop_seat(m, stop_add(m, TO_END, SYMBOL_END, m->home[last]), m->home[last], false);
}

/* ---- ties ------------------------------------------------------------- */

static void ties_add(struct chart_maker *m)
{
    const struct flow *flow = m->flow;
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        uint32_t from = m->stop_of[r];
        if (from && m->chart->stops.at[from - 1].row == AT_START)
            tie_add(m, from - 1, from, NONE);
        for (uint32_t i = flow->first_arc[r]; i < flow->first_arc[r + 1]; i++) {
            const struct arc *arc = &flow->arcs[i];
            uint32_t to = arc->to == TO_END ? m->chart->stops.n - 1 : m->stop_of[arc->to];
            if (has_arrow(flow, arc))
                tie_add(m, from, to, arc->outcome);
        }
    }
}

/* Both ways to find the ties of a stop. */
static void ties_index(struct chart_maker *m)
{
    struct chart *chart = m->chart;
    uint32_t n = chart->stops.n, at_out = 0, at_in = 0;
    chart->first_tie = ARENA_ARRAY(m->arena, n + 1, uint32_t);
    chart->first_in = ARENA_ARRAY(m->arena, n + 1, uint32_t);
    chart->ties_in = ARENA_ARRAY(m->arena, chart->ties.n + 1, uint32_t);
    for (uint32_t s = 0; s < n; s++) {
        chart->first_tie[s] = at_out;
        chart->first_in[s] = at_in;
        at_out += chart->stops.at[s].n_out;
        at_in += chart->stops.at[s].n_in;
    }
    chart->first_tie[n] = at_out;
    chart->first_in[n] = at_in;
    uint32_t *next = ARENA_ARRAY(m->arena, n + 1, uint32_t);
    for (uint32_t i = 0; i < chart->ties.n; i++) {
        uint32_t to = chart->ties.at[i].to;
        chart->ties_in[chart->first_in[to] + next[to]++] = i;
    }
}

struct chart *chart_build(const struct flow *flow, struct arena *arena)
{
    uint32_t n = flow->n_rows;
    struct chart_maker m = {
        .flow = flow,
        .arena = arena,
        .chart = ARENA_NEW(arena, struct chart),
        .stop_of = ARENA_ARRAY(arena, n + 1, uint32_t),
        .home = ARENA_ARRAY(arena, n + 1, uint32_t),
        .is_entry = ARENA_ARRAY(arena, n + 1, bool),
    };
    m.chart->sop = flow->sop;
    lanes_count(&m);
    homes_find(&m);
    stops_add(&m);
    ties_add(&m);
    ties_index(&m);
    return m.chart;
}
