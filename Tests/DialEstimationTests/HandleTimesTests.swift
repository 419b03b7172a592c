import DialEstimation
import DialMath
import Testing

@Suite struct HandleTimesTests {
    @Test func `a rate is ends over time, that of talks which go on included`() {
        var times = HandleTimes()
        for _ in 0..<4_000 {
            times.spend(10, talking: 9, wrapUp: 1)
            times.noteTalkEnded()
            times.noteWrapUpEnded()
        }
        #expect(abs(times.talk - 90) < 0.5)
        #expect(abs(times.wrapUp - 10) < 0.1)
        #expect(abs(times.handle - 100) < 0.6)
    }

    /// Ten agents whose talks are memoryless with a mean of 200 s, looked at after 100 s: those that
    /// have ended are the short ones, and yet the mean is right.
    @Test func `talks that have not ended are no bias`() {
        var sum = 0.0
        let runs = 300
        for run in 0..<runs {
            let chance = Chance(seed: UInt64(run), stream: "talks")
            var times = HandleTimes()
            for agent: UInt64 in 0..<400 {
                let talk = Distribution.exponential(mean: 200).quantile(chance.uniform(agent))
                times.spend(min(100, talk), talking: 1, wrapUp: 0)
                if talk < 100 { times.noteTalkEnded() }
            }
            sum += times.talk
        }
        #expect(abs(sum / Double(runs) - 200) < 6)
    }

    @Test func `an agent in talk is free when talk and wrap-up are over`() {
        var times = HandleTimes()
        for _ in 0..<4_000 {
            times.spend(1, talking: 100, wrapUp: 20)
            times.noteTalkEnded()
            times.noteWrapUpEnded()
        }
        // Two memoryless stages of 100 s and 20 s.
        let free = 1 - (100 * exponential(-0.3) - 20 * exponential(-1.5)) / 80
        #expect(abs(times.freedFromTalk(within: 30) - free) < 0.005)
        #expect(abs(times.freedFromWrapUp(within: 30) - chanceWithin(30, mean: 20)) < 0.005)
        #expect(times.freedFromTalk(within: 0) == 0)
    }

    @Test func `without wrap-up an agent is free when the talk ends`() {
        var times = HandleTimes()
        for _ in 0..<4_000 {
            times.spend(1, talking: 100, wrapUp: 0)
            times.noteTalkEnded()
            times.noteWrapUpEnded()
        }
        #expect(abs(times.freedFromTalk(within: 10) - chanceWithin(10, mean: 100)) < 0.002)
    }

    /// Intervals of 1.645 standard errors, of talks that are memoryless.
    @Test(arguments: [50, 300, 3_000])
    func `nine of ten intervals of 90 percent hold the mean talk`(talks: Int) {
        var held = 0
        for seed: UInt64 in 0..<600 {
            let chance = Chance(seed: seed, stream: "talks")
            var times = HandleTimes()
            for talk in 0..<talks {
                let span = Distribution.exponential(mean: 180).quantile(
                    chance.uniform(UInt64(talk)))
                times.spend(span, talking: 1, wrapUp: 0)
                times.noteTalkEnded()
            }
            if abs(times.talk - 180) <= 1.645 * times.relativeError * times.talk { held += 1 }
        }
        #expect((510...570).contains(held), "\(held) of 600")
    }

    /// Talks of 180 s that are said to be closing 20 s before they end.
    static func signalled() -> (times: HandleTimes, law: StageLaw) {
        var times = HandleTimes()
        var law = StageLaw(weight: 5, mean: 180, unit: 1)
        for _ in 0..<4_000 {
            times.spend(10, talking: 18, closing: 2, wrapUp: 0)
            times.noteClosing()
            times.noteTalkEnded(isClosing: true)
            times.noteWrapUpEnded()
            law.noteEnd(after: 20)
        }
        law.rebuild(width: 1, hold: 0, rest: times.talk, wrapUp: 0)
        return (times, law)
    }

    @Test func `the closing stage is part of the talk`() {
        let times = Self.signalled().times
        #expect(abs(times.talk - 180) < 1)
        #expect(times.signalled > 0.99)
    }

    @Test func `where closing is said, a talk of which it is not said does not end soon`() {
        let (times, law) = Self.signalled()
        #expect(times.freedFromTalk(within: 15, closing: law) < 0.01)
        #expect(times.freedFromTalk(within: 15) > 0.07)
        // Those who come to their closing stage in the first 20 s of 40: one of eight.
        let later = times.freedFromTalk(within: 40, closing: law)
        #expect(later > 0.08 && later < 0.15, "\(later)")
    }
}
