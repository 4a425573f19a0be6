/* The model as text, for `sopc --dump=model`. */
#include "compiler/model/model.h"

static void dump_list(const char *name, const string_list *list, FILE *out)
{
    for (uint32_t i = 0; i < list->n; i++)
        fprintf(out, "    %s \"%s\"\n", name, list->at[i]);
}

static void dump_actors(const struct sop *sop, const char *word, const uint32_t *actors, uint32_t n,
                        FILE *out)
{
    for (uint32_t i = 0; i < n; i++)
        fprintf(out, "%s%s", i ? ", " : word, sop->actors.at[actors[i]].id);
}

static void dump_target(const struct sop *sop, uint32_t to, FILE *out)
{
    if (to == TO_END)
        fprintf(out, " -> end");
    else if (to != TO_NEXT)
        fprintf(out, " -> %s", sop->rows.at[to].id);
}

static void dump_after(const struct sop *sop, const struct row *row, FILE *out)
{
    for (uint32_t g = 0; g < row->after.n; g++) {
        const struct group *group = &row->after.at[g];
        fprintf(out, g ? ", " : " after ");
        for (uint32_t i = 0; i < group->members.n; i++) {
            const struct member *m = &group->members.at[i];
            const struct row *of = &sop->rows.at[m->row];
            fprintf(out, "%s%s", i ? " or " : "", of->id);
            if (m->outcome != NONE && m->outcome < of->outcomes.n)
                fprintf(out, ".%s", of->outcomes.at[m->outcome].label);
        }
    }
    if (row->after_start)
        fprintf(out, " after start");
}

static void dump_row(const struct sop *sop, const struct row *row, FILE *out)
{
    static const char *const kinds[] = {"step", "decision", "start", "end"};
    char number[32];
    fprintf(out, "  %3u %s %s \"%s\"\n     ", (unsigned)row->no, kinds[row->kind], row->id, row->text);
    dump_actors(sop, row->is_each ? " by each " : row->is_any ? " by any of " : " by ",
                row->actors.at, row->actors.n, out);
    dump_actors(sop, " assisted by ", row->assistants.at, row->assistants.n, out);
    fprintf(out, " work %s", number_format(row_work_minutes(sop, row), number));
    dump_after(sop, row, out);
    dump_target(sop, row->to, out);
    fputc('\n', out);
    dump_list("input", &row->inputs, out);
    dump_list("output", &row->outputs, out);
    for (uint32_t i = 0; i < row->outcomes.n; i++) {
        const struct outcome *o = &row->outcomes.at[i];
        fprintf(out, "    outcome %s", o->label);
        if (o->percent >= 0)
            fprintf(out, " %s%%", decimal_format(o->percent, number));
        dump_target(sop, o->to, out);
        fputc('\n', out);
    }
}

void model_dump(const struct model *model, FILE *out)
{
    static const char *const lists[] = {
#define IDENTITY_LIST(symbol, name) name,
#include "compiler/model/identity.def"
#undef IDENTITY_LIST
    };
    for (uint32_t s = 0; s < model->sops.n; s++) {
        const struct sop *sop = &model->sops.at[s];
        fprintf(out, "sop %s \"%s\"\n", sop->id, sop->title);
        for (uint32_t i = 0; i < N_IDENTITY_LISTS; i++)
            dump_list(lists[i], &sop->identity.lists[i], out);
        for (uint32_t i = 0; i < sop->actors.n; i++)
            fprintf(out, "  actor %s \"%s\" count %u\n", sop->actors.at[i].id,
                    sop->actors.at[i].name, (unsigned)sop->actors.at[i].count);
        for (uint32_t i = 0; i < sop->rows.n; i++)
            dump_row(sop, &sop->rows.at[i], out);
    }
}
