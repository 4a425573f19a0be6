/*
 * Nets for tests: rows, what each does when it is done, the image made of that
 * and a case of it. Small enough to be written by hand, regular enough to be
 * drawn at random.
 */
#ifndef SOP_TEST_NET_H
#define SOP_TEST_NET_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/vm/vm.h"

enum { NET_ROWS = 12, NET_WAYS = 3, NET_GROUPS = 3, NET_OPENS = 3, NET_PLACES = 16 };

/* A group of a row: "done(group, row)"; NONE stands for "open(row)". */
struct net_group {
    uint32_t row, group;
};

/* What happens when a row is done (with one outcome of it). */
struct net_way {
    struct net_group sets[NET_GROUPS];
    uint32_t n_sets;
    uint32_t opens[NET_OPENS];
    uint32_t n_opens;
    uint32_t n_waits;            /* so often the clock must pass first */
    uint32_t at_most;            /* of an outcome: so often; then only */
    uint32_t then;               /*   this row is opened (NONE: nothing) */
};

struct net_row {
    uint32_t kind;               /* enum image_row_kind */
    uint32_t n_tasks;            /* 0 means 1 */
    uint32_t n_groups;
    uint32_t need;               /* of its groups; 0: all */
    struct net_group withdraws[NET_PLACES];   /* ascending */
    uint32_t n_withdraws;
    bool is_data, is_asked;      /* data choose; and nobody signs */
    uint32_t n_outcomes;         /* ways; a step has one without outcome */
    struct net_way ways[NET_WAYS];
    bool has_late;
    struct net_way late;         /* the outcome behind the others */
};

struct net {
    uint32_t n_rows;
    struct net_row rows[NET_ROWS];
    uint32_t entries[NET_ROWS], n_entries;
};

static inline uint32_t net_place(const struct net *net, struct net_group g)
{
    uint32_t place = net->n_rows + g.group;
    if (g.group == NONE)
        return g.row;
    for (uint32_t i = 0; i < g.row; i++)
        place += net->rows[i].n_groups;
    return place;
}

static inline uint32_t net_n_places(const struct net *net)
{
    return net_place(net, (struct net_group){ net->n_rows, 0 });
}

/* The ways of a row that an outcome leads to: its answers, then late. */
static inline const struct net_way *net_outcome(const struct net_row *row, uint32_t outcome)
{
    return outcome < row->n_outcomes ? &row->ways[outcome] : &row->late;
}

static inline uint32_t net_n_outcomes(const struct net_row *row)
{
    return row->n_outcomes + row->has_late;
}

/* ---- building ------------------------------------------------------------ */

/* A place to patch: the jump at `address` leads to the work of `row`. */
struct net_patch {
    uint32_t address, operand, row;
};

struct net_builder {
    struct image_builder *b;
    const struct net *net;
    uint32_t entry[NET_ROWS];    /* of each row: where ways lead */
    uint32_t n_counters;         /* emitted */
    struct net_patch patches[NET_ROWS * NET_WAYS * 4];
    uint32_t n_patches;
};

/* May the code of a row stand right behind a way that leads there? */
static inline bool net_can_fall_into(const struct net *net, uint32_t row)
{
    return row < net->n_rows && net->rows[row].n_groups == 0 &&
           net->rows[row].kind != IMAGE_START;
}

/* The jump at `address` is to lead to that row. */
static inline void net_patch_later(struct net_builder *n, uint32_t address, uint32_t operand,
                                   uint32_t row)
{
    n->patches[n->n_patches++] = (struct net_patch){ address, operand, row };
}

/* The last row that a way opens follows by falling into it, if it stands next,
 * else by a jump; the others are forked. */
static inline void net_emit_goal(struct net_builder *n, const struct net_way *way, uint32_t next)
{
    for (uint32_t i = 0; i < way->n_sets; i++)
        image_emit(n->b, i % 2 ? OP_KEEP : OP_MARK, net_place(n->net, way->sets[i]));
    for (uint32_t i = 0; i + 1 < way->n_opens; i++)
        image_emit(n->b, OP_FORK, way->opens[i]);
    if (way->n_opens == 0) {
        image_emit(n->b, OP_END);
        return;
    }
    if (way->opens[way->n_opens - 1] == next && net_can_fall_into(n->net, next))
        return;
    net_patch_later(n, image_emit(n->b, OP_JUMP, 0), 0, way->opens[way->n_opens - 1]);
}

static inline void net_emit_way(struct net_builder *n, const struct net_way *way, uint32_t next)
{
    for (uint32_t i = 0; i < way->n_waits; i++)
        image_emit(n->b, OP_WAIT, i);
    if (way->at_most == 0) {
        net_emit_goal(n, way, next);
        return;
    }
    uint32_t bound = image_emit(n->b, OP_BOUND, n->n_counters++, way->at_most, 0);
    net_emit_goal(n, way, NONE);
    if (way->then != NONE) {
        net_patch_later(n, bound, 2, way->then);
        return;
    }
    image_patch(n->b, bound, 2, image_here(n->b));
    image_emit(n->b, OP_END);
}

static inline void net_emit_work(struct net_builder *n, uint32_t i)
{
    const struct net_row *row = &n->net->rows[i];
    uint32_t next = row->has_late ? NONE : i + 1;
    if (row->kind == IMAGE_END) {
        image_emit(n->b, OP_FINISH, i);
    } else if (row->n_outcomes == 0) {
        image_emit(n->b, OP_TASK, i);
        net_emit_way(n, &row->ways[0], next);
    } else {
        enum opcode op = row->is_asked ? OP_CHOOSE : OP_DECIDE;
        uint32_t jumps = image_emit(n->b, op, i, row->n_outcomes) + 3;
        for (uint32_t k = 0; k < row->n_outcomes; k++)
            image_emit(n->b, OP_JUMP, 0);
        for (uint32_t k = 0; k < row->n_outcomes; k++) {
            image_patch(n->b, jumps + 2 * k, 0, image_here(n->b));
            net_emit_way(n, &row->ways[k], k + 1 == row->n_outcomes ? next : NONE);
        }
    }
}

static inline void net_emit_row(struct net_builder *n, uint32_t i)
{
    const struct net_row *row = &n->net->rows[i];
    uint32_t due = NONE;
    image_row_at(n->b, i)->code = image_here(n->b);
    if (row->need)
        image_emit(n->b, OP_SOME, i, row->need);
    else if (row->n_groups)
        image_emit(n->b, OP_JOIN, i, row->n_groups);
    n->entry[i] = image_here(n->b);
    if (row->has_late)
        due = image_emit(n->b, OP_DUE, i, 0);
    net_emit_work(n, i);
    if (row->has_late) {
        image_patch(n->b, due, 1, image_here(n->b));
        net_emit_way(n, &row->late, i + 1);
    }
}

/* A condition for a WHEN: yes. The tests of the VM do not ask it. */
static inline uint32_t net_add_condition(struct net_builder *n)
{
    uint32_t address = image_emit(n->b, OP_TRUTH, 1);
    image_emit(n->b, OP_GIVE);
    return address;
}

static inline uint32_t net_outcome_kind(const struct net_row *row, uint32_t k)
{
    if (k >= row->n_outcomes)
        return IMAGE_LATE;
    if (row->is_data)
        return k + 1 == row->n_outcomes ? IMAGE_ELSE : IMAGE_WHEN;
    return k < 2 ? k : IMAGE_WORDS;
}

static inline struct image_span net_add_outcomes(struct net_builder *n, const struct net_row *row)
{
    static const char *const labels[] = { "yes", "no", "maybe", "late" };
    struct image_span span = { 0, 0 };
    for (uint32_t k = 0; k < net_n_outcomes(row); k++) {
        uint32_t kind = net_outcome_kind(row, k);
        uint32_t when = kind == IMAGE_WHEN ? net_add_condition(n) : NONE;
        uint32_t at = image_add_outcome(
            n->b, (struct image_outcome){ .kind = kind,
                                          .label = image_add_string(n->b, labels[k]),
                                          .percent = -1, .to = IMAGE_TO_NEXT, .when = when,
                                          .delay = NONE, .then_to = NONE,
                                          .at_most = net_outcome(row, k)->at_most });
        span.first = span.n++ == 0 ? at : span.first;
    }
    return span;
}

static inline uint32_t net_add_withdraws(struct net_builder *n, const struct net_row *row)
{
    uint32_t places[NET_PLACES];
    for (uint32_t i = 0; i < row->n_withdraws; i++)
        places[i] = net_place(n->net, row->withdraws[i]);
    return image_add_list(n->b, places, row->n_withdraws);
}

static inline void net_add_row(struct net_builder *n, uint32_t i)
{
    static const char *const ids[NET_ROWS] = { "a", "b", "c", "d", "e", "f",
                                               "g", "h", "i", "j", "k", "l" };
    const struct net_row *row = &n->net->rows[i];
    uint32_t id = image_add_string(n->b, ids[i]);
    struct image_span outcomes = net_add_outcomes(n, row);
    image_add_row(n->b, (struct image_row){
        .kind = row->kind, .id = id, .text = id, .no = i + 1, .phase = NONE, .note = NONE,
        .n_tasks = row->is_asked ? 0 : row->n_tasks ? row->n_tasks : 1,
        .work = NONE, .wait = NONE, .outcomes = outcomes, .to = IMAGE_TO_NEXT,
        .joins = { net_place(n->net, (struct net_group){ i, 0 }), row->n_groups },
        .calls = NONE, .due = row->has_late ? 0 : NONE, .due_from = NONE, .same_as = NONE,
        .is_data = row->is_data, .need = row->need, .withdraws = net_add_withdraws(n, row),
    });
}

static inline void net_add_places(struct net_builder *n)
{
    for (uint32_t i = 0; i < n->net->n_rows; i++)
        image_add_place(n->b, (struct image_place){ i, NONE, 0 });
    for (uint32_t i = 0; i < n->net->n_rows; i++)
        for (uint32_t k = 0; k < n->net->rows[i].n_groups; k++)
            image_add_place(n->b, (struct image_place){ i, k, image_add_list(n->b, &i, 1) });
}

static inline void net_add_durations(struct net_builder *n)
{
    for (int64_t minutes = 1; minutes <= 3; minutes++)
        image_add_duration(n->b, (struct image_duration){
            .kind = DURATION_FIXED, .unit = UNIT_MINUTE, .is_calendar = 1,
            .a = minutes * DECIMAL_ONE, .words = NONE });
}

/* The bytes of its image, of that name, into *out. */
static inline void net_write(const struct net *net, const char *id, struct bytes *out)
{
    struct arena arena;
    arena_init(&arena, NULL);
    struct net_builder n = { .b = image_builder_new(&arena), .net = net };
    for (uint32_t i = 0; i < net->n_rows; i++)
        net_add_row(&n, i);
    net_add_places(&n);
    net_add_durations(&n);
    for (uint32_t i = 0; i < net->n_rows; i++)
        net_emit_row(&n, i);
    for (uint32_t i = 0; i < n.n_patches; i++)
        image_patch(n.b, n.patches[i].address, n.patches[i].operand,
                    n.entry[n.patches[i].row]);
    uint32_t name = image_add_string(n.b, id);
    image_add_procedure(n.b, (struct image_procedure){
        .id = name, .title = name, .office = NONE, .number = NONE, .unit = NONE,
        .created = NONE, .revised = NONE, .effective = NONE, .approver_title = NONE,
        .approver_name = NONE, .approver_id = NONE, .rows = { 0, net->n_rows },
        .places = { 0, net_n_places(net) }, .calendar = NONE,
        .entries = image_add_list(n.b, net->entries, net->n_entries),
        .n_counters = n.n_counters,
    });
    char id_hex[65];
    image_write(n.b, out, id_hex);
    assert_false(out->failed);
    arena_free(&arena);
}

static inline struct image *net_open(const struct net *net)
{
    struct bytes bytes = { 0 };
    struct image_fault fault;
    net_write(net, "net", &bytes);
    struct image *image = image_open(bytes.data, bytes.len, &fault);
    if (!image)
        fail_msg("%s at %llu", fault.text, (unsigned long long)fault.offset);
    bytes_free(&bytes);
    return image;
}

/* ---- one case under test ---------------------------------------------------- */

struct run {
    struct image *image;
    struct vm_case *c;
    struct vm_effects effects;
};

static inline struct run run_net(const struct net *net)
{
    struct run r = { .image = net_open(net) };
    r.c = malloc(vm_case_size(r.image, 0));
    r.effects.cap = vm_effects_max(r.image, 0);
    r.effects.at = calloc(r.effects.cap, sizeof *r.effects.at);
    assert_true(r.c && r.effects.at);
    vm_case_init(r.image, 0, r.c);
    return r;
}

static inline void run_free(struct run *r)
{
    free(r->c);
    free(r->effects.at);
    image_close(r->image);
}

static inline void restore_copy(const struct run *r, struct vm_case *copy)
{
    const struct image_procedure *p = &r->image->t.procedure[0];
    vm_case_init(r->image, 0, copy);
    vm_restore(r->image, copy, r->c->phase, r->c->result);
    for (uint32_t i = 0; i < p->places.n; i++)
        if (vm_is_set(r->image, r->c, i))
            vm_restore_place(r->image, copy, i);
    for (uint32_t i = 0; i < p->rows.n; i++) {
        uint32_t outcome, n = vm_signed(r->image, r->c, i, &outcome);
        vm_restore_signed(r->image, copy, i, n, outcome);
        vm_restore_waiting(r->image, copy, i, vm_waiting(r->image, r->c, i));
    }
    for (uint32_t i = 0; i < p->n_counters; i++)
        vm_restore_counter(r->image, copy, i, vm_counter(r->image, r->c, i));
}

/* A state stored and put back is the same, bit for bit. */
static inline void assert_restorable(const struct run *r)
{
    size_t size = vm_case_size(r->image, 0);
    struct vm_case *copy = malloc(size);
    assert_non_null(copy);
    restore_copy(r, copy);
    assert_memory_equal(copy, r->c, size);
    free(copy);
}

#endif
