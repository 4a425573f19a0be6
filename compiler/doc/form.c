/* Bands and pages: see form.h. */
#include "compiler/doc/form.h"

struct form *form_open(const struct doc_content *content, enum draw_paper paper,
                       struct canvas *canvas, struct arena *arena)
{
    struct form *form = ARENA_NEW(arena, struct form);
    struct page_list *list = ARENA_NEW(arena, struct page_list);
    list->sop = content->sop;
    list->flow = content->flow;
    list->scale = 1;
    draw_paper_size(paper, &list->width, &list->height);
    form->content = content;
    form->canvas = canvas;
    form->arena = arena;
    form->list = list;
    list->arena = arena;
    form->left = DRAW_MARGIN;
    form->right = list->width - DRAW_MARGIN;
    form->top = DRAW_MARGIN + 6;
    form->bottom = list->height - DRAW_MARGIN - 8;
    return form;
}

struct page *form_page(const struct form *form)
{
    return &form->list->pages.at[form->list->pages.n - 1];
}

/* ---- what stands on a page ---------------------------------------------- */

void form_rule(const struct form *form, double x0, double y0, double x1, double y1)
{
    *LIST_ADD(form->arena, &form_page(form)->rules) = (struct page_rule){{x0, y0}, {x1, y1}};
}

void form_frame(const struct form *form, const struct box *b)
{
    form_rule(form, b->x0, b->y0, b->x1, b->y0);
    form_rule(form, b->x0, b->y1, b->x1, b->y1);
    form_rule(form, b->x0, b->y0, b->x0, b->y1);
    form_rule(form, b->x1, b->y0, b->x1, b->y1);
}

/* Puts a text with its upper edge at y. */
static void text_put(const struct form *form, struct page_text text, struct box box, double y,
                     enum align align, const char *link)
{
    double x = align == ALIGN_LEFT     ? box.x0 + FORM_PADDING
               : align == ALIGN_CENTER ? (box.x0 + box.x1 - text.width) / 2
                                       : box.x1 - FORM_PADDING - text.width;
    if (text.n_lines)
        *LIST_ADD(form->arena, &form_page(form)->cells) = (struct page_cell){
            .text = text,
            .box = box,
            .text_box = {x, y, x + text.width, y + canvas_height(text.font, text.n_lines)},
            .align = align,
            .link = link,
        };
}

void form_cell(const struct form *form, struct page_text text, struct box box, enum align align)
{
    double height = canvas_height(text.font, text.n_lines);
    text_put(form, text, box, (box.y0 + box.y1 - height) / 2, align, NULL);
}

static void shade(const struct form *form, struct box box)
{
    *LIST_ADD(form->arena, &form_page(form)->cells) =
        (struct page_cell){.box = box, .text_box = box, .is_shaded = true};
}

/* ---- pages ---------------------------------------------------------------- */

void form_turn(struct form *form)
{
    *LIST_ADD(form->arena, &form->list->pages) = (struct page){0};
    form->y = form->top;
    if (form->list->pages.n == 1 || !form->running)
        return;
    double width = form->right - form->left, height = canvas_height(FONT_SUBTITLE, 1) + 6;
    struct box box = {form->left, form->y - 6, form->right, form->y - 6 + height};
    form_cell(form, form_wrap(form, form->running, FONT_SUBTITLE, width, 1), box,
              ALIGN_CENTER);
    form->y = box.y1;
}

void form_keep(struct form *form, double height)
{
    if (form->y + height > form->bottom)
        form_turn(form);
}

/* Lines are broken as a screen sets them; in print one may come out wider. */
struct page_text form_wrap(const struct form *form, const char *text, enum font font,
                           double width, uint32_t n_most)
{
    enum { MOST_TRIES = 6 };
    double room = width;
    struct page_text wrapped = canvas_wrap(form->canvas, text, font, room, n_most);
    for (uint32_t i = 0; i < MOST_TRIES && wrapped.width > width; i++) {
        room -= wrapped.width - width;
        wrapped = canvas_wrap(form->canvas, text, font, room, n_most);
    }
    return wrapped;
}

/* ---- columns ------------------------------------------------------------- */

struct form_column *form_column_add(const struct form *form, struct form_band *band, double from,
                                    double to)
{
    struct form_column *column = LIST_ADD(form->arena, &band->columns);
    column->from = from;
    column->to = to;
    return column;
}

static void item_add(const struct form *form, const struct form_band *band,
                     struct form_column *column, const char *marker, const char *text)
{
    double width = column->to - column->from - 2 * FORM_PADDING - column->indent;
    struct form_item *item = LIST_ADD(form->arena, &column->items);
    item->marker = form_wrap(form, marker, band->font, column->indent + 2, 1);
    item->text = form_wrap(form, text, band->font, width, 0);
}

void form_text(const struct form *form, const struct form_band *band, struct form_column *column,
               const char *text)
{
    item_add(form, band, column, NULL, text);
}

void form_list(const struct form *form, const struct form_band *band, struct form_column *column,
               const struct doc_list *list)
{
    uint32_t n = list->items.n;
    const char *last = arena_printf(form->arena, "%u.", n);
    double width = canvas_wrap(form->canvas, last, band->font, 1000, 1).width;
    column->indent = n > 1 ? width + 6 : 0;
    for (uint32_t i = 0; i < n; i++)
        item_add(form, band, column, n > 1 ? arena_printf(form->arena, "%u.", i + 1) : NULL,
                 list->items.at[i]);
}

static uint32_t column_lines(const struct form_column *column)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < column->items.n; i++)
        n += column->items.at[i].text.n_lines;
    return n;
}

static uint32_t band_lines(const struct form_band *band)
{
    uint32_t most = 0;
    for (uint32_t c = 0; c < band->columns.n; c++) {
        uint32_t n = column_lines(&band->columns.at[c]);
        most = n > most ? n : most;
    }
    return most;
}

/* ---- bands ----------------------------------------------------------------- */

double form_lines_height(const struct form_band *band, uint32_t n)
{
    double height = canvas_height(band->font, n) + 2 * band->gap;
    return fmax(height, band->least);
}

double form_band_height(const struct form_band *band)
{
    return form_lines_height(band, band_lines(band));
}

/* Lines from .. to of the column, in its box. */
static void column_put(const struct form *form, const struct form_band *band,
                       const struct form_column *column, struct box box, uint32_t from,
                       uint32_t to)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < column->items.n; i++) {
        const struct form_item *item = &column->items.at[i];
        uint32_t first = at > from ? at : from, end = at + item->text.n_lines;
        uint32_t last = end < to ? end : to;
        at = end;
        if (first >= last)
            continue;
        double y = box.y0 + band->gap + canvas_height(band->font, first - from);
        uint32_t skipped = first - (end - item->text.n_lines);
        struct page_text text = item->text;
        text.lines += skipped;
        text.n_lines = last - first;
        struct box indented = {box.x0 + column->indent, box.y0, box.x1, box.y1};
        text_put(form, text, indented, y, column->align, column->link);
        if (!skipped)
            text_put(form, item->marker, box, y, ALIGN_LEFT, NULL);
    }
}

/* A band again on a new page: what it is the head of goes on at line `from`. */
static bool is_needed_again(const struct form_band *body, uint32_t column, uint32_t from)
{
    return !body || !body->is_list || column_lines(&body->columns.at[column]) > from;
}

/* Lines from .. to of the whole band; as a head, above line `at` of a body. */
static void band_put(struct form *form, const struct form_band *band, uint32_t from, uint32_t to,
                     const struct form_band *body, uint32_t at)
{
    double y1 = form->y + form_lines_height(band, to - from);
    for (uint32_t c = 0; c < band->columns.n; c++) {
        const struct form_column *column = &band->columns.at[c];
        struct box box = {column->from, form->y, column->to, y1};
        if (band->is_shaded)
            shade(form, box);
        if (!band->is_open)
            form_frame(form, &box);
        if (is_needed_again(body, c, at))
            column_put(form, band, column, box, from, to);
    }
    form->y = y1;
}

/* Short items stay whole; of long ones no single line stands alone. */
static bool may_cut(const struct form_column *column, uint32_t cut)
{
    enum { SHORT = 3 };
    uint32_t end = 0;
    for (uint32_t i = 0; i < column->items.n; i++) {
        uint32_t first = end, n = column->items.at[i].text.n_lines;
        end += n;
        if (cut <= first || cut >= end)
            continue;
        return n > SHORT && cut - first > 1 && end - cut > 1;
    }
    return true;
}

static bool band_may_cut(const struct form_band *band, uint32_t cut)
{
    for (uint32_t c = 0; c < band->columns.n; c++)
        if (!may_cut(&band->columns.at[c], cut))
            return false;
    return true;
}

/* How many of the lines from `at` on go on this page: all, or as many as end
 * well; 0: the next page takes them. */
static uint32_t lines_that_fit(const struct form *form, const struct form_band *band,
                               uint32_t at, uint32_t n_left)
{
    enum { TRIES = 6 };
    double room = form->bottom - form->y;
    if (!n_left || form_lines_height(band, n_left) <= room)
        return n_left;
    if (n_left < 3)
        return 0;
    double lines = (room - 2 * band->gap) / canvas_height(band->font, 1);
    uint32_t n = lines > 0 ? (uint32_t)lines : 0;
    n = n + 1 < n_left ? n : n_left - 2;   /* and no single line goes on */
    for (uint32_t i = 0; i < TRIES && i < n; i++)
        if (band_may_cut(band, at + n - i))
            return n - i;
    return n > TRIES ? n : 0;
}

void form_place(struct form *form, const struct form_band *band)
{
    uint32_t at = 0, n = band_lines(band);
    bool is_fresh = false;      /* the page is as empty as it gets */
    for (;;) {
        uint32_t take = lines_that_fit(form, band, at, n - at);
        if (is_fresh && !take && at < n)
            take = 1;
        if (take || is_fresh || (at == n && form->y + band->least <= form->bottom)) {
            band_put(form, band, at, at + take, NULL, 0);
            at += take;
            if (at == n)
                return;
        }
        form_turn(form);
        is_fresh = true;
        if (band->head)
            band_put(form, band->head, 0, band_lines(band->head), band, at);
    }
}
