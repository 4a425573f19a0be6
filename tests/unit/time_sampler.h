/*
 * time_sampler: random procedures with durations and odds, and how long they
 * last by playing them: the net as it is defined (flow_oracle.h), a clock for
 * each open row, nothing else. What compiler/time works out is held to it.
 */
#ifndef SOP_TIME_SAMPLER_H
#define SOP_TIME_SAMPLER_H

#include <math.h>

#include "compiler/flow/sound.h"
#include "compiler/time/lattice.h"
#include "tests/unit/flow_oracle.h"
#include "tests/unit/random_flow.h"

/* ---- procedures --------------------------------------------------------------------- */

struct timed {
    struct made m;
    const struct flow *flow;
    struct odds odds;
    struct process_tree tree;
    const struct process_time *time;   /* of the whole */
    const struct process_time *times;
    double *visits;
};

static inline struct duration timed_duration(struct chance *c)
{
    struct duration d = {.kind = DURATION_FIXED, .unit = UNIT_MINUTE};
    d.a = (1 + below(c, 30)) * DECIMAL_ONE;
    d.b = d.a + below(c, 30) * DECIMAL_ONE;
    if (one_in(c, 6))
        d.kind = DURATION_NONE;
    else if (one_in(c, 3))
        d.kind = one_in(c, 2) ? DURATION_UNIFORM : DURATION_EXPONENTIAL;
    return d;
}

/* Outcomes for the ways, so that delays and bounds have a place: two ways of one
 * outcome are a bounded one's. */
static inline void timed_outcomes(struct timed *t, struct chance *c, uint32_t r)
{
    struct row *row = (struct row *)&t->flow->sop->rows.at[r];
    uint32_t first = t->flow->first_way[r], end = t->flow->first_way[r + 1];
    for (uint32_t w = first; w < end; w++) {
        struct way *way = &t->m.flow->ways[w];
        if (way->outcome == NONE)
            continue;
        while (row->outcomes.n <= way->outcome)
            *LIST_ADD(&t->m.arena, &row->outcomes) = (struct outcome){.percent = -1};
        if (w > first && t->flow->ways[w - 1].outcome == way->outcome) {
            t->m.flow->ways[w - 1].counter = way->counter = t->m.flow->n_counters++;
            way->is_then = true;
            row->outcomes.at[way->outcome].at_most = 1 + below(c, 3);
        }
        if (one_in(c, 6))
            row->outcomes.at[way->outcome].delay = timed_duration(c);
    }
    for (uint32_t w = first; w < end; w++) {
        struct way *way = &t->m.flow->ways[w];
        const struct outcome *o = way->outcome == NONE ? NULL : &row->outcomes.at[way->outcome];
        way->delay = o && o->delay.kind != DURATION_NONE ? &o->delay : NULL;
    }
}

static inline void timed_odds(struct timed *t, struct chance *c, uint32_t r)
{
    uint32_t first = t->flow->first_way[r], end = t->flow->first_way[r + 1];
    double sum = 0;
    for (uint32_t w = first; w < end; w++) {
        double *of = &t->odds.of_way[w];
        bool is_then = t->flow->ways[w].is_then;
        *of = is_then ? of[-1] : 1 + below(c, 9);
        sum += is_then ? 0 : *of;
    }
    for (uint32_t w = first; w < end; w++)
        t->odds.of_way[w] /= sum;
}

/* The procedure of that number, sound or not. */
static inline void timed_make(struct timed *t, uint64_t number)
{
    struct chance c = {.seed = (number + 7) * UINT64_C(0x9e3779b97f4a7c15)};
    memset(t, 0, sizeof *t);
    t->flow = random_flow(&t->m, number);
    ((struct sop *)t->flow->sop)->units = calendar_units(NULL);
    t->odds.of_way = ARENA_ARRAY(&t->m.arena, t->flow->first_way[t->flow->n_rows] + 1, double);
    for (uint32_t r = 0; r < t->flow->n_rows; r++) {
        struct row *row = (struct row *)&t->flow->sop->rows.at[r];
        row->calls = NONE;
        if (row->kind == ROW_STEP || row->kind == ROW_DECISION) {
            row->work = timed_duration(&c);
            timed_outcomes(t, &c, r);
        }
        timed_odds(t, &c, r);
    }
}

/* False: that one is not sound. */
static inline bool timed_open(struct timed *t, uint64_t number)
{
    timed_make(t, number);
    bool is_sound = sound_prove(t->flow, &t->m.arena).kind == SOUND;
    if (!is_sound)
        made_close(&t->m);
    return is_sound;
}

static inline void timed_work_out(struct timed *t, block_solver *solver)
{
    struct process_input input = {.flow = t->flow,
                                  .odds = &t->odds,
                                  .minutes = minutes_of_rows(t->flow->sop, 1, &t->m.arena),
                                  .items = 1};
    process_build(&input, &t->tree, &t->m.arena);
    t->times = moments_find(&t->tree, solver, &t->m.arena);
    t->time = &t->times[t->tree.n - 1];
    t->visits = ARENA_ARRAY(&t->m.arena, t->flow->n_rows + 1, double);
    moments_visits(&t->tree, t->times, t->visits, &t->m.arena);
}

/* ---- playing one case ---------------------------------------------------------------- */

struct sampling {
    const struct timed *t;
    struct chance c;
    uint64_t set;
    double now, done_at[64];
    uint32_t way[64];          /* that an open row will go */
    uint32_t counts[64];       /* per counter */
    uint32_t opened[64];       /* per row, in this case */
};

static inline double sample_chance(struct sampling *s)
{
    return (below(&s->c, 1u << 31) + 0.5) / 2147483648.0;
}

static inline double sample_duration(struct sampling *s, const struct duration *d)
{
    double a = (double)d->a / DECIMAL_ONE, b = (double)d->b / DECIMAL_ONE;
    switch (d->kind) {
    case DURATION_FIXED: return a;
    case DURATION_UNIFORM: return a + (b - a) * sample_chance(s);
    case DURATION_EXPONENTIAL: return -a * log(sample_chance(s));
    default: return 0;
    }
}

/* The way is drawn when the row opens; what it counts, when it is done. */
static inline void sample_open_row(struct sampling *s, uint32_t r)
{
    const struct flow *f = s->t->flow;
    double chance = sample_chance(s);
    uint32_t w = f->first_way[r];
    while (w + 1 < f->first_way[r + 1]) {
        chance -= f->ways[w].is_then ? 0 : s->t->odds.of_way[w];
        if (chance < 0 && !f->ways[w].is_then)
            break;
        w++;
    }
    if (f->ways[w].is_then)
        w--;
    const struct row *row = &f->sop->rows.at[r];
    s->way[r] = w;
    s->opened[r]++;
    s->done_at[r] = s->now + sample_duration(s, &row->work);
    if (f->ways[w].delay)
        s->done_at[r] += sample_duration(s, f->ways[w].delay);
}

/* A named end is come to when the case is over by it. */
static inline void sample_opened(struct sampling *s, uint64_t before, uint64_t ended)
{
    if (ended)
        s->opened[__builtin_ctzll(ended)]++;
    uint64_t rows = s->t->flow->n_rows < 64 ? BIT(s->t->flow->n_rows) - 1 : ~UINT64_C(0);
    for (uint64_t opened = s->set & ~before & rows; opened; opened &= opened - 1)
        sample_open_row(s, (uint32_t)__builtin_ctzll(opened));
}

static inline void sample_begin(struct sampling *s)
{
    const struct flow *f = s->t->flow;
    uint64_t ended = 0;
    uint32_t start = f->n_starts ? below(&s->c, f->n_starts) : 0, way = NONE;
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (f->sop->rows.at[f->entries[i]].kind == ROW_START && start-- == 0)
            way = f->first_way[f->entries[i]];
    s->now = 0;
    memset(s->counts, 0, sizeof s->counts);
    memset(s->opened, 0, sizeof s->opened);
    oracle_begin(f, &s->set, way, &ended);
    sample_opened(s, 0, ended);
}

static inline uint32_t sample_next(const struct sampling *s)
{
    uint32_t next = NONE;
    for (uint32_t r = 0; r < s->t->flow->n_rows; r++)
        if (s->set & BIT(r) && (next == NONE || s->done_at[r] < s->done_at[next]))
            next = r;
    return next;
}

/* Minutes of one case; INFINITY of one that goes round for ever, by a race that
 * always the same wins. */
static inline double sample_case(struct sampling *s)
{
    uint64_t ended = 0;
    uint32_t n_steps = 0;
    for (sample_begin(s); s->set;) {
        if (++n_steps > 100000)
            return INFINITY;
        uint32_t r = sample_next(s), w = s->way[r];
        const struct way *way = &s->t->flow->ways[w];
        if (way->counter != NONE &&
            s->counts[way->counter]++ >= s->t->flow->sop->rows.at[r].outcomes.at[way->outcome].at_most)
            w++;
        uint64_t before = s->set & ~BIT(r);
        s->now = s->done_at[r];
        oracle_do(s->t->flow, &s->set, w, &ended);
        sample_opened(s, before, ended);
    }
    return s->now;
}

/* ---- many cases ------------------------------------------------------------------------ */

struct sampled {
    double mean, variance, error;          /* error: of the mean */
    double variance_error;
    double visits[64], visits_error[64];
};

static inline void sample_cases(const struct timed *t, uint32_t n, struct sampled *out)
{
    struct sampling s = {.t = t, .c = {.seed = 88172645463325252u}};
    double sum = 0, squares = 0, fourth = 0, near = t->time->low;
    double square_visits[64] = {0};
    near = isfinite(near) ? near : 0;
    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i < n; i++) {
        double off = sample_case(&s) - near;
        if (isinf(off)) {
            out->mean = INFINITY;
            return;
        }
        sum += off;
        squares += off * off;
        fourth += off * off * off * off;
        for (uint32_t r = 0; r < t->flow->n_rows; r++) {
            out->visits[r] += s.opened[r];
            square_visits[r] += (double)s.opened[r] * s.opened[r];
        }
    }
    double mean = sum / n;
    out->mean = near + mean;
    out->variance = squares / n - mean * mean;
    out->error = sqrt(out->variance / n);
    out->variance_error = sqrt(fmax(0, fourth / n - squares / n * squares / n) / n);
    for (uint32_t r = 0; r < t->flow->n_rows; r++) {
        out->visits[r] /= n;
        out->visits_error[r] =
            sqrt(fmax(0, square_visits[r] / n - out->visits[r] * out->visits[r]) / n);
    }
}

/* NULL, or what does not fit, within so many standard errors. */
static inline const char *sampled_compare(const struct timed *t, const struct sampled *s,
                                          double errors)
{
    if (isinf(s->mean))
        return isinf(t->time->high) ? NULL : "it may never end";
    double slack = errors * s->error + 1e-9 * (1 + s->mean);
    if (s->mean < t->time->low - slack - 1e-5 * t->time->low)
        return t->time->method == TIME_BOUNDS ? "below the lower bound" : "the mean is less";
    if (s->mean > t->time->high + slack + 1e-5 * t->time->high)
        return t->time->method == TIME_BOUNDS ? "above the upper bound" : "the mean is more";
    if (isfinite(t->time->variance) &&
        fabs(s->variance - t->time->variance) >
            1.5 * errors * s->variance_error + errors * errors * s->error * s->error +
                1e-6 * (1 + s->variance) + 1e-8 * s->mean * s->mean)
        return "the variance";
    for (uint32_t r = 0; r < t->flow->n_rows; r++)
        if (t->flow->sop->rows.at[r].kind != ROW_START && !isnan(t->visits[r]) &&
            fabs(s->visits[r] - t->visits[r]) > 1.5 * errors * s->visits_error[r] + 5e-3)
            return "the visits";
    return NULL;
}

/* ---- the equations, dense -------------------------------------------------------------- */

/* x = c + P x by Gauss, with pivots. */
static inline void dense_solve(const struct process *p, const double *c, double *x,
                               struct arena *arena)
{
    uint32_t n = p->n_nodes, width = n + 1;
    double *a = ARENA_ARRAY(arena, (size_t)n * width, double);
    for (uint32_t v = 0; v < n; v++) {
        a[v * width + v] = 1;
        a[v * width + n] = c[v];
        for (uint32_t l = 0; l < p->nodes[v].n_leaps; l++) {
            const struct leap *leap = &p->leaps[p->nodes[v].first_leap + l];
            if (leap->to != NONE)
                a[v * width + leap->to] -= leap->probability;
        }
    }
    for (uint32_t k = 0; k < n; k++) {
        uint32_t pivot = k;
        for (uint32_t i = k + 1; i < n; i++)
            if (fabs(a[i * width + k]) > fabs(a[pivot * width + k]))
                pivot = i;
        for (uint32_t j = k; j < width; j++) {
            double other = a[k * width + j];
            a[k * width + j] = a[pivot * width + j];
            a[pivot * width + j] = other;
        }
        for (uint32_t i = 0; i < n; i++) {
            double by = i == k ? 0 : a[i * width + k] / a[k * width + k];
            for (uint32_t j = k; j < width && by != 0; j++)
                a[i * width + j] -= by * a[k * width + j];
        }
    }
    for (uint32_t v = 0; v < n; v++)
        x[v] = a[v * width + n] / a[v * width + v];
}

#endif
