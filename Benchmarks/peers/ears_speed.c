/*
 * What it costs spandsp to listen to a line: keys and call-progress tones of the United States.
 *
 *     ears_speed FILE LINES [digits|progress|both|all]
 *
 * The same samples, blocks and line order as `ears hear`. `all` adds its listeners for CNG and for
 * answering tones. Prints nanoseconds of the processor for each sample.
 * Build: cc -O3 -o ears_speed ears_speed.c -lspandsp -lm
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>
#include <time.h>

#include <spandsp.h>

typedef struct {
    dtmf_rx_state_t *keys;
    super_tone_rx_state_t *tones;
    modem_connect_tones_rx_state_t *calling, *answering;
} line;

static long reports;

static void key(void *user_data, const char *digits, int length) {
    (void)user_data;
    (void)digits;
    reports += length;
}

static void tone(void *user_data, int code, int level, int delay) {
    (void)user_data;
    (void)code;
    (void)level;
    (void)delay;
    reports++;
}

static double processor_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void hear(line *lines, int count, const int16_t *samples, long length) {
    for (long first = 0; first < length; first += 160) {
        int size = first + 160 <= length ? 160 : (int)(length - first);
        for (int i = 0; i < count; i++) {
            if (lines[i].keys) dtmf_rx(lines[i].keys, samples + first, size);
            if (lines[i].tones) {
                for (int at = 0; at < size;) {
                    int taken = super_tone_rx(lines[i].tones, samples + first + at, size - at);
                    at += taken > 0 ? taken : size;
                }
            }
            if (lines[i].calling) modem_connect_tones_rx(lines[i].calling, samples + first, size);
            if (lines[i].answering)
                modem_connect_tones_rx(lines[i].answering, samples + first, size);
        }
    }
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "ears_speed FILE LINES [digits|progress|both|all]\n");
        return 2;
    }
    FILE *file = fopen(argv[1], "rb");
    if (!file) {
        perror(argv[1]);
        return 2;
    }
    fseek(file, 0, SEEK_END);
    long length = ftell(file) / 2;
    rewind(file);
    int16_t *samples = malloc((size_t)length * 2);
    if (!samples || fread(samples, 2, (size_t)length, file) != (size_t)length) return 2;
    fclose(file);
    int count = atoi(argv[2]);
    const char *what = argc > 3 ? argv[3] : "both";
    int all = !strcmp(what, "all");
    int both = all || !strcmp(what, "both");

    super_tone_rx_descriptor_t *plan = super_tone_rx_make_descriptor(NULL);
    static const int elements[4][2][4] = {
        {{350, 440, 700, 0}, {0}},
        {{440, 480, 1800, 2200}, {0, 0, 3600, 4400}},
        {{480, 620, 450, 550}, {0, 0, 450, 550}},
        {{480, 620, 200, 300}, {0, 0, 200, 300}},
    };
    for (int i = 0; i < 4; i++) {
        int place = super_tone_rx_add_tone(plan);
        for (int j = 0; j < 2 && elements[i][j][2]; j++)
            super_tone_rx_add_element(
                plan, place, elements[i][j][0], elements[i][j][1], elements[i][j][2],
                elements[i][j][3]);
    }
    line *lines = calloc((size_t)count, sizeof *lines);
    for (int i = 0; i < count; i++) {
        if (both || !strcmp(what, "digits")) lines[i].keys = dtmf_rx_init(NULL, key, NULL);
        if (both || !strcmp(what, "progress"))
            lines[i].tones = super_tone_rx_init(NULL, plan, tone, NULL);
        if (all) {
            lines[i].calling = modem_connect_tones_rx_init(
                NULL, MODEM_CONNECT_TONES_FAX_CNG, NULL, NULL);
            lines[i].answering = modem_connect_tones_rx_init(
                NULL, MODEM_CONNECT_TONES_ANSAM_PR, NULL, NULL);
        }
    }
    hear(lines, count, samples, length);
    reports = 0;
    double before = processor_seconds();
    hear(lines, count, samples, length);
    double seconds = processor_seconds() - before;
    printf(
        "%d lines, %ld s each, %s: %.3f ns a sample, %ld reports a line\n", count, length / 8000,
        what, seconds * 1e9 / ((double)length * count), reports / count);
    return 0;
}
