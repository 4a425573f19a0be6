/*
 * words: the texts that table and JSON share: sentences of words.def, minutes
 * as people say them, lists of row numbers, what the figures assume.
 */
#ifndef SOP_TIME_WORDS_H
#define SOP_TIME_WORDS_H

#include "compiler/time/time.h"
#include "runtime/duration/say.h"

enum time_word {
#define WORD(symbol, en, id) TIME_##symbol,
#include "compiler/time/words.def"
    N_TIME_WORDS
};

const char *time_word(enum time_word word, enum language language);
/* In all languages. */
const char *const *time_words(enum time_word word);
/* A sentence with up to three arguments (NULL where there are fewer). */
void time_write_sentence(struct bytes *out, enum time_word word, enum language language,
                         const char *first, const char *second, const char *third);

/* In whole minutes from an hour on: a mean has digits that say nothing. */
double time_whole(double minutes);
/* As people plan: in whole hours what takes days, in whole minutes what takes
 * hours; and so upward that nothing within it is left out. */
double time_rounded(double minutes, double day);
double time_rounded_up(double minutes, double day);
/* The standard deviation, as coarse as the mean that it stands beside. */
double time_spread(const struct time_expected *expected, double day);
/* "395 minutes = 6 hours 35 minutes". */
void time_write_sum(struct bytes *out, double minutes, double day, enum language language);

/* "1 day = 480 minutes (...)". */
void time_write_reckoning(const struct time_report *report, enum language language,
                          struct bytes *out);
/* The line to type where only bounds are known: "sopc build x.sop && soprun
 * simulate x.sopb". False: they are no bounds, or it comes of no file. */
bool time_write_simulate(const struct time_report *report, struct bytes *out);
/* How the staff is counted: the formula with its numbers. */
void time_write_staff_reckoning(const struct time_report *report, enum language language,
                                struct bytes *out);
/* What is taken for granted, sentence by sentence: false where number i of
 * them (from 0) says nothing of this procedure. */
extern const uint32_t time_n_assumptions;
bool time_write_assumption(const struct time_report *report, uint32_t i, enum language language,
                           struct bytes *out);

#endif
