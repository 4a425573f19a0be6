/*
 * The library from outside: linked as an archive, beside the runtime itself,
 * whose names it must not meet. What it hands out, what it refuses, and that it
 * says what the command says.
 */
#include "runtime/say/say.h"
#include "runtime/lib/soprun.h"
#include "tests/unit/store_fixture.h"

/* ---- a store of the library, where the fixture's was ---------------------------- */

struct lib_fixture {
    struct fixture *f;
    struct soprun *s;
};

static const struct soprun_by ani = {.person = "ani"}, budi = {.person = "budi"};

static int lib_set_up(void **state)
{
    struct lib_fixture *l = calloc(1, sizeof *l);
    void *fixture;
    set_up(&fixture);
    l->f = fixture;
    store_close(l->f->s);
    l->f->s = NULL;
    l->s = soprun_open(l->f->path, SOPRUN_WRITE);
    assert_int_equal(soprun_error(l->s), SOPRUN_OK);
    *state = l;
    return 0;
}

static int lib_tear_down(void **state)
{
    struct lib_fixture *l = *state;
    void *fixture = l->f;
    soprun_close(l->s);
    free(l);
    return tear_down(&fixture);
}

static int64_t lib_start(struct soprun *s, const char *sop)
{
    struct soprun_answer answer;
    assert_int_equal(
        soprun_start(s, &(struct soprun_new_case){.sop = sop}, &ani, &answer), SOPRUN_OK);
    assert_int_equal(answer.state, SOPRUN_RUNNING);
    return answer.case_number;
}

static void lib_deploy(struct soprun *s, const struct sample *sample)
{
    struct bytes b = {0};
    struct soprun_version v;
    sample_write(sample, &b);
    assert_int_equal(soprun_deploy(s, b.data, b.len, &ani, &v), SOPRUN_OK);
    assert_string_equal(v.sop, sample->id);
    assert_string_equal(v.title, sample->title);
    assert_int_equal(strlen(v.image), 64);
    bytes_free(&b);
}

/* The first task of a filter. */
struct seen {
    uint32_t n;
    int64_t number;
    char row[32], actor[32], ask[32], outcome[32];
    size_t n_outcomes, n_asks;
};

static bool see_task(void *context, const struct soprun_task *t)
{
    struct seen *seen = context;
    if (seen->n++ > 0)
        return true;
    seen->number = t->number;
    seen->n_outcomes = t->n_outcomes;
    seen->n_asks = t->n_asks;
    assert_true(t->n_actors > 0);
    snprintf(seen->row, sizeof seen->row, "%s", t->row);
    snprintf(seen->actor, sizeof seen->actor, "%s", t->actors[0].id);
    snprintf(seen->ask, sizeof seen->ask, "%s", t->n_asks ? t->asks[0].id : "");
    snprintf(seen->outcome, sizeof seen->outcome, "%s", t->n_outcomes ? t->outcomes[0] : "");
    return true;
}

static struct seen first_task(struct soprun *s, struct soprun_filter filter)
{
    struct seen seen = {0};
    assert_int_equal(soprun_tasks(s, &filter, see_task, &seen), SOPRUN_OK);
    return seen;
}

/* ---- deeds and lists --------------------------------------------------------------- */

static bool count_cases(void *context, const struct soprun_case *c)
{
    int *n = context;
    assert_string_equal(c->title, sample_tender.title);
    return ++*n > 0;
}

static bool see_price(void *context, const struct soprun_field *f)
{
    char *text = context;
    if (strcmp(f->id, "price") == 0)
        snprintf(text, 32, "%s", f->value);
    if (strcmp(f->id, "kind") == 0) {
        assert_int_equal(f->type, SOPRUN_CHOICE);
        assert_int_equal(f->n_choices, 2);
        assert_string_equal(f->choices[1], "used");
    }
    return true;
}

static bool see_event(void *context, const struct soprun_event *e)
{
    uint32_t *n = context;
    static const char *const kinds[] = {"start", "done"};
    assert_true(*n < COUNT_OF(kinds));
    assert_string_equal(e->kind, kinds[*n]);
    assert_int_equal(e->seq, *n + 1);
    if (++*n == 2) {
        assert_string_equal(e->row, "ask");
        assert_string_equal(e->person, "ani");
        assert_string_equal(e->note, "as agreed");
        assert_true(e->n_said >= 2);
        assert_string_equal(e->said[0].field, "price");
        assert_string_equal(e->said[0].value, "1500");
    }
    return true;
}

static void test_a_case(void **state)
{
    struct lib_fixture *l = *state;
    static const struct soprun_setting settings[] = {{"price", "1_500"}, {"kind", "new"}};
    struct soprun_signature signature = {.note = "as agreed", .settings = settings,
                                         .n_settings = COUNT_OF(settings)};
    struct soprun_answer answer;
    char price[32] = "";
    uint32_t n_events = 0;
    int n_cases = 0;
    lib_deploy(l->s, &sample_tender);
    int64_t number = lib_start(l->s, "tender");
    struct seen seen = first_task(l->s, (struct soprun_filter){.actor = "clerk"});
    assert_string_equal(seen.row, "ask");
    assert_string_equal(seen.ask, "price");
    assert_int_equal(seen.n_asks, 2);   /* the third is computed */
    assert_int_equal(soprun_done(l->s, seen.number, &signature, &ani, &answer), SOPRUN_OK);
    assert_int_equal(answer.case_number, number);
    assert_int_equal(soprun_fields(l->s, number, see_price, price), SOPRUN_OK);
    assert_string_equal(price, "1500");
    assert_int_equal(soprun_events(l->s, number, see_event, &n_events), SOPRUN_OK);
    assert_int_equal(n_events, 2);
    assert_int_equal(soprun_cases(l->s, count_cases, &n_cases), SOPRUN_OK);
    assert_int_equal(n_cases, 1);
}

static void test_find(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_answer answer;
    struct soprun_task t;
    struct soprun_case c;
    int64_t number = lib_start(l->s, "approve");
    int64_t task = first_task(l->s, (struct soprun_filter){0}).number;
    assert_int_equal(soprun_claim(l->s, task, &ani), SOPRUN_OK);
    assert_int_equal(soprun_find_task(l->s, task, &t), SOPRUN_OK);
    assert_string_equal(t.person, "ani");
    assert_int_equal(t.state, SOPRUN_OFFERED);
    assert_int_equal(soprun_done(l->s, task, NULL, &budi, &answer), SOPRUN_CLAIMED);
    assert_int_equal(soprun_error_class(SOPRUN_CLAIMED), ERR_AUTHORITY);
    assert_int_equal(soprun_release(l->s, task, &ani), SOPRUN_OK);
    assert_int_equal(soprun_done(l->s, task, NULL, &budi, &answer), SOPRUN_OK);
    assert_int_equal(soprun_find_task(l->s, task, &t), SOPRUN_OK);
    assert_int_equal(t.state, SOPRUN_DONE);
    assert_int_equal(soprun_cancel(l->s, number, "a mistake", &ani),
                     answer.state == SOPRUN_RUNNING ? SOPRUN_OK : SOPRUN_CASE_HAS_ENDED);
    number = lib_start(l->s, "approve");
    assert_int_equal(soprun_cancel(l->s, number, NULL, &ani), SOPRUN_BAD_REASON);
    assert_int_equal(soprun_cancel(l->s, number, "a mistake", &ani), SOPRUN_OK);
    assert_int_equal(soprun_find_case(l->s, number, &c), SOPRUN_OK);
    assert_int_equal(c.state, SOPRUN_CANCELLED);
    assert_int_equal(c.n_tasks, 0);
}

/* ---- errors ------------------------------------------------------------------------- */

static void test_classes(void **state)
{
    struct lib_fixture *l = *state;
    assert_int_equal(soprun_error_class(SOPRUN_OK), ERR_NONE);
    assert_int_equal(soprun_error_class(SOPRUN_MISUSE), ERR_USAGE);
    assert_int_equal(soprun_error_class(SOPRUN_DISK_FULL), ERR_SYSTEM);
    assert_int_equal(soprun_error_class(SOPRUN_TOO_MUCH), ERR_LIMIT);
    assert_int_equal(soprun_error_class(SOPRUN_INTERNAL), ERR_INTERNAL);
    assert_string_equal(soprun_error_text(l->s, "en"), "");
    assert_string_equal(soprun_version(), SOP_VERSION);
}

static void test_sentences(void **state)
{
    struct lib_fixture *l = *state;
    assert_int_equal(soprun_done(l->s, 77, NULL, &ani, NULL), SOPRUN_UNKNOWN_TASK);
    assert_string_equal(soprun_error_text(l->s, "en"),
                        "there is no task 77; `soprun tasks` tells what there is");
    assert_non_null(strstr(soprun_error_text(l->s, "id"), "tidak ada tugas 77"));
    lib_deploy(l->s, &sample_tender);
    lib_start(l->s, "tender");
    int64_t task = first_task(l->s, (struct soprun_filter){.actor = "clerk"}).number;
    assert_int_equal(soprun_done(l->s, task, NULL, &ani, NULL), SOPRUN_FIELD_MISSING);
    assert_non_null(strstr(soprun_error_text(l->s, NULL), "`ask` asks for Price"));
    struct soprun_setting bad = {"pricee", "1"};
    struct soprun_signature s = {.settings = &bad, .n_settings = 1};
    assert_int_equal(soprun_done(l->s, task, &s, &ani, NULL), SOPRUN_UNKNOWN_FIELD);
    assert_non_null(strstr(soprun_error_text(l->s, NULL), "did you mean `price`?"));
    s = (struct soprun_signature){.outcome = "yes"};
    assert_int_equal(soprun_done(l->s, task, &s, &ani, NULL), SOPRUN_FIELD_MISSING);
    struct soprun_by nobody = {.person = ""};
    assert_int_equal(soprun_done(l->s, task, NULL, &nobody, NULL), SOPRUN_BAD_PERSON);
}

/* Outcomes are words here, and so they are in the sentences. */
static void test_outcomes(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_answer answer;
    int64_t number = lib_start(l->s, "pengadaan");
    struct soprun_filter here = {.case_number = number};
    assert_int_equal(soprun_done(l->s, first_task(l->s, here).number, NULL, &ani, NULL),
                     SOPRUN_OK);
    struct seen seen = first_task(l->s, here);
    assert_true(seen.n_outcomes >= 2);
    assert_int_equal(soprun_done(l->s, seen.number, NULL, &budi, &answer), SOPRUN_NO_OUTCOME);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), "is a decision"));
    struct soprun_signature s = {.outcome = "perhaps"};
    assert_int_equal(soprun_done(l->s, seen.number, &s, &budi, &answer), SOPRUN_BAD_OUTCOME);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), "has no outcome `perhaps`"));
    s.outcome = seen.outcome;
    assert_int_equal(soprun_done(l->s, seen.number, &s, &budi, &answer), SOPRUN_OK);
}

static void test_open(void **state)
{
    struct lib_fixture *l = *state;
    char path[128];
    int n = 0;
    snprintf(path, sizeof path, "%s/other.db", l->f->folder);
    struct soprun *s = soprun_open(path, SOPRUN_WRITE);
    assert_int_equal(soprun_error(s), SOPRUN_MISSING);
    assert_non_null(strstr(soprun_error_text(s, "en"), path));
    assert_int_equal(soprun_cases(s, count_cases, &n), SOPRUN_MISSING);   /* and again */
    assert_int_equal(soprun_group_begin(s), SOPRUN_MISSING);
    assert_int_equal(soprun_done(s, 1, NULL, NULL, NULL), SOPRUN_MISSING);
    soprun_close(s);
    s = soprun_open(NULL, (enum soprun_mode)9);
    assert_int_equal(soprun_error(s), SOPRUN_MISUSE);
    soprun_close(s);
    soprun_close(NULL);
    assert_int_equal(soprun_error(NULL), SOPRUN_NO_MEMORY);
    assert_int_equal(soprun_group_end(NULL), SOPRUN_NO_MEMORY);
    assert_string_equal(soprun_error_text(NULL, NULL), "out of memory");
}

/* Time from outside: in a rehearsal only. */
static bool count_moment(void *context, const struct soprun_moment *m)
{
    int *n = context;
    assert_string_equal(m->row, "north");
    assert_false(m->is_late);
    return ++*n > 0;
}

static void test_rehearsal(void **state)
{
    struct lib_fixture *l = *state;
    char path[128];
    int n = 0;
    struct soprun_by then = {.person = "ani", .now = 1700000000000};
    assert_int_equal(soprun_tick(l->s, &then, NULL, NULL), SOPRUN_NOT_REHEARSAL);
    soprun_close(l->s);
    snprintf(path, sizeof path, "%s-rehearsal", l->f->path);
    l->s = soprun_open(path, SOPRUN_REHEARSE);
    lib_deploy(l->s, &sample_race);
    struct soprun_new_case race = {.sop = "race"};
    assert_int_equal(soprun_start(l->s, &race, &then, NULL), SOPRUN_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(soprun_done(l->s, first_task(l->s, (struct soprun_filter){0}).number,
                                     NULL, &then, NULL), SOPRUN_OK);
    then.now += INT64_C(30) * 86400 * 1000;
    assert_int_equal(soprun_tick(l->s, &then, count_moment, &n), SOPRUN_OK);
    assert_int_equal(n, 1);
    soprun_close(l->s);
    l->s = NULL;
    unlink(path);
}

/* ---- groups and visitors --------------------------------------------------------------- */

static void test_groups(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_case c;
    assert_int_equal(soprun_group_end(l->s), SOPRUN_MISUSE);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), "no group is open"));
    assert_int_equal(soprun_group_begin(l->s), SOPRUN_OK);
    assert_int_equal(soprun_group_begin(l->s), SOPRUN_MISUSE);
    int64_t number = lib_start(l->s, "approve");
    assert_int_equal(soprun_done(l->s, 77, NULL, &ani, NULL), SOPRUN_UNKNOWN_TASK);
    struct soprun *other = soprun_open(l->f->path, SOPRUN_READ);
    assert_int_equal(soprun_find_case(other, number, &c), SOPRUN_UNKNOWN_CASE);
    assert_int_equal(soprun_group_end(l->s), SOPRUN_OK);
    assert_int_equal(soprun_find_case(other, number, &c), SOPRUN_OK);
    assert_int_equal(soprun_start(other, &(struct soprun_new_case){.sop = "approve"}, &ani, NULL),
                     SOPRUN_READ_ONLY);
    soprun_close(other);
}

static bool call_back(void *context, const struct soprun_task *t)
{
    struct soprun *s = context;
    assert_int_equal(soprun_done(s, t->number, NULL, &ani, NULL), SOPRUN_MISUSE);
    assert_non_null(strstr(soprun_error_text(s, "en"), "a visitor may not"));
    assert_true(strlen(t->actors[0].id) > 0);   /* what is shown stays */
    return true;
}

static void test_visitors_stay_outside(void **state)
{
    struct lib_fixture *l = *state;
    lib_start(l->s, "approve");
    lib_start(l->s, "approve");
    assert_int_equal(soprun_tasks(l->s, NULL, call_back, l->s), SOPRUN_OK);
    struct seen seen = first_task(l->s, (struct soprun_filter){0});
    assert_int_equal(seen.n, 2);
    assert_int_equal(soprun_done(l->s, seen.number, NULL, &ani, NULL), SOPRUN_OK);
}

#define LIB(name) cmocka_unit_test_setup_teardown(name, lib_set_up, lib_tear_down)

int main(void)
{
    const struct CMUnitTest group[] = {
        LIB(test_a_case), LIB(test_find), LIB(test_classes),
        LIB(test_sentences), LIB(test_outcomes), LIB(test_open), LIB(test_rehearsal),
        LIB(test_groups), LIB(test_visitors_stay_outside),
    };
    return cmocka_run_group_tests_name("the library", group, NULL, NULL);
}
