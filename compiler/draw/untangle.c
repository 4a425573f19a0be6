/* Laying anew what crosses: see untangle.h. */
#include <string.h>

#include "compiler/draw/route_int.h"
#include "compiler/draw/untangle.h"

enum { TRIES_MOST = 24, FEW = 1, ARROWS_FEW = 12, PRICE_DEAR = 2500 };

#define A_JOIN (NONE - 1)    /* no arrow: a line that joins symbols */

struct untangler {
    const struct scene *scene;
    struct router *router;
    arrow_list *arrows;
    struct arrow *kept;      /* all arrows as they were */
    uint32_t n_crossings;    /* then */
    uint32_t n_tries;
};

/* ---- counting ---------------------------------------------------------- */

/* Whom an arrow crosses where it goes straight over its ith spot: an arrow,
 * A_JOIN, or NONE. */
static uint32_t crossed_at(const struct untangler *u, const struct arrow *a, uint32_t i)
{
    const struct tracks *t = u->router->tracks;
    if (!a->is_routed || !i || i + 1 >= a->n_spots)
        return NONE;
    uint32_t before = a->spots[i - 1], at = a->spots[i], after = a->spots[i + 1];
    bool is_flat = before / t->nx == at / t->nx;
    if (is_flat != (at / t->nx == after / t->nx))
        return NONE;
    uint32_t owner = t->spots[at].owner[is_flat ? ALONG_Y : ALONG_X];
    if (owner == SPOT_CLOSED)
        return A_JOIN;
    if (owner == SPOT_FREE || owner >= SPOT_LABEL)
        return NONE;
    const struct arrow *other = &u->arrows->at[owner - 1];
    bool joins_here = other->joins != NONE && other->spots[other->n_spots - 1] == at;
    return joins_here ? NONE : owner - 1;
}

/* Of two arrows each sees the other: twice what a reader counts. */
static uint32_t crossings_count(const struct untangler *u)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < u->arrows->n; k++)
        for (uint32_t i = 0; i < u->arrows->at[k].n_spots; i++) {
            uint32_t other = crossed_at(u, &u->arrows->at[k], i);
            n += other == A_JOIN ? 2 : other != NONE;
        }
    return n;
}

/* ---- trying ------------------------------------------------------------ */

static void all_keep(struct untangler *u)
{
    memcpy(u->kept, u->arrows->at, u->arrows->n * sizeof *u->kept);
}

static void all_put_back(struct untangler *u)
{
    for (uint32_t i = 0; i < u->arrows->n; i++)
        route_drop(u->router, i);
    for (uint32_t i = 0; i < u->arrows->n; i++)
        if (u->kept[i].is_routed)
            route_put_back(u->router, i, &u->kept[i]);
}

/* Lays all that have no way, from number `first` on and round; keeps it if
 * there are fewer crossings then. */
static bool is_better(struct untangler *u, uint32_t first)
{
    bool is_laid = true;
    u->n_tries++;
    u->router->crossing = PRICE_DEAR;
    for (uint32_t i = 0; i < u->arrows->n && is_laid; i++) {
        uint32_t k = (first + i) % u->arrows->n;
        if (!u->arrows->at[k].is_routed)
            is_laid = route_find(u->router, k, false);
    }
    u->router->crossing = 0;
    uint32_t n = is_laid ? crossings_count(u) : UINT32_MAX;
    if (n >= u->n_crossings) {
        all_put_back(u);
        return false;
    }
    u->n_crossings = n;
    all_keep(u);
    return true;
}

/* Two arrows, and whoever shared their ways: the first first. */
static bool pair_try(struct untangler *u, uint32_t first, uint32_t second)
{
    route_drop(u->router, first);
    route_drop(u->router, second);
    return is_better(u, first);
}

/* All arrows, another one first each time. */
static void rounds_try(struct untangler *u)
{
    for (uint32_t first = 0; first < u->arrows->n && u->n_crossings > 2 * FEW; first++) {
        for (uint32_t i = 0; i < u->arrows->n; i++)
            route_drop(u->router, i);
        is_better(u, first);
    }
}

/* From a row to the next: it shall stay as it is. */
static bool is_spine(const struct untangler *u, uint32_t k)
{
    const struct scene_node *nodes = u->scene->nodes.at;
    const struct arrow *a = &u->arrows->at[k];
    return !a->is_back && nodes[a->to].strip - nodes[a->from].strip <= 1;
}

/* Arrow k by itself, then with each that it crosses. */
static bool arrow_try(struct untangler *u, uint32_t k)
{
    const struct arrow a = u->arrows->at[k];   /* its way before it is taken up */
    bool does_cross = false;
    for (uint32_t i = 0; i < a.n_spots && !does_cross; i++)
        does_cross = crossed_at(u, &a, i) != NONE;
    if (!does_cross)
        return false;
    if (pair_try(u, k, k))
        return true;
    for (uint32_t i = 0; i < a.n_spots && u->n_tries < TRIES_MOST; i++) {
        uint32_t other = crossed_at(u, &a, i);
        if (other < u->arrows->n && (pair_try(u, k, other) || pair_try(u, other, k)))
            return true;
    }
    return false;
}

void arrows_untangle(const struct scene *scene, struct router *router, arrow_list *arrows)
{
    struct untangler u = {.scene = scene, .router = router, .arrows = arrows};
    if (arrows->n < 2)
        return;
    u.n_crossings = crossings_count(&u);
    u.kept = ARENA_ARRAY(scene->scratch, arrows->n + 1, struct arrow);
    all_keep(&u);
    /* Those that lead elsewhere, as long as it helps; then the spine too, where
     * it must be. */
    for (uint32_t with_spine = 0; with_spine < 2; with_spine++)
        for (bool is_moving = true; is_moving;) {
            is_moving = false;
            for (uint32_t k = 0; k < arrows->n; k++)
                if (u.n_crossings > 2 * FEW && u.n_tries < TRIES_MOST &&
                    (with_spine || !is_spine(&u, k)))
                    is_moving |= arrow_try(&u, k);
        }
    if (arrows->n <= ARROWS_FEW)
        rounds_try(&u);
}
