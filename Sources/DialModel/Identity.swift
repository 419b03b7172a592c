/// A lead, unique in its store; from 1 in the order of import.
public struct LeadID: Hashable, Comparable, Sendable {
    public let raw: Int64
    @inlinable public init(_ raw: Int64) { self.raw = raw }
    @inlinable public static func < (a: LeadID, b: LeadID) -> Bool { a.raw < b.raw }
}

/// One call to a lead, unique in its store; from 1 in the order of dialling.
public struct AttemptID: Hashable, Comparable, Sendable {
    public let raw: Int64
    @inlinable public init(_ raw: Int64) { self.raw = raw }
    @inlinable public static func < (a: AttemptID, b: AttemptID) -> Bool { a.raw < b.raw }
}

/// An agent's place in the campaign, from 1.
public struct AgentID: Hashable, Comparable, Sendable {
    public let raw: Int32
    @inlinable public init(_ raw: Int32) { self.raw = raw }
    @inlinable public static func < (a: AgentID, b: AgentID) -> Bool { a.raw < b.raw }
}

/// A group of agents that calls are handed to, from 0 in the order of the campaign file.
public struct GroupID: Hashable, Sendable {
    public let raw: UInt8
    @inlinable public init(_ raw: UInt8) { self.raw = raw }
}

/// A segment of the list, whose people answer alike: 0 where the list has none, else from 0 in the
/// order in which the list names them.
///
/// Leads that have been dialled before answer otherwise than fresh ones: a segment's retries are a
/// segment of their own.
public struct SegmentID: Hashable, Sendable {
    /// Of fresh leads 0...127; of retries 128 more.
    public let raw: UInt8
    @inlinable public init(_ raw: UInt8) { self.raw = raw }
    /// Fresh leads, where leads are not told apart.
    @inlinable public static var whole: SegmentID { SegmentID(0) }
    /// The largest of fresh leads.
    public static let last: UInt8 = 127

    /// This segment's leads when they are dialled for the `ordinal`-th time, from 1.
    @inlinable @inline(__always)
    public func dialled(_ ordinal: UInt16) -> SegmentID {
        SegmentID(ordinal > 1 ? raw | 0x80 : raw)
    }

    /// The list's segment, of which these may be the retries.
    @inlinable @inline(__always)
    public var ofList: SegmentID { SegmentID(raw & 0x7F) }

    /// Which of the list's segments it is, 0...127.
    @inlinable @inline(__always)
    public var part: Int { Int(raw & 0x7F) }
    /// Whether its leads have been dialled before.
    @inlinable @inline(__always)
    public var isRetry: Bool { raw & 0x80 != 0 }
}

/// Which call an event speaks of: the attempt, and the line it occupies, from 0.
///
/// The line makes finding the call O(1); the attempt tells late news of an earlier call on the
/// same line from news of this one.
public struct CallID: Hashable, Sendable {
    public let attempt: AttemptID
    public let line: Int32
    @inlinable
    public init(attempt: AttemptID, line: Int32) {
        self.attempt = attempt
        self.line = line
    }
}
