/* The net as text, for `sopc --dump=flow`. */
#include "compiler/flow/flow.h"

static void dump_place(const struct flow *flow, uint32_t place, FILE *out)
{
    const struct flow_place *p = &flow->places[place - flow->n_rows];
    fprintf(out, " done(%u, %s)", (unsigned)p->group, flow->sop->rows.at[p->row].id);
}

static void dump_way(const struct flow *flow, const struct way *way, FILE *out)
{
    const struct row *row = &flow->sop->rows.at[way->row];
    fprintf(out, "  %s", row->id);
    if (way->outcome != NONE)
        fprintf(out, ".%s", row->outcomes.at[way->outcome].label);
    fprintf(out, way->is_then ? " then:" : ":");
    if (way->opens != NONE)
        fprintf(out, " open(%s)", flow->sop->rows.at[way->opens].id);
    for (uint32_t i = 0; i < way->n_sets; i++)
        dump_place(flow, way->sets[i], out);
    if (way->n_kept)
        fprintf(out, " keeps");
    for (uint32_t i = 0; i < way->n_kept; i++)
        dump_place(flow, way->sets[way->n_sets + i], out);
    if (way->is_end)
        fprintf(out, " end");
    fputc('\n', out);
}

static void dump_rows(const struct flow *flow, const uint32_t *rows, uint32_t n, FILE *out)
{
    for (uint32_t i = 0; i < n; i++)
        fprintf(out, " %s", flow->sop->rows.at[rows[i]].id);
}

/* A row that needs not all its groups: how many, and what it withdraws. */
static void dump_need(const struct flow *flow, uint32_t row, FILE *out)
{
    if (!flow->need[row])
        return;
    fprintf(out, "  %s needs %u, clears", flow->sop->rows.at[row].id, (unsigned)flow->need[row]);
    for (uint32_t i = 0; i < flow->n_clears[row]; i++) {
        if (flow->clears[row][i] < flow->n_rows)
            dump_rows(flow, &flow->clears[row][i], 1, out);
        else
            dump_place(flow, flow->clears[row][i], out);
    }
    fputc('\n', out);
}

void flow_dump(const struct flow *flow, FILE *out)
{
    fprintf(out, "flow %s: %u rows, %u places; begins with", flow->sop->id,
            (unsigned)flow->n_rows, (unsigned)flow->n_places);
    dump_rows(flow, flow->entries, flow->n_entries, out);
    fputc('\n', out);
    for (uint32_t w = 0; w < flow->first_way[flow->n_rows]; w++)
        dump_way(flow, &flow->ways[w], out);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        dump_need(flow, r, out);
    for (uint32_t a = 0; a < flow->first_arc[flow->n_rows]; a++)
        if (flow->arcs[a].is_loop)
            fprintf(out, "  loop %s -> %s\n", flow->sop->rows.at[flow->arcs[a].from].id,
                    flow->sop->rows.at[flow->arcs[a].to].id);
}
