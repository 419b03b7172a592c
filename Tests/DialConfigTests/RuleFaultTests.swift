import DialModel
import Testing

@testable import DialConfig

/// Rules on abandoned people, as campaigns and scenarios write them.
@Suite struct RuleFaultTests {
    private func told(_ text: String) -> [String] {
        do {
            _ = try ScenarioFile(bytes: Array(text.utf8), path: "s.yaml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private static let four = [
        AbandonmentRule(cap: 0.03),
        AbandonmentRule(cap: 0.05, window: .every(.days(1)), work: .hours(8), name: "seller"),
        AbandonmentRule(cap: 0.03, window: .calendarDay, falsePositives: 0.004),
        AbandonmentRule(cap: 1, window: .every(.days(30))),
    ]

    @Test func `several rules hold at once`() throws {
        let text = """
            name: a
            mode: predictive
            abandonment:
              - {cap: 3%}
              - {name: seller, cap: 5%, window: day, work: 8h}
              - {cap: 3%, window: calendarDay, falsePositives: 0.4%}
              - {cap: 100%, window: 30d}
            """
        let campaign = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml")
        #expect(campaign.plan.abandonment.all == Self.four)
        let scenario = try ScenarioFile(
            bytes: Array(
                ("name: a\nrules: [{abandonment: 3%}, "
                    + "{name: seller, abandonment: 5%, window: day, work: 8h}, "
                    + "{abandonment: 3%, window: calendar day, falsePositives: 0.4%}, "
                    + "{abandonment: 100%, window: 30d}]\n").utf8), path: "s.yaml")
        #expect(scenario.scenario.plan.abandonment.all == Self.four)
        #expect(scenario.scenario.cap == 0.03)
    }

    @Test func `rules that are written are read again`() throws {
        let text = AbandonmentRules(Self.four).scenarioText
        let file = try ScenarioFile(bytes: Array("name: a\nrules: \(text)\n".utf8), path: "s.yaml")
        #expect(file.scenario.plan.abandonment.all == Self.four)
        #expect(AbandonmentRules(AbandonmentRule(cap: 0.03)).scenarioText == "{abandonment: 3%}")
    }

    @Test(
        arguments: [
            (
                "[{cap: 3%}, {window: day}]", "4: cap is missing"
            ),
            ("[]", "4: abandonment has 0 rules; 1 to 4 are allowed at once"),
            (
                "[{cap: 1%}, {cap: 2%}, {cap: 3%}, {cap: 4%}, {cap: 5%}]",
                "4: abandonment has 5 rules; 1 to 4 are allowed at once"
            ),
            (
                "[{cap: 3%, name: uk}, {cap: 2%, name: UK}]",
                "4: the rule \"UK\" is given twice; the first is in line 4"
            ),
            ("{cap: 101%}", "4: cap is 101 %; at most 100 % is allowed"),
            ("{cap: -1%}", "4: cap is -1 %; at least 0 % is required"),
            ("{falsePositives: 120%}", "4: falsePositives is 120 %; at most 100 % is allowed"),
            ("{falsePositives: 100%}", nil),
            (
                "{cap: 3%, window: day, work: 30h}",
                "4: work is 30 h; at most 1 d, the window, is allowed"
            ),
            ("{cap: 3%, window: 0s}", "4: window is 0 s; more than 0 s is required"),
            (
                "{cap: 3%, window: today}",
                "4: window is \"today\"; a time such as 12s, 1h30m or 7d is expected, in ms, "
                    + "s, m, h and d"
            ),
            (
                "{cap: 3%, window: 3m}",
                "4: window is 3 min; at least 3 min 22 s is required: a call may ring for 22 s, and a talk "
                    + "takes 3 min on average"
            ),
            ("{cap: 3%, window: 202s}", nil), ("{cap: 0%}", nil), ("{cap: 100%}", nil),
            ("day", "4: abandonment is no mapping; keys with values are expected"),
            ("[day]", "4: abandonment is no mapping; keys with values are expected"),
        ] as [(String, String?)])
    func `a rule that is wrong is complained of in its line`(rules: String, problem: String?) {
        #expect(
            problems(in: "name: a\nmode: predictive\n\nabandonment: \(rules)\n")
                == (problem.map { ["c.yaml:\($0)"] } ?? []))
    }

    @Test(
        arguments: [("4%", 1), ("3%", 0), ("2%", 0)],
        ["predictive: {", "targetOccupancy: {occupancy: 80%, "])
    func `an aim looser than the rule is refused`(aim: (String, Int), policy: String) {
        let (aim, count) = aim
        let pacing = "{\(policy)abandonment: \(aim)}}"
        let fault = "abandonment is 4 %; at most 3 %, the cap in line"
        let campaign = problems(
            in: "name: a\nmode: predictive\nabandonment: {cap: 3%}\npacing: \(pacing)\n")
        let scenario = told("name: a\npolicy: \(pacing)\nrules: [{abandonment: 3%}]\n")
        #expect(campaign == (count == 1 ? ["c.yaml:4: \(fault) 3, is allowed"] : []))
        #expect(scenario == (count == 1 ? ["s.yaml:2: \(fault) 3, is allowed"] : []))
    }

    /// What the policy aims at when nothing is said is no contradiction: the cap is the lower.
    @Test func `a cap below the usual aim needs no aim of its own`() throws {
        let text = "name: a\nmode: predictive\nabandonment: {cap: 1%}\npacing: predictive\n"
        let plan = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml").plan
        #expect(plan.cappedPacing == .predictive(PredictiveTarget(abandonment: 0.01)))
    }

    @Test func `a scenario's talks and rings make its calls`() {
        #expect(
            told(
                "name: a\nagents: {count: 2, talk: 300s}\ncalls: {ringTimeout: 30s}\n"
                    + "rules:\n  - {abandonment: 3%}\n  - abandonment: 3%\n    window: 5m\n")
                == [
                    "s.yaml:7: window is 5 min; at least 5 min 30 s is required: a call may ring for "
                        + "30 s, and a talk takes 5 min on average"
                ])
    }

    @Test func `lines may be lost by an event, but not for good`() {
        func events(_ list: String, _ more: String = "") -> [String] {
            problems(in: "name: a\nmode: predictive\nevents: \(list)\n\(more)")
        }
        #expect(events("[{at: 1h, lines: 0}, {at: 2h, lines: 50}]") == [])
        #expect(events("[{at: 1h, lines: 0}]", "duration: 8h\n") == [])
        #expect(
            events("[{at: 1h, lines: 0}]") == [
                "c.yaml:3: lines are 0 after the last event; give some back later, or the campaign a "
                    + "duration"
            ])
        #expect(told("name: a\nevents: [{at: 1h, limits: {lines: 0}}]\n") == [])
        #expect(
            told("name: a\nlimits: {lines: 0}\n")
                == ["s.yaml:2: lines is 0; at least 1 is required"])
    }
}
