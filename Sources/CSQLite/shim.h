// The system's sqlite3, as a Swift module.
#include <sqlite3.h>
