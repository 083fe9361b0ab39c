// Asks a server the same thing over so many connections for so long.
// usage: load SOCKET CLIENTS SECONDS REQUEST   prints requests a second, and the median and 99th percentile in ms
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int count, char **arguments) {
    if (count != 5) return 2;
    int clients = atoi(arguments[2]);
    double seconds = atof(arguments[3]);
    size_t size = strlen(arguments[4]) + 1;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, arguments[1], sizeof address.sun_path - 1);
    int poll = epoll_create1(0);
    double *sent = calloc((size_t)clients * 4 + 4096, sizeof *sent);
    for (int i = 0; i < clients; i++) {
        int client = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(client, (struct sockaddr *)&address, sizeof address)) return 1;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = client};
        epoll_ctl(poll, EPOLL_CTL_ADD, client, &event);
        sent[client] = now();
        if (write(client, arguments[4], size) < 0) return 1;
    }
    size_t room = 1 << 16, done = 0;
    double *times = malloc(room * sizeof *times), start = now(), end = start + seconds;
    static char buffer[1 << 20];
    struct epoll_event ready[64];
    while (now() < end) {
        int number = epoll_wait(poll, ready, 64, 1000);
        for (int i = 0; i < number; i++) {
            int client = ready[i].data.fd;
            ssize_t length = read(client, buffer, sizeof buffer);
            if (length <= 0) return 1;
            if (buffer[length - 1]) continue;
            if (done == room) times = realloc(times, (room *= 2) * sizeof *times);
            double moment = now();
            times[done++] = (moment - sent[client]) * 1e3;
            sent[client] = moment;
            if (write(client, arguments[4], size) < 0) return 1;
        }
    }
    qsort(times, done, sizeof *times, compare);
    printf("%f %f %f\n", (double)done / (now() - start), times[done / 2], times[done * 99 / 100]);
    return 0;
}
