// The floor of a request: an epoll server that sends a fixed reply for each NUL it reads.
// usage: echo_floor SOCKET REPLY-BYTES
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **arguments) {
    if (count != 3) return 2;
    size_t size = (size_t)atoi(arguments[2]);
    char *reply = malloc(size);
    memset(reply, 'x', size);
    reply[size - 1] = 0;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, arguments[1], sizeof address.sun_path - 1);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024)) return 1;
    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, ready[64];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int number = epoll_wait(poll, ready, 64, -1);
        for (int i = 0; i < number; i++) {
            int client = ready[i].data.fd;
            if (client == listener) {
                event.data.fd = accept4(listener, 0, 0, SOCK_CLOEXEC);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            char buffer[4096];
            ssize_t length = read(client, buffer, sizeof buffer);
            if (length <= 0) {
                close(client);
                continue;
            }
            for (ssize_t k = 0; k < length; k++)
                if (!buffer[k] && write(client, reply, size) < 0) break;
        }
    }
}
