/* The data of a case: fields and values as people and programs read them. */
#include "runtime/cli/cli.h"

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

enum err cli_fail_value(const struct cli *cli, enum value_fault fault, const struct image *image,
                        uint32_t field, const char *text)
{
    struct bytes sentence = {0};
    say_value_fault(&sentence, cli->args.language, fault, image, field, text);
    return cli_fail_said(ERR_FINDING, &sentence);
}

enum err cli_fail_eval(const struct cli *cli, enum eval_status status, const struct image *image,
                       uint32_t row, uint32_t field)
{
    struct bytes sentence = {0};
    say_eval_fault(&sentence, cli->args.language, status, image, row, field);
    return cli_fail_said(ERR_FINDING, &sentence);
}
