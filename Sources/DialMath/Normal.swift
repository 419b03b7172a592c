#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The share of the standard normal distribution that lies below `x`.
///
/// To the precision of `erfc`, in the lower tail too; for the upper tail ask for -`x`.
public func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }

/// The point below which a share `u` of the standard normal distribution lies.
///
/// Relative error below 1.2e-9, then one Newton–Halley step takes it to the precision of `erfc`.
///
/// - Parameter u: strictly between 0 and 1.
///
/// > Source: P. J. Acklam's rational approximation (2003), refined as he describes.
public func normalQuantile(_ u: Double) -> Double {
    precondition(u > 0 && u < 1, "u is \(u); a quantile needs 0 < u < 1")
    let tail = 0.02425
    var x: Double
    if u < tail {
        x = tailQuantile((-2 * log(u)).squareRoot())
    } else if u > 1 - tail {
        x = -tailQuantile((-2 * log1p(-u)).squareRoot())
    } else {
        let q = u - 0.5
        let r = q * q
        let top =
            ((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02)
                * r + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r
            + 2.506628277459239e+00
        let bottom =
            ((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02)
                * r + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1
        x = top * q / bottom
    }
    let error = 0.5 * erfc(-x / 2.0.squareRoot()) - u
    let step = error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
    x -= step / (1 + x * step / 2)
    return x
}

private func tailQuantile(_ q: Double) -> Double {
    let top =
        ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q
            - 2.549732539343734e+00) * q + 4.374664141464968e+00) * q + 2.938163982698783e+00
    let bottom =
        (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q
            + 3.754408661907416e+00) * q + 1
    return top / bottom
}
