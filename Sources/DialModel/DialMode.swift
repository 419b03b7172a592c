/// How calls are started.
public enum DialMode: UInt8, CaseIterable, Sendable {
    /// The policy decides how many calls to start; answered people go to the agents that are free
    /// by then.
    case predictive
    /// An agent sees the lead first and says whether to dial it.
    case preview
    /// One call per idle agent, who is reserved for it.
    case progressive
    /// A flow talks to whoever answers; agents only for those it transfers.
    case automatic

    public var name: String { "\(self)" }
}
