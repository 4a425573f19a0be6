/* What scanner, words and parser share; nobody else includes it. */
#ifndef SOP_PARSER_H
#define SOP_PARSER_H

#include "grammar/grammar.h"
#include "grammar/sop.tab.h"

struct sop_pstate;

struct parser {
    struct arena *arena;
    struct interner *names;
    struct diags *diags;
    struct source *source;
    token_list *tokens;
    struct node *tree;
    enum language language;

    enum language talk;             /* of the message that is being written */

    /* where the parser is, for messages */
    const struct token *token;      /* the one it is given; NULL: end of file */
    const struct token *previous;   /* the one before, comments left out */
    const struct token *statement;  /* the last word that began an entry or cell */
    LIST_OF(struct span) braces;    /* open `{` */
    struct span closed;             /* the last `}` that closed one */
    LIST_OF(const char *) hyphened; /* names with a hyphen, told */
    uint32_t n_operators;           /* of the expression being read */
    bool is_skipping;               /* the last token was thrown away */
    bool is_told;                   /* a fault of the entry or cell has been told */
    uint32_t cut;                   /* where a quote is missing: nothing behind is
                                       looked at; 0: nowhere */
};

/* scanner (sop.l): the whole text into tokens; words are still NAMEs. */
void scan_source(struct parser *p);
/* Appends a token; text is interned. */
struct token *scan_add(struct parser *p, int kind, uint32_t start, uint32_t end,
                       const char *text, size_t len);

/* words (words.c) */
enum word_class { CLASS_HEAD, CLASS_CELL, CLASS_ANSWER, CLASS_UNIT, CLASS_DAY, CLASS_TYPE,
                  CLASS_INNER, N_WORD_CLASSES };
/* Finds the file's language and turns NAMEs into the words they are. */
void words_resolve(struct parser *p);
/* The class of a word's token, or -1. */
int word_class(int token);
/* Is a name wanted behind this token? */
bool word_wants_name(int token);
/* The word that a person meant by `text` at a place that accepts the tokens
 * for which is_expected[token]; 0: none. *how says what was wrong with it. */
enum word_slip { SLIP_SPELLING, SLIP_CAPITAL, SLIP_LANGUAGE };
int word_meant(const struct parser *p, const char *text, const bool *is_expected,
               enum word_slip *how);
bool word_is_near(const struct parser *p, const char *text);

/* syntax (syntax.c): constructors for sop.y, and its messages. */
struct node *parser_named(struct parser *p, enum node_kind kind, struct span span,
                          const struct token *name);
struct node *parser_head(struct parser *p, struct node *word, struct span span,
                         const struct token *name, const struct token *text);
/* A sop or office whose name or title could not be read. */
struct node *parser_headless(struct parser *p, enum node_kind kind, struct span span,
                             struct node *block);
/* What stands in a block; with a hole where the file ended before its `}`. */
struct node *parser_closed(struct parser *p, struct node *n, struct span brace);
/* Tells that the token `found` does not fit where the expected ones do. */
void parser_tell(struct parser *p, int found, struct span span, const int *expected, int n);
/* slips.c: the same where it is a slip known by name; false: it is none. */
bool parser_tell_slip(struct parser *p, int found, struct span span, const int *expected, int n);
bool parser_expects(const int *expected, int n, int token);
/* `by "Clerk"`: tells a text where a name is wanted, as the name of an actor,
 * a row ...; false: it is none, and may stand there. */
bool parser_tell_quoted(struct parser *p, const struct token *t);

/* sop.y: after each token: a token that fits ends the recovery from a fault
 * (false: it was thrown away). */
bool parser_recovered(struct sop_pstate *state);
/* The tokens that the parser takes next. */
enum { PARSER_N_TOKENS = 160 };
int parser_expected(struct sop_pstate *state, int tokens[PARSER_N_TOKENS]);

#endif
