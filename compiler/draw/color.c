/* The palettes and the legend: see color.h. */
#include "compiler/draw/color.h"
#include "compiler/draw/words.h"

static const char critical_fill[] = "#f4b6ae";
static const char *const actor_fills[N_ACTOR_COLORS] = {
    "#a6cee3", "#fdd49e", "#b8e0a5", "#f7b6d2", "#d3c0e8",
    "#fff3a3", "#9fe0d6", "#e0c3a0", "#d5d8dc", "#c6dd6b",
};

/* From so much of the longest row's time on. The words have no language. */
static const struct {
    double from;
    const char *fill, *words;
} heats[N_HEATS] = {
    {0,    "#ffffff", "< 1 %"},    {0.01, "#fff0c2", "1\u20135 %"},
    {0.05, "#ffd480", "5\u201320 %"}, {0.2,  "#f9a65a", "20\u201350 %"},
    {0.5,  "#ec8045", "\u2265 50 %"},
};

static const double patch_width = 12, patch_height = 7, patch_gap = 4, entry_gap = 14;

static uint32_t heat_of(double weight)
{
    uint32_t heat = N_HEATS - 1;
    while (heat && weight < heats[heat].from)
        heat--;
    return heat;
}

const char *color_actor(enum draw_color color, uint32_t actor)
{
    return color == DRAW_COLOR_ACTOR && actor != NONE ? actor_fills[actor % N_ACTOR_COLORS]
                                                      : NULL;
}

/* ---- symbols ---------------------------------------------------------- */

static bool is_timed(const struct sop *sop, uint32_t row)
{
    const struct row *r = &sop->rows.at[row];
    return r->kind == ROW_STEP || r->kind == ROW_DECISION;
}

static const char *symbol_fill(const struct page_symbol *s, enum draw_color color)
{
    switch (color) {
    case DRAW_COLOR_CRITICAL:
        return s->is_critical ? critical_fill : NULL;
    case DRAW_COLOR_TIME:
        return s->heat ? heats[s->heat - 1].fill : NULL;
    case DRAW_COLOR_ACTOR:
        return color_actor(color, s->actor);
    case DRAW_COLOR_NONE:
    case N_DRAW_COLORS:
        break;
    }
    return NULL;
}

void color_symbols(struct page *page, const struct sop *sop, enum draw_color color,
                   const struct flow_notes *notes)
{
    for (uint32_t i = 0; i < page->symbols.n; i++) {
        struct page_symbol *s = &page->symbols.at[i];
        if (s->kind == SYMBOL_PENTAGON || s->row >= sop->rows.n)
            continue;
        s->is_critical = notes && notes->critical && notes->critical[s->row];
        if (notes && notes->weight && is_timed(sop, s->row))
            s->heat = 1 + heat_of(notes->weight[s->row]);
        s->fill = symbol_fill(s, color);
        s->is_heavy = color == DRAW_COLOR_CRITICAL && s->is_critical;
    }
}

/* ---- the legend ------------------------------------------------------- */

struct legend_maker {
    struct legend *legend;
    struct canvas *canvas;
    struct arena *arena;
    enum font font;
    double width, x;
    uint32_t line;
};

static void entry_add(struct legend_maker *m, const char *fill, bool is_heavy, const char *words)
{
    double patch = fill ? patch_width + patch_gap : 0;
    struct page_text text = canvas_wrap(m->canvas, words, m->font, m->width - patch, 1);
    if (m->x > 0 && m->x + patch + text.width > m->width) {
        m->x = 0;
        m->line++;
    }
    *LIST_ADD(m->arena, &m->legend->entries) =
        (struct legend_entry){fill, is_heavy, text, m->x, m->line};
    m->x += patch + text.width + entry_gap;
}

/* "Time, in parts of the longest step (no. 4: 240 minutes)". */
static const char *time_words(const struct sop *sop, const struct flow_notes *notes,
                              struct arena *arena)
{
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        const char *time = draw_row_time(sop, &sop->rows.at[r], arena);
        const char *number = draw_row_number(&sop->rows.at[r], arena);
        if (notes->weight[r] >= 1 && time && number)
            return draw_sentence(arena, DRAW_WORD_LEGEND_TIME_OF, sop->language, number, time);
    }
    return draw_word(DRAW_WORD_LEGEND_TIME, sop->language);
}

void legend_measure(struct legend *legend, const struct sop *sop, enum draw_color color,
                    const struct flow_notes *notes, struct canvas *canvas, enum font font,
                    double width, struct arena *arena)
{
    struct legend_maker m = {legend, canvas, arena, font, width, 0, 0};
    *legend = (struct legend){0};
    if (color == DRAW_COLOR_CRITICAL)
        entry_add(&m, critical_fill, true, draw_word(DRAW_WORD_LEGEND_CRITICAL, sop->language));
    if (color == DRAW_COLOR_ACTOR)
        entry_add(&m, NULL, false, draw_word(DRAW_WORD_LEGEND_ACTOR, sop->language));
    if (color == DRAW_COLOR_TIME && notes && notes->weight) {
        entry_add(&m, NULL, false, time_words(sop, notes, arena));
        for (uint32_t i = 0; i < N_HEATS; i++)
            entry_add(&m, heats[i].fill, false, heats[i].words);
    }
    if (legend->entries.n)
        legend->height = (m.line + 1) * (canvas_height(font, 1) + 3) + 3;
}

void legend_draw(const struct legend *legend, struct page *page, double x, double y,
                 struct arena *arena)
{
    for (uint32_t i = 0; i < legend->entries.n; i++) {
        const struct legend_entry *e = &legend->entries.at[i];
        double line = canvas_height(e->text.font, 1) + 3, top = y + e->line * line;
        double left = x + e->x, middle = top + line / 2;
        if (e->fill) {
            struct box patch = {left, middle - patch_height / 2, left + patch_width,
                                middle + patch_height / 2};
            *LIST_ADD(arena, &page->cells) = (struct page_cell){
                .box = patch, .text_box = patch, .fill = e->fill, .is_edged = true,
                .is_heavy = e->is_heavy};
            left += patch_width + patch_gap;
        }
        struct box box = {left, top, left + e->text.width, top + line};
        *LIST_ADD(arena, &page->cells) =
            (struct page_cell){.text = e->text, .box = box, .text_box = box};
    }
}
