/*
 * What people and the clock do to the store under trial: random deeds, refused
 * ones among them. What a call has answered is told (struct ack) the moment it
 * returns; no two deeds have one time or one serial, so that each is known in
 * the log again.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/crash/work.h"

uint64_t mixed(uint64_t a, uint64_t b)
{
    uint64_t x = a * 0x9e3779b97f4a7c15 + b + 0x2545f4914f6cdd1d;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

uint32_t draw(uint64_t *random, uint32_t n)
{
    uint32_t drawn = (uint32_t)(mixed(*random, 1) >> 32);
    *random += 0x9e3779b97f4a7c15;
    return n ? drawn % n : drawn;
}

/* ---- the trial -------------------------------------------------------------- */

void trial_open(struct trial *t)
{
    const char *at = getenv("CRASH_DIR");
    if (!at || !*at)
        at = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(t->folder, sizeof t->folder, "%.80s/sop-crash.XXXXXX", at);
    CHECK(mkdtemp(t->folder), "no folder can be made under %s", at);
    snprintf(t->path, sizeof t->path, "%.110s/store.db", t->folder);
}

static void remove_files(const struct trial *t)
{
    static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
    char name[PATH_LEN + 16];
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(name, sizeof name, "%s%s", t->path, ends[i]);
        unlink(name);
    }
}

void trial_close(struct trial *t)
{
    remove_files(t);
    rmdir(t->folder);
}

void trial_begin(struct trial *t, const struct trial *from)
{
    struct bytes b = {0};
    remove_files(t);
    if (access(from->path, F_OK) == 0)
        CHECK(os_read_file(from->path, 64 << 20, &b) == ERR_NONE &&
                  os_write_file(t->path, b.data, b.len) == ERR_NONE, "cannot copy %s",
              from->path);
    bytes_free(&b);
    t->now = from->now;
    t->serial = from->serial;
    t->n_events = from->n_events;
    memcpy(t->hash, from->hash, HASH_LEN);
    t->is_old = from->is_old;
    t->has_people = false;
    t->n_acks = t->n_meant = 0;
    t->expects_faults = false;
    if (t->platter)
        platter_load(t->platter, t->path);
}

static void make_old(struct trial *t)
{
    struct bytes sql = {0};
    sqlite3 *db;
    CHECK(os_read_file("tests/unit/store_version_1.sql", 1 << 20, &sql) == ERR_NONE &&
              sqlite3_open(t->path, &db) == SQLITE_OK &&
              sqlite3_exec(db, sql.data, NULL, NULL, NULL) == SQLITE_OK,
          "no old store can be made of tests/unit/store_version_1.sql");
    sqlite3_close(db);
    bytes_free(&sql);
    t->is_old = true;
}

static void make_one(struct trial *t)
{
    uint64_t random = 7;
    struct store *s = work_open(t);
    CHECK(s && work_deploy(t, s, SIZE_MAX), "no store can be made");
    for (int i = 0; i < 40; i++)
        CHECK(work_once(t, s, &random), "the store does not work");
    store_close(s);                /* now it is one file */
    trial_remember(t);
}

void beginning_make(struct trial *t, enum beginning beginning)
{
    disk.random = 7;
    t->now = 1700001000000;
    if (beginning == BEGIN_OLD)
        make_old(t);
    else if (beginning == BEGIN_MADE)
        make_one(t);
}

/* ---- answers ---------------------------------------------------------------- */

void work_tell(struct trial *t)
{
    t->counts.acknowledged += t->n_meant - t->n_acks;
    t->n_acks = t->n_meant;
}

/* Outside a group each answer is told at once. */
void work_answer(struct work *w, struct ack ack)
{
    struct trial *t = w->t;
    CHECK(t->n_meant < MOST_ACKS, "too many answers between two checks");
    ack.serial = t->serial;
    t->acks[t->n_meant++] = ack;
    if (!w->in_group)
        work_tell(t);
}

bool work_is_broken(const struct trial *t, const struct store_fault *fault)
{
    bool is_broken = fault->err == ERR_SYSTEM || fault->err == ERR_INTERNAL;
    if (is_broken && !t->expects_faults)
        fprintf(stderr, "a deed failed with fault %d (%lld %s)\n", (int)fault->kind,
                (long long)fault->number, fault->text);
    return is_broken;
}

/* ---- deeds ------------------------------------------------------------------ */

static const char *const people[] = {"ani", "budi", "citra", "dewi", "eko"};

const char *work_regular(struct work *w)
{
    return people[draw(w->random, COUNT_OF(people))];
}

/* Time goes on by tens, sometimes by hours or days; a clock that was put back
 * gives times that no other deed has. */
struct store_by work_by(struct work *w)
{
    struct trial *t = w->t;
    t->serial++;
    t->counts.deeds++;
    t->now += 10 * (1 + (int64_t)draw(w->random, 100));
    if (draw_one_in(w->random, 3))
        t->now += 2 * 3600000;
    if (draw_one_in(w->random, 16))
        t->now += 3 * 86400000;
    bool is_put_back = draw_one_in(w->random, 16);
    return (struct store_by){work_regular(w), "os", is_put_back ? t->now - 3600001 : t->now};
}

bool work_is_fine(const struct work *w, bool is_done)
{
    return is_done || !work_is_broken(w->t, store_fault(w->s));
}

static bool deploy(struct work *w, const struct version *v)
{
    struct store_deployed out = {0};
    struct store_by by = work_by(w);
    bool is_done = store_deploy(w->s, v->image.data, v->image.len, &by, &out);
    if (is_done && !out.is_newest)
        work_answer(w, (struct ack){.kind = EVENT_DEPLOYED, .time = by.now});
    return work_is_fine(w, is_done);
}

static bool start(struct work *w, const char *sop)
{
    struct store_answer out;
    struct store_by by = work_by(w);
    const char *at = strcmp(sop, "complaint") ? NULL : draw(w->random, 2) ? "letter" : "call";
    bool is_done = store_start(w->s, sop, at, NULL, &by, &out);
    if (is_done) {
        work_answer(w, (struct ack){.kind = EVENT_START, .case_number = out.case_number,
                                .seq = out.seq, .time = by.now});
    } else if (store_fault(w->s)->kind == STORE_UNKNOWN_SOP) {
        return deploy(w, version_draw(w->random, sop));
    }
    return work_is_fine(w, is_done);
}

static bool tell_moment(void *context, const struct store_moment *m)
{
    struct work *w = context;
    work_answer(w, (struct ack){.kind = m->is_late ? EVENT_LATE : EVENT_PASSED, .time = m->time,
                            .case_number = m->case_number, .row = m->row});
    return true;
}

static bool tick(struct work *w)
{
    struct store_by by = work_by(w);
    return work_is_fine(w, store_tick(w->s, &by, tell_moment, w));
}

/* ---- signatures ------------------------------------------------------------- */

static bool pick_task(void *context, const struct store_task *t)
{
    struct pick *pick = context;
    pick->task = *t;
    snprintf(pick->claimed_by, sizeof pick->claimed_by, "%s", t->person ? t->person : "");
    pick->n_outcomes = t->image->t.row[t->row].is_data ? 0 : image_n_answers(t->image, t->row);
    return pick->skip-- > 0;
}

static const char *draw_value(struct work *w, const struct image *image, uint32_t field)
{
    static const char *const amounts[] = {"0", "1", "20", "101", "2_000"};
    const struct image_field *f = &image->t.field[field];
    uint32_t n;
    const uint32_t *choices = image_list(image, f->choices, &n);
    switch ((enum image_field_type)f->type) {
    case IMAGE_AMOUNT: return amounts[draw(w->random, COUNT_OF(amounts))];
    case IMAGE_DATE: return "2026-01-31";
    case IMAGE_YES_NO: return draw(w->random, 2) ? "yes" : "tidak";
    case IMAGE_CHOICE: return image_string(image, choices[draw(w->random, n)]);
    default: return "so be it";
    }
}

/* What the row of a task asks for; now and then something is forgotten. */
static struct store_settings draw_settings(struct work *w, const struct store_task *t,
                                           struct store_setting at[4])
{
    struct image_span fills = t->image->t.row[t->row].fills;
    struct store_settings settings = {.at = at};
    for (uint32_t i = fills.first; i < fills.first + fills.n && settings.n < 4; i++) {
        const struct image_fill *fill = &t->image->t.fill[i];
        if (fill->value == NONE && draw(w->random, 10))
            at[settings.n++] = (struct store_setting){
                image_string(t->image, t->image->t.field[fill->field].id),
                draw_value(w, t->image, fill->field)};
    }
    return settings;
}

static bool sign(struct work *w, const struct pick *pick, const char *as)
{
    char note[32], person[STORE_MOST_PERSON + 1];
    struct store_setting at[4];
    struct store_settings settings = draw_settings(w, &pick->task, at);
    struct store_by by = work_by(w);
    struct store_answer out;
    if (!people_act(w, &by, person))
        return false;
    if (*pick->claimed_by && draw(w->random, 4))
        by.person = pick->claimed_by;
    if (as)
        by.person = as;
    uint32_t outcome = pick->n_outcomes ? draw(w->random, pick->n_outcomes) : NONE;
    snprintf(note, sizeof note, "deed %lld", (long long)w->t->serial);
    bool is_done =
        store_done(w->s, pick->task.number, outcome, note, &settings, &by, &out);
    if (is_done) {
        work_answer(w, (struct ack){.kind = EVENT_DONE, .case_number = out.case_number,
                                .seq = out.seq, .time = by.now, .task = pick->task.number});
    }
    return work_is_fine(w, is_done);
}

bool work_find_task(struct work *w, int64_t case_number, struct pick *pick)
{
    struct store_filter filter = {.case_number = case_number};
    *pick = (struct pick){.skip = draw(w->random, 16)};
    return store_tasks(w->s, &filter, pick_task, pick) || work_is_fine(w, false);
}

/* ---- any of them ------------------------------------------------------------ */

static bool some_deed(struct work *w)
{
    static const char *const often[] = {"tender", "race", "invite", "tender", "race", "invite",
                                        "pengadaan", "approve", "divide", "complaint"};
    struct pick pick;
    if (draw_one_in(w->random, 8) && !tick(w))
        return false;
    if (draw_one_in(w->random, 32))
        return deploy(w, version_draw(w->random, NULL));
    if (draw_one_in(w->random, 32))
        return changes_holiday(w);
    if (draw_one_in(w->random, w->t->has_people ? 10 : 64))
        return people_deed(w);
    if (!work_find_task(w, 0, &pick))
        return false;
    if (pick.task.number == 0 || draw_one_in(w->random, 10))
        return start(w, often[draw(w->random, COUNT_OF(often))]);
    if (draw_one_in(w->random, 8))
        return changes_migrate(w, pick.task.case_number);
    return draw_one_in(w->random, 8) ? claims_deed(w, &pick) : sign(w, &pick, NULL);
}

/* What the group refuses or loses of itself is not told. */
bool work_in_group(struct work *w, bool (*deeds)(struct work *, const char *), const char *about)
{
    if (w->in_group)
        return deeds(w, about);
    if (!store_group_begin(w->s))
        return work_is_fine(w, false);
    w->in_group = true;
    bool is_good = deeds(w, about);
    w->in_group = false;
    if (store_group_end(w->s)) {
        work_tell(w->t);
        return is_good;
    }
    w->t->n_meant = w->t->n_acks;
    return work_is_fine(w, false);
}

static bool some_deeds(struct work *w, const char *about)
{
    bool is_good = true;
    (void)about;
    for (uint32_t n = 2 + draw(w->random, 6); is_good && n; n--)
        is_good = some_deed(w);
    return is_good;
}

bool work_group(struct trial *t, struct store *s, uint64_t *random)
{
    struct work w = {t, s, random, false};
    return work_in_group(&w, some_deeds, NULL);
}

bool work_once(struct trial *t, struct store *s, uint64_t *random)
{
    struct work w = {t, s, random, false};
    return draw_one_in(random, 8) ? work_in_group(&w, some_deeds, NULL) : some_deed(&w);
}

bool work_deploy(struct trial *t, struct store *s, size_t n)
{
    uint64_t random = 1;
    struct work w = {t, s, &random, false};
    bool is_good = true;
    for (size_t i = 0; i < n && version_at(i) && is_good; i++)
        is_good = deploy(&w, version_at(i));
    return is_good;
}

bool work_tick(struct trial *t, struct store *s)
{
    uint64_t random = 1;
    struct work w = {t, s, &random, false};
    struct store_by by = work_by(&w);
    by.now = t->now;
    return work_is_fine(&w, store_tick(s, &by, tell_moment, &w));
}

bool work_start(struct trial *t, struct store *s, const char *sop, uint64_t *random)
{
    struct work w = {t, s, random, false};
    return start(&w, sop);
}

bool work_sign(struct trial *t, struct store *s, int64_t case_number, const char *as,
               uint64_t *random)
{
    struct work w = {t, s, random, false};
    struct pick pick;
    return work_find_task(&w, case_number, &pick) && (!pick.task.number || sign(&w, &pick, as));
}

struct store *work_open(struct trial *t)
{
    struct store_fault fault = {.kind = STORE_FINE};
    bool is_there = t->n_events || t->n_acks || t->is_old;   /* nobody may lose it any more */
    struct store *s = store_open(t->path, is_there ? STORE_WRITE : STORE_CREATE, &fault);
    if (!s)
        work_is_broken(t, &fault);
    return s;
}
