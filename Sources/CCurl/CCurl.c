// curl_easy_setopt takes any number of arguments, which Swift cannot call.
#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

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
