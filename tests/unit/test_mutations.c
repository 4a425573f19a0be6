/*
 * Every text of the repository with one thing wrong in it: no crash and no
 * hang, an exit code that is a finding or a limit, and messages in the user's
 * words, each with a code and a place, in both languages. `make test` tries a
 * part of the mutations, `make fuzz` all (the argument `all`).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/export/export.h"
#include "compiler/time/time.h"
#include "tests/unit/all_texts.h"
#include "tests/unit/made_text.h"
#include "tests/unit/mutant.h"

/* LONGEST_RUN: seconds for one text before it counts as a hang; most take a
 * thousandth of one. TOO_SLOW: of processor time, for what is not a hang. */
enum { MOST_TOLD = 20, LONGEST_RUN = 30, TOO_SLOW = 3 };

/* The mutant in hand, for whoever finds its fault. */
static struct {
    const char *path, *name;
    struct bytes text;
    uint64_t n, n_faultless;
    uint32_t n_faults;
} hand;

static uint32_t part = 1;          /* one of so many mutations is tried */
static uint32_t n_byte_mutants;    /* of each text and kind */

static void complain(const char *what, const char *detail)
{
    if (hand.n_faults++ < MOST_TOLD)
        print_error("%s, %s: %s: %s\n%.*s\n<<<\n", hand.path, hand.name, what, detail,
                    (int)hand.text.len, hand.text.data);
}

static void on_alarm(int signal)
{
    (void)signal;
    ssize_t n = write(STDERR_FILENO, "hangs:\n", 7);
    n += write(STDERR_FILENO, hand.text.data, hand.text.len);
    _exit(n > 0 ? 1 : 2);
}

/* ---- messages ----------------------------------------------------------- */

/* What only those who wrote the parser would understand. */
static const char *const raw_words[] = {
    "syntax error", "TOK_", "NODE_", "$end", "$undefined", "YY", "unexpected", "invalid token",
    "memory exhausted", "end of file", "(null)", "THE_END", "THE_START", "LBRACE", "RBRACE", "%s",
    "{1}", "{2}", "{3}", "{4}", "{5}", "{6}"};

static bool is_in_text(const char *word)
{
    return memmem(hand.text.data, hand.text.len, word, strlen(word)) != NULL;
}

static void check_words(const char *text, size_t len)
{
    for (size_t i = 0; i < COUNT_OF(raw_words); i++)
        if (strstr(text, raw_words[i]) && !is_in_text(raw_words[i]))
            complain("a raw word", text);
    if (utf8_check(text, len) != len)
        complain("not UTF-8", text);
}

static void check_sentence(const struct sentence *s)
{
    struct bytes b = {0};
    for (int l = 0; s->words && l < N_LANGUAGES; l++) {
        b.len = 0;
        sentence_write(&b, s, (enum language)l);
        if (!b.len)
            complain("an empty sentence", "");
        else
            check_words(b.data, b.len);
    }
    bytes_free(&b);
}

static bool is_place(const struct sources *sources, struct span span)
{
    const struct source *s = span.start ? source_of(sources, span.start) : NULL;
    return s && span.start <= span.end && span.end <= s->base + s->len;
}

static void check_diag(const struct compilation *c, const struct diag *d)
{
    const char *id = code_id(d->code);
    if (!is_place(&c->sources, d->span))
        complain("no place", id);
    check_sentence(&d->message);
    check_sentence(&d->here);
    check_sentence(&d->help);
    for (uint32_t i = 0; i < d->notes.n; i++)
        check_sentence(&d->notes.at[i]);
    for (uint32_t i = 0; i < d->labels.n; i++) {
        check_sentence(&d->labels.at[i].text);
        if (!is_place(&c->sources, d->labels.at[i].span))
            complain("a label without a place", id);
    }
}

static void check_printed(const struct compilation *c, const struct diag_options *o)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    diags_print(&c->diags, o, out);
    fclose(out);
    check_words(text, len);
    if (!len && c->diags.list.n)
        complain("nothing is printed", "");
    free(text);
}

static void check_messages(const struct compilation *c)
{
    for (uint32_t i = 0; i < c->diags.list.n; i++)
        check_diag(c, c->diags.list.at[i]);
    for (int l = -1; l < N_LANGUAGES; l++) {
        enum diag_format format = l < 0 ? DIAG_SHORT : DIAG_HUMAN;
        check_printed(c, &(struct diag_options){.messages = l, .hints = true, .format = format});
    }
    json_t *list = diags_json(&c->diags, &(struct diag_options){.messages = -1});
    if (json_array_size(list) != c->diags.list.n)
        complain("not all faults as data", "");
    json_decref(list);
}

/* ---- the floors above --------------------------------------------------- */

/* A text without faults goes all the way. */
static void check_results(struct compilation *c)
{
    for (uint32_t i = 0; i < c->n_flows; i++) {
        struct bytes image = {0}, table = {0};
        char id[2 * IMAGE_ID_LEN + 1];
        struct image_fault fault = {0};
        compile_image(c, c->flows[i], &image, id);
        struct image *opened = image_open(image.data, image.len, &fault);
        if (!opened)
            complain("an image that is refused", fault.text);
        image_close(opened);
        struct time_options options = {.items = 1};
        time_table(time_analyse(c->flows[i], &options, &c->arena), LANG_EN, &table);
        bytes_free(&image);
        bytes_free(&table);
    }
    struct bytes data = {0};
    export_json((const struct flow *const *)c->flows, c->n_flows, &c->arena, &data);
    bytes_free(&data);
}

/* Laid out it must still parse, and laid out again be the same. */
static void check_format(struct compilation *c)
{
    const struct ast_file *file = c->program->main;
    struct diags diags;
    token_list tokens = {0}, again = {0};
    struct bytes once = {0}, twice = {0};
    diags_init(&diags, &c->arena, &c->sources);
    if (!file->tree)
        return;
    const struct node *tree = source_parse(file->source, &tokens, &c->arena, &c->names, &diags, false);
    if (diags.n[SEV_ERROR])
        return;
    bytes_add_string(&once, "");
    bytes_add_string(&twice, "");
    format_source(file->source, &tokens, file->source->language, &c->arena, &once);
    struct source *laid = source_add(&c->sources, "laid", once.data, (uint32_t)once.len);
    const struct node *new = source_parse(laid, &again, &c->arena, &c->names, &diags, false);
    if (diags.n[SEV_ERROR] || format_lost(&tokens, &again) || !format_keeps(tree, new))
        complain("fmt changes it", once.data);
    else
        format_source(laid, &again, laid->language, &c->arena, &twice);
    if (twice.len && strcmp(once.data, twice.data) != 0)
        complain("fmt is not done at once", once.data);
    bytes_free(&once);
    bytes_free(&twice);
}

static void check_mutant(void)
{
    struct compilation c;
    clock_t begin = clock();
    alarm(LONGEST_RUN);
    compile_text(&c, hand.path, hand.text.data, hand.text.len);
    enum err result = compile_result(&c);
    if (result != ERR_NONE && result != ERR_FINDING && result != ERR_LIMIT)
        complain("a wrong exit code", "");
    check_messages(&c);
    if (!c.diags.n[SEV_ERROR])
        check_results(&c);
    check_format(&c);
    alarm(0);
    if ((clock() - begin) / CLOCKS_PER_SEC >= TOO_SLOW)
        complain("slow", "");
    hand.n++;
    hand.n_faultless += !c.diags.n[SEV_ERROR];
    compile_free(&c);
}

/* ---- all mutations ------------------------------------------------------ */

static void try_tokens(struct mutator *m, uint64_t *n)
{
    for (uint32_t i = 0; i < m->n_tokens; i++) {
        for (enum mutation how = 0; how < N_TOKEN_MUTATIONS; how++) {
            if (++*n % part)
                continue;
            hand.name = mutation_names[how];
            mutate_token(m, how, i, &hand.text);
            check_mutant();
        }
    }
}

static void try_bytes(struct mutator *m)
{
    for (enum mutation how = N_TOKEN_MUTATIONS; how < N_MUTATIONS; how++) {
        for (uint32_t i = 0; i < n_byte_mutants; i++) {
            hand.name = mutation_names[how];
            if (how == MUTATE_SEVERAL)
                mutate_several(m, &hand.text);
            else
                mutate_bytes(m, how, &hand.text);
            check_mutant();
        }
    }
}

/* What was put right may overlap: only what stands behind the one before. */
static uint32_t parted(struct token *tokens, uint32_t n)
{
    uint32_t n_parted = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!n_parted || tokens[i].span.start >= tokens[n_parted - 1].span.end)
            tokens[n_parted++] = tokens[i];
    return n_parted;
}

/* The tokens of a text; none of what is no text. */
static void scan(const struct a_text *t, struct mutator *m, struct compilation *c)
{
    token_list tokens = {0};
    compile_text(c, t->path, t->text, t->len);
    const struct ast_file *file = c->program->main;
    if (file->tree) {
        m->base = file->source->base - (uint32_t)(t->len - file->source->len);   /* behind a BOM */
        source_parse(file->source, &tokens, &c->arena, &c->names, &c->diags, false);
    }
    m->tokens = tokens.at;
    m->n_tokens = parted(tokens.at, tokens.n);
}

/* Besides what lies there, texts that hold every word of the language. */
static void load(void)
{
    enum { N_MADE = 6 };
    if (all_texts.n)
        return;
    all_texts_load();
    for (uint64_t seed = 1; seed <= N_MADE; seed++) {
        char *text = made_text(seed, seed % 3 ? 'H' : 'F', NULL);
        all_texts_add("made", text, strlen(text));
        free(text);
    }
}

static void try_all(bool is_tokens)
{
    uint64_t n = 0;
    load();
    hand.n = hand.n_faultless = 0;
    for (uint32_t i = 0; i < all_texts.n; i++) {
        const struct a_text *t = &all_texts.at[i];
        struct mutator m = {.text = t->text, .len = t->len, .seed = i + 1};
        struct compilation c;
        hand.path = t->path;
        scan(t, &m, &c);
        if (is_tokens)
            try_tokens(&m, &n);
        else
            try_bytes(&m);
        compile_free(&c);
    }
    printf("note: %llu mutants, %llu without a fault\n", (unsigned long long)hand.n,
           (unsigned long long)hand.n_faultless);
    assert_true(hand.n > 1000);
    assert_int_equal(hand.n_faults, 0);
}

static void test_tokens(void **state)
{
    (void)state;
    try_all(true);
}

static void test_bytes(void **state)
{
    (void)state;
    try_all(false);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tokens), cmocka_unit_test(test_bytes)};
    bool is_all = argc > 1 && strcmp(argv[1], "all") == 0;
    part = is_all ? 1 : argc > 1 ? (uint32_t)atoi(argv[1]) : 17;
    n_byte_mutants = is_all ? 50 : 1;
    signal(SIGALRM, on_alarm);
    int n_failed = cmocka_run_group_tests(tests, NULL, NULL);
    bytes_free(&hand.text);
    all_texts_free();
    return n_failed;
}
