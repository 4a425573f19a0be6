/* The data of a case: fields and values as people and programs read them. */
#include "runtime/cli/cli.h"

const char *field_name(const struct image *image, uint32_t field)
{
    return image_string(image, image->t.field[field].name);
}

static void choices_write(struct bytes *b, const struct image *image, uint32_t field,
                          const char *quote)
{
    uint32_t n;
    const uint32_t *choices = image_list(image, image->t.field[field].choices, &n);
    for (uint32_t i = 0; i < n; i++)
        bytes_printf(b, "%s%s%s%s", i ? ", " : "", quote, image_string(image, choices[i]), quote);
}

void field_type_write(const struct cli *cli, struct bytes *b, const struct image *image,
                      uint32_t field)
{
    static const enum message types[N_IMAGE_FIELD_TYPES] = {
        [IMAGE_AMOUNT] = MSG_AMOUNT, [IMAGE_TEXT] = MSG_TEXT, [IMAGE_DATE] = MSG_DATE,
        [IMAGE_YES_NO] = MSG_YES_NO, [IMAGE_CHOICE] = MSG_CHOICE,
    };
    if (image->t.field[field].type == IMAGE_CHOICE)
        choices_write(b, image, field, "");
    else
        bytes_add_string(b, cli_text(cli, types[image->t.field[field].type]));
}

void value_write(const struct cli *cli, struct bytes *b, const struct value *v)
{
    char text[32];
    if (v->is_set && v->type == IMAGE_YES_NO)
        bytes_add_string(b, cli_text(cli, v->n ? MSG_YES : MSG_NO));
    else
        bytes_add_string(b, value_text(v, text));
}

json_t *value_json(const struct value *v)
{
    char text[32];
    if (!v->is_set)
        return json_null();
    return v->type == IMAGE_YES_NO ? json_boolean(v->n != 0) : json_string(value_text(v, text));
}

json_t *fields_json(const struct image *image, uint32_t procedure, const struct value *fields)
{
    struct image_span span = image->t.procedure[procedure].fields;
    json_t *object = json_object();
    for (uint32_t i = 0; i < span.n; i++) {
        const char *id = image_string(image, image->t.field[span.first + i].id);
        if (json_object_set_new(object, id, value_json(&fields[i])) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

/* A sentence for each: a missing one does not compile. */
static const enum message value_messages[] = {
    [VALUE_FINE] = MSG_VALUE_FINE, [VALUE_EMPTY] = MSG_VALUE_EMPTY,
    [VALUE_NOT_A_NUMBER] = MSG_VALUE_NOT_A_NUMBER, [VALUE_THOUSANDS] = MSG_VALUE_THOUSANDS,
    [VALUE_TOO_FINE] = MSG_VALUE_TOO_FINE, [VALUE_TOO_LARGE] = MSG_VALUE_TOO_LARGE,
    [VALUE_NOT_A_DATE] = MSG_VALUE_NOT_A_DATE, [VALUE_NOT_YES_NO] = MSG_VALUE_NOT_YES_NO,
    [VALUE_NO_CHOICE] = MSG_VALUE_NO_CHOICE, [VALUE_BAD_TEXT] = MSG_VALUE_BAD_TEXT,
    [VALUE_TOO_LONG] = MSG_VALUE_TOO_LONG,
};
static const enum message eval_messages[] = {
    [EVAL_OK] = MSG_EVAL_OK, [EVAL_NOT_FILLED] = MSG_EVAL_NOT_FILLED,
    [EVAL_OVERFLOW] = MSG_EVAL_OVERFLOW, [EVAL_DIVISION_BY_ZERO] = MSG_EVAL_DIVISION_BY_ZERO,
    [EVAL_NO_CHOICE] = MSG_EVAL_NO_CHOICE,
};
_Static_assert(COUNT_OF(value_messages) == N_VALUE_FAULTS, "a sentence for each fault");
_Static_assert(COUNT_OF(eval_messages) == N_EVAL_STATUS, "and for each status");

enum err cli_fail_value(const struct cli *cli, enum value_fault fault, const struct image *image,
                        uint32_t field, const char *text)
{
    struct bytes choices = {0};
    choices_write(&choices, image, field, "`");
    enum err err = cli_fail(cli, ERR_FINDING, value_messages[fault], field_name(image, field),
                            text, choices.data ? choices.data : "", NULL);
    bytes_free(&choices);
    return err;
}

enum err cli_fail_eval(const struct cli *cli, enum eval_status status, const struct image *image,
                       uint32_t row, uint32_t field)
{
    return cli_fail(cli, ERR_FINDING, eval_messages[status], row_id(image, row),
                    field == NONE ? "" : field_name(image, field), NULL);
}

/* ---- faults of the store --------------------------------------------------- */

static const char *field_id(const struct image *image, uint32_t field)
{
    return image_string(image, image->t.field[field].id);
}

static enum err fail_unknown(const struct cli *cli, const struct store_fault *fault)
{
    struct suggestion near;
    suggest_init(&near, fault->text);
    for (uint32_t i = 0; i < fault->image->t.n_field; i++)
        suggest_try(&near, field_id(fault->image, i));
    return near.best ? cli_fail(cli, fault->err, MSG_UNKNOWN_FIELD_NEAR, fault->text, near.best,
                                NULL)
                     : cli_fail(cli, fault->err, MSG_STORE_UNKNOWN_FIELD, "", fault->text, NULL);
}

static enum err fail_missing(const struct cli *cli, const struct store_fault *fault)
{
    struct bytes type = {0};
    field_type_write(cli, &type, fault->image, fault->field);
    enum err err = cli_fail(cli, fault->err, MSG_STORE_FIELD_MISSING,
                            row_id(fault->image, fault->row),
                            field_name(fault->image, fault->field),
                            field_id(fault->image, fault->field), type.data ? type.data : "", NULL);
    bytes_free(&type);
    return err;
}

enum err cli_fail_field(const struct cli *cli, const struct store_fault *fault)
{
    const struct image *image = fault->image;
    switch (fault->kind) {
    case STORE_BAD_VALUE:
        return cli_fail_value(cli, (enum value_fault)fault->status, image, fault->field,
                              fault->text);
    case STORE_NOT_COMPUTED:
        return cli_fail_eval(cli, (enum eval_status)fault->status, image, fault->row,
                             fault->field);
    case STORE_UNKNOWN_FIELD: return fail_unknown(cli, fault);
    case STORE_FIELD_MISSING: return fail_missing(cli, fault);
    default: break;
    }
    if (fault->row == NONE)
        return cli_fail(cli, fault->err, MSG_STORE_NOT_FILLED_HERE,
                        field_id(image, fault->field), NULL);
    return cli_fail(cli, fault->err, MSG_NOT_FILLED_HERE, field_id(image, fault->field),
                    row_id(image, fault->row), NULL);
}
