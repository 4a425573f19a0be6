/*
 * describe: rows and arrows in words, for those who do not see the picture,
 * and for the tip that shows under the mouse.
 */
#ifndef SOP_DRAW_DESCRIBE_H
#define SOP_DRAW_DESCRIBE_H

#include "compiler/draw/pages.h"

/* Number and text, who, how long, what comes next, a line each; in the arena. */
const char *describe_row(const struct page_list *list, uint32_t row, struct arena *arena);
/* The same in one sentence after the other. */
const char *describe_row_aloud(const struct page_list *list, uint32_t row, struct arena *arena);
/* "no. 3 to no. 5: Yes". */
const char *describe_line(const struct page_list *list, const struct page_line *line,
                          struct arena *arena);

#endif
