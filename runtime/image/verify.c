/*
 * The verifier: all that must hold before bytes are called an image. First
 * what the tables of sections.def say (verify_field.c), then the few rules
 * that they cannot, here; then the code (verify_code.c). Every rule has its
 * sentence in rules.def.
 */
#include "runtime/image/image_int.h"

/* The byte where a record begins. */
static uint64_t record_offset(const struct image_loader *l, enum image_section s, uint32_t i)
{
    return image_field_offset(l, s, i, image_section_info(s)->fields);
}

static bool refuse_record(struct image_loader *l, enum image_rule rule, enum image_section s,
                          uint32_t i)
{
    return image_refuse(l, rule, record_offset(l, s, i), "%s %u", image_section_info(s)->name, i);
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

static bool verify_procedures(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    if (t->n_procedure == 0)
        return image_refuse(l, RULE_PROCEDURE, l->table[SECTION_PROCEDURES].offset,
                            "the image is empty");
    for (uint32_t i = 0; i < t->n_procedure; i++) {
        if (t->procedure[i].rows.n == 0)
            return refuse_record(l, RULE_PROCEDURE, SECTION_PROCEDURES, i);
        if (!is_entries_good(l->image, &t->procedure[i]))
            return refuse_record(l, RULE_ENTRY, SECTION_PROCEDURES, i);
    }
    return true;
}

static bool verify_rows(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    for (uint32_t i = 0; i < t->n_row; i++) {
        const struct image_row *row = &t->row[i];
        bool is_work = row->kind == IMAGE_STEP || row->kind == IMAGE_DECISION;
        if ((is_work && row->n_tasks == 0) ||
            (row->kind == IMAGE_DECISION) != (row->outcomes.n > 0) ||
            (row->kind == IMAGE_START && row->joins.n > 0))
            return refuse_record(l, RULE_ROW, SECTION_ROWS, i);
    }
    return true;
}

/* One place as it must be: the place of `row`, or of its group. */
static bool verify_place(struct image_loader *l, uint32_t i, uint32_t row, uint32_t group)
{
    const struct image_tables *t = &l->image->t;
    const struct image_place *p = i < t->n_place ? &t->place[i] : NULL;
    bool is_good = p && p->row == row && p->group == group &&
                   (group == NONE) == (t->lists[p->members] == 0);
    return is_good || refuse_record(l, RULE_PLACE, SECTION_PLACES, i);
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
            return refuse_record(l, RULE_PLACE, SECTION_ROWS, row);
        for (uint32_t group = 0; group < joins.n; group++)
            if (!verify_place(l, next++, row, group))
                return false;
    }
    return next == p->places.first + p->places.n ||
           refuse_record(l, RULE_PLACE, SECTION_PLACES, next);
}

static bool verify_places(struct image_loader *l)
{
    for (uint32_t i = 0; i < l->image->t.n_procedure; i++)
        if (!verify_places_of(l, &l->image->t.procedure[i]))
            return false;
    return true;
}

/* How many of its numbers a kind of duration uses. */
static uint32_t duration_n_numbers(const struct image_duration *d)
{
    switch ((enum duration_kind)d->kind) {
    case DURATION_NONE:
    case DURATION_WORDS: return 0;
    case DURATION_FIXED:
    case DURATION_EXPONENTIAL: return 1;
    case DURATION_UNIFORM:
    case DURATION_NORMAL: return 2;
    case DURATION_PERT: return 3;
    case N_DURATION_KINDS: break;
    }
    return 0;
}

static bool is_duration_good(const struct image_duration *d)
{
    const int64_t numbers[] = { d->a, d->b, d->c };
    uint32_t n = duration_n_numbers(d);
    for (uint32_t i = 0; i < COUNT_OF(numbers); i++) {
        if (numbers[i] < 0 || (i >= n && numbers[i] != 0))
            return false;
        if (i > 0 && i < n && d->kind != DURATION_NORMAL && numbers[i] < numbers[i - 1])
            return false;
    }
    return (d->kind == DURATION_WORDS) == (d->words != NONE);
}

static bool verify_times(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    for (uint32_t i = 0; i < t->n_duration; i++)
        if (!is_duration_good(&t->duration[i]))
            return refuse_record(l, RULE_DURATION, SECTION_DURATIONS, i);
    for (uint32_t i = 0; i < t->n_calendar; i++)
        if (t->calendar[i].is_always == (t->lists[t->calendar[i].intervals] > 0))
            return refuse_record(l, RULE_CALENDAR, SECTION_CALENDARS, i);
    return true;
}

bool image_verify(struct image_loader *l)
{
    return image_verify_lists(l) && image_verify_fields(l) && verify_procedures(l) &&
           verify_rows(l) && verify_places(l) && verify_times(l) && image_verify_code(l);
}
