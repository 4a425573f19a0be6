/* What a walk tells: the card of a row that opened, what has happened, and how
 * it all ended, in words or as data. */
#include "runtime/cli/walk.h"

void walk_show_card(struct leg *l, uint32_t row)
{
    struct bytes b = {0};
    bool is_waiting = vm_waiting(l->image, l->state, row) != NONE;
    if (l->is_shown[row] || is_waiting)
        return;
    l->is_shown[row] = true;
    card_write(l->w->cli, &b, l->image, row);
    cli_print(l->w->cli, l->w->out, &b);
}

/* ---- waiting --------------------------------------------------------------- */

uint32_t walk_wait_of(const struct leg *l, uint32_t row)
{
    uint32_t address = vm_waiting(l->image, l->state, row), i = 0;
    while (l->image->waits[i].resume != address)
        i++;
    return l->image->waits[i].duration;
}

double walk_wait_text(const struct leg *l, uint32_t duration, struct bytes *b)
{
    const struct image_procedure *p = &l->image->t.procedure[l->procedure];
    struct duration d = image_duration(l->image, duration);
    struct unit_minutes units = image_units(l->image, p);
    duration_write(l->w->cli, b, &d);
    return duration_mean(&d, &units);
}

/* ---- what happened ------------------------------------------------------------ */

/* Rows of a called SOP stand in the path as those of the SOP itself do. */
static void add_to_path(struct leg *l, const struct vm_effect *e)
{
    struct walk *w = l->w;
    const struct image_procedure *p = &l->image->t.procedure[l->procedure];
    struct unit_minutes units = image_units(l->image, p);
    struct duration work = image_duration(l->image, l->image->t.row[e->row].work);
    if (e->outcome == NONE || e->outcome != image_late(l->image, e->row))
        w->minutes += duration_mean(&work, &units);
    bytes_printf(&w->words, "%s%s", w->words.len ? ", " : "", image_row_id(l->image, e->row));
    if (e->outcome != NONE)
        bytes_printf(&w->words, ": %s", outcome_name(w->cli, l->image, e->row, e->outcome));
    json_collect(&w->path, json_pack("{s:s, s:o, s:o}", "sop", image_string(l->image, p->id),
                                     "row", row_json(l->image, e->row), "outcome",
                                     outcome_json(l->image, e->row, e->outcome)));
}

static void tell_done(struct leg *l, const struct vm_effect *e)
{
    bool is_data = l->image->t.row[e->row].is_data && e->outcome != image_late(l->image, e->row);
    if (is_data)
        cli_say(l->w->cli, l->w->out, MSG_WALK_DECIDED, image_row_id(l->image, e->row),
                outcome_name(l->w->cli, l->image, e->row, e->outcome), NULL);
    add_to_path(l, e);
}

static void tell_wait(const struct leg *l, const struct vm_effect *e)
{
    struct bytes b = {0};
    walk_wait_text(l, e->outcome, &b);
    cli_say(l->w->cli, l->w->out, MSG_WALK_WAITS, image_row_id(l->image, e->row),
            b.data ? b.data : "", NULL);
    bytes_free(&b);
}

void walk_follow(struct leg *l)
{
    for (uint32_t i = 0; i < l->deeds.n; i++) {
        const struct vm_effect *e = &l->deeds.at[i];
        switch (e->kind) {
        case VM_DONE: tell_done(l, e); break;
        case VM_WAITS: tell_wait(l, e); break;
        case VM_OPENED:
        case VM_ASKED: l->is_shown[e->row] = false; break;
        case VM_WITHDRAWN:
            cli_say(l->w->cli, l->w->out, MSG_WALK_WITHDRAWN, image_row_id(l->image, e->row), NULL);
            break;
        case VM_SIGNED:
        case VM_ENDED:
        case VM_STOPPED: break;
        }
    }
}

/* ---- the end ---------------------------------------------------------------------- */

static void tell_end(const struct leg *l)
{
    const struct walk *w = l->w;
    uint32_t result = l->state->result;
    fputc('\n', w->out);
    if (l->state->phase == VM_OVER && result != NONE)
        cli_say(w->cli, w->out, MSG_WALK_ENDED_AT, image_row_id(l->image, result),
                image_string(l->image, l->image->t.row[result].text), NULL);
    else if (l->state->phase == VM_OVER)
        cli_say(w->cli, w->out, MSG_WALK_ENDED, NULL);
    else if (w->is_left)
        cli_say(w->cli, w->out, MSG_WALK_LEFT, NULL);
}

static enum err tell_data(struct leg *l)
{
    struct walk *w = l->w;
    const struct image_procedure *p = &l->image->t.procedure[0];
    return cli_print_json(
        w->cli,
        json_pack("{s:i, s:s, s:s, s:b, s:o, s:O, s:f, s:f, s:o}", "format_version", 1, "sop",
                  image_string(l->image, p->id), "image", l->image->id_hex, "ended",
                  l->state->phase == VM_OVER, "result", row_json(l->image, l->state->result),
                  "path", w->path, "work_minutes", w->minutes, "wait_minutes", w->waited,
                  "fields", fields_json(l->image, 0, l->fields)));
}

static enum err tell_result(struct leg *l)
{
    struct walk *w = l->w;
    char minutes[32];
    if (w->cli->is_json)
        return tell_data(l);
    cli_say(w->cli, w->out, MSG_WALK_PATH, w->words.data ? w->words.data : "-", NULL);
    cli_say(w->cli, w->out, MSG_WALK_MINUTES, number_format(w->minutes, minutes), NULL);
    if (w->waited > 0)
        cli_say(w->cli, w->out, MSG_WALK_WAITED, number_format(w->waited, minutes), NULL);
    return ERR_NONE;
}

enum err walk_finish(struct leg *l)
{
    struct walk *w = l->w;
    char line[24];
    tell_end(l);
    enum err err = tell_result(l);
    if (err != ERR_NONE)
        return err;
    if (w->is_cut)
        return cli_fail(w->cli, ERR_FINDING, MSG_WALK_CUT, number_text(w->line, line), NULL);
    if (w->is_stopped)
        return cli_fail(w->cli, ERR_FINDING, MSG_WALK_STOPPED, NULL);
    if (w->is_stuck)
        return cli_fail(w->cli, ERR_FINDING, MSG_WALK_STUCK, NULL);
    return w->is_astray ? ERR_FINDING : ERR_NONE;   /* that is told already */
}
