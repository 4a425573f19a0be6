/* The tables of an image, filled from the model; code.c writes its code. */
#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#include "compiler/codegen/codegen_int.h"

static uint32_t add_texts(struct generator *g, const string_list *list)
{
    return image_add_strings(g->builder, list->at, list->n);
}

static uint32_t add_duration(struct generator *g, const struct duration *d)
{
    if (d->kind == DURATION_NONE)
        return NONE;
    struct image_duration record = {
        .kind = d->kind, .unit = d->unit, .is_calendar = d->is_calendar, .per_item = d->per_item,
        .a = d->a, .b = d->b, .c = d->c, .words = image_add_string(g->builder, d->words)};
    return image_add_duration(g->builder, record);
}

static uint32_t add_calendar(struct generator *g, const struct calendar *c)
{
    if (!c)
        return NONE;
    uint32_t *pairs = ARENA_ARRAY(g->arena, 2 * (size_t)c->n_intervals + 1, uint32_t);
    for (uint32_t i = 0; i < c->n_intervals; i++) {
        pairs[2 * i] = c->intervals[i].from;
        pairs[2 * i + 1] = c->intervals[i].to;
    }
    struct image_calendar record = {
        .is_always = c->is_always,
        .intervals = image_add_list(g->builder, pairs, 2 * c->n_intervals)};
    return image_add_calendar(g->builder, record);
}

static struct image_span add_actors(struct generator *g)
{
    struct image_span span = {0, g->sop->actors.n};
    for (uint32_t i = 0; i < span.n; i++) {
        const struct actor *a = &g->sop->actors.at[i];
        struct image_actor record = {
            .id = image_add_string(g->builder, a->id), .name = image_add_string(g->builder, a->name),
            .office = image_add_string(g->builder, a->office), .count = a->count,
            .units = add_texts(g, &a->units)};
        image_add_actor(g->builder, record);
    }
    return span;
}

static struct image_span add_phases(struct generator *g)
{
    struct image_span span = {0, g->sop->phases.n};
    for (uint32_t i = 0; i < span.n; i++) {
        const struct phase *p = &g->sop->phases.at[i];
        struct image_phase record = {
            .text = image_add_string(g->builder, p->text),
            .first_row = p->first_row < g->flow->n_rows ? p->first_row : NONE};
        image_add_phase(g->builder, record);
    }
    return span;
}

static struct image_span add_documents(struct generator *g)
{
    struct image_span span = {0, g->sop->documents.n};
    for (uint32_t i = 0; i < span.n; i++) {
        const struct document *d = &g->sop->documents.at[i];
        struct image_document record = {.id = image_add_string(g->builder, d->id),
                                        .name = image_add_string(g->builder, d->name)};
        image_add_document(g->builder, record);
    }
    return span;
}

static struct image_span add_outcomes(struct generator *g, const struct row *row)
{
    struct image_span span = {row->outcomes.n ? g->n_outcomes : 0, row->outcomes.n};
    for (uint32_t i = 0; i < row->outcomes.n; i++) {
        const struct outcome *o = &row->outcomes.at[i];
        struct image_outcome record = {.kind = o->kind,
                                       .label = image_add_string(g->builder, o->label),
                                       .percent = o->percent, .to = o->to};
        image_add_outcome(g->builder, record);
    }
    g->n_outcomes += span.n;
    return span;
}

static void add_row(struct generator *g, uint32_t r)
{
    const struct row *row = &g->sop->rows.at[r];
    uint32_t n_groups = g->flow->first_place[r + 1] - g->flow->first_place[r];
    /* Durations are numbered as they come: in this order, whatever compiler. */
    uint32_t work = add_duration(g, &row->work);
    uint32_t wait = add_duration(g, &row->wait);
    struct image_row record = {
        .kind = row->kind,
        .id = image_add_string(g->builder, row->id),
        .text = image_add_string(g->builder, row->text),
        .no = row->no,
        .phase = row->phase,
        .actors = image_add_list(g->builder, row->actors.at, row->actors.n),
        .is_any = row->is_any,
        .is_each = row->is_each,
        .n_tasks = row_n_tasks(g->sop, row),
        .assistants = image_add_list(g->builder, row->assistants.at, row->assistants.n),
        .inputs = add_texts(g, &row->inputs),
        .outputs = add_texts(g, &row->outputs),
        .note = image_add_string(g->builder, row->note),
        .work = work,
        .wait = wait,
        .outcomes = add_outcomes(g, row),
        .to = row->to,
        .joins = {n_groups ? g->flow->first_place[r] : 0, n_groups},
    };
    image_add_row(g->builder, record);
}

static void add_places(struct generator *g)
{
    const struct flow *flow = g->flow;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        image_add_place(g->builder, (struct image_place){.row = r, .group = NONE});
    for (uint32_t i = flow->n_rows; i < flow->n_places; i++) {
        const struct flow_place *p = &flow->places[i - flow->n_rows];
        const struct group *group = &g->sop->rows.at[p->row].after.at[p->group];
        uint32_t *members = ARENA_ARRAY(g->arena, group->members.n, uint32_t);
        for (uint32_t m = 0; m < group->members.n; m++)
            members[m] = group->members.at[m].row;
        struct image_place record = {
            .row = p->row, .group = p->group,
            .members = image_add_list(g->builder, members, group->members.n)};
        image_add_place(g->builder, record);
    }
}

static void add_procedure(struct generator *g)
{
    const struct sop *sop = g->sop;
    const struct identity *i = &sop->identity;
    struct image_builder *b = g->builder;
    struct image_procedure record = {
        .id = image_add_string(b, sop->id),
        .title = image_add_string(b, sop->title),
        .office = image_add_string(b, sop->office),
        .number = image_add_string(b, i->number),
        .unit = image_add_string(b, i->unit),
        .created = image_add_string(b, i->created),
        .revised = image_add_string(b, i->revised),
        .effective = image_add_string(b, i->effective),
        .approver_title = image_add_string(b, i->approver_title),
        .approver_name = image_add_string(b, i->approver_name),
        .approver_id = image_add_string(b, i->approver_id),
        .basis = add_texts(g, &i->lists[LIST_BASIS]),
        .qualification = add_texts(g, &i->lists[LIST_QUALIFICATION]),
        .related = add_texts(g, &i->lists[LIST_RELATED]),
        .equipment = add_texts(g, &i->lists[LIST_EQUIPMENT]),
        .warning = add_texts(g, &i->lists[LIST_WARNING]),
        .records = add_texts(g, &i->lists[LIST_RECORDS]),
        .actors = add_actors(g),
        .phases = add_phases(g),
        .documents = add_documents(g),
        .rows = {0, g->flow->n_rows},
        .places = {0, g->flow->n_places},
        .entries = image_add_list(b, g->flow->entries, g->flow->n_entries),
        .calendar = add_calendar(g, sop->calendar),
    };
    image_add_procedure(b, record);
}

/* ---- the texts it came from ------------------------------------------- */

static const char *sha256_hex(struct arena *arena, const char *text, size_t len)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(text, len, digest, &n, EVP_sha256(), NULL) != 1)
        return "";
    char *hex = arena_alloc(arena, 2 * (size_t)n + 1);
    for (unsigned i = 0; i < n; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}

/* Paths are told from the first file's folder, so that where the program
 * lies on a machine does not change the bytes. */
static const char *path_from(const char *first, const char *path)
{
    const char *slash = strrchr(first, '/');
    size_t len = slash ? (size_t)(slash - first) + 1 : 0;
    return strncmp(path, first, len) == 0 ? path + len : path;
}

static void add_sources(struct generator *g, const struct ast_program *program)
{
    static const char *const languages[] = {[LANG_EN] = "en", [LANG_ID] = "id"};
    for (uint32_t i = 0; i < program->files.n; i++) {
        const struct source *source = program->files.at[i]->source;
        const char *path = path_from(program->main->source->path, source->path);
        struct image_source record = {
            .path = image_add_string(g->builder, path),
            .sha256 = image_add_string(g->builder, sha256_hex(g->arena, source->text, source->len)),
            .language = image_add_string(g->builder, languages[source->language])};
        image_add_source(g->builder, record);
    }
}

void codegen_image(const struct flow *flow, const struct ast_program *program,
                   struct arena *arena, struct bytes *out, char id_hex[2 * IMAGE_ID_LEN + 1])
{
    struct generator g = {.arena = arena, .flow = flow, .sop = flow->sop,
                          .builder = image_builder_new(arena)};
    assert(!g.sop->is_broken);
    add_procedure(&g);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        add_row(&g, r);
    add_places(&g);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        codegen_row(&g, r);
    add_sources(&g, program);
    image_write(g.builder, out, id_hex);
}
