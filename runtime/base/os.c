/* What we ask of the operating system: whole files in, whole files out. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/base.h"

static enum err read_all(int fd, size_t limit, struct bytes *b)
{
    char chunk[65536];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_SYSTEM;
        if (n == 0)
            break;
        bytes_add(b, chunk, (size_t)n);
        if (b->len > limit) {
            errno = EFBIG;
            return ERR_LIMIT;
        }
    }
    if (b->len == 0)
        bytes_add(b, "", 0);   /* so that data is never NULL */
    if (b->failed)
        errno = ENOMEM;
    return b->failed ? ERR_SYSTEM : ERR_NONE;
}

enum err os_read_file(const char *path, size_t limit, struct bytes *b)
{
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, limit, b);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return ERR_SYSTEM;
    struct stat st;
    enum err err = ERR_SYSTEM;
    if (fstat(fd, &st) == 0) {
        if (S_ISREG(st.st_mode))
            err = read_all(fd, limit, b);
        else
            errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return err;
}

static enum err write_all(int fd, const char *data, size_t len)
{
    while (len) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_SYSTEM;
        data += n;
        len -= (size_t)n;
    }
    return ERR_NONE;
}

/* The rename makes it all or nothing; the fsync makes that true after a
 * power loss too. */
static enum err write_beside(int fd, const char *temporary, const char *path, mode_t mode,
                             const void *data, size_t len)
{
    enum err err = write_all(fd, data, len);
    if (err == ERR_NONE && (fchmod(fd, mode) != 0 || fsync(fd) != 0))
        err = ERR_SYSTEM;
    if (close(fd) != 0)
        err = ERR_SYSTEM;
    if (err == ERR_NONE && rename(temporary, path) != 0)
        err = ERR_SYSTEM;
    return err;
}

static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

enum { LONGEST_PATH = 4096, MOST_LINKS = 40 };

/* Where a link leads, though no file need be there yet: links are kept, what
 * they lead to is replaced. */
static enum err follow_links(const char *path, char target[LONGEST_PATH])
{
    char link[LONGEST_PATH];
    int n = snprintf(target, LONGEST_PATH, "%s", path);
    for (uint32_t i = 0; n >= 0 && n < LONGEST_PATH; i++) {
        ssize_t len = readlink(target, link, sizeof link - 1);
        if (len < 0)
            return ERR_NONE;   /* no link, or nothing */
        link[len] = '\0';
        if (i == MOST_LINKS) {
            errno = ELOOP;
            return ERR_SYSTEM;
        }
        char *slash = strrchr(target, '/');
        char *name = link[0] == '/' || !slash ? target : slash + 1;
        size_t room = LONGEST_PATH - (size_t)(name - target);
        n = snprintf(name, room, "%s", link) < (int)room ? 0 : LONGEST_PATH;
    }
    errno = ENAMETOOLONG;
    return ERR_SYSTEM;
}

enum err os_write_file(const char *named, const void *data, size_t len)
{
    if (strcmp(named, "-") == 0)
        return write_all(STDOUT_FILENO, data, len);
    char path[LONGEST_PATH];
    if (follow_links(named, path) != ERR_NONE)
        return ERR_SYSTEM;
    struct stat st;
    bool is_there = stat(path, &st) == 0;
    if (is_there && !S_ISREG(st.st_mode)) {   /* /dev/null, a pipe */
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            return ERR_SYSTEM;
        enum err err = write_all(fd, data, len);
        close(fd);
        return err;
    }
    char temporary[LONGEST_PATH];
    int n = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (n < 0 || (size_t)n >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return ERR_SYSTEM;
    }
    int fd = mkstemp(temporary);
    if (fd < 0)
        return ERR_SYSTEM;
    mode_t mode = is_there ? st.st_mode & 07777 : new_file_mode();
    enum err err = write_beside(fd, temporary, path, mode, data, len);
    if (err != ERR_NONE) {
        int saved = errno;
        unlink(temporary);
        errno = saved;
    }
    return err;
}

char *path_numbered(struct arena *arena, const char *path, uint32_t number)
{
    const char *slash = strrchr(path, '/'), *point = strrchr(path, '.');
    if (!point || (slash && point < slash))
        return arena_printf(arena, "%s-%u", path, number);
    return arena_printf(arena, "%.*s-%u%s", (int)(point - path), path, number, point);
}

const char *os_user(void)
{
    const struct passwd *p = getpwuid(getuid());
    return p && p->pw_name && *p->pw_name ? p->pw_name : "unknown";
}

int64_t os_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

size_t os_columns(int fd)
{
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
