/// Which agent takes whom.
///
/// A segment's people go to the groups that its ``SegmentStrategy/groups`` name, the first that has
/// somebody idle; others help out when they have waited for ``overflow``, the reserve groups last.
public struct RoutingRules: Hashable, Sendable {
    /// Of several idle agents who may take the call.
    public enum Choice: UInt8, CaseIterable, Sendable {
        /// Who has been idle longest.
        case longestIdle
        /// Who has taken the fewest calls.
        case fewestCalls
        /// One after the other, by number.
        case roundRobin
        /// Who talked to the lead the last time, else who has been idle longest.
        case sticky
        /// Who is likeliest to succeed with people of this segment, by what has come of talks so far.
        case bestValue

        /// As it stands in files.
        public var name: String { "\(self)" }
    }

    public var choice = Choice.longestIdle
    /// How long a person waits for the groups of the segment before any other agent will do; nil: no other
    /// ever will.
    public var overflow: Duration? = .zero
    /// By ``GroupID``: groups that help out only when nobody else is idle.
    public var reserve: [Bool] = []
    /// What ``Choice/bestValue`` counts as success.
    public var success: Set<Outcome> = [.connected(.deal)]

    public init() {}

    public func isReserve(_ group: GroupID) -> Bool {
        Int(group.raw) < reserve.count && reserve[Int(group.raw)]
    }

    /// Whether whoever has been idle longest takes everybody.
    public var isPlain: Bool { choice == .longestIdle && !reserve.contains(true) }
}
