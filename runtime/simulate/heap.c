/* A binary heap that knows where each row stands in it. */
#include "runtime/simulate/simulate_int.h"

static bool is_before(const struct heap_entry *a, const struct heap_entry *b)
{
    return a->time != b->time ? a->time < b->time : a->row < b->row;
}

static void set(struct heap *h, uint32_t i, struct heap_entry entry)
{
    h->at[i] = entry;
    h->place[entry.row] = i + 1;
}

static void rise(struct heap *h, uint32_t i, struct heap_entry entry)
{
    for (; i && is_before(&entry, &h->at[(i - 1) / 2]); i = (i - 1) / 2)
        set(h, i, h->at[(i - 1) / 2]);
    set(h, i, entry);
}

static void sink(struct heap *h, uint32_t i, struct heap_entry entry)
{
    for (uint32_t child; (child = 2 * i + 1) < h->n; i = child) {
        child += child + 1 < h->n && is_before(&h->at[child + 1], &h->at[child]);
        if (!is_before(&h->at[child], &entry))
            break;
        set(h, i, h->at[child]);
    }
    rise(h, i, entry);
}

void heap_put(struct heap *h, struct heap_entry entry)
{
    rise(h, h->n++, entry);
}

void heap_remove(struct heap *h, uint32_t row)
{
    uint32_t i = h->place[row];
    if (!i)
        return;
    h->place[row] = 0;
    h->n--;
    if (i - 1 < h->n)
        sink(h, i - 1, h->at[h->n]);
}
