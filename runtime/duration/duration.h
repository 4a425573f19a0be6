/*
 * duration: how long work takes or is waited for, as written on the page.
 *
 * A duration is numbers in a unit (exact, counts of 1/10,000), or words that
 * count as nothing. How many minutes a day, week or month has is the
 * calendar's word, so minutes are only computed with a `struct unit_minutes`.
 */
#ifndef SOP_DURATION_H
#define SOP_DURATION_H

#include "runtime/calendar/calendar.h"

enum duration_kind {
    DURATION_NONE,         /* nothing written */
    DURATION_FIXED,        /* a */
    DURATION_UNIFORM,      /* a..b, evenly between */
    DURATION_PERT,         /* a..b..c: least, likely, most */
    DURATION_EXPONENTIAL,  /* mean a */
    DURATION_NORMAL,       /* mean a, standard deviation b, cut off at 0 */
    DURATION_WORDS,        /* "as needed": printed, counts 0 */
    N_DURATION_KINDS
};

struct duration {
    uint32_t kind;        /* enum duration_kind */
    uint32_t unit;        /* enum time_unit */
    uint32_t is_calendar; /* by the clock on the wall, not by working hours */
    uint32_t per_item;    /* times the case's number of items */
    int64_t a, b, c;      /* counts of 1/10,000 unit */
    const char *words;    /* DURATION_WORDS only */
};

/* Mean in working minutes; 0 for none and words. Calendar durations count
 * their minutes on the wall (24 hours a day, 7 days a week, 365/12 days a
 * month). PERT: (a+4b+c)/6. Normal: the mean after cutting at 0. */
double duration_mean(const struct duration *d, const struct unit_minutes *u);
/* Variance in minutes squared. PERT: (mean-a)(c-mean)/7. */
double duration_variance(const struct duration *d, const struct unit_minutes *u);

/*
 * Of one duration in minutes: how likely it takes at most so many, the density
 * there, and which minutes it does not pass with probability p (0..1; the
 * least and the most at the ends, INFINITY where there is no most). PERT is the
 * Beta distribution from a to c with alpha = 1 + 4(b-a)/(c-a), beta = 6 - alpha:
 * mean and variance above are its own. A fixed one has no density: 0.
 */
double duration_cdf(const struct duration *d, const struct unit_minutes *u, double minutes);
double duration_density(const struct duration *d, const struct unit_minutes *u, double minutes);
double duration_quantile(const struct duration *d, const struct unit_minutes *u, double p);
/* Is it always the same? Then so long as duration_mean says. */
bool duration_is_fixed(const struct duration *d);
/* One draw, in minutes. */
double duration_sample(const struct duration *d, const struct unit_minutes *u, struct random *r);

/*
 * A duration made ready for many draws of it; without one it is 0. Where it is
 * `per_item` a draw is the sum of as many independent ones as there are items
 * (from DURATION_MANY on of a normal distribution with that mean and variance).
 */
struct duration_sampler {
    enum duration_kind kind;
    double a, b, c;        /* its numbers in minutes */
    double other[4];       /* what a kind needs besides */
    uint32_t n;            /* draws in one */
};
#define DURATION_MANY 1000u
struct duration_sampler duration_sampler(const struct duration *d, const struct unit_minutes *u,
                                         uint32_t items);
double duration_draw(const struct duration_sampler *s, struct random *r);

/* When a duration that begins at `time` is over, by its mean: working time of
 * the calendar (NULL: default), or the clock on the wall. Milliseconds UTC, or
 * CALENDAR_NEVER. */
int64_t duration_end(const struct duration *d, const struct calendar *c, int64_t time);

#endif
