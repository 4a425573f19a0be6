/*
 * store_model: many cases of random procedures in a store, beside a dumb twin of
 * each in memory (net_twin.h) that has a clock besides. People sign, claim, give
 * back, give up; time passes; much of it is refused. After each deed the store
 * and the twin have the same open work, the same deadlines and the same ends.
 */
#ifndef SOP_TEST_STORE_MODEL_H
#define SOP_TEST_STORE_MODEL_H

#include <stdio.h>
#include <unistd.h>

#include "runtime/store/store.h"
#include "tests/unit/net_twin.h"

enum { MODEL_SOPS = 60, MODEL_CASES = 40, MODEL_PEOPLE = 4, MODEL_TASKS = 64, MODEL_OLD = 256 };
enum { MODEL_MINUTE = 60000, MODEL_DECISIONS = 10000 };

struct model_task {
    int64_t number;
    uint32_t row;
    int claimed;                   /* by person, from 1; 0: nobody */
};

struct model_case {
    bool is_live, is_cancelled;
    bool was_held;                 /* a moment of it does not come to rest: slow to try again */
    struct net *net;
    struct twin twin;
    int64_t number, time;
    int64_t due[NET_ROWS], until[NET_ROWS];   /* 0: none */
    bool is_held[NET_ROWS];        /* its moment cannot happen now */
    uint32_t signers[NET_ROWS];    /* of this opening: a bit for each person */
    struct model_task tasks[MODEL_TASKS];
    uint32_t n_tasks;
};

struct model {
    struct store *s;
    uint64_t seed;
    int64_t now;
    struct net nets[MODEL_SOPS];
    char names[MODEL_SOPS][8];
    struct model_case cases[MODEL_CASES];
    int64_t old[MODEL_OLD];        /* tasks that are closed */
    uint32_t n_old;
    /* What the run came by: */
    uint64_t n_events, n_done, n_refused, n_moments, n_ends, n_named, n_cancelled, n_faulty,
        n_claims, n_started;
};

static inline const char *model_person(int person)
{
    static const char *const names[MODEL_PEOPLE] = { "ani", "budi", "citra", "dewi" };
    return names[person - 1];
}

/* ---- the twin of a case, and its clock --------------------------------------------- */

static inline void model_effects(struct model_case *c)
{
    for (uint32_t i = 0; i < c->twin.n_effects; i++) {
        const struct vm_effect *e = &c->twin.effects[i];
        if (e->kind == VM_ENDED || e->kind == VM_SIGNED || e->kind == VM_ASKED)
            continue;
        c->due[e->row] = c->until[e->row] = 0;
        c->is_held[e->row] = false;
        if (e->kind == VM_OPENED) {
            c->signers[e->row] = 0;
            c->due[e->row] = c->net->rows[e->row].has_late ? c->time + MODEL_MINUTE : 0;
        } else if (e->kind == VM_WAITS) {
            c->until[e->row] = c->time + (e->outcome + 1) * MODEL_MINUTE;
        }
    }
    if (c->twin.phase == VM_OVER || c->twin.is_faulty) {
        memset(c->due, 0, sizeof c->due);
        memset(c->until, 0, sizeof c->until);
    }
}

static inline uint32_t model_asked(const struct model_case *c)
{
    for (uint32_t i = 0; i < c->net->n_rows && !c->twin.is_faulty; i++)
        if (c->twin.open[i] && c->net->rows[i].is_asked && !c->twin.leaving[i])
            return i;
    return NONE;
}

/* An event and what data decide upon it: always the first answer. False: it does
 * not come to rest, and has not happened. */
static inline bool model_step(struct model_case *c, struct vm_event event, int64_t time,
                              enum vm_status *status)
{
    struct model_case before = *c;
    c->time = time > c->time ? time : c->time;
    *status = twin_step(&c->twin, &event);
    if (*status != VM_OK && !c->twin.is_faulty) {
        *c = before;
        return true;
    }
    model_effects(c);
    for (uint32_t n = 0, row; (row = model_asked(c)) != NONE; n++) {
        if (n == MODEL_DECISIONS) {
            *c = before;
            return false;
        }
        twin_step(&c->twin, &(struct vm_event){ VM_SIGN, row, 0 });
        model_effects(c);
    }
    return true;
}

/* The first moment of a case up to now that may happen: waits before deadlines. */
static inline bool model_moment(const struct model_case *c, int64_t now, uint32_t *row,
                                bool *is_late)
{
    int64_t best = INT64_MAX;
    for (int late = 0; late < 2; late++)
        for (uint32_t i = 0; i < c->net->n_rows; i++) {
            int64_t at = late ? c->due[i] : c->until[i];
            if (!at || at > now || c->is_held[i] || at >= best)
                continue;
            best = at;
            *row = i;
            *is_late = late;
        }
    return best != INT64_MAX;
}

static inline void model_tick(struct model *m)
{
    for (uint32_t i = 0; i < MODEL_CASES; i++) {
        struct model_case *c = &m->cases[i];
        uint32_t row;
        bool is_late;
        while (c->is_live && model_moment(c, m->now, &row, &is_late)) {
            enum vm_status status;
            int64_t at = is_late ? c->due[row] : c->until[row];
            if (!model_step(c, (struct vm_event){ is_late ? VM_LATE : VM_PASS, row, NONE }, at,
                            &status)) {
                c->is_held[row] = c->was_held = true;
                continue;
            }
            memset(c->is_held, 0, sizeof c->is_held);
            m->n_moments++;
            m->n_events++;
        }
        memset(c->is_held, 0, sizeof c->is_held);
    }
}

/* ---- the same in the store ------------------------------------------------------------ */

struct model_look {
    struct model *m;
    struct model_case *c;
    uint32_t n_of[NET_ROWS], n;
    struct model_task tasks[MODEL_TASKS];
};

static inline int model_claimer(const struct model_case *c, int64_t task)
{
    for (uint32_t i = 0; i < c->n_tasks; i++)
        if (c->tasks[i].number == task)
            return c->tasks[i].claimed;
    return 0;
}

static inline bool model_look_task(void *context, const struct store_task *t)
{
    struct model_look *look = context;
    struct model_case *c = look->c;
    int claimed = model_claimer(c, t->number);
    assert_int_equal(t->status, TASK_OFFERED);
    assert_true(c->twin.open[t->row] && !c->twin.leaving[t->row]);
    assert_int_equal(t->due, c->due[t->row]);
    if (claimed)
        assert_string_equal(t->person, model_person(claimed));
    else
        assert_null(t->person);
    look->n_of[t->row]++;
    assert_true(look->n < MODEL_TASKS);
    look->tasks[look->n++] = (struct model_task){ t->number, t->row, claimed };
    return true;
}

static inline void model_forget_tasks(struct model *m, const struct model_case *c,
                                      const struct model_look *look)
{
    for (uint32_t i = 0; i < c->n_tasks; i++) {
        bool is_there = false;
        for (uint32_t k = 0; k < look->n; k++)
            is_there |= look->tasks[k].number == c->tasks[i].number;
        if (!is_there)
            m->old[m->n_old++ % MODEL_OLD] = c->tasks[i].number;
    }
}

/* The same open work, the same end. */
static inline void model_compare(struct model *m, struct model_case *c)
{
    struct model_look look = { .m = m, .c = c };
    struct store_filter filter = { .case_number = c->number };
    struct store_case kept;
    assert_true(store_case(m->s, c->number, &kept));
    enum vm_phase phase = c->twin.is_faulty ? VM_FAULTY : c->is_cancelled ? VM_OVER
                                                                          : c->twin.phase;
    assert_int_equal(kept.phase, phase);
    assert_int_equal(kept.is_cancelled, c->is_cancelled);
    assert_true(store_tasks(m->s, &filter, model_look_task, &look));
    for (uint32_t i = 0; i < c->net->n_rows && phase == VM_RUNNING; i++) {
        const struct net_row *r = &c->net->rows[i];
        bool is_work = c->twin.open[i] && !c->twin.leaving[i] && !r->is_asked;
        uint32_t n = r->n_tasks ? r->n_tasks : 1;
        assert_int_equal(look.n_of[i], is_work ? n - c->twin.n_signed[i] : 0);
    }
    model_forget_tasks(m, c, &look);
    memcpy(c->tasks, look.tasks, sizeof look.tasks);
    c->n_tasks = look.n;
    if (phase == VM_RUNNING)
        return;
    assert_int_equal(look.n, 0);
    if (phase == VM_OVER && !c->is_cancelled) {
        assert_int_equal(kept.result, c->twin.result);
        m->n_ends++;
        m->n_named += kept.result != NONE;
    }
    m->n_faulty += phase == VM_FAULTY;
    c->is_live = false;
}

static inline void model_compare_all(struct model *m)
{
    for (uint32_t i = 0; i < MODEL_CASES; i++)
        if (m->cases[i].is_live)
            model_compare(m, &m->cases[i]);
}

/* ---- deeds ------------------------------------------------------------------------------ */

static inline struct store_by model_by(const struct model *m, int person)
{
    return (struct store_by){ model_person(person), "os", m->now };
}

static inline void model_start(struct model *m, struct model_case *c)
{
    uint32_t sop = draw(&m->seed, MODEL_SOPS);
    struct net *net = &m->nets[sop];
    uint32_t n_starts = 0;
    while (n_starts < net->n_rows && net->rows[n_starts].kind == IMAGE_START)
        n_starts++;
    uint32_t start = n_starts ? draw(&m->seed, n_starts) : NONE;
    static const char *const ids[] = { "a", "b" };
    struct store_by by = model_by(m, 1);
    struct store_answer answer;
    enum vm_status status;
    *c = (struct model_case){ .is_live = true, .net = net,
                              .twin = { .net = net, .result = NONE } };
    bool is_well = model_step(c, (struct vm_event){ VM_START, start, NONE }, m->now, &status);
    bool is_done = store_start(m->s, m->names[sop], start == NONE ? NULL : ids[start], NULL,
                               &by, &answer);
    assert_int_equal(is_done, is_well);
    c->is_live = is_well;
    c->number = answer.case_number;
    m->n_started += is_well;
    m->n_events++;
}

static inline enum store_fault_kind model_refusal(enum vm_status status)
{
    switch (status) {
    case VM_NO_OUTCOME: return STORE_NO_OUTCOME;
    case VM_BAD_OUTCOME: return STORE_BAD_OUTCOME;
    case VM_OTHER_OUTCOME: return STORE_OTHER_OUTCOME;
    default: return STORE_FINE;
    }
}

/* What a person may not do with a task, before the VM is asked. */
static inline enum store_fault_kind model_may(const struct model_case *c,
                                              const struct model_task *t, int person)
{
    if (t->claimed && t->claimed != person)
        return STORE_CLAIMED;
    if (c->net->rows[t->row].n_tasks > 1 && c->signers[t->row] & 1u << person)
        return STORE_SIGNED_ALREADY;
    return STORE_FINE;
}

static inline enum store_fault_kind model_sign(struct model *m, struct model_case *c,
                                               const struct model_task *t, int person,
                                               uint32_t outcome)
{
    const struct net_row *row = &c->net->rows[t->row];
    enum store_fault_kind kind = model_may(c, t, person);
    enum vm_status status;
    bool is_last = c->twin.n_signed[t->row] + 1 >= row->n_tasks;
    if (kind != STORE_FINE)
        return kind;
    if (row->is_data && outcome != NONE)
        return STORE_BAD_OUTCOME;
    if (row->is_data && is_last)
        outcome = 0;
    uint32_t signers = c->signers[t->row] | 1u << person;
    if (!model_step(c, (struct vm_event){ VM_SIGN, t->row, outcome }, m->now, &status))
        return STORE_TOO_MUCH;
    if (status == VM_OK && !is_last)
        c->signers[t->row] = signers;
    return c->twin.is_faulty ? STORE_FINE : model_refusal(status);
}

static inline void model_done(struct model *m, struct model_case *c)
{
    const struct model_task t = c->tasks[draw(&m->seed, c->n_tasks)];
    int person = 1 + (int)draw(&m->seed, MODEL_PEOPLE);
    const struct net_row *row = &c->net->rows[t.row];
    bool is_plain = row->n_outcomes == 0 || row->is_data;
    uint32_t outcome = is_plain != (draw(&m->seed, 12) == 0) ? NONE : draw(&m->seed, NET_WAYS);
    struct store_by by = model_by(m, person);
    struct store_answer answer;
    enum store_fault_kind expected = model_sign(m, c, &t, person, outcome);
    bool is_done = store_done(m->s, t.number, outcome, NULL, NULL, &by, &answer);
    if (store_fault(m->s)->kind != expected)
        fail_msg("case %lld, task %lld: fault %d, not %d", (long long)c->number,
                 (long long)t.number, (int)store_fault(m->s)->kind, (int)expected);
    assert_int_equal(is_done, expected == STORE_FINE);
    m->n_done += is_done;
    m->n_refused += !is_done;
    m->n_events++;
}

/* A task that is closed: done by two at once, or from an old list. */
static inline void model_done_again(struct model *m)
{
    uint32_t n = m->n_old < MODEL_OLD ? m->n_old : MODEL_OLD;
    struct store_by by = model_by(m, 1);
    struct store_answer answer;
    if (n == 0)
        return;
    bool is_new;
    int64_t task = m->old[draw(&m->seed, n)];
    bool is_done = draw(&m->seed, 2) ? store_claim(m->s, task, &by, &is_new)
                                     : store_done(m->s, task, NONE, NULL, NULL, &by, &answer);
    enum store_fault_kind kind = store_fault(m->s)->kind;
    assert_false(is_done);
    assert_true(kind == STORE_TASK_WAS_DONE || kind == STORE_TASK_WITHDRAWN ||
                kind == STORE_TASK_LATE || kind == STORE_CASE_IS_OVER);
    m->n_refused++;
    m->n_events++;
}

static inline void model_claim(struct model *m, struct model_case *c)
{
    struct model_task *t = &c->tasks[draw(&m->seed, c->n_tasks)];
    int person = 1 + (int)draw(&m->seed, MODEL_PEOPLE);
    struct store_by by = model_by(m, person);
    bool is_claim = draw(&m->seed, 3) > 0, is_new;
    enum store_fault_kind expected = is_claim                ? model_may(c, t, person)
                                     : t->claimed == person ? STORE_FINE
                                     : t->claimed           ? STORE_CLAIMED
                                                            : STORE_NOT_CLAIMED;
    bool is_done = is_claim ? store_claim(m->s, t->number, &by, &is_new)
                            : store_release(m->s, t->number, &by);
    assert_int_equal(store_fault(m->s)->kind, expected);
    if (is_done) {
        c->time = m->now > c->time ? m->now : c->time;
        t->claimed = is_claim ? person : 0;
    }
    m->n_claims += is_done;
    m->n_events++;
}

static inline void model_cancel(struct model *m, struct model_case *c)
{
    struct store_by by = model_by(m, 1);
    assert_true(store_cancel(m->s, c->number, "no more needed", &by));
    c->is_cancelled = true;
    m->n_cancelled++;
    m->n_events++;
    model_compare(m, c);
}

static inline void model_cancel_held(struct model *m)
{
    for (uint32_t i = 0; i < MODEL_CASES; i++)
        if (m->cases[i].is_live && m->cases[i].was_held)
            model_cancel(m, &m->cases[i]);
}

/* Time passes: the store is told, or notices it at the next deed. */
static inline void model_pass_time(struct model *m, struct model_case *idle)
{
    m->now += draw(&m->seed, 3 * MODEL_MINUTE);
    struct store_by by = model_by(m, 1);
    model_tick(m);
    if (idle)
        model_start(m, idle);
    else
        store_tick(m->s, &by, NULL, NULL);   /* what is held up is told, and stays */
    enum store_fault_kind kind = store_fault(m->s)->kind;
    assert_true(kind == STORE_FINE || kind == STORE_TOO_MUCH);
    model_compare_all(m);
    model_cancel_held(m);
}

/* Nothing to do and nothing to wait for: procedures that nobody proved come to that. */
static inline bool model_is_stuck(const struct model *m, const struct model_case *c)
{
    for (uint32_t i = 0; i < c->net->n_rows; i++)
        if (c->due[i] > m->now || c->until[i] > m->now)
            return false;
    return c->n_tasks == 0;
}

static inline void model_deed(struct model *m)
{
    struct model_case *c = &m->cases[draw(&m->seed, MODEL_CASES)];
    uint32_t what = draw(&m->seed, 100);
    if (!c->is_live && what < 50) {
        model_start(m, c);
    } else if (c->is_live && model_is_stuck(m, c)) {
        model_cancel(m, c);
    } else if (!c->is_live || c->n_tasks == 0 || what < 4) {
        model_pass_time(m, c->is_live ? NULL : c);
        return;
    } else if (what < 8) {
        model_done_again(m);
    } else if (what < 20) {
        model_claim(m, c);
    } else if (what < 21) {
        model_cancel(m, c);
    } else {
        model_done(m, c);
    }
    if (c->is_live)
        model_compare(m, c);
}

static inline bool model_finding(void *context, const struct store_finding *f)
{
    (void)context;
    fail_msg("finding %d: event %lld, case %lld: %s: the log %s, the store %s", (int)f->kind,
             (long long)f->event,
             (long long)f->case_number, f->what ? f->what : "", f->log ? f->log : "",
             f->store ? f->store : "");
    return false;
}

/* The log fits the tables. */
static inline void model_check(struct model *m)
{
    struct store_checked checked;
    assert_true(store_check(m->s, NULL, model_finding, NULL, &checked));
    assert_int_equal(checked.n_findings, 0);
    assert_int_equal(checked.n_cases, m->n_started);
}

/* ---- a run --------------------------------------------------------------------------------- */

static inline void model_deploy(struct model *m)
{
    struct store_by by = model_by(m, 1);
    for (uint32_t i = 0; i < MODEL_SOPS; i++) {
        struct bytes bytes = { 0 };
        struct store_deployed deployed;
        snprintf(m->names[i], sizeof m->names[i], "sop%u", (unsigned)i);
        m->nets[i] = draw_net(&m->seed);
        net_write(&m->nets[i], m->names[i], &bytes);
        assert_true(store_deploy(m->s, bytes.data, bytes.len, &by, &deployed));
        bytes_free(&bytes);
    }
}

/* So many events of a seed on a new store, in groups of so many deeds (0: each
 * comes to the disk by itself). */
static inline void model_run(struct model *m, const char *path, uint64_t seed,
                             uint64_t n_events, uint32_t group)
{
    struct store_fault fault;
    *m = (struct model){ .seed = seed * UINT64_C(0x9e3779b97f4a7c15) | 1,
                         .now = INT64_C(1800000000000) };
    m->s = store_open(path, STORE_CREATE, &fault);
    assert_non_null(m->s);
    model_deploy(m);
    while (m->n_events < n_events) {
        if (group)
            assert_true(store_group_begin(m->s));
        for (uint32_t i = 0; i < (group ? group : 1); i++)
            model_deed(m);
        if (group)
            assert_true(store_group_end(m->s));
    }
    m->now += 1;
    model_tick(m);
    model_compare_all(m);
}

#endif
