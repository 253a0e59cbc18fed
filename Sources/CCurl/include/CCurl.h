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

/// A server, and how it is spoken to.
typedef struct {
    const char *url;
    /// PEM file of the authorities its certificate is checked against; NULL for those of the system.
    const char *authorities;
    const char *user;
    const char *password;
    /// Whether nothing is said before the connection is encrypted.
    int needs_tls;
    /// The time for all of it.
    long seconds;
} eg_server;

/// Gives a message to a mail server. status is the last code it said, data its last line.
eg_answer eg_send_mail(const eg_server *server, const char *from, const char *to, const unsigned char *bytes, size_t size);

/// Posts to a web address with these header fields and follows no redirection.
///
/// @param wait set to what Retry-After says in seconds, if it says that
eg_answer eg_post(const eg_server *server, const char *const *headers, size_t count, const unsigned char *bytes, size_t size, long *wait);

/// What an error code of libcurl means, in English.
const char *eg_error(int code);

/// A connection to a mailbox, used for question after question.
typedef struct eg_mailbox eg_mailbox;

/// Prepares a connection; it is made with the first question. NULL without memory.
eg_mailbox *eg_mailbox_open(const eg_server *server);

/// Asks something: with a command what the server says untagged, without one the message that the address names.
/// Of lines beyond 8 KB a part is lost, and more than 16 KB of lines can fail: ask for little at a time.
///
/// @param most more bytes than this are an error
eg_answer eg_mailbox_ask(eg_mailbox *mailbox, const char *url, const char *command, size_t most);

void eg_mailbox_close(eg_mailbox *mailbox);

#endif
