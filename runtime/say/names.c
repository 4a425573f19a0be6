/*
 * Words for rows, outcomes, actors and fields. In data `yes` and `no` are written so
 * in every language; a person may say either language's word.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>

#include "runtime/say/say.h"

static const struct {
    const char *word;
    enum image_outcome_kind kind;
    bool is_short;
} answers[] = {
    {"yes", IMAGE_YES, false}, {"ya", IMAGE_YES, false},  {"y", IMAGE_YES, true},
    {"no", IMAGE_NO, false},   {"tidak", IMAGE_NO, false}, {"n", IMAGE_NO, true},
    {"t", IMAGE_NO, true},     {"late", IMAGE_LATE, false}, {"terlambat", IMAGE_LATE, false},
};

static const struct image_outcome *outcome_at(const struct image *image, uint32_t row,
                                              uint32_t outcome)
{
    return &image->t.outcome[image->t.row[row].outcomes.first + outcome];
}

static bool is_same_word(const char *a, const char *b)
{
    int order;
    return u8_casecmp((const uint8_t *)a, strlen(a), (const uint8_t *)b, strlen(b), NULL,
                      UNINORM_NFC, &order) == 0 && order == 0;
}

static bool is_answer(enum image_outcome_kind kind, const char *word, bool is_short)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].kind == kind && (is_short || !answers[i].is_short) &&
            strcasecmp(answers[i].word, word) == 0)
            return true;
    return false;
}

static bool is_meant(const struct image_outcome *o, const char *label, const char *word,
                     bool is_short)
{
    if (o->kind == IMAGE_WHEN || o->kind == IMAGE_ELSE)
        return false;   /* nobody's answers */
    return o->kind == IMAGE_WORDS ? is_same_word(label, word)
                                  : is_answer((enum image_outcome_kind)o->kind, word, is_short);
}

bool answer_is_yes(const char *word)
{
    return is_answer(IMAGE_YES, word, true);
}

bool answer_is_no(const char *word)
{
    return is_answer(IMAGE_NO, word, true);
}

bool answer_is_late(const char *word)
{
    return is_answer(IMAGE_LATE, word, true);
}

uint32_t row_n_choices(const struct image *image, uint32_t row)
{
    return image->t.row[row].is_data ? 0 : image_n_answers(image, row);
}

/* Whole words go before single letters, those before numbers: an outcome may
 * be called "2". */
uint32_t outcome_find(const struct image *image, uint32_t row, const char *word, bool is_short)
{
    uint32_t n = row_n_choices(image, row);
    for (int pass = 0; pass <= (is_short ? 1 : 0); pass++)
        for (uint32_t i = 0; i < n; i++) {
            const struct image_outcome *o = outcome_at(image, row, i);
            if (is_meant(o, image_string(image, o->label), word, pass == 1))
                return i;
        }
    bool is_number = *word && strspn(word, "0123456789") == strlen(word) && strlen(word) < 6;
    unsigned long number = is_short && is_number ? strtoul(word, NULL, 10) : 0;
    return number >= 1 && number <= n ? (uint32_t)number - 1 : NONE;
}

const char *say_outcome_word(const struct image *image, uint32_t row, uint32_t outcome)
{
    static const char *const words[N_IMAGE_OUTCOME_KINDS] = {
        [IMAGE_YES] = "yes", [IMAGE_NO] = "no", [IMAGE_ELSE] = "else", [IMAGE_LATE] = "late",
    };
    const struct image_outcome *o = outcome_at(image, row, outcome);
    return words[o->kind] ? words[o->kind] : image_string(image, o->label);
}

const char *say_outcome(enum language language, const struct image *image, uint32_t row,
                        uint32_t outcome)
{
    const struct image_outcome *o = outcome_at(image, row, outcome);
    switch ((enum image_outcome_kind)o->kind) {
    case IMAGE_YES: return say_text(language, MSG_YES);
    case IMAGE_NO: return say_text(language, MSG_NO);
    case IMAGE_ELSE: return say_text(language, MSG_ELSE);
    case IMAGE_LATE: return say_text(language, MSG_LATE);
    default: return image_string(image, o->label);
    }
}

void say_outcomes(struct bytes *b, enum language language, const struct image *image,
                  uint32_t row)
{
    for (uint32_t i = 0; i < row_n_choices(image, row); i++)
        bytes_printf(b, "%s`%s`", i ? ", " : "", say_outcome(language, image, row, i));
}

void signers_write(struct bytes *b, const struct image *image, const uint32_t *actors,
                   uint32_t n, const char *separator, const char *unit)
{
    for (uint32_t i = 0; i < n; i++)
        bytes_printf(b, "%s%s", i ? separator : "",
                     image_string(image, image->t.actor[actors[i]].name));
    if (unit)
        bytes_printf(b, ": %s", unit);
}

const char *image_language(const struct image *image)
{
    return image->t.n_source ? image_string(image, image->t.source[0].language) : NULL;
}

const char *actor_write(struct bytes *b, const char *actor, const char *office)
{
    bytes_printf(b, "%s%s%s", office, *office ? "." : "", actor);
    return b->data ? b->data : "";
}

const char *field_name(const struct image *image, uint32_t field)
{
    return image_string(image, image->t.field[field].name);
}

static void write_choices(struct bytes *b, const struct image *image, uint32_t field,
                          const char *quote)
{
    uint32_t n;
    const uint32_t *choices = image_list(image, image->t.field[field].choices, &n);
    for (uint32_t i = 0; i < n; i++)
        bytes_printf(b, "%s%s%s%s", i ? ", " : "", quote, image_string(image, choices[i]), quote);
}

void say_choices(struct bytes *b, const struct image *image, uint32_t field)
{
    write_choices(b, image, field, "`");
}

void say_field_type(struct bytes *b, enum language language, const struct image *image,
                    uint32_t field)
{
    static const enum message types[N_IMAGE_FIELD_TYPES] = {
        [IMAGE_AMOUNT] = MSG_AMOUNT, [IMAGE_TEXT] = MSG_TEXT, [IMAGE_DATE] = MSG_DATE,
        [IMAGE_YES_NO] = MSG_YES_NO, [IMAGE_CHOICE] = MSG_CHOICE,
    };
    if (image->t.field[field].type == IMAGE_CHOICE)
        write_choices(b, image, field, "");
    else
        bytes_add_string(b, say_text(language, types[image->t.field[field].type]));
}
