/*
 * eval: the data of a case. What fields hold, how people write it, and the
 * expressions that compute a fill or tell which way data choose.
 *
 * Pure functions beside vm_step: nothing is allocated or kept. A set of fields
 * is an array of values, one for each field of the procedure, in order; the
 * texts in it are the caller's. A fault changes nothing, and the caller
 * refuses the event that asked.
 */
#ifndef SOP_EVAL_H
#define SOP_EVAL_H

#include "runtime/image/image.h"

struct value {
    enum image_field_type type;
    bool is_set;
    int64_t n;          /* amount in 1/10,000; date in days since 1970; yes is 1 */
    const char *text;   /* of a text or choice */
};

enum eval_status {
    EVAL_OK,
    EVAL_NOT_FILLED,        /* a field that it reads holds nothing */
    EVAL_OVERFLOW,          /* a number does not fit */
    EVAL_DIVISION_BY_ZERO,
    EVAL_NO_CHOICE,         /* a computed text is none of its field's choices */
    N_EVAL_STATUS
};

/* Computes the expression at `address`. EVAL_NOT_FILLED: out->n is the field,
 * an index of the image. */
enum eval_status eval(const struct image *image, uint32_t procedure, uint32_t address,
                      const struct value *fields, struct value *out);
/* Which answer of a row that data decide: the first WHEN that holds, else
 * ELSE. Where it fails *field is the field that is not filled, or NONE. */
enum eval_status vm_choose(const struct image *image, uint32_t row, const struct value *fields,
                           uint32_t *outcome, uint32_t *field);
/* Computes the fills of a row that have an expression, in order, into fields.
 * Where it fails *field is the field not filled, else the one to be filled. */
enum eval_status vm_fill(const struct image *image, uint32_t row, struct value *fields,
                         uint32_t *field);
/* The first field that a person has to fill at that row and that holds nothing
 * yet, or NONE. */
uint32_t vm_missing(const struct image *image, uint32_t row, const struct value *fields);

/* The field of that id in a procedure (an index of the image), or NONE. */
uint32_t field_find(const struct image *image, uint32_t procedure, const char *id);
/* Where a field stands in a procedure's set. */
uint32_t field_number(const struct image *image, uint32_t procedure, uint32_t field);

/* ---- as people write it ------------------------------------------------- */

enum value_fault {
    VALUE_FINE,
    VALUE_EMPTY,
    VALUE_NOT_A_NUMBER,    /* digits, `_` between groups, a point: 1_234.5 */
    VALUE_THOUSANDS,       /* 2.400: two thousand, or two and a bit? */
    VALUE_TOO_FINE,        /* more than four places behind the point */
    VALUE_TOO_LARGE,
    VALUE_NOT_A_DATE,      /* 2026-01-31 */
    VALUE_NOT_YES_NO,
    VALUE_NO_CHOICE,
    VALUE_BAD_TEXT,        /* control characters, or not UTF-8 */
    VALUE_TOO_LONG,
    N_VALUE_FAULTS
};

enum { VALUE_MOST_TEXT = 4096 };   /* bytes */

/* Reads what stands for a value of that field. A text stays where it is; a
 * choice becomes the image's own words. */
enum value_fault value_parse(const struct image *image, uint32_t field, const char *text,
                             struct value *out);
/* The same of what value_text wrote: there 2.125 asks nothing. An empty text is
 * a text. */
enum value_fault value_restore(const struct image *image, uint32_t field, const char *text,
                               struct value *out);
/* The way back, in data: "1234.5", "2026-01-31", "yes", the words. "" where
 * nothing is set. May use out, may point into the value. */
const char *value_text(const struct value *v, char out[32]);

#endif
