/* Fields in a walk: asked of the person, computed, and what they decide. */
#include <stdlib.h>
#include <string.h>

#include "runtime/cli/walk.h"

static struct value *value_of(const struct leg *l, uint32_t field)
{
    return &l->fields[field_number(l->image, l->procedure, field)];
}

/* ---- asking --------------------------------------------------------------- */

static void show_field(const struct leg *l, uint32_t field)
{
    const struct value *v = value_of(l, field);
    struct bytes type = {0}, now = {0};
    field_type_write(l->w->cli, &type, l->image, field);
    value_write(l->w->cli, &now, v);
    cli_say(l->w->cli, l->w->out, v->is_set ? MSG_WALK_FIELD_AGAIN : MSG_WALK_FIELD,
            field_name(l->image, field), type.data ? type.data : "", now.data ? now.data : "",
            NULL);
    bytes_free(&type);
    bytes_free(&now);
}

/* A choice may be told by its number, yes and no by a letter. */
static const char *meant(const struct leg *l, uint32_t field)
{
    const struct image_field *f = &l->image->t.field[field];
    const char *answer = l->w->answer;
    uint32_t n;
    const uint32_t *choices = image_list(l->image, f->choices, &n);
    if (f->type == IMAGE_YES_NO && (answer_is_yes(answer) || answer_is_no(answer)))
        return answer_is_yes(answer) ? "yes" : "no";
    bool is_number = *answer && strspn(answer, "0123456789") == strlen(answer);
    unsigned long number = is_number && strlen(answer) < 6 ? strtoul(answer, NULL, 10) : 0;
    bool is_place = f->type == IMAGE_CHOICE && number >= 1 && number <= n;
    return is_place ? image_string(l->image, choices[number - 1]) : answer;
}

/* Takes the answer as the field's value; false: it is none, and that is told. */
static bool take_value(struct leg *l, uint32_t field)
{
    struct value v;
    enum value_fault fault = value_parse(l->image, field, l->w->answer, &v);
    if (fault == VALUE_NO_CHOICE || fault == VALUE_NOT_YES_NO)   /* its own words go first */
        fault = value_parse(l->image, field, meant(l, field), &v);
    if (fault != VALUE_FINE) {
        cli_fail_value(l->w->cli, fault, l->image, field, l->w->answer);
        return false;
    }
    if (v.type == IMAGE_TEXT)
        v.text = arena_copy(&l->w->texts, v.text, strlen(v.text));
    v.is_set = v.type != IMAGE_TEXT || v.text;   /* without memory it is asked again */
    *value_of(l, field) = v;
    return v.is_set;
}

/* Enter keeps what is there. */
static bool ask_field(struct leg *l, uint32_t field)
{
    for (;;) {
        show_field(l, field);
        if (!walk_ask(l->w))
            return false;
        if (!*l->w->answer && value_of(l, field)->is_set)
            return true;
        if (take_value(l, field))
            return true;
    }
}

bool walk_ask_fields(struct leg *l, uint32_t row)
{
    struct image_span fills = l->image->t.row[row].fills;
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++)
        if (l->image->t.fill[i].value == NONE && !ask_field(l, l->image->t.fill[i].field))
            return false;
    return true;
}

/* ---- computing -------------------------------------------------------------- */

static void show_computed(const struct leg *l, uint32_t row)
{
    struct image_span fills = l->image->t.row[row].fills;
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++) {
        const struct image_fill *fill = &l->image->t.fill[i];
        struct bytes value = {0};
        if (fill->value == NONE)
            continue;
        value_write(l->w->cli, &value, value_of(l, fill->field));
        cli_say(l->w->cli, l->w->out, MSG_WALK_COMPUTED, field_name(l->image, fill->field),
                value.data ? value.data : "", NULL);
        bytes_free(&value);
    }
}

bool walk_compute(struct leg *l, uint32_t row, bool has_choice, uint32_t *outcome)
{
    uint32_t field;
    enum eval_status status = vm_fill(l->image, row, l->fields, &field);
    if (status == EVAL_OK && has_choice)
        status = vm_choose(l->image, row, l->fields, outcome, &field);
    if (status != EVAL_OK) {
        cli_fail_eval(l->w->cli, status, l->image, row, field);
        return false;
    }
    show_computed(l, row);
    return true;
}

void walk_copy_fields(const struct leg *from, struct leg *to)
{
    struct image_span span = from->image->t.procedure[from->procedure].fields;
    for (uint32_t i = 0; i < span.n; i++) {
        const struct image_field *f = &from->image->t.field[span.first + i];
        uint32_t field = field_find(to->image, to->procedure, image_string(from->image, f->id));
        if (field != NONE && to->image->t.field[field].type == f->type && from->fields[i].is_set)
            *value_of(to, field) = from->fields[i];
    }
}
