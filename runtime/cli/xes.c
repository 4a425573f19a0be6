/*
 * The log as XES (IEEE 1849-2016), which process mining reads: a trace for each
 * case, in it what was done and, in the words of the standard's lifecycle, what
 * became of each task: schedule (offered), assign (taken), withdraw (given back),
 * complete (signed), ate_abort (taken away, or late). A case given up is pi_abort.
 * What has no word there (a wait or a deadline that passed) is unknown, and `kind`
 * tells it. With row, outcome and kind the trace can be replayed on the procedure.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/chart/svg.h"
#include "runtime/cli/cli.h"

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<log xes.version=\"1849.2016\" xes.features=\"\" xmlns=\"http://www.xes-standard.org/\">\n"
    "<extension name=\"Concept\" prefix=\"concept\""
    " uri=\"http://www.xes-standard.org/concept.xesext\"/>\n"
    "<extension name=\"Lifecycle\" prefix=\"lifecycle\""
    " uri=\"http://www.xes-standard.org/lifecycle.xesext\"/>\n"
    "<extension name=\"Organizational\" prefix=\"org\""
    " uri=\"http://www.xes-standard.org/org.xesext\"/>\n"
    "<extension name=\"Time\" prefix=\"time\" uri=\"http://www.xes-standard.org/time.xesext\"/>\n"
    "<global scope=\"trace\">\n"
    "<string key=\"concept:name\" value=\"\"/>\n"
    "</global>\n"
    "<global scope=\"event\">\n"
    "<string key=\"concept:name\" value=\"\"/>\n"
    "<string key=\"lifecycle:transition\" value=\"complete\"/>\n"
    "<date key=\"time:timestamp\" value=\"1970-01-01T00:00:00.000+00:00\"/>\n"
    "</global>\n"
    "<classifier name=\"Row\" keys=\"concept:name\"/>\n"
    "<classifier name=\"Row and transition\" keys=\"concept:name lifecycle:transition\"/>\n"
    "<classifier name=\"Resource\" keys=\"org:resource\"/>\n"
    "<string key=\"lifecycle:model\" value=\"standard\"/>\n";

/* A task with what it is called by: row and actors are those of its last image. */
struct item {
    struct store_offering o;
    char *unit;
    const struct image *image;
};

/* The trace of one case. */
struct trace {
    const struct cli *cli;
    const struct store_case *c;
    struct bytes out;
    struct arena arena;
    LIST_OF(struct item) items;        /* by number */
    struct item **opened, **closed;    /* by the event that opened them, that closed them */
    uint32_t n_opened, n_closed;       /* those that are told */
    bool is_out_of_memory;
};

/* ---- attributes --------------------------------------------------------------------- */

static void add(struct bytes *out, const char *type, const char *key, const char *value)
{
    bytes_printf(out, "<%s key=\"%s\" value=\"", type, key);
    svg_escaped(out, value);
    bytes_add_string(out, "\"/>\n");
}

static void add_number(struct bytes *out, const char *key, int64_t number)
{
    char text[24];
    add(out, "int", key, number_text(number, text));
}

static void begin_event(struct trace *t, const struct store_event *e, const char *name,
                        const char *transition)
{
    char time[40];
    bytes_add_string(&t->out, "<event>\n");
    add(&t->out, "string", "concept:name", name);
    add(&t->out, "string", "lifecycle:transition", transition);
    add(&t->out, "date", "time:timestamp", time_text(e->time, TIME_DATA, time));
    add_number(&t->out, "event", e->number);
}

static void end_event(struct trace *t)
{
    bytes_add_string(&t->out, "</event>\n");
}

/* What a row is called: its text, else its id. */
static const char *row_name(const struct image *image, uint32_t row)
{
    const char *text = image_string(image, image->t.row[row].text);
    return text && *text ? text : image_row_id(image, row);
}

static void add_role(struct trace *t, const struct image *image, uint32_t row, uint32_t nth)
{
    struct bytes role = {0};
    uint32_t n;
    const uint32_t *actors = signature_actors(image, row, nth, &n);
    signers_write(&role, image, actors, n, cli_text(t->cli, MSG_OR), NULL);
    if (role.len)
        add(&t->out, "string", "org:role", role.data);
    t->out.failed |= role.failed;
    bytes_free(&role);
}

/* ---- tasks ---------------------------------------------------------------------------- */

static const struct item *find_item(const struct trace *t, int64_t task)
{
    uint32_t low = 0, high = t->items.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (t->items.at[middle].o.task < task)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->items.n && t->items.at[low].o.task == task ? &t->items.at[low] : NULL;
}

static void add_item(struct trace *t, const struct item *item)
{
    char task[24];
    const struct image *image = item->image;
    add(&t->out, "string", "concept:instance", number_text(item->o.task, task));
    if (item->unit)
        add(&t->out, "string", "unit", item->unit);
    if (!image || item->o.row >= image->t.n_row)
        return;
    add(&t->out, "string", "row", image_row_id(image, item->o.row));
    add_role(t, image, item->o.row, item->o.nth);
}

static void tell_item(struct trace *t, const struct store_event *e, const struct item *item,
                      const char *transition)
{
    bool is_named = item->image && item->o.row < item->image->t.n_row;
    begin_event(t, e, is_named ? row_name(item->image, item->o.row) : "", transition);
    add_item(t, item);
    end_event(t);
}

/* What the event has taken away, then what it has offered. */
static void tell_items(struct trace *t, const struct store_event *e)
{
    for (; t->n_closed < t->items.n; t->n_closed++) {
        const struct item *item = t->closed[t->n_closed];
        if (item->o.closed_event > e->number)
            break;
        if (item->o.closed_event && item->o.status != TASK_DONE)
            tell_item(t, e, item, "ate_abort");
    }
    for (; t->n_opened < t->items.n; t->n_opened++) {
        if (t->opened[t->n_opened]->o.opened_event > e->number)
            break;
        tell_item(t, e, t->opened[t->n_opened], "schedule");
    }
}

/* ---- events --------------------------------------------------------------------------- */

static const char *transition_of(enum store_event_kind kind)
{
    switch (kind) {
    case EVENT_PASSED:
    case EVENT_LATE:
    case EVENT_MIGRATED: return "unknown";
    case EVENT_CLAIMED: return "assign";
    case EVENT_RELEASED: return "withdraw";
    case EVENT_CANCELLED: return "pi_abort";
    default: return "complete";
    }
}

static const char *event_name(const struct trace *t, const struct store_event *e)
{
    if (e->row != NONE)
        return row_name(e->image, e->row);
    return cli_text(t->cli, e->kind == EVENT_START       ? MSG_LOG_START
                            : e->kind == EVENT_CANCELLED ? MSG_LOG_CANCELLED
                                                         : MSG_LOG_MIGRATED);
}

static void add_values(struct trace *t, const struct store_event *e)
{
    for (uint32_t i = 0; i < e->n_said; i++) {
        const struct store_said *said = &e->said[i];
        struct bytes key = {0};
        bytes_add_string(&key, "field.");
        svg_escaped(&key, image_string(e->image, e->image->t.field[said->field].id));
        if (said->value && key.data)
            add(&t->out, "string", key.data, said->value);
        t->out.failed |= key.failed;
        bytes_free(&key);
    }
}

static bool tell_event(void *trace, const struct store_event *e)
{
    struct trace *t = trace;
    const struct item *item = e->task ? find_item(t, e->task) : NULL;
    begin_event(t, e, event_name(t, e), transition_of(e->kind));
    add(&t->out, "string", "kind", store_event_name(e->kind));
    if (*e->person)
        add(&t->out, "string", "org:resource", e->person);
    if (item)
        add_item(t, item);
    else if (e->row != NONE)
        add(&t->out, "string", "row", image_row_id(e->image, e->row));
    if (e->outcome != NONE)
        add(&t->out, "string", "outcome", outcome_word(e->image, e->row, e->outcome));
    add_values(t, e);
    if (e->note)
        add(&t->out, "string", "note", e->note);
    end_event(t);
    tell_items(t, e);
    return !t->out.failed;
}

/* ---- a trace ---------------------------------------------------------------------------- */

static bool take_item(void *trace, const struct store_offering *o)
{
    struct trace *t = trace;
    if (t->items.n == t->items.cap)
        t->items.at = list_grow(&t->arena, t->items.at, &t->items.cap, sizeof *t->items.at);
    char *unit = o->unit ? arena_copy(&t->arena, o->unit, strlen(o->unit)) : NULL;
    t->is_out_of_memory = !t->items.at || (o->unit && !unit);
    if (!t->is_out_of_memory)
        t->items.at[t->items.n++] = (struct item){.o = *o, .unit = unit, .image = t->c->image};
    return !t->is_out_of_memory;
}

/* A task that was closed is of the image that the case went by then. */
static bool take_image(void *trace, const struct store_event *e)
{
    struct trace *t = trace;
    for (; t->n_closed < t->items.n; t->n_closed++) {
        struct item *item = t->closed[t->n_closed];
        if (item->o.closed_event > e->number)
            break;
        if (item->o.closed_event)
            item->image = e->image;
    }
    return true;
}

static int compare(const struct item *x, int64_t i, const struct item *y, int64_t j)
{
    return i != j ? (i > j) - (i < j) : (x->o.task > y->o.task) - (x->o.task < y->o.task);
}

static int compare_opened(const void *a, const void *b)
{
    const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;
    return compare(x, x->o.opened_event, y, y->o.opened_event);
}

static int64_t closing(const struct item *item)
{
    return item->o.closed_event ? item->o.closed_event : INT64_MAX;
}

static int compare_closed(const void *a, const void *b)
{
    const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;
    return compare(x, closing(x), y, closing(y));
}

static struct item **sort_items(struct trace *t, int (*order)(const void *, const void *))
{
    struct item **sorted = ARENA_ARRAY(&t->arena, (size_t)t->items.n + 1, struct item *);
    for (uint32_t i = 0; sorted && i < t->items.n; i++)
        sorted[i] = &t->items.at[i];
    if (sorted && t->items.n)
        qsort(sorted, t->items.n, sizeof *sorted, order);
    t->is_out_of_memory |= !sorted;
    return sorted;
}

static void begin_trace(struct trace *t)
{
    char number[24];
    bytes_add_string(&t->out, "<trace>\n");
    add(&t->out, "string", "concept:name", number_text(t->c->number, number));
    add(&t->out, "string", "sop", t->c->sop);
    add(&t->out, "string", "image", t->c->image->id_hex);
    add(&t->out, "string", "state", t->c->is_cancelled ? "cancelled" : phase_word(t->c->phase));
    if (t->c->parent)
        add_number(&t->out, "parent", t->c->parent);
}

/* False: told by the store, or by is_out_of_memory. */
static bool write_trace(struct trace *t, struct store *s)
{
    begin_trace(t);
    if (!store_offerings(s, t->c->number, take_item, t) || t->is_out_of_memory)
        return false;
    t->opened = sort_items(t, compare_opened);
    t->closed = sort_items(t, compare_closed);
    if (t->is_out_of_memory || !store_events(s, t->c->number, take_image, t))
        return false;
    t->n_closed = 0;
    bool is_told = store_events(s, t->c->number, tell_event, t);
    bytes_add_string(&t->out, "</trace>\n");
    return is_told;
}

static enum err print_trace(struct cli *cli, const struct store_case *c)
{
    struct trace t = {.cli = cli, .c = c};
    arena_init(&t.arena, NULL);
    bool is_told = write_trace(&t, cli->store);
    arena_free(&t.arena);
    if (is_told)
        return cli_print(cli, stdout, &t.out);
    bytes_free(&t.out);
    return t.is_out_of_memory ? cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL)
                              : cli_fail_store(cli, store_fault(cli->store));
}

/* ---- the log -------------------------------------------------------------------------------- */

static bool count_case(void *last, const struct store_case *c)
{
    *(int64_t *)last = c->number;
    return true;
}

/* Case by case: no visitor may ask the store for more. */
static enum err print_all(struct cli *cli)
{
    int64_t last = 0;
    enum err err = ERR_NONE;
    if (!store_cases(cli->store, count_case, &last))
        return cli_fail_store(cli, store_fault(cli->store));
    for (int64_t number = 1; number <= last && err == ERR_NONE; number++) {
        struct store_case c;
        err = store_case(cli->store, number, &c) ? print_trace(cli, &c)
                                                 : cli_fail_store(cli, store_fault(cli->store));
    }
    return err;
}

enum err cli_print_xes(struct cli *cli, const struct store_case *c)
{
    fputs(head, stdout);
    enum err err = c ? print_trace(cli, c) : print_all(cli);
    if (err == ERR_NONE)
        fputs("</log>\n", stdout);
    return err;
}
