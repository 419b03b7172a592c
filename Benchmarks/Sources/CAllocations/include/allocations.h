#pragma once

/// How often the process has asked for memory since it began: calls of malloc, calloc, realloc and
/// the aligned kinds, by whatever library. glibc only.
long allocationCount(void);

/// From now on, prints where the next `count` allocations come from to the standard error.
void traceAllocations(long count);
