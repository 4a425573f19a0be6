/* Tasks and cases as people read them and as programs do. */
#include "runtime/cli/cli.h"

bool json_collect(json_t **array, json_t *item)
{
    if (json_array_append_new(*array, item) == 0)
        return true;
    json_decref(*array);
    *array = NULL;
    return false;
}

/* ---- pieces of data ---------------------------------------------------- */

json_t *row_json(const struct image *image, uint32_t row)
{
    return row == NONE ? json_null() : json_string(image_row_id(image, row));
}

json_t *outcome_json(const struct image *image, uint32_t row, uint32_t outcome)
{
    return outcome == NONE ? json_null() : json_string(outcome_word(image, row, outcome));
}

json_t *time_json(int64_t time)
{
    char text[40];
    return time ? json_string(time_text(time, TIME_DATA, text)) : json_null();
}

const char *phase_word(enum vm_phase phase)
{
    return phase == VM_OVER ? "ended" : phase == VM_FAULTY ? "stopped" : "running";
}

void phase_write(const struct cli *cli, struct bytes *b, const struct store_case *c)
{
    enum message m = c->is_cancelled           ? MSG_CANCELLED
                     : c->phase == VM_OVER     ? MSG_ENDED
                     : c->phase == VM_FAULTY ? MSG_STOPPED : MSG_RUNNING;
    bytes_add_string(b, cli_text(cli, m));
    if (c->result != NONE)
        bytes_printf(b, ": %s", image_row_id(c->image, c->result));
}

/* ---- tasks ------------------------------------------------------------- */

static json_t *actors_json(const struct store_task *t)
{
    uint32_t n;
    const uint32_t *actors = signature_actors(t->image, t->row, t->nth, &n);
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++) {
        const char *id = image_string(t->image, t->image->t.actor[actors[i]].id);
        if (!json_collect(&array, json_string(id)))
            break;
    }
    return array;
}

/* Those that a person chooses from. */
static json_t *outcomes_json(const struct store_task *t)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < row_n_choices(t->image, t->row); i++)
        if (!json_collect(&array, outcome_json(t->image, t->row, i)))
            break;
    return array;
}

static json_t *choices_json(const struct image *image, uint32_t field)
{
    uint32_t n;
    const uint32_t *choices = image_list(image, image->t.field[field].choices, &n);
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++)
        if (!json_collect(&array, json_string(image_string(image, choices[i]))))
            break;
    return array;
}

/* What a person has to say with it. */
static json_t *fills_json(const struct store_task *t)
{
    static const char *const types[N_IMAGE_FIELD_TYPES] = {
        [IMAGE_AMOUNT] = "amount", [IMAGE_TEXT] = "text", [IMAGE_DATE] = "date",
        [IMAGE_YES_NO] = "yes/no", [IMAGE_CHOICE] = "choice",
    };
    struct image_span fills = t->image->t.row[t->row].fills;
    json_t *array = json_array();
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++) {
        const struct image_fill *fill = &t->image->t.fill[i];
        const struct image_field *f = &t->image->t.field[fill->field];
        if (fill->value != NONE)
            continue;
        if (!json_collect(&array, json_pack("{s:s, s:s, s:s, s:o}", "field",
                                            image_string(t->image, f->id), "name",
                                            image_string(t->image, f->name), "type",
                                            types[f->type], "choices",
                                            choices_json(t->image, fill->field))))
            break;
    }
    return array;
}

static bool is_overdue(const struct cli *cli, const struct store_task *t)
{
    return t->due && t->due <= cli_by(cli).now;
}

static json_t *task_json(const struct cli *cli, const struct store_task *t)
{
    return json_pack("{s:I, s:I, s:s, s:s, s:o, s:s?, s:s?, s:o, s:o, s:b, s:o, s:o}",
                     "task", (json_int_t)t->number, "case", (json_int_t)t->case_number,
                     "sop", t->sop, "row", image_row_id(t->image, t->row),
                     "actors", actors_json(t), "unit", t->unit,
                     "claimed_by", t->person, "opened", time_json(t->opened),
                     "due", time_json(t->due), "overdue", is_overdue(cli, t),
                     "outcomes", outcomes_json(t), "fills", fills_json(t));
}

/* Till when it is to be done and who has taken it, which no terminal may cut, and the
 * row's text. */
static void text_write(const struct cli *cli, struct bytes *b, const struct store_task *t)
{
    char time[40];
    if (t->due || t->person)
        bytes_add_char(b, '(');
    if (t->due)
        cli_write(cli, b, is_overdue(cli, t) ? MSG_TASK_OVERDUE : MSG_TASK_DUE,
                  time_text(t->due, TIME_PLAIN, time), NULL);
    if (t->due && t->person)
        bytes_add_string(b, "; ");
    if (t->person)
        cli_write(cli, b, MSG_TASK_CLAIMED, t->person, NULL);
    if (t->due || t->person)
        bytes_add_string(b, ") ");
    bytes_add_string(b, image_string(t->image, t->image->t.row[t->row].text));
}

static void table_add_task(const struct task_view *v, struct table *table,
                           const struct store_task *t)
{
    char number[24], time[40];
    struct bytes who = {0}, outcomes = {0}, text = {0};
    uint32_t n;
    const uint32_t *actors = signature_actors(t->image, t->row, t->nth, &n);
    signers_write(&who, t->image, actors, n, cli_text(v->cli, MSG_OR), t->unit);
    outcomes_write(v->cli, &outcomes, t->image, t->row);
    text_write(v->cli, &text, t);
    table_add(table, number_text(t->number, number));
    if (v->has_case) {
        table_add(table, number_text(t->case_number, number));
        table_add(table, t->sop);
    }
    table_add(table, image_row_id(t->image, t->row));
    table_add(table, who.data ? who.data : "");
    table_add(table, time_text(t->opened, TIME_PLAIN, time));
    table_add(table, outcomes.data ? outcomes.data : "");
    table_add(table, text.data ? text.data : "");
    table->cells.failed |= who.failed || outcomes.failed || text.failed;
    bytes_free(&who);
    bytes_free(&outcomes);
    bytes_free(&text);
}

void task_view_begin(struct task_view *v, const struct cli *cli, bool has_case)
{
    *v = (struct task_view){.cli = cli, .has_case = has_case};
    if (cli->is_json) {
        v->tasks = json_array();
        return;
    }
    table_begin(&v->table, cli_text(cli, has_case ? MSG_TASK_COLUMNS : MSG_TASK_SHORT_COLUMNS));
    /* SOP, who and text; all else is to be typed or has to be seen whole */
    v->table.cut = has_case ? 1u << 2 | 1u << 4 | 1u << 7 : 1u << 2 | 1u << 5;
}

/* The deed is committed: what follows it may fail to be listed, but that is
 * no failure of the deed, and must not look like one. */
void task_view_list_next(struct task_view *v, struct cli *cli, const struct store_answer *a)
{
    struct store_filter filter = {.case_number = a->case_number, .above = a->last_task};
    struct store_case c;
    bool is_found = store_case(cli->store, a->case_number, &c);
    bool has_calls = is_found && c.image->t.n_procedure > 1;
    if (has_calls) {   /* those that it called, and that called it, are of one image */
        filter.case_number = 0;
        filter.image = c.image;
    }
    task_view_begin(v, cli, has_calls);
    if (is_found && store_tasks(cli->store, &filter, task_view_add, v))
        return;
    cli_fail_store(cli, store_fault(cli->store));
    task_view_drop(v);
    task_view_begin(v, cli, has_calls);
}

void task_view_drop(struct task_view *v)
{
    bytes_free(&v->table.cells);
    json_decref(v->tasks);
}

bool task_view_add(void *view, const struct store_task *t)
{
    struct task_view *v = view;
    v->n++;
    if (v->cli->is_json)
        return json_collect(&v->tasks, task_json(v->cli, t));
    table_add_task(v, &v->table, t);
    return !v->table.cells.failed;
}
