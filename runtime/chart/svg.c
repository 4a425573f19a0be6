/*
 * One page as SVG, from its display list alone. Rows and arrows have the ids
 * and classes that sopc draw gives them, so that one style sheet fits both. Look
 * and strokes are attributes of a few groups; only what a case has made of the
 * rows is style, told apart on grey paper too: done is light, open has a thick
 * edge, late is dark.
 */
#include <math.h>
#include <stdio.h>

#include "runtime/chart/svg.h"

struct drawing {
    const struct chart_book *book;
    const struct chart_page *page;
    const struct chart_marks *marks;
    struct bytes *out;
};

static const char mark_style[] =
    "<style>\n"
    ".sop-chart .done{fill:#d4d4d4}\n"
    ".sop-chart .open{fill:#ffe08a;stroke-width:2.4}\n"
    ".sop-chart .late{fill:#a3241c}\n"
    "</style>\n";

static const double shoulder = 0.36;       /* a pentagon's roof, of its height */
static const double head_breadth = 0.35;   /* half an arrow's head, of its length */

static const struct chart_font legend_font = {.size = 650};

static const char *const mark_classes[N_CHART_MARKS] = {
#define MARK(symbol, name) [CHART_##symbol] = name,
    CHART_MARKS(MARK)
#undef MARK
};

static const char *string_of(const struct drawing *d, uint32_t string)
{
    return d->book->strings[string];
}

/* The lines of a text, centred in the height of their box; those that begin with
 * a tab so far in as `hang`. */
static void add_text(struct drawing *d, uint32_t list, uint32_t font_i, enum chart_align align,
                     const struct chart_box *box, uint32_t hang)
{
    const struct chart_font *font = &d->book->fonts[font_i];
    const uint32_t *items = d->book->lists + list + 1;
    int64_t n = items[-1], x0 = box->x0, x1 = box->x1;
    int64_t x = align == CHART_LEFT ? x0 : align == CHART_CENTER ? (x0 + x1) / 2 : x1;
    int64_t top = ((int64_t)box->y0 + box->y1 - n * font->height) / 2;
    for (int64_t i = 0; i < n; i++) {
        const char *line = d->book->strings[items[i]];
        bool is_hung = *line == '\t';
        svg_line_of_text(d->out, font, align, x + (is_hung ? hang : 0),
                         top + i * font->height + font->rise, line + is_hung);
    }
}

/* ---- rows in words ----------------------------------------------------- */

static uint8_t marks_of(const struct drawing *d, const struct chart_symbol *s)
{
    if (!d->marks || s->kind == CHART_PENTAGON_SHAPE)
        return 0;
    return s->row == CHART_START ? d->marks->start
           : s->row == CHART_END ? d->marks->end : d->marks->rows[s->row];
}

/* ": open, late" */
static void add_mark_words(struct drawing *d, const struct chart_symbol *s)
{
    uint8_t marks = marks_of(d, s);
    const char *joint = ": ";
    for (int i = 0; i < N_CHART_MARKS; i++) {
        if (!(marks & CHART_BIT(i)) || !d->marks->words[i])
            continue;
        bytes_add_string(d->out, joint);
        svg_escaped(d->out, d->marks->words[i]);
        joint = ", ";
    }
}

/* "3. Memeriksa ... (Kasubag)", or what a capsule says. */
static void add_row(struct drawing *d, const struct chart_symbol *s)
{
    if (s->row >= CHART_START) {
        svg_escaped(d->out, s->row == CHART_START ? d->book->start : d->book->end);
    } else {
        const struct chart_row *row = &d->book->rows[s->row];
        if (row->no)
            bytes_printf(d->out, "%u. ", row->no);
        svg_escaped(d->out, row->text);
        if (s->actor != NONE) {
            bytes_add_string(d->out, " (");
            svg_escaped(d->out, d->book->actors[s->actor].name);
            bytes_add_char(d->out, ')');
        }
    }
    add_mark_words(d, s);
}

static void add_row_short(struct drawing *d, uint32_t row)
{
    if (row >= CHART_START)
        svg_escaped(d->out, row == CHART_START ? d->book->start : d->book->end);
    else if (d->book->rows[row].no)
        bytes_printf(d->out, "%u", d->book->rows[row].no);
    else
        svg_escaped(d->out, d->book->rows[row].text);
}

static void add_row_id(struct drawing *d, uint32_t row)
{
    svg_word(d->out, row == CHART_START ? "start"
                     : row == CHART_END ? "end" : d->book->rows[row].id);
}

/* ---- shapes -------------------------------------------------------------- */

static void add_diamond(struct drawing *d, const struct chart_box *b, const char *attributes)
{
    int64_t x = ((int64_t)b->x0 + b->x1) / 2, y = ((int64_t)b->y0 + b->y1) / 2;
    const struct corner at[] = {{x, b->y0}, {b->x1, y}, {x, b->y1}, {b->x0, y}};
    svg_polygon(d->out, at, COUNT_OF(at), attributes);
}

static void add_pentagon(struct drawing *d, const struct chart_box *b, bool is_upward,
                         const char *attributes)
{
    int64_t x = ((int64_t)b->x0 + b->x1) / 2;
    int64_t flat = is_upward ? b->y1 : b->y0, tip = is_upward ? b->y0 : b->y1;
    int64_t roof = tip + llround((double)(flat - tip) * shoulder);
    const struct corner at[] = {
        {b->x0, flat}, {b->x1, flat}, {b->x1, roof}, {x, tip}, {b->x0, roof}};
    svg_polygon(d->out, at, COUNT_OF(at), attributes);
}

static void add_shape(struct drawing *d, const struct chart_symbol *s, uint32_t inset,
                      const char *attributes)
{
    struct chart_box b = s->box;
    if (b.x1 - b.x0 > 2 * inset && b.y1 - b.y0 > 2 * inset)
        b = (struct chart_box){b.x0 + inset, b.y0 + inset, b.x1 - inset, b.y1 - inset};
    switch ((enum chart_symbol_kind)s->kind) {
    case CHART_CAPSULE_SHAPE:
    case CHART_START_SHAPE:
    case CHART_END_SHAPE: svg_rect(d->out, &b, (int64_t)s->radius - inset, attributes); return;
    case CHART_DIAMOND_SHAPE: add_diamond(d, &b, attributes); return;
    case CHART_PENTAGON_SHAPE: add_pentagon(d, &b, s->is_upward, attributes); return;
    case CHART_BOX_SHAPE:
    case N_CHART_SYMBOL_KINDS: break;
    }
    svg_rect(d->out, &b, 0, attributes);
}

/* ---- symbols --------------------------------------------------------------- */

/* The symbols of a row stand one behind the other: the first one has its id. */
static bool is_first_of_row(const struct drawing *d, uint32_t i)
{
    const struct chart_symbol *s = &d->book->symbols[d->page->symbols.first + i];
    return i == 0 || s[-1].row != s->row || s[-1].kind == CHART_PENTAGON_SHAPE;
}

static void add_symbol_id(struct drawing *d, const struct chart_symbol *s, uint32_t i)
{
    if (s->kind == CHART_PENTAGON_SHAPE) {
        bytes_add_string(d->out, "link-");
        svg_word(d->out, string_of(d, s->letter));
        bytes_printf(d->out, "-%u", i);
        return;
    }
    bytes_add_string(d->out, "row-");
    add_row_id(d, s->row);
    if (!is_first_of_row(d, i))
        bytes_printf(d->out, "-%u", i);
}

static void add_symbol_classes(struct drawing *d, const struct chart_symbol *s)
{
    uint8_t marks = marks_of(d, s);
    bytes_printf(d->out, "node symbol kind-%s",
                 chart_symbol_name((enum chart_symbol_kind)s->kind));
    if (s->actor != NONE) {
        bytes_add_string(d->out, " actor-");
        svg_escaped(d->out, d->book->actors[s->actor].id);
    }
    if (s->is_dashed)
        bytes_add_string(d->out, " assists");
    if (s->is_doubled)
        bytes_add_string(d->out, " each");
    for (int i = 0; i < N_CHART_MARKS; i++)
        if (marks & CHART_BIT(i))
            bytes_printf(d->out, " %s", mark_classes[i]);
}

static void add_symbol(struct drawing *d, uint32_t i)
{
    const struct chart_symbol *s = &d->book->symbols[d->page->symbols.first + i];
    bytes_add_string(d->out, "<g id=\"");
    add_symbol_id(d, s, i);
    bytes_add_string(d->out, "\" class=\"");
    add_symbol_classes(d, s);
    bytes_printf(d->out, "\"%s", s->is_dashed ? " stroke-dasharray=\"5,2\"" : "");
    if (s->fill != NONE)
        bytes_printf(d->out, " fill=\"#%06x\"", s->fill);
    bytes_add_string(d->out, ">\n<title>");
    add_row(d, s);
    bytes_add_string(d->out, "</title>\n");
    add_shape(d, s, 0, "");
    if (s->is_doubled)
        add_shape(d, s, d->book->inset, " fill=\"none\"");
    if (d->book->lists[s->lines]) {
        bytes_add_string(d->out, "<g fill=\"black\" stroke=\"none\">\n");
        add_text(d, s->lines, s->font, CHART_CENTER, &s->box, 0);
        bytes_add_string(d->out, "</g>\n");
    }
    bytes_add_string(d->out, "</g>\n");
}

/* ---- lines ------------------------------------------------------------------- */

static void add_line_id(struct drawing *d, const struct chart_line *line, uint32_t i)
{
    bytes_add_string(d->out, line->has_arrow ? "edge-" : "join-");
    add_row_id(d, line->from);
    if (!line->has_arrow) {
        bytes_printf(d->out, "-%u", i);
        return;
    }
    bytes_add_char(d->out, '-');
    add_row_id(d, line->to);
    if (line->outcome != NONE) {
        bytes_add_char(d->out, '-');
        svg_word(d->out, string_of(d, line->outcome));
    }
}

/* "5 -> 4: Tidak" */
static void add_line_title(struct drawing *d, const struct chart_line *line)
{
    add_row_short(d, line->from);
    if (!line->has_arrow)
        return;
    bytes_add_string(d->out, " \u2192 ");
    add_row_short(d, line->to);
    if (line->name != NONE) {
        bytes_add_string(d->out, ": ");
        svg_escaped(d->out, string_of(d, line->name));
    }
}

/* The head of an arrow, and where its line ends: the head's base. */
static struct corner add_head(struct drawing *d, const struct chart_point *p, uint32_t n)
{
    double x = p[n - 1].x, y = p[n - 1].y, dx = x - p[n - 2].x, dy = y - p[n - 2].y;
    double length = hypot(dx, dy), l = d->book->arrow;
    double ux = length > 0 ? dx / length * l : 0, uy = length > 0 ? dy / length * l : 0;
    double hx = -uy * head_breadth, hy = ux * head_breadth;
    struct corner at[] = {{llround(x), llround(y)},
                          {llround(x - ux + hx), llround(y - uy + hy)},
                          {llround(x - ux - hx), llround(y - uy - hy)}};
    svg_polygon(d->out, at, COUNT_OF(at), " fill=\"black\" stroke-dasharray=\"none\"");
    return (struct corner){llround(x - ux), llround(y - uy)};
}

static void add_path(struct drawing *d, const struct chart_line *line)
{
    const struct chart_point *p = d->book->points + line->points.first;
    uint32_t n = line->points.n;
    struct corner end = {p[n - 1].x, p[n - 1].y};
    if (line->has_arrow)
        end = add_head(d, p, n);
    bytes_add_string(d->out, "<polyline points=\"");
    for (uint32_t i = 0; i < n; i++) {
        struct corner at = i + 1 < n ? (struct corner){p[i].x, p[i].y} : end;
        if (i)
            bytes_add_char(d->out, ' ');
        svg_number(d->out, at.x);
        bytes_add_char(d->out, ',');
        svg_number(d->out, at.y);
    }
    bytes_add_string(d->out, "\"/>\n");
}

/* Adds line i; *label is the first label that no line before has taken: they
 * stand in the order of their lines. */
static void add_line(struct drawing *d, uint32_t i, uint32_t *label)
{
    uint32_t line_i = d->page->lines.first + i;
    uint32_t end = d->page->labels.first + d->page->labels.n;
    const struct chart_line *line = &d->book->lines[line_i];
    if (!line->is_repeat) {
        bytes_add_string(d->out, "<g id=\"");
        add_line_id(d, line, i);
        bytes_printf(d->out, "\" class=\"edge %s\"%s>\n<title>",
                     line->has_arrow ? "arrow" : "join",
                     line->is_dashed ? " stroke-dasharray=\"5,2\"" : "");
        add_line_title(d, line);
        bytes_add_string(d->out, "</title>\n");
        add_path(d, line);
    }
    for (; *label < end && d->book->labels[*label].line == line_i; ++*label) {
        const struct chart_label *l = &d->book->labels[*label];
        bytes_add_string(d->out, "<g fill=\"black\" stroke=\"none\">\n");
        add_text(d, l->lines, l->font, CHART_CENTER, &l->box, 0);
        bytes_add_string(d->out, "</g>\n");
    }
    if (!line->is_repeat)
        bytes_add_string(d->out, "</g>\n");
}

/* ---- the table ----------------------------------------------------------------- */

static void add_cells(struct drawing *d)
{
    const struct chart_cell *cells = d->book->cells + d->page->cells.first;
    bytes_add_string(d->out, "<g fill=\"#ececec\">\n");
    for (uint32_t i = 0; i < d->page->cells.n; i++)
        if (cells[i].is_shaded)
            svg_rect(d->out, &cells[i].box, 0, "");
    bytes_add_string(d->out,
                     "</g>\n<path fill=\"none\" stroke=\"black\" stroke-width=\"0.5\" d=\"");
    for (uint32_t i = 0; i < d->page->rules.n; i++) {
        const struct chart_rule *r = &d->book->rules[d->page->rules.first + i];
        const uint32_t at[] = {r->x0, r->y0, r->x1, r->y1};
        for (uint32_t k = 0; k < COUNT_OF(at); k++) {
            bytes_add_char(d->out, "M,L,"[k]);
            svg_number(d->out, at[k]);
        }
    }
    bytes_add_string(d->out, "\"/>\n<g>\n");
    for (uint32_t i = 0; i < d->page->cells.n; i++)
        add_text(d, cells[i].lines, cells[i].font, (enum chart_align)cells[i].align,
                 &cells[i].text_box, cells[i].hang);
    bytes_add_string(d->out, "</g>\n");
}

/* Rules are wiped out under a label, less than its box: those beside it stay. */
static void add_grounds(struct drawing *d)
{
    bytes_add_string(d->out, "<g fill=\"white\">\n");
    for (uint32_t i = 0; i < d->page->labels.n; i++) {
        const struct chart_label *l = &d->book->labels[d->page->labels.first + i];
        struct chart_box b = l->box;
        uint64_t n_lines = d->book->lists[l->lines];
        uint32_t spare = (uint32_t)((uint64_t)(b.y1 - b.y0) * 12 / (100 * (n_lines + 1)));
        b.y0 += spare;
        b.y1 -= spare;
        svg_rect(d->out, &b, 0, "");
    }
    bytes_add_string(d->out, "</g>\n");
}

/* What the marks mean, in the margin above the title: 1/100 of a point. */
static void add_legend(struct drawing *d)
{
    enum { LEFT = 2600, STEP = 8000, TOP = 1000, WIDTH = 1000, HEIGHT = 600 };
    bytes_add_string(d->out, "<g class=\"legend\">\n");
    for (uint32_t i = 0; i < N_CHART_MARKS; i++) {
        uint32_t x = LEFT + i * STEP;
        char look[80];
        if (!d->marks->words[i])
            continue;
        snprintf(look, sizeof look, " class=\"%s\" stroke=\"black\" stroke-width=\"0.8\"",
                 mark_classes[i]);
        svg_rect(d->out, &(struct chart_box){x, TOP, x + WIDTH, TOP + HEIGHT}, 0, look);
        svg_line_of_text(d->out, &legend_font, CHART_LEFT, x + WIDTH + 400, TOP + 550,
                         d->marks->words[i]);
    }
    bytes_add_string(d->out, "</g>\n");
}

/* ---- the whole ------------------------------------------------------------------- */

/* The page read aloud: its rows from the top. */
static void add_description(struct drawing *d)
{
    bytes_add_string(d->out, "<desc>");
    for (uint32_t i = 0; i < d->page->symbols.n; i++) {
        const struct chart_symbol *s = &d->book->symbols[d->page->symbols.first + i];
        if (s->kind == CHART_PENTAGON_SHAPE || !is_first_of_row(d, i))
            continue;
        add_row(d, s);
        bytes_add_string(d->out, ". ");
    }
    bytes_add_string(d->out, "</desc>\n");
}

static void add_start(struct drawing *d)
{
    const struct chart_book *book = d->book;
    svg_begin(d->out, "sop-chart", book->width, book->height, book->title);
    add_description(d);
    if (d->marks)
        bytes_add_string(d->out, mark_style);
    bytes_add_string(d->out, "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
}

void chart_svg(const struct chart_book *book, uint32_t page, const struct chart_marks *marks,
               struct bytes *out)
{
    struct drawing d = {book, &book->pages[page], marks, out};
    uint32_t label = d.page->labels.first;
    add_start(&d);
    add_cells(&d);
    add_grounds(&d);
    bytes_add_string(out, "<g fill=\"white\" stroke=\"black\" stroke-width=\"0.8\">\n");
    for (uint32_t i = 0; i < d.page->symbols.n; i++)
        add_symbol(&d, i);
    bytes_add_string(out, "</g>\n<g fill=\"none\" stroke=\"black\" stroke-width=\"0.8\">\n");
    for (uint32_t i = 0; i < d.page->lines.n; i++)
        add_line(&d, i, &label);
    bytes_add_string(out, "</g>\n");
    if (marks)
        add_legend(&d);
    bytes_add_string(out, "</svg>\n");
}
