import DialModel

/// A message to an answering machine: played in ``CallAttempt/Phase/notice``, once the machine's
/// greeting has had its time. Until it has been played to its end the outcome is that of a machine.
extension CallAttempt {
    /// A machine is there, which is to get a message.
    @inline(never)
    mutating func awaitMessage(at now: Instant, rules: CallRules) -> Step {
        phase = .notice
        setOutcome(.notConnected(.machine))
        deadline = now + (rules.message?.after ?? .zero)
        return deadline > now ? .nothing : beginMessage(at: now, rules: rules)
    }

    @inline(never)
    mutating func beginMessage(at now: Instant, rules: CallRules) -> Step {
        turns = 1
        deadline = now + (rules.message?.prompt.length ?? .zero) + rules.limits.release
        return .message
    }

    /// The message has been played, or its time is over.
    @inline(never)
    mutating func messageIsLeft() {
        if turns > 0 { setOutcome(.notConnected(.messageLeft)) }
    }
}

extension Dialer {
    /// Plays the message to the machine on the line.
    @inline(never)
    mutating func leaveMessage(on line: Int32) {
        guard let message = plan.message else { return }
        effects.commands.add(.play(id(line), message.prompt, turn: lines[line].turns))
    }
}
