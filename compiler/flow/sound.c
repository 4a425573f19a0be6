/*
 * The proof. The net of the flow is made smaller by rules that keep soundness,
 * and what is left is searched. If all is well there, the flow is sound. If
 * not, or if too much is left, the plain net is searched: for the shortest run
 * to every fault, and because a fault counts only where it was seen. Where that
 * is too large, the run found in the small net is gone in the plain one, and
 * the search begins where it leads to.
 */
#include <assert.h>
#include <string.h>

#include "compiler/flow/sound_int.h"

enum {
    LEFT_SETS = 1000000, LEFT_CELLS = 1 << 25,
    PLAIN_SETS = 200000, PLAIN_CELLS = 1 << 22,
    HINT_SETS = 20000, HINT_CELLS = 200000, HINT_CELLS_A_PLACE = 50,
    LONGEST_PATH = 200000,
};

struct proof {
    const struct flow *flow;
    struct arena *arena;         /* for what is handed out */
    struct arena *scratch;
    uint32_t n_plain_sets;       /* that are searched to find the shortest runs */
    const struct net *plain;
    const struct shrunk *small;
    struct space left;           /* the sets of the small net */
    struct verdict verdict;
};

/* ---- which rows open ------------------------------------------------------------ */

/* Per cluster of the plain net: it can go, since one that implies it can. */
static void spread_implied(const struct proof *p, bool *can_go)
{
    uint32_t n = p->plain->n_clusters, n_queued = 0, n_implied = p->small->implied.n;
    uint32_t *first = ARENA_ARRAY(p->scratch, n + 2, uint32_t);
    uint32_t *to = ARENA_ARRAY(p->scratch, n_implied + 1, uint32_t);
    uint32_t *queue = ARENA_ARRAY(p->scratch, n, uint32_t);
    for (uint32_t i = 0; i < n_implied; i++)
        first[p->small->implied.at[i].from + 2]++;
    for (uint32_t c = 2; c < n + 2; c++)
        first[c] += first[c - 1];
    for (uint32_t i = 0; i < n_implied; i++)
        to[first[p->small->implied.at[i].from + 1]++] = p->small->implied.at[i].to;
    for (uint32_t c = 0; c < n; c++)
        if (can_go[c])
            queue[n_queued++] = c;
    for (uint32_t i = 0; i < n_queued; i++)
        for (uint32_t e = first[queue[i]]; e < first[queue[i] + 1]; e++)
            if (!can_go[to[e]]) {
                can_go[to[e]] = true;
                queue[n_queued++] = to[e];
            }
}

static bool *rows_opened(const struct proof *p, const bool *can_go, const struct space *space)
{
    bool *opens = ARENA_ARRAY(p->scratch, p->flow->n_rows + 1, bool);
    for (uint32_t r = 0; r < p->flow->n_rows; r++)
        opens[r] = can_go[r] || space->is_ended[r] || p->flow->sop->rows.at[r].kind == ROW_START;
    return opens;
}

static bool *rows_opened_left(const struct proof *p)
{
    bool *can_go = ARENA_ARRAY(p->scratch, p->plain->n_clusters, bool);
    for (uint32_t c = 0; c < p->small->net.n_clusters; c++)
        if (p->left.has_happened[c])
            can_go[p->small->cluster_was[c]] = true;
    spread_implied(p, can_go);
    return rows_opened(p, can_go, &p->left);
}

static bool all_of(const bool *is, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!is[i])
            return false;
    return true;
}

/* The first set of a complete space from which the case cannot end, or NONE. */
static uint32_t find_endless(const struct space *s)
{
    const bool *can_end = space_can_end(s);
    for (uint32_t i = 0; i < s->sets.n; i++)
        if (s->sets.at[i].is_expanded && !can_end[i])
            return i;
    return NONE;
}

/* ---- a run of the small net in the plain one ------------------------------------------- */

struct path {
    uint32_t *ways;   /* of the plain net */
    uint32_t n;
};

static uint32_t plain_way(const struct proof *p, uint32_t flow_way)
{
    const struct net_cluster *begin = &p->plain->clusters[p->plain->n_clusters - 1];
    for (uint32_t w = begin->first_way; w < begin->first_way + begin->n_ways; w++)
        if (flow_way == NONE || p->plain->ways[w].tag == flow_way)
            return w;
    return flow_way;   /* the rows' ways stand in the flow's order */
}

static void add_story(const struct proof *p, struct path *path, uint32_t story, uint32_t *stack)
{
    uint32_t depth = 0;
    if (story != NONE)
        stack[depth++] = story;
    while (depth && path->n < LONGEST_PATH) {
        const struct story *s = &p->small->stories.at[stack[--depth]];
        if (s->way != NONE) {
            path->ways[path->n++] = plain_way(p, s->way);
            continue;
        }
        stack[depth++] = s->second;
        stack[depth++] = s->first;
    }
}

static bool is_start(const struct proof *p, const struct path *path)
{
    return path->n && p->plain->ways[path->ways[0]].cluster == p->plain->n_clusters - 1;
}

/* The run to a set of the small net, and one way further. */
static struct path path_to(const struct proof *p, uint32_t set, uint32_t by)
{
    LIST_OF(uint32_t) ways = {0};
    if (by != NONE)
        *LIST_ADD(p->scratch, &ways) = by;
    for (; p->left.sets.at[set].from != NONE; set = p->left.sets.at[set].from)
        *LIST_ADD(p->scratch, &ways) = p->left.sets.at[set].by;
    struct path path = {ARENA_ARRAY(p->scratch, LONGEST_PATH + 1, uint32_t), 0};
    uint32_t *stack = ARENA_ARRAY(p->scratch, p->small->stories.n + 1, uint32_t);
    while (ways.n)
        add_story(p, &path, p->small->net.ways[ways.at[--ways.n]].tag, stack);
    if (!is_start(p, &path)) {
        memmove(path.ways + 1, path.ways, path.n++ * sizeof *path.ways);
        path.ways[0] = plain_way(p, NONE);
    }
    return path;
}

/* ---- verdicts ---------------------------------------------------------------------------- */

static void judge(struct proof *p, const struct space *space, const bool *opens)
{
    sound_explain(p->flow, space, opens, p->arena, &p->verdict);
    assert(p->verdict.faults.n || space->is_complete);
    p->verdict.kind = p->verdict.faults.n ? UNSOUND : SOUND;
    if (p->verdict.kind == SOUND)
        sound_hint(p->flow, space, p->arena, &p->verdict);
}

static void name_region(struct proof *p)
{
    bool *is_left = ARENA_ARRAY(p->scratch, p->flow->n_rows, bool);
    for (uint32_t c = 0; c < p->small->net.n_clusters; c++)
        if (p->small->net.clusters[c].row != NONE)
            is_left[p->small->net.clusters[c].row] = true;
    for (uint32_t r = 0; r < p->flow->n_rows; r++)
        if (is_left[r])
            *LIST_ADD(p->arena, &p->verdict.region) = r;
    p->verdict.kind = NOT_PROVED;
}

/* The plain net is too large: from where the small one goes wrong. */
static void look_there(struct proof *p, uint32_t endless, const bool *opens)
{
    struct limits limits = {PLAIN_SETS, PLAIN_CELLS, false};
    uint32_t set = p->left.hits.n ? p->left.hits.at[0].set : endless;
    if (set != NONE) {
        struct path path = path_to(p, set, p->left.hits.n ? p->left.hits.at[0].by : NONE);
        struct space there;
        space_search(&there, p->plain, path.ways, path.n, limits, p->scratch);
        sound_explain(p->flow, &there, NULL, p->arena, &p->verdict);
    } else if (p->left.is_complete) {
        const struct space none = {.net = p->plain, .arena = p->scratch};
        sound_explain(p->flow, &none, opens, p->arena, &p->verdict);
    }
    p->verdict.kind = UNSOUND;
    if (!p->verdict.faults.n)
        name_region(p);
}

static void look_closer(struct proof *p, uint32_t endless, const bool *opens)
{
    struct limits limits = {p->n_plain_sets, PLAIN_CELLS, false};
    struct space all;
    p->verdict.is_searched = true;
    space_search(&all, p->plain, NULL, 0, limits, p->scratch);
    if (all.is_complete)
        judge(p, &all, rows_opened(p, all.has_happened, &all));
    else if (all.hits.n)
        judge(p, &all, NULL);
    else
        look_there(p, endless, opens);
}

/* What the hints tell is in the plain net; they may be incomplete where it is large. */
static void look_at_ends(struct proof *p)
{
    const struct limits limits = {
        HINT_SETS, HINT_CELLS + HINT_CELLS_A_PLACE * (uint64_t)p->plain->n_places, false};
    bool has_end = false;
    for (uint32_t w = 0; w < p->flow->first_way[p->flow->n_rows]; w++)
        has_end |= p->flow->ways[w].is_end && p->flow->ways[w].outcome != NONE;
    for (uint32_t r = 0; r < p->flow->n_rows; r++)
        has_end |= p->flow->sop->rows.at[r].kind == ROW_END;
    if (!has_end)
        return;
    struct space all;
    space_search(&all, p->plain, NULL, 0, limits, p->scratch);
    sound_hint(p->flow, &all, p->arena, &p->verdict);
}

static void prove(struct proof *p)
{
    struct limits limits = {LEFT_SETS, LEFT_CELLS, true};
    p->plain = net_of_flow(p->flow, p->scratch);
    p->small = net_shrink(p->plain, p->scratch);
    space_search(&p->left, &p->small->net, NULL, 0, limits, p->scratch);
    p->verdict.n_left = p->left.sets.n;
    bool is_well = p->left.is_complete && !p->left.hits.n;
    uint32_t endless = is_well ? find_endless(&p->left) : NONE;
    const bool *opens = is_well ? rows_opened_left(p) : NULL;
    if (is_well && endless == NONE && all_of(opens, p->flow->n_rows)) {
        p->verdict.kind = SOUND;
        look_at_ends(p);
    } else {
        look_closer(p, endless, opens);
    }
}

struct verdict sound_prove_within(const struct flow *flow, struct arena *arena,
                                  uint32_t n_plain_sets)
{
    struct arena scratch;
    arena_init(&scratch, arena->on_full);
    struct proof p = {
        .flow = flow, .arena = arena, .scratch = &scratch, .n_plain_sets = n_plain_sets};
    prove(&p);
    arena_free(&scratch);
    return p.verdict;
}

struct verdict sound_prove(const struct flow *flow, struct arena *arena)
{
    return sound_prove_within(flow, arena, PLAIN_SETS);
}
