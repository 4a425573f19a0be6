/*
 * time against dumb twins on random procedures: the longest ways by relaxing
 * every arc until nothing changes, the shortest case by playing every choice.
 */
#include "tests/unit/time_asserts.h"

static uint32_t random_below(uint64_t *seed, uint32_t n)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % n;
}

static uint32_t random_step(struct sample *s, uint64_t *seed)
{
    return sample_step(s, arena_printf(&s->arena, "r%u", s->sop->rows.n), 0,
                       random_below(seed, 50));
}

/* Any acyclic graph: what CPM sees needs no sense as a procedure. */
static void random_graph(struct sample *s, uint64_t *seed, uint32_t n)
{
    sample_open(s, "random", "Random");
    sample_actor(s, "a", "A");
    for (uint32_t r = 0; r < n; r++) {
        random_step(s, seed);
        bool has_way_in = false;
        for (uint32_t i = 0; r > 0 && i < random_below(seed, 4); i++) {
            sample_arc(s, random_below(seed, r), NONE, r)->is_loop = random_below(seed, 9) == 0;
            has_way_in |= !s->arcs.at[s->arcs.n - 1].is_loop;
        }
        if (!has_way_in)
            sample_entry(s, r);
        if (r > 0 && random_below(seed, 5) == 0)
            sample_loop(s, r, NONE, random_below(seed, r + 1));
    }
}

/* Longest ways to and from every row, by relaxing until nothing changes. */
static void dumb_longest(const struct flow *f, const struct time_report *report, double *head,
                         double *tail)
{
    for (uint32_t r = 0; r < f->n_rows; r++)
        tail[r] = report->rows[r].work;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t a = 0; a < f->first_arc[f->n_rows]; a++) {
            const struct arc *arc = &f->arcs[a];
            if (arc->is_loop || arc->to == TO_END)
                continue;
            double to = head[arc->from] + report->rows[arc->from].work;
            double from = tail[arc->to] + report->rows[arc->from].work;
            is_changed |= to > head[arc->to] || from > tail[arc->from];
            head[arc->to] = fmax(head[arc->to], to);
            tail[arc->from] = fmax(tail[arc->from], from);
        }
    }
}

static void test_twin_longest(void **state)
{
    (void)state;
    uint64_t seed = 20240102;
    for (uint32_t round = 0; round < 300; round++) {
        struct sample s;
        random_graph(&s, &seed, 1 + random_below(&seed, 60));
        const struct time_report *report = analyse(&s);
        uint32_t n = report->flow->n_rows;
        double *head = ARENA_ARRAY(&s.arena, n, double), *tail = ARENA_ARRAY(&s.arena, n, double);
        double longest = 0, on_path = 0;
        dumb_longest(report->flow, report, head, tail);
        for (uint32_t r = 0; r < n; r++)
            longest = fmax(longest, head[r] + report->rows[r].work);
        assert_near(report->longest, longest);
        for (uint32_t r = 0; r < n; r++)
            assert_row(report, r, head[r], head[r] + report->rows[r].work, longest - tail[r],
                       longest - tail[r] + report->rows[r].work);
        for (uint32_t i = 0; i < report->n_critical; i++) {
            assert_true(report->rows[report->critical[i]].is_critical);
            on_path += report->rows[report->critical[i]].work;
        }
        assert_near(on_path, longest);
        sample_close(&s);
    }
}

/*
 * A random procedure of blocks, each with one way in and one way out: steps,
 * blocks in a line, branches side by side that meet, choices that meet and
 * may be refused besides.
 */
struct block {
    uint32_t first, last;
};

struct growth {
    struct sample *s;
    uint64_t *seed;
    uint32_t refused;          /* the named end, or NONE */
    uint32_t n_decisions;
    bool is_nested, is_forked; /* may forks stand in forks; do we stand in one */
};

static struct block grow(struct growth *g, uint32_t depth);

static struct block grow_fork(struct growth *g, uint32_t depth)
{
    struct sample *s = g->s;
    struct block branches[3];
    uint32_t fork = random_step(s, g->seed), n = 2 + random_below(g->seed, 2);
    bool was_forked = g->is_forked;
    g->is_forked = true;
    for (uint32_t i = 0; i < n; i++) {
        branches[i] = grow(g, depth - 1);
        sample_join(s, fork, NONE, branches[i].first,
                    sample_after(s, branches[i].first, fork, NONE));
    }
    g->is_forked = was_forked;
    uint32_t join = random_step(s, g->seed);
    for (uint32_t i = 0; i < n; i++)
        sample_join(s, branches[i].last, NONE, join,
                    sample_after(s, join, branches[i].last, NONE));
    return (struct block){fork, join};
}

static struct block grow_choice(struct growth *g, uint32_t depth)
{
    struct sample *s = g->s;
    uint32_t choice = random_step(s, g->seed), group = NONE;
    g->n_decisions++;
    sample_at(s, choice)->kind = ROW_DECISION;
    struct block yes = grow(g, depth - 1), no = grow(g, depth - 1);
    uint32_t meet = random_step(s, g->seed);
    sample_outcome(s, choice, "yes", yes.first);
    sample_jump(s, choice, 0, yes.first);
    sample_outcome(s, choice, "no", no.first);
    sample_jump(s, choice, 1, no.first);
    if (g->refused != NONE && random_below(g->seed, 2)) {
        sample_outcome(s, choice, "refused", g->refused);
        sample_jump(s, choice, 2, g->refused);
    }
    if (random_below(g->seed, 2))
        group = sample_after(s, meet, yes.last, NONE);
    sample_join(s, yes.last, NONE, meet, group);
    sample_join(s, no.last, NONE, meet, group);
    return (struct block){choice, meet};
}

static struct block grow(struct growth *g, uint32_t depth)
{
    uint32_t kind = depth ? random_below(g->seed, 4) : 3;
    if (kind == 0 && (g->is_nested || !g->is_forked))
        return grow_fork(g, depth);
    if (kind == 1 && g->n_decisions < 6)
        return grow_choice(g, depth);
    if (kind == 2) {
        struct block a = grow(g, depth - 1), b = grow(g, depth - 1);
        sample_arc(g->s, a.last, NONE, b.first);
        return (struct block){a.first, b.last};
    }
    uint32_t step = random_step(g->s, g->seed);
    return (struct block){step, step};
}

/* One case, played with one combination of choices. */
struct play {
    const struct time_report *report;
    uint32_t way;              /* the choices still to make, as one number */
    bool *is_open, *is_done;
    uint32_t *n_set;           /* groups of a joined row */
    double *opened, work, finish;
};

static void play_arc(struct play *p, const struct arc *arc, double time)
{
    const struct row *to = &p->report->sop->rows.at[arc->to];
    bool is_end = to->kind == ROW_END, is_later = time > p->opened[arc->to];
    if (!p->is_open[arc->to] || is_end != is_later)
        p->opened[arc->to] = is_end || is_later ? time : p->opened[arc->to];
    p->n_set[arc->to]++;
    p->is_open[arc->to] = arc->group == NONE || p->n_set[arc->to] == to->after.n;
}

static void play_row(struct play *p, uint32_t r)
{
    const struct flow *f = p->report->flow;
    uint32_t n = f->sop->rows.at[r].outcomes.n, outcome = n ? p->way % n : NONE;
    double done = p->opened[r] + p->report->rows[r].work;
    p->way /= n ? n : 1;
    p->is_done[r] = true;
    p->work += p->report->rows[r].work;
    p->finish = fmax(p->finish, done);
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++)
        if (f->arcs[a].outcome == outcome && f->arcs[a].to != TO_END)
            play_arc(p, &f->arcs[a], done);
}

static struct play play(struct arena *arena, const struct time_report *report, uint32_t refused,
                        uint32_t way)
{
    uint32_t n = report->flow->n_rows;
    struct play p = {.report = report,
                     .way = way,
                     .is_open = ARENA_ARRAY(arena, n, bool),
                     .is_done = ARENA_ARRAY(arena, n, bool),
                     .n_set = ARENA_ARRAY(arena, n, uint32_t),
                     .opened = ARENA_ARRAY(arena, n, double)};
    p.is_open[report->flow->entries[0]] = true;
    for (bool is_moving = true; is_moving;) {
        is_moving = false;
        for (uint32_t r = 0; r < n; r++) {
            if (!p.is_open[r] || p.is_done[r])
                continue;
            is_moving = true;
            play_row(&p, r);
        }
    }
    if (refused != NONE && p.is_open[refused])
        p.finish = p.opened[refused];
    return p;
}

static struct time_report *random_procedure(struct sample *s, uint64_t *seed, bool is_nested,
                                            uint32_t *refused)
{
    sample_open(s, "random", "Random");
    sample_actor(s, "a", "A");
    if (*refused != NONE)
        *refused = sample_row(s, ROW_END, "refused");
    struct growth g = {.s = s, .seed = seed, .refused = *refused, .is_nested = is_nested};
    struct block all = grow(&g, 5);
    sample_entry(s, all.first);
    sample_arc(s, all.last, NONE, TO_END);
    return analyse(s);
}

/*
 * The least over all plays is the shortest; where a named end stands behind a
 * join of branches inside of a branch, it is at least that. The first choices
 * go straight through.
 */
static void test_twin_plays(void **state)
{
    (void)state;
    uint64_t seed = 20260817;
    for (uint32_t round = 0; round < 150; round++) {
        struct sample s;
        bool is_nested = round % 3 != 1;
        uint32_t refused = round % 3 ? 0 : NONE;
        const struct time_report *report = random_procedure(&s, &seed, is_nested, &refused);
        double least = INFINITY;
        for (uint32_t way = 0; way < 3 * 3 * 3 * 3 * 3 * 3; way++) {
            struct arena arena;
            arena_init(&arena, abort);
            struct play p = play(&arena, report, refused, way);
            least = fmin(least, p.finish);
            assert_true(p.finish <= report->longest + 1e-6);
            if (way == 0)
                assert_near(report->straight, p.work);
            arena_free(&arena);
        }
        if (refused == NONE || !is_nested)
            assert_near(report->shortest, least);
        assert_true(report->shortest >= least - 1e-6);
        sample_close(&s);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twin_longest),
        cmocka_unit_test(test_twin_plays),
    };
    return cmocka_run_group_tests_name("time_twin", tests, NULL, NULL);
}
