/*
 * pattern_play: a case played act by act (pattern_word.h) on the machine itself,
 * with the cases that its rows call. What data decide happens within the act
 * before it.
 */
#ifndef SOP_TEST_PATTERN_PLAY_H
#define SOP_TEST_PATTERN_PLAY_H

#include <stdlib.h>

#include "runtime/vm/eval.h"
#include "runtime/vm/vm.h"
#include "tests/unit/pattern_word.h"

enum { PLAY_MOST_CASES = 16 };

struct played {
    uint32_t procedure, parent, parent_row;   /* parent NONE: the case itself */
    bool is_live;
    struct vm_case *state;
    struct value *fields;
    struct vm_effects effects;
};

struct play {
    const struct image *image;
    struct arena arena;
    struct played cases[PLAY_MOST_CASES];
    uint32_t n_cases;
    const char *fault;   /* what must never be, of the procedure or of the word */
};

static inline uint32_t play_child(const struct play *p, uint32_t parent, uint32_t row)
{
    for (uint32_t i = 0; i < p->n_cases; i++)
        if (p->cases[i].is_live && p->cases[i].parent == parent && p->cases[i].parent_row == row)
            return i;
    return NONE;
}

/* ---- events -------------------------------------------------------------------- */

static inline uint32_t play_add_case(struct play *p, uint32_t procedure, uint32_t parent,
                                     uint32_t parent_row)
{
    if (p->n_cases == PLAY_MOST_CASES) {
        p->fault = "too many cases are called";
        return NONE;
    }
    struct played *c = &p->cases[p->n_cases];
    *c = (struct played){.procedure = procedure, .parent = parent, .parent_row = parent_row,
                         .is_live = true};
    c->state = arena_alloc(&p->arena, vm_case_size(p->image, procedure));
    c->fields = ARENA_ARRAY(&p->arena, p->image->t.procedure[procedure].fields.n + 1,
                            struct value);
    c->effects.cap = vm_effects_max(p->image, procedure);
    c->effects.at = ARENA_ARRAY(&p->arena, c->effects.cap, struct vm_effect);
    vm_case_init(p->image, procedure, c->state);
    return p->n_cases++;
}

static inline void play_copy_fields(struct play *p, const struct played *from, struct played *to)
{
    struct image_span own = p->image->t.procedure[from->procedure].fields;
    for (uint32_t i = 0; i < own.n; i++) {
        const struct image_field *f = &p->image->t.field[own.first + i];
        uint32_t field = field_find(p->image, to->procedure, image_string(p->image, f->id));
        if (field != NONE && p->image->t.field[field].type == f->type && from->fields[i].is_set)
            to->fields[field_number(p->image, to->procedure, field)] = from->fields[i];
    }
}

static inline void play_drop(struct play *p, uint32_t c)
{
    p->cases[c].is_live = false;
    for (uint32_t i = 0; i < p->n_cases; i++)
        if (p->cases[i].is_live && p->cases[i].parent == c)
            play_drop(p, i);
}

static inline void play_drop_called(struct play *p, uint32_t c, uint32_t row)
{
    uint32_t child = row == NONE ? NONE : play_child(p, c, row);
    if (child != NONE)
        play_drop(p, child);
}

static inline bool play_event(struct play *p, uint32_t c, struct vm_event event);

static inline void play_call(struct play *p, uint32_t c, uint32_t row)
{
    uint32_t child = play_add_case(p, p->image->t.row[row].calls, c, row);
    if (child == NONE)
        return;
    play_copy_fields(p, &p->cases[c], &p->cases[child]);
    if (!play_event(p, child, (struct vm_event){VM_START, NONE, NONE}))
        p->fault = "what is called cannot begin";
}

/* The case that a row called has ended: that row is done. */
static inline void play_come_back(struct play *p, uint32_t c)
{
    const struct played *child = &p->cases[c];
    uint32_t row = child->parent_row;
    struct vm_event event = {VM_SIGN, row,
                             image_answer_of_end(p->image, row, child->state->result)};
    play_copy_fields(p, child, &p->cases[child->parent]);
    if (!play_event(p, child->parent, event))
        p->fault = "the end of what was called lets nothing go on";
}

static inline void play_follow(struct play *p, uint32_t c, struct vm_effect e)
{
    if (e.kind == VM_OPENED && p->image->t.row[e.row].calls != NONE)
        play_call(p, c, e.row);
    else if (e.kind == VM_DONE || e.kind == VM_WITHDRAWN)
        play_drop_called(p, c, e.row);
    else if (e.kind == VM_STOPPED)
        p->fault = "a row is opened, or brought the same group, twice";
}

/* The lowest row that data decide, decided. */
static inline void play_decide(struct play *p, uint32_t c, uint32_t row)
{
    struct played *played = &p->cases[c];
    uint32_t field, outcome;
    if (vm_fill(p->image, row, played->fields, &field) != EVAL_OK ||
        vm_choose(p->image, row, played->fields, &outcome, &field) != EVAL_OK)
        p->fault = "data cannot decide";
    else
        play_event(p, c, (struct vm_event){VM_SIGN, row, outcome});
}

static inline bool play_event(struct play *p, uint32_t c, struct vm_event event)
{
    struct played *played = &p->cases[c];
    enum vm_status status = vm_step(p->image, played->state, &event, &played->effects);
    if (status != VM_OK && played->state->phase != VM_FAULTY)
        return false;
    for (uint32_t i = 0; i < played->effects.n; i++)
        play_follow(p, c, played->effects.at[i]);
    if (played->state->phase == VM_OVER) {
        play_drop(p, c);
        if (played->parent != NONE)
            play_come_back(p, c);
        return true;
    }
    uint32_t asked = vm_asked(p->image, played->state);
    if (asked != NONE && !p->fault)
        play_decide(p, c, asked);
    else if (played->state->phase == VM_RUNNING && !played->state->n_open)
        p->fault = "nothing is open, and the case is not over";
    return true;
}

/* ---- acts ---------------------------------------------------------------------- */

/* The case of ours that a word speaks of; NONE: it is not there (now). */
static inline uint32_t play_find_case(const struct play *p, const struct word *w)
{
    uint32_t c = 0;
    for (uint32_t i = 0; i < w->n_calls && c != NONE; i++) {
        uint32_t row = word_find_row(p->image, p->cases[c].procedure, w->calls[i]);
        c = row == NONE ? NONE : play_child(p, c, row);
    }
    return c;
}

static inline bool play_event_of(struct play *p, const struct word *w, uint32_t row,
                                 struct vm_event *event)
{
    bool is_start = p->image->t.row[row].kind == IMAGE_START;
    *event = (struct vm_event){is_start ? VM_START : VM_SIGN, row, NONE};
    if (!w->outcome)
        return true;
    if (word_is_clock(w))
        event->kind = strcmp(w->outcome, "wait") == 0 ? VM_PASS : VM_LATE;
    else if ((event->outcome = word_find_outcome(p->image, row, w->outcome)) == NONE)
        p->fault = "there is no such outcome";
    return !p->fault;
}

/* Does this event bring what the row fills? */
static inline bool play_is_last(const struct play *p, const struct vm_event *event, uint32_t c)
{
    uint32_t first;
    const struct vm_case *state = p->cases[c].state;
    if (event->kind == VM_START)
        return true;
    return event->kind == VM_SIGN && vm_is_open(p->image, state, event->row) &&
           vm_waiting(p->image, state, event->row) == NONE &&
           vm_signed(p->image, state, event->row, &first) + 1 >=
               p->image->t.row[event->row].n_tasks;
}

static inline void play_fill(struct play *p, const struct word *w, uint32_t c, uint32_t row)
{
    struct image_span fills = p->image->t.row[row].fills;
    uint32_t n = 0, wanted;
    if (word_n_given(p->image, row) != w->n_values) {
        p->fault = "it fills more than that, or less";
        return;
    }
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++) {
        uint32_t field = p->image->t.fill[i].field;
        struct value *v =
            &p->cases[c].fields[field_number(p->image, p->cases[c].procedure, field)];
        if (!word_is_given(p->image, i))
            continue;
        if (value_parse(p->image, field, w->values[n++], v) != VALUE_FINE)
            p->fault = "that is no value of it";
        v->is_set = true;
    }
    if (!p->fault && vm_fill(p->image, row, p->cases[c].fields, &wanted) != EVAL_OK)
        p->fault = "what it fills cannot be computed";
}

static inline void play_choose(struct play *p, uint32_t c, struct vm_event *event)
{
    uint32_t outcome, field;
    if (!p->image->t.row[event->row].is_data)
        return;
    if (vm_choose(p->image, event->row, p->cases[c].fields, &outcome, &field) != EVAL_OK)
        p->fault = "data cannot decide";
    else
        event->outcome = outcome;
}

/* One act; false if the case does not take it. */
static inline bool play_do(struct play *p, const char *text)
{
    struct word w = word_read(&p->arena, text);
    struct vm_event event;
    uint32_t c = play_find_case(p, &w), row;
    if (c == NONE)
        return false;
    if ((row = word_find_row(p->image, p->cases[c].procedure, w.row)) == NONE) {
        p->fault = "there is no such row";
        return false;
    }
    if (!play_event_of(p, &w, row, &event))
        return false;
    if (event.kind == VM_SIGN && p->image->t.row[row].calls != NONE)
        return false;   /* done when the case is over that it called */
    if (play_is_last(p, &event, c)) {
        play_fill(p, &w, c, row);
        if (!p->fault)
            play_choose(p, c, &event);
    }
    return !p->fault && play_event(p, c, event);
}

/* ---- the play ------------------------------------------------------------------ */

/* Begun, unless one of its start rows has to say so. */
static inline void play_open(struct play *p, const struct image *image)
{
    *p = (struct play){.image = image};
    arena_init(&p->arena, abort);
    play_add_case(p, 0, NONE, NONE);
    if (!word_has_starts(image))
        play_event(p, 0, (struct vm_event){VM_START, NONE, NONE});
}

static inline void play_close(struct play *p)
{
    arena_free(&p->arena);
}

/* The end it reached, or NULL: it goes on. */
static inline const char *play_result(const struct play *p)
{
    const struct vm_case *state = p->cases[0].state;
    if (state->phase != VM_OVER)
        return NULL;
    return state->result == NONE ? "end" : word_of_row(p->image, state->result);
}

#endif
