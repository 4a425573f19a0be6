/*
 * Rows from which no way leads to an end. The proof finds them too, and those
 * whose ways are only closed by joins; but not behind another fault.
 */
#include "compiler/flow/flow_int.h"

/* Rows from which an end can be reached, backwards from the ends; or a row that
 * cannot be opened, which is a fault of its own. */
static bool *ending_rows(const struct flow *flow, const bool *opens, struct arena *arena)
{
    bool *ends = ARENA_ARRAY(arena, flow->n_rows, bool);
    LIST_OF(uint32_t) *into = arena_array(arena, flow->n_rows, sizeof *into);
    uint32_t *queue = ARENA_ARRAY(arena, flow->n_rows, uint32_t), n = 0, next = 0;
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        ends[r] = flow->sop->rows.at[r].kind == ROW_END || !opens[r];
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++) {
            if (flow->arcs[a].to == TO_END)
                ends[r] = true;
            else
                *LIST_ADD(arena, &into[flow->arcs[a].to]) = r;
        }
        if (ends[r])
            queue[n++] = r;
    }
    while (next < n) {
        uint32_t r = queue[next++];
        for (uint32_t i = 0; i < into[r].n; i++) {
            uint32_t from = into[r].at[i];
            if (!ends[from]) {
                ends[from] = true;
                queue[n++] = from;
            }
        }
    }
    return ends;
}

uint32_t flow_endless(const struct flow *flow, struct arena *arena)
{
    const bool *opens = flow_openable(flow, arena, NONE), *ends = ending_rows(flow, opens, arena);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (opens[r] && !ends[r])
            return r;
    return NONE;
}
