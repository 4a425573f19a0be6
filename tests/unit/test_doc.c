/*
 * The document: what its content says of a procedure, and that its pages hold
 * any text: nothing outside its box, nothing over one another, no rule
 * through a word, whatever the identity page is filled with.
 */
#include "tests/unit/compiled.h"

#include "compiler/doc/doc.h"
#include "compiler/doc/form.h"

/* ---- content --------------------------------------------------------------- */

static const struct doc_content *content_of(struct compiled *c)
{
    struct time_options options = {0};
    assert_non_null(c->flow);
    return doc_content_build(time_analyse(c->flow, &options, &c->arena), "5ca1ab1e", &c->arena);
}

static const struct doc_block *block_of(const struct doc_content *d, uint32_t annex,
                                        const char *heading)
{
    const struct doc_annex *a = &d->annexes.at[annex];
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (strcmp(a->blocks.at[i].heading, heading) == 0)
            return &a->blocks.at[i];
    fail_msg("no block %s", heading);
    return NULL;
}

#define ROWS_EN                                                      \
    "actor a \"Clerk\" step s \"Writes it\" by a time 90 minutes " \
    "step t \"Files it\" by a }"
#define ROWS_ID "pelaksana a \"Staf\" langkah s \"Menulis\" oleh a waktu 2.5 jam }"

static void dates_are_words(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, abort);
    assert_string_equal(doc_date("2024-01-02", LANG_ID, &arena), "2 Januari 2024");
    assert_string_equal(doc_date("2024-08-31", LANG_EN, &arena), "31 August 2024");
    assert_string_equal(doc_date("2024-12", LANG_ID, &arena), "Desember 2024");
    assert_string_equal(doc_date("2024-05", LANG_EN, &arena), "May 2024");
    assert_null(doc_date(NULL, LANG_EN, &arena));
    arena_free(&arena);
}

static void what_is_not_said_stays_empty(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop x \"\" { " ROWS_EN);
    const struct doc_content *d = content_of(&c);
    for (uint32_t i = 0; i < N_DOC_FIELDS; i++)
        assert_null(d->fields[i].value);
    assert_null(d->unit);
    assert_null(d->name.value);
    assert_null(d->signer.title);
    assert_null(d->signer.name);
    assert_null(d->signer.id);
    assert_int_equal(d->lists[LIST_BASIS].items.n, 0);
    assert_string_equal(d->lists[LIST_BASIS].label, "Legal Basis");
    assert_int_equal(d->annexes.n, 1);
    assert_string_equal(d->annexes.at[0].name, "Annex");
    assert_string_equal(d->subject, "Standard Operating Procedure");
    compiled_close(&c);
}

static void the_form_speaks_the_language(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "language id sop x \"Surat\" { nomor \"7\" dibuat 2024-01-02 efektif 2024-03 "
                      "disahkan oleh \"Camat\" nama \"N\" id \"1965 01\" tujuan \"T\" " ROWS_ID);
    const struct doc_content *d = content_of(&c);
    assert_string_equal(d->fields[DOC_FIELD_CREATED].label, "Tanggal Pembuatan");
    assert_string_equal(d->fields[DOC_FIELD_CREATED].value, "2 Januari 2024");
    assert_string_equal(d->fields[DOC_FIELD_EFFECTIVE].value, "Maret 2024");
    assert_string_equal(d->signer.id, "NIP. 1965 01");
    assert_string_equal(d->annexes.at[0].title, "Penjelasan");
    assert_string_equal(d->annexes.at[1].name, "Lampiran 2");
    const struct doc_table *sums = &block_of(d, 1, "Waktu keseluruhan prosedur")->table;
    assert_string_equal(sums->lines.at[0].cells[1], "150 menit = 2 jam 30 menit");
    compiled_close(&c);
}

static void the_annex_tells_the_times(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop x \"X\" { " ROWS_EN);
    const struct doc_content *d = content_of(&c);
    const struct doc_table *rows = &block_of(d, 0, "Time of each activity")->table;
    assert_int_equal(rows->columns.n, 7);
    assert_int_equal(rows->lines.n, 2);
    assert_string_equal(rows->lines.at[1].cells[0], "2");
    assert_int_equal(rows->lines.at[1].row, 1);
    assert_string_equal(rows->lines.at[1].cells[4], "1 hour 30 minutes");
    const struct doc_table *actors = &block_of(d, 0, "Work of each actor")->table;
    assert_string_equal(actors->lines.at[0].cells[2], "100 %");
    const struct doc_list *notes = &block_of(d, 0, "How the times are reckoned")->list;
    assert_string_equal(notes->items.at[1], "A row without a time counts 0 (no. 2)");
    compiled_close(&c);
}

/* ---- pages ------------------------------------------------------------------- */

static bool is_inside(const struct box *in, const struct box *out)
{
    double d = 0.01;
    return in->x0 >= out->x0 - d && in->x1 <= out->x1 + d && in->y0 >= out->y0 - d &&
           in->y1 <= out->y1 + d;
}

static bool is_over(const struct box *a, const struct box *b)
{
    double d = 0.01;
    return a->x0 < b->x1 - d && b->x0 < a->x1 - d && a->y0 < b->y1 - d && b->y0 < a->y1 - d;
}

static uint32_t cell_faults(const struct page_list *list, const struct page *page, uint32_t i)
{
    const struct page_cell *cell = &page->cells.at[i];
    struct box paper = {0, 0, list->width, list->height};
    uint32_t n = !is_inside(&cell->box, &paper) + !is_inside(&cell->text_box, &cell->box);
    if (cell->is_shaded)
        return n;
    for (uint32_t k = 0; k < i; k++)
        n += !page->cells.at[k].is_shaded &&
             is_over(&cell->text_box, &page->cells.at[k].text_box);
    for (uint32_t r = 0; r < page->rules.n; r++) {
        const struct page_rule *rule = &page->rules.at[r];
        struct box line = {fmin(rule->a.x, rule->b.x), fmin(rule->a.y, rule->b.y),
                           fmax(rule->a.x, rule->b.x), fmax(rule->a.y, rule->b.y)};
        n += is_over(&line, &cell->text_box);
    }
    if (n)
        print_message("%.60s: %.1f..%.1f in %.1f..%.1f, y %.1f..%.1f in %.1f..%.1f\n",
                      cell->text.whole, cell->text_box.x0, cell->text_box.x1, cell->box.x0,
                      cell->box.x1, cell->text_box.y0, cell->text_box.y1, cell->box.y0,
                      cell->box.y1);
    return n;
}

static uint32_t list_faults(const struct page_list *list)
{
    uint32_t n = 0;
    for (uint32_t p = 0; p < list->pages.n; p++)
        for (uint32_t i = 0; i < list->pages.at[p].cells.n; i++)
            n += cell_faults(list, &list->pages.at[p], i);
    return n;
}

/* Every line of an item is on some page, once. */
static uint32_t n_lines_of(const struct page_list *list, const char *whole)
{
    uint32_t n = 0;
    for (uint32_t p = 0; p < list->pages.n; p++)
        for (uint32_t i = 0; i < list->pages.at[p].cells.n; i++) {
            const struct page_text *t = &list->pages.at[p].cells.at[i].text;
            n += t->whole && strcmp(t->whole, whole) == 0 ? t->n_lines : 0;
        }
    return n;
}

static const char *many(struct compiled *c, const char *text, uint32_t n)
{
    const char *out = "";
    for (uint32_t i = 0; i < n; i++)
        out = arena_printf(&c->arena, "%s%s", out, text);
    return out;
}

static void pages_are_good(struct compiled *c)
{
    const struct doc_content *d = content_of(c);
    uint32_t *first = ARENA_ARRAY(&c->arena, d->annexes.n, uint32_t);
    struct canvas *canvas = canvas_open(&c->arena);
    for (enum draw_paper paper = 0; paper < N_DRAW_PAPERS; paper++) {
        assert_int_equal(list_faults(doc_identity_pages(d, paper, canvas, &c->arena)), 0);
        assert_int_equal(list_faults(doc_annex_pages(d, paper, canvas, first, &c->arena)), 0);
    }
    canvas_close(canvas);
    struct doc_options options = {0};
    const struct doc_pages *pages = doc_layout(d, &options, &c->arena);
    assert_int_equal(list_faults(pages->identity) + list_faults(pages->annexes), 0);
    assert_int_equal(pages->n_pages, pages->identity->pages.n + pages->table->pages.n +
                                         pages->annexes->pages.n);
}

/* Every place of the form takes any text. */
static void any_text_lies_well(void **state)
{
    (void)state;
    struct compiled t;
    compiled_open(&t, "");
    const char *const texts[] = {
        "a",
        many(&t, "w", 400),
        many(&t, "Pertanggungjawaban ", 60),
        many(&t, "kata ", 1500),
        many(&t, "\u0627\u0644\u0645\u0644\u0643\u0629 ISO \u0639\u0631\u0628 ", 40),
        many(&t, "\U0001f600\U0001f468\u200d\U0001f469 ", 40),
        many(&t, "\u6a19\u6e96\u4f5c\u696d\u7a0b\u5e8f", 60),
    };
    for (uint32_t i = 0; i < COUNT_OF(texts); i++) {
        struct compiled c;
        const char *x = texts[i];
        compiled_open(&c, arena_printf(&t.arena,
            "sop x \"%s\" { number \"%s\" unit \"%s\" created 2024-01-02 "
            "approved by \"%s\" name \"%s\" id \"%s\" legal basis { \"%s\" \"%s\" } "
            "qualification { } related \"%s\" warning { \"%s\" \"b\" \"%s\" } records \"%s\" "
            "purpose \"%s\" definition { \"%s\" \"%s\" } history \"%s\" actor a \"%s\" "
            "step s \"%s\" by a time 90 minutes wait 3 days }",
            x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x));
        pages_are_good(&c);
        compiled_close(&c);
    }
    compiled_close(&t);
}

static void long_lists_flow_on(void **state)
{
    (void)state;
    struct compiled t, c;
    compiled_open(&t, "");
    const char *law = "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah";
    const char *rows = "";
    for (uint32_t i = 0; i < 80; i++)
        rows = arena_printf(&t.arena, "%s step r%u \"Row number %u\" by a time 5 minutes", rows, i,
                            i);
    compiled_open(&c, arena_printf(&t.arena, "sop x \"X\" { legal basis { %s } actor a \"A\" %s }",
                                   many(&t, arena_printf(&t.arena, "\"%s\" ", law), 90), rows));
    const struct doc_content *d = content_of(&c);
    struct doc_options options = {0};
    const struct doc_pages *pages = doc_layout(d, &options, &c.arena);
    assert_true(pages->identity->pages.n > 1);
    assert_int_equal(n_lines_of(pages->identity, law), 90);
    assert_int_equal(n_lines_of(pages->identity, "Legal Basis"), 1);
    assert_int_equal(n_lines_of(pages->identity, "Legal Basis (continued)"),
                     pages->identity->pages.n - 1);
    assert_int_equal(n_lines_of(pages->identity, "90."), 1);
    assert_true(pages->annexes->pages.n > 1);
    assert_int_equal(n_lines_of(pages->annexes, "Row number 79"), 1);
    pages_are_good(&c);
    compiled_close(&c);
    compiled_close(&t);
}

static void usual_texts_make_one_page(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop x \"X\" { legal basis { \"a\" \"b\" \"c\" } " ROWS_EN);
    const struct doc_content *d = content_of(&c);
    struct doc_options options = {0};
    const struct doc_pages *pages = doc_layout(d, &options, &c.arena);
    assert_int_equal(pages->identity->pages.n, 1);
    assert_int_equal(n_lines_of(pages->identity, "Page 1 of 3"), 1);
    assert_int_equal(n_lines_of(pages->table, "Page 2 of 3"), 1);
    assert_int_equal(n_lines_of(pages->annexes, "Page 3 of 3"), 1);
    assert_int_equal(n_lines_of(pages->annexes, "5ca1ab1e"), 1);
    compiled_close(&c);
}

/* Lines are painted one by one: each says that it runs from right to left. */
static void right_to_left_stays_so(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, abort);
    struct canvas *canvas = canvas_open(&arena);
    const char *text = "\u0646\u0638\u0627\u0645 ISO ISO ISO ISO";
    struct page_text t = canvas_wrap(canvas, text, FONT_FORM, 42, 0);
    assert_true(t.n_lines > 1);
    for (uint32_t i = 0; i < t.n_lines; i++)
        assert_int_equal(strncmp(t.lines[i], "\u200f", 3), 0);
    t = canvas_wrap(canvas, "ISO 9001", FONT_FORM, 200, 0);
    assert_string_equal(t.lines[0], "ISO 9001");
    canvas_close(canvas);
    arena_free(&arena);
}

/* ---- the file ------------------------------------------------------------------ */

static void a_file_is_the_same_again(void **state)
{
    (void)state;
    struct compiled c;
    struct bytes one = {0}, two = {0};
    compiled_open(&c, "sop x \"X\" { " ROWS_EN);
    const struct doc_content *d = content_of(&c);
    struct doc_options options = {0};
    const struct doc_pages *pages = doc_layout(d, &options, &c.arena);
    assert_true(doc_is_whole(pages));
    assert_int_equal(doc_write(d, pages, DOC_PDF, &c.arena, &one), ERR_NONE);
    bytes_add_string(&two, "before");
    assert_int_equal(doc_write(d, pages, DOC_PDF, &c.arena, &two), ERR_NONE);
    assert_int_equal(two.len, one.len + 6);
    assert_memory_equal(two.data + 6, one.data, one.len);
    assert_non_null(memmem(one.data, one.len, "/Lang (en)", 10));
    bytes_free(&one);
    bytes_free(&two);
    compiled_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_words),
        cmocka_unit_test(what_is_not_said_stays_empty),
        cmocka_unit_test(the_form_speaks_the_language),
        cmocka_unit_test(the_annex_tells_the_times),
        cmocka_unit_test(any_text_lies_well),
        cmocka_unit_test(long_lists_flow_on),
        cmocka_unit_test(usual_texts_make_one_page),
        cmocka_unit_test(right_to_left_stays_so),
        cmocka_unit_test(a_file_is_the_same_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
