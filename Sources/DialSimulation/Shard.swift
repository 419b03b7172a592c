import DialModel

/// A part of an experiment's replications: the *n*-th of *m* of about equal size, from 1.
public struct Shard: Hashable, Sendable, Codable, CustomStringConvertible {
    public var number: Int
    public var of: Int

    /// - Precondition: 1 ≤ `number` ≤ `of`.
    public init(_ number: Int, of count: Int) {
        precondition(
            (1...max(1, count)).contains(number), "there is no shard \(number) of \(count)")
        self.number = number
        of = count
    }

    public var description: String { "\(number)/\(of)" }

    /// Its replications, of so many; it may be empty when there are fewer of them than shards.
    public func indices(of replications: Int) -> Range<Int> {
        (number - 1) * replications / of..<number * replications / of
    }
}

/// What one machine has simulated of an experiment, to be merged with what others have.
public struct ShardResults: Hashable, Sendable, Codable {
    /// Which program simulated it: others may pace otherwise.
    public var version: String
    public var experiment: Experiment
    /// Of all shards together.
    public var replications: Int
    public var shard: Shard
    /// How long the machine took.
    public var seconds: Double
    /// In order of index; all whole, their course left away.
    public var results: [ReplicationResult]

    public init(
        version: String, experiment: Experiment, replications: Int, shard: Shard, seconds: Double,
        results: [ReplicationResult]
    ) {
        self.version = version
        self.experiment = experiment
        self.replications = replications
        self.shard = shard
        self.seconds = seconds
        self.results = results.map {
            var result = $0
            result.course = []
            return result
        }
    }

    /// Whether it holds just what the shard should, with numbers that can be.
    public var isSound: Bool {
        guard replications >= 1, shard.of >= 1, (1...shard.of).contains(shard.number),
            replications <= 1_000_000_000, shard.of <= 1_000_000_000,
            seconds.isFinite, seconds >= 0, experiment.isSound,
            experiment.warmup >= 0, experiment.duration > experiment.warmup
        else { return false }
        return results.map(\.index) == Array(shard.indices(of: replications))
            && results.allSatisfy {
                $0.isWhole && $0.isSound && $0.windows.count == experiment.rules.count
            }
    }
}

extension Experiment {
    /// Whether all shares are shares.
    fileprivate var isSound: Bool {
        let shares = [cap, falsePositives] + rules.flatMap { [$0.cap, $0.falsePositives] }
        return shares.allSatisfy { (0...1).contains($0) }
    }
}

extension ReplicationResult {
    /// Whether every number is one that can be counted, so that sums stay in range.
    fileprivate var isSound: Bool {
        let counts = [
            tally.dials, tally.people, tally.pickedUp, tally.served, tally.abandoned,
            tally.servedLate, tally.events, tally.machines,
        ]
        let times = AgentState.allCases.map { tally.agentTime[$0] } + [tally.lineTime]
        let people = (days + peaks + windows.flatMap(\.self)).flatMap {
            [$0.served, $0.abandoned, $0.machines]
        }
        return (counts + people).allSatisfy { (0...1 << 48).contains($0) }
            && peaks.count == days.count && (0...1).contains(falsePositives)
            && times.allSatisfy { (0...1 << 60).contains($0) }
    }
}

/// Why shards do not make up an experiment.
public enum MergeFault: Error, Hashable, Sendable {
    /// Two shards, by their place in the list, are not of the same experiment; what differs, and how
    /// each has it.
    case different(String, first: String, second: String, place: Int)
    /// Two shards are of scenarios that are called the same and are not the same.
    case changed(place: Int)
    case doubled(Shard, first: Int, second: Int)
    case missing([Shard])
}

extension Array where Element == ShardResults {
    /// All results of the experiment in order of index, just as one machine would have had them.
    ///
    /// - Precondition: not empty; all are ``ShardResults/isSound``.
    public func merged() throws(MergeFault) -> ShardResults {
        var whole = self[0]
        for (place, other) in enumerated().dropFirst() {
            if let (what, first, second) = self[0].difference(from: other) {
                throw .different(what, first: first, second: second, place: place)
            }
            if self[0].experiment != other.experiment { throw .changed(place: place) }
        }
        var places: [Int: Int] = [:]
        for (place, part) in enumerated() {
            if let first = places.updateValue(place, forKey: part.shard.number) {
                throw .doubled(part.shard, first: first, second: place)
            }
        }
        let missing = (1...whole.shard.of).filter { places[$0] == nil }
        if !missing.isEmpty { throw .missing(missing.map { Shard($0, of: whole.shard.of) }) }
        let ordered = sorted { $0.shard.number < $1.shard.number }
        whole.results = ordered.flatMap(\.results)
        whole.seconds = ordered.reduce(0) { $0 + $1.seconds }
        whole.shard = Shard(1, of: 1)
        return whole
    }
}

private func percent(_ share: Double) -> String { decimal(share * 100, places: 2) + " %" }

extension ShardResults {
    /// What of the experiment is not the same in both, said of each.
    fileprivate func difference(from other: ShardResults) -> (String, String, String)? {
        let (a, b) = (experiment, other.experiment)
        if a.scenario != b.scenario { return ("scenario", a.scenario, b.scenario) }
        if a.policy != b.policy { return ("policy", a.policy, b.policy) }
        if a.seed != b.seed { return ("seed", "\(a.seed)", "\(b.seed)") }
        if replications != other.replications {
            return ("number of replications", "\(replications)", "\(other.replications)")
        }
        if shard.of != other.shard.of {
            return ("number of shards", "\(shard.of)", "\(other.shard.of)")
        }
        if version != other.version { return ("version of dialpace", version, other.version) }
        if a.cap != b.cap { return ("cap", percent(a.cap), percent(b.cap)) }
        func time(_ nanoseconds: Int64) -> String { "\(Duration(nanoseconds: nanoseconds))" }
        if a.duration != b.duration { return ("duration", time(a.duration), time(b.duration)) }
        if a.warmup != b.warmup { return ("warmup", time(a.warmup), time(b.warmup)) }
        return nil
    }
}
