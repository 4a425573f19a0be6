/*
 * work: a deed at the store under trial, as its parts see it.
 */
#ifndef SOP_CRASH_WORK_H
#define SOP_CRASH_WORK_H

#include "tests/crash/crash.h"

struct work {
    struct trial *t;
    struct store *s;
    uint64_t *random;
    bool in_group;                 /* nobody is told before it ends */
};

/* An offered task, and who has claimed it ("": nobody). */
struct pick {
    uint32_t skip;
    struct store_task task;
    uint32_t n_outcomes;
    char claimed_by[32];
};

/* The next deed: somebody, at a time that no other deed has. */
struct store_by work_by(struct work *w);
/* Somebody is to be told that, unless the group that it is in fails. */
void work_answer(struct work *w, struct ack ack);
void work_tell(struct trial *t);
/* Done, or refused by a rule; else the store broke one. */
bool work_is_fine(const struct work *w, bool is_done);

/* ---- claims.c: what a store may or may not have ---- */

/* Claims, releases or cancels. */
bool claims_deed(struct work *w, const struct pick *pick);

#endif
