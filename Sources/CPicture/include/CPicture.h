// Pictures as small PNG files (ISO/IEC 15948): in C, because it looks at every pixel, and tests and demo run without optimisation.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Packs pixels into a PNG file: sixteen greys where nothing is coloured, else at most 256 colours.
///
/// - pixels: rows of 32-bit words, red, green and blue in the lower three bytes (cairo's RGB24).
/// - stride: bytes from row to row.
/// - size: takes the size of the file.
///
/// Returns the file, to be freed with `free`; NULL without memory.
uint8_t *eg_png(const uint8_t *pixels, int width, int height, int stride, size_t *size);
