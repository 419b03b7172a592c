import DialModel

/// What the dialer wants done, in the order of the lists and within each in its own order.
///
/// A driver writes the records first; only when they are on disk does it carry out the commands
/// that place calls. It may send cues and all other commands at once.
public struct Effects: Sendable {
    public var records: [Record] = []
    public var commands: [TrunkCommand] = []
    public var cues: [DeskCue] = []
    /// Leads to fetch; 0: none. Answered by ``Input/leads(_:)``, once.
    public var leadsWanted = 0

    public init() {}

    public var isEmpty: Bool {
        records.isEmpty && commands.isEmpty && cues.isEmpty && leadsWanted == 0
    }

    /// Forgets what was done and keeps the room for more.
    public mutating func clear() {
        if !records.isEmpty { records.removeAll(keepingCapacity: true) }
        if !commands.isEmpty { commands.removeAll(keepingCapacity: true) }
        if !cues.isEmpty { cues.removeAll(keepingCapacity: true) }
        leadsWanted = 0
    }
}

/// What a driver brings to the dialer.
public enum Input: Sendable {
    case trunk(TrunkEvent)
    case desk(DeskEvent)
    case command(OperatorCommand)
    /// The leads that were wanted.
    case leads(LeadBatch)
    /// Time has passed; what is due is done.
    case deadline
}
