import DialModel

/// Carries calls: a simulated one, a tone rig, a telephone network.
///
/// Commands are sent in order and never wait for the network; what comes of them arrives as
/// ``events``. A trunk may lose, repeat or delay events; the engine copes. Whoever makes a trunk that
/// reaches a network gives it the plan's `callerIdentity`, for every call to show.
public protocol Trunk: Sendable {
    /// Everything the trunk reports, in batches as it comes, until the trunk is closed. For one
    /// reader.
    var events: AsyncStream<[TrunkEvent]> { get }

    /// Carries out `commands` in order.
    ///
    /// A call that cannot be placed is reported as ``CallEvent/refused(_:)``, not thrown.
    func send(_ commands: [TrunkCommand]) async

    /// Hangs up what is left and ends ``events``.
    func close() async
}

/// The agents' side: desks that say what agents do and show them what to do.
public protocol AgentDesks: Sendable {
    /// What the agents do, in batches as it comes. For one reader.
    var events: AsyncStream<[DeskEvent]> { get }
    func send(_ cues: [DeskCue]) async
    func close() async
}
