/*
 * A run that the proof has found, gone through in the virtual machine: the
 * image that would run is asked, not the net that it was made from.
 */
#include "compiler/cli/cli.h"
#include "runtime/vm/vm.h"

struct replay {
    const struct image *image;
    const struct flow *flow;
    struct arena *arena;
    struct vm_case *c;
    struct vm_effects effects;
    uint32_t first_row;      /* of the procedure in the image */
};

static enum vm_status happen(struct replay *r, enum vm_event_kind kind, uint32_t row,
                             uint32_t outcome)
{
    struct vm_event event = {kind, row == NONE ? NONE : r->first_row + row, outcome};
    return vm_step(r->image, r->c, &event, &r->effects);
}

/* Waits are over at once. */
static enum vm_status pass(struct replay *r, uint32_t row)
{
    enum vm_status status = VM_OK;
    while (status == VM_OK && vm_is_open(r->image, r->c, r->first_row + row) &&
           vm_waiting(r->image, r->c, r->first_row + row) != NONE)
        status = happen(r, VM_PASS, row, NONE);
    return status;
}

/* All sign; where data choose, the outcome comes with the last signature. */
static enum vm_status sign(struct replay *r, const struct sound_step *step)
{
    const struct image_row *row = &r->image->t.row[r->first_row + step->row];
    enum vm_status status = VM_OK;
    uint32_t n = row->n_tasks ? row->n_tasks : 1;
    for (uint32_t i = 0; i < n && status == VM_OK; i++)
        status = happen(r, VM_SIGN, step->row, row->is_data && i + 1 < n ? NONE : step->outcome);
    return status;
}

/* A bounded outcome goes the one way or the other by its count. */
static void set_counter(struct replay *r, const struct way *way)
{
    if (way->counter != NONE)
        vm_restore_counter(r->image, r->c, way->counter, way->is_then ? UINT32_MAX : 0);
}

static enum vm_status act(struct replay *r, const struct sound_step *step)
{
    const struct row *row = &r->flow->sop->rows.at[step->row];
    set_counter(r, &r->flow->ways[step->way]);
    bool is_late = step->outcome != NONE && step->outcome == row_late(row);
    enum vm_status status =
        is_late ? happen(r, VM_LATE, step->row, NONE) : sign(r, step);
    return status == VM_OK ? pass(r, step->row) : status;
}

static enum vm_status run(struct replay *r, const sound_run *steps)
{
    bool has_start = steps->n && r->flow->sop->rows.at[steps->at[0].row].kind == ROW_START;
    enum vm_status status = happen(r, VM_START, has_start ? steps->at[0].row : NONE, NONE);
    for (uint32_t i = has_start; i < steps->n && status == VM_OK; i++)
        status = act(r, &steps->at[i]);
    return status;
}

bool replay_fits(const struct image *image, const struct flow *flow,
                 const struct sound_fault *fault, struct arena *arena)
{
    struct replay r = {.image = image, .flow = flow, .arena = arena};
    r.first_row = image->t.procedure[0].rows.first;
    r.c = arena_alloc(arena, vm_case_size(image, 0));
    r.effects.cap = vm_effects_max(image, 0);
    r.effects.at = ARENA_ARRAY(arena, r.effects.cap, struct vm_effect);
    vm_case_init(image, 0, r.c);
    enum vm_status status = run(&r, &fault->run);
    switch (fault->kind) {
    case FAULT_DOUBLING: return status == VM_SET_TWICE;
    case FAULT_DEADLOCK:
    case FAULT_WAITS_FOR_ITSELF:
        return status == VM_OK && r.c->phase == VM_RUNNING && r.c->n_open == 0;
    case FAULT_END_TAKES_WORK: return status == VM_OK && r.c->phase == VM_OVER;
    default: return status == VM_OK;
    }
}
