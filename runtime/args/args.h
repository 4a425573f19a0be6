/*
 * args: a command line read against tables, for sopc and soprun.
 *
 *   PROGRAM COMMAND WORD... [--option VALUE]...
 *
 * A command may be two words (`people add`): the first is then its group.
 * Options may stand anywhere, as `--name VALUE` or `--name=VALUE` (a letter
 * also as `-o VALUE`); behind `--` all is words. A mistyped command or option
 * is answered with the likely one. Faults go to stderr. Nothing is copied:
 * the words live in argv.
 */
#ifndef SOP_ARGS_H
#define SOP_ARGS_H

#include <stdio.h>

#include "runtime/base/base.h"

enum { ARGS_MOST_OPTIONS = 32 };

struct args_option {
    const char *name;       /* without dashes; one letter: `-o` */
    const char *value;      /* NULL: a flag; with | in it: one of those words */
    const char *help[N_LANGUAGES];
};

/* What an option is to one command alone: other values, other help. */
struct args_meaning {
    const char *command;
    uint32_t option;        /* index */
    const char *value;
    const char *help[N_LANGUAGES];
};

struct args_command {
    const char *name;       /* "show", or "people add": of the group `people` */
    const char *words;      /* "FILE", "[FILE]", "FILE...", "DATE TEXT", or "" */
    const char *options;    /* their names, a space between */
    const char *help[N_LANGUAGES];
    const char *examples[2];
};

/* Two options belong to every command: `help` (and -h) and `messages`. */
struct args_program {
    const char *name;
    const char *purpose[N_LANGUAGES];
    const struct args_command *commands;
    uint32_t n_commands;
    const struct args_option *options;
    uint32_t n_options;     /* at most ARGS_MOST_OPTIONS */
    const struct args_meaning *meanings;
    uint32_t n_meanings;
};

struct args {
    const struct args_program *program;
    uint32_t command;                       /* index */
    const char *group;                      /* `people`, when only that was said yet */
    char **words;
    uint32_t n_words;
    const char *value[ARGS_MOST_OPTIONS];   /* NULL: not given; "" for a flag */
    enum language language;                 /* of --messages; else English */
    bool is_language_given;
    bool is_help_wanted;                    /* of the command, or of all */
    bool has_command;
};

/* Reads the line into a; a fault has been told when it is not ERR_NONE.
 * argv is put in order: the words stand together behind it. */
enum err args_read(struct args *a, const struct args_program *program, int argc, char **argv);
/* The index of a command, or NONE; of two words, the second behind a space. */
uint32_t args_find_command(const struct args_program *program, const char *name);
/* Is that the first word of some commands? */
bool args_is_group(const struct args_program *program, const char *word);
/* Tells that there is no such command, and which is like it. */
enum err args_unknown_command(const struct args *a, const char *word);
/* Help on all commands, or on those of a group; on one of them. */
void args_help(const struct args *a, const char *group, FILE *out);
void args_help_command(const struct args *a, uint32_t command, FILE *out);

#endif
