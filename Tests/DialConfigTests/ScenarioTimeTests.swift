import DialMath
import DialModel
import DialWorld
import Testing

@testable import DialConfig

/// What differs by the time of day, shifts and events.
@Suite struct ScenarioTimeTests {
    @Test(arguments: [
        ("", 0), ("start: 2026-01-05T09:00:00+01:00\n", 3_600),
        ("timeZone: America/New_York\nstart: 2026-01-05T09:00\n", -18_000),
        ("timeZone: America/New_York\nstart: 2026-07-05T09:00\n", -14_400),
    ])
    func `a policy is told how late it is on the wall`(head: String, seconds: Int64) throws {
        let scenario = Array("name: a\n\(head)".utf8)
        #expect(
            try ScenarioFile(bytes: scenario, path: "s.yaml").scenario.plan.utcOffset
                == .seconds(seconds))
        let campaign = Array("name: a\nmode: predictive\n\(head)".utf8)
        #expect(
            try CampaignFile(bytes: campaign, path: "c.yaml").plan.utcOffset == .seconds(seconds))
    }

    private func read(_ lines: String) throws -> Scenario {
        let text = "name: a\n\(lines)\n"
        return try ScenarioFile(bytes: Array(text.utf8), path: "folder/s.yaml").scenario
    }

    @Test func `times of day come again each day, and hold over midnight`() throws {
        let scenario = try read(
            """
            start: 2026-01-05T20:00:00+02:00
            duration: 30h
            calls: {ring: [{from: 09:00, exponential: 5s}, {from: 21:00, exponential: 9s}]}
            agents: {talk: [{from: 22:00, value: 60s}, {from: 00:00, value: 90s}]}
            """)
        #expect(scenario.carrier.ring == .exponential(mean: 5))
        #expect(scenario.crew.talk == .constant(90))
        #expect(
            scenario.changes.map(\.at) == [
                .hours(1), .hours(2), .hours(4), .hours(13), .hours(25), .hours(26), .hours(28),
            ])
        #expect(
            scenario.changes.map { $0.carrier?.ring.mean } == [9, nil, nil, 5, 9, nil, nil])
        #expect(
            scenario.changes.map { $0.crew?.talk.mean } == [nil, 60, 90, nil, nil, 60, 90])
    }

    @Test func `times of day follow the clocks of the zone`() throws {
        // The clocks go forward at 02:00 on 29 March: 09:00 comes an hour early.
        let scenario = try read(
            """
            timeZone: Europe/Budapest
            start: 2026-03-28T09:00
            duration: 48h
            calls: {setup: [{from: 09:00, value: 1s}, {from: 12:00, value: 2s}]}
            """)
        #expect(scenario.carrier.setup == .constant(1))
        #expect(scenario.changes.map(\.at) == [.hours(3), .hours(23), .hours(26), .hours(47)])
    }

    @Test func `shifts add up, each day and once`() throws {
        let scenario = try read(
            """
            start: 2026-01-05T09:00:00Z
            duration: 26h
            agents:
              shifts:
                - {count: 10, from: 08:00, to: 17:00}
                - {count: 4, from: 16:00, to: 02:00}
                - {count: 3, at: 1h, for: 2h}
            """)
        #expect(scenario.plan.agents == 10)
        let agents: [(Int64, Int)] = [
            (1, 13), (3, 10), (7, 14), (8, 4), (17, 0), (23, 10),
        ]
        #expect(
            scenario.plan.changes
                == agents.map { PlannedChange(at: .hours($0), command: .agents($1)) })
        #expect(scenario.marks == [])
    }

    @Test func `an event replaces what it names, for good`() throws {
        let scenario = try read(
            """
            start: 2026-01-05T09:00:00Z
            calls:
              outcomes: [{from: 09:00, person: 20%}, {from: 11:00, person: 30%},
                {from: 13:00, person: 40%}]
              setup: 2s
            events:
              - {at: 3h, calls: {outcomes: {person: 10%}}}
              - {at: 1h, calls: {setup: {times: 2}}}
              - {at: 2h30m, calls: {setup: {times: 1.5}, ring: 7s}, agents: {wrapUp: 9s}}
            """)
        #expect(
            scenario.changes.map(\.at) == [.hours(1), .hours(2), .minutes(150), .hours(3)])
        #expect(
            scenario.changes.map { $0.carrier?.fates[.person] } == [0.2, 0.3, 0.3, 0.1])
        #expect(scenario.changes.map { $0.carrier?.setup.mean } == [4, 4, 6, 6])
        #expect(scenario.changes.map { $0.crew?.wrapUp } == [nil, nil, .constant(9), nil])
        #expect(
            scenario.marks == [
                .init(at: .hours(1), text: "setup 2 s → 4 s"),
                .init(
                    at: .minutes(150), text: "setup 4 s → 6 s, ring 10 s → 7 s, wrap-up 20 s → 9 s"),
                .init(at: .hours(3), text: "person 30 % → 10 %"),
            ])
    }

    @Test func `an event is what the operator does as well`() throws {
        let scenario = try read(
            """
            agents: 20
            events:
              - at: 1h
                label: less of everything
                agents: 10
                calls: {ringTimeout: 20s}
                limits: {lines: 40, callsPerSecond: none, hold: 1s}
                mode: preview
                policy: progressive
                rules: {abandonment: 1%}
                do: pause
            """)
        #expect(
            scenario.plan.changes
                == [
                    .ring(.seconds(20)), .lines(40), .callsPerSecond(nil), .hold(.seconds(1)),
                    .mode(.preview), .pacing(.progressive), .abandonmentCap(0.01), .pause,
                    .agents(10),
                ].map { PlannedChange(at: .hours(1), command: $0) })
        #expect(scenario.marks == [.init(at: .hours(1), text: "less of everything")])
        #expect(scenario.changes == [])
    }

    @Test(arguments: [
        ("agents: 10", "agents 20 → 10"),
        ("policy: {fixedRatio: 2.5}", "fixed ratio 2.5"),
        ("limits: {lines: 40, hold: 1s}", "lines 40, hold 1 s"),
        (
            "calls: {outcomes: {person: 45%, machine: 10%}}",
            "person 30 % → 45 %, machine 0 % → 10 %"
        ),
        ("calls: {noAnswer: 20s}", "unanswered ring none → 20 s"),
        ("calls: {ring: {gamma: {mean: 10s, cv: 2}}}", "ring changes"),
        ("calls: {eventLoss: 1%}", "lost events 0 % → 1 %"),
        (
            "calls: {setup: 1s, ring: 2s, failure: 3s, patience: 4s}",
            "setup 0 s → 1 s, ring 10 s → 2 s, failure 0 s → 3 s …"
        ),
        ("calls: {outcomes: {person: 30%}}", "a change of the world"),
    ])
    func `an event without a label is told in a few words`(event: String, text: String) throws {
        let scenario = try read("agents: 20\nevents: [{at: 1h, \(event)}]")
        #expect(scenario.marks == [.init(at: .hours(1), text: text)])
    }

    @Test func `what happens at the start is there from the start`() throws {
        let scenario = try read(
            "events: [{at: 0s, calls: {setup: 3s}, agents: 4}, {at: 0s, calls: {ring: 2s}}]")
        #expect(scenario.carrier.setup == .constant(3))
        #expect(scenario.carrier.ring == .constant(2))
        #expect(scenario.plan.agents == 4)
        #expect(scenario.changes == [])
    }
}
