/*
 * codegen: from the flow of a checked sop to its image.
 *
 * A row's code is one instruction that waits for its work, and behind it for
 * each outcome what the net says: places marked or kept, a row opened, end.
 * The same flow gives the same bytes; where the text lay and in which
 * language it was written stands outside the identity.
 */
#ifndef SOP_CODEGEN_H
#define SOP_CODEGEN_H

#include "compiler/flow/flow.h"
#include "runtime/image/image.h"

/*
 * Appends the image file of a sop, and of those that it calls, to out and
 * tells its id. flows: of all sops of the model; they must be without errors.
 * out->failed: memory ran out.
 */
void codegen_image(struct flow *const *flows, uint32_t n_flows, uint32_t sop,
                   const struct ast_program *program, struct arena *arena, struct bytes *out,
                   char id_hex[2 * IMAGE_ID_LEN + 1]);

/* The same with pages, and with what is known of rows, which change no id. */
struct codegen_input {
    struct flow *const *flows;
    uint32_t n_flows;
    const struct ast_program *program;
    const struct chart_book *const *books;   /* a flow's pages, or NULL; NULL: none at all */
    bool *const *alone;           /* per flow sound_alone of it, or NULL; NULL: none at all */
};
void codegen_paged_image(const struct codegen_input *input, uint32_t sop, struct arena *arena,
                         struct bytes *out, char id_hex[2 * IMAGE_ID_LEN + 1]);
/* The sops that its image holds: itself first; order has room for all flows. */
uint32_t codegen_sops(const struct codegen_input *input, uint32_t sop, uint32_t *order,
                      struct arena *arena);

#endif
