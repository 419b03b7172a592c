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

// A wire from one end's playback to the other's recording, without a sound card. Its two ends may be
// used by two threads.
struct CALSALoop;

// Of these formats alone, 16 bits. Null where there is no memory.
struct CALSALoop *CALSALoopNew(unsigned int rate, unsigned int channels);

// Opens an end, without waiting: each once, until it is closed. A negative error, or 0.
int CALSALoopOpen(struct CALSALoop *loop, snd_pcm_stream_t stream, snd_pcm_t **handle);

// Ends that are open go on.
void CALSALoopFree(struct CALSALoop *loop);

#ifdef __cplusplus
}
#endif
