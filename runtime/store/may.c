/*
 * Who may sign: no person signs a row twice, and a row may ask for another
 * person than did some row before (`except who did`), or for the very same
 * (`same as`). What counts is who did it the last time that it was done.
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

bool task_may(struct store *s, const struct store_task *t, const char *person,
              struct store_fault *why)
{
    return has_not_signed(s, t, person, why) && is_other(s, t, person, why) &&
           is_the_same(s, t, person, why);
}
