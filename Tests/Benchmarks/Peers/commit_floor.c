// The floor of one change: an inotify event for a file renamed in, its bytes read, one durable SQLite commit.
// usage: commit_floor FOLDER DATABASE   prints "ready", then the name of each file once it is durable
#define _GNU_SOURCE
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

int main(int count, char **arguments) {
    sqlite3 *database;
    sqlite3_stmt *insert;
    if (count != 3 || sqlite3_open(arguments[2], &database) || chdir(arguments[1])) return 2;
    sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE file(name, bytes);", 0, 0, 0);
    if (sqlite3_prepare_v2(database, "INSERT INTO file VALUES(?1, ?2)", -1, &insert, 0)) return 1;
    int events = inotify_init1(IN_CLOEXEC);
    if (inotify_add_watch(events, ".", IN_MOVED_TO) < 0) return 1;
    puts("ready");
    fflush(stdout);
    static char bytes[1 << 20];
    char buffer[65536] __attribute__((aligned(8)));
    for (ssize_t length; (length = read(events, buffer, sizeof buffer)) > 0;) {
        for (char *place = buffer; place < buffer + length;) {
            struct inotify_event *event = (struct inotify_event *)place;
            int file = open(event->name, O_RDONLY | O_CLOEXEC);
            ssize_t size = read(file, bytes, sizeof bytes);
            close(file);
            sqlite3_bind_text(insert, 1, event->name, -1, SQLITE_STATIC);
            sqlite3_bind_blob(insert, 2, bytes, (int)size, SQLITE_STATIC);
            if (sqlite3_step(insert) != SQLITE_DONE) return 1;
            sqlite3_reset(insert);
            puts(event->name);
            fflush(stdout);
            place += sizeof *event + event->len;
        }
    }
    return 0;
}
