// The system's OpenSSL, 1.1 or later: keyed hashes alone.
#include <openssl/evp.h>
#include <openssl/hmac.h>
