/*
 * Percentiles and blocks: against formulas, against the plain way (time going
 * up minute by minute, sums over a fine grid), and against a sampler.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "compiler/time/fft.h"
#include "compiler/time/lattice.h"
#include "compiler/time/weights.h"
#include "tests/unit/compiled.h"
#include "tests/unit/process_made.h"

static const double shares[N_TIME_PERCENTILES] = { 0.5, 0.8, 0.95, 0.99 };

#define LINE(m, ...)                                                                       \
    made_line((m), sizeof((struct duration[]){ __VA_ARGS__ }) / sizeof(struct duration),   \
              (struct duration[]){ __VA_ARGS__ })

static void assert_close(double got, double wanted, double by)
{
    if (!(fabs(got - wanted) <= by * fmax(fabs(wanted), 1e-9)))
        fail_msg("%.12g is not %.12g (off by %g of it)", got, wanted, fabs(got / wanted - 1));
}

/* Within 0.01 %, as promised; or exactly, but for rounding. */
#define PROMISED 1e-4
#define EXACTLY 1e-12

static void assert_percentiles(struct made *m, const struct process *p,
                               const double wanted[N_TIME_PERCENTILES], double by)
{
    double got[N_TIME_PERCENTILES];
    assert_true(lattice_percentiles(p, got, &m->arena));
    for (uint32_t i = 0; i < N_TIME_PERCENTILES; i++)
        assert_close(got[i], wanted[i], by);
}

/* A row that is done again with probability r. */
static struct process *again(struct made *m, struct duration work, double r)
{
    struct process *p = made_process(m);
    made_row(m, p, work);
    made_leap(p, 0, r);
    made_leap(p, NONE, 1 - r);
    return p;
}

static struct process *block(struct made *m, uint32_t n, struct process *const *branches)
{
    struct process *p = made_process(m);
    made_block(m, p, n, branches);
    made_leap(p, NONE, 1);
    return p;
}

static struct process *pair(struct made *m, struct process *a, struct process *b)
{
    return block(m, 2, (struct process *const[]){ a, b });
}

/* ---- the tools ---- */

static void test_fft_is_the_sum(void **state)
{
    (void)state;
    struct arena arena;
    struct random r;
    arena_init(&arena, abort);
    random_start(&r, 1, 0);
    for (uint32_t n = 8; n <= 256; n *= 2) {
        struct fft *f = fft_build(n, &arena);
        double x[256], back[256], re[256], im[256];
        for (uint32_t j = 0; j < n; j++)
            x[j] = random_unit(&r);
        fft_forward(f, x, re, im);
        for (uint32_t k = 0; k <= n / 2; k++) {
            double sum_re = 0, sum_im = 0;
            for (uint32_t j = 0; j < n; j++) {
                sum_re += x[j] * cos(2 * acos(-1.0) * (j * k % n) / n);
                sum_im -= x[j] * sin(2 * acos(-1.0) * (j * k % n) / n);
            }
            assert_true(fabs(re[k] - sum_re) < 1e-12 && fabs(im[k] - sum_im) < 1e-12);
        }
        fft_backward(f, re, im, back);
        for (uint32_t j = 0; j < n; j++)
            assert_true(fabs(back[j] - x[j]) < 1e-14);
    }
    arena_free(&arena);
}

static const struct { enum duration_kind kind; double a, b, c; } spreads[] = {
    { DURATION_UNIFORM, 2, 5, 0 },  { DURATION_UNIFORM, 0, 0.01, 0 },
    { DURATION_PERT, 5, 10, 20 },   { DURATION_PERT, 0, 0, 7 },
    { DURATION_PERT, 3, 90, 90 },   { DURATION_EXPONENTIAL, 10, 0, 0 },
    { DURATION_NORMAL, 100, 2, 0 }, { DURATION_NORMAL, 5, 4, 0 },
    { DURATION_NORMAL, 0, 3, 0 },
};

static struct duration spread(size_t i)
{
    return made_duration(spreads[i].kind, spreads[i].a, spreads[i].b, spreads[i].c);
}

static void test_weights_keep_mean_and_variance(void **state)
{
    (void)state;
    struct arena arena;
    struct unit_minutes u = calendar_units(NULL);
    static const double steps[] = { 1e-3, 0.07, 1, 6.4, 1000 };
    arena_init(&arena, abort);
    for (size_t i = 0; i < COUNT_OF(spreads); i++)
        for (size_t s = 0; s < COUNT_OF(steps); s++) {
            struct duration d = spread(i);
            struct weights w = weights_spread(&d, &u, steps[s], 1000000, &arena);
            double mean = duration_mean(&d, &u), sum = 0, first = 0, second = 0;
            for (uint32_t k = 0; k < w.n; k++) {
                double off = (double)(w.first + k) * steps[s] - mean;
                sum += w.at[k];
                first += w.at[k] * off;
                second += w.at[k] * off * off;
            }
            assert_close(sum, 1, 1e-12);
            assert_close(mean + first, mean, 1e-9);
            assert_true(fabs(second / duration_variance(&d, &u) - 1) <
                        1e-9 + 1e-12 * steps[s] * steps[s] / duration_variance(&d, &u));
        }
    arena_free(&arena);
}

static void test_two_points_keep_three_moments(void **state)
{
    (void)state;
    struct unit_minutes u = calendar_units(NULL);
    for (size_t i = 0; i < COUNT_OF(spreads); i++) {
        struct duration d = spread(i);
        struct points two = points_spread(&d, &u);
        double mean = duration_mean(&d, &u), sd = sqrt(duration_variance(&d, &u));
        double got[4] = { 0 }, third = 0, h = 1e-5;
        for (int k = 0; k < 2; k++)
            for (int power = 0; power < 4; power++)
                got[power] += two.part[k] * pow((two.minutes[k] - mean) / sd, power);
        for (double p = h / 2; p < 1; p += h)
            third += h * pow((duration_quantile(&d, &u, p) - mean) / sd, 3);
        assert_close(got[0], 1, 1e-12);
        assert_true(fabs(got[1]) < 1e-9);
        assert_close(got[2], 1, 1e-9);
        assert_true(fabs(got[3] - third) < 0.02);   /* the sum lacks the ends */
    }
}

/* ---- fixed durations: exact ---- */

static void test_fixed_is_exact(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    assert_percentiles(&m, LINE(&m, made_fixed(7), made_fixed(13.3333)),
                       (double[]){ 20.3333, 20.3333, 20.3333, 20.3333 }, EXACTLY);
    assert_percentiles(&m, LINE(&m, made_fixed(0)), (double[]){ 0, 0, 0, 0 }, 0);
    assert_percentiles(&m, again(&m, made_fixed(0), 0.9), (double[]){ 0, 0, 0, 0 }, 0);
    /* ten years */
    assert_percentiles(&m, again(&m, made_fixed(1248000), 0.1),
                       (double[]){ 1248000, 1248000, 2496000, 2496000 }, EXACTLY);
    made_close(&m);
}

/* Coins: how often until head. P(T <= n) = 1 - r^n, and 1 - r^n is just as much
 * as is asked for where r = 1/2 and 50 %. */
static void test_coins(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    assert_percentiles(&m, again(&m, made_fixed(1), 0.5), (double[]){ 1, 3, 5, 7 }, EXACTLY);
    assert_percentiles(&m, again(&m, made_fixed(10), 0.2), (double[]){ 10, 10, 20, 30 }, EXACTLY);
    assert_percentiles(&m, again(&m, made_fixed(480), 0.05), (double[]){ 480, 480, 480, 960 },
                       EXACTLY);
    made_close(&m);
}

/* Time going up minute by minute, with all that may be at each node. */
static void count_up(const struct process *p, double wanted[N_TIME_PERCENTILES])
{
    enum { MOST = 4000 };
    static double at[MOST][MADE_NODES];
    memset(at, 0, sizeof at);
    at[0][0] = 1;
    double over[MOST] = { 0 }, sum = 0;
    for (uint32_t t = 0; t < MOST; t++)
        for (uint32_t v = 0; v < p->n_nodes; v++)
            for (uint32_t i = 0; i < p->nodes[v].n_leaps && at[t][v] > 0; i++) {
                const struct leap *leap = &p->leaps[p->nodes[v].first_leap + i];
                int64_t minutes = p->sop->rows.at[p->nodes[v].row].work.a / DECIMAL_ONE;
                uint32_t then = t + (uint32_t)minutes;
                if (then < MOST)
                    *(leap->to == NONE ? &over[then] : &at[then][leap->to]) +=
                        at[t][v] * leap->probability;
            }
    uint32_t next = 0;
    for (uint32_t t = 0; t < MOST; t++)
        for (sum += over[t]; next < N_TIME_PERCENTILES && sum > shares[next] - 1e-9;)
            wanted[next++] = t;
    assert_int_equal(next, N_TIME_PERCENTILES);
}

static uint32_t below(struct random *r, uint32_t n)
{
    return (uint32_t)(random_unit(r) * n);
}

/* Leaps to random nodes, forward a bit more often; the last one ends. */
static void random_leaps(struct process *p, uint32_t v, uint32_t n, struct random *r)
{
    double rest = 1;
    for (uint32_t i = below(r, 3); i > 0; i--) {
        double part = rest * random_unit(r) * 0.7;
        made_leap(p, below(r, 2) ? below(r, n) : v + 1 < n ? v + 1 : NONE, part);
        rest -= part;
    }
    made_leap(p, v + 1 < n ? v + 1 : NONE, rest);
}

static void test_twin_fixed(void **state)
{
    (void)state;
    struct random r;
    random_start(&r, 77, 0);
    for (uint32_t round = 0; round < 200; round++) {
        struct made m;
        made_open(&m);
        struct process *p = made_process(&m);
        uint32_t n = 1 + below(&r, 8);
        for (uint32_t v = 0; v < n; v++) {
            made_row(&m, p, made_fixed(1 + below(&r, 9)));
            random_leaps(p, v, n, &r);
        }
        double wanted[N_TIME_PERCENTILES];
        count_up(p, wanted);
        assert_percentiles(&m, p, wanted, EXACTLY);
        made_close(&m);
    }
}

/* A line of five in which the second sends back to the first, and the last to
 * the fourth: T = all + i (1 + 2) + j (4 + 5), i and j geometric. */
static struct process *two_loops(struct made *m, const struct duration times[5], double r)
{
    struct process *p = made_process(m);
    for (uint32_t v = 0; v < 5; v++) {
        made_row(m, p, times[v]);
        if (v == 1 || v == 4)
            made_leap(p, v - 1, r);
        made_leap(p, v < 4 ? v + 1 : NONE, v == 1 || v == 4 ? 1 - r : 1);
    }
    return p;
}

/* Its percentiles, by going up from one (i, j) to the next longer. */
static void two_loops_wanted(const double minutes[5], double r, double wanted[N_TIME_PERCENTILES])
{
    double first = minutes[0] + minutes[1], second = minutes[3] + minutes[4];
    double time = first + minutes[2] + second, sum = 0, last = -1;
    for (uint32_t q = 0; q < N_TIME_PERCENTILES;) {
        double next = INFINITY, here = 0;
        for (uint32_t i = 0; i < 60; i++)
            for (uint32_t j = 0; j < 60; j++) {
                double at = i * first + j * second;
                if (at > last + 1e-9 && at < next - 1e-9) {
                    next = at;
                    here = 0;
                }
                if (fabs(at - next) < 1e-9)
                    here += (1 - r) * (1 - r) * pow(r, i + j);
            }
        last = next;
        for (sum += here; q < N_TIME_PERCENTILES && sum > shares[q] - 1e-9; q++)
            wanted[q] = time + last;
    }
}

/* Times may come close together: less is promised. */
static void test_no_common_step(void **state)
{
    (void)state;
    struct random r;
    random_start(&r, 99, 0);
    for (uint32_t round = 0; round < 100; round++) {
        struct made m;
        double minutes[5], wanted[N_TIME_PERCENTILES], part = 0.05 + 0.3 * random_unit(&r);
        struct duration times[5];
        made_open(&m);
        for (uint32_t v = 0; v < 5; v++) {
            times[v] = made_fixed(5 + 40 * random_unit(&r));
            minutes[v] = (double)times[v].a / DECIMAL_ONE;
        }
        two_loops_wanted(minutes, part, wanted);
        assert_percentiles(&m, two_loops(&m, times, part), wanted, 2 * PROMISED);
        made_close(&m);
    }
}

/* Each time stands alone: as good as exact. */
static void test_no_common_step_is_exact(void **state)
{
    (void)state;
    struct made m;
    double minutes[5] = { 7, 13.3333, 1.0007, 20.1, 31.7071 }, wanted[N_TIME_PERCENTILES];
    struct duration times[5];
    made_open(&m);
    for (uint32_t v = 0; v < 5; v++)
        times[v] = made_fixed(minutes[v]);
    two_loops_wanted(minutes, 0.1, wanted);
    assert_percentiles(&m, two_loops(&m, times, 0.1), wanted, 1e-7);
    made_close(&m);
}

/* Hardly spread: normal around each number of rounds. */
static void test_hardly_spread(void **state)
{
    (void)state;
    static const double sds[] = { 0.001, 0.01, 0.1, 1 };
    for (size_t i = 0; i < COUNT_OF(sds); i++) {
        struct made m;
        made_open(&m);
        struct process *p = made_process(&m);
        for (uint32_t v = 0; v < 4; v++) {
            made_row(&m, p, made_duration(DURATION_NORMAL, 20 + v * 1.2345, sds[i], 0));
            if (v == 3)
                made_leap(p, 0, 0.1);
            made_leap(p, v < 3 ? v + 1 : NONE, v < 3 ? 1 : 0.9);
        }
        /* one round in 0.9 of cases, two in 0.09 */
        double mean = 4 * 20 + 6 * 1.2345, sd = 2 * sds[i];
        static const double z50 = 0.139710299, z80 = 1.220640349;   /* of 5/9 and of 8/9 */
        double wanted[] = { mean + z50 * sd, mean + z80 * sd, 2 * mean + z50 * sd * sqrt(2) };
        double got[N_TIME_PERCENTILES];
        assert_true(lattice_percentiles(p, got, &m.arena));
        for (uint32_t q = 0; q < COUNT_OF(wanted); q++)
            assert_close(got[q], wanted[q], sds[i] < 1 ? 1e-5 : PROMISED);
        made_close(&m);
    }
}

/* ---- spread durations: formulas ---- */

static void test_one_row_is_its_quantiles(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    for (size_t i = 0; i < COUNT_OF(spreads); i++) {
        struct duration d = spread(i);
        double wanted[N_TIME_PERCENTILES];
        for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++)
            wanted[q] = duration_quantile(&d, &m.sop.units, shares[q]);
        assert_percentiles(&m, LINE(&m, d), wanted, 2e-6);
        for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++)
            wanted[q] += 30;
        assert_percentiles(&m, LINE(&m, d, made_fixed(30)), wanted, PROMISED);
    }
    made_close(&m);
}

static void test_sums(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct duration u = made_uniform(0, 1);
    assert_percentiles(&m, LINE(&m, u, u),
                       (double[]){ 1, 2 - sqrt(0.4), 2 - sqrt(0.1), 2 - sqrt(0.02) }, 1e-6);
    /* the exponential's sum of two: 1 - (1 + x) exp(-x) */
    struct duration e = made_exponential(1);
    assert_percentiles(&m, LINE(&m, e, e),
                       (double[]){ 1.678346990017, 2.994308347, 4.743864518, 6.638352068 }, 1e-6);
    /* a geometric sum of exponentials is one: mean 10 / (1 - r) */
    static const double rs[] = { 0.2, 0.9, 0.999, 0.999999 };
    for (size_t i = 0; i < COUNT_OF(rs); i++) {
        double wanted[N_TIME_PERCENTILES];
        for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++)
            wanted[q] = -10 / (1 - rs[i]) * log1p(-shares[q]);
        assert_percentiles(&m, again(&m, made_exponential(10), rs[i]), wanted,
                           rs[i] < 0.99999 ? 1e-5 : PROMISED);
    }
    made_close(&m);
}

static void test_per_item(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    m.items = 2;
    struct duration u = made_uniform(0, 1), f = made_fixed(3.5);
    u.per_item = f.per_item = true;
    assert_percentiles(&m, LINE(&m, u, f),
                       (double[]){ 8, 9 - sqrt(0.4), 9 - sqrt(0.1), 9 - sqrt(0.02) }, 1e-5);
    /* many: the normal distribution */
    m.items = 10000;
    double sd = sqrt(10000 / 12.0);
    assert_percentiles(&m, LINE(&m, u),
                       (double[]){ 5000, 5000 + 0.841621 * sd, 5000 + 1.644854 * sd,
                                   5000 + 2.326348 * sd }, 1e-5);
    made_close(&m);
}

static void test_longest(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct duration u = made_uniform(0, 1);
    double two[N_TIME_PERCENTILES], three[N_TIME_PERCENTILES];
    for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++) {
        two[q] = sqrt(shares[q]);
        three[q] = cbrt(shares[q]);
    }
    assert_percentiles(&m, pair(&m, LINE(&m, u), LINE(&m, u)), two, 1e-6);
    /* nested, and the same branch in two places */
    struct process *line = LINE(&m, u);
    assert_percentiles(&m, pair(&m, line, pair(&m, line, line)), three, 1e-6);
    /* a fixed one that mostly is the longer */
    assert_percentiles(&m, pair(&m, LINE(&m, made_fixed(15)), LINE(&m, made_exponential(10))),
                       (double[]){ 15, 10 * log(5), 10 * log(20), 10 * log(100) }, 1e-5);
    made_close(&m);
}

/* ---- hard ones ---- */

/* Rework almost for ever: geometric, but exponential for all that is seen. */
static void test_rework_almost_for_ever(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    double wanted[N_TIME_PERCENTILES];
    for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++)
        wanted[q] = 10 * ceil(log1p(-shares[q]) / log1p(-1e-6));
    assert_percentiles(&m, again(&m, made_fixed(10), 1 - 1e-6), wanted, PROMISED);
    made_close(&m);
}

/* Minutes mostly, seldom years; and nothing that both are a multiple of. */
static void test_two_scales(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    for (int is_spread = 0; is_spread < 2; is_spread++) {
        struct process *p = made_process(&m);
        made_row(&m, p, is_spread ? made_exponential(7) : made_fixed(7));
        made_leap(p, 1, 0.04);
        made_leap(p, NONE, 0.96);
        made_row(&m, p, made_fixed(1248000.3333));
        made_leap(p, NONE, 1);
        double wanted[N_TIME_PERCENTILES] = { 7, 7, 7, 1248007.3333 };
        for (uint32_t q = 0; q < 3 && is_spread; q++)
            wanted[q] = -7 * log1p(-shares[q] / 0.96);
        assert_percentiles(&m, p, wanted, PROMISED);
    }
    made_close(&m);
}

/* A spread of milliseconds, years away: no rest of a subtraction may be taken for it. */
static void test_narrow_and_far(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *p = made_process(&m);
    made_row(&m, p, made_exponential(7));
    made_leap(p, 1, 0.04);
    made_leap(p, NONE, 0.96);
    made_row(&m, p, made_duration(DURATION_NORMAL, 4270427, 0.0026, 0));
    made_leap(p, 0, 0.5);
    made_leap(p, NONE, 0.5);
    double wanted[N_TIME_PERCENTILES];
    for (uint32_t q = 0; q < 3; q++)
        wanted[q] = -7 * log1p(-shares[q] / 0.96);
    wanted[3] = 4270434;
    assert_percentiles(&m, p, wanted, PROMISED);
    made_close(&m);
}

/* Rework in rework, each all but for ever: too many rounds for the digits there are. */
static void test_too_many_rounds(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *p = made_process(&m);
    made_row(&m, p, made_fixed(10));
    made_leap(p, 0, 1 - 1e-6);
    made_leap(p, 1, 1e-6);
    made_row(&m, p, made_fixed(10));
    made_leap(p, 0, 1 - 1e-6);
    made_leap(p, NONE, 1e-6);
    double got[N_TIME_PERCENTILES];
    assert_false(lattice_percentiles(p, got, &m.arena));
    made_close(&m);
}

static void test_a_long_line(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *p = made_process(&m);
    uint32_t n = 10000;
    p->nodes = ARENA_ARRAY(&m.arena, n, struct process_node);
    p->leaps = ARENA_ARRAY(&m.arena, n, struct leap);
    for (uint32_t v = 0; v < n; v++) {
        p->nodes[v] = (struct process_node){ .kind = PROCESS_ROW, .row = v, .first_leap = v,
                                             .n_leaps = 1 };
        p->leaps[v] = (struct leap){ .to = v + 1 < n ? v + 1 : NONE, .probability = 1 };
        struct row *row = LIST_ADD(&m.arena, &m.sop.rows);
        row->work = v % 2 ? made_exponential(2) : made_fixed(1 + v % 3);
        p->nodes[v].minutes = made_minutes(&m, row);
    }
    p->n_nodes = p->n_leaps = n;
    double mean = 0, sd = sqrt(5000 * 4.0);
    for (uint32_t v = 0; v < n; v++)
        mean += v % 2 ? 2 : 1 + v % 3;
    /* Cornish and Fisher: the normal distribution, and 2 / sqrt(5000) of skewness. */
    static const double z[] = { 0, 0.841621, 1.644854, 2.326348 };
    double wanted[N_TIME_PERCENTILES];
    for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++)
        wanted[q] = mean + sd * (z[q] + (z[q] * z[q] - 1) / 6 * 2 / sqrt(5000));
    assert_percentiles(&m, p, wanted, PROMISED);
    made_close(&m);
}

static void assert_unknown(struct made *m, const struct process *p)
{
    double got[N_TIME_PERCENTILES];
    assert_false(lattice_percentiles(p, got, &m->arena));
    for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++)
        assert_true(isnan(got[q]));
}

static void test_what_is_not_known(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *endless = made_process(&m);
    made_row(&m, endless, made_fixed(5));
    made_leap(endless, 0, 1);
    assert_unknown(&m, endless);
    assert_unknown(&m, pair(&m, LINE(&m, made_uniform(1, 2)), endless));
    struct region region = { .low = 5, .high = 9, .variance = NAN };
    struct process *p = made_process(&m);
    made_node(p, PROCESS_REGION)->region = &region;
    made_leap(p, NONE, 1);
    assert_unknown(&m, p);
    region = (struct region){ .low = 9, .high = 9, .variance = 0 };
    assert_percentiles(&m, p, (double[]){ 9, 9, 9, 9 }, 0);
    made_close(&m);
}

/* ---- against a sampler ---- */

static struct duration random_duration(struct random *r)
{
    double a = below(r, 20), b = a + below(r, 20), c = b + below(r, 30);
    switch (below(r, 6)) {
    case 0: return made_fixed(a);
    case 1: return made_uniform(a, b);
    case 2: return made_duration(DURATION_PERT, a, b, c);
    case 3: return made_exponential(a);
    case 4: return made_duration(DURATION_NORMAL, b, 1 + a / 2, 0);
    default: return made_fixed(a + 0.0625);
    }
}

static struct process *random_process(struct made *m, struct random *r, uint32_t depth)
{
    struct process *branches[6];
    uint32_t n = 1 + below(r, 6), n_blocks = depth ? below(r, 3) : 0;
    for (uint32_t i = 0; i < 2 * n_blocks; i++)
        branches[i] = random_process(m, r, depth - 1);
    struct process *p = made_process(m);
    for (uint32_t v = 0; v < n; v++) {
        if (v < n_blocks) {
            made_block(m, p, 2, branches + 2 * v);
        } else {
            made_row(m, p, random_duration(r));
            struct row *row = &m->sop.rows.at[m->sop.rows.n - 1];
            row->wait = below(r, 4) ? made_fixed(0) : random_duration(r);
            row->work.per_item = below(r, 4) == 0;
            p->nodes[p->n_nodes - 1].minutes = made_minutes(m, row);
        }
        random_leaps(p, v, n, r);
        struct duration *delay = ARENA_NEW(&m->arena, struct duration);
        *delay = random_duration(r);
        if (below(r, 4) == 0)
            p->leaps[p->n_leaps - 1].delay = delay;
    }
    return p;
}

/* Of the draws so many must lie below: four and a half standard errors off are
 * one in 150,000. */
static void assert_sampled(const struct process *p, const double *minutes, uint64_t seed)
{
    enum { DRAWS = 1500 };
    uint32_t less[N_TIME_PERCENTILES] = { 0 }, not_more[N_TIME_PERCENTILES] = { 0 };
    for (uint32_t i = 0; i < DRAWS; i++) {
        struct random r;
        random_start(&r, seed, i);
        double drawn = made_play(p, &r);
        for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++) {
            less[q] += drawn < minutes[q] * (1 - PROMISED);
            not_more[q] += drawn <= minutes[q] * (1 + PROMISED) + 1e-9;
        }
    }
    for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++) {
        double by = 4.5 * sqrt(shares[q] * (1 - shares[q]) * DRAWS);
        if (!(less[q] <= shares[q] * DRAWS + by && not_more[q] >= shares[q] * DRAWS - by))
            fail_msg("seed %d: %g %% in %g minutes, but %u to %u of %d draws", (int)seed,
                     100 * shares[q], minutes[q], less[q], not_more[q], DRAWS);
    }
}

static void test_against_sampler(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 80; seed++) {
        struct made m;
        struct random r;
        random_start(&r, 4711, seed);
        made_open(&m);
        m.items = 1 + below(&r, 4);
        const struct process *p = random_process(&m, &r, 2);
        double minutes[N_TIME_PERCENTILES];
        assert_true(lattice_percentiles(p, minutes, &m.arena));
        for (uint32_t q = 0; q + 1 < N_TIME_PERCENTILES; q++)
            assert_true(minutes[q] <= minutes[q + 1]);
        assert_sampled(p, minutes, seed);
        made_close(&m);
    }
}

/* The same times again and again, and some that only look the same. */
static void test_equal_branches(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    m.items = 3;
    struct duration times[3] = { made_exponential(10), made_exponential(10), made_exponential(30) };
    times[1].per_item = true;
    struct process *branches[3 * 5];
    for (uint32_t i = 0; i < COUNT_OF(branches); i++)
        branches[i] = made_line(&m, 1, &times[i % 3]);
    m.sop.rows.at[4].wait = made_fixed(100);
    branches[4]->nodes[0].minutes = made_minutes(&m, &m.sop.rows.at[4]);
    struct process *p = made_process(&m);
    for (uint32_t i = 0; i < 5; i++) {
        made_block(&m, p, 3, branches + 3 * i);
        made_leap(p, i < 4 ? i + 1 : NONE, 1);
    }
    double minutes[N_TIME_PERCENTILES];
    assert_true(lattice_percentiles(p, minutes, &m.arena));
    assert_sampled(p, minutes, 17);
    made_close(&m);
}

/* ---- the longest of branches ---- */

static void assert_block(struct made *m, uint32_t n, struct process *const *branches, double mean,
                         double variance)
{
    const struct process *p = block(m, n, branches);
    struct moments got;
    assert_true(lattice_block(p, &p->nodes[0], &got, &m->arena));
    assert_close(got.mean, mean, 1e-6);
    assert_close(got.variance, variance, 1e-6);
}

static void assert_pair(struct made *m, struct duration a, struct duration b, double mean,
                        double variance)
{
    assert_block(m, 2, (struct process *const[]){ LINE(m, a), LINE(m, b) }, mean, variance);
}

/* Of two exponentials: max = sum - min, and likewise of the squares. */
static void assert_exponentials(struct made *m, double a, double b)
{
    double c = 1 / (1 / a + 1 / b), mean = a + b - c;
    assert_pair(m, made_exponential(a), made_exponential(b), mean,
                2 * (a * a + b * b - c * c) - mean * mean);
}

static void test_longest_of_two(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    assert_exponentials(&m, 10, 20);
    assert_exponentials(&m, 10, 10);
    assert_exponentials(&m, 1, 1000);
    assert_pair(&m, made_uniform(0, 1), made_uniform(0, 1), 2.0 / 3, 1.0 / 18);
    assert_pair(&m, made_uniform(0, 1), made_uniform(2, 3), 2.5, 1.0 / 12);
    /* a fixed time a: it, or what the memoryless other has left then */
    static const double fixed[] = { 15, 15.0001, 1.0 / 7, 60 };
    for (size_t i = 0; i < COUNT_OF(fixed); i++) {
        double a = floor(fixed[i] * DECIMAL_ONE + 0.5) / DECIMAL_ONE, q = exp(-a / 10);
        assert_pair(&m, made_fixed(a), made_exponential(10), a + 10 * q, 200 * q - 100 * q * q);
    }
    made_close(&m);
}

static void test_longest_of_many(void **state)
{
    (void)state;
    struct made m;
    struct process *branches[8];
    double mean = 0, variance = 0;
    made_open(&m);
    for (uint32_t i = 0; i < 8; i++) {
        branches[i] = LINE(&m, made_exponential(30));
        mean += 30.0 / (i + 1);
        variance += 900.0 / (i + 1) / (i + 1);
        assert_block(&m, i + 1, branches, mean, variance);
    }
    made_close(&m);
}

/* Two of the same coins: P(max <= n) = (1 - r^n)^2. */
static void test_longest_of_coins(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    static const double rs[] = { 0.1, 0.5, 0.99 };
    for (size_t i = 0; i < COUNT_OF(rs); i++) {
        double r = rs[i], mean = 2 / (1 - r) - 1 / (1 - r * r);
        double square = 2 * (1 + r) / (1 - r) / (1 - r) -
                        (1 + r * r) / (1 - r * r) / (1 - r * r);
        assert_block(&m, 2, (struct process *const[]){ again(&m, made_fixed(1), r),
                                                       again(&m, made_fixed(1), r) },
                     mean, square - mean * mean);
    }
    made_close(&m);
}

/* Two of the same: a minute or so, and once in 10,000 cases months more. The
 * longest is both less the shortest, whose squares and all are sums of
 * exponentials until the months begin. */
static void test_longest_of_two_scales(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    struct process *branches[2];
    double q = 1e-4, late = 100000;
    for (int i = 0; i < 2; i++) {
        struct process *p = branches[i] = made_process(&m);
        made_row(&m, p, made_exponential(1));
        made_leap(p, 1, q);
        made_leap(p, NONE, 1 - q);
        made_row(&m, p, made_fixed(late));
        made_leap(p, NONE, 1);
    }
    /* one: 1 + q late; of the squares: 2 + q (2 late + late^2) */
    double mean = 2 * (1 + q * late), square = 2 * (2 + q * (2 * late + late * late));
    /* the shortest: P(> x) is (q + (1 - q) exp(-x))^2, and behind that both are late */
    mean -= q * q * late + 2 * q * (1 - q) + (1 - q) * (1 - q) / 2 + q * q / 2;
    square -= q * q * late * late + 4 * q * (1 - q) + (1 - q) * (1 - q) / 2 +
              2 * q * q * (late / 2 + 0.25);
    assert_block(&m, 2, branches, mean, square - mean * mean);
    made_close(&m);
}

/* Branches that are over at the very same time, off every lattice: less is promised. */
static void test_longest_without_a_step(void **state)
{
    (void)state;
    static const double later[] = { 100.0001, 48000.0003, 1248000.3333 };
    for (size_t i = 0; i < COUNT_OF(later); i++) {
        struct made m;
        struct process *branches[2];
        made_open(&m);
        for (int k = 0; k < 2; k++) {
            struct process *p = branches[k] = made_process(&m);
            made_row(&m, p, made_fixed(7));
            made_leap(p, 1, 0.5);
            made_leap(p, NONE, 0.5);
            made_row(&m, p, made_fixed(later[i]));
            made_leap(p, NONE, 1);
        }
        const struct process *p = block(&m, 2, branches);
        struct moments got;
        assert_true(lattice_block(p, &p->nodes[0], &got, &m.arena));
        assert_close(got.mean, 7 + 0.75 * later[i], 1e-4);
        assert_close(got.variance, 0.1875 * later[i] * later[i], 1e-4);
        made_close(&m);
    }
}

/* By the sum of 1 - F G over a fine grid. */
static void test_longest_by_integration(void **state)
{
    (void)state;
    struct made m;
    made_open(&m);
    for (size_t i = 0; i < COUNT_OF(spreads); i++)
        for (size_t k = 0; k < i; k++) {
            struct duration a = spread(i), b = spread(k);
            double mean = 0, second = 0, h = 4e-3;
            if (a.kind == DURATION_UNIFORM || b.kind == DURATION_UNIFORM)
                continue;   /* the plain sum is not good enough at their ends */
            for (double x = h / 2; x < 400; x += h) {
                double left = 1 - duration_cdf(&a, &m.sop.units, x) *
                                      duration_cdf(&b, &m.sop.units, x);
                mean += left * h;
                second += 2 * x * left * h;
            }
            assert_pair(&m, a, b, mean, second - mean * mean);
        }
    made_close(&m);
}

/* A block of one branch lasts as long as that: the chain's own moments. */
static void test_one_branch_is_its_chain(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct made m;
        struct random r;
        random_start(&r, 815, seed);
        made_open(&m);
        struct process *p = random_process(&m, &r, 0), *all = block(&m, 1, &p);
        struct process *list[] = { p, all };
        const struct process_time *times =
            moments_find(&(struct process_tree){ .at = list, .n = 2 }, NULL, &m.arena);
        struct moments got;
        assert_true(lattice_block(all, &all->nodes[0], &got, &m.arena));
        assert_close(got.mean, times[0].low, 1e-6);
        if (times[0].variance > 1e-6)
            assert_close(got.variance, times[0].variance, 1e-6);
        made_close(&m);
    }
}

/* ---- in a report ---- */

static void test_report(void **state)
{
    (void)state;
    struct compiled c;
    compiled_open(&c, "sop s \"S\" { actor a \"A\" step x \"X\" by a time 8 minutes "
                      "decision d \"D\" by a time 2 minutes  yes  no 20% -> x }");
    const struct time_report *report = time_analyse(c.flow, NULL, &c.arena);
    static const double wanted[N_TIME_PERCENTILES] = { 10, 10, 20, 30 };
    for (uint32_t q = 0; q < N_TIME_PERCENTILES; q++)
        assert_close(report->expected.percentiles[q], wanted[q], EXACTLY);
    compiled_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fft_is_the_sum),
        cmocka_unit_test(test_weights_keep_mean_and_variance),
        cmocka_unit_test(test_two_points_keep_three_moments),
        cmocka_unit_test(test_fixed_is_exact),
        cmocka_unit_test(test_coins),
        cmocka_unit_test(test_twin_fixed),
        cmocka_unit_test(test_no_common_step),
        cmocka_unit_test(test_no_common_step_is_exact),
        cmocka_unit_test(test_hardly_spread),
        cmocka_unit_test(test_one_row_is_its_quantiles),
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_per_item),
        cmocka_unit_test(test_longest),
        cmocka_unit_test(test_rework_almost_for_ever),
        cmocka_unit_test(test_two_scales),
        cmocka_unit_test(test_narrow_and_far),
        cmocka_unit_test(test_too_many_rounds),
        cmocka_unit_test(test_a_long_line),
        cmocka_unit_test(test_what_is_not_known),
        cmocka_unit_test(test_against_sampler),
        cmocka_unit_test(test_equal_branches),
        cmocka_unit_test(test_longest_of_two),
        cmocka_unit_test(test_longest_of_many),
        cmocka_unit_test(test_longest_of_coins),
        cmocka_unit_test(test_longest_of_two_scales),
        cmocka_unit_test(test_longest_without_a_step),
        cmocka_unit_test(test_longest_by_integration),
        cmocka_unit_test(test_one_branch_is_its_chain),
        cmocka_unit_test(test_report),
    };
    return cmocka_run_group_tests_name("lattice", tests, NULL, NULL);
}
