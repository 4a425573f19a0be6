/* Fields: what a case knows, and which row fills it in. */
#include <string.h>

#include "compiler/model/model_int.h"

static const char *const reserved_fields[] = {"yes", "no", "and", "or", "not", "else", "ya",
                                              "tidak", "dan", "atau", "bukan", "lainnya", NULL};

static enum field_type type_of(const struct node *type)
{
    static const char *const names[N_FIELD_TYPES] = {
        [FIELD_AMOUNT] = "amount", [FIELD_TEXT] = "text", [FIELD_DATE] = "date",
        [FIELD_YES_NO] = "yes/no", [FIELD_CHOICE] = "choice"};
    for (int t = 0; type && t < N_FIELD_TYPES; t++)
        if (strcmp(type->text, names[t]) == 0)
            return (enum field_type)t;
    return FIELD_TEXT;
}

void declare_field(struct builder *b, const struct node *n)
{
    uint32_t first = name_find(&b->field_names, n->text);
    if (first != NONE) {
        tell_double(b, E_FIELD_TWICE, n->at, n->text, b->sop->fields.at[first].span);
        return;
    }
    check_not_reserved(b, n, reserved_fields);
    name_add(&b->field_names, n->text, b->sop->fields.n);
    const struct node *type = ast_kid(n, NODE_TYPE), *name = ast_kid(n, NODE_STRING);
    struct field *f = LIST_ADD(b->arena, &b->sop->fields);
    *f = (struct field){.id = n->text, .name = name ? name->text : n->text,
                        .type = type_of(type), .span = n->at};
    if (type)
        add_texts(b, type, &f->choices);
}

static bool fills_already(struct builder *b, const struct row *row, uint32_t field,
                          const struct node *n)
{
    for (uint32_t i = 0; i < row->fills.n; i++) {
        if (row->fills.at[i].field == field) {
            tell_double(b, E_FILL_TWICE, n->at, n->text, row->fills.at[i].span);
            return true;
        }
    }
    return false;
}

void build_fills(struct builder *b, const struct node *cell, struct row *row)
{
    for (const struct node *n = ast_kid(cell, NODE_FILL); n; n = ast_again(n)) {
        uint32_t field = resolve_field(b, n);
        const struct expr *value = n->first ? build_expr(b, n->first) : NULL;
        if (field == NONE || fills_already(b, row, field, n) || (n->first && !value))
            continue;
        if (value && !check_fill(b, &b->sop->fields.at[field], value))
            continue;
        *LIST_ADD(b->arena, &row->fills) = (struct fill){field, value, n->at};
    }
}
