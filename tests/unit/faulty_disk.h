/*
 * A disk that fails: the database's file layer with its writes and syncs
 * counted, so that a test can let the nth one fail, once or from then on.
 */
#ifndef SOP_TEST_FAULTY_DISK_H
#define SOP_TEST_FAULTY_DISK_H

#include <sqlite3.h>

struct faulty_disk {
    int countdown;        /* this write or sync fails; 0: none does */
    int code;             /* as the database sees it */
    bool is_for_ever;
    int n_failed;
};

static struct faulty_disk disk;

/* Files of several kinds have tables of their own; they differ in how they
 * lock, and write alike. */
static struct {
    sqlite3_vfs vfs, *real;
    sqlite3_io_methods methods[8];
    const sqlite3_io_methods *real_methods[8];
    int n_methods;
} layer;

static int disk_check(void)
{
    if (disk.countdown == 0 || --disk.countdown > 0)
        return SQLITE_OK;
    disk.countdown = disk.is_for_ever;
    disk.n_failed++;
    return disk.code;
}

static int disk_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 offset)
{
    int code = disk_check();
    return code ? code : layer.real_methods[0]->xWrite(file, data, len, offset);
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = disk_check();
    return code ? code : layer.real_methods[0]->xTruncate(file, size);
}

static int disk_sync(sqlite3_file *file, int flags)
{
    int code = disk_check();
    return code ? code : layer.real_methods[0]->xSync(file, flags);
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out_flags)
{
    (void)vfs;
    int code = layer.real->xOpen(layer.real, name, file, flags, out_flags), i = 0;
    if (!file->pMethods)
        return code;
    while (i < layer.n_methods && layer.real_methods[i] != file->pMethods)
        i++;
    if (i == layer.n_methods) {
        layer.n_methods++;
        layer.real_methods[i] = file->pMethods;
        layer.methods[i] = *file->pMethods;
        layer.methods[i].xWrite = disk_write;
        layer.methods[i].xTruncate = disk_truncate;
        layer.methods[i].xSync = disk_sync;
    }
    file->pMethods = &layer.methods[i];
    return code;
}

/* From here on all stores of this process lie on it. */
static void disk_install(void)
{
    layer.real = sqlite3_vfs_find(NULL);
    layer.vfs = *layer.real;
    layer.vfs.zName = "faulty";
    layer.vfs.xOpen = disk_open;
    sqlite3_vfs_register(&layer.vfs, 1);
}

static void disk_remove(void)
{
    sqlite3_vfs_unregister(&layer.vfs);
}

#endif
