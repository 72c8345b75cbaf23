#ifndef CHANDLER_CLIBCRYPTO_SHIM_H
#define CHANDLER_CLIBCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
