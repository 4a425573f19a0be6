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

/* ---- people and holidays -------------------------------------------------------------- */

static bool see_member(void *context, const struct soprun_member *m)
{
    int *n = context;
    assert_string_equal(m->person, *n ? "budi" : "ani");
    assert_string_equal(m->actor, *n ? "bidang" : "writer");
    assert_string_equal(m->office, "");
    assert_string_equal(m->unit, *n ? "UPT" : "");
    ++*n;
    return true;
}

static void test_members(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_member member = {.person = "ani", .actor = "writer"};
    struct soprun_member unit = {.person = "budi", .actor = "bidang", .unit = "UPT"};
    bool is_new;
    int n = 0;
    uint32_t n_left = 0;
    assert_int_equal(soprun_join(l->s, &member, &ani, &is_new), SOPRUN_OK);
    assert_true(is_new);
    assert_int_equal(soprun_join(l->s, &member, NULL, &is_new), SOPRUN_OK);
    assert_false(is_new);
    assert_int_equal(soprun_join(l->s, &unit, &ani, NULL), SOPRUN_OK);
    assert_int_equal(soprun_members(l->s, see_member, &n), SOPRUN_OK);
    assert_int_equal(n, 2);
    int64_t task = first_task(l->s, (struct soprun_filter){.case_number =
                                                               lib_start(l->s, "approve")}).number;
    assert_int_equal(soprun_done(l->s, task, NULL, &budi, NULL), SOPRUN_NOT_MEMBER);
    assert_int_equal(soprun_claim(l->s, task, &ani), SOPRUN_OK);
    assert_int_equal(soprun_leave(l->s, "ani", "bidang", NULL, &ani, &n_left),
                     SOPRUN_NO_MEMBERSHIP);
    assert_int_equal(soprun_leave(l->s, "ani", NULL, NULL, &ani, &n_left), SOPRUN_OK);
    assert_int_equal(n_left, 1);
    assert_int_equal(soprun_claim(l->s, task, &ani), SOPRUN_NOT_MEMBER);
}

static void test_members_that_cannot_be(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_member m = {.person = "ani", .actor = "writers"};
    int n = 0;
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_UNKNOWN_ACTOR);
    assert_string_equal(soprun_error_text(l->s, "en"), "no deployed SOP has an actor `writers`");
    assert_int_equal(soprun_error_class(SOPRUN_UNKNOWN_ACTOR), ERR_FINDING);
    m = (struct soprun_member){.person = "ani", .actor = "writer", .office = "x"};
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_UNKNOWN_ACTOR);
    m = (struct soprun_member){.person = "ani", .actor = "bidang", .unit = "UTP"};
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_UNKNOWN_UNIT);
    assert_string_equal(soprun_error_text(l->s, "en"), "`bidang` has no unit `UTP`");
    m = (struct soprun_member){.person = "ani", .actor = "gudang", .unit = "3"};
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_UNKNOWN_UNIT);
    m = (struct soprun_member){.person = "a\nb", .actor = "writer"};
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_BAD_NAME);
    assert_int_equal(soprun_join(l->s, &(struct soprun_member){.person = NULL}, &ani, NULL),
                     SOPRUN_UNKNOWN_ACTOR);
    assert_int_equal(soprun_leave(l->s, "ani", NULL, NULL, &ani, NULL), SOPRUN_UNKNOWN_PERSON);
    assert_int_equal(soprun_members(l->s, see_member, &n), SOPRUN_OK);
    assert_int_equal(n, 0);
    m = (struct soprun_member){.person = "ani", .actor = "gudang", .unit = "2"};
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_OK);
}

static void test_erased(void **state)
{
    struct lib_fixture *l = *state;
    int64_t number = 0;
    struct soprun_member m = {.person = "citra", .actor = "writer"};
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_OK);
    assert_int_equal(soprun_erase(l->s, "citra", &ani, &number), SOPRUN_STILL_MEMBER);
    assert_int_equal(soprun_leave(l->s, "citra", "writer", "", &ani, NULL), SOPRUN_OK);
    assert_int_equal(soprun_erase(l->s, "citra", &ani, &number), SOPRUN_OK);
    assert_true(number > 0);
    assert_int_equal(soprun_erase(l->s, NULL, &ani, NULL), SOPRUN_UNKNOWN_PERSON);
}

static bool see_holiday(void *context, const struct soprun_holiday *h)
{
    int *n = context;
    assert_string_equal(h->first, *n ? "2026-12-24" : "2026-05-14");
    assert_string_equal(h->last, *n ? "2026-12-31" : "2026-05-14");
    assert_string_equal(h->text, *n ? "The year ends" : "Ascension");
    return ++*n < 2;
}

static void test_holidays(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_holiday days = {"2026-12-24", "2026-12-31", "The year ends"};
    bool is_new;
    int n = 0;
    assert_int_equal(soprun_add_holiday(l->s, &days, &ani, &is_new), SOPRUN_OK);
    assert_true(is_new);
    days = (struct soprun_holiday){"2026-05-14", NULL, "Ascension"};
    assert_int_equal(soprun_add_holiday(l->s, &days, &ani, NULL), SOPRUN_OK);
    days.text = "again";
    assert_int_equal(soprun_add_holiday(l->s, &days, &ani, &is_new), SOPRUN_OK);
    assert_false(is_new);
    static const struct soprun_holiday bad[] = {
        {"2026-02-30", NULL, "x"}, {"2026-05-14", "2026-05-13", "x"}, {"2026-05-14", "", "x"},
        {NULL, NULL, "x"}, {"2027-05-14", NULL, "a\nb"}, {"2027-05-14", NULL, NULL}};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(soprun_add_holiday(l->s, &bad[i], &ani, NULL), SOPRUN_BAD_DAYS);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), "a holiday has a text"));
    assert_int_equal(soprun_holidays(l->s, see_holiday, &n), SOPRUN_OK);
    assert_int_equal(n, 2);
}

/* ---- versions, and items ------------------------------------------------------------ */

static void test_migrate(void **state)
{
    struct lib_fixture *l = *state;
    struct bytes b = {0};
    struct sample other = sample_approve;
    struct soprun_case c;
    uint32_t n = 9;
    char old[65];
    struct soprun_new_case two = {.sop = "approve", .items = 2};
    struct soprun_answer answer;
    assert_int_equal(soprun_start(l->s, &two, &ani, &answer), SOPRUN_OK);
    assert_int_equal(soprun_find_case(l->s, answer.case_number, &c), SOPRUN_OK);
    assert_int_equal(c.items, 2);
    snprintf(old, sizeof old, "%s", c.image);
    other.title = "Other Words";
    sample_write(&other, &b);
    assert_int_equal(soprun_migrate(l->s, 77, b.data, b.len, &ani, &n), SOPRUN_UNKNOWN_CASE);
    assert_int_equal(soprun_migrate(l->s, 1, b.data, b.len - 1, &ani, &n), SOPRUN_BAD_IMAGE);
    assert_int_equal(n, 9);
    assert_int_equal(soprun_migrate(l->s, 1, b.data, b.len, &ani, &n), SOPRUN_OK);
    assert_int_equal(n, 1);
    assert_int_equal(soprun_migrate(l->s, 1, b.data, b.len, &ani, NULL), SOPRUN_OK);
    assert_int_equal(soprun_find_case(l->s, 1, &c), SOPRUN_OK);
    assert_string_not_equal(c.image, old);
    bytes_free(&b);
    int64_t number = lib_start(l->s, "approve");
    sample_write(&sample_purchase, &b);
    assert_int_equal(soprun_migrate(l->s, number, b.data, b.len, &ani, &n), SOPRUN_OTHER_SOP);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), "pengadaan"));
    bytes_free(&b);
}

/* In the words of the version of their time, though the case is on another. */
static bool see_pages(void *context, const struct soprun_event *e)
{
    int *n = context;
    ++*n;
    assert_int_equal(strlen(e->hash), 64);
    if (*n == 2) {
        assert_int_equal(e->n_said, 1);
        assert_string_equal(e->said[0].field, "pages");
        assert_string_equal(e->said[0].value, "3");
    }
    return true;
}

static void test_events_after_a_migration(void **state)
{
    struct lib_fixture *l = *state;
    static const struct soprun_setting pages = {"pages", "3"};
    struct soprun_signature signature = {.settings = &pages, .n_settings = 1};
    struct sample moved = sample_letter;
    struct bytes b = {0};
    int n = 0;
    moved.fields[0] = sample_letter.fields[1];
    moved.fields[1] = sample_letter.fields[0];
    lib_deploy(l->s, &sample_letter);
    int64_t number = lib_start(l->s, "letter");
    struct soprun_filter here = {.case_number = number};
    assert_int_equal(soprun_done(l->s, first_task(l->s, here).number, &signature, &ani, NULL),
                     SOPRUN_OK);
    sample_write(&moved, &b);
    assert_int_equal(soprun_migrate(l->s, number, b.data, b.len, &ani, NULL), SOPRUN_OK);
    bytes_free(&b);
    assert_int_equal(soprun_events(l->s, number, see_pages, &n), SOPRUN_OK);
    assert_int_equal(n, 3);
}

/* ---- that nothing is lost ------------------------------------------------------------- */

static bool see_log(void *context, const struct soprun_event *e)
{
    int *n = context;
    assert_int_equal(e->number, ++*n);
    if (e->case_number) {
        assert_string_equal(e->kind, "start");
        assert_int_equal(e->seq, 1);
    } else if (*n > 2) {
        assert_string_equal(e->kind, "joined");
        assert_string_equal(e->subject, "citra");
        assert_non_null(strstr(e->about, "writer"));
        assert_null(e->row);
        assert_null(e->outcome);
    }
    return true;
}

static void test_log(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_member m = {.person = "citra", .actor = "writer"};
    int n = 0;
    lib_start(l->s, "approve");
    assert_int_equal(soprun_join(l->s, &m, &ani, NULL), SOPRUN_OK);
    assert_int_equal(soprun_log(l->s, see_log, &n), SOPRUN_OK);
    assert_int_equal(n, 4);   /* two versions, the case, the person */
}

struct found_one {
    int n;
    char kind[32], text[256];
    struct soprun *s;
};

static bool see_finding(void *context, const struct soprun_finding *f)
{
    struct found_one *found = context;
    if (found->n++ == 0) {
        snprintf(found->kind, sizeof found->kind, "%s", f->kind);
        snprintf(found->text, sizeof found->text, "%s", f->text);
    }
    assert_int_equal(soprun_find_case(found->s, 1, NULL), SOPRUN_MISUSE);
    return false;
}

static void test_check(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_checkpoint point, other;
    struct soprun_checked checked;
    struct found_one found = {.s = l->s};
    lib_start(l->s, "approve");
    assert_int_equal(soprun_checkpoint(l->s, &point), SOPRUN_OK);
    assert_int_equal(point.event, 3);
    assert_int_equal(strlen(point.hash), 64);
    assert_true(point.time > 0);
    lib_start(l->s, "approve");
    assert_int_equal(soprun_check(l->s, &point, NULL, see_finding, &found, &checked), SOPRUN_OK);
    assert_int_equal(checked.n_events, 4);
    assert_int_equal(checked.n_cases, 2);
    assert_int_equal(checked.n_findings, 0);
    other = point;
    other.hash[0] = other.hash[0] == '0' ? '1' : '0';
    assert_int_equal(soprun_check(l->s, &other, "en", see_finding, &found, &checked), SOPRUN_OK);
    assert_int_equal(checked.n_findings, 1);
    assert_int_equal(found.n, 1);
    assert_string_equal(found.kind, "other_chain");
    assert_non_null(strstr(found.text, "event 3 (case 1, "));
    found.n = 0;
    other.event = 99;
    assert_int_equal(soprun_check(l->s, &other, "id", see_finding, &found, NULL), SOPRUN_OK);
    assert_string_equal(found.kind, "cut");
    assert_int_equal(soprun_check(l->s, NULL, NULL, NULL, NULL, &checked), SOPRUN_OK);
    assert_int_equal(checked.n_findings, 0);
    memset(other.hash, 'A', sizeof other.hash);
    assert_int_equal(soprun_check(l->s, &other, NULL, NULL, NULL, NULL), SOPRUN_BAD_CHECKPOINT);
    assert_int_equal(soprun_error_class(SOPRUN_BAD_CHECKPOINT), ERR_USAGE);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), "64 hex digits"));
}

static void test_backup(void **state)
{
    struct lib_fixture *l = *state;
    struct soprun_case c;
    char path[128];
    int64_t number = lib_start(l->s, "approve");
    snprintf(path, sizeof path, "%s/copy.db", l->f->folder);
    assert_int_equal(soprun_group_begin(l->s), SOPRUN_OK);
    assert_int_equal(soprun_backup(l->s, path), SOPRUN_MISUSE);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), "a group is open"));
    assert_int_equal(soprun_group_end(l->s), SOPRUN_OK);
    assert_int_equal(soprun_backup(l->s, path), SOPRUN_OK);
    assert_int_equal(soprun_backup(l->s, path), SOPRUN_COPY_IS_THERE);
    assert_non_null(strstr(soprun_error_text(l->s, "en"), path));
    assert_int_not_equal(soprun_backup(l->s, NULL), SOPRUN_OK);
    struct soprun *copy = soprun_open(path, SOPRUN_READ);
    assert_int_equal(soprun_find_case(copy, number, &c), SOPRUN_OK);
    soprun_close(copy);
    unlink(path);
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
        LIB(test_members), LIB(test_members_that_cannot_be), LIB(test_erased),
        LIB(test_holidays), LIB(test_migrate), LIB(test_events_after_a_migration),
        LIB(test_log), LIB(test_check), LIB(test_backup),
        LIB(test_groups), LIB(test_visitors_stay_outside),
    };
    return cmocka_run_group_tests_name("the library", group, NULL, NULL);
}
