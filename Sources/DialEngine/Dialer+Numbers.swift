import DialModel

/// Leads with several numbers.
extension Dialer {
    /// What becomes of the lead of the call on `line`, which has ended with the outcome of this code.
    @inline(__always)
    func next(after code: UInt8, of line: Int32, at now: Instant) -> LeadState {
        let call = lines.row(line)
        if call.pointee.hasOthers {
            return nextOfSeveral(after: code, ordinal: call.pointee.ordinal, at: now)
        }
        return retry.next(after: code, ordinal: call.pointee.ordinal, at: now)
    }

    /// The same of a lead that has other numbers. One that is dropped does not close it: it goes on with the
    /// next at once, if retry has no wait for that. Whoever has complained is not called at another either.
    @inline(never)
    func nextOfSeveral(after code: UInt8, ordinal: UInt16, at now: Instant) -> LeadState {
        guard let outcome = Outcome(code: code) else { return .closed }
        if isGated, plan.calling.complaints.contains(outcome) { return .closed }
        let next = retry.next(after: code, ordinal: ordinal, at: now)
        if next == .closed, ordinal < plan.retry.attempts, plan.numbers[outcome] == .drop {
            return .due(now)
        }
        return next
    }
}
