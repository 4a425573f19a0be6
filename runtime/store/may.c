/*
 * Who may see, claim, sign and release a task: one table of rules, asked at the
 * worklist and at every deed. Where people are known, only a task's actors; what
 * is claimed only who has it; no person signs a row twice; and a row may ask for
 * another person than did some row before (`except who did`), or for the very
 * same (`same as`). What counts is who did it the last time that it was done.
 */
#include <stdio.h>
#include <string.h>

#include "runtime/store/store_int.h"

static bool refuse(struct store_fault *why, enum store_fault_kind kind, uint32_t row,
                   int64_t number, const char *text, int64_t time)
{
    *why = (struct store_fault){.kind = kind, .number = number, .time = time, .row = row,
                                .field = NONE};
    snprintf(why->text, sizeof why->text, "%s", text);
    return false;
}

/* Two signatures are two people. */
static bool has_not_signed(struct store *s, const struct store_task *t, const char *person,
                           struct store_fault *why)
{
    if (t->image->t.row[t->row].n_tasks < 2)
        return true;
    sqlite3_stmt *st = sql_start(s, SIGNED_BY, sql_number(t->case_number), sql_number(t->row),
                                 sql_number(t->opened_event), sql_text(person));
    bool is_signed = sql_row(s, st);
    if (is_signed)
        refuse(why, STORE_SIGNED_ALREADY, t->row, sqlite3_column_int64(st, 0), person,
               sqlite3_column_int64(st, 1));
    sql_done(st);
    return !is_signed;
}

/* Who did a row; *other is one of them that is not the person, or "". */
static bool did(struct store *s, const struct store_task *t, uint32_t row, const char *person,
                char other[STORE_MOST_PERSON + 1])
{
    bool is_there = false;
    *other = '\0';
    sqlite3_stmt *st = sql_start(s, WHO_DID, sql_number(t->case_number), sql_number(row));
    while (sql_row(s, st)) {
        const char *who = sql_column_word(s, st, 0);
        if (strcmp(who, person) == 0)
            is_there = true;
        else
            snprintf(other, STORE_MOST_PERSON + 1, "%s", who);
    }
    return is_there;
}

static bool is_other(struct store *s, const struct store_task *t, const char *person,
                     struct store_fault *why)
{
    char other[STORE_MOST_PERSON + 1];
    uint32_t n;
    const uint32_t *excepts = image_list(t->image, t->image->t.row[t->row].excepts, &n);
    for (uint32_t i = 0; i < n; i++)
        if (did(s, t, excepts[i], person, other))
            return refuse(why, STORE_FOUR_EYES, excepts[i], t->number, person, 0);
    return true;
}

/* Where nobody has done that row, anybody goes on. */
static bool is_the_same(struct store *s, const struct store_task *t, const char *person,
                        struct store_fault *why)
{
    char other[STORE_MOST_PERSON + 1];
    uint32_t row = t->image->t.row[t->row].same_as;
    if (row == NONE || did(s, t, row, person, other) || !*other)
        return true;
    return refuse(why, STORE_NOT_THE_SAME, row, t->number, other, 0);
}

static bool is_actor(struct store *s, const struct store_task *t, const char *person,
                     struct store_fault *why)
{
    if (!people_are_known(s) || person_is_member(s, t, person))
        return true;
    refuse(why, STORE_NOT_MEMBER, t->row, t->number, person, 0);
    why->status = t->nth;
    return false;
}

static int64_t claim_time(struct store *s, const struct store_task *t)
{
    sqlite3_stmt *st = sql_start(s, CLAIM_TIME, sql_number(t->case_number),
                                 sql_number(t->number));
    int64_t time = sql_row(s, st) ? sqlite3_column_int64(st, 0) : 0;
    sql_done(st);
    return time;
}

static bool is_free(struct store *s, const struct store_task *t, const char *person,
                    struct store_fault *why)
{
    if (!t->person || strcmp(t->person, person) == 0)
        return true;
    return refuse(why, STORE_CLAIMED, t->row, t->number, t->person, claim_time(s, t));
}

static bool is_claimed(struct store *s, const struct store_task *t, const char *person,
                       struct store_fault *why)
{
    (void)s;
    return t->person || refuse(why, STORE_NOT_CLAIMED, t->row, t->number, person, 0);
}

bool task_may(struct store *s, const struct store_task *t, const char *person,
              enum task_act act, struct store_fault *why)
{
    enum { TAKE = 1 << ACT_SEE | 1 << ACT_CLAIM | 1 << ACT_SIGN, GIVE = 1 << ACT_RELEASE };
    static const struct {
        bool (*holds)(struct store *, const struct store_task *, const char *,
                      struct store_fault *);
        unsigned acts;
    } rules[] = {
        {is_actor, TAKE}, {is_claimed, GIVE}, {is_free, TAKE | GIVE},
        {has_not_signed, TAKE}, {is_other, TAKE}, {is_the_same, TAKE},
    };
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if ((rules[i].acts & 1u << act) && !rules[i].holds(s, t, person, why))
            return false;
    return true;
}
