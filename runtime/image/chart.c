/*
 * Pages into an image and out of it. Their records are the structs of
 * runtime/chart, so that a book of an image lies in the image's own tables;
 * what is added gets new numbers for all that it refers to, field by field as
 * sections.def says.
 */
#include "runtime/image/image_int.h"

/* ---- adding ------------------------------------------------------------ */

struct move {
    struct image_builder *b;
    const struct chart_book *book;
    uint32_t base[N_SECTIONS];   /* where the book's first of each sort stands */
};

/* A list of strings of the book, in the builder. */
static uint32_t move_list(const struct move *m, uint32_t list)
{
    const uint32_t *items = m->book->lists + list + 1;
    uint32_t n = items[-1];
    uint32_t *moved = ARENA_ARRAY(m->b->arena, (size_t)n + 1, uint32_t);
    if (!moved) {
        m->b->failed = true;
        return NONE;
    }
    for (uint32_t i = 0; i < n; i++)
        moved[i] = image_add_string(m->b, m->book->strings[items[i]]);
    return image_add_list(m->b, moved, n);
}

static uint32_t move_word(const struct move *m, const struct image_kind_info *kind, uint32_t word)
{
    switch (kind->shape) {
    case SHAPE_INDEX:
    case SHAPE_OPTION:
    case SHAPE_STOP:
        if (word >= CHART_START)
            return word;
        return kind->of == SECTION_STRINGS ? image_add_string(m->b, m->book->strings[word])
                                           : word + m->base[kind->of];
    case SHAPE_LIST: return move_list(m, word);
    default: return word;
    }
}

/* Copies a record of the book to `to`, its fields moved. */
static void move_record(const struct move *m, const struct image_section_info *info,
                        const char *from, char *to)
{
    memcpy(to, from, info->size);
    for (uint32_t k = 0; k < info->n_fields; k++) {
        const struct image_field_info *f = &info->fields[k];
        const struct image_kind_info *kind = &image_kind_info[f->kind];
        struct image_span span;
        if (kind->shape == SHAPE_SPAN) {
            span = image_span_of(from, f);
            span.first += m->base[kind->of];
            memcpy(to + f->offset, &span, sizeof span);
            continue;
        }
        uint32_t word = move_word(m, kind, image_word(from, f));
        memcpy(to + f->offset, &word, sizeof word);
    }
}

static struct chart_span move_records(const struct move *m, enum image_section s, const void *at,
                                      uint32_t n)
{
    const struct image_section_info *info = image_section_info(s);
    char *moved = arena_alloc(m->b->arena, info->size);
    m->b->failed |= !moved;
    for (uint32_t i = 0; i < n && !m->b->failed; i++) {
        move_record(m, info, (const char *)at + (size_t)i * info->size, moved);
        image_add_record(m->b, s, moved);
    }
    return (struct chart_span){ m->base[s], n };
}

void image_add_book(struct image_builder *b, uint32_t procedure, uint32_t first_row,
                    uint32_t first_actor, const struct chart_book *book)
{
    struct move m = { .b = b, .book = book };
    for (enum image_section s = 0; s < N_SECTIONS; s++)
        m.base[s] = b->table[s].n;
    m.base[SECTION_ROWS] = first_row;
    m.base[SECTION_ACTORS] = first_actor;
    struct image_chart chart = {
        .procedure = procedure, .start = image_add_string(b, book->start),
        .end = image_add_string(b, book->end), .width = book->width, .height = book->height,
        .arrow = book->arrow, .inset = book->inset,
    };
    chart.fonts = move_records(&m, SECTION_CHART_FONTS, book->fonts, book->n_fonts);
    chart.pages = move_records(&m, SECTION_CHART_PAGES, book->pages, book->n_pages);
    move_records(&m, SECTION_CHART_SYMBOLS, book->symbols, book->n_symbols);
    move_records(&m, SECTION_CHART_LINES, book->lines, book->n_lines);
    move_records(&m, SECTION_CHART_POINTS, book->points, book->n_points);
    move_records(&m, SECTION_CHART_LABELS, book->labels, book->n_labels);
    move_records(&m, SECTION_CHART_CELLS, book->cells, book->n_cells);
    move_records(&m, SECTION_CHART_RULES, book->rules, book->n_rules);
    image_add_chart(b, chart);
}

/* ---- reading ----------------------------------------------------------- */

static const struct image_chart *find_chart(const struct image *image, uint32_t procedure)
{
    for (uint32_t i = 0; i < image->t.n_chart; i++)
        if (image->t.chart[i].procedure == procedure)
            return &image->t.chart[i];
    return NULL;
}

bool image_book_names(const struct image *image, struct arena *arena, struct chart_book *book)
{
    const struct image_tables *t = &image->t;
    const char **strings = ARENA_ARRAY(arena, (size_t)t->n_string + 1, const char *);
    struct chart_row *rows = ARENA_ARRAY(arena, (size_t)t->n_row + 1, struct chart_row);
    struct chart_actor *actors = ARENA_ARRAY(arena, (size_t)t->n_actor + 1, struct chart_actor);
    if (!strings || !rows || !actors)
        return false;
    for (uint32_t i = 0; i < t->n_string; i++)
        strings[i] = image_string(image, i);
    for (uint32_t i = 0; i < t->n_row; i++)
        rows[i] = (struct chart_row){ strings[t->row[i].id], strings[t->row[i].text],
                                      t->row[i].no };
    for (uint32_t i = 0; i < t->n_actor; i++)
        actors[i] = (struct chart_actor){ strings[t->actor[i].id], strings[t->actor[i].name] };
    book->strings = strings, book->n_strings = t->n_string;
    book->rows = rows, book->n_rows = t->n_row;
    book->actors = actors, book->n_actors = t->n_actor;
    book->lists = t->lists, book->n_lists = t->n_lists;
    return true;
}

void image_book_pages(const struct image *image, const struct image_chart *chart,
                      struct chart_book *book)
{
    const struct image_tables *t = &image->t;
    book->title = image_string(image, t->procedure[chart->procedure].title);
    book->start = image_string(image, chart->start);
    book->end = image_string(image, chart->end);
    book->width = chart->width, book->height = chart->height;
    book->arrow = chart->arrow, book->inset = chart->inset;
#define PART(name, plural) book->plural = t->chart_##name, book->n_##plural = t->n_chart_##name;
    CHART_PARTS(PART)
#undef PART
    book->pages += chart->pages.first;
    book->n_pages = chart->pages.n;
}

enum err image_book(const struct image *image, uint32_t procedure, struct arena *arena,
                    struct chart_book *book)
{
    const struct image_chart *chart = find_chart(image, procedure);
    *book = (struct chart_book){ 0 };
    if (!chart)
        return ERR_NONE;
    if (!image_book_names(image, arena, book))
        return ERR_SYSTEM;
    image_book_pages(image, chart, book);
    return ERR_NONE;
}
