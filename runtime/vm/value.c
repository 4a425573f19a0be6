/*
 * Values as people write them. What is ambiguous is asked back, never guessed:
 * 2.400 is two thousand four hundred to one reader and a bit over two to
 * another.
 */
#include <string.h>
#include <strings.h>
#include <unicase.h>

#include "runtime/vm/eval.h"

/* ---- numbers ---------------------------------------------------------------- */

/* A point or comma with exactly three digits behind it; after a lone zero it
 * is nobody's thousands. */
static bool is_thousands(const char *s)
{
    size_t before = strspn(s, "0123456789_");
    const char *behind = s + before + 1;
    bool is_zero = before == 1 && s[0] == '0';
    return before > 0 && (s[before] == '.' || s[before] == ',') &&
           strspn(behind, "0123456789") == 3 && (s[before] == ',' || !is_zero) &&
           (behind[3] == '\0' || behind[3] == '.' || behind[3] == ',');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits, `_` between them, a point with digits behind it. */
static bool is_number(const char *s)
{
    bool has_point = false;
    for (size_t i = 0; s[i]; i++) {
        bool is_between = i && is_digit(s[i - 1]) && is_digit(s[i + 1]);
        if (!is_digit(s[i]) && !(is_between && (s[i] == '_' || (s[i] == '.' && !has_point))))
            return false;
        has_point |= s[i] == '.';
    }
    return *s;
}

/* n = n * 10 + digit, downward: so the least number can be read too. */
static bool add_digit(int64_t *n, int digit)
{
    return !__builtin_mul_overflow(*n, 10, n) && !__builtin_sub_overflow(*n, digit, n);
}

static enum value_fault read_amount(const char *s, bool is_data, int64_t *out)
{
    bool is_negative = *s == '-';
    int64_t n = 0;
    int places = -1;   /* digits behind the point; -1 before it */
    s += is_negative;
    if (!is_data && is_thousands(s))
        return VALUE_THOUSANDS;
    if (!is_number(s))
        return VALUE_NOT_A_NUMBER;
    for (; *s; s++) {
        if (*s == '.' || *s == '_') {
            places = *s == '.' ? 0 : places;
        } else if (places == 4) {
            if (*s != '0')
                return VALUE_TOO_FINE;
        } else {
            if (!add_digit(&n, *s - '0'))
                return VALUE_TOO_LARGE;
            places += places >= 0;
        }
    }
    for (places = places < 0 ? 0 : places; places < 4; places++)
        if (!add_digit(&n, 0))
            return VALUE_TOO_LARGE;
    if (!is_negative && n == INT64_MIN)
        return VALUE_TOO_LARGE;
    *out = is_negative ? n : -n;
    return VALUE_FINE;
}

/* ---- words ------------------------------------------------------------------ */

static enum value_fault read_yes_no(const char *s, int64_t *out)
{
    static const struct {
        const char *word;
        int64_t n;
    } words[] = { { "yes", 1 }, { "ya", 1 }, { "no", 0 }, { "tidak", 0 } };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcasecmp(words[i].word, s) == 0) {
            *out = words[i].n;
            return VALUE_FINE;
        }
    return VALUE_NOT_YES_NO;
}

static bool is_same_word(const char *a, const char *b)
{
    int order;
    return u8_casecmp((const uint8_t *)a, strlen(a), (const uint8_t *)b, strlen(b), NULL,
                      UNINORM_NFC, &order) == 0 && order == 0;
}

/* Its very words, else but for capitals. */
static enum value_fault read_choice(const struct image *image, uint32_t field, const char *s,
                                    const char **out)
{
    uint32_t n;
    const uint32_t *choices = image_list(image, image->t.field[field].choices, &n);
    *out = NULL;
    for (uint32_t i = 0; i < n; i++) {
        const char *choice = image_string(image, choices[i]);
        bool is_exact = strcmp(choice, s) == 0;
        if (is_exact || (!*out && is_same_word(choice, s)))
            *out = choice;
        if (is_exact)
            break;
    }
    return *out ? VALUE_FINE : VALUE_NO_CHOICE;
}

static enum value_fault check_text(const char *s)
{
    size_t len = strnlen(s, VALUE_MOST_TEXT + 1);
    if (len > VALUE_MOST_TEXT)
        return VALUE_TOO_LONG;
    if (utf8_check(s, len) != len)
        return VALUE_BAD_TEXT;
    for (size_t i = 0; i < len;) {
        uint32_t c;
        i += utf8_next(s + i, len - i, &c);
        if (utf8_is_control(c))
            return VALUE_BAD_TEXT;
    }
    return VALUE_FINE;
}

/* ---- values ----------------------------------------------------------------- */

static enum value_fault read_value(const struct image *image, uint32_t field, const char *text,
                                   bool is_data, struct value *out)
{
    enum value_fault fault = check_text(text);
    *out = (struct value){ .type = (enum image_field_type)image->t.field[field].type };
    if (fault == VALUE_FINE && !*text && !(is_data && out->type == IMAGE_TEXT))
        fault = VALUE_EMPTY;
    if (fault != VALUE_FINE)
        return fault;
    switch (out->type) {
    case IMAGE_AMOUNT: fault = read_amount(text, is_data, &out->n); break;
    case IMAGE_TEXT: out->text = text; break;
    case IMAGE_DATE: fault = date_parse(text, &out->n) ? VALUE_FINE : VALUE_NOT_A_DATE; break;
    case IMAGE_YES_NO: fault = read_yes_no(text, &out->n); break;
    case IMAGE_CHOICE: fault = read_choice(image, field, text, &out->text); break;
    case N_IMAGE_FIELD_TYPES: break;
    }
    out->is_set = fault == VALUE_FINE;
    return fault;
}

enum value_fault value_parse(const struct image *image, uint32_t field, const char *text,
                             struct value *out)
{
    return read_value(image, field, text, false, out);
}

enum value_fault value_restore(const struct image *image, uint32_t field, const char *text,
                               struct value *out)
{
    return read_value(image, field, text, true, out);
}

const char *value_text(const struct value *v, char out[32])
{
    if (!v->is_set)
        return "";
    switch (v->type) {
    case IMAGE_AMOUNT: return decimal_format(v->n, out);
    case IMAGE_DATE: return date_format(v->n, out);
    case IMAGE_YES_NO: return v->n ? "yes" : "no";
    case IMAGE_TEXT:
    case IMAGE_CHOICE: return v->text;
    case N_IMAGE_FIELD_TYPES: break;
    }
    return "";
}
