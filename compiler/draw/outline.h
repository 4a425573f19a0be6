/*
 * outline: the shapes of the symbols as paths, for everyone who draws them.
 */
#ifndef SOP_DRAW_OUTLINE_H
#define SOP_DRAW_OUTLINE_H

#include "compiler/draw/pages.h"

enum { OUTLINE_MOST = 25 };

/* Corners; or, is_curved, a start and three points for each curve. */
struct outline {
    struct point at[OUTLINE_MOST];
    uint32_t n;
    bool is_curved;
    struct point neck;     /* of an arrow's head: where its line ends */
};

/* inset: the same shape that far inside (for doubled edges). */
struct outline symbol_outline(const struct page_symbol *symbol, double inset);

/* Has Graphviz a node that looks the same? (A capsule, a page link and doubled
 * edges it has not.) */
bool symbol_has_node_shape(const struct page_symbol *symbol);

/* The distance between the two edges of a doubled one. */
#define DOUBLED_INSET 2.5

/* Length of an arrow's head at full size (Graphviz makes 10 of arrowsize 1). */
#define ARROW_HEAD 5.5

/* An arrow's head at the end of a line: tip, then the corners of its base. */
struct outline arrow_outline(const struct page_line *line, double scale);

#endif
