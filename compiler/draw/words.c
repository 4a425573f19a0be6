/* The words of the page: see words.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/draw/words.h"

static const char *const words[N_DRAW_WORDS][N_LANGUAGES] = {
#define WORD(symbol, en, id) [DRAW_WORD_##symbol] = {[LANG_EN] = en, [LANG_ID] = id},
#include "compiler/draw/words.def"
};

static const struct {
    const char *one, *many, *id;
} unit_words[N_TIME_UNITS] = {
#define UNIT(unit, one, many, id) [UNIT_##unit] = {one, many, id},
#include "compiler/draw/words.def"
};

const char *draw_word(enum draw_word word, enum language language)
{
    return words[word][language];
}

const char *draw_sentence_(struct arena *arena, enum draw_word word, enum language language, ...)
{
    va_list args;
    va_start(args, language);
    const char *text = sentence_text(arena, words[word], language, args);
    va_end(args);
    return text;
}

const char *draw_row_number(const struct row *row, struct arena *arena)
{
    return row->no ? arena_printf(arena, "%u", row->no) : NULL;
}

const char *draw_row_papers(const string_list *papers, struct arena *arena)
{
    if (papers->n < 2)
        return papers->n ? papers->at[0] : NULL;
    const char *out = "";
    for (uint32_t i = 0; i < papers->n; i++)
        out = arena_printf(arena, "%s%s- %s", out, i ? "\n" : "", papers->at[i]);
    return out;
}

/* ---- numbers ---------------------------------------------------------- */

/* "1,440.5", in Indonesian "1.440,5". */
const char *draw_number(int64_t value, enum language language, struct arena *arena)
{
    char digits[32], out[48];
    decimal_format(value, digits);
    size_t sign = digits[0] == '-', whole = strcspn(digits + sign, "."), n = 0;
    for (size_t i = 0; digits[i]; i++) {
        size_t left = sign + whole - i;      /* digits before the point from here on */
        if (i > sign && i < sign + whole && left % 3 == 0)
            out[n++] = language == LANG_ID ? '.' : ',';
        out[n++] = digits[i] == '.' && language == LANG_ID ? ',' : digits[i];
    }
    return arena_copy(arena, out, n);
}

/* ---- time ------------------------------------------------------------- */

/* In a cell of its own a unit is written large in Indonesian, as offices do;
 * inside a sentence small. */
enum where { ALONE, INSIDE };

static const char *small(const char *s, struct arena *arena)
{
    size_t n = strlen(s);
    char *out = arena_alloc(arena, n + 1);
    for (size_t i = 0; i <= n; i++)
        out[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : s[i];
    return out;
}

static const char *unit_word(const struct duration *d, enum where where, enum language language,
                             struct arena *arena)
{
    const char *unit = language == LANG_ID ? unit_words[d->unit].id
                       : d->kind == DURATION_FIXED && d->a == DECIMAL_ONE
                           ? unit_words[d->unit].one
                           : unit_words[d->unit].many;
    if (d->is_calendar)
        unit = draw_sentence(arena, DRAW_WORD_CALENDAR, language, unit);
    return where == INSIDE ? small(unit, arena) : unit;
}

static const enum draw_word duration_words[N_DURATION_KINDS] = {
    [DURATION_FIXED] = DRAW_WORD_FIXED,       [DURATION_UNIFORM] = DRAW_WORD_BETWEEN,
    [DURATION_PERT] = DRAW_WORD_PERT,         [DURATION_EXPONENTIAL] = DRAW_WORD_MEAN,
    [DURATION_NORMAL] = DRAW_WORD_NORMAL,
};

static const char *duration_text(const struct duration *d, enum where where,
                                 enum language language, struct arena *arena)
{
    if (d->kind == DURATION_NONE)
        return NULL;
    const char *text = d->words;
    if (d->kind == DURATION_EXPONENTIAL)
        where = INSIDE;
    if (d->kind != DURATION_WORDS)
        text = draw_sentence(arena, duration_words[d->kind], language,
                             draw_number(d->a, language, arena),
                             unit_word(d, where, language, arena),
                             draw_number(d->b, language, arena),
                             draw_number(d->c, language, arena));
    return d->per_item ? draw_sentence(arena, DRAW_WORD_PER_ITEM, language, text) : text;
}

const char *draw_row_time(const struct sop *sop, const struct row *row, struct arena *arena)
{
    const char *work = duration_text(&row->work, ALONE, sop->language, arena);
    const char *wait = duration_text(&row->wait, INSIDE, sop->language, arena);
    if (!wait)
        return work;
    wait = draw_sentence(arena, DRAW_WORD_WAIT, sop->language, wait);
    return work ? arena_printf(arena, "%s\n%s", work, wait) : wait;
}

/* ---- outcomes --------------------------------------------------------- */

static const enum draw_word outcome_words[N_OUTCOME_KINDS] = {
    [OUTCOME_YES] = DRAW_WORD_YES,        [OUTCOME_NO] = DRAW_WORD_NO,
    [OUTCOME_WORDS] = N_DRAW_WORDS,       [OUTCOME_WHEN] = N_DRAW_WORDS,
    [OUTCOME_ELSE] = DRAW_WORD_ELSE,      [OUTCOME_LATE] = DRAW_WORD_LATE,
};

const char *draw_outcome_name(const struct outcome *outcome, enum language language)
{
    enum draw_word word = outcome_words[outcome->kind];
    return word < N_DRAW_WORDS ? draw_word(word, language) : outcome->label;
}

/* A condition in the printed names of its fields. */
static const char *outcome_text(const struct sop *sop, const struct outcome *outcome,
                                struct arena *arena)
{
    return outcome->when ? draw_condition(sop, outcome->when, arena)
                         : draw_outcome_name(outcome, sop->language);
}

const char *draw_outcome_label(const struct sop *sop, const struct outcome *outcome, uint32_t to,
                               struct arena *arena)
{
    const char *name = outcome_text(sop, outcome, arena);
    bool is_then = outcome->at_most && to == outcome->then_to && to != outcome->to;
    return is_then ? draw_sentence(arena, DRAW_WORD_THEN, sop->language, name) : name;
}

const char *draw_arc_label(const struct sop *sop, const struct arc *arc, struct arena *arena)
{
    return arc->outcome == NONE
               ? NULL
               : draw_outcome_label(sop, &sop->rows.at[arc->from].outcomes.at[arc->outcome],
                                    arc->to, arena);
}

/* Does the row wait for more than this arrow? */
static bool waits(const struct row *row, const struct arc *arc)
{
    return arc->group != NONE && row->after.n > 1 && row->need != 1;
}

const char *draw_arc_target(const struct sop *sop, const struct arc *arc, const char *name,
                            struct arena *arena)
{
    if (arc->to == TO_END)
        return draw_word(DRAW_WORD_END, sop->language);
    if (arc->is_loop)
        return draw_sentence(arena, DRAW_WORD_BACK, sop->language, name);
    if (waits(&sop->rows.at[arc->to], arc))
        return draw_sentence(arena, DRAW_WORD_WAITS, sop->language, name);
    return name;
}

/* ---- people ----------------------------------------------------------- */

/* How often the actor at i is named, told where it is named first; else 0. */
static uint32_t n_named(const uint32_t *actors, uint32_t n, uint32_t i)
{
    uint32_t n_same = 0;
    for (uint32_t k = 0; k < n; k++) {
        if (actors[k] == actors[i] && k < i)
            return 0;
        n_same += actors[k] == actors[i];
    }
    return n_same;
}

/* "2 \u00d7 Nurse". */
static const char *several_text(const struct sop *sop, uint32_t actor, uint32_t n,
                                struct arena *arena)
{
    return draw_sentence(arena, DRAW_WORD_SEVERAL, sop->language, sop->actors.at[actor].name,
                         arena_printf(arena, "%u", n));
}

static const char *actor_list(const struct sop *sop, const uint32_t *actors, uint32_t n,
                              const char *between, struct arena *arena)
{
    const char *list = "";
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_same = n_named(actors, n, i);
        if (n_same)
            list = arena_printf(arena, "%s%s%s", list, i ? between : "",
                                n_same > 1 ? several_text(sop, actors[i], n_same, arena)
                                           : sop->actors.at[actors[i]].name);
    }
    return list;
}

const char *draw_row_people(const struct sop *sop, const struct row *row, struct arena *arena)
{
    const char *between = row->is_any ? draw_word(DRAW_WORD_OR, sop->language) : ", ";
    const char *list = actor_list(sop, row->actors.at, row->actors.n, between, arena);
    if (!row->assistants.n)
        return list;
    const char *others = actor_list(sop, row->assistants.at, row->assistants.n, ", ", arena);
    return draw_sentence(arena, *list ? DRAW_WORD_ASSISTED : DRAW_WORD_ASSISTED_ONLY,
                         sop->language, list, others);
}

/* ---- notes ------------------------------------------------------------ */

/* The note of a row as it grows line by line. */
struct noting {
    const struct sop *sop;
    const struct row *row;
    struct arena *arena;
    const char *text;        /* NULL: nothing yet */
};

static void note_add(struct noting *n, const char *more)
{
    if (more && *more)
        n->text = n->text ? arena_printf(n->arena, "%s\n%s", n->text, more) : more;
}

/* "3", or a start's own words. */
static const char *row_name(const struct noting *n, uint32_t r)
{
    const struct row *row = &n->sop->rows.at[r];
    return row->no ? draw_row_number(row, n->arena)
                   : arena_printf(n->arena, "\"%s\"", row->text);
}

/* "3", "3 (Ya)". */
static const char *member_text(const struct noting *n, const struct member *m)
{
    const char *name = row_name(n, m->row);
    if (m->outcome == NONE)
        return name;
    const struct outcome *o = &n->sop->rows.at[m->row].outcomes.at[m->outcome];
    return arena_printf(n->arena, "%s (%s)", name, outcome_text(n->sop, o, n->arena));
}

/* As on the page: the rows in their order, not in that of writing. */
static int member_compare(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->outcome < y->outcome ? -1 : x->outcome > y->outcome;
}

static int group_compare(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    return x->members.n && y->members.n ? member_compare(x->members.at, y->members.at) : 0;
}

static struct group *groups_sorted(const struct noting *n)
{
    uint32_t n_groups = n->row->after.n;
    struct group *groups = ARENA_ARRAY(n->arena, n_groups, struct group);
    for (uint32_t i = 0; i < n_groups; i++) {
        const struct group *g = &n->row->after.at[i];
        for (uint32_t k = 0; k < g->members.n; k++)
            *LIST_ADD(n->arena, &groups[i].members) = g->members.at[k];
        if (g->members.n)
            qsort(groups[i].members.at, g->members.n, sizeof(struct member), member_compare);
    }
    qsort(groups, n_groups, sizeof *groups, group_compare);
    return groups;
}

static const char *group_text(const struct noting *n, const struct group *g)
{
    const char *out = "";
    for (uint32_t i = 0; i < g->members.n; i++)
        out = arena_printf(n->arena, "%s%s%s", out,
                           i ? draw_word(DRAW_WORD_OR, n->sop->language) : "",
                           member_text(n, &g->members.at[i]));
    return out;
}

/* "3, 5 dan 7"; "3 atau 4, dan 5" where a group has several members. */
static const char *groups_text(const struct noting *n, enum draw_word last, bool has_or)
{
    enum language language = n->sop->language;
    uint32_t n_groups = n->row->after.n;
    const struct group *groups = groups_sorted(n);
    const char *list = "";
    for (uint32_t i = 0; i < n_groups; i++) {
        const char *joint = !i                            ? ""
                            : i + 1 < n_groups && !has_or ? ", "
                                                          : draw_word(last, language);
        list = arena_printf(n->arena, "%s%s%s%s", list, i && has_or ? "," : "", joint,
                            group_text(n, &groups[i]));
    }
    return list;
}

/* "setelah no. 3, 5 dan 7", where the row waits for more than one row. */
static void note_after(struct noting *n)
{
    uint32_t n_members = 0, need = n->row->need;
    for (uint32_t i = 0; i < n->row->after.n; i++)
        n_members += n->row->after.at[i].members.n;
    if (n_members < 2)
        return;
    bool has_or = n_members > n->row->after.n;
    enum draw_word word = !need       ? DRAW_WORD_AFTER
                          : need == 1 ? DRAW_WORD_AFTER_ANY
                                      : DRAW_WORD_AFTER_SOME;
    const char *list = groups_text(n, need ? DRAW_WORD_COMMA : DRAW_WORD_AND, has_or && !need);
    note_add(n, draw_sentence(n->arena, word, n->sop->language, list,
                              arena_printf(n->arena, "%u", need)));
}

static void note_due(struct noting *n)
{
    const struct row *row = n->row;
    const char *due = duration_text(&row->due, INSIDE, n->sop->language, n->arena);
    if (!due)
        return;
    bool has_from = row->due_from.row != NONE;
    note_add(n, draw_sentence(n->arena, has_from ? DRAW_WORD_DUE_FROM : DRAW_WORD_DUE,
                              n->sop->language, due,
                              has_from ? row_name(n, row->due_from.row) : ""));
}

static void note_outcomes(struct noting *n)
{
    enum language language = n->sop->language;
    for (uint32_t i = 0; i < n->row->outcomes.n; i++) {
        const struct outcome *o = &n->row->outcomes.at[i];
        const char *name = outcome_text(n->sop, o, n->arena);
        const char *delay = duration_text(&o->delay, INSIDE, language, n->arena);
        if (o->at_most)
            note_add(n, draw_sentence(n->arena, DRAW_WORD_AT_MOST, language, name,
                                      arena_printf(n->arena, "%u", o->at_most)));
        if (delay)
            note_add(n, draw_sentence(n->arena, DRAW_WORD_DELAY, language, name, delay));
    }
}

/* An actor named twice: two of them. */
static void note_several(struct noting *n)
{
    const struct row *row = n->row;
    for (uint32_t i = 0; i < row->actors.n; i++) {
        uint32_t n_same = n_named(row->actors.at, row->actors.n, i);
        if (n_same > 1)
            note_add(n, several_text(n->sop, row->actors.at[i], n_same, n->arena));
    }
}

static void note_people(struct noting *n)
{
    const struct row *row = n->row;
    enum language language = n->sop->language;
    note_several(n);
    if (row->is_any && row->actors.n > 1)
        note_add(n, draw_word(DRAW_WORD_BY_ANY, language));
    for (uint32_t i = 0; i < row->excepts.n; i++)
        note_add(n, draw_sentence(n->arena, DRAW_WORD_EXCEPT, language,
                                  row_name(n, row->excepts.at[i].row)));
    if (row->same_as.row != NONE)
        note_add(n, draw_sentence(n->arena, DRAW_WORD_SAME_AS, language,
                                  row_name(n, row->same_as.row)));
}

const char *draw_row_after(const struct sop *sop, const struct row *row, struct arena *arena)
{
    struct noting n = {sop, row, arena, NULL};
    note_after(&n);
    return n.text;
}

/* What it runs is drawn on pages of its own. */
static void note_calls(struct noting *n)
{
    if (n->row->calls == NONE || n->row->calls >= n->sop->model->sops.n)
        return;
    const struct sop *called = &n->sop->model->sops.at[n->row->calls];
    const char *number = called->identity.number;
    const char *title = called->title ? called->title : called->id;
    note_add(n, draw_sentence(n->arena, number ? DRAW_WORD_CALLS_NUMBER : DRAW_WORD_CALLS,
                              n->sop->language, title, number));
}

const char *draw_row_note(const struct sop *sop, const struct row *row, const char *found,
                          struct arena *arena)
{
    struct noting n = {sop, row, arena, NULL};
    note_add(&n, row->note);
    note_calls(&n);
    note_after(&n);
    note_people(&n);
    note_due(&n);
    note_outcomes(&n);
    note_add(&n, found);
    return n.text;
}
