// The system's ALSA library, and what of it Swift cannot say: a handler with variable arguments.
#pragma once
#include <alsa/asoundlib.h>

#ifdef __cplusplus
extern "C" {
#endif

// From now on ALSA writes nothing to standard error: what it complains of is kept, for each thread
// its own, until `CALSAForget`. For the whole process; may be called again, and from any thread.
void CALSAKeepComplaints(void);

// The first complaint since `CALSAForget` in this thread, in one line; empty where there is none.
const char *CALSAComplaint(void);

void CALSAForget(void);

#ifdef __cplusplus
}
#endif
