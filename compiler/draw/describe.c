/* The page in words: see describe.h. */
#include <string.h>

#include "compiler/draw/describe.h"
#include "compiler/draw/words.h"

struct describing {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    enum language language;
    const char *between;     /* parts of a row */
    const char *text;
};

static void add(struct describing *d, const char *between, const char *more)
{
    if (more && *more)
        d->text = *d->text ? arena_printf(d->arena, "%s%s%s", d->text, between, more) : more;
}

/* "no. 4"; starts and ends have no number but a name. */
static const char *row_name(const struct describing *d, uint32_t r)
{
    if (r >= d->sop->rows.n)
        return draw_word(r == AT_START ? DRAW_WORD_START : DRAW_WORD_END, d->language);
    const struct row *row = &d->sop->rows.at[r];
    const char *number = draw_row_number(row, d->arena);
    return number ? draw_sentence(d->arena, DRAW_WORD_ROW, d->language, number) : row->text;
}

/* The arrows from `first` on that one outcome takes, all together. */
static uint32_t outcome_end(const struct flow *flow, uint32_t first, uint32_t end)
{
    const struct arc *arcs = flow->arcs;
    uint32_t a = first + 1;
    while (a < end && arcs[a].outcome == arcs[first].outcome &&
           arcs[a].is_then == arcs[first].is_then)
        a++;
    return a;
}

/* "next: no. 4, no. 6"; "Yes: no. 7", "No: back to no. 2". */
static void add_next(struct describing *d, uint32_t r)
{
    const struct flow *flow = d->flow;
    for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1];) {
        uint32_t first = a, end = outcome_end(flow, a, flow->first_arc[r + 1]);
        const char *label = draw_arc_label(d->sop, &flow->arcs[a], d->arena), *list = "";
        for (; a < end; a++)
            list = arena_printf(d->arena, "%s%s%s", list, a > first ? ", " : "",
                                draw_arc_target(d->sop, &flow->arcs[a],
                                                row_name(d, flow->arcs[a].to), d->arena));
        add(d, d->between,
            label ? arena_printf(d->arena, "%s: %s", label, list)
                  : draw_sentence(d->arena, DRAW_WORD_NEXT, d->language, list));
    }
}

static const char *describe(const struct flow *flow, uint32_t r, const char *between,
                            struct arena *arena)
{
    struct describing d = {flow, flow->sop, arena, flow->sop->language, between, ""};
    if (r >= d.sop->rows.n)
        return row_name(&d, r);
    const struct row *row = &d.sop->rows.at[r];
    add(&d, "", draw_row_number(row, arena));
    add(&d, ". ", row->text);
    add(&d, between, draw_row_people(d.sop, row, arena));
    add(&d, between, draw_row_time(d.sop, row, arena));
    add(&d, between, draw_row_after(d.sop, row, arena));
    add_next(&d, r);
    return d.text;
}

const char *describe_row(const struct flow *flow, uint32_t row, struct arena *arena)
{
    return describe(flow, row, "\n", arena);
}

const char *describe_row_aloud(const struct flow *flow, uint32_t row, struct arena *arena)
{
    return describe(flow, row, "; ", arena);
}

const char *describe_line(const struct page_list *list, const struct page_line *line,
                          struct arena *arena)
{
    struct describing d = {list->flow, list->sop, arena, list->sop->language, "", ""};
    if (!line->has_arrow)
        return row_name(&d, line->from);
    const char *text = draw_sentence(arena, DRAW_WORD_FROM_TO, d.language,
                                     row_name(&d, line->from), row_name(&d, line->to));
    if (line->outcome == NONE || line->from >= d.sop->rows.n)
        return text;
    const struct outcome *o = &d.sop->rows.at[line->from].outcomes.at[line->outcome];
    return arena_printf(arena, "%s: %s", text,
                        draw_outcome_label(d.sop, o, line->to, arena));
}
