/*
 * The builder: collects records, code, strings and lists in the order in
 * which its user finds them. Nothing is numbered for good here; that is done
 * when the image is written (settle.c).
 */
#include <assert.h>

#include "runtime/image/image_int.h"

struct image_builder *image_builder_new(struct arena *arena)
{
    struct image_builder *b = ARENA_NEW(arena, struct image_builder);
    if (!b)
        return NULL;
    b->arena = b->strings.arena = b->lists.arena = arena;
    image_add_list(b, NULL, 0);   /* so that a field left 0 is the empty list */
    return b;
}

uint32_t image_add_string(struct image_builder *b, const char *s)
{
    return s ? image_pool_add(&b->strings, s, strlen(s)) : NONE;
}

uint32_t image_add_list(struct image_builder *b, const uint32_t *items, uint32_t n)
{
    return image_pool_add(&b->lists, items, n * sizeof *items);
}

uint32_t image_add_strings(struct image_builder *b, const char *const *items, uint32_t n)
{
    uint32_t *strings = ARENA_ARRAY(b->arena, n + 1, uint32_t);
    if (!strings) {
        b->failed = true;
        return NONE;
    }
    for (uint32_t i = 0; i < n; i++)
        strings[i] = image_add_string(b, items[i]);
    return image_add_list(b, strings, n);
}

uint32_t image_add_record(struct image_builder *b, enum image_section s, const void *element)
{
    struct image_table *t = &b->table[s];
    size_t size = image_section_info(s)->size;
    if (!b->failed && t->n == t->cap) {
        t->at = list_grow(b->arena, t->at, &t->cap, size);
        b->failed = !t->at;
    }
    if (b->failed)
        return NONE;
    memcpy(t->at + t->n * size, element, size);
    return t->n++;
}

#define RECORD(symbol, name)                                                       \
    uint32_t image_add_##name(struct image_builder *b, struct image_##name record) \
    {                                                                              \
        return image_add_record(b, SECTION_##symbol, &record);                          \
    }
IMAGE_ADDED_RECORDS(RECORD)
#undef RECORD

struct image_row *image_row_at(struct image_builder *b, uint32_t row)
{
    if (b->failed)
        return &b->spare;
    assert(row < b->table[SECTION_ROWS].n);
    return (struct image_row *)b->table[SECTION_ROWS].at + row;
}

uint32_t image_n_rows(const struct image_builder *b)
{
    return b->table[SECTION_ROWS].n;
}

uint32_t image_emit(struct image_builder *b, enum opcode op, ...)
{
    uint32_t address = image_here(b), word = op;
    image_add_record(b, SECTION_CODE, &word);
    va_list operands;
    va_start(operands, op);
    for (uint32_t i = 0; i < opcode_info[op].n_operands; i++) {
        word = va_arg(operands, uint32_t);
        image_add_record(b, SECTION_CODE, &word);
    }
    va_end(operands);
    return address;
}

void image_patch(struct image_builder *b, uint32_t address, uint32_t operand, uint32_t value)
{
    if (b->failed)
        return;
    uint32_t *code = (uint32_t *)b->table[SECTION_CODE].at;
    assert(address < image_here(b) && operand < opcode_info[code[address]].n_operands);
    code[address + 1 + operand] = value;
}

uint32_t image_here(const struct image_builder *b)
{
    return b->table[SECTION_CODE].n;
}
