/*
 * Inside the store: the handle, and the one way in which statements are run.
 *
 * Faults are sticky: after the first one of an operation every sql_ function
 * does nothing, so code reads straight down and looks once, at sql_end. A
 * public function is: store_begin, statements, store_end.
 */
#ifndef SOP_STORE_INT_H
#define SOP_STORE_INT_H

#include <openssl/types.h>
#include <sqlite3.h>

#include "runtime/store/store.h"

#define STORE_APPLICATION 0x736f7072   /* "sopr" in the file's header */
#define STORE_REHEARSAL 0x736f7078     /* "sopx" */
#define STORE_SCHEMA 4

enum statement {
#define STATEMENT(symbol, sql) SQL_##symbol,
#include "runtime/store/statements.def"
#undef STATEMENT
    N_STATEMENTS
};

struct loaded_image;

/* What an event sets going beyond its own case, or right behind it: a row that
 * calls begins its case; a case that ended lets the row go on that called it;
 * a moment that has come already. */
struct pending {
    enum { PENDING_CALL, PENDING_RETURN, PENDING_MOMENT } kind;
    int64_t case_number;
    uint32_t row;
    int64_t moment;                /* and whether it is a deadline: */
    bool is_late;
};

/* How long one process waits for another. */
enum { BUSY_MILLISECONDS = 15000 };

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[N_STATEMENTS];
    bool is_rehearsal;
    struct store_fault fault;      /* of the operation at hand, or the last one */
    bool is_working;               /* between store_begin and store_end */
    bool is_group;                 /* between store_group_begin and store_group_end */
    bool has_erased;               /* a name, that the journal holds yet */
    struct store_fault lost;       /* why the database gave the whole group up, or fine */
    struct arena arena;            /* what the operation hands out */
    int64_t first_task;            /* that it has offered, or 0 */
    struct loaded_image *images;   /* verified once, kept until close */
    EVP_MD *sha256;                /* both made when something is hashed first */
    EVP_MD_CTX *hash;
    LIST_OF(struct pending) pending;   /* what an operation has yet to do */
};

/* ---- sql.c: transactions, statements, faults ---- */

/* An operation that only reads sees one moment; one that writes is alone. Inside
 * a group both are parts of its one transaction. */
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
/* The same about a row and a field (or NONE); status as the kind says. */
bool store_refuse_row(struct store *s, enum store_fault_kind kind, const struct image *image,
                      uint32_t row, uint32_t field, uint32_t status, const char *text);
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
/* Exactly so many bytes; else the store is damaged. */
bool sql_column_bytes(struct store *s, sqlite3_stmt *st, int column, void *out, size_t len);
/* Which of n names the column holds. */
uint32_t sql_column_name(struct store *s, sqlite3_stmt *st, int column,
                         const char *const *names, uint32_t n);

/* ---- schema.c ---- */

/* Knows a store from other files, and makes the tables of a new one. */
bool store_check_schema(struct store *s, const char *path, enum store_mode mode);
bool schema_make(struct store *s);
/* One of them alone, and the number of the schema. */
bool schema_make_table(struct store *s, const char *name);
bool schema_set_version(struct store *s);
/* A database in memory with the tables of a new store and nothing in them; NULL:
 * refused. The caller closes it. */
sqlite3 *schema_sample(struct store *s);
/* Runs SQL of our own that is no prepared statement. */
bool sql_text_run(struct store *s, const char *sql);

/* ---- upgrade.c ---- */

/* Makes a store of an older schema into one of this, inside a transaction. */
void schema_upgrade(struct store *s, int64_t schema);

/* ---- name.c ---- */

enum { DIGEST_LEN = 32, SALT_LEN = 16 };   /* SHA-256 */

/* A text and its salt together: SHA-256 of salt, then text. */
struct salted {
    uint8_t salt[SALT_LEN], digest[DIGEST_LEN];
};
/* Of two parts, one behind the other. */
bool store_hash(struct store *s, const void *head, size_t head_len, const void *rest,
                size_t rest_len, uint8_t digest[DIGEST_LEN]);
bool store_digest(struct store *s, const void *salt, const char *text, uint8_t digest[DIGEST_LEN]);
bool store_salted(struct store *s, const char *text, struct salted *out);

struct name {
    int64_t number;                /* 0: nobody */
    uint8_t digest[DIGEST_LEN];
};
/* False: it is not known. */
bool store_name_find(struct store *s, const char *text, struct name *out);
/* It is known from now on; NULL and "" are nobody. False: a fault. */
bool store_name(struct store *s, const char *text, struct name *out);

/* ---- log.c ---- */

/* A text that is kept beside an event: a note, or the value of a field. */
struct said {
    uint32_t field;                /* index in the image, or NONE: the note */
    const char *text;              /* NULL: erased */
    uint8_t salt[SALT_LEN], digest[DIGEST_LEN];
};

/* An event as it is hashed. Digests that are not there are NULL. */
struct log_record {
    const uint8_t *before;         /* hash of the event before; of the first, the seed */
    int64_t number, case_number, seq, time, task;   /* case, seq, task: or 0 */
    enum store_event_kind kind;
    const uint8_t *person, *os_user;
    uint32_t row, outcome;         /* or NONE */
    const char *about;             /* or NULL */
    const struct said *said;       /* by field, the note last */
    uint32_t n_said;
};
bool log_hash(struct store *s, const struct log_record *record, uint8_t hash[DIGEST_LEN]);
bool log_about_is_good(const char *about);
/* Of the last event; of none, 0 and the seed of the store. */
bool log_last(struct store *s, int64_t *number, uint8_t hash[DIGEST_LEN]);

/* An event to be added. */
struct log_entry {
    int64_t case_number, seq, time, task;
    enum store_event_kind kind;
    const struct store_by *by;
    uint32_t row, outcome;
    const char *about;             /* what log.c says of that kind: clean text of a line */
    struct said *said;             /* field and text; the rest is set */
    uint32_t n_said;
};
/* Its number; 0: a fault. */
int64_t log_add(struct store *s, const struct log_entry *e);
/* An event of the store itself. */
int64_t log_store(struct store *s, enum store_event_kind kind, const char *about,
                  const struct store_by *by);

/* ---- check_chain.c ---- */

/* Do the last hundred events up to the last one, that number, fit together? */
bool log_end_fits(struct store *s, int64_t number);

/* ---- history.c ---- */

enum store_event_kind event_kind(struct store *s, sqlite3_stmt *st, int column);

/* ---- deploy.c ---- */

void store_close_images(struct store *s);
/* store_image inside an operation. */
const struct image *store_load_image(struct store *s, const char *id_hex);
/* Verifies an image and keeps it under its id; NULL: refused. */
const struct image *store_keep_image(struct store *s, const void *bytes, size_t len,
                                     const struct store_by *by);
/* The image whose id the column holds; NULL: refused. */
const struct image *sql_column_image(struct store *s, sqlite3_stmt *st, int column);
/* The index of a procedure, and its name. */
uint32_t sql_column_procedure(struct store *s, sqlite3_stmt *st, int column,
                              const struct image *image, const char **sop);

/* ---- case.c ---- */

struct live_case {
    int64_t number, seq, time;     /* of its last event; 0: none yet */
    int64_t event;                 /* the same in the log of the store */
    uint32_t items;                /* what `per item` counts */
    const struct image *image;
    uint32_t procedure;
    struct vm_case *state;
    struct value *fields;          /* one for each of the procedure */
    bool *is_changed;              /* per field: not written yet */
    int64_t parent;                /* or 0 */
    uint32_t parent_row;
};

bool case_init(struct store *s, struct live_case *c, int64_t number,
               const struct image *image, uint32_t procedure);
bool case_load(struct store *s, struct live_case *c, int64_t number);
/* Finds a case, or refuses. */
bool case_find(struct store *s, int64_t number, struct store_case *out);
/* "new", "running" ... by enum vm_phase, then "cancelled". */
extern const char *const case_phases[];

/* ---- data.c ---- */

bool data_read(struct store *s, struct live_case *c);
void data_write(struct store *s, struct live_case *c);
/* Takes the settings for fields that `row` asks for (NONE: nothing may be set). */
bool data_set(struct store *s, struct live_case *c, uint32_t row,
              const struct store_settings *settings);
/* Everything that a row asks for is filled; computes what it computes, and
 * where data choose, its outcome. */
bool data_complete(struct store *s, struct live_case *c, uint32_t row, bool has_choice,
                   uint32_t *outcome);
/* Fields of one id and type, from one case to another. */
void data_copy(const struct live_case *from, struct live_case *to);

/* ---- step.c ---- */

/* What is done, beside what the vm has to know. */
struct deed {
    enum store_event_kind kind;
    const struct store_task *task; /* or NULL */
    const char *note;              /* or NULL */
    const char *about;             /* of a migration: the id of the image; or NULL */
    const struct store_by *by;     /* person "": nobody */
};

/* One event: steps the case, writes event, state and tasks, and what data
 * decide upon it. The vm's refusal is returned and nothing is written. */
enum vm_status case_step(struct store *s, struct live_case *c, const struct vm_event *event,
                         const struct deed *deed);
/* "" for an actor of no office. */
static inline const char *actor_office(const struct image *image, const struct image_actor *actor)
{
    return actor->office == NONE ? "" : image_string(image, actor->office);
}
/* Puts a task on the worklists of those who may do it, or takes it off.
 * due: CALENDAR_NEVER: none. */
void offer_add(struct store *s, const struct image *image, uint32_t row, uint32_t nth,
               int64_t task, int64_t due);
void offer_remove(struct store *s, const struct image *image, uint32_t row, uint32_t nth,
                  int64_t task, int64_t due);
/* Offers all tasks of a row. */
void row_offer(struct store *s, const struct live_case *c, uint32_t row, int64_t due);
/* Writes the event of a case, and what its fields were given. */
void case_log(struct store *s, struct live_case *c, const struct vm_event *event,
              const struct deed *deed);
/* Takes a running case away, and those that it calls. reason: why somebody gave
 * it up; NULL: nobody did, it goes with another. */
void case_cancel(struct store *s, int64_t number, const char *reason, const struct store_by *by);

/* ---- follow.c ---- */

/* Remembers what is to be done when the case at hand is written. */
void pending_add(struct store *s, struct pending pending);
/* Does it, until nothing is left. */
void store_follow(struct store *s, const struct store_by *by);
/* The vm is told that the clock has passed the wait or deadline of a row. */
void moment_happen(struct store *s, int64_t number, uint32_t row, bool is_late,
                   const struct store_by *by);

/* ---- clock.c ---- */

/* When a duration that begins at `time` is over, by the calendar of the case's
 * procedure and the holidays of the store; CALENDAR_NEVER. */
int64_t clock_end(struct store *s, const struct live_case *c, uint32_t duration, int64_t time);
/* A duration that begins at a moment, with all that its end depends on. */
struct clock_span {
    const struct image *image;
    uint32_t procedure, items, duration;
    int64_t begin;
    const struct holiday *holidays;   /* of the store */
    uint32_t n_holidays;
};
int64_t clock_span_end(struct store *s, const struct clock_span *span);
/* Is that its end, in this machine's zone or, where the calendar says none, in any? */
bool clock_span_ends(struct store *s, const struct clock_span *span, int64_t end);
/* store_tick for a writing call, which does not care what is held up, and then
 * store_begin_write: so nothing can come between. */
bool clock_begin(struct store *s, const struct store_by *by);

/* ---- deed.c ---- */

/* Clean text of at most so many bytes. */
bool text_is_clean(const char *text, size_t most, bool may_break_lines);
/* A person's name is clean text, not too much of it, and no "#5". */
bool name_is_good(const char *name);
bool person_check(struct store *s, const struct store_by *by);
/* The same of the user of the operating system alone, who may be nobody. */
bool user_check(struct store *s, const struct store_by *by);
/* The task waits, and the person may do that with it; or refuses. */
bool task_refuse_closed(struct store *s, const struct store_task *t);
enum task_act { ACT_SEE, ACT_CLAIM, ACT_SIGN, ACT_RELEASE };
bool task_refuse_person(struct store *s, const struct store_task *t, const char *person,
                        enum task_act act);

/* ---- same_flow.c ---- */

/* Of a procedure in two versions; *changed: the first row, of the new one, that is
 * not as it was. */
bool flow_is_same(struct store *s, const struct image *old, const struct image *new,
                  uint32_t procedure, uint32_t *changed);

/* ---- lacks.c ---- */

struct lacks;
struct lacks *lacks_open(struct store *s, const struct live_case *c);
/* A row ahead that reads a field which the case does not hold, and which nothing
 * need fill on the way there; NONE. */
uint32_t lacks_find(struct lacks *lacks, uint32_t field);

/* ---- carry.c ---- */

/* The state of a case in another version, into a case of case_init. may_differ:
 * the flow may have changed, if one row alone is open. Per row of the procedure its
 * like there, or NONE; NULL: refused. */
const uint32_t *case_carry(struct store *s, const struct live_case *from, struct live_case *to,
                           bool may_differ);
/* The state alone, without what its fields hold, for who plays a log anew: what was
 * allowed is not asked again; what cannot have been is damage. */
const uint32_t *case_carry_state(struct store *s, const struct live_case *from,
                                 struct live_case *to);
/* The field of the same id and type there, or NONE. */
uint32_t case_like_field(const struct live_case *from, uint32_t field,
                         const struct live_case *to);

/* ---- recall.c ---- */

/* Writes anew, from the log of the case, when those of its rows were done that rows of
 * its image look back at. */
void case_recall(struct store *s, const struct live_case *c);

/* ---- migrate.c ---- */

/* Is each task of the row what it was, of as many? */
bool rows_have_same_tasks(const struct image *a, uint32_t x, const struct image *b, uint32_t y);

/* ---- claim.c ---- */

/* Releases what a person (by number) has claimed and is no actor of any more;
 * how many claims there were. */
uint32_t claims_review(struct store *s, int64_t name, const struct store_by *by);
/* The same for all that is claimed of a case, where people are known. */
void claims_review_case(struct store *s, int64_t case_number, const struct store_by *by);

/* ---- people.c ---- */

/* Does the store know any people? */
bool people_are_known(struct store *s);
/* Is the person one of the actors of the task? */
bool person_is_member(struct store *s, const struct store_task *t, const char *person);
/* Behind an erasure that is on the disk; never a fault. */
void store_empty_journal(struct store *s);
/* Where people are known, the person is one of them; or refuses. */
bool person_refuse_unknown(struct store *s, const char *person);

/* ---- offers.c ---- */

/* Several worklists as one, in the order of due, then of number. */
struct offers;
/* Those of an actor (of any office), or of all actors that a person is (that
 * one only); office NULL: any. until: the latest due. */
struct offers *offers_open(struct store *s, const char *person, const char *actor,
                           const char *office, int64_t until);
/* The number of the next task; 0 at the end or at a fault. */
int64_t offers_next(struct store *s, struct offers *o);

/* ---- worklist.c ---- */

/* The status of a task by its name. */
enum store_task_status task_status(struct store *s, sqlite3_stmt *st, int column);

/* Finds a task, or refuses. */
bool task_find(struct store *s, int64_t number, struct store_task *out);
/* Finds one that waits, without the time when it was offered; or refuses. */
bool task_find_to_do(struct store *s, int64_t number, struct store_task *out);
/* The greatest number of a task before the operation, or 0. */
int64_t task_last_before(struct store *s);

/* ---- may.c ---- */

/* The one rule: may the person do that with the task? Else why not: the kind of
 * the fault, and what it tells, in *why. */
bool task_may(struct store *s, const struct store_task *t, const char *person,
              enum task_act act, struct store_fault *why);

#endif
