/* Migration: a case goes on by another version, or stays what it was. */
#include "runtime/store/store_int.h"
#include "tests/unit/store_fixture.h"

static enum store_fault_kind try_migrate(struct fixture *f, int64_t number,
                                         const struct sample *sample, const char *person)
{
    struct bytes b = {0};
    struct store_by who = by(f, person);
    uint32_t n;
    sample_write(sample, &b);
    bool is_done = store_migrate(f->s, number, b.data, b.len, &who, &n);
    bytes_free(&b);
    return is_done ? STORE_FINE : store_fault(f->s)->kind;
}

static void migrate(struct fixture *f, int64_t number, const struct sample *sample)
{
    assert_int_equal(try_migrate(f, number, sample, "ani"), STORE_FINE);
    fold_check(f->s, number);
}

/* Refused, and the case is what it was. */
#define ASSERT_REFUSED(f, number, sample, wanted, told)                       \
    do {                                                                      \
        int64_t n_events_ = fold_check((f)->s, number);                       \
        assert_int_equal(try_migrate(f, number, sample, "ani"), wanted);      \
        struct store_fault fault_ = *store_fault((f)->s);                     \
        assert_int_equal(fault_.err, ERR_FINDING);                            \
        assert_string_equal(fault_.text, told);                               \
        assert_int_equal(fold_check((f)->s, number), n_events_);              \
    } while (0)

static const struct image *image_of(struct fixture *f, int64_t number)
{
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    return c.image;
}

/* ---- the same flow ----------------------------------------------------------------- */

/* Another text, another time, another actor: none of it is the flow. */
static struct sample other_words(const struct sample *of)
{
    struct sample s = *of;
    s.title = "Other Words";
    s.rows[0].text = "Said otherwise";
    s.rows[0].minutes += 5;
    s.actors[0].id = "other";
    return s;
}

static void test_other_words(void **state)
{
    struct fixture *f = *state;
    struct sample other = other_words(&sample_approve);
    struct store_task t;
    int64_t number = start(f, "approve"), task = only_task(f, number);
    char before[65];
    strcpy(before, image_of(f, number)->id_hex);
    migrate(f, number, &other);
    assert_string_not_equal(image_of(f, number)->id_hex, before);
    assert_int_equal(only_task(f, number), task);
    assert_true(store_task(f->s, task, &t));
    assert_string_equal(image_string(t.image, t.image->t.row[t.row].text), "Said otherwise");
    assert_int_equal(tasks(f, (struct store_filter){.actor = "writer"}).n, 0);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "other"}).n, 1);
    migrate(f, number, &other);   /* again: nothing to do */
    assert_int_equal(fold_check(f->s, number), 2);
    done(f, task, NONE, "ani");
    done(f, only_task(f, number), 1, "budi");
    migrate(f, number, &sample_approve);   /* and back, in the middle of its second round */
    done(f, only_task(f, number), NONE, "ani");
    done(f, only_task(f, number), 0, "budi");
    fold_check_all(f->s);
    /* new cases go by the version that was deployed */
    assert_string_equal(image_of(f, start(f, "approve"))->id_hex, image_of(f, number)->id_hex);
}

/* Signatures given, groups that are done: everything has its like. */
static void test_half_joined(void **state)
{
    struct fixture *f = *state;
    struct sample other = other_words(&sample_purchase);
    int64_t number = start(f, "pengadaan");
    struct found found = to_decision(f, number);
    done(f, found.numbers[0], 1, "budi");
    migrate(f, number, &other);
    assert_int_equal(try_done(f, found.numbers[1], 1, "budi"), STORE_SIGNED_ALREADY);
    assert_int_equal(try_done(f, found.numbers[1], 0, "kepala"), STORE_OTHER_OUTCOME);
    done(f, found.numbers[1], 1, "kepala");
    migrate(f, number, &sample_purchase);   /* one group is kept, its like waits */
    done(f, only_task(f, number), NONE, "ani");
    assert_int_equal(tasks(f, (struct store_filter){.case_number = number}).n, 2);
    fold_check_all(f->s);
}

/* A wait goes on where the other version has it; the moment stays. */
static bool see_wait(void *context, const struct store_wait *w)
{
    *(int64_t *)context = w->until;
    return true;
}

static void test_waits_stay(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct store_answer a;
    const struct store_setting price[] = {{"price", "2000"}, {"kind", "new"}};
    struct store_settings settings = {.at = price, .n = 2};
    struct sample other = other_words(&sample_tender);
    int64_t before = 0, after = 0;
    other.rows[0].wait *= 3;
    assert_true(deploy(f, &sample_tender, &d));
    int64_t number = start(f, "tender");
    struct store_by who = by(f, "ani");
    assert_true(store_done(f->s, only_task(f, number), NONE, NULL, &settings, &who, &a));
    assert_true(store_waits(f->s, number, see_wait, &before));
    migrate(f, number, &other);
    assert_true(store_waits(f->s, number, see_wait, &after));
    assert_true(before > 0);
    assert_int_equal(after, before);
    const struct value *fields = store_case_fields(f->s, number);
    assert_true(fields[0].is_set && fields[1].is_set);
    f->now = before;
    who = by(f, "ani");
    assert_true(store_tick(f->s, &who, NULL, NULL));
    assert_true(only_task(f, number) > 0);
    fold_check_all(f->s);
}

static void test_called_cases_go_with_it(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct store_answer a;
    const struct store_setting topic[] = {{"topic", "budget"}};
    struct store_settings settings = {.at = topic, .n = 1};
    struct sample letter = other_words(&sample_letter), other = other_words(&sample_invite);
    other.called[0] = &letter;
    assert_true(deploy(f, &sample_invite, &d));
    int64_t number = start(f, "invite");
    struct store_by who = by(f, "ani");
    assert_true(store_done(f->s, only_task(f, number), NONE, NULL, &settings, &who, &a));
    ASSERT_REFUSED(f, number + 1, &other, STORE_CASE_IS_CALLED, "1");
    migrate(f, number, &other);
    assert_ptr_equal(image_of(f, number), image_of(f, number + 1));
    fold_check_all(f->s);
    letter.rows[0].n_tasks = 2;
    letter.rows[0].actors = "01";
    ASSERT_REFUSED(f, number, &other, STORE_CALLED_DIFFERS, "write");
    fold_check_all(f->s);
}

/* ---- refused ------------------------------------------------------------------------ */

static void test_refused(void **state)
{
    struct fixture *f = *state;
    struct sample other = other_words(&sample_approve);
    struct store_by who = by(f, "ani");
    uint32_t n;
    int64_t number = start(f, "approve");
    ASSERT_REFUSED(f, number, &sample_purchase, STORE_OTHER_SOP, "pengadaan");
    assert_false(store_migrate(f->s, number, "no image", 8, &who, &n));
    assert_int_equal(store_fault(f->s)->kind, STORE_BAD_IMAGE);
    assert_int_equal(try_migrate(f, 9, &other, "ani"), STORE_UNKNOWN_CASE);
    struct store_member m = {.person = "budi", .actor = "head", .office = "", .unit = ""};
    bool is_new;
    assert_true(store_join(f->s, &m, &who, &is_new));
    assert_int_equal(try_migrate(f, number, &other, "ani"), STORE_NOT_KNOWN);
    assert_int_equal(try_migrate(f, number, &other, "budi"), STORE_FINE);
    assert_true(store_cancel(f->s, number, "x", &(struct store_by){"budi", "os", f->now}));
    assert_int_equal(try_migrate(f, number, &sample_approve, "budi"), STORE_CASE_HAS_ENDED);
    fold_check_all(f->s);
}

/* Several rows are open, and the flow is another one. */
static void test_another_flow(void **state)
{
    struct fixture *f = *state;
    struct sample other = sample_purchase;
    int64_t number = start(f, "pengadaan");
    other.rows[6].id = "simpan";
    done(f, only_task(f, number), NONE, "ani");
    done(f, only_task(f, number), 0, "budi");
    ASSERT_REFUSED(f, number, &other, STORE_NOT_ALONE, "simpan");
}

/* Each of these is the flow. */
static void test_what_the_flow_is(void **state)
{
    struct fixture *f = *state;
    static const char *const rows[] = {"setujui", "setujui", "banding", "terima", "terima",
                                       "simpan", NULL, "periksa"};
    struct sample others[COUNT_OF(rows)];
    for (size_t i = 0; i < COUNT_OF(others); i++)
        others[i] = sample_purchase;
    others[0].rows[4].outcomes[0].label = "Sepakat";
    others[1].rows[4].n_tasks = 3;
    others[1].rows[4].actors = "112";
    others[2].rows[2].wait = 60;
    others[3].rows[5].wait = 60;
    others[4].actors[3].units[0] = "Bidang Lain";
    others[5].rows[6].id = "simpan";
    others[6].rows[1].outcomes[1].way = "j6";
    others[7].rows[1].outcomes[1].at_most = 2;
    others[7].rows[1].outcomes[1].then = "j7";
    int64_t number = start(f, "pengadaan");
    done(f, only_task(f, number), NONE, "ani");
    done(f, only_task(f, number), 0, "budi");
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (i != 6)   /* the samples' targets are in the code alone */
            ASSERT_REFUSED(f, number, &others[i], STORE_NOT_ALONE, rows[i]);
}

/* A field that a version fills earlier and reads now. */
static void test_lacking_field(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct sample first = sample_approve, second, third;
    first.fields[0] = (struct sample_field){"price", "Price", IMAGE_AMOUNT, {0}};
    first.fields[1] = (struct sample_field){"fee", "Fee", IMAGE_AMOUNT, {0}};
    second = third = first;
    second.rows[0].fills[0] = "price";
    second.rows[1].fills[0] = "fee = price * 0.025";
    third.rows[1].fills[0] = "price";
    third.rows[1].fills[1] = "fee = price * 0.025";
    assert_true(deploy(f, &first, &d));
    int64_t number = start(f, "approve");
    migrate(f, number, &second);     /* it is filled at this very row */
    migrate(f, number, &first);
    done(f, only_task(f, number), NONE, "ani");
    ASSERT_REFUSED(f, number, &second, STORE_LACKS_FIELD, "");
    migrate(f, number, &third);
    migrate(f, number, &first);
}

/* ---- another flow ------------------------------------------------------------------- */

/* Rows of a sample one further down; row 0 is new. */
static struct sample one_more_row(const struct sample *of)
{
    struct sample s = *of;
    memmove(s.rows + 1, s.rows, (SAMPLE_MOST - 1) * sizeof *s.rows);
    s.rows[0] = (struct sample_row){IMAGE_STEP, "first", "Done first of all", "0",
                                    .minutes = 5, .way = "j1"};
    return s;
}

/* approve in three, below a new row: 1 write, 2 check, 3 file. */
static struct sample longer_approve(void)
{
    struct sample s = one_more_row(&sample_approve_2);
    s.rows[1].way = "j2";
    s.rows[2].outcomes[0].way = "j3";
    s.rows[2].outcomes[1].way = "j1";
    s.lone = "0123";
    return s;
}

static void test_one_row_alone(void **state)
{
    struct fixture *f = *state;
    struct sample longer = longer_approve();
    struct store_task t;
    int64_t number = start(f, "approve"), task = only_task(f, number);
    migrate(f, number, &longer);
    assert_int_equal(only_task(f, number), task);
    assert_true(store_task(f->s, task, &t));
    assert_int_equal(t.row, 1);
    done(f, task, NONE, "ani");
    assert_int_equal(try_done(f, task, NONE, "ani"), STORE_TASK_WAS_DONE);
    done(f, only_task(f, number), 0, "budi");
    done(f, only_task(f, number), NONE, "ani");
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    assert_int_equal(c.phase, VM_OVER);
    fold_check_all(f->s);
}

/* Who did a row before is known after it, under its new number. */
static void test_who_did_it_before(void **state)
{
    struct fixture *f = *state;
    struct sample longer = longer_approve();
    longer.rows[2].excepts = "1";
    int64_t number = start(f, "approve"), first = only_task(f, number);
    done(f, first, NONE, "ani");
    int64_t task = only_task(f, number);
    migrate(f, number, &longer);
    assert_int_equal(only_task(f, number), task);
    assert_int_equal(try_done(f, task, 0, "ani"), STORE_FOUR_EYES);
    assert_int_equal(store_fault(f->s)->row, 1);
    /* what was done is told in the words of its time */
    assert_int_equal(try_done(f, first, NONE, "ani"), STORE_TASK_WAS_DONE);
    struct store_task t;
    assert_true(store_task(f->s, first, &t));
    assert_string_equal(image_string(t.image, t.image->t.row[t.row].id), "write");
    done(f, task, 1, "budi");
    task = only_task(f, number);
    migrate(f, number, &longer);
    done(f, task, NONE, "citra");
    assert_int_equal(try_done(f, only_task(f, number), 0, "citra"), STORE_FOUR_EYES);
    done(f, only_task(f, number), 0, "ani");
    fold_check_all(f->s);
}

static void test_not_alone_there(void **state)
{
    struct fixture *f = *state;
    struct sample longer = longer_approve(), gone = longer_approve(), data = longer_approve();
    int64_t number = start(f, "approve");
    longer.lone = "023";
    ASSERT_REFUSED(f, number, &longer, STORE_ROW_HAS_COMPANY, "write");
    gone.rows[1].id = "draft";
    ASSERT_REFUSED(f, number, &gone, STORE_ROW_IS_GONE, "write");
    data.rows[1].kind = IMAGE_END;
    data.rows[1].way = NULL;
    data.rows[1].actors = NULL;
    data.lone = "023";
    ASSERT_REFUSED(f, number, &data, STORE_ROW_IS_GONE, "write");
}

static void test_half_signed(void **state)
{
    struct fixture *f = *state;
    struct sample other = sample_purchase;
    int64_t number = start(f, "pengadaan");
    struct found found = to_decision(f, number);
    other.rows[6].id = "simpan";
    other.lone = "456";
    done(f, found.numbers[0], 0, "budi");
    ASSERT_REFUSED(f, number, &other, STORE_HALF_SIGNED, "setujui");
    done(f, found.numbers[1], 0, "kepala");
    found = tasks(f, (struct store_filter){.case_number = number});
    migrate(f, number, &other);   /* the next one: of three units */
    assert_int_equal(tasks(f, (struct store_filter){.case_number = number}).numbers[2],
                     found.numbers[2]);
    other.rows[5].n_tasks = 2;    /* and of two, which are other tasks */
    other.actors[3].units[2] = NULL;
    migrate(f, number, &other);
    found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 2);
    done(f, found.numbers[0], NONE, "x");
    done(f, found.numbers[1], NONE, "y");
    fold_check_all(f->s);
}

/* A wait goes on, a counter counts on, and a deadline stays where it was. */
static void test_waits_and_counters_of_another_flow(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct store_answer a;
    const struct store_setting price[] = {{"price", "2000"}, {"kind", "new"}};
    struct store_settings settings = {.at = price, .n = 2};
    struct sample other = sample_tender, back = sample_tender, waitless;
    struct store_task before, after;
    other.rows[5].id = "declined";
    other.lone = back.lone = "0234";
    waitless = other;
    waitless.rows[0].wait = 0;
    assert_true(deploy(f, &sample_tender, &d));
    int64_t number = start(f, "tender"), until = 0;
    struct store_by who = by(f, "ani");
    assert_true(store_done(f->s, only_task(f, number), NONE, NULL, &settings, &who, &a));
    ASSERT_REFUSED(f, number, &waitless, STORE_WAITS_OTHERWISE, "");
    assert_true(store_waits(f->s, number, see_wait, &until));
    migrate(f, number, &other);
    f->now = until;
    who = by(f, "ani");
    assert_true(store_tick(f->s, &who, NULL, NULL));
    int64_t task = only_task(f, number);
    done(f, task, 1, "board");         /* no: an hour later once more, twice at most */
    migrate(f, number, &back);   /* of two flows: it stands in the delay of `no` */
    fold_check_all(f->s);
    f->now += 3600000 * 24;
    who = by(f, "ani");
    assert_true(store_tick(f->s, &who, NULL, NULL));
    assert_true(store_done(f->s, only_task(f, number), NONE, NULL, &settings, &who, &a));
    assert_true(store_waits(f->s, number, see_wait, &until));
    f->now = until;
    who = by(f, "ani");
    assert_true(store_tick(f->s, &who, NULL, NULL));
    assert_true(store_task(f->s, only_task(f, number), &before));
    migrate(f, number, &other);
    assert_true(store_task(f->s, only_task(f, number), &after));
    assert_true(before.due > 0);
    assert_int_equal(after.due, before.due);
    fold_check_all(f->s);
}

/* Played anew: the same state, by what the log tells alone. */
static void test_carried_again(void **state)
{
    struct fixture *f = *state;
    struct sample longer = longer_approve();
    struct store_deployed d;
    struct live_case from, to;
    int64_t number = start(f, "approve"), other = start(f, "pengadaan");
    done(f, only_task(f, other), NONE, "ani");
    done(f, only_task(f, other), 0, "budi");
    longer.lone = NULL;   /* it was allowed then */
    assert_true(deploy(f, &longer, &d));
    char id[65];
    strcpy(id, d.image->id_hex);
    assert_true(store_begin(f->s) && case_load(f->s, &from, number));
    assert_true(case_init(f->s, &to, number, store_load_image(f->s, id), 0));
    assert_true(case_carry_state(f->s, &from, &to) != NULL);
    assert_true(vm_is_open(to.image, to.state, 1) && to.state->n_open == 1);
    assert_true(case_load(f->s, &from, other));   /* two rows are open */
    assert_true(case_init(f->s, &to, other, to.image, 0));
    assert_false(case_carry_state(f->s, &from, &to) != NULL);
    assert_false(store_end(f->s));
    assert_int_equal(store_fault(f->s)->kind, STORE_DAMAGED);
}

/* Who may not do it any more lets go of it. */
static void test_claims_are_looked_at(void **state)
{
    struct fixture *f = *state;
    struct sample longer = longer_approve();
    struct store_by who = by(f, "admin");
    struct store_member m = {.person = "ani", .actor = "writer", .office = "", .unit = ""};
    struct store_task t;
    bool is_new;
    longer.actors[0].id = "author";
    assert_true(store_join(f->s, &m, &who, &is_new));
    int64_t number = start(f, "approve"), task = only_task(f, number);
    assert_true(store_claim(f->s, task, &(struct store_by){"ani", "os", f->now}, &is_new));
    migrate(f, number, &longer);
    assert_true(store_task(f->s, task, &t));
    assert_null(t.person);
    assert_int_equal(try_done(f, task, NONE, "ani"), STORE_NOT_MEMBER);
    assert_int_equal(fold_check(f->s, number), 4);
}

int main(void)
{
    const struct CMUnitTest group[] = {
        CASE(test_other_words),
        CASE(test_half_joined),
        CASE(test_waits_stay),
        CASE(test_called_cases_go_with_it),
        CASE(test_refused),
        CASE(test_another_flow),
        CASE(test_what_the_flow_is),
        CASE(test_lacking_field),
        CASE(test_one_row_alone),
        CASE(test_who_did_it_before),
        CASE(test_not_alone_there),
        CASE(test_half_signed),
        CASE(test_waits_and_counters_of_another_flow),
        CASE(test_carried_again),
        CASE(test_claims_are_looked_at),
    };
    return cmocka_run_group_tests_name("migrate", group, NULL, NULL);
}
