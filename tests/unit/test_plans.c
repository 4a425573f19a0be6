/*
 * How the database goes about each statement: what people wait for costs what is
 * open, however much is past. No table is read from end to end but where all of it
 * is told, or one row of it is taken; and what is offered yet is found by its own
 * index, not among all that ever was.
 */
#include "runtime/store/store_int.h"
#include "tests/unit/store_fixture.h"

static const struct {
    const char *symbol, *sql;
} statements[] = {
#define STATEMENT(symbol, sql) {#symbol, sql},
#include "runtime/store/statements.def"
#undef STATEMENT
};

/* All of a table is what they are for; or its first row, or its last. */
static const char *const lists[] = {
    "GET_HEADER", "VERSION_LIST", "VERSION_LANGUAGE", "CASE_LIST", "TASKS_OFFERED",
    "EVENT_LAST", "ORIGIN", "EVENTS_ALL", "HOLIDAY_LIST", "MEMBER_ANY", "MEMBER_LIST",
    "CLAIMS_OF",   /* of all that is offered, for one who leaves */
};

/* Of what is offered, and nothing else of its case. */
static const char *const offered[] = {
    "TASKS_OF_CASE", "OFFERED_OF_CASE", "CLOSE_OFFERED", "CLAIMED_OF_CASE", "CASE_ONE",
    "SIGNED_LIST",
};

static bool is_among(const char *symbol, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], symbol) == 0)
            return true;
    return false;
}

/* Those of a check read everything; those of an upgrade have tables of their own. */
static bool is_whole(const char *symbol)
{
    return strncmp(symbol, "CHECK_", 6) == 0 || strncmp(symbol, "OLD_", 4) == 0 ||
           is_among(symbol, lists, COUNT_OF(lists));
}

/* Does any step of the plan begin so, or hold it? Reading the outcome of a part of the
 * statement ("SCAN o") or of no table at all is no reading of a table. */
static bool plan_has(struct fixture *f, const char *sql, bool is_table_scan, const char *word)
{
    sqlite3_stmt *st;
    struct bytes text = {0};
    bool has = false;
    bytes_printf(&text, "EXPLAIN QUERY PLAN %s", sql);
    assert_int_equal(sqlite3_prepare_v2(f->s->db, text.data, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(st, 3);
        if (is_table_scan)
            has |= strncmp(step, "SCAN ", 5) == 0 && strcmp(step, "SCAN o") != 0 &&
                   strcmp(step, "SCAN CONSTANT ROW") != 0;
        else
            has |= strstr(step, word) != NULL;
    }
    assert_int_equal(sqlite3_finalize(st), SQLITE_OK);
    bytes_free(&text);
    return has;
}

static void test_no_table_is_read_whole(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(statements); i++)
        if (!is_whole(statements[i].symbol) && plan_has(f, statements[i].sql, true, NULL))
            fail_msg("%s reads a whole table", statements[i].symbol);
}

static void test_what_is_offered_has_its_index(void **state)
{
    struct fixture *f = *state;
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(statements); i++) {
        if (!is_among(statements[i].symbol, offered, COUNT_OF(offered)))
            continue;
        n++;
        if (!plan_has(f, statements[i].sql, false, "task_offered"))
            fail_msg("%s looks among all tasks of its case", statements[i].symbol);
    }
    assert_int_equal(n, COUNT_OF(offered));
}

int main(void)
{
    const struct CMUnitTest group[] = {
        CASE(test_no_table_is_read_whole), CASE(test_what_is_offered_has_its_index),
    };
    return cmocka_run_group_tests_name("plans", group, NULL, NULL);
}
