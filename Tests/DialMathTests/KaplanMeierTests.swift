import DialMath
import Testing

@Suite struct KaplanMeierTests {
    /// Weeks in remission of 21 leukaemia patients: the field's textbook example (E. J. Freireich
    /// and others, 1963), with the published curve and standard errors.
    static let remission =
        [6, 6, 6, 7, 10, 13, 16, 22, 23].map { Observation($0) }
        + [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map { Observation($0, isComplete: false) }

    @Test func `the curve is the published one`() {
        let curve = KaplanMeier(Self.remission)
        #expect(curve.steps.map(\.duration) == [6, 7, 10, 13, 16, 22, 23])
        #expect(curve.steps.map(\.atRisk) == [21, 17, 15, 12, 11, 7, 6])
        #expect(curve.steps.map(\.ended) == [3, 1, 1, 1, 1, 1, 1])
        let survival = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
        let errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
        for (step, (share, error)) in zip(curve.steps, zip(survival, errors)) {
            #expect(abs(step.survival - share) < 5e-5)
            #expect(abs(step.error - error) < 5e-5)
        }
        #expect(curve.median == 23)
        #expect(curve.quantile(0.9) == nil)
        #expect(curve.longest == 35)
    }

    @Test(arguments: [
        (0.0, 1.0), (5.99, 1), (6, 0.857142857), (22.5, 0.537815126), (99, 0.448179272),
    ])
    func `survival stays what it was between steps`(time: Double, share: Double) {
        #expect(abs(KaplanMeier(Self.remission).survival(at: time) - share) < 1e-9)
    }

    @Test func `without censoring it is the share of longer durations`() {
        let curve = KaplanMeier([4, 1, 7, 2, 11].map { Observation($0) })
        #expect(
            zip(curve.steps, [0.8, 0.6, 0.4, 0.2, 0]).allSatisfy { abs($0.survival - $1) < 1e-12 })
        #expect(curve.median == 4)
        #expect(curve.quantile(1) == 11)
        #expect(curve.steps.last?.error == 0)
        // Kolmogorov and Smirnov's statistic, from scipy 1.17.
        #expect(abs(curve.distance(to: .exponential(mean: 5)) - 0.18126924692201815) < 1e-14)
    }

    @Test func `nothing seen to end is no curve`() {
        let curve = KaplanMeier([Observation(5, isComplete: false)])
        #expect(curve.steps.isEmpty)
        #expect(curve.survival(at: 9) == 1)
        #expect(curve.median == nil)
        #expect(KaplanMeier([]).longest == 0)
        #expect(KaplanMeier([Observation(5)]).distance(to: .constant(5)) == 0)
    }
}
