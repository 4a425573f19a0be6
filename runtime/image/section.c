/*
 * The tables made from sections.def, opcodes.def and rules.def: names,
 * fields and sizes that reader, writer, verifier, dump and the reference
 * page walk over.
 */
#include "runtime/image/image_int.h"

#define OPCODE(symbol, operands, stack, flow, sentence)                             \
    [OP_##symbol] = { #symbol, operands, sizeof(operands) - 1, stack, FLOW_##flow,   \
                      sentence },
const struct opcode_info opcode_info[N_OPCODES] = {
#include "runtime/image/opcodes.def"
};
#undef OPCODE

#define RULE(symbol, name, sentence) [RULE_##symbol] = { name, sentence },
const struct image_rule_info image_rule_info[N_IMAGE_RULES] = {
#include "runtime/image/rules.def"
};
#undef RULE

#define KIND(symbol, type, shape, of, sentence) \
    [KIND_##symbol] = { #symbol, SHAPE_##shape, of, sizeof(type), sentence },
const struct image_kind_info image_kind_info[N_IMAGE_KINDS] = { IMAGE_KINDS(KIND) };
#undef KIND

/* The sections of plain bytes or words are records of one field. */
#define FIELD(kind, name) image_field_##kind name;
#define PLAIN(symbol, name) struct image_##name { RECORD_##name(FIELD, FIELD) };
IMAGE_PLAIN(PLAIN)
#undef PLAIN
#undef FIELD

/* One case for each section: its own scope, in which `here` is its struct. */
#define FIELD(kind, name) { #name, KIND_##kind, offsetof(here, name), 1 },
#define LATER(kind, name) { #name, KIND_##kind, offsetof(here, name), 2 },
#define WIDTH(kind, name) + (uint32_t)sizeof(image_field_##kind)
#define NOTHING(kind, name)
#define SECTION(symbol, name, identity, sentence)                                       \
    case SECTION_##symbol: {                                                            \
        typedef struct image_##name here;                                               \
        static const struct image_field_info fields[] = { RECORD_##name(FIELD, LATER) };\
        static const struct image_section_info info = {                                 \
            #name, sentence, IDENTITY_##identity, fields, COUNT_OF(fields), sizeof(here),\
            { 0, 0 RECORD_##name(WIDTH, NOTHING), 0 RECORD_##name(WIDTH, WIDTH),         \
              0 RECORD_##name(WIDTH, WIDTH), 0 RECORD_##name(WIDTH, WIDTH) }            \
        };                                                                              \
        return &info;                                                                   \
    }

const struct image_section_info *image_section_info(enum image_section s)
{
    switch (s) {
        IMAGE_SECTIONS(SECTION)
    case N_SECTIONS: break;
    }
    return NULL;
}
#undef SECTION
#undef NOTHING
#undef WIDTH
#undef LATER
#undef FIELD

/* The structs of runtime/chart have these fields and no others. */
#define WIDTH(kind, name) + sizeof(image_field_##kind)
#define RECORD(symbol, name)                                                    \
    _Static_assert(sizeof(struct image_##name) == 0 RECORD_##name(WIDTH, WIDTH), #name);
IMAGE_CHART_RECORDS(RECORD)
#undef RECORD
#undef WIDTH

static const char *const row_kinds[] = { "step", "decision", "start", "end" };
static const char *const outcome_kinds[] = { "yes", "no", "words", "when", "else", "late" };
static const char *const field_types[] = { "amount", "text", "date", "yes/no", "choice" };
static const char *const duration_kinds[] = {
    "none", "fixed", "uniform", "pert", "exponential", "normal", "words"
};
static const char *const aligns[] = { "left", "center", "right" };
_Static_assert(COUNT_OF(row_kinds) == N_IMAGE_ROW_KINDS, "a name for each kind of row");
_Static_assert(COUNT_OF(outcome_kinds) == N_IMAGE_OUTCOME_KINDS, "and of outcome");
_Static_assert(COUNT_OF(field_types) == N_IMAGE_FIELD_TYPES, "and of field");
_Static_assert(COUNT_OF(duration_kinds) == N_DURATION_KINDS, "and of duration");
_Static_assert(COUNT_OF(aligns) == N_CHART_ALIGNS, "and of text");

const char *image_kind_word(enum image_kind kind, uint32_t value)
{
    switch (kind) {
    case KIND_ENUM_ROW_KINDS: return row_kinds[value];
    case KIND_ENUM_OUTCOME_KINDS: return outcome_kinds[value];
    case KIND_ENUM_FIELD_TYPES: return field_types[value];
    case KIND_ENUM_DURATION_KINDS: return duration_kinds[value];
    case KIND_ENUM_TIME_UNITS: return time_unit_name((enum time_unit)value);
    case KIND_ENUM_SYMBOL_KINDS: return chart_symbol_name((enum chart_symbol_kind)value);
    case KIND_ENUM_ALIGNS: return aligns[value];
    default: return NULL;
    }
}
