/*
 * floors [-most N] FILE...: what each floor of the compiler takes for a file,
 * in processor time: reading and parsing it is 1, the others are told as a
 * multiple of that. The least of some runs is told. -most: fails if a floor
 * takes more than N.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compiler/codegen/codegen.h"
#include "compiler/flow/sound.h"
#include "compiler/time/time.h"
#include "grammar/grammar.h"

enum floor { PARSE, MODEL, FLOW, CHECK, PROVE, IMAGE, TIME, N_FLOORS };
static const char *const floor_names[N_FLOORS] = {"parse", "model", "flow", "check",
                                                  "prove", "image", "time"};

struct bench {
    struct arena arena;
    struct interner names;
    struct sources sources;
    struct diags diags;
    double seconds[N_FLOORS], least[N_FLOORS];
    double begin;
    const char *verdict;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void begin(struct bench *b)
{
    b->begin = now();
}

static void end(struct bench *b, enum floor floor)
{
    b->seconds[floor] = now() - b->begin;
}

static void climb(struct bench *b, const char *path)
{
    static const char *const verdicts[] = {"sound", "unsound", "not proved"};
    struct bytes image = {0};
    char id[2 * IMAGE_ID_LEN + 1];
    begin(b);
    const struct ast_program *program = program_parse(path, &b->arena, &b->names, &b->diags);
    end(b, PARSE);
    begin(b);
    const struct model *model = model_build(program, &b->arena, &b->names, &b->diags);
    end(b, MODEL);
    if (!model->sops.n || b->diags.n[SEV_ERROR]) {
        diags_print(&b->diags, &(struct diag_options){.messages = -1, .most = 5}, stderr);
        exit(1);
    }
    begin(b);
    struct flow *flow = flow_build(&model->sops.at[0], &b->arena);
    end(b, FLOW);
    begin(b);
    flow_check(flow, &b->arena, &b->diags);
    end(b, CHECK);
    begin(b);
    struct verdict verdict = sound_prove(flow, &b->arena);
    end(b, PROVE);
    b->verdict = verdicts[verdict.kind];
    begin(b);
    codegen_image(&flow, 1, 0, program, &b->arena, &image, id);
    end(b, IMAGE);
    begin(b);
    time_analyse(flow, &(struct time_options){.items = 1}, &b->arena);
    end(b, TIME);
    bytes_free(&image);
}

static void run(struct bench *b, const char *path)
{
    arena_init(&b->arena, abort);
    intern_init(&b->names, &b->arena);
    b->sources = (struct sources){.arena = &b->arena};
    diags_init(&b->diags, &b->arena, &b->sources);
    climb(b, path);
    arena_free(&b->arena);
}

static void measure(struct bench *b, const char *path)
{
    enum { MOST_RUNS = 5, ENOUGH = 2 };   /* runs, seconds */
    double total = 0;
    for (int n = 0; n < MOST_RUNS && (n == 0 || total < ENOUGH); n++) {
        run(b, path);
        for (enum floor f = 0; f < N_FLOORS; f++) {
            b->least[f] = n == 0 || b->seconds[f] < b->least[f] ? b->seconds[f] : b->least[f];
            total += b->seconds[f];
        }
    }
}

/* A line of a table; false: a floor takes more than `most` (0: any). */
static bool tell(const struct bench *b, const char *path, double most)
{
    const char *slash = strrchr(path, '/');
    bool is_well = true;
    path = slash ? slash + 1 : path;
    printf("| %.*s | %.1f |", (int)strcspn(path, "."), path, 1e3 * b->least[PARSE]);
    for (enum floor f = PARSE + 1; f < N_FLOORS; f++) {
        printf(" %.2f |", b->least[f] / b->least[PARSE]);
        is_well = is_well && (most <= 0 || b->least[f] <= most * b->least[PARSE]);
    }
    printf(" %s |%s\n", b->verdict, is_well ? "" : " too slow");
    return is_well;
}

int main(int argc, char **argv)
{
    bool is_well = true, has_most = argc > 2 && strcmp(argv[1], "-most") == 0;
    double most = has_most ? atof(argv[2]) : 0;
    printf("| file | parse, ms |");
    for (enum floor f = PARSE + 1; f < N_FLOORS; f++)
        printf(" %s |", floor_names[f]);
    printf(" verdict |\n|---|---|---|---|---|---|---|---|---|\n");
    for (int i = has_most ? 3 : 1; i < argc; i++) {
        struct bench b = {0};
        measure(&b, argv[i]);
        is_well &= tell(&b, argv[i], most);
        fflush(stdout);
    }
    return is_well ? 0 : 1;
}
