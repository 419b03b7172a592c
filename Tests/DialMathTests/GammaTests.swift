import DialMath
import Testing

/// Against mpmath at 60 digits.
@Suite struct GammaTests {
    static let shares: [(x: Double, shape: Double, below: Double, above: Double)] = [
        (1e-05, 0.1, 0.3323984050405033, 0.6676015949594967),
        (0.3, 0.5, 0.56142197391900014, 0.43857802608099986),
        (20, 0.5, 0.99999999974603714, 2.539628589470865e-10),
        (2, 1, 0.86466471676338731, 0.13533528323661269),
        (2.5, 3, 0.45618688411667048, 0.54381311588332952),
        (30, 4, 0.9999999995338968, 4.661032000779291e-10),
        (25, 25, 0.52660153144365064, 0.47339846855634936),
        (60, 25, 0.99999989041192887, 1.0958807112599779e-7),
        (350, 400, 0.0047206978123401262, 0.99527930218765987),
        (10200, 10000.0, 0.9767126778664012, 0.023287322133598804),
        (999000, 1000000.0, 0.15865521357430365, 0.84134478642569635),
    ]

    @Test(arguments: shares)
    func `the shares on both sides of a point are the published ones`(
        x: Double, shape: Double, below: Double, above: Double
    ) {
        let shares = gammaShares(x, shape: shape)
        let tolerance = shape > 1e5 ? 1e-11 : 2e-13
        #expect(abs(shares.below / below - 1) < tolerance)
        #expect(abs(shares.above / above - 1) < tolerance)
    }

    static let quantiles: [(u: Double, shape: Double, x: Double)] = [
        (1e-10, 0.5, 7.8539816339744837e-21),
        (0.01, 0.2, 6.5254808438120906e-11),
        (0.5, 0.5, 0.22746821155978638),
        (0.5, 1, 0.69314718055994531),
        (0.1, 4, 1.7447695628249114),
        (0.999, 4, 13.06224077918807),
        (0.999999999999, 4, 36.733033562803668),
        (0.5, 100, 99.666864919315489),
        (0.001, 10000.0, 9693.8243858237259),
        (0.9, 1000000.0, 1001281.765499621),
    ]

    @Test(arguments: quantiles)
    func `the gamma quantile is the published one`(u: Double, shape: Double, x: Double) {
        #expect(abs(gammaQuantile(u, shape: shape) / x - 1) < 2e-13)
    }

    @Test(arguments: [0.01, 0.1, 0.5, 0.99, 1, 1.01, 2, 9.9, 10.1, 50, 1e3, 1e5, 1e7, 1e9])
    func `the share below a quantile is what was asked for`(shape: Double) {
        for u in [1e-300, 1e-12, 1e-6, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 1e-9, 1 - 0x1p-53]
        {
            let x = gammaQuantile(u, shape: shape)
            // Below, the answer has too few digits to be asked back.
            if x < 1e-290 { continue }
            let shares = gammaShares(x, shape: shape)
            let error = u <= 0.5 ? shares.below / u - 1 : shares.above / (1 - u) - 1
            #expect(abs(error) < (shape < 1e8 ? 1e-9 : 1e-7), "share \(u) gives \(x)")
        }
    }

    @Test func `a point below 0 has nothing below it, one at infinity has all`() {
        #expect(gammaShares(-1, shape: 2) == (0, 1))
        #expect(gammaShares(.infinity, shape: 2) == (1, 0))
        #expect(gammaShares(.leastNonzeroMagnitude, shape: 1e-3).below < 0.5)
    }
}

@Suite struct BetaTests {
    static let shares: [(x: Double, a: Double, b: Double, below: Double)] = [
        (0.5, 0.5, 0.5, 0.5),
        (0.1, 2, 3, 0.052300000000000005),
        (0.9, 2, 3, 0.9963),
        (0.01, 0.5, 50, 0.68269560212580242),
        (0.3, 300, 700, 0.50367118286076761),
        (1e-05, 1, 10, 9.9995500119997908e-5),
        (0.999, 20, 0.7, 0.92974685833187067),
    ]

    @Test(arguments: shares)
    func `the share below a point is the published one`(
        x: Double, a: Double, b: Double, below: Double
    ) {
        #expect(abs(betaShare(x, a, b) / below - 1) < 2e-12)
        #expect(abs(betaShare(1 - x, b, a) - (1 - below)) < 2e-12)
    }

    static let quantiles: [(u: Double, a: Double, b: Double, x: Double)] = [
        (0.025, 3, 8, 0.066739511177734469),
        (0.975, 1, 100, 0.03621669264517641),
        (0.5, 0.5, 0.5, 0.5),
        (1e-06, 2, 2, 0.00057746143379203982),
        (0.025, 0.3, 5, 6.8390083801757356e-7),
        (0.05, 300, 700, 0.27640365720366141),
    ]

    @Test(arguments: quantiles)
    func `the beta quantile is the published one`(u: Double, a: Double, b: Double, x: Double) {
        #expect(abs(betaQuantile(u, a, b) / x - 1) < 1e-11)
    }

    @Test func `all shares of a beta distribution lie in 0...1`() {
        #expect(betaShare(-1, 2, 3) == 0)
        #expect(betaShare(2, 2, 3) == 1)
        #expect(betaQuantile(0, 2, 3) == 0)
        #expect(betaQuantile(1, 2, 3) == 1)
    }
}
