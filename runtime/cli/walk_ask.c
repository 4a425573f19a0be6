/*
 * The questions of a walk. Every one is answered by a line: Enter takes the
 * first choice, q leaves. What is not typed at a terminal is a script of such
 * lines; its answers are shown where they were given, so that the transcript
 * reads like the talk it replaces.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/cli/walk.h"

/* ---- lines --------------------------------------------------------------- */

static void trim(char *line)
{
    size_t len = strlen(line), skip = strspn(line, " \t");
    while (len > skip && strchr(" \t\r\n", line[len - 1]))
        len--;
    memmove(line, line + skip, len - skip);
    line[len - skip] = '\0';
}

/* What does not fit in a line of ours is passed over. */
static void skip_rest(const char *line)
{
    if (!strchr(line, '\n'))
        for (int c = getchar(); c != '\n' && c != EOF;)
            c = getchar();
}

/* In a script, lines that begin with # are remarks. */
static bool read_line(struct walk *w)
{
    do {
        if (!fgets(w->answer, sizeof w->answer, stdin))
            return false;
        skip_rest(w->answer);
        trim(w->answer);
        w->line++;
    } while (!w->is_terminal && w->answer[0] == '#');
    return true;
}

static void show_answer(const struct walk *w)
{
    struct bytes b = {0};
    bytes_add_visible(&b, w->answer);
    if (!w->is_terminal)
        fprintf(w->out, "%s\n", b.data ? b.data : "");
    bytes_free(&b);
}

bool walk_ask(struct walk *w)
{
    fputs("> ", w->out);
    fflush(w->out);
    bool is_read = read_line(w);
    if (!is_read) {
        fputc('\n', w->out);
        w->is_cut = !w->is_terminal;
        w->is_left = w->is_terminal;
        return false;
    }
    show_answer(w);
    w->is_left = strcmp(w->answer, "q") == 0;
    return !w->is_left;
}

void walk_not_understood(const struct walk *w)
{
    char line[24];
    if (w->is_terminal)
        cli_say(w->cli, stderr, MSG_NOT_UNDERSTOOD, w->answer, NULL);
    else
        cli_say(w->cli, stderr, MSG_LINE_NOT_UNDERSTOOD, w->answer,
                number_text(w->line, line), NULL);
}

bool walk_confirm(struct leg *l, enum message m, const char *a, const char *b)
{
    for (;;) {
        cli_say(l->w->cli, l->w->out, m, a, b, NULL);
        if (!walk_ask(l->w))
            return false;
        if (!*l->w->answer || answer_is_yes(l->w->answer))
            return true;
        walk_not_understood(l->w);
    }
}

/* ---- which row ----------------------------------------------------------- */

/* By its place in the list, or by its name. */
static uint32_t chosen_row(const struct leg *l)
{
    const char *answer = l->w->answer;
    bool is_number = strspn(answer, "0123456789") == strlen(answer);
    unsigned long number = *answer ? strtoul(answer, NULL, 10) : 1;
    if (is_number)
        return number >= 1 && number <= l->n_choices ? l->choices[number - 1] : NONE;
    for (uint32_t i = 0; i < l->n_choices; i++)
        if (strcmp(image_row_id(l->image, l->choices[i]), answer) == 0)
            return l->choices[i];
    return NONE;
}

/* A row that waits says so in place of its text. */
static void show_choice(const struct leg *l, uint32_t i)
{
    char place[24], no[24] = "";
    uint32_t row = l->choices[i];
    const struct image_row *r = &l->image->t.row[row];
    struct bytes wait = {0}, text = {0};
    if (r->no)
        number_text(r->no, no);
    if (vm_waiting(l->image, l->state, row) != NONE) {
        walk_wait_text(l, walk_wait_of(l, row), &wait);
        bytes_printf(&text, "%s %s", cli_text(l->w->cli, MSG_WAIT), wait.data ? wait.data : "");
    } else
        bytes_add_string(&text, image_string(l->image, r->text));
    cli_say(l->w->cli, l->w->out, MSG_WALK_ROW, number_text(i + 1, place), no,
            image_row_id(l->image, row), text.data ? text.data : "", NULL);
    bytes_free(&wait);
    bytes_free(&text);
}

uint32_t walk_choose_row(struct leg *l, enum message question)
{
    char most[24];
    if (l->n_choices < 2)
        return l->n_choices ? l->choices[0] : NONE;
    fputc('\n', l->w->out);
    for (uint32_t i = 0; i < l->n_choices; i++)
        show_choice(l, i);
    for (;;) {
        cli_say(l->w->cli, l->w->out, question, number_text(l->n_choices, most), NULL);
        if (!walk_ask(l->w))
            return NONE;
        uint32_t row = chosen_row(l);
        if (row != NONE)
            return row;
        walk_not_understood(l->w);
    }
}

/* ---- which outcome ------------------------------------------------------- */

/* Joint rows and `each` rows are signed one by one: by whom now? */
static void show_signature(const struct leg *l, uint32_t row, uint32_t nth)
{
    const struct walk *w = l->w;
    char place[24], all[24], unit[16];
    struct bytes who = {0};
    uint32_t n, n_tasks = l->image->t.row[row].n_tasks;
    if (n_tasks < 2)
        return;
    const uint32_t *actors = signature_actors(l->image, row, nth, &n);
    signers_write(&who, l->image, actors, n, cli_text(w->cli, MSG_OR),
                  signature_unit(l->image, row, nth, unit));
    cli_say(w->cli, w->out, MSG_WALK_SIGNATURE, number_text(nth + 1, place),
            number_text(n_tasks, all), image_row_id(l->image, row), who.data ? who.data : "", NULL);
    bytes_free(&who);
}

/* "2nd", "3rd"; the other language counts with plain numbers. */
static const char *ordinal(const struct leg *l, uint32_t n, char out[32])
{
    static const char *const ends[] = {"th", "st", "nd", "rd"};
    bool is_teen = n / 10 % 10 == 1;
    const char *end = ends[n % 10 < 4 && !is_teen ? n % 10 : 0];
    snprintf(out, 32, "%u%s", n, l->w->cli->args.language == LANG_EN ? end : "");
    return out;
}

static const char *target_name(const struct leg *l, uint32_t to)
{
    if (to == IMAGE_TO_END)
        return cli_text(l->w->cli, MSG_WALK_END);
    return to == IMAGE_TO_NEXT || to == NONE ? cli_text(l->w->cli, MSG_WALK_NEXT)
                                             : image_row_id(l->image, to);
}

/* Of an outcome with a bound: how often it was taken, and what then. */
static void write_count(const struct leg *l, struct bytes *b, uint32_t row, uint32_t outcome)
{
    uint32_t counter = image_counter(l->image, row, outcome);
    const struct image_outcome *o =
        &l->image->t.outcome[l->image->t.row[row].outcomes.first + outcome];
    char nth[32], most[24];
    if (counter == NONE)
        return;
    uint32_t n = vm_counter(l->image, l->state, counter);
    bool is_used_up = n >= o->at_most;
    bytes_add_char(b, ' ');
    cli_write(l->w->cli, b, is_used_up ? MSG_WALK_USED_UP : MSG_WALK_COUNT,
              ordinal(l, n + 1, nth), number_text(o->at_most, most), target_name(l, o->then_to),
              NULL);
}

static void show_outcomes(const struct leg *l, uint32_t row, uint32_t usual)
{
    const struct walk *w = l->w;
    struct bytes b = {0};
    for (uint32_t i = 0; i < row_n_choices(l->image, row); i++) {
        bytes_printf(&b, "%s%u %s", i ? "   " : "", i + 1,
                     outcome_name(w->cli, l->image, row, i));
        write_count(l, &b, row, i);
    }
    if (image_late(l->image, row) != NONE)
        bytes_printf(&b, "   %s", cli_text(w->cli, MSG_LATE));
    cli_say(w->cli, w->out, MSG_WALK_OUTCOME, b.data ? b.data : "",
            outcome_name(w->cli, l->image, row, usual), NULL);
    bytes_free(&b);
}

static void show_question(const struct leg *l, uint32_t row, uint32_t usual)
{
    const struct image_row *r = &l->image->t.row[row];
    bool has_late = image_late(l->image, row) != NONE;
    if (r->calls != NONE)
        cli_say(l->w->cli, l->w->out, has_late ? MSG_WALK_CALL_LATE : MSG_WALK_CALL,
                image_row_id(l->image, row),
                image_string(l->image, l->image->t.procedure[r->calls].id), NULL);
    else if (usual != NONE)
        show_outcomes(l, row, usual);
    else
        cli_say(l->w->cli, l->w->out, has_late ? MSG_WALK_STEP_LATE : MSG_WALK_STEP,
                image_row_id(l->image, row), NULL);
}

/* What the answer means; false: nothing. */
static bool read_event(const struct leg *l, uint32_t row, uint32_t usual, struct vm_event *event)
{
    const char *answer = l->w->answer;
    bool is_late = image_late(l->image, row) != NONE && answer_is_late(answer);
    *event = (struct vm_event){is_late ? VM_LATE : VM_SIGN, row, usual};
    if (is_late || !*answer)
        return true;
    if (usual == NONE)
        return answer_is_yes(answer);
    event->outcome = outcome_find(l->image, row, answer, true);
    return event->outcome != NONE;
}

bool walk_choose_event(struct leg *l, uint32_t row, struct vm_event *event)
{
    uint32_t first = NONE, nth = vm_signed(l->image, l->state, row, &first);
    bool is_choice = row_n_choices(l->image, row) && l->image->t.row[row].calls == NONE;
    uint32_t usual = !is_choice ? NONE : nth > 0 && first != NONE ? first : 0;
    show_signature(l, row, nth);
    for (;;) {
        show_question(l, row, usual);
        if (!walk_ask(l->w))
            return false;
        if (read_event(l, row, usual, event))
            return true;
        walk_not_understood(l->w);
    }
}
