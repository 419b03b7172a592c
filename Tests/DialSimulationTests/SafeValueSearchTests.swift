import DialMath
import DialModel
import DialWorld
import Testing

@testable import DialSimulation

@Suite struct SafeValueSearchTests {
    /// 1, 1.1, … 5.
    private static let values = (0...40).map { 1 + Double($0) / 10 }

    /// A day on which 200 people answer, and a share of them, more on some days than on others, is
    /// abandoned.
    private static func day(share: Double, index: Int, seed: UInt64) -> ReplicationResult {
        let chance = Chance(seed: seed, stream: "days")
        let kind = 1 + 0.15 * normalQuantile(chance.uniform(UInt64(index)))
        let abandoned = Int((200 * share * max(0, kind)).rounded())
        return Scenes.result(index, busy: 900, served: 200 - abandoned, abandoned: abandoned)
    }

    /// A world in which the share grows by 1 % with each 1 of the value.
    private static func trial(
        _ seed: UInt64, share: @escaping @Sendable (Double) -> Double = { $0 / 100 }
    ) -> SafeValueSearch.Trial {
        { value, stage, range in
            range.map {
                day(
                    share: share(value), index: stage == .search ? $0 : 1_000_000 + $0,
                    seed: seed)
            }
        }
    }

    /// 3.5 % is reached at 3.5.
    private func search(confidence: Double = 0.9, replications: Int = 1024) -> SafeValueSearch {
        SafeValueSearch(
            values: Self.values, limit: 0.0349, confidence: confidence, replications: replications)
    }

    @Test func `what is called safe is safe, and hardly more careful than it must be`() async {
        var wrong = 0
        var careful = 0
        var replications = 0
        for seed in 1...300 {
            let outcome = await search().run(trial: Self.trial(UInt64(seed)))
            guard let safe = outcome.safe else {
                careful += 1
                continue
            }
            if safe.value > 3.45 { wrong += 1 }
            if safe.value < 3.35 { careful += 1 }
            replications += (outcome.candidates + outcome.checks).reduce(0) {
                $0 + $1.results.count
            }
        }
        // 30 were allowed.
        #expect(wrong <= 6, "\(wrong) of 300 are over")
        #expect(careful <= 15, "\(careful) of 300 are below 3.4")
        #expect(replications / 300 < 3500, "\(replications / 300) replications a search")
    }

    @Test func `a search that begins with four replications is as safe`() async {
        var wrong = 0
        var replications = 0
        for seed in 1...300 {
            var search = search()
            search.beginSooner(agentHours: 80_000)
            let outcome = await search.run(trial: Self.trial(UInt64(seed)))
            if let safe = outcome.safe, safe.value > 3.45 { wrong += 1 }
            replications += outcome.candidates[0].results.count
        }
        // 30 were allowed.
        #expect(wrong <= 6, "\(wrong) of 300 are over")
        #expect(replications / 300 < 16, "\(replications / 300) at the first value")
    }

    @Test(arguments: [
        (160, 16, 64), (1_999, 16, 64), (2_000, 8, 32), (8_000, 4, 8), (1e6, 4, 8),
    ])
    func `the more a replication tells, the fewer are begun with`(
        hours: Double, look: Int, check: Int
    ) {
        var search = search()
        search.beginSooner(agentHours: hours)
        #expect(search.firstLook == look && search.firstCheck == check)
        var daily = SafeValueSearch(values: [1], criterion: .days(over: 0.03), limit: 0.01)
        daily.beginSooner(agentHours: hours)
        #expect(daily.firstLook == 16 && daily.firstCheck == 64)
    }

    /// The hardest case: an error is easiest where the truth is at the limit.
    @Test func `a share at the limit itself is rarely called under it`() async {
        var under = 0
        for seed in 1...400 {
            let search = SafeValueSearch(values: [3.5], limit: 0.035, confidence: 0.9)
            let outcome = await search.run(trial: Self.trial(UInt64(seed)))
            if outcome.candidates[0].verdict == .under { under += 1 }
        }
        // Half of one in ten: 20.
        #expect(under <= 20, "\(under) of 400")
    }

    @Test func `a lucky search is found out by its check, and steps back`() async {
        let outcome = await search().run { value, stage, range in
            // The search sees half of it.
            let share = value / (stage == .search ? 160 : 100)
            return range.map { Self.day(share: share, index: $0, seed: 1) }
        }
        #expect(outcome.ending == .found)
        #expect(outcome.checks.count > 10)
        #expect(outcome.checks.dropLast().allSatisfy { $0.verdict != .under })
        let safe = outcome.safe?.value ?? 0
        #expect(safe > 3 && safe < 3.5, "\(safe)")
    }

    @Test func `ends that are on the wrong side are told`() async {
        let over = await search().run(trial: Self.trial(1) { _ in 0.05 })
        #expect(over.ending == .lowestIsNotUnder)
        #expect(over.candidates.count == 1 && over.checks.isEmpty && over.safe == nil)
        let under = await search().run(trial: Self.trial(1) { _ in 0.01 })
        #expect(under.ending == .highestIsUnder)
        #expect(under.safe?.value == 5)
        #expect(under.candidates.map(\.value) == [1, 5])
    }

    @Test func `one value alone is judged and checked`() async {
        let search = SafeValueSearch(values: [2], limit: 0.03)
        let outcome = await search.run(trial: Self.trial(1))
        #expect(outcome.ending == .highestIsUnder && outcome.safe?.value == 2)
    }

    @Test func `a search that is stopped says what it knows`() async {
        let trial = Self.trial(1)
        let outcome = await search().run { value, stage, range in
            value == 4 ? [] : await trial(value, stage, range)
        }
        #expect(outcome.ending == .stopped && outcome.safe == nil)
        #expect(outcome.candidates.map(\.verdict) == [.under, .over, .under, .open])
        #expect(outcome.under == 3 && outcome.notUnder == 5)
    }

    /// Nothing abandoned of three calls a day is not known to be below 3 %.
    @Test func `what has never happened may happen yet`() {
        let days = (0..<16).map { Scenes.result($0, busy: 1, served: 3, abandoned: 0) }
        let share = CapCriterion.pooled.interval(of: days, tail: 0.001)
        #expect(share.estimate == 0 && share.low == 0)
        #expect(share.high > 0.1 && share.high < 0.2)
        #expect(CapCriterion.pooled.interval(of: [], tail: 0.001).high == 1)
    }

    @Test func `single days are held against the cap by themselves`() {
        let days = (0..<100).map {
            Scenes.result($0, busy: 1, served: 90, abandoned: $0 < 20 ? 10 : 1)
        }
        let share = CapCriterion.days(over: 0.03).interval(of: days, tail: 0.01)
        #expect(share.estimate == 0.2)
        #expect(share.low > 0.1 && share.high < 0.35)
    }

    @Test(arguments: [
        (16, 1024, [16, 32, 64, 128, 256, 512, 1024]), (16, 100, [16, 32, 64, 100]),
        (64, 40, [40]),
    ])
    func `each look doubles the replications, up to the most there may be`(
        first: Int, last: Int, looks: [Int]
    ) {
        #expect(SafeValueSearch.looks(from: first, upTo: last) == looks)
    }
}
