/*
 * disk: SQLite's file layer with every call counted, so that the nth one can
 * fail, or be the last thing that its process does; and platter: what such a
 * disk still holds when the power goes.
 */
#ifndef SOP_CRASH_DISK_H
#define SOP_CRASH_DISK_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum disk_call {
    DISK_OPEN, DISK_READ, DISK_WRITE, DISK_TRUNCATE, DISK_SYNC, DISK_SIZE, DISK_DELETE,
    DISK_ACCESS, DISK_LOCK, DISK_SHM, DISK_SHM_LOCK, N_DISK_CALLS
};

enum disk_way {
    DISK_KILL_BEFORE, DISK_KILL_WITHIN, DISK_KILL_AFTER,
    DISK_FAIL,                     /* nothing is done, and a fault told */
    DISK_FAIL_SHORT,               /* a part is written */
    DISK_FAIL_DONE,                /* all of it is done, and yet a fault is told */
};

struct disk_plan {
    uint32_t calls;                /* which count: bits of enum disk_call */
    int64_t countdown;             /* the nth of them; 0: none */
    enum disk_way way;
    int code;                      /* of a fault */
    bool is_for_ever;              /* fails from then on */
};
#define DISK_ALL ((1u << N_DISK_CALLS) - 1)
/* The calls that change what the disk holds. */
#define DISK_CHANGES \
    (1u << DISK_OPEN | 1u << DISK_WRITE | 1u << DISK_TRUNCATE | 1u << DISK_SYNC | 1u << DISK_DELETE)

struct disk {
    struct disk_plan plan;
    int64_t n_failed;
    struct platter *platter;       /* or NULL */
    uint64_t random;               /* what SQLite and OpenSSL draw from */
};
/* One disk for the process, as there is one default file layer for SQLite. */
extern struct disk disk;

void disk_install(void);

/* ---- platter ------------------------------------------------------------- */

/* In shared memory: it knows what dead processes wrote and did not sync. */
struct platter *platter_new(void);
/* All that is in the files at `path` now is on the platter for good. */
void platter_load(struct platter *p, const char *path);
/*
 * The power goes: of what was written since the last sync some sectors of 512
 * bytes are kept, others not, others in part or full of nonsense; so with
 * files that were made or deleted. The files at `path` are made anew so.
 */
void platter_lose_power(struct platter *p, const char *path, uint64_t random);

int platter_open(struct platter *p, const char *name, bool is_made);   /* a file, or -1 */
void platter_write(struct platter *p, int file, const void *data, int64_t len, int64_t offset);
void platter_truncate(struct platter *p, int file, int64_t size);
void platter_sync(struct platter *p, int file);
void platter_sync_folder(struct platter *p);
void platter_delete(struct platter *p, const char *name);

#endif
