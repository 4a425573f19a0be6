/*
 * Papers that cannot be there yet. An input that no row makes is a paper from
 * outside; one that only a later row makes, or that is written almost as an
 * earlier output is, is more likely a slip, and hinted at. A row that needs a
 * paper itself and gives it on does not make it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "compiler/flow/flow_int.h"

enum { MOST_LOOKED = 4000000 };   /* a hint is not worth more than that */

/* An output of a row. */
struct paper {
    const char *name;
    uint32_t row;
    struct span span;
};

struct papers {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    struct diags *diags;
    LIST_OF(struct paper) outputs;   /* by name, then by row */
    LIST_OF(struct paper) distinct;  /* the first of each name, by row */
    uint64_t n_looked;               /* names and rows looked at so far */
    uint32_t *queue;                 /* of a search */
    bool *is_seen;
};

static const struct row *row_of(const struct papers *p, uint32_t r)
{
    return &p->sop->rows.at[r];
}

static int by_name(const void *a, const void *b)
{
    const struct paper *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static int by_row(const void *a, const void *b)
{
    const struct paper *x = a, *y = b;
    return x->row < y->row ? -1 : x->row > y->row;
}

static bool needs(struct papers *p, const struct row *row, const char *name)
{
    p->n_looked += row->inputs.n;
    for (uint32_t i = 0; i < row->inputs.n; i++)
        if (strcmp(row->inputs.at[i], name) == 0)
            return true;
    return false;
}

static void collect(struct papers *p)
{
    for (uint32_t r = 0; r < p->flow->n_rows; r++) {
        const struct row *row = row_of(p, r);
        for (uint32_t i = 0; i < row->outputs.n; i++)
            *LIST_ADD(p->arena, &p->outputs) =
                (struct paper){row->outputs.at[i], r, row->output_spans.at[i]};
    }
    if (!p->outputs.n)
        return;
    qsort(p->outputs.at, p->outputs.n, sizeof *p->outputs.at, by_name);
    for (uint32_t i = 0; i < p->outputs.n; i++)
        if (!i || strcmp(p->outputs.at[i].name, p->outputs.at[i - 1].name) != 0)
            *LIST_ADD(p->arena, &p->distinct) = p->outputs.at[i];
    qsort(p->distinct.at, p->distinct.n, sizeof *p->distinct.at, by_row);
}

/* The first output of that name, or NULL. */
static const struct paper *find(const struct papers *p, const char *name)
{
    uint32_t low = 0, high = p->outputs.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(p->outputs.at[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_found = low < p->outputs.n && strcmp(p->outputs.at[low].name, name) == 0;
    return is_found ? &p->outputs.at[low] : NULL;
}

/* Can the flow come from one row to the other, by whatever way? */
static bool leads_to(struct papers *p, uint32_t from, uint32_t to)
{
    const struct flow *flow = p->flow;
    uint32_t n = 0;
    memset(p->is_seen, 0, flow->n_rows * sizeof *p->is_seen);
    p->queue[n++] = from;
    for (uint32_t next = 0; next < n; next++, p->n_looked++) {
        uint32_t r = p->queue[next];
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++) {
            uint32_t behind = flow->arcs[a].to;
            if (behind == to)
                return true;
            if (behind == TO_END || p->is_seen[behind])
                continue;
            p->is_seen[behind] = true;
            p->queue[n++] = behind;
        }
    }
    return false;
}

/* Made by later rows only, from none of which the flow comes back. */
static void check_later(struct papers *p, uint32_t r, uint32_t input, const struct paper *first)
{
    const struct row *row = row_of(p, r);
    const char *name = row->inputs.at[input];
    const struct paper *end = p->outputs.at + p->outputs.n;
    for (const struct paper *o = first; o < end && strcmp(o->name, name) == 0; o++)
        if (o->row <= r || p->n_looked > MOST_LOOKED || needs(p, row_of(p, o->row), name) ||
            leads_to(p, o->row, r))
            return;
    const char *maker = row_of(p, first->row)->id;
    struct diag *d = diag_add(p->diags, H_INPUT_BEFORE_OUTPUT, row->input_spans.at[input], row->id,
                              name);
    diag_label(p->diags, d, first->span, T_MADE_HERE, maker);
    diag_help(p->diags, d, T_INPUT_BEFORE_OUTPUT, row->id, maker);
}

/* ---- almost the same name ---------------------------------------------- */

static bool has_digit(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

static bool ends_alike(const char *a, size_t na, const char *b, size_t nb)
{
    size_t n = na < nb ? na : nb;
    return memcmp(a + na - n, b + nb - n, n) == 0;
}

/*
 * Are two words one or two slips apart? Not short ones, nor numbers (`Form 1`,
 * `Form 2`), nor a word with something put before it (`complete`,
 * `incomplete`): those are two words.
 */
static bool is_near_word(const char *a, size_t na, const char *b, size_t nb)
{
    enum { LEAST_FOR_ONE = 5, LEAST_FOR_TWO = 8, LONGEST = 48 };
    char x[LONGEST + 1], y[LONGEST + 1];
    size_t least = na < nb ? na : nb;
    if (least < LEAST_FOR_ONE || na > LONGEST || nb > LONGEST || has_digit(a, na) ||
        has_digit(b, nb) || (na != nb && ends_alike(a, na, b, nb)))
        return false;
    memcpy(x, a, na);
    memcpy(y, b, nb);
    x[na] = y[nb] = '\0';
    uint32_t most = least < LEAST_FOR_TWO ? 1 : 2;
    return edit_distance(x, y, most) <= most;
}

/* The names differ within one word, and there by a slip; or in capitals. */
static bool is_near(const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b), start = 0, end = 0;
    if (na > nb + 2 || nb > na + 2)
        return false;
    if (strcasecmp(a, b) == 0)
        return true;
    while (a[start] && a[start] == b[start])
        start++;
    while (end < na - start && end < nb - start && a[na - end - 1] == b[nb - end - 1])
        end++;
    while (start && a[start - 1] != ' ')
        start--;
    while (end && a[na - end] != ' ')
        end--;
    na -= start + end;
    nb -= start + end;
    return !memchr(a + start, ' ', na) && !memchr(b + start, ' ', nb) &&
           is_near_word(a + start, na, b + start, nb);
}

static bool is_declared(const struct papers *p, const char *name)
{
    for (uint32_t i = 0; i < p->sop->documents.n; i++)
        if (strcmp(p->sop->documents.at[i].name, name) == 0)
            return true;
    return false;
}

/* A paper that no row makes, held against those made above it. */
static void check_near(struct papers *p, uint32_t r, uint32_t input)
{
    const struct row *row = row_of(p, r);
    const char *name = row->inputs.at[input];
    if (p->n_looked > MOST_LOOKED || is_declared(p, name))
        return;
    for (uint32_t i = 0; i < p->distinct.n && p->distinct.at[i].row < r; i++) {
        const struct paper *o = &p->distinct.at[i];
        p->n_looked++;
        if (!is_near(name, o->name))
            continue;
        struct diag *d = diag_add(p->diags, H_INPUT_NEAR_OUTPUT, row->input_spans.at[input], name,
                                  o->name);
        diag_label(p->diags, d, o->span, T_OUTPUT_HERE, row_of(p, o->row)->id);
        diag_help(p->diags, d, T_INPUT_NEAR_OUTPUT, o->name);
        return;
    }
}

void flow_check_papers(const struct flow *flow, struct arena *arena, struct diags *diags)
{
    struct papers p = {.flow = flow, .sop = flow->sop, .arena = arena, .diags = diags,
                       .queue = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t),
                       .is_seen = ARENA_ARRAY(arena, flow->n_rows + 1, bool)};
    collect(&p);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        const struct row *row = row_of(&p, r);
        for (uint32_t i = 0; i < row->inputs.n; i++) {
            const struct paper *made = find(&p, row->inputs.at[i]);
            if (made)
                check_later(&p, r, i, made);
            else
                check_near(&p, r, i);
        }
    }
}
