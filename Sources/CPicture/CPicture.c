#define _GNU_SOURCE
#include "CPicture.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// The colours of a picture are counted in cells of 5 bits for each channel.
#define CELLS (1 << 15)
#define MOST_COLOURS 256

typedef struct {
    uint32_t key;
    uint32_t count;
    uint64_t sums[3];
} cell;

typedef struct {
    size_t first, end;  // its cells
    int channel;        // the one in which it is widest
    uint64_t weight;    // how much it asks for being cut; 0 when it cannot be
} box;

typedef struct {
    int count;
    uint8_t colours[MOST_COLOURS][3];
    uint8_t index[CELLS];
} palette;

static uint32_t key_of(uint32_t pixel) { return (pixel >> 9 & 0x7C00) | (pixel >> 6 & 0x3E0) | (pixel >> 3 & 0x1F); }

static int level(const cell *cell, int channel) { return cell->key >> (10 - 5 * channel) & 31; }

static int by_level(const void *a, const void *b, void *channel) {
    int difference = level(a, *(int *)channel) - level(b, *(int *)channel);
    return difference ? difference : (int)((const cell *)a)->key - (int)((const cell *)b)->key;
}

static box measured(const cell *cells, size_t first, size_t end) {
    box made = {.first = first, .end = end};
    uint64_t count = 0;
    int low[3] = {31, 31, 31}, high[3] = {0, 0, 0};
    for (size_t i = first; i < end; ++i) {
        count += cells[i].count;
        for (int k = 0; k < 3; ++k) {
            int value = level(&cells[i], k);
            low[k] = value < low[k] ? value : low[k];
            high[k] = value > high[k] ? value : high[k];
        }
    }
    for (int k = 1; k < 3; ++k) {
        if (high[k] - low[k] > high[made.channel] - low[made.channel]) made.channel = k;
    }
    uint64_t width = high[made.channel] - low[made.channel];
    made.weight = end - first < 2 ? 0 : width * width * count;
    return made;
}

/// Cuts the space of colours where they are many, in the middle of their pixels (Heckbert 1982).
static int cut(cell *cells, size_t count, box *boxes) {
    int made = 1;
    boxes[0] = measured(cells, 0, count);
    while (made < MOST_COLOURS) {
        int next = 0;
        for (int i = 1; i < made; ++i) next = boxes[i].weight > boxes[next].weight ? i : next;
        box whole = boxes[next];
        if (whole.weight == 0) break;
        qsort_r(cells + whole.first, whole.end - whole.first, sizeof(cell), by_level, &whole.channel);
        uint64_t half = 0, seen = cells[whole.first].count;
        for (size_t i = whole.first; i < whole.end; ++i) half += cells[i].count;
        size_t middle = whole.first + 1;
        for (; middle < whole.end - 1 && seen < half / 2; ++middle) seen += cells[middle].count;
        boxes[next] = measured(cells, whole.first, middle);
        boxes[made++] = measured(cells, middle, whole.end);
    }
    return made;
}

static void choose(cell *cells, palette *out) {
    size_t used = 0;
    for (size_t i = 0; i < CELLS; ++i) {
        if (cells[i].count) cells[used++] = cells[i];
    }
    box boxes[MOST_COLOURS];
    if (used <= MOST_COLOURS) {
        out->count = (int)used;
        for (size_t i = 0; i < used; ++i) boxes[i] = (box){.first = i, .end = i + 1};
    } else {
        out->count = cut(cells, used, boxes);
    }
    for (int i = 0; i < out->count; ++i) {
        uint64_t count = 0, sums[3] = {0, 0, 0};
        for (size_t c = boxes[i].first; c < boxes[i].end; ++c) {
            count += cells[c].count;
            for (int k = 0; k < 3; ++k) sums[k] += cells[c].sums[k];
            out->index[cells[c].key] = (uint8_t)i;
        }
        for (int k = 0; k < 3; ++k) out->colours[i][k] = (uint8_t)(sums[k] / count);
    }
}

static uint32_t pixel_at(const uint8_t *row, int x) {
    uint32_t pixel;
    memcpy(&pixel, row + 4 * (size_t)x, 4);
    return pixel & 0xFFFFFF;
}

/// The palette of a picture; one without colours when it has none: then it is grey.
static int colours(const uint8_t *pixels, int width, int height, int stride, palette *out) {
    out->count = 0;
    cell *cells = calloc(CELLS, sizeof(cell));
    if (!cells) return 0;
    for (uint32_t i = 0; i < CELLS; ++i) cells[i].key = i;
    int is_grey = 1;
    for (int y = 0; y < height; ++y) {
        const uint8_t *row = pixels + (size_t)y * stride;
        for (int x = 0; x < width; ++x) {
            uint32_t pixel = pixel_at(row, x), red = pixel >> 16, green = pixel >> 8 & 0xFF, blue = pixel & 0xFF;
            cell *found = &cells[key_of(pixel)];
            found->count += 1;
            found->sums[0] += red;
            found->sums[1] += green;
            found->sums[2] += blue;
            is_grey &= red == green && green == blue;
        }
    }
    if (!is_grey) choose(cells, out);
    free(cells);
    return 1;
}

static void put(uint8_t *to, uint32_t number) {
    for (int i = 0; i < 4; ++i) to[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint8_t *chunk(uint8_t *to, const char *name, const uint8_t *data, size_t size) {
    put(to, (uint32_t)size);
    memcpy(to + 4, name, 4);
    if (size && data != to + 8) memmove(to + 8, data, size);
    put(to + 8 + size, (uint32_t)crc32(0, to + 4, (uInt)(size + 4)));
    return to + 12 + size;
}

/// The rows as they are deflated: each begins with its filter, which is none.
static uint8_t *samples(const uint8_t *pixels, int width, int height, int stride, const palette *palette, int bits, size_t line) {
    uint8_t *rows = calloc((size_t)height, line);
    if (!rows) return NULL;
    for (int y = 0; y < height; ++y) {
        const uint8_t *row = pixels + (size_t)y * stride;
        uint8_t *to = rows + (size_t)y * line + 1;
        for (int x = 0; x < width; ++x) {
            uint32_t pixel = pixel_at(row, x);
            uint8_t sample = palette->count ? palette->index[key_of(pixel)] : (uint8_t)(((pixel & 0xFF) * 15 + 127) / 255);
            if (bits == 8) {
                to[x] = sample;
            } else {
                to[x / 2] |= x % 2 ? sample : sample << 4;
            }
        }
    }
    return rows;
}

uint8_t *eg_png(const uint8_t *pixels, int width, int height, int stride, size_t *size) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    palette palette;
    if (!colours(pixels, width, height, stride, &palette)) return NULL;
    int bits = palette.count > 16 ? 8 : 4;
    size_t line = 1 + (bits == 8 ? (size_t)width : ((size_t)width + 1) / 2);
    uint8_t *rows = samples(pixels, width, height, stride, &palette, bits, line);
    if (!rows) return NULL;
    uLong packed = compressBound((uLong)(line * (size_t)height));
    uint8_t *file = malloc(packed + sizeof(palette.colours) + 100);
    if (file) {
        memcpy(file, signature, 8);
        uint8_t header[13] = {0};
        put(header, (uint32_t)width);
        put(header + 4, (uint32_t)height);
        header[8] = (uint8_t)bits;
        header[9] = palette.count ? 3 : 0;
        uint8_t *to = chunk(file + 8, "IHDR", header, sizeof(header));
        if (palette.count) to = chunk(to, "PLTE", palette.colours[0], 3 * (size_t)palette.count);
        if (compress2(to + 8, &packed, rows, (uLong)(line * (size_t)height), 6) == Z_OK) {
            to = chunk(to, "IDAT", to + 8, packed);
            to = chunk(to, "IEND", NULL, 0);
            *size = (size_t)(to - file);
        } else {
            free(file);
            file = NULL;
        }
    }
    free(rows);
    return file;
}
