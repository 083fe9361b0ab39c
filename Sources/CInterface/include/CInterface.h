#pragma once
#include <stddef.h>

// Sources/PolicyAPI/org.policyd.varlink, byte for byte, in the program's read-only data: what is served is the file.
const unsigned char *cinterface_bytes(void);
size_t cinterface_count(void);
