/* Runs that the proof shows, gone through in the virtual machine: each fault is
 * met at its end, and none by a run that stops short of it. */
#include "tests/unit/compiled.h"

#include "compiler/cli/cli.h"
#include "compiler/codegen/codegen.h"

struct case_of {
    const char *text;
    enum sound_fault_kind kind;
};

#define SOP(rows) "sop x \"X\" { actor a \"A\" count 9 actor b \"B\" calendar always " rows " }"
#define STEP(name, cells) " step " name " \"S\" by a time 1 hour " cells
#define CHECK(name, cells) " decision " name " \"D\" by b time 1 hour " cells

static const struct case_of cases[] = {
    {SOP(STEP("s", "") STEP("l", "after s -> t") STEP("r", "after s -> t") STEP("t", "")),
     FAULT_DOUBLING},
    {SOP(STEP("s", "") STEP("l", "after s") STEP("m", "after s") STEP("r", "after s")
             STEP("t", "after l or m, r")),
     FAULT_DOUBLING},
    /* by a way that is late, by the other side of a bound, behind a wait */
    {SOP(STEP("s", "") STEP("l", "after s") STEP("r", "after s due 1 hour late -> t")
             STEP("t", "after l")),
     FAULT_DOUBLING},
    {SOP(STEP("s", "") CHECK("d", "after s yes -> t no at most 2 times -> s then -> t")
             STEP("l", "after s wait 2 hours -> t") STEP("t", "")),
     FAULT_DOUBLING},
    {SOP(STEP("s", "") CHECK("d", "yes -> l no -> r") STEP("l", "-> end") STEP("r", "-> end")
             STEP("t", "after l, r")),
     FAULT_DEADLOCK},
    {SOP(" start one \"One\" start two \"Two\"" STEP("s", "")
         " decision d \"D\" by 2 a time 1 hour yes -> l no wait 1 hour -> r" STEP("l", "-> end")
             STEP("r", "-> end") STEP("t", "after l, r")),
     FAULT_DEADLOCK},
    {SOP(" field n amount \"N\"" STEP("s", "fills n")
         " decision d \"D\" when n > 1 -> l else -> r" STEP("l", "-> end") STEP("r", "-> end")
             STEP("t", "after l, r")),
     FAULT_DEADLOCK},
    {SOP(STEP("s", "") STEP("l", "after s, t") STEP("t", "after l")), FAULT_WAITS_FOR_ITSELF},
    {SOP(STEP("s", "") STEP("l", "") STEP("t", "-> l")), FAULT_NO_END},
};

static struct image *image_of(struct compiled *c)
{
    struct bytes bytes = {0};
    char id[2 * IMAGE_ID_LEN + 1];
    struct image_fault fault;
    codegen_image(&c->flow, 1, 0, c->program, &c->arena, &bytes, id);
    struct image *image = image_open(bytes.data, bytes.len, &fault);
    assert_non_null(image);
    bytes_free(&bytes);
    return image;
}

static void test_runs_lead_to_their_faults(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT_OF(cases); i++) {
        struct compiled c;
        compiled_open(&c, cases[i].text);
        struct verdict v = sound_prove(c.flow, &c.arena);
        struct image *image = image_of(&c);
        assert_true(v.faults.n > 0);
        bool is_met = false;
        for (uint32_t k = 0; k < v.faults.n; k++) {
            if (v.faults.at[k].kind == FAULT_UNREACHABLE)
                continue;
            is_met |= v.faults.at[k].kind == cases[i].kind;
            if (!replay_fits(image, c.flow, &v.faults.at[k], &c.arena))
                fail_msg("the run to fault %u of case %u does not fit", (unsigned)k, (unsigned)i);
        }
        assert_true(is_met);
        image_close(image);
        compiled_close(&c);
    }
}

static void test_a_run_cut_short_does_not_fit(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT_OF(cases); i++) {
        struct compiled c;
        compiled_open(&c, cases[i].text);
        struct verdict v = sound_prove(c.flow, &c.arena);
        struct image *image = image_of(&c);
        for (uint32_t k = 0; k < v.faults.n; k++) {
            struct sound_fault fault = v.faults.at[k];
            if (!fault.run.n || fault.kind == FAULT_NO_END)   /* any set of a round will do */
                continue;
            fault.run.n--;
            assert_false(replay_fits(image, c.flow, &fault, &c.arena));
        }
        image_close(image);
        compiled_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs_lead_to_their_faults),
        cmocka_unit_test(test_a_run_cut_short_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
