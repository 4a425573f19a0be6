/*
 * What a disk holds for good, and what was written to it since the last sync:
 * three files, known by the end of their names, and the folder that says which
 * of them there are. It lies in shared memory, for it knows the writes of
 * processes that are dead.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/crash/crash.h"

enum {
    N_NAMES = 3, N_FILES = 16, MOST_CHANGES = 1 << 16, SECTOR = 512,
    FILE_ROOM = 16 << 20, POOL_ROOM = 128 << 20,
};

static const char *const name_ends[N_NAMES] = {"", "-journal", "-wal"};

struct change {
    int file;
    bool is_truncate;
    int64_t offset, len, at;       /* at: of its bytes in the pool */
};

/* In the folder: that name is that file from now on, or none (-1). */
struct naming {
    int name, file;
};

struct platter {
    int live[N_NAMES], kept[N_NAMES];      /* files by name, or -1 */
    struct naming namings[256];            /* since the last sync of the folder */
    uint32_t n_namings, n_changes;
    int64_t pool_used;
    int64_t sizes[N_FILES];                /* as synced; and what they hold: */
    uint8_t bytes[N_FILES][FILE_ROOM];
    struct change changes[MOST_CHANGES];
    uint8_t pool[POOL_ROOM];
};

struct platter *platter_new(void)
{
    struct platter *p = mmap(NULL, sizeof *p, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static int name_of(const char *path)
{
    size_t len = strlen(path);
    for (int i = N_NAMES - 1; i > 0; i--) {
        size_t end = strlen(name_ends[i]);
        if (len > end && strcmp(path + len - end, name_ends[i]) == 0)
            return i;
    }
    return 0;
}

static bool is_used(const struct platter *p, int file)
{
    for (int i = 0; i < N_NAMES; i++)
        if (p->live[i] == file || p->kept[i] == file)
            return true;
    for (uint32_t i = 0; i < p->n_namings; i++)
        if (p->namings[i].file == file)
            return true;
    return false;
}

static void forget_changes(struct platter *p, int file)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_changes; i++)
        if (p->changes[i].file != file)
            p->changes[n++] = p->changes[i];
    p->n_changes = n;
    if (n == 0)
        p->pool_used = 0;
}

static int file_new(struct platter *p)
{
    for (int i = 0; i < N_FILES; i++)
        if (!is_used(p, i)) {
            forget_changes(p, i);
            p->sizes[i] = 0;
            return i;
        }
    trial_failed("the platter has no room for another file");
}

static void name_set(struct platter *p, int name, int file)
{
    CHECK(p->n_namings < COUNT_OF(p->namings), "the platter has no room for another name");
    p->live[name] = file;
    p->namings[p->n_namings++] = (struct naming){name, file};
}

int platter_open(struct platter *p, const char *path, bool is_made)
{
    int name = name_of(path);
    if (is_made)
        name_set(p, name, file_new(p));
    return p->live[name];
}

void platter_delete(struct platter *p, const char *path)
{
    name_set(p, name_of(path), -1);
}

void platter_sync_folder(struct platter *p)
{
    memcpy(p->kept, p->live, sizeof p->kept);
    p->n_namings = 0;
}

static struct change *change_new(struct platter *p, int file)
{
    CHECK(p->n_changes < MOST_CHANGES, "the platter has no room for another write");
    struct change *c = &p->changes[p->n_changes++];
    *c = (struct change){.file = file, .at = p->pool_used};
    return c;
}

void platter_write(struct platter *p, int file, const void *data, int64_t len, int64_t offset)
{
    CHECK(offset + len <= FILE_ROOM && p->pool_used + len <= POOL_ROOM, "the platter is full");
    struct change *c = change_new(p, file);
    c->offset = offset;
    c->len = len;
    memcpy(p->pool + p->pool_used, data, (size_t)len);
    p->pool_used += len;
}

void platter_truncate(struct platter *p, int file, int64_t size)
{
    struct change *c = change_new(p, file);
    c->is_truncate = true;
    c->offset = size;
}

/* A file that grows holds zeros where nothing was written. */
static void file_resize(struct platter *p, int file, int64_t size)
{
    if (size > p->sizes[file])
        memset(p->bytes[file] + p->sizes[file], 0, (size_t)(size - p->sizes[file]));
    p->sizes[file] = size;
}

static void put(struct platter *p, int file, int64_t offset, const uint8_t *data, int64_t len)
{
    if (offset + len > p->sizes[file])
        file_resize(p, file, offset + len);
    if (data)
        memcpy(p->bytes[file] + offset, data, (size_t)len);
}

void platter_sync(struct platter *p, int file)
{
    for (uint32_t i = 0; i < p->n_changes; i++) {
        const struct change *c = &p->changes[i];
        if (c->file != file)
            continue;
        if (c->is_truncate)
            file_resize(p, file, c->offset);
        else
            put(p, file, c->offset, p->pool + c->at, c->len);
    }
    forget_changes(p, file);
}

/* ---- power ------------------------------------------------------------------ */

/* How likely a sector is kept, in percent; then how it is kept. */
static void keep_sector(struct platter *p, int file, int64_t offset, const uint8_t *data,
                        int64_t len, uint32_t percent, uint64_t *random)
{
    if (draw(random, 100) >= percent) {
        if (draw_one_in(random, 4))
            put(p, file, offset, NULL, len);   /* the file has grown, but nothing is there */
        return;
    }
    uint8_t torn[SECTOR];
    switch (draw(random, 8)) {
    case 0:
        put(p, file, offset, data, draw(random, (uint32_t)len + 1));
        break;
    case 1:
        for (int64_t i = 0; i < len; i++)
            torn[i] = (uint8_t)draw(random, 256);
        put(p, file, offset, torn, len);
        break;
    default:
        put(p, file, offset, data, len);
    }
}

static void keep_some(struct platter *p, const struct change *c, uint32_t percent,
                      uint64_t *random)
{
    if (c->is_truncate) {
        if (draw(random, 100) < percent)
            file_resize(p, c->file, c->offset);
        return;
    }
    for (int64_t done = 0; done < c->len;) {
        int64_t offset = c->offset + done, len = SECTOR - offset % SECTOR;
        if (len > c->len - done)
            len = c->len - done;
        keep_sector(p, c->file, offset, p->pool + c->at + done, len, percent, random);
        done += len;
    }
}

static void keep_namings(struct platter *p, uint64_t *random)
{
    uint32_t n = draw(random, p->n_namings + 1);
    bool is_in_order = draw(random, 2);
    for (uint32_t i = 0; i < p->n_namings; i++)
        if (is_in_order ? i < n : draw(random, 2))
            p->kept[p->namings[i].name] = p->namings[i].file;
    memcpy(p->live, p->kept, sizeof p->live);
    p->n_namings = 0;
}

static void path_of(const char *path, const char *end, char out[PATH_LEN + 16])
{
    snprintf(out, PATH_LEN + 16, "%s%s", path, end);
}

static void file_make(const struct platter *p, int file, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && write(fd, p->bytes[file], (size_t)p->sizes[file]) == p->sizes[file],
          "cannot write %s", path);
    close(fd);
}

void platter_lose_power(struct platter *p, const char *path, uint64_t random)
{
    static const uint32_t percents[] = {0, 10, 50, 90, 100};
    uint32_t percent = percents[draw(&random, COUNT_OF(percents))];
    char name[PATH_LEN + 16];
    for (uint32_t i = 0; i < p->n_changes; i++)
        keep_some(p, &p->changes[i], percent, &random);
    p->n_changes = 0;
    p->pool_used = 0;
    keep_namings(p, &random);
    for (int i = 0; i < N_NAMES; i++) {
        path_of(path, name_ends[i], name);
        if (p->live[i] < 0)
            unlink(name);
        else
            file_make(p, p->live[i], name);
    }
    path_of(path, "-shm", name);
    unlink(name);
}

void platter_load(struct platter *p, const char *path)
{
    p->n_changes = p->n_namings = 0;
    p->pool_used = 0;
    for (int i = 0; i < N_NAMES; i++) {
        char name[PATH_LEN + 16];
        path_of(path, name_ends[i], name);
        int fd = open(name, O_RDONLY | O_CLOEXEC);
        p->live[i] = p->kept[i] = fd < 0 ? -1 : i;
        if (fd < 0)
            continue;
        p->sizes[i] = read(fd, p->bytes[i], FILE_ROOM);
        CHECK(p->sizes[i] >= 0 && p->sizes[i] < FILE_ROOM, "cannot read %s", name);
        close(fd);
    }
}
