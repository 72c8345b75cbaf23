#ifndef CHANDLER_CMALLOC_SHIM_H
#define CHANDLER_CMALLOC_SHIM_H

// The toolchain's Glibc module leaves this header out.
#include <malloc.h>

#endif
