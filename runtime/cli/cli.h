/*
 * cli: soprun, the command line of the runtime house.
 *
 * A command is a line in commands.def and a function command_<name>() that
 * answers with an exit code. Results go to stdout, talk and faults to stderr;
 * every sentence stands in runtime/say/messages.def, in each language. Texts of
 * users are made visible (control characters escaped) wherever a person may read
 * them.
 */
#ifndef SOP_CLI_H
#define SOP_CLI_H

#include <jansson.h>
#include <stdio.h>

#include "runtime/args/args.h"
#include "runtime/say/say.h"
#include "runtime/simulate/simulate.h"
#include "runtime/store/store.h"
#include "runtime/vm/eval.h"

enum option {
#define OPTION(symbol, name, value, en, id) OPT_##symbol,
#include "runtime/cli/options.def"
#undef OPTION
    N_OPTIONS
};

/* One call of soprun. */
struct cli {
    struct args args;                 /* value[OPT_x]; language: that of all talk */
    const char *argument;             /* IMAGE, CASE ...; NULL: none given */
    struct store_setting *settings;   /* of --set; n of them */
    uint32_t n_settings;
    int64_t now;                      /* of --now; 0: the clock */
    bool is_json, is_xes;
    struct store *store;              /* closed at the end */
};

#define COMMAND(name, argument, options, en, id, example, other) \
    enum err command_##name(struct cli *cli);
#include "runtime/cli/commands.def"
#undef COMMAND

/* ---- commands.c: the tables as one program ---- */

/* Reads the command line and runs the command. */
enum err cli_run(struct cli *cli, int argc, char **argv);
/* The argument as a number of a case or a task. */
enum err cli_number(struct cli *cli, int64_t *number);

/* ---- settings.c: options with more to them ---- */

/* Takes --set out of the line, however often it stands there. */
enum err cli_take_settings(struct cli *cli, int *argc, char **argv);
struct store_settings cli_settings(const struct cli *cli);
/* Reads --now. */
enum err cli_take_now(struct cli *cli);
/* The number of an option, from 1 to `most`; 0 where it is not given. */
enum err cli_take_count(const struct cli *cli, enum option option, uint32_t most, uint32_t *n);

/* ---- talk.c: sentences, in the language of the SOP ---- */

/* A message with {1} {2} ... filled in from strings, ended by NULL. */
void cli_say(const struct cli *cli, FILE *out, enum message m, ...) __attribute__((sentinel));
/* The same appended to b, without the end of the line. */
void cli_write(const struct cli *cli, struct bytes *b, enum message m, ...)
    __attribute__((sentinel));
/* The same as a fault, on stderr; returns err. */
enum err cli_fail(const struct cli *cli, enum err err, enum message m, ...)
    __attribute__((sentinel));
enum err cli_fail_store(const struct cli *cli, const struct store_fault *fault);
/* The same with a sentence that is written already, and let go. */
enum err cli_fail_said(enum err err, struct bytes *sentence);
const char *cli_text(const struct cli *cli, enum message m);
/* Talk in the language of a source ("en", "id"), unless --messages said one. */
void cli_use_language(struct cli *cli, const char *language);
/* Writes b, which is visible text, and frees it. */
enum err cli_print(const struct cli *cli, FILE *out, struct bytes *b);
/* Writes a document and lets it go; NULL says that memory ran out. */
enum err cli_print_json(const struct cli *cli, json_t *document);

/* ---- table.c ---- */

/* Cells row by row; the first row is the heading. */
struct table {
    struct bytes cells;    /* each with a NUL behind it */
    size_t n_columns, n_cells;
    bool is_bare;          /* the heading is not shown */
    bool is_page;          /* a rule under the heading, and no wider than TEXT_WIDTH */
    uint32_t cut;          /* bit c: column c gives way where a terminal is too narrow */
    uint32_t right;        /* bit c: column c stands to the right */
};
/* The headings: one text, a | between them. */
void table_begin(struct table *t, const char *headings);
void table_add(struct table *t, const char *cell);
/* Prints and frees. Nothing but the heading: nothing. */
enum err table_print(const struct cli *cli, FILE *out, struct table *t);

/* ---- open.c: what commands work on ---- */

/* Reads a whole file ("-" is stdin). */
enum err cli_read_file(struct cli *cli, const char *path, struct bytes *b);
/* Reads and verifies the image that the argument names, and takes its
 * language. The first leaves *image NULL and the fault untold where it is not
 * valid; cli_fail_image tells it; the other does both. */
enum err cli_read_image(struct cli *cli, struct image **image, struct image_fault *fault);
enum err cli_fail_image(const struct cli *cli, const struct image_fault *fault);
enum err cli_fail_bad_image(const struct cli *cli, enum err err, const char *why);
enum err cli_open_image(struct cli *cli, struct image **image);
const char *cli_store_path(const struct cli *cli);
/* Opens the store; takes the language of the version deployed last. */
enum err cli_open_store(struct cli *cli, enum store_mode mode);
struct store_by cli_by(const struct cli *cli);

/* ---- case_commands.c ---- */

/* The case that the argument names, in its language; the store is open then. */
enum err cli_open_case(struct cli *cli, struct store_case *c);

/* ---- xes.c ---- */

/* The log as IEEE 1849: of one case, or of all (NULL). */
enum err cli_print_xes(struct cli *cli, const struct store_case *c);

/* ---- page.c ---- */

/* Writes the pages of a case to the file that --page names. */
enum err cli_show_page(struct cli *cli, const struct store_case *c);

/* ---- simulate_command.c, and its report ---- */

struct simulation {
    struct cli *cli;
    const struct image *image;
    struct simulate_options options;
    struct simulate_result result;
    int64_t began, shown;              /* the progress bar */
};
enum err simulation_print_table(const struct simulation *s);
json_t *simulation_json(const struct simulation *s);
/* How days are reckoned; false where the calendar says it. */
bool simulation_write_reckoning(const struct simulation *s, struct bytes *out);
/* What is taken for granted, sentence i (from 0): false where it says nothing. */
extern const uint32_t simulation_n_assumptions;
bool simulation_write_assumption(const struct simulation *s, uint32_t i, struct bytes *out);

/* ---- image_json.c ---- */

/* All tables of an image; NULL when memory is out. */
json_t *image_json(const struct image *image);

/* ---- words of runtime/say, in the language of the talk ---- */

static inline const char *outcome_word(const struct image *image, uint32_t row, uint32_t outcome)
{
    return say_outcome_word(image, row, outcome);
}
static inline const char *outcome_name(const struct cli *cli, const struct image *image,
                                       uint32_t row, uint32_t outcome)
{
    return say_outcome(cli->args.language, image, row, outcome);
}
static inline void outcomes_write(const struct cli *cli, struct bytes *b,
                                  const struct image *image, uint32_t row)
{
    say_outcomes(b, cli->args.language, image, row);
}
static inline void field_type_write(const struct cli *cli, struct bytes *b,
                                    const struct image *image, uint32_t field)
{
    say_field_type(b, cli->args.language, image, field);
}

/* ---- actors.c: actors by name ---- */

/* Of the versions that new cases take; the texts live as long as the store. */
struct actor_found {
    const char *actor, *office;   /* office "": none */
    uint32_t n;                   /* so many that are called so */
};
/* The one that a word means: `head`, or `budget.head`. None, or several: told. */
enum err cli_find_actor(const struct cli *cli, const char *word, struct actor_found *found);
bool actor_is_named(const char *word, const char *actor, const char *office);
enum err cli_check_unit(const struct cli *cli, const struct actor_found *actor, const char *unit);

/* ---- values.c: the data of a case ---- */

/* A value for people, in their language. */
void value_write(const struct cli *cli, struct bytes *b, const struct value *v);
/* In data: a number as text (it is exact), yes as true, nothing as null. */
json_t *value_json(const struct value *v);
/* All of a procedure's fields as one object. */
json_t *fields_json(const struct image *image, uint32_t procedure, const struct value *fields);
/* Why a text is no value of a field, or a row cannot compute, on stderr. */
enum err cli_fail_value(const struct cli *cli, enum value_fault fault, const struct image *image,
                        uint32_t field, const char *text);
enum err cli_fail_eval(const struct cli *cli, enum eval_status status, const struct image *image,
                       uint32_t row, uint32_t field);

/* ---- view.c: tasks and cases as tables and as data ---- */

/* Shows or collects what waits; made by view_begin, for store_tasks. */
struct task_view {
    const struct cli *cli;
    struct table table;    /* for people */
    json_t *tasks;         /* as data */
    uint32_t n;
    bool has_case;         /* the table tells case and SOP too */
};
void task_view_begin(struct task_view *v, const struct cli *cli, bool has_case);
void task_view_drop(struct task_view *v);
/* The tasks that a deed has offered: those of its case, and of cases that it
 * set going. */
void task_view_list_next(struct task_view *v, struct cli *cli, const struct store_answer *a);
bool task_view_add(void *view, const struct store_task *t);
/* Appends; when memory is out the array is let go and is NULL, and false. A
 * document packed from NULL is NULL, and cli_print_json says why. */
bool json_collect(json_t **array, json_t *item);
/* "running", "ended", "stopped": in data. */
const char *phase_word(enum vm_phase phase);
/* The same for people, with the end that was reached. */
void phase_write(const struct cli *cli, struct bytes *b, const struct store_case *c);
/* A row's id, or null. */
json_t *row_json(const struct image *image, uint32_t row);
json_t *outcome_json(const struct image *image, uint32_t row, uint32_t outcome);
/* A moment, or null for 0. */
json_t *time_json(int64_t time);

#endif
