/// Something that is said of a case: by the business system, by a person, or by a call.
public struct CaseEvent: Hashable, Sendable {
    /// No two events of a case share one.
    public var id: String
    /// When it was so, by the clock of whoever says it.
    public var at: Instant
    public var state: CaseState
    public var node: CaseNode
    /// When the person is to be called; only with a state that asks for it.
    public var revisit: Instant?

    public init(
        id: String, at: Instant, state: CaseState, node: CaseNode, revisit: Instant? = nil
    ) {
        self.id = id
        self.at = at
        self.state = state
        self.node = node
        self.revisit = revisit
    }
}

/// How a case has come to stand where it does.
///
/// The events of a case are taken in the order of their instants, those of one instant in the order
/// of their IDs, whenever they arrive: late and repeated news, in any order, lead to the same state.
///
///     let course = CaseCourse(of: events, under: rules)
///     course.state            // sold
///     course.verdicts         // what became of each event, in the order in which they were taken
public struct CaseCourse: Hashable, Sendable {
    public private(set) var state = CaseState.pending
    public private(set) var node = CaseNode.confirmation
    /// When the person is to be called; nil: not, or no time is known.
    public private(set) var revisit: Instant?
    public private(set) var verdicts: [Verdict] = []

    /// What became of an event.
    public struct Verdict: Hashable, Sendable {
        public var event: String
        /// The state before it.
        public var from: CaseState
        /// Why it changed nothing though it should have; nil: it was taken.
        public var refusal: String?
    }

    /// - Parameter events: in any order; of several with one ID the first in order counts.
    /// - Complexity: O(*n* log *n*).
    public init(of events: [CaseEvent], under rules: ConfirmationRules) {
        var known: Set<String> = []
        for event in events.sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) })
        where known.insert(event.id).inserted {
            let refusal = refusal(of: event, under: rules)
            verdicts.append(Verdict(event: event.id, from: state, refusal: refusal))
            if refusal == nil { take(event) }
        }
    }

    private mutating func take(_ event: CaseEvent) {
        if event.state == state, !state.isToBeCalled { return }
        state = event.state
        node = event.node
        revisit = state.isToBeCalled ? event.revisit : nil
    }

    private func refusal(of event: CaseEvent, under rules: ConfirmationRules) -> String? {
        if event.state == state || rules.allows(from: state, to: event.state) { return nil }
        if !rules.states.contains(event.state) {
            return "this campaign has no state \"\(event.state)\"; known: "
                + rules.states.map(\.name).joined(separator: ", ")
        }
        let next = rules.next(after: state).map(\.name)
        return next.isEmpty
            ? "it is \(state), which is final; \(event.state) cannot follow"
            : "it is \(state); \(event.state) cannot follow, only \(next.joined(separator: ", "))"
    }
}
