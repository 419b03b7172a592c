import DialEstimation
import DialMath
import DialModel
import Testing

@Suite struct SegmentRatesTests {
    /// Calls that end at once, to the segments in turn.
    struct Line {
        var rates = SegmentRates()
        let chance: Chance
        var call: UInt64 = 0

        init(seed: UInt64) { chance = Chance(seed: seed, stream: "segments") }

        mutating func call(_ segment: UInt8, answered share: Double) {
            let segment = SegmentID(segment)
            if !rates.hasMet(segment) { _ = rates.meet(segment) }
            rates.add(chance.uniform(call) < share, of: segment, pending: 0, inSegment: 0)
            call += 1
        }

        func value(_ segment: UInt8) -> Double {
            rates[SegmentRates.place(of: SegmentID(segment))].value
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `each segment's rate is learned, and the rate of all`(seed: UInt64) {
        var line = Line(seed: seed)
        for call in 0..<6_000 {
            line.call(UInt8(call % 3), answered: [0.05, 0.2, 0.5][call % 3])
        }
        for (segment, share) in [0.05, 0.2, 0.5].enumerated() {
            let rate = line.rates[2 * segment]
            #expect(
                abs(rate.value - share) < 4 * rate.standardError, "segment \(segment), seed \(seed)"
            )
            #expect(rate.standardError < 0.02)
        }
        #expect(abs(line.rates.pooled.value - 0.25) < 0.03)
        #expect(line.rates.commonJumps == 0, "seed \(seed)")
    }

    @Test func `of one segment, whichever, the rates are those of a single rate`() {
        var line = Line(seed: 5)
        var alone = AnswerRate()
        for call: UInt64 in 0..<5_000 {
            let share = call < 3_000 ? 0.1 : 0.3
            alone.add(line.chance.uniform(call) < share, pending: 0)
            line.call(7, answered: share)
        }
        #expect(!line.rates.isSplit)
        #expect(line.rates.pooled == alone)
        #expect(line.rates[14] == alone)
    }

    @Test func `what strikes eight segments at once is seen as soon as if they were one`() {
        var late = 0
        for seed: UInt64 in 0..<200 {
            var line = Line(seed: seed)
            for call in 0..<8_000 {
                line.call(UInt8(call % 8), answered: call % 2 == 0 ? 0.1 : 0.2)
            }
            for call in 0..<120 { line.call(UInt8(call % 8), answered: call % 2 == 0 ? 0.3 : 0.6) }
            let means = [0, 1].map { odd in
                (0..<4 as Range<UInt8>).reduce(0) { $0 + line.value(2 * $1 + odd) } / 4
            }
            if !(0.17...0.48).contains(means[0]) || !(0.38...0.85).contains(means[1]) { late += 1 }
        }
        #expect(late <= 20, "\(late) of 200 were not there")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a jump in one segment leaves those that are not called alone`(seed: UInt64) {
        var line = Line(seed: seed)
        for call in 0..<4_000 { line.call(UInt8(call % 2), answered: call % 2 == 0 ? 0.4 : 0.1) }
        let before = line.value(0)
        // Long enough for the other not to have been called of late.
        for _ in 0..<600 { line.call(1, answered: 0.1) }
        for _ in 0..<200 { line.call(1, answered: 0.45) }
        #expect(line.value(0) == before, "seed \(seed)")
        #expect(abs(line.value(1) - 0.45) < 0.12, "seed \(seed)")
    }

    @Test
    func `a segment that is new is believed to answer more than the others do, until it is known`()
    {
        var line = Line(seed: 3)
        for _ in 0..<2_000 { line.call(0, answered: 0.1) }
        _ = line.rates.meet(SegmentID(1))
        #expect(line.value(1) > 0.25 && line.value(1) < 0.5)
        for _ in 0..<100 { line.call(1, answered: 0.02) }
        #expect(line.value(1) < 0.08)
        #expect(abs(line.value(0) - 0.1) < 0.03)
    }

    @Test func `all segments have places of their own, and so have their retries`() {
        let fresh = (0...SegmentID.last).map(SegmentID.init)
        let all = fresh.map { $0.dialled(1) } + fresh.map { $0.dialled(2) }
        #expect(Set(all.map(SegmentRates.place)) == Set(0..<SegmentRates.most))
        #expect(fresh.map { $0.dialled(7) } == fresh.map { $0.dialled(2) })
        #expect(all.map(\.part) == Array(0...127) + Array(0...127))
        #expect(all.map(\.isRetry) == all.indices.map { $0 > 127 })
    }

    @Test func `a retry says nothing of those who are called for the first time`() {
        var line = Line(seed: 8)
        for _ in 0..<2_000 { line.call(0, answered: 0.5) }
        for _ in 0..<300 { line.call(SegmentID(0).dialled(3).raw, answered: 0) }
        let retries = SegmentRates.place(of: SegmentID(0).dialled(2))
        #expect(line.rates[retries].value < 0.02)
        #expect(abs(line.rates[0].value - 0.5) < 0.06)
    }

    /// Bayes' rule by the table is what a table of the other rate says.
    @Test(arguments: [0.05, 0.2, 0.6])
    func `the chances of another rate are those of a table made with it`(rate: Double) {
        var law = RingLaw()
        let chance = Chance(seed: 4, stream: "rings")
        for call: UInt64 in 0..<3_000 {
            let span = 4 + 12 * chance.uniform(call)
            if call % 4 == 0 {
                law.noteAnswer(after: .init(drawn: span))
            } else {
                law.noteEnd(after: .init(drawn: call % 4 == 1 ? span : 25))
            }
        }
        law.weigh(share: 0.25) { _ in 0 }
        var other = law
        law.rebuild(rate: 0.25, horizon: 1.4)
        law.tellRatesApart()
        other.rebuild(rate: rate, horizon: 1.4)
        for age in 0..<24 {
            let times = law.times(ofRate: Float(rate), age: age)
            for slot in 0..<RingLaw.slots {
                let (mine, its) = (times * law.answered[age][slot], other.answered[age][slot])
                #expect(abs(mine - its) < 1e-4, "age \(age), slot \(slot): \(mine), \(its)")
            }
            #expect(abs(times * law.posterior[age] - other.posterior[age]) < 1e-4)
        }
    }
}
