#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The regularised incomplete gamma function from both sides: the shares of a gamma distribution
/// of scale 1 that lie below and above `x`. They sum to 1.
///
/// Both sides are computed where they are small, so that neither tail loses digits. Relative error
/// about 1e-13 for shapes to 1e4; above a shape of 1e8 the normal approximation, good to 1e-9.
///
/// - Parameters:
///   - x: any number; below 0 counts as 0.
///   - shape: above 0.
/// - Complexity: about 10 to 40 terms near the mean for shapes to 10; grows with √shape.
///
/// > Source: series and continued fraction, DLMF 8.11.4 and 8.9.2, the latter by Lentz's method;
/// > above 1e8 E. B. Wilson and M. M. Hilferty (1931), doi:10.1073/pnas.17.12.684.
public func gammaShares(_ x: Double, shape: Double) -> (below: Double, above: Double) {
    precondition(shape > 0, "the shape is \(shape); a gamma distribution needs one above 0")
    if x <= 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    if shape > 1e8 {
        let z = 3 * shape.squareRoot() * (cbrt(x / shape) - 1 + 1 / (9 * shape))
        return (normalCDF(z), normalCDF(-z))
    }
    let front = gammaFront(x, shape: shape)
    if x < shape + 1 {
        var term = 1 / shape
        var sum = term
        var divisor = shape
        while term > sum * 0x1p-54 {
            divisor += 1
            term *= x / divisor
            sum += term
        }
        let below = min(1, front * sum)
        return (below, 1 - below)
    }
    var b = x + 1 - shape
    var c = Double.greatestFiniteMagnitude
    var d = 1 / b
    var fraction = d
    var step = 1.0
    while true {
        let a = step * (shape - step)
        b += 2
        d = 1 / nonzero(a * d + b)
        c = nonzero(b + a / c)
        let change = c * d
        fraction *= change
        if abs(change - 1) < 0x1p-51 || step > 1e6 { break }
        step += 1
    }
    let above = min(1, front * fraction)
    return (1 - above, above)
}

/// The density of a gamma distribution of scale 1 at `x`; 0 below 0.
///
/// From a shape of 10 by the deviation from the mean, so that large shapes keep their digits.
///
/// - Parameter shape: above 0. Below 1 the density is infinite at 0.
///
/// > Source: Stirling's series, DLMF 5.11.1.
public func gammaDensity(_ x: Double, shape: Double) -> Double {
    if x < 0 || x == .infinity { return 0 }
    if x == 0 { return shape > 1 ? 0 : shape == 1 ? 1 : .infinity }
    return gammaFront(x, shape: shape) / x
}

/// `x` times the density at `x`: what both the density and the shares begin with.
private func gammaFront(_ x: Double, shape: Double) -> Double {
    if shape < 10 { return exp(shape * log(x) - x) / tgamma(shape) }
    let deviation = (x - shape) / shape
    let logarithm = deviation < -0.5 ? log(x / shape) : log1p(deviation)
    let exponent = shape * (logarithm - deviation)
    let inverse = 1 / shape
    let square = inverse * inverse
    let stirling =
        inverse
        * (1 / 12.0 - square
            * (1 / 360.0 - square * (1 / 1260.0 - square * (1 / 1680.0 - square / 1188))))
    return exp(exponent - stirling) * (shape / (2 * Double.pi)).squareRoot()
}

/// The point below which a share `u` of a gamma distribution of scale 1 lies.
///
/// Relative error about 1e-13 in both tails. 0 where the answer is too small for a `Double`.
///
/// - Parameters:
///   - u: strictly between 0 and 1.
///   - shape: above 0.
/// - Complexity: two to four of ``gammaShares(_:shape:)``.
///
/// > Source: the start of Wilson and Hilferty (1931), or the first term of the series; then
/// > Halley's steps.
public func gammaQuantile(_ u: Double, shape: Double) -> Double {
    precondition(u > 0 && u < 1, "u is \(u); a quantile needs 0 < u < 1")
    precondition(shape > 0, "the shape is \(shape); a gamma distribution needs one above 0")
    let root = 1 - 1 / (9 * shape) + normalQuantile(u) / (3 * shape.squareRoot())
    let middle = shape * root * root * root
    if shape > 1e8 { return middle }
    // P(a, x) < x^a / Γ(a + 1), so the true point is not below this one.
    let least = shape < 100 ? exp((log(u) + log(tgamma(shape + 1))) / shape) : 0
    if least < 1e-14 && shape < 1 { return least }
    var x = root > 0 ? max(middle, least) : max(least, .leastNormalMagnitude)
    if shape < 1 {
        // Half-way between a power near 0 and an exponential tail.
        let turn = 1 - shape * (0.253 + shape * 0.12)
        x = u < turn ? pow(u / turn, 1 / shape) : 1 - log1p(-(u - turn) / (1 - turn))
        x = max(x, least)
    }
    for _ in 0..<60 {
        let shares = gammaShares(x, shape: shape)
        if u < 1e-8, shares.below > 0 {
            // Far from the mean the logarithm of the share is the straighter.
            let step = log(shares.below / u) * shares.below / gammaDensity(x, shape: shape)
            x = max(x - step, x / 16)
            if abs(step) < 1e-9 * x { break }
            continue
        }
        let error = u <= 0.5 ? shares.below - u : (1 - u) - shares.above
        let newton = error / gammaDensity(x, shape: shape)
        var step = newton / (1 - 0.5 * min(1, newton * ((shape - 1) / x - 1)))
        if !(step < x) { step = x / 2 }
        if !(step > -9 * x) { step = -9 * x }
        x -= step
        if abs(step) < 1e-7 * x { break }
    }
    return x
}

/// The logarithm of Γ(`x`), for `x` above 0.
func logGamma(_ x: Double) -> Double { lgamma(x).0 }

/// The derivative of the logarithm of Γ at `x`, above 0.
///
/// > Source: DLMF 5.5.2 and 5.11.2.
func digamma(_ x: Double) -> Double {
    var x = x
    var sum = 0.0
    while x < 10 {
        sum -= 1 / x
        x += 1
    }
    let square = 1 / (x * x)
    let series =
        square
        * (1 / 12.0 - square
            * (1 / 120.0 - square
                * (1 / 252.0 - square * (1 / 240.0 - square * (1 / 132.0 - square * 691 / 32760)))))
    return sum + log(x) - 0.5 / x - series
}

/// `x`, or the nearest to 0 that may be divided by, as Lentz's method asks.
func nonzero(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }
