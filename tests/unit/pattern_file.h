/*
 * pattern_file: a file of tests/patterns, compiled as sopc does it, with what it
 * tells of its runs, for the tests that hold it to them.
 */
#ifndef SOP_TEST_PATTERN_FILE_H
#define SOP_TEST_PATTERN_FILE_H

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "compiler/cli/cli.h"
#include "tests/unit/pattern_text.h"

struct pattern {
    const char *path;
    struct compilation c;
    struct told told;
    struct bytes bytes;          /* of the image of its first sop */
    struct image *image;
    struct told_run *line;       /* the one at hand */
    word_list told_runs, runs;   /* "a b -> end": those told, those there are */
    uint32_t n_faults;
    bool is_quiet;               /* faults are counted, not told */
};

#define TELL(p, ...)                                                                    \
    ((p)->n_faults++,                                                                   \
     (p)->is_quiet ? (void)0 : (print_error("%s: ", (p)->path), print_error(__VA_ARGS__)))

static inline void pattern_open(struct pattern *p, const char *path)
{
    struct bytes text = {0};
    *p = (struct pattern){.path = path};
    compile(&p->c, path);
    if (os_read_file(path, 1 << 20, &text) != ERR_NONE)
        fail_msg("cannot read %s", path);
    p->told = told_read(&p->c.arena, text.data);
    if (p->told.fault)
        TELL(p, "%s\n", p->told.fault);
    bytes_free(&text);
}

static inline void pattern_close(struct pattern *p)
{
    image_close(p->image);
    bytes_free(&p->bytes);
    compile_free(&p->c);
}

static inline bool pattern_is_faultless(struct pattern *p)
{
    struct diag_options o = {.messages = LANG_EN, .most = 20};
    bool is_fine = p->c.diags.n[SEV_ERROR] == 0 && p->c.diags.n[SEV_WARNING] == 0 && p->c.n_flows;
    if (!is_fine) {
        p->n_faults++;
        diags_print(&p->c.diags, &o, stderr);
    }
    return is_fine;
}

static inline bool pattern_make_image(struct pattern *p)
{
    char id[2 * IMAGE_ID_LEN + 1];
    struct image_fault fault = {0};
    compile_image(&p->c, p->c.flows[0], &p->bytes, id);
    p->image = image_open(p->bytes.data, p->bytes.len, &fault);
    if (!p->image)
        TELL(p, "%s\n", fault.text);
    return p->image;
}

/* ---- a run that was tried ------------------------------------------------------- */

/* How far it came: so many acts were taken; the end reached, or NULL. */
struct tried {
    uint32_t n_taken;
    const char *end, *fault;
};

static inline void pattern_judge(struct pattern *p, const char *const *acts, uint32_t n,
                                 struct tried t)
{
    const struct told_run *line = p->line;
    const char *end = t.end ? t.end : "...", *next = t.n_taken < n ? acts[t.n_taken] : "its end";
    bool is_its_end = !line->end || strcmp(line->end, end) == 0;
    if (t.fault)
        TELL(p, "%s\n  at `%s`: %s\n", line->text, next, t.fault);
    else if (line->is_possible && t.n_taken < n)
        TELL(p, "%s\n  `%s` is not taken\n", line->text, next);
    else if (line->is_possible && !is_its_end)
        TELL(p, "%s\n  comes to `%s`\n", line->text, end);
    else if (!line->is_possible && t.n_taken + (line->end ? 0 : 1) < n)
        TELL(p, "%s\n  already `%s` is not taken\n", line->text, next);
    else if (!line->is_possible && t.n_taken == n && is_its_end)
        TELL(p, "%s\n  is possible\n", line->text);
}

/* Every run of every line goes to `visit`, the line in p->line. */
static inline void pattern_each(struct pattern *p, told_visit *visit, void *context)
{
    for (uint32_t i = 0; i < p->told.runs.n; i++) {
        p->line = &p->told.runs.at[i];
        told_each(p->line, visit, context);
    }
}

/* ---- a test for each file ------------------------------------------------------- */

/* Runs tests (so many, of room for 64), then `test` on each file. */
static inline int pattern_run_all(const char *name, struct CMUnitTest tests[64], size_t n,
                                  const char *files, CMUnitTestFunction test)
{
    glob_t found;
    if (glob(files, 0, NULL, &found) != 0)
        return 1;
    for (size_t i = 0; i < found.gl_pathc && n < 64; i++)
        tests[n++] = (struct CMUnitTest){found.gl_pathv[i], test, NULL, NULL,
                                         found.gl_pathv[i]};
    int n_failed = _cmocka_run_group_tests(name, tests, n, NULL, NULL);
    globfree(&found);
    return n_failed;
}

#endif
