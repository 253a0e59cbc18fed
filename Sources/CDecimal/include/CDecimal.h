// IEEE 754-2008 decimal128 arithmetic by Intel's Decimal Floating-Point Math Library, as plain functions on values.
//
// Rounding is to nearest, ties to even, unless a function takes a rounding mode.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef struct { uint64_t low, high; } eg_decimal;

enum { EG_HALF_EVEN, EG_FLOOR, EG_CEILING, EG_TOWARD_ZERO, EG_HALF_AWAY };

eg_decimal eg_decimal_of(int64_t value);
// Reads a number as C writes it; NaN when it is none.
eg_decimal eg_decimal_read(const char *text);
// Writes `+123E-2`; the buffer holds at least 48 bytes.
void eg_decimal_write(eg_decimal x, char *buffer);
double eg_decimal_double(eg_decimal x);
// The value cut off at the point; INT64_MIN when it does not fit.
int64_t eg_decimal_integer(eg_decimal x);
bool eg_decimal_finite(eg_decimal x);
// -1, 0 or 1.
int eg_decimal_compare(eg_decimal x, eg_decimal y);
eg_decimal eg_decimal_add(eg_decimal x, eg_decimal y);
eg_decimal eg_decimal_subtract(eg_decimal x, eg_decimal y);
eg_decimal eg_decimal_multiply(eg_decimal x, eg_decimal y);
eg_decimal eg_decimal_divide(eg_decimal x, eg_decimal y);
eg_decimal eg_decimal_power(eg_decimal x, eg_decimal y);
eg_decimal eg_decimal_sqrt(eg_decimal x);
eg_decimal eg_decimal_exp(eg_decimal x);
eg_decimal eg_decimal_log(eg_decimal x);
// x with the exponent of `unit`; NaN when that takes more than 34 digits.
eg_decimal eg_decimal_quantize(eg_decimal x, eg_decimal unit, unsigned rounding);
