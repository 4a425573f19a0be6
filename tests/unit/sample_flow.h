/*
 * sample_flow: a procedure and its flow filled in by hand, so that what
 * stands on the flow graph (drawing, time, export) is tested without text,
 * parser or checker. Nothing is worked out here: rows, groups and arcs are
 * what the test says, in the order in which it says them (the arcs of one
 * row in the order of its outcomes).
 *
 *     struct sample s;
 *     sample_open(&s, "letters", "Incoming letters");
 *     uint32_t clerk = sample_actor(&s, "clerk", "Clerk");
 *     uint32_t read = sample_step(&s, "read", clerk, 5);
 *     sample_entry(&s, read);
 *     sample_arc(&s, read, NONE, TO_END);
 *     const struct flow *flow = sample_flow(&s);
 *     ...
 *     sample_close(&s);
 */
#ifndef SOP_SAMPLE_FLOW_H
#define SOP_SAMPLE_FLOW_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/flow/flow.h"

struct sample {
    struct arena arena;
    struct sop *sop;
    struct flow flow;
    uint32_t n_numbered;
    LIST_OF(struct arc) arcs;
    LIST_OF(uint32_t) entries;
};

static inline void sample_open(struct sample *s, const char *id, const char *title)
{
    memset(s, 0, sizeof *s);
    arena_init(&s->arena, abort);
    s->sop = ARENA_NEW(&s->arena, struct sop);
    s->sop->id = id;
    s->sop->title = title;
    s->sop->units = calendar_units(NULL);
}

static inline void sample_close(struct sample *s)
{
    arena_free(&s->arena);
}

static inline uint32_t sample_actor(struct sample *s, const char *id, const char *name)
{
    struct actor *actor = LIST_ADD(&s->arena, &s->sop->actors);
    actor->id = id;
    actor->name = name;
    return s->sop->actors.n - 1;
}

static inline struct duration sample_minutes(int64_t minutes)
{
    return (struct duration){
        .kind = DURATION_FIXED, .unit = UNIT_MINUTE, .a = minutes * DECIMAL_ONE};
}

static inline struct row *sample_at(struct sample *s, uint32_t row)
{
    return &s->sop->rows.at[row];
}

/* A row done by nobody yet; its text is its name until the test says other. */
static inline uint32_t sample_row(struct sample *s, enum row_kind kind, const char *id)
{
    struct row *row = LIST_ADD(&s->arena, &s->sop->rows);
    row->kind = kind;
    row->id = id;
    row->text = id;
    row->phase = NONE;
    row->to = TO_NEXT;
    row->calls = row->same_as.row = row->due_from.row = NONE;
    if (kind == ROW_STEP || kind == ROW_DECISION)
        row->no = ++s->n_numbered;
    return s->sop->rows.n - 1;
}

static inline void sample_by(struct sample *s, uint32_t row, uint32_t actor)
{
    *LIST_ADD(&s->arena, &sample_at(s, row)->actors) = actor;
}

static inline uint32_t sample_work(struct sample *s, enum row_kind kind, const char *id,
                                   uint32_t actor, int64_t minutes)
{
    uint32_t row = sample_row(s, kind, id);
    sample_by(s, row, actor);
    sample_at(s, row)->work = sample_minutes(minutes);
    return row;
}

static inline uint32_t sample_step(struct sample *s, const char *id, uint32_t actor,
                                   int64_t minutes)
{
    return sample_work(s, ROW_STEP, id, actor, minutes);
}

static inline uint32_t sample_decision(struct sample *s, const char *id, uint32_t actor,
                                       int64_t minutes)
{
    return sample_work(s, ROW_DECISION, id, actor, minutes);
}

/* "yes" and "no" are those, any other label is words. */
static inline uint32_t sample_outcome(struct sample *s, uint32_t row, const char *label,
                                      uint32_t to)
{
    struct outcome *o = LIST_ADD(&s->arena, &sample_at(s, row)->outcomes);
    o->kind = !strcmp(label, "yes")  ? OUTCOME_YES
              : !strcmp(label, "no") ? OUTCOME_NO
                                     : OUTCOME_WORDS;
    o->label = label;
    o->percent = -1;
    o->to = to;
    return sample_at(s, row)->outcomes.n - 1;
}

/* A further group of the row's `after`, with one member. */
static inline uint32_t sample_after(struct sample *s, uint32_t row, uint32_t member,
                                    uint32_t outcome)
{
    struct group *group = LIST_ADD(&s->arena, &sample_at(s, row)->after);
    *LIST_ADD(&s->arena, &group->members) =
        (struct member){.row = member, .outcome = outcome};
    return sample_at(s, row)->after.n - 1;
}

/* A further member of that group. */
static inline void sample_or(struct sample *s, uint32_t row, uint32_t group, uint32_t member,
                             uint32_t outcome)
{
    *LIST_ADD(&s->arena, &sample_at(s, row)->after.at[group].members) =
        (struct member){.row = member, .outcome = outcome};
}

static inline void sample_entry(struct sample *s, uint32_t row)
{
    *LIST_ADD(&s->arena, &s->entries) = row;
}

/* `from` is directly followed by `to`; set is_jump, is_loop or group on it. */
static inline struct arc *sample_arc(struct sample *s, uint32_t from, uint32_t outcome,
                                     uint32_t to)
{
    struct arc *arc = LIST_ADD(&s->arena, &s->arcs);
    *arc = (struct arc){.from = from, .outcome = outcome, .to = to, .group = NONE};
    return arc;
}

static inline void sample_jump(struct sample *s, uint32_t from, uint32_t outcome, uint32_t to)
{
    sample_arc(s, from, outcome, to)->is_jump = true;
}

static inline void sample_loop(struct sample *s, uint32_t from, uint32_t outcome, uint32_t to)
{
    struct arc *arc = sample_arc(s, from, outcome, to);
    arc->is_jump = true;
    arc->is_loop = true;
}

static inline void sample_join(struct sample *s, uint32_t from, uint32_t outcome, uint32_t to,
                               uint32_t group)
{
    sample_arc(s, from, outcome, to)->group = group;
}

/* Puts the arcs of each row together, in the order in which they were added. */
static inline void sample_sort_arcs(struct sample *s, uint32_t n)
{
    uint32_t *first = ARENA_ARRAY(&s->arena, n + 2, uint32_t);
    struct arc *sorted = ARENA_ARRAY(&s->arena, s->arcs.n + 1, struct arc);
    for (uint32_t i = 0; i < s->arcs.n; i++)
        first[s->arcs.at[i].from + 2]++;
    for (uint32_t r = 0; r < n; r++)
        first[r + 2] += first[r + 1];
    for (uint32_t i = 0; i < s->arcs.n; i++)
        sorted[first[s->arcs.at[i].from + 1]++] = s->arcs.at[i];
    s->flow.arcs = sorted;
    s->flow.first_arc = first;
}

static inline void sample_places(struct sample *s, uint32_t n)
{
    LIST_OF(struct flow_place) places = {0};
    s->flow.first_place = ARENA_ARRAY(&s->arena, n + 1, uint32_t);
    for (uint32_t r = 0; r < n; r++) {
        s->flow.first_place[r] = n + places.n;
        for (uint32_t g = 0; g < s->sop->rows.at[r].after.n; g++)
            *LIST_ADD(&s->arena, &places) = (struct flow_place){.row = r, .group = g};
    }
    s->flow.first_place[n] = n + places.n;
    s->flow.places = places.at;
    s->flow.n_places = n + places.n;
}

/* The arcs of one row, outcome and bound together are what a way does. */
static inline bool sample_is_same_way(const struct arc *a, const struct arc *b)
{
    return a->outcome == b->outcome && a->is_then == b->is_then;
}

static inline void sample_add_arc(struct sample *s, struct way *way, const struct arc *arc)
{
    if (arc->to == TO_END)
        way->is_end = true;
    else if (arc->group == NONE)
        way->opens = arc->to;
    else
        way->sets[way->n_sets++] = s->flow.first_place[arc->to] + arc->group;
    way->is_jump |= arc->is_jump;
}

static inline int64_t sample_percent(struct sample *s, const struct arc *a)
{
    return a->outcome == NONE ? -1 : sample_at(s, a->from)->outcomes.at[a->outcome].percent;
}

/* Ways as the arcs say them (where a test has no others). */
static inline void sample_ways(struct sample *s, uint32_t n)
{
    struct flow *f = &s->flow;
    uint32_t n_ways = 0;
    f->ways = ARENA_ARRAY(&s->arena, f->first_arc[n] + 1, struct way);
    f->first_way = ARENA_ARRAY(&s->arena, n + 1, uint32_t);
    for (uint32_t r = 0; r < n; r++) {
        f->first_way[r] = n_ways;
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
            struct way *way = &f->ways[n_ways - 1];
            if (a == f->first_arc[r] || !sample_is_same_way(&f->arcs[a - 1], &f->arcs[a])) {
                way = &f->ways[n_ways++];
                *way = (struct way){.row = r, .outcome = f->arcs[a].outcome, .counter = NONE,
                                    .is_then = f->arcs[a].is_then, .opens = NONE,
                                    .percent = sample_percent(s, &f->arcs[a])};
                way->sets = ARENA_ARRAY(&s->arena, f->first_arc[r + 1] - a, uint32_t);
            }
            sample_add_arc(s, way, &f->arcs[a]);
        }
    }
    f->first_way[n] = n_ways;
}

/* The flow as it stands. */
static inline const struct flow *sample_flow(struct sample *s)
{
    uint32_t n = s->sop->rows.n;
    s->flow.sop = s->sop;
    s->flow.n_rows = n;
    sample_sort_arcs(s, n);
    sample_places(s, n);
    s->flow.below = ARENA_ARRAY(&s->arena, n + 1, uint32_t);
    s->flow.need = ARENA_ARRAY(&s->arena, n + 1, uint32_t);
    s->flow.clears = ARENA_ARRAY(&s->arena, n + 1, uint32_t *);
    s->flow.n_clears = ARENA_ARRAY(&s->arena, n + 1, uint32_t);
    for (uint32_t r = 0; r < n; r++)
        s->flow.below[r] = r + 1 < n ? r + 1 : NONE;
    sample_ways(s, n);
    s->flow.entries = s->entries.at;
    s->flow.n_entries = s->entries.n;
    return &s->flow;
}

#endif
