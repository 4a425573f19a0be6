/*
 * What the parser expected, in the words of the person who writes: kinds of
 * things become nouns ("a cell (`by`, `input` ...)"), a slip that is known is
 * told by name, and an example of what was being read closes the message.
 */
#include <stdlib.h>
#include <string.h>

#include "grammar/parser.h"

/* One right example for what was being read. */
static const struct {
    int token;
    const char *text[N_LANGUAGES];
} examples[] = {
    {TOK_USE, {"use \"office.sop\"", "gunakan \"dinas.sop\""}},
    {TOK_SOP, {"sop purchase \"Purchase of Goods\" { ... }", "sop surat \"Surat Keluar\" { ... }"}},
    {TOK_OFFICE, {"office acme \"Acme Ltd\" { ... }", "instansi dinas \"Dinas Koperasi\" { ... }"}},
    {TOK_NUMBER_OF, {"number \"SOP-12\"", "nomor \"SOP-12\""}},
    {TOK_UNIT, {"unit \"Sales\"", "unit \"Bagian Umum\""}},
    {TOK_CREATED, {"created 2024-01-31", "dibuat 2024-01-31"}},
    {TOK_APPROVED_BY, {"approved by \"Director\"", "disahkan oleh \"Kepala Dinas\""}},
    {TOK_ACTOR, {"actor clerk \"Clerk\" count 2", "pelaksana staf \"Staf\" jumlah 2"}},
    {TOK_DOCUMENT, {"document draft \"Draft letter\"", "dokumen rancangan \"Rancangan surat\""}},
    {TOK_FIELD, {"field price amount \"Price\"", "isian nilai angka \"Nilai pengadaan\""}},
    {TOK_CALENDAR, {"calendar { mon..fri 08:00-12:00 13:00-17:00 }",
                    "kalender { sen..jum 08:00-12:00 13:00-17:00 }"}},
    {TOK_STEP, {"step draft \"Drafts the letter\" by clerk time 30 minutes",
                "langkah rancang \"Menyusun surat\" oleh staf waktu 30 menit"}},
    {TOK_DECISION, {"decision check \"Checks the letter\" by head time 5 minutes  yes  no -> draft",
                    "keputusan periksa \"Memeriksa surat\" oleh kasubag waktu 5 menit  ya  tidak -> rancang"}},
    {TOK_PHASE, {"phase \"Preparation\"", "tahap \"Persiapan\""}},
    {TOK_START, {"start complaint \"A complaint comes in\"", "mulai keluhan \"Pengaduan masuk\""}},
    {TOK_END, {"end rejected \"The request is rejected\"", "selesai ditolak \"Permohonan ditolak\""}},
    {TOK_BY, {"by clerk, head", "oleh staf, kasubag"}},
    {TOK_ASSISTED_BY, {"assisted by clerk", "dibantu staf"}},
    {TOK_INPUT, {"input \"Letter\", \"Invoice\"", "kelengkapan \"Surat\", \"Faktur\""}},
    {TOK_OUTPUT, {"output \"Letter\"", "output \"Surat\""}},
    {TOK_NOTE, {"note \"Within office hours\"", "keterangan \"Pada jam kerja\""}},
    {TOK_TIME, {"time 30 minutes", "waktu 30 menit"}},
    {TOK_WAIT, {"wait 2 days", "tunggu 2 hari"}},
    {TOK_DUE, {"due 2 days", "paling lambat 2 hari"}},
    {TOK_LATE, {"late -> remind", "terlambat -> ingatkan"}},
    {TOK_AFTER, {"after draft, check.yes", "setelah rancang, periksa.ya"}},
    {TOK_CALLS, {"calls letter", "menjalankan surat"}},
    {TOK_FILLS, {"fills price", "mengisi nilai"}},
    {TOK_YES, {"yes 80% -> send", "ya 80% -> kirim"}},
    {TOK_NO, {"no 20% -> draft", "tidak 20% -> rancang"}},
    {TOK_WHEN, {"when price > 1_000 -> tender", "jika nilai > 1_000 -> lelang"}},
    {TOK_ELSE, {"else -> direct", "lainnya -> langsung"}},
};

/* How tokens that are no words are called. */
static const struct {
    int token;
    const char *text[N_LANGUAGES];
} nouns[] = {
    {TOK_YYEOF, {"the end of the file", "akhir berkas"}},
    {TOK_NAME, {"a name", "sebuah nama"}},
    {TOK_STRING, {"a text in quotes", "teks dalam tanda kutip"}},
    {TOK_NUMBER, {"a number", "sebuah angka"}},
    {TOK_DATE, {"a date like `2024-01-31`", "tanggal seperti `2024-01-31`"}},
    {TOK_MONTH, {"a month like `2024-01`", "bulan seperti `2024-01`"}},
    {TOK_CLOCK, {"a time of day like `07:30`", "jam seperti `07:30`"}},
    {TOK_LBRACE, {"`{`", "`{`"}}, {TOK_RBRACE, {"`}`", "`}`"}},
    {TOK_COMMA, {"`,`", "`,`"}}, {TOK_ARROW, {"`->`", "`->`"}},
    {TOK_DOTS, {"`..`", "`..`"}}, {TOK_DOT, {"`.`", "`.`"}},
    {TOK_PERCENT, {"`%`", "`%`"}}, {TOK_LPAREN, {"`(`", "`(`"}},
    {TOK_RPAREN, {"`)`", "`)`"}}, {TOK_PLUS, {"`+`", "`+`"}},
    {TOK_MINUS, {"`-`", "`-`"}}, {TOK_TIMES_SIGN, {"`*`", "`*`"}},
    {TOK_SLASH, {"`/`", "`/`"}}, {TOK_PLUSMINUS, {"`+-`", "`+-`"}},
    {TOK_EQUAL, {"`=`", "`=`"}}, {TOK_UNEQUAL, {"`!=`", "`!=`"}},
    {TOK_LESS, {"`<`", "`<`"}}, {TOK_ATMOST_SIGN, {"`<=`", "`<=`"}},
    {TOK_GREATER, {"`>`", "`>`"}}, {TOK_ATLEAST_SIGN, {"`>=`", "`>=`"}},
};

/* Classes of words that become one noun when several are expected. */
static const struct {
    enum word_class class;
    const char *text[N_LANGUAGES];
} families[] = {
    {CLASS_CELL, {"a cell", "sebuah sel"}},
    {CLASS_ANSWER, {"an outcome", "sebuah hasil"}},
    {CLASS_UNIT, {"a unit of time", "satuan waktu"}},
    {CLASS_DAY, {"a day of the week", "nama hari"}},
    {CLASS_TYPE, {"a type", "jenis isian"}},
    {CLASS_HEAD, {"an entry", "sebuah butir"}},
};

/* What a name behind this token is the name of. */
static const struct {
    int token;
    const char *text[N_LANGUAGES];
} owners[] = {
    {TOK_BY, {"the name of an actor", "nama pelaksana"}},
    {TOK_EACH, {"the name of an actor", "nama pelaksana"}},
    {TOK_ASSISTED_BY, {"the name of an actor", "nama pelaksana"}},
    {TOK_ARROW, {"the name of a row", "nama baris"}},
    {TOK_AFTER, {"the name of a row", "nama baris"}},
    {TOK_ANY_OF, {"the name of a row", "nama baris"}},
    {TOK_EXCEPT, {"the name of a row", "nama baris"}},
    {TOK_SAME_AS, {"the name of a row", "nama baris"}},
    {TOK_FROM, {"the name of a row", "nama baris"}},
    {TOK_CALLS, {"the name of a sop", "nama sop"}},
    {TOK_FILLS, {"the name of a field", "nama isian"}},
    {TOK_OF, {"the name of an office", "nama instansi"}},
};

#define LOOK_UP(table, key, wanted, language, found)             \
    do {                                                         \
        for (uint32_t i_ = 0; i_ < COUNT_OF(table); i_++)        \
            if ((int)(table)[i_].key == (wanted))                \
                (found) = (table)[i_].text[language];            \
    } while (0)

static void add_item(struct bytes *b, const struct parser *p, const char *item, bool is_last)
{
    if (b->len)
        bytes_add_string(b, !is_last ? ", " : p->talk == LANG_ID ? " atau " : " or ");
    bytes_add_string(b, item);
}

static const char *item_of(const struct parser *p, int token)
{
    const char *noun = NULL;
    LOOK_UP(nouns, token, token, p->talk, noun);
    if (token == TOK_NAME && p->previous) {
        bool is_list = p->previous->kind == TOK_COMMA || p->previous->kind == TOK_OR;
        LOOK_UP(owners, token, p->previous->kind, p->talk, noun);
        if (is_list && p->statement)
            LOOK_UP(owners, token, p->statement->kind, p->talk, noun);
    }
    if (noun)
        return noun;
    return arena_printf(p->arena, "`%s`", word_spelling(token, p->language));
}

/* "a cell (`by`, `input` ...)" for the class's expected words. */
static const char *family_of(const struct parser *p, const char *noun, int class,
                             const int *expected, int n)
{
    struct bytes b = {0};
    int shown = 0;
    bytes_printf(&b, "%s (", noun);
    for (int i = 0; i < n && shown < 3; i++)
        if (word_class(expected[i]) == class)
            bytes_printf(&b, shown++ ? ", `%s`" : "`%s`", word_spelling(expected[i], p->language));
    bytes_add_string(&b, " ...)");
    const char *text = arena_copy(p->arena, b.data, b.len);
    bytes_free(&b);
    return text;
}

enum { FAMILY_FROM = 4, MOST_ITEMS = 7 };

/* What a person most likely wants stands first: things, then words, then signs. */
enum rank { RANK_THING, RANK_TEXT, RANK_WORD, RANK_ARROW, RANK_FAMILY, RANK_SIGN, N_RANKS };

static enum rank rank_of(int token, const int n_of_class[N_WORD_CLASSES])
{
    int class = word_class(token);
    if (class >= 0)
        return class != CLASS_INNER && n_of_class[class] >= FAMILY_FROM ? RANK_FAMILY : RANK_WORD;
    switch (token) {
    case TOK_NAME: case TOK_NUMBER: case TOK_DATE: case TOK_MONTH: case TOK_CLOCK:
        return RANK_THING;
    case TOK_STRING: return RANK_TEXT;
    case TOK_ARROW: return RANK_ARROW;
    default: return RANK_SIGN;
    }
}

/* What the parser takes, sorted out. */
struct choice {
    const int *expected;
    int n;
    int n_of_class[N_WORD_CLASSES];
    enum rank ranks[PARSER_N_TOKENS];
};

static void choice_init(struct choice *c, const int *expected, int n)
{
    *c = (struct choice){.expected = expected, .n = n};
    for (int i = 0; i < n; i++)
        if (word_class(expected[i]) >= 0)
            c->n_of_class[word_class(expected[i])]++;
    for (int i = 0; i < n; i++)
        c->ranks[i] = rank_of(expected[i], c->n_of_class);
}

/* The items of one rank, into `items`; how many there are then. */
static int add_rank(const struct parser *p, const struct choice *c, enum rank rank,
                    const char **items, int n_items)
{
    for (int i = 0; i < c->n && rank != RANK_FAMILY; i++)
        if (c->expected[i] != TOK_YYEOF && c->ranks[i] == rank)
            items[n_items++] = item_of(p, c->expected[i]);
    for (uint32_t f = 0; f < COUNT_OF(families) && rank == RANK_FAMILY; f++)
        if (c->n_of_class[families[f].class] >= FAMILY_FROM)
            items[n_items++] = family_of(p, families[f].text[p->talk],
                                         (int)families[f].class, c->expected, c->n);
    return n_items;
}

/* The alternatives as one phrase. */
static const char *phrase_of(const struct parser *p, const struct choice *c)
{
    const char *items[PARSER_N_TOKENS + COUNT_OF(families)];
    int n_items = 0;
    for (int rank = 0; rank < N_RANKS; rank++)
        n_items = add_rank(p, c, (enum rank)rank, items, n_items);
    if (n_items > MOST_ITEMS)
        n_items = MOST_ITEMS;
    struct bytes b = {0};
    for (int i = 0; i < n_items; i++)
        add_item(&b, p, items[i], i + 1 == n_items);
    const char *text = b.len ? arena_copy(p->arena, b.data, b.len) : item_of(p, TOK_YYEOF);
    bytes_free(&b);
    return text;
}

/* The token as it stands in the text, shortened. */
static const char *found_text(const struct parser *p, int found, struct span span)
{
    if (found == TOK_YYEOF)
        return item_of(p, TOK_YYEOF);
    if (found == TOK_STRING)
        return p->talk == LANG_ID ? "teks dalam tanda kutip" : "a text in quotes";
    enum { LONGEST = 40 };
    const char *text = p->source->text + (span.start - p->source->base);
    uint32_t len = span.end - span.start, shown = len > LONGEST ? LONGEST : len;
    while (shown < len && shown && ((uint8_t)text[shown] & 0xC0) == 0x80)
        shown--;   /* not within a character */
    return arena_printf(p->arena, "`%.*s%s`", (int)shown, text, shown < len ? "..." : "");
}

/* The entry or cell that a fault stands in, and how one is written. */
static void show_statement(struct parser *p, struct diag *d)
{
    const char *example = NULL;
    LOOK_UP(examples, token, p->statement->kind, p->language, example);
    diag_label(p->diags, d, p->statement->span, T_IN_THIS,
               word_spelling(p->statement->kind, p->language));
    if (example)
        diag_help(p->diags, d, T_EXAMPLE, example);
}

/* `my-first`: what people write for `my_first`. */
static void help_hyphen(struct parser *p, struct diag *d)
{
    const struct token *before = p->previous, *minus = p->token;
    const struct token *end = p->tokens->at + p->tokens->n;
    if (!before || before->kind != TOK_NAME || before->span.end != minus->span.start)
        return;
    const char *name = before->text;
    for (; minus + 1 < end && minus->kind == TOK_MINUS && minus[1].span.start == minus->span.end &&
           (minus[1].kind == TOK_NAME || minus[1].kind == TOK_NUMBER); minus += 2)
        name = arena_printf(p->arena, "%s_%s", name, minus[1].text);
    if (minus != p->token)
        diag_help(p->diags, d, T_NAME_HYPHEN, name);
}

/* One language more of an argument. */
static void add_language(struct parser *p, const char **all, const char *text)
{
    *all = *all ? arena_printf(p->arena, "%s" IN_OTHER_WORDS "%s", *all, text) : text;
}

void parser_tell(struct parser *p, int found, struct span span, const int *expected, int n)
{
    if (p->is_told || (p->cut && span.start >= p->cut))
        return;
    p->is_told = true;
    if (parser_tell_slip(p, found, span, expected, n))
        return;
    bool is_keyword = word_class(found) >= 0 && p->previous && word_wants_name(p->previous->kind) &&
                      parser_expects(expected, n, TOK_NAME);
    const char *phrase = NULL, *what = NULL;
    struct choice choice;
    choice_init(&choice, expected, n);
    for (p->talk = 0; p->talk < N_LANGUAGES; p->talk++) {
        add_language(p, &phrase, phrase_of(p, &choice));
        add_language(p, &what, found_text(p, found, span));
    }
    struct diag *d = diag_add(p->diags, E_SYNTAX, span, phrase, what);
    if (is_keyword)
        diag_note(p->diags, d, T_IS_KEYWORD, what);
    if (p->statement)
        show_statement(p, d);
    if (found == TOK_MINUS)
        help_hyphen(p, d);
    if (found == TOK_NAME && p->previous && p->previous->kind == TOK_DOT)
        diag_help(p->diags, d, T_OUTCOME_QUOTED, p->token->text);
}

/* ---- a name in quotes ------------------------------------------------- */

static bool is_pair(const struct token *t, const struct token *end, int kind)
{
    return t < end && t->kind == kind;
}

bool parser_tell_quoted(struct parser *p, const struct token *t)
{
    if (t->kind != TOK_STRING || !p->previous || p->cut == t->span.start)
        return false;
    int before = p->previous->kind;
    bool is_list = (before == TOK_COMMA || before == TOK_OR) && p->statement;
    int owner = is_list ? p->statement->kind : before;
    const char *nouns_wanted = NULL, *what = NULL, *noun = NULL;
    for (p->talk = 0; p->talk < N_LANGUAGES; p->talk++) {
        LOOK_UP(owners, token, owner, p->talk, noun);
        if (!noun)
            return false;
        add_language(p, &nouns_wanted, noun);
        add_language(p, &what, found_text(p, TOK_STRING, t->span));
    }
    const struct token *end = p->tokens->at + p->tokens->n;
    bool is_outcome = is_pair(t + 1, end, TOK_ARROW) || is_pair(t + 1, end, TOK_NUMBER);
    if (owner == TOK_FILLS || is_outcome)
        return false;
    if (p->is_told)
        return true;
    p->is_told = true;
    struct diag *d = diag_add(p->diags, E_SYNTAX, t->span, nouns_wanted, what);
    if (p->statement && owner != TOK_ARROW)
        show_statement(p, d);
    diag_help(p->diags, d, T_NAME_UNQUOTED);
    return true;
}
