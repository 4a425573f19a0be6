/* Faults as data: the diagnostics of `sopc check --format json`. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/diag/diag.h"

static json_t *json_sentence(const struct sentence *s, enum language l)
{
    struct bytes b = {0};
    sentence_write(&b, s, l);
    json_t *text = json_stringn(b.data ? b.data : "", b.len);
    bytes_free(&b);
    return text;
}

static void set_place(json_t *o, const struct diags *d, struct span span)
{
    struct place a = source_place(d->sources, span.start);
    struct place b = source_place(d->sources, span.end);
    if (!a.source)
        return;
    json_object_set_new(o, "file", json_string(a.source->path));
    json_object_set_new(o, "line", json_integer(a.line));
    json_object_set_new(o, "column", json_integer(a.column));
    json_object_set_new(o, "end_line", json_integer(b.line));
    json_object_set_new(o, "end_column", json_integer(b.column));
}

static json_t *json_diag(const struct diags *d, const struct diag *diag, int messages)
{
    const struct source *source = source_of(d->sources, diag->span.start);
    enum language l = messages >= 0 ? (enum language)messages
                      : source      ? source->language
                                    : LANG_EN;
    json_t *o = json_object();
    json_object_set_new(o, "code", json_string(code_id(diag->code)));
    json_object_set_new(o, "severity", json_string(severity_name(diag->severity)));
    json_object_set_new(o, "message", json_sentence(&diag->message, l));
    set_place(o, d, diag->span);
    json_t *labels = json_array(), *notes = json_array();
    for (uint32_t i = 0; i < diag->labels.n; i++) {
        json_t *label = json_object();
        set_place(label, d, diag->labels.at[i].span);
        json_object_set_new(label, "text", json_sentence(&diag->labels.at[i].text, l));
        json_array_append_new(labels, label);
    }
    for (uint32_t i = 0; i < diag->notes.n; i++)
        json_array_append_new(notes, json_sentence(&diag->notes.at[i], l));
    json_object_set_new(o, "labels", labels);
    json_object_set_new(o, "notes", notes);
    json_object_set_new(o, "help",
                        diag->help.words ? json_sentence(&diag->help, l) : json_null());
    json_object_set_new(o, "trace", json_array());   /* rows of a run that leads there */
    return o;
}

json_t *diags_json(const struct diags *d, const struct diag_options *o)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < d->list.n; i++)
        json_array_append_new(list, json_diag(d, d->list.at[i], o->messages));
    return list;
}
