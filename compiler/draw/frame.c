/* The form's measures: see frame.h. All numbers of the layout stand here. */
#include "compiler/draw/foot.h"
#include "compiler/draw/swim.h"
#include "compiler/draw/words.h"

static const double margin = DRAW_MARGIN, cell_padding = 3;
static const double lane_least = 44, lane_most = 90, text_wish = 497;
static const double activity_least = 60;  /* more than its column's least */
static const double pentagon_size = 14;
static const uint32_t head_lines = 9;      /* of an actor's name, at most */

/* What a column has anyhow, and its share of what is left then. */
static const struct {
    double least, share;
} widths[N_COLUMNS] = {
    [COLUMN_NUMBER] = {22, 0},      [COLUMN_ACTIVITY] = {90, 0.57}, [COLUMN_INPUTS] = {55, 0.19},
    [COLUMN_TIME] = {52, 0.015},    [COLUMN_OUTPUT] = {50, 0.17},   [COLUMN_NOTES] = {46, 0.055},
};

static const struct {
    const char *name;
    double width, height;
} papers[N_DRAW_PAPERS] = {
#define PAPER(symbol, name, width, height) [PAPER_##symbol] = {name, width, height},
    DRAW_PAPERS(PAPER)
#undef PAPER
};

const char *draw_paper_name(enum draw_paper paper)
{
    return paper < N_DRAW_PAPERS ? papers[paper].name : NULL;
}

void draw_paper_size(enum draw_paper paper, double *width, double *height)
{
    *width = papers[paper].width;
    *height = papers[paper].height;
}

double frame_whole(const struct frame *frame, double size)
{
    return round(size * frame->scale) / frame->scale;
}

struct extent frame_lane(const struct frame *frame, uint32_t lane)
{
    return (struct extent){frame->lanes[lane], frame->lanes[lane + 1]};
}

double frame_body_bottom(const struct frame *frame)
{
    return frame->foot - 4;
}

static double title_height(const struct frame *frame, uint32_t page)
{
    const struct page_text *t = &frame->title[page > 0];
    return canvas_height(t->font, t->n_lines) + (page ? 4 : 8);
}

double frame_title_bottom(const struct frame *frame, uint32_t page)
{
    return margin + title_height(frame, page) - 2;
}

static double head_top(const struct frame *frame, uint32_t page)
{
    return margin + title_height(frame, page) + frame->legend.height;
}

double frame_body_top(const struct frame *frame, uint32_t page)
{
    return head_top(frame, page) + frame->head[3];
}

/* ---- columns ---------------------------------------------------------- */

static double lane_width(const struct frame *frame, const struct growth *growth)
{
    double room = frame->width - 2 * margin - text_wish;
    double width = fmin(fmax(room / frame->n_lanes, lane_least), lane_most);
    return width * growth->widen;
}

static double widths_least(void)
{
    double sum = 0;
    for (enum column c = 0; c < N_COLUMNS; c++)
        sum += widths[c].least;
    return sum;
}

static void columns_place(struct frame *frame, double lane)
{
    double x = margin;
    double rest = frame->width - 2 * margin - widths_least() - lane * frame->n_lanes;
    for (enum column c = 0; c < N_COLUMNS; c++) {
        for (uint32_t l = 0; c == COLUMN_INPUTS && l <= frame->n_lanes; l++)
            frame->lanes[l] = x + l * lane;
        x += c == COLUMN_INPUTS ? lane * frame->n_lanes : 0;
        double width = widths[c].least + widths[c].share * rest;
        frame->columns[c] = (struct extent){x, x + width};
        x += width;
    }
}

/* The paper in layout points: larger where the least widths do not fit. */
static double paper_take(struct frame *frame, enum draw_paper paper,
                         const struct growth *growth)
{
    frame->width = papers[paper].width * growth->zoom;
    double lane = lane_width(frame, growth);
    double need = 2 * margin + widths_least() + activity_least + lane * frame->n_lanes;
    frame->width = fmax(frame->width, need);
    frame->scale = papers[paper].width / frame->width;
    frame->height = papers[paper].height / frame->scale;
    return lane;
}

static void symbols_size(struct frame *frame, double lane, uint32_t squeeze)
{
    double width = fmin(fmax(lane * 0.58, 26), 44) - 4 * squeeze;
    frame->symbol_width = frame_whole(frame, fmax(width, 18));
    frame->box_height = frame_whole(frame, 18);
    frame->diamond_height = frame_whole(frame, 25);
    frame->pentagon = frame_whole(frame, pentagon_size);
    frame->lane_gap = 3.4;
    frame->through = fmax(frame->symbol_width / 4, pentagon_size / 2 + 2);
}

/* ---- header ----------------------------------------------------------- */

const char *frame_lane_name(const struct frame *frame, uint32_t lane)
{
    uint32_t actor = chart_actor(frame->chart, lane);
    return actor == NONE ? draw_word(DRAW_WORD_SYSTEM, frame->sop->language)
                         : frame->sop->actors.at[actor].name;
}

/* Breaks the names of all lanes; false: in this font a word is too wide. */
static bool lane_heads_break(struct frame *frame, enum font font)
{
    bool fits = true;
    for (uint32_t l = 0; l < frame->n_lanes; l++) {
        struct extent lane = frame_lane(frame, l);
        double width = lane.to - lane.from - 5;
        struct page_text *t = &frame->lane_heads[l];
        *t = canvas_wrap_words(frame->canvas, frame_lane_name(frame, l), font, width, head_lines);
        if (t->width <= width)
            continue;
        fits = false;
        *t = canvas_wrap(frame->canvas, frame_lane_name(frame, l), font, width, head_lines);
    }
    return fits;
}

static void header_measure(struct frame *frame)
{
    static const enum font fonts[] = {FONT_LANE, FONT_LANE_SMALL, FONT_LANE_LEAST};
    uint32_t i = 0, most_lines = 1;
    while (!lane_heads_break(frame, fonts[i]) && i + 1 < COUNT_OF(fonts))
        i++;
    for (uint32_t l = 0; l < frame->n_lanes; l++)
        if (frame->lane_heads[l].n_lines > most_lines)
            most_lines = frame->lane_heads[l].n_lines;
    frame->head[1] = canvas_height(FONT_HEAD, 1) + 5;
    frame->head[2] = frame->head[1] + fmax(canvas_height(fonts[i], most_lines), 10) + 6;
    frame->head[3] = frame->head[2] + canvas_height(FONT_NUMBER, 1) + 3;
}

static void title_measure(struct frame *frame)
{
    double width = frame->width - 2 * margin;
    const char *title = frame->sop->title ? frame->sop->title : "";
    frame->title[0] = canvas_wrap(frame->canvas, title, FONT_TITLE, width, 2);
    frame->title[1] = canvas_wrap(frame->canvas, title, FONT_SUBTITLE, width, 1);
    frame->foot = frame->height - margin + 2;
}

static void table_frame_build(struct frame *frame, enum draw_paper paper,
                              const struct growth *growth)
{
    double lane = paper_take(frame, paper, growth);
    columns_place(frame, lane);
    symbols_size(frame, lane, growth->squeeze);
    header_measure(frame);
    title_measure(frame);
}

struct frame *frame_build(const struct chart *chart, struct canvas *canvas,
                          const struct draw_options *options,
                          const struct flow_notes *notes, const struct growth *growth,
                          struct arena *arena)
{
    struct frame *frame = ARENA_NEW(arena, struct frame);
    frame->sop = chart->sop;
    frame->chart = chart;
    frame->canvas = canvas;
    frame->arena = arena;
    frame->n_lanes = chart->n_lanes;
    frame->lanes = ARENA_ARRAY(arena, frame->n_lanes + 1, double);
    frame->lane_heads = ARENA_ARRAY(arena, frame->n_lanes, struct page_text);
    frame->image_id = options->image_id;
    frame->n_before = options->n_before;
    frame->n_behind = options->n_behind;
    frame->style = options->style;
    frame->color = options->color;
    if (frame->style == DRAW_STYLE_FLOW)
        swim_frame_build(frame, growth);
    else
        table_frame_build(frame, options->paper < N_DRAW_PAPERS ? options->paper : PAPER_A4,
                          growth);
    legend_measure(&frame->legend, frame->sop, frame->color, notes, canvas,
                   frame->style == DRAW_STYLE_FLOW ? FONT_BODY : FONT_LABEL,
                   frame->width - 2 * margin, arena);
    return frame;
}

/* ---- drawing ---------------------------------------------------------- */

static double aligned(double from, double to, double width, enum align align)
{
    switch (align) {
    case ALIGN_LEFT:
        return from + cell_padding;
    case ALIGN_CENTER:
        return (from + to - width) / 2;
    case ALIGN_RIGHT:
        break;
    }
    return to - cell_padding - width;
}

void frame_cell(const struct frame *frame, struct page *page, struct page_text text, struct box box,
                enum align align, bool is_shaded)
{
    double height = canvas_height(text.font, text.n_lines);
    double x = aligned(box.x0, box.x1, text.width, align);
    double y = (box.y0 + box.y1 - height) / 2;
    *LIST_ADD(frame->arena, &page->cells) = (struct page_cell){
        .text = text,
        .box = box,
        .text_box = {x, y, x + text.width, y + height},
        .align = align,
        .is_shaded = is_shaded,
    };
}

void frame_rule(const struct frame *frame, struct page *page, double x0, double y0, double x1,
                double y1)
{
    *LIST_ADD(frame->arena, &page->rules) = (struct page_rule){{x0, y0}, {x1, y1}};
}

struct header {
    const struct frame *frame;
    struct page *page;
    double top;
};

/* A header cell over rows r0..r1 and x from..to, with its rules below and right. */
static void header_cell(struct header *h, struct page_text text, struct extent x, uint32_t r0,
                        uint32_t r1)
{
    struct box box = {x.from, h->top + h->frame->head[r0], x.to, h->top + h->frame->head[r1]};
    frame_cell(h->frame, h->page, text, box, ALIGN_CENTER, r1 < 3);
    frame_rule(h->frame, h->page, box.x0, box.y1, box.x1, box.y1);
    frame_rule(h->frame, h->page, box.x1, box.y0, box.x1, box.y1);
}

static void header_word(struct header *h, enum draw_word word, struct extent x, uint32_t r0,
                        uint32_t r1)
{
    header_cell(h,
                canvas_wrap(h->frame->canvas, draw_word(word, h->frame->sop->language),
                            FONT_HEAD, x.to - x.from - 2, r1 - r0),
                x, r0, r1);
}

static void header_number(struct header *h, uint32_t number, struct extent x)
{
    const char *s = arena_printf(h->frame->arena, "(%u)", number);
    header_cell(h, canvas_wrap(h->frame->canvas, s, FONT_NUMBER, x.to - x.from, 1), x, 2, 3);
}

static void header_lanes(struct header *h, uint32_t *number)
{
    const struct frame *f = h->frame;
    struct extent all = {f->lanes[0], f->lanes[f->n_lanes]};
    header_word(h, DRAW_WORD_ACTORS, all, 0, 1);
    for (uint32_t l = 0; l < f->n_lanes; l++) {
        header_cell(h, f->lane_heads[l], frame_lane(f, l), 1, 2);
        h->page->cells.at[h->page->cells.n - 1].fill =
            color_actor(f->color, chart_actor(f->chart, l));
        header_number(h, ++*number, frame_lane(f, l));
    }
}

static const enum draw_word column_words[N_COLUMNS] = {
    [COLUMN_NUMBER] = DRAW_WORD_NUMBER, [COLUMN_ACTIVITY] = DRAW_WORD_ACTIVITY,
    [COLUMN_INPUTS] = DRAW_WORD_INPUTS, [COLUMN_TIME] = DRAW_WORD_TIME,
    [COLUMN_OUTPUT] = DRAW_WORD_OUTPUT, [COLUMN_NOTES] = DRAW_WORD_NOTES,
};

static void header_draw(struct header *h)
{
    const struct frame *f = h->frame;
    struct extent standards = {f->columns[COLUMN_INPUTS].from, f->columns[COLUMN_OUTPUT].to};
    double left = f->columns[0].from;
    uint32_t number = 0;
    frame_rule(f, h->page, left, h->top, f->columns[COLUMN_NOTES].to, h->top);
    frame_rule(f, h->page, left, h->top, left, h->top + f->head[3]);
    header_word(h, DRAW_WORD_STANDARDS, standards, 0, 1);
    for (enum column c = 0; c < N_COLUMNS; c++) {
        if (c == COLUMN_INPUTS)
            header_lanes(h, &number);
        bool is_standard = c >= COLUMN_INPUTS && c <= COLUMN_OUTPUT;
        header_word(h, column_words[c], f->columns[c], is_standard, 2);
        header_number(h, ++number, f->columns[c]);
    }
}

void frame_draw(const struct frame *frame, struct page *page, uint32_t i, uint32_t n)
{
    legend_draw(&frame->legend, page, frame->columns[0].from, frame_title_bottom(frame, i),
                frame->arena);
    if (frame->style == DRAW_STYLE_FLOW) {
        swim_frame_draw(frame, page);
        return;
    }
    struct header h = {frame, page, head_top(frame, i)};
    struct page_text title = frame->title[i > 0];
    struct box box = {margin, margin - 4, frame->width - margin, frame_title_bottom(frame, i)};
    if (title.whole)
        frame_cell(frame, page, title, box, ALIGN_CENTER, false);
    header_draw(&h);
    struct foot foot = {frame->canvas, frame->sop,   frame->image_id,
                        frame->foot,   margin, frame->width - margin};
    foot_draw(&foot, page, frame->n_before + i + 1, frame->n_before + n + frame->n_behind,
              frame->arena);
}
