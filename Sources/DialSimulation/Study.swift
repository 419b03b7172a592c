import DialModel
import DialWorld

/// Replications to be run beside each other, as many at a time as there are cores to use.
///
///     let study = Study(of: prepared, pacing: .progressive, replications: 0..<20)
///     let results = await study.run(jobs: 8)       // in order, the same with any `jobs`
public struct Study: Sendable {
    /// One replication.
    public struct Part: Sendable {
        public var prepared: PreparedScenario
        /// nil: the scenario's own.
        public var pacing: Pacing?
        public var index: Int

        public init(_ prepared: PreparedScenario, pacing: Pacing? = nil, index: Int) {
            self.prepared = prepared
            self.pacing = pacing
            self.index = index
        }

        /// How many steps of the course it has.
        var steps: Int {
            let step = Replication.step.nanoseconds
            return Int((prepared.scenario.duration.nanoseconds + step - 1) / step)
        }
    }

    /// In the order in which they are begun and their results are given.
    public var parts: [Part]

    public init(_ parts: [Part]) { self.parts = parts }

    /// - Parameter replications: which, from 0.
    public init(of prepared: PreparedScenario, pacing: Pacing? = nil, replications: Range<Int>) {
        parts = replications.map { Part(prepared, pacing: pacing, index: $0) }
    }

    /// Steps of the course in all parts: what there is to do.
    public var steps: Int { parts.reduce(0) { $0 + $1.steps } }

    /// Runs all parts, or what can be run until the task is cancelled.
    ///
    /// - Parameters:
    ///   - jobs: how many at a time at most, ≥ 1; the results do not depend on it.
    ///   - onSteps: called from many tasks at once with how many of ``steps`` have been done since.
    /// - Returns: one result for each part. When the task is cancelled, a part that had not come
    ///   beyond its warm-up has none, and that of one that was under way is not whole.
    public func run(
        jobs: Int, onSteps: @escaping @Sendable (Int) -> Void = { _ in }
    ) async -> [ReplicationResult?] {
        precondition(jobs >= 1, "\(jobs) jobs; at least 1 is required")
        var results = [ReplicationResult?](repeating: nil, count: parts.count)
        await withTaskGroup(of: (Int, ReplicationResult?).self) { group in
            for (place, part) in parts.enumerated() {
                if place >= jobs, let (done, result) = await group.next() {
                    results[done] = result
                }
                if Task.isCancelled { break }
                group.addTask { (place, part.run(onSteps: onSteps)) }
            }
            for await (done, result) in group { results[done] = result }
        }
        return results
    }
}

extension Study.Part {
    /// - Returns: nil when the task was cancelled before anything was counted.
    func run(onSteps: (Int) -> Void) -> ReplicationResult? {
        if Task.isCancelled { return nil }
        let steps = steps
        var done = 0
        var replication = Replication(of: prepared, pacing: pacing, index: index)
        let result = replication.run {
            if done + 1 < steps {
                done += 1
                onSteps(1)
            }
            return Task.isCancelled
        }
        onSteps(steps - done)
        return result.isWhole || result.counted(of: prepared.scenario) > .zero ? result : nil
    }
}

extension ReplicationResult {
    /// How long it counted: from the end of the warm-up to where it came.
    ///
    /// - Precondition: with its ``course``, unless it is whole.
    func counted(of scenario: Scenario) -> Duration {
        counted(warmup: scenario.warmup, duration: scenario.duration)
    }

    func counted(warmup: Duration, duration: Duration) -> Duration {
        if isWhole { return duration - warmup }
        let came = Duration(nanoseconds: Replication.step.nanoseconds * Int64(course.count))
        return max(.zero, min(came, duration) - warmup)
    }
}
