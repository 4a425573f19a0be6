/*
 * walk: one case at the terminal, by the same vm_step that runs real ones.
 * walk.c asks and steps, card.c shows a row as the page shows it.
 */
#ifndef SOP_WALK_H
#define SOP_WALK_H

#include "runtime/cli/cli.h"

/* A row with its cells: number, text, who, input, time, output, note. */
void card_write(const struct cli *cli, struct bytes *b, const struct image *image,
                uint32_t row);

#endif
