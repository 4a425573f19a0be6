/*
 * store: cases that last. One file holds the deployed images, the running
 * and ended cases, their work items and the log of what everybody did.
 *
 * Every writing call is one transaction: the event, what data decide upon it,
 * the called cases that begin or end by it, the changed state and the work
 * items come together or not at all, and the call returns only when they are
 * on the disk. (store_tick is one for each event; store_group_begin makes one
 * of several calls.) A call that fails leaves the store as it was and says why
 * in a struct store_fault; no text of the database behind this header ever
 * reaches the caller.
 *
 * Texts inside the structs that a call fills live until the next call; an
 * image lives until store_close. A visitor may call store_image (which ends
 * no text's life) and nothing else of the store; it returns false to stop.
 */
#ifndef SOP_STORE_H
#define SOP_STORE_H

#include "runtime/vm/eval.h"
#include "runtime/vm/vm.h"

struct store;

enum store_fault_kind {
#define FAULT(symbol, err, meaning) STORE_##symbol,
#include "runtime/store/faults.def"
#undef FAULT
    N_STORE_FAULTS
};

/* Why not. What number, text and time tell, and whether there is a row, a field
 * and a status, stands in faults.def. */
struct store_fault {
    enum store_fault_kind kind;
    enum err err;
    int64_t number, time;          /* number: of STORE_CANNOT_USE an errno */
    char text[256];
    const struct image *image;     /* of row and field */
    uint32_t row, field, status;
};

enum store_mode {
    STORE_READ,    /* must be there; nothing will be written */
    STORE_WRITE,   /* must be there */
    STORE_CREATE,  /* is made when missing */
    STORE_REHEARSE,   /* the same, but a rehearsal: made as one, or one already */
};

/* NULL with *fault told. A kill at any moment leaves a store that opens. One of
 * an older soprun is made into one of this, whatever the mode. */
struct store *store_open(const char *path, enum store_mode mode, struct store_fault *fault);
void store_close(struct store *s);
/* May its clock be set by hand? (`now` of a struct store_by is the caller's.) */
bool store_is_rehearsal(const struct store *s);
/* Why the last call failed. */
const struct store_fault *store_fault(const struct store *s);

/* ---- groups ------------------------------------------------------------- */

/*
 * Several calls that come to the disk together, at the price of one: between
 * these two every call is a part of one transaction. One that is refused undoes
 * itself and nothing else; one that reads sees what the group did so far. What
 * the calls answered holds only when store_group_end has returned true: not
 * before may anybody be told. False: nothing of the group is there.
 *
 * Where the database itself gives the transaction up on the way (a full or
 * failing disk), every later call of the group, and its end, say that fault.
 *
 * Groups do not nest; other writers wait while one is open, so it is not kept
 * open over a wait for a person or a network.
 */
bool store_group_begin(struct store *s);
bool store_group_end(struct store *s);

/* ---- who acts ----------------------------------------------------------- */

/* Who acts: as stated, as the operating system knows them, and when (the
 * event gets the later of `now` and the time of the case's last event). */
struct store_by {
    const char *person, *os_user;
    int64_t now;
};

#define STORE_MOST_PERSON 200     /* bytes */
#define STORE_MOST_NOTE 65536

/* ---- versions ---------------------------------------------------------- */

struct store_version {
    const char *sop, *image_id, *title, *language;
    int64_t deployed;
};

struct store_deployed {
    const struct image *image;
    bool is_known;     /* these very bytes of the procedure were deployed before */
    bool is_newest;    /* and they were the version that new cases take */
};

/* Verifies and keeps an image; new cases of its first procedure take it. */
bool store_deploy(struct store *s, const void *bytes, size_t len, const struct store_by *by,
                  struct store_deployed *out);
/* The newest version of each SOP, by name. */
bool store_versions(struct store *s, bool (*visit)(void *, const struct store_version *),
                    void *context);
/* The source language of the version deployed last, or NULL. */
const char *store_language(struct store *s);
/* A deployed image; NULL: see store_fault. */
const struct image *store_image(struct store *s, const char *id_hex);

/* ---- cases ------------------------------------------------------------- */

struct store_case {
    int64_t number;
    const char *sop;
    const struct image *image;
    uint32_t procedure;
    enum vm_phase phase;
    uint32_t result;              /* the named end it reached, or NONE */
    int64_t opened, closed;       /* closed: 0 while it runs */
    uint32_t n_offered;           /* tasks that wait for someone */
    uint32_t items;               /* what `per item` counts, at least 1 */
    bool is_cancelled;            /* taken away with the row that called it */
    int64_t parent;               /* the case that called it, or 0: by this row */
    uint32_t parent_row;          /*   of the image, or NONE */
};

/* What an event did to its case. */
struct store_answer {
    int64_t case_number, seq;
    enum vm_phase phase;
    uint32_t result;
    int64_t last_task;            /* tasks with a greater number are new */
};

/* What fields are to hold: for each one id and value, as people write it. */
struct store_setting {
    const char *field, *value;
};
struct store_settings {
    const struct store_setting *at;
    uint32_t n;
    uint32_t items;               /* of a new case: what `per item` counts; 0: 1 */
};
#define STORE_MOST_ITEMS 1000000

/* Begins a case of the newest version of `sop`, at the start row of that id;
 * NULL where there is nothing to choose. settings: what the start row fills. */
bool store_start(struct store *s, const char *sop, const char *at,
                 const struct store_settings *settings, const struct store_by *by,
                 struct store_answer *out);
bool store_case(struct store *s, int64_t number, struct store_case *out);
bool store_cases(struct store *s, bool (*visit)(void *, const struct store_case *),
                 void *context);
/* The state of a case as it is kept; NULL: see store_fault. Lives until the
 * next call. */
const struct vm_case *store_case_state(struct store *s, int64_t number);
/* What its fields hold, one value for each of its procedure; NULL: see
 * store_fault. Lives until the next call. */
const struct value *store_case_fields(struct store *s, int64_t number);

/* An open row that waits for the clock, up to a moment; 0: for ever. */
struct store_wait {
    uint32_t row;
    int64_t until;
};
bool store_waits(struct store *s, int64_t case_number,
                 bool (*visit)(void *, const struct store_wait *), void *context);

/* ---- the clock --------------------------------------------------------- */

/* What happened by itself: a wait has passed, or a row is late. */
struct store_moment {
    int64_t case_number, time;
    const char *sop;
    const struct image *image;
    uint32_t row;
    bool is_late;
};
/* Lets everything happen up to by->now for which the clock is all that was
 * missing, each at its own moment, in the order of time; exactly once, however
 * often and late it is called. `visit` may be NULL. What data cannot decide is
 * left as it is, and told as the fault; the rest goes on. */
bool store_tick(struct store *s, const struct store_by *by,
                bool (*visit)(void *, const struct store_moment *), void *context);

/* ---- tasks ------------------------------------------------------------- */

enum store_task_status { TASK_OFFERED, TASK_DONE, TASK_WITHDRAWN, TASK_LATE, N_TASK_STATUS };

/* A task is one signature under one row, from one opening of that row. */
struct store_task {
    int64_t number, case_number;
    const char *sop;
    const struct image *image;
    uint32_t row;                 /* index in the image's rows */
    uint32_t nth;                 /* which of the row's tasks, from 0 */
    const char *unit;             /* of `by each`, or NULL */
    enum store_task_status status;
    int64_t opened_event, opened; /* the event that offered it, and when */
    int64_t closed;               /* 0 while offered */
    int64_t due;                  /* the deadline of its row, or 0 */
    const char *person;           /* who did it, or has claimed it; or NULL */
    uint32_t outcome;             /* index in the row's outcomes, or NONE */
};

/* Which offered tasks, what is due first first (those of one case by number);
 * what is NULL or 0 does not restrict. */
struct store_filter {
    int64_t case_number;
    int64_t above;                /* with a greater number than this */
    const char *actor;            /* the id of an actor that may do it */
    const char *office;           /* of that actor; "": of none */
    const char *person;           /* who may sign that row: is its actor, has not yet ... */
    int64_t overdue;              /* whose deadline was before this moment */
    const struct image *image;    /* of cases of this image */
    uint32_t limit;               /* so many at most */
};

bool store_tasks(struct store *s, const struct store_filter *filter,
                 bool (*visit)(void *, const struct store_task *), void *context);
bool store_task(struct store *s, int64_t number, struct store_task *out);

/* Signs a task. outcome: index in the row's outcomes; NONE for a step, and
 * where data decide. settings: fields that the row fills. */
bool store_done(struct store *s, int64_t task, uint32_t outcome, const char *note,
                const struct store_settings *settings, const struct store_by *by,
                struct store_answer *out);

/* The actors that may do the nth task of a row; *n how many. */
const uint32_t *signature_actors(const struct image *image, uint32_t row, uint32_t nth,
                                 uint32_t *n);
/* The unit of the nth task of a `by each` row; NULL where there is none.
 * Units that are only counted are "1", "2" ..., written into number. */
const char *signature_unit(const struct image *image, uint32_t row, uint32_t nth,
                           char number[16]);

/* ---- people ------------------------------------------------------------ */

/*
 * As long as no person is any actor, everybody may do everything. From the
 * first one on, a task is for people of its actors only: to see it as theirs,
 * to claim and to sign it. Cancelling asks for anybody of those people.
 */
struct store_member {
    int64_t number;               /* of the person's name */
    const char *person;
    const char *actor, *office;   /* ids; office "": an actor of none */
    const char *unit;             /* "": of all units */
};

/* A person is an actor from now on; *is_new: and was not yet. (Whether there is
 * such an actor, the caller knows.) */
bool store_join(struct store *s, const struct store_member *m, const struct store_by *by,
                bool *is_new);
/* And is no more: that actor of that office, where NULL means any; what of it
 * lets the person keep a task that is claimed, is released. *n: so many. */
bool store_leave(struct store *s, const char *person, const char *actor, const char *office,
                 const struct store_by *by, uint32_t *n);
/* By name, then actor. */
bool store_members(struct store *s, bool (*visit)(void *, const struct store_member *),
                   void *context);
/* Forgets a name for ever: "#5" stands in its place. Not of who is an actor, or
 * has claimed a task. */
bool store_erase(struct store *s, const char *person, const struct store_by *by,
                 int64_t *number);

/* Takes a task, so that nobody else may sign it; *is_new: not yet by that person.
 * And gives it back. */
bool store_claim(struct store *s, int64_t task, const struct store_by *by, bool *is_new);
bool store_release(struct store *s, int64_t task, const struct store_by *by);
/* Gives a running case up, and those that it has called. */
bool store_cancel(struct store *s, int64_t number, const char *reason,
                  const struct store_by *by);

/* Lets a running case, and those that it runs, go on by another version of its
 * SOP, which is kept as store_deploy does, but not made the newest. The flow and the
 * fields are the same; or one row alone is open, and alone there too. *n: so many
 * cases; 0: it goes by that version already. */
bool store_migrate(struct store *s, int64_t number, const void *bytes, size_t len,
                   const struct store_by *by, uint32_t *n);

/* Days without work, laid over those of the images; since 1970-01-01, both
 * inclusive. What is due already stays so. */
struct store_holiday {
    int64_t first, last;
    const char *text;
};
/* *is_new: these very days were none yet. */
bool store_add_holiday(struct store *s, const struct store_holiday *h, const struct store_by *by,
                       bool *is_new);
bool store_holidays(struct store *s, bool (*visit)(void *, const struct store_holiday *),
                    void *context);

/* ---- history ----------------------------------------------------------- */

enum store_event_kind {
    EVENT_START,
    EVENT_DONE,        /* a task was signed */
    EVENT_DECIDED,     /* data have chosen an outcome */
    EVENT_PASSED,      /* a wait is over */
    EVENT_LATE,        /* a deadline has passed */
    EVENT_RETURNED,    /* the case that a row called has ended */
    EVENT_CANCELLED,   /* a case was given up, or the row that called it was taken away */
    EVENT_CLAIMED,     /* somebody takes a task */
    EVENT_RELEASED,    /* and gives it back */
    EVENT_MIGRATED,    /* the case goes on by another version */
    /* of no case: */
    EVENT_DEPLOYED,    /* a version was deployed */
    EVENT_JOINED,      /* a person belongs to an actor */
    EVENT_LEFT,        /* and does no more */
    EVENT_ERASED,      /* a name is forgotten */
    EVENT_HOLIDAY,     /* a day without work */
    N_EVENT_KINDS
};

/* What an event gave a field. */
struct store_said {
    uint32_t field;               /* index in the image of the event */
    const char *value;            /* as value_text writes it; NULL: erased */
};

struct store_event {
    int64_t number;               /* counts the events of the store from 1 */
    int64_t seq, time;            /* seq counts the events of the case from 1 */
    enum store_event_kind kind;
    const char *person, *os_user; /* person: "" where nobody did it; "#5" of an erased name */
    uint32_t row, outcome;        /* indices, or NONE; of a start its start row */
    int64_t task;                 /* or 0 */
    const char *unit, *note;      /* or NULL */
    const char *about;            /* what log.c says of that kind, or NULL */
    const struct store_said *said;
    uint32_t n_said;
    const struct image *image;    /* whose rows, outcomes and fields these are; or NULL */
    int64_t case_number;          /* or 0: of the store itself; then: */
    const char *subject;          /* the person that it is about, or NULL */
    char hash[65];                /* in hex */
};

bool store_events(struct store *s, int64_t case_number,
                  bool (*visit)(void *, const struct store_event *), void *context);
/* Those of all cases and of the store itself, in the order of their numbers. */
bool store_log(struct store *s, bool (*visit)(void *, const struct store_event *), void *context);

/* Every task that a case has ever offered, by number. Row and unit are those of the
 * image that the case went by at the end of it. */
struct store_offering {
    int64_t task;
    uint32_t row, nth;
    const char *unit;             /* or NULL */
    enum store_task_status status;
    int64_t opened_event, closed_event;   /* numbers of events; closed: or 0 */
};
bool store_offerings(struct store *s, int64_t case_number,
                     bool (*visit)(void *, const struct store_offering *), void *context);

/* "start", "done" ...: in data, and in the store. */
const char *store_event_name(enum store_event_kind kind);

/* ---- that nothing is lost ---------------------------------------------- */

/* The place in the log up to which a chain was seen. */
struct store_checkpoint {
    int64_t number, time;         /* 0: before the first event */
    char hash[65];                /* in hex */
};
bool store_checkpoint(struct store *s, struct store_checkpoint *out);

enum store_finding_kind {
#define FINDING(symbol, meaning) FOUND_##symbol,
#include "runtime/store/findings.def"
#undef FINDING
    N_FINDINGS
};
/* Something that does not fit; findings.def says what the texts tell. */
struct store_finding {
    enum store_finding_kind kind;
    int64_t event;                /* or 0 */
    int64_t case_number;          /* or 0 */
    int64_t seq, time;            /* of the event */
    enum store_event_kind event_kind;
    const struct image *image;    /* of the event's row, or NULL */
    uint32_t row;                 /* or NONE */
    const char *what, *log, *store;   /* or NULL */
};
/* How much was looked at. */
struct store_checked {
    int64_t n_events, n_cases, n_findings;
};

/*
 * Looks at everything there is: the file itself; the chain of the log, the texts
 * beside it, and (against: or NULL) whether it goes through a checkpoint; and
 * that every case, replayed from its events, and whatever else the log tells is
 * what the tables hold. False: it could not be looked at; see store_fault. Takes
 * as long as the log is, and the memory of the largest case.
 *
 * What it cannot see: without a checkpoint, a log that was cut or rewritten as a
 * whole, tables and all; of a store that an older soprun made, values of fields
 * and completions from before the upgrade; the language of a version deployed
 * again; whether the store is a rehearsal; where the calendar says no time zone,
 * a moment moved by whole quarters of an hour, by a day at most.
 */
bool store_check(struct store *s, const struct store_checkpoint *against,
                 bool (*visit)(void *, const struct store_finding *), void *context,
                 struct store_checked *out);

/* Writes a copy of the store as it stands, beside `path` and then renamed to it:
 * all of it or nothing. The file must not be there yet. Others may work on. Not inside
 * a group, which may come to nothing yet. */
bool store_backup(struct store *s, const char *path);

#endif
