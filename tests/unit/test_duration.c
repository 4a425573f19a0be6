/*
 * duration: means and variances against figures reckoned elsewhere; the
 * distribution against itself: quantiles inverted, added up to the moments,
 * and drawn.
 */
#include <math.h>
#include <stdlib.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "runtime/duration/duration.h"

static struct duration minutes(enum duration_kind kind, double a, double b, double c)
{
    return (struct duration){ .kind = kind, .unit = UNIT_MINUTE,
                              .a = (int64_t)(a * DECIMAL_ONE), .b = (int64_t)(b * DECIMAL_ONE),
                              .c = (int64_t)(c * DECIMAL_ONE) };
}

static void assert_near(double value, double expected, double by)
{
    if (!(fabs(value - expected) <= by))
        fail_msg("%.12g is not %.12g", value, expected);
}

static void assert_moments(struct duration d, double mean, double variance)
{
    struct unit_minutes u = calendar_units(NULL);
    assert_near(duration_mean(&d, &u), mean, 1e-9 * (1 + fabs(mean)));
    assert_near(duration_variance(&d, &u), variance, 1e-9 * (1 + fabs(variance)));
}

static void test_nothing_and_words_count_nothing(void **state)
{
    (void)state;
    assert_moments(minutes(DURATION_NONE, 0, 0, 0), 0, 0);
    struct duration words = { .kind = DURATION_WORDS, .words = "as needed" };
    assert_moments(words, 0, 0);
}

static void test_moments_of_each_kind(void **state)
{
    (void)state;
    assert_moments(minutes(DURATION_FIXED, 240, 0, 0), 240, 0);
    assert_moments(minutes(DURATION_UNIFORM, 2, 5, 0), 3.5, 0.75);
    assert_moments(minutes(DURATION_PERT, 5, 10, 20), 65.0 / 6,
                   (65.0 / 6 - 5) * (20 - 65.0 / 6) / 7);
    assert_moments(minutes(DURATION_PERT, 5, 5, 5), 5, 0);
    assert_moments(minutes(DURATION_EXPONENTIAL, 10, 0, 0), 10, 100);
}

/* Far from 0 nothing is cut; at mean 0 half is: the half-normal distribution
 * has mean s sqrt(2/pi) and variance s^2 (1 - 2/pi). */
static void test_normal_is_cut_at_zero(void **state)
{
    (void)state;
    const double pi = acos(-1.0);
    assert_moments(minutes(DURATION_NORMAL, 100, 2, 0), 100, 4);
    assert_moments(minutes(DURATION_NORMAL, 0, 3, 0), 3 * sqrt(2 / pi), 9 * (1 - 2 / pi));
    assert_moments(minutes(DURATION_NORMAL, 10, 0, 0), 10, 0);
}

/* The same by adding up the density. */
static void test_normal_against_numeric_integration(void **state)
{
    (void)state;
    const double m = 5, s = 4, step = 1e-3;
    double weight = 0, first = 0, second = 0;
    for (double x = step / 2; x < m + 12 * s; x += step) {
        double p = exp(-(x - m) * (x - m) / (2 * s * s));
        weight += p;
        first += p * x;
        second += p * x * x;
    }
    struct duration d = minutes(DURATION_NORMAL, m, s, 0);
    struct unit_minutes u = calendar_units(NULL);
    double mean = first / weight;
    assert_near(duration_mean(&d, &u), mean, 1e-5);
    assert_near(duration_variance(&d, &u), second / weight - mean * mean, 1e-5);
}

static void test_units_come_from_the_calendar(void **state)
{
    (void)state;
    struct duration d = minutes(DURATION_UNIFORM, 2, 5, 0);
    d.unit = UNIT_DAY;
    assert_moments(d, 3.5 * 480, 0.75 * 480 * 480);
    d.unit = UNIT_SECOND;
    assert_moments(d, 3.5 / 60, 0.75 / 3600);
}

static void test_calendar_durations_run_on_the_wall(void **state)
{
    (void)state;
    struct duration d = minutes(DURATION_FIXED, 3, 0, 0);
    d.is_calendar = true;
    d.unit = UNIT_DAY;
    assert_moments(d, 3 * 1440, 0);
    d.unit = UNIT_WEEK;
    assert_moments(d, 3 * 10080, 0);
    d.unit = UNIT_MONTH;
    assert_moments(d, 3 * 43800, 0);
    d.unit = UNIT_HOUR;
    assert_moments(d, 180, 0);
}

/* ---- distributions ---- */

static const struct { enum duration_kind kind; double a, b, c; } spreads[] = {
    { DURATION_UNIFORM, 2, 5, 0 },        { DURATION_UNIFORM, 0, 1e-4, 0 },
    { DURATION_UNIFORM, 0, 1248000, 0 },  { DURATION_PERT, 5, 10, 20 },
    { DURATION_PERT, 0, 0, 7 },           { DURATION_PERT, 3, 9, 9 },
    { DURATION_PERT, 0, 480, 1248000 },   { DURATION_EXPONENTIAL, 10, 0, 0 },
    { DURATION_EXPONENTIAL, 1248000, 0, 0 }, { DURATION_NORMAL, 100, 2, 0 },
    { DURATION_NORMAL, 5, 4, 0 },         { DURATION_NORMAL, 0, 3, 0 },
};

static struct duration spread(size_t i)
{
    return minutes(spreads[i].kind, spreads[i].a, spreads[i].b, spreads[i].c);
}

static void test_quantiles_invert(void **state)
{
    (void)state;
    struct unit_minutes u = calendar_units(NULL);
    static const double ps[] = { 1e-12, 1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 1 - 1e-6, 1 - 1e-12 };
    for (size_t i = 0; i < COUNT_OF(spreads); i++) {
        struct duration d = spread(i);
        double before = duration_quantile(&d, &u, 0);
        for (size_t k = 0; k < COUNT_OF(ps); k++) {
            double x = duration_quantile(&d, &u, ps[k]);
            assert_true(x >= before);
            before = x;
            assert_near(duration_cdf(&d, &u, x), ps[k], 1e-12 + 1e-9 * fmin(ps[k], 1 - ps[k]));
        }
        assert_true(duration_quantile(&d, &u, 1) >= before);
    }
}

/* The mean and variance are the integrals of the quantile and its square:
 * by Gauss's rule of two points on intervals that halve towards both ends. */
static void test_quantiles_add_up_to_the_moments(void **state)
{
    (void)state;
    struct unit_minutes u = calendar_units(NULL);
    for (size_t i = 0; i < COUNT_OF(spreads); i++) {
        struct duration d = spread(i);
        double mean = duration_mean(&d, &u), first = 0, second = 0;
        for (int side = 0; side < 2; side++)
            for (int k = 1; k < 45; k++)
                for (int j = 0; j < 64; j++) {
                    double width = ldexp(1, -k - 6), at = (j % 2 ? 1 : -1) / sqrt(12);
                    double p = ldexp(1, -k - 1) + width * (j / 2 + 0.5 + at);
                    double x = duration_quantile(&d, &u, side ? 1 - p : p) - mean;
                    first += x * width / 2;
                    second += x * x * width / 2;
                }
        double sd = sqrt(duration_variance(&d, &u));
        assert_near(first / sd, 0, 1e-6);
        assert_near(second / sd / sd, 1, 1e-5);
    }
}

static void test_density_is_the_slope(void **state)
{
    (void)state;
    struct unit_minutes u = calendar_units(NULL);
    for (size_t i = 0; i < COUNT_OF(spreads); i++) {
        struct duration d = spread(i);
        double h = 1e-4 * sqrt(duration_variance(&d, &u));
        for (double p = 0.05; p < 1; p += 0.1) {
            double x = duration_quantile(&d, &u, p);
            double slope = (duration_cdf(&d, &u, x + h) - duration_cdf(&d, &u, x - h)) / (2 * h);
            assert_near(duration_density(&d, &u, x) / slope, 1, 1e-6);
        }
    }
}

static void test_what_does_not_spread(void **state)
{
    (void)state;
    static const struct { enum duration_kind kind; double a, b, c; } fixed[] = {
        { DURATION_FIXED, 5, 0, 0 },   { DURATION_UNIFORM, 5, 5, 0 }, { DURATION_PERT, 5, 5, 5 },
        { DURATION_NORMAL, 5, 0, 0 },  { DURATION_FIXED, 0, 0, 0 },   { DURATION_NONE, 0, 0, 0 },
        { DURATION_PERT, 0, 0, 0 },    { DURATION_EXPONENTIAL, 0, 0, 0 },
        { DURATION_FIXED, 1248000, 0, 0 },
    };
    struct unit_minutes u = calendar_units(NULL);
    struct random r;
    random_start(&r, 1, 1);
    for (size_t i = 0; i < COUNT_OF(fixed); i++) {
        struct duration d = minutes(fixed[i].kind, fixed[i].a, fixed[i].b, fixed[i].c);
        double at = fixed[i].a;
        assert_true(duration_is_fixed(&d));
        for (double p = 0; p <= 1; p += 0.25)
            assert_near(duration_quantile(&d, &u, p), at, 0);
        assert_near(duration_sample(&d, &u, &r), at, 0);
        assert_near(duration_cdf(&d, &u, at), 1, 0);
        assert_near(duration_cdf(&d, &u, at - 1e-6), 0, 0);
        assert_near(duration_density(&d, &u, at), 0, 0);
    }
}

static void test_beyond_the_ends(void **state)
{
    (void)state;
    struct unit_minutes u = calendar_units(NULL);
    for (size_t i = 0; i < COUNT_OF(spreads); i++) {
        struct duration d = spread(i);
        double least = duration_quantile(&d, &u, 0), most = duration_quantile(&d, &u, 1);
        assert_near(duration_cdf(&d, &u, least - 1), 0, 0);
        assert_near(duration_cdf(&d, &u, most + 1), 1, 0);
        assert_near(duration_density(&d, &u, least - 1), 0, 0);
        assert_true(duration_quantile(&d, &u, 1e-300) >= least);
        assert_true(isfinite(duration_quantile(&d, &u, 1e-300)));
    }
}

/* ---- draws ---- */

/* The numbers of the published algorithm, from the state 1, 2, 3, 4. */
static void test_random_is_xoshiro(void **state)
{
    (void)state;
    struct random r = { { 1, 2, 3, 4 } };
    static const uint64_t first[] = { 41943041, 58720359, 3588806011781223, 3591011842654386,
                                      9228616714210784205u };
    for (size_t i = 0; i < COUNT_OF(first); i++)
        assert_true(random_next(&r) == first[i]);
}

static void test_random_streams_differ_and_repeat(void **state)
{
    (void)state;
    struct random a, b, c;
    random_start(&a, 7, 1);
    random_start(&b, 7, 1);
    assert_memory_equal(&a, &b, sizeof a);
    random_start(&c, 7, 2);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++)
            assert_true(a.state[i] != c.state[j]);
    for (int i = 0; i < 1000; i++) {
        double x = random_unit(&a);
        assert_true(x > 0 && x < 1);
        assert_true(x == random_unit(&b));
    }
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov-Smirnov: above 1.95 / sqrt(n) is one seed in a thousand. */
static void test_draws_follow_the_distribution(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct unit_minutes u = calendar_units(NULL);
    double *drawn = malloc(N * sizeof *drawn);
    assert_non_null(drawn);
    for (size_t i = 0; i < COUNT_OF(spreads); i++) {
        struct duration d = spread(i);
        struct random r;
        random_start(&r, 2024, i);
        double sum = 0, most = 0;
        for (int k = 0; k < N; k++)
            sum += drawn[k] = duration_sample(&d, &u, &r);
        qsort(drawn, N, sizeof *drawn, compare_doubles);
        for (int k = 0; k < N; k++)
            most = fmax(most, fabs(duration_cdf(&d, &u, drawn[k]) - (k + 0.5) / N));
        assert_true(most < 1.95 / sqrt(N));
        assert_near(sum / N, duration_mean(&d, &u), 4 * sqrt(duration_variance(&d, &u) / N));
    }
    free(drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_and_words_count_nothing),
        cmocka_unit_test(test_moments_of_each_kind),
        cmocka_unit_test(test_normal_is_cut_at_zero),
        cmocka_unit_test(test_normal_against_numeric_integration),
        cmocka_unit_test(test_units_come_from_the_calendar),
        cmocka_unit_test(test_calendar_durations_run_on_the_wall),
        cmocka_unit_test(test_quantiles_invert),
        cmocka_unit_test(test_quantiles_add_up_to_the_moments),
        cmocka_unit_test(test_density_is_the_slope),
        cmocka_unit_test(test_what_does_not_spread),
        cmocka_unit_test(test_beyond_the_ends),
        cmocka_unit_test(test_random_is_xoshiro),
        cmocka_unit_test(test_random_streams_differ_and_repeat),
        cmocka_unit_test(test_draws_follow_the_distribution),
    };
    return cmocka_run_group_tests_name("duration", tests, NULL, NULL);
}
