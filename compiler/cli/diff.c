/*
 * The unified diff of `sopc fmt --diff`. The fewest edits are found greedily,
 * diagonal by diagonal (Myers 1986); two texts that differ in more lines than
 * anybody reads are shown as one replaced by the other.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/diff.h"

enum { MOST_EDITS = 2000, CONTEXT = 3 };

typedef LIST_OF(const char *) line_list;   /* interned: equal lines are one pointer */

/* A line of the diff: ' ', '-' or '+'. */
struct edit {
    char mark;
    const char *text;
};

struct diff {
    struct arena *arena;
    struct interner names;
    line_list before, after;
    bool *is_removed, *is_added;
    LIST_OF(struct edit) edits;
};

/* Lines keep their `\n`: a text without one at its end differs there. */
static void split(struct diff *d, const char *text, line_list *lines)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        len += text[len] == '\n';
        *LIST_ADD(d->arena, lines) = intern(&d->names, text, len);
        text += len;
    }
}

/* The part of both texts between what begins and ends them alike. */
struct middle {
    const char *const *a, *const *b;
    int n, m;
};

static struct middle middle_of(const struct diff *d, uint32_t *first)
{
    uint32_t n = d->before.n, m = d->after.n, i = 0;
    while (i < n && i < m && d->before.at[i] == d->after.at[i])
        i++;
    while (n > i && m > i && d->before.at[n - 1] == d->after.at[m - 1])
        n--, m--;
    *first = i;
    return (struct middle){(const char *const *)d->before.at + i,
                           (const char *const *)d->after.at + i, (int)(n - i), (int)(m - i)};
}

/* Does the path with d edits reach diagonal k from k + 1, by adding a line? */
static bool comes_down(const int *previous, int d, int k)
{
    const int *at = previous + d - 1;
    return k == -d || (k != d && at[k - 1] < at[k + 1]);
}

/* How far each diagonal gets with 0, 1, 2 ... edits; the number that are
 * needed, or -1. reach[d][d + k] is a line number of a. */
static int find_edits(const struct middle *t, struct arena *arena, int **reach)
{
    for (int d = 0; d <= MOST_EDITS; d++) {
        reach[d] = ARENA_ARRAY(arena, (size_t)(2 * d + 1), int);
        for (int k = -d; k <= d; k += 2) {
            int x = 0;
            if (d)
                x = comes_down(reach[d - 1], d, k) ? reach[d - 1][d + k]
                                                   : reach[d - 1][d + k - 2] + 1;
            while (x < t->n && x - k < t->m && t->a[x] == t->b[x - k])
                x++;
            reach[d][d + k] = x;
            if (k == t->n - t->m && x >= t->n)
                return d;
        }
    }
    return -1;
}

static void mark_edits(struct diff *d)
{
    uint32_t first;
    struct middle t = middle_of(d, &first);
    int **reach = ARENA_ARRAY(d->arena, MOST_EDITS + 1, int *);
    bool *removed = d->is_removed + first, *added = d->is_added + first;
    int n = find_edits(&t, d->arena, reach);
    if (n < 0) {
        memset(removed, true, (size_t)t.n);
        memset(added, true, (size_t)t.m);
    }
    for (int k = t.n - t.m; n > 0; n--) {          /* the way back */
        bool is_down = comes_down(reach[n - 1], n, k);
        k += is_down ? 1 : -1;
        int x = reach[n - 1][n - 1 + k];
        if (is_down)
            added[x - k] = true;
        else
            removed[x] = true;
    }
}

static void list_edits(struct diff *d)
{
    for (uint32_t i = 0, j = 0; i < d->before.n || j < d->after.n;) {
        struct edit *e = LIST_ADD(d->arena, &d->edits);
        if (i < d->before.n && d->is_removed[i])
            *e = (struct edit){'-', d->before.at[i++]};
        else if (j < d->after.n && d->is_added[j])
            *e = (struct edit){'+', d->after.at[j++]};
        else
            *e = (struct edit){' ', d->before.at[i++]}, j++;
    }
}

/* ---- printing --------------------------------------------------------- */

/* Behind the last edit whose context touches that of the one at i. */
static uint32_t hunk_end(const struct diff *d, uint32_t i)
{
    uint32_t end = i;
    for (; i < d->edits.n && i <= end + 2 * CONTEXT; i++)
        if (d->edits.at[i].mark != ' ')
            end = i;
    return end + 1 + CONTEXT < d->edits.n ? end + 1 + CONTEXT : d->edits.n;
}

static void print_text(const char *text, FILE *out)
{
    struct bytes b = {0};
    char *line = strndup(text, strcspn(text, "\n"));
    if (line && isatty(fileno(out)))
        bytes_add_visible(&b, line);
    fprintf(out, "%s\n", b.data ? b.data : line ? line : "");
    if (!strchr(text, '\n'))
        fputs("\\ No newline at end of file\n", out);
    bytes_free(&b);
    free(line);
}

/* Edits first..end; so many lines of either text stand before them. */
static void print_hunk(const struct diff *d, uint32_t first, uint32_t end, const uint32_t before[2],
                       FILE *out)
{
    unsigned n[2] = {0};
    for (uint32_t i = first; i < end; i++) {
        n[0] += d->edits.at[i].mark != '+';
        n[1] += d->edits.at[i].mark != '-';
    }
    fprintf(out, "@@ -%u,%u +%u,%u @@\n", (unsigned)before[0] + (n[0] > 0), n[0],
            (unsigned)before[1] + (n[1] > 0), n[1]);
    for (uint32_t i = first; i < end; i++) {
        fputc(d->edits.at[i].mark, out);
        print_text(d->edits.at[i].text, out);
    }
}

static void print_hunks(const struct diff *d, FILE *out)
{
    uint32_t before[2] = {0}, counted = 0;
    for (uint32_t i = 0; i < d->edits.n; i++) {
        if (d->edits.at[i].mark == ' ')
            continue;
        uint32_t first = i > counted + CONTEXT ? i - CONTEXT : counted, end = hunk_end(d, i);
        for (; counted < first; counted++) {
            before[0] += d->edits.at[counted].mark != '+';
            before[1] += d->edits.at[counted].mark != '-';
        }
        print_hunk(d, first, end, before, out);
        i = end - 1;
    }
}

void diff_print(const char *path, const char *before, const char *after, struct arena *arena,
                FILE *out)
{
    struct diff d = {.arena = arena};
    if (strcmp(before, after) == 0)
        return;
    intern_init(&d.names, arena);
    split(&d, before, &d.before);
    split(&d, after, &d.after);
    d.is_removed = ARENA_ARRAY(arena, d.before.n + 1, bool);
    d.is_added = ARENA_ARRAY(arena, d.after.n + 1, bool);
    mark_edits(&d);
    list_edits(&d);
    fprintf(out, "--- %s\n+++ %s\n", path, path);
    print_hunks(&d, out);
}
