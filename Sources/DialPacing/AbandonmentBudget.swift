import DialModel

/// What may be abandoned in the windows of all rules, what has been, and what that leaves.
///
/// Of *A* people answered in a rule's window so far *B* were abandoned; the cap is *c*. What has been
/// earned and not spent is
///
///     earned = c A − B
///
/// less what the rule takes of the detected machines for people (``AbandonmentRule/falsePositives``).
/// The window may end within its cap as long as this is not negative in the end.
/// ``viability(yield:)`` adds what is still to be earned.
///
/// Where several rules hold, the figures are those of the *tightest*: of which the least is viable.
/// ``allowance(yield:at:caution:)`` asks all of them.
///
/// - Complexity: O(1) for one rule that counts no machines, O(rules) else; nothing is allocated.
public struct AbandonmentBudget: Sendable {
    private var tightest: RuleAccount
    private var others = InlineArray<3, RuleAccount>(repeating: RuleAccount())
    private var otherCount: Int
    /// Whether there is one rule, with a cap above 0, that counts no machines.
    private var isSimple = true
    /// When the next window of any rule begins.
    public private(set) var turns = Instant.never

    /// - Parameters:
    ///   - began: when the campaign began.
    ///   - ends: when it is known to end, and all work in its last windows with it.
    ///   - utcOffset: how far the clock on the wall is ahead of universal time.
    public init(
        _ rules: AbandonmentRules = AbandonmentRules(), began: Instant = .epoch,
        ends: Instant = .never, utcOffset: Duration = .zero
    ) {
        tightest = RuleAccount(
            rules.first, place: 0, began: began, ends: ends, utcOffset: utcOffset)
        otherCount = min(rules.others.count, AbandonmentRules.most - 1)
        for place in 0..<otherCount {
            others[place] = RuleAccount(
                rules.others[place], place: place + 1, began: began, ends: ends,
                utcOffset: utcOffset)
        }
        settle()
    }

    /// As `terms` have it, counts and all.
    ///
    /// - Parameter aim: of a policy, 0...1; the first rule's own cap may be smaller.
    public init(cap aim: Double, terms: PacingTerms) {
        self = terms.budget
        set(cap: aim) { min($0, $1) }
    }

    /// Goes by `terms` from now on, and by what they have counted.
    public mutating func adopt(_ terms: PacingTerms, cap aim: Double) {
        self = AbandonmentBudget(cap: aim, terms: terms)
    }

    /// The first rule has another cap, 0...1; what has been counted stays.
    public mutating func set(cap: Double) { set(cap: cap) { _, cap in cap } }

    private mutating func set(cap: Double, _ pick: (_ old: Double, _ new: Double) -> Double) {
        if tightest.place == 0 { tightest.set(cap: pick(tightest.cap, cap)) }
        for place in 0..<otherCount where others[place].place == 0 {
            others[place].set(cap: pick(others[place].cap, cap))
        }
        settle()
    }

    private mutating func settle() {
        isSimple = otherCount == 0 && tightest.isSimple
        turns = tightest.ends
        for place in 0..<otherCount { turns = min(turns, others[place].ends) }
    }

    /// Takes in the counts of the floor. Returns how many more were answered and abandoned; when a
    /// window ends, the next one begins with nothing earned and nothing spent.
    ///
    /// A clock that goes back changes nothing: a window that has begun goes on.
    @inline(__always)
    public mutating func take(_ floor: Floor, at now: Instant) -> (answered: Int, abandoned: Int) {
        if now >= turns { turn(floor, at: now) }
        let new = tightest.take(floor)
        if !isSimple { takeFurther(floor) }
        return new
    }

    /// Begins the windows that are to begin by now (see ``turns``), for who does not
    /// ``take(_:at:)`` all counts.
    @inline(never)
    public mutating func turn(_ floor: Floor, at now: Instant) {
        if now >= tightest.ends { tightest.turn(floor, at: now) }
        for place in 0..<otherCount where now >= others[place].ends {
            others[place].turn(floor, at: now)
        }
        settle()
    }

    @inline(never)
    private mutating func takeFurther(_ floor: Floor) {
        tightest.takeMachines(floor)
        for place in 0..<otherCount {
            _ = others[place].take(floor)
            others[place].takeMachines(floor)
        }
        chooseTightest()
    }

    private mutating func chooseTightest() {
        var least = tightest.viability(yield: tightest.yield)
        for place in 0..<otherCount {
            let viability = others[place].viability(yield: others[place].yield)
            if viability < least {
                least = viability
                let other = others[place]
                others[place] = tightest
                tightest = other
            }
        }
    }

    /// Notes how people answer and agents work, for what may be counted on from the rest of each
    /// window.
    ///
    /// - Parameters: as of ``ViabilityGuard/yield(seconds:agents:rate:ring:handle:)``.
    /// - Returns: answers in the rest of the tightest rule's window.
    public mutating func expect(
        at now: Instant, agents: Int, rate: Double, ring: Double, handle: Double
    ) -> Double {
        func yield(_ seconds: Double) -> Double {
            ViabilityGuard.yield(
                seconds: seconds, agents: agents, rate: rate, ring: ring, handle: handle)
        }
        let least = yield(tightest.secondsLeft(at: now))
        if isSimple { return least }
        tightest.yield = least
        for place in 0..<otherCount {
            others[place].yield = yield(others[place].secondsLeft(at: now))
        }
        chooseTightest()
        return tightest.yield
    }

    /// What every rule leaves to be lost: the least of all, read as cautiously as any asks for.
    ///
    /// - Parameters:
    ///   - yield: answers that may be counted on in the rest of the tightest rule's window.
    ///   - caution: standard deviations, in the greater part of a window.
    // Mutating, though it changes nothing: else the budget would be copied for the call.
    @inline(__always)
    public mutating func allowance(yield: Double, at now: Instant, caution: Double)
        -> ViabilityGuard
    {
        if !isSimple { return strictest(at: now, caution: caution) }
        return ViabilityGuard(
            viability: viability(yield: yield), secondsLeft: secondsLeft(at: now),
            work: workSeconds, caution: caution)
    }

    @inline(never)
    private mutating func strictest(at now: Instant, caution: Double) -> ViabilityGuard {
        func allowed(_ account: RuleAccount) -> ViabilityGuard {
            var allowed = ViabilityGuard(
                viability: account.viability(yield: account.yield),
                secondsLeft: account.secondsLeft(at: now), work: account.workSeconds,
                caution: caution)
            if account.cap == 0 { allowed.isOneToOne = true }
            return allowed
        }
        var all = allowed(tightest)
        for place in 0..<otherCount { all.tighten(to: allowed(others[place])) }
        return all
    }

    /// What the rule that has earned least has earned and not spent, in people.
    public var leastEarned: Double {
        var least = tightest.earned
        for place in 0..<otherCount { least = min(least, others[place].earned) }
        return least
    }
}

// MARK: Of the tightest rule

extension AbandonmentBudget {
    /// What one more answer earns, in people: the rule's cap or the policy's lower aim, less what the
    /// machines that come with an answer cost; ≥ 0.
    @inline(__always)
    public var cap: Double { max(0, tightest.worth) }

    /// When the window began, and when its work is known to be over; nil: that is not known.
    public var windowBegan: Instant { tightest.began }
    public var workEnds: Instant? { tightest.workEnds }
    /// In this window.
    public var answered: Int { tightest.answered }
    public var abandoned: Int { tightest.abandoned }

    /// What has been earned and not spent, in people.
    @inline(__always)
    public var earned: Double { tightest.earned }

    /// ``earned``, with what `yield` more answers would earn.
    @inline(__always)
    public func viability(yield: Double) -> Double { tightest.viability(yield: yield) }

    /// How long work in the window is known to go on, in seconds; 0 when that is not known.
    @inline(__always)
    public func secondsLeft(at now: Instant) -> Double { tightest.secondsLeft(at: now) }

    /// All of the window's work that is known of, in seconds.
    public var workSeconds: Double { tightest.workSeconds }
}
