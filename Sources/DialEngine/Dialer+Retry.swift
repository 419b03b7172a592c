import DialEstimation
import DialModel

/// What becomes of a lead where its rule is no fixed wait, or where calls' ends are learned from.
extension Dialer {
    /// After a call whom no agent has talked in.
    @inline(__always)
    mutating func nextState(after code: UInt8, of line: Int32, at now: Instant) -> LeadState {
        let call = lines.row(line)
        if !call.pointee.isPlain || isSequenced {
            return nextPlanned(after: code, of: line, at: now)
        }
        return retry.next(after: code, ordinal: call.pointee.ordinal, at: now)
            ?? nextApart(after: code, of: line, at: now)
    }

    // MARK: Several numbers, several calls

    @inline(never)
    private mutating func nextPlanned(
        after code: UInt8, of line: Int32, at now: Instant
    ) -> LeadState {
        let call = lines[line]
        return nextPlanned(
            after: code, of: call.dialledLead, dialled: call.startedAt,
            reached: call.personAt != .never, at: now)
    }

    @inline(never)
    mutating func nextPlanned(
        after outcome: Outcome, of agent: Int32, at now: Instant
    ) -> LeadState {
        nextPlanned(
            after: outcome.code, of: agents[agent].lead, dialled: agents[agent].dialledAt,
            reached: true, at: now)
    }

    /// What becomes of a lead that has several numbers, or whose campaign plans several calls.
    ///
    /// A number that is dropped does not close the lead: it goes on with the next at once, if retry has no
    /// wait for that. Whoever has complained is not called at another, or for another call, either.
    private mutating func nextPlanned(
        after code: UInt8, of lead: DueLead, dialled: Instant, reached: Bool, at now: Instant
    ) -> LeadState {
        plannedStep = nil
        guard let outcome = Outcome(code: code) else { return .closed }
        if isGated, plan.calling.complaints.contains(outcome) {
            learnHour(code, of: lead, dialled: dialled, reached: reached)
            return .closed
        }
        if let next = plan.sequence.next(after: outcome, of: lead.step) {
            learnHour(code, of: lead, dialled: dialled, reached: reached)
            plannedStep = next.step
            return .due(now + next.delay)
        }
        var lead = lead
        lead.attempts &-= UInt16(lead.earlier)
        let ordinal = lead.attempts &+ 1
        let next =
            retry.next(after: code, ordinal: ordinal, at: now)
            ?? self.next(after: code, of: lead, dialled: dialled, reached: reached, at: now)
        if next == .closed, lead.hasOthers, ordinal < plan.retry.attempts,
            plan.numbers[outcome] == .drop
        {
            return .due(now)
        }
        return next
    }

    // MARK: Waits that take more to tell

    @inline(never)
    private mutating func nextApart(
        after code: UInt8, of line: Int32, at now: Instant
    ) -> LeadState {
        let call = lines[line]
        return next(
            after: code, of: call.dialledLead, dialled: call.startedAt,
            reached: call.personAt != .never, at: now)
    }

    /// After a talk, whatever the agent said of it.
    @inline(never)
    mutating func nextApart(
        after outcome: Outcome, of agent: Int32, at now: Instant
    ) -> LeadState {
        next(
            after: outcome.code, of: agents[agent].lead, dialled: agents[agent].dialledAt,
            reached: true, at: now)
    }

    /// - Parameter lead: as it was before the call.
    private mutating func next(
        after code: UInt8, of lead: DueLead, dialled: Instant, reached: Bool, at now: Instant
    ) -> LeadState {
        learnHour(code, of: lead, dialled: dialled, reached: reached)
        let clock = retry.clock(of: lead.zone)
        let call = RetryCase(ordinal: lead.attempts &+ 1, dialled: dialled, clock: clock)
        return retry.next(after: code, of: call, at: now) { from, to in
            bestHour(for: lead, from: from, to: to, clock: clock)
        }
    }

    private mutating func learnHour(
        _ code: UInt8, of lead: DueLead, dialled: Instant, reached: Bool
    ) {
        guard retry.learns, reached || HourCount.tells(code) else { return }
        let hour = LocalHour(retry.clock(of: lead.zone).local(at: dialled))
        bestHours.add(
            HourCount(segment: lead.segment, hour: hour, calls: 1, people: reached ? 1 : 0))
    }

    /// Not after the campaign's end, if it has one.
    private func bestHour(
        for lead: DueLead, from: Instant, to: Instant, clock: ZoneClock
    ) -> Instant? {
        let hours = plan.calling.hours
        let zone = Int(lead.zone.raw)
        let times = hours.isEmpty ? nil : zone < hours.count ? hours[zone] : CallingTimes([])
        let end = plan.duration.map { started + $0 } ?? .never
        return bestHours.best(
            for: lead.segment, from: from, to: min(to, end), clock: clock,
            lot: UInt64(bitPattern: lead.id.raw) << 18 | UInt64(lead.attempts) << 8, within: times)
    }
}
