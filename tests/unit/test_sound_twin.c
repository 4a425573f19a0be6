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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sample)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
