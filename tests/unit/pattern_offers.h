/*
 * pattern_offers: every act that a case takes at the moment, as the words of
 * pattern_play: what somebody may sign, with each answer, and what the clock
 * may bring. Values are tried as they are given somewhere in the file at hand.
 */
#ifndef SOP_TEST_PATTERN_OFFERS_H
#define SOP_TEST_PATTERN_OFFERS_H

#include "tests/unit/pattern_play.h"
#include "tests/unit/pattern_text.h"

static inline const char *play_path(struct play *p, uint32_t c)
{
    if (p->cases[c].parent == NONE)
        return "";
    return arena_printf(&p->arena, "%s%s/", play_path(p, p->cases[c].parent),
                        word_of_row(p->image, p->cases[c].parent_row));
}

/* The word, with each of the values that are given to this row anywhere. */
static inline void play_offer_values(struct play *p, uint32_t row, const char *word,
                                     const word_list *given, word_list *offers)
{
    const char *id = word_of_row(p->image, row);
    size_t len = strlen(id);
    for (uint32_t i = 0; i < given->n; i++) {
        const char *values = strchr(given->at[i], '(');
        if ((size_t)(values - given->at[i]) == len && strncmp(given->at[i], id, len) == 0)
            *LIST_ADD(&p->arena, offers) = arena_printf(&p->arena, "%s%s", word, values);
    }
}

static inline void play_offer(struct play *p, uint32_t c, uint32_t row, const char *outcome,
                              const word_list *given, word_list *offers)
{
    const char *word = arena_printf(&p->arena, "%s%s%s%s", play_path(p, c),
                                    word_of_row(p->image, row), outcome ? "." : "",
                                    outcome ? outcome : "");
    struct vm_event event = {p->image->t.row[row].kind == IMAGE_START ? VM_START : VM_SIGN, row,
                             NONE};
    bool is_clock = outcome && (strcmp(outcome, "late") == 0 || strcmp(outcome, "wait") == 0);
    if (!is_clock && word_n_given(p->image, row) && play_is_last(p, &event, c))
        play_offer_values(p, row, word, given, offers);
    else
        *LIST_ADD(&p->arena, offers) = word;
}

static inline void play_offer_row(struct play *p, uint32_t c, uint32_t row,
                                  const word_list *given, word_list *offers)
{
    uint32_t first, n_answers = image_n_answers(p->image, row);
    const struct vm_case *state = p->cases[c].state;
    bool is_joint = vm_signed(p->image, state, row, &first) > 0 && !p->image->t.row[row].is_data;
    if (vm_waiting(p->image, state, row) != NONE) {
        play_offer(p, c, row, "wait", given, offers);
        return;
    }
    if (p->image->t.row[row].calls == NONE) {
        if (n_answers == 0 || p->image->t.row[row].is_data)
            play_offer(p, c, row, NULL, given, offers);
        else
            for (uint32_t i = 0; i < n_answers; i++)
                if (!is_joint || i == first)
                    play_offer(p, c, row, word_of_outcome(p->image, row, i), given, offers);
    }
    if (image_late(p->image, row) != NONE)
        play_offer(p, c, row, "late", given, offers);
}

/* Every word that the play takes now. */
static inline word_list play_offers(struct play *p, const word_list *given)
{
    word_list offers = {0};
    for (uint32_t c = 0; c < p->n_cases; c++) {
        struct image_span rows = p->image->t.procedure[p->cases[c].procedure].rows;
        bool is_new = p->cases[c].state->phase == VM_NEW;
        for (uint32_t row = rows.first; row < rows.first + rows.n && p->cases[c].is_live; row++) {
            if (is_new && p->image->t.row[row].kind == IMAGE_START)
                play_offer(p, c, row, NULL, given, &offers);
            else if (!is_new && vm_is_open(p->image, p->cases[c].state, row))
                play_offer_row(p, c, row, given, &offers);
        }
    }
    return offers;
}

#endif
