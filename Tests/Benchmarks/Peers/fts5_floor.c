// The floor of a first scan: the text of every file below a folder, a row a paragraph, into SQLite FTS5, in one
// transaction, and nothing else.  usage: fts5_floor FOLDER DATABASE
#define _GNU_SOURCE
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3_stmt *insert;
static sqlite3 *database;

static void check(int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        exit(1);
    }
}

static void add(const char *text, size_t length) {
    sqlite3_bind_text(insert, 1, text, (int)length, SQLITE_STATIC);
    check(sqlite3_step(insert));
    sqlite3_reset(insert);
}

static int visit(const char *path, const struct stat *status, int kind, struct FTW *where) {
    (void)where;
    if (kind != FTW_F) return 0;
    char *text = malloc((size_t)status->st_size + 1);
    FILE *file = fopen(path, "r");
    if (!text || !file) exit(1);
    size_t size = fread(text, 1, (size_t)status->st_size, file);
    fclose(file);
    text[size] = 0;
    char *start = text;
    for (char *end; (end = strstr(start, "\n\n")); start = end + 2) add(start, (size_t)(end - start));
    if (*start) add(start, strlen(start));
    free(text);
    return 0;
}

int main(int count, char **arguments) {
    if (count != 3 || sqlite3_open(arguments[2], &database)) return 2;
    check(sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", 0, 0, 0));
    check(sqlite3_exec(database, "CREATE TABLE passage(text TEXT); "
        "CREATE VIRTUAL TABLE passage_index USING fts5(text, content='passage', content_rowid='rowid');", 0, 0, 0));
    check(sqlite3_exec(database, "INSERT INTO passage_index(passage_index, rank) VALUES('hashsize', 67108864); "
        "CREATE TRIGGER added AFTER INSERT ON passage BEGIN "
        "INSERT INTO passage_index(rowid, text) VALUES(new.rowid, new.text); END; BEGIN", 0, 0, 0));
    check(sqlite3_prepare_v2(database, "INSERT INTO passage(text) VALUES(?1)", -1, &insert, 0));
    if (nftw(arguments[1], visit, 16, FTW_PHYS)) return 1;
    check(sqlite3_exec(database, "COMMIT", 0, 0, 0));
    sqlite3_finalize(insert);
    return sqlite3_close(database) != SQLITE_OK;
}
