/*
 * The identity page, in the form of PermenPAN-RB 35/2012: to the left the
 * office, with room for its emblem; to the right number, dates, approval and
 * title; below them three pairs of boxes. What is not filled in stays an
 * empty box. Where a slightly smaller print makes it one page, it is one.
 */
#include "compiler/doc/form.h"

static const double label_width = 128, row_height = 21, signature = 56;
static const double label_gap = 4, box_gap = 5, box_least = 34;
enum { MOST_UNIT_LINES = 9, MOST_TITLE_LINES = 12, MOST_SIGNER_LINES = 5 };

/* ---- the upper half -------------------------------------------------------- */

struct top {
    struct form *form;
    double middle;           /* between the halves */
    enum font font;
};

static struct page_text wrapped(const struct top *t, const char *text, enum font font,
                                double width, uint32_t n_most)
{
    return form_wrap(t->form, text, font, width - 2 * FORM_PADDING, n_most);
}

/* Centered lines look best of one length: as narrow as so many lines can be. */
static struct page_text balanced(const struct top *t, const char *text, enum font font,
                                 double width, uint32_t n_most)
{
    enum { STEPS = 24 };
    struct page_text best = wrapped(t, text, font, width, n_most);
    for (uint32_t i = 1; i < STEPS && best.n_lines > 1; i++) {
        struct page_text tried = wrapped(t, text, font, width - width * i / (2 * STEPS), 0);
        if (tried.n_lines > best.n_lines)
            break;
        best = tried;
    }
    return best;
}

static double value_width(const struct top *t)
{
    return t->form->right - t->middle - label_width;
}

/* The two boxes of a row that is as high as that; gives the right one. */
static struct box row_boxes(struct top *t, const char *label, double height)
{
    struct form *f = t->form;
    struct box left = {t->middle, f->y, t->middle + label_width, f->y + height};
    struct box right = {left.x1, f->y, f->right, left.y1};
    form_frame(f, &left);
    form_frame(f, &right);
    form_cell(f, wrapped(t, label, t->font, label_width, 2), left, ALIGN_LEFT);
    f->y += height;
    return right;
}

static void field_row(struct top *t, const struct doc_field *field, enum font font,
                      uint32_t n_most)
{
    struct page_text text = wrapped(t, field->value, font, value_width(t), n_most);
    double height = canvas_height(text.font, text.n_lines) + 2 * FORM_PADDING;
    form_cell(t->form, text, row_boxes(t, field->label, fmax(height, row_height)), ALIGN_LEFT);
}

/* A line of the approval, its upper edge at y; gives its lower edge. */
static double signer_line(struct top *t, struct page_text text, struct box box, double y)
{
    double height = canvas_height(text.font, text.n_lines ? text.n_lines : 1);
    form_cell(t->form, text, (struct box){box.x0, y, box.x1, y + height}, ALIGN_CENTER);
    return y + height;
}

static void signer_row(struct top *t)
{
    const struct doc_signer *s = &t->form->content->signer;
    double width = value_width(t);
    struct page_text title = balanced(t, s->title, t->font, width, MOST_SIGNER_LINES);
    struct page_text name = wrapped(t, s->name, FONT_FORM_BOLD, width, 2);
    struct page_text id = wrapped(t, s->id, t->font, width, 2);
    double height = 2 * FORM_PADDING + signature;
    height += canvas_height(t->font, title.n_lines ? title.n_lines : 1);
    height += canvas_height(FONT_FORM_BOLD, name.n_lines ? name.n_lines : 1);
    height += canvas_height(t->font, id.n_lines ? id.n_lines : 1);
    struct box box = row_boxes(t, s->label, height);
    double y = signer_line(t, title, box, box.y0 + FORM_PADDING) + signature;
    y = signer_line(t, name, box, y);
    if (name.n_lines)
        form_rule(t->form, box_center_x(&box) - name.width / 2, y,
                  box_center_x(&box) + name.width / 2, y);
    signer_line(t, id, box, y);
}

/* The office stands low in its box: the emblem goes above. */
static void unit_box(struct top *t, double y0)
{
    struct form *f = t->form;
    struct box box = {f->left, y0, t->middle, f->y};
    form_frame(f, &box);
    struct page_text text = balanced(t, f->content->unit, FONT_FORM_UNIT, box_width(&box) - 32,
                                     MOST_UNIT_LINES);
    double height = canvas_height(FONT_FORM_UNIT, text.n_lines), room = box_height(&box);
    double lower = fmin(y0 + room * 0.64 + height / 2, box.y1 - 2 * FORM_PADDING);
    form_cell(f, text, (struct box){box.x0, lower - height, box.x1, lower}, ALIGN_CENTER);
}

static void top_place(struct form *form, double middle, enum font font)
{
    struct top t = {form, middle, font};
    double y0 = form->y;
    for (uint32_t i = 0; i < N_DOC_FIELDS; i++)
        field_row(&t, &form->content->fields[i], font, 3);
    signer_row(&t);
    struct page_text title = wrapped(&t, form->content->name.value, FONT_FORM_BOLD,
                                     value_width(&t), 0);
    field_row(&t, &form->content->name, title.n_lines > 4 ? font : FONT_FORM_BOLD,
              MOST_TITLE_LINES);
    unit_box(&t, y0);
}

/* ---- the pairs of boxes ------------------------------------------------------ */


static void labels_fill(const struct form *form, struct form_band *band, double middle,
                        const char *left, const char *right)
{
    *band = (struct form_band){.font = FONT_FORM_BOLD, .gap = label_gap, .is_shaded = true};
    form_text(form, band, form_column_add(form, band, form->left, middle), left);
    form_text(form, band, form_column_add(form, band, middle, form->right), right);
}

static const char *continued(const struct form *form, const char *label)
{
    return doc_sentence(form->arena, DOC_WORD_CONTINUED, form->content->language, label);
}

static void pair_place(struct form *form, uint32_t i, double middle, enum font font)
{
    const struct doc_list *left = &form->content->lists[2 * i], *right = left + 1;
    struct form_band head, again, body = {
        .font = font, .gap = box_gap, .least = box_least, .head = &again, .is_list = true};
    labels_fill(form, &head, middle, left->label, right->label);
    labels_fill(form, &again, middle, continued(form, left->label),
                continued(form, right->label));
    form_list(form, &body, form_column_add(form, &body, form->left, middle), left);
    form_list(form, &body, form_column_add(form, &body, middle, form->right), right);
    double whole = form_band_height(&body), least = form_lines_height(&body, 2);
    bool is_short = whole < (form->bottom - form->top) / 3;
    form_keep(form, form_band_height(&head) + (is_short ? whole : least));
    form_place(form, &head);
    form_place(form, &body);
}

static struct page_list *pages_build(const struct doc_content *content, enum draw_paper paper,
                                     struct canvas *canvas, enum font font, struct arena *arena)
{
    struct form *form = form_open(content, paper, canvas, arena);
    double middle = (form->left + form->right) / 2;
    form->running = content->title;
    form_turn(form);
    top_place(form, middle, font);
    for (uint32_t i = 0; i < N_DOC_PAIRS; i++)
        pair_place(form, i, middle, font);
    return form->list;
}

struct page_list *doc_identity_pages(const struct doc_content *content, enum draw_paper paper,
                                     struct canvas *canvas, struct arena *arena)
{
    static const enum font fonts[] = {FONT_FORM, FONT_FORM_LESS, FONT_FORM_SMALL};
    struct page_list *usual = NULL;
    for (uint32_t i = 0; i < COUNT_OF(fonts); i++) {
        struct page_list *list = pages_build(content, paper, canvas, fonts[i], arena);
        if (list->pages.n == 1)
            return list;
        usual = usual ? usual : list;
    }
    return usual;
}
