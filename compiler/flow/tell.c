/* What a fault of the flow shows besides its place. */
#include "compiler/flow/flow_int.h"

static void label_outcomes(const struct row *above, struct diags *diags, struct diag *d)
{
    enum { MOST_SHOWN = 4 };
    for (uint32_t i = 0; i < above->outcomes.n && i < MOST_SHOWN; i++)
        diag_label(diags, d, above->outcomes.at[i].to_span, T_LEADS_ELSEWHERE);
}

void flow_label_above(const struct flow *flow, uint32_t row, struct diags *diags, struct diag *d)
{
    const struct row *rows = flow->sop->rows.at;
    if (!row || rows[row].after.n || rows[row].after_start || rows[row].kind == ROW_END)
        return;
    const struct row *above = &rows[row - 1];
    if (above->kind == ROW_END)
        diag_label(diags, d, above->name_span, T_NOTHING_BEHIND_END);
    else if (above->kind == ROW_DECISION)
        label_outcomes(above, diags, d);
    else if (above->to != TO_NEXT)
        diag_label(diags, d, above->to_span, T_LEADS_ELSEWHERE);
}
