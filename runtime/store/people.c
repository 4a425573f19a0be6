/*
 * People: which actors a person is, and how a name is forgotten. Whoever can
 * write the store is trusted to say who is what; what was said stands in the log,
 * by the number of the name, so that the log holds nothing personal.
 */
#include <string.h>

#include "runtime/store/store_int.h"

/* ---- asking --------------------------------------------------------------------- */

static bool is_there(struct store *s, sqlite3_stmt *st)
{
    bool is = sql_row(s, st);
    sql_done(st);
    return is;
}

bool people_are_known(struct store *s)
{
    return is_there(s, sql_start(s, MEMBER_ANY));
}

bool person_is_member(struct store *s, const struct store_task *t, const char *person)
{
    uint32_t n;
    const uint32_t *actors = signature_actors(t->image, t->row, t->nth, &n);
    for (uint32_t i = 0; i < n; i++) {
        const struct image_actor *actor = &t->image->t.actor[actors[i]];
        if (is_there(s, sql_start(s, MEMBER_MAY, sql_text(person),
                                  sql_text(image_string(t->image, actor->id)),
                                  sql_text(actor_office(t->image, actor)), sql_text(t->unit))))
            return true;
    }
    return n == 0;   /* a task of nobody is anybody's */
}

bool person_refuse_unknown(struct store *s, const char *person)
{
    if (!people_are_known(s) || is_there(s, sql_start(s, MEMBER_KNOWN, sql_text(person))))
        return store_is_fine(s);
    return store_refuse_about(s, STORE_NOT_KNOWN, 0, person, 0);
}

bool store_members(struct store *s, bool (*visit)(void *, const struct store_member *),
                   void *context)
{
    store_begin(s);
    sqlite3_stmt *st = sql_start(s, MEMBER_LIST);
    while (sql_row(s, st)) {
        struct store_member m = {
            .number = sqlite3_column_int64(st, 0), .person = sql_column_word(s, st, 1),
            .actor = sql_column_word(s, st, 2), .office = sql_column_word(s, st, 3),
            .unit = sql_column_word(s, st, 4),
        };
        if (!store_is_fine(s) || !visit(context, &m))
            break;
    }
    sql_done(st);
    return store_end(s);
}

/* ---- joining and leaving ------------------------------------------------------- */

/* "#5 head - North": the number of the name, actor, office, unit. */
static const char *about_member(struct store *s, int64_t number, const struct store_member *m)
{
    char *about = arena_printf(&s->arena, "#%lld %s %s %s", (long long)number, m->actor,
                               *m->office ? m->office : "-", *m->unit ? m->unit : "-");
    return store_have(s, about);
}

/* Ids of an image that somebody made by hand may be anything; a line of the log
 * is not, and its `-` is nobody's name. */
static bool is_good(const struct store_member *m)
{
    enum { MOST = 4096 };
    return name_is_good(m->person) && *m->actor && !strchr(m->actor, ' ') &&
           !strchr(m->office, ' ') && strcmp(m->office, "-") != 0 &&
           strcmp(m->unit, "-") != 0 && text_is_clean(m->actor, MOST, false) &&
           text_is_clean(m->office, MOST, false) && text_is_clean(m->unit, MOST, false);
}

static void join(struct store *s, const struct store_member *m, const struct store_by *by,
                 bool *is_new)
{
    struct name name;
    if (!store_name(s, m->person, &name) ||
        !sql_run(s, MEMBER_ADD, sql_number(name.number), sql_text(m->actor), sql_text(m->office),
                 sql_text(m->unit)))
        return;
    *is_new = sqlite3_changes(s->db) > 0;
    const char *about = about_member(s, name.number, m);
    if (*is_new && about)
        log_store(s, EVENT_JOINED, about, by);
}

bool store_join(struct store *s, const struct store_member *m, const struct store_by *by,
                bool *is_new)
{
    if (!store_begin_write(s) || !person_check(s, by))
        return store_end(s);
    if (is_good(m))
        join(s, m, by, is_new);
    else
        store_refuse(s, STORE_BAD_NAME);
    return store_end(s);
}

typedef LIST_OF(struct store_member) member_list;

static void list_memberships(struct store *s, int64_t number, const char *actor,
                             const char *office, member_list *list)
{
    sqlite3_stmt *st = sql_start(s, MEMBERSHIPS, sql_number(number), sql_text(actor),
                                 sql_text(office));
    while (sql_row(s, st)) {
        if (list->n == list->cap)
            list->at = list_grow(&s->arena, list->at, &list->cap, sizeof *list->at);
        if (store_have(s, list->at))
            list->at[list->n++] = (struct store_member){
                .number = number, .actor = text_keep(s, sql_column_word(s, st, 0)),
                .office = text_keep(s, sql_column_word(s, st, 1)),
                .unit = text_keep(s, sql_column_word(s, st, 2))};
    }
}

static void leave(struct store *s, const struct store_member *m, const struct store_by *by)
{
    const char *about = about_member(s, m->number, m);
    if (sql_run(s, MEMBER_REMOVE, sql_number(m->number), sql_text(m->actor), sql_text(m->office),
                sql_text(m->unit)) && about)
        log_store(s, EVENT_LEFT, about, by);
}

/* The name of somebody, or refuses. */
static bool find_person(struct store *s, const char *person, struct name *name)
{
    return store_name_find(s, person, name) ||
           store_refuse_about(s, STORE_UNKNOWN_PERSON, 0, person, 0);
}

bool store_leave(struct store *s, const char *person, const char *actor, const char *office,
                 const struct store_by *by, uint32_t *n)
{
    struct name name;
    member_list list = {0};
    if (!clock_begin(s, by) || !person_check(s, by) ||
        !find_person(s, person, &name))
        return store_end(s);
    list_memberships(s, name.number, actor, office, &list);
    for (uint32_t i = 0; i < list.n && store_is_fine(s); i++)
        leave(s, &list.at[i], by);
    uint32_t n_claims = claims_review(s, name.number, by);
    *n = list.n;
    if (!list.n && (actor || !n_claims))
        store_refuse_about(s, STORE_NO_MEMBERSHIP, 0, person, 0);
    return store_end(s);
}

/* ---- forgetting ------------------------------------------------------------------ */

static uint32_t count_rows(struct store *s, sqlite3_stmt *st)
{
    uint32_t n = 0;
    while (sql_row(s, st))
        n++;
    return n;
}

/* The event first: it may be the name of the very person who erases it. */
static void erase(struct store *s, const char *person, const struct store_by *by,
                  int64_t *number)
{
    struct name name;
    if (!find_person(s, person, &name))
        return;
    *number = name.number;
    uint32_t n = count_rows(s, sql_start(s, MEMBERSHIPS, sql_number(name.number), sql_text(NULL),
                                         sql_text(NULL)));
    uint32_t n_claims = count_rows(s, sql_start(s, CLAIMS_OF, sql_number(name.number)));
    const char *about =
        store_have(s, arena_printf(&s->arena, "#%lld", (long long)name.number));
    if (n)
        store_refuse_about(s, STORE_STILL_MEMBER, n, person, 0);
    else if (n_claims)
        store_refuse_about(s, STORE_STILL_CLAIMS, n_claims, person, 0);
    else if (about && log_store(s, EVENT_ERASED, about, by) &&
             sql_run(s, NAME_ERASE, sql_number(name.number)))
        sql_run(s, NAMES_REBUILD);
}

void store_empty_journal(struct store *s)
{
    s->has_erased = false;
    sql_run(s, EMPTY_JOURNAL);
    s->fault = (struct store_fault){.kind = STORE_FINE};   /* it is erased all the same */
}

/* Nothing of it is left in the file either, as soon as no other process reads
 * what was before: then the next who opens it empties the journal. In a group that
 * is when it ends. */
bool store_erase(struct store *s, const char *person, const struct store_by *by,
                 int64_t *number)
{
    if (store_begin_write(s) && person_check(s, by))
        erase(s, person, by, number);
    if (!store_end(s))
        return false;
    s->has_erased = true;
    if (!s->is_group)
        store_empty_journal(s);
    return true;
}
