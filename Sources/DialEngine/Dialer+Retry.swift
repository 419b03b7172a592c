import DialEstimation
import DialModel

/// What becomes of a lead where its rule is no fixed wait, or where calls' ends are learned from.
extension Dialer {
    /// After a call whom no agent has talked in.
    @inline(__always)
    mutating func nextState(after code: UInt8, of line: Int32, at now: Instant) -> LeadState {
        let ordinal = lines.row(line).pointee.ordinal
        return retry.next(after: code, ordinal: ordinal, at: now)
            ?? nextApart(after: code, of: line, at: now)
    }

    @inline(never)
    private mutating func nextApart(
        after code: UInt8, of line: Int32, at now: Instant
    ) -> LeadState {
        let call = lines[line]
        let lead = DueLead(
            id: call.lead, number: call.number, attempts: call.ordinal &- 1, segment: call.segment,
            zone: call.zone)
        return next(
            after: code, of: lead, dialled: call.startedAt, reached: call.personAt != .never,
            at: now)
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
        let clock = retry.clock(of: lead.zone)
        if retry.learns, reached || HourCount.tells(code) {
            let hour = LocalHour(clock.local(at: dialled))
            bestHours.add(
                HourCount(segment: lead.segment, hour: hour, calls: 1, people: reached ? 1 : 0))
        }
        let call = RetryCase(ordinal: lead.attempts &+ 1, dialled: dialled, clock: clock)
        return retry.next(after: code, of: call, at: now) { from, to in
            bestHour(for: lead, from: from, to: to, clock: clock)
        }
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
