/* The shapes: see outline.h. */
#include "compiler/draw/outline.h"

static const double kappa = 0.5523;      /* a quarter circle as a curve */
static const double shoulder = 0.36;     /* a pentagon's roof, of its height */
static const double head_breadth = 0.35;   /* half of it, of its length */

static struct outline outline_of(const struct point *at, uint32_t n)
{
    struct outline o = {.n = n};
    for (uint32_t i = 0; i < n; i++)
        o.at[i] = at[i];
    return o;
}

static struct outline pentagon(const struct box *b, bool is_upward)
{
    double flat = is_upward ? b->y1 : b->y0, tip = is_upward ? b->y0 : b->y1;
    double roof = tip + (flat - tip) * shoulder;
    return outline_of((struct point[]){{b->x0, flat},
                                       {b->x1, flat},
                                       {b->x1, roof},
                                       {box_center_x(b), tip},
                                       {b->x0, roof}},
                      5);
}

static struct outline flat_diamond(const struct box *b, double tip)
{
    double y = box_center_y(b);
    return outline_of((struct point[]){{b->x0 + tip, b->y0},
                                       {b->x1 - tip, b->y0},
                                       {b->x1, y},
                                       {b->x1 - tip, b->y1},
                                       {b->x0 + tip, b->y1},
                                       {b->x0, y}},
                      6);
}

/* Four sides and four round corners: eight curves. */
static struct outline capsule(const struct box *b, double radius)
{
    double r = fmin(fmin(box_width(b), box_height(b)) / 2, radius), k = r * kappa;
    double l = b->x0 + r, e = b->x1 - r, t = b->y0 + r, u = b->y1 - r;
    struct outline o = outline_of((struct point[]){{l, b->y0},
                                                   {l, b->y0}, {e, b->y0}, {e, b->y0},
                                                   {e + k, b->y0}, {b->x1, t - k}, {b->x1, t},
                                                   {b->x1, t}, {b->x1, u}, {b->x1, u},
                                                   {b->x1, u + k}, {e + k, b->y1}, {e, b->y1},
                                                   {e, b->y1}, {l, b->y1}, {l, b->y1},
                                                   {l - k, b->y1}, {b->x0, u + k}, {b->x0, u},
                                                   {b->x0, u}, {b->x0, t}, {b->x0, t},
                                                   {b->x0, t - k}, {l - k, b->y0}, {l, b->y0}},
                                  25);
    o.is_curved = true;
    return o;
}

struct outline symbol_outline(const struct page_symbol *symbol, double inset)
{
    struct box b = box_grown(symbol->box, -inset);
    switch (symbol->kind) {
    case SYMBOL_CAPSULE:
    case SYMBOL_START:
    case SYMBOL_END:
        return capsule(&b, symbol->radius - inset);
    case SYMBOL_PENTAGON:
        return pentagon(&b, symbol->is_upward);
    case SYMBOL_DIAMOND:
        if (symbol->tip > 0)
            return flat_diamond(&b, symbol->tip);
        return outline_of((struct point[]){{box_center_x(&b), b.y0},
                                           {b.x1, box_center_y(&b)},
                                           {box_center_x(&b), b.y1},
                                           {b.x0, box_center_y(&b)}},
                          4);
    case SYMBOL_BOX:
    case N_SYMBOL_KINDS:
        break;
    }
    return outline_of(
        (struct point[]){{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}, 4);
}

bool symbol_has_node_shape(const struct page_symbol *s)
{
    return (s->kind == SYMBOL_BOX || s->kind == SYMBOL_DIAMOND) && !s->is_doubled && !(s->tip > 0);
}

struct outline arrow_outline(const struct page_line *line, double scale)
{
    struct point tip = line->points[line->n_points - 1];
    struct point before = line->points[line->n_points - 2];
    double dx = tip.x - before.x, dy = tip.y - before.y, length = hypot(dx, dy);
    double ux = length > 0 ? dx / length : 0, uy = length > 0 ? dy / length : 0;
    double l = ARROW_HEAD * scale, h = l * head_breadth;
    struct point neck = {tip.x - ux * l, tip.y - uy * l};
    struct outline o = outline_of((struct point[]){tip,
                                                   {neck.x - uy * h, neck.y + ux * h},
                                                   {neck.x + uy * h, neck.y - ux * h}},
                                  3);
    o.neck = neck;
    return o;
}
