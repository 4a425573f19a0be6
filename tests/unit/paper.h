/*
 * Two pages for the sale of goods (sale.h), with one of everything that a chart
 * can hold: each kind of symbol, a line from page to page, one with a label,
 * one that joins, one that repeats.
 */
#ifndef SOP_TEST_PAPER_H
#define SOP_TEST_PAPER_H

#include "tests/unit/sale.h"

enum { N_SYMBOLS = 8, N_LINES = 5, N_POINTS = 11, N_CELLS = 3, N_LISTS = 12 };
/* Strings of the book, and where its lists begin. */
enum { S_TITLE, S_LETTER, S_YES, S_NAME, S_CELL, S_MORE, S_START, N_STRINGS };
enum { L_NONE = 0, L_LETTER = 1, L_NAME = 3, L_CELL = 5, L_START = 8 };

struct paper {
    struct chart_book book;
    const char *strings[N_STRINGS];
    uint32_t lists[N_LISTS];
    struct chart_row rows[N_ROWS];
    struct chart_actor actors[2];
    struct chart_font fonts[2];
    struct chart_page pages[2];
    struct chart_symbol symbols[N_SYMBOLS];
    struct chart_line lines[N_LINES];
    struct chart_point points[N_POINTS];
    struct chart_label labels[2];
    struct chart_cell cells[N_CELLS];
    struct chart_rule rules[2];
};

static inline struct chart_symbol paper_symbol(enum chart_symbol_kind kind, uint32_t row,
                                               uint32_t actor, uint32_t y)
{
    return (struct chart_symbol){ .kind = kind, .row = row, .actor = actor, .letter = NONE,
                                  .box = { 10000, y, 13000, y + 1800 }, .fill = NONE };
}

static inline void paper_symbols(struct paper *p)
{
    p->symbols[0] = paper_symbol(CHART_START_SHAPE, CHART_START, 0, 5000);
    p->symbols[0].lines = L_START;
    p->symbols[0].radius = 900;
    p->symbols[1] = paper_symbol(CHART_CAPSULE_SHAPE, ORDER, 0, 10000);
    p->symbols[1].radius = 900;
    p->symbols[2] = paper_symbol(CHART_DIAMOND_SHAPE, CHECK, 0, 20000);
    p->symbols[3] = paper_symbol(CHART_BOX_SHAPE, CHECK, 1, 20000);
    p->symbols[3].is_dashed = 1;
    p->symbols[4] = paper_symbol(CHART_PENTAGON_SHAPE, PACK, 1, 40000);
    p->symbols[4].letter = S_LETTER;
    p->symbols[4].lines = L_LETTER;
    p->symbols[5] = paper_symbol(CHART_PENTAGON_SHAPE, ORDER, 1, 5000);
    p->symbols[5].letter = S_LETTER;
    p->symbols[5].is_upward = 1;
    p->symbols[6] = paper_symbol(CHART_BOX_SHAPE, PACK, NONE, 10000);
    p->symbols[6].is_doubled = 1;
    p->symbols[6].fill = 0xffee00;
    p->symbols[7] = paper_symbol(CHART_END_SHAPE, CHART_END, 1, 20000);
}

static inline void paper_lines(struct paper *p)
{
    const struct chart_line line = { .outcome = NONE, .name = NONE, .via = NONE };
    for (int i = 0; i < N_LINES; i++) {
        p->lines[i] = line;
        p->lines[i].points = (struct chart_span){ 2 * (uint32_t)i, i == 4 ? 3 : 2 };
        p->lines[i].has_arrow = i != 1;
    }
    for (uint32_t i = 0; i < N_POINTS; i++)
        p->points[i] = (struct chart_point){ 11500, 11800 + i % 2 * 8200 };
    p->points[10] = (struct chart_point){ 30000, 20000 };
    p->lines[0].from = ORDER, p->lines[0].to = CHECK;
    p->lines[1].from = p->lines[1].to = CHECK;
    p->lines[2].from = CHECK, p->lines[2].to = PACK;
    p->lines[2].outcome = S_YES, p->lines[2].name = S_NAME, p->lines[2].via = S_LETTER;
    p->lines[3] = p->lines[2];
    p->lines[3].points.first = 6;
    p->lines[3].is_repeat = 1;
    p->lines[4].from = PACK, p->lines[4].to = CHART_END;
    p->lines[4].is_dashed = 1;
}

static inline void paper_table(struct paper *p)
{
    const struct chart_box box = { 2000, 2000, 8000, 4000 }, text = { 2200, 2500, 7800, 3500 };
    p->labels[0] = (struct chart_label){ 2, L_NAME, 1, { 12000, 30000, 14000, 31000 } };
    p->labels[1] = (struct chart_label){ 4, L_NAME, 1, { 12000, 12000, 14000, 13000 } };
    p->cells[0] = (struct chart_cell){ L_CELL, 0, 300, CHART_LEFT, 0, box, text };
    p->cells[1] = (struct chart_cell){ L_LETTER, 1, 0, CHART_RIGHT, 1, box, text };
    p->cells[2] = (struct chart_cell){ L_NONE, 0, 0, CHART_CENTER, 1, box, text };
    p->rules[0] = (struct chart_rule){ 2000, 2000, 8000, 2000 };
    p->rules[1] = (struct chart_rule){ 2000, 2000, 2000, 4000 };
}

static inline void paper_open(struct paper *p)
{
    static const char *const strings[N_STRINGS] = { "Sale of goods", "A", "yes", "Ya",
                                                    "The first line", "and the second", "Begin" };
    static const uint32_t lists[N_LISTS] = { 0, 1, S_LETTER, 1, S_NAME, 2, S_CELL, S_MORE,
                                             1, S_START };
    static const char *const rows[N_ROWS][2] = {
        { "order", "Write the order" }, { "check", "Check it" }, { "pack", "Pack" },
        { "ship", "Ship" }, { "refused", "Order refused" } };
    memset(p, 0, sizeof *p);
    memcpy(p->strings, strings, sizeof strings);
    memcpy(p->lists, lists, sizeof lists);
    for (int i = 0; i < N_ROWS; i++)
        p->rows[i] = (struct chart_row){ rows[i][0], rows[i][1], 0 };
    p->actors[0] = (struct chart_actor){ "clerk", "Clerk" };
    p->actors[1] = (struct chart_actor){ "chief", "Chief" };
    p->fonts[0] = (struct chart_font){ 800, 920, 737, 0 };
    p->fonts[1] = (struct chart_font){ 700, 840, 662, 1 };
    p->pages[0] = (struct chart_page){ { 0, 5 }, { 0, 4 }, { 0, 1 }, { 0, 2 }, { 0, 2 } };
    p->pages[1] = (struct chart_page){ { 5, 3 }, { 4, 1 }, { 1, 1 }, { 2, 1 }, { 0, 0 } };
    paper_symbols(p);
    paper_lines(p);
    paper_table(p);
    p->book = (struct chart_book){
        .title = strings[S_TITLE], .start = "Begin", .end = "End", .width = 84200,
        .height = 59500, .arrow = 550, .inset = 250,
        .strings = p->strings, .n_strings = N_STRINGS, .lists = p->lists, .n_lists = N_LISTS,
        .rows = p->rows, .n_rows = N_ROWS, .actors = p->actors, .n_actors = 2,
#define PART(name, plural) .plural = p->plural, .n_##plural = COUNT_OF(p->plural),
        CHART_PARTS(PART)
#undef PART
    };
}

/* The sale of goods with these pages. */
static inline struct bytes paper_bytes(const struct paper *p, char id_hex[65])
{
    struct fixture f;
    make_fixture(&f);
    emit_code(&f);
    add_records(&f);
    image_add_book(f.b, 0, 0, 0, &p->book);
    return finish_fixture(&f, id_hex);
}

/* ---- two books that say the same ---------------------------------------------- */

static inline void same_string(const struct chart_book *a, uint32_t i, const struct chart_book *b,
                               uint32_t k)
{
    assert_int_equal(i == NONE, k == NONE);
    if (i != NONE)
        assert_string_equal(a->strings[i], b->strings[k]);
}

static inline void same_lines(const struct chart_book *a, uint32_t i, const struct chart_book *b,
                              uint32_t k)
{
    assert_int_equal(a->lists[i], b->lists[k]);
    for (uint32_t n = 1; n <= a->lists[i]; n++)
        same_string(a, a->lists[i + n], b, b->lists[k + n]);
}

static inline void same_stop(const struct chart_book *a, uint32_t i, const struct chart_book *b,
                             uint32_t k)
{
    if (i >= CHART_START || k >= CHART_START) {
        assert_int_equal(i, k);
        return;
    }
    assert_string_equal(a->rows[i].id, b->rows[k].id);
    assert_string_equal(a->rows[i].text, b->rows[k].text);
    assert_int_equal(a->rows[i].no, b->rows[k].no);
}

static inline void same_box(struct chart_box a, struct chart_box b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

static inline void same_font(const struct chart_book *a, uint32_t i, const struct chart_book *b,
                             uint32_t k)
{
    assert_memory_equal(&a->fonts[i], &b->fonts[k], sizeof(struct chart_font));
}

static inline void same_symbol(const struct chart_book *a, const struct chart_symbol *s,
                               const struct chart_book *b, const struct chart_symbol *t)
{
    assert_int_equal(s->kind, t->kind);
    same_stop(a, s->row, b, t->row);
    assert_int_equal(s->actor == NONE, t->actor == NONE);
    if (s->actor != NONE)
        assert_string_equal(a->actors[s->actor].name, b->actors[t->actor].name);
    same_string(a, s->letter, b, t->letter);
    same_lines(a, s->lines, b, t->lines);
    same_font(a, s->font, b, t->font);
    same_box(s->box, t->box);
    assert_int_equal(s->radius, t->radius);
    assert_int_equal(s->fill, t->fill);
    assert_int_equal(s->is_dashed | s->is_doubled << 1 | s->is_upward << 2,
                     t->is_dashed | t->is_doubled << 1 | t->is_upward << 2);
}

static inline void same_line(const struct chart_book *a, const struct chart_line *s,
                             const struct chart_book *b, const struct chart_line *t)
{
    same_stop(a, s->from, b, t->from);
    same_stop(a, s->to, b, t->to);
    same_string(a, s->outcome, b, t->outcome);
    same_string(a, s->name, b, t->name);
    same_string(a, s->via, b, t->via);
    assert_int_equal(s->points.n, t->points.n);
    assert_memory_equal(&a->points[s->points.first], &b->points[t->points.first],
                        s->points.n * sizeof(struct chart_point));
    assert_int_equal(s->has_arrow | s->is_dashed << 1 | s->is_repeat << 2,
                     t->has_arrow | t->is_dashed << 1 | t->is_repeat << 2);
}

static inline void same_cell(const struct chart_book *a, const struct chart_cell *s,
                             const struct chart_book *b, const struct chart_cell *t)
{
    same_lines(a, s->lines, b, t->lines);
    same_font(a, s->font, b, t->font);
    assert_int_equal(s->align << 1 | s->is_shaded, t->align << 1 | t->is_shaded);
    assert_int_equal(s->hang, t->hang);
    same_box(s->box, t->box);
    same_box(s->text_box, t->text_box);
}

static inline void same_page(const struct chart_book *a, const struct chart_page *p,
                             const struct chart_book *b, const struct chart_page *q)
{
    assert_int_equal(p->symbols.n, q->symbols.n);
    for (uint32_t i = 0; i < p->symbols.n; i++)
        same_symbol(a, &a->symbols[p->symbols.first + i], b, &b->symbols[q->symbols.first + i]);
    assert_int_equal(p->lines.n, q->lines.n);
    for (uint32_t i = 0; i < p->lines.n; i++)
        same_line(a, &a->lines[p->lines.first + i], b, &b->lines[q->lines.first + i]);
    assert_int_equal(p->labels.n, q->labels.n);
    for (uint32_t i = 0; i < p->labels.n; i++) {
        const struct chart_label *s = &a->labels[p->labels.first + i];
        const struct chart_label *t = &b->labels[q->labels.first + i];
        assert_int_equal(s->line - p->lines.first, t->line - q->lines.first);
        same_lines(a, s->lines, b, t->lines);
        same_font(a, s->font, b, t->font);
        same_box(s->box, t->box);
    }
    assert_int_equal(p->cells.n, q->cells.n);
    for (uint32_t i = 0; i < p->cells.n; i++)
        same_cell(a, &a->cells[p->cells.first + i], b, &b->cells[q->cells.first + i]);
    assert_int_equal(p->rules.n, q->rules.n);
    for (uint32_t i = 0; i < p->rules.n; i++)
        assert_memory_equal(&a->rules[p->rules.first + i], &b->rules[q->rules.first + i],
                            sizeof(struct chart_rule));
}

static inline void same_book(const struct chart_book *a, const struct chart_book *b)
{
    assert_string_equal(a->title, b->title);
    assert_string_equal(a->start, b->start);
    assert_string_equal(a->end, b->end);
    assert_true(a->width == b->width && a->height == b->height);
    assert_true(a->arrow == b->arrow && a->inset == b->inset);
    assert_int_equal(a->n_pages, b->n_pages);
    for (uint32_t i = 0; i < a->n_pages; i++)
        same_page(a, &a->pages[i], b, &b->pages[i]);
}

#endif
