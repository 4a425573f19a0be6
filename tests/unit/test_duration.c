/* duration: means and variances, against figures reckoned elsewhere. */
#include <math.h>
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_and_words_count_nothing),
        cmocka_unit_test(test_moments_of_each_kind),
        cmocka_unit_test(test_normal_is_cut_at_zero),
        cmocka_unit_test(test_normal_against_numeric_integration),
        cmocka_unit_test(test_units_come_from_the_calendar),
        cmocka_unit_test(test_calendar_durations_run_on_the_wall),
    };
    return cmocka_run_group_tests_name("duration", tests, NULL, NULL);
}
