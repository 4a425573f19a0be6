/*
 * grammar: from text to tree.
 *
 * A text is scanned whole into a list of tokens (comments too), its words are
 * looked up in the language that it names on top, and the list is parsed. The
 * tree has holes where the text was wrong; every fault is in the diags. The
 * tokens stay, for the formatter.
 */
#ifndef SOP_GRAMMAR_H
#define SOP_GRAMMAR_H

#include "compiler/ast/ast.h"

/* Limits on what a text may ask for; reaching one is told with its own code. */
enum {
    LONGEST_SOURCE = 64 * 1024 * 1024,  /* bytes of a file */
    LONGEST_TOKEN = 64 * 1024,          /* bytes of a name, number or string */
    DEEPEST_NESTING = 200,              /* parentheses and operators of an expression */
    DEEPEST_USE = 64,                   /* files that use files */
};

struct token {
    int kind;             /* of the parser; TOKEN_COMMENT for a comment */
    struct span span;
    const char *text;     /* interned: a name's, string's or number's text; else as written */
};

enum { TOKEN_COMMENT = -3 };

typedef LIST_OF(struct token) token_list;

/*
 * Reads and parses path ("-" is stdin) and all the files it uses. Never NULL:
 * what could not be read has no tree, and is told.
 */
struct ast_program *program_parse(const char *path, struct arena *arena,
                                  struct interner *names, struct diags *diags);

/* The same for a text in memory that stands for the file `path`. */
struct ast_program *program_parse_text(const char *path, const char *text, size_t len,
                                       struct arena *arena, struct interner *names,
                                       struct diags *diags);

/* One text alone, without what it uses; its tokens are added to *tokens. */
struct node *source_parse(struct source *source, token_list *tokens, struct arena *arena,
                          struct interner *names, struct diags *diags, bool is_traced);

/* Prints the tokens, one a line, with their words. */
void tokens_dump(const token_list *tokens, const struct sources *sources, FILE *out);

/* How a token's word is spelled in a language ("by", "oleh"); NULL: no word. */
const char *word_spelling(int token, enum language language);
/* The same behind the number 1 ("minute"); languages without one: as above. */
const char *word_singular(int token, enum language language);
bool token_is_name(const struct token *t);
/* Does a word of the language begin with this one ("legal", "by")? */
bool word_begins(const char *name, enum language language);

/*
 * The text laid out as a table, in `language` (its own, or another): out gets
 * the whole file. Comments and meaning are kept; formatting twice is the same
 * as once. Only for texts that parse without a fault.
 */
void format_source(const struct source *source, const token_list *tokens,
                   enum language language, struct arena *arena, struct bytes *out);
/* The first token of `before` that `after` does not say again (commas, braces
 * and the `language` line apart); NULL: it says all, and nothing more. */
const struct token *format_lost(const token_list *before, const token_list *after);
/* Are the trees of two texts alike, node by node? */
bool format_keeps(const struct node *before, const struct node *after);

#endif
