/*
 * Crossings: the router against a twin that tries everything. The twin asks
 * how few crossings any drawing of the same arrows can have, wherever its
 * lines run: it goes through all orders of the arrows around their rows (a
 * drawing without crossings is one whose faces obey Euler), and through all
 * choices of arrows that cross. No router can do better; ours may have one
 * crossing more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "compiler/draw/draw.h"
#include "compiler/draw/pages.h"
#include "tests/unit/wild_flow.h"

enum { NODES_MOST = 14, EDGES_MOST = 24, DEGREE_MOST = 12, CROSSINGS_MOST = 2 };

/* ---- the twin ---------------------------------------------------------- */

struct graph {
    uint32_t n_nodes, n_edges;
    uint32_t ends[EDGES_MOST][2];
};

/* The half-edges around each node, in the order that is tried: half-edge 2e
 * leaves ends[e][0], 2e + 1 leaves ends[e][1]. */
struct rotation {
    const struct graph *graph;
    uint32_t around[NODES_MOST][DEGREE_MOST], degree[NODES_MOST];
    uint32_t next[EDGES_MOST * 2];
};

static uint32_t n_parts(const struct graph *g)
{
    uint32_t part[NODES_MOST], n = g->n_nodes;
    for (uint32_t i = 0; i < g->n_nodes; i++)
        part[i] = i;
    for (uint32_t e = 0; e < g->n_edges; e++) {
        uint32_t a = part[g->ends[e][0]], b = part[g->ends[e][1]];
        n -= a != b;
        for (uint32_t i = 0; i < g->n_nodes; i++)
            part[i] = part[i] == a ? b : part[i];
    }
    return n;
}

static uint32_t n_faces(struct rotation *r)
{
    bool is_seen[EDGES_MOST * 2] = {0};
    uint32_t n = 0, n_lonely = 0;
    for (uint32_t v = 0; v < r->graph->n_nodes; v++) {
        n_lonely += !r->degree[v];
        for (uint32_t i = 0; i < r->degree[v]; i++)
            r->next[r->around[v][i]] = r->around[v][(i + 1) % r->degree[v]];
    }
    for (uint32_t h = 0; h < r->graph->n_edges * 2; h++) {
        for (uint32_t k = h; !is_seen[k]; k = r->next[k ^ 1])
            is_seen[k] = true, n += k == h;
    }
    return n + n_lonely;
}

/* Each part by itself: V - E + F = 2. */
static bool is_flat(struct rotation *r)
{
    const struct graph *g = r->graph;
    return g->n_nodes + n_faces(r) == g->n_edges + 2 * n_parts(g);
}

/* Tries all orders around node v from its ith place on, then those below. */
static bool orders_try(struct rotation *r, uint32_t v, uint32_t i)
{
    if (v == r->graph->n_nodes)
        return is_flat(r);
    if (i + 1 >= r->degree[v])
        return orders_try(r, v + 1, 1);
    for (uint32_t k = i; k < r->degree[v]; k++) {
        uint32_t *at = r->around[v], kept = at[i];
        at[i] = at[k], at[k] = kept;
        if (orders_try(r, v, i + 1))
            return true;
        kept = at[i], at[i] = at[k], at[k] = kept;
    }
    return false;
}

static bool is_planar(const struct graph *g)
{
    struct rotation r = {.graph = g};
    for (uint32_t e = 0; e < g->n_edges * 2; e++) {
        uint32_t v = g->ends[e / 2][e % 2];
        r.around[v][r.degree[v]++] = e;
    }
    return orders_try(&r, 0, 1);
}

/* Can it be drawn with that many crossings? */
static bool can_cross(const struct graph *g, uint32_t n)
{
    if (is_planar(g))
        return true;
    for (uint32_t a = 0; n && a < g->n_edges; a++)
        for (uint32_t b = a + 1; b < g->n_edges; b++) {
            struct graph crossed = *g;
            uint32_t x = crossed.n_nodes++;
            uint32_t other[2][2] = {{x, g->ends[a][1]}, {x, g->ends[b][1]}};
            crossed.ends[a][1] = crossed.ends[b][1] = x;
            memcpy(crossed.ends[crossed.n_edges], other, sizeof other);
            crossed.n_edges += 2;
            if (can_cross(&crossed, n - 1))
                return true;
        }
    return false;
}

static uint32_t crossings_least(const struct graph *g)
{
    uint32_t n = 0;
    while (n < CROSSINGS_MOST && !can_cross(g, n))
        n++;
    return n;
}

/* ---- ours -------------------------------------------------------------- */

static bool do_cross(const struct point *a, const struct point *b, struct point *where)
{
    struct box s = box_of_segment(a[0], a[1]), t = box_of_segment(b[0], b[1]);
    bool is_flat_s = s.y0 == s.y1, is_flat_t = t.y0 == t.y1;
    if (is_flat_s == is_flat_t)
        return false;
    const struct box *h = is_flat_s ? &s : &t, *v = is_flat_s ? &t : &s;
    *where = (struct point){v->x0, h->y0};
    return v->x0 > h->x0 + 0.1 && v->x0 < h->x1 - 0.1 && h->y0 > v->y0 + 0.1 &&
           h->y0 < v->y1 - 0.1;
}

/* Two lines that have become one cross another once. */
static bool is_new(struct point *seen, uint32_t *n, struct point p)
{
    for (uint32_t i = 0; i < *n; i++)
        if (fabs(seen[i].x - p.x) < 0.1 && fabs(seen[i].y - p.y) < 0.1)
            return false;
    seen[(*n)++] = p;
    return true;
}

static uint32_t crossings_drawn(const struct page *page)
{
    struct point seen[200], where;
    uint32_t n = 0;
    for (uint32_t i = 0; i < page->lines.n; i++)
        for (uint32_t k = i + 1; k < page->lines.n; k++) {
            const struct page_line *a = &page->lines.at[i], *b = &page->lines.at[k];
            for (uint32_t p = 0; p + 1 < a->n_points && !b->is_repeat; p++)
                for (uint32_t q = 0; q + 1 < b->n_points; q++)
                    if (n < COUNT_OF(seen) && do_cross(&a->points[p], &b->points[q], &where))
                        is_new(seen, &n, where);
        }
    return n;
}

/* ---- both -------------------------------------------------------------- */

/* Up to 8 rows in a line, or loose, and up to 4 arrows between any of them. */
static void case_open(struct sample *s, uint64_t number, struct graph *g)
{
    struct dice d = {number * 977 + 1};
    roll(&d, 2);
    sample_open(s, "s", "S");
    uint32_t n_actors = 2 + roll(&d, 5), n_rows = 3 + roll(&d, 6), n_arrows = 1 + roll(&d, 4);
    bool is_line = roll(&d, 2);
    for (uint32_t i = 0; i < n_actors; i++)
        sample_actor(s, arena_printf(&s->arena, "a%u", i), "Staf");
    for (uint32_t r = 0; r < n_rows; r++)
        sample_work(s, ROW_STEP, arena_printf(&s->arena, "r%u", r), roll(&d, n_actors), 5);
    sample_entry(s, 0);
    *g = (struct graph){.n_nodes = n_rows};
    bool has[8][8] = {0};
    uint32_t from[8 + 4], to[8 + 4], n = 0;
    for (uint32_t r = 0; r + 1 < n_rows && is_line; r++) {
        from[n] = r, to[n++] = r + 1;
        has[r][r + 1] = true;
    }
    for (uint32_t i = 0; i < n_arrows; i++) {
        uint32_t a = roll(&d, n_rows), b = roll(&d, n_rows);
        if (a == b || has[a][b])
            continue;
        has[a][b] = true;
        from[n] = a, to[n++] = b;
    }
    for (uint32_t r = 0; r < n_rows; r++)
        for (uint32_t i = 0; i < n; i++)
            if (from[i] == r) {
                if (to[i] > r)
                    sample_arc(s, r, NONE, to[i]);
                else
                    sample_loop(s, r, NONE, to[i]);
                memcpy(g->ends[g->n_edges++], (uint32_t[]){r, to[i]}, sizeof g->ends[0]);
            }
}

static void test_crossings(void **state)
{
    (void)state;
    static const struct draw_options options = {0};
    const char *wanted = getenv("SOP_DRAW_CROSSINGS");
    uint64_t n = wanted ? strtoull(wanted, NULL, 10) : 400, n_bad = 0;
    uint32_t more[6] = {0};
    for (uint64_t number = 0; number < n; number++) {
        struct sample s;
        struct graph g;
        case_open(&s, number, &g);
        const struct page_list *list = draw_layout(sample_flow(&s), NULL, &options, &s.arena);
        uint32_t ours = 0, least = 0;
        for (uint32_t p = 0; p < list->pages.n; p++)
            ours += crossings_drawn(&list->pages.at[p]);
        if (ours > 1)
            least = crossings_least(&g);
        uint32_t over = ours > least ? ours - least : 0;
        more[over < COUNT_OF(more) ? over : COUNT_OF(more) - 1]++;
        if (over > 1 && n_bad++ < 30)
            print_message("number %llu: %u crossings, where %u would do\n",
                          (unsigned long long)number, ours, least);
        sample_close(&s);
    }
    print_message("crossings more than the least: 0: %u, 1: %u, 2: %u, 3: %u, 4: %u, more: %u\n",
                  more[0], more[1], more[2], more[3], more[4], more[5]);
    assert_int_equal(n_bad, 0);
}

/* The twin is believed because it knows what is known. */
static void test_twin(void **state)
{
    (void)state;
    struct graph k5 = {.n_nodes = 5}, k33 = {.n_nodes = 6};
    for (uint32_t a = 0; a < 5; a++)
        for (uint32_t b = a + 1; b < 5; b++)
            memcpy(k5.ends[k5.n_edges++], (uint32_t[]){a, b}, sizeof k5.ends[0]);
    for (uint32_t a = 0; a < 3; a++)
        for (uint32_t b = 3; b < 6; b++)
            memcpy(k33.ends[k33.n_edges++], (uint32_t[]){a, b}, sizeof k33.ends[0]);
    assert_int_equal(crossings_least(&k33), 1);
    assert_int_equal(crossings_least(&k5), 1);
    k5.n_edges--;
    k33.n_edges--;
    assert_int_equal(crossings_least(&k5), 0);
    assert_int_equal(crossings_least(&k33), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_twin),
                                       cmocka_unit_test(test_crossings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
