import DialModel

/// What the dialer wants done, in the order of the lists and within each in its own order.
///
/// A driver writes the records first; only when they are on disk does it carry out the commands
/// that place calls. It may send cues and all other commands at once.
public struct Effects: Sendable {
    public var records = EffectList<Record>()
    public var commands = EffectList<TrunkCommand>()
    public var cues = EffectList<DeskCue>()
    /// Leads to fetch; 0: none. Answered by ``Input/leads(_:)``, once.
    public var leadsWanted = 0

    public init() {}

    @inlinable @inline(__always)
    public var isEmpty: Bool {
        records.count | commands.count | cues.count | leadsWanted == 0
    }

    /// Makes the lists this value's own, if copies of them have been made since.
    @inlinable
    package mutating func unshareIfShared() {
        records.unshareIfShared()
        commands.unshareIfShared()
        cues.unshareIfShared()
    }

    /// ``clear()``, for a holder that has unshared the lists.
    @inlinable @inline(__always)
    package mutating func clearAlone() {
        records.clearAlone()
        commands.clearAlone()
        cues.clearAlone()
        leadsWanted = 0
    }

    /// Forgets what was done and keeps the room for more.
    @inlinable
    public mutating func clear() {
        records.clear()
        commands.clear()
        cues.clear()
        leadsWanted = 0
    }
}

/// What a driver brings to the dialer.
public enum Input: Sendable {
    case trunk(TrunkEvent)
    case desk(DeskEvent)
    case command(OperatorCommand)
    case instruction(Instruction)
    /// The leads that were wanted.
    case leads(LeadBatch)
    /// How the campaign's cases stand, and who is to be called for them.
    case cases(CaseOrders)
    /// Time has passed; what is due is done.
    case deadline
}
