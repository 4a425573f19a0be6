/* The words of the page: see words.h. */
#include <stdarg.h>
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

static bool is_place(const char *s)
{
    return s[0] == '{' && s[1] >= '1' && s[1] <= '4' && s[2] == '}';
}

static const char *fill_in(struct arena *arena, const char *format, const char *const *args)
{
    const char *out = "";
    while (*format) {
        if (is_place(format)) {
            out = arena_printf(arena, "%s%s", out, args[format[1] - '1']);
            format += 3;
            continue;
        }
        const char *end = format + 1;
        while (*end && !is_place(end))
            end++;
        out = arena_printf(arena, "%s%.*s", out, (int)(end - format), format);
        format = end;
    }
    return out;
}

const char *draw_sentence_(struct arena *arena, enum draw_word word, enum language language, ...)
{
    const char *args[4] = {"", "", "", ""};
    va_list list;
    va_start(list, language);
    for (uint32_t i = 0; i < COUNT_OF(args); i++) {
        const char *arg = va_arg(list, const char *);
        if (!arg)
            break;
        args[i] = arg;
    }
    va_end(list);
    return fill_in(arena, words[word][language], args);
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

/* ---- time ------------------------------------------------------------- */

/* "2.5", in Indonesian "2,5". */
static const char *number_word(int64_t value, enum language language, struct arena *arena)
{
    char digits[32];
    decimal_format(value, digits);
    char *point = strchr(digits, '.');
    if (point && language == LANG_ID)
        *point = ',';
    return arena_copy(arena, digits, strlen(digits));
}

static const char *unit_word(const struct duration *d, enum language language,
                             struct arena *arena)
{
    const char *unit = language == LANG_ID ? unit_words[d->unit].id
                       : d->kind == DURATION_FIXED && d->a == DECIMAL_ONE
                           ? unit_words[d->unit].one
                           : unit_words[d->unit].many;
    return d->is_calendar ? draw_sentence(arena, DRAW_WORD_CALENDAR, language, unit) : unit;
}

static const enum draw_word duration_words[N_DURATION_KINDS] = {
    [DURATION_FIXED] = DRAW_WORD_FIXED,       [DURATION_UNIFORM] = DRAW_WORD_BETWEEN,
    [DURATION_PERT] = DRAW_WORD_PERT,         [DURATION_EXPONENTIAL] = DRAW_WORD_MEAN,
    [DURATION_NORMAL] = DRAW_WORD_NORMAL,
};

static const char *duration_text(const struct duration *d, enum language language,
                                 struct arena *arena)
{
    if (d->kind == DURATION_NONE)
        return NULL;
    const char *text = d->words;
    if (d->kind != DURATION_WORDS)
        text = draw_sentence(arena, duration_words[d->kind], language,
                             number_word(d->a, language, arena),
                             unit_word(d, language, arena), number_word(d->b, language, arena),
                             number_word(d->c, language, arena));
    return d->per_item ? draw_sentence(arena, DRAW_WORD_PER_ITEM, language, text) : text;
}

const char *draw_row_time(const struct sop *sop, const struct row *row, struct arena *arena)
{
    const char *work = duration_text(&row->work, sop->language, arena);
    const char *wait = duration_text(&row->wait, sop->language, arena);
    if (!wait)
        return work;
    wait = draw_sentence(arena, DRAW_WORD_WAIT, sop->language, wait);
    return work ? arena_printf(arena, "%s\n%s", work, wait) : wait;
}

/* ---- notes ------------------------------------------------------------ */

const char *draw_outcome_label(const struct outcome *outcome, enum language language)
{
    switch (outcome->kind) {
    case OUTCOME_YES:
        return draw_word(DRAW_WORD_YES, language);
    case OUTCOME_NO:
        return draw_word(DRAW_WORD_NO, language);
    case OUTCOME_WORDS:
    case N_OUTCOME_KINDS:
        break;
    }
    return outcome->label;
}

/* "3", "3 (Ya)", or a start's own words. */
static const char *member_text(const struct sop *sop, const struct member *m,
                               struct arena *arena)
{
    const struct row *row = &sop->rows.at[m->row];
    const char *name =
        row->no ? draw_row_number(row, arena) : arena_printf(arena, "\"%s\"", row->text);
    if (m->outcome == NONE)
        return name;
    const struct outcome *o = &row->outcomes.at[m->outcome];
    return arena_printf(arena, "%s (%s)", name, draw_outcome_label(o, sop->language));
}

static const char *group_text(const struct sop *sop, const struct group *g,
                              struct arena *arena)
{
    const char *out = "";
    for (uint32_t i = 0; i < g->members.n; i++)
        out = arena_printf(arena, "%s%s%s", out,
                           i ? draw_word(DRAW_WORD_OR, sop->language) : "",
                           member_text(sop, &g->members.at[i], arena));
    return out;
}

/* "setelah no. 3, 5 dan 7"; NULL where the row waits for one row only. */
static const char *after_text(const struct sop *sop, const struct row *row,
                              struct arena *arena)
{
    uint32_t n_members = 0, n = row->after.n;
    for (uint32_t i = 0; i < n; i++)
        n_members += row->after.at[i].members.n;
    if (n_members < 2)
        return NULL;
    bool has_or = n_members > n;
    const char *list = "";
    for (uint32_t i = 0; i < n; i++) {
        const char *joint = !i                     ? ""
                            : i + 1 < n && !has_or ? ", "
                                                   : draw_word(DRAW_WORD_AND, sop->language);
        list = arena_printf(arena, "%s%s%s%s", list, i && has_or ? "," : "", joint,
                            group_text(sop, &row->after.at[i], arena));
    }
    return draw_sentence(arena, DRAW_WORD_AFTER, sop->language, list);
}

static const char *below(const char *text, const char *more, struct arena *arena)
{
    if (!more || !*more)
        return text;
    return text ? arena_printf(arena, "%s\n%s", text, more) : more;
}

const char *draw_row_note(const struct sop *sop, const struct row *row, const char *found,
                          struct arena *arena)
{
    const char *note = below(NULL, row->note, arena);
    note = below(note, after_text(sop, row, arena), arena);
    if (row->is_any && row->actors.n > 1)
        note = below(note, draw_word(DRAW_WORD_BY_ANY, sop->language), arena);
    return below(note, found, arena);
}
