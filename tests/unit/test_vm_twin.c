/*
 * vm, beside a dumb twin: random nets, most of them unsound, stepped by both.
 * The twin is written straight from the meaning as a net and knows nothing of
 * code, bits or images.
 */
#include "tests/unit/net.h"

/* Sets of places, and what the design says about them; nothing else. */
struct twin {
    const struct net *net;
    bool open[NET_ROWS], done[NET_ROWS][NET_GROUPS];
    uint32_t n_signed[NET_ROWS], outcome[NET_ROWS];
    enum vm_phase phase;
    uint32_t result;
    bool is_faulty;
    struct vm_effect effects[4 * NET_ROWS];
    uint32_t n_effects;
};

static void twin_tell(struct twin *t, enum vm_effect_kind kind, uint32_t row, uint32_t outcome)
{
    t->effects[t->n_effects++] = (struct vm_effect){ kind, row, outcome };
}

static void twin_open(struct twin *t, uint32_t row)
{
    t->is_faulty |= t->open[row];
    if (t->is_faulty)
        return;
    t->open[row] = true;
    if (t->net->rows[row].kind != IMAGE_END)
        twin_tell(t, VM_OPENED, row, NONE);
}

static bool twin_is_joined(const struct twin *t, uint32_t row)
{
    uint32_t n = 0;
    for (uint32_t g = 0; g < t->net->rows[row].n_groups; g++)
        n += t->done[row][g];
    return n > 0 && n == t->net->rows[row].n_groups;
}

static void twin_end(struct twin *t, uint32_t row)
{
    for (uint32_t i = 0; i < t->net->n_rows && row != NONE; i++)
        if (t->open[i] && t->net->rows[i].kind != IMAGE_END)
            twin_tell(t, VM_WITHDRAWN, i, NONE);
    memset(t->open, 0, sizeof t->open);
    memset(t->done, 0, sizeof t->done);
    memset(t->n_signed, 0, sizeof t->n_signed);
    t->phase = VM_OVER;
    t->result = row;
    twin_tell(t, VM_ENDED, row, NONE);
}

/* Fires the lowest row that can; false when none can. */
static bool twin_fire(struct twin *t)
{
    for (uint32_t i = 0; i < t->net->n_rows; i++) {
        if (t->net->rows[i].kind == IMAGE_END && t->open[i]) {
            twin_end(t, i);
            return false;
        }
        if (twin_is_joined(t, i)) {
            memset(t->done[i], 0, sizeof t->done[i]);
            twin_open(t, i);
            return !t->is_faulty;
        }
    }
    return false;
}

static bool twin_is_empty(const struct twin *t)
{
    for (uint32_t i = 0; i < NET_ROWS; i++)
        if (t->open[i] || t->done[i][0] || t->done[i][1] || t->done[i][2])
            return false;
    return true;
}

static void twin_go(struct twin *t, const struct net_way *way)
{
    for (uint32_t i = 0; i < way->n_sets; i++) {
        bool *done = &t->done[way->sets[i].row][way->sets[i].group];
        t->is_faulty |= *done;
        *done = true;
    }
    for (uint32_t i = 0; i < way->n_opens; i++)
        twin_open(t, way->opens[i]);
    while (!t->is_faulty && twin_fire(t))
        ;
    if (!t->is_faulty && t->phase == VM_RUNNING && twin_is_empty(t))
        twin_end(t, NONE);
}

static enum vm_status twin_sign(struct twin *t, uint32_t row, uint32_t outcome)
{
    if (t->phase != VM_RUNNING)
        return VM_IS_OVER;
    if (row >= t->net->n_rows || !t->open[row])
        return VM_NOT_OPEN;
    const struct net_row *r = &t->net->rows[row];
    if (r->n_outcomes > 0 && outcome == NONE)
        return VM_NO_OUTCOME;
    if (outcome != NONE && outcome >= r->n_outcomes)
        return VM_BAD_OUTCOME;
    if (t->n_signed[row] > 0 && t->outcome[row] != outcome)
        return VM_OTHER_OUTCOME;
    t->outcome[row] = outcome;
    if (++t->n_signed[row] < r->n_tasks) {
        twin_tell(t, VM_SIGNED, row, outcome);
        return VM_OK;
    }
    t->n_signed[row] = 0;
    t->open[row] = false;
    twin_tell(t, VM_DONE, row, outcome);
    twin_go(t, &r->ways[outcome == NONE ? 0 : outcome]);
    return t->is_faulty ? VM_SET_TWICE : VM_OK;
}

static enum vm_status twin_step(struct twin *t, const struct vm_event *event)
{
    t->n_effects = 0;
    if (event->kind == VM_SIGN)
        return twin_sign(t, event->row, event->outcome);
    t->phase = VM_RUNNING;
    for (uint32_t i = 0; i < t->net->n_entries; i++)
        twin_open(t, t->net->entries[i]);
    return VM_OK;
}

/* ---- random nets ------------------------------------------------------------------ */

/* xorshift: the same nets in every run, on every machine. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % below;
}

static void draw_way(uint64_t *seed, struct net *net, struct net_way *way)
{
    uint32_t n_sets = draw(seed, 3), n_opens = draw(seed, 8) ? draw(seed, 2) : draw(seed, 4);
    for (uint32_t i = 0; i < n_sets; i++) {
        uint32_t row = draw(seed, net->n_rows);
        if (net->rows[row].n_groups)
            way->sets[way->n_sets++] =
                (struct net_group){ row, draw(seed, net->rows[row].n_groups) };
    }
    if (way->n_sets == 0 && n_opens == 0)
        n_opens = draw(seed, 2);
    while (way->n_opens < n_opens)
        way->opens[way->n_opens++] = draw(seed, net->n_rows);
}

static struct net draw_net(uint64_t *seed)
{
    struct net net = { .n_rows = 2 + draw(seed, NET_ROWS - 1) };
    for (uint32_t i = 0; i < net.n_rows; i++) {
        struct net_row *row = &net.rows[i];
        uint32_t what = draw(seed, 12);
        row->kind = what == 0 && i ? IMAGE_END : what < 4 ? IMAGE_DECISION : IMAGE_STEP;
        row->n_tasks = draw(seed, 4) ? 1 : 1 + draw(seed, 3);
        row->n_groups = draw(seed, 3) ? 0 : 1 + draw(seed, NET_GROUPS);
        row->n_outcomes = row->kind == IMAGE_DECISION ? 1 + draw(seed, NET_WAYS) : 0;
    }
    for (uint32_t i = 0; i < net.n_rows; i++)
        for (uint32_t k = 0; k < (net.rows[i].n_outcomes ? net.rows[i].n_outcomes : 1); k++)
            if (net.rows[i].kind != IMAGE_END)
                draw_way(seed, &net, &net.rows[i].ways[k]);
    for (uint32_t i = 0; i < net.n_rows; i++)
        if (net.rows[i].kind != IMAGE_END && (i == 0 || draw(seed, 5) == 0))
            net.entries[net.n_entries++] = i;
    return net;
}

static void assert_same(const struct run *r, const struct twin *t)
{
    uint32_t n_open = 0, outcome;
    assert_int_equal(r->c->phase, t->phase);
    assert_int_equal(r->c->result, t->result);
    assert_int_equal(r->effects.n, t->n_effects);
    assert_memory_equal(r->effects.at, t->effects, t->n_effects * sizeof t->effects[0]);
    for (uint32_t i = 0; i < t->net->n_rows; i++) {
        assert_int_equal(vm_is_open(r->image, r->c, i), t->open[i]);
        assert_int_equal(vm_signed(r->image, r->c, i, &outcome), t->n_signed[i]);
        n_open += t->open[i];
        for (uint32_t g = 0; g < t->net->rows[i].n_groups; g++) {
            uint32_t place = net_place(t->net, (struct net_group){ i, g });
            assert_int_equal(vm_is_set(r->image, r->c, place), t->done[i][g]);
        }
    }
    assert_int_equal(r->c->n_open, n_open);
}

/* Steps both until the case stops, or for a while; the status it ended with. */
static enum vm_status step_both(struct run *r, struct twin *t, uint64_t *seed)
{
    struct vm_event event = { VM_START, NONE, NONE };
    enum vm_status status = VM_OK;
    for (int i = 0; i < 60 && !t->is_faulty; i++) {
        enum vm_status expected = twin_step(t, &event);
        status = vm_step(r->image, r->c, &event, &r->effects);
        assert_int_equal(status, expected);
        if (status == VM_SET_TWICE)
            break;   /* what was set before the fault depends on the order of setting */
        assert_same(r, t);
        assert_restorable(r);
        uint32_t row = draw(seed, t->net->n_rows);
        for (uint32_t k = 0; k < t->net->n_rows && !t->open[row] && draw(seed, 20); k++)
            row = (row + 1) % t->net->n_rows;   /* mostly one that is open */
        bool is_plain = draw(seed, 20) ? t->net->rows[row].n_outcomes == 0 : draw(seed, 2);
        event = (struct vm_event){ VM_SIGN, row, is_plain ? NONE : draw(seed, NET_WAYS) };
    }
    return status;
}

static void test_random_nets_against_the_twin(void **state)
{
    (void)state;
    uint64_t seed = 0x50b;
    uint32_t n_over = 0, n_named = 0, n_faulty = 0;
    for (int i = 0; i < 3000; i++) {
        struct net net = draw_net(&seed);
        struct run r = run_net(&net);
        struct twin t = { .net = &net, .result = NONE };
        n_faulty += step_both(&r, &t, &seed) == VM_SET_TWICE;
        n_over += r.c->phase == VM_OVER && r.c->result == NONE;
        n_named += r.c->phase == VM_OVER && r.c->result != NONE;
        run_free(&r);
    }
    /* The nets are worth something: every kind of ending was met. */
    assert_true(n_over > 100 && n_named > 100 && n_faulty > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_nets_against_the_twin),
    };
    return cmocka_run_group_tests_name("vm twin", tests, NULL, NULL);
}
