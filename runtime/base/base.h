/*
 * base: the ground floor of both houses: memory, strings, growing bytes,
 * UTF-8, errors, and the few things asked of the operating system.
 *
 * Memory. An arena owns everything allocated from it and frees it at once.
 * The compiler gives its arena an on_full handler that does not return, so
 * compiler code never checks for NULL; the runtime leaves it unset and every
 * call that can run out of memory says so.
 */
#ifndef SOP_BASE_H
#define SOP_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "No such index": the absent row, actor, string ... in every table. */
#define NONE UINT32_MAX

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The exit codes of sopc and soprun; also what functions return upward. */
enum err {
    ERR_NONE = 0,
    ERR_FINDING = 1,   /* the input has a fault */
    ERR_USAGE = 2,     /* wrong usage of the command */
    ERR_SYSTEM = 3,    /* surroundings: cannot read or write, no memory */
    ERR_LIMIT = 4,     /* a limit was reached, or soundness not proved */
    ERR_AUTHORITY = 5, /* refused: not your task */
    ERR_INTERNAL = 70, /* our own fault */
};

/* The languages that people write and read here, and their short names. */
enum language { LANG_EN, LANG_ID, N_LANGUAGES };
#define LANGUAGE_NAMES "en", "id"

/* ---- arena ------------------------------------------------------------ */

struct arena {
    struct arena_chunk *chunks;
    char *next, *limit;
    size_t used;             /* bytes handed out, for statistics */
    void (*on_full)(void);   /* called when memory is out; may not return */
};

void arena_init(struct arena *a, void (*on_full)(void));
void arena_free(struct arena *a);
/* The same, but a chunk may stay for what comes next: for an arena that is filled
 * again and again. */
void arena_empty(struct arena *a);
/* Zeroed memory, aligned for any type; NULL only without on_full. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t n, size_t size);
char *arena_copy(struct arena *a, const char *s, size_t len); /* adds a NUL */
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, n, type) ((type *)arena_array((arena), (n), sizeof(type)))

/*
 * A list that grows in an arena with an on_full (outgrown storage stays there
 * until the arena goes). LIST_ADD gives a pointer to a new zeroed element, good until
 * the next LIST_ADD.
 */
#define LIST_OF(type)       \
    struct {                \
        type *at;           \
        uint32_t n, cap;    \
    }
#define LIST_ADD(arena, list)                                                  \
    ((list)->n == (list)->cap                                                  \
         ? (void)((list)->at = list_grow((arena), (list)->at, &(list)->cap,    \
                                         sizeof *(list)->at))                  \
         : (void)0,                                                            \
     &(list)->at[(list)->n++])
void *list_grow(struct arena *a, void *at, uint32_t *cap, size_t size);
/* Of an empty list: room for so many, so that it is not outgrown up to there. */
#define LIST_RESERVE(arena, list, room) \
    ((list)->at = arena_array((arena), (room), sizeof *(list)->at), (list)->cap = (room))

/* ---- interned strings ------------------------------------------------- */

/*
 * Equal texts are one pointer: compare names with ==. The strings are
 * NUL-terminated and live as long as the arena.
 */
struct interner {
    struct arena *arena;
    struct interned *slots;
    uint32_t n, cap;
};

void intern_init(struct interner *in, struct arena *arena);
const char *intern(struct interner *in, const char *s, size_t len);
const char *intern_string(struct interner *in, const char *s);

/* ---- growing bytes ---------------------------------------------------- */

/*
 * A heap buffer; `failed` is sticky: append away and look once at the end.
 * The data always has a NUL behind it (not counted in len).
 */
struct bytes {
    char *data;
    size_t len, cap;
    bool failed;
};

void bytes_free(struct bytes *b);
void bytes_add(struct bytes *b, const void *data, size_t len);
void bytes_add_string(struct bytes *b, const char *s);
void bytes_add_char(struct bytes *b, char c);
void bytes_repeat(struct bytes *b, char c, size_t n);
void bytes_printf(struct bytes *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void bytes_vprintf(struct bytes *b, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* ---- UTF-8 ------------------------------------------------------------ */

/* The offset of the first byte that is not well-formed UTF-8, or len. */
size_t utf8_check(const char *s, size_t len);
/* Decodes one character into *c; its length in bytes (1 for a bad byte). */
size_t utf8_next(const char *s, size_t len, uint32_t *c);
/* How many characters, and how many terminal columns (tabs count 1). */
size_t utf8_count(const char *s, size_t len);
size_t utf8_width(const char *s, size_t len);
/* May the character be part of a name: a letter or mark of any script. */
bool utf8_is_letter(uint32_t c);
/* Appends s composed (NFC): é is one character, however it was typed. False:
 * out of memory, nothing is appended. */
bool bytes_add_composed(struct bytes *b, const char *s, size_t len);
/* Controls and bidi overrides: refused in sources, escaped on terminals. */
bool utf8_is_control(uint32_t c);
/* Appends s with its control characters, and bytes that are no UTF-8, made
 * visible (as \x1b, \u202e). */
void bytes_add_visible(struct bytes *b, const char *s);

/* ---- texts in columns --------------------------------------------------- */

enum { TEXT_WIDTH = 80 };   /* of a page */

/* The text in exactly `width` columns: padded, or cut with an ellipsis. */
void text_fit(struct bytes *out, const char *text, size_t len, size_t width, bool is_right);
/* The text in lines of the page, broken at spaces, the later ones indented. */
void text_wrap(struct bytes *out, const char *text, size_t len, size_t indent);

/* ---- numbers ---------------------------------------------------------- */

/*
 * Every number of the language is exact: a count of 1/10,000
 * (5 is 50,000; 0.025 is 250).
 */
#define DECIMAL_ONE 10000
enum decimal_fault { DECIMAL_OK, DECIMAL_TOO_FINE, DECIMAL_TOO_LARGE };
/* Reads digits with an optional fraction; `_` groups are skipped. */
enum decimal_fault decimal_parse(const char *s, int64_t *value);
/* Writes without trailing zeros: "2.5", "5". Returns out. */
char *decimal_format(int64_t value, char out[32]);
/* A number of minutes as people write it: at most 4 places, no zeros behind. */
char *number_format(double value, char out[32]);

/* Numbers in rising order as "1–5, 8": begin with {0}, add all, end. */
struct number_runs {
    uint32_t first, last;
    bool is_begun;
};
void number_runs_add(struct number_runs *runs, struct bytes *out, uint32_t number);
void number_runs_end(struct number_runs *runs, struct bytes *out);

/* Edits (insert, delete, replace, swap) from a to b; stops above limit. */
uint32_t edit_distance(const char *a, const char *b, uint32_t limit);

/*
 * Did-you-mean: the one candidate nearest to word within a third of its
 * length, ties by order; `best` is NULL where none is near.
 */
struct suggestion {
    const char *word;
    const char *best;      /* one of the candidates tried */
    uint32_t distance;
};
void suggest_init(struct suggestion *s, const char *word);
void suggest_try(struct suggestion *s, const char *candidate);

/* ---- random numbers --------------------------------------------------- */

/*
 * xoshiro256++ (Blackman, Vigna), started by splitmix64: every (seed, stream)
 * is a sequence of its own, so a case draws the same numbers whoever plays it
 * and in whatever order.
 */
struct random {
    uint64_t state[4];
};
void random_start(struct random *r, uint64_t seed, uint64_t stream);
uint64_t random_next(struct random *r);
/* Evenly between 0 and 1, never either. */
double random_unit(struct random *r);

/* ---- the operating system --------------------------------------------- */

/* Reads a regular file ("-" is stdin) into b. On failure errno tells why. */
enum err os_read_file(const char *path, size_t limit, struct bytes *b);
/* Writes all or nothing: a temporary file beside path, then rename; a link
 * is kept, and what it leads to written. "-" is stdout. On failure errno tells why and path is as it was. */
enum err os_write_file(const char *path, const void *data, size_t len);
/* Why: an errno as a half sentence, "the disk is full". */
const char *os_reason(int number, enum language language);
/* The name a user logs in with, or "unknown". */
const char *os_user(void);
/* Milliseconds since 1970-01-01 UTC. */
int64_t os_now(void);
/* How wide the terminal is that the file descriptor leads to; 0: to none, or it is not said. */
size_t os_columns(int fd);
/* One of several files: "out/a.svg" and 2 is "out/a-2.svg". */
char *path_numbered(struct arena *arena, const char *path, uint32_t number);

#endif
