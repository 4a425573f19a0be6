/*
 * sound: the proof that a flow can always finish (docs/language.md, "What the
 * checker proves").
 *
 * Over all sets of places that can be reached from a beginning: no place is
 * set twice; a set that is not empty has an open row; the end of the case can
 * be reached; and every row opens in some run. Choices, data, bounds and the
 * clock are free. The net is first made small by rules that keep all four
 * (sound_rules.c), then what is left is searched; SOUND and UNSOUND are
 * proofs, NOT_PROVED names the rows that were left. Everything handed out
 * lives in the arena given.
 */
#ifndef SOP_SOUND_H
#define SOP_SOUND_H

#include "compiler/flow/flow.h"

enum sound_kind { SOUND, UNSOUND, NOT_PROVED };

/* One row done (or a `start` row taken), in one of its ways. */
struct sound_step {
    uint32_t row;
    uint32_t outcome;   /* NONE for a step */
    uint32_t way;       /* index in flow->ways */
};
typedef LIST_OF(struct sound_step) sound_run;

/*
 * What is wrong, and what each row named has to do with it, in this order.
 * In the comments: the parts, * where there may be several or none.
 */
#define SOUND_FAULTS(X)                                                        \
    X(DOUBLING)          /* TWICE FIRST SECOND */                              \
    X(DEADLOCK)          /* JOIN CAME* MISSING* DECIDED* */                    \
    X(WAITS_FOR_ITSELF)  /* JOIN MISSING* */                                   \
    X(NO_END)            /* ROUND*: rows that go round for ever */             \
    X(UNREACHABLE)       /* NEVER BEHIND* */                                   \
    X(END_TAKES_WORK)    /* a hint: ENDS DECIDED OPEN */                       \
    X(STRAND_ENDS)       /* a hint: DECIDED OPEN */

enum sound_fault_kind {
#define SOUND_FAULT(name) FAULT_##name,
    SOUND_FAULTS(SOUND_FAULT)
#undef SOUND_FAULT
    N_SOUND_FAULTS
};

enum sound_role {
    ROLE_TWICE,      /* can be opened, or be brought the same group, while it was so already */
    ROLE_FIRST,      /* by this row first ... */
    ROLE_SECOND,     /* ... and again by this one */
    ROLE_JOIN,       /* waits */
    ROLE_CAME,       /* brought a group of it */
    ROLE_MISSING,    /* a member of a group that can no longer come */
    ROLE_DECIDED,    /* by this row, and outcome, the way was taken from which it cannot */
    ROLE_ROUND,
    ROLE_NEVER,      /* cannot be opened in any run */
    ROLE_BEHIND,     /* nor can this row, which lies behind it */
    ROLE_ENDS,       /* the named end */
    ROLE_OPEN,       /* a row that may be open when the case, or the strand, ends there */
};

struct sound_part {
    enum sound_role role;
    uint32_t row;
    uint32_t outcome;   /* or NONE */
};

struct sound_fault {
    enum sound_fault_kind kind;
    uint32_t group;     /* of DOUBLING: which of TWICE's groups; NONE: it is opened twice */
    LIST_OF(struct sound_part) parts;
    sound_run run;      /* leads there from a beginning; empty for UNREACHABLE */
    bool is_shortest;   /* the run */
};

struct verdict {
    enum sound_kind kind;
    LIST_OF(struct sound_fault) faults;   /* of an UNSOUND flow: at least one, by row */
    LIST_OF(struct sound_fault) hints;    /* of a SOUND one; of a large one not all */
    LIST_OF(uint32_t) region;             /* of a NOT_PROVED one: rows, ascending */
    uint32_t n_left;                      /* sets that were searched behind the rules */
    bool is_searched;                     /* the rules did not suffice: all of the net was */
};

struct verdict sound_prove(const struct flow *flow, struct arena *arena);

/* Tells the verdict's faults and hints into diags, but none whose run goes a
 * way that was told already (flow_check); sets those that it tells itself. */
void sound_tell(const struct flow *flow, const struct verdict *verdict, bool *is_told,
                struct arena *arena, struct diags *diags);

/* "`draft`, `check` (`no`)": a run in the words of the file; a long one cut. */
const char *sound_run_text(const struct sop *sop, const sound_run *run, struct arena *arena);

/* ---- rows that may be open at one time, of a sound flow ---- */

struct meetings;
struct meetings *meetings_find(const struct flow *flow, struct arena *arena);
/* The places (rows come first) that may be set while the row is open, and perhaps
 * some that may not; *n how many. */
const uint32_t *meetings_with(const struct meetings *m, uint32_t row, uint32_t *n);
/* May both be open at once? Then `run` leads there, or is empty where none was
 * found among so many. */
bool meetings_may(struct meetings *m, uint32_t a, uint32_t b, sound_run *run);

/* Per row: while it is open, no other row is, and no group is done. False also
 * where that is not found out. */
bool *sound_alone(const struct flow *flow, struct arena *arena);

/* Tells rows that may be open at one time and fill one field. */
void sound_check_meetings(const struct flow *flow, struct arena *arena, struct diags *diags);

#endif
