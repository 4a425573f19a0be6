/* UTF-8 and the few questions we ask of characters; Unicode's own tables
 * (libunistring) answer, never the locale. */
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

#include "runtime/base/base.h"

size_t utf8_check(const char *s, size_t len)
{
    const uint8_t *bad = u8_check((const uint8_t *)s, len);
    return bad ? (size_t)(bad - (const uint8_t *)s) : len;
}

size_t utf8_next(const char *s, size_t len, uint32_t *c)
{
    ucs4_t u = 0;
    int n = u8_mbtoucr(&u, (const uint8_t *)s, len);
    if (n <= 0) {
        *c = 0xFFFD;
        return 1;
    }
    *c = u;
    return (size_t)n;
}

size_t utf8_count(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((uint8_t)s[i] & 0xC0) != 0x80;
    return n;
}

size_t utf8_width(const char *s, size_t len)
{
    size_t width = 0;
    for (size_t i = 0; i < len;) {
        uint32_t c;
        i += utf8_next(s + i, len - i, &c);
        int w = c == '\t' ? 1 : uc_width(c, "UTF-8");
        width += w > 0 ? (size_t)w : 0;
    }
    return width;
}

bool utf8_is_letter(uint32_t c)
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

bool utf8_is_control(uint32_t c)
{
    bool is_bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
                   c == 0x200E || c == 0x200F || c == 0x061C;
    return is_bidi || c < 0x20 || (c >= 0x7F && c < 0xA0);
}

void bytes_add_visible(struct bytes *b, const char *s)
{
    size_t len = strlen(s);
    for (size_t i = 0; i < len;) {
        uint32_t c;
        size_t n = utf8_next(s + i, len - i, &c);
        bool is_malformed = n == 1 && (uint8_t)s[i] >= 0x80;
        if (is_malformed)
            bytes_printf(b, "\\x%02x", (unsigned)(uint8_t)s[i]);
        else if (utf8_is_control(c))
            bytes_printf(b, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
        else
            bytes_add(b, s + i, n);
        i += n;
    }
}

bool bytes_add_composed(struct bytes *b, const char *s, size_t len)
{
    size_t n = 0;
    uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)s, len, NULL, &n);
    if (!composed)
        return false;
    bytes_add(b, composed, n);
    free(composed);
    return !b->failed;
}
