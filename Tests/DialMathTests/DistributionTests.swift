import DialMath
import Testing

@Suite struct DistributionTests {
    /// Each with its mean and coefficient of variation.
    static let table: [(Distribution, mean: Double, cv: Double)] = [
        (.constant(7), 7, 0), (.uniform(low: 2, high: 8), 5, 0.3464101615),
        (.exponential(mean: 20), 20, 1), (.lognormal(mean: 10, cv: 0.5), 10, 0.5),
        (.lognormal(mean: 180, cv: 0.8), 180, 0.8), (.lognormal(mean: 3, cv: 0), 3, 0),
        (.weibull(mean: 15, shape: 1), 15, 1), (.weibull(mean: 15, shape: 2), 15, 0.5227232008),
        (.weibull(mean: 4, shape: 0.8), 4, 1.2605), (.gamma(mean: 40, cv: 0.5), 40, 0.5),
        (.gamma(mean: 8, cv: 1.5), 8, 1.5), (.gamma(mean: 8, cv: 0), 8, 0),
        (.erlang(mean: 30, stages: 4), 30, 0.5), (.gamma(mean: 20, cv: 1), 20, 1),
        (
            .mixture([
                .init(weight: 1, .exponential(mean: 4)),
                .init(weight: 3, .gamma(mean: 20, cv: 0.4)),
            ]), 16, 0.625
        ),
        (.empirical(.init(sample: [9, 4, 6, 13])), 8, 0.40101),
        (.empirical(.init(curve: [(0, 2), (0.5, 8), (1, 20)])), 9.5, 0.55451),
    ]

    @Test(arguments: table)
    func `draws have the mean and the spread that are asked for`(
        distribution: Distribution, mean: Double, cv: Double
    ) {
        // The quantile integrated over 0...1, by the midpoint rule.
        let cells = 200_000
        var sum = 0.0
        var squares = 0.0
        for cell in 0..<cells {
            let x = distribution.quantile((Double(cell) + 0.5) / Double(cells))
            sum += x
            squares += x * x
        }
        let first = sum / Double(cells)
        let variance = max(0, squares / Double(cells) - first * first)
        #expect(distribution.mean == mean)
        #expect(abs(first - mean) < 1e-3 * mean)
        #expect(abs(variance.squareRoot() / mean - cv) < 5e-3)
    }

    @Test(arguments: table)
    func `a larger draw is never a shorter time`(
        distribution: Distribution, mean: Double, cv: Double
    ) {
        var last = 0.0
        for step in 1..<10_000 {
            let x = distribution.quantile(Double(step) / 10_000)
            #expect(x >= last)
            last = x
        }
        #expect(distribution.quantile(0x1p-54) >= 0)
        #expect(distribution.quantile(1 - 0x1p-53).isFinite)
    }

    @Test(arguments: [
        (1.0, 1.0, 0.63212055882855767), (0, 5, 0), (-3, 5, 0), (5, 0, 1),
        (1e-9, 1, 9.999999995e-10),
    ])
    func `a memoryless wait ends within a span by the exponential law`(
        span: Double, mean: Double, chance: Double
    ) {
        #expect(abs(chanceWithin(span, mean: mean) - chance) <= 1e-15)
    }
}
