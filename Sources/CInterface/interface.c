#include "CInterface.h"

static const unsigned char text[] = {
#embed "../PolicyAPI/org.policyd.varlink"
};

const unsigned char *cinterface_bytes(void) { return text; }
size_t cinterface_count(void) { return sizeof text; }
