/*
 * patterns: the procedures of docs/patterns.md, held to the runs that they say
 * they may and may not have. Each file of tests/patterns is compiled (and so
 * proved), played on the machine along every run it tells, and then played in
 * every possible way: what comes out must be just the runs told.
 */
#include "tests/unit/pattern_file.h"
#include "tests/unit/pattern_offers.h"

/* ---- the runs told ----------------------------------------------------------------- */

static const char *run_text(struct arena *arena, const char *const *acts, uint32_t n,
                            const char *end)
{
    const char *text = "";
    for (uint32_t i = 0; i < n; i++)
        text = arena_printf(arena, "%s%s ", text, acts[i]);
    return arena_printf(arena, "%s-> %s", text, end);
}

/* How many of the acts the case takes, one after another. */
static uint32_t play_acts(struct play *play, const char *const *acts, uint32_t n)
{
    uint32_t taken = 0;
    while (taken < n && play_do(play, acts[taken]))
        taken++;
    return taken;
}

static void check_run(void *context, const char *const *acts, uint32_t n)
{
    struct pattern *p = context;
    struct play play;
    play_open(&play, p->image);
    struct tried tried = {.n_taken = play_acts(&play, acts, n)};
    tried.end = play_result(&play);
    tried.fault = play.fault;
    pattern_judge(p, acts, n, tried);
    if (p->line->is_possible && tried.end)
        *LIST_ADD(&p->c.arena, &p->told_runs) = run_text(&p->c.arena, acts, n, tried.end);
    play_close(&play);
}

static void check_told(struct pattern *p)
{
    uint32_t n[2] = {0, 0};
    for (uint32_t i = 0; i < p->told.runs.n; i++)
        n[p->told.runs.at[i].is_possible]++;
    if (!n[true] || !n[false] || !p->told.is_all)
        TELL(p, "`may`, `may not` and `all` are wanted\n");
    pattern_each(p, check_run, p);
}

/* ---- all runs there are -------------------------------------------------------------- */

static void explore(struct pattern *p, const char **acts, uint32_t n)
{
    uint32_t most = p->told.most ? p->told.most : RUN_MOST_ACTS;
    struct play play;
    play_open(&play, p->image);
    uint32_t taken = play_acts(&play, acts, n);
    const char *result = play_result(&play);
    if (play.fault || taken < n)
        TELL(p, "%s: %s\n", run_text(&p->c.arena, acts, n, "?"),
             play.fault ? play.fault : "offered, but not taken");
    else if (result)
        *LIST_ADD(&p->c.arena, &p->runs) = run_text(&p->c.arena, acts, n, result);
    else if (n == most && !p->told.most)
        TELL(p, "%s: so long? say `of at most`\n", run_text(&p->c.arena, acts, n, "?"));
    else if (n < most) {
        word_list offers = play_offers(&play, &p->told.given);
        if (!offers.n)
            TELL(p, "%s: nothing can be done\n", run_text(&p->c.arena, acts, n, "?"));
        for (uint32_t i = 0; i < offers.n && p->n_faults < 20; i++) {
            acts[n] = offers.at[i];
            explore(p, acts, n + 1);
        }
    }
    play_close(&play);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(word_list *list)
{
    if (list->n)
        qsort(list->at, list->n, sizeof *list->at, compare_texts);
}

static void check_all(struct pattern *p)
{
    const char *acts[RUN_MOST_ACTS + 1];
    explore(p, acts, 0);
    sort(&p->runs);
    sort(&p->told_runs);
    uint32_t i = 0, k = 0;
    while (i < p->runs.n || k < p->told_runs.n) {
        int order = i == p->runs.n        ? 1
                    : k == p->told_runs.n ? -1
                                          : strcmp(p->runs.at[i], p->told_runs.at[k]);
        if (order < 0)
            TELL(p, "not told: %s\n", p->runs.at[i]);
        else if (order > 0)
            TELL(p, "told, but not there (or told twice): %s\n", p->told_runs.at[k]);
        i += order <= 0;
        k += order >= 0;
    }
    if (p->runs.n != p->told.n_all)
        TELL(p, "%u runs there are, %u it says\n", (unsigned)p->runs.n, (unsigned)p->told.n_all);
}

static void check_runs(struct pattern *p)
{
    if (!pattern_make_image(p))
        return;
    check_told(p);
    check_all(p);
}

/* ---- a file -------------------------------------------------------------------------- */

/* What is refused is refused for that reason. */
static bool is_refused(struct pattern *p)
{
    for (uint32_t i = 0; i < p->c.diags.list.n; i++)
        if (strcmp(code_id(p->c.diags.list.at[i]->code), p->told.refused) == 0)
            return true;
    return false;
}

static void test_file(void **state)
{
    struct pattern p;
    pattern_open(&p, *state);
    if (p.told.refused) {
        if (!is_refused(&p))
            TELL(&p, "is not refused for that: %s\n", p.told.refused);
    } else if (pattern_is_faultless(&p)) {
        check_runs(&p);
    }
    uint32_t n_faults = p.n_faults;
    pattern_close(&p);
    assert_int_equal(n_faults, 0);
}

/* ---- what a wrong claim comes to ----------------------------------------------------- */

/* Of two rows side by side and one behind both. */
#define MAY "# may: admit {blood | xray} operate -> end\n"
#define NOT "# may not: admit operate\n"
#define ALL "# all: 2 runs\n"

static const char *const wrong_claims[] = {
    MAY NOT ALL "# may: admit blood operate\n",
    MAY NOT ALL "# may: admit {blood | xray} operate ...\n",
    MAY NOT ALL "# may: admit {blood | xray} -> end\n",
    MAY NOT ALL "# may: admit {blood | xray} -> lost\n",
    MAY NOT ALL "# may not: admit {blood | xray} operate\n",
    MAY NOT ALL "# may not: admit operate blood\n",
    MAY NOT ALL "# may not: admit blood ...\n",
    MAY NOT ALL "# may not: admit bloood\n",
    MAY NOT ALL "# may not: admit blood.yes\n",
    MAY ALL,
    MAY NOT,
    MAY NOT "# all: 3 runs\n",
    MAY NOT "# all: 2 runs of at most 3 acts\n",
    MAY MAY NOT ALL,
    "# may: admit blood xray operate -> end\n" NOT "# all: 1 run\n",
    "# may: admit {blood | xray operate -> end\n" NOT ALL,
};

static uint32_t count_faults(const char *claims, bool is_quiet)
{
    struct pattern p;
    pattern_open(&p, "tests/patterns/03-synchronization.sop");
    p.is_quiet = is_quiet;
    p.told = told_read(&p.c.arena, claims);
    p.n_faults = p.told.fault != NULL;
    check_runs(&p);
    uint32_t n_faults = p.n_faults;
    pattern_close(&p);
    return n_faults;
}

static void test_wrong_claims_are_found(void **state)
{
    (void)state;
    assert_int_equal(count_faults(MAY NOT ALL, false), 0);
    for (size_t i = 0; i < COUNT_OF(wrong_claims); i++)
        if (count_faults(wrong_claims[i], true) == 0)
            fail_msg("not found:\n%s", wrong_claims[i]);
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[64] = {cmocka_unit_test(test_wrong_claims_are_found)};
    return pattern_run_all("patterns", tests, 1, argc > 1 ? argv[1] : "tests/patterns/*.sop",
                           test_file);
}
