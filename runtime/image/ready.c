/*
 * What an open image has beside its tables, made once when all is verified:
 * what the VM needs of each row, the WAITs and whose ways they stand on, which
 * rows others look back at, and the calendars as runtime/calendar takes them.
 */
#include "runtime/image/verify_int.h"

static uint32_t size_of(const struct image *image, uint32_t at)
{
    return 1 + opcode_info[image->t.code[at]].n_operands;
}

/* ---- runs --------------------------------------------------------------- */

static struct image_run make_run(const struct image *image, uint32_t i)
{
    const struct image_row *row = &image->t.row[i];
    const uint32_t *code = image->t.code;
    uint32_t at = row->code;
    struct image_run run = {
        .n_tasks = row->n_tasks, .n_answers = image_n_answers(image, i), .kind = (uint8_t)row->kind,
        .groups = row->joins.first, .n_groups = row->joins.n,
        .need = row->need ? row->need : row->joins.n, .late = NONE,
        .is_data = row->is_data,
        .is_slow = row->n_tasks > 1,
    };
    if (code[at] == OP_JOIN || code[at] == OP_SOME)
        at += size_of(image, at);
    if (code[at] == OP_DUE) {
        run.late = code[at + 2];
        at += size_of(image, at);
    }
    run.is_asked = code[at] == OP_CHOOSE;
    run.resume = at + size_of(image, at);
    return run;
}

/* Jumps from a row's work end at the WAIT of its row, if anywhere. */
static void mark_wait(struct image_run *runs, struct image_wait *wait, uint32_t at,
                      const struct image *image, const struct code_word *word)
{
    *wait = (struct image_wait){ at + size_of(image, at), word->row, word->outcome,
                                 image->t.code[at + 1] };
    runs[word->row].is_slow = true;
}

static uint32_t count_waits(const struct image *image)
{
    uint32_t n = 0;
    for (uint32_t at = 0; at < image->t.n_code; at += size_of(image, at))
        n += image->t.code[at] == OP_WAIT;
    return n;
}

static bool make_runs(struct image_loader *l)
{
    struct image *image = l->image;
    struct image_run *runs = ARENA_ARRAY(&image->arena, image->t.n_row, struct image_run);
    struct image_wait *wait = ARENA_ARRAY(&image->arena, (size_t)count_waits(image) + 1,
                                          struct image_wait);
    if (!runs || !wait)
        return image_no_memory(l);
    image->runs = runs;
    image->waits = wait;
    for (uint32_t i = 0; i < image->t.n_row; i++)
        runs[i] = make_run(image, i);
    for (uint32_t at = 0; at < image->t.n_code; at += size_of(image, at))
        if (image->t.code[at] == OP_WAIT)
            mark_wait(runs, &wait[image->n_waits++], at, image, &l->words[at]);
    return true;
}

/* ---- rows that others look back at ------------------------------------------- */

static bool make_recalled(struct image_loader *l)
{
    struct image *image = l->image;
    bool *is_recalled = ARENA_ARRAY(&image->arena, image->t.n_row, bool);
    if (!is_recalled)
        return image_no_memory(l);
    for (uint32_t i = 0; i < image->t.n_row; i++) {
        const struct image_row *row = &image->t.row[i];
        uint32_t n;
        const uint32_t *excepts = image_list(image, row->excepts, &n);
        for (uint32_t k = 0; k < n; k++)
            is_recalled[excepts[k]] = true;
        if (row->same_as != NONE)
            is_recalled[row->same_as] = true;
        if (row->due_from != NONE)
            is_recalled[row->due_from] = true;
    }
    image->is_recalled = is_recalled;
    return true;
}

/* ---- calendars ------------------------------------------------------------ */

/* A list of intervals is pairs of words: the same as an array of them. */
_Static_assert(sizeof(struct work_interval) == 2 * sizeof(uint32_t), "two words");

static const struct work_interval *intervals_of(const struct image *image, uint32_t list,
                                                uint32_t *n)
{
    const uint32_t *words = image_list(image, list, n);
    *n /= 2;
    return (const struct work_interval *)words;
}

static struct calendar_change change_of(const struct image *image, uint32_t i)
{
    const struct image_change *from = &image->t.change[i];
    struct calendar_change change = { .from = from->from, .to = from->to };
    change.intervals = intervals_of(image, from->intervals, &change.n_intervals);
    return change;
}

static struct calendar calendar_of(const struct image *image, const struct image_calendar *from,
                                   const struct holiday *holidays,
                                   const struct calendar_change *changes)
{
    struct calendar c = {
        .is_always = from->is_always,
        .has_zone = from->has_zone,
        .zone = from->zone,
        .holidays = holidays + from->holidays.first,
        .n_holidays = from->holidays.n,
        .changes = changes + from->changes.first,
        .n_changes = from->changes.n,
    };
    c.intervals = intervals_of(image, from->intervals, &c.n_intervals);
    return c;
}

static bool make_calendars(struct image_loader *l)
{
    struct image *image = l->image;
    const struct image_tables *t = &image->t;
    struct arena *arena = &image->arena;
    struct calendar *calendars = ARENA_ARRAY(arena, (size_t)t->n_calendar + 1, struct calendar);
    struct holiday *holidays = ARENA_ARRAY(arena, (size_t)t->n_holiday + 1, struct holiday);
    struct calendar_change *changes =
        ARENA_ARRAY(arena, (size_t)t->n_change + 1, struct calendar_change);
    if (!calendars || !holidays || !changes)
        return image_no_memory(l);
    for (uint32_t i = 0; i < t->n_holiday; i++)
        holidays[i] = (struct holiday){ t->holiday[i].from, t->holiday[i].to,
                                        image_string(image, t->holiday[i].text) };
    for (uint32_t i = 0; i < t->n_change; i++)
        changes[i] = change_of(image, i);
    for (uint32_t i = 0; i < t->n_calendar; i++)
        calendars[i] = calendar_of(image, &t->calendar[i], holidays, changes);
    image->calendars = calendars;
    return true;
}

bool image_make_ready(struct image_loader *l)
{
    return make_runs(l) && make_recalled(l) && make_calendars(l);
}
