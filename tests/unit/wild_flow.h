/*
 * wild_flow: procedures made by dice, as wild as a page must bear them:
 * decisions that jump anywhere, rows of several performers, joins, starts and
 * ends, phases, rows that nobody performs. They need not be sound. The same
 * seed gives the same procedure.
 */
#ifndef SOP_WILD_FLOW_H
#define SOP_WILD_FLOW_H

#include "tests/unit/sample_flow.h"

struct dice {
    uint64_t state;
};

static inline uint32_t roll(struct dice *d, uint32_t n)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((d->state >> 33) % n);
}

static inline const char *wild_text(struct sample *s, struct dice *d, uint32_t most)
{
    static const char *const words[] = {"memeriksa", "dan", "rancangan", "surat", "kepada",
                                        "Kepala",    "data", "pertanggungjawaban", "di"};
    const char *out = "Menyusun";
    for (uint32_t n = roll(d, most); n; n--)
        out = arena_printf(&s->arena, "%s %s", out, words[roll(d, COUNT_OF(words))]);
    return out;
}

static inline void wild_outcomes(struct sample *s, struct dice *d, uint32_t r, uint32_t next)
{
    static const char *const labels[] = {"Lengkap", "Kurang lengkap", "Di luar kewenangan",
                                         "Ditunda", "Ditolak dengan alasan"};
    uint32_t n_rows = s->sop->rows.n;
    uint32_t n = roll(d, 3) ? 2 : 3 + roll(d, 3);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = i ? roll(d, n_rows) : next;
        if (i && !roll(d, 8))
            to = TO_END;
        const char *label = n > 2 ? labels[i] : i ? "no" : "yes";
        sample_jump(s, r, sample_outcome(s, r, label, to), to);
    }
}

static inline void wild_performers(struct sample *s, struct dice *d, uint32_t r, uint32_t n_actors)
{
    if (!roll(d, 8))
        for (uint32_t n = 1 + roll(d, 3); n; n--)
            sample_by(s, r, roll(d, n_actors));
    if (!roll(d, 10))
        *LIST_ADD(&s->arena, &sample_at(s, r)->assistants) = roll(d, n_actors);
    sample_at(s, r)->is_each = !roll(d, 12);
}

static inline void wild_row(struct sample *s, struct dice *d, uint32_t n_actors, uint32_t third)
{
    enum row_kind kind = roll(d, 3) < third && roll(d, 3) ? ROW_DECISION : ROW_STEP;
    const char *id = arena_printf(&s->arena, "r%u", s->sop->rows.n);
    uint32_t r = sample_work(s, kind, id, roll(d, n_actors), 5);
    struct row *row = sample_at(s, r);
    row->text = wild_text(s, d, 30);
    for (uint32_t i = roll(d, 3); i; i--)
        *LIST_ADD(&s->arena, &row->inputs) = wild_text(s, d, 6);
    *LIST_ADD(&s->arena, &row->outputs) = wild_text(s, d, 6);
    wild_performers(s, d, r, n_actors);
    if (!roll(d, 40))
        row->actors.n = row->assistants.n = 0;
}

/* What follows row r without an arrow: the next row that is worked on. */
static inline uint32_t wild_next(const struct sample *s, uint32_t r)
{
    for (r++; r < s->sop->rows.n; r++)
        if (s->sop->rows.at[r].kind == ROW_STEP || s->sop->rows.at[r].kind == ROW_DECISION)
            return r;
    return TO_END;
}

static inline void wild_arcs(struct sample *s, struct dice *d)
{
    uint32_t n = s->sop->rows.n;
    for (uint32_t r = 0; r < n; r++) {
        uint32_t next = wild_next(s, r);
        enum row_kind kind = sample_at(s, r)->kind;
        if (kind == ROW_END)
            continue;
        if (kind == ROW_DECISION)
            wild_outcomes(s, d, r, next);
        else if (!roll(d, 14) && kind == ROW_STEP)
            sample_arc(s, r, NONE, TO_END);
        else
            sample_arc(s, r, NONE, next);
        if (r > 2 && !roll(d, 12)) {
            uint32_t other = roll(d, r);
            sample_join(s, other, NONE, r, sample_after(s, r, other, NONE));
            sample_after(s, r, r - 1, NONE);
        }
        if (!r || kind == ROW_START || !roll(d, 30))
            sample_entry(s, r);
    }
}

static inline void wild_phases(struct sample *s, struct dice *d)
{
    for (uint32_t r = 0; r < s->sop->rows.n; r++) {
        if (roll(d, 6))
            continue;
        struct phase *phase = LIST_ADD(&s->arena, &s->sop->phases);
        phase->text = wild_text(s, d, 12);
        phase->first_row = r;
    }
}

static inline void wild_open(struct sample *s, uint64_t seed)
{
    struct dice d = {seed * 977 + 1};
    roll(&d, 2);
    sample_open(s, "random", "Random procedure");
    s->sop->language = LANG_ID;
    uint32_t n_actors = 2 + roll(&d, 7), n_rows = 5 + roll(&d, 36), third = roll(&d, 3);
    for (uint32_t i = 0; i < n_actors; i++)
        sample_actor(s, arena_printf(&s->arena, "a%u", i), wild_text(s, &d, 5));
    for (uint32_t i = roll(&d, 3) ? 0 : 1 + roll(&d, 2); i; i--)
        sample_at(s, sample_row(s, ROW_START, "mulai"))->text = wild_text(s, &d, 3);
    for (uint32_t i = 0; i < n_rows; i++)
        wild_row(s, &d, n_actors, third);
    for (uint32_t i = roll(&d, 3) ? 0 : 1 + roll(&d, 2); i; i--)
        sample_at(s, sample_row(s, ROW_END, "selesai"))->text = wild_text(s, &d, 6);
    if (!roll(&d, 3))
        wild_phases(s, &d);
    wild_arcs(s, &d);
}

/* How many of them a test takes: few where sanitizers make each ten times as
 * slow; `make bench-draw` says how many more with SOP_DRAW_FLOWS. */
static inline uint64_t wild_wanted(void)
{
    const char *wanted = getenv("SOP_DRAW_FLOWS");
#ifdef SOP_ASSERT
    uint64_t usual = 25;
#else
    uint64_t usual = 120;
#endif
    return wanted ? strtoull(wanted, NULL, 10) : usual;
}

#endif
