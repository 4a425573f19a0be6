/*
 * doc: the whole official document of an SOP: identity page, table with its
 * flowchart, annexes.
 *
 * doc_content_build (content.h) says what stands in it; a face makes a file
 * of that and of the pages that doc_layout makes. A format is a line below and
 * a function doc_<name>() that appends the file to out.
 */
#ifndef SOP_DOC_H
#define SOP_DOC_H

#include "compiler/doc/content.h"
#include "compiler/draw/draw.h"

#define DOC_FORMATS(FORMAT) \
    FORMAT(PDF, pdf)        \
    FORMAT(HTML, html)      \
    FORMAT(JSON, json)

enum doc_format {
#define FORMAT(symbol, name) DOC_##symbol,
    DOC_FORMATS(FORMAT)
#undef FORMAT
    N_DOC_FORMATS
};

struct doc_options {
    enum draw_paper paper;
};

/* The pages of all its parts, in the arena. */
struct doc_pages;
const struct doc_pages *doc_layout(const struct doc_content *content,
                                   const struct doc_options *options, struct arena *arena);
/* Has the table's drawing found a place for everything (draw_is_whole)? */
bool doc_is_whole(const struct doc_pages *pages);

#define FORMAT(symbol, name)                                                            \
    enum err doc_##name(const struct doc_content *content, const struct doc_pages *pages, \
                        struct arena *arena, struct bytes *out);
DOC_FORMATS(FORMAT)
#undef FORMAT

/* NULL for a number out of range. */
const char *doc_format_name(enum doc_format format);
/* ERR_SYSTEM: out of memory, or a library of the surroundings is not there. */
enum err doc_write(const struct doc_content *content, const struct doc_pages *pages,
                   enum doc_format format, struct arena *arena, struct bytes *out);

#endif
