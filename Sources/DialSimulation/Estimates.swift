import DialModel

/// What replications of one experiment say about it.
///
/// Everything is computed from whole numbers in the order of the replications, so that it is the
/// same to the last bit however they were spread over cores and machines.
public struct Estimates: Sendable {
    public var experiment: Experiment
    /// How many are counted, and how many there should be.
    public var replications: Int
    public var wanted: Int
    /// How many were looked at before it was decided how many there be; nil: it was decided before.
    public var pilot: Int?
    /// Over replications, each with a 95 % interval; nil when there is nothing to say it from.
    public var occupancy: MeanEstimate?
    public var utilisation: MeanEstimate?
    public var talkMinutesPerHour: MeanEstimate?
    /// ``formula``, of all replications together.
    public var abandonment: MeanEstimate?
    /// The highest rate of one day of one replication.
    public var worstDay: Double?
    /// The share of days on which it was above the cap, of those on which anyone answered.
    public var daysOverCap: Double?
    /// Of a day's quarter hours the highest rate (``ReplicationResult/peaks``): the mean over a
    /// replication's days, with its interval over replications; and the highest of all.
    public var quarterHourPeak: MeanEstimate?
    public var worstQuarterHour: Double?
    /// People served and abandoned on the day with the fewest of them.
    public var fewestAnswers: Int?
    /// What became of each rule, where there are several or machines count.
    public var rules: [RuleEstimate]
    /// Of all replications together.
    public var dials: Int
    /// All people who answered: as ``Tally/people``.
    public var answers: Int
    public var served: Int
    public var abandoned: Int
    /// As ``Tally/events``.
    public var events: Int
    /// From picking up to the agent, of people who were handed to one; as in a store's report.
    public var answerDelay: TimeHistogram
    public var agentWait: TimeHistogram
    /// Agents' time, in seconds; logged-out time is not kept.
    public var agentSeconds: [(state: AgentState, seconds: Double)]
    /// The share of ``answerDelay`` above 2 s.
    public var overTwoSeconds: Double?
    /// The mean.
    public var linesUsed: Double?
    /// How long the machine took.
    public var seconds: Double

    /// Idle seconds for each talk, of all agents together: what `targetWait` keeps to; nil: no talks.
    public var meanAgentWait: Double? {
        let idle = agentSeconds.first { $0.state == .idle }?.seconds ?? 0
        return served > 0 ? idle / Double(served) : nil
    }

    /// The name of ``abandonment``, by the strictest reading of machines that a rule asks for.
    public var formula: String {
        AbandonmentRule.formula(falsePositives: experiment.falsePositives)
    }

    /// - Parameters:
    ///   - results: in the order of their indices. Those that are not whole count only when no other
    ///     is.
    ///   - wanted: how many there should be; nil: as many as there are.
    ///   - pilot: how many of them have decided how many there be, by
    ///     ``replicationsNeeded(within:)``; nil: none have.
    ///   - seconds: how long the machine took for them.
    public init(
        _ results: [ReplicationResult], of experiment: Experiment, wanted: Int? = nil,
        pilot: Int? = nil, seconds: Double = 0
    ) {
        let whole = results.filter(\.isWhole)
        let counted = whole.isEmpty ? results : whole
        self.experiment = experiment
        replications = counted.count
        self.wanted = wanted ?? results.count
        self.seconds = seconds
        isCutShort = whole.isEmpty && !results.isEmpty
        let tallies = counted.map(\.tally)
        self.pilot = pilot
        let first = pilot.map { tallies.prefix($0) }
        func spread(
            _ estimate: (ArraySlice<Tally>) -> MeanEstimate?
        ) -> MeanEstimate? {
            guard let first, first.count < tallies.count else { return estimate(tallies[...]) }
            return estimate(tallies[...])?.spread(
                as: estimate(first), count: first.count, of: tallies.count)
        }
        occupancy = spread { MeanEstimate($0.compactMap(\.occupancy), bounds: 0...1) }
        utilisation = spread { MeanEstimate($0.compactMap(\.utilisation), bounds: 0...1) }
        talkMinutesPerHour = spread {
            MeanEstimate($0.compactMap(\.talkMinutesPerHour), bounds: 0...60)
        }
        let shares = counted.map(\.counted)
        func pooled(_ shares: ArraySlice<(abandoned: Int, answered: Int)>) -> MeanEstimate? {
            MeanEstimate(
                ratioOf: shares.map { (Int64($0.abandoned), Int64($0.answered)) },
                areCounts: true)
        }
        abandonment = pooled(shares[...])
        if let first, first.count < shares.count {
            abandonment = abandonment?.spread(
                as: pooled(shares.prefix(first.count)), count: first.count, of: shares.count)
        }
        rules = experiment.rules.enumerated().map { place, rule in
            RuleEstimate(rule, windows: counted.flatMap { $0.windows[place] })
        }
        let days = counted.flatMap(\.dayShares)
        worstDay = days.max()
        daysOverCap =
            days.isEmpty
            ? nil : Double(days.count { $0 > experiment.cap }) / Double(days.count)
        // Days of one replication are not independent of each other.
        quarterHourPeak = MeanEstimate(
            counted.compactMap { mean($0.peakShares) }, bounds: 0...1)
        worstQuarterHour = counted.flatMap(\.peakShares).max()
        fewestAnswers = counted.flatMap(\.days).map { $0.served + $0.abandoned }.min()
        dials = tallies.reduce(0) { $0 + $1.dials }
        answers = tallies.reduce(0) { $0 + $1.people }
        served = tallies.reduce(0) { $0 + $1.served }
        abandoned = tallies.reduce(0) { $0 + $1.abandoned }
        events = tallies.reduce(0) { $0 + $1.events }
        answerDelay = tallies.reduce(TimeHistogram()) { $0 + $1.answerDelay }
        agentWait = tallies.reduce(TimeHistogram()) { $0 + $1.agentWait }
        // Nanoseconds of many agents over many replications are beyond 64 bits.
        agentSeconds = AgentState.allCases.filter { $0 != .loggedOut }.map { state in
            let time = tallies.reduce(Int128(0)) { $0 + Int128($1.agentTime[state]) }
            return (state, Double(time) / 1e9)
        }
        let late = tallies.reduce(0) { $0 + $1.servedLate }
        overTwoSeconds =
            answerDelay.total > 0 ? Double(late) / Double(answerDelay.total) : nil
        let lineTime = tallies.reduce(Int128(0)) { $0 + Int128($1.lineTime) }
        let time = counted.reduce(Int128(0)) {
            $0
                + Int128(
                    $1.counted(
                        warmup: Duration(nanoseconds: experiment.warmup),
                        duration: Duration(nanoseconds: experiment.duration)
                    ).nanoseconds)
        }
        linesUsed = time > 0 ? Double(lineTime) / Double(time) : nil
    }

    /// Whether what is counted is itself not whole.
    public private(set) var isCutShort: Bool

    /// Whether it was stopped before all replications were done.
    public var isPartial: Bool { isCutShort || replications < wanted }

    /// People reached in a dial, whatever became of them: what the called numbers yield, not how
    /// they were paced. As in a store's report.
    public var hitRate: Double? { dials > 0 ? Double(answers) / Double(dials) : nil }

    /// People who were neither served nor abandoned: they hung up before, or still waited at the end.
    public var gone: Int { max(0, answers - served - abandoned) }

    /// The one figure that is not the same each time.
    public var eventsPerSecond: Double? { seconds > 0 ? Double(events) / seconds : nil }

    /// Whether both occupancy and abandonment are known within `halfWidth` to either side. Where
    /// nobody answers there is no abandonment to know.
    public func isKnown(within halfWidth: Double) -> Bool {
        // What the rounding of fractions leaves over is no width.
        let most = halfWidth * (1 + 1e-9)
        guard let width = occupancy?.halfWidth, width <= most else { return false }
        guard let abandonment else { return true }
        return abandonment.halfWidth.map { $0 <= most } ?? false
    }

    /// How many replications there must be, by the spread of these, for both occupancy and abandonment
    /// to be known within `halfWidth` to either side: Stein's second stage.
    ///
    /// Decided once, and from the spread alone: to look again and again, and to stop when the intervals
    /// happen to be narrow, would leave them too narrow.
    ///
    /// - Returns: nil when they do not tell.
    ///
    /// > Source: C. Stein (1945), doi:10.1214/aoms/1177731088; for a ratio by its linear part.
    public func replicationsNeeded(within halfWidth: Double) -> Int? {
        let widths = [occupancy, abandonment].compactMap(\.self).map(\.halfWidth)
        guard !widths.isEmpty, widths.allSatisfy({ $0 != nil }) else { return nil }
        let times = (widths.compactMap(\.self).max() ?? 0) / halfWidth
        let needed = (Double(replications) * times * times * (1 - 1e-9)).rounded(.up)
        return max(replications, Int(min(needed, 1e15)))
    }
}

/// nil of none.
private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
