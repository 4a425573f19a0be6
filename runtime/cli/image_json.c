/*
 * An image as data: every section with every field, made from the tables of
 * sections.def. Strings and lists stand in the records themselves; an index
 * of another section stays a number, for that is what the file says.
 */
#include <string.h>

#include "runtime/cli/cli.h"

static json_t *index_json(uint32_t value)
{
    return value == NONE ? json_null() : json_integer(value);
}

static json_t *text_json(const struct image *image, uint32_t string)
{
    const char *text = image_string(image, string);
    return text ? json_string(text) : json_null();
}

static json_t *list_json(const struct image *image, uint32_t list, bool is_strings)
{
    uint32_t n;
    const uint32_t *items = image_list(image, list, &n);
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++)
        if (!json_collect(&array, is_strings ? text_json(image, items[i])
                                             : json_integer(items[i])))
            break;
    return array;
}

static json_t *target_json(uint32_t target)
{
    return target == IMAGE_TO_NEXT  ? json_string("next")
           : target == IMAGE_TO_END ? json_string("end") : json_integer(target);
}

static json_t *span_json(uint32_t first, uint32_t n)
{
    return json_pack("[I, I]", (json_int_t)first, (json_int_t)n);
}

static json_t *stop_json(uint32_t row)
{
    return row == CHART_START ? json_string("start")
           : row == CHART_END ? json_string("end") : json_integer(row);
}

/* How a value of each shape is told; `of` is what the shape points into. */
#define SHOW_NUMBER(of, v) json_integer((json_int_t)(v))
#define SHOW_COUNT(of, v) json_integer((json_int_t)(v))
#define SHOW_WIDE(of, v) json_integer(v)
#define SHOW_PERCENT(of, v) json_integer(v)
#define SHOW_BELOW(of, v) json_integer(v)
#define SHOW_INDEX(of, v) ((of) == SECTION_STRINGS ? text_json(image, (v)) : index_json(v))
#define SHOW_OPTION(of, v) SHOW_INDEX(of, v)
#define SHOW_TARGET(of, v) target_json(v)
#define SHOW_OPT_TARGET(of, v) ((v) == NONE ? json_null() : target_json(v))
#define SHOW_ADDRESS(of, v) json_integer(v)
#define SHOW_LIST(of, v) list_json(image, (v), (of) == SECTION_STRINGS)
#define SHOW_INTERVALS(of, v) list_json(image, (v), false)
#define SHOW_STOP(of, v) stop_json(v)
#define SHOW_SPAN(of, v) span_json((v).first, (v).n)
#define SHOW_PART(of, v) SHOW_SPAN(of, v)

#define KIND(symbol, type, shape, of, sentence)                                      \
    __attribute__((unused)) static json_t *json_of_##symbol(const struct image *image, type value) \
    {                                                                                \
        (void)image;                                                                 \
        return SHOW_##shape(of, value);                                              \
    }
IMAGE_KINDS(KIND)
#undef KIND

#define FIELD(kind, field)                                                           \
    if (json_object_set_new(object, #field, json_of_##kind(image, record->field)) != 0) \
        is_whole = false;
#define RECORD(symbol, name)                                                         \
    static json_t *json_of_##name(const struct image *image, const struct image_##name *record) \
    {                                                                                \
        bool is_whole = true;                                                        \
        json_t *object = json_object();                                              \
        RECORD_##name(FIELD, FIELD)                                                       \
        if (is_whole)                                                                \
            return object;                                                           \
        json_decref(object);                                                         \
        return NULL;                                                                 \
    }
IMAGE_ADDED_RECORDS(RECORD)
#undef RECORD
#undef FIELD

/* The instructions as lines, each as the disassembler writes it. */
static json_t *code_json(const struct image *image)
{
    struct bytes b = {0};
    image_disassemble(image, &b);
    json_t *array = b.failed ? NULL : json_array();
    for (const char *line = b.data; array && line && *line;) {
        const char *end = strchrnul(line, '\n');
        if (!json_collect(&array, json_stringn(line, (size_t)(end - line))))
            break;
        line = *end ? end + 1 : end;
    }
    bytes_free(&b);
    return array;
}

static bool add_section(json_t **document, const char *name, json_t *array)
{
    if (*document && json_object_set_new(*document, name, array) == 0)
        return true;
    json_decref(*document);
    *document = NULL;
    return false;
}

json_t *image_json(const struct image *image)
{
    json_t *document = json_pack("{s:i, s:s}", "format_version", 1, "image", image->id_hex);
#define RECORD(symbol, name)                                                          \
    json_t *of_##name = json_array();                                                 \
    for (uint32_t i = 0; i < image->t.n_##name; i++)                                  \
        if (!json_collect(&of_##name, json_of_##name(image, &image->t.name[i])))      \
            break;                                                                    \
    add_section(&document, #name "s", of_##name);
    IMAGE_ADDED_RECORDS(RECORD)
#undef RECORD
    add_section(&document, "code", code_json(image));
    return document;
}
