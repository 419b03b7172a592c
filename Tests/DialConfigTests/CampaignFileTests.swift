import DialMath
import DialModel
import DialWorld
import Testing

@testable import DialConfig

@Suite struct CampaignFileTests {
    private func read(_ lines: String, mode: DialMode = .predictive) throws -> CampaignFile {
        let text = "name: spring\nmode: \(mode)\n\(lines)\n"
        return try CampaignFile(bytes: Array(text.utf8), path: "folder/c.yaml")
    }

    @Test func `what a file does not say is as the types have it`() throws {
        let file = try read("")
        var plan = CampaignPlan(name: "spring", mode: .predictive)
        plan.limits.lines = CarrierPlan().lines
        plan.limits.callsPerSecond = CarrierPlan().callsPerSecond
        #expect(file.plan == plan)
        #expect(file.carrier == CarrierPlan())
        #expect(file.crew == CrewPlan())
        #expect(file.leads == nil)
        #expect(file.start == nil)
        #expect(file.seed == nil)
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("12s", .seconds(12)), ("12 s", .seconds(12)),
        ("5m", .minutes(5)), ("5 min", .minutes(5)), ("2h", .hours(2)), ("3d", .days(3)),
        ("1h30m", .minutes(90)), ("1h 30m", .minutes(90)), ("1.5h", .minutes(90)),
        ("0.25s", .milliseconds(250)), ("010s", .seconds(10)), ("\"12s\"", .seconds(12)),
        ("36525d", .days(36_525)),
    ])
    func `a time is read with its unit`(text: String, time: Duration) throws {
        #expect(try read("limits: {hold: \(text)}").plan.limits.hold == time)
    }

    @Test(arguments: [("3%", 0.03), ("2.5 %", 0.025), ("0.03", 0.03), ("0", 0), ("1.0", 1)])
    func `a share is a percentage or a fraction`(text: String, share: Double) throws {
        #expect(try read("abandonment: {cap: \(text)}").plan.abandonment.cap == share)
    }

    @Test(arguments: [
        ("5s", Distribution.constant(5)), ("{constant: 5s}", .constant(5)),
        ("{uniform: {from: 1s, to: 3s}}", .uniform(low: 1, high: 3)),
        ("{exponential: 12s}", .exponential(mean: 12)),
        ("{lognormal: {mean: 10s, cv: 0.5}}", .lognormal(mean: 10, cv: 0.5)),
        ("{weibull: {mean: 10s, shape: 1.5}}", .weibull(mean: 10, shape: 1.5)),
    ])
    func `a time that varies is a distribution`(text: String, time: Distribution) throws {
        #expect(try read("agents: {talk: \(text)}").crew.talk == time)
    }

    @Test func `how long before they leave agents are known to is the plan's and the crew's`()
        throws
    {
        let file = try read("agents: {count: 4, notice: 90s}")
        #expect(file.plan.leavingNotice == .seconds(90))
        #expect(file.crew.breakNotice == .seconds(90))
        #expect(try read("agents: 4").plan.leavingNotice == nil)
    }

    @Test(arguments: [
        ("start: 2026-01-05T09:00:00Z", 1_767_603_600),
        ("start: 2026-01-05 09:00 +01:00", 1_767_600_000),
        ("start: 2026-01-05T09:00-0530", 1_767_623_400),
        ("timeZone: Europe/Budapest\nstart: 2026-01-05T09:00", 1_767_600_000),
        ("start: 2026-07-05T09:00\ntimeZone: Europe/Budapest", 1_783_234_800),
        ("start: 2024-02-29T00:00:00Z", 1_709_164_800),
        // The clocks show it twice; the first is meant.
        ("timeZone: Europe/Budapest\nstart: 2026-10-25T02:30", 1_792_888_200),
    ])
    func `the start is an instant, by its offset or the campaign's zone`(
        lines: String, seconds: Int64
    ) throws {
        #expect(try read(lines).start == .epoch + .seconds(seconds))
    }

    @Test func `a start that the clocks skip is an error`() {
        #expect(
            problems(.predictive, "timeZone: Europe/Budapest\nstart: 2026-03-29T02:30") == [
                "c.yaml:4: start is 2026-03-29T02:30, which the clocks in Europe/Budapest skip"
            ])
    }

    @Test func `events come in order of time, and at one time in order of the file`() throws {
        let file = try read(
            """
            events:
              - {at: 2h, mode: progressive}
              - {at: 1h, agents: 10}
              - {at: 2h, agents: 5, lines: 7, callsPerSecond: none, pacing: {fixedRatio: 2}}
              - {at: 0s, do: pause}
            """)
        #expect(
            file.plan.changes == [
                PlannedChange(at: .zero, command: .pause),
                PlannedChange(at: .hours(1), command: .agents(10)),
                PlannedChange(at: .hours(2), command: .mode(.progressive)),
                PlannedChange(at: .hours(2), command: .pacing(.fixedRatio(2))),
                PlannedChange(at: .hours(2), command: .agents(5)),
                PlannedChange(at: .hours(2), command: .lines(7)),
                PlannedChange(at: .hours(2), command: .callsPerSecond(nil)),
            ])
    }

    @Test func `the table of retries replaces the usual one`() throws {
        let lines = """
            dispositions: {connected: [wrong person]}
            retry: {attempts: 5, after: {noAnswer: 2h, busy: never, wrong person: 1d}}
            """
        let retry = try read(lines).plan.retry
        #expect(retry.attempts == 5)
        #expect(
            retry.after == [
                .notConnected(.noAnswer): .hours(2), .connected(.custom(0)): .days(1),
            ])
    }

    @Test func `what outcomes leave of the whole does not answer`() throws {
        let carrier = try read("trunk: {outcomes: {person: 25%, busy: 25%}}").carrier
        #expect(carrier.fates == [.person: 0.25, .busy: 0.25, .noAnswer: 0.5])
    }

    @Test func `numbers may be forced by their ending, leading zeros and all`() throws {
        let carrier = try read("trunk: {force: {\"07\": busy, 1234: person}}").carrier
        #expect(carrier.forced == [NumberEnding("07")!: .busy, NumberEnding("1234")!: .person])
        #expect(try read("trunk: {force: standard}").carrier.forced == CallFate.standardRange)
    }

    @Test func `a trunk's profile sets the defaults, whatever the order of the keys`() throws {
        let carrier = try read("trunk: {lines: 7, profile: board}").carrier
        var board = CarrierPlan(profile: .board)
        board.lines = 7
        #expect(carrier == board)
    }

    @Test func `the lead file is looked for beside the campaign`() throws {
        #expect(try read("leads: people.csv").leads == LeadFilePlan(path: "folder/people.csv"))
        #expect(try read("leads: /data/people.csv").leads == LeadFilePlan(path: "/data/people.csv"))
        #expect(
            try read("leads: {file: p.csv, country: hu, countryCode: 36, numbers: any}").leads?
                .country
                == "HU")
        #expect(try read("leads: {file: p.csv, numbers: any}").leads?.numbers == .any)
        #expect(try read("leads: p.csv").leads?.numbers == .valid)
        #expect(try read("leads: {file: p.csv, source: vendor}").leads?.source == "vendor")
        #expect(
            try read("leads: {file: p.csv, number: tel, countryCode: +36}").leads
                == LeadFilePlan(path: "folder/p.csv", number: "tel", countryCode: 36))
    }

    @Test func `a flow becomes nodes that know their next`() throws {
        let lines = """
            agents: {groups: [sales, service]}
            recordings: {greeting: 8s}
            flow:
              - greet: {play: greeting, next: ask}
              - ask: {gather: notice, within: 4s, keys: {"#": end, 1: say}, otherwise: to}
              - say: {record: greeting, next: bye}
              - to: {transfer: service, within: 10s, unavailable: bye}
              - bye: {hangUp: completed}
            """
        let greeting = Prompt(recording: 1, length: .seconds(8))
        let notice = Prompt(recording: 0, length: .seconds(6))
        let flow = try read(lines, mode: .automatic).plan.flow
        #expect(flow?.nodes.map(\.name) == ["greet", "ask", "say", "to", "bye"])
        #expect(
            flow?.nodes.map(\.action) == [
                .play(greeting, next: .node(1)),
                .gather(
                    notice, within: .seconds(4),
                    branches: [
                        Flow.Branch(key: Key("#")!, next: .end),
                        Flow.Branch(key: Key("1")!, next: .node(2)),
                    ], otherwise: .node(3)),
                .record(
                    greeting, within: .seconds(5), next: .node(4), unanswered: .node(4)),
                .transfer(GroupID(1), within: .seconds(10), unavailable: .node(4)),
                .hangUp(.connected(.completed)),
            ])
    }
}
