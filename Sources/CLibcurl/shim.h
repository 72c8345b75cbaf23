#ifndef CHANDLER_CLIBCURL_SHIM_H
#define CHANDLER_CLIBCURL_SHIM_H

// The checking macros of curl.h only work on calls with a constant option; these wrappers take a
// variable one, and fix the argument's type themselves.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "Chandler needs libcurl 7.87 or newer (CURLOPT_REDIR_PROTOCOLS_STR, CURLOPT_QUICK_EXIT)"
#endif

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, and Swift cannot call a
// variadic C function. Each wrapper below fixes one argument type.

// Type of CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
typedef size_t (*chandler_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

// Numbers and switches: curl reads a `long`.
static inline CURLcode chandler_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

// Sizes above 2 GB: curl reads a `curl_off_t`, which is wider than `long` on some platforms.
static inline CURLcode chandler_curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// Strings: curl copies the text, so that the caller's buffer may go away after the call.
static inline CURLcode chandler_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

// Context pointers and the error buffer: curl keeps the pointer and copies nothing.
static inline CURLcode chandler_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

// Header lists: curl keeps the list, which must live as long as the transfer.
static inline CURLcode chandler_curl_set_list(CURL *easy, CURLoption option,
                                              struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

// Receivers of header lines and body bytes: a function pointer is not a `void *` in C.
static inline CURLcode chandler_curl_set_receiver(CURL *easy, CURLoption option,
                                                  chandler_curl_receiver value) {
    return curl_easy_setopt(easy, option, value);
}

// Answers that curl writes as a `long`: status, HTTP version, connection count.
static inline CURLcode chandler_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

// Answers that curl writes as a `curl_off_t`: sizes, and times in microseconds.
static inline CURLcode chandler_curl_get_size(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

// Answers that curl writes as a string it owns: the effective URL.
static inline CURLcode chandler_curl_get_string(CURL *easy, CURLINFO info, const char **value) {
    return curl_easy_getinfo(easy, info, value);
}

// Numbers and switches of the multi handle: curl reads a `long`.
static inline CURLMcode chandler_curl_multi_set_long(CURLM *multi, CURLMoption option,
                                                     long value) {
    return curl_multi_setopt(multi, option, value);
}

#endif
