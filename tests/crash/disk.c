/*
 * The file layer: passes every call on to the real one, and counts. A kill
 * comes before a call, after it, or (of a write) when a part of it is done.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/crash/crash.h"

struct disk disk;

static sqlite3_vfs layer, *real_vfs;

struct disk_file {
    sqlite3_file base;
    int file;                      /* of the platter, or -1 */
    bool syncs_folder;             /* with its first sync, as SQLite does of a new journal */
    int64_t real[];                /* SQLite aligns it so */
};

static sqlite3_file *real_of(sqlite3_file *file)
{
    return (sqlite3_file *)(void *)((struct disk_file *)(void *)file)->real;
}

static int file_of(sqlite3_file *file)
{
    return disk.platter ? ((struct disk_file *)(void *)file)->file : -1;
}

/* ---- the count ------------------------------------------------------------ */

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Is this call the one? Then the plan's way, and that is all there is to it. */
static bool is_hit(enum disk_call call)
{
    struct disk_plan *p = &disk.plan;
    if (p->countdown == 0 || !(p->calls >> call & 1) || --p->countdown > 0)
        return false;
    if (p->way == DISK_KILL_BEFORE)
        die();
    p->countdown = p->is_for_ever;
    disk.n_failed++;
    return true;
}

/* A plain call: done or not done, there is no part of it. */
static bool is_refused(bool hit)
{
    return hit && (disk.plan.way == DISK_FAIL || disk.plan.way == DISK_FAIL_SHORT);
}

static int after(bool hit, int code)
{
    if (hit && disk.plan.way <= DISK_KILL_AFTER)
        die();
    return hit && disk.plan.way == DISK_FAIL_DONE ? disk.plan.code : code;
}

/* ---- files ------------------------------------------------------------------ */

static int disk_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int disk_read(sqlite3_file *file, void *data, int len, sqlite3_int64 offset)
{
    bool hit = is_hit(DISK_READ);
    if (hit && disk.plan.way >= DISK_FAIL)
        return disk.plan.code;
    return after(hit, real_of(file)->pMethods->xRead(real_of(file), data, len, offset));
}

static int disk_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 offset)
{
    bool hit = is_hit(DISK_WRITE);
    if (hit && disk.plan.way == DISK_FAIL)
        return disk.plan.code;
    bool is_short = hit && (disk.plan.way == DISK_KILL_WITHIN || disk.plan.way == DISK_FAIL_SHORT);
    if (is_short)
        len = (int)draw(&disk.random, (uint32_t)len);
    int code = real_of(file)->pMethods->xWrite(real_of(file), data, len, offset);
    if (file_of(file) >= 0)
        platter_write(disk.platter, file_of(file), data, len, offset);
    code = after(hit, code);
    return is_short ? disk.plan.code : code;
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    bool hit = is_hit(DISK_TRUNCATE);
    if (is_refused(hit))
        return disk.plan.code;
    int code = real_of(file)->pMethods->xTruncate(real_of(file), size);
    if (file_of(file) >= 0)
        platter_truncate(disk.platter, file_of(file), size);
    return after(hit, code);
}

static int disk_sync(sqlite3_file *file, int flags)
{
    struct disk_file *f = (struct disk_file *)(void *)file;
    bool hit = is_hit(DISK_SYNC);
    if (is_refused(hit))
        return disk.plan.code;
    if (hit && disk.plan.way == DISK_KILL_WITHIN)
        die();
    int code = real_of(file)->pMethods->xSync(real_of(file), flags);
    if (file_of(file) >= 0) {
        platter_sync(disk.platter, f->file);
        if (f->syncs_folder)
            platter_sync_folder(disk.platter);
        f->syncs_folder = false;
    }
    return after(hit, code);
}

static int disk_size(sqlite3_file *file, sqlite3_int64 *size)
{
    bool hit = is_hit(DISK_SIZE);
    if (is_refused(hit))
        return disk.plan.code;
    return after(hit, real_of(file)->pMethods->xFileSize(real_of(file), size));
}

static int disk_lock(sqlite3_file *file, int lock)
{
    bool hit = is_hit(DISK_LOCK);
    if (hit && disk.plan.way >= DISK_FAIL)   /* nobody has a lock and is told the contrary */
        return disk.plan.code;
    return after(hit, real_of(file)->pMethods->xLock(real_of(file), lock));
}

static int disk_unlock(sqlite3_file *file, int lock)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), lock);
}

static int disk_check_lock(sqlite3_file *file, int *out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int disk_control(sqlite3_file *file, int op, void *arg)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}

static int disk_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int disk_characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int disk_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    bool hit = is_hit(DISK_SHM);
    if (hit && disk.plan.way >= DISK_FAIL)
        return disk.plan.code;
    return after(hit, real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out));
}

static int disk_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    bool hit = (flags & SQLITE_SHM_LOCK) && is_hit(DISK_SHM_LOCK);
    if (hit && disk.plan.way >= DISK_FAIL)
        return disk.plan.code;
    return after(hit, real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags));
}

static void disk_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int disk_shm_unmap(sqlite3_file *file, int is_deleted)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), is_deleted);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,                 /* without mapped reads, which the store has off too */
    .xClose = disk_close, .xRead = disk_read, .xWrite = disk_write, .xTruncate = disk_truncate,
    .xSync = disk_sync, .xFileSize = disk_size, .xLock = disk_lock, .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_check_lock, .xFileControl = disk_control,
    .xSectorSize = disk_sector_size, .xDeviceCharacteristics = disk_characteristics,
    .xShmMap = disk_shm_map, .xShmLock = disk_shm_lock, .xShmBarrier = disk_shm_barrier,
    .xShmUnmap = disk_shm_unmap,
};

/* ---- folders ---------------------------------------------------------------- */

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out_flags)
{
    (void)vfs;
    struct disk_file *f = (struct disk_file *)(void *)file;
    bool was_there = name && access(name, F_OK) == 0;
    f->base.pMethods = NULL;
    bool hit = is_hit(DISK_OPEN);
    if (hit && disk.plan.way >= DISK_FAIL)
        return disk.plan.code;
    memset(f->real, 0, (size_t)real_vfs->szOsFile);
    int code = real_vfs->xOpen(real_vfs, name, real_of(file), flags, out_flags);
    if (real_of(file)->pMethods)
        f->base.pMethods = &methods;
    f->file = name && disk.platter && code == SQLITE_OK
                  ? platter_open(disk.platter, name, !was_there) : -1;
    f->syncs_folder = (flags & SQLITE_OPEN_CREATE) &&
                      (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL));
    return after(hit, code);
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int syncs_folder)
{
    (void)vfs;
    bool hit = is_hit(DISK_DELETE);
    if (is_refused(hit))
        return disk.plan.code;
    int code = real_vfs->xDelete(real_vfs, name, syncs_folder);
    if (disk.platter && code == SQLITE_OK) {
        platter_delete(disk.platter, name);
        if (syncs_folder)
            platter_sync_folder(disk.platter);
    }
    return after(hit, code);
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs;
    bool hit = is_hit(DISK_ACCESS);
    if (is_refused(hit))
        return disk.plan.code;
    return after(hit, real_vfs->xAccess(real_vfs, name, flags, out));
}

static int disk_random(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs;
    for (int i = 0; i < n; i++)
        out[i] = (char)draw(&disk.random, 256);
    return n;
}

void disk_install(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    layer = *real_vfs;
    layer.zName = "crash";
    layer.szOsFile = (int)sizeof(struct disk_file) + real_vfs->szOsFile;
    layer.xOpen = disk_open;
    layer.xDelete = disk_delete;
    layer.xAccess = disk_access;
    layer.xRandomness = disk_random;
    sqlite3_vfs_register(&layer, 1);
}
