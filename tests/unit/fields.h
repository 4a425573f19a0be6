/*
 * An image with fields of every type, and one step that fills some of them:
 * with what a test adds as expressions. Fields are named after their types.
 */
#ifndef SOP_TEST_FIELDS_H
#define SOP_TEST_FIELDS_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/vm/eval.h"

enum { AMOUNT, AMOUNT_2, TEXT, TEXT_2, DATE, DATE_2, YES_NO, YES_NO_2, CHOICE, CHOICE_2, N_FIELDS };

static const enum image_field_type field_types[N_FIELDS] = {
    IMAGE_AMOUNT, IMAGE_AMOUNT, IMAGE_TEXT, IMAGE_TEXT, IMAGE_DATE, IMAGE_DATE,
    IMAGE_YES_NO, IMAGE_YES_NO, IMAGE_CHOICE, IMAGE_CHOICE,
};
static const char *const field_ids[N_FIELDS] = {
    "amount", "amount_2", "text", "text_2", "date", "date_2", "yes_no", "yes_no_2", "choice",
    "choice_2",
};
static const char *const field_choices[] = { "new", "used", "Used", "sangat rusak" };

/* ROW is the row of the fills, DECISION one by data, whose outcomes' conditions
 * are given. */
enum { ROW, DECISION, MOST_FILLS = 64, MOST_WHENS = 8 };

struct fields_image {
    struct arena arena;
    struct image_builder *b;
    struct image_fill fills[MOST_FILLS];
    uint32_t n_fills;
    uint32_t whens[MOST_WHENS], n_whens;   /* conditions; ELSE follows */
};

static inline void fields_begin(struct fields_image *f)
{
    memset(f, 0, sizeof *f);
    arena_init(&f->arena, NULL);
    f->b = image_builder_new(&f->arena);
}

static inline void fields_add_row(struct fields_image *f, uint32_t row)
{
    uint32_t s = image_add_string(f->b, row == ROW ? "row" : "decision");
    bool is_decision = row == DECISION;
    image_add_row(f->b, (struct image_row){
        .kind = is_decision ? IMAGE_DECISION : IMAGE_STEP, .id = s, .text = s, .phase = NONE,
        .n_tasks = !is_decision, .note = NONE, .work = NONE, .wait = NONE, .to = IMAGE_TO_NEXT,
        .fills = { 0, is_decision ? 0 : f->n_fills }, .calls = NONE, .due = NONE,
        .outcomes = { 0, is_decision ? f->n_whens + 1 : 0 }, .due_from = NONE, .same_as = NONE,
        .is_data = is_decision, .code = image_here(f->b) });
    if (is_decision) {
        uint32_t n = f->n_whens + 1, jumps = image_emit(f->b, OP_CHOOSE, row, n) + 3;
        for (uint32_t i = 0; i < n; i++)
            image_emit(f->b, OP_JUMP, 0);
        for (uint32_t i = 0; i < n; i++)
            image_patch(f->b, jumps + 2 * i, 0, image_here(f->b));
    } else
        image_emit(f->b, OP_TASK, row);
    image_emit(f->b, OP_END);
}

static inline void fields_add_records(struct fields_image *f)
{
    for (uint32_t i = 0; i < N_FIELDS; i++) {
        uint32_t id = image_add_string(f->b, field_ids[i]);
        image_add_field(f->b, (struct image_field){
            .id = id, .name = id, .type = field_types[i],
            .choices = field_types[i] == IMAGE_CHOICE
                           ? image_add_strings(f->b, field_choices, COUNT_OF(field_choices))
                           : 0 });
    }
    for (uint32_t i = 0; i < f->n_fills; i++)
        image_add_fill(f->b, f->fills[i]);
    for (uint32_t i = 0; i <= f->n_whens; i++)
        image_add_outcome(f->b, (struct image_outcome){
            .kind = i < f->n_whens ? IMAGE_WHEN : IMAGE_ELSE,
            .label = image_add_string(f->b, "when"), .percent = -1, .to = IMAGE_TO_NEXT,
            .when = i < f->n_whens ? f->whens[i] : NONE, .delay = NONE, .then_to = NONE });
}

/* Writes what was begun, and lets it go. */
static inline void fields_write(struct fields_image *f, struct bytes *out)
{
    char id_hex[65];
    uint32_t s = image_add_string(f->b, "fields"), entry = ROW;
    fields_add_records(f);
    fields_add_row(f, ROW);
    fields_add_row(f, DECISION);
    for (uint32_t i = 0; i < 2; i++)
        image_add_place(f->b, (struct image_place){ i, NONE, 0 });
    image_add_procedure(f->b, (struct image_procedure){
        .id = s, .title = s, .office = NONE, .number = NONE, .unit = NONE, .created = NONE,
        .revised = NONE, .effective = NONE, .approver_title = NONE, .approver_name = NONE,
        .approver_id = NONE, .rows = { 0, 2 }, .places = { 0, 2 }, .calendar = NONE,
        .entries = image_add_list(f->b, &entry, 1), .fields = { 0, N_FIELDS } });
    image_write(f->b, out, id_hex);
    arena_free(&f->arena);
}

static inline struct image *fields_open(struct fields_image *f)
{
    struct bytes bytes = { 0 };
    struct image_fault fault;
    fields_write(f, &bytes);
    struct image *image = image_open(bytes.data, bytes.len, &fault);
    if (!image)
        fail_msg("%s at %llu", fault.text, (unsigned long long)fault.offset);
    bytes_free(&bytes);
    return image;
}

#endif
