/*
 * Options that are numbers. As in the text of a procedure a figure that could
 * mean two things is asked about, never guessed.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/args/args_int.h"

static bool is_figures(const char *s, size_t len)
{
    return len && len < 18 && strspn(s, "0123456789") >= len;
}

enum err args_whole(const struct args *a, uint32_t option, uint64_t least, uint64_t most,
                    uint64_t *number)
{
    const char *value = a->value[option];
    if (!value)
        return ERR_NONE;
    bool is_number = is_figures(value, strlen(value));
    unsigned long long n = is_number ? strtoull(value, NULL, 10) : 0;
    if (is_number && n >= least && n <= most) {
        *number = n;
        return ERR_NONE;
    }
    char from[24], to[24];
    snprintf(from, sizeof from, "%llu", (unsigned long long)least);
    snprintf(to, sizeof to, "%llu", (unsigned long long)most);
    return args_fail(a, ARGS_BAD_NUMBER,
                     (const char *const[]){a->program->options[option].name, from, to, value});
}

/* Figures with at most one point among them, "12.5"; their number in 1/10,000. */
static bool read_decimal(const char *s, size_t len, int64_t *number)
{
    char text[16];
    const char *point = memchr(s, '.', len);
    size_t whole = point ? (size_t)(point - s) : len;
    if (len >= sizeof text || !is_figures(s, whole) ||
        (point && !is_figures(point + 1, len - whole - 1)))
        return false;
    memcpy(text, s, len);
    text[len] = '\0';
    return decimal_parse(text, number) == DECIMAL_OK;
}

enum err args_share(const struct args *a, uint32_t option, double *share)
{
    const char *value = a->value[option];
    if (!value)
        return ERR_NONE;
    const char *const words[] = {a->program->options[option].name, value};
    size_t len = strlen(value);
    bool has_sign = len && value[len - 1] == '%';
    int64_t percent;
    if (!read_decimal(value, len - has_sign, &percent) || percent > 100 * DECIMAL_ONE)
        return args_fail(a, ARGS_BAD_PERCENT, words);
    if (!has_sign && percent > 0 && percent < DECIMAL_ONE)
        return args_fail(a, ARGS_SMALL_PERCENT, words);
    *share = (double)percent / (100 * DECIMAL_ONE);
    return ERR_NONE;
}
