/*
 * soprun: Standard Operating Procedures that run, as a library. A store is one
 * file with the deployed procedures, the running and ended cases, their tasks
 * and the log of what everybody did; docs/embedding.md tells how to link.
 *
 * Times are milliseconds since 1970-01-01 UTC. Texts are UTF-8 and end with NUL.
 * What a call fills into a struct, and the texts in it, live until the next call
 * with the same handle; what a visitor is shown, until it returns. Nothing has to
 * be freed but the handle. A text that may be missing is NULL where it says so.
 *
 * There is no global state: any number of handles may be open, on one store or on
 * several. One handle is for one thread at a time.
 *
 * Every call that returns an enum soprun_error changes nothing when it fails, and
 * when it returns SOPRUN_OK what it wrote is on the disk (but see groups).
 */
#ifndef SOPRUN_H
#define SOPRUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library, "0.1.0". */
const char *soprun_version(void);

/* ---- errors -------------------------------------------------------------- */

/* Numbers stay as they are; new ones may come: treat one that you do not know by
 * its soprun_error_class. */
enum soprun_error {
    SOPRUN_OK = 0,
    SOPRUN_MISUSE = 1,            /* a call at the wrong place: in a visitor, a group in a group */
    SOPRUN_OTHER = 2,             /* see the text and the class */
    /* surroundings */
    SOPRUN_MISSING = 100,         /* there is no such store */
    SOPRUN_CANNOT_OPEN = 101,
    SOPRUN_NOT_A_STORE = 102,     /* the file is something else */
    SOPRUN_NEWER = 103,           /* made by a newer soprun */
    SOPRUN_READ_ONLY = 104,
    SOPRUN_LOCKED = 105,          /* another writer kept it for 15 seconds */
    SOPRUN_DISK_FULL = 106,
    SOPRUN_CANNOT_USE = 107,      /* reading or writing failed */
    SOPRUN_DAMAGED = 108,
    SOPRUN_NO_MEMORY = 109,
    SOPRUN_INTERNAL = 110,        /* our own fault */
    SOPRUN_NOT_REHEARSAL = 111,   /* only a rehearsal takes a time from the caller */
    SOPRUN_BAD_COPY = 112,        /* a copy that does not fit together: it was not kept */
    /* what was said */
    SOPRUN_BAD_IMAGE = 200,
    SOPRUN_BAD_PERSON = 201,      /* a name is 1 to 200 bytes of plain text */
    SOPRUN_BAD_NOTE = 202,        /* a note is plain text of at most 64 KiB */
    SOPRUN_BAD_REASON = 203,      /* the same of a reason, and not empty */
    SOPRUN_BAD_ITEMS = 204,       /* 1 to 1,000,000 */
    SOPRUN_BAD_NAME = 205,        /* the same as of a person; not "#" with a number */
    SOPRUN_BAD_DAYS = 206,        /* "2026-12-24", the years 1 to 9999; and a text of one line */
    SOPRUN_COPY_IS_THERE = 207,   /* a copy is written over nothing */
    SOPRUN_BAD_CHECKPOINT = 208,  /* a hash is 64 hex digits in small letters */
    SOPRUN_UNKNOWN_SOP = 210,
    SOPRUN_UNKNOWN_CASE = 211,
    SOPRUN_UNKNOWN_TASK = 212,
    SOPRUN_UNKNOWN_START = 213,   /* the SOP has no such start row */
    SOPRUN_NEEDS_START = 214,     /* it has several: name one */
    SOPRUN_UNKNOWN_FIELD = 215,
    SOPRUN_UNKNOWN_PERSON = 216,
    SOPRUN_UNKNOWN_ACTOR = 217,   /* no deployed SOP has it */
    SOPRUN_UNKNOWN_UNIT = 218,    /* and the actor no such unit */
    SOPRUN_NO_MEMBERSHIP = 219,   /* the person is no such actor */
    SOPRUN_NO_OUTCOME = 220,      /* a decision needs one */
    SOPRUN_BAD_OUTCOME = 221,     /* the row has no such outcome */
    SOPRUN_OTHER_OUTCOME = 222,   /* the first signature under the row said another */
    SOPRUN_NOT_FILLED_HERE = 223, /* the row does not ask for that field */
    SOPRUN_BAD_VALUE = 224,
    SOPRUN_FIELD_MISSING = 225,   /* the row asks for a field that was not given */
    SOPRUN_NOT_COMPUTED = 226,    /* what the row computes cannot be: a division by zero ... */
    /* how things stand */
    SOPRUN_TASK_WAS_DONE = 300,
    SOPRUN_TASK_WITHDRAWN = 301,
    SOPRUN_TASK_LATE = 302,
    SOPRUN_CASE_IS_OVER = 303,    /* the task was withdrawn when its case ended */
    SOPRUN_CASE_HAS_ENDED = 304,  /* nothing to cancel */
    SOPRUN_CASE_IS_CALLED = 305,  /* cancel the case that calls it */
    SOPRUN_NOT_CLAIMED = 306,     /* nothing to release */
    SOPRUN_NO_WAY_ON = 307,       /* a called case ended by what its row does not know */
    SOPRUN_TOO_MANY_TASKS = 308,
    SOPRUN_TOO_MUCH = 309,        /* one event sets going what never comes to rest */
    SOPRUN_STILL_MEMBER = 310,    /* to be erased, a person is no actor any more */
    SOPRUN_STILL_CLAIMS = 311,    /* and has no task claimed */
    /* why a case cannot go on by another version */
    SOPRUN_OTHER_SOP = 320,
    SOPRUN_NOT_ALONE = 321,       /* the flow has changed, and not one row alone is open */
    SOPRUN_CALLED_DIFFERS = 322,  /* and a case that it runs, or that runs it, has changed */
    SOPRUN_ROW_IS_GONE = 323,     /* the open row is not there */
    SOPRUN_ROW_HAS_COMPANY = 324, /* or may be open beside others there */
    SOPRUN_HALF_SIGNED = 325,
    SOPRUN_WAITS_OTHERWISE = 326,
    SOPRUN_VALUE_IS_GONE = 327,   /* a field holds what is no value of it there */
    SOPRUN_LACKS_FIELD = 328,     /* a row reads a field that the case may lack */
    /* authority */
    SOPRUN_SIGNED_ALREADY = 400,  /* no person signs a row twice */
    SOPRUN_FOUR_EYES = 401,       /* `except who did` */
    SOPRUN_NOT_THE_SAME = 402,    /* `same as` */
    SOPRUN_NOT_MEMBER = 403,      /* none of the task's people */
    SOPRUN_NOT_KNOWN = 404,       /* nobody's people */
    SOPRUN_CLAIMED = 405          /* by somebody else */
};

/* The exit code that the command soprun would leave with: 0 fine, 1 a finding,
 * 2 wrong usage, 3 surroundings, 4 a limit, 5 refused by authority, 70 our fault. */
int soprun_error_class(enum soprun_error error);

/* ---- the store ------------------------------------------------------------ */

struct soprun;

enum soprun_mode {
    SOPRUN_READ,       /* must be there; nothing will be written */
    SOPRUN_WRITE,      /* must be there */
    SOPRUN_CREATE,     /* is made when missing */
    SOPRUN_REHEARSE    /* the same, but a rehearsal: its clock is yours */
};

/* Opens a store. The handle is the caller's, to be closed even where it could not
 * be opened: then soprun_error tells why, and every call says so again. NULL: out
 * of memory (which every call understands too). */
struct soprun *soprun_open(const char *path, enum soprun_mode mode);
/* Closes it; what an open group did is lost. NULL is fine. */
void soprun_close(struct soprun *s);
/* Why the last call failed; SOPRUN_OK if it did not. */
enum soprun_error soprun_error(const struct soprun *s);
/* The same as a sentence, which is what the command soprun says; "" if the last
 * call did not fail. language: "en", "id"; NULL: that of the procedure. It may be
 * asked for again, in another language too; each lives until the next call, this one
 * included. */
const char *soprun_error_text(struct soprun *s, const char *language);

/* Who acts, and when. NULL instead of it is all zero. */
struct soprun_by {
    const char *person;    /* as they say who they are; NULL: the user of the process */
    const char *os_user;   /* as the system knows them; NULL: the user of the process */
    int64_t now;           /* 0: the clock. Others: in a rehearsal only (SOPRUN_NOT_REHEARSAL) */
};

/* ---- groups ----------------------------------------------------------------- */

/*
 * Between these two, any number of calls come to the disk as one: a hundred for
 * little more than the price of one. A call that fails undoes itself and nothing
 * else; calls that read see what the group did so far. But what the calls answered
 * holds only once soprun_group_end has returned SOPRUN_OK: before that nobody may
 * be told. If it fails, nothing of the group is there. A full or failing disk may
 * end the group on the way: then all later calls of it, and its end, say so.
 *
 * Groups do not nest (SOPRUN_MISUSE). Other writers wait while one is open: do not
 * keep it open over a wait for a person or a network.
 */
enum soprun_error soprun_group_begin(struct soprun *s);
enum soprun_error soprun_group_end(struct soprun *s);

/* ---- versions ---------------------------------------------------------------- */

struct soprun_version {
    const char *sop, *title;
    const char *language;      /* "en", "id" */
    const char *image;         /* its id, 64 hex digits */
    int64_t deployed;          /* when; of soprun_deploy: 0 */
};

/* Verifies and keeps what `sopc build` made; new cases take it, running ones stay
 * on theirs. The bytes need not live on. out may be NULL. Deploying the newest
 * version again changes nothing and is no error. */
enum soprun_error soprun_deploy(struct soprun *s, const void *bytes, size_t len,
                                const struct soprun_by *by, struct soprun_version *out);
/* Shows the newest version of each SOP, by name. The visitor returns false to
 * stop, here and everywhere; it may not call this library (SOPRUN_MISUSE). */
enum soprun_error soprun_versions(struct soprun *s,
                                  bool (*visit)(void *context, const struct soprun_version *v),
                                  void *context);

/* ---- cases -------------------------------------------------------------------- */

enum soprun_state {
    SOPRUN_RUNNING,
    SOPRUN_ENDED,
    SOPRUN_STOPPED,            /* by a fault of its procedure */
    SOPRUN_CANCELLED
};

struct soprun_case {
    int64_t number;
    const char *sop, *title;
    const char *image;         /* the id of the version it goes by */
    enum soprun_state state;
    const char *result;        /* the named end it reached: its row; or NULL */
    int64_t opened, closed;    /* closed: 0 while it runs */
    uint32_t n_tasks;          /* so many wait for someone */
    uint32_t items;            /* what `per item` counts */
    int64_t parent;            /* the case that called it, or 0: by this row */
    const char *parent_row;    /*   or NULL */
};

/* What a field is to hold, as people write it: "1_234.5", "2026-01-31", "yes". */
struct soprun_setting {
    const char *field, *value;
};

/* What a deed has done to its case. */
struct soprun_answer {
    int64_t case_number;
    int64_t event;             /* counts the events of the case from 1 */
    enum soprun_state state;
    const char *result;        /* as in struct soprun_case */
    int64_t last_task;         /* tasks with a greater number are new: see
                                  struct soprun_filter */
};

struct soprun_new_case {
    const char *sop;
    const char *start;         /* the id of a start row; NULL where there is nothing to choose */
    const struct soprun_setting *settings;   /* of fields that the start row asks for */
    size_t n_settings;
    uint32_t items;            /* what `per item` counts, at most 1,000,000; 0: 1 */
};

/* Begins a case of the newest version. */
enum soprun_error soprun_start(struct soprun *s, const struct soprun_new_case *what,
                               const struct soprun_by *by, struct soprun_answer *out);
/* Gives a running case up, and those that it has called; the reason is logged. */
enum soprun_error soprun_cancel(struct soprun *s, int64_t case_number, const char *reason,
                                const struct soprun_by *by);
/* Lets a running case, and those that it has called, go on by another version of its
 * SOP: the bytes are what `sopc build` made, as of soprun_deploy, but new cases do not
 * take it. Where the flow or the fields have changed, one row alone may be open, and
 * must be alone in the new version too; else it is told why not (320 and on). *n (may
 * be NULL): so many cases; 0: it went by that version already. */
enum soprun_error soprun_migrate(struct soprun *s, int64_t case_number, const void *bytes,
                                 size_t len, const struct soprun_by *by, uint32_t *n);
enum soprun_error soprun_find_case(struct soprun *s, int64_t number, struct soprun_case *out);
/* Shows all cases, by number. */
enum soprun_error soprun_cases(struct soprun *s,
                               bool (*visit)(void *context, const struct soprun_case *c),
                               void *context);

enum soprun_type { SOPRUN_AMOUNT, SOPRUN_TEXT, SOPRUN_DATE, SOPRUN_YES_NO, SOPRUN_CHOICE };

struct soprun_field {
    const char *id, *name;
    enum soprun_type type;
    const char *const *choices;   /* of a choice */
    size_t n_choices;
    const char *value;         /* "1234.5", "2026-01-31", "yes"; NULL: holds nothing, or not
                                  asked */
};

/* Shows what the fields of a case hold. */
enum soprun_error soprun_fields(struct soprun *s, int64_t case_number,
                                bool (*visit)(void *context, const struct soprun_field *f),
                                void *context);

/* ---- tasks ---------------------------------------------------------------------- */

enum soprun_task_state { SOPRUN_OFFERED, SOPRUN_DONE, SOPRUN_WITHDRAWN, SOPRUN_LATE };

struct soprun_actor {
    const char *id, *name;
    const char *office;        /* "": of none */
};

/* A task is one signature under one row. */
struct soprun_task {
    int64_t number, case_number;
    const char *sop;
    const char *row, *text;    /* the row's id, and what is to be done */
    const struct soprun_actor *actors;   /* any of them may do it */
    size_t n_actors;
    const char *unit;          /* of `by each`, or NULL */
    enum soprun_task_state state;
    int64_t opened, closed;    /* closed: 0 while it is offered */
    int64_t due;               /* its deadline, or 0 */
    const char *person;        /* who did it, or has claimed it; or NULL */
    const char *outcome;       /* of one that is done; or NULL */
    const char *const *outcomes;   /* one of them must be said: "yes", "no", or other words */
    size_t n_outcomes;         /* 0: none may be said */
    const struct soprun_field *asks;   /* what the row wants to be filled (values are NULL) */
    size_t n_asks;
};

/* Which tasks; what is 0 or NULL does not restrict. */
struct soprun_filter {
    const char *person;        /* that this person may take */
    const char *actor;         /* the id of an actor that may do it ... */
    const char *office;        /* ... of this office; "": of none */
    int64_t overdue;           /* whose deadline is at this moment or before it */
    int64_t case_number;
    int64_t above;             /* with a greater number */
    uint32_t limit;            /* so many at most */
};

/* Shows tasks that wait, what is due first first (of one case: by number).
 * filter: NULL is all. */
enum soprun_error soprun_tasks(struct soprun *s, const struct soprun_filter *filter,
                               bool (*visit)(void *context, const struct soprun_task *t),
                               void *context);
/* Any task, also a closed one. */
enum soprun_error soprun_find_task(struct soprun *s, int64_t number, struct soprun_task *out);

struct soprun_signature {
    const char *outcome;       /* "yes", "ya", "no", "tidak" or the row's own word; NULL: none */
    const char *note;          /* or NULL */
    const struct soprun_setting *settings;   /* of fields that the row asks for */
    size_t n_settings;
};

/* Signs a task. what: NULL is all zero. out may be NULL. */
enum soprun_error soprun_done(struct soprun *s, int64_t task, const struct soprun_signature *what,
                              const struct soprun_by *by, struct soprun_answer *out);
/* Takes a task, so that nobody else may sign it; and gives it back. Taking what one
 * has already is no error. */
enum soprun_error soprun_claim(struct soprun *s, int64_t task, const struct soprun_by *by);
enum soprun_error soprun_release(struct soprun *s, int64_t task, const struct soprun_by *by);

/* ---- people and holidays ----------------------------------------------------------- */

/*
 * As long as nobody is any actor, everybody may do everything. From the first one on
 * a task is for people of its actors only (SOPRUN_NOT_MEMBER), and to cancel and to
 * migrate one has to be any actor (SOPRUN_NOT_KNOWN).
 */
struct soprun_member {
    const char *person;
    const char *actor;         /* its id */
    const char *office;        /* its id; "": an actor of no office (NULL is "" too) */
    const char *unit;          /* "": of all units (NULL is "" too) */
};

/* The person is that actor from now on. SOPRUN_UNKNOWN_ACTOR: no newest version of a
 * SOP has that actor of that office; SOPRUN_UNKNOWN_UNIT: nor that unit of it. *is_new
 * (may be NULL): the person was not yet. */
enum soprun_error soprun_join(struct soprun *s, const struct soprun_member *member,
                              const struct soprun_by *by, bool *is_new);
/* And is no more. actor, office: NULL is any; office "": of none. What the person has
 * claimed and may not sign any more is released. *n (may be NULL): so many memberships
 * ended. SOPRUN_UNKNOWN_PERSON, SOPRUN_NO_MEMBERSHIP: there was nothing to end. */
enum soprun_error soprun_leave(struct soprun *s, const char *person, const char *actor,
                               const char *office, const struct soprun_by *by, uint32_t *n);
/* Shows who is which actor, by name, then actor. */
enum soprun_error soprun_members(struct soprun *s,
                                 bool (*visit)(void *context, const struct soprun_member *m),
                                 void *context);
/* Forgets a name for ever: "#5" stands for it in the log from then on, which fits
 * together all the same. (What the person has written, notes and values, stays.)
 * *number (may be NULL): that 5. Not of who is an actor yet, or has claimed a task
 * (SOPRUN_STILL_MEMBER, SOPRUN_STILL_CLAIMS). In a group, it is out of the file when
 * the group has ended. */
enum soprun_error soprun_erase(struct soprun *s, const char *person, const struct soprun_by *by,
                               int64_t *number);

/* Days without work, beside those that the texts of the SOPs tell. */
struct soprun_holiday {
    const char *first, *last;  /* "2026-12-24"; both inclusive. last NULL: that one day */
    const char *text;          /* one line, not empty */
};

/* Counts for what begins to wait, or is offered, from now on; what is due already
 * stays so. *is_new (may be NULL): these very days were none yet; else nothing has
 * changed, the text neither. SOPRUN_BAD_DAYS. */
enum soprun_error soprun_add_holiday(struct soprun *s, const struct soprun_holiday *holiday,
                                     const struct soprun_by *by, bool *is_new);
/* Shows them by their days; last is never NULL. */
enum soprun_error soprun_holidays(struct soprun *s,
                                  bool (*visit)(void *context, const struct soprun_holiday *h),
                                  void *context);

/* ---- the clock -------------------------------------------------------------------- */

/* What happened by itself: a wait is over, or a row is late. */
struct soprun_moment {
    int64_t case_number, time;
    const char *sop, *row;
    bool is_late;
};

/* Lets all waits and deadlines up to now happen, each at its own moment and exactly
 * once, however often and late it is called; every other deed does that first, too.
 * visit may be NULL. What data cannot decide is left as it is, and told as the
 * error; the rest goes on. */
enum soprun_error soprun_tick(struct soprun *s, const struct soprun_by *by,
                              bool (*visit)(void *context, const struct soprun_moment *m),
                              void *context);

/* ---- the log ------------------------------------------------------------------------ */

struct soprun_said {
    const char *field;         /* its id */
    const char *value;         /* NULL: erased */
};

struct soprun_event {
    int64_t number;            /* counts the events of the store from 1 */
    int64_t seq;               /* and those of the case */
    int64_t time;
    const char *kind;          /* "start", "done", "decided", "passed", "late", "returned",
                                  "cancelled", "claimed", "released" ... */
    const char *person;        /* "": nobody; "#5": an erased name */
    const char *os_user;
    const char *row, *outcome; /* or NULL */
    int64_t task;              /* or 0 */
    const char *unit, *note;   /* or NULL */
    const struct soprun_said *said;   /* what fields were given */
    size_t n_said;
    int64_t case_number;       /* or 0: of the store itself */
    const char *subject;       /* whom "joined", "left", "erased" are about; else NULL */
    const char *about;         /* or NULL; "joined", "left": "#5 ACTOR OFFICE UNIT" ("-": none,
                                  all), "erased": "#5", "holiday": "2026-12-24..2026-12-31
                                  TEXT", "deployed", "migrated", "start": begins with the id
                                  of the image */
    const char *hash;          /* 64 hex digits, of this event and the one before */
};

/* Shows what happened to a case, from its start. */
enum soprun_error soprun_events(struct soprun *s, int64_t case_number,
                                bool (*visit)(void *context, const struct soprun_event *e),
                                void *context);
/* Shows what happened to all cases and to the store itself ("deployed", "joined",
 * "left", "erased", "holiday": seq is 0), in that order. It takes no memory to speak of,
 * however long the log is. */
enum soprun_error soprun_log(struct soprun *s,
                             bool (*visit)(void *context, const struct soprun_event *e),
                             void *context);

/* ---- that nothing is lost ------------------------------------------------------------ */

/* The place in the log up to which it was seen: kept elsewhere, it shows later whether
 * the log was cut or rewritten since. */
struct soprun_checkpoint {
    int64_t event;             /* 0: before the first one */
    int64_t time;              /* of that event, or 0; a check does not look at it */
    char hash[65];             /* 64 hex digits and NUL */
};

/* Inside a group: with what the group did so far, which may come to nothing yet. */
enum soprun_error soprun_checkpoint(struct soprun *s, struct soprun_checkpoint *out);

/* Something that does not fit. */
struct soprun_finding {
    const char *kind;          /* "chain", "text_changed" ...: for programs */
    const char *text;          /* the sentence, with where it is: for people */
    int64_t event, case_number;    /* or 0 */
    int64_t time;              /* of the event, or 0 */
    const char *row;           /* of the event, or NULL */
    const char *what, *log, *store;   /* what it is about, what the log says of it, and what
                                         the store says; or NULL */
};

/* How much was looked at. */
struct soprun_checked {
    int64_t n_events, n_cases, n_findings;
};

/* Looks at everything: the file, the chain of the log, and that every case, played anew
 * from its events, is what stands in the store. Findings are no error: see *out (may be
 * NULL) for how many there are, also beyond those that visit (may be NULL) has let be
 * shown. language: "en", "id"; NULL: that of the procedure. against: a checkpoint that
 * the log has to go through, or NULL: then a log that was cut or rewritten as a whole
 * cannot be known (SOPRUN_BAD_CHECKPOINT: it is none). Takes as long as the log is. */
enum soprun_error soprun_check(struct soprun *s, const struct soprun_checkpoint *against,
                               const char *language,
                               bool (*visit)(void *context, const struct soprun_finding *f),
                               void *context, struct soprun_checked *out);

/* Writes a copy of the store as it stands, all of it or nothing, and lets others work on
 * meanwhile. The file must not be there yet (SOPRUN_COPY_IS_THERE). Not inside a group
 * (SOPRUN_MISUSE). */
enum soprun_error soprun_backup(struct soprun *s, const char *path);

#ifdef __cplusplus
}
#endif

#endif
