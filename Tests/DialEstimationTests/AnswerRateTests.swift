import DialEstimation
import DialMath
import DialModel
import Testing

@Suite struct AnswerRateTests {
    /// Ended calls, of which a share was answered.
    static func taught(_ share: Double, calls: Int, seed: UInt64) -> AnswerRate {
        let chance = Chance(seed: seed, stream: "answers")
        var rate = AnswerRate()
        for call in 0..<calls {
            rate.add(chance.uniform(UInt64(call)) < share, pending: 0)
        }
        return rate
    }

    @Test func `before the first call a high rate is believed, for it is the cautious one`() {
        #expect(AnswerRate().value == 0.5)
    }

    /// Ninety in a hundred intervals of 1.645 standard errors hold the truth, give or take five.
    @Test(arguments: [0.05, 0.15, 0.3, 0.6], [200, 1_000, 6_000])
    func `nine of ten intervals of 90 percent hold the rate`(share: Double, calls: Int) {
        var held = 0
        for seed: UInt64 in 0..<1_000 {
            let rate = Self.taught(share, calls: calls, seed: seed)
            if abs(rate.value - share) <= 1.645 * rate.standardError { held += 1 }
        }
        #expect((850...950).contains(held), "\(held) of 1000 at \(share) after \(calls) calls")
    }

    @Test func `a jump from 15 to 45 percent is followed within 60 answers`() {
        var late = 0
        for seed: UInt64 in 0..<500 {
            var rate = Self.taught(0.15, calls: 3_000, seed: seed)
            let chance = Chance(seed: seed, stream: "after")
            var answers = 0
            var call: UInt64 = 0
            while answers < 60 {
                let isAnswered = chance.uniform(call) < 0.45
                rate.add(isAnswered, pending: 0)
                if isAnswered { answers += 1 }
                call += 1
            }
            if abs(rate.value - 0.45) > 0.15 { late += 1 }
        }
        #expect(late <= 5, "\(late) of 500 were not there")
    }

    @Test func `a fall from 15 to 5 percent is followed within 900 calls`() {
        var late = 0
        for seed: UInt64 in 0..<200 {
            var rate = Self.taught(0.15, calls: 3_000, seed: seed)
            let chance = Chance(seed: seed, stream: "after")
            for call: UInt64 in 0..<900 {
                rate.add(chance.uniform(call) < 0.05, pending: 0)
            }
            if rate.value > 0.09 { late += 1 }
        }
        #expect(late <= 8, "\(late) of 200 were not there")
    }

    @Test(arguments: [0.05, 0.15, 0.3, 0.6])
    func `noise is not taken for a jump`(share: Double) {
        var jumps = 0
        for seed: UInt64 in 0..<20 { jumps += Self.taught(share, calls: 20_000, seed: seed).jumps }
        #expect(jumps <= 20, "\(jumps) in 400,000 calls")
    }

    /// Answers come after 5 s, other ends after 25 s, a call a second: those that have ended in the
    /// first minute say far too much of answers, until each call that rings counts for its chance.
    @Test func `calls that still ring take the bias of the early ended ones away`() {
        var ended = 0.0
        var corrected = 0.0
        let runs = 400
        for seed in 0..<runs {
            let chance = Chance(seed: UInt64(seed), stream: "censored")
            var rate = AnswerRate()
            var ringing = 0
            for call in 0..<60 {
                let isAnswered = chance.uniform(UInt64(call)) < 0.3
                if 60 - call >= (isAnswered ? 5 : 25) {
                    rate.add(isAnswered, pending: 0)
                } else {
                    ringing += 1
                }
            }
            // Five of them are fresh; the others have outlasted every answer.
            var value = rate.value
            for _ in 0..<20 {
                value = rate.value(pending: Double(ringing), expected: 5 * value)
            }
            ended += rate.value
            corrected += value
        }
        #expect(ended / Double(runs) > 0.37)
        #expect(abs(corrected / Double(runs) - 0.312) < 0.02)
    }

    /// Of calls that are dialled together those end first that are answered, and the others at the
    /// ringing time.
    @Test(arguments: [300, 1_000, 5_000]) func `waves of calls are not taken for jumps`(size: Int) {
        let chance = Chance(seed: 6, stream: "waves")
        var rate = AnswerRate()
        for wave in 0..<30 {
            let answered = (0..<size).count {
                chance.uniform(UInt64(wave), UInt64($0)) < 0.25
            }
            for call in 0..<size {
                rate.add(call < answered, pending: size - call - 1)
            }
            #expect(rate.jumps == 0, "wave \(wave)")
            #expect(abs(rate.value - 0.25) < 0.1 + 2 / Double(size).squareRoot(), "wave \(wave)")
        }
    }

    @Test func `a jump is followed in a crowd as well`() {
        let chance = Chance(seed: 7, stream: "crowd")
        var rate = AnswerRate()
        for call: UInt64 in 0..<40_000 {
            rate.add(chance.uniform(call) < 0.15, pending: 150)
        }
        #expect(rate.jumps == 0)
        var answers = 0
        var call: UInt64 = 40_000
        while rate.value < 0.4, answers < 10_000 {
            let isAnswered = chance.uniform(call) < 0.45
            answers += isAnswered ? 1 : 0
            rate.add(isAnswered, pending: 150)
            call += 1
        }
        // Sooner than as many people have answered as there are calls in flight, twice.
        #expect(answers < 300, "\(answers)")
    }
}
