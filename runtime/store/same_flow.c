/*
 * Is the flow of two versions the same? So much of a row is written as a text as
 * the net is made of: what it is called, how many sign it, how it can end and
 * where that leads, what opens it and what it withdraws, whether it waits or runs
 * a SOP. Who does it, how long it takes and what the data say may differ.
 */
#include <string.h>

#include "runtime/store/store_int.h"

struct flow_text {
    struct bytes b;
    const struct image *image;
    const struct image_procedure *procedure;
};

static const char *row_id(const struct flow_text *t, uint32_t row)
{
    return image_row_id(t->image, row);
}

static void write_target(struct flow_text *t, uint32_t target)
{
    if (target < t->image->t.n_row)
        bytes_printf(&t->b, " to %s", row_id(t, target));
    else
        bytes_printf(&t->b, " to %u", (unsigned)target);   /* next, end, none */
}

static void write_outcomes(struct flow_text *t, const struct image_row *row)
{
    for (uint32_t i = row->outcomes.first; i < row->outcomes.first + row->outcomes.n; i++) {
        const struct image_outcome *o = &t->image->t.outcome[i];
        bool is_named = o->kind == IMAGE_WORDS;   /* else the kind says all */
        bytes_printf(&t->b, "\noutcome %u %s", (unsigned)o->kind,
                     is_named ? image_string(t->image, o->label) : "");
        write_target(t, o->to);
        if (o->at_most) {
            bytes_printf(&t->b, " at most %u", (unsigned)o->at_most);
            write_target(t, o->then_to);
        }
        bytes_printf(&t->b, " %d", o->delay != NONE);
    }
}

/* A place is a row, or one of its groups. */
static void write_place(struct flow_text *t, uint32_t place)
{
    const struct image_place *p = &t->image->t.place[place];
    bytes_printf(&t->b, " %s.%u", row_id(t, p->row), (unsigned)p->group);
}

static void write_groups(struct flow_text *t, const struct image_row *row)
{
    uint32_t n;
    for (uint32_t i = row->joins.first; i < row->joins.first + row->joins.n; i++) {
        const uint32_t *members = image_list(t->image, t->image->t.place[i].members, &n);
        bytes_add_string(&t->b, "\ngroup");
        for (uint32_t k = 0; k < n; k++)
            bytes_printf(&t->b, " %s", row_id(t, members[k]));
    }
    const uint32_t *places = image_list(t->image, row->withdraws, &n);
    bytes_printf(&t->b, "\nneed %u withdraws", (unsigned)row->need);
    for (uint32_t k = 0; k < n; k++)
        write_place(t, places[k]);
}

/* Which unit signs which task. */
static void write_units(struct flow_text *t, uint32_t row)
{
    char number[16];
    for (uint32_t nth = 0; nth < t->image->t.row[row].n_tasks; nth++) {
        const char *unit = signature_unit(t->image, row, nth, number);
        bytes_printf(&t->b, "\nunit %s", unit ? unit : "");
    }
}

static void write_row(struct flow_text *t, uint32_t row)
{
    const struct image_row *r = &t->image->t.row[row];
    bytes_printf(&t->b, "row %s %u tasks %u data %u wait %d", row_id(t, row), (unsigned)r->kind,
                 (unsigned)r->n_tasks, (unsigned)r->is_data, r->wait != NONE);
    write_target(t, r->to);
    if (r->calls != NONE)
        bytes_printf(&t->b, "\ncalls %s",
                     image_string(t->image, t->image->t.procedure[r->calls].id));
    write_outcomes(t, r);
    write_groups(t, r);
    if (r->is_each)
        write_units(t, row);
}

static bool is_same_row(struct flow_text *a, struct flow_text *b, uint32_t i)
{
    a->b.len = b->b.len = 0;
    write_row(a, a->procedure->rows.first + i);
    write_row(b, b->procedure->rows.first + i);
    return !a->b.failed && !b->b.failed && a->b.len == b->b.len &&
           memcmp(a->b.data, b->b.data, a->b.len) == 0;
}

/* Rows may lie elsewhere in their images; their order is the flow's. */
static bool has_same_frame(const struct flow_text *a, const struct flow_text *b)
{
    uint32_t n, m;
    const uint32_t *x = image_list(a->image, a->procedure->entries, &n);
    const uint32_t *y = image_list(b->image, b->procedure->entries, &m);
    if (n != m || a->procedure->places.n != b->procedure->places.n ||
        a->procedure->rows.n != b->procedure->rows.n)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (x[i] - a->procedure->rows.first != y[i] - b->procedure->rows.first)
            return false;
    return true;
}

bool flow_is_same(struct store *s, const struct image *old, const struct image *new,
                  uint32_t procedure, uint32_t *changed)
{
    struct flow_text a = {.image = old, .procedure = &old->t.procedure[procedure]};
    struct flow_text b = {.image = new, .procedure = &new->t.procedure[procedure]};
    uint32_t n = a.procedure->rows.n < b.procedure->rows.n ? a.procedure->rows.n
                                                           : b.procedure->rows.n, i = 0;
    while (i < n && is_same_row(&a, &b, i))
        i++;
    if (a.b.failed || b.b.failed)
        store_refuse(s, STORE_NO_MEMORY);
    bytes_free(&a.b);
    bytes_free(&b.b);
    *changed = (i < b.procedure->rows.n ? i : n - 1) + b.procedure->rows.first;
    return store_is_fine(s) && i == n && has_same_frame(&a, &b);
}
