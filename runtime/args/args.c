/* Reading the command line, word by word. */
#include <string.h>

#include "runtime/args/args_int.h"

static const char *const texts[N_ARGS_TEXTS][N_LANGUAGES] = {
#define TEXT(symbol, en, id) [ARGS_##symbol] = {en, id},
#include "runtime/args/texts.def"
#undef TEXT
};

const char *args_text(const struct args *a, enum args_text text)
{
    return texts[text][a->language];
}

/* ---- faults ----------------------------------------------------------- */

/* The text with {1} {2} {3} filled in, on stderr. */
static enum err fail(const struct args *a, enum args_text text, const char *x, const char *y,
                     const char *z)
{
    const char *words[] = {x, y, z};
    struct bytes line = {0};
    bytes_printf(&line, "%s: ", a->program->name);
    for (const char *c = args_text(a, text); *c; c++) {
        if (c[0] == '{' && c[1] >= '1' && c[1] <= '3' && c[2] == '}') {
            bytes_add_visible(&line, words[c[1] - '1']);
            c += 2;
        } else {
            bytes_add_char(&line, *c);
        }
    }
    fprintf(stderr, "%s\n", line.data ? line.data : "");
    bytes_free(&line);
    return ERR_USAGE;
}

/* Is the word one of the list's, between separators? */
static bool list_has(const char *list, char separator, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = list; *p;) {
        const char *end = strchrnul(p, separator);
        if ((size_t)(end - p) == len && memcmp(p, word, len) == 0)
            return true;
        p = *end ? end + 1 : end;
    }
    return false;
}

uint32_t args_find_command(const struct args_program *program, const char *name)
{
    for (uint32_t i = 0; i < program->n_commands; i++)
        if (strcmp(program->commands[i].name, name) == 0)
            return i;
    return NONE;
}

bool args_is_group(const struct args_program *program, const char *word)
{
    for (uint32_t i = 0; i < program->n_commands; i++)
        if (args_is_of_group(&program->commands[i], word))
            return true;
    return false;
}

bool args_takes(const struct args *a, uint32_t command, uint32_t option)
{
    const char *name = a->program->options[option].name;
    return strcmp(name, "help") == 0 || strcmp(name, "messages") == 0 ||
           list_has(a->program->commands[command].options, ' ', name);
}

struct args_option args_option_of(const struct args *a, uint32_t command, uint32_t option)
{
    const struct args_program *p = a->program;
    struct args_option own = p->options[option];
    for (uint32_t i = 0; i < p->n_meanings; i++) {
        const struct args_meaning *m = &p->meanings[i];
        if (m->option != option || strcmp(m->command, p->commands[command].name) != 0)
            continue;
        own.value = m->value;
        memcpy(own.help, m->help, sizeof own.help);
    }
    return own;
}

static struct args_option option_now(const struct args *a, uint32_t option)
{
    return a->has_command ? args_option_of(a, a->command, option) : a->program->options[option];
}

enum err args_unknown_command(const struct args *a, const char *word)
{
    struct suggestion s;
    char group[64], best[64];
    suggest_init(&s, word);
    for (uint32_t i = 0; i < a->program->n_commands; i++) {
        const char *name = a->program->commands[i].name;
        suggest_try(&s, name);
        snprintf(group, sizeof group, "%.*s", (int)strcspn(name, " "), name);
        suggest_try(&s, group);   /* it is overwritten by the next */
        if (s.best == group)
            s.best = strcpy(best, group);
    }
    return s.best ? fail(a, ARGS_NO_COMMAND_NEAR, word, s.best, NULL)
                  : fail(a, ARGS_NO_COMMAND, word, NULL, NULL);
}

/* An option as it is written: `-o`, `--page`. */
static const char *dashed(const char *name, char *out, size_t size)
{
    snprintf(out, size, "%s%s", name[1] ? "--" : "-", name);
    return out;
}

/* `-oout.pdf`, `-o=out.pdf`: is it a letter whose value was not set apart? */
static bool letter_with_value(const struct args *a, const char *word, char *out, size_t size)
{
    if (word[0] != '-' || word[1] == '-' || !word[1] || !word[2])
        return false;
    for (uint32_t i = 0; i < a->program->n_options; i++) {
        const struct args_option *o = &a->program->options[i];
        if (o->name[0] != word[1] || o->name[1] || !o->value ||
            (a->has_command && !args_takes(a, a->command, i)))
            continue;
        const char *value = word + (word[2] == '=' ? 3 : 2);
        return (size_t)snprintf(out, size, "-%s %s", o->name, value) < size;
    }
    return false;
}

static enum err unknown_option(const struct args *a, const char *word)
{
    const char *name = word + strspn(word, "-");
    char right[256];
    struct suggestion s;
    suggest_init(&s, name);
    for (uint32_t i = 0; i < a->program->n_options; i++) {
        const char *known = a->program->options[i].name;
        if (a->has_command && !args_takes(a, a->command, i))
            continue;
        suggest_try(&s, known);
        if (strcmp(known, name) == 0)
            s.best = known, s.distance = 0;   /* only its dashes are wrong */
    }
    if (s.best)
        dashed(s.best, right, sizeof right);
    else if (!letter_with_value(a, word, right, sizeof right))
        return fail(a, ARGS_NO_OPTION, word, NULL, NULL);
    return fail(a, ARGS_NO_OPTION_NEAR, word, right, NULL);
}

/* ---- options ---------------------------------------------------------- */

/* The option that a word names ("--page=a4", "-o"); *value what stands behind
 * its `=`, or NULL. */
static uint32_t find_option(const struct args *a, const char *word, const char **value)
{
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1), *equals = is_long ? strchr(name, '=') : NULL;
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    *value = equals ? equals + 1 : NULL;
    if (!is_long && strcmp(name, "h") == 0)
        name = "help", len = 4;
    else if (is_long != (len > 1))
        return NONE;
    for (uint32_t i = 0; i < a->program->n_options; i++) {
        const char *known = a->program->options[i].name;
        if (strlen(known) == len && memcmp(known, name, len) == 0)
            return i;
    }
    return NONE;
}

static enum err take_value(struct args *a, uint32_t option, const char *word, const char *value)
{
    if (a->value[option])
        return fail(a, ARGS_OPTION_TWICE, word, NULL, NULL);
    a->value[option] = value;
    return ERR_NONE;
}

/* argv[*i] is an option; its value may be the next word. */
static enum err read_option(struct args *a, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *value;
    uint32_t option = find_option(a, word, &value);
    if (option == NONE)
        return unknown_option(a, word);
    const struct args_option *o = &a->program->options[option];
    if (!o->value)
        return value ? fail(a, ARGS_OPTION_NO_VALUE, word, NULL, NULL)
                     : take_value(a, option, word, "");
    if (!value && *i + 1 < argc)
        value = argv[++*i];
    if (!value)
        return fail(a, ARGS_OPTION_NEEDS, word, o->value, NULL);
    return take_value(a, option, word, value);
}

static void note_common(struct args *a)
{
    static const char *const names[N_LANGUAGES] = {LANGUAGE_NAMES};
    for (uint32_t i = 0; i < a->program->n_options; i++) {
        if (!a->value[i])
            continue;
        if (strcmp(a->program->options[i].name, "help") == 0)
            a->is_help_wanted = true;
        if (strcmp(a->program->options[i].name, "messages") != 0)
            continue;
        a->is_language_given = true;
        for (int l = 0; l < N_LANGUAGES; l++)
            if (strcmp(a->value[i], names[l]) == 0)
                a->language = (enum language)l;
    }
}

/* ---- the line --------------------------------------------------------- */

/* Which words an option takes may depend on the command. */
static enum err check_values(const struct args *a)
{
    for (uint32_t i = 0; i < a->program->n_options; i++) {
        struct args_option o = option_now(a, i);
        char name[64];
        if (a->value[i] && o.value && strchr(o.value, '|') && !list_has(o.value, '|', a->value[i]))
            return fail(a, ARGS_BAD_CHOICE, dashed(o.name, name, sizeof name), o.value,
                        a->value[i]);
    }
    return ERR_NONE;
}

/* How many words a command needs and takes: "CASE IMAGE", "[FILE]", "FILE...". */
static void count_words(const char *words, uint32_t *least, uint32_t *most)
{
    size_t len = strlen(words);
    *least = *most = 0;
    for (const char *w = words; *w; w += strcspn(w, " "), w += *w == ' ') {
        *least += *w != '[';
        ++*most;
    }
    if (len > 3 && strcmp(words + len - 3, "...") == 0)
        *most = UINT32_MAX;
}

static enum err check_line(const struct args *a)
{
    const struct args_command *c = &a->program->commands[a->command];
    uint32_t least, most;
    count_words(c->words, &least, &most);
    for (uint32_t i = 0; i < a->program->n_options; i++) {
        char name[64];
        if (a->value[i] && !args_takes(a, a->command, i))
            return unknown_option(a, dashed(a->program->options[i].name, name, sizeof name));
    }
    if (a->n_words < least)
        return fail(a, ARGS_NEEDS_WORD, c->name, c->words, c->examples[0]);
    if (a->n_words > most)
        return fail(a, ARGS_TOO_MANY_WORDS, c->name, a->words[most], NULL);
    return ERR_NONE;
}

/* The command, or the first word of one, or the second. */
static enum err read_command(struct args *a, const char *word)
{
    char name[128];
    const char *group = a->group;
    if (!group && args_is_group(a->program, word)) {
        a->group = word;
        return ERR_NONE;
    }
    snprintf(name, sizeof name, "%s%s%s", group ? group : "", group ? " " : "", word);
    a->command = args_find_command(a->program, group ? name : word);
    a->has_command = a->command != NONE;
    return a->has_command ? ERR_NONE : args_unknown_command(a, group ? name : word);
}

static enum err lacks_command(const struct args *a)
{
    struct bytes words = {0};
    if (!a->group) {
        args_help(a, NULL, stderr);
        return ERR_USAGE;
    }
    for (uint32_t i = 0; i < a->program->n_commands; i++)
        if (args_is_of_group(&a->program->commands[i], a->group))
            bytes_printf(&words, "%s%s", words.len ? ", " : "",
                         a->program->commands[i].name + strlen(a->group) + 1);
    fail(a, ARGS_NEEDS_SECOND, a->group, words.data ? words.data : "", NULL);
    bytes_free(&words);
    return ERR_USAGE;
}

static enum err read_words(struct args *a, int argc, char **argv)
{
    bool is_end = false;
    enum err err = ERR_NONE;
    for (int i = 1; i < argc && err == ERR_NONE; i++) {
        bool is_option = !is_end && argv[i][0] == '-' && argv[i][1];
        if (is_option && strcmp(argv[i], "--") == 0) {
            is_end = true;
        } else if (is_option && strcmp(argv[i], "--version") == 0 && !a->has_command) {
            argv[i] = argv[i] + 2;   /* a command like any other */
            i--;
            continue;
        } else if (is_option) {
            err = read_option(a, argc, argv, &i);
            note_common(a);
        } else if (!a->has_command) {
            err = read_command(a, argv[i]);
        } else {
            a->words[a->n_words++] = argv[i];
        }
    }
    return err;
}

enum err args_read(struct args *a, const struct args_program *program, int argc, char **argv)
{
    memset(a, 0, sizeof *a);
    a->program = program;
    a->words = argv + 1;   /* words move to the front, never past where they were */
    enum err err = read_words(a, argc, argv);
    if (err == ERR_NONE)
        err = check_values(a);
    if (err != ERR_NONE || a->is_help_wanted)
        return err;
    return a->has_command ? check_line(a) : lacks_command(a);
}
