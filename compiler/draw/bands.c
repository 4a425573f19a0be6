/* Texts measured, heights reckoned: see bands.h. */
#include "compiler/draw/swim.h"
#include "compiler/draw/words.h"

static const double padding = 2.5;          /* above and below text */
static const double gutter_least = 10;     /* above and below a symbol */
static const double side_padding = 8;      /* left and right of text, both together */
static const uint32_t capsule_lines = 4;   /* more words go to the activity */

struct band_maker {
    const struct frame *frame;
    const struct flow_notes *notes;
    const struct growth *growth;
    struct band_list *list;
};

double bands_width_inside(const struct frame *frame, uint32_t lane)
{
    struct extent x = frame_lane(frame, lane);
    return frame_whole(frame, x.to - x.from - 8);
}

/* ---- texts ------------------------------------------------------------ */

static struct page_text cell_text(const struct band_maker *m, enum column column, const char *s)
{
    const struct extent *x = &m->frame->columns[column];
    return canvas_wrap(m->frame->canvas, s, FONT_BODY, x->to - x->from - side_padding + 2, 0);
}

static struct page_text cell_list(const struct band_maker *m, enum column column,
                                  const string_list *papers)
{
    const struct extent *x = &m->frame->columns[column];
    return canvas_wrap_list(m->frame->canvas, papers, draw_row_papers(papers, m->frame->arena),
                            FONT_BODY, x->to - x->from - side_padding + 2);
}

/* An outcome too long to stand at its arrow is told in full in the notes. */
static const char *note_in_full(const struct band_maker *m, uint32_t s, const char *note)
{
    const struct chart *chart = m->frame->chart;
    for (uint32_t i = chart->first_tie[s]; i < chart->first_tie[s + 1]; i++) {
        const struct page_text *label = &m->list->labels[i];
        if (label->is_cut)
            note = arena_printf(m->frame->arena, "%s%s%s", note ? note : "", note ? "\n" : "",
                                label->whole);
    }
    return note;
}

static void row_texts(const struct band_maker *m, uint32_t s, struct page_text *cells)
{
    const struct sop *sop = m->frame->sop;
    uint32_t r = m->frame->chart->stops.at[s].row;
    const struct row *row = &sop->rows.at[r];
    struct arena *arena = m->frame->arena;
    const char *found = m->notes && m->notes->text ? m->notes->text[r] : NULL;
    const char *texts[N_COLUMNS] = {
        [COLUMN_NUMBER] = draw_row_number(row, arena),
        [COLUMN_ACTIVITY] = row->text,
        [COLUMN_TIME] = draw_row_time(sop, row, arena),
        [COLUMN_NOTES] = note_in_full(m, s, draw_row_note(sop, row, found, arena)),
    };
    for (enum column c = 0; c < N_COLUMNS; c++)
        cells[c] = cell_text(m, c, texts[c]);
    cells[COLUMN_INPUTS] = cell_list(m, COLUMN_INPUTS, &row->inputs);
    cells[COLUMN_OUTPUT] = cell_list(m, COLUMN_OUTPUT, &row->outputs);
}

static const char *capsule_words(const struct band_maker *m, const struct stop *stop)
{
    enum language language = m->frame->sop->language;
    if (stop->row < m->frame->sop->rows.n)
        return m->frame->sop->rows.at[stop->row].text;
    return draw_word(stop->row == AT_START ? DRAW_WORD_START : DRAW_WORD_END, language);
}

/* A capsule's words stand in it; a long text stands in the activity column,
 * and the capsule says only what it is. */
static void capsule_text(const struct band_maker *m, const struct stop *stop,
                         struct page_text *inside, struct page_text *cells)
{
    struct canvas *canvas = m->frame->canvas;
    double width = bands_width_inside(m->frame, stop->home) - 6;
    *inside = canvas_wrap_words(canvas, capsule_words(m, stop), FONT_LABEL, width, 0);
    cells[COLUMN_ACTIVITY] = (struct page_text){0};
    if (inside->n_lines <= capsule_lines && inside->width <= width)
        return;
    cells[COLUMN_ACTIVITY] = cell_text(m, COLUMN_ACTIVITY, inside->whole);
    enum draw_word word = stop->kind == SYMBOL_START ? DRAW_WORD_START : DRAW_WORD_END;
    *inside = canvas_wrap_words(canvas, draw_word(word, m->frame->sop->language), FONT_LABEL,
                                width, 1);
}

/* Narrow, so that it stands beside its arrow; wider where it has many words.
 * Words in full where they can be; letter by letter where one fills a lane. */
static struct page_text label_text(const struct band_maker *m, const char *s)
{
    enum { MOST_LINES = 4 };
    static const double shares[] = {0.55, 0.75, 1, 1.3};
    struct canvas *canvas = m->frame->canvas;
    double lane = m->frame->lanes[1] - m->frame->lanes[0];
    for (uint32_t i = 0; i < COUNT_OF(shares); i++) {
        struct page_text text = canvas_wrap_words(canvas, s, FONT_LABEL, lane * shares[i], 0);
        if (text.n_lines <= MOST_LINES && text.width <= lane * 1.4)
            return text;
    }
    return canvas_wrap(canvas, s, FONT_LABEL, lane * 1.4, MOST_LINES);
}

static void labels_measure(struct band_maker *m)
{
    const struct chart *chart = m->frame->chart;
    m->list->labels = ARENA_ARRAY(m->frame->arena, chart->ties.n + 1, struct page_text);
    for (uint32_t i = 0; i < chart->ties.n; i++) {
        const struct tie *tie = &chart->ties.at[i];
        if (tie->outcome == NONE)
            continue;
        const struct row *row = &chart->sop->rows.at[chart->stops.at[tie->from].row];
        uint32_t to = chart->stops.at[tie->to].row;
        const char *s = draw_outcome_label(chart->sop, &row->outcomes.at[tie->outcome], to,
                                           m->frame->arena);
        m->list->labels[i] = label_text(m, s);
    }
}

/* ---- heights ---------------------------------------------------------- */

static uint32_t label_lines(const struct band_maker *m, uint32_t stop)
{
    const struct chart *chart = m->frame->chart;
    uint32_t most = 1;
    for (uint32_t i = chart->first_tie[stop]; i < chart->first_tie[stop + 1]; i++)
        if (m->list->labels[i].n_lines > most)
            most = m->list->labels[i].n_lines;
    return most;
}

/* How many corners below the top the signers' symbols (of a decision one of
 * them) have for exits: three each, without those where the row's own lines
 * are. */
static uint32_t corners_open(const struct stop *stop)
{
    uint32_t n = 0, n_seats = stop->seats.n, exit = chart_exit_seat(stop);
    for (uint32_t i = 0; i < n_seats; i++)
        if (exit == NONE ? !stop->seats.at[i].assists : i == exit)
            n += 1u + (i == 0) + (i + 1 == n_seats);
    /* A joint decision is entered by another diamond: the top is free too. */
    return n ? n + (exit != NONE && chart_n_signers(stop) > 1) : 1;
}

/* More exits than a symbol has corners stand side by side: it grows taller.
 * (On round sides there is no place but the middle until it does.) */
static void symbol_measure(const struct band_maker *m, struct band *band)
{
    const struct stop *stop = &m->frame->chart->stops.at[band->stop];
    bool is_diamond = stop->kind == SYMBOL_DIAMOND, is_box = stop->kind == SYMBOL_BOX;
    uint32_t usual = is_diamond ? 1 : 3, open = corners_open(stop);
    band->n_side = usual;
    band->side_step = is_diamond ? 12 : 5.5;
    while (open + (is_box ? band->n_side - 1 : band->n_side - usual) < stop->n_out)
        band->n_side += 2;
    band->symbol_height = is_diamond ? m->frame->diamond_height : m->frame->box_height;
    double flat = (band->n_side - 1) * band->side_step;
    if (band->n_side > usual)
        band->symbol_height = frame_whole(m->frame, flat + (is_diamond || is_box
                                                                ? 2 * band->side_step
                                                                : m->frame->box_height + 1));
    const struct page_text *inside = &m->list->inside[band->stop];
    double text = m->frame->style == DRAW_STYLE_FLOW
                      ? swim_symbol_height(m->frame, stop->kind, inside)
                      : canvas_height(FONT_LABEL, inside->n_lines) + 7;
    if (inside->n_lines)
        band->symbol_height = frame_whole(m->frame, fmax(band->symbol_height, text));
}

static double stop_height(const struct band_maker *m, const struct band *band)
{
    const struct stop *stop = &m->frame->chart->stops.at[band->stop];
    double gutter = gutter_least + m->growth->gutter[band->stop];
    if (stop->kind == SYMBOL_DIAMOND)
        gutter += canvas_height(FONT_LABEL, label_lines(m, band->stop) - 1);
    return band->symbol_height + 2 * gutter;
}

static uint32_t cells_lines(const struct page_text *cells)
{
    uint32_t n = 0;
    for (enum column c = 0; c < N_COLUMNS; c++)
        n = cells[c].n_lines > n ? cells[c].n_lines : n;
    return n;
}

static double lines_height(uint32_t n)
{
    return canvas_height(FONT_BODY, n) + 2 * padding;
}

/* How many lines a band may have: rows that no page can hold, with pentagons
 * above and below them, are cut between lines. */
static uint32_t lines_most(const struct band_maker *m, uint32_t n)
{
    double body = frame_body_bottom(m->frame) - frame_body_top(m->frame, 0);
    double line = canvas_height(FONT_BODY, 1);
    double whole = (body - 4 * (m->frame->pentagon + 12)) / line, part = body * 0.6 / line;
    if (n <= whole)
        return n;
    return part < 4 ? 4 : (uint32_t)part;
}

/* ---- bands ------------------------------------------------------------ */

static struct band *band_add(struct band_maker *m, enum band_kind kind, uint32_t stop)
{
    if (kind == BAND_STOP)
        m->list->band_of[stop] = m->list->bands.n;
    struct band *band = LIST_ADD(m->frame->arena, &m->list->bands);
    *band = (struct band){.kind = kind, .stop = stop, .n_side = 1};
    return band;
}

static void stop_bands(struct band_maker *m, uint32_t s, const struct page_text *cells)
{
    uint32_t n = cells_lines(cells), most = lines_most(m, n), from = 0;
    do {
        struct band *band = band_add(m, from ? BAND_MORE : BAND_STOP, s);
        band->cells = cells;
        band->first_line = from;
        band->end_line = n - from > most ? from + most : n;
        band->height = lines_height(band->end_line - from);
        if (!from) {
            symbol_measure(m, band);
            band->height = fmax(band->height, stop_height(m, band));
        }
        from = band->end_line;
    } while (from < n);
}

static void phase_band(struct band_maker *m, uint32_t s, const char *heading)
{
    const struct frame *f = m->frame;
    struct page_text *cells = ARENA_ARRAY(f->arena, N_COLUMNS, struct page_text);
    double width = f->columns[COLUMN_ACTIVITY].to - f->columns[COLUMN_NUMBER].from;
    cells[0] = canvas_wrap(f->canvas, heading, FONT_PHASE, width - side_padding, 0);
    struct band *band = band_add(m, BAND_PHASE, s);
    band->cells = cells;
    band->end_line = cells[0].n_lines < 6 ? cells[0].n_lines : 6;
    band->height = fmax(canvas_height(FONT_PHASE, band->end_line), 10) + 2 * padding;
    band->keeps_next = true;
}

/* The headings above a row: those of the phases that begin with it. */
static uint32_t phase_bands(struct band_maker *m, uint32_t s, uint32_t phase, uint32_t row)
{
    const struct sop *sop = m->frame->sop;
    for (; phase < sop->phases.n && sop->phases.at[phase].first_row <= row; phase++)
        phase_band(m, s, sop->phases.at[phase].text);
    return phase;
}

/* The row that a stop stands for or, of an added start, stands above. */
static uint32_t row_at(const struct chart *chart, uint32_t s)
{
    uint32_t row = chart->stops.at[s].row;
    return row == AT_START ? chart->stops.at[s + 1].row : row;
}

/* A row of the table, and the headings above it; the next phase. */
static uint32_t table_texts(struct band_maker *m, uint32_t s, uint32_t phase,
                            struct page_text *cells)
{
    const struct chart *chart = m->frame->chart;
    const struct stop *stop = &chart->stops.at[s];
    if (row_at(chart, s) < chart->sop->rows.n)
        phase = phase_bands(m, s, phase, row_at(chart, s));
    if (stop->row < chart->sop->rows.n)
        row_texts(m, s, cells);
    if (stop->kind == SYMBOL_START || stop->kind == SYMBOL_END)
        capsule_text(m, stop, &m->list->inside[s], cells);
    return phase;
}

struct band_list *bands_build(const struct frame *frame, const struct flow_notes *notes,
                              const struct growth *growth)
{
    const struct chart *chart = frame->chart;
    struct band_list *list = ARENA_NEW(frame->arena, struct band_list);
    struct band_maker m = {frame, notes, growth, list};
    uint32_t phase = 0;
    list->band_of = ARENA_ARRAY(frame->arena, chart->stops.n + 1, uint32_t);
    list->inside = ARENA_ARRAY(frame->arena, chart->stops.n + 1, struct page_text);
    labels_measure(&m);
    for (uint32_t s = 0; s < chart->stops.n; s++) {
        struct page_text *cells = ARENA_ARRAY(frame->arena, N_COLUMNS, struct page_text);
        if (frame->style == DRAW_STYLE_FLOW)
            list->inside[s] = swim_text(frame, s);
        else
            phase = table_texts(&m, s, phase, cells);
        stop_bands(&m, s, cells);
        if (chart->stops.at[s].row == AT_START)
            list->bands.at[list->bands.n - 1].keeps_next = true;
    }
    list->band_of[chart->stops.n] = list->bands.n;
    if (frame->style == DRAW_STYLE_FLOW)
        swim_phases_stretch(frame, list);
    return list;
}
