/*
 * The JSON document. One function for each kind of thing in it, in the order
 * of the document, its keys in the order that is promised.
 */
#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "compiler/export/export.h"

/* ---- values ----------------------------------------------------------- */

static void set(json_t *object, const char *key, json_t *value)
{
    int failed = json_object_set_new(object, key, value);
    assert(!failed);
    (void)failed;
}

static void append(json_t *array, json_t *value)
{
    int failed = json_array_append_new(array, value);
    assert(!failed);
    (void)failed;
}

/* A text with what is not UTF-8 in it replaced, character by character. */
static json_t *mended_text(const char *s, size_t len)
{
    struct bytes text = {0};
    while (len > 0) {
        size_t good = utf8_check(s, len);
        bytes_add(&text, s, good);
        if (good < len) {
            bytes_add_string(&text, "\uFFFD");
            good++;
        }
        s += good;
        len -= good;
    }
    json_t *value = json_stringn(text.data ? text.data : "", text.len);
    bytes_free(&text);
    return value;
}

static json_t *text_or_null(const char *s)
{
    if (!s)
        return json_null();
    json_t *value = json_string(s);
    return value ? value : mended_text(s, strlen(s));
}

/* Whole numbers print as integers. */
static json_t *number(double n)
{
    static const double most_exact = 9007199254740992.0;   /* 2^53 */
    return n == floor(n) && fabs(n) < most_exact ? json_integer((json_int_t)n) : json_real(n);
}

static json_t *texts(const string_list *list)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < list->n; i++)
        append(array, text_or_null(list->at[i]));
    return array;
}

/* ---- the identity page ------------------------------------------------ */

static void set_identity(json_t *o, const struct identity *identity)
{
    static const char *const names[N_IDENTITY_LISTS] = {
#define IDENTITY_LIST(symbol, name) [LIST_##symbol] = name,
#include "compiler/model/identity.def"
#undef IDENTITY_LIST
    };
    set(o, "unit", text_or_null(identity->unit));
    set(o, "number", text_or_null(identity->number));
    set(o, "created", text_or_null(identity->created));
    set(o, "revised", text_or_null(identity->revised));
    set(o, "effective", text_or_null(identity->effective));
    json_t *approver = json_object();
    set(approver, "title", text_or_null(identity->approver_title));
    set(approver, "name", text_or_null(identity->approver_name));
    set(approver, "id", text_or_null(identity->approver_id));
    set(o, "approved_by", approver);
    for (uint32_t i = 0; i < N_IDENTITY_LISTS; i++)
        set(o, names[i], texts(&identity->lists[i]));
}

/* How many there are: as said, else as many as units are named, else one. */
static uint32_t actor_count(const struct actor *actor)
{
    if (actor->count)
        return actor->count;
    return actor->units.n ? actor->units.n : 1;
}

static json_t *actors(const struct sop *sop)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < sop->actors.n; i++) {
        const struct actor *actor = &sop->actors.at[i];
        json_t *o = json_object();
        set(o, "id", text_or_null(actor->id));
        set(o, "name", text_or_null(actor->name));
        set(o, "count", json_integer(actor_count(actor)));
        append(array, o);
    }
    return array;
}

static json_t *actor_ids(const struct sop *sop, const uint32_t *actor, uint32_t n)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++)
        append(array, text_or_null(sop->actors.at[actor[i]].id));
    return array;
}

/* ---- time ------------------------------------------------------------- */

/* The numbers of each kind of duration, as written and in its unit. */
static void set_spread(json_t *o, const struct duration *d)
{
    static const char *const names[N_DURATION_KINDS] = {
        [DURATION_UNIFORM] = "uniform",
        [DURATION_PERT] = "pert",
        [DURATION_EXPONENTIAL] = "exponential",
        [DURATION_NORMAL] = "normal",
    };
    double a = (double)d->a / DECIMAL_ONE, b = (double)d->b / DECIMAL_ONE,
           c = (double)d->c / DECIMAL_ONE;
    if (!names[d->kind])
        return;
    set(o, "distribution", json_string(names[d->kind]));
    if (d->kind == DURATION_NORMAL)
        set(o, "deviation", number(b));
    if (d->kind != DURATION_UNIFORM && d->kind != DURATION_PERT)
        return;
    set(o, "low", number(a));
    if (d->kind == DURATION_PERT)
        set(o, "likely", number(b));
    set(o, "high", number(d->kind == DURATION_PERT ? c : b));
}

/* One number for it, in its unit: as written, or the mean of a range. */
static double duration_value(const struct duration *d)
{
    double a = (double)d->a, b = (double)d->b, c = (double)d->c;
    if (d->kind == DURATION_UNIFORM)
        return (a + b) / 2 / DECIMAL_ONE;
    if (d->kind == DURATION_PERT)
        return (a + 4 * b + c) / 6 / DECIMAL_ONE;
    return a / DECIMAL_ONE;
}

static json_t *duration(const struct duration *d)
{
    if (d->kind == DURATION_NONE)
        return json_null();
    json_t *o = json_object();
    if (d->kind == DURATION_WORDS) {
        set(o, "words", text_or_null(d->words));
        return o;
    }
    set(o, "value", number(duration_value(d)));
    set(o, "unit", json_string(time_unit_name((enum time_unit)d->unit)));
    set_spread(o, d);
    if (d->is_calendar)
        set(o, "calendar", json_true());
    if (d->per_item)
        set(o, "per_item", json_true());
    return o;
}

/* ---- what follows ----------------------------------------------------- */

static json_t *target(const struct sop *sop, uint32_t to)
{
    return to == TO_END ? json_string("end") : text_or_null(sop->rows.at[to].id);
}

/* A member of a group: the row, or "row.outcome". */
static json_t *member(const struct sop *sop, const struct member *m)
{
    const struct row *row = &sop->rows.at[m->row];
    if (m->outcome == NONE)
        return text_or_null(row->id);
    struct bytes text = {0};
    bytes_printf(&text, "%s.%s", row->id, row->outcomes.at[m->outcome].label);
    json_t *value = text_or_null(text.data);
    bytes_free(&text);
    return value;
}

static json_t *after(const struct sop *sop, const struct row *row)
{
    json_t *groups = json_array();
    for (uint32_t g = 0; g < row->after.n; g++) {
        json_t *group = json_array();
        for (uint32_t m = 0; m < row->after.at[g].members.n; m++)
            append(group, member(sop, &row->after.at[g].members.at[m]));
        append(groups, group);
    }
    if (row->after_start) {
        json_t *start = json_array();
        append(start, json_string("start"));
        append(groups, start);
    }
    return groups;
}

/*
 * Every target once, in the order of the arcs. seen: per row and for the end
 * behind them, the row (from 1) that named it last.
 */
static json_t *next(const struct flow *f, uint32_t r, uint32_t *seen)
{
    json_t *array = json_array();
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        uint32_t to = f->arcs[a].to;
        uint32_t *last = &seen[to == TO_END ? f->n_rows : to];
        if (*last != r + 1)
            append(array, target(f->sop, to));
        *last = r + 1;
    }
    return array;
}

/*
 * Where an outcome leads, `then` or before: what it opens itself, before what
 * waits for others. *a walks over the row's arcs, which stand in the order of
 * its outcomes.
 */
static json_t *outcome_target(const struct flow *f, uint32_t r, uint32_t outcome, bool is_then,
                              uint32_t *a)
{
    const struct arc *best = NULL, *arc;
    for (; *a < f->first_arc[r + 1]; (*a)++) {
        arc = &f->arcs[*a];
        if (arc->outcome != outcome || arc->is_then != is_then)
            break;
        if (!best || (best->group != NONE && arc->group == NONE))
            best = arc;
    }
    return best ? target(f->sop, best->to) : json_null();
}

/* 100 % is 1,000,000 in the model and 1 in the document. */
static json_t *probability(int64_t percent)
{
    return percent < 0 ? json_null() : number((double)percent / (100.0 * DECIMAL_ONE));
}

/* The keys of what few rows have stand only where they do. */
static void set_some(json_t *o, const char *key, json_t *value)
{
    bool is_nothing = json_is_null(value) || (json_is_array(value) && !json_array_size(value));
    if (is_nothing)
        json_decref(value);
    else
        set(o, key, value);
}

static json_t *condition(const struct sop *sop, const struct expr *e, struct arena *arena)
{
    return e ? text_or_null(expr_text(sop, e, arena)) : json_null();
}

static json_t *outcomes(const struct flow *f, uint32_t r, struct arena *arena)
{
    const struct row *row = &f->sop->rows.at[r];
    json_t *array = json_array();
    uint32_t a = f->first_arc[r];
    if (!row->n_answers)   /* a step's own way */
        while (a < f->first_arc[r + 1] && f->arcs[a].outcome == NONE)
            a++;
    for (uint32_t i = 0; i < row->outcomes.n; i++) {
        const struct outcome *outcome = &row->outcomes.at[i];
        json_t *o = json_object(), *to = outcome_target(f, r, i, false, &a);
        json_t *then = outcome_target(f, r, i, true, &a);
        set(o, "label", text_or_null(outcome->label));
        set(o, "probability", probability(outcome->percent));
        set(o, "at_most", outcome->at_most ? json_integer(outcome->at_most) : json_null());
        set(o, "then", then);
        set(o, "to", to);
        set_some(o, "when", condition(f->sop, outcome->when, arena));
        set_some(o, "delay", duration(&outcome->delay));
        append(array, o);
    }
    return array;
}

static json_t *row_ids(const struct sop *sop, const struct row_ref *refs, uint32_t n)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++)
        append(array, text_or_null(sop->rows.at[refs[i].row].id));
    return array;
}

static json_t *row_id(const struct sop *sop, struct row_ref ref)
{
    return ref.row == NONE ? json_null() : text_or_null(sop->rows.at[ref.row].id);
}

static json_t *fills(const struct sop *sop, const struct row *row, struct arena *arena)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < row->fills.n; i++) {
        json_t *o = json_object();
        set(o, "field", text_or_null(sop->fields.at[row->fills.at[i].field].id));
        set_some(o, "value", condition(sop, row->fills.at[i].value, arena));
        append(array, o);
    }
    return array;
}

/* What only some procedures use. */
static void set_rules(json_t *o, const struct sop *sop, const struct row *row, struct arena *arena)
{
    set_some(o, "except_who_did", row_ids(sop, row->excepts.at, row->excepts.n));
    set_some(o, "same_as", row_id(sop, row->same_as));
    set_some(o, "due", duration(&row->due));
    set_some(o, "due_from", row_id(sop, row->due_from));
    set_some(o, "needs", row->need ? json_integer(row->need) : json_null());
    set_some(o, "fills", fills(sop, row, arena));
}

static json_t *fields(const struct sop *sop)
{
    static const char *const types[N_FIELD_TYPES] = {
        [FIELD_AMOUNT] = "amount", [FIELD_TEXT] = "text", [FIELD_DATE] = "date",
        [FIELD_YES_NO] = "yes/no", [FIELD_CHOICE] = "choice",
    };
    json_t *array = json_array();
    for (uint32_t i = 0; i < sop->fields.n; i++) {
        const struct field *f = &sop->fields.at[i];
        json_t *o = json_object();
        set(o, "id", text_or_null(f->id));
        set(o, "name", text_or_null(f->name));
        set(o, "type", json_string(types[f->type]));
        set_some(o, "choices", texts(&f->choices));
        append(array, o);
    }
    return array;
}

/* ---- rows and the whole ----------------------------------------------- */

static json_t *row_object(const struct flow *f, uint32_t r, uint32_t *seen, struct arena *arena)
{
    static const char *const kinds[N_ROW_KINDS] = {
        [ROW_STEP] = "step", [ROW_DECISION] = "decision",
        [ROW_START] = "start", [ROW_END] = "end",
    };
    const struct sop *sop = f->sop;
    const struct row *row = &sop->rows.at[r];
    json_t *o = json_object();
    set(o, "no", row->no ? json_integer(row->no) : json_null());
    set(o, "id", text_or_null(row->id));
    set(o, "kind", json_string(kinds[row->kind]));
    set(o, "text", text_or_null(row->text));
    set(o, "actors", actor_ids(sop, row->actors.at, row->actors.n));
    set(o, "mode", json_string(row->is_any ? "any" : "all"));
    set(o, "each", json_boolean(row->is_each));
    set(o, "assisted_by", actor_ids(sop, row->assistants.at, row->assistants.n));
    set(o, "inputs", texts(&row->inputs));
    set(o, "outputs", texts(&row->outputs));
    set(o, "note", text_or_null(row->note));
    set(o, "work", duration(&row->work));
    set(o, "work_minutes", number(row_work_minutes(sop, row)));
    set(o, "wait_minutes", number(row_wait_minutes(sop, row)));
    set(o, "phase", text_or_null(row->phase == NONE ? NULL : sop->phases.at[row->phase].text));
    set(o, "after", after(sop, row));
    set(o, "next", next(f, r, seen));
    set(o, "outcomes", outcomes(f, r, arena));
    set_rules(o, sop, row, arena);
    return o;
}

static json_t *rows(const struct flow *f, struct arena *arena)
{
    json_t *array = json_array();
    uint32_t *seen = ARENA_ARRAY(arena, f->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r < f->n_rows; r++)
        append(array, row_object(f, r, seen, arena));
    return array;
}

static json_t *sop_object(const struct flow *f, struct arena *arena)
{
    static const char *const languages[N_LANGUAGES] = {[LANG_EN] = "en", [LANG_ID] = "id"};
    const struct sop *sop = f->sop;
    json_t *o = json_object();
    set(o, "id", text_or_null(sop->id));
    set(o, "title", text_or_null(sop->title));
    set(o, "language", json_string(languages[sop->language]));
    set_identity(o, &sop->identity);
    set(o, "actors", actors(sop));
    set_some(o, "fields", fields(sop));
    set(o, "rows", rows(f, arena));
    return o;
}

static int add_text(const char *text, size_t len, void *out)
{
    bytes_add(out, text, len);
    return 0;
}

void export_json(const struct flow *const *flows, uint32_t n_flows, struct arena *arena,
                 struct bytes *out)
{
    json_t *root = json_object(), *sops = json_array();
    for (uint32_t i = 0; i < n_flows; i++)
        append(sops, sop_object(flows[i], arena));
    set(root, "format_version", json_integer(1));
    set(root, "sops", sops);
    json_dump_callback(root, add_text, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    bytes_add_char(out, '\n');
    json_decref(root);
}
