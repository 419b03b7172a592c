// Stands in for the C library's allocator and counts. glibc lets a program define these functions
// (see "Replacing malloc" in its manual) and keeps its own under the names with __libc_.
#include "allocations.h"

#include <errno.h>
#include <execinfo.h>
#include <stddef.h>
#include <stdatomic.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long allocations;
static atomic_long traced;

static void count(void) {
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    if (atomic_load_explicit(&traced, memory_order_relaxed) <= 0) return;
    if (atomic_fetch_sub_explicit(&traced, 1, memory_order_relaxed) <= 0) return;
    void *frames[12];
    int depth = backtrace(frames, 12);
    backtrace_symbols_fd(frames + 2, depth - 2, STDERR_FILENO);
    (void)!write(STDERR_FILENO, "\n", 1);
}

long allocationCount(void) { return atomic_load_explicit(&allocations, memory_order_relaxed); }

void traceAllocations(long number) {
    void *frames[2];
    backtrace(frames, 2);  // loads what it needs, before it may be called from within malloc
    atomic_store(&traced, number);
}

void *malloc(size_t size) {
    count();
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count();
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count();
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    count();
    void *memory = __libc_memalign(alignment, size);
    if (!memory) return ENOMEM;
    *block = memory;
    return 0;
}
