/* The flow against the definition, on procedures small enough to see. */
#include "tests/unit/compiled.h"
#include "compiler/flow/flow_int.h"

static const char join[] =
    "sop x \"X\" { actor a \"A\"\n"
    " step begin \"B\" by a time 1 day\n"
    " step left \"L\" by a time 1 day after begin\n"
    " step middle \"M\" by a time 1 day after left\n"
    " step right \"R\" by a time 1 day after begin\n"
    " step meet \"J\" by a time 1 day after middle, right\n"
    " decision good \"G\" by a time 1 day\n"
    "   \"done\" -> last  \"left\" -> left  \"middle\" -> middle  \"right\" -> right  \"all\" -> begin  \"meet\" -> meet\n"
    " step last \"E\" by a time 1 day }";

static const struct way *way_of(const struct compiled *c, const char *row, uint32_t outcome)
{
    return &c->flow->ways[c->flow->first_way[row_named(c, row)] + outcome];
}

/* The groups of `meet` that a way keeps, as bits. */
static uint32_t kept_groups(const struct compiled *c, const struct way *way)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < way->n_kept; i++) {
        const struct flow_place *p = &c->flow->places[way->sets[way->n_sets + i] - c->flow->n_rows];
        assert_int_equal(p->row, row_named(c, "meet"));
        bits |= 1u << p->group;
    }
    return bits;
}

static void test_branches_not_redone_stay_done(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, join);
    assert_string_equal(codes_of(&c), "");
    assert_int_equal(kept_groups(&c, way_of(&c, "good", 1)), 2);   /* left: right stays done */
    assert_int_equal(kept_groups(&c, way_of(&c, "good", 2)), 2);   /* middle: likewise */
    assert_int_equal(kept_groups(&c, way_of(&c, "good", 3)), 1);   /* right: left stays done */
    assert_int_equal(kept_groups(&c, way_of(&c, "good", 4)), 0);   /* all: both are redone */
    assert_int_equal(kept_groups(&c, way_of(&c, "good", 5)), 0);   /* the join itself */
    compiled_close(&c);
}

/* A jump that stays behind the join goes back over nothing, though from where
 * it leads to one branch may be done again. */
static void test_nothing_is_kept_behind(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop x \"X\" { actor a \"A\"\n"
                      " step begin \"B\" by a time 1 day\n"
                      " step left \"L\" by a time 1 day after begin\n"
                      " step right \"R\" by a time 1 day after begin\n"
                      " decision meet \"J\" by a time 1 day after left, right\n"
                      "   \"on\" -> on  \"skip\" -> check\n"
                      " step on \"O\" by a time 1 day\n"
                      " decision check \"C\" by a time 1 day yes no -> left\n"
                      " decision last \"E\" by a time 1 day yes no -> on }");
    assert_int_equal(kept_groups(&c, way_of(&c, "meet", 1)), 0);
    assert_int_equal(kept_groups(&c, way_of(&c, "check", 1)), 2);
    assert_int_equal(kept_groups(&c, way_of(&c, "last", 1)), 0);
    compiled_close(&c);
}

static void test_always_before(void **state)
{
    (void)state;
    struct compiled c;
    struct before before;
    compiled_open(&c, join);
    before_init(&before, c.flow, &c.arena);
    static const struct { const char *before, *row; bool holds; } facts[] = {
        {"begin", "left", true}, {"left", "middle", true}, {"left", "right", false},
        {"left", "meet", true}, {"right", "meet", true}, {"right", "last", true},
        {"good", "last", true}, {"last", "good", false}, {"begin", "begin", false},
    };
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        assert_int_equal(before_always(&before, row_named(&c, facts[i].before),
                                       row_named(&c, facts[i].row)), facts[i].holds);
    compiled_close(&c);
}

static void test_loops(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, join);
    uint32_t n = 0;
    for (uint32_t a = 0; a < c.flow->first_arc[c.flow->n_rows]; a++) {
        const struct arc *arc = &c.flow->arcs[a];
        n += arc->is_loop;
        if (arc->is_loop)
            assert_int_equal(arc->from, row_named(&c, "good"));
    }
    assert_int_equal(n, 5);
    compiled_close(&c);
}

/* Where no row always lies before, the arcs back to the walk's stack are. */
static void test_loops_with_two_ways_in(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop x \"X\" { actor a \"A\"\n"
                      " decision which \"W\" by a time 1 day \"one\" -> one \"two\" -> two\n"
                      " step one \"O\" by a time 1 day -> two\n"
                      " decision two \"T\" by a time 1 day yes -> end no -> one }");
    uint32_t n = 0;
    for (uint32_t a = 0; a < c.flow->first_arc[c.flow->n_rows]; a++)
        n += c.flow->arcs[a].is_loop;
    assert_int_equal(n, 1);
    assert_true(c.flow->arcs[c.flow->first_arc[row_named(&c, "two")] + 1].is_loop);
    compiled_close(&c);
}

static void test_plain(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop x \"X\" { actor a \"A\"\n"
                      " step one \"O\" by a time 1 day\n"
                      " step beside \"B\" by a time 1 day after one -> end\n"
                      " step two \"T\" by a time 1 day after one\n"
                      " end refused \"R\" }");
    assert_string_equal(codes_of(&c), "E0404");
    const struct way *one = way_of(&c, "one", 0);
    assert_int_equal(one->opens, NONE);
    assert_int_equal(one->n_sets, 2);
    assert_int_equal(c.flow->n_entries, 1);
    compiled_close(&c);
}

static void test_faults(void **state)
{
    (void)state;
    ASSERT_CODES("sop x \"X\" { actor a \"A\" step s \"S\" by a time 1 day step t \"T\" by a "
                 "time 1 day -> s }", "E0403");
    ASSERT_CODES("sop x \"X\" { actor a \"A\" step s \"S\" by a time 1 day -> end step t \"T\" by a "
                 "time 1 day }", "E0402");
    ASSERT_CODES("sop x \"X\" { actor a \"A\" step s \"S\" by a time 1 day after t step t \"T\" by a "
                 "time 1 day after s }", "E0401");
    ASSERT_CODES("sop x \"X\" { actor a \"A\" decision d \"D\" by a time 1 day yes no -> t step s \"S\" "
                 "by a time 1 day step t \"T\" by a time 1 day }", "W0406");
}

/* What stands below a row is the next that is no start: it may be the last
 * though a start stands behind it; a start itself never is. */
static void test_nothing_follows(void **state)
{
    (void)state;
    ASSERT_CODES("sop x \"X\" { actor a \"A\" start b \"B\" step s \"S\" by a time 1 day "
                 "start c \"C\" step t \"T\" by a time 1 day after s start d \"D\" }",
                 "W0407 W0407");
    ASSERT_CODES("sop x \"X\" { actor a \"A\" step s \"S\" by a time 1 day start d \"D\" }",
                 "E0402 W0407");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_branches_not_redone_stay_done),
        cmocka_unit_test(test_nothing_is_kept_behind),
        cmocka_unit_test(test_always_before),
        cmocka_unit_test(test_loops),
        cmocka_unit_test(test_loops_with_two_ways_in),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_nothing_follows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
