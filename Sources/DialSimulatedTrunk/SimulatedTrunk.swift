import DialModel
import DialPorts
import DialWorld

/// A trunk that reaches simulated people, in the campaign's time.
///
/// What each number does depends on the plan, the seed, the number and which call to it this is:
/// the same as in virtual time.
public struct SimulatedTrunk: Trunk {
    private let pump: Pump<SimulatedCarrier>
    private let log: (@Sendable (TrunkCommand, Instant) -> Void)?

    /// - Parameter log: told of each command before it is carried out.
    public init(
        plan: CarrierPlan, seed: UInt64, clock: any CampaignClock,
        log: (@Sendable (TrunkCommand, Instant) -> Void)? = nil
    ) {
        pump = Pump(SimulatedCarrier(plan: plan, seed: seed), clock: clock)
        self.log = log
    }

    public var events: AsyncStream<[TrunkEvent]> { pump.events }

    public func send(_ commands: [TrunkCommand]) async {
        pump.with { carrier, now in
            for command in commands {
                log?(command, now)
                carrier.carryOut(command, at: now)
            }
        }
    }

    public func close() async { pump.close() }
}

/// Desks of simulated agents, in the campaign's time.
public struct SimulatedDesks: AgentDesks {
    private let pump: Pump<SimulatedCrew>

    /// - Parameter groups: how many agent groups there are; agents are spread over them in turn.
    public init(plan: CrewPlan, groups: Int, seed: UInt64, clock: any CampaignClock) {
        pump = Pump(SimulatedCrew(plan: plan, groups: groups, seed: seed), clock: clock)
    }

    public var events: AsyncStream<[DeskEvent]> { pump.events }

    public func send(_ cues: [DeskCue]) async {
        pump.with { crew, now in
            for cue in cues { crew.take(cue, at: now) }
        }
    }

    public func close() async { pump.close() }
}

extension SimulatedCarrier: Simulated {}
extension SimulatedCrew: Simulated {}
