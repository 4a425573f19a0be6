/*
 * Who is who, and who is forgotten: people become actors and are none any more,
 * and names are erased. Those who always come and go (work.h) come back under
 * their name; guests never do, so that a name of theirs that was erased can be
 * looked for in the file.
 */
#include <stdio.h>
#include <string.h>

#include "tests/crash/work.h"

struct someone {
    uint32_t skip;
    char person[STORE_MOST_PERSON + 1], actor[64];
};

/* ---- who there is ---------------------------------------------------------------- */

static bool pick_member(void *context, const struct store_member *m)
{
    struct someone *one = context;
    snprintf(one->person, sizeof one->person, "%s", m->person);
    snprintf(one->actor, sizeof one->actor, "%s", m->actor);
    return one->skip-- > 0;
}

static bool pick_leaver(void *context, const struct store_event *e)
{
    struct someone *one = context;
    if (e->kind != EVENT_LEFT)
        return true;
    snprintf(one->person, sizeof one->person, "%s", e->subject);
    return one->skip-- > 0;
}

/* person: "" where there is none. */
static bool find_member(struct work *w, struct someone *one)
{
    *one = (struct someone){.skip = draw(w->random, 100)};
    return work_is_fine(w, store_members(w->s, pick_member, one));
}

/* Somebody who was an actor once, and may be erased by now. */
static bool find_leaver(struct work *w, struct someone *one)
{
    *one = (struct someone){.skip = draw(w->random, 40)};
    return work_is_fine(w, store_log(w->s, pick_leaver, one));
}

bool people_act(struct work *w, struct store_by *by, char person[STORE_MOST_PERSON + 1])
{
    struct someone one;
    if (!w->t->has_people || draw(w->random, 2))
        return true;
    if (!find_member(w, &one))
        return false;
    snprintf(person, STORE_MOST_PERSON + 1, "%s", one.person);
    if (*person)
        by->person = person;
    return true;
}

/* ---- joining and leaving ---------------------------------------------------------- */

static bool join(struct work *w, const char *person, const char *actor, const char *unit)
{
    bool is_new = false;
    struct store_by by = work_by(w);
    const struct store_member m = {.person = person, .actor = actor, .office = "", .unit = unit};
    bool is_done = store_join(w->s, &m, &by, &is_new);
    if (is_done && is_new)
        work_answer(w, (struct ack){.kind = EVENT_JOINED, .time = by.now, .n_events = 1});
    return work_is_fine(w, is_done);
}

static bool join_all(struct work *w, const char *person)
{
    const char *actor;
    bool is_good = true;
    for (size_t i = 0; is_good && (actor = version_actor(i)); i++)
        is_good = join(w, person, actor, "");
    return is_good;
}

/* Long: the pages that names lie on are to fill up, and be split. */
static void name_guest(struct work *w, char person[STORE_MOST_PERSON + 1])
{
    static const char long_name[] =
        "of Somewhere Far Away, Where Names Are Long and Many and Nobody Is Called by One of "
        "Them Alone, but by All That Father, Mother, Uncles, Aunts and the Whole Village Gave";
    snprintf(person, STORE_MOST_PERSON + 1, "guest %lld %.*s.", (long long)w->t->serial,
             80 + (int)draw(w->random, sizeof long_name - 80), long_name);
}

static bool join_one(struct work *w, const char *person)
{
    static const char *const units[] = {"", "", "UPT", "Bidang UKM"};
    uint32_t n = 0;
    while (version_actor(n))
        n++;
    return join(w, person, version_actor(draw(w->random, n)),
                units[draw(w->random, COUNT_OF(units))]);
}

static bool join_guests(struct work *w, const char *about)
{
    char guest[STORE_MOST_PERSON + 1];
    bool is_good = true;
    (void)about;
    for (uint32_t n = 2 + draw(w->random, 8); is_good && n; n--) {
        name_guest(w, guest);
        is_good = join_one(w, guest);
    }
    return is_good;
}

/* Mostly every actor, so that work goes on. */
static bool some_join(struct work *w)
{
    char guest[STORE_MOST_PERSON + 1];
    name_guest(w, guest);
    switch (draw(w->random, 6)) {
    case 0: return work_in_group(w, join_guests, NULL);
    case 1: return join_one(w, work_regular(w));
    case 2: return work_in_group(w, join_all, guest);
    default: return work_in_group(w, join_all, work_regular(w));
    }
}

/* actor: NULL for all that the person is. */
static bool leave(struct work *w, const char *person, const char *actor)
{
    uint32_t n = 0;
    struct store_by by = work_by(w);
    bool is_done = store_leave(w->s, person, actor, NULL, &by, &n);
    if (is_done && n)
        work_answer(w, (struct ack){.kind = EVENT_LEFT, .time = by.now, .n_events = n});
    return work_is_fine(w, is_done);
}

static bool some_leave(struct work *w)
{
    struct someone one;
    bool is_all = draw_one_in(w->random, 3);
    if (!find_member(w, &one))
        return false;
    return !*one.person || leave(w, one.person, is_all ? NULL : one.actor);
}

/* ---- forgetting -------------------------------------------------------------------- */

static bool erase(struct work *w, const char *person)
{
    int64_t number;
    struct store_by by = work_by(w);
    bool is_done = store_erase(w->s, person, &by, &number);
    if (is_done)
        work_answer(w, (struct ack){.kind = EVENT_ERASED, .time = by.now, .n_events = 1});
    return work_is_fine(w, is_done);
}

static bool leave_and_erase(struct work *w, const char *person)
{
    return leave(w, person, NULL) && erase(w, person);
}

/* Somebody who still has something is refused. */
static bool some_erase(struct work *w)
{
    struct someone one;
    if (!w->t->has_people || draw_one_in(w->random, 4))
        return erase(w, work_regular(w));
    if (draw_one_in(w->random, 3))
        return find_leaver(w, &one) && (!*one.person || erase(w, one.person));
    if (!find_member(w, &one))
        return false;
    return !*one.person || work_in_group(w, leave_and_erase, one.person);
}

/* ---- any of them -------------------------------------------------------------------- */

bool people_deed(struct work *w)
{
    uint32_t n = draw(w->random, 8);
    if (!w->t->has_people || n > 5)
        return some_erase(w);
    return n < 3 ? some_join(w) : some_leave(w);
}

bool work_join(struct trial *t, struct store *s, uint64_t *random)
{
    struct work w = {t, s, random, false};
    return work_in_group(&w, join_all, work_regular(&w));
}

bool work_leave(struct trial *t, struct store *s, uint64_t *random)
{
    struct work w = {t, s, random, false};
    return some_leave(&w) && some_leave(&w);
}

bool work_erase(struct trial *t, struct store *s, uint64_t *random)
{
    struct work w = {t, s, random, false};
    struct someone one;
    return find_member(&w, &one) && (!*one.person || leave_and_erase(&w, one.person));
}

bool work_let(struct trial *t, struct store *s, const char *person)
{
    uint64_t random = 1;
    struct work w = {t, s, &random, false};
    struct someone one;
    return find_member(&w, &one) && (!*one.person || work_in_group(&w, join_all, person));
}
