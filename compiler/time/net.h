/*
 * net: the forward graph of a flow, the ground under every question of time.
 * Its rows stand in an order in which each comes before all that follow it,
 * so that every question is one loop over that order, forth or back.
 */
#ifndef SOP_TIME_NET_H
#define SOP_TIME_NET_H

#include "compiler/time/time.h"

struct time_net {
    const struct flow *flow;
    struct arena *arena;
    uint32_t *order;       /* the rows, each before those that follow it */
    bool *is_forward;      /* per arc: neither loop nor of an outcome that is rework */
    uint32_t *to;          /* per arc: where it leads, as the flow says; NONE: not forward */
    bool *is_taken;        /* per arc: a straight-through case goes there (time_net_walk) */
    uint32_t *choice;      /* per row: the outcome that case takes, or NONE */
    const struct minutes *lasts;   /* per row: work and wait */
    double *minutes;       /* per row: their mean */
    double *delay;         /* per arc: what its outcome lets pass on the way, in the mean;
                              NULL: nothing on any */
};

/* lasts: minutes_of_row of each row. */
struct time_net *time_net_build(const struct flow *flow, const struct minutes *lasts,
                                struct arena *arena);

static inline double time_net_delay(const struct time_net *net, uint32_t arc)
{
    return net->delay ? net->delay[arc] : 0;
}

/* Marks the rows and arcs of a straight-through case, and sets the delays of the outcomes
 * that it takes: the net played once. */
void time_net_walk(struct time_net *net, struct time_row *rows);

/* Fills in the schedule of every row and the report's longest way. */
void time_net_schedule(const struct time_net *net, struct time_report *report);
/* The least minutes from a beginning to the end of the case. */
double time_net_shortest(const struct time_net *net);

/* Minutes of actors, their hand-overs and shares in the case that was walked. */
void time_net_actors(const struct time_net *net, struct time_report *report);
/* Their minutes by the visits of rows. */
void time_net_expected_actors(const struct time_net *net, struct time_report *report);

#endif
