/*
 * cli: sopc, the command line of the compiler house.
 *
 * A command is a line in commands.def and a function command_<name>() that
 * answers with an exit code. Results go to stdout or the file asked for,
 * faults and talk to stderr.
 */
#ifndef SOP_COMPILER_CLI_H
#define SOP_COMPILER_CLI_H

#include "compiler/codegen/codegen.h"
#include "compiler/draw/draw.h"
#include "compiler/flow/sound.h"
#include "grammar/grammar.h"
#include "runtime/image/image.h"
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
    struct flow **all_flows;   /* of each sop of the model */
    bool **is_told;            /* of each: flow_check; NULL: it was not checked */
    struct flow **flows;       /* of those of the first file: what a command works on */
    uint32_t n_flows;
};

/* What the arenas of sopc do when memory is out: say so and exit. */
void cli_out_of_memory(void);
void compile(struct compilation *c, const char *path);
/* The same for a text in memory that stands for the file `path`. */
void compile_text(struct compilation *c, const char *path, const char *text, size_t len);
void compile_free(struct compilation *c);
/* The image file of a flow without errors, without pages, and its id;
 * out->failed: memory. */
void compile_image(struct compilation *c, const struct flow *flow, struct bytes *out,
                   char id_hex[2 * IMAGE_ID_LEN + 1]);
/* The id alone: printed at the foot of a page, so that paper and case are one. */
const char *cli_image_id(struct compilation *c, const struct flow *flow);
/* What the faults mean for the exit code: nothing, a finding, surroundings, a limit. */
enum err compile_result(const struct compilation *c);
/* Leaves the flows that --sop names (all without it); false: none is left. */
bool cli_choose_sop(const struct cli *cli, struct compilation *c);
/* "`a`, `b`": the sops of c, put behind others (NULL: none). */
const char *cli_sop_names(struct arena *arena, const struct compilation *c, const char *others);
/* Tells that none of these files has it; names is what they have (or NULL). */
enum err cli_no_such_sop(const struct cli *cli, const char *const *files, uint32_t n_files,
                         const char *names);
/* Compiles the file named on the command line and tells its faults on stderr.
 * ERR_NONE: the flows (those that --sop leaves) are without errors. */
enum err cli_compile(struct cli *cli, struct compilation *c, const char *path);
struct diag_options cli_diag_options(const struct cli *cli);

/* The same, but a file without a sop, or the one wanted, is none the worse for it. */
enum err cli_compile_any(struct cli *cli, struct compilation *c, const char *path);

/* ---- draw_command.c ---------------------------------------------------- */

/* The pages of a flow without errors, with the image id at their foot. */
const struct page_list *cli_lay_out(struct compilation *c, const struct flow *flow,
                                    struct draw_options options, const char *image_id);
/* ERR_LIMIT, and told, where the drawing that was written is not whole. */
enum err cli_tell_whole(const struct cli *cli, bool is_whole, const struct flow *flow);

/* ---- replay.c --------------------------------------------------------- */

/* Does the virtual machine meet the fault at the end of its run? The image is of
 * the flow. */
bool replay_fits(const struct image *image, const struct flow *flow,
                 const struct sound_fault *fault, struct arena *arena);

/* ---- files.c: what is read and where results go ----------------------- */

/* The .sop files that the words name, folders looked through, sorted. What
 * cannot be looked through, and each folder without any, is told; the files
 * are good for use all the same. */
enum err cli_files(struct cli *cli, struct arena *arena, const char *const **files, uint32_t *n);
/* "x/surat.sop" -> "surat"; with several SOPs the SOP's own id. */
const char *cli_stem(struct compilation *c, uint32_t flow);
/* Writes a result; out may be NULL for stdout. Tells what went wrong. A text
 * that c (may be NULL) was made from is never written over. */
enum err cli_write(struct cli *cli, const struct compilation *c, const char *out,
                   const struct bytes *b);

/* ---- explain_command.c -------------------------------------------------- */

/* The example of a code, wrong or right, its words in a language; false:
 * there is none. */
bool cli_example(struct bytes *out, enum code code, bool is_right, enum language language);

/* ---- numbers.c, talk.c ------------------------------------------------------------ */

/* A sentence of texts.def on stderr, {1} {2} filled in; returns err. */
#define cli_fail(cli, err, message, ...) cli_fail_(cli, err, message, ##__VA_ARGS__, (char *)NULL)
enum err cli_fail_(const struct cli *cli, enum err err, enum message message, ...)
    __attribute__((sentinel));
/* "1 file", "2 files": the message, or the one behind it for several. */
const char *cli_count(const struct cli *cli, struct arena *arena, uint32_t n, enum message one);
/* An errno in words. */
const char *cli_reason(const struct cli *cli, int number);
/* An option as one of these words (the first is the default); N: told. */
uint32_t cli_choice(const struct cli *cli, enum option option, const char *const *words, uint32_t n);
const char *cli_value(const struct cli *cli, enum option option);
/* The paper that --page names; N_DRAW_PAPERS: there is none such, and it is told. */
enum draw_paper cli_paper(const struct cli *cli);

#endif
