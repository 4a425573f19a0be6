/* What the tests of time share: a report of a sample, rows of a
 * schedule, a procedure with rework. */
#ifndef SOP_TIME_ASSERTS_H
#define SOP_TIME_ASSERTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "compiler/time/time.h"
#include "tests/unit/sample_flow.h"

static inline struct time_report *analyse(struct sample *s)
{
    return time_analyse(sample_flow(s), NULL, &s->arena);
}

static inline void assert_near(double got, double wanted)
{
    if (fabs(got - wanted) > 1e-6 * fmax(1, fabs(wanted)))
        fail_msg("%g instead of %g", got, wanted);
}

static inline void assert_row(const struct time_report *report, uint32_t row, double es,
                              double ef, double ls, double lf)
{
    const struct time_row *t = &report->rows[row];
    assert_true(t->has_schedule);
    assert_near(t->es, es);
    assert_near(t->ef, ef);
    assert_near(t->ls, ls);
    assert_near(t->lf, lf);
    assert_near(t->slack, ls - es);
    assert_int_equal(t->is_critical, ls == es);
}

/* draft 60 -> check 10 (no: draft) -> verify 20 (no: repair 30 -> verify) -> send 5. */
static inline void open_letters(struct sample *s)
{
    sample_open(s, "letters", "Letters");
    uint32_t clerk = sample_actor(s, "clerk", "Clerk"), head = sample_actor(s, "head", "Head");
    sample_entry(s, sample_step(s, "draft", clerk, 60));
    sample_decision(s, "check", head, 10);
    sample_decision(s, "verify", head, 20);
    sample_step(s, "repair", clerk, 30);
    sample_step(s, "send", clerk, 5);
    sample_outcome(s, 1, "yes", TO_NEXT);
    sample_outcome(s, 1, "no", 0);
    sample_outcome(s, 2, "no", 3);
    sample_outcome(s, 2, "yes", 4);
    sample_arc(s, 0, NONE, 1);
    sample_arc(s, 1, 0, 2);
    sample_loop(s, 1, 1, 0);
    sample_jump(s, 2, 0, 3);
    sample_jump(s, 2, 1, 4);
    sample_loop(s, 3, NONE, 2);
    sample_arc(s, 4, NONE, TO_END);
}

#endif
