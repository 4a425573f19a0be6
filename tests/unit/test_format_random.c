/*
 * The formatter on random texts: made of every construct of the grammar, in
 * either language, with spaces, line ends and comments wherever they may be.
 */
#include "tests/unit/formatted.h"

static const struct { const char *token, *spelling[N_LANGUAGES]; } words[] = {
#define WORD(token, class, en, id) {#token, {en, id}},
#define ALIAS(token, en, id)
#include "grammar/words.def"
#undef WORD
#undef ALIAS
};

/*
 * A grammar to make texts of: each letter becomes one of its forms, whose
 * parts stand between spaces: a letter, a <WORD> of words.def, or itself.
 * What stands twice is made more often. N and S are names and strings.
 */
static const struct { char letter; const char *forms[32]; } rules[] = {
    {'F', {"<USE> S", "<OFFICE> N S { B B B }", "<SOP> N S { R R B B B R R R }",
           "<SOP> N S <OF> N { B B B B R R R }", "<SOP> N S { }"}},
    {'B', {"R", "R", "R", "R", "<NUMBER_OF> S", "<CREATED> 2024-01", "<LEGAL_BASIS> L",
           "<WARNING> L", "<HISTORY> L", "<APPROVED_BY> S <NAME_OF> S <ID_OF> S", "<ACTOR> N S",
           "<ACTOR> N S <COUNT> 2 <OUTSIDE>", "<ACTOR> N S <UNITS> L <COST> 5", "<DOCUMENT> N S",
           "<FIELD> N <AMOUNT> S", "<FIELD> N <CHOICE> { S , S } S", "<FIELD> N <YES_NO> S",
           "<CALENDAR> { K K K }", "<CALENDAR> { K }", "<CALENDAR> <ALWAYS>", "<PHASE> S"}},
    {'L', {"S", "{ S }", "{ S S , S }", "S , S S", "{ }"}},
    {'K', {"<ZONE> + 08:00", "<ZONE> - 03:30", "W", "W", "<HOLIDAY> 2026-08-17 S",
           "<HOLIDAY> 2026-08-17 .. 2026-08-18", "2026-01-01 .. 2026-02-01 { W W }"}},
    {'W', {"<MON> .. <THU> 07:30 - 12:00 13:00 - 16:00", "<SAT> , <SUN> 8:00 - 9:00",
           "<FRI> 07:30 - 11:30"}},
    {'R', {"<STEP> N S C C C C", "<STEP> N S C C C C", "<STEP> N C C", "<END> N S",
           "<STEP> N S C C T", "<STEP> N S C T <LATE> T", "<DECISION> N S C C C A A",
           "<DECISION> N S A A A", "<START> N S C", "<DECISION> S C <YES>"}},
    {'C', {"<BY> N", "<BY> 2 N , N", "<BY> N <OR> N", "<BY> <EACH> N <SAME_AS> N",
           "<BY> N <EXCEPT> N", "<ASSISTED_BY> N , N", "<INPUT> I", "<INPUT> I", "<OUTPUT> I",
           "<OUTPUT> I", "<NOTE> S", "<TIME> D", "<TIME> D", "<TIME> D <PER_ITEM>", "<WAIT> D",
           "<DUE> 2 U <FROM> N", "<LATE> T", "<AFTER> M , M <OR> M", "<AFTER> <ANY_OF> N , M",
           "<AFTER> 2 <OF> N , M , N", "<AFTER> <START>", "<CALLS> N", "<FILLS> N , N = E"}},
    {'I', {"S", "N", "S , N , S", "{ N , S }", "{ S }"}},
    {'M', {"N", "N . <NO>", "N . <LATE>", "N . S"}},
    {'D', {"1 U", "5 U", "2 .. 5 U", "1 .. 2 .. 3 U", "<EXPONENTIAL> 1 U", "<NORMAL> 10 +- 1 U",
           "S"}},
    {'U', {"<MINUTES>", "<DAYS>", "<WORKING_DAYS>", "<WALL_HOURS>", "<MONTHS>"}},
    {'T', {"-> N", "→ N", "-> <END>"}},
    {'A', {"<YES> P", "<NO> P T", "S P T", "<WHEN> E P T", "<ELSE> P T", "<NO> P T <THEN> T",
           "<YES> P <THEN> T", "A <LATE> T"}},
    {'P', {"20 %", "20 % <WAIT> D", "<AT_MOST> 3 <TIMES>", ""}},
    {'E', {"N", "N", "N", "1", "1", "1", "2_000.5", "2024-01-31", "S", "<YES>", "( E )", "- E",
           "E + E", "E * E", "E / 2", "E - E", "<NOT> ( E = E )", "( E <AND> E )", "( E <OR> N )",
           "( E < 3 )", "( E >= E )", "( E != S )"}},
};

static const char *const names[] = {"a", "b2", "surat_kuasa", "prüfen", "クレ",
                                    "a_long_name_of_a_row"};
static const char *const spaces[] = {
    "\n", "\n\n", "\r\n\t", "\n\n\n\n ", "  ", " # c\n", "\n#own comment \n",
    "\n\n# apart\n\n", "#tight\n# two\r\n"};
static const char *const syllables[] = {"a", "kata", "Peraturan", "\\\"q\\\"", "\\\\",
                                        "é", "#", "x,y", ""};
static const char *const gaps[] = {" ", " ", " ", " ", "  ", "\n   ", "\r\n", "\t", "-"};

struct maker {
    struct bytes out;
    enum language language;
    uint64_t seed;
    bool is_tight;         /* the last token may touch the next */
};

static uint32_t pick(struct maker *m, size_t n)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((m->seed >> 33) % n);
}

#define ADD_ONE_OF(m, list) bytes_add_string(&(m)->out, (list)[pick((m), COUNT_OF(list))])

static void make_space(struct maker *m, bool is_tight)
{
    size_t n = pick(m, 24);
    bool touches = is_tight && m->is_tight && pick(m, 2);
    bytes_add_string(&m->out, n < COUNT_OF(spaces) ? spaces[n] : touches ? "" : " ");
    m->is_tight = is_tight;
}

static void make_string(struct maker *m)
{
    uint32_t n = pick(m, 4) ? pick(m, 6) : pick(m, 40);
    bool is_typeset = pick(m, 10) == 0;
    bytes_add_string(&m->out, is_typeset ? "“" : "\"");
    for (uint32_t i = 0; i < n; i++) {
        ADD_ONE_OF(m, syllables);
        ADD_ONE_OF(m, gaps);
    }
    bytes_add_string(&m->out, is_typeset ? "”" : "\"");
}

/* The parts of a word of several may stand on several lines. */
static void make_word(struct maker *m, const char *token, size_t len)
{
    const char *s = "";
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strncmp(words[i].token, token, len) == 0 && !words[i].token[len])
            s = words[i].spelling[m->language];
    for (; *s; s++) {
        if (*s == ' ' && pick(m, 8) == 0)
            bytes_add_string(&m->out, "\n ");
        bytes_add_char(&m->out, *s);
    }
}

static const char *pick_form(struct maker *m, char letter)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        size_t n = 0;
        if (rules[i].letter != letter)
            continue;
        while (n < COUNT_OF(rules[i].forms) && rules[i].forms[n])
            n++;
        return rules[i].forms[pick(m, n)];
    }
    return NULL;
}

static void make(struct maker *m, const char *form)
{
    for (const char *s = form, *next; *s; s = next) {
        size_t len = strcspn(s, " ");
        const char *part = len == 1 ? pick_form(m, *s) : NULL;
        next = s + len + (s[len] == ' ');
        if (part) {
            make(m, part);
            continue;
        }
        make_space(m, len == 1 && strchr("{}()", *s));
        if (len == 1 && *s == 'N')
            ADD_ONE_OF(m, names);
        else if (len == 1 && *s == 'S')
            make_string(m);
        else if (*s == '<' && s[len - 1] == '>')
            make_word(m, s + 1, len - 2);
        else
            bytes_add(&m->out, s, len);
    }
}

static void test_random_texts(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 2000; i++) {
        struct maker m = {.language = i % 2 ? LANG_EN : LANG_ID, .seed = i};
        if (m.language == LANG_ID)
            bytes_add_string(&m.out, i % 4 ? "language id\n" : "# above\n\nlanguage id # behind\n");
        make(&m, i % 3 ? "F F" : "F");
        bytes_add_string(&m.out, i % 5 ? "\n" : "# last");
        assert_false(m.out.failed);
        assert_formats(m.out.data);
        bytes_free(&m.out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
