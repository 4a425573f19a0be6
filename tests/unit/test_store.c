/* The store: what it keeps, what it refuses and why. */
#include "tests/unit/store_fixture.h"

/* ---- a whole case ------------------------------------------------------ */

static void test_case_runs_to_its_end(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "pengadaan");
    struct found found = to_decision(f, number);
    fold_check(f->s, number);
    done(f, found.numbers[0], 0, "budi");
    fold_check(f->s, number);
    done(f, found.numbers[1], 0, "kepala");
    found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 3);
    assert_string_equal(found.units[0], "Bidang UKM");
    assert_string_equal(found.units[2], "UPT");
    done(f, found.numbers[1], NONE, "x");
    done(f, found.numbers[0], NONE, "y");
    fold_check(f->s, number);
    reopen(f, STORE_WRITE);
    done(f, found.numbers[2], NONE, "z");
    done(f, only_task(f, number), NONE, "gudang");
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    assert_int_equal(c.phase, VM_OVER);
    assert_int_equal(c.result, NONE);
    assert_int_equal(c.closed, f->now);
    assert_int_equal(c.n_offered, 0);
    assert_int_equal(fold_check(f->s, number), 11);
}

static void test_named_end_withdraws(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "pengadaan");
    struct found found = to_decision(f, number);
    done(f, found.numbers[1], 2, "kepala");
    done(f, found.numbers[0], 2, "budi");
    struct store_case c;
    assert_true(store_case(f->s, number, &c));
    assert_int_equal(c.phase, VM_OVER);
    assert_int_equal(c.result, 7);
    fold_check(f->s, number);
}

/* `k1`: the check of the supplier stays done when prices are compared again. */
static void test_rework_keeps_a_branch(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "pengadaan");
    struct found found = to_decision(f, number);
    done(f, found.numbers[0], 1, "budi");
    done(f, found.numbers[1], 1, "kepala");
    fold_check(f->s, number);
    done(f, only_task(f, number), NONE, "budi");
    found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 2);
    assert_int_equal(found.rows[0], 4);
    done(f, found.numbers[0], 0, "budi");   /* a new opening: he may sign again */
    fold_check(f->s, number);
}

static void test_event_time_never_goes_back(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "approve"), opened = f->now;
    f->now -= 3600000;   /* the clock was set back */
    done(f, only_task(f, number), NONE, "ani");
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    struct store_task t;
    assert_true(store_task(f->s, found.numbers[0], &t));
    assert_int_equal(t.opened, opened);
    fold_check(f->s, number);
}

static void test_unsound_case_stops(void **state)
{
    struct fixture *f = *state;
    struct store_deployed deployed;
    struct store_answer answer;
    assert_true(deploy(f, &sample_unsound, &deployed));
    int64_t number = start(f, "unsound");
    done(f, only_task(f, number), NONE, "ani");
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 2);
    int64_t c = found.rows[0] == 2 ? found.numbers[0] : found.numbers[1];
    struct store_by who = by(f, "ani");
    assert_true(store_done(f->s, c, NONE, NULL, NULL, &who, &answer));
    assert_int_equal(answer.phase, VM_FAULTY);
    assert_int_equal(tasks(f, (struct store_filter){.case_number = number}).n, 0);
    fold_check(f->s, number);
    assert_int_equal(try_done(f, found.numbers[0] + found.numbers[1] - c, NONE, "ani"),
                     STORE_CASE_IS_OVER);
}

/* ---- versions ---------------------------------------------------------- */

static bool count_versions(void *n, const struct store_version *v)
{
    assert_string_equal(v->sop, *(int *)n == 0 ? "approve" : "pengadaan");
    ++*(int *)n;
    return true;
}

static void test_versions(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct store_case old, young;
    int64_t first = start(f, "approve");
    assert_true(deploy(f, &sample_approve, &d));
    assert_true(d.is_known && d.is_newest);
    assert_true(deploy(f, &sample_approve_2, &d));
    assert_true(!d.is_known && !d.is_newest);
    int64_t second = start(f, "approve");
    assert_true(store_case(f->s, first, &old) && store_case(f->s, second, &young));
    assert_string_not_equal(old.image->id_hex, young.image->id_hex);
    assert_true(deploy(f, &sample_approve, &d));   /* and back again */
    assert_true(d.is_known && !d.is_newest);
    assert_true(store_case(f->s, start(f, "approve"), &young));
    assert_string_equal(old.image->id_hex, young.image->id_hex);
    int n = 0;
    assert_true(store_versions(f->s, count_versions, &n));
    assert_int_equal(n, 2);
    assert_string_equal(store_language(f->s), "en");
    fold_check_all(f->s);
}

static void test_deploy_refuses_what_is_no_image(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct store_by who = by(f, "admin");
    assert_false(store_deploy(f->s, "no image", 8, &who, &d));
    assert_int_equal(store_fault(f->s)->kind, STORE_BAD_IMAGE);
    assert_int_equal(store_fault(f->s)->err, ERR_FINDING);
    assert_true(*store_fault(f->s)->text);
}

static enum store_fault_kind try_start(struct fixture *f, const char *sop, const char *at)
{
    struct store_answer answer;
    struct store_by who = by(f, "ani");
    return store_start(f->s, sop, at, NULL, &who, &answer) ? STORE_FINE
                                                           : store_fault(f->s)->kind;
}

static void test_start_rows(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    assert_true(deploy(f, &sample_starts, &d));
    assert_int_equal(try_start(f, "complaints", NULL), STORE_UNKNOWN_SOP);
    assert_int_equal(try_start(f, "complaint", NULL), STORE_NEEDS_START);
    assert_int_equal(try_start(f, "complaint", "mail"), STORE_UNKNOWN_START);
    assert_int_equal(try_start(f, "complaint", "reply"), STORE_UNKNOWN_START);
    assert_int_equal(try_start(f, "approve", "write"), STORE_UNKNOWN_START);
    assert_int_equal(try_start(f, "complaint", "call"), STORE_FINE);
    struct found found = tasks(f, (struct store_filter){0});
    assert_int_equal(found.n, 1);
    assert_int_equal(found.rows[0], 3);
    fold_check(f->s, 1);   /* the refused ones took no number */
}

/* ---- refusals ---------------------------------------------------------- */

static void test_done_refuses(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "approve"), task = only_task(f, number);
    assert_int_equal(try_done(f, task + 1, NONE, "ani"), STORE_UNKNOWN_TASK);
    assert_int_equal(try_done(f, -1, NONE, "ani"), STORE_UNKNOWN_TASK);
    assert_int_equal(try_done(f, task, 0, "ani"), STORE_BAD_OUTCOME);
    done(f, task, NONE, "ani");
    int64_t when = f->now;
    assert_int_equal(try_done(f, task, NONE, "budi"), STORE_TASK_WAS_DONE);
    assert_string_equal(store_fault(f->s)->text, "ani");
    assert_int_equal(store_fault(f->s)->time, when);
    task = only_task(f, number);
    assert_int_equal(try_done(f, task, NONE, "ani"), STORE_NO_OUTCOME);
    assert_int_equal(try_done(f, task, 2, "ani"), STORE_BAD_OUTCOME);
    assert_int_equal(store_fault(f->s)->err, ERR_FINDING);
    assert_int_equal(fold_check(f->s, number), 2);   /* nothing of that was kept */
    done(f, task, 0, "ani");
    assert_int_equal(try_done(f, task, 0, "ani"), STORE_TASK_WAS_DONE);
}

static void test_joint_signatures(void **state)
{
    struct fixture *f = *state;
    struct found found = to_decision(f, start(f, "pengadaan"));
    done(f, found.numbers[1], 1, "kepala");
    assert_int_equal(try_done(f, found.numbers[0], 1, "kepala"), STORE_SIGNED_ALREADY);
    assert_int_equal(store_fault(f->s)->err, ERR_AUTHORITY);
    assert_int_equal(store_fault(f->s)->number, found.numbers[1]);
    reopen(f, STORE_WRITE);
    assert_int_equal(try_done(f, found.numbers[0], 0, "budi"), STORE_OTHER_OUTCOME);
    assert_int_equal(store_fault(f->s)->number, 1);
    assert_int_equal(tasks(f, (struct store_filter){.person = "kepala"}).n, 0);
    assert_int_equal(tasks(f, (struct store_filter){.person = "budi"}).n, 1);
    done(f, found.numbers[0], 1, "budi");
    fold_check_all(f->s);
}

static void test_withdrawn_tasks_are_refused(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct sample racing = sample_purchase;   /* `no` is decided beside open work */
    racing.id = "balapan";
    racing.rows[2].kind = IMAGE_DECISION;
    racing.rows[2].way = NULL;
    racing.rows[2].outcomes[0] =
        (struct sample_outcome){.kind = IMAGE_YES, .label = "yes", .way = "m0 e"};
    racing.rows[2].outcomes[1] =
        (struct sample_outcome){.kind = IMAGE_NO, .label = "no", .way = "j7"};
    assert_true(deploy(f, &racing, &d));
    int64_t number = start(f, "balapan");
    done(f, only_task(f, number), NONE, "ani");
    done(f, only_task(f, number), 0, "budi");
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    int decision = found.rows[0] == 2 ? 0 : 1;
    done(f, found.numbers[decision], 1, "budi");
    assert_int_equal(try_done(f, found.numbers[!decision], NONE, "citra"), STORE_CASE_IS_OVER);
    assert_int_equal(store_fault(f->s)->time, f->now - 1000);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "gudang"}).n, 0);
    fold_check(f->s, number);
}

static void test_names_and_notes_are_clean(void **state)
{
    struct fixture *f = *state;
    int64_t task = only_task(f, start(f, "approve"));
    static const char *const bad[] = {"", "a\nb", "a\x1b[2J", "\xff", "a\u202eb"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(try_done(f, task, NONE, bad[i]), STORE_BAD_PERSON);
    char *longer = calloc(1, STORE_MOST_NOTE + 2);
    memset(longer, 'x', STORE_MOST_NOTE + 1);
    struct store_by who = by(f, "Ani Wijaya, S.Sos.");
    struct store_answer answer;
    assert_false(store_done(f->s, task, NONE, longer, NULL, &who, &answer));
    assert_int_equal(store_fault(f->s)->kind, STORE_BAD_NOTE);
    longer[STORE_MOST_NOTE] = '\0';
    longer[7] = '\n';
    assert_true(store_done(f->s, task, NONE, longer, NULL, &who, &answer));
    free(longer);
}

static void test_filters(void **state)
{
    struct fixture *f = *state;
    start(f, "pengadaan");
    int64_t second = start(f, "approve");
    assert_int_equal(tasks(f, (struct store_filter){0}).n, 2);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "writer"}).n, 1);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "head"}).n, 0);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "pemohon", .case_number = second}).n,
                     0);
    done(f, only_task(f, second), NONE, "ani");
    assert_int_equal(tasks(f, (struct store_filter){.actor = "head"}).n, 1);
    int64_t task = only_task(f, second);
    struct store_filter filter = {.case_number = second, .above = task - 1};
    assert_int_equal(tasks(f, filter).n, 1);
    filter.above = task;
    assert_int_equal(tasks(f, filter).n, 0);
}

/* ---- running ----------------------------------------------------------- */

/* `test_store --images FOLDER` writes the samples as files, for the tests of
 * the commands. */
static int write_images(const char *folder)
{
    static const struct {
        const char *name;
        const struct sample *sample;
    } files[] = {{"purchase", &sample_purchase}, {"approve", &sample_approve},
                 {"approve-2", &sample_approve_2}, {"starts", &sample_starts},
                 {"unsound", &sample_unsound}, {"tender", &sample_tender},
                 {"race", &sample_race},       {"invite", &sample_invite},
                 {"divide", &sample_divide}};
    enum err err = ERR_NONE;
    for (size_t i = 0; i < COUNT_OF(files) && err == ERR_NONE; i++) {
        char path[512];
        struct bytes b = {0};
        sample_write(files[i].sample, &b);
        snprintf(path, sizeof path, "%s/%s.sopb", folder, files[i].name);
        err = os_write_file(path, b.data, b.len);
        bytes_free(&b);
    }
    return (int)err;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--images") == 0)
        return write_images(argv[2]);
    const struct CMUnitTest group[] = {
        CASE(test_case_runs_to_its_end),
        CASE(test_named_end_withdraws),
        CASE(test_rework_keeps_a_branch),
        CASE(test_event_time_never_goes_back),
        CASE(test_unsound_case_stops),
        CASE(test_versions),
        CASE(test_deploy_refuses_what_is_no_image),
        CASE(test_start_rows),
        CASE(test_done_refuses),
        CASE(test_joint_signatures),
        CASE(test_withdrawn_tasks_are_refused),
        CASE(test_names_and_notes_are_clean),
        CASE(test_filters),
    };
    return cmocka_run_group_tests_name("store", group, NULL, NULL);
}
