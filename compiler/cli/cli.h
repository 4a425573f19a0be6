/*
 * cli: sopc, the command line of the compiler house.
 *
 * A command is a line in commands.def and a function command_<name>() that
 * answers with an exit code. Results go to stdout or the file asked for,
 * faults and talk to stderr.
 */
#ifndef SOP_COMPILER_CLI_H
#define SOP_COMPILER_CLI_H

#include "compiler/flow/flow.h"
#include "grammar/grammar.h"
#include "runtime/args/args.h"

enum option {
#define OPTION(symbol, name, value, en, id) OPT_##symbol,
#include "compiler/cli/options.def"
#undef OPTION
    N_OPTIONS
};

enum message {
#define TEXT(symbol, en, id) MSG_##symbol,
#include "compiler/cli/texts.def"
#undef TEXT
    N_MESSAGES
};

struct cli {
    struct args args;
};

#define COMMAND(name, words, options, en, id, example, other) enum err command_##name(struct cli *cli);
#include "compiler/cli/commands.def"
#undef COMMAND

/* ---- compile.c: the way of one text ----------------------------------- */

/* A text and all that the floors made of it; compile_free lets it all go. */
struct compilation {
    struct arena arena;
    struct interner names;
    struct sources sources;
    struct diags diags;
    const struct ast_program *program;
    const struct model *model;
    struct flow **flows;       /* one for each sop */
    uint32_t n_flows;
};

/* What the arenas of sopc do when memory is out: say so and exit. */
void cli_out_of_memory(void);
void compile(struct compilation *c, const char *path);
void compile_free(struct compilation *c);
/* What the faults mean for the exit code: nothing, a finding, surroundings, a limit. */
enum err compile_result(const struct compilation *c);
/* Compiles the file named on the command line and tells its faults on stderr.
 * ERR_NONE: the flows (those that --sop leaves) are without errors. */
enum err cli_compile(struct cli *cli, struct compilation *c, const char *path);
struct diag_options cli_diag_options(const struct cli *cli);

/* ---- files.c: what is read and where results go ----------------------- */

/* The .sop files that the words name, folders looked through, sorted; each
 * word that names nothing is told. */
enum err cli_files(struct cli *cli, struct arena *arena, const char *const **files, uint32_t *n);
/* "x/surat.sop" -> "surat"; with several SOPs the SOP's own id. */
const char *cli_stem(struct compilation *c, uint32_t flow);
/* Writes a result; out may be NULL for stdout. Tells what went wrong. */
enum err cli_write(struct cli *cli, const char *out, const struct bytes *b);
/* OUT.svg -> OUT-2.svg */
const char *cli_page_path(struct arena *arena, const char *out, uint32_t page);

/* ---- talk.c ------------------------------------------------------------ */

/* A sentence of texts.def on stderr, {1} {2} filled in; returns err. */
#define cli_fail(cli, err, message, ...) cli_fail_(cli, err, message, ##__VA_ARGS__, (char *)NULL)
enum err cli_fail_(const struct cli *cli, enum err err, enum message message, ...)
    __attribute__((sentinel));
/* An option as one of these words (the first is the default); N: told. */
uint32_t cli_choice(const struct cli *cli, enum option option, const char *const *words, uint32_t n);
const char *cli_value(const struct cli *cli, enum option option);

#endif
