/*
 * image_int: what the files of this folder share. An image under way is an
 * array of tables, one for each section; what a record's fields are and how
 * each is checked comes from sections.def, so that code for all sections is
 * one loop over tables, records and fields.
 */
#ifndef SOP_IMAGE_INT_H
#define SOP_IMAGE_INT_H

#include <string.h>

#include "runtime/image/image.h"

/* ---- what sections.def says -------------------------------------------- */

enum image_shape {
    SHAPE_NUMBER, SHAPE_COUNT, SHAPE_WIDE, SHAPE_PERCENT, SHAPE_BELOW, SHAPE_INDEX,
    SHAPE_OPTION, SHAPE_STOP, SHAPE_TARGET, SHAPE_OPT_TARGET, SHAPE_ADDRESS, SHAPE_LIST,
    SHAPE_INTERVALS, SHAPE_SPAN, SHAPE_PART
};

enum image_kind {
#define KIND(symbol, type, shape, of, sentence) KIND_##symbol,
    IMAGE_KINDS(KIND)
#undef KIND
    N_IMAGE_KINDS
};

struct image_kind_info {
    const char *name;
    enum image_shape shape;
    uint32_t of;             /* a section, or the number that values lie below */
    uint32_t width;          /* bytes, in the file and in memory */
    const char *sentence;
};

struct image_field_info {
    const char *name;
    enum image_kind kind;
    uint32_t offset;         /* in the C struct; in the file they are packed */
    uint32_t since;          /* the first version whose section has it */
};

enum image_identity { IDENTITY_ALL, IDENTITY_FIRST, IDENTITY_NO };

struct image_section_info {
    const char *name, *sentence;
    enum image_identity identity;
    const struct image_field_info *fields;
    uint32_t n_fields;
    uint32_t size;           /* of an element in memory */
    uint32_t file_size[IMAGE_VERSION + 1];   /* and in a file of each version */
};

extern const struct image_kind_info image_kind_info[N_IMAGE_KINDS];
const struct image_section_info *image_section_info(enum image_section s);

/* How many sections a file of that version has. */
static inline uint32_t image_n_sections(uint32_t version)
{
    static const uint32_t n[IMAGE_VERSION + 1] = { 0, IMAGE_SECTIONS_1, IMAGE_SECTIONS_2,
                                                   IMAGE_SECTIONS_3, N_SECTIONS };
    return n[version];
}

/* The first version of images that has a section. */
static inline uint32_t image_section_since(enum image_section s)
{
    uint32_t version = 1;
    while ((uint32_t)s >= image_n_sections(version))
        version++;
    return version;
}

/* "step", "pert" ...: the words of the kinds that are one of several; else NULL. */
const char *image_kind_word(enum image_kind kind, uint32_t value);

enum image_rule {
#define RULE(symbol, name, sentence) RULE_##symbol,
#include "runtime/image/rules.def"
#undef RULE
    N_IMAGE_RULES
};

struct image_rule_info {
    const char *name, *sentence;
};

extern const struct image_rule_info image_rule_info[N_IMAGE_RULES];

/* ---- an image under way ------------------------------------------------ */

/* A section's elements; at[0 .. n). */
struct image_table {
    char *at;
    uint32_t n, cap;
    uint32_t n_identity;     /* so many of them belong to the identity */
    uint64_t offset;         /* where it begins in the file */
};

static inline char *image_record(const struct image_table *t,
                                 const struct image_section_info *info, uint32_t i)
{
    return t->at + (size_t)i * info->size;
}

static inline uint32_t image_word(const char *record, const struct image_field_info *f)
{
    uint32_t word;
    memcpy(&word, record + f->offset, sizeof word);
    return word;
}

static inline int64_t image_wide(const char *record, const struct image_field_info *f)
{
    int64_t wide;
    memcpy(&wide, record + f->offset, sizeof wide);
    return wide;
}

static inline struct image_span image_span_of(const char *record,
                                             const struct image_field_info *f)
{
    struct image_span span;
    memcpy(&span, record + f->offset, sizeof span);
    return span;
}

/* ---- the file's frame -------------------------------------------------- */

/* Bytes of the frame; the drawing stands in write.c. */
enum {
    FRAME_MAGIC = 8, FRAME_VERSION = 8, FRAME_N_SECTIONS = 12, FRAME_ID = 16,
    FRAME_TABLE = 48, FRAME_ENTRY = 32, FRAME_SUM = 32,
    FRAME_ALIGN = 8
};

/* Where the first section begins. */
static inline uint64_t frame_sections(uint32_t n_sections)
{
    return FRAME_TABLE + (uint64_t)n_sections * FRAME_ENTRY;
}

extern const uint8_t image_magic[FRAME_MAGIC];

/* One line of the section table. */
struct image_entry {
    uint32_t kind, element;              /* bytes of one element */
    uint64_t offset, size, identity;     /* bytes */
};

/* The identity of a file whose table is in order; the sum of some bytes.
 * False when memory is out. */
bool image_identify(const uint8_t *file, uint8_t id[IMAGE_ID_LEN]);
bool image_checksum(const uint8_t *bytes, size_t len, uint8_t sum[FRAME_SUM]);
void image_id_hex(const uint8_t id[IMAGE_ID_LEN], char hex[2 * IMAGE_ID_LEN + 1]);

static inline void put_u32(uint8_t *at, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(v >> 8 * i);
}

static inline void put_u64(uint8_t *at, uint64_t v)
{
    put_u32(at, (uint32_t)v);
    put_u32(at + 4, (uint32_t)(v >> 32));
}

static inline uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

static inline uint64_t get_u64(const uint8_t *at)
{
    return get_u32(at) | (uint64_t)get_u32(at + 4) << 32;
}

static inline struct image_entry get_entry(const uint8_t *at)
{
    return (struct image_entry){ get_u32(at), get_u32(at + 4), get_u64(at + 8),
                                 get_u64(at + 16), get_u64(at + 24) };
}

/* ---- loading and verifying --------------------------------------------- */

struct image_loader {
    const uint8_t *bytes;
    size_t len;
    struct image *image;
    struct image_table table[N_SECTIONS];
    struct arena scratch;                /* gone when the image is open */
    struct image_fault *fault;
    /* Scratch of the verifier: */
    uint64_t *lists;                     /* per word of `list`: see verify.c */
    uint32_t *owner[N_SECTIONS];         /* the procedure of each element; or NULL */
    struct code_word *words;             /* of the code: see verify_code.c */
};

/* Tell why the image is refused; always false. The format says what is wrong,
 * the rule's sentence follows. */
bool image_refuse(struct image_loader *l, enum image_rule rule, uint64_t offset,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same of a record as a whole. */
bool image_refuse_record(struct image_loader *l, enum image_rule rule, enum image_section s,
                         uint32_t i);
bool image_no_memory(struct image_loader *l);
/* The byte of the file where a field of an element stands. */
uint64_t image_field_offset(const struct image_loader *l, enum image_section s, uint32_t i,
                            const struct image_field_info *f);
/* Zeroed scratch memory, never of size 0; NULL with the fault told. */
void *image_scratch(struct image_loader *l, size_t n, size_t size);

bool image_verify(struct image_loader *l);          /* verify.c: everything */
bool image_verify_lists(struct image_loader *l);    /* verify_field.c: strings and lists, */
bool image_verify_fields(struct image_loader *l);   /*   spans and fields, by their kinds */
bool image_verify_times(struct image_loader *l);    /* verify_time.c */
bool image_verify_charts(struct image_loader *l);   /* verify_chart.c */
bool image_verify_code(struct image_loader *l);     /* verify_code.c and _expr.c */

bool image_make_ready(struct image_loader *l);      /* ready.c: what image.h adds to tables */

/* The two halves of a book (chart.c): the names of the whole image, and the
 * pages of a chart. False when memory is out. */
bool image_book_names(const struct image *image, struct arena *arena, struct chart_book *book);
void image_book_pages(const struct image *image, const struct image_chart *chart,
                      struct chart_book *book);

/* ---- equal things once ------------------------------------------------- */

struct image_item {
    const void *bytes;
    size_t len;
    uint64_t hash;
};

/* Byte strings, each kept once, numbered as they come. */
struct image_pool {
    struct arena *arena;
    LIST_OF(struct image_item) items;
    uint32_t *slots;                     /* number + 1, or 0 */
    uint32_t n_slots;                    /* a power of two */
    bool failed;
};

/* The number of these bytes; NONE when memory is out. */
uint32_t image_pool_add(struct image_pool *p, const void *bytes, size_t len);

/* ---- building ---------------------------------------------------------- */

struct image_builder {
    struct arena *arena;
    struct image_pool strings, lists;    /* as the builder's user knows them */
    struct image_table table[N_SECTIONS];  /* but TEXT, STRINGS and LISTS */
    struct image_row spare;              /* what image_row_at gives after a failure */
    bool failed;
};

/* Appends a record to a section; its index, or NONE when memory is out. */
uint32_t image_add_record(struct image_builder *b, enum image_section s, const void *record);

/* The tables as they go into the file, strings and lists numbered by first
 * use; false when memory is out. */
bool image_settle(const struct image_builder *b, struct image_table table[N_SECTIONS]);

#endif
