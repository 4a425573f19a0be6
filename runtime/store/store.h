/*
 * store: cases that last. One file holds the deployed images, the running
 * and ended cases, their work items and the log of what everybody did.
 *
 * Every writing call is one transaction: the event, the changed state and
 * the work items come together or not at all, and the call returns only when
 * they are on the disk. A call that fails leaves the store as it was and says
 * why in a struct store_fault; no text of the database behind this header
 * ever reaches the caller.
 *
 * Texts inside the structs that a call fills live until the next call; an
 * image lives until store_close. A visitor may call store_image (which ends
 * no text's life) and nothing else of the store; it returns false to stop.
 */
#ifndef SOP_STORE_H
#define SOP_STORE_H

#include "runtime/vm/vm.h"

struct store;

enum store_fault_kind {
#define FAULT(symbol, err, meaning) STORE_##symbol,
#include "runtime/store/faults.def"
#undef FAULT
    N_STORE_FAULTS
};

/* Why not. What number, text and time tell stands in faults.def. */
struct store_fault {
    enum store_fault_kind kind;
    enum err err;
    int64_t number, time;
    char text[256];
};

enum store_mode {
    STORE_READ,    /* must be there; nothing will be written */
    STORE_WRITE,   /* must be there */
    STORE_CREATE,  /* is made when missing */
};

/* NULL with *fault told. A kill at any moment leaves a store that opens. */
struct store *store_open(const char *path, enum store_mode mode, struct store_fault *fault);
void store_close(struct store *s);
/* Why the last call failed. */
const struct store_fault *store_fault(const struct store *s);

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
};

/* Begins a case of the newest version of `sop`, at the start row of that id;
 * NULL where there is nothing to choose. */
bool store_start(struct store *s, const char *sop, const char *at, const struct store_by *by,
                 int64_t *number);
bool store_case(struct store *s, int64_t number, struct store_case *out);
bool store_cases(struct store *s, bool (*visit)(void *, const struct store_case *),
                 void *context);
/* The state of a case as it is kept; NULL: see store_fault. Lives until the
 * next call. */
const struct vm_case *store_case_state(struct store *s, int64_t number);

/* ---- tasks ------------------------------------------------------------- */

enum store_task_status { TASK_OFFERED, TASK_DONE, TASK_WITHDRAWN, N_TASK_STATUS };

/* A task is one signature under one row, from one opening of that row. */
struct store_task {
    int64_t number, case_number;
    const char *sop;
    const struct image *image;
    uint32_t row;                 /* index in the image's rows */
    uint32_t nth;                 /* which of the row's tasks, from 0 */
    const char *unit;             /* of `by each`, or NULL */
    enum store_task_status status;
    int64_t opened_seq, opened;   /* the event that offered it, and when */
    int64_t closed;               /* 0 while offered */
    const char *person;           /* who did it, or NULL */
    uint32_t outcome;             /* index in the row's outcomes, or NONE */
};

/* Which offered tasks; what is NULL or 0 does not restrict. */
struct store_filter {
    int64_t case_number;
    int64_t opened_seq;           /* offered by that event of the case */
    const char *actor;            /* the id of an actor that may do it */
    const char *person;           /* who has not signed that row already */
};

bool store_tasks(struct store *s, const struct store_filter *filter,
                 bool (*visit)(void *, const struct store_task *), void *context);
bool store_task(struct store *s, int64_t number, struct store_task *out);

/* What an event did to its case. */
struct store_answer {
    int64_t case_number, seq;
    enum vm_phase phase;
    uint32_t result;
};

/* Signs a task. outcome: index in the row's outcomes, NONE for a step. */
bool store_done(struct store *s, int64_t task, uint32_t outcome, const char *note,
                const struct store_by *by, struct store_answer *out);

/* The actors that may do the nth task of a row; *n how many. */
const uint32_t *signature_actors(const struct image *image, uint32_t row, uint32_t nth,
                                 uint32_t *n);
/* The unit of the nth task of a `by each` row; NULL where there is none.
 * Units that are only counted are "1", "2" ..., written into number. */
const char *signature_unit(const struct image *image, uint32_t row, uint32_t nth,
                           char number[16]);

/* ---- history ----------------------------------------------------------- */

enum store_event_kind { EVENT_START, EVENT_DONE, N_EVENT_KINDS };

struct store_event {
    int64_t seq, time;            /* seq counts the events of the case from 1 */
    enum store_event_kind kind;
    const char *person, *os_user;
    uint32_t row, outcome;        /* indices, or NONE; of a start its start row */
    int64_t task;                 /* or 0 */
    const char *unit, *note;      /* or NULL */
};

bool store_events(struct store *s, int64_t case_number,
                  bool (*visit)(void *, const struct store_event *), void *context);
/* "start", "done": in data, and in the store. */
const char *store_event_name(enum store_event_kind kind);

#endif
