/*
 * Inside the library: the handle. A public call is lib_begin, calls of the store,
 * lib_end; what a visitor is shown is made in the arena, anew for each.
 */
#ifndef SOP_LIB_INT_H
#define SOP_LIB_INT_H

#include "runtime/lib/soprun.h"
#include "runtime/say/say.h"

struct soprun {
    struct store *store;           /* NULL: it could not be opened */
    char user[STORE_MOST_PERSON + 1];   /* of the process */
    enum language language;        /* of what was deployed last */
    bool is_group, is_visiting;
    enum soprun_error error;
    enum message message;          /* of a fault of our own: or N_MESSAGES */
    struct store_fault fault;      /* else this */
    const struct image *image;     /* of the task at hand, for faults about outcomes: */
    uint32_t row;
    char word[256], other[256];    /* what was said of it; or of our own fault */
    struct arena arena;
    struct bytes text;             /* the last sentence */
};

/* May a call begin? Else s->error is told. */
bool lib_begin(struct soprun *s);
/* The same for one that acts: who and when. */
bool lib_begin_as(struct soprun *s, const struct soprun_by *by, struct store_by *out);
/* How a call of the store ended. */
enum soprun_error lib_end(struct soprun *s, bool is_fine);
enum soprun_error lib_refuse(struct soprun *s, enum soprun_error error, enum message message);
/* The same of a sentence that speaks of a word, or of two. */
enum soprun_error lib_refuse_about(struct soprun *s, enum soprun_error error,
                                   enum message message, const char *word, const char *other);
/* Refuses, or what p points to. */
void *lib_have(struct soprun *s, void *p);
/* What soprun_error says, of NULL too. */
enum soprun_error lib_error(const struct soprun *s);

/* A language by its name; where that is none or NULL, the other one. */
enum language lib_language(const char *name, enum language otherwise);

/* NULL for NONE. */
const char *lib_row(const struct image *image, uint32_t row);

/* ---- lists ---- */

/* A visitor of the caller. */
struct visit {
    struct soprun *s;
    union {
        bool (*version)(void *, const struct soprun_version *);
        bool (*one_case)(void *, const struct soprun_case *);
        bool (*field)(void *, const struct soprun_field *);
        bool (*task)(void *, const struct soprun_task *);
        bool (*event)(void *, const struct soprun_event *);
        bool (*member)(void *, const struct soprun_member *);
        bool (*holiday)(void *, const struct soprun_holiday *);
        bool (*finding)(void *, const struct soprun_finding *);
    };
    void *context;
    enum language language;        /* of the sentences that are shown */
};

/* The visitor is the caller's code: it may not come back into the handle. */
#define SHOW(v, member, shown)                                 \
    ((v)->s->is_visiting = true,                               \
     lib_leave_visit((v)->s, (v)->member((v)->context, (shown))))
bool lib_leave_visit(struct soprun *s, bool goes_on);

#endif
