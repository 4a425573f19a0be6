/*
 * image: a compiled SOP (.sopb), the one thing that both houses share.
 *
 * One little-endian file: a header, a table of sections, the sections
 * (sections.def), and the SHA-256 of all before it. The image id is the
 * SHA-256 of the identity sections: what people signed, whatever language or
 * machine it was written on. The same builder input gives the same bytes.
 *
 * image_open loads, verifies everything once and only then answers with an
 * image: indices, lists, code, jumps and stack depths can be trusted by all
 * who hold one. An image owns its memory; image_close frees it.
 */
#ifndef SOP_IMAGE_H
#define SOP_IMAGE_H

#include "runtime/base/base.h"
#include "runtime/calendar/calendar.h"
#include "runtime/chart/chart.h"
#include "runtime/duration/duration.h"
#include "runtime/image/sections.def"

#define IMAGE_VERSION 4   /* files of versions 1 to 3 are read too */
#define IMAGE_ID_LEN 32
#define IMAGE_MOST_DEPTH 256   /* values on the stack of an expression */

/* Targets that are no row (the compiler's TO_NEXT and TO_END). */
#define IMAGE_TO_NEXT (UINT32_MAX - 1)
#define IMAGE_TO_END (UINT32_MAX - 2)

enum image_row_kind { IMAGE_STEP, IMAGE_DECISION, IMAGE_START, IMAGE_END, N_IMAGE_ROW_KINDS };
/* The last three are nobody's answers: data or the clock decide. */
enum image_outcome_kind {
    IMAGE_YES, IMAGE_NO, IMAGE_WORDS, IMAGE_WHEN, IMAGE_ELSE, IMAGE_LATE, N_IMAGE_OUTCOME_KINDS
};
enum image_field_type {
    IMAGE_AMOUNT, IMAGE_TEXT, IMAGE_DATE, IMAGE_YES_NO, IMAGE_CHOICE, N_IMAGE_FIELD_TYPES
};

enum opcode {
#define OPCODE(symbol, operands, stack, flow, sentence) OP_##symbol,
#include "runtime/image/opcodes.def"
#undef OPCODE
    N_OPCODES
};

enum opcode_flow {
    FLOW_NEXT, FLOW_WORK, FLOW_CHOICE, FLOW_JUMP, FLOW_STOP, FLOW_DUE, FLOW_BRANCH,
    FLOW_VALUE, FLOW_SKIP, FLOW_GIVE   /* of expressions */
};

struct opcode_info {
    const char *name, *operands;
    uint32_t n_operands;
    const char *stack;
    enum opcode_flow flow;
    const char *sentence;
};

extern const struct opcode_info opcode_info[N_OPCODES];

enum image_section {
#define SECTION(symbol, name, identity, sentence) SECTION_##symbol,
    IMAGE_SECTIONS(SECTION)
#undef SECTION
    N_SECTIONS
};

/* The first index and how many; no items: { 0, 0 }. */
struct image_span {
    uint32_t first, n;
};

/* The C type of each kind of field, as image_field_STRING ...: so that the
 * table of kinds is the only place that says it. */
#define KIND(symbol, type, shape, of, sentence) typedef type image_field_##symbol;
IMAGE_KINDS(KIND)
#undef KIND

/* struct image_row, struct image_actor ...: one C field for each F. */
#define FIELD(kind, name) image_field_##kind name;
#define RECORD(symbol, name) struct image_##name { RECORD_##name(FIELD, FIELD) };
IMAGE_OWN_RECORDS(RECORD)
#undef RECORD
#undef FIELD

/* The others are there already: what tables of RECORDs call image_chart_page
 * is the chart_page of runtime/chart. */
#define image_chart_font chart_font
#define image_chart_page chart_page
#define image_chart_symbol chart_symbol
#define image_chart_line chart_line
#define image_chart_point chart_point
#define image_chart_label chart_label
#define image_chart_cell chart_cell
#define image_chart_rule chart_rule

/* All tables of an image, in memory. What a builder fills and a loader gives. */
struct image_tables {
    const char *text;
    uint32_t text_len;
    const uint32_t *lists;
    uint32_t n_lists;          /* words */
    const uint32_t *code;
    uint32_t n_code;           /* words */
#define RECORD(symbol, name) const struct image_##name *name; uint32_t n_##name;
    IMAGE_RECORDS(RECORD)
#undef RECORD
};

/* What the VM needs to know of a row, made from its record and its code. */
struct image_run {
    uint32_t resume;         /* behind its TASK, or the first jump of its choice */
    uint32_t n_tasks;
    uint32_t n_answers;      /* outcomes but LATE; 0: a step */
    uint32_t groups, n_groups;   /* the first of its groups' places */
    uint32_t need;           /* so many of them open it */
    uint32_t late;           /* where the way goes on past its deadline, or NONE */
    uint8_t kind;            /* enum image_row_kind */
    bool is_data;            /* the outcome belongs to the last signature */
    bool is_asked;           /* decided by data, within the event that opens it */
    bool is_slow;            /* it takes several signatures, or can wait */
};

/* A WAIT: behind it, the way of a row that is done with that outcome. */
struct image_wait {
    uint32_t resume, row, outcome;
    uint32_t duration;
};

struct image {
    struct image_tables t;
    uint32_t version;        /* of the file: 1 to IMAGE_VERSION */
    uint8_t id[IMAGE_ID_LEN];
    char id_hex[2 * IMAGE_ID_LEN + 1];
    struct arena arena;
    const struct image_run *runs;    /* one for each row; the VM's own */
    const bool *is_recalled;         /* of each row: others ask who did it, or when */
    const struct image_wait *waits;  /* by their addresses */
    uint32_t n_waits;
    const struct calendar *calendars;   /* one for each record */
};

/* Why an image was refused, in words, and where (byte of the file). */
struct image_fault {
    enum err err;
    char text[240];
    uint64_t offset;
};

/* Loads and verifies; NULL with *fault told. The bytes need not live on. */
struct image *image_open(const void *bytes, size_t len, struct image_fault *fault);
struct image *image_open_file(const char *path, struct image_fault *fault);
void image_close(struct image *image);

const char *image_string(const struct image *image, uint32_t string); /* NULL for NONE */
/* The name of a row in its text. */
static inline const char *image_row_id(const struct image *image, uint32_t row)
{
    return image_string(image, image->t.row[row].id);
}
/* The items of a list; *n how many. */
const uint32_t *image_list(const struct image *image, uint32_t list, uint32_t *n);
/* The duration of an index (NONE: the empty one). */
struct duration image_duration(const struct image *image, uint32_t duration);
/* The calendar of a procedure; calendar_default where it has none. */
const struct calendar *image_calendar(const struct image *image,
                                      const struct image_procedure *p);
/* The working minutes of the units in a procedure's calendar. */
struct unit_minutes image_units(const struct image *image, const struct image_procedure *p);
/* How many outcomes of a row are answers: all but LATE, which stands last. */
uint32_t image_n_answers(const struct image *image, uint32_t row);
/* Of a row that calls: its answer for the end that the called case has reached,
 * a named end by its name or its text (NONE: the ordinary one, `end`); or NONE. */
uint32_t image_answer_of_end(const struct image *image, uint32_t row, uint32_t end);
/* The outcome LATE of a row (from 0 in its outcomes), or NONE. */
uint32_t image_late(const struct image *image, uint32_t row);
/* The counter of an outcome of a row, in its procedure; NONE without a bound. */
uint32_t image_counter(const struct image *image, uint32_t row, uint32_t outcome);
/* The row of a procedure by its id, or NONE. */
uint32_t image_find_row(const struct image *image, uint32_t procedure, const char *id);
/* Is it known of a row that nothing else is open, and no group done, while it is? */
bool image_is_alone(const struct image *image, uint32_t row);
/* The procedure that a row belongs to. */
uint32_t image_procedure_of(const struct image *image, uint32_t row);
/* The pages of a procedure as a book, in the arena and in the image's tables;
 * its rows and actors are those of the whole image. No pages: the image has
 * none of it. ERR_SYSTEM: memory is out. */
enum err image_book(const struct image *image, uint32_t procedure, struct arena *arena,
                    struct chart_book *book);

/* ---- writing ---------------------------------------------------------- */

/*
 * Collects the tables; add in any order, indices are given as you add. In the
 * file strings and lists are numbered anew, by their first use; nobody but
 * the records themselves holds them. With an arena that can run out, a failure
 * sticks: image_write then gives `failed` bytes.
 */
struct image_builder;
struct image_builder *image_builder_new(struct arena *arena);
uint32_t image_add_string(struct image_builder *b, const char *s);  /* NULL: NONE */
uint32_t image_add_list(struct image_builder *b, const uint32_t *items, uint32_t n);
uint32_t image_add_strings(struct image_builder *b, const char *const *items, uint32_t n);
#define RECORD(symbol, name) \
    uint32_t image_add_##name(struct image_builder *b, struct image_##name record);
IMAGE_ADDED_RECORDS(RECORD)
#undef RECORD
/* Adds the pages of a procedure; the book's first row and actor are those. */
void image_add_book(struct image_builder *b, uint32_t procedure, uint32_t first_row,
                    uint32_t first_actor, const struct chart_book *book);
/* For records whose fields are known only later (code of a row); good until
 * the next row is added. */
struct image_row *image_row_at(struct image_builder *b, uint32_t row);
uint32_t image_n_rows(const struct image_builder *b);
/* Appends an instruction; its address. Operands as opcodes.def says. */
uint32_t image_emit(struct image_builder *b, enum opcode op, ...);
/* Sets operand `operand` (from 0) of the instruction at `address`. */
void image_patch(struct image_builder *b, uint32_t address, uint32_t operand, uint32_t value);
uint32_t image_here(const struct image_builder *b);
/* The finished file, appended to *out; and its id in hex. */
void image_write(const struct image_builder *b, struct bytes *out, char id_hex[65]);

/* ---- looking in -------------------------------------------------------- */

/* Sections, rows, disassembly, as text. */
void image_dump(const struct image *image, struct bytes *out);
/* The disassembly alone: one line per instruction. */
void image_disassemble(const struct image *image, struct bytes *out);

#endif
