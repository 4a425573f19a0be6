/* Stretches: which nodes are one, and what leaps are left. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "compiler/time/stretch.h"
#include "tests/unit/process_made.h"

/* i: a stretch, or the part of a leap. */
static void assert_stretch(const struct stretches *s, uint32_t i, uint32_t first, uint32_t n)
{
    assert_int_equal(s->first[i + 1] - s->first[i], n);
    for (uint32_t k = 0; k < n; k++)
        assert_int_equal(s->node[s->first[i] + k], first + k);
}

static struct process *rows(struct made *m, uint32_t n)
{
    struct duration works[MADE_NODES];
    for (uint32_t i = 0; i < n; i++)
        works[i] = made_fixed(1);
    return made_line(m, n, works);
}

static void test_a_line_is_one(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct stretches s = stretches_find(rows(&m, 5), &m.arena);
    assert_int_equal(s.process->n_nodes, 1);
    assert_int_equal(s.process->n_leaps, 1);
    assert_int_equal(s.process->leaps[0].to, NONE);
    assert_stretch(&s, 0, 0, 5);
    made_close(&m);
}

/* 0 1 | 2 3: the fourth row sends back to the third, and on the way out is the fifth. */
static void test_a_loop_is_two(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *p = made_process(&m);
    for (uint32_t v = 0; v < 5; v++) {
        made_row(&m, p, made_fixed(1));
        if (v == 3)
            made_leap(p, 2, 0.1);
        made_leap(p, v < 4 ? v + 1 : NONE, v == 3 ? 0.9 : 1);
    }
    struct stretches s = stretches_find(p, &m.arena);
    assert_int_equal(s.process->n_nodes, 2);
    assert_stretch(&s, 0, 0, 2);
    assert_stretch(&s, 1, 2, 2);
    static const uint32_t to[] = { 1, 1, NONE };
    assert_int_equal(s.process->n_leaps, COUNT_OF(to));
    for (size_t i = 0; i < COUNT_OF(to); i++)
        assert_int_equal(s.process->leaps[i].to, to[i]);
    assert_stretch(&s, stretch_of_leap(&s, 0), 0, 0);
    assert_stretch(&s, stretch_of_leap(&s, 1), 0, 0);
    assert_stretch(&s, stretch_of_leap(&s, 2), 4, 1);
    made_close(&m);
}

/* 0 | 2 3 | 4: a choice of 1, which is on the way, of what leads to another choice, or of
 * neither; all meet. */
static void test_choices(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *p = made_process(&m);
    static const uint32_t to[5][3] = { { 1, 2, 4 }, { 4 }, { 3 }, { 4, 4, 4 }, { NONE } };
    static const uint32_t n[] = { 3, 1, 1, 3, 1 };
    for (uint32_t v = 0; v < 5; v++) {
        made_row(&m, p, made_fixed(1));
        for (uint32_t i = 0; i < n[v]; i++)
            made_leap(p, to[v][i], 1.0 / n[v]);
    }
    struct stretches s = stretches_find(p, &m.arena);
    static const uint32_t found[] = { 2, 1, 2, 2, 2, 2, NONE };
    assert_int_equal(s.process->n_nodes, 3);
    assert_stretch(&s, 0, 0, 1);
    assert_stretch(&s, 1, 2, 2);
    assert_stretch(&s, 2, 4, 1);
    assert_int_equal(s.process->n_leaps, COUNT_OF(found));
    for (size_t i = 0; i < COUNT_OF(found); i++)
        assert_int_equal(s.process->leaps[i].to, found[i]);
    assert_stretch(&s, stretch_of_leap(&s, 0), 1, 1);
    for (uint32_t l = 1; l < COUNT_OF(found); l++)
        assert_stretch(&s, stretch_of_leap(&s, l), 0, 0);
    made_close(&m);
}

/* A row that leads back to the beginning; and one for ever alone. */
static void test_rounds(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *p = rows(&m, 3);
    p->leaps[2].to = 0;
    struct stretches s = stretches_find(p, &m.arena);
    assert_int_equal(s.process->n_nodes, 1);
    assert_int_equal(s.process->leaps[0].to, 0);
    assert_stretch(&s, 0, 0, 3);
    p->leaps[0].to = 0;
    s = stretches_find(p, &m.arena);
    assert_int_equal(s.process->leaps[0].to, 0);
    assert_stretch(&s, 0, 0, 1);
    made_close(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_is_one),
        cmocka_unit_test(test_a_loop_is_two),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_rounds),
    };
    return cmocka_run_group_tests_name("stretch", tests, NULL, NULL);
}
