/*
 * soprun walk: one case, row by row. An event is an answer and all that data
 * decide upon it; where they cannot (a number too large, a division by zero),
 * the event is taken back as a whole.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/cli/walk.h"

/* ---- a leg ----------------------------------------------------------------- */

static bool leg_init(struct leg *l, struct walk *w, uint32_t procedure)
{
    const struct image *image = w->image;
    size_t size = vm_case_size(image, procedure);
    size_t n_fields = (size_t)image->t.procedure[procedure].fields.n + 1;
    *l = (struct leg){.w = w, .image = image, .procedure = procedure};
    arena_init(&l->memory, NULL);
    l->effects.cap = vm_effects_max(image, procedure);
    l->effects.at = ARENA_ARRAY(&l->memory, l->effects.cap, struct vm_effect);
    l->state = arena_alloc(&l->memory, size);
    l->before = arena_alloc(&l->memory, size);
    l->fields = ARENA_ARRAY(&l->memory, n_fields, struct value);
    l->fields_before = ARENA_ARRAY(&l->memory, n_fields, struct value);
    l->is_shown = ARENA_ARRAY(&l->memory, (size_t)image->t.n_row + 1, bool);
    l->choices = ARENA_ARRAY(&l->memory, (size_t)image->t.n_row + 1, uint32_t);
    if (!l->effects.at || !l->state || !l->before || !l->fields || !l->fields_before ||
        !l->is_shown || !l->choices)
        return false;
    vm_case_init(image, procedure, l->state);
    return true;
}

static void collect_open(struct leg *l)
{
    struct image_span rows = l->image->t.procedure[l->procedure].rows;
    l->n_choices = 0;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        if (vm_is_open(l->image, l->state, row))
            l->choices[l->n_choices++] = row;
}

static void collect_starts(struct leg *l)
{
    uint32_t n;
    const uint32_t *entries = image_list(l->image, l->image->t.procedure[l->procedure].entries, &n);
    l->n_choices = 0;
    for (uint32_t i = 0; i < n; i++)
        if (l->image->t.row[entries[i]].kind == IMAGE_START)
            l->choices[l->n_choices++] = entries[i];
}

/* Without memory the walk goes nowhere. */
static void tell_no_memory(struct walk *w)
{
    cli_fail(w->cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    w->is_astray = true;
}

/* ---- events ------------------------------------------------------------------ */

static void remember(struct leg *l)
{
    size_t n = l->image->t.procedure[l->procedure].fields.n;
    memcpy(l->before, l->state, vm_case_size(l->image, l->procedure));
    memcpy(l->fields_before, l->fields, n * sizeof *l->fields);
}

static void take_back(struct leg *l)
{
    size_t n = l->image->t.procedure[l->procedure].fields.n;
    memcpy(l->state, l->before, vm_case_size(l->image, l->procedure));
    memcpy(l->fields, l->fields_before, n * sizeof *l->fields);
}

static bool add_deeds(struct leg *l)
{
    for (uint32_t i = 0; i < l->effects.n; i++) {
        if (l->deeds.n == l->deeds.cap)
            l->deeds.at = list_grow(&l->memory, l->deeds.at, &l->deeds.cap, sizeof *l->deeds.at);
        if (!l->deeds.at) {
            tell_no_memory(l->w);
            return false;
        }
        l->deeds.at[l->deeds.n++] = l->effects.at[i];
    }
    return true;
}

/* Everything that is left to data, lowest row first. Each of them leads on, and
 * no loop is made of such rows alone, so there are fewer than rows and turns. */
static bool decide(struct leg *l)
{
    for (uint32_t row; (row = vm_asked(l->image, l->state)) != NONE;) {
        struct vm_event event = {VM_SIGN, row, NONE};
        if (l->deeds.n > 1000 * l->effects.cap) {
            l->w->is_stuck = true;   /* no checker proved this one */
            return true;
        }
        if (!walk_compute(l, row, true, &event.outcome))
            return false;
        vm_step(l->image, l->state, &event, &l->effects);
        if (!add_deeds(l))
            return false;
    }
    return true;
}

/* One event with all that comes of it. Refused: everything is as before. */
static enum vm_status do_event(struct leg *l, const struct vm_event *event)
{
    l->deeds.n = 0;
    enum vm_status status = vm_step(l->image, l->state, event, &l->effects);
    if (status != VM_OK && l->state->phase != VM_FAULTY)
        return status;
    if (!add_deeds(l) || !decide(l))
        take_back(l);
    else
        walk_follow(l);
    return status;
}

/* ---- steps ------------------------------------------------------------------- */

static void tell_other_outcome(const struct leg *l, uint32_t row)
{
    uint32_t first;
    vm_signed(l->image, l->state, row, &first);
    cli_say(l->w->cli, stderr, MSG_OTHER_OUTCOME, image_row_id(l->image, row),
            outcome_name(l->w->cli, l->image, row, first), NULL);
}

/* Signs a row: its last signature brings its fields, and what data choose. */
static bool sign(struct leg *l, struct vm_event *event)
{
    const struct image_row *r = &l->image->t.row[event->row];
    uint32_t first, n = vm_signed(l->image, l->state, event->row, &first);
    bool is_last = n + 1 >= r->n_tasks;
    remember(l);
    if (is_last && !walk_ask_fields(l, event->row))
        return false;
    if (is_last && !walk_compute(l, event->row, r->is_data, &event->outcome)) {
        take_back(l);
        return true;
    }
    if (do_event(l, event) == VM_OTHER_OUTCOME) {
        take_back(l);
        tell_other_outcome(l, event->row);
    }
    return true;
}

static bool pass(struct leg *l, uint32_t row)
{
    struct bytes b = {0};
    char minutes[32];
    double waits = walk_wait_text(l, walk_wait_of(l, row), &b);
    bool is_passed = walk_confirm(l, MSG_WALK_PASS, image_row_id(l->image, row),
                                  b.data ? b.data : "");
    bytes_free(&b);
    if (!is_passed)
        return false;
    l->w->waited += waits;
    cli_say(l->w->cli, l->w->out, MSG_WALK_CLOCK, number_format(l->w->waited, minutes), NULL);
    struct vm_event event = {VM_PASS, row, NONE};
    remember(l);
    do_event(l, &event);
    return true;
}

static bool call(struct leg *l, struct vm_event *event);

/* One answer, one event: false when the walk is left. */
static bool step(struct leg *l)
{
    struct vm_event event;
    collect_open(l);
    for (uint32_t i = 0; i < l->n_choices; i++)
        walk_show_card(l, l->choices[i]);
    uint32_t row = walk_choose_row(l, MSG_WALK_WHICH);
    if (row == NONE)
        return false;
    if (vm_waiting(l->image, l->state, row) != NONE)
        return pass(l, row);
    if (!walk_choose_event(l, row, &event))
        return false;
    if (event.kind == VM_SIGN)
        return l->image->t.row[row].calls == NONE ? sign(l, &event) : call(l, &event);
    remember(l);
    do_event(l, &event);
    return true;
}

static bool begin(struct leg *l)
{
    struct vm_event start = {VM_START, NONE, NONE};
    collect_starts(l);
    if (l->n_choices > 1 && (start.row = walk_choose_row(l, MSG_WALK_START)) == NONE)
        return false;
    uint32_t row = l->n_choices == 1 ? l->choices[0] : start.row;
    for (;;) {   /* what a start fills may be refused by what data decide upon it */
        remember(l);
        if (row != NONE && !walk_ask_fields(l, row))
            return false;
        uint32_t outcome;
        if (row == NONE || walk_compute(l, row, false, &outcome))
            do_event(l, &start);
        if (l->state->phase != VM_NEW)
            return true;
        take_back(l);
        if (row == NONE || l->image->t.row[row].fills.n == 0) {
            l->w->is_stuck = true;   /* asked again it would say the same */
            return false;
        }
    }
}

/* Walks a case from its start to its end; false when the walk is over. */
static bool run(struct leg *l)
{
    struct walk *w = l->w;
    const struct image_procedure *p = &l->image->t.procedure[l->procedure];
    cli_say(w->cli, w->out, MSG_WALK_TITLE, image_string(l->image, p->title),
            image_string(l->image, p->id), NULL);
    if (!begin(l))
        return false;
    while (l->state->phase == VM_RUNNING && l->state->n_open && !w->is_stuck)
        if (!step(l) || w->is_astray)
            return false;
    w->is_stopped |= l->state->phase == VM_FAULTY;
    w->is_stuck |= l->state->phase == VM_RUNNING;
    return l->state->phase == VM_OVER;
}

/* ---- calls --------------------------------------------------------------------- */

/* The called case has ended: the row that called it is done. */
static bool come_back(struct leg *l, const struct leg *called, struct vm_event *event)
{
    struct walk *w = l->w;
    const struct image_procedure *p = &l->image->t.procedure[l->procedure];
    uint32_t result = called->state->result;
    const char *end = result == NONE ? "end" : image_row_id(l->image, result);
    event->outcome = image_answer_of_end(l->image, event->row, result);
    fputc('\n', w->out);
    cli_say(w->cli, w->out, MSG_WALK_BACK, image_string(l->image, p->title),
            image_string(l->image, p->id), NULL);
    if (event->outcome == NONE && image_n_answers(l->image, event->row)) {
        cli_fail(w->cli, ERR_FINDING, MSG_WALK_NO_WAY,
                 image_string(l->image, l->image->t.procedure[called->procedure].id), end,
                 image_row_id(l->image, event->row), NULL);
        w->is_astray = true;
        return false;
    }
    remember(l);
    walk_copy_fields(called, l);
    do_event(l, event);
    return true;
}

static bool call(struct leg *l, struct vm_event *event)
{
    struct leg called;
    bool is_ready = leg_init(&called, l->w, l->image->t.row[event->row].calls);
    fputc('\n', l->w->out);
    if (is_ready)
        walk_copy_fields(l, &called);
    else
        tell_no_memory(l->w);
    bool is_on = is_ready && run(&called) && come_back(l, &called, event);
    arena_free(&called.memory);
    return is_on;
}

/* ---- the walk -------------------------------------------------------------------- */

static enum err walk_image(struct cli *cli, const struct image *image)
{
    struct walk w = {.cli = cli, .image = image, .is_terminal = isatty(STDIN_FILENO),
                     .out = cli->is_json ? stderr : stdout, .path = json_array()};
    struct leg l;
    enum err err;
    arena_init(&w.texts, NULL);
    if (leg_init(&l, &w, 0) && w.path) {
        run(&l);
        err = walk_finish(&l);
    } else
        err = cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    arena_free(&l.memory);
    arena_free(&w.texts);
    json_decref(w.path);
    bytes_free(&w.words);
    return err;
}

enum err command_walk(struct cli *cli)
{
    struct image *image;
    if (strcmp(cli->argument, "-") == 0)   /* stdin is for the answers */
        return cli_fail(cli, ERR_USAGE, MSG_WALK_STDIN, NULL);
    enum err err = cli_open_image(cli, &image);
    if (err != ERR_NONE)
        return err;
    err = walk_image(cli, image);
    image_close(image);
    return err;
}
