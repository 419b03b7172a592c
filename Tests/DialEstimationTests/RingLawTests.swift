import DialEstimation
import DialMath
import DialModel
import Testing

@Suite struct RingLawTests {
    /// Answers and other ends, drawn from two distributions.
    static func taught(
        answers: Distribution, ends: Distribution, rate: Double, calls: UInt64 = 20_000
    ) -> RingLaw {
        let chance = Chance(seed: 5, stream: "ring")
        var law = RingLaw()
        for call in 0..<calls {
            law.noteAnswer(after: Duration(drawn: answers.quantile(chance.uniform(call, 0))))
            law.noteEnd(after: Duration(drawn: ends.quantile(chance.uniform(call, 1))))
        }
        law.rebuild(rate: rate, horizon: 2)
        return law
    }

    @Test func `where rings are memoryless, calls of all ages count alike`() {
        let law = Self.taught(
            answers: .exponential(mean: 12), ends: .exponential(mean: 12), rate: 0.3)
        for age in 0..<25 { #expect(abs(law.posterior[age] - 0.3) < 0.07, "age \(age)") }
        #expect(abs(law.meanAnswer - 12) < 0.6)
    }

    @Test func `a call that has outlasted most answers counts for little`() {
        let law = Self.taught(
            answers: .lognormal(mean: 10, cv: 0.5), ends: .constant(25), rate: 0.3)
        #expect(abs(law.posterior[0] - 0.3) < 0.02)
        #expect(law.posterior[12] < 0.15)
        #expect(law.posterior[22] < 0.02)
    }

    @Test func `shares of a fresh call's answers sum to one`() {
        #expect(abs(RingLaw().shares.sum() - 1) < 1e-3)
    }

    @Test func `no call is answered more often than it is answered at all`() {
        let law = Self.taught(
            answers: .lognormal(mean: 10, cv: 0.5), ends: .constant(25), rate: 0.6)
        for age in 0..<RingLaw.ages {
            let row = law.answered[age]
            for slot in 1..<RingLaw.slots { #expect(row[slot] >= row[slot - 1]) }
            #expect(row[RingLaw.slots - 1] <= law.posterior[age])
        }
    }

    @Test func `when rings take twice as long, the law follows`() {
        var law = Self.taught(answers: .exponential(mean: 10), ends: .constant(25), rate: 0.3)
        for _ in 0..<3_000 { law.noteAnswer(after: .seconds(20)) }
        law.rebuild(rate: 0.3, horizon: 2)
        #expect(abs(law.meanAnswer - 20) < 1.5)
    }

    @Test func `without ages every call counts as those in flight do on average`() {
        let (answers, ends) = (Distribution.lognormal(mean: 10, cv: 0.5), Distribution.constant(25))
        let aged = Self.taught(answers: answers, ends: ends, rate: 0.3)
        var blind = aged
        blind.rebuild(rate: 0.3, horizon: 2, usesAges: false)
        #expect(blind.fresh == aged.fresh)
        for age in 0..<RingLaw.ages {
            #expect(blind.answered[age] == blind.answered[0])
            #expect(blind.posterior[age] == blind.posterior[0])
        }
        // Of a call in each second of age, 25 at most, so many are there and will be answered.
        var there = 0.0
        var answered = 0.0
        for age in 0..<25 {
            let left = answers.survival(Double(age) + 0.5)
            there += 0.3 * left + 0.7
            answered += 0.3 * left
        }
        #expect(abs(Double(blind.posterior[0]) - answered / there) < 0.01)
    }
}
