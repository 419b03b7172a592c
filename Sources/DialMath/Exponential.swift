#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// eˣ, for modules that import no C library.
public func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm, for modules that import no C library.
public func naturalLogarithm(_ x: Double) -> Double { log(x) }
