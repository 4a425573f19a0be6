/*
 * The worklists of several actors as one, what is due first first. Each of them
 * lies in that order in the index; the heads of all are compared, so that the
 * first tasks of a person cost as much as they are, however many wait behind.
 */
#include <string.h>

#include "runtime/store/store_int.h"

struct head {
    const char *actor, *office;
    int64_t due, task;             /* task 0: nothing more there */
};

struct offers {
    LIST_OF(struct head) heads;
    int64_t until;
};

/* To the next task of one worklist. */
static void advance(struct store *s, const struct offers *o, struct head *h)
{
    sqlite3_stmt *st = sql_start(s, OFFER_NEXT, sql_text(h->actor), sql_text(h->office),
                                 sql_number(h->due), sql_number(h->task),
                                 sql_number(o->until));
    h->task = 0;
    if (sql_row(s, st)) {
        h->due = sqlite3_column_int64(st, 0);
        h->task = sqlite3_column_int64(st, 1);
    }
    sql_done(st);
}

static void add_head(struct store *s, struct offers *o, const char *actor, const char *office)
{
    if (o->heads.n == o->heads.cap)
        o->heads.at = list_grow(&s->arena, o->heads.at, &o->heads.cap, sizeof *o->heads.at);
    if (store_have(s, o->heads.at) && actor && office)
        o->heads.at[o->heads.n++] = (struct head){actor, office, INT64_MIN, 0};
}

static void add_of_person(struct store *s, struct offers *o, const char *person,
                          const char *actor, const char *office)
{
    sqlite3_stmt *st = sql_start(s, OFFICES_OF_PERSON, sql_text(person), sql_text(actor),
                                 sql_text(office));
    while (sql_row(s, st))
        add_head(s, o, text_keep(s, sql_column_word(s, st, 0)),
                 text_keep(s, sql_column_word(s, st, 1)));
}

/* From one office that has the actor to the next: the index is not read between. */
static void add_of_actor(struct store *s, struct offers *o, const char *actor)
{
    const char *office = NULL;
    do {
        sqlite3_stmt *st = office ? sql_start(s, OFFICE_NEXT, sql_text(actor), sql_text(office))
                                  : sql_start(s, OFFICE_FIRST, sql_text(actor));
        office = sql_row(s, st) ? text_keep(s, sql_column_text(s, st, 0)) : NULL;
        sql_done(st);
        if (office)
            add_head(s, o, actor, office);
    } while (office && store_is_fine(s));
}

struct offers *offers_open(struct store *s, const char *person, const char *actor,
                           const char *office, int64_t until)
{
    struct offers *o = store_have(s, ARENA_NEW(&s->arena, struct offers));
    if (!o)
        return NULL;
    o->until = until;
    if (person)
        add_of_person(s, o, person, actor, office);
    else if (office)
        add_head(s, o, actor, office);
    else
        add_of_actor(s, o, actor);
    for (uint32_t i = 0; i < o->heads.n; i++)
        advance(s, o, &o->heads.at[i]);
    return o;
}

static bool is_before(const struct head *a, const struct head *b)
{
    return a->due != b->due ? a->due < b->due : a->task < b->task;
}

/* A task of several actors stands at several heads at once. */
int64_t offers_next(struct store *s, struct offers *o)
{
    const struct head *first = NULL;
    for (uint32_t i = 0; i < o->heads.n; i++)
        if (o->heads.at[i].task && (!first || is_before(&o->heads.at[i], first)))
            first = &o->heads.at[i];
    int64_t task = first ? first->task : 0;
    for (uint32_t i = 0; task && i < o->heads.n; i++)
        if (o->heads.at[i].task == task)
            advance(s, o, &o->heads.at[i]);
    return store_is_fine(s) ? task : 0;
}
