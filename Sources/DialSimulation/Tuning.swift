import DialMath
import DialModel
import DialWorld

/// Tunes one number of a policy in a scenario: as bold as it can be with abandonment under a cap.
///
///     let tuning = Tuning(of: prepared, pacing: .fixedRatio(2), cap: 0.03,
///         search: SafeValueSearch(values: [1, 1.05, …, 6], limit: 0.03))
///     let result = await tuning.run(jobs: 8)
///     result.safe?.value           // 2.35
///
/// All values meet the same callers in the search, and others, again the same, in what is reported:
/// the check of the value found, and what is compared with it.
public struct Tuning: Sendable {
    public var prepared: PreparedScenario
    public var pacing: Pacing
    public var parameter: Pacing.Parameter
    /// The largest share of answered people who may be abandoned.
    public var cap: Double
    public var search: SafeValueSearch

    /// Most replications of what is only compared.
    public static let compared = 256
    /// The first replication that is not the search's.
    static let firstFresh = 1 << 32

    /// - Precondition: `search` has values of the parameter.
    public init(
        of prepared: PreparedScenario, pacing: Pacing, parameter: Pacing.Parameter, cap: Double,
        search: SafeValueSearch
    ) {
        precondition(
            search.values.allSatisfy(parameter.range.contains),
            "\(parameter.name) lies within \(parameter.range)")
        self.prepared = prepared
        self.pacing = pacing
        self.parameter = parameter
        self.cap = cap
        self.search = search
    }

    /// The policy with another value of the parameter.
    public func pacing(at value: Double) -> Pacing {
        guard let pacing = pacing.with(parameter.name, value) else {
            preconditionFailure("\(pacing.name) has no \(parameter.name)")
        }
        return pacing
    }

    /// Tunes, until it is done or the task is cancelled; then the result is what is known.
    ///
    /// - Parameters:
    ///   - jobs: how many replications at a time at most, ≥ 1; the result does not depend on it.
    ///   - onStand: called before each further look.
    ///   - onSteps: as ``Study/run(jobs:onSteps:)`` has it.
    public func run(
        jobs: Int, onStand: @Sendable (SafeValueSearch.Stand) -> Void = { _ in },
        onSteps: @escaping @Sendable (Int) -> Void = { _ in }
    ) async -> TuningResult {
        @Sendable func simulate(_ pacing: Pacing, _ range: Range<Int>) async -> [ReplicationResult]
        {
            await Study(of: prepared, pacing: pacing, replications: range)
                .run(jobs: jobs, onSteps: onSteps).compactMap { $0 }.filter(\.isWhole)
        }
        // All or none: they are compared one by one with those of the value found.
        func fresh(_ pacing: Pacing, _ count: Int) async -> [ReplicationResult] {
            let results = await simulate(pacing, Self.firstFresh..<Self.firstFresh + count)
            return results.count == count ? results : []
        }
        let outcome = await search.run(onStand: onStand) { value, stage, range in
            let first = stage == .search ? 0 : Self.firstFresh
            return await simulate(
                pacing(at: value), first + range.lowerBound..<first + range.upperBound)
        }
        var result = TuningResult(tuning: self, outcome: outcome)
        guard let safe = outcome.safe else { return result }
        result.safe = measured(pacing(at: safe.value), safe.results, value: safe.value)
        let count = min(safe.results.count, Self.compared)
        let base = Array(safe.results.prefix(count))
        if let value = next(after: safe.value), !Task.isCancelled {
            let results =
                outcome.checks.first { $0.value == value }.map { Array($0.results.prefix(count)) }
            result.stepUp = measured(
                pacing(at: value), await results.orAsk { await fresh(pacing(at: value), count) },
                value: value, base: base)
        }
        if !Task.isCancelled {
            result.progressive = measured(
                .progressive, await fresh(.progressive, count), base: base)
        }
        return result
    }

    // MARK: What is compared

    private func measured(
        _ pacing: Pacing, _ results: [ReplicationResult], value: Double? = nil,
        base: [ReplicationResult] = []
    ) -> TuningResult.Measured? {
        if results.isEmpty { return nil }
        return TuningResult.Measured(
            value: value, pacing: pacing, results: results,
            estimates: estimates(of: results, pacing),
            occupancyMore: base.isEmpty ? nil : occupancyMore(results, than: base))
    }

    /// With the cap that is tuned for, whatever the scenario's own.
    public func estimates(of results: [ReplicationResult], _ pacing: Pacing) -> Estimates {
        var experiment = Experiment(prepared.scenario, pacing: pacing)
        experiment.cap = cap
        return Estimates(results, of: experiment)
    }

    /// Replication by replication.
    private func occupancyMore(
        _ results: [ReplicationResult], than base: [ReplicationResult]
    ) -> MeanEstimate? {
        MeanEstimate(
            zip(results, base).map {
                ($0.tally.occupancy ?? 0) - ($1.tally.occupancy ?? 0)
            })
    }

    private func next(after value: Double) -> Double? {
        guard let place = search.values.firstIndex(of: value), place + 1 < search.values.count
        else { return nil }
        return search.values[place + 1]
    }
}

/// What a ``Tuning`` has found.
public struct TuningResult: Sendable {
    public var tuning: Tuning
    public var outcome: SafeValueSearch.Outcome
    /// The value found, on all replications of its check; nil when none was.
    public var safe: Measured?
    /// The next bolder value; nil when there is none.
    public var stepUp: Measured?
    /// ``Pacing/progressive``, which abandons next to nobody.
    public var progressive: Measured?

    init(tuning: Tuning, outcome: SafeValueSearch.Outcome) {
        self.tuning = tuning
        self.outcome = outcome
    }

    public var isPartial: Bool { outcome.ending == .stopped || (safe != nil && progressive == nil) }

    /// One policy on fresh replications.
    public struct Measured: Sendable {
        /// Of the tuned parameter; nil for another policy.
        public var value: Double?
        public var pacing: Pacing
        var results: [ReplicationResult]
        public var estimates: Estimates
        /// Than that of the value found, on the same replications.
        public var occupancyMore: MeanEstimate?
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func orAsk(_ other: () async -> Wrapped) async -> Wrapped {
        if let self { self } else { await other() }
    }
}
