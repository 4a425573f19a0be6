/* What people do with a task or a case besides signing: claim, give back, give up. */
#include <stdio.h>

#include "tests/crash/work.h"

static bool cancel(struct work *w, int64_t number)
{
    char reason[32];
    struct store_by by = work_by(w);
    snprintf(reason, sizeof reason, "deed %lld", (long long)w->t->serial);
    bool is_done = store_cancel(w->s, number, reason, &by);
    if (is_done)
        work_answer(w, (struct ack){.kind = EVENT_CANCELLED, .case_number = number,
                                    .time = by.now, .row = NONE});
    return work_is_fine(w, is_done);
}

static bool claim(struct work *w, const struct pick *pick)
{
    bool is_new = false;
    char person[STORE_MOST_PERSON + 1];
    struct store_by by = work_by(w);
    if (!people_act(w, &by, person))
        return false;
    bool is_done = store_claim(w->s, pick->task.number, &by, &is_new);
    if (is_done && is_new)
        work_answer(w, (struct ack){.kind = EVENT_CLAIMED, .case_number = pick->task.case_number,
                                    .task = pick->task.number, .time = by.now, .row = NONE});
    return work_is_fine(w, is_done);
}

static bool release(struct work *w, const struct pick *pick)
{
    struct store_by by = work_by(w);
    by.person = pick->claimed_by;
    bool is_done = store_release(w->s, pick->task.number, &by);
    if (is_done)
        work_answer(w, (struct ack){.kind = EVENT_RELEASED, .case_number = pick->task.case_number,
                                    .task = pick->task.number, .time = by.now, .row = NONE});
    return work_is_fine(w, is_done);
}

bool claims_deed(struct work *w, const struct pick *pick)
{
    if (draw_one_in(w->random, 8))
        return cancel(w, pick->task.case_number);
    return *pick->claimed_by && draw(w->random, 2) ? release(w, pick) : claim(w, pick);
}
