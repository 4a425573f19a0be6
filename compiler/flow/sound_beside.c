/* Rows that may be open at one time may not fill one field: the last to be done
 * would win. */
#include "compiler/flow/flow_int.h"
#include "compiler/flow/sound.h"

struct beside {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    struct diags *diags;
    struct meetings *meetings;   /* NULL: nobody asked yet */
};

static bool may_meet(struct beside *b, uint32_t r, uint32_t other, sound_run *run)
{
    if (!b->meetings)
        b->meetings = meetings_find(b->flow, b->arena);
    return meetings_may(b->meetings, r, other, run);
}

static void note_run(struct beside *b, struct diag *d, const sound_run *run)
{
    if (run->n)
        diag_note(b->diags, d, T_SHORTEST_RUN, sound_run_text(b->sop, run, b->arena));
}

struct filler {
    uint32_t row;
    const struct fill *fill;
};
typedef LIST_OF(struct filler) filler_list;

static void tell_fillers(struct beside *b, const struct filler *one, const struct filler *other,
                         const sound_run *run)
{
    const struct row *row = &b->sop->rows.at[one->row], *with = &b->sop->rows.at[other->row];
    const char *field = b->sop->fields.at[one->fill->field].id;
    struct diag *d =
        diag_add(b->diags, E_FILLED_BESIDE, one->fill->span, with->id, row->id, field);
    diag_label(b->diags, d, other->fill->span, T_FILLED_BESIDE, with->id);
    note_run(b, d, run);
    diag_help(b->diags, d, T_FIELD_EACH, field);
}

/* The first of those above that may be open beside it is told. */
static void check_fillers(struct beside *b, const filler_list *fillers)
{
    for (uint32_t i = 1; i < fillers->n; i++)
        for (uint32_t k = 0; k < i; k++) {
            sound_run run = {0};
            if (!may_meet(b, fillers->at[i].row, fillers->at[k].row, &run))
                continue;
            tell_fillers(b, &fillers->at[i], &fillers->at[k], &run);
            break;
        }
}

void sound_check_meetings(const struct flow *flow, struct arena *arena, struct diags *diags)
{
    struct beside b = {.flow = flow, .sop = flow->sop, .arena = arena, .diags = diags};
    filler_list *fillers = arena_array(arena, b.sop->fields.n + 1, sizeof *fillers);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        const struct row *row = &b.sop->rows.at[r];
        for (uint32_t i = 0; i < row->fills.n; i++)
            *LIST_ADD(arena, &fillers[row->fills.at[i].field]) =
                (struct filler){r, &row->fills.at[i]};
    }
    for (uint32_t f = 0; f < b.sop->fields.n; f++)
        check_fillers(&b, &fillers[f]);
}
