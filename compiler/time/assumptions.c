/*
 * What the figures take for granted of some rows. A predicate for each
 * sentence of runtime/duration/words.def: the sentence is said when it holds for any row.
 */
#include "compiler/time/odds.h"
#include "compiler/time/words.h"

static const struct row *row_of(const struct time_report *report, uint32_t r)
{
    return &report->sop->rows.at[r];
}

/* ---- times ----------------------------------------------------------------- */

/* Is it so of the row's work, of its wait, or of what an outcome of it lets pass? */
static bool any_duration(const struct row *row, bool (*holds)(const struct duration *d))
{
    bool any = holds(&row->work) || holds(&row->wait);
    for (uint32_t o = 0; o < row->outcomes.n && !any; o++)
        any = holds(&row->outcomes.at[o].delay);
    return any;
}

static bool says_words(const struct duration *d)
{
    return d->kind == DURATION_WORDS;
}

static bool is_in_words(const struct time_report *report, uint32_t r)
{
    return any_duration(row_of(report, r), says_words);
}

static bool is_timeless(const struct row *row)
{
    return row->work.kind == DURATION_NONE && row->wait.kind == DURATION_NONE;
}

/* Data decide at once: no time is missing where nobody works. */
static bool is_without_time(const struct time_report *report, uint32_t r)
{
    const struct row *row = row_of(report, r);
    return is_timeless(row) && row->calls == NONE && !(row->is_data && row->actors.n == 0);
}

static bool is_called_by_time(const struct time_report *report, uint32_t r)
{
    return row_of(report, r)->calls != NONE && row_of(report, r)->work.kind != DURATION_NONE;
}

static bool is_called_whole(const struct time_report *report, uint32_t r)
{
    return row_of(report, r)->calls != NONE && row_of(report, r)->work.kind == DURATION_NONE;
}

static bool is_random(const struct duration *d)
{
    return d->kind != DURATION_NONE && d->kind != DURATION_FIXED && d->kind != DURATION_WORDS;
}

static bool is_spread(const struct time_report *report, uint32_t r)
{
    return any_duration(row_of(report, r), is_random);
}

static bool runs_on_the_wall(const struct duration *d)
{
    return d->is_calendar;
}

static bool is_on_the_wall(const struct time_report *report, uint32_t r)
{
    return any_duration(row_of(report, r), runs_on_the_wall);
}

static bool counts_items(const struct duration *d)
{
    return d->per_item;
}

static bool is_per_item(const struct time_report *report, uint32_t r)
{
    return any_duration(row_of(report, r), counts_items);
}

/* ---- people ---------------------------------------------------------------- */

static bool is_each_of_one(const struct time_report *report, uint32_t r)
{
    const struct row *row = row_of(report, r);
    if (!row->is_each || row->actors.n == 0)
        return false;
    const struct actor *actor = &report->sop->actors.at[row->actors.at[0]];
    return actor->count == 0 && actor->units.n == 0;
}

static bool is_shared(const struct time_report *report, uint32_t r)
{
    return row_of(report, r)->is_any && row_of(report, r)->actors.n > 1;
}

/* ---- ways ------------------------------------------------------------------ */

static bool is_chosen(const struct time_report *report, uint32_t r, enum odds_source source)
{
    return report->odds && report->odds->source[r] == source;
}

static bool is_usual_rework(const struct time_report *report, uint32_t r)
{
    return is_chosen(report, r, ODDS_REWORK);
}

static bool is_even(const struct time_report *report, uint32_t r)
{
    return is_chosen(report, r, ODDS_EVEN);
}

static bool is_as_called(const struct time_report *report, uint32_t r)
{
    return is_chosen(report, r, ODDS_CALLED);
}

/* Of a single outcome left over nothing is shared. */
static bool is_rest_shared(const struct time_report *report, uint32_t r)
{
    const struct row *row = row_of(report, r);
    uint32_t n = 0;
    for (uint32_t o = 0; o < row->outcomes.n; o++)
        n += row->outcomes.at[o].percent < 0 && row->outcomes.at[o].kind != OUTCOME_LATE;
    return n > 1 && is_chosen(report, r, ODDS_SHARED);
}

static bool is_never_late(const struct time_report *report, uint32_t r)
{
    const struct row *row = row_of(report, r);
    for (uint32_t o = 0; o < row->outcomes.n; o++)
        if (row->outcomes.at[o].kind == OUTCOME_LATE)
            return true;
    return false;
}

static bool is_first_of(const struct time_report *report, uint32_t r)
{
    return report->flow->need && report->flow->need[r] > 0;
}

static const struct assumption {
    bool (*holds)(const struct time_report *report, uint32_t row);
    const char *words[N_LANGUAGES];
} assumptions[] = {
#define ASSUMED(predicate, en, id) {predicate, {en, id}},
#define ASSUMED_OF_MEANS ASSUMED
#include "runtime/duration/words.def"
};

const uint32_t time_n_assumptions = COUNT_OF(assumptions);

bool time_write_assumption(const struct time_report *report, uint32_t i, enum language language,
                           struct bytes *out)
{
    struct bytes numbers = {0};
    struct number_runs runs = {0};
    for (uint32_t r = 0; r < report->sop->rows.n; r++)
        if (row_of(report, r)->no && assumptions[i].holds(report, r))
            number_runs_add(&runs, &numbers, row_of(report, r)->no);
    number_runs_end(&runs, &numbers);
    char items[32], rework[32];
    struct sentence sentence = {
        .words = assumptions[i].words,
        .args = {numbers.data, number_format(report->items, items),
                 number_format(report->rework * 100, rework)},
    };
    if (numbers.len)
        sentence_write(out, &sentence, language);
    bytes_free(&numbers);
    return runs.is_begun;
}
