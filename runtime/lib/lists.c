/*
 * What stands in a store, shown to a visitor: versions, cases, fields, tasks and
 * events, as plain structs in which indices have become words.
 */
#include "runtime/lib/lib_int.h"

/* An error of a call within it does not become one of the list. */
bool lib_leave_visit(struct soprun *s, bool goes_on)
{
    s->is_visiting = false;
    s->error = SOPRUN_OK;
    arena_empty(&s->arena);
    return goes_on;
}

/* ---- versions and cases ------------------------------------------------------- */

static bool show_version(void *context, const struct store_version *v)
{
    const struct soprun_version version = {v->sop, v->title, v->language, v->image_id,
                                           v->deployed};
    return SHOW((struct visit *)context, version, &version);
}

enum soprun_error soprun_versions(struct soprun *s,
                                  bool (*visit)(void *context, const struct soprun_version *v),
                                  void *context)
{
    struct visit v = {.s = s, .version = visit, .context = context};
    if (!lib_begin(s))
        return lib_error(s);
    return lib_end(s, store_versions(s->store, show_version, &v));
}

static enum soprun_state state_of(const struct store_case *c)
{
    return c->is_cancelled           ? SOPRUN_CANCELLED
           : c->phase == VM_OVER     ? SOPRUN_ENDED
           : c->phase == VM_FAULTY ? SOPRUN_STOPPED : SOPRUN_RUNNING;
}

/* The row that called it is of the image of both. */
static struct soprun_case case_of(const struct store_case *c)
{
    const struct image_procedure *p = &c->image->t.procedure[c->procedure];
    return (struct soprun_case){
        .number = c->number, .sop = c->sop, .title = image_string(c->image, p->title),
        .image = c->image->id_hex, .state = state_of(c), .result = lib_row(c->image, c->result),
        .opened = c->opened, .closed = c->closed, .n_tasks = c->n_offered, .items = c->items,
        .parent = c->parent, .parent_row = lib_row(c->image, c->parent_row),
    };
}

enum soprun_error soprun_find_case(struct soprun *s, int64_t number, struct soprun_case *out)
{
    struct store_case c;
    if (!lib_begin(s))
        return lib_error(s);
    if (!store_case(s->store, number, &c))
        return lib_end(s, false);
    *out = case_of(&c);
    return SOPRUN_OK;
}

static bool show_case(void *context, const struct store_case *c)
{
    const struct soprun_case shown = case_of(c);
    return SHOW((struct visit *)context, one_case, &shown);
}

enum soprun_error soprun_cases(struct soprun *s,
                               bool (*visit)(void *context, const struct soprun_case *c),
                               void *context)
{
    struct visit v = {.s = s, .one_case = visit, .context = context};
    if (!lib_begin(s))
        return lib_error(s);
    return lib_end(s, store_cases(s->store, show_case, &v));
}

/* ---- fields --------------------------------------------------------------------- */

/* The strings of a list; NULL where it is empty, or memory is out (refused). */
static const char **strings_of(struct soprun *s, const struct image *image, uint32_t list,
                               size_t *n)
{
    uint32_t count;
    const uint32_t *items = image_list(image, list, &count);
    *n = count;
    const char **strings = count ? lib_have(s, ARENA_ARRAY(&s->arena, count, const char *)) : NULL;
    for (uint32_t i = 0; i < count && strings; i++)
        strings[i] = image_string(image, items[i]);
    return strings;
}

static struct soprun_field field_of(struct soprun *s, const struct image *image, uint32_t field,
                                    const char *value)
{
    static const enum soprun_type types[N_IMAGE_FIELD_TYPES] = {
        [IMAGE_AMOUNT] = SOPRUN_AMOUNT, [IMAGE_TEXT] = SOPRUN_TEXT, [IMAGE_DATE] = SOPRUN_DATE,
        [IMAGE_YES_NO] = SOPRUN_YES_NO, [IMAGE_CHOICE] = SOPRUN_CHOICE,
    };
    const struct image_field *f = &image->t.field[field];
    struct soprun_field out = {.id = image_string(image, f->id),
                               .name = image_string(image, f->name),
                               .type = types[f->type], .value = value};
    out.choices = strings_of(s, image, f->choices, &out.n_choices);
    return out;
}

enum soprun_error soprun_fields(struct soprun *s, int64_t case_number,
                                bool (*visit)(void *context, const struct soprun_field *f),
                                void *context)
{
    struct visit v = {.s = s, .field = visit, .context = context};
    struct store_case c;
    if (!lib_begin(s))
        return lib_error(s);
    if (!store_case(s->store, case_number, &c))
        return lib_end(s, false);
    const struct value *values = store_case_fields(s->store, case_number);
    struct image_span span = c.image->t.procedure[c.procedure].fields;
    bool goes_on = values != NULL;
    for (uint32_t i = 0; i < span.n && goes_on; i++) {
        char text[32];
        const char *value = values[i].is_set ? value_text(&values[i], text) : NULL;
        struct soprun_field field = field_of(s, c.image, span.first + i, value);
        goes_on = s->error == SOPRUN_OK && SHOW(&v, field, &field);
    }
    return lib_end(s, values != NULL);
}

/* ---- tasks ----------------------------------------------------------------------- */

static void add_actors(struct soprun *s, const struct store_task *t, struct soprun_task *out)
{
    uint32_t n;
    const uint32_t *actors = signature_actors(t->image, t->row, t->nth, &n);
    struct soprun_actor *at = n ? lib_have(s, ARENA_ARRAY(&s->arena, n, struct soprun_actor))
                                : NULL;
    for (uint32_t i = 0; i < n && at; i++) {
        const struct image_actor *a = &t->image->t.actor[actors[i]];
        at[i] = (struct soprun_actor){
            image_string(t->image, a->id), image_string(t->image, a->name),
            a->office == NONE ? "" : image_string(t->image, a->office)};
    }
    out->actors = at;
    out->n_actors = n;
}

static void add_outcomes(struct soprun *s, const struct store_task *t, struct soprun_task *out)
{
    uint32_t n = row_n_choices(t->image, t->row);
    const char **words = n ? lib_have(s, ARENA_ARRAY(&s->arena, n, const char *)) : NULL;
    for (uint32_t i = 0; i < n && words; i++)
        words[i] = say_outcome_word(t->image, t->row, i);
    out->outcomes = words;
    out->n_outcomes = n;
    if (t->outcome != NONE)
        out->outcome = say_outcome_word(t->image, t->row, t->outcome);
}

static void add_asks(struct soprun *s, const struct store_task *t, struct soprun_task *out)
{
    struct image_span fills = t->image->t.row[t->row].fills;
    struct soprun_field *at =
        fills.n ? lib_have(s, ARENA_ARRAY(&s->arena, fills.n, struct soprun_field)) : NULL;
    for (uint32_t i = fills.first; i < fills.first + fills.n && at; i++)
        if (t->image->t.fill[i].value == NONE)
            at[out->n_asks++] = field_of(s, t->image, t->image->t.fill[i].field, NULL);
    out->asks = at;
}

static struct soprun_task task_of(struct soprun *s, const struct store_task *t)
{
    static const enum soprun_task_state states[N_TASK_STATUS] = {
        [TASK_OFFERED] = SOPRUN_OFFERED, [TASK_DONE] = SOPRUN_DONE,
        [TASK_WITHDRAWN] = SOPRUN_WITHDRAWN, [TASK_LATE] = SOPRUN_LATE,
    };
    struct soprun_task out = {
        .number = t->number, .case_number = t->case_number, .sop = t->sop,
        .row = image_row_id(t->image, t->row),
        .text = image_string(t->image, t->image->t.row[t->row].text), .unit = t->unit,
        .state = states[t->status], .opened = t->opened, .closed = t->closed, .due = t->due,
        .person = t->person,
    };
    add_actors(s, t, &out);
    add_outcomes(s, t, &out);
    add_asks(s, t, &out);
    return out;
}

static bool show_task(void *context, const struct store_task *t)
{
    struct visit *v = context;
    const struct soprun_task task = task_of(v->s, t);
    return v->s->error == SOPRUN_OK && SHOW(v, task, &task);
}

enum soprun_error soprun_tasks(struct soprun *s, const struct soprun_filter *filter,
                               bool (*visit)(void *context, const struct soprun_task *t),
                               void *context)
{
    static const struct soprun_filter all;
    const struct soprun_filter *f = filter ? filter : &all;
    struct visit v = {.s = s, .task = visit, .context = context};
    const struct store_filter which = {
        .case_number = f->case_number, .above = f->above, .actor = f->actor,
        .office = f->office, .person = f->person, .overdue = f->overdue, .limit = f->limit,
    };
    if (!lib_begin(s))
        return lib_error(s);
    return lib_end(s, store_tasks(s->store, &which, show_task, &v));
}

enum soprun_error soprun_find_task(struct soprun *s, int64_t number, struct soprun_task *out)
{
    struct store_task t;
    if (!lib_begin(s))
        return lib_error(s);
    if (!store_task(s->store, number, &t))
        return lib_end(s, false);
    *out = task_of(s, &t);
    return lib_end(s, true);
}

/* ---- events ------------------------------------------------------------------------ */

static void add_said(struct soprun *s, const struct store_event *e, struct soprun_event *out)
{
    struct soprun_said *said =
        e->n_said ? lib_have(s, ARENA_ARRAY(&s->arena, e->n_said, struct soprun_said)) : NULL;
    for (uint32_t i = 0; i < e->n_said && said; i++)
        said[i] = (struct soprun_said){
            image_string(e->image, e->image->t.field[e->said[i].field].id), e->said[i].value};
    out->said = said;
    out->n_said = e->n_said;
}

/* In the words of the version that its case went by then. */
static bool show_event(void *context, const struct store_event *e)
{
    struct visit *v = context;
    struct soprun_event event = {
        .number = e->number, .seq = e->seq, .time = e->time, .kind = store_event_name(e->kind),
        .person = e->person, .os_user = e->os_user, .row = lib_row(e->image, e->row),
        .task = e->task, .unit = e->unit, .note = e->note, .case_number = e->case_number,
        .subject = e->subject, .about = e->about, .hash = e->hash,
    };
    if (e->outcome != NONE)
        event.outcome = say_outcome_word(e->image, e->row, e->outcome);
    add_said(v->s, e, &event);
    return v->s->error == SOPRUN_OK && SHOW(v, event, &event);
}

enum soprun_error soprun_events(struct soprun *s, int64_t case_number,
                                bool (*visit)(void *context, const struct soprun_event *e),
                                void *context)
{
    struct visit v = {.s = s, .event = visit, .context = context};
    if (!lib_begin(s))
        return lib_error(s);
    return lib_end(s, store_events(s->store, case_number, show_event, &v));
}

enum soprun_error soprun_log(struct soprun *s,
                             bool (*visit)(void *context, const struct soprun_event *e),
                             void *context)
{
    struct visit v = {.s = s, .event = visit, .context = context};
    if (!lib_begin(s))
        return lib_error(s);
    return lib_end(s, store_log(s->store, show_event, &v));
}
