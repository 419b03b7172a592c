import DialModel
import DialWorld
import Synchronization
import Testing

@testable import DialSimulation

@Suite struct StudyTests {
    private let prepared = PreparedScenario(Scenes.small)

    private func run(_ range: Range<Int>, jobs: Int) async -> [ReplicationResult] {
        await Study(of: prepared, replications: range).run(jobs: jobs).compactMap { $0 }
    }

    @Test func `results do not depend on how many run at a time`() async {
        let one = await run(0..<8, jobs: 1)
        #expect(one.map(\.index) == Array(0..<8))
        #expect(Set(one.map(\.tally)).count == 8)
        #expect(await run(0..<8, jobs: 8) == one)
    }

    @Test func `seven shards that are merged are one machine's work`() async throws {
        let experiment = Experiment(prepared.scenario)
        let whole = await run(0..<10, jobs: 2)
        var shards: [ShardResults] = []
        for number in 1...7 {
            let shard = Shard(number, of: 7)
            shards.append(
                ShardResults(
                    version: "1", experiment: experiment, replications: 10, shard: shard,
                    seconds: 1, results: await run(shard.indices(of: 10), jobs: 2)))
        }
        #expect(shards.allSatisfy { $0.isSound })
        let merged = try Array(shards.reversed()).merged()
        #expect(merged.seconds == 7)
        let one = Estimates(whole, of: experiment)
        let many = Estimates(merged.results, of: experiment)
        #expect(one.occupancy == many.occupancy)
        #expect(one.abandonment == many.abandonment)
        #expect(one.answerDelay == many.answerDelay)
        #expect(one.linesUsed == many.linesUsed)
        #expect(one.events == many.events)
    }

    /// Days of 100 minutes after half an hour of warm-up: they end within quarter hours.
    @Test func `a day's peak is no less than that of the steps it holds`() {
        var scenario = Scenes.small
        scenario.plan.pacing = .fixedRatio(4)
        scenario.duration = .minutes(230)
        scenario.day = .minutes(100)
        var replication = Replication(of: PreparedScenario(scenario), index: 0)
        let result = replication.run()
        #expect(result.days.count == 2 && result.peaks.count == 2)
        #expect(result.days.reduce(0) { $0 + $1.served } == result.tally.served)
        // The first day lies in steps 2 to 8, the last of them in part.
        let highest =
            result.course[2..<8].compactMap {
                AbandonmentRule.share(
                    abandoned: $0.abandoned, served: $0.served, machines: 0, falsePositives: 0)
            }.max() ?? 0
        #expect(highest > 0.1)
        #expect(result.peaks[0].abandonment() ?? 0 >= highest)
        #expect(result.peaks[0].served < result.days[0].served / 3)
    }

    @Test func `every step is told once`() async {
        let done = Counter()
        let study = Study(of: prepared, replications: 0..<5)
        _ = await study.run(jobs: 3) { _ = done.add($0) }
        #expect(study.steps == 5 * 8)
        #expect(done.add(0) == study.steps)
    }

    @Test func `what a cancelled study knows is whole replications and the beginning of others`()
        async throws
    {
        let study = Study(of: prepared, replications: 0..<20)
        let results = await Self.results(of: study, cancelledAtStep: 2 * 8 + 5)
        #expect(results.count == 20)
        let known = results.compactMap { $0 }
        // In the middle of the third.
        #expect(known.map(\.isWhole) == [true, true, false])
        let estimates = Estimates(known, of: Experiment(prepared.scenario), wanted: 20)
        #expect(estimates.isPartial)
        #expect(estimates.replications == 2)
    }

    /// Cancelled by a step of its own, so that it happens at the same place each time.
    private static func results(
        of study: Study, cancelledAtStep last: Int
    ) async -> [ReplicationResult?] {
        let done = Counter()
        let (tasks, giveTask) = AsyncStream<Task<[ReplicationResult?], Never>>.makeStream()
        let cancel = Cancel()
        let task = Task {
            for await _ in tasks { break }
            return await study.run(jobs: 1) { if done.add($0) == last { cancel() } }
        }
        cancel.task.withLock { $0 = task }
        giveTask.yield(task)
        return await task.value
    }

    @Test func `a study that is cancelled at once knows nothing`() async {
        let study = Study(of: prepared, replications: 0..<4)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await study.run(jobs: 2)
        }
        #expect(await task.value.allSatisfy { $0 == nil })
    }
}

private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    /// - Returns: the count with it.
    func add(_ more: Int) -> Int { count.add(more, ordering: .relaxed).newValue }
}

private final class Cancel: Sendable {
    let task = Mutex<Task<[ReplicationResult?], Never>?>(nil)
    func callAsFunction() { task.withLock { $0?.cancel() } }
}
