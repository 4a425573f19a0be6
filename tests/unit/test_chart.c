/*
 * chart: what goes into an image comes out of it; whatever is wrong with a
 * chart is refused by its rule; a page as SVG is well-formed whatever its texts
 * say, and tells what a case has made of its rows.
 */
#include "tests/unit/paper.h"

#include "tests/unit/well_formed.h"

/* ---- into an image and out of it ----------------------------------------------- */

static void test_what_goes_in_comes_out(void **state)
{
    (void)state;
    char id_hex[65], plain_hex[65];
    struct paper p;
    struct arena arena;
    struct chart_book book;
    paper_open(&p);
    struct bytes bytes = paper_bytes(&p, id_hex), plain = good_bytes(plain_hex);
    struct image *image = open_good(&bytes);
    arena_init(&arena, NULL);
    assert_int_equal(image_book(image, 0, &arena, &book), ERR_NONE);
    same_book(&p.book, &book);
    assert_string_equal(id_hex, plain_hex);   /* a chart changes no id */
    assert_true(bytes.len > plain.len);
    image_close(image);
    image = open_good(&plain);
    assert_int_equal(image_book(image, 0, &arena, &book), ERR_NONE);
    assert_int_equal(book.n_pages, 0);
    image_close(image);
    arena_free(&arena);
    bytes_free(&bytes);
    bytes_free(&plain);
}

/* The second procedure's rows have other numbers in the image. */
static void test_a_chart_belongs_to_its_procedure(void **state)
{
    (void)state;
    struct arena arena;
    struct paper p;
    struct bytes bytes = { 0 };
    struct chart_book book;
    char id_hex[65];
    struct pair pair = { 1, 2, 0 };
    paper_open(&p);
    for (uint32_t i = 0; i < N_SYMBOLS; i++) {
        p.symbols[i].actor = NONE;
        p.symbols[i].row = p.symbols[i].row >= CHART_START ? CHART_END : i % 2;
    }
    for (uint32_t i = 0; i < N_LINES; i++)
        p.lines[i].from = 0, p.lines[i].to = 1;
    arena_init(&arena, NULL);
    struct image_builder *b = image_builder_new(&arena);
    add_pair_procedure(b, 0, &pair);
    add_pair_procedure(b, 1, &pair);
    image_add_book(b, 0, 0, 0, &p.book);
    image_add_book(b, 1, 2, 0, &p.book);
    image_write(b, &bytes, id_hex);
    struct image *image = open_good(&bytes);
    assert_int_equal(image_book(image, 1, &arena, &book), ERR_NONE);
    assert_int_equal(book.n_pages, 2);
    assert_int_equal(book.symbols[book.pages[0].symbols.first + 1].row, 3);
    assert_int_equal(book.lines[book.pages[1].lines.first].to, 3);
    image_close(image);
    bytes_free(&bytes);
    b = image_builder_new(&arena);
    add_pair_procedure(b, 0, &pair);
    add_pair_procedure(b, 1, &pair);
    image_add_book(b, 1, 0, 0, &p.book);   /* the first one's rows */
    image_write(b, &bytes, id_hex);
    expect_refused(&bytes, "owner");
    bytes_free(&bytes);
    arena_free(&arena);
}

/* An image of version 2 is one without the sections of charts. */
static void test_older_images_are_read(void **state)
{
    (void)state;
    char id_hex[65];
    struct bytes bytes = good_bytes(id_hex);
    size_t cut = (N_SECTIONS - IMAGE_SECTIONS_2) * ENTRY;
    size_t from = TABLE + N_SECTIONS * ENTRY;
    memmove(bytes.data + from - cut, bytes.data + from, bytes.len - from);
    bytes.len -= cut;
    write_number(&bytes, 8, 4, 2);
    write_number(&bytes, 12, 4, IMAGE_SECTIONS_2);
    for (size_t at = TABLE + 8; at < from - cut; at += ENTRY)
        write_number(&bytes, at, 8, read_number(&bytes, at, 8) - cut);
    EVP_Digest(bytes.data, bytes.len - SUM, (uint8_t *)bytes.data + bytes.len - SUM, NULL,
               EVP_sha256(), NULL);
    struct image *image = open_good(&bytes);
    assert_int_equal(image->version, 2);
    assert_int_equal(image->t.n_chart, 0);
    assert_string_equal(image->id_hex, id_hex);
    image_close(image);
    bytes_free(&bytes);
}

/* ---- refusals --------------------------------------------------------------------- */

struct spoiler {
    const char *rule;
    void (*spoil)(struct paper *p);
};

static void paper_width(struct paper *p) { p->book.width = 7199; }
static void paper_height(struct paper *p) { p->book.height = 1440001; }
static void paper_none(struct paper *p) { p->book.n_pages = 0; }
static void paper_arrow(struct paper *p) { p->book.arrow = UINT32_MAX; }
static void page_tile(struct paper *p) { p->pages[1].symbols.n = 2; }
static void page_gap(struct paper *p) { p->pages[0].cells.n = 1; }
static void page_span(struct paper *p) { p->pages[1].cells.n = 2; }
static void font_size(struct paper *p) { p->fonts[0].size = 1 << 30; }
static void symbol_kind(struct paper *p) { p->symbols[0].kind = N_CHART_SYMBOL_KINDS; }
static void symbol_row(struct paper *p) { p->symbols[1].row = N_ROWS; }
static void symbol_actor(struct paper *p) { p->symbols[1].actor = 2; }
static void symbol_font(struct paper *p) { p->symbols[1].font = 2; }
static void symbol_flag(struct paper *p) { p->symbols[1].is_dashed = 2; }
static void symbol_right(struct paper *p) { p->symbols[1].box.x1 = 84201; }
static void symbol_low(struct paper *p) { p->symbols[1].box.y1 = UINT32_MAX; }
static void symbol_turned(struct paper *p) { p->symbols[1].box.x0 = 13001; }
static void symbol_flat(struct paper *p) { p->symbols[1].box.y0 = p->symbols[1].box.y1; }
static void symbol_letter(struct paper *p) { p->symbols[1].letter = S_LETTER; }
static void symbol_no_letter(struct paper *p) { p->symbols[4].letter = NONE; }
static void symbol_fill(struct paper *p) { p->symbols[1].fill = 0x1000000; }
static void symbol_radius(struct paper *p) { p->symbols[1].radius = UINT32_MAX; }
static void line_to(struct paper *p) { p->lines[0].to = CHART_END + 1; }
static void line_one_point(struct paper *p)
{
    p->lines[0].points.n = 1;
    p->lines[1].points = (struct chart_span){ 1, 3 };
}
static void line_far(struct paper *p) { p->points[3].y = 59501; }
static void label_far(struct paper *p) { p->labels[0].box.x1 = 84201; }
static void label_line(struct paper *p) { p->labels[0].line = N_LINES; }
static void label_other_page(struct paper *p) { p->labels[0].line = 4; }
static void label_order(struct paper *p)
{
    p->pages[0].labels.n = 2;
    p->pages[1].labels = (struct chart_span){ 0, 0 };
    p->labels[1].line = 1;
}
static void cell_align(struct paper *p) { p->cells[0].align = N_CHART_ALIGNS; }
static void cell_far(struct paper *p) { p->cells[0].text_box.y1 = 59501; }
static void rule_turned(struct paper *p) { p->rules[0].x0 = 8001; }

static void test_bad_charts_are_refused_by_their_rule(void **state)
{
    (void)state;
    static const struct spoiler spoilers[] = {
        { "chart", paper_width },      { "chart", paper_height },
        { "tile", paper_none },        { "chart", paper_arrow },
        { "tile", page_tile },         { "tile", page_gap },
        { "span", page_span },         { "shape", font_size },
        { "range", symbol_kind },      { "index", symbol_row },
        { "index", symbol_actor },     { "index", symbol_font },
        { "range", symbol_flag },      { "placed", symbol_right },
        { "placed", symbol_low },      { "placed", symbol_turned },
        { "placed", symbol_flat },     { "shape", symbol_letter },
        { "shape", symbol_no_letter }, { "shape", symbol_fill },
        { "shape", symbol_radius },    { "index", line_to },
        { "line", line_one_point },    { "placed", line_far },
        { "placed", label_far },       { "index", label_line },
        { "line", label_other_page },  { "line", label_order },
        { "range", cell_align },       { "placed", cell_far },
        { "placed", rule_turned },
    };
    for (size_t i = 0; i < COUNT_OF(spoilers); i++) {
        char id_hex[65];
        struct paper p;
        paper_open(&p);
        spoilers[i].spoil(&p);
        struct bytes bytes = paper_bytes(&p, id_hex);
        expect_refused(&bytes, spoilers[i].rule);
        bytes_free(&bytes);
    }
}

static void test_one_chart_for_each_procedure(void **state)
{
    (void)state;
    char id_hex[65];
    struct paper p;
    struct fixture f;
    paper_open(&p);
    make_fixture(&f);
    emit_code(&f);
    add_records(&f);
    image_add_book(f.b, 0, 0, 0, &p.book);
    image_add_book(f.b, 0, 0, 0, &p.book);
    struct bytes bytes = finish_fixture(&f, id_hex);
    expect_refused(&bytes, "chart");
    bytes_free(&bytes);
}

/* One long text shown in thousands of cells: a small file, an endless page. */
static void test_a_page_without_end_is_refused(void **state)
{
    (void)state;
    enum { MANY = 4000 };
    static struct chart_cell cells[MANY];
    static char text[20000];
    char id_hex[65];
    struct paper p;
    paper_open(&p);
    memset(text, '&', sizeof text - 1);
    p.strings[S_CELL] = text;
    for (uint32_t i = 0; i < MANY; i++)
        cells[i] = p.cells[0];
    p.book.cells = cells;
    p.book.n_cells = MANY;
    p.pages[0].cells.n = MANY - 1;
    p.pages[1].cells = (struct chart_span){ MANY - 1, 1 };
    assert_true(chart_weight(&p.book) > CHART_MOST_BYTES);
    struct bytes bytes = paper_bytes(&p, id_hex);
    assert_true(bytes.len < 1 << 20);
    expect_refused(&bytes, "weight");
    bytes_free(&bytes);
}

/* ---- damage ------------------------------------------------------------------------- */

static void test_damaged_charts_are_refused(void **state)
{
    (void)state;
    char id_hex[65];
    struct paper p;
    struct image_fault fault;
    paper_open(&p);
    struct bytes bytes = paper_bytes(&p, id_hex);
    for (size_t i = 0; i < bytes.len; i++) {
        char flip = (char)(1 << i % 8);
        bytes.data[i] ^= flip;
        assert_null(image_open(bytes.data, bytes.len, &fault));
        bytes.data[i] ^= flip;
    }
    for (size_t len = 0; len < bytes.len; len++)
        assert_null(image_open(bytes.data, len, &fault));
    bytes_free(&bytes);
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % below;
}

/* Changes a word of the charts, which begin at `from`, or of their table. */
static void forge(struct bytes *b, size_t from, uint64_t *seed)
{
    static const uint32_t nasty[] = { 0, 1, 2, NONE, NONE - 1, NONE - 2, NONE - 3, 0x7fffffff };
    size_t entry = TABLE + SECTION_CHARTS * ENTRY, at = entry + draw(seed, 9 * ENTRY / 4) * 4;
    if (draw(seed, 8))
        at = from + draw(seed, (uint32_t)(b->len - SUM - from) / 4) * 4;
    switch (draw(seed, 3)) {
    case 0: b->data[at] ^= (char)(1 << draw(seed, 8)); break;
    case 1: write_number(b, at, 4, nasty[draw(seed, COUNT_OF(nasty))]); break;
    default: write_number(b, at, 4, draw(seed, 32)); break;
    }
}

/* Draws all that the image has; each page is well-formed. */
static void draw_pages(const struct image *image, const struct chart_marks *marks)
{
    struct arena arena;
    struct chart_book book;
    arena_init(&arena, NULL);
    assert_int_equal(image_book(image, 0, &arena, &book), ERR_NONE);
    for (uint32_t i = 0; i < book.n_pages; i++) {
        struct bytes svg = { 0 };
        chart_svg(&book, i, marks, &svg);
        assert_true(!svg.failed && is_well_formed(svg.data));
        bytes_free(&svg);
    }
    arena_free(&arena);
}

static void test_forged_charts_are_refused_or_harmless(void **state)
{
    (void)state;
    char id_hex[65];
    uint64_t seed = 0xc4a27;
    uint32_t n_open = 0;
    uint8_t rows[N_ROWS] = { 1, 2, 4, 7, 0 };
    const struct chart_marks marks = { rows, 1, 2, { "<done>", "\"open\"", NULL } };
    struct paper p;
    paper_open(&p);
    struct bytes good = paper_bytes(&p, id_hex);
    size_t from = read_number(&good, TABLE + SECTION_CHARTS * ENTRY + 8, 8);
    for (int i = 0; i < 20000; i++) {
        struct bytes bytes = { 0 };
        struct image_fault fault;
        bytes_add(&bytes, good.data, good.len);
        for (uint32_t n = 1 + draw(&seed, 2); n; n--)
            forge(&bytes, from, &seed);
        reseal(&bytes);
        struct image *image = image_open(bytes.data, bytes.len, &fault);
        assert_true(image || (fault.err == ERR_FINDING && fault.text[0]));
        if (image)
            draw_pages(image, i % 2 ? &marks : NULL);
        n_open += image != NULL;
        image_close(image);
        bytes_free(&bytes);
    }
    assert_true(n_open > 1000);   /* else nothing was drawn */
    bytes_free(&good);
}

/* ---- SVG ----------------------------------------------------------------------------- */

static void expect(const struct bytes *svg, const char *text)
{
    if (!strstr(svg->data, text))
        fail_msg("`%s` is missing in\n%s", text, svg->data);
}

static struct bytes drawn(const struct paper *p, uint32_t page, const struct chart_marks *marks)
{
    struct bytes svg = { 0 };
    chart_svg(&p->book, page, marks, &svg);
    assert_false(svg.failed);
    if (!is_well_formed(svg.data))
        fail_msg("not well-formed:\n%s", svg.data);
    return svg;
}

static void test_names_are_those_of_sopc_draw(void **state)
{
    (void)state;
    struct paper p;
    paper_open(&p);
    p.rows[CHECK].no = 2;
    struct bytes svg = drawn(&p, 0, NULL);
    static const char *const parts[] = {
        "role=\"img\"", "width=\"842pt\" height=\"595pt\" viewBox=\"0 0 842 595\"",
        "<title>Sale of goods</title>",
        "<desc>Begin. Write the order (Clerk). 2. Check it (Clerk). </desc>",
        "<g id=\"row-start\" class=\"node symbol kind-start actor-clerk\">\n<title>Begin</title>",
        ("<g id=\"row-check\" class=\"node symbol kind-diamond actor-clerk\">\n"
         "<title>2. Check it (Clerk)</title>"),
        "<g id=\"row-check-3\" class=\"node symbol kind-box actor-chief assists\"",
        "<g id=\"link-A-4\" class=\"node symbol kind-pentagon actor-chief\">",
        "<g id=\"edge-order-check\" class=\"edge arrow\">\n<title>Write the order \u2192 2</title>",
        "<g id=\"join-check-1\" class=\"edge join\">",
        "<g id=\"edge-check-pack-yes\" class=\"edge arrow\">\n<title>2 \u2192 Pack: Ya</title>",
        "<text x=\"22\" y=\"28.17\" font-size=\"8\">The first line</text>",
        "<text x=\"22\" y=\"37.37\" font-size=\"8\">and the second</text>",
        "<text x=\"78\" y=\"32.42\" font-size=\"7\" font-weight=\"bold\" text-anchor=\"end\">A",
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        expect(&svg, parts[i]);
    assert_null(strstr(svg.data, "<style>"));
    bytes_free(&svg);
    svg = drawn(&p, 1, NULL);
    expect(&svg, "<g id=\"row-pack\" class=\"node symbol kind-box each\" fill=\"#ffee00\">");
    expect(&svg, "<g id=\"edge-pack-end\" class=\"edge arrow\" stroke-dasharray=\"5,2\">");
    bytes_free(&svg);
}

static void test_marks_are_classes_and_words(void **state)
{
    (void)state;
    struct paper p;
    paper_open(&p);
    const uint8_t rows[N_ROWS] = { [ORDER] = CHART_BIT(CHART_DONE),
                                   [CHECK] = CHART_BIT(CHART_OPEN) | CHART_BIT(CHART_LATE),
                                   [PACK] = CHART_BIT(CHART_OPEN) };
    const struct chart_marks marks = { rows, CHART_BIT(CHART_DONE), 0,
                                       { "selesai", "terbuka", "terlambat" } };
    struct bytes svg = drawn(&p, 0, &marks);
    expect(&svg, "kind-start actor-clerk done\">\n<title>Begin: selesai</title>");
    expect(&svg, "kind-capsule actor-clerk done\">");
    expect(&svg, "kind-diamond actor-clerk open late\">\n"
                 "<title>Check it (Clerk): terbuka, terlambat</title>");
    expect(&svg, "kind-box actor-chief assists open late\"");
    expect(&svg, "kind-pentagon actor-chief\">");   /* a link is no row */
    expect(&svg, ".sop-chart .open{");
    expect(&svg, "class=\"late\" stroke=\"black\" stroke-width=\"0.8\"/>\n"
                 "<text x=\"200\" y=\"15.5\" font-size=\"6.5\">terlambat</text>");
    bytes_free(&svg);
}

static void test_texts_never_become_markup(void **state)
{
    (void)state;
    static const char hostile[] = "</text><script>alert('x')</script> & \" ]]> <!-- \x01\x1b";
    struct paper p;
    uint8_t rows[N_ROWS] = { 7, 7, 7, 7, 7 };
    const struct chart_marks marks = { rows, 7, 7, { hostile, hostile, hostile } };
    paper_open(&p);
    for (int i = 0; i < N_STRINGS; i++)
        p.strings[i] = hostile;
    for (int i = 0; i < N_ROWS; i++)
        p.rows[i] = (struct chart_row){ hostile, hostile, 0 };
    p.actors[0] = p.actors[1] = (struct chart_actor){ hostile, hostile };
    p.book.title = p.book.start = p.book.end = hostile;
    for (uint32_t i = 0; i < 2; i++) {
        struct bytes svg = drawn(&p, i, &marks);
        assert_null(strstr(svg.data, "<script"));
        assert_null(strstr(svg.data, "<!--"));
        assert_null(strstr(svg.data, "]]>"));
        assert_null(memchr(svg.data, 1, svg.len));
        assert_null(memchr(svg.data, 0x1b, svg.len));
        expect(&svg, ">&lt;/text&gt;&lt;script&gt;alert('x')&lt;/script&gt; &amp; &quot; ]]&gt; ");
        bytes_free(&svg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_goes_in_comes_out),
        cmocka_unit_test(test_a_chart_belongs_to_its_procedure),
        cmocka_unit_test(test_older_images_are_read),
        cmocka_unit_test(test_bad_charts_are_refused_by_their_rule),
        cmocka_unit_test(test_one_chart_for_each_procedure),
        cmocka_unit_test(test_a_page_without_end_is_refused),
        cmocka_unit_test(test_damaged_charts_are_refused),
        cmocka_unit_test(test_forged_charts_are_refused_or_harmless),
        cmocka_unit_test(test_names_are_those_of_sopc_draw),
        cmocka_unit_test(test_marks_are_classes_and_words),
        cmocka_unit_test(test_texts_never_become_markup),
    };
    return cmocka_run_group_tests_name("chart", tests, NULL, NULL);
}
