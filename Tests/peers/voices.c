/*
 * Fax and modem tones as spandsp sends them, as raw samples of 8 kHz, 16 bits, on the standard output:
 *
 *     voices cng|ced|ced-pr|ansam SECONDS
 *
 * Build: cc -O1 -o voices voices.c -lspandsp -lm
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include <spandsp.h>

static const struct {
    const char *name;
    int tone;
} tones[] = {
    {"cng", MODEM_CONNECT_TONES_FAX_CNG},
    {"ced", MODEM_CONNECT_TONES_FAX_CED},
    {"ced-pr", MODEM_CONNECT_TONES_ANS_PR},
    {"ansam", MODEM_CONNECT_TONES_ANSAM_PR},
};

int main(int argc, char **argv) {
    for (unsigned i = 0; argc == 3 && i < sizeof tones / sizeof *tones; i++) {
        if (strcmp(argv[1], tones[i].name)) continue;
        modem_connect_tones_tx_state_t *voice = modem_connect_tones_tx_init(NULL, tones[i].tone);
        int16_t block[160];
        for (int left = atoi(argv[2]) * 50; left > 0; left--) {
            int count = modem_connect_tones_tx(voice, block, 160);
            memset(block + count, 0, sizeof *block * (size_t)(160 - count));
            fwrite(block, sizeof *block, 160, stdout);
        }
        return 0;
    }
    fprintf(stderr, "voices cng|ced|ced-pr|ansam SECONDS\n");
    return 2;
}
