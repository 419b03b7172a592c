import DialEngine
import DialMath
import DialModel
import DialWorld

/// What goes wrong between the dialer and its world. Probabilities are 0...1, each for one event.
public struct FaultPlan: Hashable, Sendable {
    public var seed: UInt64
    /// An event from trunk or desk never arrives.
    public var lost = 0.0
    /// It arrives twice, the second time up to ``lateness`` later.
    public var repeated = 0.0
    /// It arrives up to ``lateness`` late.
    public var late = 0.0
    public var lateness = Duration.seconds(30)
    /// The trunk refuses a call.
    public var refused = 0.0
    /// Mean time between two desks failing; nil: none does. They stay away a minute on average.
    public var betweenVanishings: Duration?
    /// Mean time the trunk is up before it fails; nil: it does not. It is down 20 s on average.
    public var betweenTrunkFailures: Duration?
    /// Agents that may vanish: 1 to this.
    public var agents: Int32 = 0
    /// How long after the start faults happen; afterwards everything works.
    public var duration = Duration.hours(1)

    public init(seed: UInt64) { self.seed = seed }
}

/// Carries out a ``FaultPlan``.
struct FaultInjector: Sendable {
    enum Fault: Sendable {
        case lateTrunk(TrunkEvent), lateDesk(DeskEvent)
        case trunkDown, trunkUp
        case vanish(AgentID, for: Duration)
    }

    private let plan: FaultPlan
    private let ends: Instant
    private let chance: Chance
    private var draws: UInt64 = 0
    private var queue = EventQueue<Fault>()

    init(plan: FaultPlan, at start: Instant) {
        self.plan = plan
        ends = start + plan.duration
        chance = Chance(seed: plan.seed, stream: "faults")
        if let span = plan.betweenVanishings { scheduleVanishing(after: span, at: start) }
        if let span = plan.betweenTrunkFailures {
            queue.schedule(.trunkDown, at: start + exponential(span))
        }
    }

    var next: Instant { queue.earliest }

    mutating func pop(by now: Instant) -> Fault? {
        guard let fault = queue.pop(by: now) else { return nil }
        switch fault {
        case .lateTrunk, .lateDesk: break
        case .trunkDown:
            if now > ends { return pop(by: now) }
            queue.schedule(.trunkUp, at: now + exponential(.seconds(20)))
        case .trunkUp:
            if let span = plan.betweenTrunkFailures {
                queue.schedule(.trunkDown, at: now + exponential(span))
            }
        case .vanish:
            if now > ends { return pop(by: now) }
            if let span = plan.betweenVanishings { scheduleVanishing(after: span, at: now) }
        }
        return fault
    }

    /// Whether the input arrives now; it may do so later, or both.
    mutating func passes(_ input: Input, at now: Instant) -> Bool {
        let late: Fault
        switch input {
        case .trunk(let event): late = .lateTrunk(event)
        case .desk(let event): late = .lateDesk(event)
        case .command, .instruction, .leads, .cases, .deadline: return true
        }
        guard now <= ends else { return true }
        let u = draw()
        if u < plan.lost { return false }
        if u < plan.lost + plan.late {
            queue.schedule(late, at: now + uniform(plan.lateness))
            return false
        }
        if u < plan.lost + plan.late + plan.repeated {
            queue.schedule(late, at: now + uniform(plan.lateness))
        }
        return true
    }

    mutating func refuses(_ call: CallID, at now: Instant) -> Bool {
        now <= ends && plan.refused > 0 && draw() < plan.refused
    }

    mutating func refuse(_ call: CallID, at now: Instant) {
        queue.schedule(.lateTrunk(.call(call, .refused(RawCause(.sip, 503)))), at: now)
    }

    private mutating func scheduleVanishing(after span: Duration, at now: Instant) {
        guard plan.agents > 0 else { return }
        let agent = AgentID(1 + Int32(draw() * Double(plan.agents)))
        let absence = exponential(.seconds(60))
        queue.schedule(.vanish(agent, for: absence), at: now + exponential(span))
    }

    private mutating func draw() -> Double {
        draws += 1
        return chance.uniform(draws)
    }

    private mutating func exponential(_ mean: Duration) -> Duration {
        Duration(drawn: Distribution.exponential(mean: mean.seconds).quantile(draw()))
    }

    private mutating func uniform(_ most: Duration) -> Duration {
        Duration(drawn: draw() * most.seconds)
    }
}
