#ifndef CHANDLER_CZLIB_SHIM_H
#define CHANDLER_CZLIB_SHIM_H

#include <zlib.h>

/* deflateInit2 and inflateInit2 are macros (they add the header's version and the size of
   z_stream), and Swift does not see function-like macros. 31 = the largest window plus 16,
   which asks zlib for the gzip wrapper instead of its own. */

static inline int chandler_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

static inline int chandler_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 31);
}

#endif
