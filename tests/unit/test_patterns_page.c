/*
 * patterns_page: docs/patterns.md says of each of the 43 patterns whether it
 * runs, shows the very files of tests/patterns, each under its own number, and
 * its table at the end counts what stands above it.
 */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/base.h"

enum { N_PATTERNS = 43 };
enum verdict_of_page { UNSAID, RUNS, PARTLY, NOT, N_VERDICTS };

static const char *const names[N_PATTERNS + 1] = {
    "", "Sequence", "Parallel Split", "Synchronization", "Exclusive Choice", "Simple Merge",
    "Multi-Choice", "Structured Synchronizing Merge", "Multi-Merge", "Structured Discriminator",
    "Arbitrary Cycles", "Implicit Termination", "Multiple Instances without Synchronization",
    "Multiple Instances with a Priori Design-Time Knowledge",
    "Multiple Instances with a Priori Run-Time Knowledge",
    "Multiple Instances without a Priori Run-Time Knowledge", "Deferred Choice",
    "Interleaved Parallel Routing", "Milestone", "Cancel Task", "Cancel Case", "Structured Loop",
    "Recursion", "Transient Trigger", "Persistent Trigger", "Cancel Region",
    "Cancel Multiple Instance Task", "Complete Multiple Instance Task", "Blocking Discriminator",
    "Cancelling Discriminator", "Structured Partial Join", "Blocking Partial Join",
    "Cancelling Partial Join", "Generalized AND-Join",
    "Static Partial Join for Multiple Instances",
    "Cancelling Partial Join for Multiple Instances",
    "Dynamic Partial Join for Multiple Instances", "Local Synchronizing Merge",
    "General Synchronizing Merge", "Critical Section", "Interleaved Routing", "Thread Merge",
    "Thread Split", "Explicit Termination",
};

static const char *const verdicts[N_VERDICTS] = {
    [UNSAID] = "", [RUNS] = "**Runs.**", [PARTLY] = "**Partly.**", [NOT] = "**Not.**",
};

/* What the page says of a pattern; its examples one behind the other. */
struct section {
    enum verdict_of_page verdict;
    uint32_t n_examples;
    struct bytes examples;
};

struct page {
    struct bytes text;
    struct section sections[N_PATTERNS + 1];
    uint32_t n_sections;
    const char *rest;        /* behind the last section */
};

/* ---- reading ----------------------------------------------------------------------- */

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return line + (*line == '\n');
}

static void read_heading(struct page *p, const char *line)
{
    char heading[120];
    uint32_t number = ++p->n_sections;
    assert_true(number <= N_PATTERNS);
    snprintf(heading, sizeof heading, "## %u %s\n", (unsigned)number, names[number]);
    if (!begins(line, heading))
        fail_msg("`%.60s` stands where `%s` is wanted", line, heading);
}

static void read_verdict(struct section *s, const char *line)
{
    for (int v = RUNS; v < N_VERDICTS; v++) {
        if (!begins(line, verdicts[v]))
            continue;
        assert_int_equal(s->verdict, UNSAID);
        s->verdict = (enum verdict_of_page)v;
    }
}

/* From behind the line that opens a block; the line that closes it. */
static const char *read_example(struct section *s, const char *line)
{
    for (s->n_examples++; !begins(line, "```"); line = next_line(line)) {
        assert_true(*line);
        bytes_add(&s->examples, line, (size_t)(next_line(line) - line));
    }
    return line;
}

static void read_page(struct page *p)
{
    *p = (struct page){0};
    assert_int_equal(os_read_file("docs/patterns.md", 1 << 20, &p->text), ERR_NONE);
    for (const char *line = p->text.data; *line; line = next_line(line)) {
        struct section *s = &p->sections[p->n_sections];
        if (begins(line, "## The table")) {
            p->rest = line;
            return;
        }
        if (begins(line, "## "))
            read_heading(p, line);
        else if (begins(line, "```sop") && p->n_sections)
            line = read_example(s, next_line(line));
        else if (p->n_sections)
            read_verdict(s, line);
    }
    fail_msg("the page has no table");
}

static void free_page(struct page *p)
{
    for (uint32_t i = 0; i <= N_PATTERNS; i++)
        bytes_free(&p->sections[i].examples);
    bytes_free(&p->text);
}

/* ---- tests ------------------------------------------------------------------------- */

static void test_says_something_of_all(void **state)
{
    struct page *p = *state;
    assert_int_equal(p->n_sections, N_PATTERNS);
    for (uint32_t i = 1; i <= N_PATTERNS; i++) {
        if (p->sections[i].verdict == UNSAID)
            fail_msg("of %s the page does not say whether it runs", names[i]);
        if (p->sections[i].verdict != NOT && !p->sections[i].n_examples)
            fail_msg("%s has no example", names[i]);
    }
}

/* The files of a number, in the order of their names, are its examples. */
static void test_shows_the_files(void **state)
{
    struct page *p = *state;
    struct bytes files[N_PATTERNS + 1] = {{0}};
    glob_t found;
    assert_int_equal(glob("tests/patterns/*.sop", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        unsigned long number = strtoul(found.gl_pathv[i] + strlen("tests/patterns/"), NULL, 10);
        struct bytes text = {0};
        assert_true(number >= 1 && number <= N_PATTERNS);
        assert_int_equal(os_read_file(found.gl_pathv[i], 1 << 20, &text), ERR_NONE);
        bytes_add(&files[number], text.data, text.len);
        bytes_free(&text);
    }
    globfree(&found);
    for (uint32_t i = 1; i <= N_PATTERNS; i++) {
        const char *shown = p->sections[i].examples.data, *file = files[i].data;
        assert_string_equal(shown ? shown : "", file ? file : "");
        bytes_free(&files[i]);
    }
}

/* Each row of the table: a class, then the numbers that run, partly, not. */
static void test_table_counts(void **state)
{
    struct page *p = *state;
    uint32_t counts[N_VERDICTS] = {0}, number;
    bool is_listed[N_PATTERNS + 1] = {false};
    for (const char *line = p->rest; *line; line = next_line(line)) {
        if (!begins(line, "| ") || begins(line, "| Class") || begins(line, "| **"))
            continue;
        const char *stop = next_line(line);
        int column = 0;
        for (const char *c = line + 1; c < stop; c++) {
            column += *c == '|';
            if (!column || *c < '0' || *c > '9')
                continue;
            number = (uint32_t)strtoul(c, (char **)&c, 10);
            c--;
            assert_true(number >= 1 && number <= N_PATTERNS);
            if ((int)p->sections[number].verdict != column)
                fail_msg("%s stands in the wrong column", names[number]);
            assert_false(is_listed[number]);
            is_listed[number] = true;
            counts[column]++;
        }
    }
    assert_int_equal(counts[RUNS] + counts[PARTLY] + counts[NOT], N_PATTERNS);
    char sums[80];
    snprintf(sums, sizeof sums, "| **%d patterns** | **%u** | **%u** | **%u** |\n", N_PATTERNS,
             (unsigned)counts[RUNS], (unsigned)counts[PARTLY], (unsigned)counts[NOT]);
    if (!strstr(p->rest, sums))
        fail_msg("the table does not close with `%s`", sums);
}

static int set_up(void **state)
{
    static struct page page;
    *state = &page;
    read_page(&page);
    return 0;
}

static int tear_down(void **state)
{
    free_page(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_says_something_of_all),
        cmocka_unit_test(test_shows_the_files),
        cmocka_unit_test(test_table_counts),
    };
    return cmocka_run_group_tests_name("patterns_page", tests, set_up, tear_down);
}
