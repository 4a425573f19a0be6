/*
 * The checker: reads the display list only, with its own eyes, and counts
 * what a reader would call a fault (draw.h names them).
 */
#include <string.h>

#include "compiler/draw/pages.h"

static const double near = 0.6;        /* points that count as touching */

struct checker {
    const struct page_list *list;
    const struct page *page;
    struct draw_check *out;
};

static struct box segment(const struct page_line *line, uint32_t i)
{
    return box_of_segment(line->points[i], line->points[i + 1]);
}

/* ---- lines and symbols ------------------------------------------------ */

/* Do a box and one with round corners meet? */
static bool capsule_meets(const struct box *b, double radius, const struct box *box)
{
    struct box core = box_grown(*b, -radius);
    double dx = fmax(fmax(box->x0 - core.x1, core.x0 - box->x1), 0);
    double dy = fmax(fmax(box->y0 - core.y1, core.y0 - box->y1), 0);
    return hypot(dx, dy) < radius;
}

static bool symbol_meets(const struct page_symbol *s, const struct box *box, double grown)
{
    struct box b = box_grown(s->box, grown);
    if (s->kind == SYMBOL_DIAMOND)
        return diamond_meets(&b, symbol_tip(s) + (s->tip > 0 ? 0 : grown), box);
    if (s->kind == SYMBOL_BOX || s->kind == SYMBOL_PENTAGON)
        return box_meets(&b, box);
    return capsule_meets(&b, fmin(s->radius, box_height(&s->box) / 2) + grown, box);
}

static void check_through(struct checker *c, const struct page_line *line)
{
    for (uint32_t i = 0; i + 1 < line->n_points; i++) {
        struct box part = segment(line, i);
        for (uint32_t s = 0; s < c->page->symbols.n; s++)
            c->out->line_through_symbol += symbol_meets(&c->page->symbols.at[s], &part, -near);
    }
}

/* Is p on the outline, as far as an eye can tell? */
static bool is_on(const struct page_symbol *s, struct point p)
{
    struct box at = {p.x, p.y, p.x, p.y};
    return symbol_meets(s, &at, 2 * near) && !symbol_meets(s, &at, -2 * near);
}

/* Is there a symbol of the row, or a pentagon of that letter, under p? */
static bool is_held(const struct checker *c, struct point p, uint32_t row, const char *letter)
{
    for (uint32_t i = 0; i < c->page->symbols.n; i++) {
        const struct page_symbol *s = &c->page->symbols.at[i];
        bool is_it = s->kind == SYMBOL_PENTAGON ? letter && !strcmp(letter, s->letter)
                                                : !letter && s->row == row;
        if (is_it && is_on(s, p))
            return true;
    }
    return false;
}

static void check_ends(struct checker *c, const struct page_line *line)
{
    struct point first = line->points[0], last = line->points[line->n_points - 1];
    bool is_good = is_held(c, first, line->from, NULL) && is_held(c, last, line->to, NULL);
    if (line->via)
        is_good = is_held(c, first, line->from, NULL) != is_held(c, last, line->to, NULL) &&
                  is_held(c, first, 0, line->via) != is_held(c, last, 0, line->via);
    c->out->loose_end += !is_good;
}

/* ---- lines, rules, the page's edge ------------------------------------ */

static bool is_flat(const struct box *b)
{
    return b->x1 - b->x0 >= b->y1 - b->y0;
}

/* Do two lines run along one another, not only cross? */
static bool runs_along(const struct box *a, const struct box *b, double apart)
{
    if (is_flat(a) != is_flat(b))
        return false;
    if (is_flat(a))
        return fabs(a->y0 - b->y0) < apart && fmin(a->x1, b->x1) - fmax(a->x0, b->x0) > near;
    return fabs(a->x0 - b->x0) < apart && fmin(a->y1, b->y1) - fmax(a->y0, b->y0) > near;
}

static bool have_one_target(const struct page_line *a, const struct page_line *b)
{
    return a->has_arrow && b->has_arrow && a->to == b->to;
}

static void check_line_on_line(struct checker *c, uint32_t i)
{
    const struct page_line *a = &c->page->lines.at[i];
    for (uint32_t k = i + 1; k < c->page->lines.n; k++) {
        const struct page_line *b = &c->page->lines.at[k];
        for (uint32_t p = 0; p + 1 < a->n_points && !have_one_target(a, b); p++)
            for (uint32_t q = 0; q + 1 < b->n_points; q++) {
                struct box s = segment(a, p), t = segment(b, q);
                c->out->line_on_line += runs_along(&s, &t, 1);
            }
    }
}

static bool line_meets(const struct page_line *line, const struct box *box)
{
    for (uint32_t i = 0; i + 1 < line->n_points; i++) {
        struct box part = segment(line, i);
        if (box_meets(&part, box))
            return true;
    }
    return false;
}

/* Where a line bends, or goes on with another, nobody else's may run: which of
 * them goes where? Lines that merge have a corner there, one or the other. */
static void check_corners(struct checker *c, const struct page_line *line)
{
    for (uint32_t i = 1; i + 1 < line->n_points; i++) {
        struct point p = line->points[i];
        struct box corner = box_grown((struct box){p.x, p.y, p.x, p.y}, 1);
        for (uint32_t k = 0; k < c->page->lines.n; k++) {
            const struct page_line *other = &c->page->lines.at[k];
            c->out->line_through_corner += other != line && !have_one_target(line, other) &&
                                           line_meets(other, &corner);
        }
    }
}

static void check_rules(struct checker *c, const struct page_line *line)
{
    for (uint32_t i = 0; i + 1 < line->n_points; i++) {
        struct box part = segment(line, i);
        for (uint32_t r = 0; r < c->page->rules.n; r++) {
            struct box rule = box_of_segment(c->page->rules.at[r].a, c->page->rules.at[r].b);
            c->out->line_on_rule += runs_along(&part, &rule, 1);
        }
    }
}

static void check_inside(struct checker *c, const struct page_line *line)
{
    struct box room = box_grown(c->page->lanes, 0.1);
    for (uint32_t i = 0; i < line->n_points; i++) {
        struct box p = {line->points[i].x, line->points[i].y, line->points[i].x,
                        line->points[i].y};
        c->out->line_outside += !box_holds(&room, &p);
    }
}

/* ---- texts ------------------------------------------------------------ */

static void check_label(struct checker *c, uint32_t i)
{
    const struct page *page = c->page;
    struct box box = box_grown(page->labels.at[i].box, near);
    for (uint32_t s = 0; s < page->symbols.n; s++)
        c->out->label_touches += symbol_meets(&page->symbols.at[s], &box, 0);
    for (uint32_t l = 0; l < page->lines.n; l++)
        c->out->label_touches += line_meets(&page->lines.at[l], &box);
    for (uint32_t k = i + 1; k < page->labels.n; k++)
        c->out->label_touches += box_meets(&page->labels.at[k].box, &box);
    c->out->text_outside += !box_holds(&page->lanes, &page->labels.at[i].box);
}

/* Is the text inside its symbol? */
static bool symbol_holds(const struct checker *c, const struct page_symbol *s)
{
    const struct font_face *face = &font_faces[s->text.font];
    double scale = c->list->scale, height = s->text.n_lines * face->size * face->leading;
    struct box text = box_around(box_center_x(&s->box), box_center_y(&s->box),
                                 s->text.width * scale, height * scale);
    struct box room = box_grown(s->box, 0.1);
    return !s->text.n_lines || (s->kind == SYMBOL_DIAMOND
                                    ? diamond_holds(&room, symbol_tip(s), &text)
                                    : box_holds(&room, &text));
}

/* A cell's words, or a patch of the legend: is there anything else as well? */
static void check_alone(struct checker *c, uint32_t i)
{
    const struct page *page = c->page;
    const struct page_cell *cell = &page->cells.at[i];
    struct box box = box_grown(cell->text_box, -0.01);
    for (uint32_t k = 0; k < i; k++)
        c->out->text_over += box_meets(&page->cells.at[k].text_box, &box);
    for (uint32_t r = 0; r < page->rules.n; r++) {
        struct box rule = box_of_segment(page->rules.at[r].a, page->rules.at[r].b);
        c->out->text_over += box_meets(&rule, &box);
    }
    for (uint32_t s = 0; s < page->symbols.n; s++)
        c->out->text_over += symbol_meets(&page->symbols.at[s], &box, 0);
    for (uint32_t l = 0; l < page->lines.n; l++)
        c->out->text_over += line_meets(&page->lines.at[l], &box);
    for (uint32_t l = 0; l < page->labels.n; l++)
        c->out->text_over += box_meets(&page->labels.at[l].box, &box);
}

static void check_texts(struct checker *c)
{
    struct box paper = {0, 0, c->list->width, c->list->height};
    for (uint32_t i = 0; i < c->page->cells.n; i++) {
        const struct page_cell *cell = &c->page->cells.at[i];
        struct box room = box_grown(cell->box, 0.1);
        c->out->text_outside += !box_holds(&room, &cell->text_box) ||
                                !box_holds(&paper, &cell->box);
        check_alone(c, i);
    }
    for (uint32_t i = 0; i < c->page->symbols.n; i++)
        c->out->text_outside += !symbol_holds(c, &c->page->symbols.at[i]);
}

/* ---- arcs ------------------------------------------------------------- */

/* Is there a line of the arc on the page: whole, or the half that ends
 * (begins) at a pentagon? */
enum half { WHOLE, TO_PENTAGON, FROM_PENTAGON };

static const struct page_line *line_find(const struct page_list *list, const struct arc *arc,
                                         enum half half, const char *via)
{
    for (uint32_t i = 0; i < list->pages.n; i++) {
        const struct page *page = &list->pages.at[i];
        struct checker c = {list, page, NULL};
        for (uint32_t k = 0; k < page->lines.n; k++) {
            const struct page_line *l = &page->lines.at[k];
            if (!l->has_arrow || l->from != arc->from || l->to != arc->to ||
                l->outcome != arc->outcome || !l->via != (half == WHOLE))
                continue;
            struct point end = l->points[half == TO_PENTAGON ? l->n_points - 1 : 0];
            if (half == WHOLE || ((!via || !strcmp(via, l->via)) && is_held(&c, end, 0, l->via)))
                return l;
        }
    }
    return NULL;
}

static bool is_capsule(const struct page_list *list, uint32_t row)
{
    for (uint32_t i = 0; i < list->pages.n; i++)
        for (uint32_t s = 0; s < list->pages.at[i].symbols.n; s++) {
            const struct page_symbol *symbol = &list->pages.at[i].symbols.at[s];
            if (symbol->row == row && symbol->kind == SYMBOL_CAPSULE)
                return true;
        }
    return false;
}

static bool is_drawn(const struct page_list *list, const struct arc *arc)
{
    if (line_find(list, arc, WHOLE, NULL))
        return true;
    const struct page_line *half = line_find(list, arc, TO_PENTAGON, NULL);
    if (half)
        return line_find(list, arc, FROM_PENTAGON, half->via);
    return arc->to == TO_END && arc->outcome == NONE && is_capsule(list, arc->from);
}

/* ---- all -------------------------------------------------------------- */

static void check_page(struct checker *c)
{
    for (uint32_t i = 0; i < c->page->lines.n; i++) {
        const struct page_line *line = &c->page->lines.at[i];
        check_through(c, line);
        check_ends(c, line);
        check_line_on_line(c, i);
        check_corners(c, line);
        check_rules(c, line);
        check_inside(c, line);
    }
    for (uint32_t i = 0; i < c->page->labels.n; i++)
        check_label(c, i);
    check_texts(c);
}

struct draw_check draw_check_pages(const struct page_list *list, const struct flow *flow)
{
    struct draw_check out = {0};
    for (uint32_t i = 0; i < list->pages.n; i++) {
        struct checker c = {list, &list->pages.at[i], &out};
        check_page(&c);
    }
    for (uint32_t r = 0; r < flow->n_rows; r++)
        for (uint32_t i = flow->first_arc[r]; i < flow->first_arc[r + 1]; i++)
            out.arc_missing += !is_drawn(list, &flow->arcs[i]);
    return out;
}

uint32_t draw_check_total(const struct draw_check *check)
{
    uint32_t n = 0;
#define FAULT(name, text) n += check->name;
    DRAW_FAULTS(FAULT)
#undef FAULT
    return n;
}

void draw_check_write(const struct draw_check *check, struct bytes *out)
{
#define FAULT(name, text) \
    if (check->name)      \
        bytes_printf(out, "%u " text "\n", check->name);
    DRAW_FAULTS(FAULT)
#undef FAULT
}
