#include "CALSA.h"
#include <alsa/pcm_external.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

// An end as ALSA's I/O plugin. Frames that are played lie in the loop until they are recorded, and the
// playing end's buffer is full as long as they do.
struct End {
    snd_pcm_ioplug_t io;
    struct CALSALoop *loop;
    // Readable when the other end has done something.
    int news;
    int isOpen, wasOpen;
    // Frames since it was last prepared.
    uint64_t position;
};

struct CALSALoop {
    pthread_mutex_t lock;
    unsigned int rate, channels;
    // The creator and the open ends.
    int owners;
    struct End ends[2];
    // Of `room` frames `count` are waiting, from `first` on.
    int16_t *frames;
    size_t room, first, count;
};

static struct End *other(struct End *end) {
    return &end->loop->ends[end == &end->loop->ends[0] ? 1 : 0];
}

static void tell(struct End *end) {
    if (end->news >= 0) eventfd_write(end->news, 1);
}

static void let_go(struct CALSALoop *loop) {
    pthread_mutex_lock(&loop->lock);
    const int isLast = --loop->owners == 0;
    pthread_mutex_unlock(&loop->lock);
    if (!isLast) return;
    pthread_mutex_destroy(&loop->lock);
    free(loop->frames);
    free(loop);
}

static int is_playback(const snd_pcm_ioplug_t *io) {
    return io->stream == SND_PCM_STREAM_PLAYBACK;
}

static int start(snd_pcm_ioplug_t *io) {
    (void)io;
    return 0;
}

static int stop(snd_pcm_ioplug_t *io) {
    (void)io;
    return 0;
}

static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io) {
    struct End *end = io->private_data;
    struct CALSALoop *loop = end->loop;
    pthread_mutex_lock(&loop->lock);
    const size_t waiting = loop->count;
    const int isAlone = other(end)->wasOpen && !other(end)->isOpen;
    pthread_mutex_unlock(&loop->lock);
    const uint64_t own = io->appl_ptr;
    if (is_playback(io)) {
        // What waits from before it was prepared is no more its own.
        const uint64_t taken = own > waiting ? own - waiting : 0;
        if (taken > end->position) end->position = taken;
        if (isAlone) snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
    } else {
        const size_t most = waiting < io->buffer_size ? waiting : io->buffer_size;
        if (own + most > end->position) end->position = own + most;
        if (isAlone && waiting == 0) snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
    }
    return (snd_pcm_sframes_t)end->position;
}

static int16_t *at(const snd_pcm_channel_area_t *area, snd_pcm_uframes_t frame) {
    return (int16_t *)((char *)area->addr + (area->first + area->step * frame) / 8);
}

static snd_pcm_sframes_t transfer(
    snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
    snd_pcm_uframes_t size) {
    struct End *end = io->private_data;
    struct CALSALoop *loop = end->loop;
    pthread_mutex_lock(&loop->lock);
    const size_t most = is_playback(io) ? loop->room - loop->count : loop->count;
    const size_t count = size < most ? size : most;
    if (count == 0) {
        pthread_mutex_unlock(&loop->lock);
        return -EAGAIN;
    }
    for (size_t frame = 0; frame < count; frame++) {
        const size_t place = (loop->first + (is_playback(io) ? loop->count : 0) + frame) % loop->room;
        int16_t *own = loop->frames + place * loop->channels;
        for (unsigned int channel = 0; channel < loop->channels; channel++) {
            int16_t *sample = at(&areas[channel], offset + frame);
            if (is_playback(io)) {
                own[channel] = *sample;
            } else {
                *sample = own[channel];
            }
        }
    }
    if (is_playback(io)) {
        loop->count += count;
    } else {
        loop->first = (loop->first + count) % loop->room;
        loop->count -= count;
    }
    tell(other(end));
    pthread_mutex_unlock(&loop->lock);
    return (snd_pcm_sframes_t)count;
}

static int ready(
    snd_pcm_ioplug_t *io, struct pollfd *polled, unsigned int count, unsigned short *events) {
    struct End *end = io->private_data;
    const unsigned short own = is_playback(io) ? POLLOUT : POLLIN;
    (void)count;
    eventfd_t news;
    if (polled->revents & POLLIN) eventfd_read(end->news, &news);
    const snd_pcm_sframes_t room = snd_pcm_avail_update(io->pcm);
    if (io->state == SND_PCM_STATE_DISCONNECTED) {
        *events = own | POLLERR;
    } else {
        *events = room > 0 ? own : 0;
    }
    return 0;
}

static int prepare(snd_pcm_ioplug_t *io) {
    struct End *end = io->private_data;
    end->position = 0;
    return 0;
}

static int hardware(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *own) {
    struct End *end = io->private_data;
    struct CALSALoop *loop = end->loop;
    (void)own;
    if (!is_playback(io)) return 0;
    int16_t *frames = calloc(io->buffer_size * loop->channels, sizeof *frames);
    if (!frames) return -ENOMEM;
    pthread_mutex_lock(&loop->lock);
    free(loop->frames);
    loop->frames = frames;
    loop->room = io->buffer_size;
    loop->first = loop->count = 0;
    pthread_mutex_unlock(&loop->lock);
    return 0;
}

static int leave(snd_pcm_ioplug_t *io) {
    struct End *end = io->private_data;
    struct CALSALoop *loop = end->loop;
    pthread_mutex_lock(&loop->lock);
    if (end->news >= 0) close(end->news);
    end->news = -1;
    end->isOpen = 0;
    tell(other(end));
    pthread_mutex_unlock(&loop->lock);
    let_go(loop);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = start,
    .stop = stop,
    .pointer = pointer,
    .transfer = transfer,
    .close = leave,
    .hw_params = hardware,
    .prepare = prepare,
    .poll_revents = ready,
};

struct CALSALoop *CALSALoopNew(unsigned int rate, unsigned int channels) {
    struct CALSALoop *loop = calloc(1, sizeof *loop);
    if (!loop) return NULL;
    pthread_mutex_init(&loop->lock, NULL);
    loop->rate = rate;
    loop->channels = channels;
    loop->owners = 1;
    for (int end = 0; end < 2; end++) {
        loop->ends[end].loop = loop;
        loop->ends[end].news = -1;
    }
    return loop;
}

static int limit(snd_pcm_ioplug_t *io, const struct CALSALoop *loop) {
    static const unsigned int access[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
    static const unsigned int formats[] = {SND_PCM_FORMAT_S16};
    const unsigned int frame = loop->channels * sizeof(int16_t);
    const struct { int what; unsigned int least, most; } ranges[] = {
        {SND_PCM_IOPLUG_HW_CHANNELS, loop->channels, loop->channels},
        {SND_PCM_IOPLUG_HW_RATE, loop->rate, loop->rate},
        {SND_PCM_IOPLUG_HW_PERIODS, 2, 64},
        {SND_PCM_IOPLUG_HW_PERIOD_BYTES, 16 * frame, 65536 * frame},
        {SND_PCM_IOPLUG_HW_BUFFER_BYTES, 32 * frame, 262144 * frame},
    };
    int error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
    if (error >= 0) error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, formats);
    for (size_t place = 0; error >= 0 && place < sizeof ranges / sizeof *ranges; place++) {
        error = snd_pcm_ioplug_set_param_minmax(
            io, ranges[place].what, ranges[place].least, ranges[place].most);
    }
    return error;
}

int CALSALoopOpen(struct CALSALoop *loop, snd_pcm_stream_t stream, snd_pcm_t **handle) {
    struct End *end = &loop->ends[stream == SND_PCM_STREAM_PLAYBACK ? 0 : 1];
    pthread_mutex_lock(&loop->lock);
    const int isTaken = end->isOpen;
    if (!isTaken) {
        end->isOpen = end->wasOpen = 1;
        end->news = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        loop->owners++;
    }
    pthread_mutex_unlock(&loop->lock);
    if (isTaken) return -EBUSY;
    snd_pcm_ioplug_t *io = &end->io;
    memset(io, 0, sizeof *io);
    io->version = SND_PCM_IOPLUG_VERSION;
    io->name = "loop";
    io->flags = SND_PCM_IOPLUG_FLAG_BOUNDARY_WA;
    io->callback = &callbacks;
    io->private_data = end;
    io->poll_fd = end->news;
    io->poll_events = POLLIN;
    int error =
        end->news < 0 ? -EMFILE : snd_pcm_ioplug_create(io, "loop", stream, SND_PCM_NONBLOCK);
    if (error < 0) {
        leave(io);
        return error;
    }
    error = limit(io, loop);
    if (error >= 0) error = snd_pcm_nonblock(io->pcm, 1);
    if (error < 0) {
        snd_pcm_ioplug_delete(io);
        return error;
    }
    *handle = io->pcm;
    return 0;
}

void CALSALoopFree(struct CALSALoop *loop) { let_go(loop); }
