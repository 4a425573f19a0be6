/* Rows, outcomes and arrows in the words of the file, for its faults. */
#include "compiler/flow/flow_int.h"

const char *outcome_word(const struct sop *sop, const struct outcome *o)
{
    static const char *const words[N_OUTCOME_KINDS][N_LANGUAGES] = {
        [OUTCOME_YES] = {"yes", "ya"}, [OUTCOME_NO] = {"no", "tidak"},
        [OUTCOME_ELSE] = {"else", "lainnya"}, [OUTCOME_LATE] = {"late", "terlambat"},
    };
    const char *word = words[o->kind][sop->language];
    return word ? word : o->label;
}

struct span arrow_span(const struct row *row, uint32_t outcome, bool is_then)
{
    if (outcome == NONE)
        return row->to_span;
    const struct outcome *o = &row->outcomes.at[outcome];
    return is_then ? o->then_span : o->to_span;
}
