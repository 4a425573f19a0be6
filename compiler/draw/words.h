/*
 * words: what the page says of a row, in the language of its sop: the words
 * of words.def, a duration as printed, and the column of notes.
 */
#ifndef SOP_DRAW_WORDS_H
#define SOP_DRAW_WORDS_H

#include "compiler/flow/flow.h"

enum draw_word {
#define WORD(symbol, en, id) DRAW_WORD_##symbol,
#include "compiler/draw/words.def"
    N_DRAW_WORDS
};

const char *draw_word(enum draw_word word, enum language language);
/* The word with {1} {2} ... filled in from a list that NULL ends. */
#define draw_sentence(arena, word, language, ...) \
    draw_sentence_(arena, word, language, __VA_ARGS__, (char *)NULL)
const char *draw_sentence_(struct arena *arena, enum draw_word word, enum language language, ...)
    __attribute__((sentinel));

/* Each text of a row in the arena; NULL where its cell stays empty. */
const char *draw_row_number(const struct row *row, struct arena *arena);
const char *draw_row_papers(const string_list *papers, struct arena *arena);
const char *draw_row_time(const struct sop *sop, const struct row *row, struct arena *arena);
const char *draw_row_note(const struct sop *sop, const struct row *row, const char *found,
                          struct arena *arena);
/* "after no. 3 and 5", where the row waits for more than one; else NULL. */
const char *draw_row_after(const struct sop *sop, const struct row *row, struct arena *arena);
/* What an outcome is called; and at the arrow of its arc to `to`, which may
 * be the one it takes when its bound is reached. */
const char *draw_outcome_name(const struct outcome *outcome, enum language language);
const char *draw_outcome_label(const struct sop *sop, const struct outcome *outcome, uint32_t to,
                               struct arena *arena);
/* The same of an arc; NULL: it is of no outcome. */
const char *draw_arc_label(const struct sop *sop, const struct arc *arc, struct arena *arena);
/* Where an arc leads, its target being called name: "back to no. 2". */
const char *draw_arc_target(const struct sop *sop, const struct arc *arc, const char *name,
                            struct arena *arena);
/* Who takes part: "Clerk, Chief, assisted by Archivist"; "" where nobody does. */
const char *draw_row_people(const struct sop *sop, const struct row *row, struct arena *arena);
/* What must hold for a `when`, in the printed names of the fields. */
const char *draw_condition(const struct sop *sop, const struct expr *e, struct arena *arena);
/* An amount as people of that language write it. */
const char *draw_number(int64_t value, enum language language, struct arena *arena);

#endif
