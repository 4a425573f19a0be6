/* vm: hand-made nets, stepped event by event; every effect is looked at. */
#include "tests/unit/vm_steps.h"

static void test_rows_in_a_line(void **state)
{
    (void)state;
    struct net net = { 3, { STEP(OPENS(B)), STEP(OPENS(C)), LAST }, { A }, 1 };
    struct run r = run_net(&net);
    assert_int_equal(r.c->phase, VM_NEW);
    expect_start(&r, "open a");
    assert_int_equal(r.c->n_open, 1);
    assert_true(vm_is_open(r.image, r.c, A) && !vm_is_open(r.image, r.c, B));
    expect_sign(&r, 'a', "done a, open b");
    expect_sign(&r, 'b', "done b, open c");
    expect_sign(&r, 'c', "done c, ended");
    assert_int_equal(r.c->phase, VM_OVER);
    assert_int_equal(r.c->result, NONE);
    expect_step(&r, sign('c', NONE), VM_IS_OVER, "");
    expect_step(&r, (struct vm_event){ VM_START, NONE, NONE }, VM_IS_OVER, "");
    run_free(&r);
}

static void test_rework_goes_back_as_often_as_wanted(void **state)
{
    (void)state;
    struct net net = { 3, {
        STEP(OPENS(B)),
        { .kind = IMAGE_DECISION, .n_outcomes = 2, .ways = { OPENS(C), OPENS(A) } },
        LAST }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    for (int i = 0; i < 5; i++) {
        expect_sign(&r, 'a', "done a, open b");
        expect_decide(&r, 'b', 1, "done b.1, open a");
    }
    expect_sign(&r, 'a', "done a, open b");
    expect_decide(&r, 'b', 0, "done b.0, open c");
    expect_sign(&r, 'c', "done c, ended");
    run_free(&r);
}

/* a, then b and c side by side, then d after both. */
static const struct net fork_join = { 4, {
    STEP(OPENS(B, C)),
    STEP(SETS({ D, 0 })),
    STEP(SETS({ D, 1 })),
    { .n_groups = 2 } }, { A }, 1 };

static void test_fork_and_join(void **state)
{
    (void)state;
    struct run r = run_net(&fork_join);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c");
    assert_int_equal(r.c->n_open, 2);
    expect_sign(&r, 'c', "done c");
    assert_true(vm_is_set(r.image, r.c, 5) && !vm_is_set(r.image, r.c, 4));
    expect_sign(&r, 'b', "done b, open d");
    assert_false(vm_is_set(r.image, r.c, 4) || vm_is_set(r.image, r.c, 5));
    expect_sign(&r, 'd', "done d, ended");
    run_free(&r);
}

/* A check d behind the join sends back to b only; c's group stays done. */
static void test_kept_branch_is_not_redone(void **state)
{
    (void)state;
    struct net net = fork_join;
    net.n_rows = 5;
    net.rows[D] = (struct net_row){
        .kind = IMAGE_DECISION, .n_groups = 2, .n_outcomes = 2,
        .ways = { OPENS(E),
                  { .sets = { { D, 1 } }, .n_sets = 1, .opens = { B }, .n_opens = 1 } } };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c");
    expect_sign(&r, 'b', "done b");
    expect_sign(&r, 'c', "done c, open d");
    expect_decide(&r, 'd', 1, "done d.1, open b");
    expect_sign(&r, 'b', "done b, open d");
    expect_decide(&r, 'd', 0, "done d.0, open e");
    run_free(&r);
}

static void test_joins_fire_lowest_row_first(void **state)
{
    (void)state;
    struct net net = { 4, {
        STEP(SETS({ D, 0 }, { C, 0 }, { B, 0 })),
        { .n_groups = 1 }, { .n_groups = 1 }, { .n_groups = 1 } }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c, open d");
    run_free(&r);
}

static void test_several_tasks(void **state)
{
    (void)state;
    struct net net = { 2, { { .n_tasks = 3, .ways = { OPENS(B) } }, LAST }, { A }, 1 };
    struct run r = run_net(&net);
    uint32_t outcome;
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "signed a");
    expect_sign(&r, 'a', "signed a");
    assert_restorable(&r);
    assert_int_equal(vm_signed(r.image, r.c, A, &outcome), 2);
    assert_int_equal(outcome, NONE);
    expect_sign(&r, 'a', "done a, open b");
    assert_int_equal(vm_signed(r.image, r.c, A, &outcome), 0);
    run_free(&r);
}

static void test_first_signature_sets_the_outcome(void **state)
{
    (void)state;
    struct net net = { 3, {
        { .kind = IMAGE_DECISION, .n_tasks = 2, .n_outcomes = 2, .ways = { OPENS(B), OPENS(C) } },
        STEP(OPENS(A)), LAST }, { A }, 1 };
    struct run r = run_net(&net);
    uint32_t outcome;
    expect_start(&r, "open a");
    expect_decide(&r, 'a', 0, "signed a.0");
    assert_int_equal(vm_signed(r.image, r.c, A, &outcome), 1);
    assert_int_equal(outcome, 0);
    expect_step(&r, sign('a', 1), VM_OTHER_OUTCOME, "");
    expect_decide(&r, 'a', 0, "done a.0, open b");
    expect_sign(&r, 'b', "done b, open a");   /* a new visit begins anew */
    expect_decide(&r, 'a', 1, "signed a.1");
    expect_step(&r, sign('a', 0), VM_OTHER_OUTCOME, "");
    expect_decide(&r, 'a', 1, "done a.1, open c");
    run_free(&r);
}

/* a opens b, c and e; the decision b may end the case by the named end d. */
static const struct net named_end = { 5, {
    STEP(OPENS(E, C, B)),
    { .kind = IMAGE_DECISION, .n_outcomes = 2, .ways = { { .n_opens = 0 }, OPENS(D) } },
    { .n_tasks = 2 },
    NAMED_END,
    LAST }, { A }, 1 };

static void test_named_end_withdraws_in_row_order(void **state)
{
    (void)state;
    struct run r = run_net(&named_end);
    uint32_t outcome;
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open e, open c, open b");
    expect_sign(&r, 'c', "signed c");
    expect_decide(&r, 'b', 1, "done b.1, withdrawn c, withdrawn e, ended d");
    assert_int_equal(r.c->phase, VM_OVER);
    assert_int_equal(r.c->result, D);
    assert_int_equal(r.c->n_open, 0);
    assert_int_equal(vm_signed(r.image, r.c, C, &outcome), 0);
    run_free(&r);
}

/* A join that is ready in the same event fires before the end below it, and
 * what it opened is withdrawn; an end above it comes first. */
static void test_ends_fire_in_row_order_with_joins(void **state)
{
    (void)state;
    struct net net = { 3, {
        { .ways = { { .sets = { { B, 0 } }, .n_sets = 1, .opens = { C }, .n_opens = 1 } } },
        { .n_groups = 1 }, NAMED_END }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, withdrawn b, ended c");
    run_free(&r);
    net.rows[B] = (struct net_row)NAMED_END;
    net.rows[C] = (struct net_row){ .n_groups = 1 };
    net.rows[A].ways[0].sets[0].row = C;
    net.rows[A].ways[0].opens[0] = B;
    r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, ended b");
    run_free(&r);
}

static void test_a_row_set_twice_stops_the_case(void **state)
{
    (void)state;
    struct net net = { 3, { STEP(OPENS(B, C)), STEP(OPENS(C)), LAST }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c");
    expect_step(&r, sign('b', NONE), VM_SET_TWICE, "done b, stopped c");
    assert_int_equal(r.c->phase, VM_FAULTY);
    expect_step(&r, sign('c', NONE), VM_IS_OVER, "");
    run_free(&r);
}

static void test_a_group_set_twice_stops_the_case(void **state)
{
    (void)state;
    struct net net = fork_join;
    net.rows[C].ways[0].sets[0].group = 0;
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a, open b, open c");
    expect_sign(&r, 'b', "done b");
    expect_step(&r, sign('c', NONE), VM_SET_TWICE, "done c, stopped d");
    run_free(&r);
}

static void test_a_deadlock_is_a_case_without_open_rows(void **state)
{
    (void)state;
    struct net net = { 2, { STEP(SETS({ B, 0 })), { .n_groups = 2 } }, { A }, 1 };
    struct run r = run_net(&net);
    expect_start(&r, "open a");
    expect_sign(&r, 'a', "done a");
    assert_int_equal(r.c->phase, VM_RUNNING);
    assert_int_equal(r.c->n_open, 0);
    run_free(&r);
}

static void test_refusals_change_nothing(void **state)
{
    (void)state;
    struct run r = run_net(&named_end);
    expect_step(&r, sign('a', NONE), VM_NOT_OPEN, "");   /* not begun */
    expect_start(&r, "open a");
    expect_step(&r, (struct vm_event){ VM_START, NONE, NONE }, VM_BAD_ENTRY, "");
    expect_step(&r, sign('b', 0), VM_NOT_OPEN, "");
    expect_step(&r, sign('z', NONE), VM_NOT_OPEN, "");
    expect_step(&r, (struct vm_event){ VM_SIGN, NONE, NONE }, VM_NOT_OPEN, "");
    expect_step(&r, sign('a', 0), VM_BAD_OUTCOME, "");
    expect_sign(&r, 'a', "done a, open e, open c, open b");
    expect_step(&r, sign('b', NONE), VM_NO_OUTCOME, "");
    expect_step(&r, sign('b', 2), VM_BAD_OUTCOME, "");
    run_free(&r);
}

/* Two start rows: the event chooses; `after start` opens with either. */
static void test_start_rows_are_ways_in(void **state)
{
    (void)state;
    struct net net = { 5, {
        { .kind = IMAGE_START, .ways = { OPENS(C) } },
        { .kind = IMAGE_START, .ways = { OPENS(D) } },
        LAST, LAST, LAST }, { A, B, E }, 3 };
    struct run r = run_net(&net);
    expect_step(&r, (struct vm_event){ VM_START, NONE, NONE }, VM_BAD_ENTRY, "");
    expect_step(&r, (struct vm_event){ VM_START, E, NONE }, VM_BAD_ENTRY, "");
    expect_step(&r, (struct vm_event){ VM_START, C, NONE }, VM_BAD_ENTRY, "");
    expect_step(&r, (struct vm_event){ VM_START, B, NONE }, VM_OK, "open e, done b, open d");
    expect_sign(&r, 'd', "done d");
    expect_sign(&r, 'e', "done e, ended");
    run_free(&r);
    net.entries[1] = E;
    net.n_entries = 2;
    r = run_net(&net);
    expect_start(&r, "open e, done a, open c");
    run_free(&r);
}

static void test_impossible_stored_states_are_left_out(void **state)
{
    (void)state;
    struct run r = run_net(&named_end);
    vm_restore(r.image, r.c, VM_RUNNING, NONE);
    vm_restore_place(r.image, r.c, B);
    vm_restore_place(r.image, r.c, B);
    vm_restore_place(r.image, r.c, D);      /* a named end is never open at rest */
    vm_restore_place(r.image, r.c, 1000);
    vm_restore_signed(r.image, r.c, 1000, 1, 0);
    vm_restore_signed(r.image, r.c, B, NONE, 0);
    vm_restore_waiting(r.image, r.c, B, r.image->runs[B].resume);   /* no WAIT is there */
    vm_restore_waiting(r.image, r.c, 1000, NONE);
    vm_restore_counter(r.image, r.c, 0, 7);                         /* it has none */
    assert_int_equal(vm_waiting(r.image, r.c, B), NONE);
    assert_int_equal(vm_counter(r.image, r.c, 0), 0);
    assert_int_equal(r.c->n_open, 1);
    expect_step(&r, sign('d', NONE), VM_NOT_OPEN, "");
    expect_decide(&r, 'b', 1, "done b.1, ended d");
    run_free(&r);
}

static void test_every_status_has_a_text(void **state)
{
    (void)state;
    for (int i = 0; i < N_VM_STATUS; i++)
        assert_true(strlen(vm_status_text((enum vm_status)i)) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_in_a_line),
        cmocka_unit_test(test_rework_goes_back_as_often_as_wanted),
        cmocka_unit_test(test_fork_and_join),
        cmocka_unit_test(test_kept_branch_is_not_redone),
        cmocka_unit_test(test_joins_fire_lowest_row_first),
        cmocka_unit_test(test_several_tasks),
        cmocka_unit_test(test_first_signature_sets_the_outcome),
        cmocka_unit_test(test_named_end_withdraws_in_row_order),
        cmocka_unit_test(test_ends_fire_in_row_order_with_joins),
        cmocka_unit_test(test_a_row_set_twice_stops_the_case),
        cmocka_unit_test(test_a_group_set_twice_stops_the_case),
        cmocka_unit_test(test_a_deadlock_is_a_case_without_open_rows),
        cmocka_unit_test(test_refusals_change_nothing),
        cmocka_unit_test(test_start_rows_are_ways_in),
        cmocka_unit_test(test_impossible_stored_states_are_left_out),
        cmocka_unit_test(test_every_status_has_a_text),
    };
    return cmocka_run_group_tests_name("vm", tests, NULL, NULL);
}
