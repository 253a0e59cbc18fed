#ifndef EINGANG_CCURL_H
#define EINGANG_CCURL_H

#include <stddef.h>

/// What came back from a web address.
typedef struct {
    /// 0, or an error code of libcurl.
    int error;
    /// The HTTP status; 0 when there was none.
    long status;
    /// The body; to be freed with eg_answer_free.
    unsigned char *data;
    size_t size;
} eg_answer;

/// Gets an http or https address, or posts to it when there is a body. Follows three redirections, to http and https only.
/// A proxy is taken from the environment, as curl does.
///
/// @param url the address
/// @param body what is posted, or NULL
/// @param size its size
/// @param type its media type
/// @param most more bytes than this are an error
/// @param seconds the time for all of it
eg_answer eg_fetch(const char *url, const unsigned char *body, size_t size, const char *type, size_t most, long seconds);

void eg_answer_free(eg_answer answer);

#endif
