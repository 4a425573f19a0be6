/*
 * patterns_store: the same runs once more in the store, where cases last: each
 * act is a signature under an offered task, in a transaction of its own, by
 * somebody else each time; deadlines come by the clock, and called cases are
 * cases of the store.
 */
#include <unistd.h>

#include "runtime/store/store.h"
#include "tests/unit/pattern_file.h"
#include "tests/unit/pattern_word.h"

enum { FIRST_MOMENT = 1700000000 };   /* seconds; a Tuesday */

/* A run under way. */
struct enacted {
    const struct image *image;
    struct store *s;
    struct arena arena;
    int64_t now, number;     /* number 0: not begun */
    uint32_t n_people;
    const char *fault;
};

static struct store_by somebody(struct enacted *e)
{
    const char *person = arena_printf(&e->arena, "person %u", (unsigned)++e->n_people);
    return (struct store_by){person, "os", e->now += 1000};
}

/* ---- looking ---------------------------------------------------------------------- */

/* What a visitor looks for, and finds. */
struct sought {
    int64_t number;          /* a case: called by this one; else in this one */
    uint32_t row, procedure;
    int64_t found, moment;   /* found 0: nothing */
};

static bool see_case(void *context, const struct store_case *c)
{
    struct sought *sought = context;
    if (c->parent == sought->number && c->parent_row == sought->row && c->phase == VM_RUNNING &&
        !c->is_cancelled) {
        sought->found = c->number;
        sought->procedure = c->procedure;
    }
    return true;
}

static bool see_task(void *context, const struct store_task *t)
{
    struct sought *sought = context;
    if (t->row == sought->row && !sought->found) {
        sought->found = t->number;
        sought->moment = t->due;
    }
    return true;
}

static bool see_wait(void *context, const struct store_wait *w)
{
    struct sought *sought = context;
    if (w->row == sought->row)
        sought->moment = w->until;
    return true;
}

/* The case that a word speaks of, found.number; 0: it is not there. */
static struct sought find_case(struct enacted *e, const struct word *w)
{
    struct sought sought = {.found = e->number};
    for (uint32_t i = 0; i < w->n_calls && sought.found; i++) {
        sought = (struct sought){
            .number = sought.found,
            .row = word_find_row(e->image, sought.procedure, w->calls[i])};
        if (!store_cases(e->s, see_case, &sought))
            e->fault = "the store fails";
    }
    return sought;
}

/* ---- acting ----------------------------------------------------------------------- */

static struct store_settings settings_of(struct enacted *e, const struct word *w, uint32_t row)
{
    struct image_span fills = e->image->t.row[row].fills;
    struct store_setting *at = ARENA_ARRAY(&e->arena, fills.n + 1, struct store_setting);
    struct store_settings settings = {.at = at};
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++) {
        if (!word_is_given(e->image, i) || settings.n == w->n_values)
            continue;
        const char *field =
            image_string(e->image, e->image->t.field[e->image->t.fill[i].field].id);
        at[settings.n] = (struct store_setting){field, w->values[settings.n]};
        settings.n++;
    }
    return settings;
}

static bool let_time_pass(struct enacted *e, int64_t until)
{
    if (!until)
        return false;
    struct store_by by = {"", "os", e->now = until > e->now ? until : e->now};
    return store_tick(e->s, &by, NULL, NULL);
}

static bool sign(struct enacted *e, const struct word *w, const struct sought *task)
{
    struct store_answer answer;
    struct store_settings settings = settings_of(e, w, task->row);
    struct store_by by = somebody(e);
    uint32_t outcome = w->outcome ? word_find_outcome(e->image, task->row, w->outcome) : NONE;
    return store_done(e->s, task->found, outcome, NULL, &settings, &by, &answer);
}

static bool begin(struct enacted *e, const char *sop, const struct word *w)
{
    struct store_answer answer;
    struct store_by by = somebody(e);
    uint32_t row = w ? word_find_row(e->image, 0, w->row) : NONE;
    struct store_settings settings = {0};
    if (row != NONE)
        settings = settings_of(e, w, row);
    if (!store_start(e->s, sop, w ? w->row : NULL, &settings, &by, &answer))
        return false;
    e->number = answer.case_number;
    return true;
}

static bool act(struct enacted *e, const char *text)
{
    struct word w = word_read(&e->arena, text);
    struct sought at = find_case(e, &w);
    if (!e->number)
        return begin(e, image_string(e->image, e->image->t.procedure[0].id), &w);
    if (!at.found)
        return false;
    struct sought sought = {.row = word_find_row(e->image, at.procedure, w.row)};
    struct store_filter filter = {.case_number = at.found};
    if (!store_tasks(e->s, &filter, see_task, &sought))
        e->fault = "the store fails";
    if (word_is_clock(&w) && strcmp(w.outcome, "wait") == 0)
        return store_waits(e->s, at.found, see_wait, &sought) &&
               let_time_pass(e, sought.moment);
    if (!sought.found)
        return false;
    return word_is_clock(&w) ? let_time_pass(e, sought.moment) : sign(e, &w, &sought);
}

/* ---- a run ------------------------------------------------------------------------ */

static const char *end_of(struct enacted *e)
{
    struct store_case c;
    if (!e->number || !store_case(e->s, e->number, &c))
        return NULL;
    return c.phase != VM_OVER ? NULL
           : c.result == NONE ? "end"
                              : word_of_row(e->image, c.result);
}

/* The store of a file, and the time there: runs follow one another. */
struct bench {
    struct pattern *p;
    struct store *s;
    int64_t now;
};

static void enact_run(void *context, const char *const *acts, uint32_t n)
{
    struct bench *bench = context;
    struct pattern *p = bench->p;
    struct enacted e = {.image = p->image, .s = bench->s, .now = bench->now};
    struct tried tried = {0};
    arena_init(&e.arena, abort);
    if (!word_has_starts(p->image) &&
        !begin(&e, image_string(p->image, p->image->t.procedure[0].id), NULL))
        e.fault = "the case does not begin";
    while (!e.fault && tried.n_taken < n && act(&e, acts[tried.n_taken]))
        tried.n_taken++;
    tried.end = end_of(&e);
    tried.fault = e.fault;
    pattern_judge(p, acts, n, tried);
    bench->now = e.now;
    arena_free(&e.arena);
}

static void enact_all(struct pattern *p, const char *folder)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    const char *path = arena_printf(&p->c.arena, "%s/store.db", folder);
    struct bench here = {.p = p, .now = (int64_t)FIRST_MOMENT * 1000};
    struct store_fault fault;
    struct store_by by = {"admin", "os", here.now};
    struct store_deployed deployed;
    here.s = store_open(path, STORE_CREATE, &fault);
    assert_non_null(here.s);
    if (store_deploy(here.s, p->bytes.data, p->bytes.len, &by, &deployed))
        pattern_each(p, enact_run, &here);
    else
        TELL(p, "is not deployed\n");
    store_close(here.s);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        unlink(arena_printf(&p->c.arena, "%s%s", path, ends[i]));
}

static void test_file(void **state)
{
    struct pattern p;
    char folder[] = "/tmp/test_patterns.XXXXXX";
    pattern_open(&p, *state);
    if (!p.told.refused && pattern_is_faultless(&p) && pattern_make_image(&p)) {
        assert_non_null(mkdtemp(folder));
        enact_all(&p, folder);
        rmdir(folder);
    }
    uint32_t n_faults = p.n_faults;
    pattern_close(&p);
    assert_int_equal(n_faults, 0);
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[64];
    return pattern_run_all("patterns_store", tests, 0,
                           argc > 1 ? argv[1] : "tests/patterns/*.sop", test_file);
}
