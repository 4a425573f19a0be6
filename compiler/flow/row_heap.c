/* Rows waiting to be looked at, the one of the lowest rank first. */
#include "compiler/flow/flow_int.h"

static uint32_t rank_at(const struct row_heap *h, uint32_t i)
{
    return h->rank[h->rows[i]];
}

void row_heap_put(struct row_heap *h, uint32_t row)
{
    uint32_t i = h->n++;
    for (; i && h->rank[row] < rank_at(h, (i - 1) / 2); i = (i - 1) / 2)
        h->rows[i] = h->rows[(i - 1) / 2];
    h->rows[i] = row;
}

uint32_t row_heap_take(struct row_heap *h)
{
    uint32_t first = h->rows[0], last = h->rows[--h->n], i = 0;
    for (uint32_t kid; (kid = 2 * i + 1) < h->n; i = kid) {
        if (kid + 1 < h->n && rank_at(h, kid + 1) < rank_at(h, kid))
            kid++;
        if (h->rank[last] <= rank_at(h, kid))
            break;
        h->rows[i] = h->rows[kid];
    }
    h->rows[i] = last;
    return first;
}
