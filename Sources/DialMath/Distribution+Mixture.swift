extension Distribution {
    /// The mean over the parts of a mixture, by weight, of what `value` says of each.
    static func average(_ parts: [Part], _ value: (Distribution) -> Double) -> Double {
        var sum = 0.0
        var weights = 0.0
        for part in parts where part.weight > 0 {
            sum += part.weight * value(part.distribution)
            weights += part.weight
        }
        precondition(weights > 0, "the weights of a mixture sum to \(weights); they must exceed 0")
        return sum / weights
    }

    /// The least time that a share `u` of a mixture's draws does not exceed.
    ///
    /// It lies between the parts' own quantiles. Newton's steps on the share below; where one
    /// leaves the bracket, or does not halve, its middle. A time with a probability of
    /// its own is found to the last bit.
    static func quantile(_ u: Double, of parts: [Part]) -> Double {
        let quantiles = parts.filter { $0.weight > 0 }.map { $0.distribution.quantile(u) }
        guard var low = quantiles.min(), var high = quantiles.max() else {
            preconditionFailure("a mixture has no part with a weight above 0")
        }
        let mixture = Distribution.mixture(parts)
        /// Above 0 where too small a share lies below `x`; from the side that keeps its digits.
        func lacking(_ x: Double) -> Double {
            u <= 0.5 ? u - mixture.cdf(x) : mixture.survival(x) - (1 - u)
        }
        if lacking(low) <= 0 { return low }
        var x = low + (high - low) / 2
        var last = high - low
        while low.nextUp < high {
            let lack = lacking(x)
            if lack > 0 { low = x } else { high = x }
            var step = lack / mixture.density(x)
            if abs(step) < 1e-8 * x {
                // Newton has arrived, unless a jump lies between.
                let margin = 2 * abs(step) + 1e-12 * x
                if lacking(x - margin) > 0, lacking(x + margin) <= 0 { return x + step }
            }
            if !(x + step > low && x + step < high && abs(step) < abs(last) / 2) {
                step = low + (high - low) / 2 - x
            }
            last = step
            x += step
        }
        return high
    }
}
