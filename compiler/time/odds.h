/*
 * odds: how likely each way of a flow is, once its row is done.
 *
 * Percentages that are written count; what a decision gives some of its
 * outcomes only is shared evenly by the others. A decision that gives none
 * goes back by the usual share of rework (all its outcomes of rework
 * together), and takes its other outcomes evenly; where none or all are
 * rework, all are even. If another procedure decides, by its ends, they are as
 * likely as its ends. Late is never.
 */
#ifndef SOP_TIME_ODDS_H
#define SOP_TIME_ODDS_H

#include "compiler/time/time.h"

/* Where a row's odds come from. */
enum odds_source {
    ODDS_NO_CHOICE,        /* a step, or a decision of one outcome */
    ODDS_GIVEN,            /* by percentages */
    ODDS_SHARED,           /* some are given, the rest is shared */
    ODDS_REWORK,           /* none is given: assumed, some of it is rework */
    ODDS_EVEN,             /* none is given, all are taken as even */
    ODDS_CALLED,           /* none is given: as often as the called procedure ends so */
};

struct odds {
    double *of_way;            /* per way; a bounded outcome's two have the odds of the outcome */
    bool *is_rework;           /* per way: the first of an outcome that sends back */
    enum odds_source *source;  /* per row */
};

/*
 * is_forward: per arc, or NULL: nothing is rework. ends: per sop of the model how likely it
 * ends at each of its rows, and behind them at no named end; NULL, or NULL there: not known.
 */
struct odds *odds_build(const struct flow *flow, const bool *is_forward, double rework,
                        const double *const *ends, struct arena *arena);

#endif
