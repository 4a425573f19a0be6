/*
 * Small procedures for tests of the runtime, assembled by hand: what happens
 * when a row is done is a line of words:
 *     m2 the group 2 is done   k2 it stays done   f5 row 5 opens as well
 *     j4 the way goes on to row 4   e the way ends
 * Groups count through all rows, in their order. Times are minutes. What data
 * compute is up to three words: "price", "price * 0.025", "state = 'new'".
 */
#ifndef SOP_TEST_SAMPLE_IMAGE_H
#define SOP_TEST_SAMPLE_IMAGE_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/image/image.h"

#define SAMPLE_USE __attribute__((unused)) static

enum { SAMPLE_MOST = 12, SAMPLE_MOST_CALLED = 3 };

struct sample_outcome {
    enum image_outcome_kind kind;
    const char *label, *way;
    const char *when;            /* of a WHEN */
    int delay;
    uint32_t at_most;            /* so often; then the way is ... */
    const char *then;
};

/* "fee" is asked for; "fee = price * 0.025" is computed. */
struct sample_row {
    enum image_row_kind kind;
    const char *id, *text;
    const char *actors;          /* "0", "01": indices of one digit */
    bool is_any, is_each;
    uint32_t n_tasks;            /* 0: 1, or none where nobody signs */
    int minutes;                 /* 0: no time */
    const char *way;             /* of a step or a start */
    struct sample_outcome outcomes[4];   /* LATE last */
    const char *groups[4];       /* members: "3", "45" */
    int wait, due;               /* below 0: "as needed" */
    const char *due_from;        /* "0" */
    const char *fills[3];
    bool is_data;
    const char *calls;           /* the id of a called sample */
    const char *excepts, *same_as;   /* "01", "0" */
    uint32_t need;               /* of its groups; 0: all */
    const char *withdraws;       /* rows, and behind a `.` groups: "23.1" */
};

struct sample_actor {
    const char *id, *name;
    uint32_t count;
    const char *units[4];
};

struct sample_field {
    const char *id, *name;
    enum image_field_type type;
    const char *choices[4];
};

struct sample {
    const char *id, *title, *language;
    struct sample_actor actors[6];
    const char *entries;         /* "0" */
    struct sample_row rows[SAMPLE_MOST];
    struct sample_field fields[6];
    const struct sample *called[SAMPLE_MOST_CALLED];
    bool has_calendar;           /* Monday to Friday 08:00 to 16:00, UTC+07:00 */
    const char *lone;            /* rows that are never open beside others: "01" */
};

/* ---- the samples ------------------------------------------------------- */

/* Rework, branches that meet, a joint decision, a named end, every unit for
 * itself, one or the other. */
SAMPLE_USE const struct sample sample_purchase = {
    .id = "pengadaan", .title = "Pengadaan Barang", .language = "id",
    .actors = {{"pemohon", "Pemohon", 0, {0}},
               {"kasubag", "Kasubag", 0, {0}},
               {"kepala", "Kepala Dinas", 0, {0}},
               {"bidang", "Bidang", 0, {"Bidang UKM", "Bidang Koperasi", "UPT"}},
               {"gudang", "Petugas Gudang", 2, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "ajukan", "Mengajukan permintaan barang", "0", .minutes = 30,
               .way = "j1"},
        [1] = {IMAGE_DECISION, "periksa", "Memeriksa permintaan", "1", .minutes = 10,
               .outcomes = {{.kind = IMAGE_YES, .label = "yes", .way = "f3 j2"},
                            {.kind = IMAGE_NO, .label = "no", .way = "j0"}}},
        [2] = {IMAGE_STEP, "banding", "Membandingkan harga", "1", .minutes = 120,
               .way = "m0 e"},
        [3] = {IMAGE_STEP, "nilai", "Menilai pemasok", "4", .minutes = 60, .way = "m1 e"},
        [4] = {IMAGE_DECISION, "setujui", "Menyetujui pengadaan", "12", .n_tasks = 2,
               .minutes = 15,
               .outcomes = {{.kind = IMAGE_WORDS, .label = "Setuju", .way = "j5"},
                            {.kind = IMAGE_WORDS, .label = "Bandingkan lagi", .way = "k1 j2"},
                            {.kind = IMAGE_NO, .label = "no", .way = "j7"}},
               .groups = {"2", "3"}},
        [5] = {IMAGE_STEP, "terima", "Menerima barang", "3", .is_each = true, .n_tasks = 3,
               .minutes = 45, .way = "j6"},
        [6] = {IMAGE_STEP, "arsip", "Mengarsipkan berkas", "14", .is_any = true, .minutes = 5,
               .way = "e"},
        [7] = {.kind = IMAGE_END, .id = "ditolak", .text = "Permintaan ditolak"},
    },
};

SAMPLE_USE const struct sample sample_approve = {
    .id = "approve", .title = "Approve a Report", .language = "en",
    .actors = {{"writer", "Writer", 0, {0}}, {"head", "Head of Unit", 0, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "write", "Write the report", "0", .minutes = 60, .way = "j1"},
        [1] = {IMAGE_DECISION, "check", "Check the report", "1", .minutes = 15,
               .outcomes = {{.kind = IMAGE_YES, .label = "yes", .way = "e"},
                            {.kind = IMAGE_NO, .label = "no", .way = "j0"}}},
    },
};

/* The next version of the same procedure. */
SAMPLE_USE const struct sample sample_approve_2 = {
    .id = "approve", .title = "Approve a Report, in three", .language = "en",
    .actors = {{"writer", "Writer", 0, {0}}, {"head", "Head of Unit", 0, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "write", "Write the report", "0", .minutes = 60, .way = "j1"},
        [1] = {IMAGE_DECISION, "check", "Check the report", "1", .minutes = 15,
               .outcomes = {{.kind = IMAGE_YES, .label = "yes", .way = "j2"},
                            {.kind = IMAGE_NO, .label = "no", .way = "j0"}}},
        [2] = {IMAGE_STEP, "file", "File the report", "0", .minutes = 5, .way = "e"},
    },
};

SAMPLE_USE const struct sample sample_starts = {
    .id = "complaint", .title = "Answer a Complaint", .language = "en",
    .actors = {{"desk", "Front Desk", 0, {0}}},
    .entries = "01",
    .rows = {
        [0] = {IMAGE_START, "letter", "A letter came", .way = "j2"},
        [1] = {IMAGE_START, "call", "Somebody called", .way = "j3"},
        [2] = {IMAGE_STEP, "read", "Read the letter", "0", .minutes = 10, .way = "j3"},
        [3] = {IMAGE_STEP, "reply", "Reply", "0", .minutes = 20, .way = "e"},
    },
};

/* Not sound: `b` is opened twice where `a` has gone on to it and to `c`. */
SAMPLE_USE const struct sample sample_unsound = {
    .id = "unsound", .title = "Opens a Row Twice", .language = "en",
    .actors = {{"x", "Somebody", 0, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "a", "Begin", "0", .way = "f2 j1"},
        [1] = {IMAGE_STEP, "b", "Go on", "0", .way = "e"},
        [2] = {IMAGE_STEP, "c", "Go on as well", "0", .way = "j1"},
    },
};

/* Data: a price decides; a bounded rework; a row that waits; one that is due,
 * and late; a computed fee. */
SAMPLE_USE const struct sample sample_tender = {
    .id = "tender", .title = "Buy by Price", .language = "en", .has_calendar = true,
    .actors = {{"clerk", "Clerk", 0, {0}}, {"board", "Board", 0, {0}}},
    .entries = "0",
    .fields = {{"price", "Price", IMAGE_AMOUNT, {0}},
               {"fee", "Fee", IMAGE_AMOUNT, {0}},
               {"kind", "Kind of goods", IMAGE_CHOICE, {"new", "used"}},
               {"day", "Day of delivery", IMAGE_DATE, {0}},
               {"urgent", "Urgent?", IMAGE_YES_NO, {0}},
               {"remark", "Remark", IMAGE_TEXT, {0}}},
    .rows = {
        [0] = {IMAGE_STEP, "ask", "Ask for a price", "0", .minutes = 30, .wait = 960,
               .fills = {"price", "kind", "fee = price * 0.025"}, .way = "j1"},
        [1] = {IMAGE_DECISION, "size", "By price", .is_data = true,
               .outcomes = {{IMAGE_WHEN, "price > 1000", "j2", .when = "price > 1000"},
                            {IMAGE_WHEN, "kind = used", "j0", .when = "kind = 'used'"},
                            {.kind = IMAGE_ELSE, .label = "else", .way = "j3"}}},
        [2] = {IMAGE_DECISION, "approve", "Approve the price", "1", .minutes = 15, .due = 480,
               .outcomes = {{.kind = IMAGE_YES, .label = "yes", .way = "j3"},
                            {IMAGE_NO, "no", "j0", .delay = 60, .at_most = 2, .then = "j5"},
                            {.kind = IMAGE_LATE, .label = "late", .way = "j4"}}},
        [3] = {IMAGE_STEP, "order", "Order the goods", "0", .minutes = 10, .excepts = "2",
               .fills = {"day", "urgent", "remark"}, .way = "e"},
        [4] = {IMAGE_STEP, "remind", "Remind the board", "0", .minutes = 5, .way = "j2"},
        [5] = {.kind = IMAGE_END, .id = "refused", .text = "The price is refused"},
    },
};

/* The first of two answers withdraws the other, which waits or is signed in
 * part; who did the first thing does the last. */
SAMPLE_USE const struct sample sample_race = {
    .id = "race", .title = "Ask Two, Take the First", .language = "en", .has_calendar = true,
    .actors = {{"clerk", "Clerk", 0, {0}}, {"expert", "Expert", 0, {0}}},
    .entries = "0",
    .rows = {
        [0] = {IMAGE_STEP, "send", "Send the question", "0", .minutes = 5, .way = "f1 f2 e"},
        [1] = {IMAGE_STEP, "north", "Answer from the north", "1", .minutes = 60, .wait = 120,
               .way = "m0 e"},
        [2] = {IMAGE_STEP, "south", "Answer from the south", "11", .n_tasks = 2, .minutes = 60,
               .way = "m1 e"},
        [3] = {IMAGE_STEP, "sum", "Sum up", "0", .minutes = 10, .same_as = "0", .way = "e",
               .groups = {"1", "2"}, .need = 1, .withdraws = "12"},
    },
};

SAMPLE_USE const struct sample sample_letter = {
    .id = "letter", .title = "Write a Letter", .language = "en",
    .actors = {{"clerk", "Clerk", 0, {0}}, {"head", "Head", 0, {0}}},
    .entries = "0",
    .fields = {{"topic", "Topic", IMAGE_TEXT, {0}}, {"pages", "Pages", IMAGE_AMOUNT, {0}}},
    .rows = {
        [0] = {IMAGE_STEP, "write", "Write it", "0", .minutes = 20, .fills = {"pages"},
               .way = "j1"},
        [1] = {IMAGE_DECISION, "sign", "Sign it", "1", .minutes = 5,
               .outcomes = {{.kind = IMAGE_YES, .label = "yes", .way = "e"},
                            {.kind = IMAGE_NO, .label = "no", .way = "j2"}}},
        [2] = {.kind = IMAGE_END, .id = "unsigned", .text = "Not signed"},
    },
};

/* A step and a decision that run another SOP; beside the step, work by whose
 * end it may be withdrawn. */
SAMPLE_USE const struct sample sample_invite = {
    .id = "invite", .title = "Invite to a Meeting", .language = "en", .has_calendar = true,
    .actors = {{"clerk", "Clerk", 0, {0}}},
    .entries = "0",
    .fields = {{"topic", "Topic", IMAGE_TEXT, {0}}, {"pages", "Pages", IMAGE_AMOUNT, {0}}},
    .called = {&sample_letter},
    .rows = {
        [0] = {IMAGE_STEP, "plan", "Plan the meeting", "0", .minutes = 10, .fills = {"topic"},
               .way = "f1 f2 e"},
        [1] = {IMAGE_STEP, "by_letter", "Invite by letter", .calls = "letter", .way = "m0 e"},
        [2] = {IMAGE_STEP, "by_phone", "Invite by telephone", "0", .minutes = 5, .way = "m1 e"},
        [3] = {IMAGE_STEP, "book", "Book a room", "0", .minutes = 5, .way = "j4",
               .groups = {"1", "2"}, .need = 1, .withdraws = "12"},
        [4] = {IMAGE_DECISION, "minutes", "Send the minutes", .calls = "letter", .due = 480,
               .outcomes = {{.kind = IMAGE_WORDS, .label = "end", .way = "e"},
                            {.kind = IMAGE_WORDS, .label = "unsigned", .way = "j5"},
                            {.kind = IMAGE_LATE, .label = "late", .way = "j5"}}},
        [5] = {IMAGE_STEP, "post", "Post them without", "0", .minutes = 5, .way = "e"},
    },
};

/* Counts down: 1000 / left is computed at each turn, until left is 0. */
SAMPLE_USE const struct sample sample_divide = {
    .id = "divide", .title = "Divide", .language = "en",
    .actors = {{"clerk", "Clerk", 0, {0}}},
    .entries = "0",
    .fields = {{"left", "Left", IMAGE_AMOUNT, {0}}, {"share", "Share", IMAGE_AMOUNT, {0}}},
    .rows = {
        [0] = {IMAGE_STEP, "say", "Say how many are left", "0", .fills = {"left"}, .way = "j1"},
        [1] = {IMAGE_DECISION, "share", "Share out", .is_data = true,
               .fills = {"share = 1000 / left"},
               .outcomes = {{IMAGE_WHEN, "share < 10", "e", .when = "share < 10"},
                            {.kind = IMAGE_ELSE, .label = "else", .way = "j0"}}},
    },
};

/* ---- the assembler ----------------------------------------------------- */

struct sample_bases {
    uint32_t row, place, actor, field, outcome, fill;
};

struct sample_builder {
    const struct sample *s;      /* the one at hand */
    struct image_builder *b;
    struct sample_bases base;    /* where its things begin */
    uint32_t n_rows, n_actors, n_fields, n_outcomes, n_fills, n_counters;   /* of it */
    const struct sample *all[1 + SAMPLE_MOST_CALLED];
    uint32_t n_all;
    uint32_t code[(1 + SAMPLE_MOST_CALLED) * SAMPLE_MOST];   /* where rows open */
    struct {
        uint32_t address, operand, row;
    } jumps[128];
    uint32_t n_jumps;
    uint32_t delays[SAMPLE_MOST][4];
};

/* The digits up to `end`, each an index of the sample's own. */
static uint32_t sample_digits(struct image_builder *b, const char *digits, uint32_t base)
{
    uint32_t items[8], n = 0;
    for (; digits && digits[n] && digits[n] != '.'; n++)
        items[n] = base + (uint32_t)(digits[n] - '0');
    return image_add_list(b, items, n);
}

static uint32_t sample_digit(const char *digit, uint32_t base)
{
    return digit ? base + (uint32_t)(*digit - '0') : NONE;
}

static uint32_t sample_n_groups(const struct sample_row *r)
{
    uint32_t n = 0;
    while (n < 4 && r->groups[n])
        n++;
    return n;
}

static uint32_t sample_n_outcomes(const struct sample_row *r)
{
    uint32_t n = 0;
    while (n < 4 && r->outcomes[n].label)
        n++;
    return n;
}

static bool sample_is_late(const struct sample_row *r)
{
    uint32_t n = sample_n_outcomes(r);
    return n && r->outcomes[n - 1].kind == IMAGE_LATE;
}

static uint32_t sample_add_duration(struct image_builder *b, int minutes)
{
    if (!minutes)
        return NONE;
    if (minutes < 0)
        return image_add_duration(b, (struct image_duration){
                                         .kind = DURATION_WORDS,
                                         .words = image_add_string(b, "as needed")});
    return image_add_duration(b, (struct image_duration){
                                     .kind = DURATION_FIXED, .unit = UNIT_MINUTE,
                                     .a = (int64_t)minutes * DECIMAL_ONE, .words = NONE});
}

/* ---- expressions -------------------------------------------------------- */

static void sample_emit_word(struct sample_builder *a, const char *word)
{
    int64_t number;
    for (uint32_t i = 0; i < a->n_fields; i++)
        if (strcmp(a->s->fields[i].id, word) == 0) {
            image_emit(a->b, OP_LOAD, a->base.field + i);
            return;
        }
    if (*word == '\'') {
        char text[32] = {0};
        memcpy(text, word + 1, strlen(word) - 2);
        image_emit(a->b, OP_TEXT, image_add_string(a->b, text));
        return;
    }
    assert(decimal_parse(word, &number) == DECIMAL_OK);
    image_emit(a->b, OP_NUM, (uint32_t)(number >> 32), (uint32_t)number);
}

/* "a", or "a op b". */
static uint32_t sample_emit_expression(struct sample_builder *a, const char *text)
{
    static const struct {
        const char *sign;
        enum opcode op;
    } signs[] = {{"=", OP_EQ}, {"<", OP_LT}, {">", OP_GT}, {"*", OP_MUL}, {"/", OP_DIV},
                 {"+", OP_ADD}, {"-", OP_SUB}};
    char words[128], *rest = words;
    uint32_t address = image_here(a->b);
    strcpy(words, text);
    sample_emit_word(a, strsep(&rest, " "));
    const char *sign = strsep(&rest, " ");
    if (sign)
        sample_emit_word(a, rest);
    for (size_t i = 0; sign && i < sizeof signs / sizeof signs[0]; i++)
        if (strcmp(signs[i].sign, sign) == 0)
            image_emit(a->b, signs[i].op);
    image_emit(a->b, OP_GIVE);
    return address;
}

/* ---- ways ---------------------------------------------------------------- */

static void sample_jump(struct sample_builder *a, uint32_t address, uint32_t operand,
                        uint32_t row)
{
    a->jumps[a->n_jumps].address = address;
    a->jumps[a->n_jumps].operand = operand;
    a->jumps[a->n_jumps++].row = row;
}

static void sample_emit_way(struct sample_builder *a, const char *way)
{
    uint32_t group = a->base.place + a->n_rows;
    for (const char *p = way; *p; p += strcspn(p, " "), p += *p == ' ') {
        uint32_t n = (uint32_t)strtoul(p + 1, NULL, 10), row = a->base.row + n;
        switch (*p) {
        case 'm': image_emit(a->b, OP_MARK, group + n); break;
        case 'k': image_emit(a->b, OP_KEEP, group + n); break;
        case 'f': image_emit(a->b, OP_FORK, row); break;
        case 'j': sample_jump(a, image_emit(a->b, OP_JUMP, 0u), 0, row); break;
        default: image_emit(a->b, OP_END);
        }
    }
}

static void sample_emit_outcome(struct sample_builder *a, uint32_t row, uint32_t i)
{
    const struct sample_outcome *o = &a->s->rows[row].outcomes[i];
    uint32_t wait = image_row_at(a->b, a->base.row + row)->wait, bound;
    if (wait != NONE && o->kind != IMAGE_LATE)
        image_emit(a->b, OP_WAIT, wait);
    if (a->delays[row][i] != NONE)
        image_emit(a->b, OP_WAIT, a->delays[row][i]);
    if (o->at_most == 0) {
        sample_emit_way(a, o->way);
        return;
    }
    bound = image_emit(a->b, OP_BOUND, a->n_counters++, o->at_most, 0);
    sample_emit_way(a, o->way);
    image_patch(a->b, bound, 2, image_here(a->b));
    sample_emit_way(a, o->then);
}

static void sample_emit_step(struct sample_builder *a, uint32_t row)
{
    uint32_t wait = image_row_at(a->b, a->base.row + row)->wait;
    image_emit(a->b, OP_TASK, a->base.row + row);
    if (wait != NONE)
        image_emit(a->b, OP_WAIT, wait);
    sample_emit_way(a, a->s->rows[row].way);
}

static void sample_emit_work(struct sample_builder *a, uint32_t row)
{
    const struct sample_row *r = &a->s->rows[row];
    uint32_t n = sample_n_outcomes(r) - sample_is_late(r), choice[4];
    if (r->kind == IMAGE_END) {
        image_emit(a->b, OP_FINISH, a->base.row + row);
        return;
    }
    if (n == 0) {
        sample_emit_step(a, row);
        return;
    }
    image_emit(a->b, r->is_data && !r->actors ? OP_CHOOSE : OP_DECIDE, a->base.row + row, n);
    for (uint32_t i = 0; i < n; i++)
        choice[i] = image_emit(a->b, OP_JUMP, 0u);
    for (uint32_t i = 0; i < n; i++) {
        image_patch(a->b, choice[i], 0, image_here(a->b));
        sample_emit_outcome(a, row, i);
    }
}

/* A row's code is where it opens; a jump to it passes its JOIN by. */
static void sample_emit_row(struct sample_builder *a, uint32_t i)
{
    const struct sample_row *r = &a->s->rows[i];
    uint32_t n_groups = sample_n_groups(r), row = a->base.row + i, due = NONE;
    image_row_at(a->b, row)->code = image_here(a->b);
    if (r->need)
        image_emit(a->b, OP_SOME, row, r->need);
    else if (n_groups)
        image_emit(a->b, OP_JOIN, row, n_groups);
    a->code[row] = image_here(a->b);
    if (sample_is_late(r))
        due = image_emit(a->b, OP_DUE, row, 0);
    sample_emit_work(a, i);
    if (due != NONE) {
        image_patch(a->b, due, 1, image_here(a->b));
        sample_emit_outcome(a, i, sample_n_outcomes(r) - 1);
    }
}

/* ---- records ------------------------------------------------------------- */

static struct image_span sample_add_outcomes(struct sample_builder *a, uint32_t row)
{
    const struct sample_row *r = &a->s->rows[row];
    struct image_span span = {0, 0};
    for (uint32_t i = 0; i < sample_n_outcomes(r); i++) {
        const struct sample_outcome *o = &r->outcomes[i];
        a->delays[row][i] = sample_add_duration(a->b, o->delay);
        uint32_t then = o->then && *o->then == 'j' ? sample_digit(o->then + 1, a->base.row) : NONE;
        uint32_t at = image_add_outcome(
            a->b, (struct image_outcome){
                      .kind = o->kind, .label = image_add_string(a->b, o->label), .percent = -1,
                      .to = IMAGE_TO_NEXT, .delay = a->delays[row][i], .at_most = o->at_most,
                      .when = o->when ? sample_emit_expression(a, o->when) : NONE,
                      .then_to = then});
        if (span.n++ == 0)
            span.first = at;
    }
    a->n_outcomes += span.n;
    return span;
}

static struct image_span sample_add_fills(struct sample_builder *a, const struct sample_row *r)
{
    struct image_span span = {a->base.fill + a->n_fills, 0};
    for (; span.n < 3 && r->fills[span.n]; span.n++) {
        const char *fill = r->fills[span.n], *equals = strstr(fill, " = ");
        size_t len = equals ? (size_t)(equals - fill) : strlen(fill);
        uint32_t field = 0;
        while (strncmp(a->s->fields[field].id, fill, len) != 0 ||
               a->s->fields[field].id[len] != '\0')
            field++;
        image_add_fill(a->b, (struct image_fill){
                                 .field = a->base.field + field,
                                 .value = equals ? sample_emit_expression(a, equals + 3) : NONE});
    }
    a->n_fills += span.n;
    return span;
}

static uint32_t sample_procedure(const struct sample_builder *a, const char *id)
{
    for (uint32_t i = 0; id && i < a->n_all; i++)
        if (strcmp(a->all[i]->id, id) == 0)
            return i;
    return NONE;
}

static uint32_t sample_add_withdraws(struct sample_builder *a, const struct sample_row *r)
{
    uint32_t items[8], n = 0, base = a->base.place;
    for (const char *p = r->withdraws; p && *p; p++) {
        if (*p == '.')
            base += a->n_rows;
        else
            items[n++] = base + (uint32_t)(*p - '0');
    }
    return image_add_list(a->b, items, n);
}

static void sample_add_row(struct sample_builder *a, uint32_t row, uint32_t *no)
{
    const struct sample_row *r = &a->s->rows[row];
    bool is_work = r->kind == IMAGE_STEP || r->kind == IMAGE_DECISION;
    bool is_signed = is_work && r->actors;
    uint32_t work = sample_add_duration(a->b, r->minutes);
    uint32_t wait = sample_add_duration(a->b, r->wait), due = sample_add_duration(a->b, r->due);
    image_add_row(a->b, (struct image_row){
                            .kind = r->kind,
                            .id = image_add_string(a->b, r->id),
                            .text = image_add_string(a->b, r->text),
                            .no = is_work ? ++*no : 0,
                            .phase = NONE,
                            .actors = sample_digits(a->b, r->actors, a->base.actor),
                            .is_any = r->is_any,
                            .is_each = r->is_each,
                            .n_tasks = !is_signed ? 0 : r->n_tasks ? r->n_tasks : 1,
                            .note = NONE,
                            .work = work,
                            .wait = wait,
                            .outcomes = sample_add_outcomes(a, row),
                            .to = IMAGE_TO_NEXT,
                            .fills = sample_add_fills(a, r),
                            .calls = sample_procedure(a, r->calls),
                            .due = due,
                            .due_from = sample_digit(r->due_from, a->base.row),
                            .excepts = sample_digits(a->b, r->excepts, a->base.row),
                            .same_as = sample_digit(r->same_as, a->base.row),
                            .is_data = r->is_data,
                            .need = r->need,
                            .withdraws = sample_add_withdraws(a, r),
                        });
}

static void sample_add_places(struct sample_builder *a)
{
    for (uint32_t row = 0; row < a->n_rows; row++)
        image_add_place(a->b, (struct image_place){.row = a->base.row + row, .group = NONE});
    for (uint32_t row = 0; row < a->n_rows; row++) {
        const struct sample_row *r = &a->s->rows[row];
        struct image_span joins = {0, sample_n_groups(r)};
        for (uint32_t group = 0; group < joins.n; group++) {
            uint32_t members = sample_digits(a->b, r->groups[group], a->base.row);
            uint32_t place = image_add_place(
                a->b, (struct image_place){a->base.row + row, group, members});
            if (group == 0)
                joins.first = place;
        }
        image_row_at(a->b, a->base.row + row)->joins = joins;
    }
}

static uint32_t sample_add_strings(struct image_builder *b, const char *const strings[4])
{
    uint32_t n = 0;
    while (n < 4 && strings[n])
        n++;
    return image_add_strings(b, strings, n);
}

static void sample_add_actors(struct sample_builder *a)
{
    for (const struct sample_actor *actor = a->s->actors; actor->id; actor++) {
        image_add_actor(a->b, (struct image_actor){
                                  .id = image_add_string(a->b, actor->id),
                                  .name = image_add_string(a->b, actor->name),
                                  .office = NONE,
                                  .count = actor->count,
                                  .units = sample_add_strings(a->b, actor->units),
                              });
        a->n_actors++;
    }
}

static void sample_add_fields(struct sample_builder *a)
{
    while (a->n_fields < 6 && a->s->fields[a->n_fields].id) {
        const struct sample_field *f = &a->s->fields[a->n_fields++];
        image_add_field(a->b, (struct image_field){
                                  .id = image_add_string(a->b, f->id),
                                  .name = image_add_string(a->b, f->name),
                                  .type = f->type,
                                  .choices = sample_add_strings(a->b, f->choices)});
    }
}

static uint32_t sample_add_calendar(struct image_builder *b)
{
    uint32_t week[10];
    for (uint32_t day = 0; day < 5; day++) {
        week[2 * day] = day * 1440 + 8 * 60;
        week[2 * day + 1] = day * 1440 + 16 * 60;
    }
    return image_add_calendar(b, (struct image_calendar){
                                     .intervals = image_add_list(b, week, 10),
                                     .has_zone = 1, .zone = 420});
}

static void sample_add_procedure(struct sample_builder *a, uint32_t n_places)
{
    image_add_procedure(
        a->b, (struct image_procedure){
                  .id = image_add_string(a->b, a->s->id),
                  .title = image_add_string(a->b, a->s->title),
                  .office = NONE, .number = NONE, .unit = NONE, .created = NONE,
                  .revised = NONE, .effective = NONE, .approver_title = NONE,
                  .approver_name = NONE, .approver_id = NONE,
                  .actors = {a->base.actor, a->n_actors}, .rows = {a->base.row, a->n_rows},
                  .places = {a->base.place, n_places}, .fields = {a->base.field, a->n_fields},
                  .n_counters = a->n_counters,
                  .entries = sample_digits(a->b, a->s->entries, a->base.row),
                  .calendar = a->s->has_calendar ? sample_add_calendar(a->b) : NONE,
              });
}

/* Everything of one procedure, behind those that were added before. */
static void sample_add(struct sample_builder *a, const struct sample *s)
{
    uint32_t no = 0, n_places = 0;
    a->s = s;
    a->n_rows = a->n_actors = a->n_fields = a->n_outcomes = a->n_fills = a->n_counters = 0;
    while (a->n_rows < SAMPLE_MOST && s->rows[a->n_rows].id)
        a->n_rows++;
    sample_add_actors(a);
    sample_add_fields(a);
    for (uint32_t row = 0; row < a->n_rows; row++) {
        sample_add_row(a, row, &no);
        n_places += 1 + sample_n_groups(&s->rows[row]);
    }
    sample_add_places(a);
    for (uint32_t row = 0; row < a->n_rows; row++)
        sample_emit_row(a, row);
    for (const char *row = s->lone ? s->lone : ""; *row; row++)
        image_add_lone_row(a->b, (struct image_lone_row){a->base.row + (uint32_t)(*row - '0')});
    sample_add_procedure(a, n_places);
    a->base.row += a->n_rows;
    a->base.place += n_places;
    a->base.actor += a->n_actors;
    a->base.field += a->n_fields;
    a->base.outcome += a->n_outcomes;
    a->base.fill += a->n_fills;
}

/* The .sopb file of a sample, appended to out. */
SAMPLE_USE void sample_write(const struct sample *s, struct bytes *out)
{
    struct arena arena;
    char id[65];
    arena_init(&arena, NULL);
    struct sample_builder a = {.b = image_builder_new(&arena), .all = {s}, .n_all = 1};
    while (a.n_all <= SAMPLE_MOST_CALLED && s->called[a.n_all - 1]) {
        a.all[a.n_all] = s->called[a.n_all - 1];
        a.n_all++;
    }
    for (uint32_t i = 0; i < a.n_all; i++)
        sample_add(&a, a.all[i]);
    for (uint32_t i = 0; i < a.n_jumps; i++)
        image_patch(a.b, a.jumps[i].address, a.jumps[i].operand, a.code[a.jumps[i].row]);
    image_add_source(a.b, (struct image_source){
                              .path = image_add_string(a.b, "sample.sop"),
                              .sha256 = image_add_string(a.b, "0"),
                              .language = image_add_string(a.b, s->language)});
    image_write(a.b, out, id);
    arena_free(&arena);
}

#endif
