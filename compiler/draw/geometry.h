/*
 * geometry: points and boxes, y downward. What is horizontal or vertical is
 * a box without breadth.
 */
#ifndef SOP_DRAW_GEOMETRY_H
#define SOP_DRAW_GEOMETRY_H

#include <math.h>
#include <stdbool.h>

struct point {
    double x, y;
};

struct box {
    double x0, y0, x1, y1;
};

static inline double box_width(const struct box *b) { return b->x1 - b->x0; }
static inline double box_height(const struct box *b) { return b->y1 - b->y0; }
static inline double box_center_x(const struct box *b) { return (b->x0 + b->x1) / 2; }
static inline double box_center_y(const struct box *b) { return (b->y0 + b->y1) / 2; }

static inline struct box box_around(double x, double y, double width, double height)
{
    return (struct box){x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

static inline struct box box_of_segment(struct point a, struct point b)
{
    return (struct box){fmin(a.x, b.x), fmin(a.y, b.y), fmax(a.x, b.x), fmax(a.y, b.y)};
}

static inline struct box box_grown(struct box b, double by)
{
    return (struct box){b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by};
}

/* Do they share more than an edge? */
static inline bool box_meets(const struct box *a, const struct box *b)
{
    return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

static inline bool box_holds(const struct box *outer, const struct box *inner)
{
    return inner->x0 >= outer->x0 && inner->x1 <= outer->x1 && inner->y0 >= outer->y0 &&
           inner->y1 <= outer->y1;
}

/* Does b meet the diamond that fills d, its left and right corner standing out
 * by tip (half its width, or less: then it is flat above and below)? */
static inline bool diamond_meets(const struct box *d, double tip, const struct box *b)
{
    double y = box_center_y(d);
    double dx = fmax(fmax(b->x0 - (d->x1 - tip), d->x0 + tip - b->x1), 0);
    double dy = fmax(fmax(b->y0 - y, y - b->y1), 0);
    return dx / tip + dy / (box_height(d) / 2) < 1;
}

/* Does the diamond hold all of b? */
static inline bool diamond_holds(const struct box *d, double tip, const struct box *b)
{
    double y = box_center_y(d);
    double dx = fmax(fmax(b->x1 - (d->x1 - tip), d->x0 + tip - b->x0), 0);
    double dy = fmax(b->y1 - y, y - b->y0);
    return dx / tip + dy / (box_height(d) / 2) <= 1;
}

#endif
