/* The code of a row: its join, its work, and each way out of it. */
#include "compiler/codegen/codegen_int.h"

static void emit_way(struct generator *g, const struct way *way)
{
    for (uint32_t i = 0; i < way->n_sets; i++)
        image_emit(g->builder, OP_MARK, way->sets[i]);
    for (uint32_t i = 0; i < way->n_kept; i++)
        image_emit(g->builder, OP_KEEP, way->sets[way->n_sets + i]);
    if (way->opens != NONE)
        image_emit(g->builder, OP_FORK, way->opens);
    image_emit(g->builder, OP_END);
}

static void emit_choice(struct generator *g, uint32_t row)
{
    uint32_t first = g->flow->first_way[row], n = g->flow->first_way[row + 1] - first;
    uint32_t *jumps = ARENA_ARRAY(g->arena, n, uint32_t);
    image_emit(g->builder, OP_DECIDE, row, n);
    for (uint32_t i = 0; i < n; i++)
        jumps[i] = image_emit(g->builder, OP_JUMP, 0u);
    for (uint32_t i = 0; i < n; i++) {
        image_patch(g->builder, jumps[i], 0, image_here(g->builder));
        emit_way(g, &g->flow->ways[first + i]);
    }
}

void codegen_row(struct generator *g, uint32_t row)
{
    enum row_kind kind = g->sop->rows.at[row].kind;
    uint32_t n_groups = g->flow->first_place[row + 1] - g->flow->first_place[row];
    image_row_at(g->builder, row)->code = image_here(g->builder);
    if (n_groups)
        image_emit(g->builder, OP_JOIN, row, n_groups);
    if (kind == ROW_END) {
        image_emit(g->builder, OP_FINISH, row);
    } else if (kind == ROW_DECISION) {
        emit_choice(g, row);
    } else {
        image_emit(g->builder, OP_TASK, row);
        emit_way(g, &g->flow->ways[g->flow->first_way[row]]);
    }
}
