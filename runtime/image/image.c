/* Asking an open image: its strings, lists, durations, calendars, and what its
 * rows are. All of it was verified, so nothing is checked here. */
#include <string.h>

#include "runtime/image/image.h"

const char *image_string(const struct image *image, uint32_t string)
{
    return string == NONE ? NULL : image->t.text + image->t.string[string].offset;
}

const uint32_t *image_list(const struct image *image, uint32_t list, uint32_t *n)
{
    *n = image->t.lists[list];
    return image->t.lists + list + 1;
}

struct duration image_duration(const struct image *image, uint32_t duration)
{
    if (duration == NONE)
        return (struct duration){ .kind = DURATION_NONE };
    const struct image_duration *d = &image->t.duration[duration];
    return (struct duration){
        .kind = d->kind, .unit = d->unit, .is_calendar = d->is_calendar,
        .per_item = d->per_item, .a = d->a, .b = d->b, .c = d->c,
        .words = image_string(image, d->words),
    };
}

const struct calendar *image_calendar(const struct image *image, const struct image_procedure *p)
{
    return p->calendar == NONE ? &calendar_default : &image->calendars[p->calendar];
}

struct unit_minutes image_units(const struct image *image, const struct image_procedure *p)
{
    return calendar_units(image_calendar(image, p));
}

/* ---- rows ---------------------------------------------------------------- */

uint32_t image_late(const struct image *image, uint32_t row)
{
    struct image_span outcomes = image->t.row[row].outcomes;
    bool is_late = outcomes.n &&
                   image->t.outcome[outcomes.first + outcomes.n - 1].kind == IMAGE_LATE;
    return is_late ? outcomes.n - 1 : NONE;
}

uint32_t image_n_answers(const struct image *image, uint32_t row)
{
    return image->t.row[row].outcomes.n - (image_late(image, row) != NONE);
}

uint32_t image_answer_of_end(const struct image *image, uint32_t row, uint32_t end)
{
    const struct image_row *e = end == NONE ? NULL : &image->t.row[end];
    const char *id = e ? image_string(image, e->id) : "end";
    const char *text = e ? image_string(image, e->text) : NULL;
    uint32_t first = image->t.row[row].outcomes.first;
    for (uint32_t i = 0; i < image_n_answers(image, row); i++) {
        const char *label = image_string(image, image->t.outcome[first + i].label);
        if (strcmp(label, id) == 0 || (text && strcmp(label, text) == 0))
            return i;
    }
    return NONE;
}

uint32_t image_find_row(const struct image *image, uint32_t procedure, const char *id)
{
    struct image_span rows = image->t.procedure[procedure].rows;
    for (uint32_t i = rows.first; i < rows.first + rows.n; i++)
        if (strcmp(image_row_id(image, i), id) == 0)
            return i;
    return NONE;
}

bool image_is_alone(const struct image *image, uint32_t row)
{
    uint32_t low = 0, high = image->t.n_lone_row;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (image->t.lone_row[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < image->t.n_lone_row && image->t.lone_row[low].row == row;
}

uint32_t image_procedure_of(const struct image *image, uint32_t row)
{
    uint32_t i = 0;
    while (row - image->t.procedure[i].rows.first >= image->t.procedure[i].rows.n)
        i++;
    return i;
}

/* Outcomes stand in the order of their rows, and so do the counters. */
uint32_t image_counter(const struct image *image, uint32_t row, uint32_t outcome)
{
    const struct image_procedure *p = &image->t.procedure[image_procedure_of(image, row)];
    uint32_t wanted = image->t.row[row].outcomes.first + outcome, counter = 0;
    if (image->t.outcome[wanted].at_most == 0)
        return NONE;
    for (uint32_t r = p->rows.first; r <= row; r++) {
        struct image_span outcomes = image->t.row[r].outcomes;
        for (uint32_t i = outcomes.first; i < outcomes.first + outcomes.n && i < wanted; i++)
            counter += image->t.outcome[i].at_most > 0;
    }
    return counter;
}
