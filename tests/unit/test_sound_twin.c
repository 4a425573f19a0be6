/*
 * The proof of soundness against the oracle, on a sample; all of it is
 * tests/twin/sound_campaign.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/random_flow.h"
#include "tests/unit/sound_twin.h"

enum { FLOWS = 4000 };

static void test_sample(void **state)
{
    (void)state;
    struct twin_counts counts = {0};
    for (uint64_t i = 0; i < FLOWS; i++) {
        struct made m;
        const struct flow *flow = random_flow(&m, i);
        const char *what = twin_try(flow, &counts);
        if (what) {
            twin_print(flow, stderr);
            fail_msg("flow %llu: %s", (unsigned long long)i, what);
        }
        made_close(&m);
    }
    /* the sample is one: there is enough of everything in it */
    assert_true(counts.n_sound > FLOWS / 5 && counts.n_unsound > FLOWS / 5);
    for (uint32_t k = 0; k < FAULT_END_TAKES_WORK; k++)
        assert_true(counts.n_faults[k] > 20);
    assert_true(counts.n_hints > 20);
    assert_int_equal(counts.n_not_proved, 0);
}

/* What no set shows beside a row, and what may not be said to be alone. */
static void test_alone(void **state)
{
    (void)state;
    uint32_t n_alone = 0, n_missed = 0;
    for (uint64_t i = 0; i < FLOWS; i++) {
        struct made m;
        struct arena arena;
        struct oracle o;
        const struct flow *flow = random_flow(&m, i);
        arena_init(&arena, abort);
        oracle_open(&o, flow);
        oracle_run(&o);
        bool is_sound = sound_prove(flow, &arena).kind == SOUND;
        const bool *alone = is_sound ? sound_alone(flow, &arena) : NULL;
        for (uint32_t r = 0; alone && r < flow->n_rows; r++) {
            bool has_company = false;
            for (uint32_t k = 0; k < o.n; k++)
                has_company |= (o.sets[k] & BIT(r)) && o.sets[k] != BIT(r);
            assert_false(alone[r] && has_company);
            n_alone += alone[r];
            n_missed += !alone[r] && !has_company;
        }
        oracle_close(&o);
        arena_free(&arena);
        made_close(&m);
    }
    assert_true(n_alone > FLOWS);
    assert_true(n_missed < n_alone / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sample),
                                       cmocka_unit_test(test_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
