/*
 * What spandsp hears in a WAV file of 8 kHz, 16 bits, mono: a line for each thing.
 *
 *     ears dtmf FILE          the keys
 *     ears connect FILE       fax and modem tones, each by a listener of its own
 *     ears COUNTRY FILE       call-progress tones of us, gb, de or hu, or sit
 *
 * The tones listened for stand here and nowhere else: nothing is taken over from config/tones.
 * Build: cc -O1 -o ears ears.c -lspandsp -lm
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include <spandsp.h>

/* One element: two frequencies (0: none), the least and the most milliseconds (0: no end). */
typedef struct {
    int f1, f2, least, most;
} element;

typedef struct {
    const char *country, *name;
    element elements[4];
} pattern;

static const pattern patterns[] = {
    {"us", "dial", {{350, 440, 700, 0}}},
    {"us", "ringback", {{440, 480, 1800, 2200}, {0, 0, 3600, 4400}}},
    {"us", "busy", {{480, 620, 450, 550}, {0, 0, 450, 550}}},
    {"us", "congestion", {{480, 620, 200, 300}, {0, 0, 200, 300}}},
    {"gb", "dial", {{350, 440, 700, 0}}},
    /* It hears 440 and 450 Hz as one, which it has been told of before 400 Hz: so they are ordered. */
    {"gb", "ringback", {{450, 400, 340, 460}, {0, 0, 150, 250}, {450, 400, 340, 460}, {0, 0, 1800, 2200}}},
    {"gb", "busy", {{400, 0, 356, 394}, {0, 0, 356, 394}}},
    {"gb", "congestion", {{400, 0, 350, 450}, {0, 0, 300, 400}, {400, 0, 180, 270}, {0, 0, 470, 580}}},
    /* It compares two frequencies at least, so that another is listened for. */
    {"de", "other", {{950, 0, 5000, 0}}},
    {"de", "dial", {{425, 0, 1500, 0}}},
    {"de", "ringback", {{425, 0, 900, 1100}, {0, 0, 3600, 4400}}},
    {"de", "busy", {{425, 0, 430, 530}, {0, 0, 430, 530}}},
    {"de", "congestion", {{425, 0, 200, 280}, {0, 0, 200, 280}}},
    {"hu", "other", {{950, 0, 5000, 0}}},
    {"hu", "dial", {{425, 0, 1500, 0}}},
    {"hu", "ringback", {{425, 0, 1080, 1320}, {0, 0, 3330, 4070}}},
    {"hu", "busy", {{425, 0, 250, 350}, {0, 0, 250, 350}}},
    {"sit", "ic", {{914, 0, 220, 320}, {1371, 0, 220, 320}, {1777, 0, 330, 430}}},
    {"sit", "vc", {{985, 0, 330, 430}, {1371, 0, 220, 320}, {1777, 0, 330, 430}}},
    {"sit", "nc", {{985, 0, 330, 430}, {1428, 0, 330, 430}, {1777, 0, 330, 430}}},
    {"sit", "nc-inter", {{914, 0, 330, 430}, {1371, 0, 330, 430}, {1777, 0, 330, 430}}},
    {"sit", "ro", {{914, 0, 220, 320}, {1428, 0, 330, 430}, {1777, 0, 330, 430}}},
    {"sit", "ro-inter", {{985, 0, 220, 320}, {1371, 0, 330, 430}, {1777, 0, 330, 430}}},
    {"sit", "io", {{914, 0, 330, 430}, {1428, 0, 220, 320}, {1777, 0, 330, 430}}},
    {"sit", "reserved", {{985, 0, 220, 320}, {1428, 0, 220, 320}, {1777, 0, 330, 430}}},
};

enum { count = sizeof patterns / sizeof *patterns, block = 160 };

static const pattern *heard[count];

static void report(void *user_data, int code, int level, int delay) {
    (void)level;
    (void)delay;
    if (code >= 0) printf("%s\n", heard[code + *(int *)user_data]->name);
}

static int16_t *samples(const char *path, int *length) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    *length = (int)((ftell(file) - 44) / 2);
    fseek(file, 44, SEEK_SET);
    int16_t *all = calloc((size_t)*length, 2);
    if (!all || fread(all, 2, (size_t)*length, file) != (size_t)*length) exit(2);
    fclose(file);
    return all;
}

static void keys(int16_t *all, int length) {
    dtmf_rx_state_t *ear = dtmf_rx_init(NULL, NULL, NULL);
    char digits[129];
    for (int at = 0; at < length; at += block) {
        dtmf_rx(ear, all + at, at + block <= length ? block : length - at);
        digits[dtmf_rx_get(ear, digits, 128)] = 0;
        printf("%s", digits);
    }
    printf("\n");
}

static void connect_tones(int16_t *all, int length) {
    for (int tone = MODEM_CONNECT_TONES_FAX_CNG; tone <= MODEM_CONNECT_TONES_CALLING_TONE; tone++) {
        modem_connect_tones_rx_state_t *ear = modem_connect_tones_rx_init(NULL, tone, NULL, NULL);
        int found = 0;
        for (int at = 0; at < length; at += block) {
            modem_connect_tones_rx(ear, all + at, at + block <= length ? block : length - at);
            int now = modem_connect_tones_rx_get(ear);
            if (now) found = now;
        }
        if (found) printf("%s\n", modem_connect_tone_to_str(found));
    }
}

static void progress(const char *country, int16_t *all, int length) {
    super_tone_rx_descriptor_t *tones = super_tone_rx_make_descriptor(NULL);
    int known = 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(patterns[i].country, country)) continue;
        int tone = super_tone_rx_add_tone(tones);
        heard[tone] = &patterns[i];
        for (int j = 0; j < 4; j++) {
            const element *e = &patterns[i].elements[j];
            if (e->least == 0) break;
            /* Its header says -1 for no frequency, its code wants 0. */
            super_tone_rx_add_element(tones, tone, e->f1, e->f2, e->least, e->most);
        }
        known++;
    }
    if (!known) {
        fprintf(stderr, "no tones of %s are known\n", country);
        exit(2);
    }
    int first = 0;
    super_tone_rx_state_t *ear = super_tone_rx_init(NULL, tones, report, &first);
    for (int at = 0; at < length;) {
        int taken = super_tone_rx(ear, all + at, at + block <= length ? block : length - at);
        at += taken > 0 ? taken : block;
    }
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "ears dtmf|connect|us|gb|de|hu|sit FILE\n");
        return 2;
    }
    int length;
    int16_t *all = samples(argv[2], &length);
    if (!strcmp(argv[1], "dtmf"))
        keys(all, length);
    else if (!strcmp(argv[1], "connect"))
        connect_tones(all, length);
    else
        progress(argv[1], all, length);
    return 0;
}
