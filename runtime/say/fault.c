/*
 * Why the store says no, as a sentence: what a fault of the store tells becomes
 * the words of its row, field and actors. A message for each kind of fault; some
 * kinds have several, by what is known of them.
 */
#include "runtime/say/say.h"

/* A sentence for each fault of the store: a missing one does not compile. */
static const enum message fault_messages[N_STORE_FAULTS] = {
#define FAULT(symbol, err, meaning) [STORE_##symbol] = MSG_STORE_##symbol,
#include "runtime/store/faults.def"
#undef FAULT
};

/* A sentence for each: a missing one does not compile. */
static const enum message value_messages[] = {
    [VALUE_FINE] = MSG_VALUE_FINE, [VALUE_EMPTY] = MSG_VALUE_EMPTY,
    [VALUE_NOT_A_NUMBER] = MSG_VALUE_NOT_A_NUMBER, [VALUE_THOUSANDS] = MSG_VALUE_THOUSANDS,
    [VALUE_TOO_FINE] = MSG_VALUE_TOO_FINE, [VALUE_TOO_LARGE] = MSG_VALUE_TOO_LARGE,
    [VALUE_NOT_A_DATE] = MSG_VALUE_NOT_A_DATE, [VALUE_NOT_YES_NO] = MSG_VALUE_NOT_YES_NO,
    [VALUE_NO_CHOICE] = MSG_VALUE_NO_CHOICE, [VALUE_BAD_TEXT] = MSG_VALUE_BAD_TEXT,
    [VALUE_TOO_LONG] = MSG_VALUE_TOO_LONG,
};
static const enum message eval_messages[] = {
    [EVAL_OK] = MSG_EVAL_OK, [EVAL_NOT_FILLED] = MSG_EVAL_NOT_FILLED,
    [EVAL_OVERFLOW] = MSG_EVAL_OVERFLOW, [EVAL_DIVISION_BY_ZERO] = MSG_EVAL_DIVISION_BY_ZERO,
    [EVAL_NO_CHOICE] = MSG_EVAL_NO_CHOICE,
};
_Static_assert(COUNT_OF(value_messages) == N_VALUE_FAULTS, "a sentence for each fault");
_Static_assert(COUNT_OF(eval_messages) == N_EVAL_STATUS, "and for each status");

static const char *or_empty(const struct bytes *b)
{
    return b->data ? b->data : "";
}

void say_value_fault(struct bytes *b, enum language language, enum value_fault fault,
                     const struct image *image, uint32_t field, const char *text)
{
    struct bytes choices = {0};
    say_choices(&choices, image, field);
    say(b, language, value_messages[fault], field_name(image, field), text, or_empty(&choices),
        NULL);
    bytes_free(&choices);
}

void say_eval_fault(struct bytes *b, enum language language, enum eval_status status,
                    const struct image *image, uint32_t row, uint32_t field)
{
    say(b, language, eval_messages[status], image_row_id(image, row),
        field == NONE ? "" : field_name(image, field), NULL);
}

/* ---- fields ------------------------------------------------------------------ */

static const char *field_id(const struct image *image, uint32_t field)
{
    return image_string(image, image->t.field[field].id);
}

static void say_unknown_field(struct bytes *b, enum language language,
                              const struct store_fault *fault)
{
    struct suggestion near;
    suggest_init(&near, fault->text);
    for (uint32_t i = 0; i < fault->image->t.n_field; i++)
        suggest_try(&near, field_id(fault->image, i));
    if (near.best)
        say(b, language, MSG_UNKNOWN_FIELD_NEAR, fault->text, near.best, NULL);
    else
        say(b, language, MSG_STORE_UNKNOWN_FIELD, "", fault->text, NULL);
}

static void say_missing_field(struct bytes *b, enum language language,
                              const struct store_fault *fault)
{
    struct bytes type = {0};
    say_field_type(&type, language, fault->image, fault->field);
    say(b, language, MSG_STORE_FIELD_MISSING, image_row_id(fault->image, fault->row),
        field_name(fault->image, fault->field), field_id(fault->image, fault->field),
        or_empty(&type), NULL);
    bytes_free(&type);
}

static void say_not_filled_here(struct bytes *b, enum language language,
                                const struct store_fault *fault)
{
    const char *field = field_id(fault->image, fault->field);
    if (fault->row == NONE)
        say(b, language, MSG_STORE_NOT_FILLED_HERE, field, NULL);
    else
        say(b, language, MSG_NOT_FILLED_HERE, field, image_row_id(fault->image, fault->row), NULL);
}

/* A version that a case cannot go over to, for a field of its. */
static void say_lacking_field(struct bytes *b, enum language language,
                              const struct store_fault *fault)
{
    say(b, language, fault_messages[fault->kind], field_name(fault->image, fault->field),
        fault->row == NONE ? fault->text : image_row_id(fault->image, fault->row), NULL);
}

/* ---- people ------------------------------------------------------------------- */

/* Whose task it is, and what would make it the person's too. */
static void say_not_member(struct bytes *b, enum language language,
                           const struct store_fault *fault)
{
    char number[24], unit_number[16];
    struct bytes names = {0}, actor = {0};
    uint32_t n;
    const struct image *image = fault->image;
    const uint32_t *actors = signature_actors(image, fault->row, fault->status, &n);
    const struct image_actor *first = &image->t.actor[actors[0]];
    signers_write(&names, image, actors, n, say_text(language, MSG_OR),
                  signature_unit(image, fault->row, fault->status, unit_number));
    actor_write(&actor, image_string(image, first->id),
                first->office == NONE ? "" : image_string(image, first->office));
    say(b, language, MSG_STORE_NOT_MEMBER, number_text(fault->number, number), fault->text,
        or_empty(&names), or_empty(&actor), NULL);
    bytes_free(&names);
    bytes_free(&actor);
}

/* ---- outcomes ------------------------------------------------------------------ */

static void say_bad_outcome(struct bytes *b, enum language language, const struct image *image,
                            uint32_t row, const char *word, const char *all)
{
    struct suggestion near;
    suggest_init(&near, word);
    for (uint32_t i = 0; i < row_n_choices(image, row); i++) {
        suggest_try(&near, say_outcome(language, image, row, i));
        suggest_try(&near, say_outcome_word(image, row, i));
    }
    if (!*all)
        say(b, language, image->t.row[row].is_data ? MSG_DATA_OUTCOME : MSG_STEP_OUTCOME,
            image_row_id(image, row), word, NULL);
    else if (near.best)
        say(b, language, MSG_BAD_OUTCOME_NEAR, image_row_id(image, row), word, near.best, NULL);
    else
        say(b, language, MSG_BAD_OUTCOME, image_row_id(image, row), word, all, NULL);
}

bool say_outcome_fault(struct bytes *b, enum language language, const struct store_fault *fault,
                       const struct image *image, uint32_t row, const char *word)
{
    struct bytes all = {0};
    say_outcomes(&all, language, image, row);
    if (fault->kind == STORE_NO_OUTCOME)
        say(b, language, MSG_NO_OUTCOME, image_row_id(image, row), or_empty(&all), NULL);
    else if (fault->kind == STORE_BAD_OUTCOME)
        say_bad_outcome(b, language, image, row, word, or_empty(&all));
    else if (fault->kind == STORE_OTHER_OUTCOME)
        say(b, language, MSG_OTHER_OUTCOME, image_row_id(image, row),
            say_outcome(language, image, row, (uint32_t)fault->number), NULL);
    bytes_free(&all);
    return fault->kind == STORE_NO_OUTCOME || fault->kind == STORE_BAD_OUTCOME ||
           fault->kind == STORE_OTHER_OUTCOME;
}

/* ---- all ------------------------------------------------------------------------ */

static void say_plain(struct bytes *b, enum language language, const struct store_fault *fault)
{
    char number[24], time[40];
    bool has_row = fault->image && fault->row != NONE;
    bool is_system = fault->kind == STORE_CANNOT_USE;
    say(b, language, fault_messages[fault->kind], number_text(fault->number, number),
        is_system ? os_reason((int)fault->number, language) : fault->text,
        time_text(fault->time, TIME_PLAIN, time),
        has_row ? image_row_id(fault->image, fault->row) : "", NULL);
}

void say_fault(struct bytes *b, enum language language, const struct store_fault *fault)
{
    switch (fault->kind) {
    case STORE_UNKNOWN_FIELD: say_unknown_field(b, language, fault); break;
    case STORE_NOT_FILLED_HERE: say_not_filled_here(b, language, fault); break;
    case STORE_FIELD_MISSING: say_missing_field(b, language, fault); break;
    case STORE_VALUE_IS_GONE:
    case STORE_LACKS_FIELD: say_lacking_field(b, language, fault); break;
    case STORE_NOT_MEMBER: say_not_member(b, language, fault); break;
    case STORE_BAD_VALUE:
        say_value_fault(b, language, (enum value_fault)fault->status, fault->image, fault->field,
                        fault->text);
        break;
    case STORE_NOT_COMPUTED:
        say_eval_fault(b, language, (enum eval_status)fault->status, fault->image, fault->row,
                       fault->field);
        break;
    default: say_plain(b, language, fault);
    }
}
