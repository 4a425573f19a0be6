/*
 * Small procedures for tests of the runtime, assembled by hand: what happens
 * when a row is done is a line of words:
 *     m2 the group 2 is done   k2 it stays done   f5 row 5 opens as well
 *     j4 the way goes on to row 4   e the way ends
 * Groups count through all rows, in their order.
 */
#ifndef SOP_TEST_SAMPLE_IMAGE_H
#define SOP_TEST_SAMPLE_IMAGE_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/image/image.h"

#define SAMPLE_USE __attribute__((unused)) static

enum { SAMPLE_MOST = 12 };

struct sample_outcome {
    enum image_outcome_kind kind;
    const char *label, *way;
};

struct sample_row {
    enum image_row_kind kind;
    const char *id, *text;
    const char *actors;          /* "0", "01": indices of one digit */
    bool is_any, is_each;
    uint32_t n_tasks;            /* 0: 1 */
    int minutes;                 /* 0: no time */
    const char *way;             /* of a step or a start */
    struct sample_outcome outcomes[4];
    const char *groups[4];       /* members: "3", "45" */
};

struct sample_actor {
    const char *id, *name;
    uint32_t count;
    const char *units[4];
};

struct sample {
    const char *id, *title, *language;
    struct sample_actor actors[6];
    const char *entries;         /* "0" */
    struct sample_row rows[SAMPLE_MOST];
};

/* ---- the samples ------------------------------------------------------- */

/* Rework, branches that meet, a joint decision, a named end, every unit for
 * itself, one or the other. */
SAMPLE_USE const struct sample sample_purchase = {
    .id = "pengadaan", .title = "Pengadaan Barang", .language = "id",
    .actors = {{"pemohon", "Pemohon", 0, {0}},
               {"kasubag", "Kasubag", 0, {0}},
               {"kepala", "Kepala Dinas", 0, {0}},
               {"bidang", "Bidang", 0, {"Bidang UKM", "Bidang Koperasi", "UPT"}},
               {"gudang", "Petugas Gudang", 2, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "ajukan", "Mengajukan permintaan barang", "0", .minutes = 30,
               .way = "j1"},
        [1] = {IMAGE_DECISION, "periksa", "Memeriksa permintaan", "1", .minutes = 10,
               .outcomes = {{IMAGE_YES, "yes", "f3 j2"}, {IMAGE_NO, "no", "j0"}}},
        [2] = {IMAGE_STEP, "banding", "Membandingkan harga", "1", .minutes = 120,
               .way = "m0 e"},
        [3] = {IMAGE_STEP, "nilai", "Menilai pemasok", "4", .minutes = 60, .way = "m1 e"},
        [4] = {IMAGE_DECISION, "setujui", "Menyetujui pengadaan", "12", .n_tasks = 2,
               .minutes = 15,
               .outcomes = {{IMAGE_WORDS, "Setuju", "j5"},
                            {IMAGE_WORDS, "Bandingkan lagi", "k1 j2"},
                            {IMAGE_NO, "no", "j7"}},
               .groups = {"2", "3"}},
        [5] = {IMAGE_STEP, "terima", "Menerima barang", "3", .is_each = true, .n_tasks = 3,
               .minutes = 45, .way = "j6"},
        [6] = {IMAGE_STEP, "arsip", "Mengarsipkan berkas", "14", .is_any = true, .minutes = 5,
               .way = "e"},
        [7] = {.kind = IMAGE_END, .id = "ditolak", .text = "Permintaan ditolak"},
    },
};

SAMPLE_USE const struct sample sample_approve = {
    .id = "approve", .title = "Approve a Report", .language = "en",
    .actors = {{"writer", "Writer", 0, {0}}, {"head", "Head of Unit", 0, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "write", "Write the report", "0", .minutes = 60, .way = "j1"},
        [1] = {IMAGE_DECISION, "check", "Check the report", "1", .minutes = 15,
               .outcomes = {{IMAGE_YES, "yes", "e"}, {IMAGE_NO, "no", "j0"}}},
    },
};

/* The next version of the same procedure. */
SAMPLE_USE const struct sample sample_approve_2 = {
    .id = "approve", .title = "Approve a Report, in three", .language = "en",
    .actors = {{"writer", "Writer", 0, {0}}, {"head", "Head of Unit", 0, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "write", "Write the report", "0", .minutes = 60, .way = "j1"},
        [1] = {IMAGE_DECISION, "check", "Check the report", "1", .minutes = 15,
               .outcomes = {{IMAGE_YES, "yes", "j2"}, {IMAGE_NO, "no", "j0"}}},
        [2] = {IMAGE_STEP, "file", "File the report", "0", .minutes = 5, .way = "e"},
    },
};

SAMPLE_USE const struct sample sample_starts = {
    .id = "complaint", .title = "Answer a Complaint", .language = "en",
    .actors = {{"desk", "Front Desk", 0, {0}}},
    .entries = "01",
    .rows = {
        [0] = {IMAGE_START, "letter", "A letter came", .way = "j2"},
        [1] = {IMAGE_START, "call", "Somebody called", .way = "j3"},
        [2] = {IMAGE_STEP, "read", "Read the letter", "0", .minutes = 10, .way = "j3"},
        [3] = {IMAGE_STEP, "reply", "Reply", "0", .minutes = 20, .way = "e"},
    },
};

/* Not sound: `b` is opened twice where `a` has gone on to it and to `c`. */
SAMPLE_USE const struct sample sample_unsound = {
    .id = "unsound", .title = "Opens a Row Twice", .language = "en",
    .actors = {{"x", "Somebody", 0, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "a", "Begin", "0", .way = "f2 j1"},
        [1] = {IMAGE_STEP, "b", "Go on", "0", .way = "e"},
        [2] = {IMAGE_STEP, "c", "Go on as well", "0", .way = "j1"},
    },
};

/* ---- the assembler ----------------------------------------------------- */

struct sample_builder {
    const struct sample *s;
    struct image_builder *b;
    uint32_t n_rows, n_actors, code[SAMPLE_MOST];
    struct {
        uint32_t address, row;
    } jumps[64];
    uint32_t n_jumps;
};

static uint32_t sample_digits(struct image_builder *b, const char *digits)
{
    uint32_t items[8], n = 0;
    for (; digits && digits[n]; n++)
        items[n] = (uint32_t)(digits[n] - '0');
    return image_add_list(b, items, n);
}

static uint32_t sample_n_groups(const struct sample_row *r)
{
    uint32_t n = 0;
    while (n < 4 && r->groups[n])
        n++;
    return n;
}

static uint32_t sample_n_outcomes(const struct sample_row *r)
{
    uint32_t n = 0;
    while (n < 4 && r->outcomes[n].label)
        n++;
    return n;
}

static void sample_jump(struct sample_builder *a, uint32_t address, uint32_t row)
{
    a->jumps[a->n_jumps].address = address;
    a->jumps[a->n_jumps++].row = row;
}

static void sample_emit_way(struct sample_builder *a, const char *way)
{
    for (const char *p = way; *p; p += strcspn(p, " "), p += *p == ' ') {
        uint32_t n = (uint32_t)strtoul(p + 1, NULL, 10);
        switch (*p) {
        case 'm': image_emit(a->b, OP_MARK, a->n_rows + n); break;
        case 'k': image_emit(a->b, OP_KEEP, a->n_rows + n); break;
        case 'f': image_emit(a->b, OP_FORK, n); break;
        case 'j': sample_jump(a, image_emit(a->b, OP_JUMP, 0u), n); break;
        default: image_emit(a->b, OP_END);
        }
    }
}

/* A row's code is where it opens; a jump to it passes its JOIN by. */
static void sample_emit_row(struct sample_builder *a, uint32_t row)
{
    const struct sample_row *r = &a->s->rows[row];
    uint32_t n = sample_n_outcomes(r), n_groups = sample_n_groups(r), choice[4];
    image_row_at(a->b, row)->code = image_here(a->b);
    if (n_groups)
        image_emit(a->b, OP_JOIN, row, n_groups);
    a->code[row] = image_here(a->b);
    if (r->kind == IMAGE_END) {
        image_emit(a->b, OP_FINISH, row);
        return;
    }
    if (n == 0) {
        image_emit(a->b, OP_TASK, row);
        sample_emit_way(a, r->way);
        return;
    }
    image_emit(a->b, OP_DECIDE, row, n);
    for (uint32_t i = 0; i < n; i++)
        choice[i] = image_emit(a->b, OP_JUMP, 0u);
    for (uint32_t i = 0; i < n; i++) {
        image_patch(a->b, choice[i], 0, image_here(a->b));
        sample_emit_way(a, r->outcomes[i].way);
    }
}

static struct image_span sample_add_outcomes(struct sample_builder *a,
                                             const struct sample_row *r)
{
    struct image_span span = {0, 0};
    for (uint32_t i = 0; i < sample_n_outcomes(r); i++) {
        uint32_t at = image_add_outcome(
            a->b, (struct image_outcome){.kind = r->outcomes[i].kind,
                                         .label = image_add_string(a->b, r->outcomes[i].label),
                                         .percent = -1,
                                         .to = IMAGE_TO_NEXT});
        if (span.n++ == 0)
            span.first = at;
    }
    return span;
}

static void sample_add_row(struct sample_builder *a, uint32_t row, uint32_t *no)
{
    const struct sample_row *r = &a->s->rows[row];
    bool is_work = r->kind == IMAGE_STEP || r->kind == IMAGE_DECISION;
    uint32_t work = NONE;
    if (r->minutes)
        work = image_add_duration(
            a->b, (struct image_duration){.kind = DURATION_FIXED, .unit = UNIT_MINUTE,
                                          .a = (int64_t)r->minutes * DECIMAL_ONE,
                                          .words = NONE});
    image_add_row(a->b, (struct image_row){
                            .kind = r->kind,
                            .id = image_add_string(a->b, r->id),
                            .text = image_add_string(a->b, r->text),
                            .no = is_work ? ++*no : 0,
                            .phase = NONE,
                            .actors = sample_digits(a->b, r->actors),
                            .is_any = r->is_any,
                            .is_each = r->is_each,
                            .n_tasks = !is_work ? 0 : r->n_tasks ? r->n_tasks : 1,
                            .note = NONE,
                            .work = work,
                            .wait = NONE,
                            .outcomes = sample_add_outcomes(a, r),
                            .to = IMAGE_TO_NEXT,
                        });
}

static void sample_add_places(struct sample_builder *a)
{
    for (uint32_t row = 0; row < a->n_rows; row++)
        image_add_place(a->b, (struct image_place){.row = row, .group = NONE});
    for (uint32_t row = 0; row < a->n_rows; row++) {
        const struct sample_row *r = &a->s->rows[row];
        struct image_span joins = {0, sample_n_groups(r)};
        for (uint32_t group = 0; group < joins.n; group++) {
            uint32_t members = sample_digits(a->b, r->groups[group]);
            uint32_t place = image_add_place(
                a->b, (struct image_place){.row = row, .group = group, .members = members});
            if (group == 0)
                joins.first = place;
        }
        image_row_at(a->b, row)->joins = joins;
    }
}

static void sample_add_actors(struct sample_builder *a)
{
    for (const struct sample_actor *actor = a->s->actors; actor->id; actor++) {
        uint32_t n = 0;
        while (n < 4 && actor->units[n])
            n++;
        image_add_actor(a->b, (struct image_actor){
                                  .id = image_add_string(a->b, actor->id),
                                  .name = image_add_string(a->b, actor->name),
                                  .office = NONE,
                                  .count = actor->count,
                                  .units = image_add_strings(a->b, actor->units, n),
                              });
        a->n_actors++;
    }
}

static void sample_add_procedure(struct sample_builder *a, uint32_t n_places)
{
    image_add_procedure(
        a->b, (struct image_procedure){
                  .id = image_add_string(a->b, a->s->id),
                  .title = image_add_string(a->b, a->s->title),
                  .office = NONE, .number = NONE, .unit = NONE, .created = NONE,
                  .revised = NONE, .effective = NONE, .approver_title = NONE,
                  .approver_name = NONE, .approver_id = NONE,
                  .actors = {0, a->n_actors}, .rows = {0, a->n_rows}, .places = {0, n_places},
                  .entries = sample_digits(a->b, a->s->entries),
                  .calendar = NONE,
              });
    image_add_source(a->b, (struct image_source){
                               .path = image_add_string(a->b, "sample.sop"),
                               .sha256 = image_add_string(a->b, "0"),
                               .language = image_add_string(a->b, a->s->language)});
}

/* The .sopb file of a sample, appended to out. */
SAMPLE_USE void sample_write(const struct sample *s, struct bytes *out)
{
    struct arena arena;
    char id[65];
    arena_init(&arena, NULL);
    struct sample_builder a = {.s = s, .b = image_builder_new(&arena)};
    uint32_t no = 0, n_places = 0;
    while (a.n_rows < SAMPLE_MOST && s->rows[a.n_rows].id)
        a.n_rows++;
    sample_add_actors(&a);
    for (uint32_t row = 0; row < a.n_rows; row++) {
        sample_add_row(&a, row, &no);
        n_places += 1 + sample_n_groups(&s->rows[row]);
    }
    sample_add_places(&a);
    for (uint32_t row = 0; row < a.n_rows; row++)
        sample_emit_row(&a, row);
    for (uint32_t i = 0; i < a.n_jumps; i++)
        image_patch(a.b, a.jumps[i].address, 0, a.code[a.jumps[i].row]);
    sample_add_procedure(&a, n_places);
    image_write(a.b, out, id);
    arena_free(&arena);
}

#endif
