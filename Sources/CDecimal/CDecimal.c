#include "CDecimal.h"

#include <string.h>

// The calling convention of libbidgcc000: arguments, rounding mode and flags by value.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

static BID_UINT128 in(eg_decimal x) {
    BID_UINT128 out;
    memcpy(&out, &x, sizeof out);
    return out;
}

static eg_decimal out(BID_UINT128 x) {
    eg_decimal value;
    memcpy(&value, &x, sizeof value);
    return value;
}

eg_decimal eg_decimal_of(int64_t value) { return out(bid128_from_int64(value)); }

eg_decimal eg_decimal_read(const char *text) {
    unsigned flags = 0;
    return out(bid128_from_string((char *)text, EG_HALF_EVEN, &flags));
}

void eg_decimal_write(eg_decimal x, char *buffer) {
    unsigned flags = 0;
    bid128_to_string(buffer, in(x), &flags);
}

double eg_decimal_double(eg_decimal x) {
    unsigned flags = 0;
    return bid128_to_binary64(in(x), EG_HALF_EVEN, &flags);
}

int64_t eg_decimal_integer(eg_decimal x) {
    unsigned flags = 0;
    return bid128_to_int64_int(in(x), &flags);
}

bool eg_decimal_finite(eg_decimal x) { return bid128_isFinite(in(x)); }

int eg_decimal_compare(eg_decimal x, eg_decimal y) {
    unsigned flags = 0;
    if (bid128_quiet_equal(in(x), in(y), &flags)) return 0;
    return bid128_quiet_less(in(x), in(y), &flags) ? -1 : 1;
}

#define BINARY(name, function)                                     \
    eg_decimal eg_decimal_##name(eg_decimal x, eg_decimal y) {     \
        unsigned flags = 0;                                        \
        return out(function(in(x), in(y), EG_HALF_EVEN, &flags));  \
    }
#define UNARY(name, function)                               \
    eg_decimal eg_decimal_##name(eg_decimal x) {            \
        unsigned flags = 0;                                 \
        return out(function(in(x), EG_HALF_EVEN, &flags));  \
    }

BINARY(add, bid128_add)
BINARY(subtract, bid128_sub)
BINARY(multiply, bid128_mul)
BINARY(divide, bid128_div)
BINARY(power, bid128_pow)
UNARY(sqrt, bid128_sqrt)
UNARY(exp, bid128_exp)
UNARY(log, bid128_log)

eg_decimal eg_decimal_quantize(eg_decimal x, eg_decimal unit, unsigned rounding) {
    unsigned flags = 0;
    return out(bid128_quantize(in(x), in(unit), rounding, &flags));
}
