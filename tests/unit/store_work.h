/*
 * Random work on a store: what people, data and the clock might do with the
 * sample procedures, wrong outcomes and forgotten fields among it.
 */
#ifndef SOP_TEST_STORE_WORK_H
#define SOP_TEST_STORE_WORK_H

#include "tests/unit/store_fixture.h"

SAMPLE_USE uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

struct pick {
    uint32_t skip;
    struct store_task task;
    uint32_t n_outcomes;
};

SAMPLE_USE bool pick_task(void *context, const struct store_task *t)
{
    struct pick *pick = context;
    pick->task = *t;
    pick->n_outcomes = t->image->t.row[t->row].is_data ? 0 : image_n_answers(t->image, t->row);
    return pick->skip-- > 0;
}

static const char *draw_value(const struct image *image, uint32_t field, uint32_t *seed)
{
    static const char *const amounts[] = {"0", "1", "20", "101", "2_000"};
    const struct image_field *f = &image->t.field[field];
    uint32_t n;
    const uint32_t *choices = image_list(image, f->choices, &n);
    switch ((enum image_field_type)f->type) {
    case IMAGE_AMOUNT: return amounts[next_random(seed) % COUNT_OF(amounts)];
    case IMAGE_DATE: return "2026-01-31";
    case IMAGE_YES_NO: return next_random(seed) % 2 ? "yes" : "tidak";
    case IMAGE_CHOICE: return image_string(image, choices[next_random(seed) % n]);
    default: return "so be it";
    }
}

/* What the row of a task asks for; now and then something is forgotten. */
SAMPLE_USE struct store_settings draw_settings(const struct store_task *t, uint32_t *seed,
                                           struct store_setting at[4])
{
    struct image_span fills = t->image->t.row[t->row].fills;
    struct store_settings settings = {.at = at};
    for (uint32_t i = fills.first; i < fills.first + fills.n && settings.n < 4; i++) {
        const struct image_fill *fill = &t->image->t.fill[i];
        if (fill->value == NONE && next_random(seed) % 10)
            at[settings.n++] = (struct store_setting){
                image_string(t->image, t->image->t.field[fill->field].id),
                draw_value(t->image, fill->field, seed)};
    }
    return settings;
}

/* Does something that somebody might do. The task done, or 0. */
SAMPLE_USE int64_t do_something(struct store *s, uint32_t *seed, int64_t now)
{
    static const char *const people[] = {"ani", "budi", "citra", "dewi", "eko"};
    static const char *const sops[] = {"pengadaan", "approve", "tender", "race", "invite",
                                       "divide"};
    struct store_by who = {people[next_random(seed) % COUNT_OF(people)], "os", now};
    struct pick pick = {.skip = next_random(seed) % 16};
    struct store_filter filter = {0};
    struct store_answer answer;
    struct store_setting at[4];
    if (next_random(seed) % 16 == 0)
        store_tick(s, &who, NULL, NULL);
    if (!store_tasks(s, &filter, pick_task, &pick))
        return 0;
    if (pick.task.number == 0 || next_random(seed) % 10 == 0) {
        store_start(s, sops[next_random(seed) % COUNT_OF(sops)], NULL, NULL, &who, &answer);
        return 0;
    }
    struct store_settings settings = draw_settings(&pick.task, seed, at);
    uint32_t outcome = pick.n_outcomes ? next_random(seed) % pick.n_outcomes : NONE;
    bool is_done = store_done(s, pick.task.number, outcome, "a note", &settings, &who, &answer);
    return is_done ? pick.task.number : 0;
}

/* Everything that there is to deploy. */
SAMPLE_USE void deploy_wide(struct fixture *f)
{
    static const struct sample *const all[] = {&sample_tender, &sample_race, &sample_invite,
                                               &sample_divide};
    struct store_deployed deployed;
    for (size_t i = 0; i < COUNT_OF(all); i++)
        assert_true(deploy(f, all[i], &deployed));
}

#endif
