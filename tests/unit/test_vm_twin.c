/*
 * vm, beside a dumb twin: random nets, most of them unsound, stepped by both.
 */
#include "tests/unit/net_twin.h"

/* ---- both ------------------------------------------------------------------------- */

static void assert_same_counters(const struct run *r, const struct twin *t)
{
    uint32_t counter = 0;
    for (uint32_t i = 0; i < t->net->n_rows; i++)
        for (uint32_t k = 0; k < net_n_outcomes(&t->net->rows[i]); k++)
            if (net_outcome(&t->net->rows[i], k)->at_most) {
                assert_int_equal(image_counter(r->image, i, k), counter);
                assert_int_equal(vm_counter(r->image, r->c, counter++), t->n_taken[i][k]);
            }
}

static void assert_same(const struct run *r, const struct twin *t)
{
    uint32_t n_open = 0, outcome, asked = NONE;
    assert_int_equal(r->c->phase, t->phase);
    assert_int_equal(r->c->result, t->result);
    assert_int_equal(r->effects.n, t->n_effects);
    assert_memory_equal(r->effects.at, t->effects, t->n_effects * sizeof t->effects[0]);
    for (uint32_t i = 0; i < t->net->n_rows; i++) {
        assert_int_equal(vm_is_open(r->image, r->c, i), t->open[i]);
        assert_int_equal(vm_signed(r->image, r->c, i, &outcome), t->n_signed[i]);
        assert_int_equal(vm_waiting(r->image, r->c, i) != NONE, t->leaving[i] != NULL);
        n_open += t->open[i];
        if (asked == NONE && t->open[i] && t->net->rows[i].is_asked && !t->leaving[i])
            asked = i;
        for (uint32_t g = 0; g < t->net->rows[i].n_groups; g++) {
            uint32_t place = net_place(t->net, (struct net_group){ i, g });
            assert_int_equal(vm_is_set(r->image, r->c, place), t->done[i][g]);
        }
    }
    assert_int_equal(r->c->n_open, n_open);
    assert_int_equal(vm_asked(r->image, r->c), asked);
    assert_same_counters(r, t);
}

static struct vm_event draw_event(uint64_t *seed, const struct twin *t)
{
    uint32_t row = draw(seed, t->net->n_rows);
    for (uint32_t k = 0; k < t->net->n_rows && !t->open[row] && draw(seed, 20); k++)
        row = (row + 1) % t->net->n_rows;   /* mostly one that is open */
    const struct net_row *r = &t->net->rows[row];
    struct vm_event event = { VM_SIGN, row, NONE };
    bool is_clock = draw(seed, 10) == 0 || (t->leaving[row] && draw(seed, 10));
    if (is_clock) {
        event.kind = t->leaving[row] ? VM_PASS : VM_LATE;
        event.kind = draw(seed, 10) ? event.kind : draw(seed, 2) ? VM_PASS : VM_LATE;
        return event;
    }
    bool is_last = t->n_signed[row] + 1 >= r->n_tasks;
    bool is_plain = r->n_outcomes == 0 || (r->is_data && !is_last);
    if (draw(seed, 20) == 0)
        is_plain = !is_plain;
    event.outcome = is_plain ? NONE : draw(seed, NET_WAYS);
    return event;
}

/* What the runs came by, so that the test is known to test. */
struct met {
    uint32_t n_over, n_named, n_faulty, n_waits, n_late, n_asked, n_withdrawn, n_bounds;
};

static void count_met(struct met *met, const struct run *r, const struct vm_event *event)
{
    bool is_over = r->c->phase == VM_OVER;
    met->n_late += event->kind == VM_LATE;
    met->n_over += is_over && r->c->result == NONE;
    met->n_named += is_over && r->c->result != NONE;
    for (uint32_t i = 0; i < r->effects.n; i++) {
        met->n_waits += r->effects.at[i].kind == VM_WAITS;
        met->n_asked += r->effects.at[i].kind == VM_ASKED;
        met->n_withdrawn += r->effects.at[i].kind == VM_WITHDRAWN && !is_over;
    }
}

/* Steps both until the case stops, or for a while. */
static void step_both(struct run *r, struct twin *t, uint64_t *seed, struct met *met)
{
    const struct net *net = t->net;
    bool is_start = net->rows[0].kind == IMAGE_START;
    bool is_second = is_start && net->rows[1].kind == IMAGE_START && draw(seed, 2);
    struct vm_event event = { VM_START, is_start ? is_second : NONE, NONE };
    for (int i = 0; i < 60 && !t->is_faulty; i++) {
        enum vm_status expected = twin_step(t, &event);
        enum vm_status status = vm_step(r->image, r->c, &event, &r->effects);
        assert_int_equal(status, expected);
        met->n_faulty += status == VM_SET_TWICE;
        if (status == VM_SET_TWICE)
            break;   /* what was set before the fault depends on the order of setting */
        assert_same(r, t);
        assert_restorable(r);
        if (status == VM_OK)
            count_met(met, r, &event);
        event = draw_event(seed, t);
    }
    for (uint32_t i = 0; i < r->image->t.procedure[0].n_counters; i++)
        met->n_bounds += vm_counter(r->image, r->c, i) > 1;
}

static void test_random_nets_against_the_twin(void **state)
{
    (void)state;
    uint64_t seed = 0x50b;
    struct met met = { 0 };
    for (int i = 0; i < 6000; i++) {
        struct net net = draw_net(&seed);
        struct run r = run_net(&net);
        struct twin t = { .net = &net, .result = NONE };
        step_both(&r, &t, &seed, &met);
        run_free(&r);
    }
    /* The nets are worth something: everything was met. */
    assert_true(met.n_over > 100 && met.n_named > 100 && met.n_faulty > 100);
    assert_true(met.n_waits > 100 && met.n_late > 100 && met.n_asked > 100);
    assert_true(met.n_withdrawn > 100 && met.n_bounds > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_nets_against_the_twin),
    };
    return cmocka_run_group_tests_name("vm twin", tests, NULL, NULL);
}
