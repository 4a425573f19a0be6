/*
 * Inside the store: the handle, and the one way in which statements are run.
 *
 * Faults are sticky: after the first one of an operation every sql_ function
 * does nothing, so code reads straight down and looks once, at sql_end. A
 * public function is: store_begin, statements, store_end.
 */
#ifndef SOP_STORE_INT_H
#define SOP_STORE_INT_H

#include <sqlite3.h>

#include "runtime/store/store.h"

#define STORE_APPLICATION 0x736f7072   /* "sopr" in the file's header */
#define STORE_SCHEMA 1

enum statement {
#define STATEMENT(symbol, sql) SQL_##symbol,
#include "runtime/store/statements.def"
#undef STATEMENT
    N_STATEMENTS
};

struct loaded_image;

/* How long one process waits for another. */
enum { BUSY_MILLISECONDS = 15000 };

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[N_STATEMENTS];
    bool is_writing;
    struct store_fault fault;      /* of the operation at hand, or the last one */
    struct arena arena;            /* what the operation hands out */
    struct loaded_image *images;   /* verified once, kept until close */
};

/* ---- sql.c: transactions, statements, faults ---- */

/* An operation that only reads sees one moment; one that writes is alone. */
bool store_begin(struct store *s);
bool store_begin_write(struct store *s);
/* Commits, or rolls back after a fault: did all go well? */
bool store_end(struct store *s);

/* Remembers the first fault; always false, to be returned. */
bool store_refuse(struct store *s, enum store_fault_kind kind);
bool store_refuse_about(struct store *s, enum store_fault_kind kind, int64_t number,
                        const char *text, int64_t time);
static inline bool store_is_fine(const struct store *s)
{
    return s->fault.kind == STORE_FINE;
}
/* The same for a code of the database. */
void store_refuse_code(struct store *s, int code);
/* p, or the fault that there is no memory. */
void *store_have(struct store *s, void *p);

struct sql_value {
    enum { SQL_NULL, SQL_NUMBER, SQL_TEXT, SQL_BYTES } kind;
    int64_t number;   /* or the length of bytes */
    const void *data;
};
#define sql_number(n) ((struct sql_value){SQL_NUMBER, (int64_t)(n), NULL})
#define sql_bytes(p, len) ((struct sql_value){SQL_BYTES, (int64_t)(len), (p)})
static inline struct sql_value sql_text(const char *text)
{
    return (struct sql_value){text ? SQL_TEXT : SQL_NULL, 0, text};
}
static inline struct sql_value sql_index(uint32_t i)
{
    return (struct sql_value){i == NONE ? SQL_NULL : SQL_NUMBER, i, NULL};
}

/* Binds ?1, ?2 ... (values[0] stands in for none at all). What is bound must
 * live until the statement is done. */
#define SQL_VALUES(...) ((const struct sql_value[]){{SQL_NULL, 0, NULL}, ##__VA_ARGS__})
#define sql_start(s, statement, ...)                                       \
    sql_start_((s), SQL_##statement, SQL_VALUES(__VA_ARGS__),              \
               COUNT_OF(SQL_VALUES(__VA_ARGS__)) - 1)
sqlite3_stmt *sql_start_(struct store *s, enum statement statement,
                         const struct sql_value *values, size_t n);
/* The next row: false at the end or at a fault, and the statement is done. */
bool sql_row(struct store *s, sqlite3_stmt *st);
/* Leaves a statement before its end. */
void sql_done(sqlite3_stmt *st);
/* From start to end; rows are passed over. */
#define sql_run(s, statement, ...) sql_finish((s), sql_start((s), statement, ##__VA_ARGS__))
bool sql_finish(struct store *s, sqlite3_stmt *st);

/* A column that is an index below n, or NULL (NONE). Anything else says that
 * the store is damaged: what is read is never trusted. */
uint32_t sql_column_index(struct store *s, sqlite3_stmt *st, int column, uint32_t n);
/* A text of the row at hand, good until the next row; NULL for NULL. */
const char *sql_column_text(struct store *s, sqlite3_stmt *st, int column);
/* The same where there must be one: never NULL, but "" with the fault told. */
const char *sql_column_word(struct store *s, sqlite3_stmt *st, int column);
/* A copy that lives until the next operation; NULL for NULL. */
const char *text_keep(struct store *s, const char *text);
/* Which of n names the column holds. */
uint32_t sql_column_name(struct store *s, sqlite3_stmt *st, int column,
                         const char *const *names, uint32_t n);

/* ---- schema.c ---- */

/* Knows a store from other files, and makes the tables of a new one. */
bool store_check_schema(struct store *s, const char *path, enum store_mode mode);

/* ---- deploy.c ---- */

void store_close_images(struct store *s);
/* store_image inside an operation. */
const struct image *store_load_image(struct store *s, const char *id_hex);
/* The image whose id the column holds; NULL: refused. */
const struct image *sql_column_image(struct store *s, sqlite3_stmt *st, int column);
/* The index of a procedure, and its name. */
uint32_t sql_column_procedure(struct store *s, sqlite3_stmt *st, int column,
                              const struct image *image, const char **sop);

/* ---- case.c ---- */

struct live_case {
    int64_t number, seq, time;     /* of its last event; 0: none yet */
    const struct image *image;
    uint32_t procedure;
    struct vm_case *state;
};

/* What a person did, beside what the vm has to know. */
struct deed {
    enum store_event_kind kind;
    int64_t task;                  /* or 0 */
    const char *note;              /* or NULL */
    const struct store_by *by;
};

bool case_init(struct store *s, struct live_case *c, int64_t number,
               const struct image *image, uint32_t procedure);
bool case_load(struct store *s, struct live_case *c, int64_t number);
/* One event: steps the case, writes event, tokens and tasks. The vm's refusal
 * is returned and nothing is written. */
enum vm_status case_step(struct store *s, struct live_case *c, const struct vm_event *event,
                         const struct deed *deed);
/* Finds a case, or refuses. */
bool case_find(struct store *s, int64_t number, struct store_case *out);

/* ---- deed.c ---- */

/* A person's name is clean text, and not too much of it. */
bool person_check(struct store *s, const struct store_by *by);

/* ---- worklist.c ---- */

/* Finds a task, or refuses. */
bool task_find(struct store *s, int64_t number, struct store_task *out);
/* The signature that `person` has given to this opening of the row of t, as
 * a task's number; 0 for none. */
int64_t task_signed_by(struct store *s, const struct store_task *t, const char *person,
                       int64_t *when);

#endif
