/*
 * simulate against textbook figures, and its odds against the compiler's: of
 * random procedures, sound or not, each outcome is as likely to both.
 */
#include "tests/unit/compiled.h"

#include <math.h>

#include "compiler/codegen/codegen.h"
#include "compiler/time/called.h"
#include "compiler/time/expected.h"
#include "runtime/simulate/simulate.h"

#define STEP(name, cells) " step " name " \"" name "\" by a " cells
#define CHECK(name, outcomes) " decision " name " \"" name "\" by a time 1 minute " outcomes
#define SOP(...) "sop x \"X\" { actor a \"A\" actor b \"B\" " __VA_ARGS__ " }"

/* A text compiled to an image, and played. */
struct played {
    struct compiled c;
    struct image *image;
    struct arena arena;
    struct simulate_options options;
    struct simulate_result result;
    struct simulate_fault fault;
};

static void open_text(struct played *p, const char *text)
{
    struct bytes bytes = {0};
    char id[2 * IMAGE_ID_LEN + 1];
    struct image_fault fault;
    *p = (struct played){.options = {.n_cases = 20000, .seed = 7, .items = 1, .rework = 0.1}};
    compiled_open(&p->c, text);
    assert_non_null(p->c.sop);
    assert_false(p->c.sop->is_broken);
    uint32_t n = p->c.model->sops.n;
    struct flow **flows = ARENA_ARRAY(&p->c.arena, n, struct flow *);
    for (uint32_t i = 0; i < n; i++)
        flows[i] = flow_build(&p->c.model->sops.at[i], &p->c.arena);
    codegen_image(flows, n, 0, p->c.program, &p->c.arena, &bytes, id);
    p->image = image_open(bytes.data, bytes.len, &fault);
    assert_non_null(p->image);
    bytes_free(&bytes);
    arena_init(&p->arena, NULL);
}

static void close_text(struct played *p)
{
    arena_free(&p->arena);
    image_close(p->image);
    compiled_close(&p->c);
}

static enum err play(struct played *p)
{
    return simulate(p->image, &p->options, &p->arena, &p->result, &p->fault);
}

static void play_text(struct played *p, const char *text)
{
    open_text(p, text);
    if (p->c.diags.n[SEV_ERROR])
        fail_msg("%s in %s", codes_of(&p->c), text);
    assert_int_equal(play(p), ERR_NONE);
}

static void assert_within(double have, double want, double most)
{
    if (!(fabs(have - want) <= most))
        fail_msg("%.12g is not %.12g within %g", have, want, most);
}

/* Four standard errors; that of a variance as if the figures were normal, twice. */
static void assert_moments(const struct played *p, double mean, double variance)
{
    double n = p->result.n_cases;
    assert_within(p->result.minutes.mean, mean, 4 * sqrt(variance / n) + 1e-9);
    assert_within(p->result.stddev * p->result.stddev, variance,
                  8 * variance * sqrt(2 / n) + 1e-9);
}

static double visits(const struct played *p, const char *row)
{
    return p->result.visits[row_named(&p->c, row)];
}

/* ---- textbook figures ---------------------------------------------------------- */

/* Feller: until heads, tails, heads has come. */
static void test_coins(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(CHECK("first", "yes 50% no 50% -> first")
                      CHECK("second", "yes 50% -> second no 50%")
                      CHECK("third", "yes 50% no 50% -> first")));
    assert_moments(&p, 10, 58);
    assert_within(visits(&p, "first"), 4, 0.15);
    assert_within(visits(&p, "third"), 2, 0.08);
    assert_within(p.result.least, 3, 0);
    assert_true(p.result.is_exact);
    close_text(&p);
}

/* Ross: the longer of two exponential times. */
static void test_a_join_waits_for_the_last(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(STEP("s", "time 0 minutes") STEP("l", "time exponential 10 minutes after s")
                      STEP("r", "time exponential 20 minutes after s")
                      STEP("t", "time 0 minutes after l, r")));
    assert_moments(&p, 70.0 / 3, 1100.0 / 3);
    close_text(&p);
    play_text(&p, SOP(STEP("s", "time 1 minute") STEP("l", "time 5 minutes after s")
                      STEP("r", "time 9 minutes after s") STEP("t", "time 2 minutes after l, r")));
    assert_within(p.result.least, 12, 0);
    assert_within(p.result.most, 12, 0);
    assert_within(p.result.stddev, 0, 0);
    close_text(&p);
}

/* The first of several opens the row, and the rest is withdrawn. */
static void test_a_race_is_won_by_the_first(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(STEP("s", "time 0 minutes") STEP("l", "time exponential 10 minutes after s")
                      STEP("r", "time exponential 20 minutes after s")
                      STEP("t", "time 1 minute after any of l, r")));
    assert_moments(&p, 1 + 20.0 / 3, 400.0 / 9);
    uint32_t l = row_named(&p.c, "l"), r = row_named(&p.c, "r");
    assert_within(p.result.withdrawn[l] + p.result.withdrawn[r], 1, 1e-12);
    assert_within(p.result.withdrawn[l], 1.0 / 3, 4 * sqrt(2.0 / 9 / 20000));
    assert_within(p.result.minutes_of_row[l], 10, 0.4);
    close_text(&p);
}

static void test_a_named_end_takes_what_is_open(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(STEP("s", "time 1 minute")
                      " decision d \"D\" by a time 2 minutes after s yes 25% -> end no 75% -> gone"
                      " step long \"L\" by b time 100 minutes after s -> end"
                      " end gone \"Gone\""));
    assert_moments(&p, 0.25 * 101 + 0.75 * 3, 0.25 * 0.75 * 98 * 98);
    assert_within(p.result.withdrawn[row_named(&p.c, "long")], 0.75, 0.02);
    close_text(&p);
}

/* ---- rework ------------------------------------------------------------------------ */

#define REWORK(outcome)                                                                     \
    SOP(STEP("work", "time 8 minutes")                                                      \
        " decision check \"C\" by a time 2 minutes yes " outcome                            \
        STEP("send", "time 40 minutes -> end") " end refused \"Refused\"")

static void test_bounded_outcomes_are_counted(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, REWORK("no 50% at most 2 times -> work then -> refused"));
    assert_moments(&p, 52.5, 0.5 * 2500 + 0.25 * 3600 + 0.125 * 4900 + 0.125 * 900 - 52.5 * 52.5);
    assert_within(visits(&p, "work"), 1.75, 4 * sqrt(0.6875 / 20000));
    assert_within(visits(&p, "send"), 0.875, 4 * sqrt(0.109375 / 20000));
    assert_within(p.result.rework.mean, 0.75, 4 * p.result.rework.error);
    assert_within(p.result.most, 70, 0);
    close_text(&p);
}

static void test_rework_is_assumed(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(STEP("work", "time 8 minutes") CHECK("check", "yes no -> work")));
    double r = 0.1;
    assert_moments(&p, 9 / (1 - r), 81 * r / ((1 - r) * (1 - r)));
    assert_within(p.result.rework.mean, r / (1 - r), 4 * p.result.rework.error);
    p.options.rework = r = 0.5;
    assert_int_equal(play(&p), ERR_NONE);
    assert_moments(&p, 9 / (1 - r), 81 * r / ((1 - r) * (1 - r)));
    close_text(&p);
}

static void test_outcomes_have_delays(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(STEP("work", "time 8 minutes wait 4 minutes")
                      CHECK("check", "yes 75% no 25% wait 20 minutes")
                      STEP("send", "time 5 minutes")));
    assert_moments(&p, 18 + 0.25 * 20, 0.25 * 0.75 * 400);
    close_text(&p);
}

/* ---- times --------------------------------------------------------------------------- */

static void test_items_are_drawn_one_by_one(void **state)
{
    (void)state;
    static const uint32_t items[] = {1, 3, 999, 1000, 50000};
    struct played p;
    open_text(&p, SOP(STEP("s", "time exponential 10 minutes per item")));
    for (uint32_t i = 0; i < COUNT_OF(items); i++) {
        p.options.items = items[i];
        p.options.n_cases = i == 2 ? 2000 : 20000;
        assert_int_equal(play(&p), ERR_NONE);
        assert_moments(&p, 10.0 * items[i], 100.0 * items[i]);
    }
    close_text(&p);
}

static void test_a_called_case_is_a_part(void **state)
{
    (void)state;
    static const char other[] =
        " sop y \"Y\" { actor a \"A\"" STEP("one", "time exponential 3 minutes")
        CHECK("two", "yes 50% no 50% -> one") "}";
    char text[1024];
    struct played p;
    snprintf(text, sizeof text, "%s%s",
             SOP(" step s \"S\" calls y wait 5 minutes" STEP("t", "time 1 minute")), other);
    play_text(&p, text);
    /* rounds of 4 in the mean, each with variance 9; twice of them on average */
    assert_moments(&p, 6 + 2 * 4, 2 * 9 + 2 * 16);
    close_text(&p);
    snprintf(text, sizeof text, "%s%s", SOP(" step s \"S\" calls y time 5 minutes"), other);
    play_text(&p, text);
    assert_moments(&p, 5, 0);
    close_text(&p);
}

static void test_starts_are_as_likely(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(" start one \"One\" start two \"Two\""
                      STEP("l", "time 10 minutes after one -> end")
                      STEP("r", "time 30 minutes after two -> end")));
    assert_moments(&p, 20, 100);
    close_text(&p);
}

static void test_work_of_actors(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, "sop x \"X\" { actor a \"A\" actor b \"B\""
                  " actor w \"W\" units \"U\", \"V\", \"W\""
                  " step s \"S\" by a, b time 10 minutes assisted by w"
                  " step t \"T\" by each w time 4 minutes"
                  " step u \"U\" by a or b time 6 minutes }");
    assert_moments(&p, 20, 0);
    static const double want[] = {13, 13, 22};
    for (uint32_t i = 0; i < COUNT_OF(want); i++)
        assert_within(p.result.minutes_of_actor[i], want[i], 1e-9);
    close_text(&p);
}

/* ---- the many ---------------------------------------------------------------------------- */

static void test_a_seed_repeats(void **state)
{
    (void)state;
    struct played p;
    play_text(&p, SOP(STEP("s", "time normal 10 +- 4 minutes") STEP("t", "time 1..4..9 hours")));
    struct simulate_result first = p.result;
    assert_int_equal(play(&p), ERR_NONE);
    assert_true(first.minutes.mean == p.result.minutes.mean);
    assert_true(first.most == p.result.most);
    p.options.seed++;
    assert_int_equal(play(&p), ERR_NONE);
    assert_true(first.minutes.mean != p.result.minutes.mean);
    p.options.n_cases = 1;
    assert_int_equal(play(&p), ERR_NONE);
    assert_true(isnan(p.result.stddev) && isnan(p.result.minutes.error));
    assert_true(p.result.percentiles[SIMULATE_P99] == p.result.least);
    close_text(&p);
}

static void test_percentiles_of_very_many(void **state)
{
    (void)state;
    static const double wanted[] = {0.5, 0.8, 0.95, 0.99};
    struct played p;
    open_text(&p, SOP(STEP("s", "time exponential 10 minutes")));
    for (uint32_t more = 0; more < 2; more++) {
        p.options.n_cases = SIMULATE_MOST_EXACT + more;
        assert_int_equal(play(&p), ERR_NONE);
        assert_int_equal(p.result.is_exact, more == 0);
        for (uint32_t i = 0; i < COUNT_OF(wanted); i++) {
            double want = -10 * log(1 - wanted[i]);
            assert_within(p.result.percentiles[i], want, want * (more ? 0.01 : 0.005));
        }
    }
    close_text(&p);
}

static void test_what_never_ends_is_given_up(void **state)
{
    (void)state;
    struct played p;
    open_text(&p, SOP(STEP("s", "time 1 minute") CHECK("d", "yes 0% no 100% -> s")));
    assert_int_equal(play(&p), ERR_LIMIT);
    assert_int_equal(p.fault.kind, SIMULATE_TOO_LONG);
    assert_int_equal(p.fault.case_number, 1);
    close_text(&p);
}

/* `sopc build` refuses such texts; an image may hold anything. */
static void test_what_is_not_sound_is_told(void **state)
{
    (void)state;
    struct played p;
    open_text(&p, SOP(STEP("s", "") CHECK("d", "yes -> l no -> r") STEP("l", "-> end")
                      STEP("r", "-> end") STEP("t", "after l, r")));
    assert_int_equal(play(&p), ERR_FINDING);
    assert_int_equal(p.fault.kind, SIMULATE_NO_END);
    close_text(&p);
    open_text(&p, SOP(STEP("s", "time 1 minute") STEP("l", "time 1 minute after s -> t")
                      STEP("r", "time 2 minutes after s -> t") STEP("t", "time 9 minutes")));
    assert_int_equal(play(&p), ERR_FINDING);
    assert_int_equal(p.fault.kind, SIMULATE_STOPPED);
    close_text(&p);
}

/* ---- odds ------------------------------------------------------------------------------------ */

static uint32_t roll(uint64_t *seed, uint32_t n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % n;
}

/* Any row but that one. */
static uint32_t roll_other(uint64_t *seed, uint32_t n_rows, uint32_t row)
{
    return (row + 1 + roll(seed, n_rows - 1)) % n_rows;
}

static void write_target(struct bytes *text, uint64_t *seed, uint32_t n_rows, uint32_t row)
{
    if (roll(seed, 8) == 0)
        bytes_add_string(text, " -> end");
    else
        bytes_printf(text, " -> r%u", roll_other(seed, n_rows, row));
}

static void write_outcome(struct bytes *text, uint64_t *seed, uint32_t n_rows, uint32_t row,
                          uint32_t o)
{
    static const char *const labels[] = {"yes", "no", "\"perhaps\""};
    bytes_printf(text, " %s", labels[o]);
    if (roll(seed, 6) == 0)
        bytes_printf(text, " %u%%", 1 + roll(seed, 30));
    if (roll(seed, 6) == 0)
        bytes_printf(text, " at most %u times -> r%u then -> r%u", 1 + roll(seed, 3),
                     roll_other(seed, n_rows, row), roll_other(seed, n_rows, row));
    else if (o > 1 || roll(seed, 2))
        write_target(text, seed, n_rows, row);
}

static void write_after(struct bytes *text, uint64_t *seed, uint32_t n_rows, uint32_t row)
{
    static const char *const kinds[] = {"", "", "", "any of "};
    uint32_t n = 1 + roll(seed, n_rows > 3 ? 3 : 2), first = roll(seed, n_rows - n);
    bytes_printf(text, " after %s", n > 1 ? kinds[roll(seed, 4)] : "");
    for (uint32_t i = 0; i < n; i++)
        bytes_printf(text, "%sr%u", i ? ", " : "", (row + 1 + first + i) % n_rows);
}

/* Rows that lead anywhere; most of them would make no sense. */
static void write_wild(struct bytes *text, uint64_t seed)
{
    uint32_t n_rows = 3 + roll(&seed, 14);
    bytes_add_string(text, "sop x \"X\" { actor a \"A\"");
    for (uint32_t r = 0; r < n_rows; r++) {
        bool is_decision = roll(&seed, 2);
        bytes_printf(text, " %s r%u \"R\" by a time 1 minute",
                     is_decision ? "decision" : "step", r);
        if (r && roll(&seed, 5) == 0)
            write_after(text, &seed, n_rows, r);
        for (uint32_t o = 0, n = 2 + roll(&seed, 2); o < n && is_decision; o++)
            write_outcome(text, &seed, n_rows, r, o);
        if (!is_decision && roll(&seed, 4) == 0)
            write_target(text, &seed, n_rows, r);
    }
    bytes_add_string(text, " }");
}

static struct simulate_odds odds_of(struct played *p)
{
    const struct image_tables *t = &p->image->t;
    struct simulate_odds odds = {
        .image = p->image, .of = ARENA_ARRAY(&p->arena, t->n_outcome + 1, double),
        .is_rework = ARENA_ARRAY(&p->arena, t->n_outcome + 1, bool),
        .source = ARENA_ARRAY(&p->arena, t->n_row + 1, enum simulate_source)};
    assert_true(simulate_find_odds(&odds, p->options.rework));
    return odds;
}

/* The number of outcomes compared. */
static uint32_t compare_odds(struct played *p, const char *text)
{
    struct arena *arena = &p->c.arena;
    const struct flow *flow = p->c.flow;
    struct time_options options = {.rework = p->options.rework, .has_rework = true};
    struct minutes *minutes = ARENA_ARRAY(arena, flow->n_rows, struct minutes);
    const struct called nothing = {NULL, NULL};
    struct odds *wanted =
        time_odds(time_net_build(flow, minutes, arena), &nothing, &options, arena);
    struct simulate_odds have = odds_of(p);
    uint32_t n = 0;
    for (uint32_t w = 0; w < flow->first_way[flow->n_rows]; w++) {
        const struct way *way = &flow->ways[w];
        if (way->outcome == NONE)
            continue;
        uint32_t o = p->image->t.row[way->row].outcomes.first + way->outcome;
        if (fabs(have.of[o] - wanted->of_way[w]) > 1e-12 ||
            (uint32_t)have.source[way->row] != (uint32_t)wanted->source[way->row])
            fail_msg("row %u, outcome %u: %g, not %g in %s", way->row, way->outcome, have.of[o],
                     wanted->of_way[w], text);
        n++;
    }
    return n;
}

static void test_odds_are_those_of_the_compiler(void **state)
{
    (void)state;
    uint32_t n = 0, n_texts = 0;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct bytes text = {0};
        struct compiled c;
        write_wild(&text, seed);
        compiled_open(&c, text.data);
        bool is_broken = !c.sop || c.sop->is_broken || !c.flow->n_entries;
        compiled_close(&c);
        if (!is_broken) {
            struct played p;
            open_text(&p, text.data);
            n += compare_odds(&p, text.data);
            n_texts++;
            close_text(&p);
        }
        bytes_free(&text);
    }
    assert_true(n_texts > 250);
    assert_true(n > 2500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coins),
        cmocka_unit_test(test_a_join_waits_for_the_last),
        cmocka_unit_test(test_a_race_is_won_by_the_first),
        cmocka_unit_test(test_a_named_end_takes_what_is_open),
        cmocka_unit_test(test_bounded_outcomes_are_counted),
        cmocka_unit_test(test_rework_is_assumed),
        cmocka_unit_test(test_outcomes_have_delays),
        cmocka_unit_test(test_items_are_drawn_one_by_one),
        cmocka_unit_test(test_a_called_case_is_a_part),
        cmocka_unit_test(test_starts_are_as_likely),
        cmocka_unit_test(test_work_of_actors),
        cmocka_unit_test(test_a_seed_repeats),
        cmocka_unit_test(test_percentiles_of_very_many),
        cmocka_unit_test(test_what_never_ends_is_given_up),
        cmocka_unit_test(test_what_is_not_sound_is_told),
        cmocka_unit_test(test_odds_are_those_of_the_compiler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
