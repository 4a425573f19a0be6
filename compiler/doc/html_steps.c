/*
 * The procedure in words, for those who cannot see arrows or hold a small
 * screen: every row with its cells, and where each outcome leads.
 */
#include "compiler/doc/html.h"
#include "compiler/draw/words.h"

/* ---- a row --------------------------------------------------------------- */

const char *html_row_actors(struct html *h, uint32_t r)
{
    const struct row *row = &h->content->sop->rows.at[r];
    const char *list = "";
    for (uint32_t i = 0; i < row->actors.n + row->assistants.n; i++) {
        uint32_t a = i < row->actors.n ? row->actors.at[i]
                                       : row->assistants.at[i - row->actors.n];
        list = arena_printf(h->arena, "%s%s%u", list, i ? " " : "", a);
    }
    return list;
}

static const char *numbered(struct html *h, const struct row *row)
{
    return row->no ? arena_printf(h->arena, "%u. %s", row->no, row->text) : row->text;
}

/* ---- the list ---------------------------------------------------------- */

static void add_target(struct html *h, const struct arc *arc)
{
    const struct sop *sop = h->content->sop;
    if (arc->to == TO_END) {
        html_add(h, "%s", draw_arc_target(sop, arc, NULL, h->arena));
        return;
    }
    const struct row *row = &sop->rows.at[arc->to];
    html_add(h, "<a href=\"#step-%s\">%s</a>", row->id,
             draw_arc_target(sop, arc, numbered(h, row), h->arena));
}

static void add_next(struct html *h, uint32_t r)
{
    const struct flow *f = h->content->flow;
    if (f->first_arc[r] == f->first_arc[r + 1])
        return;
    html_add(h, "<p class=\"then\">%s</p>\n<ul class=\"next\">\n",
             doc_word(DOC_WORD_NEXT, h->content->language));
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        const char *label = draw_arc_label(h->content->sop, &f->arcs[a], h->arena);
        html_add(h, "<li>");
        if (label)
            html_add(h, "<b>%s:</b> ", label);
        add_target(h, &f->arcs[a]);
        html_add(h, "</li>\n");
    }
    html_add(h, "</ul>\n");
}

static void add_detail(struct html *h, enum draw_word label, const char *value)
{
    if (value && *value)
        html_add(h, "<div><dt>%s</dt><dd>%s</dd></div>\n",
                 draw_word(label, h->content->language), value);
}

static void add_details(struct html *h, const struct row *row)
{
    const struct sop *sop = h->content->sop;
    html_add(h, "<dl>\n");
    add_detail(h, DRAW_WORD_ACTORS, draw_row_people(sop, row, h->arena));
    add_detail(h, DRAW_WORD_INPUTS, draw_row_papers(&row->inputs, h->arena));
    add_detail(h, DRAW_WORD_TIME, draw_row_time(sop, row, h->arena));
    add_detail(h, DRAW_WORD_OUTPUT, draw_row_papers(&row->outputs, h->arena));
    add_detail(h, DRAW_WORD_NOTES, draw_row_note(sop, row, NULL, h->arena));
    html_add(h, "</dl>\n");
}

static void add_step(struct html *h, uint32_t r)
{
    const struct row *row = &h->content->sop->rows.at[r];
    html_add(h, "<li class=\"step\" id=\"step-%s\" data-row=\"%s\" data-actors=\"%s\">\n",
             row->id, row->id, html_row_actors(h, r));
    html_add(h, "<h3><a href=\"#row-%s\">%s</a></h3>\n", row->id, numbered(h, row));
    if (row->kind == ROW_STEP || row->kind == ROW_DECISION)
        add_details(h, row);
    add_next(h, r);
    html_add(h, "</li>\n");
}

static void add_phase(struct html *h, uint32_t r, uint32_t *phase)
{
    const struct sop *sop = h->content->sop;
    uint32_t own = sop->rows.at[r].phase;
    if (own != *phase && own != NONE)
        html_add(h, "<li class=\"phase\">%s</li>\n", sop->phases.at[own].text);
    *phase = own;
}

void html_steps(struct html *h)
{
    uint32_t phase = NONE;
    html_add(h, "<aside class=\"steps\" id=\"steps\" aria-labelledby=\"steps-title\">\n"
                "<h2 id=\"steps-title\" tabindex=\"-1\">%s</h2>\n<ol>\n",
             doc_word(DOC_WORD_STEPS, h->content->language));
    for (uint32_t r = 0; r < h->content->sop->rows.n; r++) {
        add_phase(h, r, &phase);
        add_step(h, r);
    }
    html_add(h, "</ol>\n</aside>\n");
}
