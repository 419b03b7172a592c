#include "SoundTestDevice.h"
#include <alsa/pcm_external.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct SoundTestDevice {
    snd_pcm_ioplug_t io;
    int isPaced;
    int descriptor;
    struct SoundTestEvent *events;
    size_t eventCount, nextEvent;
    int isAlwaysLate, isStalled, isLying, isDeeplyAsleep;
    // Of the present start: frames moved, and when the first of them was.
    int64_t position;
    int64_t origin;
    // Frames that the program has handed over and the device has not played, from `queue[0]` on.
    int16_t *queue;
    size_t queued;
    int16_t *played;
    size_t playedCount, playedRoom;
    struct SoundTestCounters counters;
    // 0: none yet.
    int64_t lastTransfer;
};

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int16_t SoundTestDeviceSample(int64_t index) { return (int16_t)(uint16_t)(index * 7919); }

static int isPlayback(const snd_pcm_ioplug_t *io) { return io->stream == SND_PCM_STREAM_PLAYBACK; }

// Moves the device by `frames`, of which it has so many.
static void move(struct SoundTestDevice *device, int64_t frames) {
    device->position += frames;
    device->counters.frames += frames;
    if (!isPlayback(&device->io) || frames == 0) return;
    size_t samples = (size_t)frames * device->io.channels;
    if (device->playedCount + samples > device->playedRoom) {
        device->playedRoom = (device->playedCount + samples) * 2;
        device->played = realloc(device->played, device->playedRoom * sizeof(int16_t));
        if (!device->played) abort();
    }
    memcpy(device->played + device->playedCount, device->queue, samples * sizeof(int16_t));
    device->playedCount += samples;
    device->queued -= samples;
    memmove(device->queue, device->queue + samples, device->queued * sizeof(int16_t));
}

// Where a running device should be, in frames since its start.
static int64_t due(struct SoundTestDevice *device, int isDraining) {
    if (device->isStalled) return device->position;
    const int64_t period = (int64_t)device->io.period_size;
    if (!device->isPaced) return device->position + (isDraining ? period : 0);
    return (nanoseconds() - device->origin) * device->io.rate / 1000000000;
}

// What a program finds after a scripted fault: a negative error, or 0 where the device goes on.
static int fail(struct SoundTestDevice *device, enum SoundTestFault fault) {
    switch (fault) {
    case SoundTestFaultXrunForever: device->isAlwaysLate = 1; return -EPIPE;
    case SoundTestFaultXrun: return -EPIPE;
    case SoundTestFaultDeepSuspend: device->isDeeplyAsleep = 1; // falls through
    case SoundTestFaultSuspend:
        snd_pcm_ioplug_set_state(&device->io, SND_PCM_STATE_SUSPENDED);
        return 0;
    case SoundTestFaultUnplug:
        snd_pcm_ioplug_set_state(&device->io, SND_PCM_STATE_DISCONNECTED);
        return 0;
    case SoundTestFaultFalseReady: device->isLying = 1; // falls through
    case SoundTestFaultStall:
        device->isStalled = 1;
        if (!device->isPaced) {
            eventfd_t left;
            eventfd_read(device->descriptor, &left);
        }
        return 0;
    }
    return 0;
}

// Lets a running device move to `target`; to where a scripted fault is, if that comes first.
static int advance(struct SoundTestDevice *device, int64_t target) {
    snd_pcm_ioplug_t *io = &device->io;
    if (device->isAlwaysLate) return -EPIPE;
    int64_t limit = target;
    const struct SoundTestEvent *event =
        device->nextEvent < device->eventCount ? &device->events[device->nextEvent] : NULL;
    if (event) {
        const int64_t place = event->period * (int64_t)io->period_size - device->counters.frames
            + device->position;
        if (place <= limit) {
            limit = place;
        } else {
            event = NULL;
        }
    }
    const int64_t program = (int64_t)io->appl_ptr;
    if (isPlayback(io) && limit >= program && !event) {
        if (io->state != SND_PCM_STATE_DRAINING) device->counters.underruns++;
        move(device, program - device->position);
        return -EPIPE;
    }
    if (!isPlayback(io) && limit - program >= (int64_t)io->buffer_size && !event) {
        device->counters.underruns++;
        return -EPIPE;
    }
    if (isPlayback(io) && limit > program) limit = program;
    if (limit > device->position) move(device, limit - device->position);
    if (!event) return 0;
    device->nextEvent++;
    return fail(device, event->fault);
}

static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io) {
    struct SoundTestDevice *device = io->private_data;
    device->counters.pointers++;
    const int isDraining = io->state == SND_PCM_STATE_DRAINING;
    if (io->state == SND_PCM_STATE_RUNNING || isDraining) {
        const int error = advance(device, due(device, isDraining));
        if (error < 0) return error;
    }
    return device->position % (int64_t)io->buffer_size;
}

static int start(snd_pcm_ioplug_t *io) {
    struct SoundTestDevice *device = io->private_data;
    device->counters.starts++;
    device->origin = nanoseconds();
    if (!device->isPaced) return 0;
    const int64_t period = (int64_t)io->period_size * 1000000000 / io->rate;
    const struct timespec span = {.tv_sec = period / 1000000000, .tv_nsec = period % 1000000000};
    const struct itimerspec timer = {.it_value = span, .it_interval = span};
    return timerfd_settime(device->descriptor, 0, &timer, NULL) < 0 ? -errno : 0;
}

static int stop(snd_pcm_ioplug_t *io) {
    (void)io;
    return 0;
}

static int prepare(snd_pcm_ioplug_t *io) {
    struct SoundTestDevice *device = io->private_data;
    if (io->state == SND_PCM_STATE_DISCONNECTED) return -ENODEV;
    device->counters.prepares++;
    device->counters.dropped += (int64_t)(device->queued / io->channels);
    device->queued = 0;
    device->position = 0;
    return 0;
}

static int resume(snd_pcm_ioplug_t *io) {
    struct SoundTestDevice *device = io->private_data;
    device->counters.resumes++;
    if (device->isDeeplyAsleep) {
        device->isDeeplyAsleep = 0;
        return 0;
    }
    device->origin = nanoseconds() - device->position * 1000000000 / io->rate;
    snd_pcm_ioplug_set_state(io, SND_PCM_STATE_RUNNING);
    return 0;
}

static int16_t *at(const snd_pcm_channel_area_t *area, snd_pcm_uframes_t frame) {
    return (int16_t *)((char *)area->addr + (area->first + area->step * frame) / 8);
}

static snd_pcm_sframes_t transfer(
    snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
    snd_pcm_uframes_t size) {
    struct SoundTestDevice *device = io->private_data;
    const int64_t now = nanoseconds();
    const int64_t pause = now - device->lastTransfer;
    if (device->lastTransfer > 0 && pause > device->counters.longestPauseNanoseconds)
        device->counters.longestPauseNanoseconds = pause;
    device->lastTransfer = now;
    device->counters.transfers++;
    // The number of the first frame of this start, in all starts together.
    const int64_t first = device->counters.frames - device->position + (int64_t)io->appl_ptr;
    for (snd_pcm_uframes_t frame = 0; frame < size; frame++) {
        for (unsigned int channel = 0; channel < io->channels; channel++) {
            int16_t *place = at(&areas[channel], offset + frame);
            if (isPlayback(io)) {
                device->queue[device->queued++] = *place;
            } else {
                *place = SoundTestDeviceSample((first + (int64_t)frame) * io->channels + channel);
            }
        }
    }
    return (snd_pcm_sframes_t)size;
}

static int hardware(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *own) {
    struct SoundTestDevice *device = io->private_data;
    (void)own;
    free(device->queue);
    device->queue = malloc(io->buffer_size * io->channels * sizeof(int16_t));
    return device->queue ? 0 : -ENOMEM;
}

static int ready(
    snd_pcm_ioplug_t *io, struct pollfd *polled, unsigned int count, unsigned short *events) {
    struct SoundTestDevice *device = io->private_data;
    const unsigned short own = isPlayback(io) ? POLLOUT : POLLIN;
    (void)count;
    device->counters.waits++;
    if (device->isPaced && (polled->revents & POLLIN)) {
        uint64_t passed;
        if (read(device->descriptor, &passed, sizeof passed) < 0) passed = 0;
    }
    if (!device->isPaced && !device->isStalled && io->state == SND_PCM_STATE_RUNNING) {
        const int error = advance(device, device->position + (int64_t)io->period_size);
        if (error < 0) snd_pcm_ioplug_set_state(io, SND_PCM_STATE_XRUN);
    }
    const snd_pcm_sframes_t room = snd_pcm_avail_update(io->pcm);
    const int isFine = io->state == SND_PCM_STATE_RUNNING || io->state == SND_PCM_STATE_PREPARED
        || io->state == SND_PCM_STATE_DRAINING;
    if (!isFine) {
        *events = own | POLLERR;
    } else {
        *events = device->isLying || room >= (snd_pcm_sframes_t)io->period_size ? own : 0;
    }
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = start,
    .stop = stop,
    .pointer = pointer,
    .transfer = transfer,
    .hw_params = hardware,
    .prepare = prepare,
    .resume = resume,
    .poll_revents = ready,
};

struct SoundTestDevice *SoundTestDeviceNew(
    int isPaced, const struct SoundTestEvent *events, size_t count) {
    struct SoundTestDevice *device = calloc(1, sizeof *device);
    if (!device) abort();
    device->isPaced = isPaced;
    device->eventCount = count;
    device->events = calloc(count + 1, sizeof *events);
    if (!device->events) abort();
    if (count > 0) memcpy(device->events, events, count * sizeof *events);
    device->descriptor = isPaced ? timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)
                                 : eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
    return device;
}

snd_pcm_t *SoundTestDeviceOpen(struct SoundTestDevice *device, snd_pcm_stream_t stream) {
    static const unsigned int access[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
    static const unsigned int formats[] = {SND_PCM_FORMAT_S16};
    snd_pcm_ioplug_t *io = &device->io;
    io->version = SND_PCM_IOPLUG_VERSION;
    io->name = "a sound device for tests";
    io->callback = &callbacks;
    io->private_data = device;
    io->poll_fd = device->descriptor;
    io->poll_events = POLLIN;
    int error = snd_pcm_ioplug_create(io, "test", stream, SND_PCM_NONBLOCK);
    if (error >= 0)
        error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
    if (error >= 0)
        error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, formats);
    if (error >= 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, 1, 2);
    if (error >= 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, 8000, 48000);
    if (error >= 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 16);
    if (error >= 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 32, 65536);
    if (error >= 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 64, 1048576);
    if (error >= 0) error = snd_pcm_nonblock(io->pcm, 1);
    if (error >= 0) return io->pcm;
    errno = -error;
    return NULL;
}

struct SoundTestCounters SoundTestDeviceCounters(const struct SoundTestDevice *device) {
    return device->counters;
}

const int16_t *SoundTestDevicePlayed(const struct SoundTestDevice *device, size_t *count) {
    *count = device->playedCount;
    return device->played;
}

void SoundTestDeviceFree(struct SoundTestDevice *device) {
    close(device->descriptor);
    free(device->events);
    free(device->queue);
    free(device->played);
    free(device);
}
