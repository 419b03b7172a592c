import DialEstimation
import DialMath
import DialModel

/// Dials ahead of the agents who will be free when the calls are answered, and spends the abandonment
/// that the rule allows where it brings most.
///
/// It is told nothing of answer rates or times. For every decision it looks ahead over the time that
/// an answer takes: which agents are free and will come free, which of the calls in flight will be
/// answered and when, given how long each has rung. One more call is started while the chance that it
/// costs somebody an agent is below the *price* of an abandonment (``AbandonmentPrice``), and while
/// the *guard* (``ViabilityGuard``) sees the budget unharmed by the worst the calls in flight could do.
/// One call for each idle agent is always allowed.
///
/// - Complexity: a decision is O(1) but for once a second and once in some dozens of calls, when it is
///   O(bins); nothing is allocated.
public struct Predictive: PacingPolicy {
    public let target: PredictiveTarget
    public private(set) var budget: AbandonmentBudget
    public private(set) var price = AbandonmentPrice()
    public private(set) var answerRate = AnswerRate()
    public private(set) var handleTimes = HandleTimes()
    private var ringLaw = RingLaw()
    private var calls = CallsInFlight()
    private var outlook = Outlook()
    private var small = SmallOutlook()

    private var hold: Double
    /// The answer rate the tables were made with.
    private var rate = AnswerRate.prior
    private var freedFromTalk = SIMD16<Float>.zero
    private var freedFromWrapUp = SIMD16<Float>.zero
    /// Calls that have ended since the tables were made.
    private var news = 1_000
    /// How many may end before the tables are made anew: few at first.
    private var patience = 8
    private var learned = Instant.never
    private var looked = Instant.never
    private var talking = 0
    private var wrapUp = 0
    private var isBound = false
    /// Losses in flight as the guard reads them, on average of late.
    private var exposure = 1.0
    /// ``ViabilityGuard/yield(seconds:agents:rate:ring:handle:)``, once a second.
    private var yield = 0.0

    /// How far is looked ahead, in mean times until an answer.
    static let horizon = 2.0
    /// Teams up to this size are looked at with ``SmallOutlook``.
    static let smallTeam = 40
    /// No table is older than this where calls have ended since.
    static let staleness = Duration.seconds(60)
    /// By how many standard errors the answer rate is read too high.
    static let pessimism = 0.7

    public init(target: PredictiveTarget, terms: PacingTerms = PacingTerms()) {
        self.target = target
        budget = AbandonmentBudget(cap: target.abandonment, terms: terms)
        hold = terms.hold.seconds
    }

    public var keepsRule: Bool { true }

    public mutating func adopt(_ terms: PacingTerms, at now: Instant) {
        budget.adopt(terms, cap: target.abandonment)
        hold = terms.hold.seconds
        news = 1_000
        // What others have counted, or an earlier run.
        if budget.answered > 0 { setPrice(answers: 0) }
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .dialled: calls.add(at: now, law: ringLaw)
        case .person(let after):
            calls.remove(after: after, at: now, law: ringLaw)
            answerRate.add(true)
            ringLaw.noteAnswer(after: after)
            news += 1
        case .nobody(let after):
            calls.remove(after: after, at: now, law: ringLaw)
            answerRate.add(false)
            ringLaw.noteEnd(after: after)
            news += 1
        case .lost(let after): calls.remove(after: after, at: now, law: ringLaw)
        case .talkEnded: handleTimes.noteTalkEnded()
        case .wrapUpEnded: handleTimes.noteWrapUpEnded()
        case .abandoned: break
        }
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        watch(floor, at: now)
        let oneToOne = max(0, floor.idle - floor.inFlight - floor.holding)
        let viability = budget.allowance(yield: yield, at: now, caution: 2 + target.margin)
        if viability.isOneToOne {
            isBound = true
            return Pace(start: oneToOne, bound: .budget, again: .seconds(1))
        }
        look(floor)
        let ceiling = max(
            0, Int(target.callsPerAgent * Double(floor.staffed)) - floor.inFlight - floor.holding)
        let found = mostCalls(floor, within: viability, ceiling: ceiling)
        if found.start >= oneToOne {
            return Pace(start: found.start, bound: found.bound, again: .seconds(1))
        }
        return Pace(
            start: oneToOne, bound: oneToOne > 0 ? .agents : found.bound, again: .seconds(1))
    }

    // MARK: Learning

    /// Lets time pass, takes in the counts, and brings up to date what depends on them.
    @inline(__always)
    private mutating func watch(_ floor: Floor, at now: Instant) {
        if looked != .never, now > looked {
            handleTimes.spend((now - looked).seconds, talking: talking, wrapUp: wrapUp)
        }
        looked = now
        talking = floor.talking
        wrapUp = floor.wrapUp
        let new = budget.take(floor, at: now)
        if new.answered > 0 || new.abandoned > 0 { setPrice(answers: new.answered) }
        let aSecondLater = calls.advance(to: now)
        if news >= patience
            || (news > 0 && (answerRate.value > 1.1 * rate || now - learned > Self.staleness))
        {
            learn(at: now)
        } else if aSecondLater {
            calls.weigh(law: ringLaw)
        }
        if aSecondLater {
            yield = budget.expect(
                at: now, agents: floor.staffed, rate: answerRate.value, ring: ringLaw.meanEnd,
                handle: handleTimes.handle)
        }
    }

    /// Makes the tables anew.
    private mutating func learn(at now: Instant) {
        news = 0
        learned = now
        patience = min(192, patience + 2)
        let share = answerRate.value(
            pending: Double(calls.count), expected: Double(calls.expected))
        rate = min(0.998, share + Self.pessimism * answerRate.standardError)
        ringLaw.rebuild(rate: rate, horizon: Self.horizon)
        calls.weigh(law: ringLaw)
        for slot in 0..<RingLaw.slots {
            let seconds = (Double(slot) + 0.5) * ringLaw.width + hold
            freedFromTalk[slot] = Float(handleTimes.freedFromTalk(within: seconds))
            freedFromWrapUp[slot] = Float(handleTimes.freedFromWrapUp(within: seconds))
        }
        let error = answerRate.standardError / answerRate.value
        outlook.fresh = ringLaw.fresh
        outlook.shares = ringLaw.shares
        outlook.doubt = Float(error * error)
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
        price.follow(
            earned: budget.earned, wanted: wanted, budget: all, cap: cap, answers: answers,
            isBound: isBound)
    }

    // MARK: Deciding

    /// Puts together what is ahead.
    @inline(__always)
    private mutating func look(_ floor: Floor) {
        let talkers = Float(floor.talking)
        let wrappers = Float(floor.wrapUp)
        outlook.capacity =
            Float(floor.idle - floor.holding) + talkers * freedFromTalk
            + wrappers * freedFromWrapUp
        outlook.capacityVariance =
            talkers * freedFromTalk * (1 - freedFromTalk)
            + wrappers * freedFromWrapUp * (1 - freedFromWrapUp)
        outlook.answers = calls.mean
        outlook.answersVariance = calls.variance
        // Calls that were in flight before this policy was there are taken for fresh ones.
        let unknown = floor.inFlight - calls.count
        if unknown > 0 {
            outlook.answers += Float(unknown) * ringLaw.fresh
            outlook.answersVariance += Float(unknown) * ringLaw.fresh * (1 - ringLaw.fresh)
        }
        outlook.exposed = Float(floor.inFlight + floor.holding - floor.idle)
    }

    /// The most calls whose last one is worth its risk and leaves the budget viable.
    @inline(__always)
    private mutating func mostCalls(
        _ floor: Floor, within viability: ViabilityGuard, ceiling: Int
    ) -> (start: Int, bound: Pace.Bound) {
        let isSmall = floor.staffed <= Self.smallTeam
        let caution = Float(viability.caution)
        let allowed = Float(viability.losses)
        let price = Float(price.value)
        if isSmall {
            small.take(
                outlook, idle: floor.idle - floor.holding, busy: floor.talking + floor.wrapUp)
        }
        isBound = false
        var start = 0
        var bound = Pace.Bound.ratio
        var losses: Float = 0
        // In growing steps while it goes well, then in halves.
        var step = 1
        var isGrowing = true
        while start < ceiling, step > 0 {
            let tried = min(step, ceiling - start)
            var isRefused = false
            // No more can be lost than calls and people there are: where the budget bears that,
            // nothing needs to be worked out.
            if outlook.exposed + Float(start + tried) > allowed {
                let worst = outlook.losses(with: start + tried, caution: caution)
                isRefused = worst > allowed
                if isRefused, start == 0 { losses = worst }
            }
            if isRefused {
                bound = .budget
            } else {
                let risk =
                    isSmall
                    ? small.risk(outlook, besides: start + tried - 1)
                    : outlook.risk(besides: start + tried - 1)
                isRefused = risk > price
                if isRefused { bound = .risk }
            }
            if isRefused {
                isGrowing = false
                step = tried / 2
            } else {
                start += tried
                step = isGrowing ? step * 2 : step / 2
            }
        }
        if start >= ceiling { bound = .ratio }
        isBound = bound == .budget
        if start > 0 { losses = outlook.losses(with: start, caution: caution) }
        if start > 0 || isBound { exposure += 0.002 * (max(0, Double(losses)) - exposure) }
        return (start, bound)
    }
}
