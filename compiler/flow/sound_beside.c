/* Rows that may be open at one time may not fill one field: the last to be done
 * would win. */
#include "compiler/flow/flow_int.h"
#include "compiler/flow/sound.h"

struct beside {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    struct diags *diags;
    struct meetings *meetings;
    const struct fill **filled;  /* per row: where it fills the field in hand, or NULL */
};

static void tell_fillers(struct beside *b, uint32_t r, uint32_t other, const sound_run *run)
{
    const struct fill *fill = b->filled[r], *its = b->filled[other];
    const char *field = b->sop->fields.at[fill->field].id, *with = b->sop->rows.at[other].id;
    struct diag *d = diag_add(b->diags, E_FILLED_BESIDE, fill->span, with,
                              b->sop->rows.at[r].id, field);
    diag_label(b->diags, d, its->span, T_FILLED_BESIDE, with);
    if (run->n)
        diag_note(b->diags, d, T_SHORTEST_RUN, sound_run_text(b->sop, run, b->arena));
    diag_help(b->diags, d, T_FIELD_EACH, field);
}

/* One of those above that may be open beside it is told. */
static void check_filler(struct beside *b, uint32_t r)
{
    uint32_t n;
    const uint32_t *with = meetings_with(b->meetings, r, &n);
    for (uint32_t i = 0; i < n; i++) {
        sound_run run = {0};
        if (with[i] >= r || !b->filled[with[i]] || !meetings_may(b->meetings, r, with[i], &run))
            continue;
        tell_fillers(b, r, with[i], &run);
        return;
    }
}

typedef LIST_OF(uint32_t) row_list;

static void check_field(struct beside *b, const row_list *rows, uint32_t field)
{
    for (uint32_t i = 0; i < rows->n; i++) {
        const struct row *row = &b->sop->rows.at[rows->at[i]];
        for (uint32_t k = 0; k < row->fills.n; k++)
            if (row->fills.at[k].field == field)
                b->filled[rows->at[i]] = &row->fills.at[k];
    }
    for (uint32_t i = 1; i < rows->n; i++)
        check_filler(b, rows->at[i]);
    for (uint32_t i = 0; i < rows->n; i++)
        b->filled[rows->at[i]] = NULL;
}

void sound_check_meetings(const struct flow *flow, struct arena *arena, struct diags *diags)
{
    struct beside b = {.flow = flow, .sop = flow->sop, .arena = arena, .diags = diags};
    row_list *fillers = arena_array(arena, b.sop->fields.n + 1, sizeof *fillers);
    b.filled = ARENA_ARRAY(arena, flow->n_rows + 1, const struct fill *);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        for (uint32_t i = 0; i < b.sop->rows.at[r].fills.n; i++)
            *LIST_ADD(arena, &fillers[b.sop->rows.at[r].fills.at[i].field]) = r;
    for (uint32_t f = 0; f < b.sop->fields.n; f++) {
        if (fillers[f].n < 2)
            continue;
        if (!b.meetings)
            b.meetings = meetings_find(flow, arena);
        check_field(&b, &fillers[f], f);
    }
}
