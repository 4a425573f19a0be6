/*
 * The store, the rest of the language: what fields hold and decide, the clock,
 * bounds, who may sign, SOPs that call others, and stores of the first schema.
 */
#include <sqlite3.h>

#include "tests/unit/store_fixture.h"

enum { HOUR = 3600 * 1000 };

/* A Monday, 10:00 in the office's zone. */
#define MONDAY ((int64_t)19674 * DAY_MS + 3 * HOUR)

static void deploy_all(struct fixture *f)
{
    static const struct sample *const all[] = {&sample_tender, &sample_race, &sample_invite,
                                               &sample_divide};
    struct store_deployed deployed;
    for (size_t i = 0; i < COUNT_OF(all); i++)
        assert_true(deploy(f, all[i], &deployed));
    f->now = MONDAY - 1000;   /* the next deed is at that very moment */
}

#define SET(...)                                                                            \
    (&(const struct store_settings){                                                        \
        .at = (const struct store_setting[]){__VA_ARGS__},                                  \
        .n = sizeof((const struct store_setting[]){__VA_ARGS__}) / sizeof(struct store_setting)})

static enum store_fault_kind try_sign(struct fixture *f, int64_t task, uint32_t outcome,
                                      const struct store_settings *settings, const char *person)
{
    struct store_answer answer;
    struct store_by who = {person, "os", f->now};
    return store_done(f->s, task, outcome, NULL, settings, &who, &answer) ? STORE_FINE
                                                                          : store_fault(f->s)->kind;
}

static void sign(struct fixture *f, int64_t task, uint32_t outcome,
                 const struct store_settings *settings, const char *person)
{
    assert_int_equal(try_sign(f, task, outcome, settings, person), STORE_FINE);
}

/* The offered task of a row. */
static int64_t task_of(struct fixture *f, int64_t number, const char *row)
{
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    for (uint32_t i = 0; i < found.n; i++)
        if (strcmp(image_string(c.image, c.image->t.row[found.rows[i]].id), row) == 0)
            return found.numbers[i];
    return 0;
}

static const char *field_text(struct fixture *f, int64_t number, const char *id, char out[32])
{
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    const struct value *fields = store_case_fields(f->s, number);
    assert_non_null(fields);
    uint32_t field = field_find(c.image, c.procedure, id);
    const char *text = value_text(&fields[field_number(c.image, c.procedure, field)], out);
    if (text != out)
        snprintf(out, 32, "%s", text);
    return out;
}

#define ASSERT_FIELD(f, number, id, expected)                               \
    do {                                                                    \
        char text_[32];                                                     \
        assert_string_equal(field_text(f, number, id, text_), expected);    \
    } while (0)

struct ticked {
    uint32_t n;
    struct store_moment at[32];
};

static bool collect_moment(void *context, const struct store_moment *m)
{
    struct ticked *t = context;
    assert_true(t->n < 32);
    t->at[t->n++] = *m;
    return true;
}

static struct ticked tick(struct fixture *f)
{
    struct ticked t = {0};
    struct store_by who = {"clock", "os", f->now};
    assert_true(store_tick(f->s, &who, collect_moment, &t));
    return t;
}

static bool count_event(void *context, const struct store_event *e)
{
    uint32_t *counts = context;
    counts[e->kind]++;
    return true;
}

static uint32_t n_events(struct fixture *f, int64_t number, enum store_event_kind kind)
{
    uint32_t counts[N_EVENT_KINDS] = {0};
    assert_true(store_events(f->s, number, count_event, counts));
    return counts[kind];
}

/* ---- data ------------------------------------------------------------------- */

#define OFFER(price, kind) SET({"price", price}, {"kind", kind})

/* Begins a tender and fills its first row; the case waits then. */
static int64_t start_tender(struct fixture *f, const char *price, const char *kind)
{
    f->now = MONDAY - 1000;
    int64_t number = start(f, "tender");
    sign(f, only_task(f, number), NONE, OFFER(price, kind), "ani");
    return number;
}

static void test_fields_are_kept(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start_tender(f, "1_234.5", "Used");
    reopen(f, STORE_READ);
    ASSERT_FIELD(f, number, "price", "1234.5");
    ASSERT_FIELD(f, number, "kind", "used");
    ASSERT_FIELD(f, number, "fee", "30.8625");
    ASSERT_FIELD(f, number, "day", "");
    fold_check_all(f->s);
}

static void test_wrong_fields_change_nothing(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start(f, "tender"), task = only_task(f, number);
    assert_int_equal(try_sign(f, task, NONE, NULL, "ani"), STORE_FIELD_MISSING);
    assert_int_equal(try_sign(f, task, NONE, SET({"price", "5"}), "ani"), STORE_FIELD_MISSING);
    assert_int_equal(store_fault(f->s)->field, 2);
    assert_int_equal(try_sign(f, task, NONE, SET({"prise", "5"}), "ani"), STORE_UNKNOWN_FIELD);
    assert_string_equal(store_fault(f->s)->text, "prise");
    assert_int_equal(try_sign(f, task, NONE, SET({"fee", "5"}), "ani"), STORE_NOT_FILLED_HERE);
    assert_int_equal(try_sign(f, task, NONE, SET({"day", "2026-01-01"}), "ani"),
                     STORE_NOT_FILLED_HERE);
    assert_int_equal(try_sign(f, task, NONE, OFFER("2.000", "new"), "ani"), STORE_BAD_VALUE);
    assert_int_equal(store_fault(f->s)->status, VALUE_THOUSANDS);
    assert_string_equal(store_fault(f->s)->text, "2.000");
    ASSERT_FIELD(f, number, "price", "");
    assert_int_equal(n_events(f, number, EVENT_DONE), 0);
    struct store_by who = by(f, "ani");
    struct store_answer answer;
    assert_false(store_start(f->s, "tender", NULL, SET({"price", "5"}), &who, &answer));
    assert_int_equal(store_fault(f->s)->kind, STORE_NOT_FILLED_HERE);
    fold_check_all(f->s);
}

/* What cannot be computed refuses the event that asked. */
static void test_what_data_cannot_decide_is_refused(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start(f, "divide"), task = only_task(f, number);
    assert_int_equal(try_sign(f, task, NONE, SET({"left", "0"}), "ani"), STORE_NOT_COMPUTED);
    assert_int_equal(store_fault(f->s)->status, EVAL_DIVISION_BY_ZERO);
    assert_int_equal(store_fault(f->s)->row, 1);
    ASSERT_FIELD(f, number, "left", "");
    sign(f, task, NONE, SET({"left", "3"}), "ani");
    ASSERT_FIELD(f, number, "share", "333.3333");
    assert_int_equal(n_events(f, number, EVENT_DECIDED), 1);
    task = only_task(f, number);
    sign(f, task, NONE, NULL, "ani");   /* what was said holds until something else is */
    sign(f, only_task(f, number), NONE, SET({"left", "101"}), "ani");
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    assert_int_equal(c.phase, VM_OVER);
    fold_check_all(f->s);
}

static void test_an_outcome_is_not_said_where_data_choose(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct sample two = sample_divide;   /* two sign what data decide */
    two.id = "two";
    two.rows[1].actors = "00";
    two.rows[1].n_tasks = 2;
    deploy_all(f);
    assert_true(deploy(f, &two, &d));
    int64_t number = start(f, "two");
    sign(f, only_task(f, number), NONE, SET({"left", "2"}), "ani");
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 2);
    assert_int_equal(try_sign(f, found.numbers[0], 1, NULL, "ani"), STORE_BAD_OUTCOME);
    sign(f, found.numbers[1], NONE, NULL, "ani");
    reopen(f, STORE_WRITE);
    fold_check_all(f->s);
    sign(f, found.numbers[0], NONE, NULL, "budi");
    assert_true(task_of(f, number, "say") > 0);
    fold_check_all(f->s);
}

/* ---- the clock ---------------------------------------------------------------- */

static bool see_wait(void *context, const struct store_wait *w)
{
    *(struct store_wait *)context = *w;
    return true;
}

/* 960 working minutes from Monday 10:00 are over on Wednesday at 10:00. */
static void test_a_wait_passes_at_its_moment(void **state)
{
    struct fixture *f = *state;
    struct store_wait wait = {0};
    deploy_all(f);
    int64_t number = start_tender(f, "20", "new");
    assert_int_equal(tasks(f, (struct store_filter){.case_number = number}).n, 0);
    assert_true(store_waits(f->s, number, see_wait, &wait));
    assert_int_equal(wait.row, 0);
    assert_true(wait.until == MONDAY + 2 * DAY_MS);
    f->now = wait.until - 1;
    assert_int_equal(tick(f).n, 0);
    f->now = wait.until + 5 * DAY_MS;
    reopen(f, STORE_WRITE);
    struct ticked t = tick(f);
    assert_int_equal(t.n, 1);
    assert_true(t.at[0].time == wait.until && !t.at[0].is_late);
    assert_int_equal(tick(f).n, 0);   /* exactly once */
    assert_true(task_of(f, number, "order") > 0);
    assert_int_equal(n_events(f, number, EVENT_PASSED), 1);
    fold_check_all(f->s);
}

static void test_writing_commands_look_at_the_clock(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start_tender(f, "20", "new");
    f->now = MONDAY + 2 * DAY_MS;
    start(f, "approve");
    assert_true(task_of(f, number, "order") > 0);
    fold_check_all(f->s);
}

static void test_a_late_row_goes_its_way(void **state)
{
    struct fixture *f = *state;
    struct store_task t;
    deploy_all(f);
    int64_t number = start_tender(f, "2000", "new");
    f->now = MONDAY + 2 * DAY_MS;
    tick(f);
    int64_t task = task_of(f, number, "approve");
    assert_true(store_task(f->s, task, &t));
    assert_true(t.due == MONDAY + 3 * DAY_MS);
    assert_int_equal(tasks(f, (struct store_filter){.overdue = t.due - 1}).n, 0);
    assert_int_equal(tasks(f, (struct store_filter){.overdue = t.due}).n, 1);
    f->now = t.due + HOUR;   /* nobody looked: a signature comes too late now */
    assert_int_equal(try_sign(f, task, 0, NULL, "budi"), STORE_TASK_LATE);
    assert_true(store_fault(f->s)->time == MONDAY + 3 * DAY_MS);
    assert_true(store_task(f->s, task, &t));
    assert_int_equal(t.status, TASK_LATE);
    assert_int_equal(n_events(f, number, EVENT_LATE), 1);
    assert_true(task_of(f, number, "remind") > 0 && task_of(f, number, "approve") == 0);
    fold_check_all(f->s);
}

/* Ten days without anybody looking: each thing happens at its own moment, and
 * what follows from it is reckoned from there. */
static void test_moments_are_kept_in_order(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t first = start_tender(f, "2000", "new"), second = start_tender(f, "3000", "new");
    f->now = MONDAY + 10 * DAY_MS;
    struct ticked t = tick(f);
    assert_int_equal(t.n, 4);
    for (uint32_t i = 0; i < t.n; i++) {
        assert_int_equal(t.at[i].is_late, i >= 2);
        assert_int_equal(t.at[i].case_number, i % 2 ? second : first);
        assert_true(t.at[i].time == MONDAY + (i < 2 ? 2 : 3) * DAY_MS);
    }
    fold_check_all(f->s);
}

/* `due 10 minutes from write`, which is done when its wait is over. */
static void test_a_deadline_counts_from_a_completion(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct sample quick = sample_approve;
    quick.id = "quick";
    quick.has_calendar = true;
    quick.rows[0].wait = 30;
    quick.rows[1].due = 10;
    quick.rows[1].due_from = "0";
    quick.rows[1].outcomes[2] =
        (struct sample_outcome){.kind = IMAGE_LATE, .label = "late", .way = "e"};
    deploy_all(f);
    assert_true(deploy(f, &quick, &d));
    f->now = MONDAY - 1000;
    int64_t number = start(f, "quick");
    sign(f, only_task(f, number), NONE, NULL, "ani");
    f->now += HOUR;
    struct ticked t = tick(f);
    assert_true(t.n == 2 && !t.at[0].is_late && t.at[1].is_late);
    assert_true(t.at[0].time == MONDAY + 30 * 60000);
    assert_true(t.at[1].time == MONDAY + 40 * 60000);
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    assert_true(c.phase == VM_OVER && c.closed == t.at[1].time);
    fold_check_all(f->s);
}

/* "As needed" is no time: the row goes on in the event that begins the wait. */
static void test_a_wait_of_no_length_passes_at_once(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct sample quick = sample_approve;
    quick.id = "quick";
    quick.rows[0].wait = -1;
    deploy_all(f);
    assert_true(deploy(f, &quick, &d));
    f->now = MONDAY - 1000;
    int64_t number = start(f, "quick");
    sign(f, only_task(f, number), NONE, NULL, "ani");
    assert_true(task_of(f, number, "check") > 0);
    assert_int_equal(n_events(f, number, EVENT_PASSED), 1);
    fold_check_all(f->s);
}

/* due from a row that was done long ago: the row that opens is late already. */
static void test_a_row_that_opens_after_its_due_leaves_at_once(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct sample old = sample_approve_2;
    old.id = "old";
    old.rows[2].due = 5;
    old.rows[2].due_from = "0";
    old.rows[2].outcomes[0] =
        (struct sample_outcome){.kind = IMAGE_LATE, .label = "late", .way = "j0"};
    deploy_all(f);
    assert_true(deploy(f, &old, &d));
    int64_t number = start(f, "old");
    sign(f, only_task(f, number), NONE, NULL, "ani");
    f->now += DAY_MS;
    sign(f, only_task(f, number), 0, NULL, "budi");
    assert_true(task_of(f, number, "write") > 0 && task_of(f, number, "file") == 0);
    assert_int_equal(n_events(f, number, EVENT_LATE), 1);
    fold_check_all(f->s);
}

/* A clock that what data cannot decide is held up by stops nobody else. */
static void test_what_is_held_up_stops_nobody_else(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct store_by who = {"clock", "os", 0};
    struct sample slow = sample_divide;
    slow.id = "slow";
    slow.has_calendar = true;
    slow.rows[0].wait = 60;
    deploy_all(f);
    assert_true(deploy(f, &slow, &d));
    f->now = MONDAY - 1000;
    int64_t bad = start(f, "slow"), good = start(f, "slow");
    sign(f, only_task(f, bad), NONE, SET({"left", "0"}), "ani");
    sign(f, only_task(f, good), NONE, SET({"left", "500"}), "ani");
    who.now = f->now + 2 * HOUR;
    struct ticked t = {0};
    assert_false(store_tick(f->s, &who, collect_moment, &t));
    assert_int_equal(store_fault(f->s)->kind, STORE_NOT_COMPUTED);
    assert_int_equal(store_fault(f->s)->number, bad);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.at[0].case_number, good);
    f->now = who.now;
    start(f, "approve");   /* and people can work on */
    fold_check_all(f->s);
}

/* ---- bounds and withdrawal ------------------------------------------------------ */

static void test_a_bound_outlives_the_process(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start_tender(f, "2000", "new");
    for (int i = 0; i < 3; i++) {
        f->now += (i < 2 ? 2 : 4) * DAY_MS;   /* the last one over a week's end */
        tick(f);
        reopen(f, STORE_WRITE);
        sign(f, task_of(f, number, "approve"), 1, NULL, "budi");
        f->now += HOUR;
        tick(f);
        fold_check_all(f->s);
        if (i < 2)
            sign(f, task_of(f, number, "ask"), NONE, NULL, "ani");
    }
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    assert_int_equal(c.phase, VM_OVER);
    assert_int_equal(c.result, 5);
}

static void test_the_first_withdraws_the_rest(void **state)
{
    struct fixture *f = *state;
    struct store_task t;
    deploy_all(f);
    int64_t number = start(f, "race");
    sign(f, only_task(f, number), NONE, NULL, "ani");
    int64_t south = task_of(f, number, "south");
    sign(f, task_of(f, number, "north"), NONE, NULL, "budi");   /* waits */
    sign(f, south, NONE, NULL, "citra");
    fold_check_all(f->s);
    sign(f, task_of(f, number, "south"), NONE, NULL, "dewi");
    f->now += 10 * DAY_MS;
    assert_int_equal(tick(f).n, 0);   /* what was withdrawn does not come back */
    assert_true(store_task(f->s, south, &t));
    assert_int_equal(t.status, TASK_DONE);
    fold_check_all(f->s);
}

/* ---- who may --------------------------------------------------------------------- */

static void test_the_same_person_goes_on(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start(f, "race");
    sign(f, only_task(f, number), NONE, NULL, "ani");
    sign(f, task_of(f, number, "south"), NONE, NULL, "budi");
    sign(f, task_of(f, number, "south"), NONE, NULL, "citra");
    int64_t task = only_task(f, number);
    assert_int_equal(try_sign(f, task, NONE, NULL, "budi"), STORE_NOT_THE_SAME);
    assert_int_equal(store_fault(f->s)->err, ERR_AUTHORITY);
    assert_string_equal(store_fault(f->s)->text, "ani");
    assert_int_equal(tasks(f, (struct store_filter){.person = "budi"}).n, 0);
    assert_int_equal(tasks(f, (struct store_filter){.person = "ani"}).n, 1);
    sign(f, task, NONE, NULL, "ani");
    fold_check_all(f->s);
}

static void test_four_eyes(void **state)
{
    struct fixture *f = *state;
    static const struct store_setting order[] = {
        {"day", "2026-01-31"}, {"urgent", "tidak"}, {"remark", "as agreed"}};
    const struct store_settings settings = {.at = order, .n = COUNT_OF(order)};
    deploy_all(f);
    int64_t number = start_tender(f, "2000", "new");
    f->now += 2 * DAY_MS;
    tick(f);
    sign(f, task_of(f, number, "approve"), 0, NULL, "budi");
    int64_t task = only_task(f, number);
    assert_int_equal(try_sign(f, task, NONE, &settings, "budi"), STORE_FOUR_EYES);
    assert_int_equal(store_fault(f->s)->err, ERR_AUTHORITY);
    assert_int_equal(store_fault(f->s)->row, 2);
    assert_int_equal(tasks(f, (struct store_filter){.person = "budi"}).n, 0);
    sign(f, task, NONE, &settings, "ani");   /* who asked for the price may */
    ASSERT_FIELD(f, number, "urgent", "no");
    fold_check_all(f->s);
}

/* ---- calls ------------------------------------------------------------------------- */

static int64_t start_invite(struct fixture *f)
{
    int64_t number = start(f, "invite");
    sign(f, only_task(f, number), NONE, SET({"topic", "budget"}), "ani");
    return number;
}

/* The case that a row of `number` runs; 0: none. */
struct child_search {
    int64_t parent, found;
    bool is_cancelled;
    enum vm_phase phase;
};

static bool find_child(void *context, const struct store_case *c)
{
    struct child_search *search = context;
    if (c->parent == search->parent) {
        search->found = c->number;
        search->is_cancelled = c->is_cancelled;
        search->phase = c->phase;
    }
    return true;
}

static struct child_search child_of(struct fixture *f, int64_t number)
{
    struct child_search search = {.parent = number};
    assert_true(store_cases(f->s, find_child, &search));
    return search;
}

static void test_a_row_runs_another_sop(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start_invite(f), child = child_of(f, number).found;
    assert_true(child > number);
    ASSERT_FIELD(f, child, "topic", "budget");
    fold_check_all(f->s);
    sign(f, only_task(f, child), NONE, SET({"pages", "3"}), "budi");
    ASSERT_FIELD(f, number, "pages", "");
    reopen(f, STORE_WRITE);
    sign(f, only_task(f, child), 0, NULL, "citra");
    ASSERT_FIELD(f, number, "pages", "3");
    struct child_search done = child_of(f, number);
    assert_true(done.phase == VM_OVER && !done.is_cancelled);
    assert_int_equal(n_events(f, number, EVENT_RETURNED), 1);
    assert_true(task_of(f, number, "book") > 0);
    assert_int_equal(task_of(f, number, "by_phone"), 0);   /* the first withdrew it */
    fold_check_all(f->s);
}

static void test_a_withdrawn_row_cancels_what_it_runs(void **state)
{
    struct fixture *f = *state;
    deploy_all(f);
    int64_t number = start_invite(f), child = child_of(f, number).found;
    int64_t task = only_task(f, child);
    sign(f, task_of(f, number, "by_phone"), NONE, NULL, "ani");
    struct child_search cancelled = child_of(f, number);
    assert_true(cancelled.found == child && cancelled.is_cancelled);
    assert_int_equal(n_events(f, child, EVENT_CANCELLED), 1);
    assert_int_equal(try_sign(f, task, NONE, SET({"pages", "3"}), "budi"), STORE_CASE_IS_OVER);
    fold_check_all(f->s);
}

/* Its named end is an outcome of the row that runs it; late, it is cancelled. */
static void run_minutes(struct fixture *f, bool is_late)
{
    int64_t number = start_invite(f);
    sign(f, task_of(f, number, "by_phone"), NONE, NULL, "ani");
    sign(f, task_of(f, number, "book"), NONE, NULL, "ani");
    int64_t child = child_of(f, number).found;
    sign(f, only_task(f, child), NONE, SET({"pages", "1"}), "ani");
    if (is_late) {
        f->now += DAY_MS;
        struct ticked t = tick(f);
        assert_true(t.n == 1 && t.at[0].is_late);
        assert_true(child_of(f, number).is_cancelled);
    } else {
        sign(f, only_task(f, child), 1, NULL, "budi");
        assert_false(child_of(f, number).is_cancelled);
    }
    assert_true(task_of(f, number, "post") > 0);
    fold_check_all(f->s);
}

static void test_a_named_end_is_an_outcome(void **state)
{
    deploy_all(*state);
    run_minutes(*state, false);
}

static void test_a_late_row_cancels_what_it_runs(void **state)
{
    deploy_all(*state);
    run_minutes(*state, true);
}

/* ---- damage ----------------------------------------------------------------------------- */

static enum store_fault_kind look(struct fixture *f)
{
    struct store_by who = {"clock", "os", f->now + DAY_MS};
    if (!store_tick(f->s, &who, NULL, NULL) || !store_case_state(f->s, 1))
        return store_fault(f->s)->kind;
    return STORE_FINE;
}

/* A case waits; whatever somebody wrote beside it is told, and no clock runs
 * in circles over it. */
static void test_damage_is_told(void **state)
{
    struct fixture *f = *state;
    static const char *const harm[] = {
        "UPDATE waiting SET address = 1",
        "UPDATE waiting SET address = 77777",
        "UPDATE waiting SET row = 2",
        "UPDATE waiting SET row = 77777",
        "UPDATE field SET value = 'x' WHERE field = 0",
        "UPDATE field SET field = 77 WHERE field = 0",
        "INSERT INTO counter VALUES (1, 5, 1)",
        "INSERT INTO counter VALUES (1, 0, -1)",
        "INSERT INTO due VALUES (1, 0, 0, 1)",
        "INSERT INTO due VALUES (1, 77777, 0, 1)",
        "INSERT INTO due VALUES (1, 2, 0, 1)",
    };
    deploy_all(f);
    assert_int_equal(start_tender(f, "2000", "new"), 1);
    for (size_t i = 0; i < COUNT_OF(harm); i++) {
        sqlite3 *db;
        assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = off; CREATE TEMP TABLE w AS"
                                          " SELECT * FROM waiting; CREATE TEMP TABLE d AS"
                                          " SELECT * FROM field", NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, harm[i], NULL, NULL, NULL), SQLITE_OK);
        enum store_fault_kind kind = look(f);
        if (kind != STORE_DAMAGED)
            fail_msg("`%s`: fault %d", harm[i], (int)kind);
        assert_int_equal(sqlite3_exec(db, "DELETE FROM waiting; DELETE FROM field;"
                                          " DELETE FROM counter; DELETE FROM due;"
                                          " INSERT INTO waiting SELECT * FROM w;"
                                          " INSERT INTO field SELECT * FROM d", NULL, NULL, NULL),
                         SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(look(f), STORE_FINE);
    }
}

/* ---- stores of the first schema, and rehearsals ------------------------------------- */

static void make_old_store(const char *path)
{
    struct bytes sql = {0};
    sqlite3 *db;
    assert_int_equal(os_read_file("tests/unit/store_version_1.sql", 1 << 20, &sql), ERR_NONE);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql.data, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    bytes_free(&sql);
}

static void test_an_old_store_goes_on(void **state)
{
    struct fixture *f = *state;
    store_close(f->s);
    f->s = NULL;
    unlink(f->path);
    make_old_store(f->path);
    reopen(f, STORE_READ);   /* which makes it one of this schema */
    assert_int_equal(fold_check_all(f->s), 11);
    reopen(f, STORE_WRITE);
    struct store_case c;
    assert_true(store_case(f->s, 3, &c));
    assert_int_equal(c.phase, VM_OVER);
    assert_int_equal(c.image->version, 1);
    struct store_task t;
    assert_true(store_task(f->s, 7, &t));
    assert_string_equal(t.person, "budi");
    f->now = t.closed;
    assert_int_equal(try_done(f, 8, 0, "budi"), STORE_SIGNED_ALREADY);
    done(f, 8, 0, "dewi");
    done(f, 3, 1, "budi");
    assert_int_equal(fold_check_all(f->s), 13);
    start(f, "approve");
    deploy_all(f);
    fold_check_all(f->s);
}

static void test_a_rehearsal_is_its_own_kind(void **state)
{
    struct fixture *f = *state;
    struct store_fault fault;
    assert_false(store_is_rehearsal(f->s));
    assert_null(store_open(f->path, STORE_REHEARSE, &fault));
    assert_int_equal(fault.kind, STORE_NOT_REHEARSAL);
    store_close(f->s);
    f->s = NULL;
    unlink(f->path);
    reopen(f, STORE_REHEARSE);
    assert_true(store_is_rehearsal(f->s));
    reopen(f, STORE_WRITE);
    assert_true(store_is_rehearsal(f->s));
    reopen(f, STORE_REHEARSE);
}

int main(void)
{
    const struct CMUnitTest group[] = {
        CASE(test_fields_are_kept),
        CASE(test_wrong_fields_change_nothing),
        CASE(test_what_data_cannot_decide_is_refused),
        CASE(test_an_outcome_is_not_said_where_data_choose),
        CASE(test_a_wait_passes_at_its_moment),
        CASE(test_writing_commands_look_at_the_clock),
        CASE(test_a_late_row_goes_its_way),
        CASE(test_moments_are_kept_in_order),
        CASE(test_a_deadline_counts_from_a_completion),
        CASE(test_a_wait_of_no_length_passes_at_once),
        CASE(test_a_row_that_opens_after_its_due_leaves_at_once),
        CASE(test_what_is_held_up_stops_nobody_else),
        CASE(test_a_bound_outlives_the_process),
        CASE(test_the_first_withdraws_the_rest),
        CASE(test_the_same_person_goes_on),
        CASE(test_four_eyes),
        CASE(test_a_row_runs_another_sop),
        CASE(test_a_withdrawn_row_cancels_what_it_runs),
        CASE(test_a_named_end_is_an_outcome),
        CASE(test_a_late_row_cancels_what_it_runs),
        CASE(test_damage_is_told),
        CASE(test_an_old_store_goes_on),
        CASE(test_a_rehearsal_is_its_own_kind),
    };
    return cmocka_run_group_tests_name("store wide", group, NULL, NULL);
}
