/* soprun simulate: its options, its progress, its faults. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/cli/cli.h"

/* A whole number that JSON readers keep exactly. */
#define MOST_SEED ((UINT64_C(1) << 53) - 1)
enum { USUAL_CASES = 100000, USUAL_SEED = 1, MOST_ITEMS = 1000000000 };

static enum err read_options(const struct cli *cli, struct simulate_options *o)
{
    const struct args *a = &cli->args;
    uint64_t n_cases = USUAL_CASES, items = 1;
    o->seed = USUAL_SEED;
    o->rework = SIMULATE_USUAL_REWORK;
    enum err err = args_whole(a, OPT_CASES, 1, SIMULATE_MOST_CASES, &n_cases);
    if (err == ERR_NONE)
        err = args_whole(a, OPT_SEED, 0, MOST_SEED, &o->seed);
    if (err == ERR_NONE)
        err = args_whole(a, OPT_ITEMS, 1, MOST_ITEMS, &items);
    if (err == ERR_NONE)
        err = args_share(a, OPT_REWORK, &o->rework);
    o->n_cases = (uint32_t)n_cases;
    o->items = (uint32_t)items;
    return err;
}

/* ---- progress: on a terminal, of what lasts ----------------------------------- */

enum { BAR_WIDTH = 40, SHOWN_AFTER = 500, SHOWN_EVERY = 100 };

static void show_progress(void *context, uint32_t n_cases)
{
    struct simulation *s = context;
    int64_t now = os_now();
    if (now - s->began < SHOWN_AFTER || now - s->shown < SHOWN_EVERY)
        return;
    uint32_t part = (uint32_t)((uint64_t)n_cases * BAR_WIDTH / s->options.n_cases);
    struct bytes line = {0};
    bytes_add_string(&line, "\r[");
    bytes_repeat(&line, '#', part);
    bytes_repeat(&line, ' ', BAR_WIDTH - part);
    bytes_add_char(&line, ']');
    if (!line.failed)
        fputs(line.data, stderr);
    bytes_free(&line);
    s->shown = now;
}

static void clear_progress(const struct simulation *s)
{
    if (s->shown)
        fprintf(stderr, "\r%*s\r", BAR_WIDTH + 2, "");
}

/* ---- the command ----------------------------------------------------------------- */

static enum err tell_fault(const struct simulation *s, enum err err,
                           const struct simulate_fault *fault)
{
    static const enum message messages[] = {
        [SIMULATE_NO_MEMORY] = MSG_STORE_NO_MEMORY, [SIMULATE_TOO_LONG] = MSG_SIM_TOO_LONG,
        [SIMULATE_NO_END] = MSG_SIM_NO_END, [SIMULATE_STOPPED] = MSG_SIM_STOPPED,
        [SIMULATE_CIRCLE] = MSG_SIM_CIRCLE};
    char number[24], most[24];
    const struct image_procedure *p = &s->image->t.procedure[fault->procedure];
    return cli_fail(s->cli, err, messages[fault->kind], number_text(fault->case_number, number),
                    number_text(SIMULATE_MOST_EVENTS, most), image_string(s->image, p->id), NULL);
}

static enum err play(struct simulation *s)
{
    struct arena arena;
    struct simulate_fault fault;
    arena_init(&arena, NULL);
    s->began = os_now();
    if (isatty(STDERR_FILENO)) {
        s->options.on_progress = show_progress;
        s->options.context = s;
    }
    enum err err = simulate(s->image, &s->options, &arena, &s->result, &fault);
    clear_progress(s);
    if (err != ERR_NONE)
        err = tell_fault(s, err, &fault);
    else if (s->cli->is_json)
        err = cli_print_json(s->cli, simulation_json(s));
    else
        err = simulation_print_table(s);
    arena_free(&arena);
    return err;
}

enum err command_simulate(struct cli *cli)
{
    struct simulation s = {.cli = cli};
    struct image *image;
    enum err err = read_options(cli, &s.options);
    if (err == ERR_NONE)
        err = cli_open_image(cli, &image);
    if (err != ERR_NONE)
        return err;
    s.image = image;
    err = play(&s);
    image_close(image);
    return err;
}
