/* The code of a row: its join, its deadline, its work, and each way out. */
#include "compiler/codegen/codegen_int.h"

static void emit_effects(struct generator *g, const struct way *way)
{
    for (uint32_t i = 0; i < way->n_sets; i++)
        image_emit(g->builder, OP_MARK, g->base.place + way->sets[i]);
    for (uint32_t i = 0; i < way->n_kept; i++)
        image_emit(g->builder, OP_KEEP, g->base.place + way->sets[way->n_sets + i]);
    if (way->opens != NONE)
        image_emit(g->builder, OP_FORK, g->base.row + way->opens);
    image_emit(g->builder, OP_END);
}

static void emit_wait(struct generator *g, uint32_t duration)
{
    if (duration != NONE)
        image_emit(g->builder, OP_WAIT, duration);
}

/* What happens when the row is done so: time that passes, then the way; of a
 * bounded outcome its two ways. */
static void emit_outcome(struct generator *g, const struct way *way)
{
    const struct row *row = &g->sop->rows.at[way->row];
    bool is_late = way->outcome != NONE && row->outcomes.at[way->outcome].kind == OUTCOME_LATE;
    if (!is_late)
        emit_wait(g, image_row_at(g->builder, g->base.row + way->row)->wait);
    if (way->outcome != NONE)
        emit_wait(g, g->delays[way->row][way->outcome]);
    if (way->counter == NONE) {
        emit_effects(g, way);
        return;
    }
    uint32_t bound = image_emit(g->builder, OP_BOUND, way->counter,
                                row->outcomes.at[way->outcome].at_most, 0u);
    emit_effects(g, way);
    image_patch(g->builder, bound, 2, image_here(g->builder));
    emit_effects(g, way + 1);
}

/* The next outcome's way: a bounded one has two. */
static const struct way *next_outcome(const struct way *way)
{
    return way + (way->counter == NONE ? 1 : 2);
}

static const struct way *emit_choice(struct generator *g, uint32_t r, const struct way *way)
{
    const struct row *row = &g->sop->rows.at[r];
    uint32_t *jumps = ARENA_ARRAY(g->arena, row->n_answers, uint32_t);
    bool is_asked = row->actors.n || row->calls != NONE;
    image_emit(g->builder, is_asked ? OP_DECIDE : OP_CHOOSE, g->base.row + r, row->n_answers);
    for (uint32_t i = 0; i < row->n_answers; i++)
        jumps[i] = image_emit(g->builder, OP_JUMP, 0u);
    for (uint32_t i = 0; i < row->n_answers; i++, way = next_outcome(way)) {
        image_patch(g->builder, jumps[i], 0, image_here(g->builder));
        emit_outcome(g, way);
    }
    return way;
}

static void emit_work(struct generator *g, uint32_t r)
{
    const struct row *row = &g->sop->rows.at[r];
    const struct way *way = &g->flow->ways[g->flow->first_way[r]];
    bool has_late = row_late(row) != NONE;
    uint32_t due = has_late ? image_emit(g->builder, OP_DUE, g->base.row + r, 0u) : NONE;
    if (row->n_answers) {
        way = emit_choice(g, r, way);
    } else {
        image_emit(g->builder, OP_TASK, g->base.row + r);
        emit_outcome(g, way);
        way = next_outcome(way);
    }
    if (has_late) {
        image_patch(g->builder, due, 1, image_here(g->builder));
        emit_outcome(g, way);
    }
}

void codegen_row(struct generator *g, uint32_t r)
{
    uint32_t row = g->base.row + r;
    uint32_t n_groups = g->flow->first_place[r + 1] - g->flow->first_place[r];
    image_row_at(g->builder, row)->code = image_here(g->builder);
    if (g->flow->need[r])
        image_emit(g->builder, OP_SOME, row, g->flow->need[r]);
    else if (n_groups)
        image_emit(g->builder, OP_JOIN, row, n_groups);
    if (g->sop->rows.at[r].kind == ROW_END)
        image_emit(g->builder, OP_FINISH, row);
    else
        emit_work(g, r);
}
