/*
 * describe: rows and arrows in words, for those who do not see the picture,
 * and for the tip that shows under the mouse.
 */
#ifndef SOP_DRAW_DESCRIBE_H
#define SOP_DRAW_DESCRIBE_H

#include "compiler/draw/pages.h"

/* Number and text, who, how long, what comes next, a line each; in the arena. */
const char *describe_row(const struct flow *flow, uint32_t row, struct arena *arena);
/* The same on one line: "3. Check; Clerk; 5 minutes; Yes: no. 4; No: back to no. 1". */
const char *describe_row_aloud(const struct flow *flow, uint32_t row, struct arena *arena);
/* "no. 3 to no. 5: Yes". */
const char *describe_line(const struct page_list *list, const struct page_line *line,
                          struct arena *arena);

#endif
