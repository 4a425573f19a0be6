/* "Always before" against its definition, row left out by row left out. */
#include "tests/unit/compiled.h"
#include "compiler/flow/flow_int.h"

struct dice {
    uint64_t state;
};

static uint32_t roll(struct dice *d, uint32_t n)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((d->state >> 33) % n);
}

/* Rows in a line with joins, jumps ahead and back; sound or not. */
static void write_random(struct bytes *text, struct dice *d)
{
    uint32_t n = 3 + roll(d, 12), joins = roll(d, 3);
    bytes_printf(text, "sop x \"X\" { actor a \"A\"\n");
    for (uint32_t r = 0; r < n; r++) {
        bool is_decision = roll(d, 3) == 0;
        bytes_printf(text, " %s r%u \"R\" by a time 1 day", is_decision ? "decision" : "step",
                     (unsigned)r);
        uint32_t p = r > 1 ? roll(d, r - 1) : 0;
        if (r > 1 && roll(d, 6) < joins)
            bytes_printf(text, " after r%u, r%u", (unsigned)p, (unsigned)(p + 1));
        else if (r > 1 && roll(d, 6) < joins)
            bytes_printf(text, " after r%u or r%u", (unsigned)p, (unsigned)(p + 1));
        if (is_decision)
            bytes_printf(text, " yes no -> r%u", (unsigned)roll(d, n));
        else if (roll(d, 5) == 0)
            bytes_printf(text, " -> r%u", (unsigned)roll(d, n));
        bytes_printf(text, "\n");
    }
    bytes_printf(text, "}");
}

static void test_twin(void **state)
{
    (void)state;
    struct dice dice = {7};
    uint32_t n_yes = 0, n_no = 0;
    for (int round = 0; round < 400; round++) {
        struct compiled c;
        struct before before;
        struct bytes text = {0};
        write_random(&text, &dice);
        compiled_open(&c, text.data);
        before_init(&before, c.flow, &c.arena);
        for (uint32_t t = 0; t < c.flow->n_rows; t++) {
            const bool *is_openable = flow_openable(c.flow, &c.arena, t);
            for (uint32_t u = 0; u < c.flow->n_rows; u++) {
                bool expected = t != u && !is_openable[u];
                if (before_always(&before, t, u) != expected)
                    fail_msg("r%u before r%u in:\n%s", (unsigned)t, (unsigned)u, text.data);
                n_yes += expected;
                n_no += !expected;
            }
        }
        compiled_close(&c);
        bytes_free(&text);
    }
    assert_in_range(n_yes, 1000, UINT32_MAX);
    assert_in_range(n_no, 1000, UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twin),
    };
    return cmocka_run_group_tests_name("before", tests, NULL, NULL);
}
