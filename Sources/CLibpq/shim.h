#ifndef CHANDLER_CLIBPQ_SHIM_H
#define CHANDLER_CLIBPQ_SHIM_H

#include <libpq-fe.h>

#endif
