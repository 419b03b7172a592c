/// What an automatic call says and asks: a graph of nodes, begun at the first.
///
///     play ─▶ gather ─1▶ record … ─▶ transfer ─▶ (agent)
///                  └─2▶ hang up
public struct Flow: Hashable, Sendable {
    /// At least one; ``Next/node(_:)`` is a place in it.
    public var nodes: [Node]

    public init(nodes: [Node]) { self.nodes = nodes }

    public struct Node: Hashable, Sendable {
        public var name: String
        public var action: Action
        public init(name: String, action: Action) {
            self.name = name
            self.action = action
        }
    }

    public enum Action: Hashable, Sendable {
        case play(Prompt, next: Next)
        /// Plays and waits for a key: a branch for each key that has one.
        case gather(Prompt, within: Duration, branches: [Branch], otherwise: Next)
        /// Plays and keeps the key that is pressed as the answer to this node.
        case record(Prompt, within: Duration, next: Next, unanswered: Next)
        /// To an agent of the group; `unavailable` when none is free within the time.
        case transfer(GroupID, within: Duration, unavailable: Next)
        case hangUp(Outcome)
    }

    public struct Branch: Hashable, Sendable {
        public var key: Key
        public var next: Next
        public init(key: Key, next: Next) {
            self.key = key
            self.next = next
        }
    }

    /// Where a flow goes on.
    public enum Next: Hashable, Sendable {
        case node(UInt16)
        /// Hang up; the outcome is ``Outcome/Connected/completed``.
        case end
    }

    /// Whether any node hands calls to agents.
    public var transfers: Bool {
        nodes.contains { if case .transfer = $0.action { true } else { false } }
    }
}
