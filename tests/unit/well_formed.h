/* Whether a text is well-formed XML, as far as an SVG of ours can go wrong:
 * tags nest, attributes are quoted, & begins an entity, no character is one
 * that XML does not have. */
#ifndef SOP_TEST_WELL_FORMED_H
#define SOP_TEST_WELL_FORMED_H

#include <stdbool.h>
#include <string.h>

#include "runtime/base/base.h"

static inline bool is_entity(const char *s)
{
    static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;" };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strncmp(s, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

/* Behind a tag that begins at s, or NULL: its quotes are closed and hold no
 * other tag. */
static inline const char *tag_end(const char *s)
{
    bool is_quoted = false;
    for (s++; *s && (is_quoted || *s != '>'); s++) {
        if (*s == '<')
            return NULL;
        is_quoted ^= *s == '"';
    }
    return *s ? s + 1 : NULL;
}

static inline bool is_well_formed(const char *s)
{
    const char *open[64];
    uint32_t depth = 0;
    if (utf8_check(s, strlen(s)) != strlen(s) || strncmp(s, "<?xml ", 6) != 0)
        return false;
    for (const char *at = s; *at; at++)
        if (((unsigned char)*at < 0x20 && *at != '\n') || (*at == '&' && !is_entity(at)))
            return false;
    for (s = strstr(s, "<svg"); s && (s = strchr(s, '<')); ) {
        size_t name = strcspn(s + 1 + (s[1] == '/'), " >/\n");
        const char *end = tag_end(s);
        if (!end)
            return false;
        if (s[1] == '/') {
            if (!depth-- || strncmp(open[depth], s + 2, name) != 0 || s[2 + name] != '>')
                return false;
        } else if (end[-2] != '/') {
            if (depth == COUNT_OF(open))
                return false;
            open[depth++] = s + 1;
        }
        s = end;
    }
    return !depth;
}

#endif
