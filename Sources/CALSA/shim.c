#include "CALSA.h"
#include <stdarg.h>
#include <stdio.h>

static _Thread_local char first[256];

// Of several complaints the first is nearest to the cause; the others say who passed it on.
static void keep(
    const char *file, int line, const char *function, int number, const char *format, ...) {
    (void)file;
    (void)line;
    (void)function;
    (void)number;
    if (first[0]) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(first, sizeof first, format, arguments);
    va_end(arguments);
    for (char *place = first; *place; place++) {
        if (*place == '\n') *place = place[1] ? ' ' : 0;
    }
}

void CALSAKeepComplaints(void) { snd_lib_error_set_handler(keep); }

const char *CALSAComplaint(void) { return first; }

void CALSAForget(void) { first[0] = 0; }
