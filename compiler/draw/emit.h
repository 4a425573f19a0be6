/*
 * emit: the display list as a file, one function a format; draw_write picks.
 * Each appends to out.
 */
#ifndef SOP_DRAW_EMIT_H
#define SOP_DRAW_EMIT_H

#include "compiler/draw/ids.h"
#include "compiler/draw/pdf.h"

/* Widths of lines, in points at full size. */
#define STROKE_RULE 0.5
#define STROKE_SYMBOL 0.8
#define STROKE_HEAVY 2
#define STROKE_ARROW 0.8
#define SHADE "#ececec"

static inline const char *cell_fill(const struct page_cell *cell)
{
    return cell->fill ? cell->fill : cell->is_shaded ? SHADE : NULL;
}

static inline double symbol_stroke(const struct page_symbol *symbol)
{
    return symbol->is_heavy ? STROKE_HEAVY : STROKE_SYMBOL;
}

/* The table's rules are black as the form's; the swimlane's stay behind. */
static inline const char *rule_color(const struct page_list *list)
{
    return list->style == DRAW_STYLE_FLOW ? "#8c8c8c" : "#000000";
}

/* What is wiped clean under a label, less than its box: rules beside it stay. */
static inline struct box label_ground(const struct page_label *label)
{
    struct box b = label->box;
    double spare = box_height(&b) / (label->text.n_lines + 1) * 0.12;
    return (struct box){b.x0, b.y0 + spare, b.x1, b.y1 - spare};
}

enum err emit_json(const struct page_list *list, struct bytes *out);
enum err emit_pdf(const struct page_list *list, struct bytes *out);
/* One page into an open file. */
void emit_pdf_page(const struct page_list *list, const struct page *page, struct pdf *pdf);
/* svg, png or dot, by Graphviz. */
enum err emit_graphviz(const struct page_list *list, const struct page *page,
                       enum draw_format format, struct bytes *out);
/* What lies under nodes and edges, as Graphviz' `_background`. */
void background_write(const struct page_list *list, const struct page *page,
                      enum draw_format format, struct bytes *out);
/* Gives Graphviz' SVG of a page what it cannot: role, title, description,
 * shapes and texts of symbols inside their groups. */
void svg_finish(const struct page_list *list, const struct page *page,
                const struct page_ids *ids, const char *svg, size_t len, struct bytes *out);

/* The classes of a symbol, as SVG and DOT share them. */
void emit_symbol_class(const struct page_list *list, const struct page_symbol *symbol,
                       struct bytes *out);
/* A number in at most two places, whatever the locale. */
void emit_number(struct bytes *out, double value);

#endif
