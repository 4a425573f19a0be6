/*
 * eval: random expressions beside a dumb twin, which walks the tree that the
 * code was made of; then fills, choices, and values as people write them.
 */
#include "tests/unit/fields.h"

/* ---- random expressions -------------------------------------------------------- */

struct node {
    enum opcode op;              /* as in the image; OP_LOAD for a field */
    char type;                   /* n d b t, as in opcodes.def */
    int64_t n;
    const char *text;
    uint32_t field;
    struct node *a, *b;
};

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % below;
}

static int64_t draw_number(uint64_t *seed)
{
    static const int64_t edges[] = { 0, 1, -1, 10000, -10000, 5000, 15000, INT64_MAX, INT64_MIN,
                                     INT64_MAX - 1, 3037000499, -3037000500, 100000000000000 };
    if (draw(seed, 2))
        return edges[draw(seed, COUNT_OF(edges))];
    int64_t n = (int64_t)draw(seed, 1000000) * (1 + draw(seed, 100000));
    return draw(seed, 2) ? n : -n;
}

static const char *draw_text(uint64_t *seed)
{
    return field_choices[draw(seed, COUNT_OF(field_choices))];
}

static struct node *new_node(struct arena *arena, enum opcode op, char type)
{
    struct node *node = ARENA_NEW(arena, struct node);
    node->op = op;
    node->type = type;
    return node;
}

static struct node *draw_leaf(uint64_t *seed, struct arena *arena, char type)
{
    static const struct {
        char type;
        uint32_t first, n;
        enum opcode constant;
    } leaves[] = { { 'n', AMOUNT, 2, OP_NUM }, { 'd', DATE, 2, OP_DATE },
                   { 'b', YES_NO, 2, OP_TRUTH }, { 't', TEXT, 2, OP_TEXT },
                   { 't', CHOICE, 2, OP_TEXT } };
    uint32_t i = draw(seed, 2) ? 0 : COUNT_OF(leaves) - 1;
    while (leaves[i].type != type)
        i = (i + 1) % COUNT_OF(leaves);
    bool is_field = draw(seed, 3) > 0;
    struct node *node = new_node(arena, is_field ? OP_LOAD : leaves[i].constant, type);
    node->field = leaves[i].first + draw(seed, leaves[i].n);
    node->text = draw_text(seed);
    node->n = type == 'n' ? draw_number(seed) : type == 'b' ? draw(seed, 2)
                                                            : (int64_t)draw(seed, 3) - 1;
    return node;
}

static struct node *draw_tree(uint64_t *seed, struct arena *arena, char type, int depth)
{
    static const enum opcode sums[] = { OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_NEG };
    static const enum opcode tests[] = { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,
                                         OP_AND, OP_OR, OP_NOT };
    if (depth == 0 || type == 'd' || type == 't')
        return draw_leaf(seed, arena, type);
    enum opcode op = type == 'n' ? sums[draw(seed, COUNT_OF(sums))]
                                 : tests[draw(seed, COUNT_OF(tests))];
    char of = type;
    if (op == OP_EQ || op == OP_NE)
        of = "ndbt"[draw(seed, 4)];
    else if (op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE)
        of = "nd"[draw(seed, 2)];
    struct node *node = new_node(arena, op, type);
    int below = (int)draw(seed, (uint32_t)depth);
    node->a = draw_tree(seed, arena, of, below);
    if (op != OP_NEG && op != OP_NOT)
        node->b = draw_tree(seed, arena, of, depth - 1);
    return node;
}

static void emit(struct image_builder *b, const struct node *node)
{
    uint64_t n = (uint64_t)node->n;
    switch (node->op) {
    case OP_NUM: image_emit(b, OP_NUM, (uint32_t)(n >> 32), (uint32_t)n); return;
    case OP_DATE:
    case OP_TRUTH: image_emit(b, node->op, (uint32_t)n); return;
    case OP_TEXT: image_emit(b, OP_TEXT, image_add_string(b, node->text)); return;
    case OP_LOAD: image_emit(b, OP_LOAD, node->field); return;
    default: break;
    }
    emit(b, node->a);
    bool is_skip = node->op == OP_AND || node->op == OP_OR;
    uint32_t skip = is_skip ? image_emit(b, node->op, 0) : 0;
    if (node->b)
        emit(b, node->b);
    if (is_skip)
        image_patch(b, skip, 0, image_here(b));
    else
        image_emit(b, node->op);
}

/* ---- the twin --------------------------------------------------------------------- */

__extension__ typedef __int128 wide;

static wide twin_size(wide n) { return n < 0 ? -n : n; }

/* To the nearest, halves away from zero: cut off, then one more where the
 * rest is a half or above. */
static enum eval_status twin_round(wide a, wide b, int64_t *out)
{
    wide n = a / b;
    if (2 * twin_size(a % b) >= twin_size(b))
        n += (a < 0) == (b < 0) ? 1 : -1;
    if (n < INT64_MIN || n > INT64_MAX)
        return EVAL_OVERFLOW;
    *out = (int64_t)n;
    return EVAL_OK;
}

static enum eval_status twin(const struct node *node, const struct value *fields,
                             struct value *out);

static enum eval_status twin_sum(enum opcode op, wide a, wide b, int64_t *out)
{
    switch (op) {
    case OP_ADD: return twin_round(a + b, 1, out);
    case OP_SUB: return twin_round(a - b, 1, out);
    case OP_NEG: return twin_round(-a, 1, out);
    case OP_MUL: return twin_round(a * b, 10000, out);
    default: return b ? twin_round(a * 10000, b, out) : EVAL_DIVISION_BY_ZERO;
    }
}

static bool twin_test(enum opcode op, const struct node *of, const struct value *a,
                      const struct value *b)
{
    int order = of->type == 't' ? strcmp(a->text, b->text) : (a->n > b->n) - (a->n < b->n);
    switch (op) {
    case OP_EQ: return order == 0;
    case OP_NE: return order != 0;
    case OP_LT: return order < 0;
    case OP_LE: return order <= 0;
    case OP_GT: return order > 0;
    default: return order >= 0;
    }
}

static enum eval_status twin_leaf(const struct node *node, const struct value *fields,
                                  struct value *out)
{
    *out = (struct value){ .n = node->n, .text = node->text };
    if (node->op != OP_LOAD)
        return EVAL_OK;
    *out = fields[node->field];
    if (!out->is_set)
        out->n = node->field;
    return out->is_set ? EVAL_OK : EVAL_NOT_FILLED;
}

static enum eval_status twin(const struct node *node, const struct value *fields,
                             struct value *out)
{
    struct value a, b = { .n = 0 };
    if (!node->a)
        return twin_leaf(node, fields, out);
    enum eval_status status = twin(node->a, fields, &a);
    bool is_told = status == EVAL_OK && (node->op == OP_AND || node->op == OP_OR) &&
                   a.n == (node->op == OP_OR);
    if (status != EVAL_OK || is_told) {
        *out = a;
        return status;
    }
    if (node->b)
        status = twin(node->b, fields, &b);
    if (status != EVAL_OK) {
        *out = b;
        return status;
    }
    *out = (struct value){ .n = 0 };
    if (node->type == 'n')
        return twin_sum(node->op, a.n, b.n, &out->n);
    out->n = node->op == OP_NOT                          ? !a.n
             : node->op == OP_AND || node->op == OP_OR ? b.n : twin_test(node->op, node->a, &a, &b);
    return EVAL_OK;
}

/* ---- both --------------------------------------------------------------------------- */

static void draw_fields(uint64_t *seed, struct value fields[N_FIELDS])
{
    for (uint32_t i = 0; i < N_FIELDS; i++) {
        fields[i] = (struct value){ .type = field_types[i], .is_set = draw(seed, 12) > 0,
                                    .text = draw_text(seed) };
        fields[i].n = field_types[i] == IMAGE_AMOUNT ? draw_number(seed) : draw(seed, 2);
    }
}

static void assert_same(const struct image *image, uint32_t fill, const struct node *node,
                        uint64_t *seed, uint32_t n_met[N_EVAL_STATUS])
{
    struct value fields[N_FIELDS], is, expected;
    for (int i = 0; i < 8; i++) {
        draw_fields(seed, fields);
        enum eval_status status = eval(image, 0, image->t.fill[fill].value, fields, &is);
        assert_int_equal(status, twin(node, fields, &expected));
        n_met[status]++;
        if (status == EVAL_NOT_FILLED)
            assert_int_equal(is.n, expected.n);
        if (status == EVAL_OK && node->type == 't')
            assert_string_equal(is.text, expected.text);
        else if (status == EVAL_OK)
            assert_true(is.n == expected.n);
    }
}

static uint32_t field_of_type(char type)
{
    return type == 'n' ? AMOUNT : type == 'd' ? DATE : type == 'b' ? YES_NO : TEXT;
}

static void test_random_expressions_against_the_twin(void **state)
{
    (void)state;
    uint64_t seed = 0xe7a1;
    uint32_t n_met[N_EVAL_STATUS] = { 0 };
    for (int round = 0; round < 150; round++) {
        struct fields_image f;
        struct arena arena;
        const struct node *nodes[MOST_FILLS];
        arena_init(&arena, abort);
        fields_begin(&f);
        for (f.n_fills = 0; f.n_fills < MOST_FILLS; f.n_fills++) {
            char type = "nnnbbbdt"[draw(&seed, 8)];
            nodes[f.n_fills] = draw_tree(&seed, &arena, type, (int)draw(&seed, 6));
            f.fills[f.n_fills] = (struct image_fill){ field_of_type(type), image_here(f.b) };
            emit(f.b, nodes[f.n_fills]);
            image_emit(f.b, OP_GIVE);
        }
        struct image *image = fields_open(&f);
        for (uint32_t i = 0; i < MOST_FILLS; i++)
            assert_same(image, i, nodes[i], &seed, n_met);
        image_close(image);
        arena_free(&arena);
    }
    assert_true(n_met[EVAL_OK] > 1000 && n_met[EVAL_NOT_FILLED] > 1000);
    assert_true(n_met[EVAL_OVERFLOW] > 1000 && n_met[EVAL_DIVISION_BY_ZERO] > 100);
}

/* ---- rows ------------------------------------------------------------------------------ */

static void emit_number(struct image_builder *b, int64_t n)
{
    image_emit(b, OP_NUM, (uint32_t)((uint64_t)n >> 32), (uint32_t)n);
}

static struct value number(int64_t n)
{
    return (struct value){ .type = IMAGE_AMOUNT, .is_set = true, .n = n };
}

/* when amount > 200 ..., when amount > 100 ..., else. */
static void test_the_first_condition_that_holds(void **state)
{
    (void)state;
    struct fields_image f;
    struct value fields[N_FIELDS] = { { .is_set = false } };
    uint32_t outcome, field;
    fields_begin(&f);
    for (int64_t limit = 2000000; limit >= 1000000; limit -= 1000000) {
        f.whens[f.n_whens++] = image_emit(f.b, OP_LOAD, AMOUNT);
        emit_number(f.b, limit);
        image_emit(f.b, OP_GT);
        image_emit(f.b, OP_GIVE);
    }
    struct image *image = fields_open(&f);
    assert_int_equal(vm_choose(image, DECISION, fields, &outcome, &field), EVAL_NOT_FILLED);
    assert_int_equal(field, AMOUNT);
    static const struct {
        int64_t n;
        uint32_t outcome;
    } wanted[] = { { 2000001, 0 }, { 2000000, 1 }, { 1000001, 1 }, { 1000000, 2 }, { -1, 2 } };
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        fields[AMOUNT] = number(wanted[i].n);
        assert_int_equal(vm_choose(image, DECISION, fields, &outcome, &field), EVAL_OK);
        assert_int_equal(outcome, wanted[i].outcome);
    }
    image_close(image);
}

/* amount is asked; amount_2 = amount * 0.025; choice = text. */
static struct image *open_fills(void)
{
    struct fields_image f;
    fields_begin(&f);
    f.fills[0] = (struct image_fill){ AMOUNT, NONE };
    f.fills[1] = (struct image_fill){ AMOUNT_2, image_emit(f.b, OP_LOAD, AMOUNT) };
    emit_number(f.b, 250);
    image_emit(f.b, OP_MUL);
    image_emit(f.b, OP_GIVE);
    f.fills[2] = (struct image_fill){ CHOICE, image_emit(f.b, OP_LOAD, TEXT) };
    image_emit(f.b, OP_GIVE);
    f.n_fills = 3;
    return fields_open(&f);
}

static void test_fills_are_computed(void **state)
{
    (void)state;
    struct image *image = open_fills();
    struct value fields[N_FIELDS] = { { .is_set = false } };
    uint32_t field;
    assert_int_equal(vm_missing(image, ROW, fields), AMOUNT);
    assert_int_equal(vm_fill(image, ROW, fields, &field), EVAL_NOT_FILLED);
    assert_int_equal(field, AMOUNT);
    fields[AMOUNT] = number(1234567);
    assert_int_equal(vm_missing(image, ROW, fields), NONE);
    assert_int_equal(vm_fill(image, ROW, fields, &field), EVAL_NOT_FILLED);
    assert_int_equal(field, TEXT);
    fields[TEXT] = (struct value){ .type = IMAGE_TEXT, .is_set = true, .text = "old" };
    assert_int_equal(vm_fill(image, ROW, fields, &field), EVAL_NO_CHOICE);
    assert_int_equal(field, CHOICE);
    fields[TEXT].text = "used";
    assert_int_equal(vm_fill(image, ROW, fields, &field), EVAL_OK);
    assert_int_equal(fields[AMOUNT_2].n, 30864);   /* 3.0864175 */
    assert_int_equal(fields[CHOICE].type, IMAGE_CHOICE);
    assert_string_equal(fields[CHOICE].text, "used");
    fields[AMOUNT] = number(INT64_MAX);
    assert_int_equal(vm_fill(image, ROW, fields, &field), EVAL_OK);
    assert_int_equal(field_find(image, 0, "amount_2"), AMOUNT_2);
    assert_int_equal(field_find(image, 0, "amount_3"), NONE);
    image_close(image);
}

/* ---- as people write it ------------------------------------------------------------------ */

struct written {
    uint32_t field;
    const char *text;
    enum value_fault fault;
    const char *shown;
};

static void test_values_are_read_as_written(void **state)
{
    (void)state;
    static const struct written all[] = {
        { AMOUNT, "0", VALUE_FINE, "0" },
        { AMOUNT, "1_234.5", VALUE_FINE, "1234.5" },
        { AMOUNT, "-0.0250", VALUE_FINE, "-0.025" },
        { AMOUNT, "0.025", VALUE_FINE, "0.025" },
        { AMOUNT, "1.00000", VALUE_FINE, "1" },
        { AMOUNT, "922337203685477.5807", VALUE_FINE, "922337203685477.5807" },
        { AMOUNT, "-922337203685477.5808", VALUE_FINE, "-922337203685477.5808" },
        { AMOUNT, "922337203685477.5808", VALUE_TOO_LARGE, "" },
        { AMOUNT, "99999999999999999999", VALUE_TOO_LARGE, "" },
        { AMOUNT, "2.400", VALUE_THOUSANDS, "" },
        { AMOUNT, "2,400", VALUE_THOUSANDS, "" },
        { AMOUNT, "0,400", VALUE_THOUSANDS, "" },
        { AMOUNT, "200.000.000", VALUE_THOUSANDS, "" },
        { AMOUNT, "1.23456", VALUE_TOO_FINE, "" },
        { AMOUNT, "2,5", VALUE_NOT_A_NUMBER, "" },
        { AMOUNT, "1.", VALUE_NOT_A_NUMBER, "" },
        { AMOUNT, ".5", VALUE_NOT_A_NUMBER, "" },
        { AMOUNT, "1__0", VALUE_NOT_A_NUMBER, "" },
        { AMOUNT, "1.2.3", VALUE_NOT_A_NUMBER, "" },
        { AMOUNT, "--1", VALUE_NOT_A_NUMBER, "" },
        { AMOUNT, "Rp 5", VALUE_NOT_A_NUMBER, "" },
        { AMOUNT, "", VALUE_EMPTY, "" },
        { DATE, "2026-01-31", VALUE_FINE, "2026-01-31" },
        { DATE, "1969-12-31", VALUE_FINE, "1969-12-31" },
        { DATE, "0001-01-01", VALUE_FINE, "0001-01-01" },
        { DATE, "9999-12-31", VALUE_FINE, "9999-12-31" },
        { DATE, "2024-02-29", VALUE_FINE, "2024-02-29" },
        { DATE, "2023-02-29", VALUE_NOT_A_DATE, "" },
        { DATE, "2026-13-01", VALUE_NOT_A_DATE, "" },
        { DATE, "2026-1-31", VALUE_NOT_A_DATE, "" },
        { DATE, "31-01-2026", VALUE_NOT_A_DATE, "" },
        { YES_NO, "Ya", VALUE_FINE, "yes" },
        { YES_NO, "yes", VALUE_FINE, "yes" },
        { YES_NO, "TIDAK", VALUE_FINE, "no" },
        { YES_NO, "n", VALUE_NOT_YES_NO, "" },
        { TEXT, "apa adanya", VALUE_FINE, "apa adanya" },
        { TEXT, "two\nlines", VALUE_BAD_TEXT, "" },
        { TEXT, "\xff", VALUE_BAD_TEXT, "" },
        { CHOICE, "used", VALUE_FINE, "used" },
        { CHOICE, "Used", VALUE_FINE, "Used" },
        { CHOICE, "SANGAT RUSAK", VALUE_FINE, "sangat rusak" },
        { CHOICE, "rusak", VALUE_NO_CHOICE, "" },
    };
    struct fields_image f;
    fields_begin(&f);
    struct image *image = fields_open(&f);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        char text[32];
        struct value v, again;
        enum value_fault fault = value_parse(image, all[i].field, all[i].text, &v);
        if (fault != all[i].fault)
            fail_msg("`%s` gives fault %d", all[i].text, (int)fault);
        assert_string_equal(value_text(&v, text), all[i].shown);
        if (fault != VALUE_FINE)
            continue;
        assert_int_equal(value_restore(image, all[i].field, all[i].shown, &again), VALUE_FINE);
        assert_true(again.n == v.n);
    }
    image_close(image);
}

/* Computed values may look like what is asked back of people. */
static void test_what_is_kept_asks_nothing(void **state)
{
    (void)state;
    struct fields_image f;
    struct value v;
    fields_begin(&f);
    struct image *image = fields_open(&f);
    assert_int_equal(value_restore(image, AMOUNT, "9.901", &v), VALUE_FINE);
    assert_int_equal(v.n, 99010);
    assert_int_equal(value_restore(image, TEXT, "", &v), VALUE_FINE);
    assert_true(v.is_set && v.text[0] == '\0');
    assert_int_equal(value_restore(image, AMOUNT, "", &v), VALUE_EMPTY);
    assert_int_equal(value_restore(image, CHOICE, "", &v), VALUE_EMPTY);
    assert_int_equal(value_restore(image, AMOUNT, "x", &v), VALUE_NOT_A_NUMBER);
    image_close(image);
}

static void test_a_text_has_a_limit(void **state)
{
    (void)state;
    struct fields_image f;
    struct value v;
    char *text = calloc(1, VALUE_MOST_TEXT + 2);
    memset(text, 'x', VALUE_MOST_TEXT);
    fields_begin(&f);
    struct image *image = fields_open(&f);
    assert_int_equal(value_parse(image, TEXT, text, &v), VALUE_FINE);
    text[VALUE_MOST_TEXT] = 'x';
    assert_int_equal(value_parse(image, TEXT, text, &v), VALUE_TOO_LONG);
    image_close(image);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_expressions_against_the_twin),
        cmocka_unit_test(test_the_first_condition_that_holds),
        cmocka_unit_test(test_fills_are_computed),
        cmocka_unit_test(test_values_are_read_as_written),
        cmocka_unit_test(test_what_is_kept_asks_nothing),
        cmocka_unit_test(test_a_text_has_a_limit),
    };
    return cmocka_run_group_tests_name("eval", tests, NULL, NULL);
}
