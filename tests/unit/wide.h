/*
 * An image for tests with one of everything that the sale of goods (sale.h)
 * has not: data, waiting and lateness, a bound, the first of two, a call, a
 * calendar with holidays and changes.
 *
 *     0 ask     step, fills amount, waits; then judge, and call beside it
 *     1 judge   by data: amount > 5 -> ask, twice at most, then -> refused
 *                        else: rest's first group
 *     2 call    step, runs `part`, is due; rest's second group
 *                        late, after a while -> refused
 *     3 rest    step after any of judge.else, call: withdraws the other
 *     4 refused end
 *     5 only    the one step of `part`
 */
#ifndef SOP_TEST_WIDE_H
#define SOP_TEST_WIDE_H

#include "tests/unit/sale.h"

enum { ASK, JUDGE, CALL, REST, WIDE_REFUSED, N_WIDE_ROWS, ONLY = N_WIDE_ROWS, N_ALL_ROWS };
enum { GROUP = N_WIDE_ROWS, N_WIDE_PLACES = GROUP + 2, N_ALL_PLACES };

struct wide {
    struct arena arena;
    struct image_builder *b;
    struct image_procedure procedures[2];
    struct image_row rows[N_ALL_ROWS];
    struct image_outcome outcomes[3];
    struct image_field fields[2];
    struct image_fill fills[2];
    struct image_calendar calendar;
    struct image_holiday holidays[2];
    struct image_change changes[2];
    struct image_duration duration;
    /* addresses in the code */
    uint32_t at_wait, at_bound, at_choose, at_due, at_late, at_some, at_condition, at_value;
};

static inline uint32_t wide_string(struct wide *w, const char *s)
{
    return image_add_string(w->b, s);
}

static inline struct image_procedure wide_procedure(struct wide *w, const char *id, uint32_t entry)
{
    return (struct image_procedure){
        .id = wide_string(w, id), .title = wide_string(w, id), .office = NONE, .number = NONE,
        .unit = NONE, .created = NONE, .revised = NONE, .effective = NONE,
        .approver_title = NONE, .approver_name = NONE, .approver_id = NONE, .calendar = NONE,
        .entries = image_add_list(w->b, &entry, 1) };
}

static inline struct image_row wide_row(struct wide *w, const char *id)
{
    return (struct image_row){ .kind = IMAGE_STEP, .id = wide_string(w, id),
                               .text = wide_string(w, id), .n_tasks = 1, .phase = NONE,
                               .note = NONE, .work = NONE, .wait = NONE, .to = IMAGE_TO_NEXT,
                               .calls = NONE, .due = NONE, .due_from = NONE, .same_as = NONE };
}

static inline void wide_rows(struct wide *w)
{
    static const char *const ids[] = { "ask", "judge", "call", "rest", "refused", "only" };
    struct image_row *rows = w->rows;
    for (int i = 0; i < N_ALL_ROWS; i++)
        rows[i] = wide_row(w, ids[i]);
    rows[ASK].wait = 0;
    rows[ASK].fills = (struct image_span){ 0, 2 };
    rows[JUDGE].kind = IMAGE_DECISION;
    rows[JUDGE].n_tasks = 0;
    rows[JUDGE].is_data = 1;
    rows[JUDGE].outcomes = (struct image_span){ 0, 2 };
    rows[CALL].n_tasks = 0;
    rows[CALL].calls = 1;
    rows[CALL].due = 0;
    rows[CALL].due_from = ASK;
    rows[CALL].outcomes = (struct image_span){ 2, 1 };
    rows[REST].joins = (struct image_span){ GROUP, 2 };
    rows[REST].need = 1;
    rows[REST].withdraws = image_add_list(w->b, (uint32_t[]){ JUDGE, CALL }, 2);
    rows[REST].excepts = image_add_list(w->b, (uint32_t[]){ ASK }, 1);
    rows[REST].same_as = CALL;
    rows[WIDE_REFUSED].kind = IMAGE_END;
    rows[WIDE_REFUSED].n_tasks = 0;
}

static inline struct image_outcome wide_outcome(struct wide *w, uint32_t kind, const char *label)
{
    return (struct image_outcome){ .kind = kind, .label = wide_string(w, label), .percent = -1,
                                   .to = IMAGE_TO_NEXT, .when = NONE, .delay = NONE,
                                   .then_to = NONE };
}

static inline void wide_begin(struct wide *w)
{
    memset(w, 0, sizeof *w);
    arena_init(&w->arena, NULL);
    w->b = image_builder_new(&w->arena);
    w->procedures[0] = wide_procedure(w, "wide", ASK);
    w->procedures[0].calendar = 0;
    w->procedures[0].rows = (struct image_span){ 0, N_WIDE_ROWS };
    w->procedures[0].places = (struct image_span){ 0, N_WIDE_PLACES };
    w->procedures[0].fields = (struct image_span){ 0, 2 };
    w->procedures[0].n_counters = 1;
    w->procedures[0].purpose = image_add_strings(w->b, (const char *const[]){ "to test" }, 1);
    w->procedures[1] = wide_procedure(w, "part", ONLY);
    w->procedures[1].rows = (struct image_span){ ONLY, 1 };
    w->procedures[1].places = (struct image_span){ N_WIDE_PLACES, 1 };
    wide_rows(w);
    w->outcomes[0] = wide_outcome(w, IMAGE_WHEN, "amount > 5");
    w->outcomes[0].at_most = 2;
    w->outcomes[0].to = ASK;
    w->outcomes[0].then_to = WIDE_REFUSED;
    w->outcomes[1] = wide_outcome(w, IMAGE_ELSE, "else");
    w->outcomes[2] = wide_outcome(w, IMAGE_LATE, "late");
    w->outcomes[2].delay = 0;
    w->fields[0] = (struct image_field){ wide_string(w, "amount"), wide_string(w, "Amount"),
                                         IMAGE_AMOUNT, 0 };
    w->fields[1] = (struct image_field){ wide_string(w, "state"), wide_string(w, "State"),
                                         IMAGE_CHOICE, w->procedures[0].purpose };
    w->fills[0] = (struct image_fill){ 0, NONE };
    w->fills[1] = (struct image_fill){ 1, NONE };
    w->calendar = (struct image_calendar){
        .intervals = image_add_list(w->b, week, COUNT_OF(week)), .has_zone = 1, .zone = 480,
        .holidays = { 0, 2 }, .changes = { 0, 2 } };
    w->holidays[0] = (struct image_holiday){ 20000, 20001, wide_string(w, "New Year") };
    w->holidays[1] = (struct image_holiday){ 20001, 20009, NONE };
    w->changes[0] = (struct image_change){ 20010, 20020, w->calendar.intervals };
    w->changes[1] = (struct image_change){ 20021, 20021, 0 };
    w->duration = (struct image_duration){ DURATION_FIXED, UNIT_DAY, 0, 0, 10000, 0, 0, NONE };
}

/* amount > 5; and "to test", or what stands there. */
static inline void wide_emit_expressions(struct wide *w)
{
    struct image_builder *b = w->b;
    w->at_condition = image_emit(b, OP_LOAD, 0);
    image_emit(b, OP_NUM, 0, 50000);
    image_emit(b, OP_GT);
    image_emit(b, OP_GIVE);
    w->outcomes[0].when = w->at_condition;
    w->at_value = image_emit(b, OP_TEXT, wide_string(w, "to test"));
    image_emit(b, OP_GIVE);
    w->fills[1].value = w->at_value;
}

static inline void wide_emit(struct wide *w)
{
    struct image_builder *b = w->b;
    wide_emit_expressions(w);
    w->rows[ASK].code = image_emit(b, OP_TASK, ASK);
    w->at_wait = image_emit(b, OP_WAIT, 0);
    image_emit(b, OP_FORK, CALL);
    w->rows[JUDGE].code = w->at_choose = image_emit(b, OP_CHOOSE, JUDGE, 2);
    uint32_t when = image_emit(b, OP_JUMP, 0), other = image_emit(b, OP_JUMP, 0);
    image_patch(b, when, 0, image_here(b));
    w->at_bound = image_emit(b, OP_BOUND, 0, 2, 0);
    image_emit(b, OP_JUMP, w->rows[ASK].code);
    image_patch(b, other, 0, image_here(b));
    image_emit(b, OP_MARK, GROUP);
    image_emit(b, OP_END);
    w->rows[CALL].code = w->at_due = image_emit(b, OP_DUE, CALL, 0);
    image_emit(b, OP_TASK, CALL);
    image_emit(b, OP_MARK, GROUP + 1);
    image_emit(b, OP_END);
    w->at_late = image_emit(b, OP_WAIT, 0);
    image_patch(b, w->at_due, 1, w->at_late);
    w->rows[WIDE_REFUSED].code = image_emit(b, OP_FINISH, WIDE_REFUSED);
    image_patch(b, w->at_bound, 2, w->rows[WIDE_REFUSED].code);
    w->rows[REST].code = w->at_some = image_emit(b, OP_SOME, REST, 1);
    image_emit(b, OP_TASK, REST);
    image_emit(b, OP_END);
    w->rows[ONLY].code = image_emit(b, OP_TASK, ONLY);
    image_emit(b, OP_END);
}

static inline void wide_add_places(struct wide *w)
{
    struct image_builder *b = w->b;
    for (uint32_t i = 0; i < N_WIDE_ROWS; i++)
        image_add_place(b, (struct image_place){ i, NONE, 0 });
    image_add_place(b, (struct image_place){ REST, 0, image_add_list(b, (uint32_t[]){ JUDGE }, 1) });
    image_add_place(b, (struct image_place){ REST, 1, image_add_list(b, (uint32_t[]){ CALL }, 1) });
    image_add_place(b, (struct image_place){ ONLY, NONE, 0 });
}

static inline void wide_add(struct wide *w)
{
    struct image_builder *b = w->b;
    for (int i = 0; i < 2; i++) {
        image_add_procedure(b, w->procedures[i]);
        image_add_field(b, w->fields[i]);
        image_add_fill(b, w->fills[i]);
        image_add_holiday(b, w->holidays[i]);
        image_add_change(b, w->changes[i]);
    }
    for (int i = 0; i < N_ALL_ROWS; i++)
        image_add_row(b, w->rows[i]);
    for (int i = 0; i < 3; i++)
        image_add_outcome(b, w->outcomes[i]);
    wide_add_places(w);
    image_add_duration(b, w->duration);
    image_add_calendar(b, w->calendar);
    image_add_source(b, (struct image_source){ wide_string(w, "wide.sop"), wide_string(w, "0f"),
                                               wide_string(w, "en") });
}

static inline struct bytes wide_finish(struct wide *w)
{
    struct bytes out = { 0 };
    char id_hex[65];
    image_write(w->b, &out, id_hex);
    assert_false(out.failed);
    arena_free(&w->arena);
    return out;
}

static inline struct bytes wide_bytes(void)
{
    struct wide w;
    wide_begin(&w);
    wide_emit(&w);
    wide_add(&w);
    return wide_finish(&w);
}

#endif
