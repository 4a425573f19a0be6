/*
 * The official page: what stands on it, that nothing on it touches what it
 * should not (the checker over hundreds of random procedures), and that what
 * is written out is what was laid out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "compiler/draw/draw.h"
#include "compiler/draw/pages.h"
#include "tests/unit/page_faults.h"
#include "tests/unit/wild_flow.h"

/* ---- helpers ---------------------------------------------------------- */

static struct page_list *laid(struct sample *s)
{
    static const struct draw_options options = {.image_id = "5ca1ab1e"};
    return draw_layout(sample_flow(s), NULL, &options, &s->arena);
}

static const struct page_symbol *symbol_of(const struct page_list *list, uint32_t row,
                                           uint32_t actor)
{
    for (uint32_t p = 0; p < list->pages.n; p++)
        for (uint32_t i = 0; i < list->pages.at[p].symbols.n; i++) {
            const struct page_symbol *s = &list->pages.at[p].symbols.at[i];
            if (s->kind != SYMBOL_PENTAGON && s->row == row && s->actor == actor)
                return s;
        }
    return NULL;
}

static const struct page_cell *cell_of(const struct page *page, const char *text)
{
    for (uint32_t i = 0; i < page->cells.n; i++)
        if (page->cells.at[i].text.whole && !strcmp(page->cells.at[i].text.whole, text))
            return &page->cells.at[i];
    return NULL;
}

static uint32_t n_lines(const struct page_list *list, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t p = 0; p < list->pages.n; p++)
        for (uint32_t i = 0; i < list->pages.at[p].lines.n; i++) {
            const struct page_line *l = &list->pages.at[p].lines.at[i];
            n += l->from == from && l->to == to && l->has_arrow;
        }
    return n;
}

static struct bytes written(const struct page_list *list, enum draw_format format)
{
    struct bytes out = {0};
    bool is_whole = format == DRAW_PDF || format == DRAW_JSON;
    assert_int_equal(draw_write(list, format, is_whole ? DRAW_ALL_PAGES : 0, &out), ERR_NONE);
    assert_true(out.len > 0);
    return out;
}

static bool has(const struct bytes *b, const char *s)
{
    return memmem(b->data, b->len, s, strlen(s)) != NULL;
}

/* Every symbol of a row stands in the row's band, and every row has one. */
static void assert_bands(const struct page_list *list)
{
    uint32_t n_first = 0;
    for (uint32_t p = 0; p < list->pages.n; p++) {
        const struct page *page = &list->pages.at[p];
        for (uint32_t i = 0; i < page->symbols.n; i++) {
            const struct page_symbol *s = &page->symbols.at[i];
            bool is_inside = s->kind == SYMBOL_PENTAGON;
            for (uint32_t b = 0; b < page->bands.n; b++)
                is_inside |= page->bands.at[b].row == s->row && !page->bands.at[b].is_more &&
                             box_holds(&page->bands.at[b].box, &s->box);
            assert_true(is_inside);
        }
        for (uint32_t b = 0; b < page->bands.n; b++)
            n_first += !page->bands.at[b].is_more && page->bands.at[b].row < list->sop->rows.n;
    }
    assert_int_equal(n_first, list->sop->rows.n);
}

/* A clerk drafts, a chief checks, the clerk files: `no` goes back. */
static void letters_open(struct sample *s, enum language language)
{
    sample_open(s, "letters", "Incoming letters");
    s->sop->language = language;
    uint32_t clerk = sample_actor(s, "clerk", "Clerk");
    uint32_t chief = sample_actor(s, "chief", "Chief");
    uint32_t draft = sample_step(s, "draft", clerk, 30);
    uint32_t check = sample_decision(s, "check", chief, 5);
    uint32_t file = sample_step(s, "file", clerk, 2);
    uint32_t yes = sample_outcome(s, check, "yes", TO_NEXT);
    uint32_t no = sample_outcome(s, check, "no", draft);
    sample_entry(s, draft);
    sample_arc(s, draft, NONE, check);
    sample_arc(s, check, yes, file);
    sample_loop(s, check, no, draft);
    sample_arc(s, file, NONE, TO_END);
}

/* ---- what stands on the page ------------------------------------------ */

static void test_table(void **state)
{
    (void)state;
    static const char *const words[N_LANGUAGES][6] = {
        [LANG_EN] = {"Activity", "Actors", "Standards", "Inputs", "Time", "Notes"},
        [LANG_ID] = {"Kegiatan (Uraian Prosedur)", "Pelaksana", "Mutu Baku", "Kelengkapan",
                     "Waktu", "Keterangan"},
    };
    for (enum language l = 0; l < N_LANGUAGES; l++) {
        struct sample s;
        letters_open(&s, l);
        const struct page *page = &laid(&s)->pages.at[0];
        for (uint32_t i = 0; i < COUNT_OF(words[l]); i++)
            assert_non_null(cell_of(page, words[l][i]));
        assert_non_null(cell_of(page, "Incoming letters"));
        assert_non_null(cell_of(page, "5ca1ab1e"));
        assert_non_null(cell_of(page, l == LANG_EN ? "Page 1 of 1" : "Halaman 1 dari 1"));
        assert_non_null(cell_of(page, l == LANG_EN ? "30 minutes" : "30 Menit"));
        assert_non_null(cell_of(page, "(8)"));
        assert_non_null(cell_of(page, "Chief"));
        sample_close(&s);
    }
}

static void test_symbols(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    const struct page_list *list = laid(&s);
    assert_int_equal(symbol_of(list, 0, 0)->kind, SYMBOL_CAPSULE);
    assert_int_equal(symbol_of(list, 1, 1)->kind, SYMBOL_DIAMOND);
    assert_int_equal(symbol_of(list, 2, 0)->kind, SYMBOL_CAPSULE);
    assert_null(symbol_of(list, 1, 0));
    assert_int_equal(n_lines(list, 0, 1), 1);
    assert_int_equal(n_lines(list, 1, 0), 1);
    assert_int_equal(n_lines(list, 2, TO_END), 0);
    assert_int_equal(list->pages.at[0].labels.n, 2);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

/* A check may begin a case, and an outcome may end it: capsules are added. */
static void test_added_capsules(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "gate", "Gate");
    uint32_t guard = sample_actor(&s, "guard", "Guard");
    uint32_t check = sample_decision(&s, "check", guard, 1);
    uint32_t admit = sample_step(&s, "admit", guard, 1);
    sample_entry(&s, check);
    sample_arc(&s, check, sample_outcome(&s, check, "yes", TO_NEXT), admit);
    sample_arc(&s, check, sample_outcome(&s, check, "no", TO_END), TO_END);
    sample_arc(&s, admit, NONE, TO_END);
    const struct page_list *list = laid(&s);
    assert_int_equal(symbol_of(list, AT_START, guard)->kind, SYMBOL_START);
    assert_int_equal(symbol_of(list, TO_END, guard)->kind, SYMBOL_END);
    assert_int_equal(symbol_of(list, admit, guard)->kind, SYMBOL_CAPSULE);
    assert_int_equal(n_lines(list, AT_START, check), 1);
    assert_int_equal(n_lines(list, check, TO_END), 1);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

static void test_several_performers(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    uint32_t extra = sample_actor(&s, "extra", "Extra");
    sample_by(&s, 0, 1);
    *LIST_ADD(&s.arena, &sample_at(&s, 0)->assistants) = extra;
    sample_at(&s, 2)->is_each = true;
    const struct page_list *list = laid(&s);
    assert_false(symbol_of(list, 0, 0)->is_dashed);
    assert_false(symbol_of(list, 0, 1)->is_dashed);
    assert_true(symbol_of(list, 0, extra)->is_dashed);
    assert_true(symbol_of(list, 2, 0)->is_doubled);
    uint32_t n_whole = 0, n_dashed = 0;
    for (uint32_t i = 0; i < list->pages.at[0].lines.n; i++) {
        const struct page_line *l = &list->pages.at[0].lines.at[i];
        n_whole += !l->has_arrow && !l->is_dashed;
        n_dashed += !l->has_arrow && l->is_dashed;
    }
    assert_int_equal(n_whole, 1);
    assert_int_equal(n_dashed, 1);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

static void test_notes(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    sample_after(&s, 2, 0, NONE);
    sample_after(&s, 2, 1, 0);
    sample_at(&s, 2)->note = "segera";
    const struct page_list *list = laid(&s);
    assert_non_null(cell_of(&list->pages.at[0], "segera\nsetelah no. 1 dan 2 (Ya)"));
    sample_close(&s);
}

static void test_notes_of_rules(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    struct row *row = sample_at(&s, 1);
    row->due = sample_minutes(20);
    row->due_from.row = 0;
    row->same_as.row = 0;
    row->outcomes.at[1].at_most = 3;
    row->outcomes.at[1].then_to = 2;
    sample_arc(&s, 1, 1, 2);
    sample_after(&s, 2, 0, NONE);
    sample_after(&s, 2, 1, NONE);
    sample_at(&s, 2)->need = 1;
    const struct page_list *list = laid(&s);
    assert_non_null(cell_of(&list->pages.at[0],
                            "pelaksana sama dengan no. 1\npaling lambat 20 menit sejak no. 1\n"
                            "Tidak: paling banyak 3 kali"));
    assert_non_null(cell_of(&list->pages.at[0], "setelah salah satu dari no. 1, 2"));
    bool has_then = false;
    for (uint32_t i = 0; i < list->pages.at[0].labels.n; i++)
        has_then |= !strcmp(list->pages.at[0].labels.at[i].text.whole, "Tidak, selebihnya");
    assert_true(has_then);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

/* A row that the clock may end: a dashed arrow, beside its own. */
static void test_late(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    uint32_t late = sample_outcome(&s, 2, "late", 0);
    sample_at(&s, 2)->outcomes.at[late].kind = OUTCOME_LATE;
    sample_jump(&s, 2, late, 0);
    const struct page_list *list = laid(&s);
    assert_int_equal(symbol_of(list, 2, 0)->kind, SYMBOL_CAPSULE);
    assert_null(symbol_of(list, TO_END, 0));
    for (uint32_t i = 0; i < list->pages.at[0].lines.n; i++) {
        const struct page_line *l = &list->pages.at[0].lines.at[i];
        assert_int_equal(l->is_dashed, l->from == 2);
    }
    assert_string_equal(list->pages.at[0].labels.at[2].text.whole, "terlambat");
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

/* Rows that nobody performs stand in a last column of their own. */
static void test_system_lane(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    const struct page_list *list = laid(&s);
    assert_null(cell_of(&list->pages.at[0], "Sistem"));
    sample_at(&s, 1)->actors.n = 0;
    list = laid(&s);
    assert_non_null(cell_of(&list->pages.at[0], "Sistem"));
    assert_int_equal(symbol_of(list, 1, NONE)->kind, SYMBOL_DIAMOND);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

/* ---- pages ------------------------------------------------------------ */

static void chain_open(struct sample *s, uint32_t n)
{
    sample_open(s, "chain", "Chain");
    uint32_t actors[3] = {sample_actor(s, "a", "A"), sample_actor(s, "b", "B"),
                          sample_actor(s, "c", "C")};
    for (uint32_t r = 0; r < n; r++)
        sample_step(s, arena_printf(&s->arena, "row%u", r), actors[r % 3], 5);
    sample_entry(s, 0);
    for (uint32_t r = 0; r < n; r++)
        sample_arc(s, r, NONE, r + 1 < n ? r + 1 : TO_END);
}

static void test_page_links(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 24);
    const struct page_list *list = laid(&s);
    assert_true(list->pages.n > 1);
    for (uint32_t p = 0; p + 1 < list->pages.n; p++) {
        const struct page *page = &list->pages.at[p], *next = page + 1;
        const struct page_symbol *out = &page->symbols.at[page->symbols.n - 1];
        const struct page_symbol *in = &next->symbols.at[0];
        assert_int_equal(out->kind, SYMBOL_PENTAGON);
        assert_int_equal(in->kind, SYMBOL_PENTAGON);
        assert_string_equal(out->letter, in->letter);
        assert_int_equal(out->actor, in->actor);
    }
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

static void test_last_page_is_not_lonely(void **state)
{
    (void)state;
    for (uint32_t n = 5; n < 40; n++) {
        struct sample s;
        chain_open(&s, n);
        const struct page_list *list = laid(&s);
        uint32_t n_rows = 0;
        const struct page *last = &list->pages.at[list->pages.n - 1];
        for (uint32_t i = 0; i < last->symbols.n; i++)
            n_rows += last->symbols.at[i].kind != SYMBOL_PENTAGON;
        assert_true(n_rows >= 2);
        sample_close(&s);
    }
}

/* A row taller than a page is cut between lines; no line is lost. */
static void test_tall_row(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    struct bytes text = {0};
    for (uint32_t i = 0; i < 2000; i++)
        bytes_printf(&text, "%sword%u", i ? " " : "", i);
    sample_at(&s, 1)->text = arena_copy(&s.arena, text.data, text.len);
    const struct page_list *list = laid(&s);
    struct bytes json = written(list, DRAW_JSON);
    assert_true(list->pages.n > 2);
    assert_true(list->pages.at[2].bands.at[0].is_more);
    assert_bands(list);
    assert_int_equal(n_faults(list), 0);
    for (uint32_t i = 0; i < 2000; i++) {
        char word[16];
        snprintf(word, sizeof word, "word%u", i);
        assert_true(has(&json, word));
    }
    bytes_free(&json);
    bytes_free(&text);
    sample_close(&s);
}

static void test_crowded_paper(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 30);
    for (uint32_t i = 3; i < 30; i++) {
        uint32_t a = sample_actor(&s, arena_printf(&s.arena, "x%u", i), "Kepala Sub Bagian");
        sample_at(&s, i)->actors.at[0] = a;
    }
    const struct page_list *list = laid(&s);
    assert_true(list->scale < 1);
    assert_true(list->width == 842);
    assert_bands(list);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

/* One more word in a row leaves all other rows' symbols where they were. */
static void test_small_edit(void **state)
{
    (void)state;
    struct sample a, b;
    letters_open(&a, LANG_ID);
    letters_open(&b, LANG_ID);
    sample_at(&b, 1)->text = "check again";
    const struct page_list *x = laid(&a), *y = laid(&b);
    assert_memory_equal(&symbol_of(x, 0, 0)->box, &symbol_of(y, 0, 0)->box, sizeof(struct box));
    assert_memory_equal(&symbol_of(x, 2, 0)->box, &symbol_of(y, 2, 0)->box, sizeof(struct box));
    sample_close(&a);
    sample_close(&b);
}

/* ---- random procedures ------------------------------------------------ */

static void test_random(void **state)
{
    (void)state;
    uint64_t n = wild_wanted(), n_bad = 0;
    for (uint64_t seed = 0; seed < n; seed++) {
        struct sample s;
        wild_open(&s, seed);
        const struct page_list *list = laid(&s);
        assert_bands(list);
        if (n_faults(list)) {
            print_message("^ seed %llu\n", (unsigned long long)seed);
            n_bad++;
        }
        sample_close(&s);
    }
    assert_int_equal(n_bad, 0);
}

/* ---- the swimlane ----------------------------------------------------- */

static struct page_list *swum(struct sample *s)
{
    static const struct draw_options options = {.style = DRAW_STYLE_FLOW};
    return draw_layout(sample_flow(s), NULL, &options, &s->arena);
}

/* Texts in the symbols, no table, one sheet. */
static void test_flow_style(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    const struct page_list *list = swum(&s);
    const struct page *page = &list->pages.at[0];
    assert_int_equal(list->pages.n, 1);
    assert_non_null(cell_of(page, "Clerk"));
    assert_null(cell_of(page, "Activity"));
    assert_string_equal(symbol_of(list, 0, 0)->text.whole, "1. draft");
    assert_int_equal(symbol_of(list, 1, 1)->kind, SYMBOL_DIAMOND);
    assert_int_equal(page->labels.n, 2);
    assert_int_equal(n_faults(list), 0);
    for (enum draw_format f = 0; f < N_DRAW_FORMATS; f++) {
        struct bytes out = written(list, f);
        bytes_free(&out);
    }
    sample_close(&s);
}

/* A symbol is as tall as its text; the sheet as tall as its symbols. */
static void test_flow_grows(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 60);
    double before = swum(&s)->height;
    struct bytes text = {0};
    for (uint32_t i = 0; i < 300; i++)
        bytes_printf(&text, "%sword%u", i ? " " : "", i);
    sample_at(&s, 1)->text = arena_copy(&s.arena, text.data, text.len);
    const struct page_list *list = swum(&s);
    assert_int_equal(list->pages.n, 1);
    assert_true(list->height > before + 300);
    assert_int_equal(n_faults(list), 0);
    bytes_free(&text);
    sample_close(&s);
}

/* Taller than a PDF's page may be: it is drawn smaller. */
static void test_flow_tall(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 600);
    const struct page_list *list = swum(&s);
    assert_true(list->height > 14400);
    assert_int_equal(n_faults(list), 0);
    struct bytes pdf = written(list, DRAW_PDF);
    assert_true(has(&pdf, " 14400 ]"));
    bytes_free(&pdf);
    sample_close(&s);
}

static void test_flow_random(void **state)
{
    (void)state;
    uint64_t n = wild_wanted(), n_bad = 0;
    for (uint64_t seed = 0; seed < n; seed++) {
        struct sample s;
        wild_open(&s, seed);
        const struct page_list *list = swum(&s);
        if (n_faults(list) || list->pages.n != 1) {
            print_message("^ seed %llu\n", (unsigned long long)seed);
            n_bad++;
        }
        sample_close(&s);
    }
    assert_int_equal(n_bad, 0);
}

/* ---- the checker ------------------------------------------------------ */

/* The checker is believed because it finds what is planted. */
static void test_checker_texts(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    struct page_list *list = laid(&s);
    struct page *page = &list->pages.at[0];
    struct page_label *label = &page->labels.at[0];
    struct box place = label->box;
    label->box = symbol_of(list, 1, 1)->box;
    assert_true(draw_check_pages(list, list->flow).label_touches > 0);
    label->box = page->labels.at[1].box;
    assert_true(draw_check_pages(list, list->flow).label_touches > 0);
    label->box = place;
    page->cells.at[0].text_box.x1 += 2000;
    assert_int_equal(draw_check_pages(list, list->flow).text_outside, 1);
    page->cells.at[0].text_box.x1 -= 2000;
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

static void test_checker_lines(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    struct page_list *list = laid(&s);
    struct page *page = &list->pages.at[0];
    struct page_line *line = &page->lines.at[0], kept = *line;
    line->n_points--;
    assert_int_equal(draw_check_pages(list, list->flow).loose_end, 1);
    *line = kept;
    struct box *over = &page->symbols.at[2].box, was = *over;
    *over = box_around((line->points[0].x + line->points[1].x) / 2,
                       (line->points[0].y + line->points[1].y) / 2, 9, 9);
    assert_true(draw_check_pages(list, list->flow).line_through_symbol > 0);
    *over = was;
    line->points[1].x += 2000;
    assert_true(draw_check_pages(list, list->flow).line_outside > 0);
    line->points[1].x -= 2000;
    page->lines.n--;
    assert_int_equal(draw_check_pages(list, list->flow).arc_missing, 1);
    page->lines.n++;
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

static void test_checker_overlaps(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    struct page_list *list = laid(&s);
    struct page *page = &list->pages.at[0];
    struct page_line first = page->lines.at[0], twin = first;
    twin.to = 2;
    *LIST_ADD(&s.arena, &page->lines) = twin;
    assert_true(draw_check_pages(list, list->flow).line_on_line > 0);
    page->lines.n--;
    *LIST_ADD(&s.arena, &page->rules) = (struct page_rule){first.points[0], first.points[1]};
    assert_int_equal(draw_check_pages(list, list->flow).line_on_rule, 1);
    page->rules.n--;
    struct draw_check none = {0};
    assert_int_equal(draw_check_total(&none), 0);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

/* A line that another crosses well, and one that runs through its corner. */
static void test_checker_corners(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    struct page_list *list = laid(&s);
    struct page *page = &list->pages.at[0];
    const struct page_line *bent = &page->lines.at[0];
    assert_true(bent->n_points > 2);
    struct point corner = bent->points[1], before = bent->points[0];
    struct point beside = {(corner.x + before.x) / 2, (corner.y + before.y) / 2};
    struct point *across = ARENA_ARRAY(&s.arena, 2, struct point);
    double half_x = before.x == corner.x ? 5 : 0, half_y = 5 - half_x;
    *LIST_ADD(&s.arena, &page->lines) = (struct page_line){
        .from = 1, .to = bent->to + 1, .points = across, .n_points = 2, .has_arrow = true};
    across[0] = (struct point){beside.x - half_x, beside.y - half_y};
    across[1] = (struct point){beside.x + half_x, beside.y + half_y};
    assert_int_equal(draw_check_pages(list, list->flow).line_through_corner, 0);
    across[0] = (struct point){corner.x - half_x, corner.y - half_y};
    across[1] = (struct point){corner.x + half_x, corner.y + half_y};
    assert_int_equal(draw_check_pages(list, list->flow).line_through_corner, 1);
    page->lines.at[page->lines.n - 1].to = bent->to;   /* now they merge there */
    assert_int_equal(draw_check_pages(list, list->flow).line_through_corner, 0);
    sample_close(&s);
}

/* The legend is cells as all texts are: put where something is. */
static void test_checker_legend(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    bool critical[] = {true, false, true};
    struct flow_notes notes = {.critical = critical};
    struct draw_options options = {.color = DRAW_COLOR_CRITICAL};
    struct page_list *list = draw_layout(sample_flow(&s), &notes, &options, &s.arena);
    struct page *page = &list->pages.at[0];
    struct page_cell *patch = NULL;
    for (uint32_t i = 0; i < page->cells.n && !patch; i++)
        patch = page->cells.at[i].is_edged ? &page->cells.at[i] : NULL;
    assert_non_null(patch);
    assert_int_equal(n_faults(list), 0);
    const struct page_rule *rule = &page->rules.at[0];
    const struct point *line = page->lines.at[0].points;
    const struct box places[] = {
        cell_of(page, "Chief")->text_box,
        symbol_of(list, 1, 1)->box,
        box_around((rule->a.x + rule->b.x) / 2, (rule->a.y + rule->b.y) / 2, 1, 1),
        box_around((line[0].x + line[1].x) / 2, (line[0].y + line[1].y) / 2, 1, 1),
    };
    for (uint32_t i = 0; i < COUNT_OF(places); i++) {
        patch->box = patch->text_box = places[i];
        assert_true(draw_check_pages(list, list->flow).text_over > 0);
    }
    sample_close(&s);
}

/* ---- files ------------------------------------------------------------ */

/* Texts as only a tester writes them: markup, escapes, entities, quotes. */
static const char hostile[] = "\\N \\G <b>&amp;</b> \"-- ]]> \\\" %s {x} 'y' &#45; \\";

static void hostile_open(struct sample *s)
{
    letters_open(s, LANG_ID);
    s->sop->title = hostile;
    sample_at(s, 0)->text = hostile;
    sample_at(s, 1)->outcomes.at[1].kind = OUTCOME_WORDS;
    sample_at(s, 1)->outcomes.at[1].label = "\\N &lt; \"\\";
    s->sop->actors.at[0].name = hostile;
}

/* Tags open and close as they should, and nothing else begins with `<`. */
static bool is_well_formed(const char *s)
{
    const char *open[64];
    uint32_t depth = 0;
    for (s = strstr(s, "<svg"); s && (s = strchr(s, '<')); s++) {
        size_t name = strcspn(s + 1 + (s[1] == '/'), " >/\n");
        const char *end = strchr(s, '>');
        if (!end)
            return false;
        if (s[1] == '/') {
            if (!depth-- || strncmp(open[depth], s + 2, name) != 0)
                return false;
        } else if (end[-1] != '/') {
            if (depth == COUNT_OF(open))
                return false;
            open[depth++] = s + 1;
        }
    }
    return !depth;
}

static void test_svg(void **state)
{
    (void)state;
    struct sample s;
    hostile_open(&s);
    struct bytes svg = written(laid(&s), DRAW_SVG);
    assert_true(is_well_formed(svg.data));
    assert_true(has(&svg, "role=\"img\""));
    assert_true(has(&svg, "<desc>1. \\N \\G &lt;b&gt;&amp;amp;&lt;/b&gt;"));
    assert_true(has(&svg, "\\N \\G &lt;b&gt;&amp;amp;&lt;/b&gt; &quot;-- ]]&gt; \\&quot; %s {x}"));
    assert_true(has(&svg, ">\\N &amp;lt; &quot;\\</text>"));
    assert_true(has(&svg, "id=\"row-check\" class=\"node symbol kind-diamond actor-chief\""));
    assert_true(has(&svg, "id=\"edge-draft-check\""));
    assert_true(has(&svg, "id=\"edge-check-file-yes\""));
    assert_false(has(&svg, "<!--"));
    bytes_free(&svg);
    sample_close(&s);
}

static uint32_t n_found(const struct bytes *b, const char *s)
{
    uint32_t n = 0;
    const char *at = b->data, *end = b->data + b->len;
    while ((at = memmem(at, (size_t)(end - at), s, strlen(s)))) {
        n++;
        at += strlen(s);
    }
    return n;
}

/* Every id is there once, whatever outcomes and rows are called. */
static void test_ids(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "names", "Names");
    uint32_t a = sample_actor(&s, "a", "A"), b = sample_actor(&s, "b", "B");
    uint32_t check = sample_decision(&s, "\u6aa2\u67e5", a, 1), go = sample_step(&s, "go", a, 1);
    *LIST_ADD(&s.arena, &sample_at(&s, check)->actors) = b;
    sample_step(&s, "x", b, 1);
    sample_entry(&s, check);
    sample_arc(&s, check, sample_outcome(&s, check, "a b", TO_NEXT), go);
    sample_arc(&s, check, sample_outcome(&s, check, "a-b", TO_NEXT), go);
    sample_arc(&s, check, sample_outcome(&s, check, "\u0434\u0430", 2), 2);
    sample_arc(&s, go, NONE, 2);
    sample_arc(&s, 2, NONE, TO_END);
    struct bytes svg = written(laid(&s), DRAW_SVG);
    static const char *const ids[] = {
        "row-\u6aa2\u67e5", "row-\u6aa2\u67e5-2", "join-\u6aa2\u67e5",
        "edge-\u6aa2\u67e5-go-a_b", "edge-\u6aa2\u67e5-go-a_b-2",
        "edge-\u6aa2\u67e5-x-\u0434\u0430", "edge-go-x"};
    for (uint32_t i = 0; i < COUNT_OF(ids); i++) {
        char id[100];
        snprintf(id, sizeof id, "id=\"%s\"", ids[i]);
        assert_int_equal(n_found(&svg, id), 1);
    }
    bytes_free(&svg);
    sample_close(&s);
}

/* Under the mouse: number and text, who, how long, what comes next. */
static void test_tips(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    sample_at(&s, 1)->text = "Periksa & paraf";
    bool critical[] = {true, true, false};
    double weight[] = {1, 0.1, 0};
    struct flow_notes notes = {NULL, weight, critical};
    struct draw_options options = {0};
    const struct page_list *list = draw_layout(sample_flow(&s), &notes, &options, &s.arena);
    struct bytes svg = written(list, DRAW_SVG);
    assert_true(has(&svg, "<title>1. draft\nClerk\n30 Menit\nselanjutnya: no. 2</title>"));
    assert_true(has(&svg, "<title>2. Periksa &amp; paraf\nChief\n5 Menit\nYa: no. 3\n"
                          "Tidak: kembali ke no. 1</title>"));
    assert_true(has(&svg, "<title>no. 2 ke no. 1: Tidak</title>"));
    assert_true(has(&svg, "3. file; Clerk; 2 Menit; selanjutnya: Selesai.\n</desc>"));
    assert_true(has(&svg, "xml:lang=\"id\""));
    assert_true(has(&svg, "class=\"node symbol kind-diamond actor-chief critical heat-2\""));
    assert_false(has(&svg, "<script"));
    bytes_free(&svg);
    sample_close(&s);
}

static void test_json(void **state)
{
    (void)state;
    struct sample s;
    hostile_open(&s);
    const struct page_list *list = laid(&s);
    struct bytes text = written(list, DRAW_JSON), again = written(laid(&s), DRAW_JSON);
    assert_int_equal(text.len, again.len);
    assert_memory_equal(text.data, again.data, text.len);
    json_t *all = json_loads(text.data, 0, NULL);
    json_t *page = json_array_get(json_object_get(all, "pages"), 0);
    json_t *symbol = json_array_get(json_object_get(page, "symbols"), 0);
    json_t *line = json_array_get(json_object_get(page, "lines"), 0);
    assert_int_equal(json_integer_value(json_object_get(all, "format_version")), 1);
    assert_string_equal(json_string_value(json_object_get(all, "unit")), "point");
    assert_true(json_number_value(json_object_get(page, "width")) == 842);
    assert_string_equal(json_string_value(json_object_get(symbol, "row")), "draft");
    assert_string_equal(json_string_value(json_object_get(symbol, "kind")), "capsule");
    assert_true(json_is_null(json_object_get(symbol, "letter")));
    assert_string_equal(json_string_value(json_object_get(line, "from")), "draft");
    assert_string_equal(json_string_value(json_object_get(line, "to")), "check");
    assert_true(json_is_true(json_object_get(line, "arrow")));
    assert_int_equal(json_array_size(json_object_get(page, "labels")), 2);
    json_decref(all);
    bytes_free(&text);
    bytes_free(&again);
    sample_close(&s);
}

static void test_pdf(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 24);
    const struct page_list *list = laid(&s);
    struct bytes a = written(list, DRAW_PDF), b = written(list, DRAW_PDF);
    assert_memory_equal(a.data, "%PDF-", 5);
    assert_int_equal(n_found(&a, "/Type /Page %"), list->pages.n);
    assert_false(has(&a, "CreationDate"));
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    bytes_free(&a);
    bytes_free(&b);
    sample_close(&s);
}

static void test_png(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    struct bytes png = written(laid(&s), DRAW_PNG);
    static const unsigned char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x06\xda\0\0\x04\xd8";
    assert_true(png.len > sizeof head);
    assert_memory_equal(png.data, head, sizeof head - 1);
    bytes_free(&png);
    sample_close(&s);
}

/* Graphviz' own program draws our file to the same picture. */
static void test_dot(void **state)
{
    (void)state;
    struct sample s;
    hostile_open(&s);
    const struct page_list *list = laid(&s);
    struct bytes dot = written(list, DRAW_DOT), png = written(list, DRAW_PNG), theirs = {0};
    char path[] = "/tmp/sop-draw-XXXXXX", command[100];
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, dot.data, dot.len), dot.len);
    close(file);
    snprintf(command, sizeof command, "neato -n2 -Tpng -Gdpi=150 %s 2>&1", path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (int c; (c = getc(pipe)) != EOF;)
        bytes_add_char(&theirs, (char)c);
    int status = pclose(pipe);
    remove(path);
    if (status == 0) {
        assert_int_equal(theirs.len, png.len);
        assert_memory_equal(theirs.data, png.data, png.len);
    }
    assert_true(has(&dot, "digraph letters"));
    bytes_free(&dot);
    bytes_free(&png);
    bytes_free(&theirs);
    sample_close(&s);
}

static void test_colors(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_EN);
    bool critical[] = {true, false, true};
    double weight[] = {1, 0, 0.5};
    const char *text[] = {"first", NULL, NULL};
    struct flow_notes notes = {text, weight, critical};
    struct draw_options options = {.color = DRAW_COLOR_CRITICAL};
    const struct page_list *list = draw_layout(sample_flow(&s), &notes, &options, &s.arena);
    assert_non_null(symbol_of(list, 0, 0)->fill);
    assert_null(symbol_of(list, 1, 1)->fill);
    assert_non_null(cell_of(&list->pages.at[0], "first"));
    options.color = DRAW_COLOR_TIME;
    list = draw_layout(sample_flow(&s), &notes, &options, &s.arena);
    assert_string_not_equal(symbol_of(list, 0, 0)->fill, symbol_of(list, 1, 1)->fill);
    struct bytes svg = written(list, DRAW_SVG);
    assert_true(has(&svg, symbol_of(list, 0, 0)->fill));
    bytes_free(&svg);
    sample_close(&s);
}

/* Of a colour as the eye weighs it: 0 black, 1 white (WCAG). */
static double luminance(const char *color)
{
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    unsigned long rgb = strtoul(color + 1, NULL, 16);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double c = (double)(rgb >> (16 - 8 * i) & 255) / 255;
        sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static const char *fill_of_text(const struct page *page, const char *text)
{
    for (uint32_t i = 0; i < page->cells.n; i++)
        if (page->cells.at[i].text.whole && !strcmp(page->cells.at[i].text.whole, text))
            return page->cells.at[i].fill;
    return NULL;
}

/* Black print stays readable on every colour, and heat is read in grey too. */
static void test_contrast(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 20);
    for (uint32_t i = 3; i < 20; i++)
        sample_at(&s, i)->actors.at[0] =
            sample_actor(&s, arena_printf(&s.arena, "x%u", i), arena_printf(&s.arena, "X%u", i));
    double weight[20] = {0, 0.02, 0.1, 0.3, 1};
    struct flow_notes notes = {.weight = weight};
    struct draw_options options = {.style = DRAW_STYLE_FLOW, .color = DRAW_COLOR_TIME};
    const struct page_list *list = draw_layout(sample_flow(&s), &notes, &options, &s.arena);
    double before = 1.2;
    for (uint32_t r = 0; r < 5; r++) {
        double now = luminance(symbol_of(list, r, r)->fill);
        assert_true((now + 0.05) / 0.05 >= 7);
        assert_true((before + 0.05) / (now + 0.05) > 1.1);
        before = now;
    }
    options.color = DRAW_COLOR_ACTOR;
    list = draw_layout(sample_flow(&s), &notes, &options, &s.arena);
    for (uint32_t r = 0; r < 20; r++) {
        const char *fill = symbol_of(list, r, r)->fill;
        assert_true((luminance(fill) + 0.05) / 0.05 >= 7);
        assert_string_equal(fill, fill_of_text(&list->pages.at[0], s.sop->actors.at[r].name));
        if (r)
            assert_string_not_equal(fill, symbol_of(list, r - 1, r - 1)->fill);
    }
    sample_close(&s);
}

/* The legend says what the colours are, above the table of every page. */
static void test_legend(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 40);
    bool critical[40] = {true};
    double weight[40] = {1};
    struct flow_notes notes = {.weight = weight, .critical = critical};
    static const char *const says[N_DRAW_COLORS] = {
        [DRAW_COLOR_CRITICAL] = "critical path: what is late here makes the whole late",
        [DRAW_COLOR_TIME] = "time, in parts of the longest step (no. 1, 5 minutes):",
        [DRAW_COLOR_ACTOR] = "colour: the actor, as at the head of the column",
    };
    for (enum draw_color color = 1; color < N_DRAW_COLORS; color++)
        for (enum draw_style style = 0; style < N_DRAW_STYLES; style++) {
            struct draw_options options = {.style = style, .color = color};
            const struct page_list *list =
                draw_layout(sample_flow(&s), &notes, &options, &s.arena);
            for (uint32_t p = 0; p < list->pages.n; p++)
                assert_non_null(cell_of(&list->pages.at[p], says[color]));
            assert_int_equal(n_faults(list), 0);
        }
    sample_close(&s);
}

static void test_papers(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 24);
    const double sizes[N_DRAW_PAPERS][2] = {{842, 595}, {935, 609}, {792, 612}, {1008, 612}};
    for (enum draw_paper p = 0; p < N_DRAW_PAPERS; p++) {
        struct draw_options options = {.paper = p};
        const struct page_list *list = draw_layout(sample_flow(&s), NULL, &options, &s.arena);
        assert_true(list->width == sizes[p][0] && list->height == sizes[p][1]);
        assert_int_equal(n_faults(list), 0);
    }
    sample_close(&s);
}

/* ---- at the edge ------------------------------------------------------ */

static void test_no_rows(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "empty", "Empty");
    const struct page_list *list = laid(&s);
    assert_int_equal(draw_n_pages(list), 1);
    assert_int_equal(n_faults(list), 0);
    struct bytes svg = written(list, DRAW_SVG);
    bytes_free(&svg);
    sample_close(&s);
}

/* A decision with many ways out, each to a row of its own. */
static void test_many_outcomes(void **state)
{
    (void)state;
    struct sample s;
    chain_open(&s, 24);
    sample_at(&s, 0)->kind = ROW_DECISION;
    for (uint32_t i = 1; i < 14; i++) {
        const char *label = arena_printf(&s.arena, "%u pages", i);
        sample_jump(&s, 0, sample_outcome(&s, 0, label, i + 2), i + 2);
    }
    const struct page_list *list = laid(&s);
    assert_int_equal(n_faults(list), 0);
    sample_close(&s);
}

static void test_long_words(void **state)
{
    (void)state;
    struct sample s;
    letters_open(&s, LANG_ID);
    struct bytes word = {0};
    bytes_repeat(&word, 'x', 20000);
    s.sop->title = word.data;
    s.sop->actors.at[0].name = word.data;
    sample_at(&s, 0)->text = word.data;
    sample_at(&s, 1)->outcomes.at[1].kind = OUTCOME_WORDS;
    sample_at(&s, 1)->outcomes.at[1].label = word.data;
    *LIST_ADD(&s.arena, &sample_at(&s, 1)->inputs) = word.data;
    assert_int_equal(n_faults(laid(&s)), 0);
    bytes_free(&word);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_added_capsules),
        cmocka_unit_test(test_several_performers),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_notes_of_rules),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_system_lane),
        cmocka_unit_test(test_page_links),
        cmocka_unit_test(test_last_page_is_not_lonely),
        cmocka_unit_test(test_tall_row),
        cmocka_unit_test(test_crowded_paper),
        cmocka_unit_test(test_small_edit),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_flow_style),
        cmocka_unit_test(test_flow_grows),
        cmocka_unit_test(test_flow_tall),
        cmocka_unit_test(test_flow_random),
        cmocka_unit_test(test_checker_texts),
        cmocka_unit_test(test_checker_lines),
        cmocka_unit_test(test_checker_overlaps),
        cmocka_unit_test(test_checker_corners),
        cmocka_unit_test(test_checker_legend),
        cmocka_unit_test(test_svg),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_tips),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_pdf),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_dot),
        cmocka_unit_test(test_colors),
        cmocka_unit_test(test_contrast),
        cmocka_unit_test(test_legend),
        cmocka_unit_test(test_papers),
        cmocka_unit_test(test_no_rows),
        cmocka_unit_test(test_many_outcomes),
        cmocka_unit_test(test_long_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
