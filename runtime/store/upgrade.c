/*
 * Stores of older schemas: their tables are put aside, made anew and filled from
 * what they held. Events go into the log in the order of their times, so that
 * its chain begins with them.
 *
 * Schema 1 had neither fields, waits, deadlines nor called cases: rows done there
 * have no completion, for `except who did` is not asked of its images. Schema 2
 * had a log for each case, names in it, and no people. Schema 3 had other
 * indexes, and the words of a column otherwise.
 */
#include "runtime/store/store_int.h"

static const char put_aside[] =
    "CREATE TEMP TABLE old_cases AS SELECT * FROM main.cases;"
    "CREATE TEMP TABLE old_event AS SELECT * FROM main.event;"
    "CREATE TEMP TABLE old_token AS SELECT * FROM main.token;"
    "CREATE TEMP TABLE old_task AS SELECT * FROM main.task;"
    "CREATE TEMP TABLE old_image AS SELECT * FROM main.image;"
    "CREATE TEMP TABLE old_version AS SELECT deployed AS time, * FROM main.version;"
    "CREATE TEMP TABLE moved (case_number INTEGER, seq INTEGER, number INTEGER,"
    " PRIMARY KEY (case_number, seq)) WITHOUT ROWID;"
    "DROP TABLE main.offer; DROP TABLE main.token; DROP TABLE main.task;"
    "DROP TABLE main.event;";
/* What schema 2 had besides; the empty ones stand in for it. */
static const char put_aside_1[] =
    "ALTER TABLE old_cases ADD COLUMN parent; ALTER TABLE old_cases ADD COLUMN parent_row;"
    "CREATE TEMP TABLE old_field (case_number, field, value);"
    "CREATE TEMP TABLE old_counter (case_number, counter, n);"
    "CREATE TEMP TABLE old_waiting (case_number, row, address, until);"
    "CREATE TEMP TABLE old_due (case_number, row, at, fires);"
    "CREATE TEMP TABLE old_completion (case_number, row, time, opened);";
static const char put_aside_2[] =
    "CREATE TEMP TABLE old_field AS SELECT * FROM main.field;"
    "CREATE TEMP TABLE old_counter AS SELECT * FROM main.counter;"
    "CREATE TEMP TABLE old_waiting AS SELECT * FROM main.waiting;"
    "CREATE TEMP TABLE old_due AS SELECT * FROM main.due;"
    "CREATE TEMP TABLE old_completion AS SELECT * FROM main.completion;"
    "DROP TABLE main.field; DROP TABLE main.counter; DROP TABLE main.waiting;"
    "DROP TABLE main.due; DROP TABLE main.completion;";
static const char drop_rest[] =
    "DROP TABLE main.cases; DROP TABLE main.version; DROP TABLE main.image;";

static const char put_back[] =
    "INSERT INTO image SELECT id, bytes, deployed FROM old_image;"
    "INSERT INTO version SELECT number, sop, title, language, image, deployed FROM old_version;"
    "INSERT INTO cases SELECT number, image, procedure, phase, result, parent, parent_row, 1"
    " FROM old_cases;"
    "INSERT INTO token SELECT case_number, place FROM old_token;"
    "INSERT INTO field SELECT case_number, field, value FROM old_field;"
    "INSERT INTO counter SELECT case_number, counter, n FROM old_counter;"
    "INSERT INTO waiting SELECT case_number, row, address, until FROM old_waiting;"
    "INSERT INTO due SELECT case_number, row, at, fires FROM old_due;";
/* What points to events points to their new numbers. */
static const char put_back_moved[] =
    "INSERT INTO task SELECT t.number, t.case_number, t.row, t.nth, t.unit, t.status, o.number,"
    " c.number, NULL FROM old_task t"
    " JOIN moved o ON o.case_number = t.case_number AND o.seq = t.opened"
    " LEFT JOIN moved c ON c.case_number = t.case_number AND c.seq = t.closed;"
    "INSERT INTO completion SELECT k.case_number, k.row, k.time, o.number, k.row"
    " FROM old_completion k"
    " LEFT JOIN moved o ON o.case_number = k.case_number AND o.seq = k.opened;";
static const char drop_aside[] =
    "DROP TABLE old_cases; DROP TABLE old_event; DROP TABLE old_token; DROP TABLE old_task;"
    "DROP TABLE old_image; DROP TABLE old_version; DROP TABLE old_field; DROP TABLE old_counter;"
    "DROP TABLE old_waiting; DROP TABLE old_due; DROP TABLE old_completion; DROP TABLE moved;";

static void move_event(struct store *s, sqlite3_stmt *st)
{
    struct said note = {.field = NONE, .text = sql_column_text(s, st, 11)};
    struct store_by by = {sql_column_word(s, st, 6), sql_column_word(s, st, 7),
                          sqlite3_column_int64(st, 3)};
    struct log_entry e = {
        .case_number = sqlite3_column_int64(st, 1),
        .seq = sqlite3_column_int64(st, 4),
        .time = by.now,
        .kind = event_kind(s, st, 5),
        .by = &by,
        .row = sql_column_index(s, st, 8, NONE),
        .task = sqlite3_column_int64(st, 9),
        .outcome = sql_column_index(s, st, 10, NONE),
        .about = sql_column_text(s, st, 12),
        .said = &note,
        .n_said = note.text != NULL,
    };
    int64_t number = log_add(s, &e);
    if (e.case_number)
        sql_run(s, OLD_MOVED, sql_number(e.case_number), sql_number(e.seq), sql_number(number));
}

static void offer_again(struct store *s)
{
    sqlite3_stmt *st = sql_start(s, OLD_OFFERED);
    while (sql_row(s, st)) {
        const struct image *image = sql_column_image(s, st, 1);
        uint32_t row = image ? sql_column_index(s, st, 2, image->t.n_row) : NONE;
        if (row == NONE) {
            store_refuse(s, STORE_DAMAGED);
            continue;
        }
        uint32_t nth = sql_column_index(s, st, 3, image->t.row[row].n_tasks);
        bool is_due = sqlite3_column_type(st, 4) != SQLITE_NULL;
        offer_add(s, image, row, nth, sqlite3_column_int64(st, 0),
                  is_due ? sqlite3_column_int64(st, 4) : CALENDAR_NEVER);
    }
}

/* They remembered each row that was done, whether or not any looks back at it. */
static void forget_unasked(struct store *s)
{
    sql_text_run(s, "CREATE TEMP TABLE recalled (image TEXT, row INTEGER,"
                    " PRIMARY KEY (image, row)) WITHOUT ROWID;");
    sqlite3_stmt *st = sql_start(s, OLD_IMAGES);
    while (sql_row(s, st)) {
        const struct image *image = sql_column_image(s, st, 0);
        for (uint32_t row = 0; image && row < image->t.n_row; row++)
            if (image->is_recalled[row])
                sql_run(s, OLD_RECALLED, sql_text(image->id_hex), sql_number(row));
    }
    sql_text_run(s, "DELETE FROM completion WHERE NOT EXISTS (SELECT 1 FROM cases c"
                    " JOIN recalled r ON r.image = c.image AND r.row = completion.row"
                    " WHERE c.number = completion.case_number);"
                    "DROP TABLE recalled;");
}

/* Schema 3 had the same log and the same rows. */
static void upgrade_3(struct store *s)
{
    sql_text_run(s, "CREATE TEMP TABLE old_cases AS SELECT * FROM main.cases;"
                    "CREATE TEMP TABLE old_task AS SELECT * FROM main.task;"
                    "DROP TABLE main.cases; DROP TABLE main.task; DROP INDEX main.offer_of_task;");
    schema_make_table(s, "cases");
    schema_make_table(s, "task");
    sql_text_run(s, "INSERT INTO main.cases SELECT * FROM old_cases;"
                    "INSERT INTO main.task SELECT * FROM old_task;"
                    "DROP TABLE old_cases; DROP TABLE old_task;");
    forget_unasked(s);
    schema_set_version(s);
}

void schema_upgrade(struct store *s, int64_t schema)
{
    if (schema == 3) {
        upgrade_3(s);
        return;
    }
    if (!sql_text_run(s, put_aside) ||
        !sql_text_run(s, schema == 1 ? put_aside_1 : put_aside_2) ||
        !sql_text_run(s, drop_rest) || !schema_make(s) || !sql_text_run(s, put_back))
        return;
    sqlite3_stmt *st = sql_start(s, OLD_EVENTS, sql_number(schema));
    while (sql_row(s, st))
        move_event(s, st);
    sql_text_run(s, put_back_moved);
    offer_again(s);
    forget_unasked(s);
    sql_text_run(s, drop_aside);
}
