/*
 * From the layout to the image: the book that the compiler makes says what
 * `sopc draw -T json` says, to the 1/100 of a point; it comes out of an image
 * as it went in; and it is drawn the same.
 */
#include "tests/unit/compiled.h"

#include <jansson.h>
#include <math.h>

#include "compiler/codegen/codegen.h"
#include "compiler/draw/pages.h"
#include "tests/unit/paper.h"
#include "tests/unit/well_formed.h"
#include "tests/unit/wild_flow.h"

/* ---- the same as JSON ------------------------------------------------------- */

static const json_t *get(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_non_null(value);
    return value;
}

static const char *word(const json_t *object, const char *key)
{
    return json_string_value(get(object, key));
}

static void same_word(const char *a, const char *b)
{
    assert_int_equal(!a, !b);
    if (a)
        assert_string_equal(a, b);
}

static void same_length(const json_t *json, uint32_t length)
{
    assert_int_equal(llround(json_number_value(json) * 100), length);
}

static void same_corners(const json_t *json, struct chart_box box)
{
    const uint32_t at[] = { box.x0, box.y0, box.x1, box.y1 };
    assert_int_equal(json_array_size(json), COUNT_OF(at));
    for (size_t i = 0; i < COUNT_OF(at); i++)
        same_length(json_array_get(json, i), at[i]);
}

static const char *stop_name(const struct chart_book *book, uint32_t row)
{
    return row == CHART_START ? "start" : row == CHART_END ? "end" : book->rows[row].id;
}

static const char *string(const struct chart_book *book, uint32_t i)
{
    return i == NONE ? NULL : book->strings[i];
}

static void symbol_as_json(const struct chart_book *book, const struct chart_symbol *s,
                           const json_t *json)
{
    assert_string_equal(chart_symbol_name((enum chart_symbol_kind)s->kind), word(json, "kind"));
    same_word(stop_name(book, s->row), word(json, "row"));
    same_word(s->actor == NONE ? NULL : book->actors[s->actor].id, word(json, "actor"));
    same_word(string(book, s->letter), word(json, "letter"));
    assert_int_equal(s->is_dashed, json_is_true(get(json, "dashed")));
    assert_int_equal(s->is_doubled, json_is_true(get(json, "doubled")));
    same_corners(get(json, "box"), s->box);
}

static void line_as_json(const struct chart_book *book, const struct chart_line *line,
                         const json_t *json)
{
    const json_t *points = get(json, "points");
    same_word(stop_name(book, line->from), word(json, "from"));
    same_word(stop_name(book, line->to), word(json, "to"));
    same_word(string(book, line->outcome), word(json, "outcome"));
    same_word(string(book, line->via), word(json, "via"));
    assert_int_equal(line->has_arrow, json_is_true(get(json, "arrow")));
    assert_int_equal(line->is_dashed, json_is_true(get(json, "dashed")));
    assert_int_equal(line->points.n, json_array_size(points));
    for (uint32_t i = 0; i < line->points.n; i++) {
        const json_t *point = json_array_get(points, i);
        same_length(json_array_get(point, 0), book->points[line->points.first + i].x);
        same_length(json_array_get(point, 1), book->points[line->points.first + i].y);
    }
}

/* Lines of a text tell what it says, but for where they are broken: a tab tells
 * that a line goes on below an entry, a hyphen that a word does. */
static void text_as_json(const struct chart_book *book, uint32_t list, const json_t *json)
{
    const char *whole = json_string_value(json);
    for (uint32_t i = 1; i <= book->lists[list]; i++)
        for (const char *s = book->strings[book->lists[list + i]]; *s; s++) {
            while (*whole == ' ' || *whole == '\n')
                whole++;
            bool is_hyphen = *s == '-' && !s[1] && *whole != '-';
            if (*s != ' ' && *s != '\n' && *s != '\t' && !is_hyphen)
                assert_int_equal(*s, *whole++);
        }
}

static bool box_is(const json_t *json, struct chart_box box)
{
    return llround(json_number_value(json_array_get(json, 0)) * 100) == box.x0 &&
           llround(json_number_value(json_array_get(json, 1)) * 100) == box.y0;
}

/* The book's labels stand in the order of their lines. */
static void labels_as_json(const struct chart_book *book, const struct chart_page *page,
                           const json_t *json)
{
    assert_int_equal(page->labels.n, json_array_size(json));
    for (uint32_t i = 0; i < page->labels.n; i++) {
        const struct chart_label *label = &book->labels[page->labels.first + i];
        const json_t *found = NULL;
        for (size_t k = 0; k < json_array_size(json) && !found; k++)
            if (box_is(get(json_array_get(json, k), "box"), label->box))
                found = json_array_get(json, k);
        assert_non_null(found);
        same_corners(get(found, "box"), label->box);
        text_as_json(book, label->lines, get(found, "text"));
    }
}

static void page_as_json(const struct chart_book *book, const struct chart_page *page,
                         const json_t *json)
{
    const json_t *symbols = get(json, "symbols"), *lines = get(json, "lines");
    const json_t *cells = get(json, "cells"), *rules = get(json, "rules");
    same_length(get(json, "width"), book->width);
    same_length(get(json, "height"), book->height);
    assert_int_equal(page->symbols.n, json_array_size(symbols));
    for (uint32_t i = 0; i < page->symbols.n; i++)
        symbol_as_json(book, &book->symbols[page->symbols.first + i], json_array_get(symbols, i));
    assert_int_equal(page->lines.n, json_array_size(lines));
    for (uint32_t i = 0; i < page->lines.n; i++)
        line_as_json(book, &book->lines[page->lines.first + i], json_array_get(lines, i));
    labels_as_json(book, page, get(json, "labels"));
    assert_int_equal(page->cells.n, json_array_size(cells));
    for (uint32_t i = 0; i < page->cells.n; i++) {
        const struct chart_cell *cell = &book->cells[page->cells.first + i];
        const json_t *other = json_array_get(cells, i);
        same_corners(get(other, "box"), cell->box);
        same_corners(get(other, "text_box"), cell->text_box);
        text_as_json(book, cell->lines, get(other, "text"));
    }
    assert_int_equal(page->rules.n, json_array_size(rules));
    for (uint32_t i = 0; i < page->rules.n; i++) {
        const struct chart_rule *r = &book->rules[page->rules.first + i];
        same_corners(json_array_get(rules, i), (struct chart_box){ r->x0, r->y0, r->x1, r->y1 });
    }
}

static void book_as_json(const struct chart_book *book, const struct page_list *list)
{
    struct bytes text = { 0 };
    assert_int_equal(draw_write(list, DRAW_JSON, DRAW_ALL_PAGES, &text), ERR_NONE);
    json_t *all = json_loads(text.data, 0, NULL);
    const json_t *pages = get(all, "pages");
    assert_int_equal(book->n_pages, json_array_size(pages));
    for (uint32_t i = 0; i < book->n_pages; i++)
        page_as_json(book, &book->pages[i], json_array_get(pages, i));
    json_decref(all);
    bytes_free(&text);
}

static void test_geometry_is_that_of_json(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct sample s;
        wild_open(&s, seed);
        struct draw_options options = { .image_id = "5ca1ab1e",
                                        .color = seed % 2 ? DRAW_COLOR_ACTOR : DRAW_COLOR_NONE };
        const struct page_list *list = draw_layout(sample_flow(&s), NULL, &options, &s.arena);
        const struct chart_book *book = draw_book(list, &s.arena);
        book_as_json(book, list);
        assert_true(chart_weight(book) < CHART_MOST_BYTES);
        for (uint32_t i = 0; i < book->n_pages; i++) {
            struct bytes svg = { 0 };
            chart_svg(book, i, NULL, &svg);
            assert_true(is_well_formed(svg.data));
            assert_true(svg.len < chart_weight(book));
            bytes_free(&svg);
        }
        sample_close(&s);
    }
}

/* ---- through an image ---------------------------------------------------------- */

static const char two_sops[] =
    "language id\n"
    "sop utama \"Surat <Masuk>\" {\n"
    "  pelaksana a \"Staf & \\\"TU\\\"\" jumlah 3  pelaksana b \"Kepala\"  pelaksana c \"Kurir\"\n"
    "  kalender { sen..jum 08:00-16:00 }\n"
    "  mulai surat \"Surat datang\"\n"
    "  tahap \"Persiapan\"\n"
    "  langkah tulis \"Menulis surat\" oleh a dibantu c waktu 5 menit\n"
    "  keputusan periksa \"Memeriksa surat\" oleh b, c waktu 2 menit paling lambat 1 hari\n"
    "    ya\n    tidak 20% -> tulis\n    terlambat -> gagal\n"
    "  langkah minta \"Meminta izin\" menjalankan izin\n"
    "  langkah kirim \"Mengirim surat\" oleh setiap a waktu 1 menit\n"
    "  langkah arsip \"Mengarsipkan surat\" oleh b waktu 1 menit -> selesai\n"
    "  selesai gagal \"Surat gagal\"\n"
    "}\n"
    "sop izin \"Izin\" {\n"
    "  pelaksana k \"Kepala\"\n"
    "  keputusan boleh \"Menimbang izin\" oleh k waktu 1 jam\n    ya -> selesai\n    tidak -> boleh\n"
    "}\n";

static const struct chart_book *book_of(const struct flow *flow, struct arena *arena)
{
    struct draw_options options = { .color = DRAW_COLOR_ACTOR };
    return draw_book(draw_layout(flow, NULL, &options, arena), arena);
}

static void test_books_come_out_of_an_image(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, two_sops);
    if (c.diags.n[SEV_ERROR])
        fail_msg("%s", codes_of(&c));
    struct flow *flows[2] = { c.flow, flow_build(&c.model->sops.at[1], &c.arena) };
    const struct chart_book *books[2] = { book_of(flows[0], &c.arena),
                                          book_of(flows[1], &c.arena) };
    struct codegen_input plain = { flows, 2, c.program, NULL, NULL };
    struct codegen_input input = { flows, 2, c.program, books, NULL };
    struct bytes bytes = { 0 }, again = { 0 }, without = { 0 };
    char id[65], id_again[65], id_without[65];
    codegen_paged_image(&input, 0, &c.arena, &bytes, id);
    codegen_paged_image(&input, 0, &c.arena, &again, id_again);
    codegen_paged_image(&plain, 0, &c.arena, &without, id_without);
    assert_string_equal(id, id_without);
    assert_int_equal(bytes.len, again.len);
    assert_memory_equal(bytes.data, again.data, bytes.len);
    struct image *image = open_good(&bytes);
    for (uint32_t i = 0; i < 2; i++) {
        struct chart_book book;
        assert_int_equal(image_book(image, i, &c.arena, &book), ERR_NONE);
        same_book(books[i], &book);
        for (uint32_t page = 0; page < book.n_pages; page++) {
            struct bytes a = { 0 }, b = { 0 };
            chart_svg(books[i], page, NULL, &a);
            chart_svg(&book, page, NULL, &b);
            assert_string_equal(a.data, b.data);
            bytes_free(&a);
            bytes_free(&b);
        }
    }
    image_close(image);
    bytes_free(&bytes);
    bytes_free(&again);
    bytes_free(&without);
    compiled_close(&c);
}

/* "row-check-2": a further symbol of a row; which one is numbered otherwise here. */
static bool is_further(const char *tag)
{
    size_t len = strcspn(tag + strlen("<g id=\""), "\"") + strlen("<g id=\"");
    while (len && tag[len - 1] >= '0' && tag[len - 1] <= '9')
        len--;
    return tag[len] != '"' && tag[len - 1] == '-';
}

/* Rows and arrows have the ids and classes that sopc draw gives them. */
static uint32_t n_lines_within(const struct bytes *a, const struct bytes *b, const char *begins)
{
    uint32_t n = 0;
    for (const char *at = a->data; (at = strstr(at, begins)); at++, n++) {
        char line[400];
        size_t len = strcspn(at, ">\n");
        if (is_further(at))
            continue;
        snprintf(line, sizeof line, "%.*s", (int)(len < 399 ? len : 399), at);
        if (!strstr(b->data, line))
            fail_msg("`%s` is missing in\n%s", line, b->data);
    }
    return n;
}

static void test_names_are_those_of_draw(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, two_sops);
    struct draw_options options = { 0 };
    const struct page_list *list = draw_layout(c.flow, NULL, &options, &c.arena);
    struct bytes ours = { 0 }, theirs = { 0 };
    assert_int_equal(draw_write(list, DRAW_SVG, 0, &theirs), ERR_NONE);
    chart_svg(draw_book(list, &c.arena), 0, NULL, &ours);
    assert_true(n_lines_within(&theirs, &ours, "<g id=\"row-") > 6);
    assert_true(n_lines_within(&theirs, &ours, "<g id=\"edge-") > 6);
    bytes_free(&ours);
    bytes_free(&theirs);
    compiled_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geometry_is_that_of_json),
        cmocka_unit_test(test_books_come_out_of_an_image),
        cmocka_unit_test(test_names_are_those_of_draw),
    };
    return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
