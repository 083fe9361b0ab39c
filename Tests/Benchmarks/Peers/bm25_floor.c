// FTS5's own bm25(), best ten of an OR of words, as a C program asks it.
// usage: bm25_floor DATABASE < QUERIES   a line a query, words between spaces; prints milliseconds a line
#define _GNU_SOURCE
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

int main(int count, char **arguments) {
    sqlite3 *database;
    sqlite3_stmt *select;
    if (count != 2 || sqlite3_open_v2(arguments[1], &database, SQLITE_OPEN_READONLY, 0)) return 2;
    const char *sql = "SELECT rowid FROM passage_index WHERE passage_index MATCH ?1 ORDER BY rank LIMIT 10";
    if (sqlite3_prepare_v2(database, sql, -1, &select, 0)) return 1;
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        char query[8192] = "";
        for (char *word = strtok(line, " \n"); word; word = strtok(0, " \n")) {
            if (*query) strcat(query, " OR ");
            strcat(strcat(strcat(query, "\""), word), "\"");
        }
        double start = now();
        sqlite3_bind_text(select, 1, query, -1, SQLITE_STATIC);
        while (sqlite3_step(select) == SQLITE_ROW) {}
        sqlite3_reset(select);
        printf("%f\n", now() - start);
    }
    return 0;
}
