/*
 * image, the rest of the language: data, expressions, deadlines, bounds, calls,
 * calendars are written, opened and shown; and what is wrong with them is
 * refused by the rule that says so.
 */
#include "tests/unit/wide.h"

/* ---- what is built is what is opened ------------------------------------------------- */

static void test_what_rows_say_comes_back(void **state)
{
    (void)state;
    struct bytes bytes = wide_bytes();
    struct image *image = open_good(&bytes);
    bytes_free(&bytes);
    const struct image_row *rest = &image->t.row[REST], *call = &image->t.row[CALL];
    uint32_t n;
    assert_int_equal(*image_list(image, rest->excepts, &n), ASK);
    assert_int_equal(rest->same_as, CALL);
    assert_int_equal(image_list(image, rest->withdraws, &n)[1], CALL);
    assert_int_equal(call->calls, 1);
    assert_int_equal(call->due_from, ASK);
    assert_int_equal(image_late(image, CALL), 0);
    assert_int_equal(image_n_answers(image, CALL), 0);
    assert_int_equal(image_late(image, JUDGE), NONE);
    assert_int_equal(image_n_answers(image, JUDGE), 2);
    assert_int_equal(image_counter(image, JUDGE, 0), 0);
    assert_int_equal(image_counter(image, JUDGE, 1), NONE);
    assert_int_equal(image_procedure_of(image, ASK), 0);
    assert_int_equal(image_procedure_of(image, ONLY), 1);
    image_list(image, image->t.procedure[0].purpose, &n);
    assert_int_equal(n, 1);
    image_close(image);
}

static void test_the_vm_finds_ways_and_waits(void **state)
{
    (void)state;
    struct bytes bytes = wide_bytes();
    struct image *image = open_good(&bytes);
    bytes_free(&bytes);
    assert_int_equal(image->n_waits, 2);
    assert_int_equal(image->waits[0].row, ASK);
    assert_int_equal(image->waits[0].outcome, NONE);
    assert_int_equal(image->waits[1].row, CALL);
    assert_int_equal(image->waits[1].outcome, 0);
    assert_true(image->runs[ASK].is_slow && !image->runs[REST].is_slow);
    assert_true(image->runs[JUDGE].is_asked && image->runs[JUDGE].is_data);
    assert_int_equal(image->runs[REST].need, 1);
    assert_int_equal(image->waits[1].resume, image->runs[CALL].late + 2);
    assert_int_equal(image->runs[REST].late, NONE);
    image_close(image);
}

static void test_a_calendar_comes_back(void **state)
{
    (void)state;
    struct bytes bytes = wide_bytes();
    struct image *image = open_good(&bytes);
    bytes_free(&bytes);
    const struct calendar *c = image_calendar(image, &image->t.procedure[0]);
    assert_true(c->has_zone && c->zone == 480 && c->n_intervals == 3);
    assert_int_equal(c->n_holidays, 2);
    assert_string_equal(c->holidays[0].text, "New Year");
    assert_int_equal(c->holidays[1].to, 20009);
    assert_int_equal(c->n_changes, 2);
    assert_int_equal(c->changes[0].n_intervals, 3);
    assert_int_equal(c->changes[0].intervals[2].to, 2160);
    assert_int_equal(c->changes[1].n_intervals, 0);
    assert_ptr_equal(image_calendar(image, &image->t.procedure[1]), &calendar_default);
    image_close(image);
}

static void test_dump_shows_it(void **state)
{
    (void)state;
    struct bytes bytes = wide_bytes(), out = { 0 };
    struct image *image = open_good(&bytes);
    image_dump(image, &out);
    static const char *const lines[] = {
        "purpose=[\"to test\"]", "n_counters=1", "kind=when label=\"amount > 5\" to=ask when=0",
        "at_most=2 then_to=refused", "is_data=1", "calls=part", "due_from=ask",
        "need=1 withdraws=[judge call]", "excepts=[ask]", "same_as=call",
        "field 0 id=\"amount\" name=\"Amount\" type=amount", "choices=[\"to test\"]",
        "fill 1 field=state value=7", "has_zone=1 zone=480 holidays=0..1 changes=0..1",
        "holiday 0 from=20000 to=20001 text=\"New Year\"", "NUM n0 n50000   ; 5\n",
        "LOAD f0         ; amount\n", "WAIT d0         ; fixed 1 day\n",
        "TEXT s", "; \"to test\"\n", "DUE r2 j",
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (!strstr(out.data, lines[i]))
            fail_msg("`%s` is missing in\n%s", lines[i], out.data);
    bytes_free(&out);
    bytes_free(&bytes);
    image_close(image);
}

/* ---- refusals ---------------------------------------------------------------------------- */

struct spoiler {
    const char *rule;
    void (*spoil)(struct wide *w);
};

static void expect_spoiled(const struct spoiler *spoilers, size_t n, bool is_before_code)
{
    for (size_t i = 0; i < n; i++) {
        struct wide w;
        wide_begin(&w);
        if (is_before_code)
            spoilers[i].spoil(&w);
        wide_emit(&w);
        if (!is_before_code)
            spoilers[i].spoil(&w);
        wide_add(&w);
        struct bytes bytes = wide_finish(&w);
        expect_refused(&bytes, spoilers[i].rule);
        bytes_free(&bytes);
    }
}

static uint32_t list(struct wide *w, uint32_t a, uint32_t b)
{
    return image_add_list(w->b, (uint32_t[]){ a, b }, 2);
}

static void spoil_counters(struct wide *w) { w->procedures[0].n_counters = 2; }
static void spoil_bound(struct wide *w) { w->outcomes[0].at_most = 0; }
static void spoil_call_of_itself(struct wide *w) { w->rows[CALL].calls = 0; }
static void spoil_call_in_circles(struct wide *w) { w->rows[ONLY].calls = 0; }
static void spoil_call(struct wide *w) { w->rows[CALL].calls = 2; }
static void spoil_choices(struct wide *w) { w->fields[0].choices = w->procedures[0].purpose; }
static void spoil_no_choices(struct wide *w) { w->fields[1].choices = 0; }
static void spoil_type(struct wide *w) { w->fields[1].type = N_IMAGE_FIELD_TYPES; }
static void spoil_work(struct wide *w) { w->rows[ASK].n_tasks = 0; }
static void spoil_data_step(struct wide *w) { w->rows[ASK].is_data = 1; }
static void spoil_end_fills(struct wide *w)
{
    w->rows[ASK].fills.n = 1;
    w->rows[WIDE_REFUSED].fills = (struct image_span){ 1, 1 };
}
static void spoil_end_due(struct wide *w) { w->rows[WIDE_REFUSED].due = 0; }
static void spoil_late_first(struct wide *w)
{
    w->outcomes[0].kind = IMAGE_LATE;
    w->outcomes[0].when = NONE;
}
static void spoil_late_undue(struct wide *w) { w->rows[CALL].due = NONE; }
static void spoil_else_first(struct wide *w) { w->outcomes[0].kind = IMAGE_ELSE; }
static void spoil_no_else(struct wide *w) { w->outcomes[1].kind = IMAGE_WHEN; }
static void spoil_mixed(struct wide *w) { w->outcomes[1].kind = IMAGE_YES; }
static void spoil_person_when(struct wide *w) { w->rows[JUDGE].is_data = 0; }
static void spoil_need(struct wide *w) { w->rows[REST].need = 3; }
static void spoil_withdraws(struct wide *w) { w->rows[REST].withdraws = list(w, CALL, JUDGE); }
static void spoil_withdraws_all(struct wide *w) { w->rows[REST].need = 0; }
static void spoil_withdraws_far(struct wide *w)
{
    w->rows[REST].withdraws = list(w, CALL, N_WIDE_PLACES);
}
static void spoil_except(struct wide *w) { w->rows[REST].excepts = list(w, ASK, ONLY); }
static void spoil_same_as(struct wide *w) { w->rows[REST].same_as = ONLY; }
static void spoil_zone(struct wide *w) { w->calendar.zone = 1441; }
static void spoil_unsaid_zone(struct wide *w) { w->calendar.has_zone = 0; }
static void spoil_holiday(struct wide *w) { w->holidays[0].to = 19999; }
static void spoil_holiday_order(struct wide *w) { w->holidays[1].from = 19999; }
static void spoil_far_holiday(struct wide *w) { w->holidays[1].to = INT64_MAX; }
static void spoil_changes(struct wide *w) { w->changes[1].from = 20020; }
static void spoil_change_week(struct wide *w) { w->changes[1].intervals = list(w, 5, 4); }
static void spoil_late_bound(struct wide *w)
{
    w->outcomes[1].at_most = 1;   /* one more than there are counters */
}

static void test_bad_records_are_refused_by_their_rule(void **state)
{
    (void)state;
    static const struct spoiler spoilers[] = {
        { "counter", spoil_counters },   { "counter", spoil_bound },
        { "counter", spoil_late_bound }, { "calls", spoil_call_of_itself },
        { "calls", spoil_call_in_circles }, { "index", spoil_call },
        { "field", spoil_choices },      { "field", spoil_no_choices },
        { "range", spoil_type },         { "row", spoil_work },
        { "row", spoil_data_step },      { "row", spoil_end_fills },
        { "row", spoil_end_due },        { "outcome", spoil_late_first },
        { "outcome", spoil_late_undue }, { "outcome", spoil_else_first },
        { "outcome", spoil_no_else },    { "outcome", spoil_mixed },
        { "outcome", spoil_person_when }, { "need", spoil_need },
        { "need", spoil_withdraws },     { "need", spoil_withdraws_all },
        { "owner", spoil_withdraws_far }, { "owner", spoil_except },
        { "owner", spoil_same_as },      { "calendar", spoil_zone },
        { "calendar", spoil_unsaid_zone }, { "days", spoil_holiday },
        { "days", spoil_holiday_order }, { "days", spoil_far_holiday },
        { "days", spoil_changes },       { "calendar", spoil_change_week },
    };
    expect_spoiled(spoilers, COUNT_OF(spoilers), true);
}

static void code_wait(struct wide *w) { image_patch(w->b, w->at_wait, 0, 1); }
static void code_wait_behind(struct wide *w)
{
    image_patch(w->b, w->at_bound, 2, w->at_late);   /* two rows' ways, and something between */
}
static void code_counter(struct wide *w) { image_patch(w->b, w->at_bound, 0, 1); }
static void code_some(struct wide *w) { image_patch(w->b, w->at_some, 1, 2); }
static void code_choose(struct wide *w) { w->rows[JUDGE].n_tasks = 1; }
static void code_no_due(struct wide *w) { w->rows[CALL].code = w->at_due + 3; }
static void code_past_due(struct wide *w) { image_patch(w->b, w->at_bound, 2, w->at_due + 3); }
static void code_due_back(struct wide *w) { image_patch(w->b, w->at_due, 1, w->at_bound); }
static void code_into_condition(struct wide *w)
{
    image_patch(w->b, w->at_bound, 2, w->at_condition);
}
static void code_condition_in_way(struct wide *w) { w->outcomes[0].when = w->at_wait; }
static void code_condition_twice(struct wide *w) { w->fills[0].value = w->at_condition; }
static void code_condition_within(struct wide *w) { w->fills[0].value = w->at_condition + 2; }
static void code_condition_split(struct wide *w) { w->fills[0].value = w->at_condition + 1; }
static void code_swapped(struct wide *w)
{
    uint32_t condition = w->outcomes[0].when;
    w->outcomes[0].when = w->fills[1].value;
    w->fills[1].value = condition;
}
static void code_of_other_field(struct wide *w)
{
    w->fills[1].field = 0;   /* a text, and an amount is wanted */
}
static void code_foreign_field(struct wide *w)
{
    w->procedures[0].fields.n = 1;
    w->procedures[1].fields = (struct image_span){ 1, 1 };
    image_patch(w->b, w->at_condition, 0, 1);
    w->rows[ASK].fills.n = 1;
    w->rows[ONLY].fills = (struct image_span){ 1, 1 };
}

/* The condition is another expression, or what looks like one. */
static void condition(struct wide *w, const uint32_t *code, uint32_t n)
{
    w->outcomes[0].when = image_here(w->b);
    for (uint32_t i = 0; i < n; i++)
        image_emit(w->b, (enum opcode)code[i], 0);
}
#define CONDITION(...)                                                           \
    do {                                                                         \
        const uint32_t ops_[] = { __VA_ARGS__ };                                 \
        condition(w, ops_, COUNT_OF(ops_));                                      \
        w->fills[0].value = w->at_condition;                                     \
    } while (0)

static void expr_empty(struct wide *w) { CONDITION(OP_GIVE); }
static void expr_endless(struct wide *w) { CONDITION(OP_TRUTH, OP_NOT); }
static void expr_two_values(struct wide *w) { CONDITION(OP_TRUTH, OP_TRUTH, OP_GIVE); }
static void expr_no_operand(struct wide *w) { CONDITION(OP_TRUTH, OP_EQ, OP_GIVE); }
static void expr_mixed(struct wide *w) { CONDITION(OP_TRUTH, OP_DATE, OP_EQ, OP_GIVE); }
static void expr_order(struct wide *w) { CONDITION(OP_TRUTH, OP_TRUTH, OP_LT, OP_GIVE); }
static void expr_text_order(struct wide *w) { CONDITION(OP_TEXT, OP_TEXT, OP_GE, OP_GIVE); }
static void expr_sum(struct wide *w) { CONDITION(OP_DATE, OP_DATE, OP_ADD, OP_GIVE); }
static void expr_number(struct wide *w) { CONDITION(OP_DATE, OP_GIVE); }
static void expr_way(struct wide *w) { CONDITION(OP_TRUTH, OP_END); }
static void expr_deep(struct wide *w)
{
    uint32_t code[IMAGE_MOST_DEPTH + 2];
    for (uint32_t i = 0; i < COUNT_OF(code); i++)
        code[i] = OP_TRUTH;
    condition(w, code, COUNT_OF(code));
}

/* yes and (no or yes), and what may be wrong with the jumps of that. */
static void skips(struct wide *w, uint32_t and_to, uint32_t or_to)
{
    w->outcomes[0].when = image_here(w->b);
    uint32_t start = image_emit(w->b, OP_TRUTH, 1);   /* 0 */
    image_emit(w->b, OP_AND, start + and_to);         /* 2 */
    image_emit(w->b, OP_TRUTH, 0);                    /* 4 */
    image_emit(w->b, OP_OR, start + or_to);           /* 6 */
    image_emit(w->b, OP_TRUTH, 1);                    /* 8 */
    image_emit(w->b, OP_NOT);                         /* 10 */
    image_emit(w->b, OP_GIVE);                        /* 11 */
    w->fills[0].value = w->at_condition;
}

static void expr_skip_crossed(struct wide *w) { skips(w, 10, 11); }
static void expr_skip_back(struct wide *w) { skips(w, 10, 4); }
static void expr_skip_empty(struct wide *w) { skips(w, 11, 8); }
static void expr_skip_out(struct wide *w) { skips(w, 12, 10); image_emit(w->b, OP_END); }

static void test_bad_code_is_refused_by_its_rule(void **state)
{
    (void)state;
    static const struct spoiler spoilers[] = {
        { "operand", code_wait },          { "wait", code_wait_behind },
        { "counter", code_counter },       { "row code", code_some },
        { "row code", code_choose },       { "row code", code_no_due },
        { "led", code_past_due },          { "jump", code_due_back },
        { "expression", code_into_condition }, { "expression", code_condition_in_way },
        { "expression", code_condition_twice }, { "expression", code_condition_within },
        { "expression", code_condition_split }, { "type", code_swapped },
        { "type", code_of_other_field },   { "foreign", code_foreign_field },
        { "stack", expr_empty },           { "expression", expr_endless },
        { "stack", expr_two_values },      { "stack", expr_no_operand },
        { "type", expr_mixed },            { "type", expr_order },
        { "type", expr_text_order },       { "type", expr_sum },
        { "type", expr_number },           { "expression", expr_way },
        { "stack", expr_deep },            { "expression", expr_skip_crossed },
        { "expression", expr_skip_back },  { "stack", expr_skip_empty },
        { "expression", expr_skip_out },
    };
    expect_spoiled(spoilers, COUNT_OF(spoilers), false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_rows_say_comes_back),
        cmocka_unit_test(test_the_vm_finds_ways_and_waits),
        cmocka_unit_test(test_a_calendar_comes_back),
        cmocka_unit_test(test_dump_shows_it),
        cmocka_unit_test(test_bad_records_are_refused_by_their_rule),
        cmocka_unit_test(test_bad_code_is_refused_by_its_rule),
    };
    return cmocka_run_group_tests_name("image wide", tests, NULL, NULL);
}
