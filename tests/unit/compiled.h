/* A text compiled in memory, for tests: all floors, faults kept. */
#ifndef SOP_TEST_COMPILED_H
#define SOP_TEST_COMPILED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/flow/sound.h"
#include "grammar/grammar.h"

struct compiled {
    struct arena arena;
    struct interner names;
    struct sources sources;
    struct diags diags;
    const struct ast_program *program;
    const struct model *model;
    const struct sop *sop;     /* the first, or NULL */
    struct flow *flow;         /* of it */
};

/* All faults of a flow that was not broken before. */
static inline void compiled_check(const struct flow *flow, struct arena *arena,
                                  struct diags *diags)
{
    bool *is_told = flow_check(flow, arena, diags);
    if (!flow->n_entries)
        return;
    struct verdict v = sound_prove(flow, arena);
    sound_tell(flow, &v, is_told, arena, diags);
    if (v.kind == SOUND)
        sound_check_meetings(flow, arena, diags);
}

static inline void compiled_open(struct compiled *c, const char *text)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena, abort);
    intern_init(&c->names, &c->arena);
    c->sources.arena = &c->arena;
    diags_init(&c->diags, &c->arena, &c->sources);
    c->program = program_parse_text("test.sop", text, strlen(text), &c->arena, &c->names, &c->diags);
    c->model = model_build(c->program, &c->arena, &c->names, &c->diags);
    if (!c->model->sops.n)
        return;
    c->sop = &c->model->sops.at[0];
    c->flow = flow_build(c->sop, &c->arena);
    if (!c->sop->is_broken)
        compiled_check(c->flow, &c->arena, &c->diags);
    diags_sort(&c->diags);
}

static inline void compiled_close(struct compiled *c)
{
    arena_free(&c->arena);
}

/* The row of that name. */
static inline uint32_t row_named(const struct compiled *c, const char *name)
{
    for (uint32_t r = 0; r < c->sop->rows.n; r++)
        if (strcmp(c->sop->rows.at[r].id, name) == 0)
            return r;
    fail_msg("no row %s", name);
    return NONE;
}

/* The codes of all faults, in order: "E0201 W0406". */
static inline const char *codes_of(struct compiled *c)
{
    const char *codes = "";
    for (uint32_t i = 0; i < c->diags.list.n; i++)
        codes = arena_printf(&c->arena, "%s%s%s", codes, i ? " " : "",
                             code_id(c->diags.list.at[i]->code));
    return codes;
}

#define ASSERT_CODES(text, wanted)                          \
    do {                                                    \
        struct compiled compiled_;                          \
        compiled_open(&compiled_, text);                    \
        assert_string_equal(codes_of(&compiled_), wanted);  \
        compiled_close(&compiled_);                         \
    } while (0)

#endif
