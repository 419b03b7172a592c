import DialMath
import DialModel

/// How a simulated trunk and the people at its far end behave.
///
/// Probabilities are 0...1, distributions in seconds.
public struct CarrierPlan: Hashable, Sendable {
    public var profile: TrunkProfile
    /// The trunk's own lines, ≥ 1; a call beyond them is refused.
    public var lines: Int
    /// Calls a second the trunk takes; more are refused. nil: no limit.
    public var callsPerSecond: Double?
    /// From placing the call until the far end rings (or its failure is known).
    public var setup: Distribution
    /// Chance that the trunk fails a call by itself, with congestion.
    public var setupFailure: Double
    /// Chance that a progress event (ringing, who answered) is lost on the way.
    public var eventLoss: Double
    /// What numbers do, by weight.
    public var fates: [CallFate: Double]
    /// From ringing to the answer.
    public var ring: Distribution
    /// How long an unanswered call rings before the network ends it; nil: until it is hung up.
    public var unansweredRing: Distribution?
    /// From the answer until the trunk says who is there.
    public var screening: Distribution
    /// Chance that a person is taken for a machine.
    public var personTakenForMachine: Double
    /// Chance that a machine is taken for a person.
    public var machineTakenForPerson: Double
    /// Chance that the trunk is not sure.
    public var notSure: Double
    /// How long a person waits on a silent line before hanging up.
    public var patience: Distribution
    /// Chance that a person leaves the talk before the agent is done.
    public var leavesTalk: Double
    /// How long such a person stays.
    public var stay: Distribution
    /// What people press when an automatic flow asks, by weight; nil: nothing.
    public var keys: [KeyChoice: Double]
    /// From the end of the question to the key.
    public var keyDelay: Distribution
    /// Numbers whose ending decides what they do.
    public var forced: [NumberEnding: CallFate]
    /// From hanging up until the trunk says that the line is free.
    public var release: Duration
    /// Whether the trunk says that a call rings.
    public var reportsRinging: Bool
    /// Whether the trunk says that a call we hung up is over.
    public var confirmsRelease: Bool
    /// From the answer until the trunk has recognised a machine or a fax; nil: as ``screening``.
    public var machineScreening: Distribution?
    /// How long a busy, vacant or otherwise failing number takes to say so, after it is reached.
    public var failure: Distribution
    /// When people are at home more often, or less, than ``fates`` has it, in order of time; by ``clock``,
    /// wherever the number is.
    public var atHome: [AtHome]
    /// For ``atHome``.
    public var clock: ZoneClock
    /// How leads of each segment answer, where that differs; the segment is the fourth and fifth
    /// digit of a 15-digit number, see ``ListPlan``. Empty: all alike.
    public var segments: [Segment]

    /// The segment of a number that a ``ListPlan`` made, or that is like one.
    func segment(of number: PhoneNumber) -> Int {
        Int(number.digits / 10_000_000_000 % 100) % segments.count
    }

    /// How the leads of one segment answer.
    public struct Segment: Hashable, Sendable {
        public var name: String
        public var fates: [CallFate: Double]
        public var ring: Distribution
        public init(name: String, fates: [CallFate: Double], ring: Distribution) {
            self.name = name
            self.fates = fates
            self.ring = ring
        }
    }

    /// The usual behaviour behind a trunk of this kind.
    public init(profile: TrunkProfile = .allInOne) {
        self.profile = profile
        fates = [
            .person: 0.30, .machine: 0.15, .busy: 0.07, .noAnswer: 0.38, .poweredOff: 0.03,
            .vacantNumber: 0.03, .suspended: 0.01, .outOfArea: 0.01, .rejected: 0.01, .fax: 0.01,
        ]
        ring = .lognormal(mean: 10, cv: 0.5)
        unansweredRing = nil
        screening = .lognormal(mean: 0.8, cv: 0.4)
        personTakenForMachine = 0.01
        machineTakenForPerson = 0.05
        notSure = 0.03
        patience = .exponential(mean: 20)
        leavesTalk = 0.12
        stay = .exponential(mean: 40)
        keys = [KeyChoice(Key("1")): 0.3, KeyChoice(Key("2")): 0.4, KeyChoice(nil): 0.3]
        keyDelay = .lognormal(mean: 2, cv: 0.5)
        forced = [:]
        release = .milliseconds(20)
        reportsRinging = true
        confirmsRelease = true
        machineScreening = nil
        failure = .constant(0)
        atHome = []
        clock = ZoneClock(ahead: .zero)
        segments = []
        switch profile {
        case .board:
            lines = 30
            callsPerSecond = 2
            setup = .lognormal(mean: 4, cv: 0.3)
            setupFailure = 0.005
            eventLoss = 0
        case .switch:
            lines = 120
            callsPerSecond = 10
            setup = .lognormal(mean: 2, cv: 0.2)
            setupFailure = 0.002
            eventLoss = 0
        case .softswitch:
            lines = 1_000
            callsPerSecond = 50
            setup = .lognormal(mean: 1.5, cv: 0.8)
            setupFailure = 0.02
            eventLoss = 0.005
        case .allInOne:
            lines = 240
            callsPerSecond = 20
            setup = .lognormal(mean: 1.5, cv: 0.4)
            setupFailure = 0.005
            eventLoss = 0.001
        }
    }
}

extension CarrierPlan {
    /// A trunk that takes no time and makes no mistake, with people who never lose patience: what a
    /// scenario begins with, so that only what it names is there.
    public static var ideal: CarrierPlan {
        var plan = CarrierPlan(profile: .allInOne)
        plan.lines = 100_000
        plan.callsPerSecond = nil
        plan.setup = .constant(0)
        plan.setupFailure = 0
        plan.eventLoss = 0
        plan.fates = [.person: 0.3, .noAnswer: 0.7]
        plan.screening = .constant(0)
        plan.personTakenForMachine = 0
        plan.machineTakenForPerson = 0
        plan.notSure = 0
        plan.patience = .constant(.infinity)
        plan.leavesTalk = 0
        plan.release = .zero
        return plan
    }
}

/// A key that may be pressed, or none; a key for tables.
public struct KeyChoice: Hashable, Sendable {
    public var key: Key?
    public init(_ key: Key?) { self.key = key }
}

/// The four kinds of telephony platform.
public enum TrunkProfile: UInt8, CaseIterable, Sendable {
    /// Line boards: few fixed channels, causes guessed from tones.
    case board
    /// A switch on ISDN: Q.850 causes.
    case `switch`
    /// Voice over IP: SIP causes, jitter in set-up, losses and failures.
    case softswitch
    /// Switch and dialer in one box: SIP causes, modest size.
    case allInOne

    public var name: String { "\(self)" }

    /// The network's own word for `cause` on a trunk of this kind.
    public func raw(_ cause: EndCause) -> RawCause {
        switch self {
        case .board: RawCause(.tone, tone(cause))
        case .switch: RawCause(.q850, q850(cause))
        case .softswitch, .allInOne: RawCause(.sip, sip(cause))
        }
    }

    private func tone(_ cause: EndCause) -> UInt16 {
        switch cause {
        case .normal, .failed: 8
        case .busy, .rejected: 1
        case .congestion: 2
        case .vacantNumber: 3
        case .suspended: 4
        case .noAnswer: 6
        case .poweredOff, .outOfArea: 9
        }
    }

    private func q850(_ cause: EndCause) -> UInt16 {
        switch cause {
        case .normal: 16
        case .busy: 17
        case .noAnswer: 19
        case .poweredOff: 20
        case .rejected: 21
        case .suspended: 22
        case .vacantNumber: 1
        case .outOfArea: 18
        case .congestion: 34
        case .failed: 41
        }
    }

    private func sip(_ cause: EndCause) -> UInt16 {
        switch cause {
        case .normal: 200
        case .busy: 486
        case .noAnswer: 487
        case .poweredOff, .outOfArea: 480
        case .rejected: 603
        case .suspended: 410
        case .vacantNumber: 404
        case .congestion: 503
        case .failed: 500
        }
    }
}
