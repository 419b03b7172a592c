import DialModel
import DialWorld
import Testing

@testable import DialSimulation

@Suite struct PolicyRankingTests {
    private func ranking(
        _ policies: [(String, busy: [Int64], abandoned: Int)], wanted: Int = 4
    ) -> PolicyRanking {
        PolicyRanking(
            policies.map {
                (
                    Scenes.experiment($0.0),
                    Scenes.results(busy: $0.busy, abandoned: $0.abandoned)
                )
            }, wanted: wanted)
    }

    private func names(_ ranking: PolicyRanking) -> [String] {
        ranking.entries.map { "\($0.rank ?? 0) \($0.estimates.experiment.policy)" }
    }

    @Test func `more occupancy is better, and what cannot be told apart shares a rank`() {
        let ranking = ranking([
            ("low", [700, 702, 699, 701], 2), ("high", [800, 803, 799, 801], 2),
            ("nearly", [799, 804, 798, 801], 2),
        ])
        #expect(names(ranking) == ["1 high", "1 nearly", "3 low"])
        let nearly = ranking.entries[1]
        #expect(!nearly.isDistinguishable)
        #expect(nearly.difference?.mean ?? 0 < 0)
        let low = ranking.entries[2]
        #expect(low.isDistinguishable)
        #expect(low.chanceIfEqual ?? 1 < 0.05)
        #expect(ranking.best?.estimates.experiment.policy == "high")
        #expect(ranking.best?.difference == nil)
    }

    /// What is shared by a replication's callers does not blur what the policies make of them.
    @Test func `differences are taken replication by replication`() {
        let ranking = ranking([
            ("a", [500, 600, 700, 800], 2), ("b", [490, 591, 690, 789], 2),
        ])
        #expect(names(ranking) == ["1 a", "2 b"])
    }

    @Test func `a policy beyond the cap comes last, however busy its agents`() {
        let ranking = ranking([
            ("bold", [950, 951, 949, 950], 9), ("bolder", [990, 991, 989, 990], 20),
            ("careful", [600, 601, 599, 600], 1),
        ])
        #expect(names(ranking) == ["1 careful", "0 bold", "0 bolder"])
        #expect(ranking.entries[1].difference?.mean ?? 0 > 0)
    }

    @Test func `where all are beyond the cap there is no best`() {
        let ranking = ranking([("a", [900, 901], 9), ("b", [900, 901], 8)], wanted: 2)
        #expect(names(ranking) == ["0 b", "0 a"])
        #expect(ranking.best == nil)
        #expect(ranking.entries.allSatisfy { $0.difference == nil })
    }

    @Test func `one replication tells nothing apart`() {
        let ranking = ranking([("a", [900], 1), ("b", [100], 1)], wanted: 1)
        #expect(names(ranking) == ["1 a", "1 b"])
        #expect(ranking.entries[1].difference?.halfWidth == nil)
        #expect(!ranking.isPartial)
    }

    @Test func `equals that do not vary are equal, and others that do not vary are not`() {
        let ranking = ranking([("a", [900, 900], 1), ("b", [900, 900], 1), ("c", [899, 899], 1)])
        #expect(names(ranking) == ["1 a", "1 b", "3 c"])
    }

    @Test func `only replications that all have done are counted`() {
        let ranking = ranking([("a", [900, 800, 700], 1), ("b", [910, 810], 1)], wanted: 3)
        #expect(names(ranking).map { $0.suffix(1) } == ["b", "a"])
        #expect(ranking.entries.allSatisfy { $0.estimates.replications == 2 })
        #expect(ranking.isPartial)
    }

    @Test func `one policy alone, and no results at all, make no trouble`() {
        #expect(names(ranking([("a", [900, 901], 1)])) == ["1 a"])
        #expect(names(ranking([("a", [], 1), ("b", [], 1)])) == ["0 a", "0 b"])
    }
}
