/*
 * vm, the rest of the language: waiting and lateness, bounded outcomes, the
 * first of several, decisions by data.
 */
#include "tests/unit/vm_steps.h"

/* ---- the clock --------------------------------------------------------------- */

static void expect_pass(struct run *r, char row, const char *effects)
{
    expect_step(r, (struct vm_event){ VM_PASS, (uint32_t)(row - 'a'), NONE }, VM_OK, effects);
    assert_restorable(r);
}

static void expect_late(struct run *r, char row, enum vm_status status, const char *effects)
{
    expect_step(r, (struct vm_event){ VM_LATE, (uint32_t)(row - 'a'), NONE }, status, effects);
}

/* b waits when it is done, and `no` once more; then it is done. */
static void test_a_row_waits_for_the_clock(void **state)
{
    (void)state;
    struct net net = { 3, {
        STEP(OPENS(B)),
        { .kind = IMAGE_DECISION, .n_outcomes = 2,
          .ways = { { .opens = { C }, .n_opens = 1, .n_waits = 1 },
                    { .opens = { A }, .n_opens = 1, .n_waits = 2 } } },
        LAST }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_step(&r, (struct vm_event){ VM_PASS, A, NONE }, VM_NOT_WAITING, "");
    expect_sign(&r, 'a', "done a, open b");
    expect_decide(&r, 'b', 1, "waits b.0");
    assert_restorable(&r);
    assert_int_equal(r.c->n_open, 1);
    expect_step(&r, sign('b', 1), VM_IS_WAITING, "");
    expect_pass(&r, 'b', "waits b.1");
    expect_pass(&r, 'b', "done b.1, open a");
    assert_int_equal(vm_waiting(r.image, r.c, B), NONE);
    expect_sign(&r, 'a', "done a, open b");
    expect_decide(&r, 'b', 0, "waits b.0");
    expect_pass(&r, 'b', "done b.0, open c");
    expect_step(&r, (struct vm_event){ VM_PASS, B, NONE }, VM_NOT_OPEN, "");
    run_free(&r);
}

/* a takes two signatures and waits; late, it leads to c. */
static const struct net late = { 3, {
    { .n_tasks = 2, .has_late = true, .late = OPENS(C),
      .ways = { { .opens = { B }, .n_opens = 1, .n_waits = 1 } } },
    LAST, LAST }, { A }, 1 };

static void test_a_late_row_leaves_by_its_way(void **state)
{
    (void)state;
    struct run r = run_net(&late);
    uint32_t outcome;
    expect_late(&r, 'a', VM_NOT_OPEN, "");
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "signed a");
    expect_late(&r, 'b', VM_NOT_OPEN, "");
    expect_late(&r, 'a', VM_OK, "done a.0, open c");
    assert_int_equal(vm_signed(r.image, r.c, A, &outcome), 0);
    expect_late(&r, 'a', VM_NOT_OPEN, "");   /* exactly once */
    expect_late(&r, 'c', VM_NEVER_LATE, "");
    expect_step(&r, sign('a', NONE), VM_NOT_OPEN, "");
    run_free(&r);
}

static void test_a_waiting_row_is_never_late(void **state)
{
    (void)state;
    struct run r = run_net(&late);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "signed a");
    expect_sign(&r, 'a', "waits a.0");
    expect_late(&r, 'a', VM_IS_WAITING, "");
    expect_pass(&r, 'a', "done a, open b");
    run_free(&r);
}

static void test_being_late_may_take_time_itself(void **state)
{
    (void)state;
    struct net net = late;
    net.rows[A].late.n_waits = 2;
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "signed a");
    expect_late(&r, 'a', VM_OK, "waits a.0");
    expect_late(&r, 'a', VM_IS_WAITING, "");
    expect_pass(&r, 'a', "waits a.1");
    expect_pass(&r, 'a', "done a.0, open c");
    run_free(&r);
}

/* ---- bounds, withdrawal, data -------------------------------------------------- */

/* b sends back to a twice at most, then to c. */
static void test_a_bound_is_counted_per_case(void **state)
{
    (void)state;
    struct net net = { 4, {
        STEP(OPENS(B)),
        { .kind = IMAGE_DECISION, .n_outcomes = 2,
          .ways = { OPENS(D), { .opens = { A }, .n_opens = 1, .at_most = 2, .then = C } } },
        STEP(OPENS(B)), LAST }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    for (uint32_t i = 1; i <= 2; i++) {
        expect_sign(&r, 'a', "done a, open b");
        expect_decide(&r, 'b', 1, "done b.1, open a");
        assert_int_equal(vm_counter(r.image, r.c, 0), i);
        assert_restorable(&r);
    }
    expect_sign(&r, 'a', "done a, open b");
    for (int i = 0; i < 3; i++) {   /* still offered, never reset */
        expect_decide(&r, 'b', 1, "done b.1, open c");
        expect_sign(&r, 'c', "done c, open b");
    }
    assert_int_equal(vm_counter(r.image, r.c, 0), 2);
    expect_decide(&r, 'b', 0, "done b.0, open d");
    run_free(&r);
}

/* a; then b and c side by side, c going on to d; e after any of b, d. */
static const struct net any_of = { 6, {
    STEP(OPENS(B, C)),
    STEP(SETS({ E, 0 })),
    { .n_tasks = 2, .ways = { OPENS(D) } },
    STEP(SETS({ E, 1 })),
    { .n_groups = 2, .need = 1, .n_withdraws = 3,
      .withdraws = { { B, NONE }, { C, NONE }, { D, NONE } }, .ways = { OPENS(F) } },
    LAST }, { A }, 1 };

static void test_the_first_withdraws_the_others(void **state)
{
    (void)state;
    struct run r = run_net(&any_of);
    uint32_t outcome;
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c");
    expect_sign(&r, 'c', "signed c");
    expect_sign(&r, 'b', "done b, withdrawn c, open e");
    assert_int_equal(vm_signed(r.image, r.c, C, &outcome), 0);
    assert_false(vm_is_set(r.image, r.c, 6) || vm_is_set(r.image, r.c, 7));
    expect_step(&r, sign('c', NONE), VM_NOT_OPEN, "");
    expect_sign(&r, 'e', "done e, open f");
    expect_sign(&r, 'f', "done f, ended");
    run_free(&r);
}

/* a; then b, c, d side by side; e after 2 of b, c, d. */
static void test_two_of_three(void **state)
{
    (void)state;
    struct net net = { 5, {
        STEP(OPENS(B, C, D)),
        STEP(SETS({ E, 0 })), STEP(SETS({ E, 1 })), STEP(SETS({ E, 2 })),
        { .n_groups = 3, .need = 2, .n_withdraws = 3,
          .withdraws = { { B, NONE }, { C, NONE }, { D, NONE } } } }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c, open d");
    expect_sign(&r, 'd', "done d");
    expect_sign(&r, 'b', "done b, withdrawn c, open e");
    expect_sign(&r, 'e', "done e, ended");
    run_free(&r);
}

static void test_a_withdrawn_row_waits_no_more(void **state)
{
    (void)state;
    struct net net = any_of;
    net.rows[C].n_tasks = 1;
    net.rows[C].ways[0].n_waits = 1;
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c");
    expect_sign(&r, 'c', "waits c.0");
    expect_sign(&r, 'b', "done b, withdrawn c, open e");
    assert_int_equal(vm_waiting(r.image, r.c, C), NONE);
    expect_step(&r, (struct vm_event){ VM_PASS, C, NONE }, VM_NOT_OPEN, "");
    run_free(&r);
}

/* What fires first may take away what was ready: c needs b's group, and d,
 * which is an end, was reached; b fires before both and withdraws them. */
static void test_what_was_ready_may_be_withdrawn(void **state)
{
    (void)state;
    struct net net = { 4, {
        { .ways = { { .sets = { { B, 0 }, { C, 0 } }, .n_sets = 2,
                      .opens = { D }, .n_opens = 1 } } },
        { .n_groups = 1, .need = 1, .n_withdraws = 2,
          .withdraws = { { D, NONE }, { C, 0 } } },
        { .n_groups = 1 },
        NAMED_END }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b");
    expect_sign(&r, 'b', "done b, ended");
    run_free(&r);
}

static void test_rows_that_data_decide_are_asked(void **state)
{
    (void)state;
    struct net net = { 4, {
        STEP(OPENS(C, B)),
        { .kind = IMAGE_DECISION, .is_data = true, .is_asked = true, .n_outcomes = 2,
          .ways = { OPENS(D), { .n_opens = 0 } } },
        { .kind = IMAGE_DECISION, .is_data = true, .is_asked = true, .n_outcomes = 2,
          .ways = { { .n_waits = 1 }, { .n_opens = 0 } } },
        LAST }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    assert_int_equal(vm_asked(r.image, r.c), NONE);
    expect_sign(&r, 'a', "done a, asked c, asked b");
    assert_int_equal(vm_asked(r.image, r.c), B);   /* lowest first */
    expect_decide(&r, 'b', 0, "done b.0, open d");
    assert_int_equal(vm_asked(r.image, r.c), C);
    assert_restorable(&r);
    expect_decide(&r, 'c', 0, "waits c.0");
    assert_int_equal(vm_asked(r.image, r.c), NONE);
    expect_sign(&r, 'd', "done d");
    expect_pass(&r, 'c', "done c.0, ended");
    run_free(&r);
}

static void test_data_choose_with_the_last_signature(void **state)
{
    (void)state;
    struct net net = { 3, {
        { .kind = IMAGE_DECISION, .is_data = true, .n_tasks = 2, .n_outcomes = 2,
          .ways = { OPENS(B), OPENS(C) } },
        LAST, LAST }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_step(&r, sign('a', 1), VM_BAD_OUTCOME, "");
    expect_sign(&r, 'a', "signed a");
    assert_restorable(&r);
    expect_step(&r, sign('a', NONE), VM_NO_OUTCOME, "");
    expect_step(&r, sign('a', 2), VM_BAD_OUTCOME, "");
    expect_decide(&r, 'a', 1, "done a.1, open c");
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_row_waits_for_the_clock),
        cmocka_unit_test(test_a_late_row_leaves_by_its_way),
        cmocka_unit_test(test_a_waiting_row_is_never_late),
        cmocka_unit_test(test_being_late_may_take_time_itself),
        cmocka_unit_test(test_a_bound_is_counted_per_case),
        cmocka_unit_test(test_the_first_withdraws_the_others),
        cmocka_unit_test(test_two_of_three),
        cmocka_unit_test(test_a_withdrawn_row_waits_no_more),
        cmocka_unit_test(test_what_was_ready_may_be_withdrawn),
        cmocka_unit_test(test_rows_that_data_decide_are_asked),
        cmocka_unit_test(test_data_choose_with_the_last_signature),
    };
    return cmocka_run_group_tests_name("vm wide", tests, NULL, NULL);
}
