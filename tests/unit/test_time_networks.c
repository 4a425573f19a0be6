/*
 * The critical path method against a second one: random networks of `after`,
 * written as text with the rows in any order, compiled, and worked out anew
 * here from the network that was drawn, by relaxing every arrow until nothing
 * changes, in whole sixths of a minute (so without any rounding). Everything
 * has to be equal: earliest and latest times, total and free slack, which rows
 * are critical and how many longest ways there are. Some rows are decisions whose
 * two outcomes go the same way, each after a delay of its own: the longest way
 * takes the longer one, the shortest the shorter, the mean both.
 */
#include "tests/unit/compiled.h"
#include "tests/unit/time_asserts.h"

enum { N_NETWORKS = 2000, LEAST_ROWS = 30, MOST_ROWS = 200 };

struct arrow {
    uint32_t from, to;
};

/* Rows in an order in which arrows lead up; in the text they stand elsewhere. */
struct network {
    struct arena arena;
    uint64_t seed;
    uint32_t n;
    bool is_fixed;                       /* all times are, and nothing is chosen */
    int64_t time[MOST_ROWS];             /* sixths of a minute */
    const char *written[MOST_ROWS];      /* the same as text */
    bool is_decision[MOST_ROWS];
    int64_t yes[MOST_ROWS], no[MOST_ROWS];   /* their delays, sixths of a minute */
    uint32_t place[MOST_ROWS];           /* in the text */
    LIST_OF(struct arrow) arrows;
};

static uint32_t random_below(struct network *w, uint32_t n)
{
    w->seed ^= w->seed << 13;
    w->seed ^= w->seed >> 7;
    w->seed ^= w->seed << 17;
    return (uint32_t)(w->seed >> 33) % n;
}

/* Many are equal or nothing, so that there are many longest ways. */
static void draw_time(struct network *w, uint32_t r, uint32_t most)
{
    uint32_t a = random_below(w, most), m = a + random_below(w, most);
    uint32_t b = m + random_below(w, most);
    if (w->is_fixed || random_below(w, 4)) {
        w->time[r] = 6 * (int64_t)a;
        w->written[r] = arena_printf(&w->arena, "%u minutes", a);
    } else if (random_below(w, 2)) {
        w->time[r] = a + 4 * (int64_t)m + b;
        w->written[r] = arena_printf(&w->arena, "%u..%u..%u minutes", a, m, b);
    } else {
        w->time[r] = 3 * ((int64_t)a + b) + 6 * 7;
        w->written[r] = arena_printf(&w->arena, "%u..%u minutes wait 7 minutes", a, b);
    }
}

static void draw_delays(struct network *w, uint32_t r, uint32_t most)
{
    w->is_decision[r] = random_below(w, 4) == 0;
    if (!w->is_decision[r])
        return;
    w->yes[r] = 6 * (int64_t)random_below(w, most);
    w->no[r] = random_below(w, 2) ? 6 * (int64_t)random_below(w, most) : w->yes[r];
    w->is_fixed = false;
}

static bool has_arrow(const struct network *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < w->arrows.n; i++)
        if (w->arrows.at[i].from == from && w->arrows.at[i].to == to)
            return true;
    return false;
}

/* Up to four rows before each, far away or near. */
static void draw_arrows(struct network *w, uint32_t r, uint32_t reach)
{
    for (uint32_t n = random_below(w, 5); r > 0 && n > 0; n--) {
        uint32_t from = r - 1 - random_below(w, r < reach ? r : reach);
        if (!has_arrow(w, from, r))
            *LIST_ADD(&w->arena, &w->arrows) = (struct arrow){from, r};
    }
}

static void network_draw(struct network *w, uint32_t number)
{
    memset(w, 0, sizeof *w);
    arena_init(&w->arena, abort);
    w->seed = (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
    w->n = LEAST_ROWS + random_below(w, MOST_ROWS - LEAST_ROWS + 1);
    w->is_fixed = random_below(w, 4) == 0;
    uint32_t most = 1 + random_below(w, number % 2 ? 60 : 4), reach = 2 + random_below(w, 30);
    bool is_delayed = random_below(w, 2);
    for (uint32_t r = 0; r < w->n; r++) {
        draw_time(w, r, most);
        if (is_delayed)
            draw_delays(w, r, most);
        draw_arrows(w, r, reach);
        uint32_t other = random_below(w, r + 1);
        w->place[r] = w->place[other];
        w->place[other] = r;
    }
}

static void write_row(const struct network *w, uint32_t r, struct bytes *out)
{
    const char *between = " after ";
    bool is_last = true;
    bytes_printf(out, "%s r%u \"R\" by a time %s", w->is_decision[r] ? "decision" : "step", r,
                 w->written[r]);
    for (uint32_t i = 0; i < w->arrows.n; i++) {
        is_last &= w->arrows.at[i].from != r;
        if (w->arrows.at[i].to != r)
            continue;
        bytes_printf(out, "%sr%u", between, w->arrows.at[i].from);
        between = ", ";
    }
    const char *arrow = is_last ? " -> end" : "";
    bytes_add_string(out, *between == ' ' ? " after start" : "");
    if (w->is_decision[r])
        bytes_printf(out, "\nyes wait %d minutes%s\nno wait %d minutes", (int)(w->yes[r] / 6),
                     arrow, (int)(w->no[r] / 6));
    bytes_printf(out, "%s\n", arrow);
}

static void network_write(const struct network *w, struct bytes *out)
{
    uint32_t row_at[MOST_ROWS];
    for (uint32_t r = 0; r < w->n; r++)
        row_at[w->place[r]] = r;
    bytes_add_string(out, "sop network \"Network\" {\nactor a \"A\"\n");
    for (uint32_t i = 0; i < w->n; i++)
        write_row(w, row_at[i], out);
    bytes_add_string(out, "}\n");
}

/* What has to come out, in sixths of a minute, for one delay of each decision. */
struct answer {
    int64_t delay[MOST_ROWS];
    int64_t es[MOST_ROWS], tail[MOST_ROWS], free[MOST_ROWS], longest;
    double ways[MOST_ROWS], n_ways;
};

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t mean(int64_t a, int64_t b)
{
    return (a + b) / 2;   /* both are multiples of six */
}

/* From its opening to where what follows it opens. */
static int64_t step_of(const struct network *w, const struct answer *a, uint32_t r)
{
    return w->time[r] + a->delay[r];
}

static void answer_times(const struct network *w, struct answer *a,
                         int64_t (*of)(int64_t yes, int64_t no))
{
    memset(a, 0, sizeof *a);
    for (uint32_t r = 0; r < w->n; r++) {
        a->delay[r] = of(w->yes[r], w->no[r]);
        a->tail[r] = step_of(w, a, r);
    }
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < w->arrows.n; i++) {
            uint32_t from = w->arrows.at[i].from, to = w->arrows.at[i].to;
            int64_t es = a->es[from] + step_of(w, a, from);
            int64_t tail = a->tail[to] + step_of(w, a, from);
            is_changed |= es > a->es[to] || tail > a->tail[from];
            a->es[to] = es > a->es[to] ? es : a->es[to];
            a->tail[from] = tail > a->tail[from] ? tail : a->tail[from];
        }
    }
    for (uint32_t r = 0; r < w->n; r++)
        a->longest = a->tail[r] > a->longest ? a->tail[r] : a->longest;
}

static void answer_free(const struct network *w, struct answer *a)
{
    for (uint32_t r = 0; r < w->n; r++)
        a->free[r] = a->longest - a->es[r] - step_of(w, a, r);
    for (uint32_t i = 0; i < w->arrows.n; i++) {
        uint32_t from = w->arrows.at[i].from;
        int64_t gap = a->es[w->arrows.at[i].to] - a->es[from] - step_of(w, a, from);
        a->free[from] = gap < a->free[from] ? gap : a->free[from];
    }
}

static bool is_on_longest(const struct answer *a, uint32_t r)
{
    return a->es[r] + a->tail[r] == a->longest;
}

/* Ways from the beginning to each row, all of them longest ones; summed where they end. */
static void answer_ways(const struct network *w, struct answer *a)
{
    bool is_first[MOST_ROWS], is_last[MOST_ROWS];
    memset(is_first, true, sizeof is_first);
    memset(is_last, true, sizeof is_last);
    for (uint32_t i = 0; i < w->arrows.n; i++)
        is_first[w->arrows.at[i].to] = is_last[w->arrows.at[i].from] = false;
    for (uint32_t r = 0; r < w->n; r++) {
        a->ways[r] = is_first[r] && is_on_longest(a, r);
        for (uint32_t i = 0; i < w->arrows.n; i++) {
            uint32_t from = w->arrows.at[i].from;
            if (w->arrows.at[i].to == r && is_on_longest(a, r) &&
                a->es[r] == a->es[from] + step_of(w, a, from))
                a->ways[r] += a->ways[from];
        }
        if (is_last[r])
            a->n_ways += a->ways[r];
    }
}

static void assert_sixths(double minutes, int64_t sixths)
{
    assert_near(6 * minutes, (double)sixths);
}

static void assert_sums(const struct network *w, const struct time_report *report)
{
    static struct answer shortest;
    int64_t sum = 0;
    for (uint32_t r = 0; r < w->n; r++) {
        assert_sixths(report->rows[w->place[r]].delay, w->yes[r]);
        sum += w->time[r] + w->yes[r];
    }
    assert_sixths(report->straight, sum);
    assert_sixths(time_work(report) + time_wait(report), sum);
    answer_times(w, &shortest, least);
    assert_sixths(report->shortest, shortest.longest);
}

static void assert_answer(const struct network *w, const struct answer *a,
                          const struct time_report *report)
{
    assert_sixths(report->longest, a->longest);
    for (uint32_t r = 0; r < w->n; r++) {
        const struct time_row *t = &report->rows[w->place[r]];
        assert_true(t->has_schedule);
        assert_sixths(t->es, a->es[r]);
        assert_sixths(t->ef, a->es[r] + w->time[r]);
        assert_sixths(t->ls, a->longest - a->tail[r]);
        assert_sixths(t->lf, a->longest - a->tail[r] + w->time[r]);
        assert_sixths(t->slack, a->longest - a->tail[r] - a->es[r]);
        assert_sixths(t->free_slack, a->free[r]);
        assert_int_equal(t->is_critical, is_on_longest(a, r));
    }
    assert_near(report->n_critical_paths, a->n_ways);
}

/* The way that is listed is one of the longest: arrow by arrow. */
static void assert_way(const struct network *w, const struct answer *a,
                       const struct time_report *report)
{
    int64_t minutes = 0;
    uint32_t before = NONE;
    for (uint32_t i = 0; i < report->n_critical; i++) {
        uint32_t r = (uint32_t)atoi(report->sop->rows.at[report->critical[i]].id + 1);
        assert_true(is_on_longest(a, r));
        assert_int_equal(a->es[r], minutes);
        assert_true(before == NONE || has_arrow(w, before, r));
        minutes += step_of(w, a, r);
        before = r;
    }
    assert_int_equal(minutes, a->longest);
}

/* Fixed times end when the longest way does. Where times or delays vary, no less
 * is expected than over their means, and no more than all of the work. */
static void assert_expected(const struct network *w, const struct time_report *report)
{
    static struct answer average, *a = &average;
    const struct time_expected *e = &report->expected;
    int64_t sum = 0;
    answer_times(w, a, mean);
    for (uint32_t r = 0; r < w->n; r++) {
        assert_near(report->rows[w->place[r]].visits, 1);
        sum += step_of(w, a, r);
    }
    if (w->is_fixed) {
        assert_int_equal(e->method, TIME_EXACT);
        assert_sixths(e->minutes, a->longest);
        assert_near(e->stddev, 0);
    } else if (e->method == TIME_BOUNDS) {
        assert_sixths(e->low, a->longest);
        assert_true(e->high >= e->low && 6 * e->high <= (double)sum * (1 + 1e-9));
    } else {
        assert_true(6 * e->minutes >= (double)a->longest * (1 - 1e-9));
    }
}

static void check_network(uint32_t number)
{
    static struct network w;
    static struct answer a;
    struct bytes text = {0};
    struct compiled c;
    network_draw(&w, number);
    network_write(&w, &text);
    compiled_open(&c, text.data);
    if (c.diags.n[SEV_ERROR])
        fail_msg("network %u: %s\n%s", number, codes_of(&c), text.data);
    answer_times(&w, &a, most);
    answer_free(&w, &a);
    answer_ways(&w, &a);
    const struct time_report *report = time_analyse(c.flow, NULL, &c.arena);
    assert_answer(&w, &a, report);
    assert_way(&w, &a, report);
    assert_sums(&w, report);
    assert_expected(&w, report);
    compiled_close(&c);
    arena_free(&w.arena);
    bytes_free(&text);
}

static void test_networks(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < N_NETWORKS; number++)
        check_network(number);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_networks)};
    return cmocka_run_group_tests_name("time_networks", tests, NULL, NULL);
}
