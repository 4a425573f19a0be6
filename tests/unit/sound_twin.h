/*
 * sound_twin: the proof against the oracle on one flow: the same verdict, and
 * every fault is there at the end of its run, gone through step by step. What
 * does not fit is told as a sentence.
 */
#ifndef SOP_SOUND_TWIN_H
#define SOP_SOUND_TWIN_H

#include <stdio.h>

#include "compiler/flow/sound_int.h"
#include "tests/unit/flow_oracle.h"

/* What a campaign counts. */
struct twin_counts {
    uint32_t n, n_sound, n_unsound, n_faults[N_SOUND_FAULTS], n_hints;
    uint32_t n_not_proved, n_too_large;
    uint32_t n_searched_sound;  /* the rules saw a fault that was none */
    uint32_t n_left_over;       /* sound, but the rules left more than 8 sets */
    uint32_t most_left;
    uint32_t n_large_not_proved;   /* had the plain net not been searched */
};

struct replay {
    uint64_t set;
    uint64_t doubled_rows;   /* set twice by the last step */
    bool is_well;
    bool is_possible;        /* each step's row was open */
};

static inline bool twin_is_start(const struct flow *flow, uint32_t row)
{
    return flow->sop->rows.at[row].kind == ROW_START;
}

static inline struct replay twin_replay(const struct flow *flow, const sound_run *run)
{
    struct replay r = {.is_possible = true};
    uint64_t ended = 0;
    uint32_t i = 0;
    bool has_start = run->n && twin_is_start(flow, run->at[0].row);
    r.is_possible = has_start == (flow->n_starts > 0);
    r.is_well = oracle_begin(flow, &r.set, has_start ? run->at[i++].way : NONE, &ended);
    for (; i < run->n && r.is_possible; i++) {
        const struct sound_step *step = &run->at[i];
        const struct way *way = &flow->ways[step->way];
        r.is_possible = r.is_well && oracle_may_act(flow, r.set, step->row) &&
                        way->row == step->row && way->outcome == step->outcome;
        if (r.is_possible)
            r.is_well = oracle_do(flow, &r.set, step->way, &ended);
    }
    return r;
}

static inline bool twin_waits(const struct flow *flow, uint64_t set, uint32_t row)
{
    bool has_some = false, has_all = true;
    for (uint32_t p = flow->first_place[row]; p < flow->first_place[row + 1]; p++) {
        has_some |= (set & BIT(p)) != 0;
        has_all &= (set & BIT(p)) != 0;
    }
    return has_some && !has_all;
}

static inline const struct sound_part *twin_part(const struct sound_fault *fault,
                                                 enum sound_role role)
{
    for (uint32_t i = 0; i < fault->parts.n; i++)
        if (fault->parts.at[i].role == role)
            return &fault->parts.at[i];
    return NULL;
}

/* Two rows, but where the case begins by itself with what is set twice. */
static inline bool twin_told_by_whom(const struct flow *flow, const struct sound_fault *fault)
{
    bool both = twin_part(fault, ROLE_FIRST) && twin_part(fault, ROLE_SECOND);
    return both || (!flow->n_starts && (fault->run.n == 0 || twin_part(fault, ROLE_SECOND)));
}

/* Is each row told as missing a member of a group that is not set? */
static inline bool twin_misses(const struct flow *flow, const struct sound_fault *fault,
                               uint64_t set)
{
    uint32_t join = fault->parts.at[0].row;
    const struct row *row = &flow->sop->rows.at[join];
    uint64_t missing = 0, told = 0;
    for (uint32_t g = 0; g < row->after.n; g++)
        for (uint32_t i = 0; i < row->after.at[g].members.n; i++)
            if (!(set & BIT(flow->first_place[join] + g)))
                missing |= BIT(row->after.at[g].members.at[i].row);
    for (uint32_t i = 0; i < fault->parts.n; i++)
        if (fault->parts.at[i].role == ROLE_MISSING)
            told |= BIT(fault->parts.at[i].row);
    return missing == told;
}

/* From where the run leads nothing ends and nothing breaks, and just the rows told act. */
static inline const char *twin_check_round(const struct flow *flow, const struct sound_fault *fault,
                                           uint64_t set)
{
    struct oracle o;
    const char *what = NULL;
    uint64_t rows = 0;
    oracle_open(&o, flow);
    oracle_add(&o, set, 0);
    oracle_run_from(&o, 0);
    for (uint32_t i = 0; i < fault->parts.n; i++)
        rows |= BIT(fault->parts.at[i].row);
    if (o.has_doubling || o.has_stuck || o.can_end[0])
        what = "the round can be left";
    else if (rows != o.opened)
        what = "other rows go round";
    oracle_close(&o);
    return what;
}

static inline const char *twin_check_fault(const struct flow *flow, const struct oracle *o,
                                           const struct sound_fault *fault)
{
    struct replay r = twin_replay(flow, &fault->run);
    if (fault->kind == FAULT_UNREACHABLE)
        return o->opened & BIT(fault->parts.at[0].row) ? "the row can be opened" : NULL;
    if (!r.is_possible)
        return "the run cannot be gone";
    if (fault->kind != FAULT_DOUBLING && !r.is_well)
        return "the run breaks";
    switch (fault->kind) {
    case FAULT_DOUBLING:
        return r.is_well                          ? "nothing was set twice"
               : !twin_part(fault, ROLE_TWICE)    ? "what was set twice is not told"
               : !twin_told_by_whom(flow, fault)  ? "by whom is not told"
                                                  : NULL;
    case FAULT_DEADLOCK:
    case FAULT_WAITS_FOR_ITSELF:
        return !oracle_is_stuck(flow, r.set)                      ? "the set is not stuck"
               : !twin_waits(flow, r.set, fault->parts.at[0].row) ? "the join does not wait"
               : !twin_misses(flow, fault, r.set)                 ? "what is missing is there"
                                                                  : NULL;
    case FAULT_NO_END:
        return twin_check_round(flow, fault, r.set);
    default:
        return "no fault of a flow";
    }
}

static inline uint32_t twin_shortest(const struct verdict *v)
{
    uint32_t n = NONE;
    for (uint32_t i = 0; i < v->faults.n; i++) {
        const struct sound_fault *f = &v->faults.at[i];
        bool is_broken = f->kind == FAULT_DOUBLING || f->kind == FAULT_DEADLOCK ||
                         f->kind == FAULT_WAITS_FOR_ITSELF;
        if (is_broken && f->is_shortest && f->run.n < n)
            n = f->run.n;
    }
    return n;
}

static inline bool twin_has(const struct verdict *v, enum sound_fault_kind kind)
{
    for (uint32_t i = 0; i < v->faults.n; i++)
        if (v->faults.at[i].kind == kind)
            return true;
    return false;
}

static inline const char *twin_check_faults(const struct flow *flow, const struct oracle *o,
                                            const struct verdict *v)
{
    for (uint32_t i = 0; i < v->faults.n; i++) {
        const char *what = twin_check_fault(flow, o, &v->faults.at[i]);
        if (what)
            return what;
    }
    return NULL;
}

static inline bool twin_leads_to(const struct flow *flow, uint32_t row, uint32_t end)
{
    for (uint32_t w = flow->first_way[row]; w < flow->first_way[row + 1]; w++)
        if (flow->ways[w].opens == end)
            return true;
    return false;
}

/* Can the row take that one's work away, by ending the case? */
static inline bool twin_takes(const struct flow *flow, const struct oracle *o, uint32_t end,
                              uint32_t by, uint32_t taken)
{
    for (uint32_t i = 0; i < o->n && by != taken && twin_leads_to(flow, by, end); i++)
        if (o->sets[i] & BIT(by) && o->sets[i] & BIT(taken))
            return true;
    return false;
}

static inline const char *twin_check_hints(const struct flow *flow, const struct oracle *o,
                                           const struct verdict *v)
{
    uint64_t told = 0;
    for (uint32_t i = 0; i < v->hints.n; i++) {
        const struct sound_part *parts = v->hints.at[i].parts.at;
        if (v->hints.at[i].kind != FAULT_END_TAKES_WORK)
            continue;
        if (!twin_takes(flow, o, parts[0].row, parts[1].row, parts[2].row))
            return "the end takes nothing there";
        told |= BIT(parts[0].row);
    }
    for (uint32_t e = 0; e < flow->n_rows; e++)
        for (uint32_t by = 0; flow->sop->rows.at[e].kind == ROW_END && by < flow->n_rows; by++)
            for (uint32_t r = 0; r < flow->n_rows && !(told & BIT(e)); r++)
                if (twin_takes(flow, o, e, by, r))
                    return "an end that takes work is not told";
    return NULL;
}

static inline bool twin_meet(const struct oracle *o, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < o->n; i++)
        if (o->sets[i] & BIT(a) && o->sets[i] & BIT(b))
            return true;
    return false;
}

/* Which rows may be open at one time, and the runs that show it. */
static inline const char *twin_check_meetings(const struct flow *flow, const struct oracle *o)
{
    struct arena arena;
    const char *what = NULL;
    arena_init(&arena, abort);
    struct meetings *m = meetings_find(flow, &arena);
    for (uint32_t a = 0; a < flow->n_rows; a++) {
        for (uint32_t b = 0; b < a && !what; b++) {
            sound_run run = {0};
            bool may = meetings_may(m, a, b, &run);
            uint64_t set = may ? twin_replay(flow, &run).set : 0;
            if (may != twin_meet(o, a, b))
                what = may ? "these rows never meet" : "these rows may meet";
            else if (may && !(set & BIT(a) && set & BIT(b)))
                what = "the run does not lead to where rows meet";
        }
    }
    arena_free(&arena);
    return what;
}

/* NULL, or what is wrong. */
static inline const char *twin_compare(const struct flow *flow, const struct oracle *o,
                                       const struct verdict *v)
{
    if (v->kind == NOT_PROVED)
        return "not proved";
    if ((v->kind == SOUND) != oracle_is_sound(o))
        return v->kind == SOUND ? "sound it is not" : "unsound it is not";
    if ((v->kind == SOUND) != (v->faults.n == 0))
        return "faults do not fit the verdict";
    if (o->has_doubling != twin_has(v, FAULT_DOUBLING))
        return "doubling";
    if (o->has_stuck != (twin_has(v, FAULT_DEADLOCK) || twin_has(v, FAULT_WAITS_FOR_ITSELF)))
        return "deadlock";
    if (twin_shortest(v) != o->first_fault)
        return "there is a shorter run";
    const char *what = v->kind == SOUND && o->n < 10000 ? twin_check_hints(flow, o, v) : NULL;
    if (!what && v->kind == SOUND && o->n < 1000)
        what = twin_check_meetings(flow, o);
    return what ? what : twin_check_faults(flow, o, v);
}

/* The same as if the flow were too large for the plain net to be searched. */
static inline const char *twin_compare_large(const struct flow *flow, const struct oracle *o,
                                             const struct verdict *v)
{
    if (v->kind == NOT_PROVED)
        return NULL;
    if ((v->kind == SOUND) != oracle_is_sound(o))
        return v->kind == SOUND ? "sound it is not (large)" : "unsound it is not (large)";
    return twin_check_faults(flow, o, v);
}

static inline void twin_count(struct twin_counts *c, const struct verdict *v)
{
    c->n_sound += v->kind == SOUND;
    c->n_unsound += v->kind == UNSOUND;
    c->n_searched_sound += v->kind == SOUND && v->is_searched;
    c->n_left_over += v->kind == SOUND && !v->is_searched && v->n_left > 8;
    c->n_hints += v->hints.n;
    if (v->kind == SOUND && !v->is_searched && v->n_left > c->most_left)
        c->most_left = v->n_left;
    for (uint32_t i = 0; i < v->faults.n; i++)
        c->n_faults[v->faults.at[i].kind]++;
}

/* Proves the flow and asks the oracle; NULL, or what is wrong. */
static inline const char *twin_try(const struct flow *flow, struct twin_counts *counts)
{
    struct arena arena;
    struct oracle o;
    const char *what = NULL;
    arena_init(&arena, abort);
    oracle_open(&o, flow);
    oracle_run(&o);
    struct verdict v = sound_prove(flow, &arena);
    counts->n++;
    counts->n_not_proved += v.kind == NOT_PROVED;
    struct verdict large = sound_prove_within(flow, &arena, 1);
    counts->n_large_not_proved += large.kind == NOT_PROVED;
    if (o.is_complete)
        what = twin_compare(flow, &o, &v);
    else
        counts->n_too_large++;
    if (o.is_complete && !what)
        what = twin_compare_large(flow, &o, &large);
    twin_count(counts, &v);
    oracle_close(&o);
    arena_free(&arena);
    return what;
}

/* The flow in words, to see what a campaign has found. */
static inline void twin_print(const struct flow *flow, FILE *out)
{
    for (uint32_t i = 0; i < flow->n_entries; i++)
        fprintf(out, "entry r%u\n", (unsigned)flow->entries[i]);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        static const char *const kinds[] = {"step", "decision", "start", "end"};
        fprintf(out, "%s r%u groups %u need %u clears", kinds[flow->sop->rows.at[r].kind],
                (unsigned)r, (unsigned)(flow->first_place[r + 1] - flow->first_place[r]),
                (unsigned)flow->need[r]);
        for (uint32_t i = 0; i < flow->n_clears[r]; i++)
            fprintf(out, " %u", (unsigned)flow->clears[r][i]);
        fprintf(out, "  places from %u\n", (unsigned)flow->first_place[r]);
        for (uint32_t w = flow->first_way[r]; w < flow->first_way[r + 1]; w++) {
            const struct way *way = &flow->ways[w];
            fprintf(out, "    way %u:", (unsigned)w);
            for (uint32_t i = 0; i < way->n_sets + way->n_kept; i++) {
                const struct flow_place *p = &flow->places[way->sets[i] - flow->n_rows];
                fprintf(out, " done(%u, r%u)", (unsigned)p->group, (unsigned)p->row);
            }
            if (way->opens != NONE)
                fprintf(out, " open(r%u)", (unsigned)way->opens);
            fputc('\n', out);
        }
    }
}

#endif
