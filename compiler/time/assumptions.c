/*
 * What the figures take for granted of some rows. A predicate for each
 * sentence of words.def: the sentence is said when it holds for any row.
 */
#include "compiler/time/words.h"

static bool is_in_words(const struct sop *sop, const struct row *row)
{
    (void)sop;
    return row->work.kind == DURATION_WORDS || row->wait.kind == DURATION_WORDS;
}

/* Data decide at once: no time is missing where nobody works. */
static bool is_without_time(const struct sop *sop, const struct row *row)
{
    (void)sop;
    return !(row->is_data && row->actors.n == 0) &&
           row->work.kind == DURATION_NONE && row->wait.kind == DURATION_NONE;
}

static bool is_random(const struct duration *d)
{
    return d->kind != DURATION_NONE && d->kind != DURATION_FIXED && d->kind != DURATION_WORDS;
}

static bool is_spread(const struct sop *sop, const struct row *row)
{
    (void)sop;
    return is_random(&row->work) || is_random(&row->wait);
}

static bool is_each_of_one(const struct sop *sop, const struct row *row)
{
    if (!row->is_each || row->actors.n == 0)
        return false;
    const struct actor *actor = &sop->actors.at[row->actors.at[0]];
    return actor->count == 0 && actor->units.n == 0;
}

static bool is_shared(const struct sop *sop, const struct row *row)
{
    (void)sop;
    return row->is_any && row->actors.n > 1;
}

static bool is_on_the_wall(const struct sop *sop, const struct row *row)
{
    (void)sop;
    return row->work.is_calendar || row->wait.is_calendar;
}

static bool is_per_item(const struct sop *sop, const struct row *row)
{
    (void)sop;
    return row->work.per_item || row->wait.per_item;
}

static const struct assumption {
    bool (*holds)(const struct sop *sop, const struct row *row);
    const char *words[N_LANGUAGES];
} assumptions[] = {
#define ASSUMED(predicate, en, id) {predicate, {en, id}},
#include "compiler/time/words.def"
};

const uint32_t time_n_assumptions = COUNT_OF(assumptions);

bool time_write_assumption(const struct time_report *report, uint32_t i, enum language language,
                           struct bytes *out)
{
    const struct sop *sop = report->sop;
    struct bytes numbers = {0};
    struct number_runs runs = {0};
    for (uint32_t r = 0; r < sop->rows.n; r++)
        if (sop->rows.at[r].no && assumptions[i].holds(sop, &sop->rows.at[r]))
            time_runs_add(&runs, &numbers, sop->rows.at[r].no);
    time_runs_end(&runs, &numbers);
    char items[32];
    struct sentence sentence = {
        .words = assumptions[i].words,
        .args = {numbers.data, number_format(report->items, items)},
    };
    if (numbers.len)
        sentence_write(out, &sentence, language);
    bytes_free(&numbers);
    return runs.is_begun;
}
