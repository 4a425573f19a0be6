/*
 * crash: the proof by trial that a store loses nothing. Processes that work on
 * a store are killed, the disk under it fails or loses power; then the store is
 * opened again and held against what had been acknowledged.
 *
 * Everything is drawn from a seed: what is done, where it is cut, what the disk
 * keeps; even the salts of the store and of SQLite. So a seed shown in a report
 * plays that very run again. (Only a kill by the clock hits where it hits.)
 *
 * What has to outlive a kill stands in memory that is shared with the process
 * that is killed: struct trial.
 */
#ifndef SOP_CRASH_H
#define SOP_CRASH_H

#include <sqlite3.h>

#include "runtime/store/store.h"
#include "tests/crash/disk.h"

/* ---- chance -------------------------------------------------------------- */

/* A number below n (0: below 2^32). */
uint32_t draw(uint64_t *random, uint32_t n);
static inline bool draw_one_in(uint64_t *random, uint32_t n)
{
    return draw(random, n) == 0;
}
uint64_t mixed(uint64_t a, uint64_t b);

/* ---- what outlives ------------------------------------------------------- */

/* An event that somebody was told of. */
struct ack {
    enum store_event_kind kind;
    int64_t case_number, seq;      /* seq 0: an event at `time` */
    int64_t time, task;
    uint32_t row;                  /* of what the clock did */
    int64_t serial;                /* of the deed; a signature's note says it */
    uint32_t n_events;             /* of the store itself: so many of that time */
};

enum { MOST_ACKS = 2048, PATH_LEN = 128, HASH_LEN = 32 };

/* Counted over all runs of a kind. */
struct counts {
    int64_t runs, violations;
    int64_t deeds, acknowledged;   /* tried; answered to somebody */
    int64_t fired;                 /* waits and deadlines */
    int64_t unsaid;                /* refused, or cut before the answer, and yet there */
};

struct trial {
    char folder[PATH_LEN], path[PATH_LEN];
    int64_t now, serial;           /* of the last deed: no two have one time */
    uint32_t n_acks, n_meant;      /* told; and what would be told next */
    struct ack acks[MOST_ACKS];
    int64_t n_events;              /* the log at the last check, ... */
    uint8_t hash[HASH_LEN];        /* ... and its last hash */
    struct counts counts;
    bool expects_faults;           /* they are not reported */
    bool is_old;                   /* began as a store of an older schema */
    bool has_people;               /* people become actors, so that not everybody may all */
    struct platter *platter;       /* NULL: the disk is not to lose power */
};

/* ---- work.c, people.c, changes.c, versions.c: what people and clock do --- */

/* Before all else: what is deployed. */
void versions_install(void);
/* Several deeds in a group. */
bool work_group(struct trial *t, struct store *s, uint64_t *random);
/* An empty store's folder under $CRASH_DIR, /dev/shm or /tmp. */
void trial_open(struct trial *t);
void trial_close(struct trial *t);
/* Forgets the store, and begins with a copy of another, which may have none. */
void trial_begin(struct trial *t, const struct trial *from);

struct store *work_open(struct trial *t);
/* A deed that somebody might do; false: the store broke a rule (it is told). */
bool work_once(struct trial *t, struct store *s, uint64_t *random);
/* The first n versions, as far as they are not deployed yet; the first is `approve`. */
bool work_deploy(struct trial *t, struct store *s, size_t n);
/* The clock passes all that is due. */
bool work_tick(struct trial *t, struct store *s);
bool work_start(struct trial *t, struct store *s, const char *sop, uint64_t *random);
/* Signs an offered task of the case (0: of any); as: who does, or NULL for somebody. */
bool work_sign(struct trial *t, struct store *s, int64_t case_number, const char *as,
               uint64_t *random);
/* Somebody is every actor; two actors leave; an actor leaves and is erased. */
bool work_join(struct trial *t, struct store *s, uint64_t *random);
bool work_leave(struct trial *t, struct store *s, uint64_t *random);
bool work_erase(struct trial *t, struct store *s, uint64_t *random);
/* Where people are known, that person is every actor from now on. */
bool work_let(struct trial *t, struct store *s, const char *person);
/* Two holidays; six migrations, as far as they are allowed. */
bool work_holiday(struct trial *t, struct store *s, uint64_t *random);
bool work_migrate(struct trial *t, struct store *s, uint64_t *random);
/* A fault that a working disk never brings about. */
bool work_is_broken(const struct trial *t, const struct store_fault *fault);

/* ---- check.c, chain.c, names.c, timers.c: the invariants ----------------- */

/* Opens the store and holds it against what was told; works on it a little.
 * Never comes back from a violation: says it on stderr, and ends the process. */
void trial_check(struct trial *t, uint64_t random);
/* What is in the log now has to stay. */
void trial_remember(struct trial *t);
__attribute__((noreturn, format(printf, 1, 2))) void trial_failed(const char *format, ...);
#define CHECK(condition, ...)          \
    do {                               \
        if (!(condition))              \
            trial_failed(__VA_ARGS__); \
    } while (0)

/* The hash chain, computed anew from the tables, and the digests beside it. */
void trial_check_chain(struct trial *t, sqlite3 *db);
/* Actors, days without work and erased names are those that the log tells. */
void trial_check_names(sqlite3 *db);
/* No page of the file holds a name that was erased; once the journal is empty. */
void trial_check_erased(const struct trial *t);
/* Each wait and deadline ended once for each opening of its row, at its time. */
void trial_check_timers(struct store *s, sqlite3 *db);
/* After a tick up to now: nothing is due any more. */
void trial_check_nothing_due(sqlite3 *db, int64_t now);
/* What the query counts is 0. */
void trial_check_none(sqlite3 *db, const char *what, const char *sql);
/* A row of numbers (and texts) of a query; false at its end. */
bool trial_row(sqlite3 *db, sqlite3_stmt **st, const char *sql, const int64_t *values, int n);

/* ---- the kinds ----------------------------------------------------------- */

enum kind { KIND_MOMENT, KIND_CALL, KIND_POWER, KIND_AGAIN, KIND_FAIL, N_KINDS };

enum beginning { BEGIN_EMPTY, BEGIN_MADE, BEGIN_OLD, N_BEGINNINGS };
/* With what a trial begins: a store that was worked on, and one of schema 1. */
void beginning_make(struct trial *t, enum beginning beginning);

/* One seed of a kind: several runs. beginnings: of enum beginning. */
void chain_run(struct trial *t, enum kind kind, uint64_t seed, const struct trial *beginnings);
/* from: the first call of these that fails. */
void fail_run(struct trial *t, uint64_t seed, const struct trial *beginnings, int64_t from);
/* How many seeds there are of KIND_FAIL: each is a deed, a call and a way to fail. */
uint64_t fail_count(void);
void fail_name(uint64_t seed, char *name, size_t size);

/* In a process of its own: 0, or how it ended (as wait tells, which is said if it
 * was by a signal that nobody sent). Whoever works in it sets an alarm: nothing may hang. */
int apart(struct trial *t, void (*run)(struct trial *, void *), void *context);

/* ---- memory.c ------------------------------------------------------------ */

/* The nth allocation from here fails, once or for ever; 0: none does. */
void memory_fail(int64_t nth, bool is_for_ever);
int64_t memory_n_failed(void);
void memory_install(void);

#endif
