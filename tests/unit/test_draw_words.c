/*
 * What the page says in words, and where its arrows begin and end: small
 * procedures compiled from their text, looked at through the display list.
 */
#include "compiler/draw/describe.h"
#include "compiler/draw/draw.h"
#include "compiler/draw/pages.h"
#include "tests/unit/compiled.h"

static const struct page_list *drawn(struct compiled *c, const char *text)
{
    struct draw_options options = {0};
    compiled_open(c, text);
    assert_non_null(c->flow);
    if (c->diags.n[SEV_ERROR])
        fail_msg("%s", codes_of(c));
    const struct page_list *list = draw_layout(c->flow, NULL, &options, &c->arena);
    struct draw_check check = draw_check_pages(list, c->flow);
    assert_int_equal(draw_check_total(&check), 0);
    return list;
}

static const struct page_cell *cell(const struct page_list *list, const char *whole)
{
    for (uint32_t p = 0; p < list->pages.n; p++)
        for (uint32_t i = 0; i < list->pages.at[p].cells.n; i++) {
            const struct page_cell *c = &list->pages.at[p].cells.at[i];
            if (c->text.whole && !strcmp(c->text.whole, whole))
                return c;
        }
    return NULL;
}

static uint32_t n_labels(const struct page *page, const char *whole)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < page->labels.n; i++)
        n += !strcmp(page->labels.at[i].text.whole, whole);
    for (uint32_t i = 0; i < page->labels.n && !n; i++)
        print_message("a label: %s\n", page->labels.at[i].text.whole);
    return n;
}

/* ---- notes and times --------------------------------------------------- */

static void test_notes(void **state)
{
    (void)state;
    struct compiled c;
    const struct page_list *list = drawn(
        &c,
        "language id\n"
        "sop lain \"Surat masuk\" { nomor \"SOP-2\" pelaksana x \"X\""
        "   langkah s \"Menulis\" oleh x waktu 1 menit }\n"
        "sop s \"S\" { kalender { sen..jum 08:00-12:00 13:00-16:00 }\n"
        " pelaksana a \"A\" pelaksana b \"B\"\n"
        " langkah satu \"Satu\" oleh a waktu 1440 menit\n"
        " langkah dua \"Dua\" oleh a waktu 2..5 hari paling lambat 5 hari\n"
        " langkah tiga \"Tiga\" setelah satu oleh b waktu 5..8..20 menit tunggu 2 hari kalender\n"
        " langkah empat \"Empat\" menjalankan lain setelah tiga, dua waktu 1 menit\n"
        " keputusan lima \"Lima\" oleh a waktu eksponensial 1500.5 menit\n"
        "   ya  tidak tunggu 15 menit paling banyak 3 kali -> empat selebihnya -> selesai\n"
        " langkah enam \"Enam\" oleh a waktu 1 menit }\n");
    list = draw_layout(flow_build(&c.model->sops.at[1], &c.arena), NULL,
                       &(struct draw_options){0}, &c.arena);
    assert_non_null(cell(list, "1.440 Menit"));
    assert_non_null(cell(list, "2\u20135 Hari"));
    assert_non_null(cell(list, "paling lambat 5 hari"));
    assert_non_null(cell(list, "5\u201320 Menit, umumnya 8\ntunggu 2 hari kalender"));
    assert_non_null(
        cell(list, "menjalankan SOP nomor SOP-2, \u201cSurat masuk\u201d\nsetelah no. 2 dan 3"));
    assert_non_null(cell(list, "rata-rata 1.500,5 menit"));
    assert_non_null(cell(list, "Tidak: paling banyak 3 kali\nTidak: setelah 15 menit"));
    compiled_close(&c);
}

static void test_notes_in_english(void **state)
{
    (void)state;
    struct compiled c;
    const struct page_list *list = drawn(
        &c, "sop s \"S\" { actor a \"A\" actor b \"B\"\n"
            " step one \"One\" by a time 1440 minutes\n"
            " step two \"Two\" by a time 5..8..20 minutes\n"
            " step three \"Three\" after one by b time 999 minutes\n"
            " step four \"Four\" after three, two by a time 1 hour }\n");
    assert_non_null(cell(list, "1,440 minutes"));
    assert_non_null(cell(list, "5\u201320 minutes, usually 8"));
    assert_non_null(cell(list, "999 minutes"));
    assert_non_null(cell(list, "after no. 2 and 3"));
    compiled_close(&c);
}

/* By the fields' printed names; a number stands on the line of its sign. */
static void test_conditions(void **state)
{
    (void)state;
    struct compiled c;
    const struct page_list *list = drawn(
        &c, "language id\nsop s \"S\" { pelaksana a \"A\"\n"
            " isian nilai angka \"Nilai pengadaan\" isian mendesak ya/tidak \"Mendesak\"\n"
            " langkah satu \"Satu\" oleh a waktu 1 menit mengisi nilai, mendesak\n"
            " keputusan dua \"Dua\"\n"
            "   jika nilai >= 200_000_000 dan bukan mendesak -> empat\n"
            "   jika (nilai + 1) * 2 != 50.5 -> empat\n"
            "   lainnya\n"
            " langkah tiga \"Tiga\" oleh a waktu 1 menit\n"
            " langkah empat \"Empat\" oleh a waktu 1 menit }\n");
    const struct page *page = &list->pages.at[0];
    assert_int_equal(
        n_labels(page, "Nilai pengadaan \u2265\u00a0200.000.000 dan bukan Mendesak"), 1);
    assert_int_equal(
        n_labels(page, "(Nilai pengadaan +\u00a01) \u00d7\u00a02 \u2260\u00a050,5"), 1);
    assert_int_equal(n_labels(page, "lainnya"), 1);
    for (uint32_t i = 0; i < page->labels.n; i++)
        for (uint32_t k = 0; k < page->labels.at[i].text.n_lines; k++)
            assert_null(strstr(page->labels.at[i].text.lines[k] +
                                   strlen(page->labels.at[i].text.lines[k]) - 1, ">"));
    compiled_close(&c);
}

/* ---- texts ------------------------------------------------------------- */

static void test_hanging_lists(void **state)
{
    (void)state;
    struct compiled c;
    const struct page_list *list =
        drawn(&c, "sop s \"S\" { actor a \"A\" step x \"X\" by a time 1 minute\n"
                  " input \"One paper whose name is long enough for three lines of the cell\","
                  " \"Two\" }\n");
    const struct page_cell *papers = cell(
        list, "- One paper whose name is long enough for three lines of the cell\n- Two");
    assert_non_null(papers);
    const struct page_text *t = &papers->text;
    assert_true(t->n_lines > 2 && t->hang > 3);
    for (uint32_t i = 0; i < t->n_lines; i++)
        assert_int_equal(t->is_hung[i], strncmp(t->lines[i], "- ", 2) != 0);
    assert_false(t->is_hung[0] || t->is_hung[t->n_lines - 1]);
    compiled_close(&c);
}

/* A word wider than its column is cut where a syllable begins. */
static void test_hyphens(void **state)
{
    (void)state;
    struct compiled c;
    const struct page_list *list =
        drawn(&c, "sop s \"S\" { actor a \"A\" actor b \"B\" actor c \"C\" actor d \"D\""
                  " actor e \"Pertanggungjawaban dan Kemasyarakatan\"\n"
                  " step x \"X\" by a time 1 minute step y \"Y\" by b time 1 minute"
                  " step z \"Z\" by c time 1 minute step v \"V\" by d time 1 minute"
                  " step w \"W\" by e, a time 1 minute step u \"U\" by d, b, c time 1 minute"
                  " note \"Pertanggungjawabankeuangan\" }\n");
    const struct page_cell *note = cell(list, "Pertanggungjawabankeuangan");
    assert_non_null(note);
    assert_true(note->text.n_lines > 1);
    struct bytes joined = {0};
    for (uint32_t i = 0; i < note->text.n_lines; i++) {
        const char *line = note->text.lines[i];
        size_t n = strlen(line) - (i + 1 < note->text.n_lines);
        assert_true(i + 1 == note->text.n_lines || line[n] == '-');
        bytes_add(&joined, line, n);
    }
    assert_string_equal(joined.data, note->text.whole);
    bytes_free(&joined);
    compiled_close(&c);
}

/* ---- arrows ------------------------------------------------------------ */

static const struct page_symbol *symbol_at(const struct page *page, struct point p)
{
    for (uint32_t i = 0; i < page->symbols.n; i++) {
        struct box near = box_grown(page->symbols.at[i].box, 1);
        struct box at = {p.x, p.y, p.x, p.y};
        if (box_holds(&near, &at))
            return &page->symbols.at[i];
    }
    return NULL;
}

static void test_joint_decision(void **state)
{
    (void)state;
    static const char *const who[] = {"a, c", "c, a", "a, b, c", "b, a, c", "a or c"};
    for (uint32_t w = 0; w < COUNT_OF(who); w++) {
        struct compiled c;
        char text[800];
        snprintf(text, sizeof text,
                 "sop s \"S\" { actor a \"A\" actor b \"B\" actor c \"C\"\n"
                 " step one \"One\" by b time 1 minute step two \"Two\" by a time 1 minute\n"
                 " decision both \"Both\" by %s time 1 minute\n"
                 "   \"Good\" -> four \"Again\" -> one \"Bad\" -> bad \"Odd\" -> two\n"
                 " step four \"Four\" by a time 1 minute -> end\n"
                 " end bad \"Bad\" }\n", who[w]);
        const struct page_list *list = drawn(&c, text);
        const struct page *page = &list->pages.at[0];
        uint32_t row = row_named(&c, "both"), n = 0;
        const struct page_symbol *first = NULL;
        for (uint32_t i = 0; i < page->lines.n; i++) {
            const struct page_line *l = &page->lines.at[i];
            if (l->from != row || !l->has_arrow)
                continue;
            const struct page_symbol *s = symbol_at(page, l->points[0]);
            assert_non_null(s);
            assert_true(!n++ || s == first);
            first = s;
        }
        assert_int_equal(n, 4);
        compiled_close(&c);
    }
}

/* Five ways out of a capsule, whose round sides have place for one each. */
static void test_capsule_of_many_ways(void **state)
{
    (void)state;
    struct compiled c;
    const struct page_list *list = drawn(
        &c, "sop s \"S\" { actor a \"A\" actor b \"B\" actor c \"C\" actor d \"D\"\n"
            " actor e \"E\" actor f \"F\" actor g \"G\"\n"
            " step s0 \"0\" by c time 1 minute\n"
            " step s1 \"1\" after s0 by a or b time 1 minute\n"
            " decision s2 \"2\" after s0 by f time 1 minute yes no -> s2\n"
            " step s3 \"3\" after s0 by d time 1 minute\n"
            " step s4 \"4\" after s0 by e time 1 minute\n"
            " step s5 \"5\" after s0 by g time 1 minute\n"
            " step s7 \"7\" after s2.yes by a time 1 minute\n"
            " step s8 \"8\" after s1, s7, s3, s4, s5 by b time 1 minute }\n");
    assert_true(list->pages.n > 0);
    compiled_close(&c);
}

/* ---- pages ------------------------------------------------------------- */

static void long_text(struct bytes *text)
{
    bytes_printf(text, "sop s \"S\" { actor a \"A\" actor b \"B\" actor c \"C\"\n"
                       " step r0 \"R\" by a time 1 minute\n"
                       " decision r1 \"D\" by c time 1 minute yes no -> r28\n"
                       " decision r2 \"D\" by b time 1 minute yes no -> r29\n");
    for (uint32_t i = 3; i < 30; i++)
        bytes_printf(text, " step r%u \"R\" by %c time 1 minute\n", i, (char)('a' + i % 3));
    bytes_printf(text, " decision r30 \"D\" by a time 1 minute yes no -> r4\n"
                       " decision r31 \"D\" by c time 1 minute yes no -> r3 }\n");
}

/* Letters as they are read: page by page, line by line, from the left. */
static void test_letters(void **state)
{
    (void)state;
    struct compiled c;
    struct bytes text = {0};
    long_text(&text);
    const struct page_list *list = drawn(&c, text.data);
    char next = 'A';
    assert_true(list->pages.n > 2);
    for (uint32_t p = 0; p < list->pages.n; p++) {
        const struct page *page = &list->pages.at[p];
        for (uint32_t i = 0; i < page->symbols.n; i++) {
            const struct page_symbol *s = &page->symbols.at[i];
            if (s->kind == SYMBOL_PENTAGON && s->letter[0] >= next)
                assert_int_equal(s->letter[0], next++);
        }
    }
    assert_true(next > 'D');
    compiled_close(&c);
    bytes_free(&text);
}

/* An outcome that goes on behind a pentagon is told on both pages. */
static void test_outcome_told_again(void **state)
{
    (void)state;
    struct compiled c;
    struct bytes text = {0};
    long_text(&text);
    const struct page_list *list = drawn(&c, text.data);
    uint32_t n = 0;
    for (uint32_t p = 0; p < list->pages.n; p++)
        n += n_labels(&list->pages.at[p], "No");
    assert_true(n > 4);
    compiled_close(&c);
    bytes_free(&text);
}

/* What stands under the mouse, and what is read aloud of drawing and document. */
static void test_rows_told(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c,
        "sop x \"X\" { actor a \"Clerk\" actor b \"Chief\" actor c \"Archivist\"\n"
        " step one \"One\" by 2 a assisted by c time 5 minutes\n"
        " step two \"Two\" by a or b\n"
        " step three \"Three\" by b after one\n"
        " decision four \"Four\" by b after two, three yes no -> one }\n");
    assert_non_null(c.flow);
    assert_int_equal(c.diags.n[SEV_ERROR], 0);
    static const char *const told[] = {
        "1. One; 2 \u00d7 Clerk, assisted by Archivist; 5 minutes; next: no. 2, no. 3",
        "2. Two; Clerk or Chief; next: no. 4, once all that it waits for is done",
        "3. Three; Chief; next: no. 4, once all that it waits for is done",
        "4. Four; Chief; after no. 2 and 3; Yes: End; No: back to no. 1",
    };
    for (uint32_t r = 0; r < COUNT_OF(told); r++)
        assert_string_equal(describe_row_aloud(c.flow, r, &c.arena), told[r]);
    compiled_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_notes),          cmocka_unit_test(test_notes_in_english),
        cmocka_unit_test(test_conditions),     cmocka_unit_test(test_hanging_lists),
        cmocka_unit_test(test_hyphens),        cmocka_unit_test(test_joint_decision),
        cmocka_unit_test(test_capsule_of_many_ways),
        cmocka_unit_test(test_rows_told),
        cmocka_unit_test(test_letters),        cmocka_unit_test(test_outcome_told_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
