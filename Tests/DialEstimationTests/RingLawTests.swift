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
        law.weigh(share: rate) { _ in 0 }
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
        law.weigh(share: 0.3) { _ in 0 }
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

    /// Of the calls that were dialled of late only the short ones have ended.
    @Test func `calls that still ring take away the bias of those that have ended`() {
        let answers = Distribution.lognormal(mean: 10, cv: 0.5)
        let ends = Distribution.uniform(low: 0, high: 24)
        let chance = Chance(seed: 8, stream: "first")
        var (law, naive) = (RingLaw(), RingLaw())
        var ringing = [Int](repeating: 0, count: RingLaw.ages)
        var over: [(span: Double, isAnswered: Bool)] = []
        let calls: UInt64 = 12_000
        for call in 0..<calls {
            // Dialled in the course of the last forty seconds, more and more.
            let age = 40 * chance.uniform(call, 0) * chance.uniform(call, 3)
            let isAnswered = chance.uniform(call, 1) < 0.3
            let span = (isAnswered ? answers : ends).quantile(chance.uniform(call, 2))
            if span >= age { ringing[Int(age)] += 1 }
            if span < age { over.append((span, isAnswered)) }
        }
        // The memory becomes as long as so many calls ask for.
        law.weigh(share: 0.5) { ringing[$0] }
        naive.weigh(share: 0.5) { ringing[$0] }
        for (span, isAnswered) in over {
            let span = Duration(drawn: span)
            if isAnswered {
                law.noteAnswer(after: span)
                naive.noteAnswer(after: span)
            } else {
                law.noteEnd(after: span)
                naive.noteEnd(after: span)
            }
        }
        let share = Double(over.count { $0.isAnswered }) / Double(over.count)
        naive.weigh(share: share) { _ in 0 }
        naive.rebuild(rate: 0.3, horizon: 2)
        law.weigh(share: share) { ringing[$0] }
        law.rebuild(rate: 0.3, horizon: 2)
        #expect(naive.meanAnswer < 8.8)
        #expect(
            abs(law.meanAnswer - 10) < 0.5 * abs(naive.meanAnswer - 10),
            "\(law.meanAnswer), \(naive.meanAnswer)")
        let early = Double(law.answered[0][3]) / Double(law.posterior[0])
        let known = answers.cdf(3.5 * law.width + 0.5)
        #expect(abs(early - known) < 0.08, "\(early), \(known)")
    }
}
