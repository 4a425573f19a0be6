/*
 * The display list as an image keeps it: the same pages in whole numbers of
 * 1/100 of a point, strings and lists told by number. What rounding would put
 * over the edge of the paper is put on it.
 */
#include "compiler/draw/outline.h"
#include "compiler/draw/words.h"

/* The book as it grows. */
struct binder {
    const struct page_list *list;
    struct arena *arena;
    LIST_OF(const char *) strings;
    LIST_OF(uint32_t) lists;
#define PART(name, plural) LIST_OF(struct chart_##name) plural;
    CHART_PARTS(PART)
#undef PART
};

/* A kind of symbol, and how a text stands, is the same number in both. */
#define SYMBOL(symbol, name) \
    _Static_assert((int)SYMBOL_##symbol == (int)CHART_##symbol##_SHAPE, name);
DRAW_SYMBOLS(SYMBOL)
#undef SYMBOL
_Static_assert((int)ALIGN_CENTER == (int)CHART_CENTER && (int)ALIGN_RIGHT == (int)CHART_RIGHT,
               "aligned alike");

/* ---- numbers ------------------------------------------------------------ */

static uint32_t length(double points)
{
    return points > 0 ? (uint32_t)llround(points * 100) : 0;
}

static uint32_t across(const struct binder *b, double x)
{
    return length(fmin(x, b->list->width));
}

static uint32_t down(const struct binder *b, double y)
{
    return length(fmin(y, b->list->height));
}

static struct chart_box box_of(const struct binder *b, const struct box *box)
{
    return (struct chart_box){across(b, box->x0), down(b, box->y0), across(b, box->x1),
                              down(b, box->y1)};
}

/* "#f4b6ae" */
static uint32_t color_of(const char *fill)
{
    uint32_t color = 0;
    if (!fill)
        return NONE;
    for (const char *s = fill + 1; *s; s++)
        color = color << 4 | (uint32_t)(*s <= '9' ? *s - '0' : (*s | 32) - 'a' + 10);
    return color;
}

static uint32_t stop_of(uint32_t row)
{
    return row == AT_START ? CHART_START : row == TO_END ? CHART_END : row;
}

/* ---- texts ---------------------------------------------------------------- */

/* The builder of the image keeps equal strings once; here they may repeat. */
static uint32_t string_of(struct binder *b, const char *s)
{
    if (!s)
        return NONE;
    *LIST_ADD(b->arena, &b->strings) = s;
    return b->strings.n - 1;
}

/* The first list is the empty one. */
static uint32_t lines_of(struct binder *b, const struct page_text *text)
{
    if (!text->n_lines)
        return 0;
    uint32_t list = b->lists.n;
    *LIST_ADD(b->arena, &b->lists) = text->n_lines;
    for (uint32_t i = 0; i < text->n_lines; i++)
        *LIST_ADD(b->arena, &b->lists) = string_of(
            b, text->is_hung && text->is_hung[i] ? arena_printf(b->arena, "\t%s", text->lines[i])
                                                 : text->lines[i]);
    return list;
}

/* A line's letters stand in the middle of its height: see text_baseline. */
static void add_fonts(struct binder *b)
{
    for (enum font i = 0; i < N_FONTS; i++) {
        double size = font_faces[i].size * b->list->scale, height = size * font_faces[i].leading;
        double rise = (height + size * (FONT_ASCENT - FONT_DESCENT)) / 2;
        *LIST_ADD(b->arena, &b->fonts) = (struct chart_font){
            length(size), length(height), length(rise), font_faces[i].is_bold};
    }
}

/* ---- what stands on a page -------------------------------------------------- */

static void add_symbol(struct binder *b, const struct page_symbol *s)
{
    *LIST_ADD(b->arena, &b->symbols) = (struct chart_symbol){
        .kind = s->kind, .row = stop_of(s->row), .actor = s->actor,
        .letter = string_of(b, s->letter), .lines = lines_of(b, &s->text), .font = s->text.font,
        .box = box_of(b, &s->box), .radius = length(s->radius), .fill = color_of(s->fill),
        .is_dashed = s->is_dashed, .is_doubled = s->is_doubled, .is_upward = s->is_upward,
    };
}

static const char *outcome_name(const struct binder *b, const struct page_line *line)
{
    const struct sop *sop = b->list->sop;
    if (line->outcome == NONE || line->from >= sop->rows.n)
        return NULL;
    return draw_outcome_name(&sop->rows.at[line->from].outcomes.at[line->outcome],
                             sop->language);
}

static void add_line(struct binder *b, const struct page_line *line)
{
    struct chart_span points = {b->points.n, line->n_points};
    for (uint32_t i = 0; i < line->n_points; i++)
        *LIST_ADD(b->arena, &b->points) =
            (struct chart_point){across(b, line->points[i].x), down(b, line->points[i].y)};
    *LIST_ADD(b->arena, &b->lines) = (struct chart_line){
        .from = stop_of(line->from), .to = stop_of(line->to),
        .outcome = string_of(b, page_outcome_name(b->list, line->from, line->outcome)),
        .name = string_of(b, outcome_name(b, line)), .via = string_of(b, line->via),
        .points = points, .has_arrow = line->has_arrow, .is_dashed = line->is_dashed,
        .is_repeat = line->is_repeat,
    };
}

static void add_label(struct binder *b, const struct page_label *label, uint32_t first_line)
{
    *LIST_ADD(b->arena, &b->labels) = (struct chart_label){
        first_line + label->line, lines_of(b, &label->text), label->text.font,
        box_of(b, &label->box)};
}

/* In the order of their lines. */
static void add_labels(struct binder *b, const struct page *page, uint32_t first_line)
{
    for (uint32_t line = 0; line < page->lines.n; line++)
        for (uint32_t i = 0; i < page->labels.n; i++)
            if (page->labels.at[i].line == line)
                add_label(b, &page->labels.at[i], first_line);
}

static void add_cell(struct binder *b, const struct page_cell *cell)
{
    *LIST_ADD(b->arena, &b->cells) = (struct chart_cell){
        lines_of(b, &cell->text), cell->text.font, length(cell->text.hang * b->list->scale),
        cell->align, cell->is_shaded,
        box_of(b, &cell->box), box_of(b, &cell->text_box)};
}

static void add_rule(struct binder *b, const struct page_rule *r)
{
    *LIST_ADD(b->arena, &b->rules) =
        (struct chart_rule){across(b, r->a.x), down(b, r->a.y), across(b, r->b.x), down(b, r->b.y)};
}

static void add_page(struct binder *b, const struct page *page)
{
    struct chart_page p = {
        {b->symbols.n, page->symbols.n}, {b->lines.n, page->lines.n},
        {b->labels.n, page->labels.n}, {b->cells.n, page->cells.n}, {b->rules.n, page->rules.n}};
    for (uint32_t i = 0; i < page->symbols.n; i++)
        add_symbol(b, &page->symbols.at[i]);
    for (uint32_t i = 0; i < page->lines.n; i++)
        add_line(b, &page->lines.at[i]);
    add_labels(b, page, p.lines.first);
    for (uint32_t i = 0; i < page->cells.n; i++)
        add_cell(b, &page->cells.at[i]);
    for (uint32_t i = 0; i < page->rules.n; i++)
        add_rule(b, &page->rules.at[i]);
    *LIST_ADD(b->arena, &b->pages) = p;
}

/* ---- the whole --------------------------------------------------------------- */

static void add_names(const struct sop *sop, struct chart_book *book, struct arena *arena)
{
    struct chart_row *rows = ARENA_ARRAY(arena, sop->rows.n + 1, struct chart_row);
    struct chart_actor *actors = ARENA_ARRAY(arena, sop->actors.n + 1, struct chart_actor);
    for (uint32_t i = 0; i < sop->rows.n; i++)
        rows[i] = (struct chart_row){sop->rows.at[i].id, sop->rows.at[i].text, sop->rows.at[i].no};
    for (uint32_t i = 0; i < sop->actors.n; i++)
        actors[i] = (struct chart_actor){sop->actors.at[i].id, sop->actors.at[i].name};
    book->rows = rows, book->n_rows = sop->rows.n;
    book->actors = actors, book->n_actors = sop->actors.n;
}

const struct chart_book *draw_book(const struct page_list *list, struct arena *arena)
{
    const struct sop *sop = list->sop;
    struct binder b = {.list = list, .arena = arena};
    struct chart_book *book = ARENA_NEW(arena, struct chart_book);
    *LIST_ADD(arena, &b.lists) = 0;
    add_fonts(&b);
    for (uint32_t i = 0; i < list->pages.n; i++)
        add_page(&b, &list->pages.at[i]);
    *book = (struct chart_book){
        .title = sop->title ? sop->title : sop->id,
        .start = draw_word(DRAW_WORD_START, sop->language),
        .end = draw_word(DRAW_WORD_END, sop->language),
        .width = length(list->width), .height = length(list->height),
        .arrow = length(ARROW_HEAD * list->scale), .inset = length(DOUBLED_INSET * list->scale),
        .strings = b.strings.at, .n_strings = b.strings.n,
        .lists = b.lists.at, .n_lists = b.lists.n,
#define PART(name, plural) .plural = b.plural.at, .n_##plural = b.plural.n,
        CHART_PARTS(PART)
#undef PART
    };
    add_names(sop, book, arena);
    return book;
}
