/*
 * The procedure in words, for those who cannot see arrows or hold a small
 * screen: every row with its cells, and where each outcome leads.
 */
#include "compiler/doc/html.h"
#include "compiler/draw/words.h"

/* ---- words ------------------------------------------------------------- */

static const char *join(struct html *h, const char *list, const char *with, const char *more)
{
    return *list ? arena_printf(h->arena, "%s%s%s", list, with, more) : more;
}

static const char *actor_list(struct html *h, const uint32_t *actors, uint32_t n, const char *with)
{
    const char *list = "";
    for (uint32_t i = 0; i < n; i++) {
        bool is_again = false;
        for (uint32_t k = 0; k < i; k++)
            is_again |= actors[k] == actors[i];
        if (!is_again)
            list = join(h, list, with, h->content->sop->actors.at[actors[i]].name);
    }
    return list;
}

/* "Clerk, Chief, assisted by Archivist". */
static const char *people(struct html *h, const struct row *row)
{
    enum language language = h->content->language;
    const char *with = row->is_any ? draw_word(DRAW_WORD_OR, language) : ", ";
    const char *list = actor_list(h, row->actors.at, row->actors.n, with);
    const char *others = actor_list(h, row->assistants.at, row->assistants.n, ", ");
    return *others ? join(h, list, ", ",
                          doc_sentence(h->arena, DOC_WORD_ASSISTED, language, others))
                   : list;
}

const char *html_row_actors(struct html *h, uint32_t r)
{
    const struct row *row = &h->content->sop->rows.at[r];
    const char *list = "";
    for (uint32_t i = 0; i < row->actors.n + row->assistants.n; i++) {
        uint32_t a = i < row->actors.n ? row->actors.at[i]
                                       : row->assistants.at[i - row->actors.n];
        list = join(h, list, " ", arena_printf(h->arena, "%u", a));
    }
    return list;
}

static const char *numbered(struct html *h, const struct row *row)
{
    return row->no ? arena_printf(h->arena, "%u. %s", row->no, row->text) : row->text;
}

/* ---- what comes next --------------------------------------------------- */

/* Does the row wait for more than this arrow? */
static bool waits(const struct row *row, const struct arc *arc)
{
    return arc->group != NONE && row->after.n > 1 && row->need != 1;
}

/* What the arrow says of its target, which is called name. */
static const char *arc_words(struct html *h, const struct arc *arc, const char *name)
{
    enum language language = h->content->language;
    if (arc->to == TO_END)
        return draw_word(DRAW_WORD_END, language);
    if (arc->is_loop)
        return doc_sentence(h->arena, DOC_WORD_BACK, language, name);
    if (waits(&h->content->sop->rows.at[arc->to], arc))
        return doc_sentence(h->arena, DOC_WORD_WAITS, language, name);
    return name;
}

static const char *arc_label(struct html *h, const struct arc *arc)
{
    const struct row *row = &h->content->sop->rows.at[arc->from];
    if (arc->outcome == NONE)
        return NULL;
    return draw_outcome_label(h->content->sop, &row->outcomes.at[arc->outcome], arc->to,
                              h->arena);
}

static bool is_same_outcome(const struct arc *a, const struct arc *b)
{
    return a->outcome == b->outcome && a->is_then == b->is_then;
}

/* The arrows from `first` on that one outcome takes, all together. */
static uint32_t outcome_end(const struct flow *f, uint32_t first, uint32_t end)
{
    uint32_t a = first + 1;
    while (a < end && is_same_outcome(&f->arcs[first], &f->arcs[a]))
        a++;
    return a;
}

/* "5", or what a start or an end says. */
static const char *short_name(struct html *h, const struct arc *arc)
{
    if (arc->to == TO_END)
        return NULL;
    const struct row *row = &h->content->sop->rows.at[arc->to];
    return row->no ? arena_printf(h->arena, "%u", row->no) : row->text;
}

const char *html_row_sentence(struct html *h, uint32_t r)
{
    const struct flow *f = h->content->flow;
    const struct row *row = &h->content->sop->rows.at[r];
    const char *out = numbered(h, row), *who = people(h, row);
    if (*who)
        out = arena_printf(h->arena, "%s (%s)", out, who);
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1];) {
        uint32_t end = outcome_end(f, a, f->first_arc[r + 1]);
        const char *label = arc_label(h, &f->arcs[a]), *list = "";
        for (; a < end; a++)
            list = join(h, list, ", ", arc_words(h, &f->arcs[a], short_name(h, &f->arcs[a])));
        out = arena_printf(h->arena, "%s. %s: %s", out,
                           label ? label : doc_word(DOC_WORD_NEXT, h->content->language), list);
    }
    return out;
}

/* ---- the list ---------------------------------------------------------- */

static void add_target(struct html *h, const struct arc *arc)
{
    if (arc->to == TO_END) {
        html_add(h, "%s", arc_words(h, arc, NULL));
        return;
    }
    const struct row *row = &h->content->sop->rows.at[arc->to];
    html_add(h, "<a href=\"#step-%s\">%s</a>", row->id, arc_words(h, arc, numbered(h, row)));
}

static void add_next(struct html *h, uint32_t r)
{
    const struct flow *f = h->content->flow;
    if (f->first_arc[r] == f->first_arc[r + 1])
        return;
    html_add(h, "<p class=\"then\">%s</p>\n<ul class=\"next\">\n",
             doc_word(DOC_WORD_NEXT, h->content->language));
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        const char *label = arc_label(h, &f->arcs[a]);
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
    add_detail(h, DRAW_WORD_ACTORS, people(h, row));
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
