/*
 * Running SQL: each statement is prepared once and kept, its values are bound
 * from typed cells, and every way in which the database can fail becomes one
 * of the store's own faults, here and nowhere else.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/store/store_int.h"

static const char *const statement_sql[N_STATEMENTS] = {
#define STATEMENT(symbol, sql) [SQL_##symbol] = sql,
#include "runtime/store/statements.def"
#undef STATEMENT
};

static const enum err fault_err[N_STORE_FAULTS] = {
#define FAULT(symbol, err, meaning) [STORE_##symbol] = err,
#include "runtime/store/faults.def"
#undef FAULT
};

/* What a code of the database means to us. What is not here is our fault. */
static const struct {
    int code;
    enum store_fault_kind kind;
} meanings[] = {
    {SQLITE_FULL, STORE_DISK_FULL},      {SQLITE_READONLY, STORE_READ_ONLY},
    {SQLITE_BUSY, STORE_LOCKED},         {SQLITE_LOCKED, STORE_LOCKED},
    {SQLITE_PROTOCOL, STORE_LOCKED},     {SQLITE_CORRUPT, STORE_DAMAGED},
    {SQLITE_NOTADB, STORE_NOT_A_STORE},  {SQLITE_IOERR, STORE_CANNOT_USE},
    {SQLITE_CANTOPEN, STORE_CANNOT_OPEN}, {SQLITE_PERM, STORE_CANNOT_OPEN},
    {SQLITE_AUTH, STORE_CANNOT_OPEN},    {SQLITE_NOMEM, STORE_NO_MEMORY},
    /* a table or column is missing, a rule of the schema is broken: only a
     * file that somebody else changed can do that */
    {SQLITE_ERROR, STORE_DAMAGED},       {SQLITE_SCHEMA, STORE_DAMAGED},
    {SQLITE_CONSTRAINT, STORE_DAMAGED},  {SQLITE_MISMATCH, STORE_DAMAGED},
};

/* ---- faults ------------------------------------------------------------ */

bool store_refuse_about(struct store *s, enum store_fault_kind kind, int64_t number,
                        const char *text, int64_t time)
{
    if (!store_is_fine(s))
        return false;
    s->fault = (struct store_fault){
        .kind = kind, .err = fault_err[kind], .number = number, .time = time,
        .row = NONE, .field = NONE};
    snprintf(s->fault.text, sizeof s->fault.text, "%s", text ? text : "");
    return false;
}

bool store_refuse_row(struct store *s, enum store_fault_kind kind, const struct image *image,
                      uint32_t row, uint32_t field, uint32_t status, const char *text)
{
    if (!store_is_fine(s))
        return false;
    store_refuse_about(s, kind, 0, text, 0);
    s->fault.image = image;
    s->fault.row = row;
    s->fault.field = field;
    s->fault.status = status;
    return false;
}

bool store_refuse(struct store *s, enum store_fault_kind kind)
{
    return store_refuse_about(s, kind, 0, NULL, 0);
}

void *store_have(struct store *s, void *p)
{
    if (!p)
        store_refuse(s, STORE_NO_MEMORY);
    return p;
}

/* SQLite does not keep why a COMMIT could not write; what the system said last is
 * told then, if it is of the kind that writing meets. */
static int system_error(struct store *s, int last)
{
    int kept = sqlite3_system_errno(s->db);
    if (kept == 0 && (last == EFBIG || last == EDQUOT || last == EIO))
        return last;
    return kept;
}

void store_refuse_code(struct store *s, int code)
{
    int system = system_error(s, errno);
    enum store_fault_kind kind = STORE_INTERNAL;
    for (size_t i = 0; i < COUNT_OF(meanings); i++)
        if (meanings[i].code == (code & 0xff))
            kind = meanings[i].kind;
    if ((code & 0xff) == SQLITE_IOERR && (code >> 8) == (SQLITE_IOERR_NOMEM >> 8))
        kind = STORE_NO_MEMORY;
    bool has_path = kind == STORE_NOT_A_STORE || kind == STORE_CANNOT_OPEN;
    const char *path = has_path ? sqlite3_db_filename(s->db, "main") : NULL;
    store_refuse_about(s, kind, kind == STORE_CANNOT_USE ? system : 0, path, 0);
}

/* ---- transactions ------------------------------------------------------ */

static void operation_reset(struct store *s)
{
    s->fault = (struct store_fault){.kind = STORE_FINE};
    arena_empty(&s->arena);
    s->first_task = 0;
    memset(&s->pending, 0, sizeof s->pending);   /* it lay in the arena */
}

static bool run_bare(struct store *s, enum statement statement)
{
    return sql_finish(s, sql_start_(s, statement, SQL_VALUES(), 0));
}

/* Without memory not even a roll back may have come through: it comes now. */
static void end_left_open(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db))
        run_bare(s, SQL_ROLLBACK);
}

/* Inside a group every operation is a savepoint, so that one that is refused
 * undoes itself and nothing else. */
static bool begin(struct store *s, enum statement alone)
{
    operation_reset(s);
    if (s->lost.kind != STORE_FINE)
        s->fault = s->lost;
    if (!s->is_group)
        end_left_open(s);
    s->is_working = run_bare(s, s->is_group ? SQL_SAVEPOINT : alone);
    if (s->is_group && !s->is_working && s->lost.kind == STORE_FINE)
        s->lost = s->fault;   /* the transaction may have gone with it */
    return s->is_working;
}

bool store_begin(struct store *s)
{
    return begin(s, SQL_BEGIN_READ);
}

bool store_begin_write(struct store *s)
{
    return begin(s, SQL_BEGIN_WRITE);
}

/* A failed COMMIT leaves the transaction open, other faults may have closed
 * it: the database itself knows. The roll back must not hide the fault. */
static void roll_back(struct store *s)
{
    if (sqlite3_get_autocommit(s->db))
        return;
    struct store_fault fault = s->fault;
    s->fault.kind = STORE_FINE;
    run_bare(s, SQL_ROLLBACK);
    s->fault = fault;
}

/* A full or failing disk may make the database give up the whole transaction:
 * then the group is lost, and says so from now on. */
static void roll_back_one(struct store *s)
{
    struct store_fault fault = s->fault;
    s->fault.kind = STORE_FINE;
    bool is_kept = !sqlite3_get_autocommit(s->db) && run_bare(s, SQL_ROLLBACK_ONE) &&
                   run_bare(s, SQL_RELEASE);
    s->fault = fault;
    if (is_kept)
        return;
    s->lost = fault;
    roll_back(s);
}

static void end_one(struct store *s)
{
    if (store_is_fine(s))
        run_bare(s, SQL_RELEASE);
    if (!store_is_fine(s))
        roll_back_one(s);
}

static void end_alone(struct store *s)
{
    if (store_is_fine(s))
        run_bare(s, SQL_COMMIT);
    if (!store_is_fine(s))
        roll_back(s);
}

bool store_end(struct store *s)
{
    if (!s->is_group)
        end_alone(s);
    else if (s->is_working)
        end_one(s);
    s->is_working = false;
    return store_is_fine(s);
}

/* ---- groups ------------------------------------------------------------ */

bool store_group_begin(struct store *s)
{
    assert(!s->is_group && !s->is_working);
    operation_reset(s);
    end_left_open(s);
    s->is_group = run_bare(s, SQL_BEGIN_WRITE);
    return s->is_group;
}

bool store_group_end(struct store *s)
{
    assert(s->is_group && !s->is_working);
    operation_reset(s);
    s->fault = s->lost;
    s->lost.kind = STORE_FINE;
    s->is_group = false;
    bool is_fine = store_end(s);
    if (is_fine && s->has_erased)
        store_empty_journal(s);
    s->has_erased = false;
    return is_fine;
}

/* ---- statements -------------------------------------------------------- */

static int bind_value(sqlite3_stmt *st, int i, const struct sql_value *v)
{
    switch (v->kind) {
    case SQL_NULL: return sqlite3_bind_null(st, i);
    case SQL_NUMBER: return sqlite3_bind_int64(st, i, v->number);
    case SQL_TEXT: return sqlite3_bind_text(st, i, v->data, -1, SQLITE_STATIC);
    case SQL_BYTES:
        return sqlite3_bind_blob64(st, i, v->data, (sqlite3_uint64)v->number, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

sqlite3_stmt *sql_start_(struct store *s, enum statement statement,
                         const struct sql_value *values, size_t n)
{
    if (!store_is_fine(s))
        return NULL;
    sqlite3_stmt **st = &s->statements[statement];
    int code = SQLITE_OK;
    if (!*st)
        code = sqlite3_prepare_v3(s->db, statement_sql[statement], -1,
                                  SQLITE_PREPARE_PERSISTENT, st, NULL);
    assert(code != SQLITE_OK || (size_t)sqlite3_bind_parameter_count(*st) == n);
    for (size_t i = 1; i <= n && code == SQLITE_OK; i++)
        code = bind_value(*st, (int)i, &values[i]);
    if (code == SQLITE_OK)
        return *st;
    store_refuse_code(s, code);
    return NULL;
}

/* What was bound stays so until sql_start binds all of it anew; nobody reads it before. */
void sql_done(sqlite3_stmt *st)
{
    sqlite3_reset(st);
}

bool sql_row(struct store *s, sqlite3_stmt *st)
{
    if (!st)
        return false;
    int code = store_is_fine(s) ? sqlite3_step(st) : SQLITE_DONE;
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        store_refuse_code(s, sqlite3_extended_errcode(s->db));
    sql_done(st);
    return false;
}

bool sql_finish(struct store *s, sqlite3_stmt *st)
{
    while (sql_row(s, st))
        continue;
    return store_is_fine(s);
}

/* ---- columns ----------------------------------------------------------- */

uint32_t sql_column_index(struct store *s, sqlite3_stmt *st, int column, uint32_t n)
{
    if (sqlite3_column_type(st, column) == SQLITE_NULL)
        return NONE;
    int64_t value = sqlite3_column_int64(st, column);
    if (value >= 0 && value < n)
        return (uint32_t)value;
    store_refuse(s, STORE_DAMAGED);
    return NONE;
}

const char *sql_column_text(struct store *s, sqlite3_stmt *st, int column)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    if (!text || utf8_check(text, strlen(text)) == strlen(text))
        return text;
    store_refuse(s, STORE_DAMAGED);
    return NULL;
}

const char *sql_column_word(struct store *s, sqlite3_stmt *st, int column)
{
    const char *text = sql_column_text(s, st, column);
    if (text)
        return text;
    store_refuse(s, STORE_DAMAGED);
    return "";
}

bool sql_column_bytes(struct store *s, sqlite3_stmt *st, int column, void *out, size_t len)
{
    const void *bytes = sqlite3_column_blob(st, column);
    if (!bytes || (size_t)sqlite3_column_bytes(st, column) != len)
        return store_refuse(s, STORE_DAMAGED);
    memcpy(out, bytes, len);
    return true;
}

const char *text_keep(struct store *s, const char *text)
{
    return text ? store_have(s, arena_copy(&s->arena, text, strlen(text))) : NULL;
}

uint32_t sql_column_name(struct store *s, sqlite3_stmt *st, int column,
                         const char *const *names, uint32_t n)
{
    const char *text = sql_column_word(s, st, column);
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(text, names[i]) == 0)
            return i;
    store_refuse(s, STORE_DAMAGED);
    return 0;
}
