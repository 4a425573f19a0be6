/* Which blocks of random branches are solved: a few, and none where most could not be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compiler/time/moments.h"
#include "tests/unit/process_made.h"

enum { SOLVED_MEAN = 15 };   /* minutes */

/* Of n blocks one behind the other, each of two rows of 10 minutes in the mean. */
static struct process *chain_of_blocks(struct made *m, uint32_t n, struct process **branches,
                                       uint32_t n_others)
{
    struct process *p = made_process(m);
    p->nodes = ARENA_ARRAY(&m->arena, n, struct process_node);
    p->leaps = ARENA_ARRAY(&m->arena, n, struct leap);
    for (uint32_t i = 0; i < n; i++) {
        p->nodes[i] = (struct process_node){
            .kind = PROCESS_BLOCK, .row = NONE, .first_leap = i, .n_leaps = 1};
        p->nodes[i].branches = branches + 2 * (i % n_others);
        p->nodes[i].n_branches = 2;
        p->leaps[i] = (struct leap){i + 1 < n ? i + 1 : NONE, 1, NULL};
    }
    p->n_nodes = p->n_leaps = n;
    return p;
}

static bool solve_as_told(const struct process *p, const struct process_node *block,
                          struct moments *out, struct arena *arena)
{
    (void)p, (void)block, (void)arena;
    *out = (struct moments){SOLVED_MEAN, 1};
    return true;
}

/* n_others: of the blocks so many are of other branches than all before them. */
static struct process_time time_of_blocks(uint32_t n, uint32_t n_others)
{
    struct made m;
    made_open(&m);
    struct process *list[2 * 300 + 1];
    uint32_t n_branches = 2 * n_others;
    for (uint32_t i = 0; i < n_branches; i++)
        list[i] = made_line(&m, 1, (struct duration[]){made_exponential(10)});
    list[n_branches] = chain_of_blocks(&m, n, list, n_others);
    struct process_tree tree = {.at = list, .n = n_branches + 1};
    struct process_time t = moments_find(&tree, solve_as_told, &m.arena)[n_branches];
    made_close(&m);
    return t;
}

static void test_few_are_solved(void **state)
{
    (void)state;
    struct process_time t = time_of_blocks(64, 64);
    assert_int_equal(t.method, TIME_LATTICE);
    assert_true(t.low == 64 * SOLVED_MEAN && t.variance == 64);
}

/* The mean of the longer is at least that of one. */
static void test_others_have_bounds(void **state)
{
    (void)state;
    for (uint32_t n = 65; n <= 256; n += 191) {
        struct process_time t = time_of_blocks(n, n);
        assert_int_equal(t.method, TIME_BOUNDS);
        assert_true(t.low == 64 * SOLVED_MEAN + (n - 64) * 10);
    }
}

static void test_of_very_many_none_is(void **state)
{
    (void)state;
    struct process_time t = time_of_blocks(257, 257);
    assert_int_equal(t.method, TIME_BOUNDS);
    assert_true(t.low == 257 * 10);
}

/* Bounded outcomes make many states in which the same branches begin. */
static void test_equal_ones_are_one(void **state)
{
    (void)state;
    struct process_time t = time_of_blocks(1000, 3);
    assert_int_equal(t.method, TIME_LATTICE);
    assert_true(t.low == 1000 * SOLVED_MEAN && t.variance == 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_are_solved),
        cmocka_unit_test(test_others_have_bounds),
        cmocka_unit_test(test_of_very_many_none_is),
        cmocka_unit_test(test_equal_ones_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
