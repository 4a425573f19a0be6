/*
 * The annexes: headings, lists and tables, each annex on a page of its own. A
 * table is as wide as its texts want it, or else the paper; the numbers get
 * what they need, the texts share what is left.
 */
#include <string.h>

#include "compiler/doc/form.h"

static const double number_most = 112;     /* width of a column of numbers */
static const double above_heading = 10, table_gap = 3;

struct table {
    struct form *form;
    const struct doc_table *data;
    const char *heading;
    double left;
    double *edges;           /* of the columns, one more than they are */
    bool has_head;
    struct form_band head;
    struct form_band *bands; /* one a line */
    double height;           /* of all of it */
};

/* ---- columns ----------------------------------------------------------------- */

/* As wide as its widest text on one line. */
static double width_wish(const struct table *t, uint32_t c)
{
    struct canvas *canvas = t->form->canvas;
    double width = canvas_wrap(canvas, t->data->columns.at[c].label, FONT_HEAD, 4000, 0).width;
    for (uint32_t i = 0; i < t->data->lines.n; i++) {
        const char *text = t->data->lines.at[i].cells[c];
        width = fmax(width, canvas_wrap(canvas, text, FONT_FORM_SMALL, 4000, 0).width);
    }
    return ceil(width) + 2 * FORM_PADDING + 4;
}

/* Of what texts share the first, what a row is about, gets twice a part. */
static void texts_share(const struct table *t, double *widths, double room)
{
    uint32_t n = 0, first = NONE;
    for (uint32_t c = 0; c < t->data->columns.n; c++) {
        if (!t->data->columns.at[c].is_text)
            continue;
        first = n ? first : c;
        n++;
    }
    for (uint32_t c = 0; c < t->data->columns.n; c++)
        if (t->data->columns.at[c].is_text)
            widths[c] = room / (n + 1) * (c == first ? 2 : 1);
    if (n == 1)
        widths[first] = room;
}

static void columns_place(struct table *t)
{
    uint32_t n = t->data->columns.n;
    double *widths = ARENA_ARRAY(t->form->arena, n, double);
    double all = 0, texts = 0, width = t->form->right - t->form->left;
    for (uint32_t c = 0; c < n; c++) {
        bool is_text = t->data->columns.at[c].is_text;
        widths[c] = width_wish(t, c);
        if (!is_text)
            widths[c] = fmin(widths[c], number_most);
        all += widths[c];
        texts += is_text ? widths[c] : 0;
    }
    if (all > width * 0.7)   /* a small table stays small */
        texts_share(t, widths, width - (all - texts));
    t->edges = ARENA_ARRAY(t->form->arena, n + 1, double);
    t->edges[0] = t->left;
    for (uint32_t c = 0; c < n; c++)
        t->edges[c + 1] = t->edges[c] + widths[c];
}

/* ---- lines -------------------------------------------------------------------- */

static void head_build(struct table *t)
{
    t->head = (struct form_band){.font = FONT_HEAD, .gap = table_gap, .is_shaded = true};
    for (uint32_t c = 0; c < t->data->columns.n; c++) {
        struct form_column *column =
            form_column_add(t->form, &t->head, t->edges[c], t->edges[c + 1]);
        column->align = ALIGN_CENTER;
        form_text(t->form, &t->head, column, t->data->columns.at[c].label);
    }
}

static void line_build(const struct table *t, const struct doc_line *line,
                       struct form_band *band)
{
    struct form *form = t->form;
    *band = (struct form_band){
        .font = FONT_FORM_SMALL, .gap = table_gap, .head = t->has_head ? &t->head : NULL};
    for (uint32_t c = 0; c < t->data->columns.n; c++) {
        struct form_column *column = form_column_add(form, band, t->edges[c], t->edges[c + 1]);
        column->align = t->data->columns.at[c].is_number ? ALIGN_RIGHT : ALIGN_LEFT;
        if (!c && line->row != NONE)
            column->link = doc_place(form->content, line->row, form->arena);
        form_text(form, band, column, line->cells[c]);
    }
}

/* ---- blocks -------------------------------------------------------------------- */

static double heading_height(const char *heading)
{
    return heading ? canvas_height(FONT_FORM_BOLD, 1) + 4 : 0;
}

static void heading_place(struct form *form, const char *heading, double left)
{
    double height = heading_height(heading), width = form->right - left;
    if (!heading)
        return;
    form_cell(form, form_wrap(form, heading, FONT_FORM_BOLD, width, 1),
              (struct box){left - FORM_PADDING, form->y, form->right, form->y + height},
              ALIGN_LEFT);
    form->y += height;
}

static void table_build(struct table *t, struct form *form, const struct doc_block *block,
                        double left)
{
    uint32_t n = block->table.lines.n;
    *t = (struct table){
        .form = form, .data = &block->table, .heading = block->heading, .left = left};
    t->has_head = t->data->columns.at[0].label != NULL;
    t->bands = ARENA_ARRAY(form->arena, n + 1, struct form_band);
    columns_place(t);
    head_build(t);
    t->height = t->has_head ? form_band_height(&t->head) : 0;
    for (uint32_t i = 0; i < n; i++) {
        line_build(t, &t->data->lines.at[i], &t->bands[i]);
        t->height += form_band_height(&t->bands[i]);
    }
}

static bool table_is_short(const struct table *t)
{
    return t->height < (t->form->bottom - t->form->top) / 2;
}

static void table_place(const struct table *t)
{
    heading_place(t->form, t->heading, t->left);
    if (t->has_head)
        form_place(t->form, &t->head);
    for (uint32_t i = 0; i < t->data->lines.n; i++)
        form_place(t->form, &t->bands[i]);
}

/* A short table stays whole, another begins with a line or two below its head. */
static void table_alone(struct form *form, const struct table *t)
{
    double least = t->has_head ? form_band_height(&t->head) : 0;
    least += t->data->lines.n ? form_lines_height(&t->bands[0], 2) : 0;
    form_keep(form, heading_height(t->heading) + (table_is_short(t) ? t->height : least));
    table_place(t);
}

/* Two short tables that fit beside one another; false: they do not. */
static bool tables_beside(struct form *form, const struct table *a, const struct doc_block *next)
{
    static const double between = 40;
    double right = a->edges[a->data->columns.n] + between;
    struct table b;
    if (!next->table.columns.n || !table_is_short(a))
        return false;
    table_build(&b, form, next, right);
    if (!table_is_short(&b) || b.edges[b.data->columns.n] > form->right)
        return false;
    form_keep(form, heading_height(a->heading) + fmax(a->height, b.height));
    double y = form->y;
    table_place(a);
    double lower = form->y;
    form->y = y;
    table_place(&b);
    form->y = fmax(form->y, lower);
    return true;
}

static struct form_band list_build(struct form *form, const struct doc_block *block,
                                   enum font font)
{
    struct form_band band = {.font = font, .gap = table_gap, .is_open = true};
    double from = form->left - FORM_PADDING;
    form_list(form, &band, form_column_add(form, &band, from, form->right), &block->list);
    return band;
}

/* A short list stays whole, in smaller print if that ends the page with it. */
static void list_place(struct form *form, const struct doc_block *block)
{
    struct form_band band = list_build(form, block, FONT_FORM_LESS);
    struct form_band small = list_build(form, block, FONT_FORM_SMALL);
    double heading = heading_height(block->heading), whole = form_band_height(&band);
    double room = form->bottom - form->y - heading;
    bool is_short = whole < (form->bottom - form->top) / 3;
    if (is_short && whole > room && form_band_height(&small) <= room)
        band = small;
    form_keep(form,
              heading + (is_short ? form_band_height(&band) : form_lines_height(&band, 2)));
    heading_place(form, block->heading, form->left);
    form_place(form, &band);
}

/* Gives how many blocks it has placed. */
static uint32_t blocks_place(struct form *form, const struct doc_annex *annex, uint32_t i)
{
    const struct doc_block *block = &annex->blocks.at[i];
    struct table t;
    form->y += above_heading;
    if (!block->table.columns.n) {
        list_place(form, block);
        return 1;
    }
    table_build(&t, form, block, form->left);
    if (i + 1 < annex->blocks.n && tables_beside(form, &t, block + 1))
        return 2;
    table_alone(form, &t);
    return 1;
}

/* ---- all ----------------------------------------------------------------------- */

static void title_place(struct form *form, const struct doc_annex *annex)
{
    double width = form->right - form->left;
    const char *title = arena_printf(form->arena, "%s: %s", annex->name, annex->title);
    struct page_text lines[] = {
        form_wrap(form, title, FONT_TITLE, width, 2),
        form_wrap(form, form->content->title, FONT_SUBTITLE, width, 2),
    };
    form->y -= 6;
    for (uint32_t i = 0; i < COUNT_OF(lines); i++) {
        double height = canvas_height(lines[i].font, lines[i].n_lines);
        form_cell(form, lines[i], (struct box){form->left, form->y, form->right, form->y + height},
                  ALIGN_CENTER);
        form->y += height + 2;
    }
}

static void annex_place(struct form *form, const struct doc_annex *annex)
{
    const char *title = form->content->title;
    form->running = NULL;
    form_turn(form);
    form->running = title ? arena_printf(form->arena, "%s: %s \u2014 %s", annex->name,
                                         annex->title, title)
                          : annex->title;
    title_place(form, annex);
    for (uint32_t i = 0; i < annex->blocks.n;)
        i += blocks_place(form, annex, i);
}

struct page_list *doc_annex_pages(const struct doc_content *content, enum draw_paper paper,
                                  struct canvas *canvas, uint32_t *first_page,
                                  struct arena *arena)
{
    struct form *form = form_open(content, paper, canvas, arena);
    for (uint32_t i = 0; i < content->annexes.n; i++) {
        first_page[i] = form->list->pages.n;
        annex_place(form, &content->annexes.at[i]);
    }
    return form->list;
}
