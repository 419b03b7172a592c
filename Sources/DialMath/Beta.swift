#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The share of a beta distribution that lies below `x`: the regularised incomplete beta function.
///
/// Relative error about 1e-14 for small parameters, 1e-11 at 1e4.
///
/// - Parameters:
///   - x: below 0 counts as 0, above 1 as 1.
///   - a: above 0.
///   - b: above 0.
///
/// > Source: the continued fraction DLMF 8.17.22, by Lentz's method.
public func betaShare(_ x: Double, _ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0, "a is \(a) and b is \(b); a beta distribution needs both above 0")
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = x * (1 - x) * betaDensity(x, a, b)
    return x < (a + 1) / (a + b + 2)
        ? min(1, front * betaFraction(x, a, b) / a)
        : max(0, 1 - front * betaFraction(1 - x, b, a) / b)
}

/// The point below which a share `u` of a beta distribution lies.
///
/// - Parameter u: in 0...1.
/// - Complexity: some 10 to 60 of ``betaShare(_:_:_:)``: Newton's steps, held between bounds.
public func betaQuantile(_ u: Double, _ a: Double, _ b: Double) -> Double {
    if u <= 0 { return 0 }
    if u >= 1 { return 1 }
    var low = 0.0
    var high = 1.0
    var x = a / (a + b)
    for _ in 0..<1200 {
        let error = betaShare(x, a, b) - u
        if error < 0 { low = x } else { high = x }
        var next = x - error / betaDensity(x, a, b)
        // A small answer is looked for by its digits, not its size.
        if !(next > low && next < high) {
            next = low > 0 || high > 1e-3 ? (low + high) / 2 : high / 16
        }
        if abs(next - x) <= 4 * x.ulp || next <= 0 { return next }
        x = next
    }
    return x
}

private func betaDensity(_ x: Double, _ a: Double, _ b: Double) -> Double {
    exp((a - 1) * log(x) + (b - 1) * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b))
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var fraction = d
    var m = 1.0
    while m < 1e5 {
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / nonzero(1 + even * d)
        c = nonzero(1 + even / c)
        fraction *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / nonzero(1 + odd * d)
        c = nonzero(1 + odd / c)
        fraction *= d * c
        if abs(d * c - 1) < 0x1p-51 { break }
        m += 1
    }
    return fraction
}
