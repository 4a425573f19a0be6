/*
 * Expected times of random procedures, rework, joins and all, against playing
 * them. A sample; `make twin-time` does more of them, with more cases.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/time_twin.h"

static void try_some(uint32_t n, uint32_t n_cases, block_solver *solver,
                     struct twin_counts *counts)
{
    for (uint64_t number = 0; counts->n < n; number++) {
        struct timed t;
        if (!timed_open(&t, number))
            continue;
        const char *what = twin_try(&t, n_cases, solver, counts);
        if (what)
            fail_msg("procedure %llu: %s", (unsigned long long)number, what);
        made_close(&t.m);
    }
}

static void test_bounds(void **state)
{
    (void)state;
    struct twin_counts counts = {0};
    try_some(600, 2000, NULL, &counts);
    assert_true(counts.n_methods[TIME_EXACT] > 200);
    assert_true(counts.n_methods[TIME_BOUNDS] > 100);
}

static void test_lattice(void **state)
{
    (void)state;
    struct twin_counts counts = {0};
    try_some(100, 4000, lattice_block, &counts);
    assert_true(counts.n_methods[TIME_LATTICE] > 0);
}

/* What is not sound has no right time; it has some, and nothing breaks. */
static void test_unsound(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 1500; number++) {
        struct timed t;
        timed_make(&t, number);
        timed_work_out(&t, NULL);
        assert_false(isnan(t.time->low) || isnan(t.time->high));
        assert_true(t.time->low <= t.time->high);
        made_close(&t.m);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_lattice),
        cmocka_unit_test(test_unsound),
    };
    return cmocka_run_group_tests_name("process_twin", tests, NULL, NULL);
}
