/*
 * The data of a case: what its fields hold, as text on the disk and as values
 * in memory; what a person says of them; what a row computes of them.
 */
#include <string.h>

#include "runtime/store/store_int.h"

static struct value *value_of(const struct live_case *c, uint32_t field)
{
    return &c->fields[field_number(c->image, c->procedure, field)];
}

/* ---- kept ------------------------------------------------------------------ */

bool data_read(struct store *s, struct live_case *c)
{
    struct image_span span = c->image->t.procedure[c->procedure].fields;
    if (span.n == 0)
        return true;
    sqlite3_stmt *st = sql_start(s, FIELD_LIST, sql_number(c->number));
    while (sql_row(s, st)) {
        uint32_t field = sql_column_index(s, st, 0, c->image->t.n_field);
        const char *text = text_keep(s, sql_column_word(s, st, 1));
        if (!text || field - span.first >= span.n ||
            value_restore(c->image, field, text, value_of(c, field)) != VALUE_FINE)
            store_refuse(s, STORE_DAMAGED);
    }
    return store_is_fine(s);
}

void data_write(struct store *s, struct live_case *c)
{
    struct image_span span = c->image->t.procedure[c->procedure].fields;
    for (uint32_t i = 0; i < span.n; i++) {
        char text[32];
        if (!c->is_changed[i])
            continue;
        sql_run(s, FIELD_SET, sql_number(c->number), sql_number(span.first + i),
                sql_text(value_text(&c->fields[i], text)));
        c->is_changed[i] = false;
    }
}

/* ---- said ------------------------------------------------------------------- */

/* Is the field one that a person fills at that row? */
static bool is_asked(const struct image *image, uint32_t row, uint32_t field)
{
    struct image_span fills = image->t.row[row].fills;
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++)
        if (image->t.fill[i].field == field && image->t.fill[i].value == NONE)
            return true;
    return false;
}

static bool set_field(struct store *s, struct live_case *c, uint32_t row,
                      const struct store_setting *setting)
{
    struct value v;
    uint32_t field = field_find(c->image, c->procedure, setting->field);
    if (field == NONE)
        return store_refuse_row(s, STORE_UNKNOWN_FIELD, c->image, row, NONE, 0, setting->field);
    if (row == NONE || !is_asked(c->image, row, field))
        return store_refuse_row(s, STORE_NOT_FILLED_HERE, c->image, row, field, 0, NULL);
    enum value_fault fault = value_parse(c->image, field, setting->value, &v);
    if (fault != VALUE_FINE)
        return store_refuse_row(s, STORE_BAD_VALUE, c->image, row, field, fault, setting->value);
    *value_of(c, field) = v;
    c->is_changed[field_number(c->image, c->procedure, field)] = true;
    return true;
}

bool data_set(struct store *s, struct live_case *c, uint32_t row,
              const struct store_settings *settings)
{
    for (uint32_t i = 0; settings && i < settings->n; i++)
        if (!set_field(s, c, row, &settings->at[i]))
            return false;
    return true;
}

/* ---- computed ----------------------------------------------------------------- */

static void mark_computed(struct live_case *c, uint32_t row)
{
    struct image_span fills = c->image->t.row[row].fills;
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++)
        if (c->image->t.fill[i].value != NONE)
            c->is_changed[field_number(c->image, c->procedure, c->image->t.fill[i].field)] = true;
}

bool data_complete(struct store *s, struct live_case *c, uint32_t row, bool has_choice,
                   uint32_t *outcome)
{
    uint32_t field = vm_missing(c->image, row, c->fields);
    if (field != NONE)
        return store_refuse_row(s, STORE_FIELD_MISSING, c->image, row, field, 0, NULL);
    enum eval_status status = vm_fill(c->image, row, c->fields, &field);
    if (status == EVAL_OK && has_choice)
        status = vm_choose(c->image, row, c->fields, outcome, &field);
    if (status != EVAL_OK)
        return store_refuse_row(s, STORE_NOT_COMPUTED, c->image, row, field, status, NULL);
    mark_computed(c, row);
    return true;
}

/* A choice goes only where it is one too. */
static void copy_value(struct live_case *to, uint32_t field, const struct value *v)
{
    struct value copy = *v;
    if (v->type == IMAGE_CHOICE &&
        value_parse(to->image, field, v->text, &copy) != VALUE_FINE)
        return;
    *value_of(to, field) = copy;
    to->is_changed[field_number(to->image, to->procedure, field)] = true;
}

void data_copy(const struct live_case *from, struct live_case *to)
{
    struct image_span span = from->image->t.procedure[from->procedure].fields;
    for (uint32_t i = 0; i < span.n; i++) {
        const struct image_field *f = &from->image->t.field[span.first + i];
        uint32_t field = field_find(to->image, to->procedure, image_string(from->image, f->id));
        if (field != NONE && to->image->t.field[field].type == f->type && from->fields[i].is_set)
            copy_value(to, field, &from->fields[i]);
    }
}
