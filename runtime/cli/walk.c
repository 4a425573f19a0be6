/*
 * soprun walk: one case, row by row. Every question is answered by a line:
 * Enter takes the first choice, q leaves. What is not typed at a terminal is
 * a script of such lines; its answers are shown where they were given, so
 * that the transcript reads like the talk it replaces.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/cli/walk.h"

enum { MOST_LINE = 4096 };

struct walk {
    struct cli *cli;
    const struct image *image;
    struct vm_case *state;
    struct vm_effects effects;
    bool *is_shown;          /* per row: its card was shown since it opened */
    uint32_t *choices;       /* rows to choose from */
    uint32_t n_choices;
    FILE *out;               /* the talk; data mode keeps stdout for the data */
    bool is_terminal;
    bool is_left;            /* by q */
    bool is_cut;             /* the script ended first */
    unsigned line;           /* of the script */
    char answer[MOST_LINE];
    json_t *path;            /* as data ... */
    struct bytes words;      /* ... and in words */
    double minutes;
};

/* ---- asking ------------------------------------------------------------ */

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

/* Reads an answer: false when the walk is to be left. */
static bool ask(struct walk *w)
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

static void not_understood(const struct walk *w)
{
    char line[24];
    if (w->is_terminal)
        cli_say(w->cli, stderr, MSG_NOT_UNDERSTOOD, w->answer, NULL);
    else
        cli_say(w->cli, stderr, MSG_LINE_NOT_UNDERSTOOD, w->answer,
                number_text(w->line, line), NULL);
}

/* ---- which row --------------------------------------------------------- */

static void show_card(struct walk *w, uint32_t row)
{
    struct bytes b = {0};
    if (w->is_shown[row])
        return;
    w->is_shown[row] = true;
    card_write(w->cli, &b, w->image, row);
    cli_print(w->cli, w->out, &b);
}

static void collect_open(struct walk *w)
{
    struct image_span rows = w->image->t.procedure[w->state->procedure].rows;
    w->n_choices = 0;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        if (vm_is_open(w->image, w->state, row))
            w->choices[w->n_choices++] = row;
}

static void collect_starts(struct walk *w)
{
    uint32_t n;
    const uint32_t *entries = image_list(w->image, w->image->t.procedure[0].entries, &n);
    w->n_choices = 0;
    for (uint32_t i = 0; i < n; i++)
        if (w->image->t.row[entries[i]].kind == IMAGE_START)
            w->choices[w->n_choices++] = entries[i];
}

/* By its place in the list, or by its name. */
static uint32_t chosen_row(const struct walk *w)
{
    bool is_number = strspn(w->answer, "0123456789") == strlen(w->answer);
    unsigned long number = *w->answer ? strtoul(w->answer, NULL, 10) : 1;
    if (is_number)
        return number >= 1 && number <= w->n_choices ? w->choices[number - 1] : NONE;
    for (uint32_t i = 0; i < w->n_choices; i++)
        if (strcmp(row_id(w->image, w->choices[i]), w->answer) == 0)
            return w->choices[i];
    return NONE;
}

static void show_choices(struct walk *w)
{
    fputc('\n', w->out);
    for (uint32_t i = 0; i < w->n_choices; i++) {
        char place[24], no[24] = "";
        const struct image_row *row = &w->image->t.row[w->choices[i]];
        if (row->no)
            number_text(row->no, no);
        cli_say(w->cli, w->out, MSG_WALK_ROW, number_text(i + 1, place), no,
                image_string(w->image, row->id), image_string(w->image, row->text), NULL);
    }
}

/* NONE: the walk is left. */
static uint32_t choose_row(struct walk *w, enum message question)
{
    char most[24];
    if (w->n_choices < 2)
        return w->n_choices ? w->choices[0] : NONE;
    show_choices(w);
    for (;;) {
        cli_say(w->cli, w->out, question, number_text(w->n_choices, most), NULL);
        if (!ask(w))
            return NONE;
        uint32_t row = chosen_row(w);
        if (row != NONE)
            return row;
        not_understood(w);
    }
}

/* ---- which outcome ----------------------------------------------------- */

/* Joint rows and `each` rows are signed one by one: by whom now? */
static void show_signature(struct walk *w, uint32_t row, uint32_t nth)
{
    char place[24], all[24], unit[16];
    struct bytes who = {0};
    uint32_t n, n_tasks = w->image->t.row[row].n_tasks;
    if (n_tasks < 2)
        return;
    const uint32_t *actors = signature_actors(w->image, row, nth, &n);
    signers_write(&who, w->image, actors, n, cli_text(w->cli, MSG_OR),
                  signature_unit(w->image, row, nth, unit));
    cli_say(w->cli, w->out, MSG_WALK_SIGNATURE, number_text(nth + 1, place),
            number_text(n_tasks, all), row_id(w->image, row), who.data ? who.data : "", NULL);
    bytes_free(&who);
}

static void show_outcomes(struct walk *w, uint32_t row, uint32_t usual)
{
    struct bytes b = {0};
    for (uint32_t i = 0; i < w->image->t.row[row].outcomes.n; i++)
        bytes_printf(&b, "%s%u %s", i ? "   " : "", i + 1,
                     outcome_name(w->cli, w->image, row, i));
    cli_say(w->cli, w->out, MSG_WALK_OUTCOME, b.data ? b.data : "",
            outcome_name(w->cli, w->image, row, usual), NULL);
    bytes_free(&b);
}

/* The outcome of the next signature; false: the walk is left. */
static bool choose_outcome(struct walk *w, uint32_t row, uint32_t *outcome)
{
    uint32_t first = NONE;
    uint32_t nth = vm_signed(w->image, w->state, row, &first);
    bool is_decision = w->image->t.row[row].outcomes.n > 0;
    uint32_t usual = !is_decision ? NONE : nth > 0 && first != NONE ? first : 0;
    show_signature(w, row, nth);
    for (;;) {
        if (is_decision)
            show_outcomes(w, row, usual);
        else
            cli_say(w->cli, w->out, MSG_WALK_STEP, row_id(w->image, row), NULL);
        if (!ask(w))
            return false;
        *outcome = *w->answer ? outcome_find(w->image, row, w->answer, true) : usual;
        if (*outcome != NONE || !*w->answer || (!is_decision && answer_is_yes(w->answer)))
            return true;
        not_understood(w);
    }
}

/* ---- stepping ---------------------------------------------------------- */

static void add_to_path(struct walk *w, const struct vm_effect *e)
{
    const struct image_procedure *p = &w->image->t.procedure[w->state->procedure];
    struct unit_minutes units = image_units(w->image, p);
    struct duration work = image_duration(w->image, w->image->t.row[e->row].work);
    w->minutes += duration_mean(&work, &units);
    bytes_printf(&w->words, "%s%s", w->words.len ? ", " : "", row_id(w->image, e->row));
    if (e->outcome != NONE)
        bytes_printf(&w->words, ": %s",
                     outcome_name(w->cli, w->image, e->row, e->outcome));
    json_collect(&w->path, json_pack("{s:o, s:o}", "row", row_json(w->image, e->row), "outcome",
                                     outcome_json(w->image, e->row, e->outcome)));
}

static void follow(struct walk *w)
{
    for (uint32_t i = 0; i < w->effects.n; i++) {
        const struct vm_effect *e = &w->effects.at[i];
        if (e->kind == VM_DONE)
            add_to_path(w, e);
        if (e->kind == VM_WITHDRAWN)
            cli_say(w->cli, w->out, MSG_WALK_WITHDRAWN, row_id(w->image, e->row), NULL);
        if (e->kind == VM_OPENED)
            w->is_shown[e->row] = false;
    }
}

/* One answer, one event: false when the walk is left. */
static bool step(struct walk *w)
{
    collect_open(w);
    for (uint32_t i = 0; i < w->n_choices; i++)
        show_card(w, w->choices[i]);
    struct vm_event event = {.kind = VM_SIGN, .outcome = NONE};
    event.row = choose_row(w, MSG_WALK_WHICH);
    if (event.row == NONE || !choose_outcome(w, event.row, &event.outcome))
        return false;
    enum vm_status status = vm_step(w->image, w->state, &event, &w->effects);
    if (status == VM_OTHER_OUTCOME) {
        uint32_t first;
        vm_signed(w->image, w->state, event.row, &first);
        cli_say(w->cli, stderr, MSG_OTHER_OUTCOME, row_id(w->image, event.row),
                outcome_name(w->cli, w->image, event.row, first), NULL);
        return true;
    }
    follow(w);
    return true;
}

/* ---- the end ----------------------------------------------------------- */

static void tell_end(const struct walk *w)
{
    uint32_t result = w->state->result;
    fputc('\n', w->out);
    if (w->state->phase == VM_OVER && result != NONE)
        cli_say(w->cli, w->out, MSG_WALK_ENDED_AT, row_id(w->image, result),
                image_string(w->image, w->image->t.row[result].text), NULL);
    else if (w->state->phase == VM_OVER)
        cli_say(w->cli, w->out, MSG_WALK_ENDED, NULL);
    else if (w->is_left)
        cli_say(w->cli, w->out, MSG_WALK_LEFT, NULL);
}

static enum err tell_result(struct walk *w)
{
    const struct image_procedure *p = &w->image->t.procedure[0];
    if (w->cli->is_json)
        return cli_print_json(
            w->cli, json_pack("{s:i, s:s, s:s, s:b, s:o, s:O, s:f}", "format_version", 1, "sop",
                              image_string(w->image, p->id), "image", w->image->id_hex, "ended",
                              w->state->phase == VM_OVER, "result",
                              row_json(w->image, w->state->result), "path", w->path,
                              "work_minutes", w->minutes));
    char minutes[32];
    cli_say(w->cli, w->out, MSG_WALK_PATH, w->words.data ? w->words.data : "-", NULL);
    cli_say(w->cli, w->out, MSG_WALK_MINUTES, number_format(w->minutes, minutes), NULL);
    return ERR_NONE;
}

static enum err finish_walk(struct walk *w)
{
    char line[24];
    tell_end(w);
    enum err err = tell_result(w);
    if (err != ERR_NONE)
        return err;
    if (w->is_cut)
        return cli_fail(w->cli, ERR_FINDING, MSG_WALK_CUT, number_text(w->line, line), NULL);
    if (w->state->phase == VM_FAULTY)
        return cli_fail(w->cli, ERR_FINDING, MSG_WALK_STOPPED, NULL);
    if (w->state->phase == VM_RUNNING && w->state->n_open == 0)
        return cli_fail(w->cli, ERR_FINDING, MSG_WALK_STUCK, NULL);
    return ERR_NONE;
}

/* ---- the walk ---------------------------------------------------------- */

static bool walk_init(struct walk *w, struct cli *cli, const struct image *image)
{
    bool is_typed = isatty(STDIN_FILENO);
    *w = (struct walk){.cli = cli, .image = image, .is_terminal = is_typed,
                       .out = cli->is_json ? stderr : stdout, .path = json_array()};
    w->effects.cap = vm_effects_max(image, 0);
    w->effects.at = calloc(w->effects.cap ? w->effects.cap : 1, sizeof *w->effects.at);
    w->state = calloc(1, vm_case_size(image, 0));
    w->is_shown = calloc(image->t.n_row ? image->t.n_row : 1, sizeof *w->is_shown);
    w->choices = calloc(image->t.n_row ? image->t.n_row : 1, sizeof *w->choices);
    return w->path && w->effects.at && w->state && w->is_shown && w->choices;
}

static void walk_free(struct walk *w)
{
    json_decref(w->path);
    bytes_free(&w->words);
    free(w->effects.at);
    free(w->state);
    free(w->is_shown);
    free(w->choices);
}

static bool begin(struct walk *w)
{
    const struct image_procedure *p = &w->image->t.procedure[0];
    struct vm_event start = {.kind = VM_START, .row = NONE, .outcome = NONE};
    cli_say(w->cli, w->out, MSG_WALK_TITLE, image_string(w->image, p->title),
            image_string(w->image, p->id), NULL);
    collect_starts(w);
    if (w->n_choices > 1 && (start.row = choose_row(w, MSG_WALK_START)) == NONE)
        return false;
    vm_step(w->image, w->state, &start, &w->effects);
    follow(w);
    return true;
}

static enum err walk_run(struct walk *w)
{
    vm_case_init(w->image, 0, w->state);
    if (begin(w))
        while (w->state->phase == VM_RUNNING && w->state->n_open && step(w))
            continue;
    return finish_walk(w);
}

enum err command_walk(struct cli *cli)
{
    struct image *image;
    struct walk w;
    if (strcmp(cli->argument, "-") == 0)   /* stdin is for the answers */
        return cli_fail(cli, ERR_USAGE, MSG_WALK_STDIN, NULL);
    enum err err = cli_open_image(cli, &image);
    if (err != ERR_NONE)
        return err;
    err = walk_init(&w, cli, image) ? walk_run(&w)
                                    : cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    walk_free(&w);
    image_close(image);
    return err;
}
