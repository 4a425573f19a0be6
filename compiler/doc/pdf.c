/*
 * The document as one PDF: the pages of its parts behind one another, an
 * outline over them, and the numbers in the annex of times leading to their
 * rows.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler/doc/doc.h"
#include "compiler/doc/form.h"
#include "compiler/draw/emit.h"
#include "compiler/draw/foot.h"

/* ---- layout -------------------------------------------------------------------- */

static void feet_draw(const struct doc_content *content, struct canvas *canvas,
                      const struct page_list *list, uint32_t n_before, uint32_t n,
                      struct arena *arena)
{
    struct foot foot = {
        .canvas = canvas,
        .sop = content->sop,
        .image_id = content->image_id,
        .top = list->height - DRAW_MARGIN + 2,
        .from = DRAW_MARGIN,
        .to = list->width - DRAW_MARGIN,
    };
    for (uint32_t i = 0; i < list->pages.n; i++)
        foot_draw(&foot, &list->pages.at[i], n_before + i + 1, n, arena);
}

const struct doc_pages *doc_layout(const struct doc_content *content,
                                   const struct doc_options *options, struct arena *arena)
{
    struct doc_pages *d = ARENA_NEW(arena, struct doc_pages);
    struct canvas *canvas = canvas_open(arena);
    d->first_page = ARENA_ARRAY(arena, content->annexes.n + 1, uint32_t);
    d->identity = doc_identity_pages(content, options->paper, canvas, arena);
    d->annexes = doc_annex_pages(content, options->paper, canvas, d->first_page, arena);
    struct draw_options draw = {
        .paper = options->paper,
        .image_id = content->image_id,
        .n_before = d->identity->pages.n,
        .n_behind = d->annexes->pages.n,
    };
    d->table = draw_layout(content->flow, NULL, &draw, arena);
    uint32_t n_before = draw.n_before + d->table->pages.n;
    d->n_pages = n_before + draw.n_behind;
    feet_draw(content, canvas, d->identity, 0, d->n_pages, arena);
    feet_draw(content, canvas, d->annexes, n_before, d->n_pages, arena);
    canvas_close(canvas);
    return d;
}

bool doc_is_whole(const struct doc_pages *pages)
{
    return draw_is_whole(pages->table);
}

/* ---- places --------------------------------------------------------------------- */

static bool is_plain(const char *s)
{
    for (; *s; s++)
        if (!((*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
              *s == '_'))
            return false;
    return true;
}

/* A name begins with a letter: numbers are free for what is not ASCII. */
const char *doc_place(const struct doc_content *content, uint32_t row, struct arena *arena)
{
    const char *id = content->sop->rows.at[row].id;
    return is_plain(id) && strlen(id) < 80 ? arena_printf(arena, "row-%s", id)
                                           : arena_printf(arena, "row-%u", row);
}

/* ---- painting --------------------------------------------------------------------- */

struct painter {
    const struct doc_content *content;
    const struct doc_pages *pages;
    struct pdf *pdf;
    struct arena *arena;
    bool *is_placed;         /* per row */
};

static void row_place(struct painter *p, uint32_t row, double y)
{
    p->is_placed[row] = true;
    pdf_place(p->pdf, doc_place(p->content, row, p->arena), (struct point){0, fmax(y - 24, 0)});
}

/* Where each row is seen first. */
static void places_set(struct painter *p, const struct page *page)
{
    for (uint32_t i = 0; i < page->symbols.n; i++) {
        const struct page_symbol *s = &page->symbols.at[i];
        if (s->kind != SYMBOL_PENTAGON && s->row < p->content->sop->rows.n &&
            !p->is_placed[s->row])
            row_place(p, s->row, s->box.y0);
    }
}

/* Cairo writes no file in which a link leads nowhere. */
static void rest_place(struct painter *p)
{
    for (uint32_t r = 0; r < p->content->sop->rows.n; r++)
        if (!p->is_placed[r])
            row_place(p, r, 0);
}

static void table_paint(struct painter *p)
{
    const struct page_list *table = p->pages->table;
    for (uint32_t i = 0; i < table->pages.n; i++) {
        pdf_page(p->pdf);
        emit_pdf_page(table, &table->pages.at[i], p->pdf);
        places_set(p, &table->pages.at[i]);
        if (i)
            continue;
        const struct sop *sop = p->content->sop;
        int above = pdf_outline(p->pdf, PDF_ROOT,
                                doc_word(DOC_WORD_PROCEDURE, p->content->language), NULL, false);
        for (uint32_t r = 0; r < sop->rows.n; r++)
            if (sop->rows.at[r].no)
                pdf_outline(p->pdf, above,
                            arena_printf(p->arena, "%u. %s", sop->rows.at[r].no,
                                         sop->rows.at[r].text),
                            doc_place(p->content, r, p->arena), false);
    }
    rest_place(p);
}

static void identity_paint(struct painter *p)
{
    const struct page_list *list = p->pages->identity;
    for (uint32_t i = 0; i < list->pages.n; i++) {
        pdf_page(p->pdf);
        if (!i)
            pdf_outline(p->pdf, PDF_ROOT, doc_word(DOC_WORD_IDENTITY, p->content->language), NULL,
                        false);
        emit_pdf_page(list, &list->pages.at[i], p->pdf);
    }
}

static void annexes_paint(struct painter *p)
{
    const struct page_list *list = p->pages->annexes;
    uint32_t next = 0;
    for (uint32_t i = 0; i < list->pages.n; i++) {
        pdf_page(p->pdf);
        if (next < p->content->annexes.n && p->pages->first_page[next] == i) {
            const struct doc_annex *annex = &p->content->annexes.at[next++];
            pdf_outline(p->pdf, PDF_ROOT,
                        arena_printf(p->arena, "%s: %s", annex->name, annex->title), NULL, false);
        }
        emit_pdf_page(list, &list->pages.at[i], p->pdf);
    }
}

enum err doc_pdf(const struct doc_content *content, const struct doc_pages *pages,
                 struct arena *arena, struct bytes *out)
{
    static const char *const languages[N_LANGUAGES] = {LANGUAGE_NAMES};
    struct pdf_info info = {.title = content->title,
                            .subject = content->subject,
                            .author = content->unit,
                            .language = languages[content->language]};
    struct painter p = {.content = content, .pages = pages, .arena = arena};
    p.pdf = pdf_begin(out, &info, pages->table->width, pages->table->height);
    if (!p.pdf)
        return ERR_SYSTEM;
    p.is_placed = ARENA_ARRAY(arena, content->sop->rows.n + 1, bool);
    identity_paint(&p);
    table_paint(&p);
    annexes_paint(&p);
    return pdf_end(p.pdf);
}
