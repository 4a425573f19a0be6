/*
 * Expressions: names and types. Amounts, dates, texts, truths and choices do
 * not mix; what does not fit is told where it stands, and the expression is
 * left out. And back to text, in one spelling for every language.
 */
#include <string.h>

#include "compiler/model/model_int.h"

const char *type_name(enum field_type type)
{
    static const char *const names[N_FIELD_TYPES] = {
        [FIELD_AMOUNT] = "an amount" IN_OTHER_WORDS "angka",
        [FIELD_TEXT] = "a text" IN_OTHER_WORDS "teks",
        [FIELD_DATE] = "a date" IN_OTHER_WORDS "tanggal",
        [FIELD_YES_NO] = "yes or no" IN_OTHER_WORDS "ya atau tidak",
        [FIELD_CHOICE] = "a choice" IN_OTHER_WORDS "pilihan",
    };
    return names[type];
}

static struct expr *new_expr(struct builder *b, enum expr_op op, enum field_type type,
                             const struct node *n)
{
    struct expr *e = ARENA_NEW(b->arena, struct expr);
    e->op = op;
    e->type = type;
    e->span = n->span;
    return e;
}

/* ---- leaves ----------------------------------------------------------- */

uint32_t resolve_field(struct builder *b, const struct node *n)
{
    uint32_t field = name_find(&b->field_names, n->text);
    if (field == NONE)
        tell_unknown(b, E_UNKNOWN_FIELD, n, &b->field_names, NULL);
    return field;
}

static struct expr *build_field(struct builder *b, const struct node *n)
{
    uint32_t field = resolve_field(b, n);
    if (field == NONE)
        return NULL;
    struct expr *e = new_expr(b, EXPR_FIELD, b->sop->fields.at[field].type, n);
    e->field = field;
    return e;
}

static struct expr *build_leaf(struct builder *b, const struct node *n)
{
    struct expr *e = NULL;
    switch (n->kind) {
    case NODE_NAME:
        return build_field(b, n);
    case NODE_NUMBER:
        e = new_expr(b, EXPR_NUMBER, FIELD_AMOUNT, n);
        e->number = build_number(b, n);
        break;
    case NODE_STRING:
        e = new_expr(b, EXPR_TEXT, FIELD_TEXT, n);
        e->text = n->text;
        break;
    case NODE_DATE:
        if (check_date(b, n, false)) {
            e = new_expr(b, EXPR_DATE, FIELD_DATE, n);
            e->number = date_day(n->text);
        }
        break;
    case NODE_YES: case NODE_NO:
        e = new_expr(b, EXPR_TRUTH, FIELD_YES_NO, n);
        e->number = n->kind == NODE_YES;
        break;
    default:
        break;
    }
    return e;
}

/* ---- operators -------------------------------------------------------- */

/* What an operator takes: amounts, truths, things in order, equal things. */
enum takes { TAKES_AMOUNT, TAKES_TRUTH, TAKES_ORDERED, TAKES_EQUAL };

static const struct {
    const char *sign;
    enum expr_op op;
    enum takes takes;
    enum field_type gives;
} operators[] = {
    {"and", EXPR_AND, TAKES_TRUTH, FIELD_YES_NO},      {"or", EXPR_OR, TAKES_TRUTH, FIELD_YES_NO},
    {"=", EXPR_EQUAL, TAKES_EQUAL, FIELD_YES_NO},      {"!=", EXPR_UNEQUAL, TAKES_EQUAL, FIELD_YES_NO},
    {"<", EXPR_LESS, TAKES_ORDERED, FIELD_YES_NO},     {"<=", EXPR_AT_MOST, TAKES_ORDERED, FIELD_YES_NO},
    {">", EXPR_GREATER, TAKES_ORDERED, FIELD_YES_NO},  {">=", EXPR_AT_LEAST, TAKES_ORDERED, FIELD_YES_NO},
    {"+", EXPR_ADD, TAKES_AMOUNT, FIELD_AMOUNT},       {"-", EXPR_SUBTRACT, TAKES_AMOUNT, FIELD_AMOUNT},
    {"*", EXPR_MULTIPLY, TAKES_AMOUNT, FIELD_AMOUNT},  {"/", EXPR_DIVIDE, TAKES_AMOUNT, FIELD_AMOUNT},
};

static bool may_take(enum takes takes, enum field_type type)
{
    return takes == TAKES_EQUAL || type == (takes == TAKES_TRUTH ? FIELD_YES_NO : FIELD_AMOUNT) ||
           (takes == TAKES_ORDERED && type == FIELD_DATE);
}

static bool tell_type(struct builder *b, const struct expr *e, const char *sign, enum takes takes)
{
    static const enum text helps[] = {[TAKES_AMOUNT] = T_TAKES_AMOUNTS,
                                      [TAKES_TRUTH] = T_TAKES_TRUTHS,
                                      [TAKES_ORDERED] = T_TAKES_ORDERED};
    struct diag *d = diag_add(b->diags, E_TYPE, e->span, sign, type_name(e->type));
    diag_help(b->diags, d, helps[takes], sign);   /* what takes all has no such fault */
    return false;
}

/* `kind = "x"`: the words must be one of the field's. */
static bool check_choice(struct builder *b, const struct expr *field, const struct expr *word)
{
    const struct field *f = &b->sop->fields.at[field->field];
    struct suggestion s;
    suggest_init(&s, word->text);
    for (uint32_t i = 0; i < f->choices.n; i++) {
        if (strcmp(f->choices.at[i], word->text) == 0)
            return true;
        suggest_try(&s, f->choices.at[i]);
    }
    struct diag *d = diag_add(b->diags, E_UNKNOWN_CHOICE, word->span, word->text, f->id);
    diag_label(b->diags, d, f->span, T_FIELD_HERE);
    if (s.best)
        diag_help(b->diags, d, T_DID_YOU_MEAN, s.best);
    return false;
}

/* `price = "1_000"`, `paid = "yes"`: the value was only put in quotes. */
static bool is_in_quotes(const struct expr *value, enum field_type wanted)
{
    int64_t number;
    if (value->op != EXPR_TEXT)
        return false;
    const char *s = value->text;
    bool is_number = *s >= '0' && *s <= '9' && strspn(s, "0123456789_.") == strlen(s) &&
                     decimal_parse(s, &number) == DECIMAL_OK;
    bool is_truth = strcmp(s, "yes") == 0 || strcmp(s, "no") == 0 || strcmp(s, "ya") == 0 ||
                    strcmp(s, "tidak") == 0;
    bool is_date = strlen(s) == 10 && s[4] == '-' && s[7] == '-' &&
                   strspn(s, "0123456789-") == 10;
    return wanted == FIELD_AMOUNT ? is_number : wanted == FIELD_DATE ? is_date
                                            : wanted == FIELD_YES_NO && is_truth;
}

static void help_quotes(struct builder *b, struct diag *d, const struct expr *x, const struct expr *y)
{
    if (is_in_quotes(y, x->type))
        diag_help(b->diags, d, T_WITHOUT_QUOTES, y->text);
    else if (is_in_quotes(x, y->type))
        diag_help(b->diags, d, T_WITHOUT_QUOTES, x->text);
    else
        diag_help(b->diags, d, T_TYPES_DIFFER);
}

static bool fit_together(struct builder *b, const struct expr *x, const struct expr *y,
                         const char *sign)
{
    if (x->type == FIELD_CHOICE && y->op == EXPR_TEXT)
        return check_choice(b, x, y);
    if (y->type == FIELD_CHOICE && x->op == EXPR_TEXT)
        return check_choice(b, y, x);
    if (x->type == y->type)
        return true;
    struct diag *d = diag_add(b->diags, E_TYPES_DIFFER, y->span, sign, type_name(x->type),
                              type_name(y->type));
    diag_label(b->diags, d, x->span, T_OF_TYPE, type_name(x->type));
    diag_here(b->diags, d, T_OF_TYPE, type_name(y->type));
    help_quotes(b, d, x, y);
    return false;
}

static struct expr *build_binary(struct builder *b, const struct node *n)
{
    const struct expr *x = build_expr(b, n->first), *y = build_expr(b, n->last);
    if (!x || !y)
        return NULL;
    for (uint32_t i = 0; i < COUNT_OF(operators); i++) {
        if (strcmp(operators[i].sign, n->text) != 0)
            continue;
        enum takes takes = operators[i].takes;
        bool is_good = may_take(takes, x->type) || tell_type(b, x, n->text, takes);
        is_good = is_good && (may_take(takes, y->type) || tell_type(b, y, n->text, takes));
        if (!is_good || !fit_together(b, x, y, n->text))
            return NULL;
        struct expr *e = new_expr(b, operators[i].op, operators[i].gives, n);
        e->a = x;
        e->b = y;
        return e;
    }
    return NULL;
}

static struct expr *build_unary(struct builder *b, const struct node *n)
{
    bool is_not = strcmp(n->text, "not") == 0;
    const struct expr *a = build_expr(b, n->first);
    if (!a)
        return NULL;
    if (a->type != (is_not ? FIELD_YES_NO : FIELD_AMOUNT)) {
        tell_type(b, a, n->text, is_not ? TAKES_TRUTH : TAKES_AMOUNT);
        return NULL;
    }
    struct expr *e = new_expr(b, is_not ? EXPR_NOT : EXPR_NEGATE, a->type, n);
    e->a = a;
    return e;
}

const struct expr *build_expr(struct builder *b, const struct node *n)
{
    if (!n)
        return NULL;
    switch (n->kind) {
    case NODE_PARENS: return build_expr(b, n->first);
    case NODE_UNARY: return build_unary(b, n);
    case NODE_BINARY: return build_binary(b, n);
    default: return build_leaf(b, n);
    }
}

bool is_expression(enum node_kind kind)
{
    return kind == NODE_NAME || kind == NODE_NUMBER || kind == NODE_STRING || kind == NODE_DATE ||
           kind == NODE_YES || kind == NODE_NO || kind == NODE_PARENS || kind == NODE_UNARY ||
           kind == NODE_BINARY;
}

const struct expr *build_condition(struct builder *b, const struct node *n)
{
    const struct expr *e = build_expr(b, n);
    if (!e || e->type == FIELD_YES_NO)
        return e;
    diag_help(b->diags, diag_add(b->diags, E_NOT_A_CONDITION, e->span, type_name(e->type)),
              T_CONDITION);
    return NULL;
}

/* May the value go into the field? */
bool check_fill(struct builder *b, const struct field *f, const struct expr *value)
{
    struct expr as_field = {.op = EXPR_FIELD, .type = f->type, .span = f->span,
                            .field = (uint32_t)(f - b->sop->fields.at)};
    if (f->type == FIELD_CHOICE && value->op == EXPR_TEXT)
        return check_choice(b, &as_field, value);
    bool is_same = f->type == value->type &&
                   (f->type != FIELD_CHOICE || value->op == EXPR_FIELD);
    if (!is_same) {
        struct diag *d = diag_add(b->diags, E_FILL_TYPE, value->span, f->id, type_name(f->type),
                                  type_name(value->type));
        diag_label(b->diags, d, f->span, T_FIELD_HERE);
        if (is_in_quotes(value, f->type))
            diag_help(b->diags, d, T_WITHOUT_QUOTES, value->text);
    }
    return is_same;
}

/* ---- as text ---------------------------------------------------------- */

static int binding(enum expr_op op)
{
    switch (op) {
    case EXPR_OR: return 1;
    case EXPR_AND: return 2;
    case EXPR_NOT: return 3;
    case EXPR_EQUAL: case EXPR_UNEQUAL: case EXPR_LESS: case EXPR_AT_MOST: case EXPR_GREATER:
    case EXPR_AT_LEAST: return 4;
    case EXPR_ADD: case EXPR_SUBTRACT: return 5;
    case EXPR_MULTIPLY: case EXPR_DIVIDE: return 6;
    case EXPR_NEGATE: return 7;
    default: return 8;
    }
}

static const char *sign_of(enum expr_op op)
{
    for (uint32_t i = 0; i < COUNT_OF(operators); i++)
        if (operators[i].op == op)
            return operators[i].sign;
    return op == EXPR_NOT ? "not " : "-";
}

static const char *day_text(int64_t day, struct arena *arena)
{
    for (int year = 1;; year++) {   /* dates of procedures are near; a search will do */
        if (calendar_day(year + 1, 1, 1) <= day && year < 9999)
            continue;
        for (int month = 12; month >= 1; month--)
            if (calendar_day(year, month, 1) <= day)
                return arena_printf(arena, "%04d-%02d-%02d", year, month,
                                    (int)(day - calendar_day(year, month, 1)) + 1);
        return "";
    }
}

static const char *leaf_text(const struct sop *sop, const struct expr *e, struct arena *arena)
{
    char digits[32];
    switch (e->op) {
    case EXPR_FIELD: return sop->fields.at[e->field].id;
    case EXPR_TEXT: return arena_printf(arena, "\"%s\"", e->text);
    case EXPR_DATE: return day_text(e->number, arena);
    case EXPR_TRUTH: return e->number ? "yes" : "no";
    default: return arena_printf(arena, "%s", decimal_format(e->number, digits));
    }
}

/* Parentheses where the operand binds less than its place asks for. */
static const char *operand_text(const struct sop *sop, const struct expr *e, int least,
                                struct arena *arena)
{
    const char *text = expr_text(sop, e, arena);
    return binding(e->op) < least ? arena_printf(arena, "(%s)", text) : text;
}

const char *expr_text(const struct sop *sop, const struct expr *e, struct arena *arena)
{
    int own = binding(e->op);
    if (own == 8)
        return leaf_text(sop, e, arena);
    if (!e->b)
        return arena_printf(arena, "%s%s", sign_of(e->op), operand_text(sop, e->a, own, arena));
    /* Comparisons do not associate; of - and / the right operand does not. */
    return arena_printf(arena, "%s %s %s", operand_text(sop, e->a, own + (own == 4), arena),
                        sign_of(e->op), operand_text(sop, e->b, own + 1, arena));
}
