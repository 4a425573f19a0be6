/* The image id of a text compiled in memory, for tests. */
#ifndef SOP_TEST_IMAGE_ID_H
#define SOP_TEST_IMAGE_ID_H

#include <stdlib.h>

#include "compiler/codegen/codegen.h"
#include "grammar/grammar.h"

enum { ID_SIZE = 2 * IMAGE_ID_LEN + 1 };

/* Of the first sop of the text, which stands for the file `path`; false: it
 * does not compile, and its faults are printed to `faults`, if not NULL. */
static inline bool image_id_of(const char *path, const char *text, size_t len, char id[ID_SIZE],
                               FILE *faults)
{
    struct arena arena;
    struct interner names;
    struct sources sources = {.arena = &arena};
    struct diags diags;
    struct bytes image = {0};
    arena_init(&arena, abort);
    intern_init(&names, &arena);
    diags_init(&diags, &arena, &sources);
    const struct ast_program *program = program_parse_text(path, text, len, &arena, &names, &diags);
    const struct model *model = model_build(program, &arena, &names, &diags);
    uint32_t n = model->sops.n;
    struct flow **flows = ARENA_ARRAY(&arena, n + 1, struct flow *);
    for (uint32_t i = 0; i < n; i++) {
        flows[i] = flow_build(&model->sops.at[i], &arena);
        if (!model->sops.at[i].is_broken)
            flow_check(flows[i], &arena, &diags);
    }
    bool is_good = n && !diags.n[SEV_ERROR];
    if (is_good)
        codegen_image(flows, n, 0, program, &arena, &image, id);
    else if (faults)
        diags_print(&diags, &(struct diag_options){.messages = LANG_EN}, faults);
    bytes_free(&image);
    arena_free(&arena);
    return is_good;
}

#endif
