/*
 * The verifier: all that must hold before bytes are called an image. First
 * what the tables of sections.def say (verify_field.c), then the few rules
 * that they cannot, here and in verify_time.c; then the code (verify_code.c).
 * Every rule has its sentence in rules.def.
 */
#include "runtime/image/image_int.h"

bool image_refuse_record(struct image_loader *l, enum image_rule rule, enum image_section s,
                         uint32_t i)
{
    uint64_t offset = image_field_offset(l, s, i, image_section_info(s)->fields);
    return image_refuse(l, rule, offset, "%s %u", image_section_info(s)->name, i);
}

static bool is_entries_good(const struct image *image, const struct image_procedure *p)
{
    uint32_t n;
    const uint32_t *entries = image_list(image, p->entries, &n);
    for (uint32_t i = 0; i < n; i++)
        if ((i && entries[i] <= entries[i - 1]) ||
            image->t.row[entries[i]].kind == IMAGE_END)
            return false;
    return n > 0;
}

/* The outcomes of a procedure that have a bound. */
static uint32_t n_bounded(const struct image_tables *t, const struct image_procedure *p)
{
    uint32_t n = 0;
    for (uint32_t row = p->rows.first; row < p->rows.first + p->rows.n; row++)
        for (uint32_t i = 0; i < t->row[row].outcomes.n; i++)
            n += t->outcome[t->row[row].outcomes.first + i].at_most > 0;
    return n;
}

static bool verify_procedures(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    if (t->n_procedure == 0)
        return image_refuse(l, RULE_PROCEDURE, l->table[SECTION_PROCEDURES].offset,
                            "the image is empty");
    for (uint32_t i = 0; i < t->n_procedure; i++) {
        const struct image_procedure *p = &t->procedure[i];
        if (p->rows.n == 0)
            return image_refuse_record(l, RULE_PROCEDURE, SECTION_PROCEDURES, i);
        if (!is_entries_good(l->image, p))
            return image_refuse_record(l, RULE_ENTRY, SECTION_PROCEDURES, i);
        if (p->n_counters != n_bounded(t, p))
            return image_refuse_record(l, RULE_COUNTER, SECTION_PROCEDURES, i);
    }
    return true;
}

/* ---- calls --------------------------------------------------------------- */

/* Takes away, again and again, a procedure that none of those left calls:
 * what then is left calls itself. */
struct calls {
    uint32_t *n_callers;     /* rows that call it, in procedures not taken away */
    uint32_t *free;          /* those without any */
    uint32_t n_free;
};

static void count_calls(const struct image_tables *t, const struct image_procedure *p,
                        struct calls *c, bool is_taken)
{
    for (uint32_t row = p->rows.first; row < p->rows.first + p->rows.n; row++) {
        uint32_t called = t->row[row].calls;
        if (called != NONE && !is_taken)
            c->n_callers[called]++;
        else if (called != NONE && --c->n_callers[called] == 0)
            c->free[c->n_free++] = called;
    }
}

static bool verify_calls(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    struct calls c = { image_scratch(l, t->n_procedure, sizeof(uint32_t)),
                       image_scratch(l, t->n_procedure, sizeof(uint32_t)), 0 };
    if (!c.n_callers || !c.free)
        return false;
    for (uint32_t i = 0; i < t->n_procedure; i++)
        count_calls(t, &t->procedure[i], &c, false);
    for (uint32_t i = 0; i < t->n_procedure; i++)
        if (c.n_callers[i] == 0)
            c.free[c.n_free++] = i;
    for (uint32_t i = 0; i < c.n_free; i++)
        count_calls(t, &t->procedure[c.free[i]], &c, true);
    for (uint32_t i = 0; i < t->n_procedure; i++)
        if (c.n_callers[i])
            return image_refuse_record(l, RULE_CALLS, SECTION_PROCEDURES, i);
    return true;
}

/* ---- rows ---------------------------------------------------------------- */

static bool is_row_good(const struct image *image, uint32_t i)
{
    const struct image_row *row = &image->t.row[i];
    bool is_decision = row->kind == IMAGE_DECISION, is_work = row->kind == IMAGE_STEP || is_decision;
    bool needs_tasks = is_work && !row->is_data && row->calls == NONE;
    if (is_decision != (image_n_answers(image, i) > 0) || (needs_tasks && row->n_tasks == 0))
        return false;
    if (!is_work && (row->outcomes.n || row->calls != NONE || row->due != NONE))
        return false;
    if (row->kind == IMAGE_END && row->fills.n)
        return false;
    return (row->kind != IMAGE_START || row->joins.n == 0) && (is_decision || !row->is_data);
}

/* Answers of people, or WHEN ... ELSE; then LATE. */
static bool is_outcome_good(const struct image *image, uint32_t of, uint32_t i)
{
    const struct image_row *row = &image->t.row[of];
    const struct image_outcome *o = &image->t.outcome[row->outcomes.first + i];
    bool is_late = o->kind == IMAGE_LATE, is_last = i + 1 == row->outcomes.n;
    bool is_data = o->kind == IMAGE_WHEN || o->kind == IMAGE_ELSE;
    if ((o->kind == IMAGE_WHEN) != (o->when != NONE))
        return false;
    if (is_late)
        return is_last && row->due != NONE;
    bool is_else = o->kind == IMAGE_ELSE, is_end = i + 1 == image_n_answers(image, of);
    return is_data == row->is_data && (!is_data || is_else == is_end);
}

static bool is_need_good(const struct image *image, const struct image_row *row)
{
    uint32_t n;
    const uint32_t *places = image_list(image, row->withdraws, &n);
    for (uint32_t i = 1; i < n; i++)
        if (places[i] <= places[i - 1])
            return false;
    return row->need <= row->joins.n && (row->need > 0 || n == 0);
}

static bool verify_rows(struct image_loader *l)
{
    const struct image *image = l->image;
    for (uint32_t i = 0; i < image->t.n_row; i++) {
        const struct image_row *row = &image->t.row[i];
        for (uint32_t k = 0; k < row->outcomes.n; k++)
            if (!is_outcome_good(image, i, k))
                return image_refuse_record(l, RULE_OUTCOME, SECTION_OUTCOMES, row->outcomes.first + k);
        if (!is_row_good(image, i))
            return image_refuse_record(l, RULE_ROW, SECTION_ROWS, i);
        if (!is_need_good(image, row))
            return image_refuse_record(l, RULE_NEED, SECTION_ROWS, i);
    }
    return true;
}

static bool verify_data_fields(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    for (uint32_t i = 0; i < t->n_field; i++)
        if ((t->field[i].type == IMAGE_CHOICE) != (t->lists[t->field[i].choices] > 0))
            return image_refuse_record(l, RULE_FIELD, SECTION_FIELDS, i);
    return true;
}

/* ---- places -------------------------------------------------------------- */

/* One place as it must be: the place of `row`, or of its group. */
static bool verify_place(struct image_loader *l, uint32_t i, uint32_t row, uint32_t group)
{
    const struct image_tables *t = &l->image->t;
    const struct image_place *p = i < t->n_place ? &t->place[i] : NULL;
    bool is_good = p && p->row == row && p->group == group &&
                   (group == NONE) == (t->lists[p->members] == 0);
    return is_good || image_refuse_record(l, RULE_PLACE, SECTION_PLACES, i);
}

static bool verify_places_of(struct image_loader *l, const struct image_procedure *p)
{
    const struct image_tables *t = &l->image->t;
    uint32_t next = p->places.first;
    for (uint32_t i = 0; i < p->rows.n; i++)
        if (!verify_place(l, next++, p->rows.first + i, NONE))
            return false;
    for (uint32_t row = p->rows.first; row < p->rows.first + p->rows.n; row++) {
        struct image_span joins = t->row[row].joins;
        if (joins.n && joins.first != next)
            return image_refuse_record(l, RULE_PLACE, SECTION_ROWS, row);
        for (uint32_t group = 0; group < joins.n; group++)
            if (!verify_place(l, next++, row, group))
                return false;
    }
    return next == p->places.first + p->places.n ||
           image_refuse_record(l, RULE_PLACE, SECTION_PLACES, next);
}

static bool verify_places(struct image_loader *l)
{
    for (uint32_t i = 0; i < l->image->t.n_procedure; i++)
        if (!verify_places_of(l, &l->image->t.procedure[i]))
            return false;
    return true;
}

static bool verify_lone_rows(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    for (uint32_t i = 0; i < t->n_lone_row; i++) {
        uint32_t row = t->lone_row[i].row;
        if (t->row[row].kind > IMAGE_DECISION || (i && row <= t->lone_row[i - 1].row))
            return image_refuse_record(l, RULE_LONE, SECTION_LONE_ROWS, i);
    }
    return true;
}

bool image_verify(struct image_loader *l)
{
    return image_verify_lists(l) && image_verify_fields(l) && verify_procedures(l) &&
           verify_calls(l) && verify_data_fields(l) && verify_rows(l) && verify_places(l) &&
           verify_lone_rows(l) &&
           image_verify_times(l) && image_verify_charts(l) && image_verify_code(l);
}
