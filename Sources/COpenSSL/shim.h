#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

// Macros and typed stacks, which Swift does not see.
static inline long eg_bio_data(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }
static inline int eg_x509_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *eg_x509_at(const STACK_OF(X509) *stack, int index) { return sk_X509_value(stack, index); }
static inline STACK_OF(X509) *eg_x509_stack(void) { return sk_X509_new_null(); }
static inline int eg_x509_push(STACK_OF(X509) *stack, X509 *certificate) { return sk_X509_push(stack, certificate); }
static inline void eg_x509_stack_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }
