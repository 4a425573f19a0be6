/*
 * check and checkpoint: that nothing is lost, so that anyone can see it. What
 * is told of a damaged store is the first event that does not fit, in the words of
 * the log, and how much else does not; as data, all of it.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/cli/cli.h"

enum { MOST_LISTED = 1000 };   /* as data: the others are counted */

struct check_view {
    const struct cli *cli;
    struct bytes first;        /* the sentence of the first event that does not fit */
    int64_t event;             /* that one, or 0 */
    uint32_t n;
    json_t *findings;
};

/* ---- looking ---------------------------------------------------------------------- */

static json_t *number_json(int64_t number)
{
    return number ? json_integer(number) : json_null();
}

static json_t *finding_json(const struct cli *cli, const struct store_finding *f)
{
    char kind[32];
    struct bytes b = {0};
    say_finding(&b, cli->args.language, f);
    json_t *json = json_pack("{s:s, s:o, s:o, s:o, s:o, s:s?, s:s?, s:s?, s:s?}", "finding",
                             finding_word(f->kind, kind), "event", number_json(f->event), "case",
                             number_json(f->case_number), "time", time_json(f->time), "row",
                             f->image ? row_json(f->image, f->row) : json_null(), "what", f->what,
                             "log", f->log, "store", f->store, "message", b.data);
    bytes_free(&b);
    return json;
}

/* An event goes before what is about none, an earlier one before a later. */
static bool is_earlier(const struct check_view *v, const struct store_finding *f)
{
    return v->n == 0 || (f->event && (!v->event || f->event < v->event));
}

static bool see_finding(void *view, const struct store_finding *f)
{
    struct check_view *v = view;
    bool is_first = is_earlier(v, f);
    v->n++;
    if (v->cli->is_json)
        return v->n > MOST_LISTED || json_collect(&v->findings, finding_json(v->cli, f));
    if (is_first) {
        v->event = f->event;
        v->first.len = 0;
        say_finding(&v->first, v->cli->args.language, f);
    }
    return true;
}

/* ---- checkpoints -------------------------------------------------------------------- */

/* What stands behind a word, past quotes and colons: digits of that base. */
static size_t read_behind(const char *text, const char *word, const char *digits, char *out,
                          size_t size)
{
    const char *at = strstr(text, word);
    at = at ? at + strlen(word) : "";
    at += strspn(at, " \t\":");
    size_t n = strspn(at, digits);
    if (n >= size)
        return 0;
    memcpy(out, at, n);
    out[n] = '\0';
    return n;
}

/* "event 12 hash 9f...", and the same as JSON. */
static bool read_checkpoint(const char *text, struct store_checkpoint *out)
{
    char number[20];
    *out = (struct store_checkpoint){0};
    if (!read_behind(text, "event", "0123456789", number, sizeof number) ||
        read_behind(text, "hash", "0123456789abcdef", out->hash, sizeof out->hash) != 64)
        return false;
    out->number = strtoll(number, NULL, 10);
    return true;
}

/* The line itself, or the file that holds it. */
static enum err take_checkpoint(struct cli *cli, struct store_checkpoint *out)
{
    const char *text = cli->args.value[OPT_AGAINST];
    struct bytes b = {0};
    if (read_checkpoint(text, out))
        return ERR_NONE;
    if (strncmp(text, "event ", 6) == 0)
        return cli_fail(cli, ERR_USAGE, MSG_BAD_CHECKPOINT, text, NULL);
    enum err err = cli_read_file(cli, text, &b);
    if (err == ERR_NONE && (!b.data || !read_checkpoint(b.data, out)))
        err = cli_fail(cli, ERR_USAGE, MSG_BAD_CHECKPOINT, text, NULL);
    bytes_free(&b);
    return err;
}

static json_t *checkpoint_json(const struct store_checkpoint *c)
{
    return json_pack("{s:i, s:I, s:s, s:o}", "format_version", 1, "event", (json_int_t)c->number,
                     "hash", c->hash, "time", time_json(c->time));
}

enum err command_checkpoint(struct cli *cli)
{
    char number[24], time[40];
    struct store_checkpoint c;
    enum err err = cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    if (!store_checkpoint(cli->store, &c))
        return cli_fail_store(cli, store_fault(cli->store));
    if (cli->is_json)
        return cli_print_json(cli, checkpoint_json(&c));
    cli_say(cli, stdout, MSG_CHECKPOINT, number_text(c.number, number), c.hash,
            c.time ? time_text(c.time, TIME_DATA, time) : "-", NULL);
    return ERR_NONE;
}

/* ---- the answer ------------------------------------------------------------------------ */

static enum err tell_json(const struct check_view *v, const struct store_checked *out)
{
    enum err err = cli_print_json(
        v->cli, json_pack("{s:i, s:b, s:I, s:I, s:I, s:o}", "format_version", 1, "clean",
                          out->n_findings == 0, "events", (json_int_t)out->n_events, "cases",
                          (json_int_t)out->n_cases, "findings", (json_int_t)out->n_findings,
                          "list", v->findings));
    return err != ERR_NONE ? err : out->n_findings ? ERR_FINDING : ERR_NONE;
}

static enum err tell_clean(const struct cli *cli, const struct store_checked *out,
                           const struct store_checkpoint *against)
{
    char events[24], cases[24], number[24];
    cli_say(cli, stdout, MSG_CHECK_CLEAN, number_text(out->n_events, events),
            number_text(out->n_cases, cases), NULL);
    if (against)
        cli_say(cli, stdout, MSG_CHECK_REACHES, number_text(against->number, number), NULL);
    else
        cli_say(cli, stderr, MSG_CHECK_BLIND, NULL);
    return ERR_NONE;
}

static enum err tell_findings(struct check_view *v, const struct store_checked *out)
{
    char n[24];
    bytes_add_char(&v->first, '\n');
    enum err err = cli_print(v->cli, stdout, &v->first);
    if (err != ERR_NONE)
        return err;
    if (out->n_findings > 1)
        cli_say(v->cli, stdout, MSG_CHECK_MORE, number_text(out->n_findings - 1, n), NULL);
    cli_say(v->cli, stderr, MSG_CHECK_ADVICE, NULL);
    return ERR_FINDING;
}

enum err command_check(struct cli *cli)
{
    struct store_checkpoint against;
    const struct store_checkpoint *seen = cli->args.value[OPT_AGAINST] ? &against : NULL;
    struct store_checked out;
    enum err err = seen ? take_checkpoint(cli, &against) : ERR_NONE;
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    struct check_view v = {.cli = cli, .findings = cli->is_json ? json_array() : NULL};
    if (store_check(cli->store, seen, see_finding, &v, &out)) {
        if (cli->is_json)
            return tell_json(&v, &out);
        return out.n_findings ? tell_findings(&v, &out) : tell_clean(cli, &out, seen);
    }
    bytes_free(&v.first);
    json_decref(v.findings);
    return cli_fail_store(cli, store_fault(cli->store));
}
