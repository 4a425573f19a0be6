/*
 * made_sop: the source of a procedure made by dice, with everything that a
 * page can show: rows of several performers, branches side by side, joins,
 * decisions that lead anywhere, bounds, delays, deadlines, data, calls,
 * phases, starts and ends, long texts and wide names. It is built from blocks
 * that are sound; what the compiler refuses all the same is left out by who
 * draws. The same number gives the same text.
 */
#ifndef SOP_MADE_SOP_H
#define SOP_MADE_SOP_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/base.h"
#include "compiler/diag/diag.h"

enum { MADE_ROWS_MOST = 1200, MADE_TEXT_MOST = 60 };

struct made_shape {
    uint32_t n_rows, n_actors;
    uint32_t decisions;      /* in a hundred rows */
    uint32_t words;          /* of a row's text, at most */
    uint32_t reach;          /* rows that an arrow leads over, at most; 0: any */
    bool is_plain;           /* nothing but steps, decisions and jumps */
};

struct made_sop {
    struct bytes text;
    struct made_shape shape;
    uint64_t dice;
    enum language language;
    uint32_t n;                        /* rows so far */
    uint32_t main[MADE_ROWS_MOST];     /* rows that may be jumped to */
    uint32_t n_main;
    uint32_t n_jumps;        /* forward, to rows that are not there yet */
    bool has_start, has_field, has_calendar, calls;
    bool has_end[2];         /* named ends that an arrow leads to */
};

static inline uint32_t made_roll(struct made_sop *m, uint32_t n)
{
    m->dice = m->dice * 6364136223846793005u + 1442695040888963407u;
    return n ? (uint32_t)((m->dice >> 33) % n) : 0;
}

static inline bool made_one_in(struct made_sop *m, uint32_t n)
{
    return !made_roll(m, n) && !m->shape.is_plain;
}

/* ---- words ------------------------------------------------------------- */

static inline const char *made_keyword(enum language language, const char *token, size_t len)
{
    static const struct {
        const char *token, *spelling[N_LANGUAGES];
    } words[] = {
#define WORD(token, class, en, id) {#token, {en, id}},
#define ALIAS(token, en, id)
#include "grammar/words.def"
#undef WORD
#undef ALIAS
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strncmp(words[i].token, token, len) && !words[i].token[len])
            return words[i].spelling[language];
    return "?";
}

/* Where <TOKEN> stands comes that word in the language of the text. */
static inline void made_expand(struct made_sop *m, const char *s)
{
    while (*s) {
        size_t len = strspn(s + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
        if (*s == '<' && len && s[len + 1] == '>') {
            bytes_add_string(&m->text, made_keyword(m->language, s + 1, len));
            s += len + 2;
        } else {
            bytes_add_char(&m->text, *s++);
        }
    }
}

__attribute__((format(printf, 2, 3))) static inline void made_say(struct made_sop *m,
                                                                  const char *format, ...)
{
    char line[2000];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    made_expand(m, line);
}

static inline void made_words(struct made_sop *m, uint32_t most)
{
    static const char *const words[] = {
        "memeriksa", "dan", "rancangan", "surat", "kepada", "Kepala", "di", "Bidang", "data",
        "pertanggungjawaban", "menyampaikan", "Perjanjian", "Kinerja", "yang", "telah", "Dinas",
        "disetujui", "untuk", "ditandatangani", "(LKjIP)", "Sub", "Bagian", "dokumen"};
    bytes_add_string(&m->text, "\"Menyusun");
    for (uint32_t n = made_roll(m, most); n; n--) {
        bytes_add_char(&m->text, ' ');
        bytes_add_string(&m->text, words[made_roll(m, COUNT_OF(words))]);
    }
    if (made_one_in(m, 200))
        bytes_add_string(&m->text, " Pertanggungjawabankeuangandaerahkabupatendankotaseindonesia");
    bytes_add_string(&m->text, "\"");
}

/* ---- cells ------------------------------------------------------------- */

static inline void made_duration(struct made_sop *m)
{
    static const char *const forms[] = {
        "5 <MINUTES>", "1440 <MINUTES>", "2..5 <DAYS>", "5..10..20 <MINUTES>", "1 <WALL_DAYS>",
        "<EXPONENTIAL> 10 <MINUTES>", "<NORMAL> 4 +- 1 <HOURS>", "\"sesuai kebutuhan\"",
        "3 <MINUTES> <PER_ITEM>", "2.5 <WORKING_DAYS>"};
    made_expand(m, forms[made_roll(m, m->shape.is_plain ? 1 : COUNT_OF(forms))]);
}

static inline void made_papers(struct made_sop *m, const char *cell)
{
    uint32_t n = made_roll(m, m->shape.is_plain ? 2 : 4);
    if (n)
        made_say(m, " %s ", cell);
    for (uint32_t i = 0; i < n; i++) {
        bytes_add_string(&m->text, i ? ", " : "");
        made_words(m, 8);
    }
}

static inline void made_people(struct made_sop *m, bool is_decision)
{
    uint32_t n = m->shape.n_actors, a = made_roll(m, n);
    uint32_t kind = m->shape.is_plain ? 99 : made_roll(m, 30);
    if (kind < 3 && n > 2)
        made_say(m, " <BY> a%u%s a%u", a, kind ? "," : " <OR>", (a + 1 + made_roll(m, n - 1)) % n);
    else if (kind == 3 && n > 3)
        made_say(m, " <BY> a%u, a%u, a%u", a, (a + 1) % n, (a + 3) % n);
    else if (kind == 4 && !is_decision)
        made_say(m, " <BY> <EACH> a%u", a);
    else if (kind == 5)
        made_say(m, " <BY> 2 a%u", a);
    else
        made_say(m, " <BY> a%u", a);
    if (kind == 6 || kind == 7)
        made_say(m, " <ASSISTED_BY> a%u", (a + 1) % n);
    if (kind == 7 && n > 3)
        made_say(m, ", a%u", (a + 2) % n);
}

static inline void made_cells(struct made_sop *m, bool is_decision, bool may_be_late)
{
    if (!is_decision && m->calls && made_one_in(m, 40))
        made_say(m, " <CALLS> other");
    else
        made_people(m, is_decision);
    made_papers(m, "<INPUT>");
    made_say(m, " <TIME> ");
    made_duration(m);
    made_papers(m, "<OUTPUT>");
    if (made_one_in(m, 12))
        made_say(m, " <WAIT> 2 <DAYS>");
    if (made_one_in(m, 10)) {
        made_say(m, " <NOTE> ");
        made_words(m, 14);
    }
    if (m->has_calendar && made_one_in(m, 12)) {
        made_say(m, " <DUE> 2 <DAYS>");
        if (may_be_late && m->n_main && made_roll(m, 2))
            made_say(m, " <LATE> -> r%u", m->main[made_roll(m, m->n_main)]);
    }
}

/* ---- rows -------------------------------------------------------------- */

/* Where an arrow of the main road may lead: back, or to a later row of it. */
static inline void made_target(struct made_sop *m, bool may_end)
{
    if (may_end && !made_roll(m, 6))
        made_say(m, " -> <END>");
    else if (m->n_main && made_roll(m, 3)) {
        uint32_t reach = m->shape.reach && m->shape.reach < m->n_main ? m->shape.reach : m->n_main;
        made_say(m, " -> r%u", m->main[m->n_main - 1 - made_roll(m, reach)]);
    }
    else
        made_say(m, " -> f%u", m->n_jumps++);   /* settled at the end */
}

static inline void made_outcome_words(struct made_sop *m)
{
    static const char *const labels[] = {"Lengkap", "Kurang lengkap", "Di luar kewenangan",
                                         "Ditunda", "Ditolak dengan alasan tertulis"};
    uint32_t n = 3 + made_roll(m, 3);
    for (uint32_t i = 0; i < n; i++) {
        made_say(m, "\n        \"%s\"", labels[i]);
        if (i)
            made_target(m, true);
        else
            made_say(m, " -> f%u", m->n_jumps++);
    }
}

static inline void made_outcomes(struct made_sop *m)
{
    uint32_t kind = m->shape.is_plain ? 9 : made_roll(m, 10);
    if (kind == 0) {
        made_outcome_words(m);
        return;
    }
    made_say(m, kind < 5 ? "\n        <YES>\n        <NO>" : "\n        <YES>\n        <NO> 20%%");
    if (kind == 1)
        made_say(m, " <WAIT> 15 <MINUTES>");
    if (kind == 2) {
        made_say(m, " <AT_MOST> 3 <TIMES>");
        made_target(m, false);
        made_say(m, " <THEN>");
    }
    made_target(m, true);
}

/* Decided by data, by nobody. */
static inline void made_choice(struct made_sop *m)
{
    made_say(m, "    <DECISION> r%u ", m->n);
    made_words(m, 12);
    uint32_t sum = 1000u * (2 + made_roll(m, 900));
    made_say(m, "\n        <WHEN> nilai > %u -> f%u", sum, m->n_jumps++);
    made_say(m, "\n        <ELSE>\n");
    m->main[m->n_main++] = m->n++;
}

static inline void made_row(struct made_sop *m, bool is_decision, const char *after)
{
    made_say(m, is_decision ? "    <DECISION> r%u " : "    <STEP> r%u ", m->n);
    made_words(m, made_roll(m, 5) ? m->shape.words / 2 : m->shape.words);
    made_say(m, "\n       %s", after);
    made_cells(m, is_decision, !*after);
    if (m->has_field && !m->n)
        made_say(m, " <FILLS> nilai");
}

static inline bool made_is_decision(struct made_sop *m)
{
    return made_roll(m, 100) < m->shape.decisions;
}

static inline void made_main_row(struct made_sop *m, const char *after)
{
    if (m->has_field && !*after && m->n > 1 && made_one_in(m, 15)) {
        made_choice(m);
        return;
    }
    bool is_decision = m->n && made_is_decision(m);
    made_row(m, is_decision, after);
    if (!*after)
        m->main[m->n_main++] = m->n;
    m->n++;
    if (is_decision)
        made_outcomes(m);
    made_say(m, "\n");
}

/* Branches side by side behind the last row, and the row that joins them. */
static inline void made_fork(struct made_sop *m)
{
    char after[200] = "", first[40];
    uint32_t fork = m->n - 1, n = 2 + made_roll(m, 3), kind = made_roll(m, 6);
    for (uint32_t b = 0; b < n; b++) {
        uint32_t rows = 1 + made_roll(m, 3), begin = m->n;
        for (uint32_t i = 0; i < rows; i++) {
            snprintf(first, sizeof first, " <AFTER> r%u", fork);
            bool is_decision = i && made_is_decision(m);
            made_row(m, is_decision, i ? " " : first);
            if (is_decision)
                made_say(m, "\n        <YES>\n        <NO> -> r%u",
                         begin + made_roll(m, m->n - begin));
            made_say(m, "\n");
            m->n++;
        }
        size_t len = strlen(after);
        snprintf(after + len, sizeof after - len, "%s r%u", b ? "," : "", m->n - 1);
    }
    char join[240];
    snprintf(join, sizeof join, " <AFTER>%s%s",
             kind == 0 ? " <ANY_OF>" : kind == 1 && n > 2 ? " 2 <OF>" : "", after);
    made_main_row(m, join);
    made_row(m, false, "");
    made_say(m, "\n");
    m->main[m->n_main++] = m->n++;
}

/* ---- the whole --------------------------------------------------------- */

static inline void made_head(struct made_sop *m)
{
    if (m->calls)
        made_say(m, "<SOP> other \"Other\" { <ACTOR> x \"X\" <STEP> s \"S\" <BY> x"
                    " <TIME> 1 <MINUTES> }\n");
    made_say(m, "<SOP> made ");
    made_words(m, 12);
    made_say(m, " {\n    <NUMBER_OF> \"800/12\"\n");
    if (m->has_calendar)
        made_say(m, "    <CALENDAR> { <MON>..<FRI> 08:00-12:00 13:00-16:00 }\n");
    if (m->has_field)
        made_say(m, "    <FIELD> nilai <AMOUNT> \"Nilai pengadaan\"\n");
    for (uint32_t a = 0; a < m->shape.n_actors; a++) {
        made_say(m, "    <ACTOR> a%u ", a);
        made_words(m, 6);
        made_say(m, " <COUNT> 3\n");
    }
    for (uint32_t i = m->has_start ? 1 + made_roll(m, 2) : 0; i; i--) {
        made_say(m, "    <START> s%u ", i);
        made_words(m, 4);
        made_say(m, m->has_field ? " <FILLS> nilai\n" : "\n");
    }
}

/* Arrows forward were written to f0, f1 ...: each leads now to a row of the
 * main road that stands below it, an end, or out. */
static inline void made_settle(struct made_sop *m, uint32_t n_ends)
{
    struct bytes old = m->text;
    uint32_t row = 0;
    m->text = (struct bytes){0};
    for (const char *s = old.data; *s;) {
        unsigned k;
        if (sscanf(s, "    %*s r%u \"", &k) == 1 && (s == old.data || s[-1] == '\n'))
            row = k;
        if (strncmp(s, "-> f", 4) || sscanf(s + 4, "%u", &k) != 1) {
            bytes_add_char(&m->text, *s++);
            continue;
        }
        s += 4 + strspn(s + 4, "0123456789");
        uint32_t first = 0;
        while (first < m->n_main && m->main[first] <= row)
            first++;
        uint32_t n_after = m->n_main - first;
        uint32_t end = n_ends ? made_roll(m, n_ends) : 0;
        if (m->shape.reach && n_after > m->shape.reach)
            n_after = m->shape.reach;
        uint32_t near = made_roll(m, 3) && n_after > 5 ? 5 : n_after;
        if (n_ends && !made_roll(m, 5))
            m->has_end[end] = true, made_say(m, "-> e%u", end);
        else if (n_after)
            made_say(m, "-> r%u", m->main[first + made_roll(m, near)]);
        else
            made_say(m, "-> <END>");
    }
    bytes_free(&old);
}

static inline void made_rows(struct made_sop *m)
{
    made_main_row(m, "");
    while (m->n < m->shape.n_rows) {
        if (made_one_in(m, 8)) {
            made_say(m, "    <PHASE> ");
            made_words(m, 10);
            made_say(m, "\n");
        }
        if (m->n + 14 < m->shape.n_rows && made_one_in(m, 9))
            made_fork(m);
        else
            made_main_row(m, "");
    }
    made_row(m, false, "");
    made_say(m, " -> <END>\n");
    m->main[m->n_main++] = m->n++;
}

static inline void made_sop_shaped(struct made_sop *m, uint64_t number, struct made_shape shape)
{
    *m = (struct made_sop){.shape = shape, .dice = number * 977 + 1};
    made_roll(m, 2);
    m->language = made_roll(m, 2) ? LANG_ID : LANG_EN;
    m->has_start = made_one_in(m, 4);
    m->has_field = made_one_in(m, 4);
    m->has_calendar = made_one_in(m, 3);
    m->calls = made_one_in(m, 4);
    uint32_t n_ends = made_one_in(m, 3) ? 1 + made_roll(m, 2) : 0;
    if (m->language == LANG_ID)
        bytes_add_string(&m->text, "language id\n");
    made_head(m);
    made_rows(m);
    made_settle(m, n_ends);
    for (uint32_t i = 0; i < n_ends; i++) {
        if (!m->has_end[i])
            continue;
        made_say(m, "    <END> e%u ", i);
        made_words(m, 7);
        made_say(m, "\n");
    }
    made_say(m, "}\n");
}

/* 5 to 60 rows, 2 to 12 actors, up to a third decisions. */
static inline void made_sop(struct made_sop *m, uint64_t number)
{
    struct made_sop d = {.dice = number * 31 + 7};
    made_roll(&d, 2);
    struct made_shape shape = {
        .n_rows = 5 + made_roll(&d, 55),
        .n_actors = 2 + made_roll(&d, 11),
        .decisions = made_roll(&d, 34),
        .words = 1 + made_roll(&d, MADE_TEXT_MOST),
    };
    made_sop_shaped(m, number, shape);
}

static inline void made_sop_close(struct made_sop *m)
{
    bytes_free(&m->text);
}

#endif
