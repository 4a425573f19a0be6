/*
 * walk: one case at the terminal, by the same vm_step that runs real ones.
 *
 * A walk is the talk: where answers come from, what was told so far. A leg is
 * a case under way in it: the SOP itself, and within it each SOP that a row of
 * it calls, walked from start to end in its place.
 *   walk.c       asks which row, and steps
 *   walk_ask.c   questions, and the lines that answer them
 *   walk_data.c  fields, and what data decide
 *   walk_tell.c  what has happened, and the end
 *   card.c       shows a row as the page shows it
 */
#ifndef SOP_WALK_H
#define SOP_WALK_H

#include "runtime/cli/cli.h"

enum { WALK_MOST_LINE = VALUE_MOST_TEXT + 64 };

struct walk {
    struct cli *cli;
    const struct image *image;
    FILE *out;               /* the talk; data mode keeps stdout for the data */
    bool is_terminal;
    bool is_left;            /* by q */
    bool is_cut;             /* the script ended first */
    bool is_stuck, is_stopped, is_astray;   /* the SOP itself is at fault */
    unsigned line;           /* of the script */
    char answer[WALK_MOST_LINE];
    struct arena texts;      /* what fields hold */
    json_t *path;            /* as data ... */
    struct bytes words;      /* ... and in words */
    double minutes, waited;  /* of work, of waiting */
};

struct leg {
    struct walk *w;
    const struct image *image;
    uint32_t procedure;
    struct vm_case *state, *before;      /* before: of the event at hand */
    struct value *fields, *fields_before;
    struct vm_effects effects;           /* of one step */
    LIST_OF(struct vm_effect) deeds;     /* of the event at hand, with all that data decided */
    bool *is_shown;          /* per row of the image: its card was shown since it opened */
    uint32_t *choices;       /* rows to choose from */
    uint32_t n_choices;
    struct arena memory;
};

/* ---- walk_ask.c ---- */

/* Reads an answer: false when the walk is to be left. */
bool walk_ask(struct walk *w);
void walk_not_understood(const struct walk *w);
/* Which of the choices; NONE: the walk is left. */
uint32_t walk_choose_row(struct leg *l, enum message question);
/* The signature or lateness that an answer means for an open row; false: the
 * walk is left. */
bool walk_choose_event(struct leg *l, uint32_t row, struct vm_event *event);
/* A question that is answered by Enter or yes. */
bool walk_confirm(struct leg *l, enum message m, const char *a, const char *b);

/* ---- walk_data.c ---- */

/* Asks for the fields that a row fills; false: the walk is left. */
bool walk_ask_fields(struct leg *l, uint32_t row);
/* Computes what the row computes, and where data choose the outcome. False
 * with the fault told: the event is refused. */
bool walk_compute(struct leg *l, uint32_t row, bool has_choice, uint32_t *outcome);
/* Fields of one id and type go from one case to another. */
void walk_copy_fields(const struct leg *from, struct leg *to);

/* ---- walk_tell.c ---- */

void walk_show_card(struct leg *l, uint32_t row);
/* What the event at hand did. */
void walk_follow(struct leg *l);
/* "2 days": how long a row waits yet; and the minutes of it. */
double walk_wait_text(const struct leg *l, uint32_t duration, struct bytes *b);
/* The duration of the wait in which a row stands. */
uint32_t walk_wait_of(const struct leg *l, uint32_t row);
/* The end of the SOP itself, and the whole walk. */
enum err walk_finish(struct leg *l);

/* ---- card.c ---- */

/* A row with its cells: number, text, who, input, time, output, note. */
void card_write(const struct cli *cli, struct bytes *b, const struct image *image,
                uint32_t row);
/* "2..5 days", "as needed". */
void duration_write(const struct cli *cli, struct bytes *b, const struct duration *d);

#endif
