/*
 * vm: one case of one procedure, stepped event by event.
 *
 * vm_step is a pure function of image, case and event: no clock, no I/O, no
 * allocation. Running, replaying, walking, simulating and testing are this
 * same call. A case is a bit for each place, for each row how many of its
 * tasks are signed or the wait that it stands in, and the counters of bounded
 * outcomes; its size is fixed by the image, its memory is the caller's. After
 * every event all joins that can fire have fired, lowest row first. What then
 * is open is work, or waits for the clock, or is asked of the caller: rows that
 * data decide (vm_asked), lowest first, before anybody acts (eval.h).
 */
#ifndef SOP_VM_H
#define SOP_VM_H

#include "runtime/image/image.h"

enum vm_status {
    VM_OK,
    /* refused; the case is as it was: */
    VM_NOT_OPEN,        /* that row is not open */
    VM_NO_OUTCOME,      /* the row is a decision: an outcome is needed */
    VM_BAD_OUTCOME,     /* the row has no such outcome */
    VM_OTHER_OUTCOME,   /* a joint decision: the first signature said otherwise */
    VM_IS_OVER,         /* the case has ended */
    VM_BAD_ENTRY,       /* it cannot begin there */
    VM_IS_WAITING,      /* that row is done and waits for the clock */
    VM_NOT_WAITING,     /* that row waits for no clock */
    VM_NEVER_LATE,      /* that row has no way for being late */
    /* the case stops (only an image that no checker proved sound): */
    VM_SET_TWICE,       /* a place was set that is set */
    VM_TOO_MANY,        /* more firings in one event than there are places */
    N_VM_STATUS
};

enum vm_event_kind {
    VM_START,           /* the case begins, by the start `row` if there are several */
    VM_SIGN,            /* one task of `row` is done, with `outcome` */
    VM_PASS,            /* the clock has passed the wait that `row` stands in */
    VM_LATE,            /* the deadline of `row` has passed */
};

struct vm_event {
    enum vm_event_kind kind;
    uint32_t row;       /* index in the image's rows; VM_START: an entry, or NONE */
    uint32_t outcome;   /* VM_SIGN: from 0 in the row's answers; NONE for a step, and
                           where data decide for all signatures but the last */
};

enum vm_effect_kind {
    VM_SIGNED,          /* row: one more task of it is signed, others are open */
    VM_DONE,            /* row: done, with outcome (a start row: it began there) */
    VM_OPENED,          /* row: open now, n_tasks tasks are offered */
    VM_WITHDRAWN,       /* row: was open, its work is taken away */
    VM_ENDED,           /* the case is over; row: the named end, or NONE */
    VM_STOPPED,         /* the case stops with a fault (see the status) */
    VM_ASKED,           /* row: open now, decided by data: the caller's to sign */
    VM_WAITS,           /* row: all signed; done when the clock passes `outcome`,
                           which here is a duration */
};

struct vm_effect {
    enum vm_effect_kind kind;
    uint32_t row, outcome;
};

struct vm_effects {
    uint32_t n, cap;    /* cap at least vm_effects_max */
    struct vm_effect *at;
};

enum vm_phase { VM_NEW, VM_RUNNING, VM_OVER, VM_FAULTY };

/* Opaque but for its header; vm_case_size bytes, 8-byte aligned. */
struct vm_case {
    uint32_t procedure;
    uint32_t phase;     /* enum vm_phase */
    uint32_t result;    /* the named end it reached, or NONE */
    uint32_t n_open;    /* open rows */
    uint64_t words[];   /* bits of places; scratch; state of rows; counters */
};

size_t vm_case_size(const struct image *image, uint32_t procedure);
/* How many effects one event can have at most. */
uint32_t vm_effects_max(const struct image *image, uint32_t procedure);
void vm_case_init(const struct image *image, uint32_t procedure, struct vm_case *c);

enum vm_status vm_step(const struct image *image, struct vm_case *c,
                       const struct vm_event *event, struct vm_effects *effects);

bool vm_is_set(const struct image *image, const struct vm_case *c, uint32_t place);
bool vm_is_open(const struct image *image, const struct vm_case *c, uint32_t row);
/* Signatures that an open row has, and the outcome the first one set. */
uint32_t vm_signed(const struct image *image, const struct vm_case *c, uint32_t row,
                   uint32_t *outcome);
/* Where an open row goes on when the clock has passed its wait (an address,
 * the image's own), or NONE: it does not wait. */
uint32_t vm_waiting(const struct image *image, const struct vm_case *c, uint32_t row);
/* How often the outcome of that counter of the procedure was taken. */
uint32_t vm_counter(const struct image *image, const struct vm_case *c, uint32_t counter);
/* The lowest open row that data decide and that was not decided yet, or NONE. */
uint32_t vm_asked(const struct image *image, const struct vm_case *c);
/* Puts a stored state back into a case of vm_case_init: phase and result, then
 * each place, each count. What no case can hold is left out. */
void vm_restore(const struct image *image, struct vm_case *c, enum vm_phase phase,
                uint32_t result);
void vm_restore_place(const struct image *image, struct vm_case *c, uint32_t place);
void vm_restore_signed(const struct image *image, struct vm_case *c, uint32_t row,
                       uint32_t n, uint32_t outcome);
void vm_restore_waiting(const struct image *image, struct vm_case *c, uint32_t row,
                        uint32_t address);
void vm_restore_counter(const struct image *image, struct vm_case *c, uint32_t counter,
                        uint32_t n);

/* A sentence's key: "not open", "no such outcome" ... in plain English. */
const char *vm_status_text(enum vm_status s);

#endif
