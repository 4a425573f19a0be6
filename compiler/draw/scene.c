/* Composing a page but for its arrows: see scene.h. */
#include "compiler/draw/swim.h"

/* ---- lookup ----------------------------------------------------------- */

uint32_t scene_stop_node(const struct scene *scene, uint32_t stop)
{
    for (uint32_t i = 0; i < scene->nodes.n; i++)
        if (!scene->nodes.at[i].pennant && scene->nodes.at[i].stop == stop)
            return i;
    return NONE;
}

uint32_t scene_pennant_node(const struct scene *scene, uint32_t target, bool is_up,
                            bool is_exit)
{
    for (uint32_t i = 0; i < scene->nodes.n; i++) {
        const struct pennant *p = scene->nodes.at[i].pennant;
        if (p && p->target == target && p->is_up == is_up && p->is_exit == is_exit)
            return i;
    }
    return NONE;
}

/* ---- symbols ---------------------------------------------------------- */

static struct page_symbol *symbol_add(struct scene *s, enum symbol_kind kind, uint32_t row,
                                      uint32_t lane, struct box box, bool is_free)
{
    *LIST_ADD(s->scratch, &s->is_free) = is_free;
    struct page_symbol *symbol = LIST_ADD(s->arena, &s->page->symbols);
    symbol->kind = kind;
    symbol->row = row;
    symbol->actor = chart_actor(s->frame->chart, lane);
    symbol->box = box;
    symbol->radius = s->frame->box_height / 2;
    return symbol;
}

static double capsule_width(const struct scene *s, const struct stop *stop,
                            const struct page_text *inside)
{
    if (!inside->n_lines)
        return s->frame->symbol_width;
    double width = frame_whole(s->frame, fmax(s->frame->symbol_width, inside->width + 9));
    return fmin(width, bands_width_inside(s->frame, stop->home));
}

static bool all_assist(const struct stop *stop)
{
    for (uint32_t i = 0; i < stop->seats.n; i++)
        if (!stop->seats.at[i].assists)
            return false;
    return true;
}

static void seat_symbol(struct scene *s, const struct stop *stop, const struct band *band,
                        const struct seat *seat, double y)
{
    const struct page_text *inside = &s->bands->inside[band->stop];
    struct extent lane = frame_lane(s->frame, seat->lane);
    double height = band->symbol_height;
    if (seat->assists)
        height = s->frame->box_height;
    struct box box = box_around((lane.from + lane.to) / 2, y,
                                capsule_width(s, stop, inside), height);
    struct page_symbol *symbol =
        symbol_add(s, seat->assists ? SYMBOL_BOX : stop->kind, stop->row, seat->lane, box,
                   seat->assists && !all_assist(stop));
    symbol->is_dashed = seat->assists;
    symbol->is_doubled = stop->is_each && !seat->assists;
    symbol->text = *inside;
    if (s->frame->style != DRAW_STYLE_FLOW)
        return;
    swim_symbol_shape(s->frame, band, seat->lane == stop->home, symbol);
    if (seat->lane != stop->home)
        symbol->text = swim_text_beside(s->frame, stop);
}

static void stop_symbols(struct scene *s, const struct band *band, uint32_t strip, double y)
{
    const struct stop *stop = &s->frame->chart->stops.at[band->stop];
    struct scene_node *node = LIST_ADD(s->scratch, &s->nodes);
    *node = (struct scene_node){
        .stop = band->stop,
        .strip = strip,
        .first_symbol = s->page->symbols.n,
        .end_symbol = s->page->symbols.n + stop->seats.n,
        .n_out = stop->n_out,
    };
    uint32_t seat = chart_exit_seat(stop);
    node->exit_symbol = seat == NONE ? NONE : node->first_symbol + seat;
    for (uint32_t i = 0; i < stop->seats.n; i++)
        seat_symbol(s, stop, band, &stop->seats.at[i], y);
}

static void pennant_symbol(struct scene *s, const struct pennant *p, uint32_t strip, double y)
{
    struct extent lane = frame_lane(s->frame, p->lane);
    double shift = (p->slot - (p->n_slots - 1) / 2.0) * 2 * s->frame->through;
    double x = (lane.from + lane.to) / 2 + shift;
    struct scene_node *node = LIST_ADD(s->scratch, &s->nodes);
    *node = (struct scene_node){
        .stop = p->target,
        .pennant = p,
        .strip = strip,
        .first_symbol = s->page->symbols.n,
        .end_symbol = s->page->symbols.n + 1,
        .exit_symbol = NONE,
        .n_out = !p->is_exit,
    };
    struct page_symbol *symbol =
        symbol_add(s, SYMBOL_PENTAGON, s->frame->chart->stops.at[p->target].row, p->lane,
                   box_around(x, y, s->frame->pentagon, s->frame->pentagon), false);
    symbol->letter = p->letter;
    symbol->is_upward = p->is_up;
    symbol->text = canvas_wrap(s->frame->canvas, p->letter, FONT_LETTER, 100, 1);
}

/* ---- texts ------------------------------------------------------------ */

static struct page_text lines_of(const struct scene *s, const struct page_text *all, uint32_t from,
                            uint32_t to)
{
    struct page_text part = *all;
    uint32_t end = all->n_lines < to ? all->n_lines : to;
    if (!from && end == all->n_lines)
        return part;
    part.lines = all->lines + from;
    part.is_hung = all->is_hung ? all->is_hung + from : NULL;
    part.n_lines = end > from ? end - from : 0;
    part.whole = "";
    for (uint32_t i = 0; i < part.n_lines; i++)
        part.whole = arena_printf(s->arena, "%s%s%s", part.whole, i ? "\n" : "", part.lines[i]);
    return part;
}

static void phase_cell(struct scene *s, const struct band *band, const struct strip *strip)
{
    struct box box = {s->frame->columns[0].from, strip->top,
                      s->frame->columns[N_COLUMNS - 1].to, strip->bottom};
    frame_cell(s->frame, s->page, lines_of(s, &band->cells[0], 0, band->end_line), box,
               ALIGN_LEFT, true);
}

static void band_note(struct scene *s, const struct band *band, const struct strip *strip)
{
    *LIST_ADD(s->arena, &s->page->bands) = (struct page_band){
        .row = s->frame->chart->stops.at[band->stop].row,
        .box = {s->frame->columns[0].from, strip->top, s->frame->columns[N_COLUMNS - 1].to,
                strip->bottom},
        .is_more = band->kind == BAND_MORE,
    };
}

static void band_cells(struct scene *s, const struct band *band, const struct strip *strip)
{
    static const enum align aligns[N_COLUMNS] = {
        [COLUMN_NUMBER] = ALIGN_CENTER,
        [COLUMN_TIME] = ALIGN_CENTER,
    };
    for (enum column c = 0; c < N_COLUMNS; c++) {
        struct page_text text = lines_of(s, &band->cells[c], band->first_line, band->end_line);
        struct box box = {s->frame->columns[c].from, strip->top, s->frame->columns[c].to,
                          strip->bottom};
        if (text.n_lines)
            frame_cell(s->frame, s->page, text, box, aligns[c], false);
    }
}

/* ---- strips ----------------------------------------------------------- */

static uint32_t strip_add(struct scene *s, double height, double symbol_height)
{
    double top = s->strips.n ? s->strips.at[s->strips.n - 1].bottom : s->page->lanes.y0;
    *LIST_ADD(s->scratch, &s->strips) = (struct strip){
        .top = top,
        .bottom = top + height,
        .symbol_height = symbol_height,
        .n_side = 1,
    };
    return s->strips.n - 1;
}

static void spare_strips(struct scene *s, const struct spare *spare)
{
    uint32_t first = s->strips.n;
    for (uint32_t i = 0; i < spare->n_levels; i++)
        strip_add(s, s->level_height, s->frame->pentagon);
    for (uint32_t i = 0; i < spare->pennants.n; i++) {
        const struct pennant *p = &spare->pennants.at[i];
        const struct strip *strip = &s->strips.at[first + p->level];
        pennant_symbol(s, p, first + p->level, (strip->top + strip->bottom) / 2);
    }
}

static void band_strip(struct scene *s, const struct band *band)
{
    uint32_t i = strip_add(s, band->height, band->symbol_height);
    struct strip *strip = &s->strips.at[i];
    strip->n_side = band->n_side;
    strip->side_step = band->side_step;
    if (band->kind == BAND_STOP)
        stop_symbols(s, band, i, (strip->top + strip->bottom) / 2);
    if (band->kind == BAND_PHASE) {
        phase_cell(s, band, strip);
        return;
    }
    band_note(s, band, strip);
    band_cells(s, band, strip);
}

/* ---- rules ------------------------------------------------------------ */

static void vertical_rules(struct scene *s, double y0, double y1)
{
    const struct frame *f = s->frame;
    for (enum column c = 0; c < N_COLUMNS - 1; c++)
        frame_rule(f, s->page, f->columns[c].to, y0, f->columns[c].to, y1);
    for (uint32_t l = 1; l <= f->n_lanes; l++)
        frame_rule(f, s->page, f->lanes[l], y0, f->lanes[l], y1);
}

/* A line below every strip; the columns' lines stop at headings of phases. */
static void rules_draw(struct scene *s)
{
    const struct frame *f = s->frame;
    uint32_t above = s->sheet->above.n_levels;
    double left = f->columns[0].from, right = f->columns[N_COLUMNS - 1].to;
    double top = s->strips.at[0].top, bottom = s->strips.at[s->strips.n - 1].bottom;
    double from = top;
    for (uint32_t i = 0; i < s->strips.n; i++) {
        uint32_t b = s->sheet->first_band + i - above;
        bool is_phase = i >= above && b < s->sheet->end_band &&
                        s->bands->bands.at[b].kind == BAND_PHASE;
        frame_rule(f, s->page, left, s->strips.at[i].bottom, right, s->strips.at[i].bottom);
        if (!is_phase)
            continue;
        if (s->strips.at[i].top > from)
            vertical_rules(s, from, s->strips.at[i].top);
        from = s->strips.at[i].bottom;
    }
    if (bottom > from)
        vertical_rules(s, from, bottom);
    frame_rule(f, s->page, left, top, left, bottom);
    frame_rule(f, s->page, right, top, right, bottom);
}

void scene_build(struct scene *s, const struct frame *frame, const struct band_list *bands,
                 const struct sheet_list *sheets, uint32_t i, struct page *page,
                 struct arena *scratch)
{
    *s = (struct scene){
        .frame = frame,
        .bands = bands,
        .sheet = &sheets->sheets.at[i],
        .page = page,
        .arena = frame->arena,
        .scratch = scratch,
        .level_height = sheets->level_height,
    };
    page->lanes = (struct box){frame->lanes[0], frame_body_top(frame, i),
                               frame->lanes[frame->n_lanes], 0};
    frame_draw(frame, page, i, sheets->sheets.n);
    spare_strips(s, &s->sheet->above);
    for (uint32_t b = s->sheet->first_band; b < s->sheet->end_band; b++)
        band_strip(s, &bands->bands.at[b]);
    spare_strips(s, &s->sheet->below);
    page->lanes.y1 = page->lanes.y0;
    if (!s->strips.n)
        return;
    page->lanes.y1 = s->strips.at[s->strips.n - 1].bottom;
    if (frame->style == DRAW_STYLE_FLOW)
        swim_rules_draw(s);
    else
        rules_draw(s);
}
