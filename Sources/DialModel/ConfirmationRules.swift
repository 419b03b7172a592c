/// Which deals a campaign follows to their end, and how.
public struct ConfirmationRules: Hashable, Sendable {
    /// Outcomes of a call that open a case.
    public var after: Set<Outcome> = []
    /// The campaign's own states of a confirmation.
    public var confirmed: [CaseState] = []
    /// The campaign's own states of a revisit.
    public var revisited: [CaseState] = []
    /// What may follow a state beyond the usual.
    public var further: [CaseState: Set<CaseState>] = [:]
    /// What the outcome of a revisit means; one that is not here changes nothing.
    public var revisit: [Outcome: CaseState] = ConfirmationRules.usualRevisit
    /// How long the campaign waits for answers when nothing else is left.
    public var keepOpen = Duration.zero

    public init() {}

    public static let usualRevisit: [Outcome: CaseState] = [
        .connected(.deal): .sold, .connected(.refused): .cancelled,
        .connected(.followUp): .rescheduled, .connected(.interested): .onHold,
    ]

    /// Every state a case can be in, in the order in which they are shown.
    public var states: [CaseState] { CaseState.builtIn + confirmed + revisited }

    /// The state called `name`; nil: there is none.
    public func state(_ name: String) -> CaseState? { states.first { $0.name == name } }

    /// What may follow `state`.
    ///
    /// | after | may come |
    /// |---|---|
    /// | pending, or one of the campaign's own confirmations | sold, cancelled, revisit scheduled, another own confirmation |
    /// | revisit scheduled, rescheduled | the same, rescheduled, on hold, an own revisit |
    /// | on hold, an own revisit | the same as after revisit scheduled |
    /// | sold, cancelled | nothing |
    ///
    /// And whatever the campaign's ``further`` says.
    public func next(after state: CaseState) -> [CaseState] {
        let extra = further[state] ?? []
        return states.filter { extra.contains($0) || isUsual(from: state, to: $0) }
    }

    public func allows(from state: CaseState, to next: CaseState) -> Bool {
        states.contains(next)
            && (further[state]?.contains(next) == true || isUsual(from: state, to: next))
    }

    private func isUsual(from state: CaseState, to next: CaseState) -> Bool {
        if state.isSettled || next == .pending || state == next { return false }
        if next.isSettled || next == .scheduled || confirmed.contains(next) { return true }
        return state != .pending && !confirmed.contains(state)
    }
}
