/// A call that somebody wants made at once, whatever the lead's turn: dialled by hand, or for an agent.
/// It passes the gate like every other.
public struct CallByHand: Hashable, Sendable {
    /// One of the lead's numbers; it is the one dialled.
    public var number: PhoneNumber
    /// Who is to talk; nil: whoever is free.
    public var agent: AgentID?

    public init(_ number: PhoneNumber, agent: AgentID? = nil) {
        self.number = number
        self.agent = agent
    }

    public var text: String {
        "call by hand: \(number)" + (agent.map { ", agent \($0.raw)" } ?? "")
    }

    /// What has come of the wish for it.
    public enum Answer: Hashable, Sendable {
        /// Dialled as this attempt.
        case dialled(AttemptID)
        /// The gate does not let it pass.
        case refused(Refusal)
        /// No lead of the campaign has the number, or it is not called any more.
        case unknownNumber
        /// The lead is not called any more.
        case closed
        /// The lead is shown to an agent, called, talked to or wrapped up just now.
        case inHand
        /// The campaign is at its end.
        case over
        /// Nobody who might talk was free in time.
        case nobodyFree

        public var text: String {
            switch self {
            case .dialled(let attempt): "attempt \(attempt.raw)"
            case .refused(let reason): "refused: \(reason.name)"
            case .unknownNumber: "no lead that may be called has this number"
            case .closed: "its lead is closed"
            case .inHand: "its lead is in an agent's hands already"
            case .over: "the campaign is at its end"
            case .nobodyFree: "no agent was free in time"
            }
        }
    }
}

/// What a lead source answers to a wish for a call by hand.
public struct LeadByHand: Hashable, Sendable {
    public var call: CallByHand
    public var found: Found

    public enum Found: Hashable, Sendable {
        /// With the number that is wanted, and where the lead stands: fresh, due or promised a call. It
        /// counts as handed over.
        case lead(DueLead, LeadState)
        case not(CallByHand.Answer)
    }

    public init(_ call: CallByHand, _ found: Found) {
        self.call = call
        self.found = found
    }
}
