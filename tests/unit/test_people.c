/* People: whose a task is, who has taken it, and what is left of a name. */
#include <sqlite3.h>

#include "tests/unit/store_fixture.h"

/* ---- short names ---------------------------------------------------------------- */

static void join_unit(struct fixture *f, const char *person, const char *actor,
                      const char *office, const char *unit)
{
    struct store_by who = by(f, "admin");
    struct store_member m = {.person = person, .actor = actor, .office = office, .unit = unit};
    bool is_new;
    assert_true(store_join(f->s, &m, &who, &is_new));
    assert_true(is_new);
}

static void join(struct fixture *f, const char *person, const char *actor)
{
    join_unit(f, person, actor, "", "");
}

static uint32_t leave(struct fixture *f, const char *person, const char *actor)
{
    struct store_by who = by(f, "admin");
    uint32_t n = 0;
    assert_true(store_leave(f->s, person, actor, NULL, &who, &n));
    return n;
}

static enum store_fault_kind try_claim(struct fixture *f, int64_t task, const char *person)
{
    struct store_by who = by(f, person);
    bool is_new;
    return store_claim(f->s, task, &who, &is_new) ? STORE_FINE : store_fault(f->s)->kind;
}

static enum store_fault_kind try_release(struct fixture *f, int64_t task, const char *person)
{
    struct store_by who = by(f, person);
    return store_release(f->s, task, &who) ? STORE_FINE : store_fault(f->s)->kind;
}

static enum store_fault_kind try_cancel(struct fixture *f, int64_t number, const char *reason,
                                        const char *person)
{
    struct store_by who = by(f, person);
    return store_cancel(f->s, number, reason, &who) ? STORE_FINE : store_fault(f->s)->kind;
}

static enum store_fault_kind try_erase(struct fixture *f, const char *person)
{
    struct store_by who = by(f, "admin");
    int64_t number;
    return store_erase(f->s, person, &who, &number) ? STORE_FINE : store_fault(f->s)->kind;
}

static uint32_t n_tasks_of(struct fixture *f, const char *person)
{
    return tasks(f, (struct store_filter){.person = person}).n;
}

static const char *claimer(struct fixture *f, int64_t task)
{
    struct store_task t;
    assert_true(store_task(f->s, task, &t));
    return t.status == TASK_OFFERED ? t.person : NULL;
}

/* ---- whose task it is ------------------------------------------------------------ */

static void test_without_people_all_may(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "approve"), task = only_task(f, number);
    assert_int_equal(n_tasks_of(f, "anybody"), 1);
    assert_int_equal(try_claim(f, task, "anybody"), STORE_FINE);
    done(f, task, NONE, "anybody");
    assert_int_equal(try_cancel(f, number, "no more", "anybody else"), STORE_FINE);
    fold_check_all(f->s);
}

static void test_wrong_person(void **state)
{
    struct fixture *f = *state;
    join(f, "ani", "head");
    join(f, "budi", "writer");
    int64_t number = start(f, "approve"), task = only_task(f, number);
    assert_int_equal(try_done(f, task, NONE, "ani"), STORE_NOT_MEMBER);
    assert_int_equal(store_fault(f->s)->err, ERR_AUTHORITY);
    assert_string_equal(store_fault(f->s)->text, "ani");
    assert_int_equal(store_fault(f->s)->number, task);
    assert_non_null(store_fault(f->s)->image);
    assert_int_equal(store_fault(f->s)->row, 0);
    assert_int_equal(try_claim(f, task, "ani"), STORE_NOT_MEMBER);
    assert_int_equal(try_done(f, task, NONE, "nobody"), STORE_NOT_MEMBER);
    assert_int_equal(n_tasks_of(f, "ani"), 0);
    assert_int_equal(n_tasks_of(f, "budi"), 1);
    assert_int_equal(fold_check(f->s, number), 1);   /* nothing of that was kept */
    done(f, task, NONE, "budi");
    assert_int_equal(n_tasks_of(f, "ani"), 1);
    done(f, only_task(f, number), 0, "ani");
}

static void test_office_counts(void **state)
{
    struct fixture *f = *state;
    join_unit(f, "ani", "writer", "elsewhere", "");
    int64_t task = only_task(f, start(f, "approve"));
    assert_int_equal(try_done(f, task, NONE, "ani"), STORE_NOT_MEMBER);
    assert_int_equal(n_tasks_of(f, "ani"), 0);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "writer"}).n, 1);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "writer", .office = ""}).n, 1);
    assert_int_equal(tasks(f, (struct store_filter){.actor = "writer",
                                                    .office = "elsewhere"}).n, 0);
    join(f, "ani", "writer");
    assert_int_equal(n_tasks_of(f, "ani"), 1);
    assert_int_equal(leave(f, "ani", "writer"), 2);
}

/* The purchase's goods are received by every unit. */
static struct found to_units(struct fixture *f, int64_t number)
{
    struct found found = to_decision(f, number);
    done(f, found.numbers[0], 0, "budi");
    done(f, found.numbers[1], 0, "kepala");
    return tasks(f, (struct store_filter){.case_number = number});
}

static void test_units(void **state)
{
    struct fixture *f = *state;
    struct found found = to_units(f, start(f, "pengadaan"));
    assert_int_equal(found.n, 3);
    join_unit(f, "uki", "bidang", "", "UPT");
    assert_int_equal(n_tasks_of(f, "uki"), 1);
    assert_int_equal(try_done(f, found.numbers[0], NONE, "uki"), STORE_NOT_MEMBER);
    assert_int_equal(store_fault(f->s)->status, 0);
    done(f, found.numbers[2], NONE, "uki");
    join(f, "semua", "bidang");
    assert_int_equal(n_tasks_of(f, "semua"), 2);
    done(f, found.numbers[1], NONE, "semua");
    assert_int_equal(try_done(f, found.numbers[0], NONE, "semua"), STORE_SIGNED_ALREADY);
    assert_int_equal(n_tasks_of(f, "semua"), 0);   /* two signatures are two people */
    fold_check_all(f->s);
}

/* ---- claims ---------------------------------------------------------------------- */

static void test_claim_by_another(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "approve"), task = only_task(f, number);
    assert_int_equal(try_release(f, task, "ani"), STORE_NOT_CLAIMED);
    assert_int_equal(try_claim(f, task, "ani"), STORE_FINE);
    int64_t when = f->now;
    assert_string_equal(claimer(f, task), "ani");
    assert_int_equal(try_claim(f, task, "budi"), STORE_CLAIMED);
    assert_int_equal(store_fault(f->s)->err, ERR_AUTHORITY);
    assert_string_equal(store_fault(f->s)->text, "ani");
    assert_int_equal(store_fault(f->s)->time, when);
    assert_int_equal(try_done(f, task, NONE, "budi"), STORE_CLAIMED);
    assert_int_equal(try_release(f, task, "budi"), STORE_CLAIMED);
    assert_int_equal(n_tasks_of(f, "budi"), 0);
    assert_int_equal(n_tasks_of(f, "ani"), 1);
    assert_int_equal(try_claim(f, task, "ani"), STORE_FINE);   /* says so, and that is all */
    assert_int_equal(fold_check(f->s, number), 2);
    assert_int_equal(try_release(f, task, "ani"), STORE_FINE);
    assert_null(claimer(f, task));
    done(f, task, NONE, "budi");
    assert_int_equal(fold_check(f->s, number), 4);
}

static void test_claim_of_what_is_closed(void **state)
{
    struct fixture *f = *state;
    int64_t number = start(f, "approve"), task = only_task(f, number);
    assert_int_equal(try_claim(f, task, "ani"), STORE_FINE);
    done(f, task, NONE, "ani");
    assert_int_equal(try_done(f, task, NONE, "ani"), STORE_TASK_WAS_DONE);
    assert_int_equal(try_claim(f, task, "ani"), STORE_TASK_WAS_DONE);
    assert_int_equal(try_release(f, task, "ani"), STORE_TASK_WAS_DONE);
    assert_int_equal(try_claim(f, 99, "ani"), STORE_UNKNOWN_TASK);
    task = only_task(f, number);
    assert_int_equal(try_claim(f, task, "budi"), STORE_FINE);
    assert_int_equal(try_cancel(f, number, "late", "ani"), STORE_FINE);
    assert_int_equal(try_claim(f, task, "budi"), STORE_CASE_IS_OVER);
    fold_check_all(f->s);
}

/* ---- leaving --------------------------------------------------------------------- */

static void test_removed_member(void **state)
{
    struct fixture *f = *state;
    struct store_by who = by(f, "admin");
    uint32_t n;
    join(f, "ani", "writer");
    join(f, "ani", "head");
    join(f, "budi", "writer");
    int64_t first = only_task(f, start(f, "approve")), case_2 = start(f, "approve");
    int64_t second = only_task(f, case_2);
    done(f, second, NONE, "budi");
    second = only_task(f, case_2);
    assert_int_equal(try_claim(f, first, "ani"), STORE_FINE);
    assert_int_equal(try_claim(f, second, "ani"), STORE_FINE);
    assert_int_equal(leave(f, "ani", "head"), 1);
    assert_null(claimer(f, second));
    assert_string_equal(claimer(f, first), "ani");
    assert_int_equal(n_tasks_of(f, "ani"), 1);
    assert_false(store_leave(f->s, "ani", "head", NULL, &who, &n));
    assert_int_equal(store_fault(f->s)->kind, STORE_NO_MEMBERSHIP);
    assert_false(store_leave(f->s, "nobody", NULL, NULL, &who, &n));
    assert_int_equal(store_fault(f->s)->kind, STORE_UNKNOWN_PERSON);
    assert_int_equal(leave(f, "ani", NULL), 1);
    assert_null(claimer(f, first));
    assert_int_equal(try_done(f, first, NONE, "ani"), STORE_NOT_MEMBER);
    done(f, first, NONE, "budi");
    fold_check_all(f->s);
}

/* ---- forgetting ------------------------------------------------------------------ */

/* Does any file of the store hold these bytes? */
static bool store_holds(struct fixture *f, const void *bytes, size_t len)
{
    static const char *const ends[] = {"", "-wal"};
    bool is_there = false;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        char path[128];
        struct bytes b = {0};
        snprintf(path, sizeof path, "%s%s", f->path, ends[i]);
        if (os_read_file(path, 1 << 28, &b) == ERR_NONE)
            is_there |= memmem(b.data, b.len, bytes, len) != NULL;
        bytes_free(&b);
    }
    return is_there;
}

static bool last_person(void *context, const struct store_event *e)
{
    snprintf(context, 64, "%s", e->person);
    return true;
}

static void salt_of(struct fixture *f, const char *name, uint8_t salt[16])
{
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT salt FROM name WHERE text = ?1", -1, &st,
                                        NULL), SQLITE_OK);
    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    assert_int_equal(sqlite3_column_bytes(st, 0), 16);
    memcpy(salt, sqlite3_column_blob(st, 0), 16);
    sqlite3_finalize(st);
    sqlite3_close(db);
}

static void test_erase(void **state)
{
    static const char name[] = "Rahasia Sekali";
    struct fixture *f = *state;
    char person[64];
    uint8_t salt[16];
    join(f, name, "writer");
    join(f, "budi", "writer");
    int64_t number = start(f, "approve"), task = only_task(f, number);
    assert_int_equal(try_claim(f, task, name), STORE_FINE);
    assert_int_equal(try_erase(f, name), STORE_STILL_MEMBER);
    assert_int_equal(leave(f, name, NULL), 1);
    join(f, name, "writer");
    done(f, task, NONE, name);
    assert_int_equal(leave(f, name, NULL), 1);
    assert_int_equal(try_erase(f, "nobody"), STORE_UNKNOWN_PERSON);
    salt_of(f, name, salt);
    assert_true(store_holds(f, name, strlen(name)) && store_holds(f, salt, sizeof salt));
    assert_int_equal(try_erase(f, name), STORE_FINE);
    assert_false(store_holds(f, name, strlen(name)));
    assert_false(store_holds(f, salt, sizeof salt));
    assert_true(store_events(f->s, number, last_person, person));
    assert_int_equal(person[0], '#');
    assert_int_equal(try_done(f, task, NONE, person), STORE_BAD_PERSON);
    assert_int_equal(try_erase(f, name), STORE_UNKNOWN_PERSON);
    join(f, name, "writer");   /* a new name, which the old one is not */
    fold_check_all(f->s);
}

/* The journal is emptied when the group has ended; when it comes to nothing, nothing
 * is forgotten. */
static void test_erase_in_a_group(void **state)
{
    static const char name[] = "Rahasia Sekali", other[] = "Tetap Diingat";
    struct fixture *f = *state;
    int64_t number = start(f, "approve");
    done(f, only_task(f, number), NONE, name);
    number = start(f, "approve");
    done(f, only_task(f, number), NONE, other);
    assert_true(store_group_begin(f->s));
    start(f, "approve");
    assert_int_equal(try_erase(f, name), STORE_FINE);
    assert_int_equal(try_erase(f, name), STORE_UNKNOWN_PERSON);
    start(f, "approve");
    assert_true(store_group_end(f->s));
    assert_false(store_holds(f, name, strlen(name)));
    assert_true(store_group_begin(f->s));
    assert_int_equal(try_erase(f, other), STORE_FINE);
    reopen(f, STORE_WRITE);
    assert_true(store_holds(f, other, strlen(other)));
    assert_int_equal(try_erase(f, other), STORE_FINE);
    assert_false(store_holds(f, other, strlen(other)));
    fold_check_all(f->s);
}

/* Of many names, that came in any order, none leaves a trace. */
static void test_erase_many(void **state)
{
    enum { MANY = 1000, STEP = 7919, ERASED = 200 };
    struct fixture *f = *state;
    char name[32];
    assert_true(store_group_begin(f->s));
    for (int i = 0; i < MANY; i++) {
        struct store_answer answer;
        snprintf(name, sizeof name, "Orang Rahasia %04d", i * STEP % MANY);
        struct store_by who = by(f, name);
        assert_true(store_start(f->s, "approve", NULL, NULL, &who, &answer));
    }
    assert_true(store_group_end(f->s) && store_group_begin(f->s));
    for (int i = 0; i < ERASED; i++) {
        snprintf(name, sizeof name, "Orang Rahasia %04d", i * (MANY / ERASED));
        assert_int_equal(try_erase(f, name), STORE_FINE);
    }
    assert_true(store_group_end(f->s));
    for (int i = 0; i < ERASED; i++) {
        snprintf(name, sizeof name, "Orang Rahasia %04d", i * (MANY / ERASED));
        assert_false(store_holds(f, name, strlen(name)));
    }
    assert_true(store_holds(f, "Orang Rahasia 0001", strlen("Orang Rahasia 0001")));
}

static void test_claims_keep_a_name(void **state)
{
    struct fixture *f = *state;
    int64_t task = only_task(f, start(f, "approve"));
    assert_int_equal(try_claim(f, task, "ani"), STORE_FINE);   /* no people yet */
    join(f, "budi", "writer");
    assert_int_equal(try_erase(f, "ani"), STORE_STILL_CLAIMS);
    assert_int_equal(store_fault(f->s)->number, 1);
    assert_int_equal(try_done(f, task, NONE, "budi"), STORE_CLAIMED);
    assert_int_equal(leave(f, "ani", NULL), 0);   /* of no actor, but it lets go */
    assert_null(claimer(f, task));
    assert_int_equal(try_erase(f, "ani"), STORE_FINE);
    done(f, task, NONE, "budi");
    fold_check_all(f->s);
}

/* Nor may the user of the system be what nobody could read any more. */
static void test_bad_users(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {"#1", "a\nb", "\xff"};
    struct store_answer answer;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct store_by who = by(f, "ani");
        who.os_user = bad[i];
        assert_false(store_start(f->s, "approve", NULL, NULL, &who, &answer));
        assert_int_equal(store_fault(f->s)->kind, STORE_BAD_PERSON);
        assert_false(store_tick(f->s, &who, NULL, NULL));
        assert_int_equal(store_fault(f->s)->kind, STORE_BAD_PERSON);
    }
    start(f, "approve");
    fold_check_all(f->s);
}

static void test_bad_names(void **state)
{
    struct fixture *f = *state;
    struct store_by who = by(f, "admin");
    static const char *const bad[] = {"", "#1", "a\nb", "\xff"};
    bool is_new;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct store_member m = {.person = bad[i], .actor = "head", .office = "", .unit = ""};
        assert_false(store_join(f->s, &m, &who, &is_new));
        assert_int_equal(store_fault(f->s)->kind, STORE_BAD_NAME);
    }
    /* `-` is what the log says where there is none */
    static const struct store_member none[] = {
        {.person = "ani", .actor = "head", .office = "-", .unit = ""},
        {.person = "ani", .actor = "head", .office = "", .unit = "-"},
        {.person = "ani", .actor = "head", .office = "", .unit = "a\nb"},
    };
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        assert_false(store_join(f->s, &none[i], &who, &is_new));
        assert_int_equal(store_fault(f->s)->kind, STORE_BAD_NAME);
    }
    join(f, "# 1", "head");
}

/* ---- four eyes ------------------------------------------------------------------- */

static void test_two_signatures_with_people(void **state)
{
    struct fixture *f = *state;
    struct found found = to_decision(f, start(f, "pengadaan"));   /* before there were any */
    join(f, "budi", "kasubag");
    join(f, "kepala", "kepala");
    join(f, "kepala", "kasubag");
    assert_int_equal(n_tasks_of(f, "kepala"), 2);
    assert_int_equal(try_done(f, found.numbers[0], 1, "citra"), STORE_NOT_MEMBER);
    done(f, found.numbers[1], 1, "kepala");
    assert_int_equal(n_tasks_of(f, "kepala"), 0);
    assert_int_equal(try_claim(f, found.numbers[0], "kepala"), STORE_SIGNED_ALREADY);
    assert_int_equal(n_tasks_of(f, "budi"), 1);
    fold_check_all(f->s);
}

static void test_four_eyes_with_people(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct sample other = sample_approve;   /* the report is checked by another */
    other.rows[1].excepts = "0";
    assert_true(deploy(f, &other, &d));
    join(f, "ani", "writer");
    join(f, "ani", "head");
    join(f, "budi", "head");
    int64_t number = start(f, "approve");
    done(f, only_task(f, number), NONE, "ani");
    int64_t task = only_task(f, number);
    assert_int_equal(n_tasks_of(f, "ani"), 0);
    assert_int_equal(try_claim(f, task, "ani"), STORE_FOUR_EYES);
    assert_int_equal(try_done(f, task, 0, "ani"), STORE_FOUR_EYES);
    assert_int_equal(n_tasks_of(f, "budi"), 1);
    assert_int_equal(try_claim(f, task, "budi"), STORE_FINE);
    done(f, task, 0, "budi");
    fold_check_all(f->s);
}

/* ---- cancelling ------------------------------------------------------------------ */

static bool last_note(void *context, const struct store_event *e)
{
    snprintf(context, 64, "%s: %s", e->person, e->note ? e->note : "");
    return true;
}

static void test_cancel(void **state)
{
    struct fixture *f = *state;
    struct store_case c;
    char note[64];
    int64_t number = start(f, "approve");
    join(f, "ani", "head");
    assert_int_equal(try_cancel(f, number, "x", "budi"), STORE_NOT_KNOWN);
    assert_int_equal(store_fault(f->s)->err, ERR_AUTHORITY);
    assert_int_equal(try_cancel(f, number, "", "ani"), STORE_BAD_REASON);
    assert_int_equal(try_cancel(f, 9, "x", "ani"), STORE_UNKNOWN_CASE);
    assert_int_equal(fold_check(f->s, number), 1);
    assert_int_equal(try_cancel(f, number, "two of one", "ani"), STORE_FINE);
    assert_true(store_events(f->s, number, last_note, note));
    assert_string_equal(note, "ani: two of one");
    assert_true(store_case(f->s, number, &c) && c.is_cancelled);
    assert_int_equal(try_cancel(f, number, "again", "ani"), STORE_CASE_HAS_ENDED);
    assert_int_equal(store_fault(f->s)->time, c.closed);
    fold_check_all(f->s);
}

static void test_cancel_takes_what_was_called(void **state)
{
    struct fixture *f = *state;
    struct store_deployed d;
    struct store_case child;
    const struct store_setting topic[] = {{"topic", "budget"}};
    struct store_settings settings = {.at = topic, .n = 1};
    struct store_answer a;
    assert_true(deploy(f, &sample_invite, &d));
    int64_t number = start(f, "invite");
    struct store_by who = by(f, "ani");
    assert_true(store_done(f->s, only_task(f, number), NONE, NULL, &settings, &who, &a));
    assert_true(store_case(f->s, number + 1, &child));
    assert_int_equal(child.parent, number);
    assert_int_equal(try_cancel(f, number + 1, "x", "ani"), STORE_CASE_IS_CALLED);
    assert_string_equal(store_fault(f->s)->text, "1");
    assert_int_equal(try_cancel(f, number, "x", "ani"), STORE_FINE);
    assert_true(store_case(f->s, number + 1, &child) && child.is_cancelled);
    assert_int_equal(tasks(f, (struct store_filter){0}).n, 0);
    fold_check_all(f->s);
}

/* ---- items, holidays ------------------------------------------------------------- */

static void test_items(void **state)
{
    struct fixture *f = *state;
    struct store_settings settings = {.items = STORE_MOST_ITEMS + 1};
    struct store_answer a;
    struct store_case c;
    struct store_by who = by(f, "ani");
    assert_false(store_start(f->s, "approve", NULL, &settings, &who, &a));
    assert_int_equal(store_fault(f->s)->kind, STORE_BAD_ITEMS);
    settings.items = 40;
    assert_true(store_start(f->s, "approve", NULL, &settings, &who, &a));
    assert_true(store_case(f->s, a.case_number, &c));
    assert_int_equal(c.items, 40);
    assert_true(store_case(f->s, start(f, "approve"), &c));
    assert_int_equal(c.items, 1);
}

static bool count_holidays(void *n, const struct store_holiday *h)
{
    assert_string_equal(h->text, *(int *)n ? "longer" : "one");
    ++*(int *)n;
    return true;
}

static void test_holidays(void **state)
{
    struct fixture *f = *state;
    struct store_by who = by(f, "ani");
    struct store_holiday one = {100, 100, "one"}, longer = {100, 110, "longer"};
    struct store_holiday wrong[] = {{2, 1, "x"}, {1, 1, ""}, {1, 1, "a\nb"},
                                    {1, DATE_LAST + 1, "x"}};
    bool is_new;
    int n = 0;
    assert_true(store_add_holiday(f->s, &one, &who, &is_new) && is_new);
    assert_true(store_add_holiday(f->s, &one, &who, &is_new) && !is_new);
    assert_true(store_add_holiday(f->s, &longer, &who, &is_new) && is_new);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(store_add_holiday(f->s, &wrong[i], &who, &is_new));
        assert_int_equal(store_fault(f->s)->kind, STORE_BAD_DAYS);
    }
    assert_true(store_holidays(f->s, count_holidays, &n));
    assert_int_equal(n, 2);
}

/* ---- the worklist ---------------------------------------------------------------- */

/* One who is several actors sees each task once, in order, and no more than asked. */
static void test_merged_worklist(void **state)
{
    struct fixture *f = *state;
    join(f, "ani", "writer");
    join(f, "ani", "head");
    join(f, "ani", "pemohon");
    for (int i = 0; i < 4; i++) {
        start(f, "approve");
        start(f, "pengadaan");
    }
    done(f, 1, NONE, "ani");
    struct found found = tasks(f, (struct store_filter){.person = "ani"});
    assert_int_equal(found.n, 8);
    for (uint32_t i = 1; i < found.n; i++)
        assert_true(found.numbers[i] > found.numbers[i - 1]);
    found = tasks(f, (struct store_filter){.person = "ani", .limit = 3});
    assert_int_equal(found.n, 3);
    assert_int_equal(found.numbers[0], 2);
    assert_int_equal(tasks(f, (struct store_filter){.person = "ani", .actor = "head"}).n, 1);
    assert_int_equal(tasks(f, (struct store_filter){.limit = 5}).n, 5);
    assert_int_equal(tasks(f, (struct store_filter){.person = "budi"}).n, 0);
}

int main(void)
{
    const struct CMUnitTest group[] = {
        CASE(test_without_people_all_may),
        CASE(test_wrong_person),
        CASE(test_office_counts),
        CASE(test_units),
        CASE(test_claim_by_another),
        CASE(test_claim_of_what_is_closed),
        CASE(test_removed_member),
        CASE(test_erase), CASE(test_erase_in_a_group), CASE(test_erase_many),
        CASE(test_claims_keep_a_name),
        CASE(test_bad_names), CASE(test_bad_users),
        CASE(test_two_signatures_with_people),
        CASE(test_four_eyes_with_people),
        CASE(test_cancel),
        CASE(test_cancel_takes_what_was_called),
        CASE(test_items),
        CASE(test_holidays),
        CASE(test_merged_worklist),
    };
    return cmocka_run_group_tests_name("people", group, NULL, NULL);
}
