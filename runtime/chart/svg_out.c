/*
 * The elements of our SVG: texts, rectangles, polygons. Numbers are counts of
 * 1/100 of a point. Texts of users go through add_escaped_part and nowhere else.
 */
#include <string.h>

#include "runtime/chart/svg.h"

/* ---- texts and numbers ------------------------------------------------- */

/* What XML cannot hold is shown as a character that is missing. */
static void add_escaped_part(struct bytes *out, const char *s, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t c;
        size_t n = utf8_next(s + at, len - at, &c);
        if (c == '&')
            bytes_add_string(out, "&amp;");
        else if (c == '<')
            bytes_add_string(out, "&lt;");
        else if (c == '>')
            bytes_add_string(out, "&gt;");
        else if (c == '"')
            bytes_add_string(out, "&quot;");
        else if (c == '\n' || c == '\t')
            bytes_add_char(out, ' ');
        else if (c < 0x20 || c == 0xfffe || c == 0xffff || (n == 1 && c >= 0x80))
            bytes_add_string(out, "\xef\xbf\xbd");
        else
            bytes_add(out, s + at, n);
        at += n;
    }
}

void svg_escaped(struct bytes *out, const char *s)
{
    add_escaped_part(out, s, strlen(s));
}

void svg_word(struct bytes *out, const char *s)
{
    for (; *s; s++) {
        bool is_plain = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
                        (*s >= 'A' && *s <= 'Z');
        uint32_t c;
        size_t n = (unsigned char)*s < 0x80 ? 1 : utf8_next(s, strlen(s), &c);
        if (n == 1 && !is_plain)
            bytes_add_char(out, '_');
        else
            add_escaped_part(out, s, n);
        s += n - 1;
    }
}

void svg_number(struct bytes *out, int64_t n)
{
    if (n < 0)
        bytes_add_char(out, '-');
    n = n < 0 ? -n : n;
    bytes_printf(out, "%lld", (long long)(n / 100));
    if (n % 100)
        bytes_printf(out, n % 10 ? ".%02lld" : ".%lld",
                     (long long)(n % 10 ? n % 100 : n % 100 / 10));
}

static void add_attribute(struct bytes *out, const char *name, int64_t n)
{
    bytes_printf(out, " %s=\"", name);
    svg_number(out, n);
    bytes_add_char(out, '"');
}

/* ---- elements ---------------------------------------------------------- */

void svg_line_of_text(struct bytes *out, const struct chart_font *font, enum chart_align align,
                      int64_t x, int64_t y, const char *text)
{
    static const char *const anchors[N_CHART_ALIGNS] = {
        "", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    bytes_add_string(out, "<text");
    add_attribute(out, "x", x);
    add_attribute(out, "y", y);
    add_attribute(out, "font-size", font->size);
    bytes_printf(out, "%s%s>", font->is_bold ? " font-weight=\"bold\"" : "", anchors[align]);
    svg_escaped(out, text);
    bytes_add_string(out, "</text>\n");
}

void svg_rect(struct bytes *out, const struct chart_box *b, int64_t radius,
              const char *attributes)
{
    int64_t width = (int64_t)b->x1 - b->x0, height = (int64_t)b->y1 - b->y0;
    int64_t most = (width < height ? width : height) / 2;
    bytes_add_string(out, "<rect");
    add_attribute(out, "x", b->x0);
    add_attribute(out, "y", b->y0);
    add_attribute(out, "width", width);
    add_attribute(out, "height", height);
    if (radius > 0)
        add_attribute(out, "rx", radius < most ? radius : most);
    bytes_printf(out, "%s/>\n", attributes);
}

static void add_points(struct bytes *out, const char *element, const struct corner *at, uint32_t n,
                       const char *attributes)
{
    bytes_printf(out, "<%s points=\"", element);
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            bytes_add_char(out, ' ');
        svg_number(out, at[i].x);
        bytes_add_char(out, ',');
        svg_number(out, at[i].y);
    }
    bytes_printf(out, "\"%s/>\n", attributes);
}

void svg_polygon(struct bytes *out, const struct corner *at, uint32_t n, const char *attributes)
{
    add_points(out, "polygon", at, n, attributes);
}

void svg_polyline(struct bytes *out, const struct corner *at, uint32_t n, const char *attributes)
{
    add_points(out, "polyline", at, n, attributes);
}

void svg_begin(struct bytes *out, const char *class, int64_t width, int64_t height,
               const char *title)
{
    bytes_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" class=\"%s\""
                 " font-family=\"" SVG_FONT_FAMILY "\" width=\"", class);
    svg_number(out, width);
    bytes_add_string(out, "pt\" height=\"");
    svg_number(out, height);
    bytes_add_string(out, "pt\" viewBox=\"0 0 ");
    svg_number(out, width);
    bytes_add_char(out, ' ');
    svg_number(out, height);
    bytes_add_string(out, "\">\n<title>");
    svg_escaped(out, title);
    bytes_add_string(out, "</title>\n");
}
