/*
 * Verifying records by the kinds of their fields: one loop for all sections.
 *
 * Spans are ownership: what a procedure spans belongs to it, and what its
 * rows span too. From that comes the owner of every element, and the rule
 * that records of a procedure refer to elements of the same one only.
 */
#include <assert.h>

#include "runtime/image/image_int.h"

/* Per word of `list`: a list begins here; and below it a bit for each kind of
 * items that the list was already verified to hold, so that a list which many
 * records share is walked once. */
#define LIST_BEGINS (UINT64_C(1) << 63)
_Static_assert(2 * N_SECTIONS < 63, "a bit for each kind of items");

/* ---- strings and lists ------------------------------------------------- */

static uint64_t entry_offset(enum image_section s)
{
    return FRAME_TABLE + (uint64_t)s * FRAME_ENTRY;
}

static bool verify_strings(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    const struct image_table *text = &l->table[SECTION_TEXT], *strings = &l->table[SECTION_STRINGS];
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n_string; i++) {
        uint64_t where = text->offset + at;
        if (t->string[i].offset != at)
            return image_refuse(l, RULE_STRING, strings->offset + (uint64_t)i * 4,
                                "string %u begins at %u, not %u", i, t->string[i].offset, at);
        const char *end = memchr(t->text + at, '\0', t->text_len - at);
        if (!end)
            return image_refuse(l, RULE_STRING, where, "string %u does not end", i);
        size_t len = (size_t)(end - (t->text + at)), good = utf8_check(t->text + at, len);
        if (good != len)
            return image_refuse(l, RULE_STRING, where + good, "string %u is not UTF-8", i);
        at += (uint32_t)len + 1;
        if (i + 1 == strings->n_identity && text->n_identity != at)
            return image_refuse(l, RULE_IDENTITY, entry_offset(SECTION_TEXT) + 24,
                                "the identity of `text` is not that of its strings");
    }
    if (at != t->text_len)
        return image_refuse(l, RULE_STRING, text->offset + at, "text of no string");
    return strings->n_identity != 0 || text->n_identity == 0 ||
           image_refuse(l, RULE_IDENTITY, entry_offset(SECTION_TEXT) + 24, "text of no string");
}

static bool verify_lists(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    const struct image_table *lists = &l->table[SECTION_LISTS];
    l->lists = image_scratch(l, t->n_lists, sizeof *l->lists);
    if (!l->lists)
        return false;
    for (uint32_t at = 0; at < t->n_lists; at += 1 + t->lists[at]) {
        if (t->lists[at] > t->n_lists - at - 1)
            return image_refuse(l, RULE_LIST, lists->offset + (uint64_t)at * 4,
                                "list %u has %u items", at, t->lists[at]);
        l->lists[at] = LIST_BEGINS;
    }
    if (t->n_lists == 0 || t->lists[0] != 0)
        return image_refuse(l, RULE_LIST, lists->offset, "the first list");
    return lists->n_identity == lists->n || (l->lists[lists->n_identity] & LIST_BEGINS) ||
           image_refuse(l, RULE_IDENTITY, entry_offset(SECTION_LISTS) + 24,
                        "the identity of `list` ends within a list");
}

bool image_verify_lists(struct image_loader *l)
{
    return verify_strings(l) && verify_lists(l);
}

/* ---- one field --------------------------------------------------------- */

/* A field of a record: what is looked at, and where it stands. */
struct site {
    struct image_loader *l;
    enum image_section section;
    uint32_t i;
    const struct image_field_info *field;
};

static bool refuse_field(const struct site *at, enum image_rule rule, int64_t value)
{
    return image_refuse(at->l, rule,
                        image_field_offset(at->l, at->section, at->i, at->field),
                        "%s %u `%s` is %lld", image_section_info(at->section)->name, at->i,
                        at->field->name, (long long)value);
}

/* How much of a section a record of this one may use. */
static uint32_t reach_of(const struct site *at, enum image_section of)
{
    const struct image_table *t = &at->l->table[of];
    return image_section_info(at->section)->identity == IDENTITY_ALL ? t->n_identity : t->n;
}

static bool is_owner_same(const struct site *at, enum image_section of, uint32_t i)
{
    const uint32_t *mine = at->l->owner[at->section], *its = at->l->owner[of];
    bool is_call = of == SECTION_PROCEDURES;
    return is_call || !mine || !its || mine[at->i] == its[i];
}

static bool verify_index(const struct site *at, uint32_t value)
{
    enum image_section of = image_kind_info[at->field->kind].of;
    if (value >= at->l->table[of].n)
        return refuse_field(at, RULE_INDEX, value);
    if (value >= reach_of(at, of))
        return refuse_field(at, RULE_PART, value);
    return is_owner_same(at, of, value) || refuse_field(at, RULE_OWNER, value);
}

/* Pairs of minutes, rising over the week. */
static bool verify_intervals(const struct site *at, uint32_t list)
{
    const uint32_t *words = at->l->image->t.lists + list + 1;
    uint32_t n = words[-1], last = 0;
    bool is_good = n % 2 == 0;
    for (uint32_t i = 0; i + 1 < n && is_good; i += 2) {
        is_good = last <= words[i] && words[i] < words[i + 1] && words[i + 1] <= MINUTES_A_WEEK;
        last = words[i + 1];
    }
    return is_good || refuse_field(at, RULE_CALENDAR, list);
}

static bool verify_items(const struct site *at, uint32_t list)
{
    const uint32_t *items = at->l->image->t.lists + list + 1;
    for (uint32_t k = 0; k < items[-1]; k++)
        if (!verify_index(at, items[k]))
            return false;
    return true;
}

static bool verify_list(const struct site *at, const struct image_kind_info *kind, uint32_t list)
{
    struct image_loader *l = at->l;
    bool is_identity = image_section_info(at->section)->identity == IDENTITY_ALL;
    uint64_t seen = UINT64_C(1) << (2 * kind->of + is_identity);
    if (list >= l->table[SECTION_LISTS].n || !(l->lists[list] & LIST_BEGINS))
        return refuse_field(at, RULE_LIST, list);
    if (list >= reach_of(at, SECTION_LISTS))
        return refuse_field(at, RULE_PART, list);
    if (l->lists[list] & seen) {   /* its items are good, and of one owner: whose? */
        const uint32_t *items = l->image->t.lists + list + 1;
        return kind->shape != SHAPE_LIST || items[-1] == 0 || verify_index(at, items[0]);
    }
    l->lists[list] |= seen;
    return kind->shape == SHAPE_LIST ? verify_items(at, list) : verify_intervals(at, list);
}

static bool verify_span(const struct site *at, struct image_span span)
{
    uint32_t n = at->l->table[image_kind_info[at->field->kind].of].n;
    bool is_good = span.n <= n && span.first <= n - span.n && (span.n != 0 || span.first == 0);
    return is_good || refuse_field(at, RULE_SPAN, span.first);
}

static bool verify_field(const struct site *at, const char *record)
{
    const struct image_kind_info *kind = &image_kind_info[at->field->kind];
    uint32_t word = kind->width >= 4 ? image_word(record, at->field) : 0;
    switch (kind->shape) {
    case SHAPE_NUMBER:
    case SHAPE_COUNT:
    case SHAPE_WIDE:
        return true;
    case SHAPE_PERCENT: {
        int64_t percent = image_wide(record, at->field);
        return (percent >= -1 && percent <= 100 * DECIMAL_ONE) ||
               refuse_field(at, RULE_RANGE, percent);
    }
    case SHAPE_BELOW:
        return word < kind->of || refuse_field(at, RULE_RANGE, word);
    case SHAPE_OPTION:
        return word == NONE || verify_index(at, word);
    case SHAPE_STOP:
        return word == CHART_START || word == CHART_END || verify_index(at, word);
    case SHAPE_TARGET:
    case SHAPE_OPT_TARGET:
        return word == IMAGE_TO_NEXT || word == IMAGE_TO_END ||
               (word == NONE && kind->shape == SHAPE_OPT_TARGET) || verify_index(at, word);
    case SHAPE_INDEX:
    case SHAPE_ADDRESS:
        return verify_index(at, word);
    case SHAPE_LIST:
    case SHAPE_INTERVALS:
        return verify_list(at, kind, word);
    case SHAPE_SPAN:
    case SHAPE_PART:
        return verify_span(at, image_span_of(record, at->field));
    }
    return false;
}

/* ---- all of them ------------------------------------------------------- */

/* The spans of one field in all records: they tile the section that they
 * span, and hand their owners down to it. (What all share has none.) */
static bool verify_tiling(struct site *at)
{
    struct image_loader *l = at->l;
    enum image_section of = image_kind_info[at->field->kind].of;
    const struct image_table *t = &l->table[at->section];
    const uint32_t *from = l->owner[at->section];
    uint32_t *owner = NULL, next = 0;
    if (from) {
        owner = l->owner[of] = image_scratch(l, l->table[of].n, sizeof *owner);
        if (!owner)
            return false;
    }
    for (at->i = 0; at->i < t->n; at->i++) {
        const char *record = image_record(t, image_section_info(at->section), at->i);
        struct image_span span = image_span_of(record, at->field);
        if (!verify_span(at, span))
            return false;
        if (span.n && span.first != next)
            return refuse_field(at, RULE_TILE, span.first);
        for (uint32_t k = 0; k < span.n; k++, next++)
            if (owner)
                owner[next] = from[at->i];
    }
    const char *name = image_section_info(of)->name;
    return next == l->table[of].n ||
           image_refuse(l, RULE_TILE, l->table[of].offset, "%s %u belongs to nothing", name, next);
}

/* Those that no span gives an owner: procedures, and charts, which say it. */
static bool own_the_first(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    uint32_t *self = l->owner[SECTION_PROCEDURES] =
        image_scratch(l, t->n_procedure, sizeof *self);
    uint32_t *charts = l->owner[SECTION_CHARTS] = image_scratch(l, t->n_chart, sizeof *charts);
    if (!self || !charts)
        return false;
    for (uint32_t i = 0; i < t->n_procedure; i++)
        self[i] = i;
    for (uint32_t i = 0; i < t->n_chart; i++)
        charts[i] = t->chart[i].procedure;
    return true;
}

static bool verify_spans(struct image_loader *l)
{
    if (!own_the_first(l))
        return false;
    for (enum image_section s = 0; s < N_SECTIONS; s++) {
        const struct image_section_info *info = image_section_info(s);
        for (uint32_t k = 0; k < info->n_fields; k++) {
            struct site at = { l, s, 0, &info->fields[k] };
            if (image_kind_info[at.field->kind].shape != SHAPE_SPAN)
                continue;
            /* owners stand above what they own in sections.def */
            assert(l->owner[s] || s == SECTION_CALENDARS);
            if (!verify_tiling(&at))
                return false;
        }
    }
    return true;
}

static bool verify_section(struct image_loader *l, enum image_section s)
{
    const struct image_section_info *info = image_section_info(s);
    const struct image_table *t = &l->table[s];
    for (uint32_t i = 0; i < t->n; i++)
        for (uint32_t k = 0; k < info->n_fields; k++) {
            struct site at = { l, s, i, &info->fields[k] };
            if (!verify_field(&at, image_record(t, info, i)))
                return false;
        }
    return true;
}

bool image_verify_fields(struct image_loader *l)
{
    if (!verify_spans(l))
        return false;
    for (enum image_section s = 0; s < N_SECTIONS; s++)
        if (!verify_section(l, s))
            return false;
    return true;
}
