/* The records of one sop in the tables of an image. */
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

/* The next n records of a table; an empty span is 0, 0. */
static struct image_span take(uint32_t *next, uint32_t n)
{
    struct image_span span = {n ? *next : 0, n};
    *next += n;
    return span;
}

/* Indices into the sop's own things, as indices into the image's. */
static uint32_t add_indices(struct generator *g, const uint32_t *items, uint32_t n, uint32_t base)
{
    uint32_t *list = ARENA_ARRAY(g->arena, n + 1, uint32_t);
    for (uint32_t i = 0; i < n; i++)
        list[i] = base + items[i];
    return image_add_list(g->builder, list, n);
}

static uint32_t target(const struct generator *g, uint32_t to)
{
    return to < g->flow->n_rows ? g->base.row + to : to;
}

static uint32_t add_intervals(struct generator *g, const struct work_interval *intervals, uint32_t n)
{
    uint32_t *pairs = ARENA_ARRAY(g->arena, 2 * (size_t)n + 1, uint32_t);
    for (uint32_t i = 0; i < n; i++) {
        pairs[2 * i] = intervals[i].from;
        pairs[2 * i + 1] = intervals[i].to;
    }
    return image_add_list(g->builder, pairs, 2 * n);
}

static uint32_t add_calendar(struct generator *g, const struct calendar *c)
{
    if (!c)
        return NONE;
    uint32_t intervals = add_intervals(g, c->intervals, c->n_intervals);
    for (uint32_t i = 0; i < c->n_holidays; i++) {
        const struct holiday *h = &c->holidays[i];
        struct image_holiday record = {.from = h->from, .to = h->to,
                                       .text = image_add_string(g->builder, h->text)};
        image_add_holiday(g->builder, record);
    }
    for (uint32_t i = 0; i < c->n_changes; i++) {
        const struct calendar_change *change = &c->changes[i];
        struct image_change record = {
            .from = change->from, .to = change->to,
            .intervals = add_intervals(g, change->intervals, change->n_intervals)};
        image_add_change(g->builder, record);
    }
    struct image_calendar record = {
        .is_always = c->is_always, .intervals = intervals,
        .has_zone = c->has_zone, .zone = c->zone,
        .holidays = take(&g->base.holiday, c->n_holidays),
        .changes = take(&g->base.change, c->n_changes)};
    return image_add_calendar(g->builder, record);
}

static struct image_span add_fields(struct generator *g)
{
    struct image_span span = {g->base.field, g->sop->fields.n};
    for (uint32_t i = 0; i < span.n; i++) {
        const struct field *f = &g->sop->fields.at[i];
        struct image_field record = {
            .id = image_add_string(g->builder, f->id), .name = image_add_string(g->builder, f->name),
            .type = f->type, .choices = add_texts(g, &f->choices)};
        image_add_field(g->builder, record);
    }
    return span.n ? span : (struct image_span){0, 0};
}

static struct image_span add_actors(struct generator *g)
{
    struct image_span span = {g->base.actor, g->sop->actors.n};
    for (uint32_t i = 0; i < span.n; i++) {
        const struct actor *a = &g->sop->actors.at[i];
        struct image_actor record = {
            .id = image_add_string(g->builder, a->id), .name = image_add_string(g->builder, a->name),
            .office = image_add_string(g->builder, a->office), .count = a->count,
            .units = add_texts(g, &a->units), .is_outside = a->is_outside, .cost = a->cost};
        image_add_actor(g->builder, record);
    }
    return span.n ? span : (struct image_span){0, 0};
}

static struct image_span add_phases(struct generator *g)
{
    struct image_span span = {g->base.phase, g->sop->phases.n};
    for (uint32_t i = 0; i < span.n; i++) {
        const struct phase *p = &g->sop->phases.at[i];
        struct image_phase record = {
            .text = image_add_string(g->builder, p->text),
            .first_row = p->first_row < g->flow->n_rows ? g->base.row + p->first_row : NONE};
        image_add_phase(g->builder, record);
    }
    return span.n ? span : (struct image_span){0, 0};
}

static struct image_span add_documents(struct generator *g)
{
    struct image_span span = {g->base.document, g->sop->documents.n};
    for (uint32_t i = 0; i < span.n; i++) {
        const struct document *d = &g->sop->documents.at[i];
        struct image_document record = {.id = image_add_string(g->builder, d->id),
                                        .name = image_add_string(g->builder, d->name)};
        image_add_document(g->builder, record);
    }
    return span.n ? span : (struct image_span){0, 0};
}

static struct image_span add_outcomes(struct generator *g, uint32_t r)
{
    const struct row *row = &g->sop->rows.at[r];
    uint32_t *delays = g->delays[r] = ARENA_ARRAY(g->arena, row->outcomes.n + 1, uint32_t);
    for (uint32_t i = 0; i < row->outcomes.n; i++) {
        const struct outcome *o = &row->outcomes.at[i];
        const char *label = o->called_end ? o->called_end : o->label;
        delays[i] = add_duration(g, &o->delay);
        struct image_outcome record = {.kind = o->kind,
                                       .label = image_add_string(g->builder, label),
                                       .percent = o->percent, .to = target(g, o->to),
                                       .when = codegen_expression(g, o->when),
                                       .delay = delays[i], .at_most = o->at_most,
                                       .then_to = o->at_most ? target(g, o->then_to) : NONE};
        image_add_outcome(g->builder, record);
    }
    return take(&g->base.outcome, row->outcomes.n);
}

static struct image_span add_fills(struct generator *g, const struct row *row)
{
    for (uint32_t i = 0; i < row->fills.n; i++) {
        struct image_fill record = {.field = g->base.field + row->fills.at[i].field,
                                    .value = codegen_expression(g, row->fills.at[i].value)};
        image_add_fill(g->builder, record);
    }
    return take(&g->base.fill, row->fills.n);
}

static uint32_t add_excepts(struct generator *g, const struct row *row)
{
    uint32_t *rows = ARENA_ARRAY(g->arena, row->excepts.n + 1, uint32_t);
    for (uint32_t i = 0; i < row->excepts.n; i++)
        rows[i] = row->excepts.at[i].row;
    return add_indices(g, rows, row->excepts.n, g->base.row);
}

static uint32_t row_or_none(const struct generator *g, uint32_t row)
{
    return row == NONE ? NONE : g->base.row + row;
}

static void add_row(struct generator *g, uint32_t r)
{
    const struct row *row = &g->sop->rows.at[r];
    uint32_t n_groups = g->flow->first_place[r + 1] - g->flow->first_place[r];
    /* Durations are numbered as they come: in this order, whatever compiler. */
    uint32_t work = add_duration(g, &row->work);
    uint32_t wait = add_duration(g, &row->wait);
    uint32_t due = add_duration(g, &row->due);
    struct image_row record = {
        .kind = row->kind,
        .id = image_add_string(g->builder, row->id),
        .text = image_add_string(g->builder, row->text),
        .no = row->no,
        .phase = row->phase == NONE ? NONE : g->base.phase + row->phase,
        .actors = add_indices(g, row->actors.at, row->actors.n, g->base.actor),
        .is_any = row->is_any,
        .is_each = row->is_each,
        .n_tasks = row_n_tasks(g->sop, row),
        .assistants = add_indices(g, row->assistants.at, row->assistants.n, g->base.actor),
        .inputs = add_texts(g, &row->inputs),
        .outputs = add_texts(g, &row->outputs),
        .note = image_add_string(g->builder, row->note),
        .work = work,
        .wait = wait,
        .outcomes = add_outcomes(g, r),
        .to = target(g, row->to),
        .joins = {n_groups ? g->base.place + g->flow->first_place[r] : 0, n_groups},
        .fills = add_fills(g, row),
        .calls = row->calls == NONE ? NONE : g->procedures[row->calls],
        .due = due,
        .due_from = row_or_none(g, row->due_from.row),
        .excepts = add_excepts(g, row),
        .same_as = row_or_none(g, row->same_as.row),
        .is_data = row->is_data,
        .need = row->need,
        .withdraws = add_indices(g, g->flow->clears[r], g->flow->n_clears[r], g->base.place),
    };
    image_add_row(g->builder, record);
}

static void add_places(struct generator *g)
{
    const struct flow *flow = g->flow;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        image_add_place(g->builder, (struct image_place){.row = g->base.row + r, .group = NONE});
    for (uint32_t i = flow->n_rows; i < flow->n_places; i++) {
        const struct flow_place *p = &flow->places[i - flow->n_rows];
        const struct group *group = &g->sop->rows.at[p->row].after.at[p->group];
        uint32_t *members = ARENA_ARRAY(g->arena, group->members.n, uint32_t);
        for (uint32_t m = 0; m < group->members.n; m++)
            members[m] = group->members.at[m].row;
        struct image_place record = {
            .row = g->base.row + p->row, .group = p->group,
            .members = add_indices(g, members, group->members.n, g->base.row)};
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
        .purpose = add_texts(g, &i->lists[LIST_PURPOSE]),
        .scope = add_texts(g, &i->lists[LIST_SCOPE]),
        .definition = add_texts(g, &i->lists[LIST_DEFINITION]),
        .history = add_texts(g, &i->lists[LIST_HISTORY]),
        .actors = add_actors(g),
        .phases = add_phases(g),
        .documents = add_documents(g),
        .rows = {g->base.row, g->flow->n_rows},
        .places = {g->base.place, g->flow->n_places},
        .entries = add_indices(g, g->flow->entries, g->flow->n_entries, g->base.row),
        .calendar = add_calendar(g, sop->calendar),
        .fields = add_fields(g),
        .n_counters = g->flow->n_counters,
    };
    image_add_procedure(b, record);
}

void codegen_tables(struct generator *g)
{
    g->delays = ARENA_ARRAY(g->arena, g->flow->n_rows + 1, uint32_t *);
    add_procedure(g);
    for (uint32_t r = 0; r < g->flow->n_rows; r++)
        add_row(g, r);
    add_places(g);
}
