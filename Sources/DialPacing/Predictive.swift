import DialEstimation
import DialMath
import DialModel

/// Dials ahead of the agents who will be free when the calls are answered, and spends the abandonment
/// that the rule allows where it brings most.
///
/// It is told nothing of answer rates or times. For every decision it looks ahead over the time that
/// an answer takes: which agents are free and will come free, which of the calls in flight will be
/// answered and when, given how long each has rung. Where agents say that a talk is in its closing
/// stage, or all talks last about as long, it counts on when they end (``TalkStages``). One more call
/// is started while the chance that it costs somebody an agent is below the *price* of an abandonment
/// (``AbandonmentPrice``), and while the *guard* (``ViabilityGuard``) sees the budget unharmed by the
/// worst the calls in flight could do. One call for each idle agent is always allowed.
///
/// With a *goal* (``DialModel/PacingGoal``) it does so only as far as the goal needs: the price is the
/// lower of the two (``GoalPrice``), and agents may be left idle.
///
/// - Complexity: a decision is O(1) but for once a second and once in some dozens of calls, when it is
///   O(bins); nothing is allocated.
public struct Predictive: PacingPolicy {
    public let target: PredictiveTarget
    public private(set) var budget: AbandonmentBudget
    public private(set) var price = AbandonmentPrice()
    var rates = SegmentRates()
    public private(set) var handleTimes = HandleTimes()
    var ringLaw = RingLaw()
    var calls = CallsInFlight()
    var ahead: PacingCase
    private var small = SmallOutlook()

    private var hold: Double
    /// The answer rate the tables were made with.
    private var rate = AnswerRate.prior
    /// What it, or the share of ended calls, was then.
    private var seen = AnswerRate.prior
    private var freedFromTalk = SIMD8<Float>.zero
    private var freedFromWrapUp = SIMD8<Float>.zero
    /// Calls that have ended since the tables were made.
    var news = 1_000
    /// How many may end before the tables are made anew: few at first.
    var patience = Predictive.hurry
    static let hurry = 8
    private var learned = Instant.never
    private var looked = Instant.never
    private var next = SegmentID.whole
    private var staffed = 0
    private var talking = 0
    private var closing = 0
    private var wrapUp = 0
    private var isBound = false
    /// Losses in flight as the guard reads them, on average of late.
    private var exposure = 1.0
    /// ``ViabilityGuard/yield(seconds:agents:rate:ring:handle:)``, once a second.
    private(set) var yield = 0.0
    private var stages = TalkStages()
    /// The highest answer rate of the window; of each segment, where there are several.
    private var highest = HighestRate()
    var highestOf: [HighestRate] = []
    /// How many times today's rate that is.
    var alarm: Float = 1
    /// The answer rate of the calls in flight together.
    var mixture = AnswerRate.prior
    private var goal: GoalPrice?
    private var departures = Departures()

    /// How far is looked ahead, in mean times until an answer: less far where talks are short against
    /// rings, since who is lost then matters no longer a moment later.
    private var horizon: Double {
        min(2, max(1.1, 0.65 + 0.09 * handleTimes.handle / ringLaw.meanAnswer))
    }
    /// No table is older than this where calls have ended since.
    static let staleness = Duration.seconds(60)
    /// By how many standard errors the answer rate is read too high.
    static let pessimism = 0.7

    public init(target: PredictiveTarget, terms: PacingTerms = PacingTerms()) {
        self.target = target
        budget = AbandonmentBudget(cap: target.abandonment, terms: terms)
        hold = terms.hold.seconds
        ahead = PacingCase(callsPerAgent: target.callsPerAgent)
        goal = target.goal.map { GoalPrice($0) }
    }

    public var keepsRule: Bool { target.isGuarded }
    public var tellsSegmentsApart: Bool { target.usesSegments }

    /// Of all calls together.
    public var answerRate: AnswerRate { rates.pooled }

    public mutating func adopt(_ terms: PacingTerms, at now: Instant) {
        budget.adopt(terms, cap: target.abandonment)
        hold = terms.hold.seconds
        news = 1_000
        // What others have counted, or an earlier run.
        if budget.answered > 0 { setPrice(answers: 0) }
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .dialled(let segment):
            if calls.advance(to: now) { calls.weigh(law: ringLaw) }
            let row = target.usesRingAges ? ringLaw.fresh : ringLaw.answered[0]
            if target.usesSegments { meet(segment) }
            if rates.isSplit {
                calls.add(of: SegmentRates.place(of: segment), law: ringLaw, row: row)
            } else {
                calls.add(row, ever: ringLaw.posterior[0])
            }
        case .person(let after, let segment):
            remove(segment, after: after, at: now)
            learnRate(true, of: segment)
            ringLaw.noteAnswer(after: after)
            news += 1
        case .nobody(let after, let segment):
            remove(segment, after: after, at: now)
            learnRate(false, of: segment)
            ringLaw.noteEnd(after: after)
            news += 1
        case .lost(let after, let segment): remove(segment, after: after, at: now)
        case .talkBegan:
            if isWatched(at: now) { goal?.noteTalk() }
            stages.begin(at: now)
        case .closing(let after):
            handleTimes.noteClosing()
            stages.close(after: after, at: now, talk: handleTimes.talk)
        case .talkEnded(let after, let closing):
            if isWatched(at: now) { handleTimes.noteTalkEnded(isClosing: closing != nil) }
            stages.end(after: after, closing: closing, at: now)
        case .wrapUpEnded: if isWatched(at: now) { handleTimes.noteWrapUpEnded() }
        case .abandoned: break
        }
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        watch(floor, at: now)
        ahead.take(floor)
        departures.follow(
            &ahead.departed, present: floor.isAnyoneLeaving ? floor.staying : ahead.staffed,
            oldest: calls.oldest, at: now)
        ahead.price = Float(price.value)
        if let goal { ahead.restrain(price: goal.value, spared: goal.spared) }
        ahead.viability = budget.allowance(yield: yield, at: now, caution: 2 + target.margin)
        if !target.isGuarded { ahead.viability.lift() }
        ahead.alarm = ahead.viability.fearsJump ? alarm : 1
        if !ahead.viability.isOneToOne || ahead.departed > 0 { look(floor) }
        let choice = ahead.decide(&small)
        isBound = choice.isGuarded || choice.bound == .goal
        if let losses = choice.losses { exposure += 0.002 * (max(0, Double(losses)) - exposure) }
        let letGo = ahead.departed > 0 ? lettingGo(besides: choice.start) : 0
        return Pace(start: choice.start, bound: choice.bound, again: .seconds(1), letGo: letGo)
    }

    public func reasons(for start: Int) -> PacingReasons? {
        let answerRate = rates[SegmentRates.place(of: next)]
        var reasons = PacingReasons(
            situation: ahead,
            candidates: ahead.viability.isOneToOne ? [] : ahead.candidates(upTo: start),
            answered: budget.answered, abandoned: budget.abandoned, earned: budget.earned,
            answerRate: answerRate.value, answerRateError: answerRate.standardError,
            secondsToAnswer: ringLaw.meanAnswer, talkSeconds: handleTimes.talk,
            wrapUpSeconds: handleTimes.wrapUp,
            lookAheadSeconds: Double(RingLaw.slots) * ringLaw.width)
        switch target.goal {
        case .occupancy(let share): reasons.wantedOccupancy = share
        case .wait(let span): reasons.wantedWaitSeconds = span.seconds
        case nil: break
        }
        return reasons
    }

    // MARK: Learning

    /// Without being asked for so long, as in a pause or another mode, it does not know how many agents
    /// have been in talk: neither their time counts, nor their ends do.
    private static let unwatched = Duration.seconds(60)

    private func isWatched(at now: Instant) -> Bool {
        looked != .never && now - looked <= Self.unwatched
    }

    /// Lets time pass, takes in the counts, and brings up to date what depends on them.
    @inline(__always)
    private mutating func watch(_ floor: Floor, at now: Instant) {
        if looked != .never, now > looked {
            let seconds = min(Self.unwatched, now - looked).seconds
            handleTimes.spend(seconds, talking: talking, closing: closing, wrapUp: wrapUp)
            goal?.spend(seconds, agents: staffed, idle: staffed - talking - wrapUp)
        }
        looked = now
        next = floor.segment
        staffed = floor.staffed
        talking = floor.talking
        closing = floor.closing
        wrapUp = floor.wrapUp
        let new = budget.take(floor, at: now)
        if new.answered > 0 || new.abandoned > 0 { setPrice(answers: new.answered) }
        let aSecondLater = calls.advance(to: now)
        if news >= patience
            || (news > 0 && (answerRate.value > 1.1 * seen || now - learned > Self.staleness))
        {
            learn(floor, at: now)
        } else if aSecondLater {
            calls.weigh(law: ringLaw)
        }
        if aSecondLater {
            yield = budget.expect(
                at: now, agents: floor.staffed, rate: rates.isSplit ? mixture : answerRate.value,
                ring: ringLaw.meanEnd,
                handle: handleTimes.handle)
            goal?.steer(agents: floor.staffed, cap: price.value)
        }
    }

    /// Makes the tables anew.
    private mutating func learn(_ floor: Floor, at now: Instant) {
        news = 0
        learned = now
        patience = min(192, patience + 2)
        let share = answerRate.value(
            pending: Double(calls.count), expected: Double(calls.expected))
        mixture = answerRate.value
        rate = min(0.998, share + Self.pessimism * answerRate.standardError)
        // Calls in flight may explain more answers among those that have ended.
        seen = max(rate, answerRate.value)
        ringLaw.weigh(share: answerRate.value) { calls.count(ofAge: $0) }
        ringLaw.rebuild(rate: rate, horizon: horizon, usesAges: target.usesRingAges)
        let error = answerRate.standardError / answerRate.value
        ahead.outlook.doubt = Float(error * error)
        alarm = highest.alarm(answerRate, since: budget.windowBegan)
        if rates.isSplit { learnSegments(next: floor.segment) }
        calls.weigh(law: ringLaw)
        stages.learn(handleTimes, width: ringLaw.width, hold: hold)
        if !stages.isInUse { ahead.timed = nil }
        for slot in 0..<RingLaw.slots {
            let seconds = (Double(slot) + 0.5) * ringLaw.width + hold
            freedFromTalk[slot] = Float(stages.freedFromTalk(handleTimes, within: seconds))
            freedFromWrapUp[slot] = Float(handleTimes.freedFromWrapUp(within: seconds))
        }
        price.expect(rate: mixture, isSmall: floor.staffed <= PacingCase.smallTeam)
        ahead.outlook.fresh = ringLaw.fresh
        ahead.outlook.shares = ringLaw.shares
    }

    private mutating func setPrice(answers: Int) {
        let cap = budget.cap
        let spent = cap * Double(budget.answered)
        let all = max(1, spent + cap * yield)
        // What shall stay unspent: enough that the guard seldom binds; next to nothing where what is
        // still to be earned covers that.
        let cushion = exposure + min(2 / price.gain.squareRoot(), 0.05 * spent)
        let wanted =
            budget.workEnds == nil ? cushion : max(1, exposure - cap * yield)
        let left =
            budget.workEnds == nil
            ? .infinity
            : cap * Double(staffed) * budget.secondsLeft(at: looked) / handleTimes.handle
        price.follow(
            earned: budget.earned, wanted: wanted, budget: all, left: left, cap: cap,
            answers: answers, isBound: isBound)
    }

    // MARK: Deciding

    /// Apart, since agents seldom go.
    @inline(never)
    private mutating func lettingGo(besides start: Int) -> Int { ahead.lettingGo(besides: start) }

    /// Puts together what is ahead.
    @inline(__always)
    private mutating func look(_ floor: Floor) {
        if rates.isSplit {
            ahead.outlook.fresh = calls.times(of: floor.segment, law: ringLaw) * ringLaw.fresh
        }
        let talkers = Float(max(0, floor.talking - stages.count))
        let wrappers = Float(floor.wrapUp)
        ahead.outlook.capacity =
            Float(ahead.idle - floor.holding) + talkers * freedFromTalk
            + wrappers * freedFromWrapUp
        ahead.outlook.capacityVariance =
            talkers * freedFromTalk * (1 - freedFromTalk)
            + wrappers * freedFromWrapUp * (1 - freedFromWrapUp)
        if stages.isInUse {
            stages.stay(floor)
            stages.add(to: &ahead.outlook, &ahead.timed, at: looked)
        }
        // A call that ends in its first second may take away a little more than it brought.
        ahead.outlook.answers = larger(calls.mean, .zero)
        ahead.outlook.answersVariance = larger(calls.variance, .zero)
        // Calls that were in flight before this policy was there are taken for fresh ones.
        let unknown = floor.inFlight - calls.count
        if unknown > 0 {
            ahead.outlook.answers += Float(unknown) * ringLaw.fresh
            ahead.outlook.answersVariance += Float(unknown) * ringLaw.fresh * (1 - ringLaw.fresh)
        }
        ahead.outlook.exposed = Float(floor.inFlight + floor.holding - floor.idle)
        if floor.isAnyoneLeaving { leaveOut(floor) }
    }

    /// Counts nobody who leaves.
    @inline(never)
    private mutating func leaveOut(_ floor: borrowing Floor) {
        let talkers =
            (1 - floor.shareStaying) * Float(max(0, floor.talking - stages.count))
        let wrappers = Float(floor.leavingWrapUp)
        let idle = Float(floor.leavingIdle)
        // Those who are idle are not in it: see ``PacingCase/take(_:)``.
        ahead.outlook.capacity -= talkers * freedFromTalk + wrappers * freedFromWrapUp
        let variance =
            talkers * freedFromTalk * (1 - freedFromTalk)
            + wrappers * freedFromWrapUp * (1 - freedFromWrapUp)
        ahead.outlook.capacityVariance =
            larger(ahead.outlook.capacityVariance - variance, .zero)
        ahead.outlook.exposed += idle
    }
}
