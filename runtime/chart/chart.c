/* The names of the display list's parts, and how much a book would be to
 * write: see chart.h. */
#include <string.h>

#include "runtime/chart/chart.h"

const char *chart_symbol_name(enum chart_symbol_kind kind)
{
    static const char *const names[N_CHART_SYMBOL_KINDS] = {
#define SYMBOL(symbol, name) [CHART_##symbol##_SHAPE] = name,
        CHART_SYMBOLS(SYMBOL)
#undef SYMBOL
    };
    return names[kind];
}

/* ---- weight ------------------------------------------------------------ */

/* About what an element takes besides its texts, and the longest that one
 * byte of a text can become. */
enum { ELEMENT_BYTES = 120, POINT_BYTES = 16, ESCAPED_BYTES = 6 };

/* Counts until it is too much; then nothing more is looked at. */
struct scale {
    const struct chart_book *book;
    uint64_t bytes;
};

static bool is_full(const struct scale *s)
{
    return s->bytes > CHART_MOST_BYTES;
}

static void weigh(struct scale *s, const char *text)
{
    if (!is_full(s) && text)
        s->bytes += ESCAPED_BYTES * strlen(text);
}

static void weigh_string(struct scale *s, uint32_t string)
{
    if (string != NONE)
        weigh(s, s->book->strings[string]);
}

static void weigh_lines(struct scale *s, uint32_t list)
{
    const uint32_t *items = s->book->lists + list + 1;
    for (uint32_t i = 0; i < items[-1] && !is_full(s); i++) {
        s->bytes += ELEMENT_BYTES;
        weigh_string(s, items[i]);
    }
}

static void weigh_stop(struct scale *s, uint32_t row)
{
    if (row >= CHART_START)
        return;
    weigh(s, s->book->rows[row].id);
    weigh(s, s->book->rows[row].text);
}

static void weigh_symbol(struct scale *s, const struct chart_symbol *symbol)
{
    s->bytes += 2 * ELEMENT_BYTES;
    for (int i = 0; i < 2; i++) {   /* its title, and the description of the page */
        weigh_stop(s, symbol->row);
        if (symbol->actor != NONE) {
            weigh(s, s->book->actors[symbol->actor].id);
            weigh(s, s->book->actors[symbol->actor].name);
        }
    }
    weigh_string(s, symbol->letter);
    weigh_lines(s, symbol->lines);
}

static void weigh_line(struct scale *s, const struct chart_line *line)
{
    s->bytes += 2 * ELEMENT_BYTES + (uint64_t)POINT_BYTES * line->points.n;
    weigh_stop(s, line->from);
    weigh_stop(s, line->to);
    weigh_string(s, line->outcome);
    weigh_string(s, line->name);
}

uint64_t chart_weight(const struct chart_book *book)
{
    struct scale s = {.book = book};
    for (uint32_t i = 0; i < book->n_pages && !is_full(&s); i++) {
        const struct chart_page *page = &book->pages[i];
        s.bytes += 4 * ELEMENT_BYTES + (uint64_t)ELEMENT_BYTES * page->rules.n;
        weigh(&s, book->title);
        for (uint32_t k = 0; k < page->symbols.n && !is_full(&s); k++)
            weigh_symbol(&s, &book->symbols[page->symbols.first + k]);
        for (uint32_t k = 0; k < page->lines.n && !is_full(&s); k++)
            weigh_line(&s, &book->lines[page->lines.first + k]);
        for (uint32_t k = 0; k < page->labels.n && !is_full(&s); k++)
            weigh_lines(&s, book->labels[page->labels.first + k].lines);
        for (uint32_t k = 0; k < page->cells.n && !is_full(&s); k++)
            weigh_lines(&s, book->cells[page->cells.first + k].lines);
    }
    return s.bytes;
}
