/* Building, walking and printing the tree. */
#include "compiler/ast/ast.h"

static const char *const names[N_NODE_KINDS] = {
#define NODE(kind, name, holds) [NODE_##kind] = name,
#include "compiler/ast/ast.def"
#undef NODE
};

struct node *ast_new(struct arena *arena, enum node_kind kind, struct span span,
                     const char *text)
{
    struct node *n = ARENA_NEW(arena, struct node);
    n->kind = kind;
    n->span = n->at = span;
    n->text = text;
    return n;
}

struct node *ast_add(struct node *parent, struct node *kid)
{
    if (!kid)
        return parent;
    parent->span = span_join(parent->span, kid->span);
    if (parent->last)
        parent->last->next = kid;
    else
        parent->first = kid;
    parent->last = kid;
    return parent;
}

struct node *ast_adopt(struct node *parent, struct node *from)
{
    if (!from || !from->first)
        return parent;
    parent->span = span_join(parent->span, from->span);
    if (parent->last)
        parent->last->next = from->first;
    else
        parent->first = from->first;
    parent->last = from->last;
    return parent;
}

static struct node *seek(struct node *n, enum node_kind kind)
{
    while (n && n->kind != kind)
        n = n->next;
    return n;
}

struct node *ast_kid(const struct node *parent, enum node_kind kind)
{
    return parent ? seek(parent->first, kind) : NULL;
}

struct node *ast_again(const struct node *kid)
{
    return seek(kid->next, kid->kind);
}

static void dump(const struct node *n, int depth, FILE *out)
{
    fprintf(out, "%*s%s", 2 * depth, "", names[n->kind]);
    if (*n->text)
        fprintf(out, n->kind == NODE_STRING || n->kind == NODE_WORDS ? " \"%s\"" : " %s",
                n->text);
    fputc('\n', out);
    for (const struct node *kid = n->first; kid; kid = kid->next)
        dump(kid, depth + 1, out);
}

void ast_dump(const struct node *tree, FILE *out)
{
    dump(tree, 0, out);
}
