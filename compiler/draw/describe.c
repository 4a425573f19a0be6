/* The page in words: see describe.h. */
#include <string.h>

#include "compiler/draw/describe.h"
#include "compiler/draw/words.h"

struct describing {
    const struct page_list *list;
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

static const char *actors_text(const struct describing *d, const uint32_t *actors, uint32_t n)
{
    const char *text = "";
    for (uint32_t i = 0; i < n; i++)
        text = arena_printf(d->arena, "%s%s%s", text, i ? ", " : "",
                            d->sop->actors.at[actors[i]].name);
    return text;
}

static const char *who(const struct describing *d, const struct row *row)
{
    const char *text = actors_text(d, row->actors.at, row->actors.n);
    if (!row->assistants.n)
        return text;
    const char *helpers = actors_text(d, row->assistants.at, row->assistants.n);
    return draw_sentence(d->arena, *text ? DRAW_WORD_ASSISTED : DRAW_WORD_ASSISTED_ONLY,
                         d->language, text, helpers);
}

/* "next: no. 4, no. 6", "Yes: no. 7". */
static void add_next(struct describing *d, uint32_t r)
{
    const struct flow *flow = d->list->flow;
    const char *plain = "";
    for (uint32_t i = flow->first_arc[r]; i < flow->first_arc[r + 1]; i++) {
        const struct arc *arc = &flow->arcs[i];
        const char *to = row_name(d, arc->to);
        if (arc->outcome == NONE)
            plain = arena_printf(d->arena, "%s%s%s", plain, *plain ? ", " : "", to);
        else
            add(d, d->between,
                arena_printf(d->arena, "%s: %s",
                             draw_outcome_label(d->sop,
                                                &d->sop->rows.at[r].outcomes.at[arc->outcome],
                                                arc->to, d->arena),
                             to));
    }
    if (*plain)
        add(d, d->between, draw_sentence(d->arena, DRAW_WORD_NEXT, d->language, plain));
}

static const char *describe(const struct page_list *list, uint32_t r, const char *between,
                            struct arena *arena)
{
    struct describing d = {list, list->sop, arena, list->sop->language, between, ""};
    if (r >= d.sop->rows.n)
        return row_name(&d, r);
    const struct row *row = &d.sop->rows.at[r];
    add(&d, "", draw_row_number(row, arena));
    add(&d, ". ", row->text);
    add(&d, between, who(&d, row));
    add(&d, between, draw_row_time(d.sop, row, arena));
    add(&d, between, draw_row_after(d.sop, row, arena));
    add_next(&d, r);
    return d.text;
}

const char *describe_row(const struct page_list *list, uint32_t row, struct arena *arena)
{
    return describe(list, row, "\n", arena);
}

const char *describe_row_aloud(const struct page_list *list, uint32_t row, struct arena *arena)
{
    return describe(list, row, "; ", arena);
}

const char *describe_line(const struct page_list *list, const struct page_line *line,
                          struct arena *arena)
{
    struct describing d = {list, list->sop, arena, list->sop->language, "", ""};
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
