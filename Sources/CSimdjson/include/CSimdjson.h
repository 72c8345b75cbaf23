#ifndef CHANDLER_CSIMDJSON_H
#define CHANDLER_CSIMDJSON_H

/* A narrow C face of simdjson for the two kinds of answers venues give: pages of rows
   (`[[...],[...]]`), which are walked once and handed out as slices of the page's own bytes, and
   small documents (errors, server time, instrument lists), whose members are looked up by path.

   Every byte of an accepted answer has been validated as JSON. No function throws, none keeps a
   pointer to the caller's bytes longer than its result is documented to live. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Buffers and working memory that are reused from answer to answer; for one thread at a time. */
typedef struct csimdjson_parser csimdjson_parser;

enum {
    /* A string without escapes; the slice is what stands between its quotes. */
    CSIMDJSON_STRING = 1,
    /* A number; the slice is its text. */
    CSIMDJSON_NUMBER = 2,
    /* true, false, null, an object, an array, or a string with escapes or over 65535 bytes. */
    CSIMDJSON_OTHER = 3
};

/* One field of a row, as a slice of csimdjson_rows.bytes. */
typedef struct {
    uint32_t offset;
    uint16_t length;
    uint16_t kind;
} csimdjson_field;

/* One row. */
typedef struct {
    /* Where the row begins in csimdjson_rows.bytes. */
    uint32_t offset;
    /* How many fields it holds, or CSIMDJSON_NOT_AN_ARRAY. */
    uint32_t columns;
} csimdjson_row;

#define CSIMDJSON_NOT_AN_ARRAY UINT32_MAX

/* A walked page. Field j of row i is fields[i * columns + j], for j below rows[i].columns;
   where that is larger than columns, the surplus fields are not listed. Lives until the parser is
   used again, and no longer than the caller's bytes. */
typedef struct {
    const uint8_t *bytes;
    const csimdjson_row *rows;
    const csimdjson_field *fields;
    size_t count;
} csimdjson_rows;

/* Text of a small document's member. Lives until the parser is used again. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
    /* CSIMDJSON_STRING, CSIMDJSON_NUMBER, CSIMDJSON_OTHER, or 0 where there is no such member. */
    int32_t kind;
} csimdjson_text;

/* Creates a parser, or returns NULL without memory. */
csimdjson_parser *csimdjson_create(void);
void csimdjson_destroy(csimdjson_parser *parser);

/* The zero bytes that must follow an answer so that it need not be copied. */
size_t csimdjson_padding(void);

/* Walks a page of rows.

   `capacity` is how many bytes may be read from `bytes`; where it is not at least `length` +
   csimdjson_padding(), or the byte after the page is not 0, the page is copied first.
   With `scans`, pages in the plainest spelling are read without simdjson; the outcome is the same.
   Returns 0, or the code of what makes the answer no JSON array. */
int32_t csimdjson_walk_rows(csimdjson_parser *parser, const uint8_t *bytes, size_t length,
                            size_t capacity, uint32_t columns, int scans,
                            csimdjson_rows *out);

/* Walks the rows behind a path of member names, which ends with NULL and may be empty; the name "*"
   is the first member that is an array.

   Without keys rows are arrays. With keys they are objects, and field j is the member of the j-th
   of `columns` keys, of kind CSIMDJSON_OTHER where the row has none; such rows count `columns`.
   The whole answer is validated first. Memory, lifetime and result as csimdjson_walk_rows. */
int32_t csimdjson_walk_members(csimdjson_parser *parser, const uint8_t *bytes, size_t length,
                               size_t capacity, const char *const *path, const char *const *keys,
                               uint32_t columns, csimdjson_rows *out);

/* The length of the row that begins at an offset of a walked page of `length` bytes. */
size_t csimdjson_row_length(const uint8_t *bytes, size_t length, size_t offset);

/* Parses a small document; see csimdjson_member. Returns 0, or the code of what is wrong. */
int32_t csimdjson_open(csimdjson_parser *parser, const uint8_t *bytes, size_t length);

/* A member of the opened document by JSON pointer (RFC 6901), such as "/symbols/0/status". */
csimdjson_text csimdjson_member(csimdjson_parser *parser, const char *path);

/* simdjson's own words for a code. */
const char *csimdjson_words(int32_t code);

#ifdef __cplusplus
}
#endif

#endif
