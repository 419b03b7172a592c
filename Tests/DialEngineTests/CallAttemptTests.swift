import DialEngine
import DialMath
import DialModel
import Testing

@testable import DialEngine

/// The machine of one call, row by row.
@Suite struct CallAttemptTests {
    typealias Phase = CallAttempt.Phase
    typealias Event = CallAttempt.Event
    typealias Step = CallAttempt.Step

    struct Row: Sendable, CustomStringConvertible {
        let phase: Phase
        let event: Event
        let next: Phase
        let step: Step
        /// What is known afterwards; nil: nothing.
        let outcome: Outcome?
        init(
            _ phase: Phase, _ event: Event, _ next: Phase, _ step: Step, _ outcome: Outcome? = nil
        ) {
            self.phase = phase
            self.event = event
            self.next = next
            self.step = step
            self.outcome = outcome
        }
        var description: String { "\(phase) + \(event) → \(next)" }
    }

    static let busy = CallEvent.ended(.busy, RawCause(.sip, 486))
    static let over = CallEvent.ended(.normal, RawCause(.sip, 200))

    static let table: [Row] = [
        Row(.dialing, .trunk(.ringing), .ringing, .nothing),
        Row(.dialing, .trunk(.answered), .screening, .nothing),
        Row(
            .dialing, .trunk(.refused(RawCause(.sip, 503))), .ended, .over,
            .notConnected(.congestion)),
        Row(.dialing, .trunk(busy), .ended, .over, .notConnected(.busy)),
        Row(.dialing, .trunk(.heard(.person)), .holding, .person),
        Row(.dialing, .trunk(.heard(.fax)), .ending, .hangUp, .notConnected(.fax)),
        Row(.dialing, .deadline, .ending, .hangUp, .notConnected(.failed)),
        Row(.dialing, .agent(AgentID(1)), .dialing, .nothing),
        Row(
            .dialing, .release(.notConnected(.noAnswer)), .ending, .hangUp,
            .notConnected(.noAnswer)),

        Row(.ringing, .trunk(.ringing), .ringing, .nothing),
        Row(.ringing, .trunk(.answered), .screening, .nothing),
        Row(.ringing, .trunk(.heard(.machine)), .ending, .hangUp, .notConnected(.machine)),
        Row(.ringing, .trunk(.refused(RawCause(.sip, 503))), .ringing, .nothing),
        Row(.ringing, .trunk(over), .ended, .over, .notConnected(.noAnswer)),
        Row(.ringing, .trunk(busy), .ended, .over, .notConnected(.busy)),
        Row(.ringing, .deadline, .ending, .hangUp, .notConnected(.noAnswer)),

        Row(.screening, .trunk(.answered), .screening, .nothing),
        Row(.screening, .trunk(.heard(.person)), .holding, .person),
        Row(.screening, .trunk(.heard(.notSure)), .holding, .person),
        Row(.screening, .trunk(.heard(.machine)), .ending, .hangUp, .notConnected(.machine)),
        Row(.screening, .trunk(.heard(.fax)), .ending, .hangUp, .notConnected(.fax)),
        Row(.screening, .trunk(over), .ended, .over, .connected(.hungUp)),
        Row(.screening, .deadline, .holding, .person),

        Row(.holding, .agent(AgentID(1)), .talking, .nothing, .connected(.undisposed)),
        Row(.holding, .deadline, .notice, .abandon, .connected(.abandoned)),
        Row(.holding, .trunk(over), .ended, .over, .connected(.hungUp)),
        Row(.holding, .trunk(.heard(.machine)), .holding, .nothing),
        Row(.holding, .release(.connected(.hungUp)), .ending, .hangUp, .connected(.hungUp)),

        Row(.talking, .agent(AgentID(2)), .talking, .nothing, .connected(.undisposed)),
        Row(.talking, .trunk(over), .ended, .over, .connected(.undisposed)),
        Row(.talking, .deadline, .ending, .hangUp, .connected(.undisposed)),
        Row(.talking, .trunk(.answered), .talking, .nothing, .connected(.undisposed)),

        Row(.flow, .trunk(.played(0)), .flow, .flow(.played)),
        Row(.flow, .trunk(.key(Key("1"), 0)), .flow, .flow(.key(Key("1")))),
        Row(.flow, .trunk(.key(nil, 0)), .flow, .flow(.key(nil))),
        Row(.flow, .trunk(.played(7)), .flow, .nothing),
        Row(.flow, .trunk(.key(nil, 7)), .flow, .nothing),
        Row(.flow, .deadline, .flow, .flow(.timeRanOut)),
        Row(.flow, .trunk(over), .ended, .over, .connected(.hungUp)),
        Row(
            .flow, .release(.connected(.completed)), .ending, .hangUp, .connected(.completed)),

        Row(.notice, .trunk(.played(0)), .ending, .hangUp, .connected(.abandoned)),
        Row(.notice, .deadline, .ending, .hangUp, .connected(.abandoned)),
        Row(.notice, .trunk(over), .ended, .over, .connected(.abandoned)),
        Row(.notice, .agent(AgentID(1)), .notice, .nothing, .connected(.abandoned)),

        Row(.ending, .trunk(over), .ended, .over, .notConnected(.noAnswer)),
        Row(.ending, .deadline, .ended, .over, .notConnected(.noAnswer)),
        Row(.ending, .trunk(.ringing), .ending, .nothing, .notConnected(.noAnswer)),
        Row(.ending, .trunk(.answered), .ending, .abandon, .connected(.abandoned)),
        Row(
            .ending, .release(.connected(.hungUp)), .ending, .nothing, .notConnected(.noAnswer)),
    ]

    @Test(arguments: table)
    func `each event does in each phase what the table says`(row: Row) {
        var call = Self.call(in: row.phase)
        let now = row.event == .deadline ? call.deadline : Self.placed + .seconds(20)
        #expect(call.handle(row.event, at: now, rules: Self.rules) == row.step)
        #expect(call.phase == row.next)
        #expect(call.outcome == row.outcome)
    }

    static let events: [Event] = [
        .trunk(.ringing), .trunk(.answered), .trunk(.heard(.person)), .trunk(.played(0)),
        .trunk(.key(nil, 0)), .trunk(over), .trunk(.refused(.none)), .agent(AgentID(1)),
        .release(.connected(.hungUp)), .deadline,
    ]

    @Test(arguments: events)
    func `what comes after the end changes nothing`(event: Event) {
        var call = Self.call(in: .ended)
        #expect(call.handle(event, at: Self.placed + .hours(1), rules: Self.rules) == .nothing)
        #expect(call.phase == .ended && call.outcome == .notConnected(.busy))
        #expect(call.deadline == .never)
    }

    @Test(arguments: Phase.allCases.filter { $0 != .ended })
    func `a deadline that is not due does nothing`(phase: Phase) {
        var call = Self.call(in: phase)
        let early = call.deadline + Duration(nanoseconds: -1)
        #expect(call.handle(.deadline, at: early, rules: Self.rules) == .nothing)
        #expect(call.phase == phase)
    }

    @Test func `without screening whoever answers is a person`() {
        var call = Self.call(in: .ringing)
        var rules = Self.rules
        rules.screening = false
        let step = call.handle(.trunk(.answered), at: Self.placed + .seconds(9), rules: rules)
        #expect(step == .person && call.person == Self.placed + .seconds(9))
    }

    @Test func `a machine is treated as a person where the campaign says so`() {
        var call = Self.call(in: .screening)
        var rules = Self.rules
        rules.machine = .agent
        #expect(call.handle(.trunk(.heard(.machine)), at: Self.placed, rules: rules) == .person)
    }

    @Test func `an answer that crosses our hanging up is counted once`() {
        var call = Self.call(in: .ending)
        let now = Self.placed + .seconds(23)
        #expect(call.handle(.trunk(.answered), at: now, rules: Self.rules) == .abandon)
        #expect(call.handle(.trunk(.answered), at: now, rules: Self.rules) == .nothing)
    }

    @Test func `no news after hanging up ends the call as well, and says so`() {
        var call = Self.call(in: .ending)
        #expect(call.handle(.deadline, at: call.deadline, rules: Self.rules) == .over)
        #expect(call.cause == .noNews)
    }

    @Test func `over a trunk that does not say when it rings, nobody answers in time`() {
        var rules = Self.rules
        rules.limits.setup = .zero
        var call = CallAttempt(start: Self.start, rules: rules)
        #expect(call.handle(.deadline, at: call.deadline, rules: rules) == .hangUp)
        #expect(call.outcome == .notConnected(.noAnswer) && call.cause == .none)
    }

    @Test func `ringing gets its full time from when it is heard of`() {
        var call = Self.call(in: .dialing)
        _ = call.handle(.trunk(.ringing), at: Self.placed + .seconds(3), rules: Self.rules)
        #expect(call.deadline == Self.placed + .seconds(25))
    }

    @Test func `whatever happens, a call ends once and is hung up at most once`() {
        let chance = Chance(seed: 1, stream: "calls")
        for key: UInt64 in 0..<5_000 {
            var call = CallAttempt(start: Self.start, rules: Self.rules)
            var now = Self.placed
            var ends = 0
            var hangUps = 0
            for index: UInt64 in 0..<60 {
                now = now + Duration(drawn: 10 * chance.uniform(key, 2 * index))
                // The first half of the news is chance's; then only time passes.
                let pick = Int(chance.uniform(key, 2 * index + 1) * Double(Self.events.count))
                let event = index < 30 ? Self.events[pick] : .deadline
                if event == .deadline, call.deadline != .never { now = max(now, call.deadline) }
                switch call.handle(event, at: now, rules: Self.rules) {
                case .over: ends += 1
                case .hangUp, .hangUpAtOnce: hangUps += 1
                case .person: call.deadline = now + .seconds(2)
                case .nothing, .abandon, .message, .flow: break
                }
            }
            #expect(call.phase == .ended && ends == 1 && hangUps <= 1, "key \(key)")
            #expect(call.outcome != nil, "key \(key)")
        }
    }

    // MARK: Calls to begin with

    static let placed = Instant.epoch + .hours(9)
    static let start = AttemptStart(
        attempt: AttemptID(1), lead: LeadID(1), number: PhoneNumber(digits: 15_550_100),
        ordinal: 1, mode: .predictive, agent: nil, at: placed)
    static let rules = CallRules(
        limits: CallLimits(), screening: true, machine: .hangUp, noticeLength: .seconds(6))

    /// A call that has come to `phase`.
    static func call(in phase: Phase) -> CallAttempt {
        let path: [Event] =
            switch phase {
            case .dialing: []
            case .ringing: [.trunk(.ringing)]
            case .screening: [.trunk(.ringing), .trunk(.answered)]
            case .holding, .flow:
                [.trunk(.ringing), .trunk(.answered), .trunk(.heard(.person))]
            case .talking:
                [
                    .trunk(.ringing), .trunk(.answered), .trunk(.heard(.person)),
                    .agent(AgentID(1)),
                ]
            case .notice:
                [.trunk(.ringing), .trunk(.answered), .trunk(.heard(.person)), .deadline]
            case .ending: [.trunk(.ringing), .deadline]
            case .ended: [.trunk(busy)]
            }
        var call = CallAttempt(start: start, rules: rules)
        var now = placed
        for event in path {
            if event == .deadline { now = call.deadline }
            if call.handle(event, at: now, rules: rules) == .person {
                call.deadline = now + .seconds(30)
            }
        }
        if phase == .flow { call.phase = .flow }
        precondition(call.phase == phase, "the path to \(phase) leads to \(call.phase)")
        return call
    }
}
