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

#include "compiler/doc/content.h"
#include "compiler/draw/pages.h"

/* viewer.css and viewer.js, compiled in. */
extern const char viewer_css[], viewer_js[];

struct html {
    const struct doc_content *content;
    const struct page_list *pages;
    struct arena *arena;
    struct bytes *out;
};

/* Markup with texts in it: %s is escaped, %u is a number; there is no more. */
void html_add(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The escaping: good between tags and in attributes, of HTML and of XML. */
void html_escape(struct bytes *out, const char *text);

/* html_head.c: all of <head>. */
void html_head(struct html *h);
/* html_table.c: what stands in tables: the identity page, the annexes. */
void html_identity(struct html *h);
void html_annexes(struct html *h);
/* html_chart.c: the pages of the table with its flowchart. ERR_SYSTEM as of
 * draw_write. */
enum err html_chart(struct html *h);
/* html_svg.c: a page's drawing made part of the document: its ids begin with
 * "p1-" (of page 1), and the rows' bands lie under its arrows. */
void html_svg(struct html *h, uint32_t page, const struct bytes *svg);
/* html_steps.c: each row in words, with what comes next. */
void html_steps(struct html *h);
/* "3. Check (Clerk). Yes: 4. No: back to 1." */
const char *html_row_sentence(struct html *h, uint32_t row);
/* Everybody who takes part in a row, as numbers: "0 2". */
const char *html_row_actors(struct html *h, uint32_t row);

#endif
