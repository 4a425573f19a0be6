/*
 * Settling: the builder's tables as they go into the file. Strings and lists
 * are numbered by their first use, walking the records of the identity first
 * and all others behind them. So the order in which a builder was filled is
 * forgotten, what nobody uses falls away, and the texts that only sources
 * use stand behind those that the id covers.
 */
#include "runtime/image/image_int.h"

struct settler {
    const struct image_builder *b;
    struct arena *arena;
    struct image_table *table;           /* the result */
    struct image_pool strings, lists;    /* numbered anew */
    LIST_OF(uint32_t) list_offsets;      /* of each list: its word in `list` */
    uint64_t n_words;                    /* of all lists so far */
    bool failed;
};

static uint32_t settle_string(struct settler *s, uint32_t string)
{
    if (string >= s->b->strings.items.n)   /* NONE, or a fault for the verifier to tell */
        return string;
    const struct image_item *item = &s->b->strings.items.at[string];
    return image_pool_add(&s->strings, item->bytes, item->len);
}

/* Remembers where the newest list begins. */
static bool settle_offset(struct settler *s, uint32_t n_items)
{
    if (s->list_offsets.n == s->list_offsets.cap)
        s->list_offsets.at = list_grow(s->arena, s->list_offsets.at, &s->list_offsets.cap,
                                       sizeof(uint32_t));
    if (!s->list_offsets.at)
        return false;
    s->list_offsets.at[s->list_offsets.n++] = (uint32_t)s->n_words;
    s->n_words += 1 + (uint64_t)n_items;
    return s->n_words < IMAGE_TO_END;
}

static uint32_t settle_list(struct settler *s, uint32_t list, uint32_t of)
{
    if (list >= s->b->lists.items.n)
        return NONE;
    const struct image_item *item = &s->b->lists.items.at[list];
    uint32_t n = (uint32_t)(item->len / sizeof(uint32_t));
    uint32_t *items = ARENA_ARRAY(s->arena, (size_t)n + 1, uint32_t);
    if (!items) {
        s->failed = true;
        return NONE;
    }
    for (uint32_t i = 0; i < n; i++) {
        items[i] = ((const uint32_t *)item->bytes)[i];
        if (of == SECTION_STRINGS)
            items[i] = settle_string(s, items[i]);
    }
    uint32_t number = image_pool_add(&s->lists, items, item->len);
    if (!s->lists.failed && number == s->list_offsets.n)
        s->failed |= !settle_offset(s, n);
    return s->failed || s->lists.failed ? NONE : s->list_offsets.at[number];
}

static void settle_field(struct settler *s, char *record, const struct image_field_info *f)
{
    const struct image_kind_info *kind = &image_kind_info[f->kind];
    uint32_t word = kind->width == sizeof word ? image_word(record, f) : 0;
    switch (kind->shape) {
    case SHAPE_INDEX:
    case SHAPE_OPTION:
        if (kind->of == SECTION_STRINGS)
            word = settle_string(s, word);
        break;
    case SHAPE_LIST:
    case SHAPE_INTERVALS:
        word = settle_list(s, word, kind->of);
        break;
    case SHAPE_SPAN:
    case SHAPE_PART:
        if (image_span_of(record, f).n == 0)
            memset(record + f->offset, 0, sizeof(struct image_span));
        return;
    default:
        return;
    }
    memcpy(record + f->offset, &word, sizeof word);
}

static void settle_section(struct settler *s, enum image_section section)
{
    const struct image_section_info *info = image_section_info(section);
    const struct image_table *from = &s->b->table[section];
    struct image_table *to = &s->table[section];
    to->n = from->n;
    to->n_identity = info->identity == IDENTITY_ALL ? to->n : 0;
    to->at = arena_array(s->arena, (size_t)to->n + 1, info->size);
    if (!to->at) {
        s->failed = true;
        return;
    }
    if (to->n)
        memcpy(to->at, from->at, (size_t)to->n * info->size);
    for (uint32_t i = 0; i < to->n; i++)
        for (uint32_t k = 0; k < info->n_fields; k++)
            settle_field(s, image_record(to, info, i), &info->fields[k]);
}

/* The strings that stand in instructions. (What is no instruction is left for
 * the verifier to tell.) */
static void settle_code(struct settler *s)
{
    struct image_table *t = &s->table[SECTION_CODE];
    uint32_t *code = (uint32_t *)(void *)t->at;
    for (uint32_t at = 0; at < t->n && code[at] < N_OPCODES;) {
        const struct opcode_info *op = &opcode_info[code[at++]];
        for (uint32_t i = 0; i < op->n_operands && at < t->n; i++, at++)
            if (op->operands[i] == 's')
                code[at] = settle_string(s, code[at]);
    }
}

/* Settles the sections of one kind, then writes down how far the strings and
 * lists have come. */
static void settle_sections(struct settler *s, enum image_identity identity, uint32_t *n_strings,
                            uint32_t *n_words)
{
    for (enum image_section i = 0; i < N_SECTIONS; i++)
        if (image_section_info(i)->identity == identity && !s->failed) {
            settle_section(s, i);
            if (i == SECTION_CODE && !s->failed)
                settle_code(s);
        }
    *n_strings = s->strings.items.n;
    *n_words = (uint32_t)s->n_words;
}

static void spell_lists(struct settler *s, struct image_table *lists)
{
    uint32_t *word = ARENA_ARRAY(s->arena, lists->n, uint32_t);
    lists->at = (char *)word;
    s->failed |= !word;
    for (uint32_t i = 0; i < s->lists.items.n && !s->failed; i++) {
        const struct image_item *item = &s->lists.items.at[i];
        *word++ = (uint32_t)(item->len / sizeof *word);
        memcpy(word, item->bytes, item->len);
        word += item->len / sizeof *word;
    }
}

static void spell_strings(struct settler *s, struct image_table *strings,
                          struct image_table *text)
{
    uint64_t len = 0;
    for (uint32_t i = 0; i < strings->n; i++)
        len += s->strings.items.at[i].len + 1;
    struct image_string *string = ARENA_ARRAY(s->arena, (size_t)strings->n + 1,
                                              struct image_string);
    strings->at = (char *)string;
    text->at = arena_alloc(s->arena, len + 1);
    s->failed |= !string || !text->at || len >= IMAGE_TO_END;
    for (uint32_t i = 0; i < strings->n && !s->failed; i++) {
        const struct image_item *item = &s->strings.items.at[i];
        string[i].offset = text->n;
        memcpy(text->at + text->n, item->bytes, item->len);
        text->n += (uint32_t)item->len + 1;
        if (i + 1 == strings->n_identity)
            text->n_identity = text->n;
    }
}

bool image_settle(const struct image_builder *b, struct image_table table[N_SECTIONS])
{
    struct settler s = { .b = b, .arena = b->arena, .table = table };
    s.strings.arena = s.lists.arena = b->arena;
    memset(table, 0, N_SECTIONS * sizeof table[0]);
    if (b->failed || b->strings.failed || b->lists.failed)
        return false;
    settle_list(&s, 0, N_SECTIONS);   /* the empty one */
    struct image_table *strings = &table[SECTION_STRINGS], *lists = &table[SECTION_LISTS];
    settle_sections(&s, IDENTITY_ALL, &strings->n_identity, &lists->n_identity);
    settle_sections(&s, IDENTITY_NO, &strings->n, &lists->n);
    s.failed |= s.strings.failed || s.lists.failed;
    if (!s.failed)
        spell_lists(&s, lists);
    if (!s.failed)
        spell_strings(&s, strings, &table[SECTION_TEXT]);
    return !s.failed;
}
