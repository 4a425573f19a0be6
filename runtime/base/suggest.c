/* Did you mean: how far words are apart, and the nearest of many. */
#include <string.h>
#include <strings.h>

#include "runtime/base/base.h"

enum { LONGEST_WORD = 64 };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein (adjacent swaps) over bytes, three rows at a time. */
uint32_t edit_distance(const char *a, const char *b, uint32_t limit)
{
    size_t na = strlen(a), nb = strlen(b);
    if (na > LONGEST_WORD || nb > LONGEST_WORD || (na > nb ? na - nb : nb - na) > limit)
        return limit + 1;
    uint32_t rows[3][LONGEST_WORD + 1];
    for (uint32_t j = 0; j <= nb; j++)
        rows[0][j] = j;
    for (uint32_t i = 1; i <= na; i++) {
        uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (uint32_t j = 1; j <= nb; j++) {
            uint32_t change = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], above2[j - 2] + 1);
        }
    }
    return least(rows[na % 3][nb], limit + 1);
}

void suggest_init(struct suggestion *s, const char *word)
{
    uint32_t most = (uint32_t)utf8_count(word, strlen(word)) / 3;
    *s = (struct suggestion){.word = word, .distance = (most ? most : 1) + 1};
}

void suggest_try(struct suggestion *s, const char *candidate)
{
    uint32_t len = (uint32_t)utf8_count(s->word, strlen(s->word));
    bool is_same = strcmp(s->word, candidate) == 0;
    uint32_t distance = strcasecmp(s->word, candidate) == 0
                            ? 0   /* only its capitals are wrong */
                            : edit_distance(s->word, candidate, s->distance ? s->distance - 1 : 0);
    if (!is_same && distance < s->distance && distance < len) {
        s->distance = distance;
        s->best = candidate;
    }
}
