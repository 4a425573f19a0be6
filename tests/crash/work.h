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
    char claimed_by[STORE_MOST_PERSON + 1];
};

/* The next deed: somebody, at a time that no other deed has. */
struct store_by work_by(struct work *w);
/* Somebody is to be told that, unless the group that it is in fails. */
void work_answer(struct work *w, struct ack ack);
void work_tell(struct trial *t);
/* Done, or refused by a rule; else the store broke one. */
bool work_is_fine(const struct work *w, bool is_done);

/* An offered task of the case (0: of any); its number is 0 where there is none. */
bool work_find_task(struct work *w, int64_t case_number, struct pick *pick);
/* Several deeds as one group, or within the one that is open. */
bool work_in_group(struct work *w, bool (*deeds)(struct work *, const char *), const char *about);
/* One of those who always come and go. */
const char *work_regular(struct work *w);

/* ---- claims.c ---- */

/* Claims, releases or cancels. */
bool claims_deed(struct work *w, const struct pick *pick);

/* ---- people.c ---- */

/* Somebody joins, leaves or is erased; where people are not known, is erased. */
bool people_deed(struct work *w);
/* Now and then an actor does it, whoever was to: often who may. */
bool people_act(struct work *w, struct store_by *by, char person[STORE_MOST_PERSON + 1]);

/* ---- changes.c ---- */

bool changes_migrate(struct work *w, int64_t number);
bool changes_holiday(struct work *w);

/* ---- versions.c ---- */

struct version {
    const char *sop;
    struct bytes image;
};

/* NULL: there are no more. The first is `approve`. */
const struct version *version_at(size_t i);
/* One of that SOP (NULL: of any), or NULL. */
const struct version *version_draw(uint64_t *random, const char *sop);
/* The actors of them all. */
const char *version_actor(size_t i);

#endif
