import DialModel

/// What may be abandoned in the rule's window, what has been, and what that leaves.
///
/// Of *A* people answered in the window so far *B* were abandoned; the cap is *c*. What has been
/// earned and not spent is
///
///     earned = c A − B
///
/// and the window may end within its cap as long as this is not negative in the end.
/// ``viability(yield:)`` adds what is still to be earned.
public struct AbandonmentBudget: Hashable, Sendable {
    public private(set) var cap: Double
    public private(set) var rule: AbandonmentRule
    /// When the window began, and when its work is known to be over; nil: that is not known.
    public private(set) var windowBegan: Instant
    public private(set) var workEnds: Instant?
    /// In this window.
    public private(set) var answered = 0
    public private(set) var abandoned = 0
    private var answeredBefore = 0
    private var abandonedBefore = 0

    /// - Parameter cap: of abandonment, above 0, at most 1; the rule's own cap may be larger.
    public init(cap: Double, terms: PacingTerms) {
        self.cap = min(cap, terms.rule.cap)
        rule = terms.rule
        windowBegan = terms.began
        workEnds = Self.workEnds(terms.rule, from: terms.began)
    }

    private static func workEnds(_ rule: AbandonmentRule, from began: Instant) -> Instant? {
        rule.work.map { began + $0 }
    }

    /// Goes by `terms` from now on; what has been counted in the window stays.
    public mutating func adopt(_ terms: PacingTerms, cap: Double) {
        self.cap = min(cap, terms.rule.cap)
        if terms.rule.window != rule.window || terms.began != windowBegan,
            terms.began > windowBegan
                || terms.rule.window == .run
        {
            windowBegan = terms.began
        }
        rule = terms.rule
        workEnds = Self.workEnds(rule, from: windowBegan)
    }

    /// Takes in the counts of the floor. Returns how many more were answered and abandoned; when a
    /// window ends, the next one begins with nothing earned and nothing spent.
    @inline(__always)
    public mutating func take(_ floor: Floor, at now: Instant) -> (answered: Int, abandoned: Int) {
        if case .every(let period) = rule.window, now - windowBegan >= period {
            beginWindow(period, floor, at: now)
        }
        let newAnswered = floor.answered - answeredBefore - answered
        let newAbandoned = floor.abandoned - abandonedBefore - abandoned
        answered += newAnswered
        abandoned += newAbandoned
        return (newAnswered, newAbandoned)
    }

    private mutating func beginWindow(_ period: Duration, _ floor: Floor, at now: Instant) {
        let passed = (now - windowBegan).nanoseconds / max(1, period.nanoseconds)
        windowBegan = windowBegan + Duration(nanoseconds: passed * period.nanoseconds)
        workEnds = Self.workEnds(rule, from: windowBegan)
        answeredBefore = floor.answered
        abandonedBefore = floor.abandoned
        answered = 0
        abandoned = 0
    }

    /// What has been earned and not spent, in people.
    @inline(__always)
    public var earned: Double { cap * Double(answered) - Double(abandoned) }

    /// ``earned``, with what `yield` more answers would earn.
    @inline(__always)
    public func viability(yield: Double) -> Double { earned + cap * yield }

    /// How long work in the window is known to go on, in seconds; 0 when that is not known.
    @inline(__always)
    public func secondsLeft(at now: Instant) -> Double {
        guard let workEnds else { return 0 }
        return max(0, (workEnds - now).seconds)
    }

    /// All of the window's work that is known of, in seconds.
    public var workSeconds: Double { rule.work?.seconds ?? 0 }
}
