/*
 * An image as text. Records are shown field by field as their kinds say, with
 * the names of what they refer to; fields that say nothing (none, 0, empty)
 * are left out. Texts and lists are cut where they get long: a small file may
 * name the same large one a thousand times.
 */
#include <stdio.h>
#include <string.h>

#include "runtime/image/image_int.h"

#define MOST_BYTES 160   /* shown of a string */
#define MOST_ITEMS 64    /* shown of a list */
#define WIDEST_LINE 100  /* then it goes on below, indented */

static struct image_table table_of(const struct image *image, enum image_section s)
{
    const struct image_tables *t = &image->t;
    switch (s) {
    case SECTION_TEXT: return (struct image_table){ .at = (char *)t->text, .n = t->text_len };
    case SECTION_LISTS: return (struct image_table){ .at = (char *)t->lists, .n = t->n_lists };
    case SECTION_CODE: return (struct image_table){ .at = (char *)t->code, .n = t->n_code };
#define RECORD(symbol, name) \
    case SECTION_##symbol: return (struct image_table){ .at = (char *)t->name, .n = t->n_##name };
        IMAGE_RECORDS(RECORD)
#undef RECORD
    case N_SECTIONS: break;
    }
    return (struct image_table){ 0 };
}

/* ---- lines -------------------------------------------------------------- */

/* A space between what is there and what comes, or a new line where it would
 * not fit on this one. */
static void add_part(struct bytes *out, const struct bytes *part)
{
    const char *line = out->len ? memrchr(out->data, '\n', out->len) : NULL;
    size_t column = out->len - (line ? (size_t)(line + 1 - out->data) : 0);
    const char *end = part->len ? memchr(part->data, '\n', part->len) : NULL;
    size_t first = end ? (size_t)(end - part->data) : part->len;
    bytes_add_string(out, column + 1 + first > WIDEST_LINE ? "\n    " : " ");
    bytes_add(out, part->data, part->len);
    out->failed |= part->failed;
}

/* ---- names -------------------------------------------------------------- */

static void add_text(struct bytes *out, const char *s)
{
    char cut[MOST_BYTES + 1];
    size_t len = 0;
    while (s[len] && len < MOST_BYTES)
        len++;
    while (s[len] && len > 0 && ((uint8_t)s[len] & 0xC0) == 0x80)
        len--;   /* not within a character */
    memcpy(cut, s, len);
    cut[len] = '\0';
    bytes_add_visible(out, cut);
    if (s[len])
        bytes_add_string(out, "...");
}

/* The name of an element: its first string; of a place, its row and group;
 * else its number. */
static void add_name(const struct image *image, enum image_section s, uint32_t i,
                     struct bytes *out)
{
    const struct image_section_info *info = image_section_info(s);
    const struct image_table table = table_of(image, s);
    if (s == SECTION_PLACES) {
        add_name(image, SECTION_ROWS, image->t.place[i].row, out);
        if (image->t.place[i].group != NONE)
            bytes_printf(out, ".%u", image->t.place[i].group);
        return;
    }
    if (s == SECTION_STRINGS) {
        bytes_add_char(out, '"');
        add_text(out, image_string(image, i));
        bytes_add_char(out, '"');
        return;
    }
    for (uint32_t k = 0; k < info->n_fields; k++)
        if (info->fields[k].kind == KIND_STRING) {
            uint32_t string = image_word(image_record(&table, info, i), &info->fields[k]);
            add_text(out, image_string(image, string));
            return;
        }
    bytes_printf(out, "%u", i);
}

/* ---- fields -------------------------------------------------------------- */

static void add_list(const struct image *image, uint32_t list, const struct image_kind_info *kind,
                     struct bytes *out)
{
    uint32_t n;
    const uint32_t *items = image_list(image, list, &n);
    struct bytes item = { 0 };
    bytes_add_char(out, '[');
    for (uint32_t i = 0; i < n && i < MOST_ITEMS; i++) {
        item.len = 0;
        if (kind->shape == SHAPE_LIST)
            add_name(image, kind->of, items[i], &item);
        else
            bytes_printf(&item, "%u", items[i]);
        if (i)
            add_part(out, &item);
        else
            bytes_add(out, item.data, item.len);
    }
    out->failed |= item.failed;
    bytes_free(&item);
    if (n > MOST_ITEMS)
        bytes_printf(out, " and %u more", n - MOST_ITEMS);
    bytes_add_char(out, ']');
}

static bool is_target(const struct image_kind_info *kind)
{
    return kind->shape == SHAPE_TARGET || kind->shape == SHAPE_OPT_TARGET;
}

static void add_word(const struct image *image, const struct image_field_info *f, uint32_t word,
                     struct bytes *out)
{
    const struct image_kind_info *kind = &image_kind_info[f->kind];
    const char *known = image_kind_word(f->kind, word);
    if (known)
        bytes_add_string(out, known);
    else if (kind->shape == SHAPE_LIST || kind->shape == SHAPE_INTERVALS)
        add_list(image, word, kind, out);
    else if (is_target(kind) && word >= IMAGE_TO_END)
        bytes_add_string(out, word == IMAGE_TO_NEXT ? "next" : "end");
    else if (kind->shape == SHAPE_INDEX || kind->shape == SHAPE_OPTION || is_target(kind))
        add_name(image, kind->of, word, out);
    else
        bytes_printf(out, "%u", word);
}

/* Does a field say nothing? */
static bool is_silent(const struct image *image, const char *record,
                      const struct image_field_info *f)
{
    uint32_t word = image_word(record, f);
    switch (image_kind_info[f->kind].shape) {
    case SHAPE_NUMBER: return word == NONE;
    case SHAPE_COUNT: return word == 0;
    case SHAPE_WIDE: return image_wide(record, f) == 0;
    case SHAPE_PERCENT: return image_wide(record, f) < 0;
    case SHAPE_BELOW: return word == 0 && !image_kind_word(f->kind, word);
    case SHAPE_OPTION:
    case SHAPE_OPT_TARGET: return word == NONE;
    case SHAPE_LIST:
    case SHAPE_INTERVALS: return image->t.lists[word] == 0;
    case SHAPE_SPAN:
    case SHAPE_PART: return image_span_of(record, f).n == 0;
    default: return false;
    }
}

static void add_field(const struct image *image, const char *record,
                      const struct image_field_info *f, struct bytes *out)
{
    const struct image_kind_info *kind = &image_kind_info[f->kind];
    struct bytes part = { 0 };
    if (is_silent(image, record, f))
        return;
    bytes_printf(&part, "%s=", f->name);
    if (kind->shape == SHAPE_SPAN || kind->shape == SHAPE_PART) {
        struct image_span span = image_span_of(record, f);
        bytes_printf(&part, "%u..%u", span.first, span.first + span.n - 1);
    } else if (kind->width == 8)
        bytes_printf(&part, "%lld", (long long)image_wide(record, f));
    else
        add_word(image, f, image_word(record, f), &part);
    add_part(out, &part);
    bytes_free(&part);
}

/* ---- sections ------------------------------------------------------------ */

static void dump_sizes(const struct image *image, struct bytes *out)
{
    bytes_printf(out, "image %s\nversion %u\n\n%-12s%10s%10s\n", image->id_hex, image->version,
                 "section", "elements", "bytes");
    for (enum image_section s = 0; s < N_SECTIONS; s++) {
        const struct image_section_info *info = image_section_info(s);
        uint32_t n = table_of(image, s).n;
        bytes_printf(out, "%-12s%10u%10llu\n", info->name, n,
                     (unsigned long long)n * info->file_size[image->version]);
    }
}

static void dump_records(const struct image *image, enum image_section s, struct bytes *out)
{
    const struct image_section_info *info = image_section_info(s);
    const struct image_table table = table_of(image, s);
    if (table.n)
        bytes_add_char(out, '\n');
    for (uint32_t i = 0; i < table.n; i++) {
        bytes_printf(out, "%s %u", info->name, i);
        for (uint32_t k = 0; k < info->n_fields; k++)
            add_field(image, image_record(&table, info, i), &info->fields[k], out);
        bytes_add_char(out, '\n');
    }
}

/* What a chart is made of is left out: nobody reads a picture as numbers. */
void image_dump(const struct image *image, struct bytes *out)
{
    dump_sizes(image, out);
    for (enum image_section s = SECTION_PROCEDURES; s <= SECTION_CHARTS; s++)
        if (s != SECTION_CODE)
            dump_records(image, s, out);
    bytes_add_char(out, '\n');
    image_disassemble(image, out);
}

/* ---- code ---------------------------------------------------------------- */

/* "pert 0.5 1 2 day": kind, numbers and unit. */
static void add_duration(const struct image *image, uint32_t i, struct bytes *out)
{
    const struct image_duration *d = &image->t.duration[i];
    const int64_t numbers[] = { d->a, d->b, d->c };
    char text[32];
    bytes_add_string(out, image_kind_word(KIND_ENUM_DURATION_KINDS, d->kind));
    for (uint32_t k = 0; k < COUNT_OF(numbers) && (k == 0 || numbers[k]); k++)
        bytes_printf(out, " %s", decimal_format(numbers[k], text));
    bytes_printf(out, " %s%s", d->is_calendar ? "calendar " : "",
                 image_kind_word(KIND_ENUM_TIME_UNITS, d->unit));
}

/* What an operand means, for the comment; a jump may lead to a row. */
static void add_meaning(const struct image *image, char letter, uint32_t value, struct bytes *out)
{
    const uint32_t *code = image->t.code;
    switch (letter) {
    case 'r': add_name(image, SECTION_ROWS, value, out); return;
    case 'p': add_name(image, SECTION_PLACES, value, out); return;
    case 's': add_name(image, SECTION_STRINGS, value, out); return;
    case 'f': add_name(image, SECTION_FIELDS, value, out); return;
    case 'd': add_duration(image, value, out); return;
    case 'j':
        if (opcode_info[code[value]].operands[0] == 'r')
            add_name(image, SECTION_ROWS, code[value + 1], out);
        return;
    default: return;
    }
}

/* What an instruction says, in words. */
static void add_comment(const struct image *image, const uint32_t *words, struct bytes *out)
{
    const struct opcode_info *op = &opcode_info[words[0]];
    size_t start = out->len;
    char text[32];
    if (words[0] == OP_NUM)
        bytes_add_string(out, decimal_format((int64_t)((uint64_t)words[1] << 32 | words[2]),
                                             text));
    if (words[0] == OP_DATE)
        bytes_add_string(out, date_format((int32_t)words[1], text));
    for (uint32_t i = 0; i < op->n_operands; i++) {
        struct bytes meaning = { 0 };
        add_meaning(image, op->operands[i], words[1 + i], &meaning);
        if (meaning.len && out->len > start)
            bytes_add_string(out, " -> ");
        bytes_add(out, meaning.data, meaning.len);
        out->failed |= meaning.failed;
        bytes_free(&meaning);
    }
}

static void dump_instruction(const struct image *image, uint32_t at, struct bytes *out)
{
    const uint32_t *words = image->t.code + at;
    const struct opcode_info *op = &opcode_info[words[0]];
    size_t start = out->len;
    bytes_printf(out, "%6u  %s", at, op->name);
    for (uint32_t i = 0; i < op->n_operands; i++)
        bytes_printf(out, " %c%u", op->operands[i], words[1 + i]);
    size_t width = out->len - start, len = out->len;
    bytes_repeat(out, ' ', width < 24 ? 24 - width : 1);
    bytes_add_string(out, "; ");
    size_t comment = out->len;
    add_comment(image, words, out);
    if (out->len == comment && !out->failed)
        out->len = len;   /* nothing to say: no `;` either */
    bytes_add_char(out, '\n');
}

void image_disassemble(const struct image *image, struct bytes *out)
{
    for (uint32_t at = 0; at < image->t.n_code; at += 1 + opcode_info[image->t.code[at]].n_operands)
        dump_instruction(image, at, out);
}
