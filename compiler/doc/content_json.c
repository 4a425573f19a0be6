/* The content as data: `sopc doc -T json`. What is an empty box is null or []. */
#include <assert.h>
#include <jansson.h>
#include <stdlib.h>

#include "compiler/doc/doc.h"

static json_t *json_text(const char *text)
{
    return text ? json_string(text) : json_null();
}

static void set(json_t *object, const char *key, json_t *value)
{
    int failed = json_object_set_new(object, key, value);
    assert(!failed);
    (void)failed;
}

static json_t *json_strings(const char *const *texts, uint32_t n)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < n; i++)
        json_array_append_new(list, json_text(texts[i]));
    return list;
}

static json_t *json_field(const char *label, json_t *value)
{
    json_t *o = json_object();
    set(o, "label", json_text(label));
    set(o, "value", value);
    return o;
}

static json_t *json_list(const struct doc_list *list)
{
    return json_strings(list->items.at, list->items.n);
}

static json_t *json_signer(const struct doc_signer *s)
{
    json_t *o = json_object();
    set(o, "title", json_text(s->title));
    set(o, "name", json_text(s->name));
    set(o, "id", json_text(s->id));
    return json_field(s->label, o);
}

/* The identity page from top to bottom. */
static json_t *json_identity(const struct doc_content *d)
{
    json_t *fields = json_array();
    for (uint32_t i = 0; i < N_DOC_FIELDS; i++)
        json_array_append_new(fields, json_field(d->fields[i].label,
                                                 json_text(d->fields[i].value)));
    json_array_append_new(fields, json_signer(&d->signer));
    json_array_append_new(fields, json_field(d->name.label, json_text(d->name.value)));
    for (uint32_t i = 0; i < 2 * N_DOC_PAIRS; i++)
        json_array_append_new(fields, json_field(d->lists[i].label, json_list(&d->lists[i])));
    return fields;
}

static json_t *json_line(const struct doc_content *d, const struct doc_table *t,
                         const struct doc_line *line)
{
    json_t *o = json_object();
    set(o, "row", line->row == NONE ? json_null() : json_text(d->sop->rows.at[line->row].id));
    set(o, "marked", json_boolean(line->is_marked));
    set(o, "cells", json_strings(line->cells, t->columns.n));
    return o;
}

static json_t *json_table(const struct doc_content *d, const struct doc_table *t)
{
    json_t *o = json_object(), *columns = json_array(), *lines = json_array();
    for (uint32_t i = 0; i < t->columns.n; i++)
        json_array_append_new(columns, json_text(t->columns.at[i].label));
    for (uint32_t i = 0; i < t->lines.n; i++)
        json_array_append_new(lines, json_line(d, t, &t->lines.at[i]));
    set(o, "columns", columns);
    set(o, "lines", lines);
    return o;
}

static json_t *json_block(const struct doc_content *d, const struct doc_block *b)
{
    json_t *o = json_object();
    set(o, "heading", json_text(b->heading));
    if (b->table.columns.n)
        set(o, "table", json_table(d, &b->table));
    else
        set(o, "list", json_list(&b->list));
    return o;
}

static json_t *json_annex(const struct doc_content *d, const struct doc_annex *annex)
{
    json_t *o = json_object(), *blocks = json_array();
    for (uint32_t i = 0; i < annex->blocks.n; i++)
        json_array_append_new(blocks, json_block(d, &annex->blocks.at[i]));
    set(o, "id", json_text(annex->id));
    set(o, "name", json_text(annex->name));
    set(o, "title", json_text(annex->title));
    set(o, "blocks", blocks);
    return o;
}

static json_t *json_content(const struct doc_content *d)
{
    static const char *const languages[N_LANGUAGES] = {LANGUAGE_NAMES};
    json_t *o = json_object(), *annexes = json_array();
    for (uint32_t i = 0; i < d->annexes.n; i++)
        json_array_append_new(annexes, json_annex(d, &d->annexes.at[i]));
    set(o, "format_version", json_integer(1));
    set(o, "sop", json_text(d->sop->id));
    set(o, "image", json_text(d->image_id));
    set(o, "language", json_text(languages[d->language]));
    set(o, "kind", json_text(d->kind));
    set(o, "title", json_text(d->title));
    set(o, "subject", json_text(d->subject));
    set(o, "unit", json_text(d->unit));
    set(o, "identity", json_identity(d));
    set(o, "annexes", annexes);
    return o;
}

enum err doc_json(const struct doc_content *content, const struct doc_pages *pages,
                  struct arena *arena, struct bytes *out)
{
    (void)pages;
    (void)arena;
    json_t *o = json_content(content);
    char *text = json_dumps(o, JSON_INDENT(2));
    json_decref(o);
    if (!text)
        return ERR_SYSTEM;
    bytes_printf(out, "%s\n", text);
    free(text);
    return out->failed ? ERR_SYSTEM : ERR_NONE;
}
