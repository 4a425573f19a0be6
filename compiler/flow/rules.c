/*
 * Rules of rows that speak of other rows: who did it, when it was done, what
 * it filled. What they speak of must have been done whenever the row opens;
 * and what data decide must come to an end.
 */
#include "compiler/flow/flow_int.h"

struct rules {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    struct diags *diags;
    struct before before;
    LIST_OF(uint32_t) *fillers;   /* per field: the rows that fill it, ascending */
    const bool **unfilled;        /* per field: what opens before all of them; NULL: not asked */
};

static const struct row *row_of(const struct rules *c, uint32_t r)
{
    return &c->sop->rows.at[r];
}

/* ---- who, when -------------------------------------------------------- */

static void check_done_before(struct rules *c, uint32_t r, struct row_ref ref)
{
    if (ref.row == NONE)
        return;
    if (ref.row != r && before_done(&c->before, ref.row, r))
        return;
    struct diag *d = diag_add(c->diags, E_NOT_DONE_BEFORE, ref.span, row_of(c, r)->id,
                              row_of(c, ref.row)->id);
    if (ref.row != r)
        diag_label(c->diags, d, row_of(c, ref.row)->name_span, T_MAY_BE_PASSED, row_of(c, ref.row)->id);
    diag_help(c->diags, d, T_DONE_BEFORE, row_of(c, r)->id);
}

/* How many of that actor surely sign the row, each another person. */
static uint32_t n_signing(const struct rules *c, uint32_t actor, const struct row *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->actors.n; i++)
        n += row->actors.at[i] == actor;
    return row->is_any && row->actors.n > 1 ? 0
           : row->is_each && n              ? c->sop->actors.at[actor].count
                                            : n;
}

/* Are there too few of that actor for both rows, with no person in both? */
static bool are_too_few(const struct rules *c, uint32_t actor, const struct row *row,
                        const struct row *done)
{
    uint32_t count = c->sop->actors.at[actor].count, n = n_signing(c, actor, row);
    return count && (n ? n : 1) + n_signing(c, actor, done) > count;
}

/* Four eyes need two people: of `a or b` one left over is enough. */
static void check_four_eyes(struct rules *c, uint32_t r, struct row_ref other)
{
    const struct row *row = row_of(c, r), *done = row_of(c, other.row);
    uint32_t n_short = 0, actor = NONE;
    for (uint32_t i = 0; i < row->actors.n; i++) {
        if (are_too_few(c, row->actors.at[i], row, done)) {
            actor = row->actors.at[i];
            n_short++;
        }
    }
    if (!n_short || (row->is_any && n_short < row->actors.n))
        return;
    const char *id = c->sop->actors.at[actor].id;
    uint32_t n = n_signing(c, actor, row);
    struct diag *d = diag_add(c->diags, E_FOUR_EYES, other.span, row->id, done->id, id);
    diag_label(c->diags, d, done->name_span, T_DONE_BY, done->id, id);
    diag_help(c->diags, d, T_FOUR_EYES, id,
              arena_printf(c->arena, "%u", (unsigned)((n ? n : 1) + n_signing(c, actor, done))));
}

/* Starts, choices by data and what another sop does have nobody's signature. */
static bool is_signed(const struct row *row)
{
    return row->kind != ROW_START && row->calls == NONE && !(row->is_data && !row->actors.n);
}

static void check_signed(struct rules *c, struct row_ref other)
{
    const struct row *done = row_of(c, other.row);
    if (is_signed(done))
        return;
    struct diag *d = diag_add(c->diags, E_NOBODY_SIGNS, other.span, done->id);
    diag_label(c->diags, d, done->name_span, T_NOBODY_SIGNS);
    diag_help(c->diags, d, T_NAME_SIGNED);
}

static void check_same_and_other(struct rules *c, const struct row *row, struct row_ref other)
{
    if (row->same_as.row != other.row)
        return;
    struct diag *d = diag_add(c->diags, E_SAME_AND_OTHER, other.span, row->id,
                              row_of(c, other.row)->id);
    diag_label(c->diags, d, row->same_as.span, T_SAME_PERSON);
    diag_help(c->diags, d, T_SAME_AND_OTHER);
}

/* Nobody signs a row twice: the same people are as many as there were. */
static void check_enough_same(struct rules *c, const struct row *row)
{
    if (row->same_as.row == NONE)
        return;
    const struct row *done = row_of(c, row->same_as.row);
    check_signed(c, row->same_as);
    if (!is_signed(done) || row_n_tasks(c->sop, row) <= row_n_tasks(c->sop, done))
        return;
    struct diag *d = diag_add(c->diags, E_TOO_FEW_SAME, row->same_as.span, row->id, done->id);
    diag_help(c->diags, d, T_TOO_FEW_SAME);
}

/* Those that a rule of the row names were done when it opens. */
static void check_people(struct rules *c, uint32_t r)
{
    const struct row *row = row_of(c, r);
    for (uint32_t i = 0; i < row->excepts.n; i++) {
        check_done_before(c, r, row->excepts.at[i]);
        if (row->excepts.at[i].row == NONE)
            continue;
        check_signed(c, row->excepts.at[i]);
        check_four_eyes(c, r, row->excepts.at[i]);
        check_same_and_other(c, row, row->excepts.at[i]);
    }
    check_enough_same(c, row);
    check_done_before(c, r, row->same_as);
    check_done_before(c, r, row->due_from);
}

/* ---- fields ----------------------------------------------------------- */

static void find_fillers(struct rules *c)
{
    c->fillers = arena_array(c->arena, c->sop->fields.n + 1, sizeof *c->fillers);
    c->unfilled = ARENA_ARRAY(c->arena, c->sop->fields.n + 1, const bool *);
    for (uint32_t r = 0; r < c->flow->n_rows; r++)
        for (uint32_t i = 0; i < row_of(c, r)->fills.n; i++)
            *LIST_ADD(c->arena, &c->fillers[row_of(c, r)->fills.at[i].field]) = r;
}

/* Where a field is filled, though not on every way; or that it never is. */
static void label_fillers(const struct rules *c, struct diag *d, uint32_t field)
{
    enum { MOST_SHOWN = 4 };
    uint32_t n = 0;
    for (uint32_t r = 0; r < c->flow->n_rows && n < MOST_SHOWN; r++) {
        const struct row *row = row_of(c, r);
        for (uint32_t i = 0; i < row->fills.n; i++)
            if (row->fills.at[i].field == field && n++ < MOST_SHOWN)
                diag_label(c->diags, d, row->fills.at[i].span, T_MAY_BE_PASSED, row->id);
    }
    if (!n)
        diag_label(c->diags, d, c->sop->fields.at[field].span, T_NEVER_FILLED);
}

/* What can be opened though no row has filled the field. What a sop that is
 * called leaves in fields of the same name is not looked into here: it counts
 * as filled. */
static const bool *rows_unfilled(struct rules *c, uint32_t field)
{
    if (c->unfilled[field])
        return c->unfilled[field];
    bool *is_filler = ARENA_ARRAY(c->arena, c->flow->n_rows, bool);
    for (uint32_t r = 0; r < c->flow->n_rows; r++)
        is_filler[r] = row_of(c, r)->calls != NONE;
    for (uint32_t i = 0; i < c->fillers[field].n; i++)
        is_filler[c->fillers[field].at[i]] = true;
    struct opening opening = opening_new(c->flow, c->arena);
    opening_search(&opening, is_filler);
    return c->unfilled[field] = opening.is_open;
}

/* Mostly one of the first that fill it is done on every way to the row. */
static bool is_filled_before(struct rules *c, uint32_t field, uint32_t row)
{
    enum { MOST_ASKED = 4 };
    for (uint32_t i = 0; i < c->fillers[field].n && i < MOST_ASKED; i++)
        if (c->fillers[field].at[i] != row && before_done(&c->before, c->fillers[field].at[i], row))
            return true;
    return !rows_unfilled(c, field)[row];
}

/* The row reads the field, and must not open before somebody has filled it. */
static void check_filled(struct rules *c, uint32_t r, uint32_t field, struct span span)
{
    if (is_filled_before(c, field, r))
        return;
    const struct field *f = &c->sop->fields.at[field];
    struct diag *d = diag_add(c->diags, E_FIELD_NOT_FILLED, span, f->id, row_of(c, r)->id);
    label_fillers(c, d, field);
    diag_help(c->diags, d, T_FILL_BEFORE, f->id);
}

static void check_reading(struct rules *c, uint32_t r, const struct expr *e, uint32_t n_filled)
{
    if (!e)
        return;
    check_reading(c, r, e->a, n_filled);
    check_reading(c, r, e->b, n_filled);
    if (e->op != EXPR_FIELD)
        return;
    const struct row *row = row_of(c, r);
    for (uint32_t i = 0; i < n_filled; i++)
        if (row->fills.at[i].field == e->field)
            return;
    check_filled(c, r, e->field, e->span);
}

static void check_fields(struct rules *c, uint32_t r)
{
    const struct row *row = row_of(c, r);
    for (uint32_t i = 0; i < row->fills.n; i++)
        check_reading(c, r, row->fills.at[i].value, i);
    for (uint32_t i = 0; i < row->outcomes.n; i++)
        check_reading(c, r, row->outcomes.at[i].when, row->fills.n);
    for (uint32_t i = 0; i < row->passed.n; i++)
        check_filled(c, r, row->passed.at[i], row->calls_span);
}

/* ---- loops that only data could leave ---------------------------------- */

static bool decides_alone(const struct row *row)
{
    return row->is_data && !row->actors.n && row->calls == NONE;
}

/* A walk over decisions by data alone; true: it came back to its stack. */
static bool finds_cycle(const struct rules *c, uint32_t root, uint8_t *state, uint32_t *stack,
                        uint32_t *next)
{
    enum { NEW, OPEN, LEFT };
    const struct flow *flow = c->flow;
    uint32_t depth = 0;
    state[root] = OPEN;
    next[root] = flow->first_arc[root];
    stack[depth++] = root;
    while (depth) {
        uint32_t r = stack[depth - 1];
        if (next[r] == flow->first_arc[r + 1]) {
            state[r] = LEFT;
            depth--;
            continue;
        }
        uint32_t to = flow->arcs[next[r]++].to;
        if (to == TO_END || !decides_alone(row_of(c, to)) || state[to] == LEFT)
            continue;
        if (state[to] == OPEN)
            return true;
        state[to] = OPEN;
        next[to] = flow->first_arc[to];
        stack[depth++] = to;
    }
    return false;
}

static void check_cycles(struct rules *c)
{
    uint32_t n = c->flow->n_rows;
    uint8_t *state = ARENA_ARRAY(c->arena, n, uint8_t);
    uint32_t *stack = ARENA_ARRAY(c->arena, n, uint32_t), *next = ARENA_ARRAY(c->arena, n, uint32_t);
    for (uint32_t r = 0; r < n; r++) {
        if (!decides_alone(row_of(c, r)) || state[r] || !finds_cycle(c, r, state, stack, next))
            continue;
        struct diag *d = diag_add(c->diags, E_DATA_CYCLE, row_of(c, r)->name_span, row_of(c, r)->id);
        diag_help(c->diags, d, T_DATA_CYCLE);
        return;   /* rows on the same cycle share the fault */
    }
}

static bool reads_filled(const struct expr *e, const bool *is_filled)
{
    return e && ((e->op == EXPR_FIELD && is_filled[e->field]) || reads_filled(e->a, is_filled) ||
                 reads_filled(e->b, is_filled));
}

/* Do the row's conditions look at something that the loop fills? */
static bool can_change(const struct row *row, const bool *is_filled)
{
    for (uint32_t i = 0; i < row->outcomes.n; i++)
        if (reads_filled(row->outcomes.at[i].when, is_filled))
            return true;
    return false;
}

/* One loop: the rows of a strongly connected component. */
struct loop {
    bool has_arc;        /* an arc stays inside: it is a loop */
    bool has_way_out;    /* that people, the clock or a count take */
    bool *is_filled;     /* per field: a row of it fills it */
    uint32_t exit;       /* a decision by data with a way out; NONE */
};

static void look_at_arc(const struct rules *c, const struct arc *arc, const uint32_t *component,
                        struct loop *loop)
{
    const struct row *row = row_of(c, arc->from);
    if (arc->to != TO_END && component[arc->to] == component[arc->from]) {
        loop->has_arc = true;
        return;
    }
    bool is_data = row->is_data && arc->outcome != NONE && !row->outcomes.at[arc->outcome].at_most &&
                   row->outcomes.at[arc->outcome].kind != OUTCOME_LATE;
    if (!is_data)
        loop->has_way_out = true;
    else if (loop->exit == NONE)
        loop->exit = arc->from;
}

static void note_filled(const struct rules *c, const struct row *row, struct loop *loop)
{
    if (!loop->is_filled)
        loop->is_filled = ARENA_ARRAY(c->arena, c->sop->fields.n, bool);
    for (uint32_t i = 0; i < row->fills.n; i++)
        loop->is_filled[row->fills.at[i].field] = true;
}

static void collect_loops(const struct rules *c, const uint32_t *component, struct loop *loops)
{
    const struct flow *flow = c->flow;
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        struct loop *loop = &loops[component[r]];
        const struct row *row = row_of(c, r);
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++)
            look_at_arc(c, &flow->arcs[a], component, loop);
        loop->has_way_out |= row->kind == ROW_END || row->calls != NONE;
    }
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (loops[component[r]].has_arc)
            note_filled(c, row_of(c, r), &loops[component[r]]);
    for (uint32_t r = 0; r < flow->n_rows; r++)   /* data that can turn out otherwise */
        if (loops[component[r]].has_arc && can_change(row_of(c, r), loops[component[r]].is_filled))
            loops[component[r]].has_way_out = true;
}

static void check_loops(struct rules *c)
{
    const uint32_t *component = flow_components(c->flow, c->arena);
    struct loop *loops = ARENA_ARRAY(c->arena, c->flow->n_rows, struct loop);
    for (uint32_t r = 0; r < c->flow->n_rows; r++)
        loops[r].exit = NONE;
    collect_loops(c, component, loops);
    for (uint32_t r = 0; r < c->flow->n_rows; r++) {
        const struct loop *loop = &loops[r];
        if (!loop->has_arc || loop->has_way_out || loop->exit == NONE)
            continue;
        const struct row *row = row_of(c, loop->exit);
        struct diag *d = diag_add(c->diags, E_LOOP_BY_DATA, row->name_span, row->id);
        diag_help(c->diags, d, T_LOOP_BY_DATA);
    }
}

static bool has_data(const struct sop *sop)
{
    for (uint32_t r = 0; r < sop->rows.n; r++)
        if (sop->rows.at[r].is_data)
            return true;
    return false;
}

void flow_check_rules(const struct flow *flow, struct arena *arena, struct diags *diags)
{
    struct rules c = {.flow = flow, .sop = flow->sop, .arena = arena, .diags = diags};
    before_init(&c.before, flow, arena);
    find_fillers(&c);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        check_people(&c, r);
        check_fields(&c, r);
    }
    if (has_data(c.sop)) {
        check_cycles(&c);
        check_loops(&c);
    }
}
