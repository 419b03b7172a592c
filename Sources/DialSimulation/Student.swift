import Foundation

/// Student's distribution with a whole number of degrees of freedom, where its shares are finite
/// sums.
///
/// > Source: M. Abramowitz and I. A. Stegun (1964), 26.7.3 and 26.7.4.
enum Student {
    /// The chance of a value further from 0 than `t`, on either side.
    ///
    /// - Parameter freedom: ≥ 1. O(freedom).
    static func shareBeyond(_ t: Double, freedom: Int) -> Double {
        precondition(freedom >= 1, "\(freedom) degrees of freedom; at least 1 is required")
        let angle = atan(abs(t) / Double(freedom).squareRoot())
        if freedom == 1 { return max(0, 1 - 2 * angle / .pi) }
        let sine = sin(angle)
        let square = cos(angle) * cos(angle)
        let isOdd = freedom % 2 == 1
        var term = isOdd ? cos(angle) : 1
        var sum = term
        for k in stride(from: isOdd ? 3 : 2, through: freedom - 2, by: 2) {
            term *= square * Double(k - 1) / Double(k)
            sum += term
        }
        let within = isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
        return min(1, max(0, 1 - within))
    }

    /// The value beyond which, on both sides together, a share `share` lies: the factor of a
    /// two-sided interval. Above 0, below 1.
    static func bound(share: Double, freedom: Int) -> Double {
        precondition(share > 0 && share < 1, "share is \(share); it must be between 0 and 1")
        var low = 0.0
        var high = 1.0
        while shareBeyond(high, freedom: freedom) > share, high < 1e12 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle <= low || middle >= high { break }
            if shareBeyond(middle, freedom: freedom) > share { low = middle } else { high = middle }
        }
        return high
    }
}
