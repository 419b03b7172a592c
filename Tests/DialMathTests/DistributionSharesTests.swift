import DialMath
import Testing

@Suite struct DistributionSharesTests {
    /// Against mpmath at 60 digits.
    static let published:
        [(Distribution, x: Double, below: Double, above: Double, density: Double)] = [
            (
                .exponential(mean: 20), 1.0, 0.048770575499285991, 0.95122942450071401,
                0.0475614712250357
            ),
            (
                .exponential(mean: 20), 300.0, 0.9999996940976795, 3.0590232050182579e-7,
                1.5295116025091289e-8
            ),
            (
                .lognormal(mean: 10, cv: 0.5), 4.0, 0.044233629959789678, 0.95576637004021032,
                0.049475121276100721
            ),
            (
                .lognormal(mean: 10, cv: 0.5), 80.0, 0.99999824302336246, 1.7569766375431299e-6,
                2.2489954544455663e-7
            ),
            (
                .lognormal(mean: 180, cv: 0.8), 180.0, 0.63745833034859537, 0.36254166965140463,
                0.0029621890634678678
            ),
            (
                .weibull(mean: 15, shape: 2.0), 3.0, 0.030927573695189361, 0.96907242630481064,
                0.020296205435170863
            ),
            (
                .weibull(mean: 15, shape: 2.0), 60.0, 0.99999651265764379, 3.4873423562089955e-6,
                1.4607745502424933e-6
            ),
            (
                .weibull(mean: 4, shape: 0.75), 0.5, 0.21307082735748209, 0.78692917264251791,
                0.28284244823714907
            ),
            (
                .gamma(mean: 40, cv: 0.5), 12.0, 0.033768968185655674, 0.96623103181434433,
                0.0086743933030714204
            ),
            (
                .gamma(mean: 40, cv: 0.5), 200.0, 0.99999679628021952, 3.2037197804769984e-6,
                2.7482048299180771e-7
            ),
            (
                .gamma(mean: 8, cv: 2.0), 0.01, 0.14667776365690196, 0.85332223634309804,
                3.666027457253375
            ),
            (
                .gamma(mean: 30, cv: 0.1), 30.0, 0.51329879827914867, 0.48670120172085133,
                0.13286998936382378
            ),
        ]

    @Test(arguments: published)
    func `shares and density are the published ones`(
        distribution: Distribution, x: Double, below: Double, above: Double, density: Double
    ) {
        #expect(abs(distribution.cdf(x) / below - 1) < 1e-12)
        #expect(abs(distribution.survival(x) / above - 1) < 1e-12)
        #expect(abs(distribution.density(x) / density - 1) < 1e-12)
    }

    @Test(arguments: DistributionTests.table)
    func `the share below a quantile is what was asked for`(
        distribution: Distribution, mean: Double, cv: Double
    ) {
        if case .empirical = distribution { return }  // has values with a chance of their own
        guard cv > 0 else {
            #expect(distribution.cdf(mean) == 1)
            #expect(distribution.cdf(mean.nextDown) == 0)
            #expect(distribution.survival(mean.nextDown) == 1)
            return
        }
        for step in 1..<100 {
            let u = Double(step) / 100
            let x = distribution.quantile(u)
            #expect(abs(distribution.cdf(x) - u) < 1e-10)
            #expect(abs(distribution.cdf(x) + distribution.survival(x) - 1) < 1e-13)
        }
        #expect(distribution.cdf(-1) == 0)
        #expect(distribution.survival(-1) == 1)
        #expect(distribution.density(-1) == 0)
        #expect(distribution.cdf(1e9 * mean) == 1)
    }

    @Test(arguments: DistributionTests.table)
    func `the density is the slope of the share below`(
        distribution: Distribution, mean: Double, cv: Double
    ) {
        if case .empirical = distribution { return }  // has corners
        guard cv > 0 else { return #expect(distribution.density(mean) == 0) }
        for step in 1..<20 {
            let x = distribution.quantile(Double(step) / 20 + 0.0123)
            let h = 1e-4 * x
            let slope = (distribution.cdf(x + h) - distribution.cdf(x - h)) / (2 * h)
            #expect(abs(distribution.density(x) - slope) <= 1e-6 * slope)
        }
    }

    @Test func `a mixture shares out by weight`() {
        let mixture = Distribution.mixture([
            .init(weight: 3, .constant(2)), .init(weight: 1, .uniform(low: 10, high: 20)),
            .init(weight: 0, .constant(99)),
        ])
        #expect(mixture.quantile(0.01) == 2)
        #expect(mixture.quantile(0.75) == 2)
        #expect(abs(mixture.quantile(0.875) - 15) < 1e-12)
        #expect(mixture.cdf(1.99) == 0)
        #expect(mixture.cdf(2) == 0.75)
        #expect(mixture.survival(15) == 0.125)
        #expect(mixture.density(15) == 0.025)
        #expect(mixture.mean == 5.25)
        #expect(abs(mixture.variance - (0.75 * 4 + 0.25 * (225 + 100 / 12.0) - 27.5625)) < 1e-12)
    }

    @Test func `a mixture within a mixture is drawn to the last bit`() {
        let inner = Distribution.mixture([
            .init(weight: 1, .constant(0.1)), .init(weight: 1, .lognormal(mean: 0.1, cv: 1)),
        ])
        let outer = Distribution.mixture([
            .init(weight: 1, inner), .init(weight: 2, .gamma(mean: 1, cv: 0.3)),
        ])
        let before = outer.cdf((0.1).nextDown)
        #expect(outer.quantile(before + 0.05) == 0.1)
        #expect(abs(outer.quantile(outer.cdf(0.1)) - 0.1) < 1e-15)
        #expect(outer.quantile(outer.cdf(0.1) + 1e-9) > 0.1)
    }

    @Test func `an Erlang time has as many stages as are asked for`() {
        let erlang = Distribution.erlang(mean: 12, stages: 3)
        // 1 - e^-3 (1 + 3 + 9/2), the chance of three or more arrivals in 3.
        #expect(abs(erlang.cdf(12) - 0.57680991887315648) < 1e-14)
        #expect(abs(erlang.variance - 48) < 1e-12)
    }
}
