/*
 * Random texts, the same for the same seed: made of every construct of the
 * grammar, in either language, with spaces, line ends and comments wherever
 * they may be. A text of the first kind only parses; one of the second kind,
 * made of blocks of rows that may follow each other, also compiles.
 */
#ifndef SOP_TEST_MADE_TEXT_H
#define SOP_TEST_MADE_TEXT_H

#include <string.h>

#include "grammar/grammar.h"

/* A word's second spelling is the word NAME_1. */
static const struct { const char *token, *spelling[N_LANGUAGES]; } made_words[] = {
#define WORD(token, class, en, id) {#token, {en, id}},
#define ALIAS(token, en, id) {#token "_1", {en, id}},
#include "grammar/words.def"
#undef WORD
#undef ALIAS
};

/*
 * A grammar to make texts of: each letter becomes one of its forms, whose
 * parts stand between spaces: a letter, a <WORD> of words.def, or itself.
 * What stands twice is made more often. N and S are names and strings, V a
 * name that may be a word of the language, Q one that the text declares; # is
 * the number of the block.
 */
static const struct { char letter; const char *forms[36]; } made_rules[] = {
    {'F', {"<USE> S", "<OFFICE> V S { B B B }", "<SOP> V S { R R B B B R R R }",
           "<SOP> V S <OF> Q { B B B B R R R }", "<SOP> N S { }"}},
    {'B', {"R", "R", "R", "R", "<NUMBER_OF> S", "<UNIT> S", "<CREATED> 2024-01",
           "<REVISED> 2024-01-31", "<EFFECTIVE> 2024-12", "Z L", "Z L", "Z L",
           "<APPROVED_BY> S <NAME_OF> S <ID_OF> S", "<APPROVED_BY> S", "<ACTOR> V S",
           "<ACTOR> V S <COUNT> 2 <OUTSIDE>", "<ACTOR> N S <UNITS> L <COST> 5", "<DOCUMENT> V S",
           "<FIELD> N <AMOUNT> S", "<FIELD> V <CHOICE> { S , S } S", "<FIELD> N <YES_NO> S",
           "<FIELD> N <TEXT> S", "<FIELD> N <DATE_TYPE> S", "<CALENDAR> { K K K }",
           "<CALENDAR> { K }", "<CALENDAR> <ALWAYS>", "<PHASE> S"}},
    {'Z', {"<LEGAL_BASIS>", "<QUALIFICATION>", "<RELATED>", "<EQUIPMENT>", "<WARNING>",
           "<RECORDS>", "<PURPOSE>", "<SCOPE>", "<DEFINITION>", "<HISTORY>"}},
    {'L', {"S", "{ S }", "{ S S , S }", "S , S S", "{ }"}},
    {'K', {"<ZONE> + 08:00", "<ZONE> - 03:30", "W", "W", "<HOLIDAY> 2026-08-17 S",
           "<HOLIDAY> 2026-08-17", "<HOLIDAY> 2026-08-17 .. 2026-08-18",
           "<HOLIDAY> 2026-08-17 .. 2026-08-18 S", "2026-01-01 .. 2026-02-01 { W W }"}},
    {'W', {"<MON> .. <THU> 07:30 - 12:00 13:00 - 16:00", "<SAT> , <SUN> 8:00 - 9:00",
           "<FRI> 07:30 - 11:30", "<TUE> , <WED> .. <FRI> 00:00 - 24:00"}},
    {'R', {"<STEP> V S C C C C", "<STEP> N S C C C C", "<STEP> N C C", "<END> V S",
           "<STEP> N S C C T", "<STEP> N S C T <LATE> T", "<DECISION> V S C C C A A",
           "<DECISION> N S A A A", "<START> V S C", "<DECISION> S C <YES>"}},
    {'C', {"<BY> N", "<BY> Q", "<BY> 2 N , Q", "<BY> N <OR> Q", "<BY> <EACH> N <SAME_AS> N",
           "<BY> N <EXCEPT> Q", "<ASSISTED_BY> N , N", "<INPUT> I", "<INPUT> I", "<OUTPUT> I",
           "<OUTPUT> I", "<NOTE> S", "<TIME> D", "<TIME> D", "<TIME> D <PER_ITEM>", "<WAIT> D",
           "<WAIT> D <PER_ITEM>", "<DUE> 2 U <FROM> N", "<DUE> 2 U", "<LATE> T",
           "<AFTER> M , M <OR> M", "<AFTER> <ANY_OF> N , M", "<AFTER> 2 <OF> N , M , N",
           "<AFTER> <START>", "<CALLS> N", "<FILLS> N , N = E"}},
    {'I', {"S", "N", "S , N , S", "{ N , S }", "{ S }", "Q , S , Q"}},
    {'M', {"N", "Q", "N . <NO>", "N . <YES>", "N . <LATE>", "N . S"}},
    {'D', {"1 U", "5 U", "2 .. 5 U", "1 .. 2 .. 3 U", "<EXPONENTIAL> 1 U", "<NORMAL> 10 +- 1 U",
           "<NORMAL> 10 ± 1 U", "2.5 U", "S"}},
    {'U', {"<SECONDS>", "<MINUTES>", "<HOURS>", "<DAYS>", "<WEEKS>", "<MONTHS>",
           "<WORKING_DAYS>", "<WALL_SECONDS>", "<WALL_MINUTES>", "<WALL_HOURS>", "<WALL_DAYS>",
           "<WALL_WEEKS>", "<WALL_MONTHS>", "<SECONDS_1>", "<MINUTES_1>", "<HOURS_1>", "<DAYS_1>",
           "<WEEKS_1>", "<MONTHS_1>", "<WORKING_DAYS_1>", "<WALL_SECONDS_1>", "<WALL_MINUTES_1>",
           "<WALL_HOURS_1>", "<WALL_DAYS_1>", "<WALL_WEEKS_1>", "<WALL_MONTHS_1>"}},
    {'T', {"-> N", "→ N", "-> <END>", "-> Q"}},
    {'A', {"<YES> P", "<NO> P T", "S P T", "<WHEN> E P T", "<ELSE> P T", "<NO> P T <THEN> T",
           "<YES> P <THEN> T", "A <LATE> T"}},
    {'P', {"20 %", "20 % <WAIT> D", "<AT_MOST> 3 <TIMES>", ""}},
    {'E', {"N", "N", "N", "1", "1", "1", "2_000.5", "2024-01-31", "S", "<YES>", "<NO>", "( E )",
           "- E", "E + E", "E * E", "E / 2", "E - E", "<NOT> ( E = E )", "( E <AND> E )",
           "( E <OR> N )", "( E < 3 )", "( E <= 3 )", "( 1 > E )", "( E >= E )", "( E != S )"}},

    /* what compiles: H a file, G a block of rows, g the cells of a row */
    {'H', {"<OFFICE> ofc S { <UNIT> S <CALENDAR> h <ACTOR> a S <ACTOR> b S <COUNT> 3 "
           "<ACTOR> c S <UNITS> { S S } <ACTOR> V S } "
           "<SOP> whole S <OF> ofc { <FIELD> f <AMOUNT> S <FIELD> k <TEXT> S <FIELD> d <DATE_TYPE> S "
           "<FIELD> y <YES_NO> S <FIELD> j <CHOICE> { \"p\" \"q\" } S <DOCUMENT> paper S "
           "<STEP> r0 S <BY> b t <FILLS> f , k , d , y , j G G G G G "
           "<DECISION> last S v t <YES> -> <END> <NO> -> out <END> out S } "
           "<SOP> other S <OF> ofc { <FIELD> f <AMOUNT> S <START> given S <FILLS> f "
           "<DECISION> look S v t <YES> -> <END> <NO> -> refused <END> refused S } "
           "<SOP> third S <OF> ofc { <STEP> a S v t <AFTER> <START> <STEP> b S v t <AFTER> <START> "
           "<STEP> c S v t <AFTER> a , b }"}},
    {'h', {"<ALWAYS>", "{ <ZONE> + 08:00 <MON> .. <FRI> 08:00 - 12:00 13:00 - 17:00 }",
           "{ <TUE> , <THU> 08:00 - 16:00 <HOLIDAY> 2026-08-17 S "
           "2026-01-01 .. 2026-02-01 { <TUE> 08:00 - 9:00 } }"}},
    {'G', {"<STEP> r# S g", "<STEP> r# S g", "<PHASE> S <STEP> r# S g",
           "<STEP> r# S w t <WAIT> D <PER_ITEM>", "<STEP> r# S v t <FILLS> f = f * 0.025 + 1 , k",
           "<DECISION> r# S v t <YES> <NO> 20 % <WAIT> 5 U -> r#",
           "<DECISION> r# S v t <YES> <NO> <AT_MOST> 3 <TIMES> -> r# <THEN> -> out",
           "<DECISION> r# S v t \"x\" 70 % -> r#b \"z\" → r# <STEP> r#b S g",
           "<STEP> r# S g <STEP> r#a S g <AFTER> r# <STEP> r#b S g <AFTER> r# "
           "<STEP> r#c S g <AFTER> r#a , r#b",
           "<STEP> r# S g <STEP> r#a S g <AFTER> r# <STEP> r#b S g <AFTER> r# "
           "<STEP> r#c S g <AFTER> <ANY_OF> r#a , r#b",
           "<STEP> r# S g <STEP> r#a S g <AFTER> r# <STEP> r#b S g <AFTER> r# "
           "<STEP> r#c S g <AFTER> r# <STEP> r#d S g <AFTER> 2 <OF> r#a , r#b , r#c",
           "<DECISION> r# S v t <YES> <NO> <STEP> r#a S g <AFTER> r# . <YES> "
           "<STEP> r#b S g <AFTER> r#a <OR> r# . <NO>",
           "<DECISION> r# S <WHEN> e -> r#a <WHEN> d > 2099-01-01 30 % -> r#a <ELSE> -> r#a <STEP> r#a S g",
           "<STEP> r# S v t <DUE> 2 U -> r#b <LATE> -> r#a <STEP> r#a S g <STEP> r#b S g",
           "<STEP> r# S v <DUE> 4 U <FROM> r0 <LATE> -> r#a t <STEP> r#c S g -> r#b "
           "<STEP> r#a S g <STEP> r#b S g",
           "<DECISION> r# S v t <DUE> 4 U <YES> <NO> -> r# <LATE> -> r#a <STEP> r#a S g",
           "<STEP> r# S <CALLS> other",
           "<DECISION> r# S <CALLS> other \"end\" -> r#a \"refused\" -> r# <STEP> r#a S g"}},
    {'g', {"w t", "t w", "w t i n", "i w o t", "n t o i w", "w o t i"}},
    {'w', {"v", "v", "<BY> 2 b", "<BY> <EACH> c", "<BY> b <EXCEPT> r0", "<BY> b <SAME_AS> r0",
           "<BY> a <ASSISTED_BY> b , c"}},
    {'v', {"<BY> a", "<BY> b", "<BY> a , b", "<BY> a <OR> b"}},
    {'t', {"<TIME> D"}},
    {'i', {"<INPUT> S", "<INPUT> S , paper", "<INPUT> { paper , S }"}},
    {'o', {"<OUTPUT> S", "<OUTPUT> S , paper", "<OUTPUT> { paper , S }"}},
    {'n', {"<NOTE> S"}},
    {'e', {"f > 200_000_000", "d < 2000-01-01", "j = \"p\"", "<NOT> y", "k != \"z\"",
           "( f + 1 ) * 2 >= f / 3 - - f", "f > 3 <AND> ( y <OR> f < 2 )"}},
};

static const char *const made_names[] = {"a1", "b2", "surat_kuasa", "prüfen", "クレ",
                                         "a_long_name_of_a_row"};
static const char *const made_spaces[] = {
    "\n", "\n\n", "\r\n\t", "\n\n\n\n ", "  ", " # c\n", "\n#own comment \n",
    "\n\n# apart\n\n", "#tight\n# two\r\n", "\xC2\xA0", " # \"quoted\" { } -> #\n"};
static const char *const made_syllables[] = {"a", "kata", "Peraturan", "\\\"q\\\"", "\\\\",
                                             "é", "#", "x,y", "{", "日本語", ""};
static const char *const made_gaps[] = {" ", " ", " ", " ", "  ", "\n   ", "\r\n", "\t", "-"};
static const char *const made_heads[N_LANGUAGES][4] = {
    {"", "", "language en\n", "# above\n\nlanguage en # behind\n"},
    {"language id\n", "language id\n\n", "# above\nlanguage id\n\n", "language # a\nid # b\n"}};

enum { MADE_WORDS = sizeof made_words / sizeof made_words[0] };

struct maker {
    struct bytes out;
    enum language language;
    uint64_t seed;
    bool is_tight;         /* the last token may touch the next */
    uint32_t block;
    const char *declared;  /* a word of the language that is a name here */
    bool *is_made;         /* which of made_words were; may be NULL */
};

static inline uint32_t made_pick(struct maker *m, size_t n)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((m->seed >> 33) % n);
}

#define ADD_ONE_OF(m, list) bytes_add_string(&(m)->out, (list)[made_pick((m), COUNT_OF(list))])

static inline void made_space(struct maker *m, bool is_tight)
{
    size_t n = made_pick(m, 30);
    bool touches = is_tight && m->is_tight && made_pick(m, 2);
    bytes_add_string(&m->out, n < COUNT_OF(made_spaces) ? made_spaces[n] : touches ? "" : " ");
    m->is_tight = is_tight;
}

static inline void made_string(struct maker *m)
{
    uint32_t n = made_pick(m, 4) ? made_pick(m, 6) : made_pick(m, 40);
    bool is_typeset = made_pick(m, 10) == 0;
    bytes_add_string(&m->out, is_typeset ? "“" : "\"");
    for (uint32_t i = 0; i < n; i++) {
        ADD_ONE_OF(m, made_syllables);
        ADD_ONE_OF(m, made_gaps);
    }
    bytes_add_string(&m->out, is_typeset ? "”" : "\"");
}

static inline const char *made_spelling(struct maker *m, const char *token, size_t len)
{
    for (size_t i = 0; i < MADE_WORDS; i++) {
        const char *name = made_words[i].token, *s = made_words[i].spelling[m->language];
        if (strncmp(name, token, len) != 0 || name[len])
            continue;
        if (m->is_made)
            m->is_made[i] = true;
        return s ? s : made_spelling(m, token, len - 2);   /* an alias that is none here */
    }
    return "";
}

/* The parts of a word of several may stand on several lines. */
static inline void made_word(struct maker *m, const char *token, size_t len)
{
    for (const char *s = made_spelling(m, token, len); *s; s++) {
        if (*s == ' ' && made_pick(m, 8) == 0)
            bytes_add_string(&m->out, "\n ");
        bytes_add_char(&m->out, *s);
    }
}

/* A word of one part, of whichever language, that a row or an actor may be
 * called: these may not. */
static inline const char *made_word_as_name(struct maker *m)
{
    static const char reserved[] = "end start any each selesai mulai setiap yes no not ya tidak bukan";
    for (;;) {
        const char *s = made_words[made_pick(m, MADE_WORDS)].spelling[made_pick(m, N_LANGUAGES)];
        if (s && !strpbrk(s, " /-") && !strstr(reserved, s))
            return s;
    }
}

static inline void made_name(struct maker *m, char letter)
{
    bool is_word = letter == 'V' && made_pick(m, 3) == 0;
    if (letter == 'Q' && made_pick(m, 2))
        bytes_add_string(&m->out, m->declared);
    else if (is_word)
        bytes_add_string(&m->out, made_word_as_name(m));
    else
        ADD_ONE_OF(m, made_names);
}

/* A part as it is, the block's number in the place of #. */
static inline void made_part(struct maker *m, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '#')
            bytes_printf(&m->out, "%u", (unsigned)m->block);
        else
            bytes_add_char(&m->out, s[i]);
    }
}

static inline const char *made_form(struct maker *m, char letter)
{
    m->block += letter == 'G';
    for (size_t i = 0; i < COUNT_OF(made_rules); i++) {
        size_t n = 0;
        if (made_rules[i].letter != letter)
            continue;
        while (n < COUNT_OF(made_rules[i].forms) && made_rules[i].forms[n])
            n++;
        return made_rules[i].forms[made_pick(m, n)];
    }
    return NULL;
}

static inline void made_forms(struct maker *m, const char *form)
{
    for (const char *s = form, *next; *s; s = next) {
        size_t len = strcspn(s, " ");
        bool is_letter = len == 1 && *s >= 'A' && *s <= 'Z';
        bool is_small = len == 1 && strchr("ghwvtione", *s);
        next = s + len + (s[len] == ' ');
        const char *part = is_letter || is_small ? made_form(m, *s) : NULL;
        if (part) {
            made_forms(m, part);
            continue;
        }
        if (is_letter && *s == 'Q')
            bytes_add_char(&m->out, ' ');   /* a word behind a comma: on its line only */
        else
            made_space(m, len == 1 && strchr("{}()", *s));
        if (is_letter && *s == 'S')
            made_string(m);
        else if (is_letter)
            made_name(m, *s);
        else if (*s == '<' && s[len - 1] == '>' && len > 2)
            made_word(m, s + 1, len - 2);
        else
            made_part(m, s, len);
    }
}

/* The text of a seed, to be freed; kinds: 'F' it parses, 'H' it compiles. */
static inline char *made_text(uint64_t seed, char kind, bool *is_made)
{
    struct maker m = {.language = seed % 2 ? LANG_EN : LANG_ID, .seed = seed * 77 + (uint8_t)kind,
                      .is_made = is_made};
    ADD_ONE_OF(&m, made_heads[m.language]);
    m.declared = made_word_as_name(&m);
    if (kind == 'F')
        bytes_printf(&m.out, "%s x \"X\" { %s %s \"A\" }", made_spelling(&m, "OFFICE", 6),
                     made_spelling(&m, "ACTOR", 5), m.declared);
    made_forms(&m, kind == 'H' ? "H" : seed % 3 ? "F F" : "F");
    bytes_add_string(&m.out, seed % 5 ? "\n" : "# last");
    return m.out.failed ? NULL : m.out.data;
}

#endif
