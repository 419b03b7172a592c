import DialMath
import Testing

@Suite struct FitTests {
    typealias Family = Distribution.Family

    /// Against scipy 1.17: its own fits, and its optimiser on its own likelihoods.
    @Test(arguments: [
        (
            Family.exponential, Distribution.exponential(mean: 39.888888888888886),
            -42.174880300368535
        ),
        (.lognormal, .lognormal(mean: 39.7265129, cv: 1.26736872), -40.68015586990787),
        (.gamma, .gamma(mean: 31.0940668, cv: 0.77220448), -41.439416160344706),
        (.weibull, .weibull(mean: 30.9471204, shape: 1.35373453), -41.65867847688154),
    ])
    func `fits of durations cut short are the published ones`(
        family: Family, expected: Distribution, logLikelihood: Double
    ) throws {
        let fit = try #require(Fit(family, to: KaplanMeierTests.remission))
        #expect(abs(fit.distribution.mean / expected.mean - 1) < 1e-6)
        #expect(abs(fit.distribution.cv / expected.cv - 1) < 1e-6)
        #expect(abs(fit.logLikelihood - logLikelihood) < 1e-9)
        #expect(fit.aic == 2 * Double(family.parameters) - 2 * fit.logLikelihood)
    }

    @Test(arguments: [
        (Family.exponential, Distribution.exponential(mean: 109.0 / 9)),
        (.lognormal, .lognormal(mean: 12.092744374946196, cv: 0.5647151859195326)),
        (.gamma, .gamma(mean: 109.0 / 9, cv: 0.5176413805850054)),
        (.weibull, .weibull(mean: 12.199685347891787, shape: 2.029992151978578)),
    ])
    func `fits of complete durations are the published ones`(
        family: Family, expected: Distribution
    ) throws {
        let fit = try #require(
            Fit(family, to: KaplanMeierTests.remission.filter(\.isComplete)))
        #expect(abs(fit.distribution.mean / expected.mean - 1) < 1e-5)
        #expect(abs(fit.distribution.cv / expected.cv - 1) < 1e-5)
    }

    @Test(arguments: [
        Distribution.exponential(mean: 30), .lognormal(mean: 30, cv: 0.8),
        .gamma(mean: 30, cv: 0.4), .weibull(mean: 30, shape: 2), .lognormal(mean: 0.02, cv: 0.1),
        .gamma(mean: 3_000, cv: 1.5), .weibull(mean: 30, shape: 0.7),
    ])
    func `what durations were drawn from is found again, though half were cut short`(
        distribution: Distribution
    ) throws {
        let chance = Chance(seed: 7, stream: "fit")
        let observations = (0..<4_000 as Range<UInt64>).map { index in
            let duration = distribution.quantile(chance.uniform(index, 0))
            let watched = Distribution.exponential(mean: 1.5 * distribution.mean)
                .quantile(chance.uniform(index, 1))
            return Observation(min(duration, watched), isComplete: duration <= watched)
        }
        let fit = try #require(Fit.best(to: observations))
        #expect(abs(fit.distribution.mean / distribution.mean - 1) < 0.08)
        #expect(abs(fit.distribution.cv / distribution.cv - 1) < 0.08)
        let curve = KaplanMeier(observations)
        #expect(curve.distance(to: fit.distribution) < 0.04)
        #expect(curve.distance(to: .constant(distribution.mean)) > 0.3)
        let kind = "\(distribution)"
        #expect(kind.hasPrefix(fit.family.rawValue) || kind.hasPrefix("exponential"))
    }

    @Test(arguments: Family.allCases)
    func `what cannot be fitted is not`(family: Family) {
        #expect(Fit(family, to: []) == nil)
        #expect(Fit(family, to: [Observation(0)]) == nil)
        #expect(Fit(family, to: [Observation(5, isComplete: false)]) == nil)
        let equal = [Observation(5), Observation(5), Observation(9, isComplete: false)]
        #expect((Fit(family, to: equal) == nil) == (family != .exponential))
        let instant = [Observation(0), Observation(5), Observation(9)]
        #expect((Fit(family, to: instant) == nil) == (family != .exponential))
    }

    @Test(arguments: Family.allCases)
    func `who was never watched changes no fit`(family: Family) {
        let more = KaplanMeierTests.remission + [Observation(0, isComplete: false)]
        #expect(Fit(family, to: more) == Fit(family, to: KaplanMeierTests.remission))
    }

    @Test func `two quantiles determine a distribution`() throws {
        let low = (share: 0.5, value: 8.0)
        let high = (share: 0.95, value: 20.0)
        let gamma = try #require(Distribution.gamma(through: low, high))
        for distribution in [
            try #require(Distribution.lognormal(through: low, high)), gamma,
            try #require(Distribution.weibull(through: low, high)),
        ] {
            #expect(abs(distribution.quantile(0.5) - 8) < 1e-9)
            #expect(abs(distribution.quantile(0.95) - 20) < 1e-9)
        }
        // From scipy 1.17.
        #expect(abs(gamma.mean - 9.140903094126315) < 1e-9)
        #expect(abs(gamma.cv - 0.6200289305357796) < 1e-9)
    }

    @Test(arguments: [
        ((0.5, 8.0), (0.5, 20.0)), ((0.5, 8), (0.95, 8)), ((0.5, 20), (0.95, 8)),
        ((0, 8), (0.95, 20)), ((0.5, 8), (1, 20)), ((0.5, 0), (0.95, 20)),
        ((0.5, 8), (0.95, .infinity)),
    ])
    func `two quantiles that do not rise determine nothing`(
        low: (Double, Double), high: (Double, Double)
    ) {
        #expect(Distribution.lognormal(through: low, high) == nil)
        #expect(Distribution.gamma(through: low, high) == nil)
        #expect(Distribution.weibull(through: low, high) == nil)
    }
}
