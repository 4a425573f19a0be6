/* An image: a sop, those that it calls, and the texts they came from. */
#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#include "compiler/codegen/codegen_int.h"

static const char *sha256_hex(struct arena *arena, const char *text, size_t len)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(text, len, digest, &n, EVP_sha256(), NULL) != 1)
        return "";
    char *hex = arena_alloc(arena, 2 * (size_t)n + 1);
    for (unsigned i = 0; i < n; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}

/* Paths are told from the first file's folder, so that where the program
 * lies on a machine does not change the bytes. */
static const char *path_from(const char *first, const char *path)
{
    const char *slash = strrchr(first, '/');
    size_t len = slash ? (size_t)(slash - first) + 1 : 0;
    return strncmp(path, first, len) == 0 ? path + len : path;
}

static void add_sources(struct generator *g, const struct ast_program *program)
{
    static const char *const languages[] = {[LANG_EN] = "en", [LANG_ID] = "id"};
    for (uint32_t i = 0; i < program->files.n; i++) {
        const struct source *source = program->files.at[i]->source;
        const char *path = path_from(program->main->source->path, source->path);
        struct image_source record = {
            .path = image_add_string(g->builder, path),
            .sha256 = image_add_string(g->builder, sha256_hex(g->arena, source->text, source->len)),
            .language = image_add_string(g->builder, languages[source->language])};
        image_add_source(g->builder, record);
    }
}

/* Each sop once, as the rows of those before it call it. procedures: where it
 * stands among them, NONE at first. */
static uint32_t find_called(const struct codegen_input *input, uint32_t sop, uint32_t *order,
                            uint32_t *procedures)
{
    uint32_t n = 0;
    procedures[sop] = n;
    order[n++] = sop;
    for (uint32_t i = 0; i < n; i++) {
        const struct sop *caller = input->flows[order[i]]->sop;
        for (uint32_t r = 0; r < caller->rows.n; r++) {
            uint32_t called = caller->rows.at[r].calls;
            if (called == NONE || procedures[called] != NONE)
                continue;
            procedures[called] = n;
            order[n++] = called;
        }
    }
    return n;
}

static uint32_t *no_procedures(uint32_t n, struct arena *arena)
{
    uint32_t *procedures = ARENA_ARRAY(arena, n, uint32_t);
    for (uint32_t i = 0; i < n; i++)
        procedures[i] = NONE;
    return procedures;
}

static void add_sop(struct generator *g, const struct flow *flow)
{
    struct bases *base = &g->base;
    g->flow = flow;
    g->sop = flow->sop;
    assert(!g->sop->is_broken);
    codegen_tables(g);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        codegen_row(g, r);
    base->row += flow->n_rows;
    base->place += flow->n_places;
    base->actor += g->sop->actors.n;
    base->phase += g->sop->phases.n;
    base->document += g->sop->documents.n;
    base->field += g->sop->fields.n;
}

static void add_lone_rows(struct generator *g, const struct flow *flow, const bool *alone)
{
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        enum row_kind kind = flow->sop->rows.at[r].kind;
        if (alone[r] && (kind == ROW_STEP || kind == ROW_DECISION))
            image_add_lone_row(g->builder, (struct image_lone_row){g->base.row + r});
    }
}

uint32_t codegen_sops(const struct codegen_input *input, uint32_t sop, uint32_t *order,
                      struct arena *arena)
{
    return find_called(input, sop, order, no_procedures(input->n_flows, arena));
}

void codegen_paged_image(const struct codegen_input *input, uint32_t sop, struct arena *arena,
                         struct bytes *out, char id_hex[2 * IMAGE_ID_LEN + 1])
{
    uint32_t *order = ARENA_ARRAY(arena, input->n_flows, uint32_t);
    uint32_t *procedures = no_procedures(input->n_flows, arena);
    struct generator g = {.arena = arena, .builder = image_builder_new(arena),
                          .procedures = procedures};
    uint32_t n = find_called(input, sop, order, procedures);
    for (uint32_t i = 0; i < n; i++) {
        if (input->books && input->books[order[i]])
            image_add_book(g.builder, i, g.base.row, g.base.actor, input->books[order[i]]);
        if (input->alone && input->alone[order[i]])
            add_lone_rows(&g, input->flows[order[i]], input->alone[order[i]]);
        add_sop(&g, input->flows[order[i]]);
    }
    add_sources(&g, input->program);
    image_write(g.builder, out, id_hex);
}

void codegen_image(struct flow *const *flows, uint32_t n_flows, uint32_t sop,
                   const struct ast_program *program, struct arena *arena, struct bytes *out,
                   char id_hex[2 * IMAGE_ID_LEN + 1])
{
    struct codegen_input input = {flows, n_flows, program, NULL, NULL};
    codegen_paged_image(&input, sop, arena, out, id_hex);
}
