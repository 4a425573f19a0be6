/*
 * A log in XES read back, and each of its traces replayed on the procedure that it
 * is of: how many of its events fit. It knows of XES what soprun writes, line by line.
 */
#ifndef SOP_TEST_XES_REPLAY_H
#define SOP_TEST_XES_REPLAY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/vm/vm.h"

struct xes_event {
    char kind[32], row[256], outcome[256];
};

struct xes_replay {
    const struct image *image;
    struct vm_case *state;
    struct vm_effects effects;
    char sop[256], id[80], ended[32];   /* of the trace */
    bool is_of_image, is_over;
    uint32_t n_traces, n_events, n_fitting, n_ends;   /* ends: traces that end as they say */
};

static inline void xes_unescape(char *s)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    char *out = s;
    while (*s) {
        size_t i = 0;
        while (i < COUNT_OF(names) && strncmp(s, names[i], strlen(names[i])) != 0)
            i++;
        *out++ = i < COUNT_OF(names) ? "&<>\""[i] : *s;
        s += i < COUNT_OF(names) ? strlen(names[i]) : 1;
    }
    *out = '\0';
}

/* The value of a line that is that attribute. */
static inline bool xes_value(const char *line, const char *key, char *out, size_t size)
{
    char begin[64];
    snprintf(begin, sizeof begin, "<string key=\"%s\" value=\"", key);
    if (strncmp(line, begin, strlen(begin)) != 0)
        return false;
    const char *value = line + strlen(begin), *end = strrchr(value, '"');
    snprintf(out, size, "%.*s", end ? (int)(end - value) : 0, value);
    xes_unescape(out);
    return true;
}

static inline uint32_t xes_procedure(const struct image *image, const char *sop)
{
    for (uint32_t i = 0; i < image->t.n_procedure; i++)
        if (strcmp(image_string(image, image->t.procedure[i].id), sop) == 0)
            return i;
    return NONE;
}

static inline uint32_t xes_row(const struct xes_replay *x, const char *id)
{
    struct image_span rows = x->image->t.procedure[x->state->procedure].rows;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        if (strcmp(image_string(x->image, x->image->t.row[row].id), id) == 0)
            return row;
    return NONE;
}

static inline uint32_t xes_outcome(const struct image *image, uint32_t row, const char *word)
{
    static const char *const words[N_IMAGE_OUTCOME_KINDS] = {
        [IMAGE_YES] = "yes", [IMAGE_NO] = "no", [IMAGE_ELSE] = "else", [IMAGE_LATE] = "late"};
    struct image_span outcomes = row == NONE ? (struct image_span){0} : image->t.row[row].outcomes;
    for (uint32_t i = 0; i < outcomes.n && *word; i++) {
        const struct image_outcome *o = &image->t.outcome[outcomes.first + i];
        const char *own = words[o->kind] ? words[o->kind] : image_string(image, o->label);
        if (strcmp(own, word) == 0)
            return i;
    }
    return NONE;
}

static inline void xes_step(struct xes_replay *x, const struct xes_event *e)
{
    static const struct {
        const char *kind;
        enum vm_event_kind event;
    } kinds[] = {{"start", VM_START}, {"done", VM_SIGN},  {"decided", VM_SIGN},
                 {"passed", VM_PASS}, {"late", VM_LATE},  {"returned", VM_SIGN}};
    for (size_t i = 0; x->is_of_image && i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].kind, e->kind) != 0)
            continue;
        uint32_t row = xes_row(x, e->row);
        struct vm_event event = {kinds[i].event, row, xes_outcome(x->image, row, e->outcome)};
        x->n_events++;
        x->n_fitting += vm_step(x->image, x->state, &event, &x->effects) == VM_OK;
    }
    x->is_over |= strcmp(e->kind, "cancelled") == 0;
}

static inline void xes_begin(struct xes_replay *x)
{
    uint32_t procedure = xes_procedure(x->image, x->sop);
    x->is_of_image = strcmp(x->id, x->image->id_hex) == 0 && procedure != NONE;
    x->is_over = false;
    if (!x->is_of_image)
        return;
    free(x->state);
    free(x->effects.at);
    x->state = calloc(1, vm_case_size(x->image, procedure));
    x->effects.cap = vm_effects_max(x->image, procedure);
    x->effects.at = calloc(x->effects.cap, sizeof *x->effects.at);
    vm_case_init(x->image, procedure, x->state);
}

static inline void xes_end(struct xes_replay *x)
{
    if (!x->is_of_image)
        return;
    const char *state = x->is_over                   ? "cancelled"
                        : x->state->phase == VM_OVER ? "ended" : "running";
    x->n_traces++;
    x->n_ends += strcmp(state, x->ended) == 0;
}

/* Whether all traces of the image fit; tells how much does. */
static inline bool xes_replay(const char *image_path, const char *log_path)
{
    static char line[1 << 17];
    struct image_fault fault;
    struct xes_replay x = {.image = image_open_file(image_path, &fault)};
    struct xes_event e = {{0}, {0}, {0}};
    FILE *log = fopen(log_path, "r");
    bool is_in_event = false;
    if (!x.image || !log)
        return false;
    while (fgets(line, sizeof line, log)) {
        bool is_begin = strcmp(line, "<event>\n") == 0;
        if (strcmp(line, "</trace>\n") == 0)
            xes_end(&x);
        if (is_in_event && strcmp(line, "</event>\n") == 0)
            xes_step(&x, &e);
        if (is_begin)
            e = (struct xes_event){{0}, {0}, {0}};
        is_in_event = is_begin || (is_in_event && strcmp(line, "</event>\n") != 0);
        xes_value(line, "kind", e.kind, sizeof e.kind);
        xes_value(line, "row", e.row, sizeof e.row);
        xes_value(line, "outcome", e.outcome, sizeof e.outcome);
        xes_value(line, "sop", x.sop, sizeof x.sop);
        xes_value(line, "image", x.id, sizeof x.id);
        if (xes_value(line, "state", x.ended, sizeof x.ended))
            xes_begin(&x);
    }
    printf("%u of %u events fit, %u of %u traces end as they say\n", x.n_fitting, x.n_events,
           x.n_ends, x.n_traces);
    fclose(log);
    free(x.state);
    free(x.effects.at);
    bool is_fitting = x.n_events && x.n_fitting == x.n_events && x.n_ends == x.n_traces;
    image_close((struct image *)(uintptr_t)x.image);
    return is_fitting;
}

#endif
