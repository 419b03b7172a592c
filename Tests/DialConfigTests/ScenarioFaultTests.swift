import DialModel
import Testing

@testable import DialConfig

/// What is wrong with a scenario of these lines, from line 3 on.
private func problems(_ lines: String) -> [String] {
    let text = "name: a\nduration: 8h\n\(lines)\n"
    do {
        _ = try ScenarioFile(bytes: Array(text.utf8), path: "s.yaml")
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

@Suite struct ScenarioFaultTests {
    private func told(_ text: String) -> [String] {
        do {
            _ = try ScenarioFile(bytes: Array(text.utf8), path: "s.yaml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `what is too long to be counted is refused`() {
        func scenario(_ days: Int, _ agents: Int, _ more: String = "") -> String {
            "name: a\nduration: \(days)d\nagents: \(agents)\npolicy: progressive\n" + more
        }
        #expect(
            told(scenario(3_660, 100)) == [
                "s.yaml:2: duration is 3660 d, which with 100 agents is 8.78 million hours; at most "
                    + "2.5 million is allowed; make it shorter, or give fewer agents"
            ])
        #expect(
            told(scenario(3_660, 20)) == [
                "s.yaml:2: duration is 3660 d, which with up to 60 lines in use is 5.27 million "
                    + "hours; at most 2.5 million is allowed; make it shorter, or give fewer lines"
            ])
        #expect(told(scenario(3_660, 20, "limits: {lines: 28}\n")) == [])
        #expect(told(scenario(3_660, 9)) == [])
        #expect(told(scenario(1, 100_000)) == [])
    }

    private static let noTime =
        "no call takes any time, from dialling to wrap-up, so that the scenario would never end; give "
        + "setup, ring, failure or talk more than 0 s, or callsPerSecond"

    @Test(arguments: [
        ("person: 100%", "0s", "ring: 0s", "", true), ("busy: 100%", "60s", "ring: 9s", "", true),
        ("person: 50%, busy: 50%", "0s", "ring: 0s", "", true),
        ("noAnswer: 100%", "0s", "noAnswer: 0s", "", true),
        ("person: 100%", "0s", "ring: 0s", "list: {size: 100}\n", false),
        ("person: 100%", "0s", "ring: 0s, callsPerSecond: 5", "", false),
        ("person: 50%, busy: 50%", "60s", "ring: 0s", "", false),
        ("busy: 100%", "0s", "ring: 0s, failure: 2s", "", false),
        ("busy: 99%", "0s", "ring: 0s", "", false),
    ])
    func `a world in which nothing takes time never ends, and is refused`(
        outcomes: String, talk: String, calls: String, more: String, isRefused: Bool
    ) {
        let text =
            "name: a\nagents: {count: 2, talk: \(talk), wrapUp: 0s}\n"
            + "calls: {outcomes: {\(outcomes)}, \(calls)}\n" + more
        #expect(told(text) == (isRefused ? ["s.yaml:3: " + Self.noTime] : []))
    }

    @Test(arguments: [
        (
            "calls: {outcomes: {person: 0.7, noAnswer: 0.5}}",
            "outcomes sum to 120 %; at most 100 % is allowed"
        ),
        (
            "calls: {outcomes: {persons: 60%}}",
            "\"persons\" is no outcome of a call; did you mean person?"
        ),
        (
            "calls: {ring: {lognormal: {mean: 5s, cv: -1}}}", "cv is -1; at least 0 is required"
        ),
        ("calls: {ringTimeout: 0s}", "ringTimeout is 0 s; more than 0 s is required"),
        ("calls: {ringTimout: 5s}", "unknown key \"ringTimout\"; did you mean ringTimeout?"),
        (
            "calls: {screening: {personTakenForMachine: 60%, notSure: 50%}}",
            "personTakenForMachine and notSure sum to 110 %; at most 100 % is allowed"
        ),
        (
            "calls: {setup: {times: 2}}",
            "setup has the unknown distribution \"times\"; known: constant, uniform, exponential, "
                + "lognormal, weibull, gamma, erlang, mixture, empirical"
        ),
        ("polisy: progressive", "unknown key \"polisy\"; did you mean policy?"),
        ("policy: predictve", "policy is \"predictve\"; did you mean predictive?"),
        ("policy: {fixedRatio: 0}", "fixedRatio is 0; at least 0.1 is required"),
        (
            "mode: automatic", "mode is \"automatic\"; known: predictive, progressive, preview"
        ),
        ("rules: {abandonment: 3}", "abandonment is 3; write 3% or a share such as 0.03"),
        (
            "rules: {cap: 3%}",
            "unknown key \"cap\"; known: abandonment, window, work, name, falsePositives"
        ),
        ("warmup: 8h", "warmup is 8 h; less than the duration of 8 h is required"),
        ("warmup: -1s", "warmup is -1 s; at least 0 s is required"),
        ("day: 0s", "day is 0 s; at least 1 min is required"),
        ("seed: x", "seed is \"x\"; a whole number from 0 to 18446744073709551615 is expected"),
        ("agents: 0", "agents are 0; at least 1 is required"),
        (
            "agents: {count: 5, shifts: [{count: 5, at: 0s}]}",
            "count and shifts are both given; give one of them"
        ),
        ("agents: {shifts: []}", "shifts are 0; at least 1 is required"),
        (
            "agents: {shifts: [early]}",
            "a shift is {count: 10, from: 09:00, to: 17:00}, not a word"
        ),
        ("agents: {shifts: [{count: 5, from: 09:00}]}", "to is missing"),
        (
            "agents: {shifts: [{count: 5, from: 09:00, to: 9:00}]}",
            "the shift goes from 09:00 to 09:00"
        ),
        (
            "agents: {shifts: [{count: 5, from: 9am, to: 17:00}]}",
            "from is \"9am\"; a time of day such as 09:00 is expected"
        ),
        (
            "agents: {shifts: [{count: 5, from: 09:60, to: 24:00}]}",
            "from is \"09:60\"; a time of day such as 09:00 is expected"
        ),
        ("agents: {breaks: {length: 5m}}", "every is missing"),
        ("agents: {notice: 30}", "notice is 30 without a unit; add ms, s, m, h or d"),
        ("agents: {notice: -5s}", "notice is -5 s; at least 0 s is required"),
        (
            "events: [{at: 1h, agents: {notice: 5s}}]",
            "unknown key \"notice\"; known: count, shifts, talk, wrapUp, preview, skips, closing, breaks, "
                + "dispositions, byOutcome, loginSpread"
        ),
        ("agents: {breaks: {every: 5s}}", "every is 5 s; at least 60 s is required"),
        (
            "agents: {byOutcome: {busy: {talk: 5s}}}",
            "byOutcome has an outcome that no talk comes to; only connected ones have times"
        ),
        ("agents: {dispositions: {deal: 60%}}", "dispositions sum to 60 %; 100 % is required"),
        (
            "agents: {talk: [{exponential: 5s}]}",
            "talk is a list, but an item has no from, such as from: 09:00"
        ),
        (
            "agents: {talk: [{from: 09:00}]}",
            "an item of talk has nothing but from; add what holds there"
        ),
        ("agents: {talk: []}", "talk has 0 times of day; at least 1 is required"),
        (
            "agents: {talk: [{from: 09:00, value: 5s}, {from: 9:00, value: 6s}]}",
            "talk from 09:00 on is given twice"
        ),
        ("list: {size: 0}", "size is 0; at least 1 is required"),
        ("list: {size: endles}", "size is \"endles\"; a whole number is expected"),
        ("list: {block: 0, segments: [{name: a}]}", "block is 0; at least 1 is required"),
        (
            "list: {block: 5}",
            "block is given without segments: there is nothing to come in blocks"
        ),
        ("list: {segments: []}", "segments are 0; 1 to 100 are allowed"),
        ("list: {segments: [home]}", "a segment is {name: home, share: 60%, …}, not a word"),
        (
            "list: {segments: [{name: a, share: 50%}, {name: b, share: 40%}]}",
            "the shares of the segments sum to 90 %; 100 % is required"
        ),
        ("list: {segments: [{name: a}, {name: b, share: 40%}]}", "share is missing"),
        (
            "list: {segments: [{name: a, share: 50%}, {name: A}]}",
            "the segment \"A\" is given twice"
        ),
        (
            "list: {segments: [{name: a, outcomes: {person: 80%, busy: 30%}}]}",
            "outcomes sum to 110 %; at most 100 % is allowed"
        ),
        (
            "retry: {attempts: 2}",
            "retry needs a list that ends; give list: {size: 100000} or remove it"
        ),
        (
            "calls: {ringTimeout: 20s}\nlimits: {ring: 20s}",
            "ringTimeout and ring are the same; give one of them"
        ),
        ("limits: {lines: 0}", "lines is 0; at least 1 is required"),
        ("start: noon", "start is \"noon\"; a time such as 2026-01-05T09:00:00Z is expected"),
        ("events: [{at: -1h, agents: 5}]", "at is -1 h; at least 0 s is required"),
        (
            "events: [{at: 9h, agents: 5}]",
            "at is 9 h, after the scenario's end; its duration is 8 h"
        ),
        ("events: [{agents: 5}]", "at is missing"),
        (
            "events: [{at: 1h}]",
            "the event changes nothing; add calls, agents, limits or the like"
        ),
        (
            "events: [{at: 1h, label: x}]",
            "the event changes nothing; add calls, agents, limits or the like"
        ),
        ("events: [noon]", "an event is {at: 1h, …}, not a word"),
        (
            "events: [{at: 1h, calls: {outcomes: {person: 120%}}}]",
            "person is 120 %; at most 100 % is allowed"
        ),
        (
            "events: [{at: 1h, calls: {noAnswer: {times: 2}}}]",
            "noAnswer has times, but there is no noAnswer before it; give a distribution"
        ),
        (
            "events: [{at: 1h, calls: {setup: {times: 0}}}]",
            "times is 0; more than 0 is required"
        ),
        (
            "events: [{at: 1h, segments: {home: {outcomes: {person: 1%}}}}]",
            "there are no segments; give list: {segments: […]}"
        ),
        (
            "events: [{at: 1h, agents: {groups: [a]}}]",
            "unknown key \"groups\"; known: count, shifts, talk, wrapUp, preview, skips, closing, breaks, "
                + "dispositions, byOutcome, loginSpread"
        ),
        (
            "events: [{at: 1h, pacing: progressive}]",
            "unknown key \"pacing\"; known: at, label, calls, agents, segments, limits, mode, "
                + "policy, rules, do"
        ),
    ])
    func `a wrong value is named with its line, its unit and what is allowed`(
        lines: String, sentence: String
    ) {
        let line = 2 + lines.split(separator: "\n").count
        #expect(problems(lines) == ["s.yaml:\(line): \(sentence)"])
    }

    @Test func `no call is given up before it has rung as long as it must`() {
        #expect(
            problems(
                """
                calls: {ringTimeout: 12s}
                limits: {minimumRing: 15s}
                events:
                  - at: 1h
                    calls: {ringTimeout: 10s}
                """) == [
                    "s.yaml:3: ringTimeout is 12 s; at least the minimumRing of 15 s is required",
                    "s.yaml:7: ringTimeout is 10 s; at least the minimumRing of 15 s is required",
                ])
    }

    @Test func `a scenario whose world changes too often is told so`() {
        let times = (0..<24).flatMap { hour in
            (0..<60).map { "{from: \"\(hour):\($0 < 10 ? "0" : "")\($0)\", exponential: 5s}" }
        }
        let text =
            "name: a\nduration: 300d\ncalls: {ring: [\(times.joined(separator: ", "))]}\n"
        #expect(throws: ConfigErrors.self) {
            try ScenarioFile(bytes: Array(text.utf8), path: "s.yaml")
        }
        do {
            _ = try ScenarioFile(bytes: Array(text.utf8), path: "s.yaml")
        } catch {
            #expect(
                error.description
                    == "s.yaml:2: the world changes more than 100,000 times; make duration "
                    + "shorter, or give fewer times of day")
        }
    }

    @Test func `all problems of a file are told, in the order of its lines`() {
        #expect(
            problems(
                """
                calls:
                  outcomes: {person: 80%, busy: 40%}
                  rign: 5s
                agents: {talk: {exponential: 0s}}
                events:
                  - {at: 9h, agents: 5}
                  - {at: -1s, agents: 5}
                """) == [
                    "s.yaml:4: outcomes sum to 120 %; at most 100 % is allowed",
                    "s.yaml:5: unknown key \"rign\"; did you mean ring?",
                    "s.yaml:6: exponential is 0 s; more than 0 s is required",
                    "s.yaml:8: at is 9 h, after the scenario's end; its duration is 8 h",
                    "s.yaml:9: at is -1 s; at least 0 s is required",
                ])
    }

    @Test(arguments: [
        ("", "s.yaml: the file is empty; a scenario needs at least name and calls"),
        ("- a\n", "s.yaml:1: a scenario is a mapping; begin with name: and calls:"),
        (
            "name: a\nmode: predictive\ntrunk: {lines: 5}\n",
            "s.yaml: this is a campaign; a scenario has calls, agents and a policy"
        ),
        ("agents: 5\n", "s.yaml:1: name is missing"),
        (
            "name: a\n? [b]\n: 5\n",
            "s.yaml:2: the scenario has a list or mapping for a key; a name is expected"
        ),
    ])
    func `what is no scenario is one problem`(text: String, sentence: String) {
        do {
            _ = try ScenarioFile(bytes: Array(text.utf8), path: "s.yaml")
            Issue.record("it was read")
        } catch {
            #expect(error.description == sentence)
        }
    }

    @Test func `a scenario is no campaign`() {
        #expect(
            DialConfigTests.problems(in: "name: a\ncalls: {setup: 2s}\npolicy: progressive\n") == [
                "c.yaml: this is a scenario; a campaign has a mode, leads and a trunk"
            ])
    }
}
