import DialModel
import DialPacing

/// What is commonest, by ways of its own: each does all that ``Dialer/step(_:_:at:)`` would do, without
/// asking what else could have come, and where it may be something else leaves it to that.
extension Dialer {
    /// Ends calls that nobody has answered in time, where nothing is written down.
    @inline(__always)
    mutating func endUnanswered(at now: Instant) {
        while true {
            let line = lineDeadlines.popFirstLane(by: now)
            if line < 0 { break }
            let call = lines.row(line)
            call.pointee.endUnmet(.notConnected(.noAnswer))
            tally.events &+= 1
            end(line, .notConnected(.noAnswer), from: .dialing, at: now)
        }
    }

    /// The call is answered; the trunk listens who is there.
    @inline(never)
    mutating func answered(_ line: Int32, at now: Instant) {
        let call = lines.row(line)
        let before = call.pointee.phase
        guard rules.screening, before == .dialing || before == .ringing else {
            return stepApart(line, .trunk(.answered), at: now)
        }
        let deadline = now + rules.limits.screening
        call.pointee.beginScreening(at: now, deadline: deadline)
        tally.events &+= 1
        tally.pickedUp &+= 1
        LineTable.count(before, by: -1, in: &floor)
        LineTable.count(.screening, by: 1, in: &floor)
        lineDeadlines.set(
            line, to: deadline, lane: Int(CallAttempt.Phase.screening.rawValue))
    }

    /// A machine has been recognised.
    @inline(never)
    mutating func heardMachine(on line: Int32, at now: Instant) {
        let call = lines.row(line)
        guard call.pointee.phase == .screening, rules.hangsUpOnMachines, !keepsRecords else {
            return stepApart(line, .trunk(.heard(.machine)), at: now)
        }
        call.pointee.endUnmet(.notConnected(.machine))
        if call.pointee.answeredAt < now { tally.events &+= 1 }
        lineDeadlines.clear(line)
        countMachine()
        end(line, .notConnected(.machine), from: .screening, at: now)
    }

    /// A person is there.
    @inline(never)
    mutating func heardPerson(on line: Int32, at now: Instant) {
        let call = lines.row(line)
        let before = call.pointee.phase
        guard before == .dialing || before == .ringing else {
            return stepApart(line, .trunk(.heard(.person)), at: now)
        }
        call.pointee.meetPerson(at: now)
        tally.events &+= 1
        tally.pickedUp &+= 1
        serve(line, from: before, at: now)
    }

    /// The agent ends the talk on the line.
    @inline(never)
    mutating func hangUp(_ line: Int32, at now: Instant) {
        let call = lines.row(line)
        guard call.pointee.phase == .talking, rules.limits.release == .zero else {
            return stepApart(line, .release(.connected(.undisposed)), at: now)
        }
        call.pointee.endTalk()
        tally.events &+= 1
        LineTable.count(.talking, by: -1, in: &floor)
        LineTable.count(.ended, by: 1, in: &floor)
        lineDeadlines.clear(line)
        endTalk(line, at: now)
        effects.commands.add(.hangUp(CallID(attempt: call.pointee.attempt, line: line)))
        free(line, refused: false, at: now)
    }

    /// The end of a call that has met nobody, and been hung up.
    @_transparent
    private mutating func end(
        _ line: Int32, _ outcome: Outcome, from before: CallAttempt.Phase, at now: Instant
    ) {
        let call = lines.row(line)
        effects.commands.add(.hangUp(CallID(attempt: call.pointee.attempt, line: line)))
        LineTable.count(before, by: -1, in: &floor)
        LineTable.count(.ended, by: 1, in: &floor)
        floorHasChanged = true
        if policyLearns { noteNobody(on: line, at: now) }
        sendBack(next(after: outcome.code, of: line, at: now))
        free(line, refused: false, at: now)
    }
}
