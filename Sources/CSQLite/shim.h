// The system's sqlite3, as a Swift module, with what Swift cannot call because it takes variable arguments.
#include <sqlite3.h>

static inline int policyd_db_config(sqlite3 *connection, int operation, int value) {
    return sqlite3_db_config(connection, operation, value, (int *)0);
}

static inline int policyd_config(int operation, int value) { return sqlite3_config(operation, value); }
