/*
 * Pango behind canvas.h. Words are measured with the fonts at hand;
 * FONT_FAMILY has metric twins everywhere.
 */
#include <string.h>

#include "compiler/draw/canvas_int.h"
#include "compiler/draw/hyphen.h"
#include "compiler/draw/memo.h"

static const double breath = 2;            /* points kept free at a line's end */
static const double dash_width = 0.611;    /* of "- ", of the size */
static const double screen_dots = 96;      /* an inch */

const struct font_face font_faces[N_FONTS] = {
#define FONT(symbol, size, leading, is_bold) [FONT_##symbol] = {size, leading, is_bold},
    DRAW_FONTS(FONT)
#undef FONT
};

struct canvas {
    struct arena *arena;
    PangoLayout *layouts[N_MEASURES];
    enum font font;          /* set in them; N_FONTS: none yet */
    struct memo memo;
};

static PangoFontDescription *font_open(enum font font, double scale)
{
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family_static(d, FONT_FAMILY);
    pango_font_description_set_absolute_size(d, font_faces[font].size * scale * PANGO_SCALE);
    if (font_faces[font].is_bold)
        pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
    return d;
}

void layout_set_font(PangoLayout *layout, enum font font, double scale)
{
    PangoFontDescription *d = font_open(font, scale);
    pango_layout_set_font_description(layout, d);
    pango_font_description_free(d);
}

/* Print: no rounding to pixels, the same widths at every size. */
void context_set(PangoContext *context, enum measure measure)
{
    bool is_screen = measure == MEASURE_SCREEN;
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, is_screen ? CAIRO_HINT_STYLE_FULL
                                                   : CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, is_screen ? CAIRO_HINT_METRICS_ON
                                                     : CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, o);
    pango_context_set_round_glyph_positions(context, is_screen);
    cairo_font_options_destroy(o);
}

/* Layout units of a measure in a point. */
static double units(enum measure measure)
{
    return PANGO_SCALE * (measure == MEASURE_SCREEN ? screen_dots / 72 : 1);
}

struct canvas *canvas_open(struct arena *arena)
{
    struct canvas *canvas = ARENA_NEW(arena, struct canvas);
    canvas->arena = canvas->memo.arena = arena;
    PangoFontMap *map = pango_cairo_font_map_get_default();   /* Pango's own */
    for (enum measure m = 0; m < N_MEASURES; m++) {
        PangoContext *context = pango_font_map_create_context(map);
        context_set(context, m);
        canvas->layouts[m] = pango_layout_new(context);
        g_object_unref(context);
    }
    canvas->font = N_FONTS;
    return canvas;
}

void canvas_close(struct canvas *canvas)
{
    for (enum measure m = 0; m < N_MEASURES; m++)
        g_object_unref(canvas->layouts[m]);
}

double line_width(PangoLayoutLine *line, enum measure measure)
{
    PangoRectangle r;
    pango_layout_line_get_extents(line, NULL, &r);
    return r.width / units(measure);
}

static void canvas_set_font(struct canvas *canvas, enum font font)
{
    if (canvas->font == font)
        return;
    canvas->font = font;
    for (enum measure m = 0; m < N_MEASURES; m++)
        layout_set_font(canvas->layouts[m], font, units(m) / PANGO_SCALE);
}

/* The wider of both. */
static double canvas_width(struct canvas *canvas, const char *s, int len)
{
    double width = 0;
    for (enum measure m = 0; m < N_MEASURES; m++) {
        pango_layout_set_width(canvas->layouts[m], -1);
        pango_layout_set_text(canvas->layouts[m], s, len);
        PangoLayoutLine *line = pango_layout_get_line_readonly(canvas->layouts[m], 0);
        width = fmax(width, line_width(line, m));
    }
    return width;
}

/* A line is painted by itself: one of a text from right to left keeps that
 * way, by a mark, where its own first word would turn it. */
static const char *line_copy(struct arena *arena, const char *s, const PangoLayoutLine *line)
{
    size_t len = (size_t)line->length;
    while (len && s[len - 1] == ' ')
        len--;
    const char *mark = line->resolved_dir == PANGO_DIRECTION_RTL ? "\u200f" : "";
    return arena_printf(arena, "%s%.*s", mark, (int)len, s);
}

/* Takes characters off the line's end until an ellipsis fits behind it. */
static const char *ellipsize(struct canvas *canvas, const char *line, double width)
{
    size_t len = strlen(line);
    for (;;) {
        const char *s = arena_printf(canvas->arena, "%.*s\u2026", (int)len, line);
        if (!len || canvas_width(canvas, s, -1) <= width)
            return s;
        do
            len--;
        while (len && ((unsigned char)line[len] & 0xC0) == 0x80);
    }
}

/* ---- breaking --------------------------------------------------------- */

/* A text being broken, piece by piece: Pango shapes all that is left anew for
 * every line, so a long text whole would take the square of its length. */
struct breaking {
    struct canvas *canvas;
    PangoLayout *layout;
    const char *whole;
    size_t len, at;          /* how much is done */
    LIST_OF(const char *) lines;
};

/* Takes the piece's lines; but for the end of the text, its last line may go
 * on in the next piece. false: the piece is one line only. */
static bool piece_take(struct breaking *b, size_t len)
{
    bool is_end = b->at + len == b->len;
    const char *piece = b->whole + b->at;
    pango_layout_set_text(b->layout, piece, (int)len);
    GSList *l = pango_layout_get_lines_readonly(b->layout);
    if (!is_end && !l->next)
        return false;
    for (; l; l = l->next) {
        PangoLayoutLine *line = l->data;
        if (!is_end && !l->next) {
            b->at += (size_t)line->start_index;
            return true;
        }
        *LIST_ADD(b->canvas->arena, &b->lines) =
            line_copy(b->canvas->arena, piece + line->start_index, line);
    }
    b->at = b->len;
    return true;
}

static void pieces_take(struct breaking *b)
{
    enum { PIECE = 1000 };
    size_t len = PIECE;
    while (b->at < b->len) {
        size_t left = b->len - b->at;
        size_t n = len < left ? len : left;
        while (n < left && ((unsigned char)b->whole[b->at + n] & 0xC0) == 0x80)
            n++;
        len = piece_take(b, n) ? PIECE : len * 2;
    }
}

/* Breaks the text, says how wide the widest line is. */
static void break_lines(struct canvas *canvas, struct page_text *text, double width,
                        bool keeps_words)
{
    struct breaking b = {
        .canvas = canvas,
        .layout = canvas->layouts[MEASURE_SCREEN],
        .whole = text->whole,
        .len = strlen(text->whole),
    };
    pango_layout_set_wrap(b.layout, keeps_words ? PANGO_WRAP_WORD : PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(b.layout, (int)(fmax(width, 1) * units(MEASURE_SCREEN)));
    pieces_take(&b);
    text->lines = b.lines.at;
    text->n_lines = b.lines.n;
    text->width = 0;
    for (uint32_t i = 0; i < text->n_lines; i++)
        text->width = fmax(text->width, canvas_width(canvas, text->lines[i], -1));
}

static void lines_cut(struct canvas *canvas, struct page_text *text, double width,
                      uint32_t n_most)
{
    if (!n_most || text->n_lines <= n_most)
        return;
    text->n_lines = n_most;
    text->is_cut = true;
    const char **last = &text->lines[n_most - 1];
    *last = ellipsize(canvas, *last, fmax(width, text->width));
    text->width = fmax(text->width, canvas_width(canvas, *last, -1));
}

/* ---- words wider than their cell -------------------------------------- */

/* Words that are wider than a line may be cut between syllables. */
static const char *with_soft_hyphens(struct canvas *canvas, const char *s, enum font font,
                                     double width)
{
    struct bytes out = {0};
    bool has_wide = false;
    double broad = font_faces[font].size * 0.95;   /* a letter, at most */
    while (*s) {
        size_t len = strcspn(s, " \n");
        bool is_wide = (double)len * broad > width && len < 200 &&
                       canvas_width(canvas, s, (int)len) > width;
        for (size_t i = 0; i < len; i++) {
            if (is_wide && hyphen_may_cut(s, len, i))
                bytes_add_string(&out, SOFT_HYPHEN);
            bytes_add_char(&out, s[i]);
        }
        has_wide |= is_wide;
        s += len;
        if (*s)
            bytes_add_char(&out, *s++);
    }
    const char *copy = has_wide ? arena_copy(canvas->arena, out.data, out.len) : NULL;
    bytes_free(&out);
    return copy;
}

/* Did a line end between two letters? */
static bool cuts_words(const struct page_text *text)
{
    const char *at = text->whole;
    for (uint32_t i = 0; i < text->n_lines; i++) {
        size_t len = strlen(text->lines[i]);
        at += len;
        if (len && hyphen_is_letter(at[-1]) && hyphen_is_letter(*at))
            return true;
        at += strspn(at, " \n");
    }
    return false;
}

static void break_with_hyphens(struct canvas *canvas, struct page_text *text, double width)
{
    const char *whole = text->whole;
    break_lines(canvas, text, width, false);
    if (!cuts_words(text))
        return;
    text->whole = with_soft_hyphens(canvas, whole, text->font, width);
    if (text->whole)
        break_lines(canvas, text, width, false);
    text->whole = whole;
    text->width = 0;
    for (uint32_t i = 0; i < text->n_lines; i++) {
        text->lines[i] = hyphen_settle(canvas->arena, text->lines[i]);
        text->width = fmax(text->width, canvas_width(canvas, text->lines[i], -1));
    }
}

static void break_anywhere(struct canvas *canvas, struct page_text *text, double width)
{
    break_with_hyphens(canvas, text, width);
    if (text->width > width)   /* in print a line may come out wider than on screen */
        break_with_hyphens(canvas, text, width - (text->width - width));
}

static void break_at_words(struct canvas *canvas, struct page_text *text, double width)
{
    break_lines(canvas, text, width, true);
    if (text->width > width)   /* the longest word leads: all lines as long as it */
        break_lines(canvas, text, text->width + 0.5, true);
}

static struct page_text wrap(struct canvas *canvas, const struct memo_key *key)
{
    struct page_text text = {.whole = key->whole, .font = key->font};
    if (!key->whole || !*key->whole)
        return text;
    bool is_new;
    struct page_text *known = memo_find(&canvas->memo, key, &is_new);
    if (!is_new)
        return *known;
    canvas_set_font(canvas, key->font);
    (key->keeps_words ? break_at_words : break_anywhere)(canvas, &text, key->width);
    lines_cut(canvas, &text, key->width, key->n_most);
    return *known = text;
}

struct page_text canvas_wrap(struct canvas *canvas, const char *whole, enum font font,
                             double width, uint32_t n_most)
{
    return wrap(canvas, &(struct memo_key){whole, font, width - breath, n_most, false});
}

struct page_text canvas_wrap_words(struct canvas *canvas, const char *whole, enum font font,
                                   double width, uint32_t n_most)
{
    return wrap(canvas, &(struct memo_key){whole, font, width, n_most, true});
}

struct page_text canvas_wrap_list(struct canvas *canvas, const string_list *entries,
                                  const char *whole, enum font font, double width)
{
    struct page_text text = {.whole = whole, .font = font,
                             .hang = font_faces[font].size * dash_width};
    LIST_OF(const char *) lines = {0};
    LIST_OF(bool) is_hung = {0};
    if (entries->n < 2)
        return canvas_wrap(canvas, whole, font, width, 0);
    for (uint32_t i = 0; i < entries->n; i++) {
        struct page_text entry =
            canvas_wrap(canvas, entries->at[i], font, width - text.hang, 0);
        for (uint32_t k = 0; k < entry.n_lines; k++) {
            *LIST_ADD(canvas->arena, &is_hung) = k > 0;
            *LIST_ADD(canvas->arena, &lines) =
                k ? entry.lines[k] : arena_printf(canvas->arena, "- %s", entry.lines[k]);
        }
        text.width = fmax(text.width, entry.width + text.hang);
    }
    text.lines = lines.at;
    text.n_lines = lines.n;
    text.is_hung = is_hung.at;
    return text;
}

double canvas_height(enum font font, uint32_t n_lines)
{
    return n_lines * font_faces[font].size * font_faces[font].leading;
}
