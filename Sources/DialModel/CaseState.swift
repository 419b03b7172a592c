/// How a deal stands after the call that made it: the second and third outcome nodes.
///
/// The second is what the business system says of it, the third what a further call, the revisit, has
/// brought. A campaign adds states of its own; a state is its name.
public struct CaseState: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public var description: String { name }

    /// Sent to the business system, or to be sent, and not answered.
    public static let pending = CaseState("pending")
    public static let sold = CaseState("sold")
    public static let cancelled = CaseState("cancelled")
    /// To be called again, at a time that the business system gives.
    public static let scheduled = CaseState("revisit scheduled")
    /// By a revisit: to be called once more.
    public static let rescheduled = CaseState("rescheduled")
    /// By a revisit: anything may come of it later.
    public static let onHold = CaseState("on hold")

    /// Those that every campaign has, in the order in which they are shown.
    public static let builtIn = [pending, sold, cancelled, scheduled, rescheduled, onHold]

    /// Whether nothing more is waited for.
    public var isSettled: Bool { self == .sold || self == .cancelled }
    /// Whether a further call is to be made.
    public var isToBeCalled: Bool { self == .scheduled || self == .rescheduled }
}

/// Who has the word in a case, by the number of its outcome node.
public enum CaseNode: UInt8, CaseIterable, Sendable {
    /// The business system, or a person in its place.
    case confirmation = 2
    /// A further call.
    case revisit = 3

    public var name: String { self == .confirmation ? "confirmation" : "revisit" }
}

/// A deal that is followed to its end, unique in its store; from 1 in the order of opening.
public struct CaseID: Hashable, Comparable, Sendable {
    public let raw: Int64
    public init(_ raw: Int64) { self.raw = raw }
    public static func < (a: CaseID, b: CaseID) -> Bool { a.raw < b.raw }
}
