/*
 * say: what the runtime says to people: every sentence, in each language, and the
 * words of an image in it (rows, outcomes, actors, fields). `soprun` prints it,
 * the library hands it out; so both say the very same.
 */
#ifndef SOP_SAY_H
#define SOP_SAY_H

#include "runtime/store/store.h"

enum message {
#define MESSAGE(symbol, en, id) MSG_##symbol,
#include "runtime/say/messages.def"
#undef MESSAGE
    N_MESSAGES
};

/* ---- say.c ---- */

enum { SAY_MOST_ARGS = 4 };

const char *say_text(enum language language, enum message m);
/* Appends a message with {1} {2} ... filled in from strings, ended by NULL; what
 * is no clean text in them is made visible. */
void say(struct bytes *b, enum language language, enum message m, ...) __attribute__((sentinel));
void say_filled(struct bytes *b, enum language language, enum message m,
                const char *const args[SAY_MOST_ARGS]);

/* Numbers and times as text, into the caller's buffer. */
const char *number_text(int64_t number, char out[24]);
/* Local time: for people, with its offset for a log, and to the millisecond for data. */
enum time_form { TIME_PLAIN, TIME_LOG, TIME_DATA };
const char *time_text(int64_t time, enum time_form form, char out[40]);

/* ---- fault.c ---- */

/* Why the store said no. */
void say_fault(struct bytes *b, enum language language, const struct store_fault *fault);
/* The same of a fault about the outcome of a task of that row, for which `word`
 * was said (or NULL). False: it is about something else, nothing is appended. */
bool say_outcome_fault(struct bytes *b, enum language language, const struct store_fault *fault,
                       const struct image *image, uint32_t row, const char *word);
/* Why a text is no value of a field, or a row cannot compute. */
void say_value_fault(struct bytes *b, enum language language, enum value_fault fault,
                     const struct image *image, uint32_t field, const char *text);
void say_eval_fault(struct bytes *b, enum language language, enum eval_status status,
                    const struct image *image, uint32_t row, uint32_t field);

/* ---- finding.c ---- */

/* What a check has found, and where. */
void say_finding(struct bytes *b, enum language language, const struct store_finding *f);
/* "text_gone": its kind in data. */
const char *finding_word(enum store_finding_kind kind, char out[32]);

/* ---- names.c: rows, outcomes, actors and fields as words ---- */

/* The outcome that a word means; NONE: none. Numbers and single letters only
 * where is_short. */
uint32_t outcome_find(const struct image *image, uint32_t row, const char *word, bool is_short);
bool answer_is_yes(const char *word);
bool answer_is_no(const char *word);
bool answer_is_late(const char *word);
/* How many outcomes of a row a person chooses from: none where data choose. */
uint32_t row_n_choices(const struct image *image, uint32_t row);
/* "yes", "no", "else", "late" or its own word: in data. */
const char *say_outcome_word(const struct image *image, uint32_t row, uint32_t outcome);
/* The same for people, in their language. */
const char *say_outcome(enum language language, const struct image *image, uint32_t row,
                        uint32_t outcome);
/* "`yes`, `no`": all of a row. */
void say_outcomes(struct bytes *b, enum language language, const struct image *image,
                  uint32_t row);
/* Actors' names, and the unit where there is one. */
void signers_write(struct bytes *b, const struct image *image, const uint32_t *actors,
                   uint32_t n, const char *separator, const char *unit);
/* Appends `budget.head`; all of b so far. */
const char *actor_write(struct bytes *b, const char *actor, const char *office);
/* The source language of an image: "en", "id"; or NULL. */
const char *image_language(const struct image *image);

const char *field_name(const struct image *image, uint32_t field);
/* "`new`, `used`": what a choice may be. */
void say_choices(struct bytes *b, const struct image *image, uint32_t field);
/* "amount, like 1_234.5": what may be written for a field. */
void say_field_type(struct bytes *b, enum language language, const struct image *image,
                    uint32_t field);

#endif
