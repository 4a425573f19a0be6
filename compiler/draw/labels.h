/*
 * labels: the words at the exits of decisions, beside their arrows, touching
 * nothing.
 */
#ifndef SOP_DRAW_LABELS_H
#define SOP_DRAW_LABELS_H

#include "compiler/draw/route.h"

/* Makes the places beside decisions dearer, so that words find room there;
 * wish (per stop) tells how much that is needed. */
void labels_reserve(const struct scene *scene, struct tracks *tracks, const uint32_t *wish);

/*
 * Gives every label that has none its place beside its arrow. Where there is
 * none, the arrows in its way lose theirs. How many labels still have none,
 * or arrows no way.
 */
uint32_t labels_turn(const struct scene *scene, struct router *router, arrow_list *arrows);

/* An outcome that goes on behind a pentagon is told there again, where there is
 * a good place for it. */
void labels_repeat(const struct scene *scene, const struct router *router, arrow_list *arrows);

/* Does the arrow have words that it must carry here? */
bool label_is_wanted(const struct scene *scene, const struct arrow *arrow);

#endif
