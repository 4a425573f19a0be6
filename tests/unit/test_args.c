/* The command line: wrong options are answered with what to write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/args/args.h"

static const struct args_option options[] = {
    {"help", NULL, {"", ""}},
    {"messages", "en|id", {"", ""}},
    {"o", "FILE", {"", ""}},
    {"T", "svg|pdf", {"", ""}},
    {"page", "SIZE", {"", ""}},
    {"color", "auto|never", {"", ""}},
};
static const struct args_command commands[] = {
    {"check", "FILE...", "color", {"", ""}, {"", ""}},
    {"draw", "FILE", "o T page color", {"", ""}, {"", ""}},
    {"actor add", "NAME TEXT", "o", {"", ""}, {"actor add x y", ""}},
    {"actor list", "[NAME]", "", {"", ""}, {"", ""}},
};
static const struct args_meaning meanings[] = {
    {"draw", 5, "time|actor", {"", ""}},
};
static const struct args_program program = {
    "prog", {"", ""}, commands, COUNT_OF(commands), options, COUNT_OF(options),
    meanings, COUNT_OF(meanings)};

/* What the line is told on stderr; "" for a good one. */
static const char *told(const char *line, char *out, size_t size)
{
    char words[256], *argv[16] = {"prog"};
    int argc = 1;
    snprintf(words, sizeof words, "%s", line);
    for (char *rest, *w = strtok_r(words, " ", &rest); w; w = strtok_r(NULL, " ", &rest))
        argv[argc++] = w;
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    struct args a;
    enum err err = args_read(&a, &program, argc, argv);
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(file);
    size_t n = fread(out, 1, size - 1, file);
    out[n && out[n - 1] == '\n' ? n - 1 : n] = '\0';
    fclose(file);
    assert_int_equal(err, n ? ERR_USAGE : ERR_NONE);
    return out;
}

#define ASSERT_TOLD(line, wanted)                                     \
    do {                                                              \
        char told_[512];                                              \
        assert_string_equal(told(line, told_, sizeof told_), wanted); \
    } while (0)

#define NONE_HERE(word) "prog: there is no option `" word "` here"
#define NEAR(word, right) NONE_HERE(word) "; did you mean `" right "`?"

static void test_good_lines(void **state)
{
    (void)state;
    ASSERT_TOLD("draw a -o b -T svg --page=a4", "");
    ASSERT_TOLD("check a b c --messages id", "");
}

static void test_dashes(void **state)
{
    (void)state;
    ASSERT_TOLD("check -o x a", NONE_HERE("-o"));
    ASSERT_TOLD("check --page x a", NONE_HERE("--page"));
    ASSERT_TOLD("draw --o x a", NEAR("--o", "-o"));
    ASSERT_TOLD("draw -page a4 a", NEAR("-page", "--page"));
}

static void test_near_options(void **state)
{
    (void)state;
    ASSERT_TOLD("draw -t svg a", NEAR("-t", "-T"));
    ASSERT_TOLD("draw -x a", NONE_HERE("-x"));
    ASSERT_TOLD("draw --pgae a4 a", NEAR("--pgae", "--page"));
}

static void test_values_not_set_apart(void **state)
{
    (void)state;
    ASSERT_TOLD("draw -oout.pdf a", NEAR("-oout.pdf", "-o out.pdf"));
    ASSERT_TOLD("draw -T=svg a", NEAR("-T=svg", "-T svg"));
    ASSERT_TOLD("check -oout.pdf a", NONE_HERE("-oout.pdf"));
}

/* What an option takes may depend on the command, wherever it stands. */
static void test_own_meaning(void **state)
{
    (void)state;
    ASSERT_TOLD("check a --color never", "");
    ASSERT_TOLD("draw a --color time", "");
    ASSERT_TOLD("--color time draw a", "");
    ASSERT_TOLD("check --color time a", "prog: `--color` is one of auto|never, not `time`");
    ASSERT_TOLD("--color never draw a", "prog: `--color` is one of time|actor, not `never`");
}

static void test_two_words(void **state)
{
    (void)state;
    ASSERT_TOLD("actor add x y", "");
    ASSERT_TOLD("-o z actor add x y", "");
    ASSERT_TOLD("actor -o z add x y", "");
    ASSERT_TOLD("actor list", "");
    ASSERT_TOLD("actor list x", "");
    ASSERT_TOLD("actor", "prog: `actor` needs a second word: add, list");
    ASSERT_TOLD("actor add x", "prog: `actor add` needs NAME TEXT, for example: actor add x y");
    ASSERT_TOLD("actor add x y z", "prog: `actor add` does not take `z`");
    ASSERT_TOLD("actor ad x", "prog: there is no command `actor ad`; did you mean `actor add`?");
    ASSERT_TOLD("actr list", "prog: there is no command `actr`; did you mean `actor`?");
    ASSERT_TOLD("actor list -o z", "prog: there is no option `-o` here");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_lines),
        cmocka_unit_test(test_dashes),
        cmocka_unit_test(test_near_options),
        cmocka_unit_test(test_values_not_set_apart),
        cmocka_unit_test(test_own_meaning),
        cmocka_unit_test(test_two_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
