import DialMath
import Testing

@Suite struct CureFitTests {
    /// Of 1,000 calls a share is answered after a time of the law, and each is given up after 22 s.
    private func calls(_ share: Double, _ law: Distribution) -> [Observation] {
        let answered = Int(share * 1_000)
        return (0..<1_000).map { place in
            guard place < answered else { return Observation(22, isComplete: false) }
            let time = law.quantile((Double(place) + 0.5) / Double(answered))
            return time < 22 ? Observation(time) : Observation(22, isComplete: false)
        }
    }

    @Test(arguments: [
        Distribution.lognormal(mean: 10, cv: 0.5), .gamma(mean: 8, cv: 0.6),
        .weibull(mean: 9, shape: 1.8), .exponential(mean: 6),
    ])
    func `the law of those who answer comes back, and how many ever do`(law: Distribution) throws {
        let fit = try #require(CureFit.best(to: calls(0.45, law)))
        #expect(abs(fit.share - 0.45) < 0.02)
        #expect(abs(fit.distribution.mean / law.mean - 1) < 0.05)
        #expect(abs(fit.survival(22) - (1 - 0.45 * law.cdf(22))) < 0.01)
    }

    @Test func `without a share of its own ringing would look far longer`() throws {
        let calls = calls(0.45, .lognormal(mean: 10, cv: 0.5))
        let plain = try #require(Fit.best(to: calls))
        #expect(plain.distribution.mean > 25)
    }

    @Test func `where everything ends the share is the whole`() throws {
        let law = Distribution.exponential(mean: 2)
        let all = (0..<500).map { Observation(law.quantile((Double($0) + 0.5) / 500)) }
        let fit = try #require(CureFit(.exponential, to: all))
        #expect(fit.share == 1)
        #expect(abs(fit.distribution.mean - 2) < 0.02)
    }

    @Test func `nothing is fitted to what never ended`() {
        #expect(CureFit.best(to: [Observation(3, isComplete: false)]) == nil)
    }
}
