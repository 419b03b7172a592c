/// The share of Student's distribution that lies below `t`; in both tails to full precision.
///
/// - Parameter degrees: of freedom, above 0; need not be whole.
///
/// > Source: DLMF 8.17, the incomplete beta function at ν/(ν + t²).
public func studentCDF(_ t: Double, degrees: Double) -> Double {
    precondition(degrees > 0, "there are \(degrees) degrees of freedom; above 0 are needed")
    let square = t * t
    let tail = betaShare(degrees / (degrees + square), degrees / 2, 0.5) / 2
    if t <= 0 { return tail }
    // Near 0 the other side of the beta function keeps the digits.
    return square < degrees
        ? 0.5 + betaShare(square / (degrees + square), 0.5, degrees / 2) / 2 : 1 - tail
}

/// The point below which a share `u` of Student's distribution lies.
///
///     studentQuantile(0.975, degrees: 10)     // 2.228
///
/// - Parameters:
///   - u: strictly between 0 and 1.
///   - degrees: of freedom, above 0; above ten million it is the normal distribution.
public func studentQuantile(_ u: Double, degrees: Double) -> Double {
    precondition(u > 0 && u < 1, "u is \(u); a quantile needs 0 < u < 1")
    precondition(degrees > 0, "there are \(degrees) degrees of freedom; above 0 are needed")
    if degrees > 1e7 { return normalQuantile(u) }
    let tails = 2 * min(u, 1 - u)
    let square: Double
    if tails < 0.5 {
        let x = betaQuantile(tails, degrees / 2, 0.5)
        square = degrees * (1 - x) / x
    } else {
        let y = betaQuantile(1 - tails, 0.5, degrees / 2)
        square = degrees * y / (1 - y)
    }
    return u < 0.5 ? -square.squareRoot() : square.squareRoot()
}
