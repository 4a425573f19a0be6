/*
 * The state of a case, carried from one version to another. Where the flow is the
 * same every place is. Else the case must stand at one row alone, which the other
 * version has and opens beside nothing else: then that row is all there is to its
 * state. Counters of bounded outcomes go by row and outcome, fields by id and type.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/store/store_int.h"

/* Of one procedure, from one version to the other. */
struct carry {
    struct store *s;
    const struct live_case *from;
    struct live_case *to;
    bool is_same;                  /* the flow, and the fields */
    const uint32_t *rows;          /* per row of the old one, that of the new one; NONE */
};

/* ---- rows --------------------------------------------------------------------------- */

struct named_row {
    const char *id;
    uint32_t row;
};

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct named_row *)a)->id, ((const struct named_row *)b)->id);
}

/* Rows by their ids, sorted. */
static struct named_row *sort_rows(struct store *s, const struct live_case *c)
{
    struct image_span rows = c->image->t.procedure[c->procedure].rows;
    struct named_row *named =
        store_have(s, ARENA_ARRAY(&s->arena, (size_t)rows.n + 1, struct named_row));
    for (uint32_t i = 0; named && i < rows.n; i++)
        named[i] = (struct named_row){image_row_id(c->image, rows.first + i), rows.first + i};
    if (named)
        qsort(named, rows.n, sizeof *named, compare_ids);
    return named;
}

/* Of the same flow by their order, else by their ids. */
static const uint32_t *map_rows(struct store *s, const struct live_case *from,
                                const struct live_case *to, bool is_same)
{
    struct image_span a = from->image->t.procedure[from->procedure].rows;
    struct image_span b = to->image->t.procedure[to->procedure].rows;
    uint32_t *rows = store_have(s, ARENA_ARRAY(&s->arena, (size_t)a.n + 1, uint32_t)), k = 0;
    for (uint32_t i = 0; rows && i < a.n; i++)
        rows[i] = is_same ? b.first + i : NONE;
    if (!rows || is_same)
        return rows;
    const struct named_row *x = sort_rows(s, from), *y = sort_rows(s, to);
    for (uint32_t i = 0; x && y && i < a.n; i++) {
        while (k < b.n && strcmp(y[k].id, x[i].id) < 0)
            k++;
        if (k < b.n && strcmp(y[k].id, x[i].id) == 0)
            rows[x[i].row - a.first] = y[k].row;
    }
    return rows;
}

static uint32_t carried_row(const struct carry *c, uint32_t row)
{
    return c->rows[row - c->from->image->t.procedure[c->from->procedure].rows.first];
}

/* ---- outcomes, waits, counters ------------------------------------------------------ */

static bool is_same_outcome(const struct image *a, const struct image_outcome *x,
                            const struct image *b, const struct image_outcome *y)
{
    bool is_named = x->kind == IMAGE_WORDS || x->kind == IMAGE_WHEN;
    return x->kind == y->kind && (!is_named || strcmp(image_string(a, x->label),
                                                      image_string(b, y->label)) == 0);
}

/* The outcome of a row in the other version, or NONE. */
static uint32_t carried_outcome(const struct carry *c, uint32_t row, uint32_t outcome)
{
    const struct image *a = c->from->image, *b = c->to->image;
    struct image_span outcomes = b->t.row[carried_row(c, row)].outcomes;
    if (c->is_same || outcome == NONE)
        return outcome;
    for (uint32_t i = 0; i < outcomes.n; i++)
        if (is_same_outcome(a, &a->t.outcome[a->t.row[row].outcomes.first + outcome], b,
                            &b->t.outcome[outcomes.first + i]))
            return i;
    return NONE;
}

/* The nth wait of a row that is done with an outcome: its own, then the outcome's. */
static const struct image_wait *find_wait(const struct image *image, uint32_t row,
                                          uint32_t outcome, uint32_t nth)
{
    for (uint32_t i = 0; i < image->n_waits; i++)
        if (image->waits[i].row == row && image->waits[i].outcome == outcome && nth-- == 0)
            return &image->waits[i];
    return NULL;
}

static uint32_t nth_wait(const struct image *image, const struct image_wait *wait)
{
    uint32_t nth = 0;
    while (find_wait(image, wait->row, wait->outcome, nth) != wait)
        nth++;
    return nth;
}

static const struct image_wait *wait_at(const struct image *image, uint32_t address)
{
    uint32_t i = 0;
    while (i < image->n_waits && image->waits[i].resume != address)
        i++;
    return i < image->n_waits ? &image->waits[i] : NULL;
}

/* Where a row that stands in a wait goes on; NONE: it waits nowhere there. */
static uint32_t carried_wait(const struct carry *c, uint32_t row)
{
    const struct image *image = c->from->image;
    const struct image_wait *wait = wait_at(image, vm_waiting(image, c->from->state, row));
    if (!wait)
        return NONE;
    uint32_t outcome = carried_outcome(c, row, wait->outcome);
    if ((outcome == NONE) != (wait->outcome == NONE))
        return NONE;
    wait = find_wait(c->to->image, carried_row(c, row), outcome, nth_wait(image, wait));
    return wait ? wait->resume : NONE;
}

static void carry_counter(const struct carry *c, uint32_t row, uint32_t outcome, uint32_t n)
{
    uint32_t to_row = carried_row(c, row);
    uint32_t to_outcome = to_row == NONE ? NONE : carried_outcome(c, row, outcome);
    uint32_t counter = to_outcome == NONE ? NONE
                                          : image_counter(c->to->image, to_row, to_outcome);
    if (counter != NONE)
        vm_restore_counter(c->to->image, c->to->state, counter, n);
}

static void carry_counters(const struct carry *c)
{
    const struct image *image = c->from->image;
    struct image_span rows = image->t.procedure[c->from->procedure].rows;
    uint32_t counter = 0;
    for (uint32_t r = rows.first; r < rows.first + rows.n; r++) {
        struct image_span outcomes = image->t.row[r].outcomes;
        for (uint32_t i = 0; i < outcomes.n; i++) {
            if (!image->t.outcome[outcomes.first + i].at_most)
                continue;
            uint32_t n = vm_counter(image, c->from->state, counter++);
            if (n)
                carry_counter(c, r, i, n);
        }
    }
}

/* ---- places ------------------------------------------------------------------------- */

/* An open row, with its signatures or its wait. */
static bool carry_row(const struct carry *c, uint32_t row)
{
    const struct live_case *from = c->from;
    struct live_case *to = c->to;
    const struct image_procedure *p = &to->image->t.procedure[to->procedure];
    uint32_t outcome, n = vm_signed(from->image, from->state, row, &outcome);
    uint32_t to_row = carried_row(c, row), address = carried_wait(c, row);
    bool is_waiting = vm_waiting(from->image, from->state, row) != NONE;
    if (is_waiting && address == NONE)
        return store_refuse_row(c->s, STORE_WAITS_OTHERWISE, to->image, to_row, NONE, 0, NULL);
    vm_restore_place(to->image, to->state, p->places.first + to_row - p->rows.first);
    vm_restore_signed(to->image, to->state, to_row, n, outcome);
    if (is_waiting)
        vm_restore_waiting(to->image, to->state, to_row, address);
    return true;
}

/* Of the same flow, each place has its like. */
static bool carry_places(const struct carry *c)
{
    const struct image_procedure *old = &c->from->image->t.procedure[c->from->procedure];
    const struct image_procedure *new = &c->to->image->t.procedure[c->to->procedure];
    for (uint32_t i = 0; i < old->places.n && store_is_fine(c->s); i++) {
        if (!vm_is_set(c->from->image, c->from->state, old->places.first + i))
            continue;
        if (i < old->rows.n)
            carry_row(c, old->rows.first + i);
        else
            vm_restore_place(c->to->image, c->to->state, new->places.first + i);
    }
    return store_is_fine(c->s);
}

/* The only place that is set, or NONE; *n how many are. */
static uint32_t only_place(const struct live_case *c, uint32_t *n)
{
    struct image_span places = c->image->t.procedure[c->procedure].places;
    uint32_t only = NONE;
    *n = 0;
    for (uint32_t i = places.first; i < places.first + places.n; i++)
        if (vm_is_set(c->image, c->state, i)) {
            only = i;
            ++*n;
        }
    return *n == 1 ? only : NONE;
}

/* Is that row work as it was: of people, or of a case that it runs? */
static bool is_like(const struct image *a, uint32_t x, const struct image *b, uint32_t y)
{
    return y != NONE && b->t.row[y].kind <= IMAGE_DECISION && !b->runs[y].is_asked &&
           (b->t.row[y].calls == NONE) == (a->t.row[x].calls == NONE);
}

/* Where the flow is another one: does the case stand at one row alone, and there too? */
static bool refuse_company(const struct carry *c, const char *changed)
{
    const struct live_case *from = c->from;
    uint32_t n, outcome, place = only_place(from, &n);
    if (place == NONE || from->image->t.place[place].group != NONE)
        return store_refuse_about(c->s, STORE_NOT_ALONE, from->number, changed, 0);
    uint32_t row = from->image->t.place[place].row, to_row = carried_row(c, row);
    const char *id = image_row_id(from->image, row);
    if (!is_like(from->image, row, c->to->image, to_row))
        return store_refuse_about(c->s, STORE_ROW_IS_GONE, from->number, id, 0);
    if (!image_is_alone(c->to->image, to_row))
        return store_refuse_about(c->s, STORE_ROW_HAS_COMPANY, from->number, id, 0);
    if (vm_signed(from->image, from->state, row, &outcome))
        return store_refuse_about(c->s, STORE_HALF_SIGNED, from->number, id, 0);
    return true;
}

/* As it may be carried. */
static bool carry_state(const struct carry *c)
{
    uint32_t n;
    vm_restore(c->to->image, c->to->state, c->from->state->phase, NONE);
    carry_counters(c);
    return c->is_same ? carry_places(c)
                      : carry_row(c, c->from->image->t.place[only_place(c->from, &n)].row);
}

/* ---- fields ------------------------------------------------------------------------- */

uint32_t case_like_field(const struct live_case *from, uint32_t field,
                         const struct live_case *to)
{
    const struct image_field *f = &from->image->t.field[field];
    uint32_t like = field_find(to->image, to->procedure, image_string(from->image, f->id));
    return like != NONE && to->image->t.field[like].type == f->type ? like : NONE;
}

static bool fields_are_same(const struct live_case *from, const struct live_case *to)
{
    struct image_span a = from->image->t.procedure[from->procedure].fields;
    struct image_span b = to->image->t.procedure[to->procedure].fields;
    for (uint32_t i = a.first; i < a.first + a.n; i++)
        if (case_like_field(from, i, to) == NONE)
            return false;
    return a.n == b.n;
}

static bool carry_fields(struct store *s, const struct live_case *from, struct live_case *to)
{
    struct image_span a = from->image->t.procedure[from->procedure].fields;
    for (uint32_t i = 0; i < a.n; i++) {
        uint32_t like = case_like_field(from, a.first + i, to);
        char text[32];
        if (!from->fields[i].is_set || like == NONE)
            continue;
        uint32_t k = field_number(to->image, to->procedure, like);
        const char *value = text_keep(s, value_text(&from->fields[i], text));
        if (value && value_restore(to->image, like, value, &to->fields[k]) != VALUE_FINE)
            return store_refuse_row(s, STORE_VALUE_IS_GONE, to->image, NONE, like, 0, value);
        to->is_changed[k] = true;
    }
    return store_is_fine(s);
}

/* What it lacks there it must have lacked before. */
static bool refuse_lacking(const struct carry *c)
{
    const struct live_case *to = c->to;
    struct image_span b = to->image->t.procedure[to->procedure].fields;
    struct lacks *new = lacks_open(c->s, to), *old = lacks_open(c->s, c->from);
    for (uint32_t i = 0; i < b.n && store_is_fine(c->s); i++) {
        if (to->fields[i].is_set)
            continue;
        uint32_t row = lacks_find(new, b.first + i);
        bool is_new = row == NONE || !c->is_same;
        uint32_t like = is_new ? NONE : case_like_field(to, b.first + i, c->from);
        if (row != NONE && (like == NONE || lacks_find(old, like) == NONE))
            store_refuse_row(c->s, STORE_LACKS_FIELD, to->image, row, b.first + i, 0, NULL);
    }
    return store_is_fine(c->s);
}

/* ---- the whole ------------------------------------------------------------------------ */

/* By what the two versions say alone. NULL in c->rows: a fault. */
static struct carry carry_between(struct store *s, const struct live_case *from,
                                  struct live_case *to, uint32_t *changed)
{
    struct carry c = {.s = s, .from = from, .to = to};
    c.is_same = flow_is_same(s, from->image, to->image, from->procedure, changed) &&
                fields_are_same(from, to);
    c.rows = store_is_fine(s) ? map_rows(s, from, to, c.is_same) : NULL;
    return c;
}

const uint32_t *case_carry(struct store *s, const struct live_case *from, struct live_case *to,
                           bool may_differ)
{
    uint32_t changed;
    struct carry c = carry_between(s, from, to, &changed);
    if (!store_is_fine(s))
        return NULL;
    const char *first = image_row_id(to->image, changed);
    if (!c.is_same && !may_differ)
        store_refuse_about(s, STORE_CALLED_DIFFERS, from->number, first, 0);
    bool is_carried = store_is_fine(s) && (c.is_same || refuse_company(&c, first)) &&
                      carry_state(&c) && carry_fields(s, from, to) && refuse_lacking(&c);
    return is_carried ? c.rows : NULL;
}

const uint32_t *case_carry_state(struct store *s, const struct live_case *from,
                                 struct live_case *to)
{
    uint32_t changed, n, only = only_place(from, &n);
    struct carry c = carry_between(s, from, to, &changed);
    bool is_row = only != NONE && from->image->t.place[only].group == NONE;
    if (!store_is_fine(s))
        return NULL;
    if (!c.is_same && (!is_row || carried_row(&c, from->image->t.place[only].row) == NONE)) {
        store_refuse(s, STORE_DAMAGED);
        return NULL;
    }
    return carry_state(&c) ? c.rows : NULL;
}
