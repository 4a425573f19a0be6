/* Asking an open image: its strings, lists, durations and calendars. All of
 * it was verified, so nothing is checked here. */
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

/* A list of intervals is pairs of words: the same as an array of them. */
_Static_assert(sizeof(struct work_interval) == 2 * sizeof(uint32_t), "two words");

struct unit_minutes image_units(const struct image *image, const struct image_procedure *p)
{
    if (p->calendar == NONE)
        return calendar_units(NULL);
    const struct image_calendar *c = &image->t.calendar[p->calendar];
    uint32_t n;
    const uint32_t *words = image_list(image, c->intervals, &n);
    struct calendar calendar = {
        .is_always = c->is_always,
        .intervals = (const struct work_interval *)words,
        .n_intervals = n / 2,
    };
    return calendar_units(&calendar);
}
