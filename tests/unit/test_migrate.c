/* Migration: a case goes on by another version, or stays what it was. */
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
    };
    return cmocka_run_group_tests_name("migrate", group, NULL, NULL);
}
