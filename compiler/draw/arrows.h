/*
 * arrows: all arrows of one page: which they are, in which order they are
 * laid, who gives way when there is no room, and what becomes of them in the
 * display list.
 */
#ifndef SOP_DRAW_ARROWS_H
#define SOP_DRAW_ARROWS_H

#include "compiler/draw/labels.h"

/* Collects the arrows of the page's ties. */
void arrows_collect(const struct scene *scene, arrow_list *arrows);
/* Lines between the symbols of one row, and their spots closed. */
void arrows_join_rows(const struct scene *scene, struct tracks *tracks);
/* Finds a way for all arrows and a place for their labels, as far as there is
 * one (is_routed and has_label tell). */
struct router *arrows_route(const struct scene *scene, struct tracks *tracks,
                            arrow_list *arrows);
/* Writes them as lines and labels. */
void arrows_draw(const struct scene *scene, const struct router *router,
                 const arrow_list *arrows);

#endif
