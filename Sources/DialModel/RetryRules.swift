/// When a lead is dialled again.
public struct RetryRules: Hashable, Sendable {
    /// Most attempts to one lead, 1...1000.
    public var attempts: UInt16 = 3
    /// How long to wait after each outcome; an outcome that is neither here nor in ``varied`` is the
    /// lead's last.
    public var after: [Outcome: Duration]
    /// Outcomes after which the wait is not always the same; for them nothing stands in ``after``.
    public var varied: [Outcome: RetryWait] = [:]
    /// The parts of a day of which another one is waited for, in order, none meeting the next.
    public var dayParts = DayPart.usual

    /// The usual: busy soon, no answer in hours, a vacant number never, an abandoned person not
    /// within 72 hours (the United Kingdom's rule of 2010, the strictest of its kind).
    public init() {
        after = [
            .notConnected(.noAnswer): .hours(2),
            .notConnected(.busy): .minutes(15),
            .notConnected(.poweredOff): .hours(4),
            .notConnected(.outOfArea): .hours(4),
            .notConnected(.rejected): .hours(24),
            .notConnected(.congestion): .minutes(5),
            .notConnected(.machine): .hours(3),
            .notConnected(.messageLeft): .hours(3),
            .notConnected(.failed): .minutes(30),
            .notConnected(.unknown): .minutes(30),
            .connected(.abandoned): .hours(72),
        ]
    }

    /// Whether some rule waits for the hour at which people answer most.
    public var usesBestHour: Bool {
        varied.values.contains { if case .best = $0.kind { true } else { false } }
    }

    /// Whether some rule goes by the clock where the lead is.
    public var usesClocks: Bool {
        varied.values.contains {
            switch $0.kind {
            case .same, .growing: false
            case .nextDayPart, .best: true
            }
        }
    }

    /// What becomes of a lead after its attempt number `ordinal` ended at `now`, where nothing is known
    /// of its clocks: they are taken to show universal time.
    public func next(after outcome: Outcome, ordinal: UInt16, at now: Instant) -> LeadState {
        let call = RetryCase(ordinal: ordinal, dialled: now, clock: ZoneClock(ahead: .zero))
        return next(after: outcome, of: call, at: now)
    }

    /// What becomes of a lead after an attempt that ended at `now`.
    ///
    /// - Parameter best: the best instant to call from one on until another, both included; nil: none is
    ///   known, and it is due as soon as it may be.
    public func next(
        after outcome: Outcome, of call: RetryCase, at now: Instant,
        best: (Instant, Instant) -> Instant? = { _, _ in nil }
    ) -> LeadState {
        guard call.ordinal < attempts else { return .closed }
        if let wait = varied[outcome] {
            return wait.next(after: call, parts: dayParts, at: now, best: best)
        }
        return after[outcome].map { .due(now + $0) } ?? .closed
    }
}

/// A call that is over, as retry rules look at it.
public struct RetryCase: Sendable {
    /// Which attempt to its lead it was, from 1.
    public var ordinal: UInt16
    /// When it began.
    public var dialled: Instant
    /// Of the place where the lead is.
    public var clock: ZoneClock

    public init(ordinal: UInt16, dialled: Instant, clock: ZoneClock) {
        self.ordinal = ordinal
        self.dialled = dialled
        self.clock = clock
    }
}

/// A wait before the next attempt that is not always the same, or that not all attempts have.
public struct RetryWait: Hashable, Sendable {
    /// At least so long after the end of the attempt.
    public var wait: Duration
    public var kind: Kind
    /// After this outcome the lead is dialled again only while its attempts so far are fewer; nil: as
    /// ``RetryRules/attempts`` has it.
    public var attempts: UInt16?

    public enum Kind: Hashable, Sendable {
        /// ``RetryWait/wait``.
        case same
        /// ``RetryWait/wait``, times `factor` (1 or more) for each attempt beyond the first, `upTo` at
        /// most.
        case growing(factor: Double, upTo: Duration)
        /// Until another of the day's parts begins than the one in which the lead was called.
        case nextDayPart
        /// Until the hour at which people answer most, `within` after the attempt at most.
        case best(within: Duration)
    }

    public init(_ kind: Kind, wait: Duration = .zero, attempts: UInt16? = nil) {
        self.kind = kind
        self.wait = wait
        self.attempts = attempts
    }

    /// As ``RetryRules/next(after:of:at:best:)``, of which this is one row. No allocation.
    public func next(
        after call: RetryCase, parts: [DayPart], at now: Instant,
        best: (Instant, Instant) -> Instant?
    ) -> LeadState {
        if let attempts, call.ordinal >= attempts { return .closed }
        let from = now + wait
        switch kind {
        case .same: return .due(from)
        case .growing(let factor, let most):
            return .due(now + grown(by: factor, upTo: most, call.ordinal))
        case .nextDayPart: return .due(parts.next(after: call, from: from))
        case .best(let within):
            let to = now + within
            return .due(best(from, to).map { min(max(from, $0), to) } ?? from)
        }
    }

    private func grown(by factor: Double, upTo most: Duration, _ ordinal: UInt16) -> Duration {
        var seconds = wait.seconds
        for _ in 1..<max(1, ordinal) {
            seconds *= factor
            if seconds >= most.seconds { return most }
        }
        return min(most, Duration(drawn: seconds))
    }
}

/// A part of the day, by the clock where the lead is.
public struct DayPart: Hashable, Sendable {
    public var name: String
    /// Since midnight, 0 to 24 h; `from` is less than `to`, which is not in it.
    public var from: Duration
    public var to: Duration

    public init(_ name: String, from: Duration, to: Duration) {
        self.name = name
        self.from = from
        self.to = to
    }

    public static let usual = [
        DayPart("morning", from: .hours(9), to: .hours(12)),
        DayPart("afternoon", from: .hours(12), to: .hours(17)),
        DayPart("evening", from: .hours(17), to: .minutes(20 * 60 + 30)),
    ]

    public func contains(_ timeOfDay: Duration) -> Bool { from <= timeOfDay && timeOfDay < to }
}

extension [DayPart] {
    /// The first instant from `from` on at which a part begins that the call did not begin in; where
    /// there is but one, at which that begins.
    ///
    /// Where the clocks show its beginning twice it is the first time, and where they skip it, when they
    /// do.
    func next(after call: RetryCase, from: Instant) -> Instant {
        let dialled = call.clock.timeOfDay(at: call.dialled)
        let mine = count == 1 ? nil : firstIndex { $0.contains(dialled) }
        var midnight = ZoneClock.midnight(before: call.clock.local(at: from))
        // The day at hand, the next, and one more for clocks that are changed.
        for _ in 0..<3 {
            for place in indices where place != mine {
                let begins = call.clock.first(showing: midnight + self[place].from)
                if begins >= from { return begins }
            }
            midnight = midnight + .days(1)
        }
        return from
    }
}
