/*
 * What is kept outside a store, in case it goes: a checkpoint, by which a cut or
 * rewritten log is known; and a copy of all of it. The copy is made while others
 * work: it holds one moment. It gets its name once it is whole, looked at and on
 * the disk, so that whatever bears that name can be gone back to.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/store/store_int.h"

/* ---- checkpoints ---------------------------------------------------------------- */

static void read_checkpoint(struct store *s, struct store_checkpoint *out)
{
    uint8_t hash[DIGEST_LEN];
    *out = (struct store_checkpoint){0};
    if (!log_last(s, &out->number, hash))
        return;
    for (size_t i = 0; i < DIGEST_LEN; i++)
        snprintf(out->hash + 2 * i, 3, "%02x", hash[i]);
    sqlite3_stmt *st = sql_start(s, EVENT_TIME, sql_number(out->number));
    if (sql_row(s, st))
        out->time = sqlite3_column_int64(st, 0);
    sql_done(st);
}

bool store_checkpoint(struct store *s, struct store_checkpoint *out)
{
    store_begin(s);
    read_checkpoint(s, out);
    return store_end(s);
}

/* ---- the copy ------------------------------------------------------------------- */

struct copy {
    struct store *s;
    const char *path;
    char temporary[4096];
    bool is_there;                 /* the temporary file */
    struct store_checkpoint end;   /* of the log, as it is in the copy */
};

static bool refuse_system(struct store *s)
{
    return store_refuse_about(s, errno == ENOSPC ? STORE_DISK_FULL : STORE_CANNOT_USE, errno,
                              NULL, 0);
}

/* As open to others as the store itself is: it holds the same names. Who makes it
 * has to write it, though the store may be one that they only read. */
static bool make_file(struct copy *c)
{
    struct stat st;
    const char *source = sqlite3_db_filename(c->s->db, "main");
    if (lstat(c->path, &st) == 0)
        return store_refuse_about(c->s, STORE_COPY_IS_THERE, 0, c->path, 0);
    int n = snprintf(c->temporary, sizeof c->temporary, "%s.XXXXXX", c->path);
    errno = ENAMETOOLONG;
    int fd = n > 0 && (size_t)n < sizeof c->temporary ? mkstemp(c->temporary) : -1;
    if (fd < 0)
        return refuse_system(c->s);
    c->is_there = true;
    if (stat(source, &st) == 0)
        fchmod(fd, (st.st_mode & 0777) | S_IRUSR | S_IWUSR);
    close(fd);
    return true;
}

/* In one go: readers of a store in WAL mode hold up nobody. */
static bool fill_file(struct copy *c)
{
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(c->temporary, &to, SQLITE_OPEN_READWRITE, NULL);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(to, "main", c->s->db, "main")
                                               : NULL;
    if (backup) {
        sqlite3_backup_step(backup, -1);
        code = sqlite3_backup_finish(backup);
    } else if (to) {
        code = sqlite3_extended_errcode(to);
    }
    if (code != SQLITE_OK)
        store_refuse_code(c->s, code);
    sqlite3_close(to);
    return store_is_fine(c->s);
}

/* The copy as one that is opened by its next owner: its pages, and the end of its
 * chain. (The whole of it is for a check.) */
static bool look_at(struct copy *c)
{
    struct store_fault fault = {.kind = STORE_FINE};
    struct store_checkpoint end;
    struct store *copy = store_open(c->temporary, STORE_READ, &fault);
    bool is_whole = false;
    if (copy && store_begin(copy)) {
        sqlite3_stmt *st = sql_start(copy, QUICK_CHECK);
        is_whole = sql_row(copy, st) && strcmp(sql_column_word(copy, st, 0), "ok") == 0;
        sql_done(st);
        read_checkpoint(copy, &end);
        is_whole = is_whole && log_end_fits(copy, end.number);
        is_whole = store_end(copy) && is_whole && end.number >= c->end.number;
    }
    store_close(copy);
    return is_whole || store_refuse_about(c->s, STORE_BAD_COPY, 0, c->path, 0);
}

/* On the disk, and only then there. Where the file system cannot rename so that
 * nothing is lost, what came meanwhile is looked for. */
static bool name_file(struct copy *c)
{
    struct stat st;
    int fd = open(c->temporary, O_RDONLY | O_CLOEXEC);
    bool is_done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (!is_done)
        return refuse_system(c->s);
    int code = renameat2(AT_FDCWD, c->temporary, AT_FDCWD, c->path, RENAME_NOREPLACE);
    if (code != 0 && (errno == EINVAL || errno == ENOSYS)) {
        errno = EEXIST;
        code = lstat(c->path, &st) == 0 ? -1 : rename(c->temporary, c->path);
    }
    if (code != 0)
        return errno == EEXIST ? store_refuse_about(c->s, STORE_COPY_IS_THERE, 0, c->path, 0)
                               : refuse_system(c->s);
    c->is_there = false;
    return true;
}

/* The name too outlives a power loss. */
static void sync_folder(struct copy *c)
{
    char folder[sizeof c->temporary];
    snprintf(folder, sizeof folder, "%s", c->path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        refuse_system(c->s);
    if (fd >= 0)
        close(fd);
}

/* Not inside a transaction: what is written meanwhile may go into the copy or not, but
 * nothing that was there before is missing in it. */
bool store_backup(struct store *s, const char *path)
{
    struct copy c = {.s = s, .path = path};
    assert(!s->is_group);
    if (store_checkpoint(s, &c.end) && make_file(&c) && fill_file(&c) && look_at(&c) &&
        name_file(&c))
        sync_folder(&c);
    if (c.is_there) {
        char beside[sizeof c.temporary + 8];
        unlink(c.temporary);
        snprintf(beside, sizeof beside, "%s-wal", c.temporary);
        unlink(beside);
        snprintf(beside, sizeof beside, "%s-shm", c.temporary);
        unlink(beside);
    }
    return store_is_fine(s);
}
