// curl_easy_setopt takes any number of arguments, which Swift cannot call.
#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct {
    eg_answer *answer;
    size_t most;
} sink;

static size_t take(char *bytes, size_t one, size_t count, void *context) {
    sink *sink = context;
    size_t more = one * count;
    eg_answer *answer = sink->answer;
    if (more > sink->most - answer->size) return 0;
    unsigned char *data = realloc(answer->data, answer->size + more + 1);
    if (!data) return 0;
    memcpy(data + answer->size, bytes, more);
    answer->data = data;
    answer->size += more;
    return more;
}

static void begin(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

eg_answer eg_fetch(const char *url, const unsigned char *body, size_t size, const char *type, size_t most, long seconds) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin);
    eg_answer answer = {CURLE_FAILED_INIT, 0, NULL, 0};
    CURL *curl = curl_easy_init();
    if (!curl) return answer;
    sink sink = {&answer, most};
    struct curl_slist *headers = NULL;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 3L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Eingang");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &sink);
    if (body) {
        char field[100] = "Content-Type: ";
        strncat(field, type, sizeof field - strlen(field) - 1);
        headers = curl_slist_append(headers, field);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)size);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    }
    answer.error = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return answer;
}

void eg_answer_free(eg_answer answer) { free(answer.data); }

// MARK: what leaves

typedef struct {
    const unsigned char *bytes;
    size_t size, done;
} source;

static size_t give(char *buffer, size_t one, size_t count, void *context) {
    source *source = context;
    size_t room = one * count, left = source->size - source->done;
    size_t now = left < room ? left : room;
    memcpy(buffer, source->bytes + source->done, now);
    source->done += now;
    return now;
}

/// Keeps the last line that a server said, without its end; the farewell (221) is no answer.
static size_t listen_to(char *bytes, size_t one, size_t count, void *context) {
    eg_answer *answer = context;
    size_t size = one * count, most = size < 500 ? size : 500;
    if (size >= 3 && memcmp(bytes, "221", 3) == 0) return size;
    while (most > 0 && (bytes[most - 1] == '\r' || bytes[most - 1] == '\n')) most--;
    unsigned char *line = realloc(answer->data, most + 1);
    if (!line) return 0;
    memcpy(line, bytes, most);
    answer->data = line;
    answer->size = most;
    return size;
}

static CURL *begin_handle(const char *url, const char *protocols, const char *authorities, long seconds) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin);
    CURL *curl = curl_easy_init();
    if (!curl) return NULL;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, seconds < 20 ? seconds : 20L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
    if (authorities) curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
    return curl;
}

eg_answer eg_send_mail(const eg_server *server, const char *from, const char *to, const unsigned char *bytes, size_t size) {
    eg_answer answer = {CURLE_FAILED_INIT, 0, NULL, 0};
    CURL *curl = begin_handle(server->url, "smtp,smtps", server->authorities, server->seconds);
    if (!curl) return answer;
    source source = {bytes, size, 0};
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, server->needs_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &source);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)size);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, listen_to);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    if (server->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password ? server->password : "");
    }
    answer.error = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    // Said instead of a greeting, it is about us and not about the message.
    if (answer.error == CURLE_WEIRD_SERVER_REPLY && source.done == 0) answer.error = CURLE_REMOTE_ACCESS_DENIED;
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return answer;
}

static size_t note_wait(char *bytes, size_t one, size_t count, void *context) {
    const char *name = "retry-after:";
    size_t size = one * count;
    if (size > strlen(name) && size < 100 && strncasecmp(bytes, name, strlen(name)) == 0) *(long *)context = strtol(bytes + strlen(name), NULL, 10);
    return size;
}

eg_answer eg_post(const eg_server *server, const char *const *headers, size_t count, const unsigned char *bytes, size_t size, long *wait) {
    eg_answer answer = {CURLE_FAILED_INIT, 0, NULL, 0};
    CURL *curl = begin_handle(server->url, "http,https", server->authorities, server->seconds);
    if (!curl) return answer;
    sink sink = {&answer, 65536};
    struct curl_slist *list = NULL;
    for (size_t index = 0; index < count; index++) list = curl_slist_append(list, headers[index]);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, bytes);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Eingang");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &sink);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, note_wait);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, wait);
    answer.error = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
    return answer;
}

const char *eg_error(int code) { return curl_easy_strerror(code); }

// MARK: a mailbox

struct eg_mailbox {
    CURL *curl;
};

eg_mailbox *eg_mailbox_open(const eg_server *server) {
    CURL *curl = begin_handle(server->url, "imap,imaps", server->authorities, server->seconds);
    if (!curl) return NULL;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, server->needs_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password);
    eg_mailbox *mailbox = calloc(1, sizeof *mailbox);
    if (!mailbox) {
        curl_easy_cleanup(curl);
        return NULL;
    }
    mailbox->curl = curl;
    return mailbox;
}

eg_answer eg_mailbox_ask(eg_mailbox *mailbox, const char *url, const char *command, size_t most) {
    eg_answer answer = {CURLE_FAILED_INIT, 0, NULL, 0};
    sink sink = {&answer, most};
    curl_easy_setopt(mailbox->curl, CURLOPT_URL, url);
    curl_easy_setopt(mailbox->curl, CURLOPT_CUSTOMREQUEST, command);
    curl_easy_setopt(mailbox->curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(mailbox->curl, CURLOPT_WRITEDATA, &sink);
    answer.error = curl_easy_perform(mailbox->curl);
    return answer;
}

void eg_mailbox_close(eg_mailbox *mailbox) {
    if (!mailbox) return;
    curl_easy_cleanup(mailbox->curl);
    free(mailbox);
}
