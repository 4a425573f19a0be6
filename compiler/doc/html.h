/*
 * html: the document as one page for a screen, and for paper by printing it.
 *
 * The file needs nothing from anywhere: style and script stand in it, and its
 * security policy lets nothing else run or load. It reads the same as HTML
 * and as XML. Every text passes html_add, which escapes it; a part of the
 * page is a function here.
 */
#ifndef SOP_DOC_HTML_H
#define SOP_DOC_HTML_H

#include "compiler/doc/form.h"
#include "compiler/draw/pages.h"

/* viewer.css and viewer.js, compiled in. */
extern const char viewer_css[], viewer_js[];

struct html {
    const struct doc_content *content;
    const struct doc_pages *pages;   /* as they are printed */
    struct arena *arena;
    struct bytes *out;
};

/* Markup with texts in it: %s is escaped, %u is a number; there is no more. */
void html_add(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The escaping: good between tags and in attributes, of HTML and of XML. */
void html_escape(struct bytes *out, const char *text);

/* What stands between the tags of style and script, to the letter: a browser
 * knows them by their hashes. */
const char *html_style(struct html *h);
const char *html_script(struct html *h);

/* html_head.c: all of <head>. */
void html_head(struct html *h);
/* html_table.c: what stands in tables: the identity page, the annexes. */
void html_identity(struct html *h);
void html_annexes(struct html *h);
/* html_chart.c: the pages as they are printed. Those of the table with its
 * flowchart are looked at on the screen too; the others are for paper alone,
 * where tables of HTML would break in other places. ERR_SYSTEM as of draw_write. */
enum err html_chart(struct html *h);
enum err html_paper(struct html *h, const struct page_list *list, const char *prefix);
/* ` x="0" y="0" width="10" height="10"`. */
void html_box(struct html *h, const struct box *box);
/* html_svg.c: a page's drawing made part of the document: its ids begin with
 * the prefix, its rows' bands lie under its arrows, its name is the label. */
enum err html_svg(struct html *h, const struct page_list *list, uint32_t page,
                  const char *prefix, const char *label);
/* html_steps.c: each row in words, with what comes next. */
void html_steps(struct html *h);
/* Everybody who takes part in a row, as numbers: "0 2". */
const char *html_row_actors(struct html *h, uint32_t row);

#endif
