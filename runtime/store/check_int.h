/*
 * Inside the check: what its passes share. check.c looks at the file and at what
 * belongs to no case, check_chain.c at the log, check_case.c at one case after
 * the other: the case that replay.c folds from the log against the one that the
 * tables hold. Damage met on the way is a finding, not a fault: check_recover.
 */
#ifndef SOP_CHECK_INT_H
#define SOP_CHECK_INT_H

#include "runtime/store/store_int.h"

/* What an event of the store itself tells: the last word about a key holds. */
struct told {
    const char *key, *text;        /* text: what of it; NULL: it is no more (an image: it
                                      came with a case) */
    int64_t event, time;
};

/* Since this schema the log tells all that the tables hold of a case. */
enum { LOG_SCHEMA = 3 };

struct check {
    struct store *s;
    const struct store_checkpoint *against;
    bool (*visit)(void *, const struct store_finding *);
    void *context;
    bool is_stopped;               /* by the visitor */
    struct store_checked *out;
    struct arena arena;            /* of the whole check: what is told */
    LIST_OF(struct told) versions, images, members, holidays, erased;
    uint8_t *used;                 /* per name, from 1: an event knows it */
    int64_t n_names;
    uint8_t *moved;                /* per case, from 1: an older soprun began it */
    int64_t n_cases;
    sqlite3_stmt *tasks, *offers;  /* of all cases, in their order; the row at hand is the */
    bool has_task, has_offer;      /* first that no case has taken yet */
};

/* ---- check.c ---- */

void check_found(struct check *c, const struct store_finding *finding);
/* About no event: a kind and its texts. */
void check_tell(struct check *c, enum store_finding_kind kind, const char *what, const char *log,
                const char *store);
/* Damage that stopped reading `what` becomes a finding, and reading may go on;
 * false: another fault. */
bool check_recover(struct check *c, const char *what);
/* A text of the arena; "" when memory is out, and the fault told. */
const char *check_text(struct check *c, struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A text as it lies there: NULL for NULL, "\xff", which is nobody's text, where it is
 * no UTF-8 or has a NUL in it. Good until the next row. */
const char *column_whole(sqlite3_stmt *st, int column);
/* An index below NONE, NONE for NULL; else *is_good is false. */
uint32_t column_index(sqlite3_stmt *st, int column, bool *is_good);
/* The holidays that were there before an event, in the arena of the operation. */
const struct holiday *check_holidays(struct check *c, int64_t before, uint32_t *n);
bool is_same_text(const char *a, const char *b);   /* NULL is none */

/* ---- check_chain.c ---- */

/* The log and all names; collects what its events tell. */
void check_chain(struct check *c);

/* ---- check_case.c ---- */

void check_cases(struct check *c);

/* ---- replay.c ---- */

/* A task as the table has it. */
struct kept_task {
    int64_t number, opened, closed, claimed;   /* closed, claimed: or 0 */
    uint32_t row, nth;                         /* or NONE: no index at all */
    const char *unit;
    const char *status;
};
struct kept_child {
    int64_t number;
    uint32_t row, result;
    const char *phase, *image;
    bool is_back;                  /* a row has gone on by it */
};

/* The same as the log has it: the n-th that was offered is the n-th kept. */
struct told_task {
    const struct image *image;     /* whose row it is */
    uint32_t row, nth;
    enum store_task_status status;
    int64_t opened, closed, claimed;
};
/* A duration that runs: of the version in which it began. */
struct told_span {
    const struct image *image;     /* NULL: none runs */
    uint32_t duration;
    int64_t event, begin;
};
/* What is known of a row, beside the state of the vm. */
struct told_row {
    int64_t offered;               /* the last event that offered tasks, or 0 */
    uint32_t first_task;           /* of those */
    int64_t opened;                /* the last event that opened it */
    struct told_span due, wait;    /* its deadline, the wait that it stands in */
    int64_t done, done_time, done_opened;   /* done: the event, or 0 */
    uint32_t signed_row;           /* the number that it had when it was signed last */
    uint32_t task_row;             /* ... when that was done */
};
struct told_field {
    int64_t event;                 /* 0: never said */
    const char *text;              /* NULL: erased */
};

struct replay {
    struct check *check;
    struct store *s;
    struct arena arena;            /* of this case */
    int64_t number;
    /* what the tables hold */
    LIST_OF(struct kept_task) kept;
    LIST_OF(struct kept_child) children;
    /* what the log tells */
    const struct image *image;     /* NULL: it has not begun */
    uint32_t procedure, items;
    int64_t parent;
    uint32_t parent_row;
    int schema;                    /* that it was begun in */
    struct vm_case *state;
    struct vm_effects effects;
    bool is_cancelled;
    bool is_moved;                 /* its tasks were given other rows by another version */
    bool is_lost;                  /* an event did not fit: the rest says nothing */
    struct store_finding at;       /* the event at hand, for findings */
    LIST_OF(struct told_task) tasks;
    struct told_row *rows;         /* of the procedure */
    struct told_field *fields;
};

/* Reads which cases it has called. */
void replay_children(struct replay *r);
/* Reads the log of a case and folds it. Its number, arena and what is kept are set. */
void replay_case(struct replay *r);
/* A finding about the case, at the event at hand or another (0: none). */
void replay_tell(struct replay *r, enum store_finding_kind kind, int64_t event,
                 const char *what, const char *log, const char *store);
static inline struct told_row *replay_row(struct replay *r, uint32_t row)
{
    return &r->rows[row - r->image->t.procedure[r->procedure].rows.first];
}

#endif
