import DialModel

/// ``RetryRules``, by outcome code, so that the end of a call costs no hashing.
struct RetryTable: Sendable {
    /// Whether calls' ends are to be learned from: then all of them come to ``next(after:of:at:best:)``.
    let learns: Bool
    private let attempts: UInt16
    /// By code: nanoseconds to wait, or one of what follows.
    private var waits = Rows<Int64>(repeating: Self.never, count: 256)
    /// Never again.
    private static let never: Int64 = -1
    /// What takes more to tell.
    private static let apart: Int64 = -2

    private let rules: RetryRules
    /// By code.
    private var varied: [RetryWait?] = []
    private let clocks: [ZoneClock]
    /// Where no other is known.
    private let clock: ZoneClock

    init(_ rules: RetryRules, clocks: [ZoneClock] = [], utcOffset: Duration = .zero) {
        self.rules = rules
        self.clocks = clocks
        clock = ZoneClock(ahead: utcOffset)
        learns = rules.usesBestHour
        // Whoever learns wants to hear of last attempts, too.
        attempts = learns ? .max : rules.attempts
        if !rules.varied.isEmpty || learns { varied = Array(repeating: nil, count: 256) }
        for (outcome, wait) in rules.after { waits[Int(outcome.code)] = wait.nanoseconds }
        for (outcome, wait) in rules.varied {
            waits[Int(outcome.code)] = Self.apart
            varied[Int(outcome.code)] = wait
        }
        guard learns else { return }
        for (outcome, wait) in rules.after {
            varied[Int(outcome.code)] = RetryWait(.same, wait: wait)
        }
        for code in 0..<waits.count { waits[code] = Self.apart }
    }

    /// As ``RetryRules/next(after:ordinal:at:)``.
    ///
    /// - Parameter code: of an outcome.
    /// - Returns: nil where it takes more to tell: ``next(after:of:at:best:)`` knows.
    @inline(__always)
    func next(after code: UInt8, ordinal: UInt16, at now: Instant) -> LeadState? {
        if ordinal >= attempts { return .closed }
        let wait = waits[Int(code)]
        if wait < 0 { return wait == Self.never ? .closed : nil }
        return .due(now + Duration(nanoseconds: wait))
    }

    /// As ``RetryRules/next(after:of:at:best:)``.
    func next(
        after code: UInt8, of call: RetryCase, at now: Instant,
        best: (Instant, Instant) -> Instant?
    ) -> LeadState {
        guard call.ordinal < rules.attempts, !varied.isEmpty, let wait = varied[Int(code)] else {
            return .closed
        }
        return wait.next(after: call, parts: rules.dayParts, at: now, best: best)
    }

    /// The clock where the lead is.
    func clock(of zone: ZoneID) -> ZoneClock {
        Int(zone.raw) < clocks.count ? clocks[Int(zone.raw)] : clock
    }
}
