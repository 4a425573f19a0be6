/* What changes under cases that run: another version of their SOP, and days
 * without work. */
#include "tests/crash/work.h"

/* To another version, or to its own, where nothing happens. */
static bool migrate(struct work *w, int64_t number)
{
    uint32_t n = 0;
    char person[STORE_MOST_PERSON + 1];
    struct store_case c;
    if (!store_case(w->s, number, &c))
        return work_is_fine(w, false);
    const struct version *v = version_draw(w->random, c.sop);
    struct store_by by = work_by(w);
    if (!people_act(w, &by, person))
        return false;
    if (!v)
        return true;               /* a called one: of no version of its own */
    bool is_done = store_migrate(w->s, number, v->image.data, v->image.len, &by, &n);
    if (is_done && n)
        work_answer(w, (struct ack){.kind = EVENT_MIGRATED, .case_number = number,
                                    .time = by.now, .row = NONE});
    return work_is_fine(w, is_done);
}

/* The one that called it, which takes it along. */
bool changes_migrate(struct work *w, int64_t number)
{
    struct store_case c;
    if (!store_case(w->s, number, &c))
        return work_is_fine(w, false);
    return migrate(w, c.parent && draw(w->random, 4) ? c.parent : number);
}

/* One to three days, near now: running waits lie over them, and stay. */
bool changes_holiday(struct work *w)
{
    bool is_new = false;
    struct store_by by = work_by(w);
    int64_t first = w->t->now / DAY_MS + draw(w->random, 6);
    const struct store_holiday h = {first, first + draw(w->random, 3), "A day off"};
    bool is_done = store_add_holiday(w->s, &h, &by, &is_new);
    if (is_done && is_new)
        work_answer(w, (struct ack){.kind = EVENT_HOLIDAY, .time = by.now, .n_events = 1});
    return work_is_fine(w, is_done);
}

bool work_holiday(struct trial *t, struct store *s, uint64_t *random)
{
    struct work w = {t, s, random, false};
    return changes_holiday(&w) && changes_holiday(&w);
}

bool work_migrate(struct trial *t, struct store *s, uint64_t *random)
{
    struct work w = {t, s, random, false};
    struct pick pick;
    bool is_good = true;
    for (int i = 0; i < 6 && is_good; i++)
        is_good = work_find_task(&w, 0, &pick) &&
                  (!pick.task.number || changes_migrate(&w, pick.task.case_number));
    return is_good;
}
