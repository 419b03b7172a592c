import DialMath
import Testing

@Suite struct QuantileTableTests {
    static let wide: [(Distribution, mean: Double, cv: Double)] = [
        (.lognormal(mean: 60, cv: 3), 60, 3), (.gamma(mean: 8, cv: 3), 8, 3),
        (.weibull(mean: 4, shape: 0.4), 4, 3.1409), (.gamma(mean: 30, cv: 0.01), 30, 0.01),
        (.lognormal(mean: 1e-3, cv: 0.5), 1e-3, 0.5),
        (.uniform(low: 0, high: 0), 0, 0), (.uniform(low: 5, high: 5.000001), 5.0000005, 5.8e-8),
        (
            .mixture([
                .init(weight: 1, .constant(3)), .init(weight: 2, .uniform(low: 10, high: 20)),
                .init(weight: 1, .lognormal(mean: 90, cv: 1)),
            ]), 33.25, 1.7
        ),
        (.empirical(.init(values: [5, 5.01, 9, 40], weights: [9, 4, 2, 1])), 6.4, 1),
    ]

    /// The table and the distribution differ only in straight cells, and smoothly: the midpoint
    /// rule with 40 points a cell sees it all.
    @Test(arguments: DistributionTests.table + wide)
    func `a table keeps mean and spread to one part in ten thousand`(
        distribution: Distribution, mean: Double, cv: Double
    ) {
        let table = QuantileTable(distribution)
        let points = 40_960
        var first = 0.0
        var second = 0.0
        for point in 0..<points {
            let u = (Double(point) + 0.5) / Double(points)
            let exact = distribution.quantile(u)
            let drawn = table.quantile(u)
            first += drawn - exact
            second += drawn * drawn - exact * exact
        }
        first /= Double(points)
        second /= Double(points)
        #expect(abs(first) <= 1e-4 * distribution.mean)
        let variance = distribution.variance
        let drawn = variance + second - 2 * distribution.mean * first - first * first
        // Rounding alone may leave a trace of a spread beside a mean.
        #expect(
            abs(max(0, drawn).squareRoot() - variance.squareRoot())
                <= 1e-4 * variance.squareRoot() + 1e-9 * distribution.mean)
    }

    @Test(arguments: DistributionTests.table + wide)
    func `a larger number is never a shorter time`(
        distribution: Distribution, mean: Double, cv: Double
    ) {
        let table = QuantileTable(distribution)
        var last = table.quantile(0x1p-54)
        var lastNanoseconds = table.nanoseconds(0x1p-54)
        for step in 1..<16_384 {
            // Both sides of every border of a cell, and points between.
            let u = Double(step / 2) / 8_192 + (step % 2 == 0 ? -0x1p-53 : 0x1p-53)
            guard u > 0 else { continue }
            let x = table.quantile(u)
            let nanoseconds = table.nanoseconds(u)
            #expect(x >= last * (1 - 0x1p-50))
            #expect(nanoseconds >= lastNanoseconds - 1)
            last = max(last, x)
            lastNanoseconds = max(lastNanoseconds, nanoseconds)
        }
    }

    @Test(arguments: DistributionTests.table + wide)
    func `a draw is near the distribution's own`(
        distribution: Distribution, mean: Double, cv: Double
    ) {
        let table = QuantileTable(distribution)
        let deviation = distribution.variance.squareRoot()
        for step in 1..<5_000 {
            let u = Double(step) / 5_000
            let exact = distribution.quantile(u)
            let drawn = table.quantile(u)
            #expect(abs(drawn - exact) <= 1e-3 * exact + 1e-4 * deviation)
            #expect(abs(Double(table.nanoseconds(u)) - drawn * 1e9) <= 0.5 + 1e-15 * drawn * 1e9)
        }
    }

    @Test(arguments: [0x1p-54, 1e-9, 1e-4, 0.9999, 1 - 1e-9, 1 - 0x1p-53])
    func `the tails are exact`(u: Double) {
        for (distribution, _, _) in DistributionTests.table + Self.wide {
            #expect(QuantileTable(distribution).quantile(u) == distribution.quantile(u))
        }
    }

    @Test func `a constant is exact to the nanosecond`() {
        for value in [0, 0.1, 7, 1.0 / 3, 86_400.000_000_001] {
            let table = QuantileTable(.constant(value))
            for step in 1..<100 {
                #expect(table.quantile(Double(step) / 100) == value)
                #expect(table.nanoseconds(Double(step) / 100) == Int64(value * 1e9 + 0.5))
            }
        }
    }

    @Test func `what is drawn step by step is never between two steps`() {
        let steps = Empirical(values: [5, 5.01, 9, 40], weights: [9, 4, 2, 1])
        let table = QuantileTable(.empirical(steps))
        for step in 1..<100_000 {
            #expect([5, 5.01, 9, 40].contains(table.quantile(Double(step) / 100_000)))
        }
    }

    @Test func `no time is below 0 or above a hundred years`() {
        let early = QuantileTable(.uniform(low: -10, high: 10))
        #expect(early.nanoseconds(0.2) == 0)
        #expect(early.nanoseconds(0.75) == 5_000_000_000)
        #expect(early.quantile(0.25) == -5)
        let late = QuantileTable(.exponential(mean: 1e10))
        #expect(late.nanoseconds(0.5) == QuantileTable.longestNanoseconds)
        #expect(late.nanoseconds(0.01) == Int64(late.quantile(0.01) * 1e9 + 0.5))
        #expect(QuantileTable(.constant(1e300)).nanoseconds(0.5) == 3_155_760_000_000_000_000)
        #expect(QuantileTable(.constant(-1)).nanoseconds(0.5) == 0)
    }
}
