/* Breaking the table into pages: see sheets.h. */
#include <stdlib.h>

#include "compiler/draw/sheets.h"

static const double level_gutter = 6;   /* above and below a pentagon */
static const uint32_t levels_most = 3;    /* before other lanes are used too */
static const double two_slots = 46;       /* width of a lane that takes two */

struct sheet_maker {
    const struct frame *frame;
    const struct chart *chart;
    const struct band_list *list;
    struct sheet_list *out;
    const char **letters[2];   /* stop -> letter, of those down and those up */
    uint32_t n_letters;
};

/* ---- pentagons -------------------------------------------------------- */

/* From the left, by the lane that its arrow goes to or comes from. */
static void pennant_insert(struct sheet_maker *m, struct spare *spare, struct pennant p)
{
    LIST_ADD(m->frame->arena, &spare->pennants);
    uint32_t i = spare->pennants.n - 1;
    for (; i && spare->pennants.at[i - 1].partner > p.partner; i--)
        spare->pennants.at[i] = spare->pennants.at[i - 1];
    spare->pennants.at[i] = p;
}

static void pennant_add(struct sheet_maker *m, struct spare *spare, uint32_t target,
                        uint32_t partner, bool is_up)
{
    bool is_exit = target != partner;
    for (uint32_t i = 0; i < spare->pennants.n; i++) {
        const struct pennant *p = &spare->pennants.at[i];
        if (p->target == target && p->is_up == is_up && p->is_exit == is_exit)
            return;
    }
    pennant_insert(m, spare,
                   (struct pennant){
                       .target = target,
                       .is_up = is_up,
                       .is_exit = is_exit,
                       .lane = m->chart->stops.at[target].home,
                       .partner = m->chart->stops.at[partner].home,
                   });
}

static void pennants_find(struct sheet_maker *m, struct sheet *sheet)
{
    const struct chart *chart = m->chart;
    uint32_t first = sheet->first_stop, end = sheet->end_stop;
    for (uint32_t s = first; s < end; s++) {
        for (uint32_t i = chart->first_tie[s]; i < chart->first_tie[s + 1]; i++) {
            uint32_t to = chart->ties.at[i].to;
            if (to >= end)
                pennant_add(m, &sheet->below, to, s, false);
            else if (to < first)
                pennant_add(m, &sheet->above, to, s, true);
        }
        for (uint32_t i = chart->first_in[s]; i < chart->first_in[s + 1]; i++) {
            uint32_t from = chart->ties.at[chart->ties_in[i]].from;
            if (from < first)
                pennant_add(m, &sheet->above, s, s, false);
            else if (from >= end)
                pennant_add(m, &sheet->below, s, s, true);
        }
    }
}

static uint32_t slots_a_lane(const struct sheet_maker *m)
{
    struct extent lane = frame_lane(m->frame, 0);
    return lane.to - lane.from < two_slots ? 1 : 2;
}

static uint32_t divided_up(uint32_t n, uint32_t by)
{
    return (n + by - 1) / by;
}

static void levels_count(struct sheet_maker *m, struct spare *spare)
{
    uint32_t *n_in = ARENA_ARRAY(m->frame->arena, m->chart->n_lanes, uint32_t);
    uint32_t slots = slots_a_lane(m), n = spare->pennants.n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t levels = divided_up(++n_in[spare->pennants.at[i].lane], slots);
        spare->n_levels = levels > spare->n_levels ? levels : spare->n_levels;
    }
    uint32_t least = divided_up(n, slots * m->chart->n_lanes);
    if (spare->n_levels > levels_most)
        spare->n_levels = least > levels_most ? least : levels_most;
}

/* The lane itself or the nearest one that has room. */
static uint32_t lane_with_room(const struct sheet_maker *m, const uint32_t *n_in, uint32_t lane,
                               uint32_t most)
{
    uint32_t n = m->chart->n_lanes;
    for (uint32_t d = 0; d < n; d++) {
        if (lane >= d && n_in[lane - d] < most)
            return lane - d;
        if (lane + d < n && n_in[lane + d] < most)
            return lane + d;
    }
    return lane;
}

/* As they are read: line by line, from the left. */
static int pennant_compare(const void *a, const void *b)
{
    const struct pennant *x = a, *y = b;
    uint32_t first[] = {x->level, x->lane, x->slot}, second[] = {y->level, y->lane, y->slot};
    for (uint32_t i = 0; i < COUNT_OF(first); i++)
        if (first[i] != second[i])
            return first[i] < second[i] ? -1 : 1;
    return 0;
}

static void pennants_seat(struct sheet_maker *m, struct spare *spare)
{
    uint32_t *n_in = ARENA_ARRAY(m->frame->arena, m->chart->n_lanes, uint32_t);
    uint32_t slots = slots_a_lane(m);
    for (uint32_t i = 0; i < spare->pennants.n; i++) {
        struct pennant *p = &spare->pennants.at[i];
        p->lane = lane_with_room(m, n_in, p->lane, slots * spare->n_levels);
        p->level = n_in[p->lane] / slots;
        p->slot = n_in[p->lane]++ % slots;
    }
    for (uint32_t i = 0; i < spare->pennants.n; i++) {
        struct pennant *p = &spare->pennants.at[i];
        uint32_t rest = n_in[p->lane] - p->level * slots;
        p->n_slots = rest < slots ? rest : slots;
    }
    if (spare->pennants.n)
        qsort(spare->pennants.at, spare->pennants.n, sizeof *spare->pennants.at, pennant_compare);
}

/* A ... Z, AA ... */
static const char *letter_text(struct arena *arena, uint32_t n)
{
    const char *rest = n >= 26 ? letter_text(arena, n / 26 - 1) : "";
    return arena_printf(arena, "%s%c", rest, (char)('A' + n % 26));
}

static void letters_give(struct sheet_maker *m, struct spare *spare)
{
    for (uint32_t i = 0; i < spare->pennants.n; i++) {
        struct pennant *p = &spare->pennants.at[i];
        const char **letter = &m->letters[p->is_up][p->target];
        if (!*letter)
            *letter = letter_text(m->frame->arena, m->n_letters++);
        p->letter = *letter;
    }
}

/* ---- pages ------------------------------------------------------------ */

static uint32_t stop_from_band(const struct sheet_maker *m, uint32_t band)
{
    uint32_t low = 0, high = m->chart->stops.n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (m->list->band_of[middle] < band)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct sheet sheet_try(struct sheet_maker *m, uint32_t from, uint32_t to)
{
    struct sheet sheet = {
        .first_band = from,
        .end_band = to,
        .first_stop = stop_from_band(m, from),
        .end_stop = stop_from_band(m, to),
    };
    pennants_find(m, &sheet);
    levels_count(m, &sheet.above);
    levels_count(m, &sheet.below);
    return sheet;
}

static double sheet_spare(const struct sheet_maker *m, const struct sheet *sheet)
{
    return m->out->level_height * (sheet->above.n_levels + sheet->below.n_levels);
}

static double page_room(const struct sheet_maker *m, uint32_t page)
{
    return frame_body_bottom(m->frame) - frame_body_top(m->frame, page);
}

static double bands_height(const struct sheet_maker *m, uint32_t from, uint32_t to)
{
    double height = 0;
    for (uint32_t b = from; b < to; b++)
        height += m->list->bands.at[b].height;
    return height;
}

static bool sheet_fits(const struct sheet_maker *m, const struct sheet *sheet, uint32_t page)
{
    return bands_height(m, sheet->first_band, sheet->end_band) + sheet_spare(m, sheet) <=
           page_room(m, page);
}

/* The longest run of bands from `from` that fits on the page. */
static struct sheet sheet_fill(struct sheet_maker *m, uint32_t from, uint32_t page)
{
    uint32_t n = m->list->bands.n;
    double room = page_room(m, page), height = 0;
    struct sheet best = {0};
    for (uint32_t to = from + 1; to <= n; to++) {
        const struct band *last = &m->list->bands.at[to - 1];
        height += last->height;
        if (height > room && best.end_band)
            break;
        if (last->keeps_next && to < n)
            continue;
        struct sheet sheet = sheet_try(m, from, to);
        if (sheet_fits(m, &sheet, page)) {
            best = sheet;
        } else if (!best.end_band) {
            best = sheet;
            best.is_overfull = true;
            break;
        }
    }
    return best;
}

/* A lonely row on the last page takes the one above with it, if that fits. */
static void last_page_balance(struct sheet_maker *m)
{
    uint32_t n = m->out->sheets.n;
    if (n < 2)
        return;
    struct sheet *last = &m->out->sheets.at[n - 1], *before = last - 1;
    if (last->end_stop - last->first_stop >= 2 || before->end_stop - before->first_stop < 3)
        return;
    uint32_t cut = m->list->band_of[last->first_stop - 1];
    while (cut > before->first_band + 1 && m->list->bands.at[cut - 1].keeps_next)
        cut--;
    struct sheet first = sheet_try(m, before->first_band, cut);
    struct sheet second = sheet_try(m, cut, last->end_band);
    if (!sheet_fits(m, &first, n - 2) || !sheet_fits(m, &second, n - 1))
        return;
    *before = first;
    *last = second;
}

struct sheet_list *sheets_build(const struct frame *frame, const struct band_list *bands)
{
    struct sheet_list *out = ARENA_NEW(frame->arena, struct sheet_list);
    uint32_t n_stops = frame->chart->stops.n;
    struct sheet_maker m = {frame, frame->chart, bands, out, {0}, 0};
    for (uint32_t i = 0; i < 2; i++)
        m.letters[i] = ARENA_ARRAY(frame->arena, n_stops + 1, const char *);
    out->level_height = frame->pentagon + 2 * level_gutter;
    uint32_t band = 0;
    do {
        struct sheet sheet = frame->style == DRAW_STYLE_FLOW
                                 ? sheet_try(&m, band, bands->bands.n)   /* never full */
                                 : sheet_fill(&m, band, out->sheets.n);
        band = sheet.end_band;
        *LIST_ADD(frame->arena, &out->sheets) = sheet;
    } while (band < bands->bands.n);
    last_page_balance(&m);
    for (uint32_t i = 0; i < out->sheets.n; i++) {
        struct sheet *sheet = &out->sheets.at[i];
        pennants_seat(&m, &sheet->above);
        letters_give(&m, &sheet->above);
        pennants_seat(&m, &sheet->below);
        letters_give(&m, &sheet->below);
    }
    return out;
}
