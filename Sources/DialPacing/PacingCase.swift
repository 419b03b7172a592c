import DialMath
import DialModel

/// All that a decision of ``Predictive`` follows from, and the decision: nothing else is looked at, so
/// that what is recorded of a decision proves it.
///
/// - Complexity: to decide is O(log calls) questions to ``Outlook`` or ``SmallOutlook``.
public struct PacingCase: Hashable, Sendable, Codable {
    /// Idle agents who stay, less those spared, and people who wait for one.
    public internal(set) var idle = 0
    public internal(set) var holding = 0
    /// Calls that may yet bring a person.
    public internal(set) var inFlight = 0
    /// Agents at work, and those of them in talk or wrap-up who come back.
    public internal(set) var staffed = 0
    public internal(set) var busy = 0
    /// Agents who have gone under the calls in flight.
    public internal(set) var departed = 0
    /// Most calls in flight or waiting for each agent.
    public internal(set) var callsPerAgent: Double
    /// The largest risk that one more call may have.
    public internal(set) var price: Float = 0
    /// What a goal asks for; nil: there is none.
    public internal(set) var restraint: Restraint?
    /// What the budget allows.
    public internal(set) var viability = ViabilityGuard(
        viability: 0, secondsLeft: 0, work: 0, caution: 2)
    /// How many times as often as is believed people may answer, for the guard.
    public internal(set) var alarm: Float = 1
    /// What is ahead.
    var outlook = Outlook()
    /// Agents of whom it is known when they come free, beside the others in it.
    var timed: TimedEnds?

    /// What a policy that has a goal goes by beside the cap.
    public struct Restraint: Hashable, Sendable, Codable {
        /// The largest risk that is worth it for the goal.
        public var price: Float
        /// Idle agents who are to stay so.
        public var spared: Int

        /// Says where the goal was in the way, not the cap.
        @inline(__always)
        fileprivate func name(_ choice: inout Choice, capPrice: Float) {
            switch choice.bound {
            case .risk where price < capPrice || spared > 0: choice.bound = .goal
            case .agents where spared > 0: choice.bound = .goal
            default: break
            }
        }
    }

    /// What was decided.
    public struct Choice: Hashable, Sendable {
        /// Calls to start, and what kept them from being more.
        public var start: Int
        public var bound: Pace.Bound
        /// Whether the guard, not the price, was in the way.
        var isGuarded: Bool
        /// What the guard reads the losses of the calls in flight as; nil where it was not asked.
        var losses: Float?
    }

    /// Teams up to this size are looked at with ``SmallOutlook``.
    static let smallTeam = 40

    init(callsPerAgent: Double) { self.callsPerAgent = callsPerAgent }

    @inline(__always)
    mutating func take(_ floor: Floor) {
        idle = floor.idle
        holding = floor.holding
        inFlight = floor.inFlight
        staffed = floor.staffed
        busy = floor.talking + floor.wrapUp
        if floor.isAnyoneLeaving { leaveOut(floor) }
    }

    /// Counts nobody who leaves.
    @inline(never)
    private mutating func leaveOut(_ floor: borrowing Floor) {
        idle -= floor.leavingIdle
        busy -= floor.leavingTalking + floor.leavingWrapUp
    }

    /// Goes by a goal as well.
    @inline(__always)
    mutating func restrain(price: Double, spared: Int) {
        restraint = Restraint(price: Float(price), spared: spared)
        idle -= spared
    }

    /// One call for each idle agent: what is always allowed.
    var oneToOne: Int { max(0, idle - inFlight - holding) }
    /// No more calls than this may be started.
    var ceiling: Int { max(0, Int(callsPerAgent * Double(staffed)) - inFlight - holding) }
    /// The largest risk that one more call may have, by the cap and by the goal.
    var dearest: Float { min(price, restraint?.price ?? price) }
    private var isSmall: Bool { staffed <= Self.smallTeam }

    /// Whether all counts are within what a floor can have.
    var isSound: Bool {
        [idle, holding, inFlight, staffed, busy, departed].allSatisfy { abs($0) <= Int(Int32.max) }
            && (0...1e6).contains(callsPerAgent)
            && abs(restraint?.spared ?? 0) <= Int(Int32.max)
    }

    /// The decision, once more, from what it followed from.
    public func decided() -> Choice {
        var small = SmallOutlook()
        return decide(&small)
    }

    @inline(__always)
    func decide(_ small: inout SmallOutlook) -> Choice {
        let oneToOne = oneToOne
        if viability.isOneToOne {
            // Where agents are spared, even one call for each of the others is less than is allowed.
            let isSpared = (restraint?.spared ?? 0) > 0
            return Choice(
                start: oneToOne, bound: isSpared ? .goal : .budget, isGuarded: true, losses: nil)
        }
        var choice = mostCalls(&small)
        if choice.start < oneToOne {
            choice.start = oneToOne
            choice.bound = .agents
        }
        if let restraint { restraint.name(&choice, capPrice: price) }
        return choice
    }

    /// The most calls whose last one is worth its risk and leaves the budget viable.
    @inline(__always)
    private func mostCalls(_ small: inout SmallOutlook) -> Choice {
        let ceiling = ceiling
        let caution = Float(viability.caution)
        let allowed = Float(viability.losses)
        let price = dearest
        if isSmall { small.take(outlook, idle: idle - holding, busy: busy, timed: timed) }
        var start = 0
        var bound = Pace.Bound.ratio
        var losses: Float?
        // In growing steps while it goes well, then in halves.
        var step = 1
        var isGrowing = true
        var refused = ceiling + 1
        while start + 1 < refused {
            let tried = isGrowing ? min(step, ceiling - start) : (refused - start) / 2
            var isRefused = false
            // No more can be lost than calls and people there are: where the budget bears that,
            // nothing needs to be worked out.
            if outlook.exposed + Float(start + tried) > allowed {
                let worst = outlook.losses(
                    with: start + tried, caution: caution, alarm: alarm)
                isRefused = !(worst <= allowed)
                if isRefused, start == 0 { losses = worst }
            }
            if isRefused {
                bound = .budget
            } else {
                isRefused = !(risk(besides: start + tried - 1, &small) <= price)
                if isRefused { bound = .risk }
            }
            if isRefused {
                isGrowing = false
                refused = start + tried
            } else {
                start += tried
                step *= 2
            }
        }
        if start >= ceiling { bound = .ratio }
        if start > 0 { losses = outlook.losses(with: start, caution: caution, alarm: alarm) }
        return Choice(start: start, bound: bound, isGuarded: bound == .budget, losses: losses)
    }

    /// The ringing calls to be let go where so many are started.
    func lettingGo(besides start: Int) -> Int { departed > 0 && start == 0 ? callsToLetGo() : 0 }

    /// The fewest calls in flight without which the losses, as the guard reads them, are what the budget
    /// allows; but no greater share of them than of the agents has gone. Each is taken to be answered as likely as any other; those that have rung for long, which
    /// are let go first, are less so, and then the next decision asks for more.
    private func callsToLetGo() -> Int {
        func isBorne(without calls: Int) -> Bool {
            let rest = calls == 0 ? outlook : outlook.without(calls, of: inFlight)
            let losses = rest.losses(with: 0, caution: Float(viability.caution), alarm: alarm)
            return losses <= Float(viability.losses)
        }
        if inFlight <= 0 || isBorne(without: 0) { return 0 }
        var (tooFew, enough) = (0, inFlight)
        while enough - tooFew > 1 {
            let tried = (tooFew + enough) / 2
            if isBorne(without: tried) { enough = tried } else { tooFew = tried }
        }
        let gone = Double(departed) / Double(max(1, staffed + departed))
        return min(enough, Int((gone * Double(inFlight)).rounded(.up)))
    }

    @inline(__always)
    private func risk(besides others: Int, _ small: inout SmallOutlook) -> Float {
        isSmall ? small.risk(outlook, besides: others) : outlook.risk(besides: others)
    }

    // MARK: In figures

    /// What so many calls would have meant.
    public struct Candidate: Hashable, Sendable, Codable {
        public var calls: Int
        /// The chance that the last of them, if it is answered, costs somebody an agent; 0 for none.
        public var risk: Float
        /// People lost, of all calls in flight, by the guard's reading.
        public var losses: Float
    }

    /// What each number of calls would have meant, up to one more than was decided; of many, the last
    /// eight.
    public func candidates(upTo start: Int) -> [Candidate] {
        var small = SmallOutlook()
        if isSmall { small.take(outlook, idle: idle - holding, busy: busy, timed: timed) }
        return (max(0, start - 6)...start + 1).map { calls in
            Candidate(
                calls: calls, risk: calls == 0 ? 0 : risk(besides: calls - 1, &small),
                losses: max(
                    0,
                    outlook.losses(
                        with: calls, caution: Float(viability.caution), alarm: alarm)))
        }
    }

    /// Agents who are expected to come free by the last moment that is looked at.
    public var comingFree: Float { max(0, outlook.capacity[Outlook.last] - Float(idle - holding)) }
    /// People lost, of the calls in flight, by the guard's reading.
    public var lossesInFlight: Float {
        max(0, outlook.losses(with: 0, caution: Float(viability.caution), alarm: alarm))
    }
    /// Answers that are expected by then from the calls in flight.
    public var answersExpected: Float { max(0, outlook.answers[Outlook.last]) }
}
