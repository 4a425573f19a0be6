/*
 * tracks: the grid on which arrows run over a page.
 *
 * Every lane has tracks left and right of its symbols and through their
 * middle, every strip above, below and through its symbols. Where two tracks
 * cross is a spot; a spot is used along X, along Y, or both (a bend). What
 * one arrow uses in one direction is closed for all others in that direction,
 * so two arrows can cross but never lie on one another. Ports are where
 * arrows may leave and enter a symbol; the spots next to them are kept for
 * the arrows of that symbol.
 */
#ifndef SOP_DRAW_TRACKS_H
#define SOP_DRAW_TRACKS_H

#include "compiler/draw/scene.h"

enum axis { ALONG_X, ALONG_Y };
enum side { SIDE_UP, SIDE_RIGHT, SIDE_DOWN, SIDE_LEFT, N_SIDES };

static inline enum axis side_axis(enum side side)
{
    return side == SIDE_LEFT || side == SIDE_RIGHT ? ALONG_X : ALONG_Y;
}

static inline enum side side_opposite(enum side side)
{
    return (enum side)((side + 2) % N_SIDES);
}

#define SPOT_FREE 0
#define SPOT_CLOSED UINT32_MAX   /* in a symbol, or a line that joins symbols */
#define SPOT_LABEL 0x80000000u   /* + arrow: under its label */

struct spot {
    uint32_t owner[2];      /* per axis: arrow + 1, or one of the above */
    uint32_t kept[2];       /* per axis: node + 1 whose arrows alone may */
    uint32_t tip;           /* node + 1 whose decision's tip is beside it */
    uint16_t toll;          /* tenths of a point more, to be here */
    uint16_t history;       /* how often it was fought over */
};

struct port {
    uint32_t symbol;
    enum side side;
    bool is_main;           /* the middle of its side */
    struct point edge;      /* on the symbol's outline */
    uint32_t near;          /* the first spot outside */
    uint32_t far;           /* the first that leaves room for an arrowhead, or NONE */
};

struct tracks {
    uint32_t nx, ny;
    double *x, *y;
    int32_t *step_x, *step_y;   /* from each track to the next, in tenths of a point */
    struct spot *spots;     /* spot (i, j) is i + j * nx */
    LIST_OF(struct port) ports;
    uint32_t *first_port;   /* node -> its first; one more at the end */
};

void tracks_build(struct tracks *tracks, const struct scene *scene);
/* The neighbour of a spot, or NONE beyond the grid. */
uint32_t tracks_step(const struct tracks *tracks, uint32_t spot, enum side side);
struct point tracks_point(const struct tracks *tracks, uint32_t spot);
/* Tracks i0..i1 - 1 and j0..j1 - 1 run through a box. */
struct spot_range {
    uint32_t i0, i1, j0, j1;
};
struct spot_range tracks_in(const struct tracks *tracks, const struct box *box);
/* Makes every spot in the box that much dearer. */
void tracks_toll(struct tracks *tracks, const struct box *box, uint16_t toll);

#endif
