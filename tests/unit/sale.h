/*
 * An image for tests: the sale of goods, a small procedure with one of
 * everything; a pair of procedures in one image; and what it takes to look
 * into the bytes and to forge them.
 */
#ifndef SOP_TEST_SALE_H
#define SOP_TEST_SALE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "runtime/image/image.h"

enum { ORDER, CHECK, PACK, SHIP, REFUSED, N_ROWS };

struct fixture {
    struct arena arena;
    struct image_builder *b;
    struct image_procedure procedure;
    struct image_row rows[N_ROWS];
    struct image_outcome outcomes[2];
    struct image_place places[N_ROWS + 2];
    struct image_duration duration;
    struct image_calendar calendar;
    const char *source_path;
};

static const uint32_t week[] = { 480, 720, 780, 1020, 1920, 2160 };

static inline uint32_t str(struct fixture *f, const char *s)
{
    return image_add_string(f->b, s);
}

static inline struct image_row make_row(struct fixture *f, const char *id, const char *text)
{
    return (struct image_row){ .kind = IMAGE_STEP, .id = str(f, id), .text = str(f, text),
                               .n_tasks = 1, .phase = 0, .note = NONE, .work = 0, .wait = NONE,
                               .to = IMAGE_TO_NEXT, .calls = NONE, .due = NONE,
                               .due_from = NONE, .same_as = NONE };
}

static inline void make_rows(struct fixture *f)
{
    const char *const papers[] = { "Order form", "Price list" };
    struct image_row *rows = f->rows;
    rows[ORDER] = make_row(f, "order", "Write the order");
    rows[ORDER].inputs = image_add_strings(f->b, papers, 2);
    rows[ORDER].actors = image_add_list(f->b, (uint32_t[]){ 0 }, 1);
    rows[CHECK] = make_row(f, "check", "Check it");
    rows[CHECK].kind = IMAGE_DECISION;
    rows[CHECK].outcomes = (struct image_span){ 0, 2 };
    rows[CHECK].actors = image_add_list(f->b, (uint32_t[]){ 0, 1 }, 2);
    rows[CHECK].n_tasks = 2;
    rows[PACK] = make_row(f, "pack", "Pack");
    rows[SHIP] = make_row(f, "ship", "Ship");
    rows[SHIP].note = str(f, "with care");
    rows[SHIP].outputs = image_add_strings(f->b, papers, 1);
    rows[SHIP].joins = (struct image_span){ N_ROWS, 2 };
    rows[REFUSED] = make_row(f, "refused", "Order refused");
    rows[REFUSED].kind = IMAGE_END;
    f->outcomes[0] = (struct image_outcome){ .kind = IMAGE_YES, .label = str(f, "yes"),
                                             .percent = -1, .to = IMAGE_TO_NEXT, .when = NONE,
                                             .delay = NONE, .then_to = NONE };
    f->outcomes[1] = f->outcomes[0];
    f->outcomes[1].kind = IMAGE_NO;
    f->outcomes[1].label = str(f, "no");
    f->outcomes[1].percent = 200000;
    f->outcomes[1].to = REFUSED;
    for (uint32_t i = 0; i < N_ROWS; i++)
        f->places[i] = (struct image_place){ i, NONE, 0 };
    f->places[N_ROWS] = (struct image_place){
        SHIP, 0, image_add_list(f->b, (uint32_t[]){ CHECK }, 1) };
    f->places[N_ROWS + 1] = (struct image_place){
        SHIP, 1, image_add_list(f->b, (uint32_t[]){ PACK }, 1) };
}

static inline void make_fixture(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    f->source_path = "order.sop";
    arena_init(&f->arena, NULL);
    f->b = image_builder_new(&f->arena);
    f->duration = (struct image_duration){ DURATION_PERT, UNIT_DAY, 0, 0, 5000, 10000, 20000,
                                           NONE };
    f->calendar = (struct image_calendar){
        .intervals = image_add_list(f->b, week, COUNT_OF(week)) };
    f->procedure = (struct image_procedure){
        .id = str(f, "sale"), .title = str(f, "Sale of goods"), .office = NONE,
        .number = str(f, "SOP-7"), .unit = NONE, .created = NONE, .revised = NONE,
        .effective = NONE, .approver_title = NONE, .approver_name = NONE, .approver_id = NONE,
        .actors = { 0, 2 }, .phases = { 0, 1 }, .documents = { 0, 1 }, .rows = { 0, N_ROWS },
        .places = { 0, N_ROWS + 2 }, .entries = image_add_list(f->b, (uint32_t[]){ ORDER }, 1),
        .calendar = 0 };
    make_rows(f);
}

static inline void emit_code(struct fixture *f)
{
    struct image_builder *b = f->b;
    f->rows[ORDER].code = image_emit(b, OP_TASK, ORDER);
    image_emit(b, OP_FORK, PACK);
    f->rows[CHECK].code = image_emit(b, OP_DECIDE, CHECK, 2);
    uint32_t yes = image_emit(b, OP_JUMP, 0), no = image_emit(b, OP_JUMP, 0);
    image_patch(b, yes, 0, image_here(b));
    image_emit(b, OP_MARK, N_ROWS);
    image_emit(b, OP_END);
    f->rows[PACK].code = image_emit(b, OP_TASK, PACK);
    image_emit(b, OP_MARK, N_ROWS + 1);
    image_emit(b, OP_END);
    f->rows[SHIP].code = image_emit(b, OP_JOIN, SHIP, 2);
    image_emit(b, OP_TASK, SHIP);
    image_emit(b, OP_END);
    f->rows[REFUSED].code = image_emit(b, OP_FINISH, REFUSED);
    image_patch(b, no, 0, f->rows[REFUSED].code);
}

static inline void add_records(struct fixture *f)
{
    struct image_builder *b = f->b;
    image_add_procedure(b, f->procedure);
    image_add_actor(b, (struct image_actor){ .id = str(f, "clerk"), .name = str(f, "Clerk"),
                                             .office = NONE, .count = 3 });
    image_add_actor(b, (struct image_actor){ .id = str(f, "chief"), .name = str(f, "Chief"),
                                             .office = NONE, .count = 1 });
    image_add_phase(b, (struct image_phase){ str(f, "Everything"), ORDER });
    image_add_document(b, (struct image_document){ str(f, "form"), str(f, "Order form") });
    for (int i = 0; i < N_ROWS; i++)
        image_add_row(b, f->rows[i]);
    image_add_outcome(b, f->outcomes[0]);
    image_add_outcome(b, f->outcomes[1]);
    for (int i = 0; i < N_ROWS + 2; i++)
        image_add_place(b, f->places[i]);
    image_add_duration(b, f->duration);
    image_add_calendar(b, f->calendar);
    image_add_source(b, (struct image_source){ str(f, f->source_path), str(f, "0f"),
                                               str(f, "en") });
}

/* The bytes of a fixture whose code and records are added; frees it. */
static inline struct bytes finish_fixture(struct fixture *f, char id_hex[65])
{
    struct bytes out = { 0 };
    image_write(f->b, &out, id_hex);
    assert_false(out.failed);
    arena_free(&f->arena);
    return out;
}

static inline struct bytes good_bytes(char id_hex[65])
{
    struct fixture f;
    make_fixture(&f);
    emit_code(&f);
    add_records(&f);
    return finish_fixture(&f, id_hex);
}

/* Two procedures in one image, of two rows each: a, and b after a. What the
 * first one's row a forks, marks and is headed by. */
struct pair {
    uint32_t fork, mark, phase;
};

static inline void add_pair_row(struct image_builder *b, uint32_t row, struct image_span joins,
                         const struct pair *pair)
{
    uint32_t s = image_add_string(b, "s");
    image_add_row(b, (struct image_row){
        .id = s, .text = s, .n_tasks = 1, .note = NONE, .work = NONE, .wait = NONE,
        .to = IMAGE_TO_NEXT, .phase = row < 2 ? pair->phase : 1, .joins = joins,
        .calls = NONE, .due = NONE, .due_from = NONE, .same_as = NONE,
        .code = image_here(b) });
    if (joins.n)
        image_emit(b, OP_JOIN, row, joins.n);
    image_emit(b, OP_TASK, row);
    if (!joins.n)
        image_emit(b, OP_MARK, row == 0 ? pair->mark : 5);
    if (row == 0 && pair->fork != NONE)
        image_emit(b, OP_FORK, pair->fork);
    image_emit(b, OP_END);
}

static inline void add_pair_procedure(struct image_builder *b, uint32_t i, const struct pair *pair)
{
    uint32_t s = image_add_string(b, "s"), row = 2 * i;
    image_add_procedure(b, (struct image_procedure){
        .id = s, .title = s, .office = NONE, .number = NONE, .unit = NONE, .created = NONE,
        .revised = NONE, .effective = NONE, .approver_title = NONE, .approver_name = NONE,
        .approver_id = NONE, .phases = { i, 1 }, .rows = { row, 2 }, .places = { 3 * i, 3 },
        .entries = image_add_list(b, &row, 1), .calendar = NONE });
    image_add_phase(b, (struct image_phase){ s, row });
    image_add_place(b, (struct image_place){ row, NONE, 0 });
    image_add_place(b, (struct image_place){ row + 1, NONE, 0 });
    image_add_place(b, (struct image_place){ row + 1, 0, image_add_list(b, &row, 1) });
    add_pair_row(b, row, (struct image_span){ 0, 0 }, pair);
    add_pair_row(b, row + 1, (struct image_span){ 3 * i + 2, 1 }, pair);
}

static inline struct bytes two_procedures(struct pair pair)
{
    struct arena arena;
    struct bytes out = { 0 };
    char id_hex[65];
    arena_init(&arena, NULL);
    struct image_builder *b = image_builder_new(&arena);
    add_pair_procedure(b, 0, &pair);
    add_pair_procedure(b, 1, &pair);
    image_write(b, &out, id_hex);
    arena_free(&arena);
    return out;
}

/* ---- opening ---------------------------------------------------------------- */

static inline struct image *open_good(const struct bytes *bytes)
{
    struct image_fault fault;
    struct image *image = image_open(bytes->data, bytes->len, &fault);
    if (!image)
        fail_msg("%s at %llu", fault.text, (unsigned long long)fault.offset);
    assert_int_equal(fault.err, ERR_NONE);
    return image;
}

static inline void expect_refused(const struct bytes *bytes, const char *rule)
{
    char words[40];
    struct image_fault fault;
    struct image *image = image_open(bytes->data, bytes->len, &fault);
    snprintf(words, sizeof words, "(rule `%s`)", rule);
    if (image)
        fail_msg("rule `%s` let it pass", rule);
    if (!strstr(fault.text, words))
        fail_msg("refused for `%s`, not for `%s`", fault.text, rule);
    assert_int_equal(fault.err, ERR_FINDING);
    assert_true(fault.offset <= bytes->len);
}

/* ---- the bytes ---------------------------------------------------------------- */

enum { TABLE = 48, ENTRY = 32, SUM = 32 };

static inline uint64_t read_number(const struct bytes *b, size_t at, int n)
{
    uint64_t v = 0;
    while (n--)
        v = v << 8 | (uint8_t)b->data[at + (size_t)n];
    return v;
}

static inline void write_number(struct bytes *b, size_t at, int n, uint64_t v)
{
    for (int i = 0; i < n; i++)
        b->data[at + (size_t)i] = (char)(v >> 8 * i);
}

/* Makes id and checksum anew, as a forger would: from the layout alone. */
static inline void reseal(struct bytes *b)
{
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    EVP_DigestInit_ex(hash, EVP_sha256(), NULL);
    for (uint32_t s = 0; s < N_SECTIONS; s++) {
        size_t entry = TABLE + s * ENTRY;
        uint64_t offset = read_number(b, entry + 8, 8), n = read_number(b, entry + 24, 8);
        if (n == 0 || offset > b->len || n > b->len - offset)
            continue;
        EVP_DigestUpdate(hash, b->data + entry, 4);
        EVP_DigestUpdate(hash, b->data + entry + 24, 8);
        EVP_DigestUpdate(hash, b->data + offset, n);
    }
    EVP_DigestFinal_ex(hash, (uint8_t *)b->data + 16, NULL);
    EVP_MD_CTX_free(hash);
    EVP_Digest(b->data, b->len - SUM, (uint8_t *)b->data + b->len - SUM, NULL, EVP_sha256(),
               NULL);
}

#endif
