/*
 * untangle: fewer crossings. Arrows that cross are taken up, alone or in
 * pairs, and laid again with crossings very dear; what comes out is kept only
 * where the page has fewer of them then.
 */
#ifndef SOP_DRAW_UNTANGLE_H
#define SOP_DRAW_UNTANGLE_H

#include "compiler/draw/route.h"

/* All arrows have their ways, no label its place yet. */
void arrows_untangle(const struct scene *scene, struct router *router, arrow_list *arrows);

#endif
