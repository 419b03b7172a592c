#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// eˣ, for modules that import no C library.
public func exponential(_ x: Double) -> Double { exp(x) }
