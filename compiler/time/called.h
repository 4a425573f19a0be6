/*
 * called: the procedures that a procedure calls, worked out before it: as what
 * the calling row lasts, and with which odds each ends where.
 */
#ifndef SOP_TIME_CALLED_H
#define SOP_TIME_CALLED_H

#include "compiler/time/net.h"
#include "compiler/time/process.h"

/* Per sop of the model; NULL there: not called, or not known. Both are NULL where nothing
 * is called. */
struct called {
    struct process **processes;
    const double **ends;           /* odds_build's */
};

/* The odds of a procedure's decisions. */
struct odds *time_odds(const struct time_net *net, const struct called *called,
                       const struct time_options *options, struct arena *arena);

/* Adds the processes to the tree, those called by others before them. */
struct called time_called(const struct sop *sop, const struct time_options *options,
                          struct process_tree *tree, struct arena *arena);

#endif
