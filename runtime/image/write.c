/*
 * The writer: settled tables to the bytes of a .sopb. load.c reads what is
 * written here, function by function.
 *
 *     0  +------------------------------------------+
 *        | magic                     89 S O P B CR LF 1a
 *     8  | version                    4             |  all numbers are
 *    12  | number of sections, n      4             |  little-endian
 *    16  | image id                  32             |
 *    48  +------------------------------------------+
 *        | kind                       4             |  n times: the section
 *        | bytes of one element       4             |  table, in the order
 *        | offset in the file         8             |  of sections.def
 *        | bytes                      8             |
 *        | bytes in the identity      8             |
 *        +------------------------------------------+
 *        | elements, packed                         |  n times: a section, at
 *        | zeros, up to a multiple of 8             |  the offset of its line
 *        +------------------------------------------+
 *        | SHA-256 of all before     32             |
 *        +------------------------------------------+
 */
#include "runtime/image/image_int.h"

static void add_u32(struct bytes *out, uint32_t v)
{
    uint8_t at[4];
    put_u32(at, v);
    bytes_add(out, at, sizeof at);
}

static void add_u64(struct bytes *out, uint64_t v)
{
    uint8_t at[8];
    put_u64(at, v);
    bytes_add(out, at, sizeof at);
}

static void write_header(struct bytes *out)
{
    bytes_add(out, image_magic, sizeof image_magic);
    add_u32(out, IMAGE_VERSION);
    add_u32(out, N_SECTIONS);
    bytes_repeat(out, '\0', IMAGE_ID_LEN);   /* known when all is written */
}

static void write_table(const struct image_table table[N_SECTIONS], struct bytes *out)
{
    uint64_t offset = frame_sections(N_SECTIONS);
    for (enum image_section s = 0; s < N_SECTIONS; s++) {
        uint32_t element = image_section_info(s)->file_size[IMAGE_VERSION];
        uint64_t size = (uint64_t)table[s].n * element;
        add_u32(out, s);
        add_u32(out, element);
        add_u64(out, offset);
        add_u64(out, size);
        add_u64(out, (uint64_t)table[s].n_identity * element);
        offset += (size + FRAME_ALIGN - 1) / FRAME_ALIGN * FRAME_ALIGN;
    }
}

static void write_field(const char *record, const struct image_field_info *f, struct bytes *out)
{
    const struct image_kind_info *kind = &image_kind_info[f->kind];
    if (kind->width == 1)
        bytes_add_char(out, record[f->offset]);
    else if (kind->width == 4)
        add_u32(out, image_word(record, f));
    else if (kind->shape == SHAPE_SPAN || kind->shape == SHAPE_PART) {
        add_u32(out, image_span_of(record, f).first);
        add_u32(out, image_span_of(record, f).n);
    } else
        add_u64(out, (uint64_t)image_wide(record, f));
}

static void write_section(const struct image_table *t, const struct image_section_info *info,
                          struct bytes *out)
{
    for (uint32_t i = 0; i < t->n; i++)
        for (uint32_t k = 0; k < info->n_fields; k++)
            write_field(image_record(t, info, i), &info->fields[k], out);
    uint64_t size = (uint64_t)t->n * info->file_size[IMAGE_VERSION];
    bytes_repeat(out, '\0', (size_t)(-size % FRAME_ALIGN));
}

/* Puts the id into the header and the checksum behind all. */
static void write_seal(struct bytes *out, size_t start, char id_hex[2 * IMAGE_ID_LEN + 1])
{
    uint8_t id[IMAGE_ID_LEN], sum[FRAME_SUM];
    if (out->failed)
        return;
    if (!image_identify((uint8_t *)out->data + start, id)) {
        out->failed = true;
        return;
    }
    memcpy(out->data + start + FRAME_ID, id, sizeof id);
    image_id_hex(id, id_hex);
    if (image_checksum((uint8_t *)out->data + start, out->len - start, sum))
        bytes_add(out, sum, sizeof sum);
    else
        out->failed = true;
}

void image_write(const struct image_builder *b, struct bytes *out,
                 char id_hex[2 * IMAGE_ID_LEN + 1])
{
    struct image_table table[N_SECTIONS];
    size_t start = out->len;
    id_hex[0] = '\0';
    if (!image_settle(b, table)) {
        out->failed = true;
        return;
    }
    write_header(out);
    write_table(table, out);
    for (enum image_section s = 0; s < N_SECTIONS; s++)
        write_section(&table[s], image_section_info(s), out);
    write_seal(out, start, id_hex);
}
