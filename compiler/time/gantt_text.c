/*
 * Texts broken without a font at hand: the advance widths of Arial (Liberation
 * Sans has the same), and for letters not in the table a wide guess, so that a
 * line is rather too short than too long.
 */
#include <string.h>

#include "compiler/time/gantt.h"

/* Thousandths of the letters' size, from the space to `~`. */
static const uint16_t advances[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
};

enum { OTHER_ADVANCE = 800, WIDE_ADVANCE = 1000, BOLD_PERCENT = 110 };

static int64_t advance(const char *at, size_t n, uint32_t c)
{
    if (c >= ' ' && c <= '~')
        return advances[c - ' '];
    size_t cells = utf8_width(at, n);
    return cells == 0 ? 0 : cells == 1 ? OTHER_ADVANCE : WIDE_ADVANCE;
}

int64_t gantt_text_width(const char *text, size_t len, const struct chart_font *font)
{
    int64_t width = 0;
    for (size_t at = 0; at < len;) {
        uint32_t c;
        size_t n = utf8_next(text + at, len - at, &c);
        width += advance(text + at, n, c);
        at += n;
    }
    return width * font->size / 1000 * (font->is_bold ? BOLD_PERCENT : 100) / 100;
}

/* How much of the text goes into the width: whole words, else letters. */
static size_t fitting(const char *text, size_t len, const struct chart_font *font, int64_t width)
{
    size_t space = 0;
    for (size_t at = 0; at < len;) {
        uint32_t c;
        size_t n = utf8_next(text + at, len - at, &c);
        if (c == ' ')
            space = at;
        if (gantt_text_width(text, at + n, font) > width)
            return space ? space : at ? at : n;
        at += n;
    }
    return len;
}

static const char *cut(struct arena *arena, const char *text, size_t len,
                       const struct chart_font *font, int64_t width)
{
    int64_t room = width - OTHER_ADVANCE * (int64_t)font->size / 1000;
    size_t n = fitting(text, len, font, room);
    return arena_printf(arena, "%.*s…", (int)n, text);
}

uint32_t gantt_break(struct arena *arena, const char *text, const struct chart_font *font,
                     int64_t width, uint32_t most, const char **lines)
{
    uint32_t n = 0;
    for (size_t len = strlen(text); len && n < most; n++) {
        size_t taken = fitting(text, len, font, width);
        if (taken < len && n + 1 == most) {
            lines[n++] = cut(arena, text, len, font, width);
            break;
        }
        lines[n] = arena_copy(arena, text, taken);
        taken += taken < len && text[taken] == ' ';
        text += taken;
        len -= taken;
    }
    return n;
}
