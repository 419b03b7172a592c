// A sound device for tests that needs no hardware: an ALSA I/O plugin made in this process.
//
// It plays or records in real time, or a period each time it is waited for; and it fails when it is
// told to. All that happens to it is counted.
#pragma once
#include <alsa/asoundlib.h>
#include <stdint.h>

enum SoundTestFault {
    // It runs out of sound, or of room.
    SoundTestFaultXrun,
    // From now on it does so as soon as it is started.
    SoundTestFaultXrunForever,
    // The computer sleeps; `resume` wakes it where it was.
    SoundTestFaultSuspend,
    // `resume` says that all is well, and the device sleeps on until it is prepared.
    SoundTestFaultDeepSuspend,
    SoundTestFaultUnplug,
    // It does not move any more.
    SoundTestFaultStall,
    // It does not move any more, and says that it is ready.
    SoundTestFaultFalseReady,
};

struct SoundTestEvent {
    // Happens when the device has moved so many periods, in all its starts together.
    int64_t period;
    enum SoundTestFault fault;
};

struct SoundTestCounters {
    int64_t frames;    // moved by the device
    int64_t dropped;   // taken from the program, and not played
    int64_t starts, prepares, resumes;
    int64_t waits;     // how often it was asked whether it is ready
    int64_t transfers; // how often it was handed something, or gave it
    int64_t pointers;  // how often it was asked where it is
    int64_t underruns; // those that were not scripted
    int64_t longestPauseNanoseconds; // between two transfers
};

struct SoundTestDevice;

// Copies the events, in order of period. `isPaced`: it moves in real time.
struct SoundTestDevice *SoundTestDeviceNew(
    int isPaced, const struct SoundTestEvent *events, size_t count);

// The device as ALSA sees it, without waiting; once only. Null: `errno` says why.
snd_pcm_t *SoundTestDeviceOpen(struct SoundTestDevice *device, snd_pcm_stream_t stream);

struct SoundTestCounters SoundTestDeviceCounters(const struct SoundTestDevice *device);

// What it has played, sample for sample, until the device is freed.
const int16_t *SoundTestDevicePlayed(const struct SoundTestDevice *device, size_t *count);

// The sample it records as number `index`, in all its starts together.
int16_t SoundTestDeviceSample(int64_t index);

// After the `snd_pcm_t` is closed.
void SoundTestDeviceFree(struct SoundTestDevice *device);
