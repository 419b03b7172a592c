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
    private(set) var ahead: PacingCase
    private var small = SmallOutlook()

    private var hold: Double
    /// The answer rate the tables were made with.
    private var rate = AnswerRate.prior
    /// What it, or the share of ended calls, was then.
    private var seen = AnswerRate.prior
    private var freedFromTalk = SIMD8<Float>.zero
    private var freedFromWrapUp = SIMD8<Float>.zero
    /// Calls that have ended since the tables were made.
    private var news = 1_000
    /// How many may end before the tables are made anew: few at first.
    private var patience = 8
    private var learned = Instant.never
    private var looked = Instant.never
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
    private var departures = Departures()
    /// The highest answer rate of the window that began then, and how many times today's it is, if that
    /// is more than ``noJump``.
    private var highest = 0.0
    private var highestSince = Instant.never
    private var alarm: Float = 1

    /// Rates that differ by less have not jumped.
    static let noJump = 1.5

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
    }

    public var keepsRule: Bool { target.isGuarded }

    public mutating func adopt(_ terms: PacingTerms, at now: Instant) {
        budget.adopt(terms, cap: target.abandonment)
        hold = terms.hold.seconds
        news = 1_000
        // What others have counted, or an earlier run.
        if budget.answered > 0 { setPrice(answers: 0) }
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .dialled:
            if calls.advance(to: now) { calls.weigh(law: ringLaw) }
            let row = target.usesRingAges ? ringLaw.fresh : ringLaw.answered[0]
            calls.add(row, ever: ringLaw.posterior[0])
        case .person(let after):
            calls.remove(after: after, at: now, law: ringLaw)
            answerRate.add(true, pending: calls.count)
            ringLaw.noteAnswer(after: after)
            news += 1
        case .nobody(let after):
            calls.remove(after: after, at: now, law: ringLaw)
            answerRate.add(false, pending: calls.count)
            ringLaw.noteEnd(after: after)
            news += 1
        case .lost(let after): calls.remove(after: after, at: now, law: ringLaw)
        case .talkBegan: stages.begin(at: now)
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
        ahead.viability = budget.allowance(yield: yield, at: now, caution: 2 + target.margin)
        if !target.isGuarded { ahead.viability.lift() }
        ahead.alarm = ahead.viability.fearsJump ? alarm : 1
        if !ahead.viability.isOneToOne || ahead.departed > 0 { look(floor) }
        let choice = ahead.decide(&small)
        isBound = choice.isGuarded
        if let losses = choice.losses { exposure += 0.002 * (max(0, Double(losses)) - exposure) }
        let letGo = ahead.departed > 0 ? lettingGo(besides: choice.start) : 0
        return Pace(start: choice.start, bound: choice.bound, again: .seconds(1), letGo: letGo)
    }

    public func reasons(for start: Int) -> PacingReasons? {
        PacingReasons(
            situation: ahead,
            candidates: ahead.viability.isOneToOne ? [] : ahead.candidates(upTo: start),
            answered: budget.answered, abandoned: budget.abandoned, earned: budget.earned,
            answerRate: answerRate.value, answerRateError: answerRate.standardError,
            secondsToAnswer: ringLaw.meanAnswer, talkSeconds: handleTimes.talk,
            wrapUpSeconds: handleTimes.wrapUp,
            lookAheadSeconds: Double(RingLaw.slots) * ringLaw.width)
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
            handleTimes.spend(
                min(Self.unwatched, now - looked).seconds, talking: talking, closing: closing,
                wrapUp: wrapUp)
        }
        looked = now
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
                at: now, agents: floor.staffed, rate: answerRate.value, ring: ringLaw.meanEnd,
                handle: handleTimes.handle)
        }
    }

    /// Makes the tables anew.
    private mutating func learn(_ floor: Floor, at now: Instant) {
        news = 0
        learned = now
        patience = min(192, patience + 2)
        let share = answerRate.value(
            pending: Double(calls.count), expected: Double(calls.expected))
        rate = min(0.998, share + Self.pessimism * answerRate.standardError)
        // Calls in flight may explain more answers among those that have ended.
        seen = max(rate, answerRate.value)
        ringLaw.weigh(share: answerRate.value) { calls.count(ofAge: $0) }
        ringLaw.rebuild(rate: rate, horizon: horizon, usesAges: target.usesRingAges)
        calls.weigh(law: ringLaw)
        stages.learn(handleTimes, width: ringLaw.width, hold: hold)
        if !stages.isInUse { ahead.timed = nil }
        for slot in 0..<RingLaw.slots {
            let seconds = (Double(slot) + 0.5) * ringLaw.width + hold
            freedFromTalk[slot] = Float(stages.freedFromTalk(handleTimes, within: seconds))
            freedFromWrapUp[slot] = Float(handleTimes.freedFromWrapUp(within: seconds))
        }
        noteHighest()
        price.expect(rate: answerRate.value, isSmall: floor.staffed <= PacingCase.smallTeam)
        let error = answerRate.standardError / answerRate.value
        ahead.outlook.fresh = ringLaw.fresh
        ahead.outlook.shares = ringLaw.shares
        ahead.outlook.doubt = Float(error * error)
    }

    /// Keeps the highest answer rate of the window: near its end the guard fears that it may come back.
    private mutating func noteHighest() {
        if highestSince != budget.windowBegan {
            highestSince = budget.windowBegan
            highest = 0
        }
        let (value, error) = (answerRate.value, answerRate.standardError)
        if error < 0.1 * value { highest = max(highest, value - error) }
        let times = highest / value
        alarm = times > Self.noJump ? Float(min(4, times)) : 1
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
        let talkers = Float(max(0, floor.talking - stages.count))
        let wrappers = Float(floor.wrapUp)
        ahead.outlook.capacity =
            Float(floor.idle - floor.holding) + talkers * freedFromTalk
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
        ahead.outlook.capacity -= idle + talkers * freedFromTalk + wrappers * freedFromWrapUp
        let variance =
            talkers * freedFromTalk * (1 - freedFromTalk)
            + wrappers * freedFromWrapUp * (1 - freedFromWrapUp)
        ahead.outlook.capacityVariance =
            larger(ahead.outlook.capacityVariance - variance, .zero)
        ahead.outlook.exposed += idle
    }
}
