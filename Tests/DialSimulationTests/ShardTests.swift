import DialModel
import DialWorld
import Foundation
import Testing

@testable import DialSimulation

@Suite struct ShardTests {
    private func part(
        _ number: Int, of count: Int = 3, replications: Int = 7, seed: UInt64 = 1,
        policy: Pacing = .progressive, _ change: (inout Scenario) -> Void = { _ in }
    ) -> ShardResults {
        var scenario = Scenes.small
        scenario.seed = seed
        change(&scenario)
        let shard = Shard(number, of: count)
        return ShardResults(
            version: "1", experiment: Experiment(scenario, pacing: policy),
            replications: replications, shard: shard, seconds: 0.5,
            results: shard.indices(of: replications).map { Scenes.result($0, busy: 500) })
    }

    @Test(arguments: [(1, 1), (10, 1), (10, 3), (10, 10), (7, 5), (1000, 7)])
    func `shards share out all replications`(replications: Int, shards: Int) {
        let parts = (1...shards).map { Shard($0, of: shards).indices(of: replications) }
        #expect(parts.flatMap(Array.init) == Array(0..<replications))
        let sizes = parts.map(\.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test func `what a shard file says is read back`() throws {
        var part = part(2)
        part.results[0].tally.answerDelay.add(.milliseconds(700))
        part.results[0].tally.agentWait.add(.hours(20))
        let data = try JSONEncoder().encode(part)
        #expect(try JSONDecoder().decode(ShardResults.self, from: data) == part)
        #expect(part.isSound)
    }

    @Test func `a shard with other replications, or numbers that cannot be, is not sound`() {
        var few = part(1)
        few.results.removeLast()
        var other = part(1)
        other.shard = Shard(2, of: 3)
        var negative = part(1)
        negative.results[0].tally.dials = -1
        var endless = part(1)
        endless.results[0].tally.agentTime[.idle] = .max
        var cut = part(1)
        cut.results[0].isWhole = false
        for broken in [few, other, negative, endless, cut] { #expect(!broken.isSound) }
    }

    @Test func `shards of other experiments are not merged`() {
        let others: [(ShardResults, String)] = [
            (part(2, seed: 2), "seed"), (part(2, policy: .fixedRatio(2)), "policy"),
            (part(2) { $0.name = "other" }, "scenario"),
            (part(2, replications: 8), "number of replications"),
            (part(2, of: 4), "number of shards"),
            (part(2) { $0.plan.abandonment.first.cap = 0.02 }, "cap"),
            (part(2) { $0.duration = .hours(3) }, "duration"),
            (part(2) { $0.warmup = .zero }, "warmup"),
        ]
        for (other, what) in others {
            #expect {
                try [part(1), other, part(3)].merged()
            } throws: { error in
                guard case .different(let found, _, _, 1) = error as? MergeFault else {
                    return false
                }
                return found == what
            }
        }
        let changed = part(2) { $0.crew.talk = .constant(1) }
        #expect(throws: MergeFault.changed(place: 1)) { try [part(1), changed, part(3)].merged() }
    }

    @Test func `missing and doubled shards are named`() {
        #expect(throws: MergeFault.missing([Shard(1, of: 3), Shard(3, of: 3)])) {
            try [part(2)].merged()
        }
        #expect(throws: MergeFault.doubled(Shard(2, of: 3), first: 0, second: 2)) {
            try [part(2), part(1), part(2)].merged()
        }
    }

    @Test func `a fingerprint is of the values, in whatever order tables have them`() {
        let fates: [(CallFate, Double)] = [
            (.person, 0.3), (.machine, 0.2), (.busy, 0.1), (.noAnswer, 0.4),
        ]
        var one = Scenes.small
        one.carrier.fates = Dictionary(uniqueKeysWithValues: fates)
        var other = Scenes.small
        other.carrier.fates = Dictionary(minimumCapacity: 500)
        for (fate, share) in fates.reversed() { other.carrier.fates[fate] = share }
        #expect(digest(of: one) == digest(of: other))
        other.carrier.fates[.busy] = 0.1.nextUp
        #expect(digest(of: one) != digest(of: other))
        #expect(digest(of: "") == digest(of: ""))
        #expect(digest(of: ["a,b"]) != digest(of: ["a", "b"]))
    }
}
