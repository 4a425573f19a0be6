/* The identity page: what a sop says of itself, over what its office says. */
#include <string.h>

#include "compiler/model/model_int.h"

/* Entries that hold one text or one date, and the field they fill. */
static const struct {
    enum node_kind kind;
    size_t field;
    bool is_date, may_be_month;
} singles[] = {
    {NODE_NUMBER_OF, offsetof(struct identity, number), false, false},
    {NODE_UNIT, offsetof(struct identity, unit), false, false},
    {NODE_CREATED, offsetof(struct identity, created), true, true},
    {NODE_REVISED, offsetof(struct identity, revised), true, true},
    {NODE_EFFECTIVE, offsetof(struct identity, effective), true, true},
};

static const enum node_kind lists[N_IDENTITY_LISTS] = {
    [LIST_BASIS] = NODE_LEGAL_BASIS, [LIST_QUALIFICATION] = NODE_QUALIFICATION,
    [LIST_RELATED] = NODE_RELATED,   [LIST_EQUIPMENT] = NODE_EQUIPMENT,
    [LIST_WARNING] = NODE_WARNING,   [LIST_RECORDS] = NODE_RECORDS,
    [LIST_PURPOSE] = NODE_PURPOSE,   [LIST_SCOPE] = NODE_SCOPE,
    [LIST_DEFINITION] = NODE_DEFINITION, [LIST_HISTORY] = NODE_HISTORY,
};

static const char **field_of(struct identity *identity, size_t offset)
{
    return (const char **)((char *)identity + offset);
}

void add_texts(struct builder *b, const struct node *list, string_list *out)
{
    for (const struct node *n = ast_kid(list, NODE_STRING); n; n = ast_again(n))
        *LIST_ADD(b->arena, out) = n->text;
}

static const char *kid_text(const struct node *n, enum node_kind kind)
{
    const struct node *kid = ast_kid(n, kind);
    const struct node *string = kid && kid->kind != NODE_STRING ? ast_kid(kid, NODE_STRING) : kid;
    return string ? string->text : NULL;
}

static bool build_single(struct builder *b, const struct node *n, struct identity *identity)
{
    for (uint32_t i = 0; i < COUNT_OF(singles); i++) {
        if (singles[i].kind != n->kind)
            continue;
        if (!singles[i].is_date)
            *field_of(identity, singles[i].field) = kid_text(n, NODE_STRING);
        else if (check_date(b, n, singles[i].may_be_month))
            *field_of(identity, singles[i].field) = n->text;
        return true;
    }
    return false;
}

static bool build_list(struct builder *b, const struct node *n, struct identity *identity)
{
    for (uint32_t i = 0; i < N_IDENTITY_LISTS; i++) {
        if (lists[i] == n->kind) {
            add_texts(b, n, &identity->lists[i]);
            identity->is_said[i] = true;
            return true;
        }
    }
    return false;
}

bool is_identity_entry(enum node_kind kind)
{
    return kind >= NODE_NUMBER_OF && kind <= NODE_HISTORY;
}

static void build_entry(struct builder *b, const struct node *n, struct identity *identity)
{
    static const struct once parts[] = {
        {NODE_NAME_OF, {"name", "nama"}},
        {NODE_ID_OF, {"id", "id"}},
        {NODE_BAD, {NULL, NULL}},
    };
    if (build_single(b, n, identity) || build_list(b, n, identity))
        return;
    check_once(b, n, parts);
    identity->approver_title = kid_text(n, NODE_STRING);   /* APPROVED_BY is left */
    identity->approver_name = kid_text(n, NODE_NAME_OF);
    identity->approver_id = kid_text(n, NODE_ID_OF);
}

void build_identity(struct builder *b, const struct node *block, struct identity *identity)
{
    const struct node *seen[N_NODE_KINDS] = {NULL};
    for (const struct node *n = block->first; n; n = n->next) {
        if (!is_identity_entry(n->kind))
            continue;
        if (seen[n->kind])
            tell_double(b, E_ENTRY_TWICE, n->span, entry_word(b, n), seen[n->kind]->span);
        else
            build_entry(b, n, identity);
        seen[n->kind] = n;
    }
}

/* Entry by entry: who approves is one, with name and number. */
void merge_identity(struct identity *own, const struct identity *office)
{
    struct identity from = *office;
    for (uint32_t i = 0; i < COUNT_OF(singles); i++)
        if (!*field_of(own, singles[i].field))
            *field_of(own, singles[i].field) = *field_of(&from, singles[i].field);
    if (!own->approver_title && !own->approver_name && !own->approver_id) {
        own->approver_title = office->approver_title;
        own->approver_name = office->approver_name;
        own->approver_id = office->approver_id;
    }
    for (uint32_t i = 0; i < N_IDENTITY_LISTS; i++)
        if (!own->is_said[i])
            own->lists[i] = office->lists[i];
}
