/* Help, made from the tables: examples first, for most come for those. */
#include <string.h>

#include "runtime/args/args_int.h"

static void heading(const struct args *a, enum args_text text, FILE *out)
{
    fprintf(out, "%s:\n", args_text(a, text));
}

bool args_is_of_group(const struct args_command *c, const char *group)
{
    size_t len = group ? strlen(group) : 0;
    return !group || (strncmp(c->name, group, len) == 0 && c->name[len] == ' ');
}

/* So wide that names and words of all that is shown stand in columns. */
static void measure(const struct args_program *p, const char *group, int *name, int *words)
{
    enum { NAME = 8, WORDS = 14 };
    *name = NAME;
    *words = WORDS;
    for (uint32_t i = 0; i < p->n_commands; i++) {
        int n = (int)strlen(p->commands[i].name), w = (int)strlen(p->commands[i].words);
        if (!args_is_of_group(&p->commands[i], group))
            continue;
        *name = n > *name ? n : *name;
        *words = w > *words ? w : *words;
    }
}

void args_help(const struct args *a, const char *group, FILE *out)
{
    const struct args_program *p = a->program;
    int name, words;
    measure(p, group, &name, &words);
    fprintf(out, "%s: %s\n\n", p->name, p->purpose[a->language]);
    heading(a, ARGS_COMMANDS, out);
    for (uint32_t i = 0; i < p->n_commands; i++)
        if (args_is_of_group(&p->commands[i], group))
            fprintf(out, "  %-*s %-*s %s\n", name, p->commands[i].name, words,
                    p->commands[i].words, p->commands[i].help[a->language]);
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
