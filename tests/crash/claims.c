/*
 * Deeds that not every store knows yet: claims, releases, cancelling, groups.
 * They are tried where they are linked in.
 */
#include <stdio.h>

#include "tests/crash/work.h"

__attribute__((weak)) bool store_claim(struct store *s, int64_t task, const struct store_by *by,
                                       bool *is_new);
__attribute__((weak)) bool store_release(struct store *s, int64_t task,
                                         const struct store_by *by);
__attribute__((weak)) bool store_cancel(struct store *s, int64_t number, const char *reason,
                                        const struct store_by *by);
__attribute__((weak)) bool store_group_begin(struct store *s);
__attribute__((weak)) bool store_group_end(struct store *s);

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
    struct store_by by = work_by(w);
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
    if (store_cancel && draw_one_in(w->random, 8))
        return cancel(w, pick->task.case_number);
    if (!store_claim || !store_release)
        return true;
    return *pick->claimed_by && draw(w->random, 2) ? release(w, pick) : claim(w, pick);
}

bool has_groups(void)
{
    return store_group_begin && store_group_end;
}

bool group_begin(struct store *s)
{
    return store_group_begin(s);
}

bool group_end(struct store *s)
{
    return store_group_end(s);
}
