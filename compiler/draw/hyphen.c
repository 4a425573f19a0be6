/* Syllables: see hyphen.h. */
#include <string.h>

#include "compiler/draw/hyphen.h"

bool hyphen_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouAEIOU", c);
}

/* A consonant (ng, ny, sy and kh are one) and the vowel behind it. */
bool hyphen_may_cut(const char *word, size_t len, size_t i)
{
    static const char *const pairs[] = {"ng", "ny", "sy", "kh"};
    if (i < 2 || i + 2 > len || !hyphen_is_letter(word[i - 1]) || !hyphen_is_letter(word[i - 2]))
        return false;
    if (!hyphen_is_letter(word[i]) || is_vowel(word[i]))
        return false;
    for (size_t k = 0; k < COUNT_OF(pairs); k++) {
        if (strncmp(word + i - 1, pairs[k], 2) == 0)
            return false;
        if (strncmp(word + i, pairs[k], 2) == 0)
            return i + 2 < len && is_vowel(word[i + 2]);
    }
    return is_vowel(word[i + 1]);
}

const char *hyphen_settle(struct arena *arena, const char *line)
{
    size_t n = strlen(line), end = 0;
    char *out = arena_alloc(arena, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (strncmp(line + i, SOFT_HYPHEN, 2) != 0)
            out[end++] = line[i];
        else if (++i + 1 == n)
            out[end++] = '-';
    }
    out[end] = '\0';
    return out;
}
