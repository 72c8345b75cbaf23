#include "CSimdjson.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

using namespace simdjson;

struct csimdjson_parser {
    ondemand::parser walker;
    dom::parser validator;
    dom::element document;
    bool isOpen = false;
    std::vector<char> copy;
    std::vector<csimdjson_row> rows;
    std::vector<csimdjson_field> fields;
    size_t count = 0;
    char number[32];
};

namespace {

/* What a fast walk found: all well, JSON that only the full parser can judge, or an error. */
struct Outcome {
    error_code code;
    bool unsure;
};

inline bool isDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

inline bool isEightDigits(const char *bytes) {
    uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    const uint64_t carried = (word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0;
    return ((word & 0xF0F0F0F0F0F0F0F0) | (carried >> 4)) == 0x3333333333333333;
}

/* Whether a text is a time as venues send it: 8 to 16 digits, the first not 0. */
inline bool isTime(std::string_view text) {
    return text.size() - 8 <= 8 && text.front() != '0' && isEightDigits(text.data())
        && isEightDigits(text.data() + text.size() - 8);
}

/* Whether a text is a number as RFC 8259 spells it, of any size. */
bool isNumber(std::string_view text) {
    const char *p = text.data();
    const char *const end = p + text.size();
    if (p != end && *p == '-') p++;
    if (p == end || !isDigit(*p)) return false;
    if (*p++ != '0') while (p != end && isDigit(*p)) p++;
    if (p != end && *p == '.') {
        if (++p == end || !isDigit(*p)) return false;
        while (p != end && isDigit(*p)) p++;
    }
    if (p != end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p != end && (*p == '+' || *p == '-')) p++;
        if (p == end || !isDigit(*p)) return false;
        while (p != end && isDigit(*p)) p++;
    }
    return p == end;
}

inline std::string_view withoutTrailingSpace(std::string_view text) {
    while (!text.empty()) {
        const char last = text.back();
        if (last != ' ' && last != '\n' && last != '\r' && last != '\t') break;
        text.remove_suffix(1);
    }
    return text;
}

/* Sorts one token into a field. `certain` becomes false where the token's validity is not
   decided by looking at it alone. `mayEscape` says whether the page has a backslash anywhere. */
inline csimdjson_field classify(std::string_view token, const char *bytes, bool mayEscape,
                                bool &certain) {
    // A token ends where the next begins, and after a field only these two may come. Without
    // this, ["a":1] would pass: simdjson's On-Demand skips what looks like a key.
    const char next = token.data()[token.size()];
    certain &= next == ',' || next == ']';
    token = withoutTrailingSpace(token);
    csimdjson_field field{static_cast<uint32_t>(token.data() - bytes), 0, CSIMDJSON_OTHER};
    const char first = token.front();
    if (first == '"') {
        // The index pass has checked UTF-8 and control characters; escapes it has not.
        const bool isPlain = token.size() >= 2 && token.back() == '"'
            && !(mayEscape && token.find('\\') != std::string_view::npos);
        certain &= isPlain;
        if (isPlain && token.size() - 2 <= UINT16_MAX) {
            field.offset += 1;
            field.kind = CSIMDJSON_STRING;
            token = token.substr(1, token.size() - 2);
        }
    } else if (first == '-' || isDigit(first)) {
        certain &= isTime(token) || isNumber(token);
        if (token.size() <= UINT16_MAX) field.kind = CSIMDJSON_NUMBER;
    } else {
        certain &= token == "null" || token == "true" || token == "false";
    }
    field.length = static_cast<uint16_t>(token.size() < UINT16_MAX ? token.size() : UINT16_MAX);
    return field;
}

/* The place for the fields of one more row. */
inline csimdjson_field *grow(csimdjson_parser &parser, uint32_t columns) {
    if (parser.count == parser.rows.size()) {
        const size_t larger = parser.count < 512 ? 1024 : parser.count * 2;
        parser.rows.resize(larger);
    }
    if (parser.fields.size() < (parser.count + 1) * columns) {
        parser.fields.resize(parser.rows.size() * columns);
    }
    return parser.fields.data() + parser.count * columns;
}

/* Walks one page. A strict walk stops as soon as something is not plainly valid; a walk that is
   not strict is only for pages the full parser has found valid. */
Outcome walk(csimdjson_parser &parser, padded_string_view page, uint32_t columns, bool strict) {
    parser.count = 0;
    ondemand::document document;
    if (auto code = parser.walker.iterate(page).get(document)) return {code, false};
    ondemand::array rows;
    if (auto code = document.get_array().get(rows)) return {code, false};
    const bool mayEscape = std::memchr(page.data(), '\\', page.size()) != nullptr;
    for (auto item : rows) {
        ondemand::value row;
        if (auto code = item.get(row)) return {code, false};
        csimdjson_field *const fields = grow(parser, columns);
        csimdjson_row &entry = parser.rows[parser.count++];
        const std::string_view start = row.raw_json_token();
        entry.offset = static_cast<uint32_t>(start.data() - page.data());
        if (start.front() != '[') {
            if (strict) return {SUCCESS, true};
            entry.columns = CSIMDJSON_NOT_AN_ARRAY;
            continue;
        }
        ondemand::array cells;
        if (auto code = row.get_array().get(cells)) return {code, false};
        uint32_t column = 0;
        for (auto cell : cells) {
            ondemand::value value;
            if (auto code = cell.get(value)) return {code, false};
            bool certain = true;
            const csimdjson_field field =
                classify(value.raw_json_token(), page.data(), mayEscape, certain);
            if (strict && !certain) return {SUCCESS, true};
            if (column < columns) fields[column] = field;
            column++;
        }
        entry.columns = column;
    }
    // Out of bounds is where a whole document leaves the walk; anything else is left over, or
    // the walk ran past the end of a document that was cut.
    if (document.current_location().error() != OUT_OF_BOUNDS) return {SUCCESS, true};
    return {SUCCESS, false};
}

/* The end of a string's text, or nullptr where anything but printable ASCII without backslashes
   comes before the closing quote. Reads up to 16 bytes behind the end, which padding allows. */
inline const char *plainStringEnd(const char *p) {
#if defined(__SSE2__)
    for (;; p += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
        const int quotes = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
        // Compared as signed bytes, those from 0x80 on are below the blank as well.
        const int odd = _mm_movemask_epi8(_mm_or_si128(
            _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
        if (quotes != 0) {
            const int place = __builtin_ctz(static_cast<unsigned>(quotes));
            return (odd & ((1 << place) - 1)) == 0 ? p + place : nullptr;
        }
        if (odd != 0) return nullptr;
    }
#else
    while (*p >= ' ' && *p != '"' && *p != '\\') p++;
    return *p == '"' ? p : nullptr;
#endif
}

/* Scans a page in the plainest spelling: an array of arrays without blanks, of strings of plain
   text and of whole numbers. Whatever else is met, the page is left to the walk.

   That is how venues send candles, and nothing of it needs the index that simdjson builds first. The
   zero behind the page ends every loop, since no accepted byte is zero. */
bool scan(csimdjson_parser &parser, padded_string_view page, uint32_t columns) {
    const char *const bytes = page.data();
    const char *const end = bytes + page.size();
    const char *p = bytes;
    parser.count = 0;
    if (p == end || *p++ != '[') return false;
    if (*p == ']') return p + 1 == end;
    for (;; p++) {
        if (*p != '[') return false;
        csimdjson_field *const fields = grow(parser, columns);
        csimdjson_row &entry = parser.rows[parser.count++];
        entry.offset = static_cast<uint32_t>(p - bytes);
        uint32_t column = 0;
        do {
            p++;
            csimdjson_field field;
            if (*p == '"') {
                const char *const text = p + 1;
                p = plainStringEnd(text);
                if (p == nullptr || p - text > UINT16_MAX) return false;
                field = {static_cast<uint32_t>(text - bytes), static_cast<uint16_t>(p - text),
                         CSIMDJSON_STRING};
                p++;
            } else {
                const char *const text = p;
                if (*p == '0') {
                    p++;
                } else {
                    if (isEightDigits(p)) p += 8;
                    while (isDigit(*p)) p++;
                }
                if (p == text || p - text > UINT16_MAX) return false;
                field = {static_cast<uint32_t>(text - bytes), static_cast<uint16_t>(p - text),
                         CSIMDJSON_NUMBER};
            }
            if (column < columns) fields[column] = field;
            column++;
        } while (*p == ',');
        if (*p++ != ']') return false;
        entry.columns = column;
        if (*p != ',') break;
    }
    return *p == ']' && p + 1 == end;
}

/* The caller's bytes where they can be read in place, or a padded copy. */
padded_string_view padded(csimdjson_parser &parser, const char *bytes, size_t length,
                          size_t capacity) {
    if (capacity >= length + SIMDJSON_PADDING && bytes[length] == 0) {
        return padded_string_view(bytes, length, capacity);
    }
    if (parser.copy.size() < length + SIMDJSON_PADDING) {
        parser.copy.resize(length + length / 2 + SIMDJSON_PADDING);
    }
    if (length > 0) std::memcpy(parser.copy.data(), bytes, length);
    std::memset(parser.copy.data() + length, 0, SIMDJSON_PADDING);
    return padded_string_view(parser.copy.data(), length, parser.copy.size());
}

int32_t walkRows(csimdjson_parser &parser, padded_string_view page, uint32_t columns,
                 bool scans) {
    if (scans && scan(parser, page, columns)) return SUCCESS;
    const Outcome fast = walk(parser, page, columns, true);
    if (fast.code == SUCCESS && !fast.unsure) return SUCCESS;
    // Rare shapes and broken documents: the full parser decides, and its words are the answer.
    parser.isOpen = false;
    dom::element element;
    if (auto code = parser.validator.parse(page.data(), page.size(), false).get(element)) {
        return code;
    }
    if (!element.is_array()) return INCORRECT_TYPE;
    const Outcome slow = walk(parser, page, columns, false);
    if (slow.code != SUCCESS) return slow.code;
    return slow.unsure ? TAPE_ERROR : SUCCESS;
}

/* The rows' array behind a path of member names, of which "*" is the first member that is an array. */
error_code find(ondemand::document &document, const char *const *path, ondemand::array &rows) {
    if (*path == nullptr) return document.get_array().get(rows);
    ondemand::object object;
    if (auto code = document.get_object().get(object)) return code;
    for (;; path++) {
        ondemand::value member;
        if (std::strcmp(*path, "*") == 0) {
            bool isFound = false;
            for (auto field : object) {
                ondemand::json_type type;
                if (auto code = field.value().get(member)) return code;
                if (auto code = member.type().get(type)) return code;
                isFound = type == ondemand::json_type::array;
                if (isFound) break;
            }
            if (!isFound) return NO_SUCH_FIELD;
        } else if (auto code = object.find_field_unordered(*path).get(member)) {
            return code;
        }
        if (path[1] == nullptr) return member.get_array().get(rows);
        if (auto code = member.get_object().get(object)) return code;
    }
}

/* The position of a member's name among the keys, or `count` where it is none of them. */
uint32_t position(ondemand::field &field, const char *const *keys, uint32_t count) {
    uint32_t column = 0;
    while (column < count && !(field.key() == keys[column])) column++;
    return column;
}

/* Walks the rows behind a path of an answer that the full parser has found valid. Rows are arrays,
   or, with keys, objects whose members become the fields in the order of the keys. */
error_code walkMembers(csimdjson_parser &parser, padded_string_view page, const char *const *path,
                       const char *const *keys, uint32_t columns) {
    parser.count = 0;
    ondemand::document document;
    if (auto code = parser.walker.iterate(page).get(document)) return code;
    ondemand::array rows;
    if (auto code = find(document, path, rows)) return code;
    bool certain = true;
    for (auto item : rows) {
        ondemand::value row;
        if (auto code = item.get(row)) return code;
        csimdjson_field *const fields = grow(parser, columns);
        csimdjson_row &entry = parser.rows[parser.count++];
        const std::string_view start = row.raw_json_token();
        entry.offset = static_cast<uint32_t>(start.data() - page.data());
        entry.columns = CSIMDJSON_NOT_AN_ARRAY;
        if (start.front() != (keys == nullptr ? '[' : '{')) continue;
        uint32_t column = 0;
        if (keys == nullptr) {
            ondemand::array cells;
            if (auto code = row.get_array().get(cells)) return code;
            for (auto cell : cells) {
                ondemand::value value;
                if (auto code = cell.get(value)) return code;
                const csimdjson_field field =
                    classify(value.raw_json_token(), page.data(), true, certain);
                if (column < columns) fields[column] = field;
                column++;
            }
        } else {
            std::fill(fields, fields + columns, csimdjson_field{entry.offset, 0, CSIMDJSON_OTHER});
            ondemand::object members;
            if (auto code = row.get_object().get(members)) return code;
            for (auto member : members) {
                ondemand::field field;
                if (auto code = std::move(member).get(field)) return code;
                const uint32_t place = position(field, keys, columns);
                const std::string_view token = field.value().raw_json_token();
                if (place < columns) fields[place] = classify(token, page.data(), true, certain);
            }
            column = columns;
        }
        entry.columns = column;
    }
    return SUCCESS;
}

csimdjson_text slice(const char *bytes, size_t length, int32_t kind) {
    return {reinterpret_cast<const uint8_t *>(bytes), length, kind};
}

}  // namespace

csimdjson_parser *csimdjson_create(void) { return new (std::nothrow) csimdjson_parser(); }

void csimdjson_destroy(csimdjson_parser *parser) { delete parser; }

size_t csimdjson_padding(void) { return SIMDJSON_PADDING; }

int32_t csimdjson_walk_rows(csimdjson_parser *parser, const uint8_t *bytes, size_t length,
                            size_t capacity, uint32_t columns, int scans,
                            csimdjson_rows *out) {
    if (length > SIMDJSON_MAXSIZE_BYTES - SIMDJSON_PADDING) return CAPACITY;
    try {
        const auto *const text = reinterpret_cast<const char *>(bytes);
        const padded_string_view page = padded(*parser, text, length, capacity);
        const int32_t code = walkRows(*parser, page, columns, scans != 0);
        *out = {reinterpret_cast<const uint8_t *>(page.data()), parser->rows.data(), parser->fields.data(),
                code == SUCCESS ? parser->count : 0};
        return code;
    } catch (const std::bad_alloc &) {
        return MEMALLOC;
    } catch (...) {
        return UNEXPECTED_ERROR;
    }
}

int32_t csimdjson_walk_members(csimdjson_parser *parser, const uint8_t *bytes, size_t length,
                               size_t capacity, const char *const *path, const char *const *keys,
                               uint32_t columns, csimdjson_rows *out) {
    if (length > SIMDJSON_MAXSIZE_BYTES - SIMDJSON_PADDING) return CAPACITY;
    try {
        const auto *const text = reinterpret_cast<const char *>(bytes);
        const padded_string_view page = padded(*parser, text, length, capacity);
        parser->isOpen = false;
        parser->count = 0;
        dom::element element;
        error_code code = parser->validator.parse(page.data(), page.size(), false).get(element);
        if (code == SUCCESS) code = walkMembers(*parser, page, path, keys, columns);
        *out = {reinterpret_cast<const uint8_t *>(page.data()), parser->rows.data(),
                parser->fields.data(), code == SUCCESS ? parser->count : 0};
        return code;
    } catch (const std::bad_alloc &) {
        return MEMALLOC;
    } catch (...) {
        return UNEXPECTED_ERROR;
    }
}

size_t csimdjson_row_length(const uint8_t *bytes, size_t length, size_t offset) {
    size_t depth = 0;
    bool inString = false;
    for (size_t index = offset; index < length; index++) {
        const uint8_t c = bytes[index];
        if (inString) {
            if (c == '\\') index++;
            else if (c == '"') inString = false;
            continue;
        }
        if (c == '"') inString = true;
        else if (c == '[' || c == '{') depth++;
        else if (c == ']' || c == '}') {
            if (depth == 0) return index - offset;
            if (--depth == 0) return index + 1 - offset;
        } else if (c == ',' && depth == 0) {
            return index - offset;
        }
    }
    return length > offset ? length - offset : 0;
}

int32_t csimdjson_open(csimdjson_parser *parser, const uint8_t *bytes, size_t length) {
    parser->isOpen = false;
    try {
        const auto *const text = reinterpret_cast<const char *>(bytes);
        const auto code = parser->validator.parse(text, length, true).get(parser->document);
        parser->isOpen = code == SUCCESS;
        return code;
    } catch (const std::bad_alloc &) {
        return MEMALLOC;
    } catch (...) {
        return UNEXPECTED_ERROR;
    }
}

csimdjson_text csimdjson_member(csimdjson_parser *parser, const char *path) {
    dom::element found;
    if (!parser->isOpen) return {nullptr, 0, 0};
    if (parser->document.at_pointer(path).get(found)) return {nullptr, 0, 0};
    std::string_view text;
    if (!found.get(text)) return slice(text.data(), text.size(), CSIMDJSON_STRING);
    char *const start = parser->number;
    char *const end = start + sizeof parser->number;
    int64_t integer;
    if (!found.get(integer)) {
        const auto written = std::to_chars(start, end, integer);
        return slice(start, static_cast<size_t>(written.ptr - start), CSIMDJSON_NUMBER);
    }
    double number;
    if (!found.get(number)) {
        const auto written = std::to_chars(start, end, number);
        return slice(start, static_cast<size_t>(written.ptr - start), CSIMDJSON_NUMBER);
    }
    return slice("", 0, CSIMDJSON_OTHER);
}

const char *csimdjson_words(int32_t code) {
    return error_message(static_cast<error_code>(code));
}
