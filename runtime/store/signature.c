/*
 * The signatures of a row: a row is done when each of its tasks is signed.
 * `by a, b` has a task for a and one for b; `by a or b` one that either may
 * take; `by each x` one for every unit of x.
 */
#include <stdio.h>

#include "runtime/store/store.h"

const uint32_t *signature_actors(const struct image *image, uint32_t row, uint32_t nth,
                                 uint32_t *n)
{
    const struct image_row *r = &image->t.row[row];
    const uint32_t *actors = image_list(image, r->actors, n);
    if (r->is_any || r->is_each || nth >= *n)
        return actors;
    *n = 1;
    return actors + nth;
}

const char *signature_unit(const struct image *image, uint32_t row, uint32_t nth,
                           char number[16])
{
    const struct image_row *r = &image->t.row[row];
    uint32_t n;
    const uint32_t *actors = image_list(image, r->actors, &n);
    if (!r->is_each || n == 0)
        return NULL;
    const struct image_actor *actor = &image->t.actor[actors[0]];
    uint32_t n_units;
    const uint32_t *units = image_list(image, actor->units, &n_units);
    if (nth < n_units)
        return image_string(image, units[nth]);
    if (actor->count == 0)
        return NULL;
    snprintf(number, 16, "%u", nth + 1);
    return number;
}
