/*
 * measure COMMAND...: the processor seconds and the peak MiB of a command and
 * what it starts, its output thrown away. The least of some runs is told: the
 * machine can only have slowed them down.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static void run(char **command, double *time, double *mib)
{
    int status;
    struct rusage usage;
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        fprintf(stderr, "measure: %s failed\n", command[0]);
        exit(1);
    }
    *time = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    *mib = (double)usage.ru_maxrss / 1024;
}

int main(int argc, char **argv)
{
    enum { MOST_RUNS = 7, ENOUGH = 2 };   /* runs, seconds */
    double least = 0, peak = 0, total = 0;
    if (argc < 2)
        return 2;
    for (int i = 0; i < MOST_RUNS && (i < 2 || total < ENOUGH); i++) {
        double time, mib;
        run(argv + 1, &time, &mib);
        least = i == 0 || time < least ? time : least;
        peak = mib > peak ? mib : peak;
        total += time;
    }
    printf("%.6f %.1f\n", least, peak);
    return 0;
}
