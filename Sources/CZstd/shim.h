#ifndef CHANDLER_CZSTD_SHIM_H
#define CHANDLER_CZSTD_SHIM_H

#include <zstd.h>

#endif
