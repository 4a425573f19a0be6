/*
 * What stands in tables: the identity page in the form that offices know, and
 * the annexes. Every box of the form is there, also when it is empty, and
 * every cell knows its heading.
 */
#include "compiler/doc/html.h"

/* ---- the identity page --------------------------------------------------- */

/* Several items are numbered, one alone is not. */
static void add_items(struct html *h, const string_list *items)
{
    if (items->n == 1)
        html_add(h, "%s", items->at[0]);
    if (items->n < 2)
        return;
    html_add(h, "<ol>\n");
    for (uint32_t i = 0; i < items->n; i++)
        html_add(h, "<li>%s</li>\n", items->at[i]);
    html_add(h, "</ol>\n");
}

/* The right column: label and value; the unit stands at the left of them all. */
static void add_field(struct html *h, const char *label, const char *value)
{
    html_add(h, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", label, value);
}

static void add_signer(struct html *h, const struct doc_signer *s)
{
    html_add(h, "<tr><th scope=\"row\">%s</th><td class=\"signer\">", s->label);
    if (s->title)
        html_add(h, "<span>%s</span>", s->title);
    html_add(h, "<span class=\"signature\"></span>");
    if (s->name)
        html_add(h, "<span class=\"name\">%s</span>", s->name);
    if (s->id)
        html_add(h, "<span>%s</span>", s->id);
    html_add(h, "</td></tr>\n");
}

static void add_fields(struct html *h)
{
    const struct doc_content *d = h->content;
    html_add(h, "<div class=\"half\">\n<p class=\"unit\">%s</p>\n<table class=\"fields\">\n",
             d->unit);
    for (uint32_t i = 0; i < N_DOC_FIELDS; i++)
        add_field(h, d->fields[i].label, d->fields[i].value);
    add_signer(h, &d->signer);
    add_field(h, d->name.label, d->name.value);
    html_add(h, "</table>\n</div>\n");
}

static void add_pair(struct html *h, uint32_t i)
{
    const struct doc_list *pair = &h->content->lists[2 * i];
    html_add(h, "<tbody>\n<tr>");
    for (uint32_t k = 0; k < 2; k++)
        html_add(h, "<th id=\"box-%u\">%s</th>", 2 * i + k, pair[k].label);
    html_add(h, "</tr>\n<tr>");
    for (uint32_t k = 0; k < 2; k++) {
        html_add(h, "<td headers=\"box-%u\">", 2 * i + k);
        add_items(h, &pair[k].items);
        html_add(h, "</td>");
    }
    html_add(h, "</tr>\n</tbody>\n");
}

void html_identity(struct html *h)
{
    html_add(h, "<section class=\"sheet identity\" aria-labelledby=\"identity\">\n"
                "<h2 id=\"identity\">%s</h2>\n",
             doc_word(DOC_WORD_IDENTITY, h->content->language));
    add_fields(h);
    html_add(h, "<table class=\"boxes\">\n");
    for (uint32_t i = 0; i < N_DOC_PAIRS; i++)
        add_pair(h, i);
    html_add(h, "</table>\n</section>\n");
}

/* ---- annexes ------------------------------------------------------------- */

static void add_class(struct html *h, const struct doc_column *column)
{
    if (column->is_number)
        html_add(h, " class=\"number\"");
    else if (column->is_text)
        html_add(h, " class=\"text\"");
}

static void add_header(struct html *h, const struct doc_table *t)
{
    if (!t->columns.at[0].label)
        return;
    html_add(h, "<thead><tr>");
    for (uint32_t c = 0; c < t->columns.n; c++) {
        html_add(h, "<th scope=\"col\"");
        add_class(h, &t->columns.at[c]);
        html_add(h, ">%s</th>", t->columns.at[c].label);
    }
    html_add(h, "</tr></thead>\n");
}

/* A line without header is a label and what it says; the number of a row
 * leads to the row. */
static void add_cell(struct html *h, const struct doc_table *t, const struct doc_line *line,
                     uint32_t c)
{
    bool is_label = !c && !t->columns.at[0].label, is_link = !c && line->row != NONE;
    html_add(h, is_label ? "<th scope=\"row\"" : "<td");
    add_class(h, &t->columns.at[c]);
    html_add(h, ">");
    if (is_link)
        html_add(h, "<a href=\"#step-%s\">", h->content->sop->rows.at[line->row].id);
    html_add(h, "%s", line->cells[c]);
    if (is_link)
        html_add(h, "</a>");
    html_add(h, is_label ? "</th>" : "</td>");
}

static void add_table(struct html *h, const struct doc_table *t)
{
    html_add(h, "<table class=\"%s\">\n", t->columns.at[0].label ? "lines" : "sums");
    add_header(h, t);
    html_add(h, "<tbody>\n");
    for (uint32_t i = 0; i < t->lines.n; i++) {
        html_add(h, t->lines.at[i].is_marked ? "<tr class=\"marked\">" : "<tr>");
        for (uint32_t c = 0; c < t->columns.n; c++)
            add_cell(h, t, &t->lines.at[i], c);
        html_add(h, "</tr>\n");
    }
    html_add(h, "</tbody>\n</table>\n");
}

static void add_block(struct html *h, const struct doc_block *b)
{
    if (b->heading)
        html_add(h, "<h3>%s</h3>\n", b->heading);
    if (b->table.columns.n) {
        add_table(h, &b->table);
        return;
    }
    html_add(h, "<div class=\"items\">");
    add_items(h, &b->list.items);
    html_add(h, "</div>\n");
}

void html_annexes(struct html *h)
{
    for (uint32_t i = 0; i < h->content->annexes.n; i++) {
        const struct doc_annex *annex = &h->content->annexes.at[i];
        html_add(h, "<section class=\"sheet annex\" aria-labelledby=\"annex-%s\">\n"
                    "<h2 id=\"annex-%s\">%s: %s</h2>\n",
                 annex->id, annex->id, annex->name, annex->title);
        for (uint32_t b = 0; b < annex->blocks.n; b++)
            add_block(h, &annex->blocks.at[b]);
        html_add(h, "</section>\n");
    }
}
