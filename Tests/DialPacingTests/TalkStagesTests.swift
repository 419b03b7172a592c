import DialEstimation
import DialMath
import DialModel
import Testing

@testable import DialPacing

@Suite struct TalkStagesTests {
    static func at(_ seconds: Double) -> Instant { .epoch + Duration(drawn: seconds) }

    /// A stage that always lasts 15 s, in slots of a second.
    static func closing() -> StagedTalks {
        var law = StageLaw(weight: 1, mean: 100, unit: 1)
        for _ in 0..<3_000 { law.noteEnd(after: 15.5) }
        law.rebuild(width: 2, hold: 0, rest: 100, wrapUp: 0)
        return StagedTalks(law)
    }

    @Test func `talks end when their stage has lasted long enough`() {
        var talks = Self.closing()
        talks.add(at: Self.at(0))
        talks.add(at: Self.at(5))
        talks.advance(to: Self.at(10))
        talks.weigh()
        #expect(talks.count == 2)
        #expect(talks.mean[1] < 0.05)
        #expect(abs(talks.mean[4] - 1) < 0.05)
        #expect(talks.mean[6] > 1.9)
        talks.remove(after: .seconds(15), at: Self.at(15))
        talks.weigh()
        #expect(talks.count == 1 && talks.timed.count == 1)
        #expect(talks.mean[4] > 0.95)
    }

    @Test func `talks that outlast all ages stay, and leave when they end`() {
        var talks = Self.closing()
        for second in 0..<300 { talks.add(at: Self.at(Double(second))) }
        talks.advance(to: Self.at(1_000))
        talks.weigh()
        #expect(talks.count == 300)
        for second in 0..<300 {
            talks.remove(after: .seconds(Int64(1_000 - second)), at: Self.at(1_000))
        }
        talks.weigh()
        #expect(talks.count == 0 && talks.mean == .zero)
        talks.remove(after: .seconds(3), at: Self.at(1_001))
        #expect(talks.count == 0, "one that was never there is passed over")
    }

    @Test func `two agents who surely come free are two`() {
        var row = SIMD8<Float>.zero
        for slot in 2..<8 { row[slot] = 1 }
        var timed = TimedEnds()
        timed.add(row)
        timed.add(row)
        var chances = [SIMD8<Float>](repeating: .zero, count: 6)
        // Beside them nobody, or one by halves.
        chances[0] = SIMD8(repeating: 0.5)
        chances[1] = SIMD8(repeating: 0.5)
        chances.withUnsafeMutableBufferPointer { timed.add(to: $0.baseAddress!) }
        #expect(timed.count == 2)
        #expect(chances[0][2] == 0 && chances[2][2] == 0.5 && chances[3][2] == 0.5)
        #expect(chances[0][3] == 0.5 && chances[1][3] == 0.5 && chances[2][3] == 0)
    }

    @Test func `the chances of numbers sum to one`() {
        let chance = Chance(seed: 8, stream: "rows")
        var timed = TimedEnds()
        for agent: UInt64 in 0..<12 {
            var row = SIMD8<Float>.zero
            var sum: Float = 0
            for slot in 0..<8 {
                sum += (1 - sum) * Float(chance.uniform(agent, UInt64(slot))) * 0.3
                row[slot] = sum
            }
            timed.add(row)
        }
        var chances = [SIMD8<Float>](repeating: .zero, count: 6)
        chances[0] = SIMD8(repeating: 1)
        chances.withUnsafeMutableBufferPointer { timed.add(to: $0.baseAddress!) }
        let sum = chances.reduce(.zero, +)
        for slot in 0..<8 { #expect(abs(sum[slot] - 1) < 1e-5) }
    }

    /// Talks of about 100 s, one after another, with this coefficient of variation.
    static func seen(cv: Double) -> TalkStages {
        let chance = Chance(seed: 4, stream: "talks")
        var (stages, times) = (TalkStages(), HandleTimes())
        var now = 0.0
        for talk: UInt64 in 0..<400 {
            let span = Distribution.lognormal(mean: 100, cv: cv).quantile(chance.uniform(talk))
            stages.begin(at: at(now))
            now += span
            times.spend(span, talking: 1, wrapUp: 0)
            times.noteTalkEnded()
            stages.end(after: Duration(drawn: span), closing: nil, at: at(now))
            if talk % 20 == 0 { stages.learn(times, width: 1.25, hold: 0) }
        }
        stages.learn(times, width: 1.25, hold: 0)
        stages.begin(at: at(now))
        return stages
    }

    @Test(arguments: [(0.05, 1), (0.1, 1), (0.25, 0), (0.8, 0)])
    func `ages of talks count only where all last about as long`(cv: Double, counted: Int) {
        #expect(Self.seen(cv: cv).count == counted)
    }
}
