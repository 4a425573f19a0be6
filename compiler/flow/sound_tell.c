/*
 * The verdict in words: each fault as a diagnostic that points at the rows it
 * is about, shows a run that leads there, and says what to write instead.
 */
#include <string.h>

#include "compiler/flow/sound.h"
#include "compiler/flow/flow_int.h"

/* A run longer than this is shown by its two ends. */
enum { MOST_STEPS = 14, MOST_LABELS = 6 };

struct telling {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    struct diags *diags;
    bool *is_told;          /* per way */
    bool has_no_end;        /* that rows go round for ever was told */
};

static const struct row *row_of(const struct telling *t, uint32_t r)
{
    return &t->sop->rows.at[r];
}

/* ---- the parts of a fault ----------------------------------------------- */

static const struct sound_part *part_of(const struct sound_fault *fault, enum sound_role role)
{
    for (uint32_t i = 0; i < fault->parts.n; i++)
        if (fault->parts.at[i].role == role)
            return &fault->parts.at[i];
    return NULL;
}

/* "`check` (`no`)"; of a step "`draft`". */
static const char *act_name(const struct sop *sop, uint32_t r, uint32_t outcome,
                            struct arena *arena)
{
    const struct row *row = &sop->rows.at[r];
    if (outcome == NONE)
        return arena_printf(arena, "`%s`", row->id);
    return arena_printf(arena, "`%s` (`%s`)", row->id,
                        outcome_word(sop, &row->outcomes.at[outcome]));
}

static const char *part_name(const struct telling *t, const struct sound_part *part)
{
    return act_name(t->sop, part->row, part->outcome, t->arena);
}

/* As `after` names it: "check.no". */
static const char *part_member(const struct telling *t, const struct sound_part *part)
{
    const struct row *row = row_of(t, part->row);
    if (part->outcome == NONE)
        return row->id;
    const struct outcome *o = &row->outcomes.at[part->outcome];
    const char *word = outcome_word(t->sop, o);
    return o->kind == OUTCOME_WORDS || o->kind == OUTCOME_WHEN
               ? arena_printf(t->arena, "%s.\"%s\"", row->id, word)
               : arena_printf(t->arena, "%s.%s", row->id, word);
}

static struct span part_span(const struct telling *t, const struct sound_part *part)
{
    const struct row *row = row_of(t, part->row);
    return part->outcome == NONE ? row->name_span : row->outcomes.at[part->outcome].span;
}

/* All parts of one role, "`a`, `b` (`no`)". */
static const char *part_names(const struct telling *t, const struct sound_fault *fault,
                              enum sound_role role)
{
    const char *names = "";
    for (uint32_t i = 0; i < fault->parts.n; i++)
        if (fault->parts.at[i].role == role)
            names = arena_printf(t->arena, "%s%s%s", names, *names ? ", " : "",
                                 part_name(t, &fault->parts.at[i]));
    return names;
}

/* ---- runs ------------------------------------------------------------------ */

const char *sound_run_text(const struct sop *sop, const sound_run *run, struct arena *arena)
{
    struct bytes text = {0};
    for (uint32_t i = 0; i < run->n; i++) {
        bool is_cut = run->n > MOST_STEPS && i == MOST_STEPS / 2;
        if (is_cut)
            i = run->n - MOST_STEPS / 2;
        bytes_printf(&text, "%s%s%s", i ? ", " : "", is_cut ? "..., " : "",
                     act_name(sop, run->at[i].row, run->at[i].outcome, arena));
    }
    const char *kept = arena_printf(arena, "%s", text.data ? text.data : "");
    bytes_free(&text);
    return kept;
}

static void note_run(struct telling *t, struct diag *d, const struct sound_fault *fault)
{
    if (fault->run.n)
        diag_note(t->diags, d, fault->is_shortest ? T_SHORTEST_RUN : T_A_RUN,
                  sound_run_text(t->sop, &fault->run, t->arena));
}

/* ---- doubling ------------------------------------------------------------- */

/* Does the way follow a written arrow that leads back? */
static bool leads_back(const struct flow *flow, const struct way *way)
{
    for (uint32_t a = flow->first_arc[way->row]; way->is_jump && a < flow->first_arc[way->row + 1];
         a++) {
        const struct arc *arc = &flow->arcs[a];
        if (arc->is_jump && arc->is_loop && arc->to == way->opens && arc->outcome == way->outcome)
            return true;
    }
    return false;
}

/*
 * The arrow back, out of rows that run side by side, that brings about what is
 * set twice: the last one of the run since it was set the first time; or NONE.
 */
static uint32_t jump_out(const struct telling *t, const struct sound_fault *fault)
{
    const struct sound_part *first = part_of(fault, ROLE_FIRST);
    uint32_t jump = NONE;
    for (uint32_t i = fault->run.n; first && i-- > 0;) {
        const struct sound_step *step = &fault->run.at[i];
        bool is_last = i + 1 == fault->run.n;
        if (!is_last && step->row == first->row && step->outcome == first->outcome)
            return jump;
        if (jump == NONE && leads_back(t->flow, &t->flow->ways[step->way]))
            jump = step->way;
    }
    return NONE;
}

static void tell_jump_out(struct telling *t, const struct sound_fault *fault, uint32_t jump)
{
    const struct way *way = &t->flow->ways[jump];
    const struct row *twice = row_of(t, part_of(fault, ROLE_TWICE)->row);
    struct sound_part from = {.row = way->row, .outcome = way->outcome};
    t->is_told[jump] = true;   /* told once, whatever else it brings about */
    const struct row *row = row_of(t, way->row);
    struct diag *d = diag_add(t->diags, E_JUMP_OUT, arrow_span(row, way->outcome, way->is_then),
                              part_name(t, &from), row_of(t, way->opens)->id);
    diag_label(t->diags, d, twice->name_span,
               fault->group == NONE ? T_OPEN_BESIDES : T_WAITS_BESIDES, twice->id);
    note_run(t, d, fault);
    diag_help(t->diags, d, T_JUMP_OUT, row->id);
}

static void tell_doubling(struct telling *t, const struct sound_fault *fault)
{
    const struct sound_part *first = part_of(fault, ROLE_FIRST),
                            *second = part_of(fault, ROLE_SECOND);
    const struct row *twice = row_of(t, part_of(fault, ROLE_TWICE)->row);
    bool is_opened = fault->group == NONE;
    uint32_t jump = jump_out(t, fault);
    if (jump != NONE) {
        tell_jump_out(t, fault, jump);
        return;
    }
    struct diag *d = diag_add(t->diags, is_opened ? E_OPENED_TWICE : E_BROUGHT_TWICE,
                              is_opened ? twice->name_span : twice->after_span, twice->id);
    if (first)
        diag_label(t->diags, d, part_span(t, first), is_opened ? T_OPENS_FIRST : T_BRINGS_FIRST,
                   part_name(t, first));
    if (second)
        diag_label(t->diags, d, part_span(t, second), is_opened ? T_OPENS_AGAIN : T_BRINGS_AGAIN,
                   part_name(t, second));
    note_run(t, d, fault);
    if (!is_opened)
        diag_help(t->diags, d, T_BROUGHT_TWICE);
    else if (first && second && first->row != second->row && twice->kind != ROW_END)
        diag_help(t->diags, d, T_OPENED_TWICE, twice->id, part_member(t, first),
                  part_member(t, second));
    else
        diag_help(t->diags, d, T_JOIN_THEM_FIRST, twice->id);
}

/* ---- deadlock ----------------------------------------------------------------- */

/* Does what came come only behind the row that decided? Then either of what came
 * and what is missing happens, never both. */
static bool is_either(const struct telling *t, const struct sound_part *came,
                      const struct sound_part *decided)
{
    const bool *opens = flow_openable(t->flow, t->arena, decided->row);
    return came->row == decided->row || !opens[came->row];
}

static void help_deadlock(struct telling *t, struct diag *d, const struct sound_fault *fault)
{
    const struct sound_part *came = part_of(fault, ROLE_CAME),
                            *missing = part_of(fault, ROLE_MISSING),
                            *decided = part_of(fault, ROLE_DECIDED);
    if (!decided || decided->row == missing->row)
        diag_help(t->diags, d, T_WAIT_FOR_WHAT_COMES);
    else if (came && is_either(t, came, decided))
        diag_help(t->diags, d, T_WAIT_FOR_EITHER, part_member(t, came), part_member(t, missing));
    else
        diag_help(t->diags, d, T_WAIT_EITHER_WAY, part_member(t, missing),
                  part_member(t, decided));
}

static void tell_deadlock(struct telling *t, const struct sound_fault *fault)
{
    const struct row *join = row_of(t, fault->parts.at[0].row);
    const char *missing = part_names(t, fault, ROLE_MISSING);
    struct diag *d = diag_add(t->diags, E_DEADLOCK, join->after_span, join->id, missing);
    for (uint32_t i = 0; i < fault->parts.n; i++)
        if (fault->parts.at[i].role == ROLE_DECIDED)
            diag_label(t->diags, d, part_span(t, &fault->parts.at[i]), T_THEN_NEVER,
                       part_name(t, &fault->parts.at[i]));
    note_run(t, d, fault);
    help_deadlock(t, d, fault);
}

static void tell_waits_for_itself(struct telling *t, const struct sound_fault *fault)
{
    const struct row *join = row_of(t, fault->parts.at[0].row);
    struct diag *d = diag_add(t->diags, E_WAITS_FOR_ITSELF, join->after_span, join->id,
                              part_names(t, fault, ROLE_MISSING));
    for (uint32_t i = 0; i < fault->parts.n; i++)
        if (fault->parts.at[i].role == ROLE_MISSING && fault->parts.at[i].row != fault->parts.at[0].row)
            diag_label(t->diags, d, row_of(t, fault->parts.at[i].row)->name_span, T_COMES_BEHIND,
                       row_of(t, fault->parts.at[i].row)->id, join->id);
    diag_help(t->diags, d, T_WAITS_FOR_ITSELF, join->id);
}

/* ---- never, and never over ------------------------------------------------------ */

/* A named end is fallen into by the row above it, which was told. */
static bool is_fallen_into(const struct telling *t, uint32_t r)
{
    bool is_told = false;
    for (uint32_t w = r ? t->flow->first_way[r - 1] : 0; w < t->flow->first_way[r]; w++)
        is_told |= t->is_told[w] && !t->flow->ways[w].is_jump;
    return is_told && row_of(t, r)->kind == ROW_END;
}

static void tell_unreachable(struct telling *t, const struct sound_fault *fault)
{
    const struct row *row = row_of(t, fault->parts.at[0].row);
    if (is_fallen_into(t, fault->parts.at[0].row))
        return;
    struct diag *d = diag_add(t->diags, E_UNREACHABLE, row->name_span, row->id);
    flow_label_above(t->flow, fault->parts.at[0].row, t->diags, d);
    if (fault->parts.n > 1)
        diag_note(t->diags, d, T_NOR_BEHIND, part_names(t, fault, ROLE_BEHIND));
    if (row->kind == ROW_END)
        diag_help(t->diags, d, T_END_UNREACHABLE, row->id);
    else if (row->after.n)
        diag_help(t->diags, d, T_JOIN_UNREACHABLE);
    else
        diag_help(t->diags, d, T_ROW_UNREACHABLE, row->id);
}

/* Behind a fault none was looked for. */
static void tell_endless(struct telling *t)
{
    uint32_t endless = t->has_no_end ? NONE : flow_endless(t->flow, t->arena);
    if (endless == NONE)
        return;
    const struct row *row = row_of(t, endless);
    diag_help(t->diags, diag_add(t->diags, E_NO_END, row->name_span, row->id), T_NO_END);
}

static void tell_no_end(struct telling *t, const struct sound_fault *fault)
{
    const struct row *row = row_of(t, fault->parts.at[0].row);
    struct diag *d = diag_add(t->diags, E_NO_END, row->name_span, row->id);
    t->has_no_end = true;
    for (uint32_t i = 1; i < fault->parts.n && i < MOST_LABELS; i++)
        diag_label(t->diags, d, row_of(t, fault->parts.at[i].row)->name_span, T_GOES_ROUND);
    note_run(t, d, fault);
    diag_help(t->diags, d, T_NO_END);
}

/* ---- hints ------------------------------------------------------------------------ */

static void tell_hint(struct telling *t, const struct sound_fault *hint)
{
    const struct sound_part *by = part_of(hint, ROLE_DECIDED), *other = part_of(hint, ROLE_OPEN);
    const struct row *open = row_of(t, other->row);
    struct diag *d;
    if (hint->kind == FAULT_END_TAKES_WORK) {
        d = diag_add(t->diags, H_END_TAKES_WORK, part_span(t, by), part_name(t, by),
                     row_of(t, part_of(hint, ROLE_ENDS)->row)->id, open->id);
        diag_label(t->diags, d, open->name_span, T_TAKEN_AWAY, open->id);
        diag_help(t->diags, d, T_END_TAKES_WORK, open->id);
    } else {
        d = diag_add(t->diags, H_STRAND_ENDS, part_span(t, by), part_name(t, by), open->id);
        diag_label(t->diags, d, open->name_span, T_STAYS_OPEN, open->id);
        diag_help(t->diags, d, T_STRAND_ENDS);
    }
    note_run(t, d, hint);
}

/* ---- the verdict -------------------------------------------------------------------- */

static void tell_fault(struct telling *t, const struct sound_fault *fault)
{
    switch (fault->kind) {
    case FAULT_DOUBLING: tell_doubling(t, fault); break;
    case FAULT_DEADLOCK: tell_deadlock(t, fault); break;
    case FAULT_WAITS_FOR_ITSELF: tell_waits_for_itself(t, fault); break;
    case FAULT_NO_END: tell_no_end(t, fault); break;
    case FAULT_UNREACHABLE: tell_unreachable(t, fault); break;
    case FAULT_END_TAKES_WORK:
    case FAULT_STRAND_ENDS:
    case N_SOUND_FAULTS: break;
    }
}

static void tell_not_proved(struct telling *t, const struct verdict *verdict)
{
    struct diag *d = diag_add(t->diags, E_NOT_PROVED, t->sop->span, t->sop->id);
    for (uint32_t i = 0; i < verdict->region.n && i < MOST_LABELS; i++)
        diag_label(t->diags, d, row_of(t, verdict->region.at[i])->name_span, T_NOT_PROVED_HERE);
    diag_help(t->diags, d, T_NOT_PROVED);
}

/* A join that is brought something twice will wait for the rest of the second time. */
static bool is_other_side(const struct verdict *verdict, const struct sound_fault *fault)
{
    for (uint32_t i = 0; i < verdict->faults.n && fault->kind == FAULT_DEADLOCK; i++) {
        const struct sound_fault *other = &verdict->faults.at[i];
        if (other->kind == FAULT_DOUBLING && other->group != NONE &&
            other->parts.at[0].row == fault->parts.at[0].row)
            return true;
    }
    return false;
}

static bool follows_from_told(const struct telling *t, const struct sound_fault *fault)
{
    for (uint32_t i = 0; i < fault->run.n; i++)
        if (t->is_told[fault->run.at[i].way])
            return true;
    return false;
}

void sound_tell(const struct flow *flow, const struct verdict *verdict, bool *is_told,
                struct arena *arena, struct diags *diags)
{
    struct telling t = {flow, flow->sop, arena, diags, is_told, false};
    for (uint32_t i = 0; i < verdict->faults.n; i++)
        if (!follows_from_told(&t, &verdict->faults.at[i]) &&
            !is_other_side(verdict, &verdict->faults.at[i]))
            tell_fault(&t, &verdict->faults.at[i]);
    for (uint32_t i = 0; i < verdict->hints.n; i++)
        if (!follows_from_told(&t, &verdict->hints.at[i]))
            tell_hint(&t, &verdict->hints.at[i]);
    if (verdict->kind != SOUND)
        tell_endless(&t);
    if (verdict->kind == NOT_PROVED)
        tell_not_proved(&t, verdict);
}
