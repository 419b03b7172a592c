import DialMath
import DialModel
import DialWorld

/// A day's callers, network and agents as its calls tell of them.
///
///     let fitted = try FittedDay(day)
///     fitted.talk.distribution            // lognormal, mean 180 s …
///
/// Times that were cut short count as such: a call that we gave up would perhaps have been answered
/// later, a person whom an agent took would have waited longer, and a talk that the person left was
/// not over for the agent. Where most would never end (a call that nobody answers, a person who does
/// not leave) a share that ever ends is fitted with the law; see ``CureFit``.
public struct FittedDay: Sendable {
    public var name: String
    public var mode: DialMode
    public var plan: CampaignPlan?
    public var seed: UInt64
    public var list: Int?
    public var start: Instant
    public var duration: Duration
    /// Finished calls.
    public var calls: Int

    /// From dialling to ringing; nil: the records do not tell.
    public var setup: FittedLaw?
    /// From ringing to the answer.
    public var ring: FittedLaw
    /// When we give a call up.
    public var ringTimeout: Duration
    /// How many calls that says.
    public var givenUp: Int
    /// When the network gives it up; nil: it does not before we do.
    public var unansweredRing: FittedLaw?
    /// From dialling to a failing number's word, beyond ``setup``; nil: no longer.
    public var failure: Duration?
    /// From the answer to knowing who is there.
    public var screening: FittedLaw?
    public var machineScreening: FittedLaw?
    public var patience: FittedLaw?
    public var talk: FittedLaw
    /// How long those stay who leave before the agent is done; its share is of all talks.
    public var stay: FittedLaw?
    /// How long before they end agents say that talks are in their closing stage, and of which share
    /// of the talks that the agent ended they do; nil: of none.
    public var closing: (lead: FittedLaw, share: Double)?
    public var wrapUp: FittedLaw?
    public var preview: Preview?
    /// How long a person waits for an agent before the call counts as abandoned, and how many did.
    public var hold: Duration
    public var abandoned: Int

    /// What numbers do, 0...1; the rest does not answer.
    public var outcomes: OutcomeShares
    /// By half hour of the day (UTC), when they differ more than by chance; else empty.
    public var halfHours: [HalfHour]
    /// The chance of such differences if there were none.
    public var chanceIfEqual: Double
    /// Calls that the trunk could not carry.
    public var setupFailure: Double

    public var shifts: [Shift]
    /// Agents seen.
    public var agents: Int
    /// The share of their time in which agents took no calls.
    public var away: Double
    public var dispositions: [Outcome: Double]
    /// Whether agents also said what has no place in a scenario.
    public var hasOwnWords: Bool
    /// Most calls at once.
    public var peakLines: Int
    /// Campaign seconds a second when it was run live: all times then are longer by how late the
    /// program was, so many times over.
    public var speed: Double?

    /// Shares of all calls, by what the called number does.
    public struct OutcomeShares: Hashable, Sendable {
        public var calls: Int
        public var shares: [CallFate: Double]
    }

    public struct HalfHour: Hashable, Sendable {
        /// Since midnight, UTC.
        public var from: Duration
        public var outcomes: OutcomeShares
    }

    /// How long agents looked at leads before they were dialled.
    public struct Preview: Sendable {
        public var mean: Double
        public var count: Int
        public var skipped: Int
        /// nil: only the mean is known.
        public var law: FittedLaw?

        /// The law, or the shape that previews usually have around the mean.
        public var distribution: Distribution {
            law?.distribution ?? .lognormal(mean: mean, cv: 0.5)
        }
    }

    /// So many agents at work, from so long after the start.
    public struct Shift: Hashable, Sendable {
        public var count: Int
        public var at: Duration
        public var length: Duration
    }

    /// - Throws: when there is nothing to fit to.
    /// - Complexity: O(*n* log *n*); a second or two for 100,000 calls.
    public init(_ day: RecordedDay) throws(FitFault) {
        let calls = day.calls.filter { $0.ended != nil && $0.outcome != nil }
        guard let first = calls.map(\.started).min(), let last = calls.compactMap(\.ended).max()
        else { throw .noCalls }
        let answered = calls.filter { $0.answered != nil || $0.person != nil }
        guard !answered.isEmpty else { throw .nobodyAnswered(calls: calls.count) }
        let rings = Rings(calls, limit: day.plan?.limits.ring)
        let talks = Talks(calls)
        guard let ring = FittedLaw("ring to answer", rings.times, isCured: true) else {
            throw .nobodyAnswered(calls: calls.count)
        }
        guard let talk = FittedLaw("talk", talks.times) else {
            throw .noTalk(people: answered.count)
        }
        name = day.name
        mode = day.plan?.mode ?? day.mode
        plan = day.plan
        seed = day.seed
        list = day.list
        self.calls = calls.count
        start = day.span?.lowerBound ?? first
        duration = max(.minutes(1), (day.span?.upperBound ?? last) - start)
        self.ring = ring
        self.talk = talk
        ringTimeout = rings.timeout
        givenUp = rings.givenUp
        unansweredRing = FittedLaw("unanswered ring", rings.unanswered.map { Observation($0) })
        let setups = calls.compactMap { call in
            call.ringing.map { Observation(max(0, ($0 - call.started).seconds)) }
        }
        setup = FittedLaw("set-up", setups)
        failure = Self.failure(calls, setup: setup)
        screening = FittedLaw("screening, person", Self.screening(calls))
        machineScreening = FittedLaw("screening, machine", Self.machineScreening(calls))
        patience = FittedLaw("patience", Self.patience(calls))
        stay = talks.left > 0 ? FittedLaw("leaves the talk", talks.stays, isCured: true) : nil
        closing = Self.closing(calls)
        wrapUp = FittedLaw(
            "wrap-up", calls.compactMap { $0.wrapUp.map { Observation(max(0, $0.seconds)) } })
        let holds = calls.filter { $0.outcome == .connected(.abandoned) }.compactMap { call in
            call.person.map { (call.ended! - $0) }
        }.sorted()
        abandoned = holds.count
        hold =
            day.plan?.limits.hold
            ?? (holds.isEmpty ? .seconds(2) : holds[holds.count / 2].rounded(to: .milliseconds(10)))
        // Of those that ever answer, some had not when we gave up.
        let seen = Double(rings.answered) / Double(max(1, rings.times.count))
        let late = seen > 0 ? max(1, (ring.share ?? seen) / seen) : 1
        outcomes = OutcomeShares(calls, late: late)
        (halfHours, chanceIfEqual) = Self.halfHours(calls, late: late)
        setupFailure =
            Double(calls.count { $0.outcome == .notConnected(.failed) }) / Double(calls.count)
        dispositions = Self.dispositions(calls)
        hasOwnWords = calls.contains {
            if case .connected(.custom) = $0.outcome { true } else { false }
        }
        peakLines = Self.peak(calls)
        preview = Self.preview(calls, day)
        speed = day.speed
        let crew = Crew(calls, day.agentSeconds, start: start, duration: duration)
        shifts = crew.shifts
        agents = crew.agents
        away = crew.away
    }

    /// The laws that were fitted, in the order of a call.
    public var laws: [FittedLaw] {
        [
            setup, ring, unansweredRing, screening, machineScreening, patience, talk, stay,
            closing?.lead, wrapUp, preview?.law,
        ].compactMap { $0 }
    }
}

extension Duration {
    func rounded(to unit: Duration) -> Duration {
        let half = unit.nanoseconds / 2
        return Duration(
            nanoseconds: (nanoseconds + half) / unit.nanoseconds * unit.nanoseconds)
    }
}
