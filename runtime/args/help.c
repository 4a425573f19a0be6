/* Help, made from the tables: examples first, for most come for those. */
#include <string.h>

#include "runtime/args/args_int.h"

static void heading(const struct args *a, enum args_text text, FILE *out)
{
    fprintf(out, "%s:\n", args_text(a, text));
}

void args_help(const struct args *a, FILE *out)
{
    const struct args_program *p = a->program;
    fprintf(out, "%s: %s\n\n", p->name, p->purpose[a->language]);
    heading(a, ARGS_COMMANDS, out);
    for (uint32_t i = 0; i < p->n_commands; i++)
        fprintf(out, "  %-8s %-14s %s\n", p->commands[i].name, p->commands[i].words,
                p->commands[i].help[a->language]);
    fputc('\n', out);
    fprintf(out, "`%s help ", p->name);
    fprintf(out, "%s\n", args_text(a, ARGS_MORE));
}

static void help_option(const struct args *a, struct args_option o, FILE *out)
{
    char shown[64];
    snprintf(shown, sizeof shown, "%s%s%s%s", o.name[1] ? "--" : "-", o.name, o.value ? " " : "",
             o.value ? o.value : "");
    bool is_wide = strlen(shown) > 24;
    fprintf(out, "  %-24s%s%*s%s\n", shown, is_wide ? "\n" : "", is_wide ? 28 : 2, "",
            o.help[a->language]);
}

void args_help_command(const struct args *a, uint32_t command, FILE *out)
{
    const struct args_command *c = &a->program->commands[command];
    for (uint32_t i = 0; i < COUNT_OF(c->examples); i++)
        fprintf(out, "  %s\n", c->examples[i]);
    fprintf(out, "\n%s %s: %s\n\n", a->program->name, c->name, c->help[a->language]);
    fprintf(out, "%s: %s %s%s%s [--%s]...\n\n", args_text(a, ARGS_USAGE), a->program->name, c->name,
            *c->words ? " " : "", c->words, args_text(a, ARGS_OPTIONS));
    heading(a, ARGS_OPTIONS, out);
    for (uint32_t i = 0; i < a->program->n_options; i++)
        if (args_takes(a, command, i))
            help_option(a, args_option_of(a, command, i), out);
}
