/*
 * The loader: the bytes of a .sopb to tables, mirroring write.c (where the
 * layout is drawn). Nothing in the bytes is believed: the frame is checked
 * here, all within it by the verifier, and only then there is an image.
 */
#include <errno.h>
#include <stdio.h>

#include "runtime/image/image_int.h"

/* Larger files are refused unread. */
#define IMAGE_MOST_BYTES ((size_t)256 * 1024 * 1024)

/* ---- telling why not --------------------------------------------------- */

bool image_refuse(struct image_loader *l, enum image_rule rule, uint64_t offset,
                  const char *format, ...)
{
    const struct image_rule_info *info = &image_rule_info[rule];
    char what[120];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    l->fault->err = ERR_FINDING;
    l->fault->offset = offset;
    snprintf(l->fault->text, sizeof l->fault->text, "%s: %s (rule `%s`)", what, info->sentence,
             info->name);
    return false;
}

bool image_no_memory(struct image_loader *l)
{
    *l->fault = (struct image_fault){ ERR_SYSTEM, "not enough memory to open the image", 0 };
    return false;
}

void *image_scratch(struct image_loader *l, size_t n, size_t size)
{
    void *memory = arena_array(&l->scratch, n + 1, size);
    if (!memory)
        image_no_memory(l);
    return memory;
}

uint64_t image_field_offset(const struct image_loader *l, enum image_section s, uint32_t i,
                            const struct image_field_info *f)
{
    const struct image_section_info *info = image_section_info(s);
    uint32_t version = l->image->version;
    uint64_t offset = l->table[s].offset + (uint64_t)i * info->file_size[version];
    for (const struct image_field_info *k = info->fields; k < f; k++)
        offset += k->since <= version ? image_kind_info[k->kind].width : 0;
    return offset;
}

/* ---- the frame --------------------------------------------------------- */

static bool read_header(struct image_loader *l)
{
    if (l->len < FRAME_MAGIC || memcmp(l->bytes, image_magic, FRAME_MAGIC) != 0)
        return image_refuse(l, RULE_MAGIC, 0, "this is no compiled SOP");
    if (l->len < FRAME_TABLE + FRAME_SUM)
        return image_refuse(l, RULE_LENGTH, l->len, "the file is cut off");
    uint32_t version = get_u32(l->bytes + FRAME_VERSION);
    if (version == 0 || version > IMAGE_VERSION)
        return image_refuse(l, RULE_VERSION, FRAME_VERSION, "the image has version %u", version);
    l->image->version = version;
    uint32_t n = get_u32(l->bytes + FRAME_N_SECTIONS);
    if (n != image_n_sections(version))
        return image_refuse(l, RULE_SECTIONS, FRAME_N_SECTIONS, "%u sections instead of %u", n,
                            image_n_sections(version));
    if (l->len < frame_sections(n) + FRAME_SUM)
        return image_refuse(l, RULE_LENGTH, l->len, "the file is cut off");
    return true;
}

static bool check_sum(struct image_loader *l)
{
    uint8_t sum[FRAME_SUM];
    size_t end = l->len - FRAME_SUM;
    if (!image_checksum(l->bytes, end, sum))
        return image_no_memory(l);
    return memcmp(sum, l->bytes + end, sizeof sum) == 0 ||
           image_refuse(l, RULE_CHECKSUM, end, "the file is damaged");
}

static bool is_identity_fit(const struct image_section_info *info, uint32_t element,
                            const struct image_entry *e)
{
    switch (info->identity) {
    case IDENTITY_ALL: return e->identity == e->size;
    case IDENTITY_NO: return e->identity == 0;
    case IDENTITY_FIRST: break;
    }
    return e->identity <= e->size && e->identity % element == 0;
}

static bool check_padding(struct image_loader *l, uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++)
        if (l->bytes[i] != 0)
            return image_refuse(l, RULE_PADDING, i, "a byte between sections is 0x%02x",
                                l->bytes[i]);
    return true;
}

/* Reads one line of the section table; *next is where the section must begin
 * and then where the next one must. */
static bool read_entry(struct image_loader *l, enum image_section s, uint64_t *next)
{
    uint64_t at = FRAME_TABLE + (uint64_t)s * FRAME_ENTRY, end = l->len - FRAME_SUM;
    struct image_entry e = get_entry(l->bytes + at);
    const struct image_section_info *info = image_section_info(s);
    uint32_t element = info->file_size[l->image->version];
    if (e.kind != s || e.element != element)
        return image_refuse(l, RULE_SECTIONS, at, "section %u of %u bytes stands for `%s` of %u",
                            e.kind, e.element, info->name, element);
    if (e.offset != *next || e.size > end - e.offset)
        return image_refuse(l, RULE_LAYOUT, at + 8, "section `%s` is out of place", info->name);
    if (e.size % element != 0 || e.size / element >= IMAGE_TO_END)
        return image_refuse(l, RULE_SIZE, at + 16, "section `%s`", info->name);
    if (!is_identity_fit(info, element, &e))
        return image_refuse(l, RULE_IDENTITY, at + 24, "section `%s`", info->name);
    *next = (e.offset + e.size + FRAME_ALIGN - 1) / FRAME_ALIGN * FRAME_ALIGN;
    if (*next > end)
        return image_refuse(l, RULE_LAYOUT, end, "section `%s` is cut off", info->name);
    l->table[s].offset = e.offset;
    l->table[s].n = (uint32_t)(e.size / element);
    l->table[s].n_identity = (uint32_t)(e.identity / element);
    return check_padding(l, e.offset + e.size, *next);
}

static bool read_table(struct image_loader *l)
{
    uint32_t n = image_n_sections(l->image->version);
    uint64_t next = frame_sections(n), end = l->len - FRAME_SUM;
    for (enum image_section s = 0; s < n; s++)
        if (!read_entry(l, s, &next))
            return false;
    return next == end || image_refuse(l, RULE_TRAILING, next, "%llu bytes too many",
                                       (unsigned long long)(end - next));
}

static bool check_id(struct image_loader *l)
{
    struct image *image = l->image;
    if (!image_identify(l->bytes, image->id))
        return image_no_memory(l);
    image_id_hex(image->id, image->id_hex);
    return memcmp(image->id, l->bytes + FRAME_ID, IMAGE_ID_LEN) == 0 ||
           image_refuse(l, RULE_ID, FRAME_ID, "the image is not the one it says");
}

/* ---- sections ---------------------------------------------------------- */

static void read_field(const uint8_t *at, char *record, const struct image_field_info *f)
{
    const struct image_kind_info *kind = &image_kind_info[f->kind];
    uint32_t word[2] = { 0, 0 };
    if (kind->width >= 4)
        word[0] = get_u32(at);
    if (kind->width == 1)
        record[f->offset] = (char)*at;
    else if (kind->width == 4)
        memcpy(record + f->offset, word, 4);
    else if (kind->shape == SHAPE_SPAN || kind->shape == SHAPE_PART) {
        word[1] = get_u32(at + 4);
        memcpy(record + f->offset, word, 8);
    } else {
        uint64_t wide = get_u64(at);
        memcpy(record + f->offset, &wide, 8);
    }
}

/* What a field says in an image older than itself: nothing. */
static void leave_field(char *record, const struct image_field_info *f)
{
    static const uint32_t none = NONE;
    enum image_shape shape = image_kind_info[f->kind].shape;
    if (shape == SHAPE_OPTION || shape == SHAPE_OPT_TARGET)
        memcpy(record + f->offset, &none, sizeof none);
}

/* Reads a record; where the next one begins. */
static const uint8_t *read_record(const struct image_loader *l, const uint8_t *at, char *record,
                                  const struct image_section_info *info)
{
    for (uint32_t k = 0; k < info->n_fields; k++) {
        const struct image_field_info *f = &info->fields[k];
        if (f->since > l->image->version) {
            leave_field(record, f);
            continue;
        }
        read_field(at, record, f);
        at += image_kind_info[f->kind].width;
    }
    return at;
}

static bool read_section(struct image_loader *l, enum image_section s)
{
    const struct image_section_info *info = image_section_info(s);
    struct image_table *t = &l->table[s];
    const uint8_t *at = l->bytes + t->offset;
    t->at = arena_array(&l->image->arena, (size_t)t->n + 1, info->size);
    if (!t->at)
        return image_no_memory(l);
    for (uint32_t i = 0; i < t->n; i++)
        at = read_record(l, at, image_record(t, info, i), info);
    return true;
}

/* The tables under the names and types that everybody knows. */
static struct image_tables tables_named(const struct image_table table[N_SECTIONS])
{
    return (struct image_tables){
        .text = table[SECTION_TEXT].at,
        .text_len = table[SECTION_TEXT].n,
        .lists = (const uint32_t *)table[SECTION_LISTS].at,
        .n_lists = table[SECTION_LISTS].n,
        .code = (const uint32_t *)table[SECTION_CODE].at,
        .n_code = table[SECTION_CODE].n,
#define RECORD(symbol, name)                                        \
        .name = (const struct image_##name *)table[SECTION_##symbol].at, \
        .n_##name = table[SECTION_##symbol].n,
        IMAGE_RECORDS(RECORD)
#undef RECORD
    };
}

static bool read_sections(struct image_loader *l)
{
    for (enum image_section s = 0; s < N_SECTIONS; s++)
        if (!read_section(l, s))
            return false;
    l->image->t = tables_named(l->table);
    return true;
}

/* ---- the whole --------------------------------------------------------- */

static struct image *image_new(void)
{
    struct arena arena;
    arena_init(&arena, NULL);
    struct image *image = ARENA_NEW(&arena, struct image);
    if (image)
        image->arena = arena;
    return image;
}

struct image *image_open(const void *bytes, size_t len, struct image_fault *fault)
{
    struct image_loader l = { .bytes = bytes, .len = len, .fault = fault };
    *fault = (struct image_fault){ .err = ERR_NONE };
    arena_init(&l.scratch, NULL);
    l.image = image_new();
    bool is_good = l.image ? read_header(&l) && check_sum(&l) && read_table(&l) &&
                                 check_id(&l) && read_sections(&l) && image_verify(&l) &&
                                 image_make_ready(&l)
                           : image_no_memory(&l);
    arena_free(&l.scratch);
    if (is_good)
        return l.image;
    image_close(l.image);
    return NULL;
}

struct image *image_open_file(const char *path, struct image_fault *fault)
{
    struct bytes b = { 0 };
    struct image *image = NULL;
    enum err err = os_read_file(path, IMAGE_MOST_BYTES, &b);
    if (err == ERR_NONE)
        image = image_open(b.data, b.len, fault);
    else {
        *fault = (struct image_fault){ .err = err };
        snprintf(fault->text, sizeof fault->text, "cannot be read: %s", strerror(errno));
    }
    bytes_free(&b);
    return image;
}

void image_close(struct image *image)
{
    if (!image)
        return;
    struct arena arena = image->arena;   /* the image lies in it */
    arena_free(&arena);
}
