/* The swimlane's measures and what is drawn of it: see swim.h. */
#include "compiler/draw/swim.h"
#include "compiler/draw/words.h"

static const double margin = 20, phase_width = 74;
static const double lane_gutter = 25;      /* left and right of a symbol: 4 tracks */
static const double endless = 1e9;         /* the sheet's height while it is filled */
static const double flat_tip = 16;         /* of diamonds with much text */
static const double corner = 14;           /* of capsules */
static const double small_width = 30;      /* a symbol beside the first of its row */
static const uint32_t head_lines = 4, diamond_lines = 3;

static double gutter(void)
{
    return 2 * lane_gutter;
}

/* ---- texts ------------------------------------------------------------ */

/* "3. Checks the draft", and what its symbols cannot say: which rows it waits
 * for; in colours of time also the time. */
static const char *stop_words(const struct frame *frame, const struct stop *stop)
{
    const struct sop *sop = frame->sop;
    if (stop->row >= sop->rows.n)
        return draw_word(stop->row == AT_START ? DRAW_WORD_START : DRAW_WORD_END, sop->language);
    const struct row *row = &sop->rows.at[stop->row];
    const char *words = row->no ? arena_printf(frame->arena, "%u. %s", row->no, row->text)
                                : row->text;
    const char *after = draw_row_after(sop, row, frame->arena);
    const char *time = frame->color == DRAW_COLOR_TIME ? draw_row_time(sop, row, frame->arena)
                                                       : NULL;
    if (after)
        words = arena_printf(frame->arena, "%s\n(%s)", words, after);
    return time ? arena_printf(frame->arena, "%s\n%s", words, time) : words;
}

static double text_width(const struct frame *frame, const struct stop *stop)
{
    double width = frame->symbol_width - (stop->is_each ? 12 : 7);
    if (stop->kind == SYMBOL_DIAMOND)
        return frame->tip > 0 ? width - 2 * frame->tip + 7 : frame->symbol_width / 2;
    return stop->kind == SYMBOL_BOX ? width : width - 6;
}

static struct page_text stop_text(const struct frame *frame, const struct stop *stop)
{
    return canvas_wrap(frame->canvas, stop_words(frame, stop), FONT_BODY,
                       text_width(frame, stop), 0);
}

struct page_text swim_text(const struct frame *frame, uint32_t stop)
{
    return stop_text(frame, &frame->chart->stops.at[stop]);
}

struct page_text swim_text_beside(const struct frame *frame, const struct stop *stop)
{
    const struct sop *sop = frame->sop;
    const char *number = stop->row < sop->rows.n
                             ? draw_row_number(&sop->rows.at[stop->row], frame->arena)
                             : NULL;
    return canvas_wrap(frame->canvas, number, FONT_BODY, small_width, 1);
}

double swim_symbol_height(const struct frame *frame, enum symbol_kind kind,
                          const struct page_text *text)
{
    double height = canvas_height(text->font, text->n_lines);
    if (kind == SYMBOL_DIAMOND && !(frame->tip > 0))
        return 2 * height + 4;
    return height + 8;
}

/* ---- the frame -------------------------------------------------------- */

/* Fewer lanes are wider ones. */
static double lane_width(const struct frame *frame)
{
    return frame->n_lanes <= 3 ? 200 : frame->n_lanes <= 6 ? 176 : frame->n_lanes <= 9 ? 160 : 144;
}

/* Are all questions short enough for true diamonds? */
static bool has_short_questions(const struct frame *frame)
{
    for (uint32_t s = 0; s < frame->chart->stops.n; s++) {
        const struct stop *stop = &frame->chart->stops.at[s];
        if (stop->kind == SYMBOL_DIAMOND && stop_text(frame, stop).n_lines > diamond_lines)
            return false;
    }
    return true;
}

static void symbols_size(struct frame *frame, double lane, uint32_t squeeze)
{
    frame->symbol_width = round(lane - gutter() - 6 * squeeze);
    frame->box_height = 24;
    frame->diamond_height = 30;
    frame->pentagon = 14;
    frame->lane_gap = 6;
    frame->through = round(frame->symbol_width / 4);
    frame->tip = has_short_questions(frame) ? 0 : flat_tip;
}

/* The columns of the table are empty: the phases' at the left, or nothing. */
static void columns_place(struct frame *frame, double lane)
{
    double left = margin, x = margin + (frame->sop->phases.n ? phase_width : 0);
    for (uint32_t l = 0; l <= frame->n_lanes; l++)
        frame->lanes[l] = x + l * lane;
    for (enum column c = 0; c < N_COLUMNS; c++)
        frame->columns[c] = (struct extent){frame->lanes[frame->n_lanes],
                                            frame->lanes[frame->n_lanes]};
    frame->columns[0] = (struct extent){left, x};
    frame->width = ceil(frame->lanes[frame->n_lanes] + margin);
}

static void header_measure(struct frame *frame)
{
    uint32_t most = 1;
    for (uint32_t l = 0; l < frame->n_lanes; l++) {
        double width = frame->lanes[l + 1] - frame->lanes[l] - 8;
        frame->lane_heads[l] = canvas_wrap(frame->canvas, frame_lane_name(frame, l),
                                           FONT_LANE_LARGE, width, head_lines);
        most = frame->lane_heads[l].n_lines > most ? frame->lane_heads[l].n_lines : most;
    }
    const char *title = frame->sop->title ? frame->sop->title : "";
    frame->title[0] = frame->title[1] =
        canvas_wrap(frame->canvas, title, FONT_TITLE, frame->width - 2 * margin, 3);
    frame->head[3] = canvas_height(FONT_LANE_LARGE, most) + 10;
}

void swim_frame_build(struct frame *frame, const struct growth *growth)
{
    double lane = round(lane_width(frame));
    frame->scale = 1;
    symbols_size(frame, lane, growth->squeeze);
    columns_place(frame, round(lane * growth->widen));
    header_measure(frame);
    frame->height = frame->foot = endless;
}

void swim_sheet_end(struct frame *frame, const struct band_list *bands)
{
    double height = frame_body_top(frame, 0) + margin;
    for (uint32_t b = 0; b < bands->bands.n; b++)
        height += bands->bands.at[b].height;
    frame->height = ceil(height);
}

void swim_frame_draw(const struct frame *frame, struct page *page)
{
    double bottom = frame_body_top(frame, 0), top = bottom - frame->head[3];
    struct box title = {margin, margin - 4, frame->width - margin, frame_title_bottom(frame, 0)};
    if (frame->title[0].whole)
        frame_cell(frame, page, frame->title[0], title, ALIGN_CENTER, false);
    for (uint32_t l = 0; l < frame->n_lanes; l++) {
        struct box box = {frame->lanes[l], top, frame->lanes[l + 1], bottom};
        frame_cell(frame, page, frame->lane_heads[l], box, ALIGN_CENTER, true);
        page->cells.at[page->cells.n - 1].fill =
            color_actor(frame->color, chart_actor(frame->chart, l));
    }
    frame_rule(frame, page, frame->lanes[0], top, frame->lanes[frame->n_lanes], top);
    frame_rule(frame, page, frame->columns[0].from, bottom, frame->lanes[frame->n_lanes], bottom);
    for (uint32_t l = 0; l <= frame->n_lanes; l++)
        frame_rule(frame, page, frame->lanes[l], top, frame->lanes[l], bottom);
}

/* ---- symbols ---------------------------------------------------------- */

void swim_symbol_shape(const struct frame *frame, const struct band *band, bool is_first,
                       struct page_symbol *symbol)
{
    double x = box_center_x(&symbol->box), y = box_center_y(&symbol->box);
    bool is_small = !is_first && band->n_side <= 3;   /* many exits need it whole */
    double width = is_small ? small_width : frame->symbol_width;
    double height = is_small ? fmin(frame->box_height, band->symbol_height) : band->symbol_height;
    bool is_diamond = symbol->kind == SYMBOL_DIAMOND;
    symbol->box = box_around(x, y, is_small && is_diamond ? 1.6 * width : width,
                             is_small && is_diamond ? frame->diamond_height : height);
    symbol->radius = corner;
    symbol->tip = is_diamond && !is_small ? frame->tip : 0;
}

/* ---- phases ----------------------------------------------------------- */

/* The stops of phase p begin with the first whose row is not above it. */
static uint32_t phase_begin(const struct frame *frame, uint32_t p)
{
    const struct chart *chart = frame->chart;
    uint32_t n = chart->stops.n;
    if (p >= frame->sop->phases.n)
        return n && chart->stops.at[n - 1].row == TO_END ? n - 1 : n;
    for (uint32_t s = 0; s < n; s++) {
        uint32_t row = chart->stops.at[s].row;
        row = row == AT_START ? chart->stops.at[s + 1].row : row;
        if (row != TO_END && row >= frame->sop->phases.at[p].first_row)
            return s;
    }
    return phase_begin(frame, UINT32_MAX);
}

static struct page_text phase_text(const struct frame *frame, uint32_t p)
{
    enum { MOST_LINES = 12 };
    return canvas_wrap(frame->canvas, frame->sop->phases.at[p].text, FONT_PHASE,
                       phase_width - 8, MOST_LINES);
}

void swim_phases_stretch(const struct frame *frame, struct band_list *bands)
{
    for (uint32_t p = 0; p < frame->sop->phases.n; p++) {
        uint32_t from = phase_begin(frame, p), to = phase_begin(frame, p + 1);
        double need = canvas_height(FONT_PHASE, phase_text(frame, p).n_lines) + 8, height = 0;
        for (uint32_t s = from; s < to; s++)
            height += bands->bands.at[bands->band_of[s]].height;
        if (to > from && height < need)
            bands->bands.at[bands->band_of[to - 1]].height += ceil(need - height);
    }
}

static void phases_draw(struct scene *s)
{
    const struct frame *f = s->frame;
    for (uint32_t p = 0; p < f->sop->phases.n; p++) {
        uint32_t from = phase_begin(f, p), to = phase_begin(f, p + 1);
        if (from >= to)
            continue;
        struct box box = {f->columns[0].from, s->strips.at[s->bands->band_of[from]].top,
                          f->columns[0].to, s->strips.at[s->bands->band_of[to - 1]].bottom};
        frame_cell(f, s->page, phase_text(f, p), box, ALIGN_CENTER, true);
        if (box.y0 > s->strips.at[0].top)
            frame_rule(f, s->page, box.x0, box.y0, f->lanes[f->n_lanes], box.y0);
    }
}

void swim_rules_draw(struct scene *s)
{
    const struct frame *f = s->frame;
    double top = s->strips.at[0].top, bottom = s->strips.at[s->strips.n - 1].bottom;
    phases_draw(s);
    for (uint32_t l = 0; l <= f->n_lanes; l++)
        frame_rule(f, s->page, f->lanes[l], top, f->lanes[l], bottom);
    frame_rule(f, s->page, f->columns[0].from, top, f->columns[0].from, bottom);
    frame_rule(f, s->page, f->columns[0].from, bottom, f->lanes[f->n_lanes], bottom);
}
