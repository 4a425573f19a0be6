/* fork: states in which several rows are open, as blocks or as regions. */
#ifndef SOP_TIME_FORK_H
#define SOP_TIME_FORK_H

#include "compiler/time/process_int.h"

/* Makes the play's next node a block or a region. False: a play that it needs
 * was pushed; ask again when that is done. */
bool fork_expand(struct builder *b, struct play *play);

/* beside.c: as a row, with others beside it; false: it is not so. */
bool beside_expand(struct builder *b, struct play *play);

/* region.c: the play's next node as a region; the play fails if no token goes on. */
void region_expand(struct builder *b, struct play *play);

/* What cannot be played at all, as one region from the beginning on. */
void whole_region(struct builder *b, struct play *whole);

#endif
