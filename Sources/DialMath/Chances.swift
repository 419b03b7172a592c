#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The chance that a memoryless wait of the given mean ends within `span`; both in the same unit.
///
/// 1 when the mean is 0, 0 when the span is.
public func chanceWithin(_ span: Double, mean: Double) -> Double {
    mean <= 0 ? 1 : -expm1(-max(0, span) / mean)
}
