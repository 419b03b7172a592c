import DialModel

/// ``RetryRules``, by outcome code, so that the end of a call costs no hashing.
struct RetryTable: Sendable {
    private let attempts: UInt16
    /// By code: nanoseconds to wait, -1: never again.
    private var waits = Rows<Int64>(repeating: -1, count: 256)

    init(_ rules: RetryRules) {
        attempts = rules.attempts
        for (outcome, wait) in rules.after { waits[Int(outcome.code)] = wait.nanoseconds }
    }

    /// As ``RetryRules/next(after:ordinal:at:)``.
    @inline(__always)
    func next(after outcome: Outcome, ordinal: UInt16, at now: Instant) -> LeadState {
        next(after: outcome.code, ordinal: ordinal, at: now)
    }

    /// - Parameter code: of an outcome.
    @inline(__always)
    func next(after code: UInt8, ordinal: UInt16, at now: Instant) -> LeadState {
        if ordinal >= attempts { return .closed }
        let wait = waits[Int(code)]
        if wait < 0 { return .closed }
        return .due(now + Duration(nanoseconds: wait))
    }
}
