/*
 * The page of procedures made by dice and compiled from their text: no fault
 * on any page, whatever is on it (`make bench-draw` tries thousands); and what
 * a small change of the text may do to the picture.
 */
#include "compiler/draw/draw.h"
#include "compiler/draw/pages.h"
#include "tests/unit/page_faults.h"
#include "tests/bench/made_sop.h"
#include "tests/unit/compiled.h"

static const struct page_list *drawn(struct compiled *c, enum draw_paper paper)
{
    struct draw_options options = {.paper = paper};
    return draw_layout(c->flow, NULL, &options, &c->arena);
}

static void test_sample(void **state)
{
    (void)state;
    uint32_t n_drawn = 0;
    for (uint64_t number = 0; n_drawn < 90; number++) {
        struct made_sop m;
        struct compiled c;
        made_sop(&m, number);
        compiled_open(&c, m.text.data);
        if (c.flow && !c.diags.n[SEV_ERROR]) {
            n_drawn++;
            if (n_faults(drawn(&c, (enum draw_paper)(number % N_DRAW_PAPERS))))
                fail_msg("number %llu", (unsigned long long)number);
        }
        compiled_close(&c);
        made_sop_close(&m);
    }
}

/* Most of what the dice make must be sound, or the sample says little. */
static void test_most_are_sound(void **state)
{
    (void)state;
    uint32_t n_sound = 0;
    for (uint64_t number = 1000; number < 1060; number++) {
        struct made_sop m;
        struct compiled c;
        made_sop(&m, number);
        compiled_open(&c, m.text.data);
        n_sound += !c.diags.n[SEV_ERROR];
        compiled_close(&c);
        made_sop_close(&m);
    }
    assert_true(n_sound > 40);
}

/* ---- small changes ----------------------------------------------------- */

/* Where the symbols of a row stand from left to right, in all its lanes. */
static void assert_same_places(const struct page_list *a, const struct page_list *b,
                               uint32_t but_row)
{
    for (uint32_t p = 0; p < a->pages.n; p++)
        for (uint32_t i = 0; i < a->pages.at[p].symbols.n; i++) {
            const struct page_symbol *s = &a->pages.at[p].symbols.at[i], *found = NULL;
            if (s->kind == SYMBOL_PENTAGON || s->row == but_row || s->row >= a->sop->rows.n)
                continue;
            for (uint32_t q = 0; q < b->pages.n && !found; q++)
                for (uint32_t k = 0; k < b->pages.at[q].symbols.n; k++) {
                    const struct page_symbol *t = &b->pages.at[q].symbols.at[k];
                    if (t->kind != SYMBOL_PENTAGON && t->row == s->row && t->actor == s->actor)
                        found = t;
                }
            assert_non_null(found);
            double x = (s->box.x0 + s->box.x1) / 2, y = (found->box.x0 + found->box.x1) / 2;
            assert_true(fabs(x - y) < 0.01);
        }
}

/* The text with `old` (in its nth place) replaced. */
static char *changed(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    assert_non_null(at);
    struct bytes out = {0};
    bytes_add(&out, text, (size_t)(at - text));
    bytes_add_string(&out, new);
    bytes_add_string(&out, at + strlen(old));
    return out.data;
}

/* A procedure of its own, 12 rows, whose rows can be spoken of. */
static const char base_text[] =
    "sop s \"Surat\" {\n"
    " actor a \"Kepala\" actor b \"Sekretaris\" actor c \"Staf\"\n"
    " step r0 \"Memerintahkan\" by a time 5 minutes\n"
    " step r1 \"Menyusun rancangan\" by c time 60 minutes output \"Rancangan\"\n"
    " decision r2 \"Memeriksa\" by b time 10 minutes yes no -> r1\n"
    " step r3 \"Menyampaikan\" by b time 10 minutes\n"
    " decision r4 \"Menyetujui\" by a time 10 minutes yes no -> r1\n"
    " step r5 \"Menggandakan\" by c time 10 minutes\n"
    " step r6 \"Mengirim\" by c time 10 minutes\n"
    " decision r7 \"Memeriksa jawaban\" by b time 10 minutes yes no -> r5\n"
    " step r8 \"Melaporkan\" by b time 10 minutes\n"
    " step r9 \"Menerima laporan\" by a time 10 minutes\n"
    " step r10 \"Mencatat\" by c time 10 minutes\n"
    " step r11 \"Menyimpan\" by c time 10 minutes\n"
    "}\n";

static void assert_stable(const char *old, const char *new, uint32_t but_row)
{
    struct compiled a, b;
    char *text = changed(base_text, old, new);
    compiled_open(&a, base_text);
    compiled_open(&b, text);
    assert_int_equal(a.diags.n[SEV_ERROR] + b.diags.n[SEV_ERROR], 0);
    const struct page_list *x = drawn(&a, PAPER_A4), *y = drawn(&b, PAPER_A4);
    assert_int_equal(n_faults(x) + n_faults(y), 0);
    assert_same_places(x, y, but_row);
    compiled_close(&a);
    compiled_close(&b);
    free(text);
}

static void test_longer_text(void **state)
{
    (void)state;
    struct bytes word = {0};
    bytes_add_string(&word, "\"Menyusun rancangan");
    for (uint32_t i = 0; i < 60; i++)
        bytes_add_string(&word, " pertanggungjawaban");
    bytes_add_string(&word, "\"");
    assert_stable("\"Menyusun rancangan\"", word.data, NONE);
    bytes_repeat(&word, 'x', 200);
    bytes_add_string(&word, "\"");
    bytes_free(&word);
    assert_stable("\"Rancangan\"", "\"Rancangan surat yang panjangnya tidak biasa\"", NONE);
}

static void test_row_at_the_end(void **state)
{
    (void)state;
    assert_stable("\n}\n", "\n step r12 \"Menutup\" by b time 5 minutes\n}\n", NONE);
    assert_stable(" step r11 \"Menyimpan\" by c time 10 minutes\n", "", 11);
}

static void test_other_target(void **state)
{
    (void)state;
    assert_stable("no -> r5", "no -> r1", NONE);
    assert_stable("no -> r5", "no -> r0", NONE);
    assert_stable("yes no -> r1\n step r5", "yes no -> r9\n step r5", NONE);
}

/* Random procedures too: one word more, or a row at the end. */
static void test_made_stable(void **state)
{
    (void)state;
    uint32_t n = 0;
    for (uint64_t number = 3000; n < 25; number++) {
        struct made_sop m;
        struct compiled a, b;
        made_sop(&m, number);
        compiled_open(&a, m.text.data);
        if (a.flow && !a.diags.n[SEV_ERROR]) {
            n++;
            const char *word = m.language == LANG_ID ? "langkah r" : "step r";
            const char *row = strstr(m.text.data, word);
            const char *quote = strchr(row, '"');
            struct bytes text = {0};
            bytes_add(&text, m.text.data, (size_t)(quote + 1 - m.text.data));
            bytes_add_string(&text, "Menyempurnakan dan menyebarluaskan ");
            bytes_add_string(&text, quote + 1);
            compiled_open(&b, text.data);
            assert_same_places(drawn(&a, PAPER_A4), drawn(&b, PAPER_A4), NONE);
            compiled_close(&b);
            bytes_free(&text);
        }
        compiled_close(&a);
        made_sop_close(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample),         cmocka_unit_test(test_most_are_sound),
        cmocka_unit_test(test_longer_text),    cmocka_unit_test(test_row_at_the_end),
        cmocka_unit_test(test_other_target),   cmocka_unit_test(test_made_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
