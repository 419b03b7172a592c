import DialModel
import Testing

@testable import DialConfig

/// What is wrong with a campaign file of this text; nothing when it is in order.
func problems(in text: String) -> [String] {
    do {
        _ = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml")
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// `lines`, from line 3 on, in a campaign that is otherwise in order.
func problems(_ mode: DialMode = .predictive, _ lines: String) -> [String] {
    problems(in: "name: spring\nmode: \(mode)\n\(lines)\n")
}

@Suite struct CampaignFaultTests {
    @Test(arguments: [
        ("limits: {ring: 12s}", "ring is 12 s; at least 15 s is required"),
        (
            "limits: {minimumRing: 30s}",
            "minimumRing is 30 s, but ring is 22 s; set ring to at least as much"
        ),
        ("limits: {ring: 22}", "ring is 22 without a unit; add ms, s, m, h or d"),
        (
            "limits: {ring: 12:30}",
            "ring is \"12:30\"; a time such as 12s, 1h30m or 7d is expected, in ms, "
                + "s, m, h and d"
        ),
        ("limits: {hold: -2s}", "hold is -2 s; at least 0 s is required"),
        ("limits: {talk: 0s}", "talk is 0 s; more than 0 s is required"),
        ("limits: {talk: 200000d}", "talk is \"200000d\"; at most 36525 d is allowed"),
        (
            "limits: {talk: 99999999999999999999s}",
            "talk is \"99999999999999999999s\"; at most 36525 d is allowed"
        ),
        ("limits: {lines: 0}", "lines is 0; at least 1 is required"),
        ("limits: {lines: 1e3}", "lines is \"1e3\"; a whole number is expected"),
        ("limits: {lines: 0x10}", "lines is \"0x10\"; a whole number is expected"),
        ("limits: {lines: no}", "lines is \"no\"; a whole number is expected"),
        ("limits: {lines: 1000000}", "lines is 1000000; at most 100000 is allowed"),
        (
            "limits: {lines: 99999999999999999999}",
            "lines is \"99999999999999999999\"; a whole number is expected"
        ),
        ("limits: {callsPerSecond: 0}", "callsPerSecond is 0; more than 0 is required"),
        ("limits: {callsPerSecond: inf}", "callsPerSecond is \"inf\"; a number is expected"),
        ("limits: {callsPerSecond: many}", "callsPerSecond is \"many\"; a number is expected"),
        ("limits: {lines: [1, 2]}", "lines is a list; one value is expected"),
        ("limits: {lines: {a: 1}}", "lines has keys of its own; one value is expected"),
        ("limits: {lines: }", "lines has no value; give it one or remove the key"),
        ("limits: 5", "limits is no mapping; keys with values are expected"),
        ("limits:", "limits is empty; give it keys or remove it"),
        ("limits: {line: 5}", "unknown key \"line\"; did you mean lines?"),
        ("recrod: {decisions: true}", "unknown key \"recrod\"; did you mean record?"),
        (
            "abandonment: {colour: blue}",
            "unknown key \"colour\"; known: cap, window, work, name, falsePositives"
        ),
        ("agents: 0", "agents are 0; at least 1 is required"),
        ("agents: {count: -1}", "count is -1; at least 0 is required"),
        ("agents: {count: 0}", "agents are 0; at least 1 is required"),
        ("agents: {skips: 120%}", "skips is 120 %; at most 100 % is allowed"),
        ("agents: {skips: -1%}", "skips is -1 %; at least 0 % is required"),
        ("agents: {skips: 5}", "skips is 5; write 5% or a share such as 0.03"),
        ("agents: {skips: few}", "skips is \"few\"; a percentage such as 3% is expected"),
        (
            "agents: {dispositions: {deal: 60%, refused: 50%}}",
            "dispositions sum to 110 %; at most 100 % is allowed"
        ),
        (
            "agents: {dispositions: {deal: 60%}}",
            "dispositions sum to 60 %; 100 % is required"
        ),
        (
            "agents: {dispositions: {dael: 100%}}",
            "\"dael\" is no disposition; did you mean deal?"
        ),
        (
            "agents: {dispositions: {abandoned: 100%}}",
            "no agent talks to a person who was abandoned; remove it"
        ),
        ("agents: {groups: []}", "groups are 0; 1 to 256 are allowed"),
        ("agents: {groups: [a, b, a]}", "the group \"a\" is given twice"),
        ("agents: {talk: {lognormal: {mean: 10s}}}", "cv is missing"),
        (
            "agents: {talk: {lognormal: {mean: 0s, cv: 1}}}",
            "mean is 0 s; more than 0 s is required"
        ),
        ("agents: {talk: {lognormal: {mean: 5s, cv: -1}}}", "cv is -1; at least 0 is required"),
        (
            "agents: {talk: {gauss: {mean: 10s}}}",
            "talk has the unknown distribution \"gauss\"; "
                + "known: constant, uniform, exponential, lognormal, weibull, gamma, erlang, "
                + "mixture, empirical"
        ),
        (
            "agents: {talk: {constant: 1s, exponential: 2s}}",
            "talk has 2 distributions; exactly 1 is expected"
        ),
        (
            "agents: {talk: {uniform: {from: 3s, to: 1s}}}",
            "uniform goes from 3 s to 1 s; from must not exceed to"
        ),
        ("agents: {breaks: {length: 5m}}", "every is missing"),
        (
            "agents: {notice: soon}",
            "notice is \"soon\"; a time such as 12s, 1h30m or 7d is expected, in ms, "
                + "s, m, h and d"
        ),
        ("agents: {notice: -5s}", "notice is -5 s; at least 0 s is required"),
        ("agents: {breaks: {every: 1s}}", "every is 1 s; at least 60 s is required"),
        ("pacing: predicitve", "pacing is \"predicitve\"; did you mean predictive?"),
        ("pacing: {fixedRatio: 0.05}", "fixedRatio is 0.05; at least 0.1 is required"),
        (
            "pacing: {predictive: {abandonment: 100%}}",
            "abandonment is 100 %; less than 100 % is required"
        ),
        (
            "pacing: {predictive: {abandonment: 0%}}",
            "abandonment is 0 %; more than 0 % is required"
        ),
        (
            "pacing: {predictive: {callsPerAgent: 0.5}}",
            "callsPerAgent is 0.5; at least 1 is required"
        ),
        (
            "pacing: {targetOccupancy: 100%}",
            "targetOccupancy is 100 %; less than 100 % is required"
        ),
        ("pacing: {targetWait: {wait: 3h}}", "wait is 3 h; at most 1 h is allowed"),
        (
            "pacing: {targetOccupancy: {occupancy: 80%, abandonment: 0%}}",
            "abandonment is 0 %; more than 0 % is required"
        ),
        (
            "pacing: targetWait",
            "pacing is targetWait without its wait; write {targetWait: 10s}"
        ),
        (
            "pacing: fixedRatio",
            "pacing is fixedRatio without its ratio; write {fixedRatio: 2.5}"
        ),
        ("pacing: {fixedRatio: {busy: 0.1}}", "ratio is missing"),
        ("pacing: {fixedRatio: {ratio: 3, busy: 1.5}}", "busy is 1.5; at most 1 is allowed"),
        ("pacing: {progressive: 1}", "progressive has no numbers; write progressive alone"),
        ("pacing: {slow: 1}", "pacing is \"slow\"; \(knownPolicies)"),
        ("retry: {attempts: 0}", "attempts is 0; at least 1 is required"),
        ("retry: {attempts: 2000}", "attempts is 2000; at most 1000 is allowed"),
        (
            "retry: {after: {no anwser: 2h}}",
            "\"no anwser\" is no disposition; did you mean no answer?"
        ),
        ("retry: {after: {busy: 15}}", "busy is 15 without a unit; add ms, s, m, h or d"),
        ("retry: {after: {no answer: 1h, noAnswer: 2h}}", "\"noAnswer\" is given twice"),
        ("machine: hang up later", "machine is \"hang up later\"; known: hangUp, agent"),
        ("screening: maybe", "screening is \"maybe\"; true or false is expected"),
        ("preview: {whenTimeRunsOut: dail}", "whenTimeRunsOut is \"dail\"; did you mean dial?"),
        ("dispositions: {connected: [deal]}", "the disposition \"deal\" is there already"),
        ("dispositions: {connected: [a, b, a]}", "the disposition \"a\" is there already"),
        ("recordings: {greeting: 0s}", "greeting is 0 s; more than 0 s is required"),
        ("notice: notise", "\"notise\" is no recording; did you mean notice?"),
        ("trunk: {profile: softswich}", "profile is \"softswich\"; did you mean softswitch?"),
        (
            "trunk: {outcomes: {person: 60%, machine: 52%}}",
            "outcomes sum to 112 %; at most 100 % is allowed"
        ),
        (
            "trunk: {outcomes: {persons: 60%}}",
            "\"persons\" is no outcome of a call; did you mean person?"
        ),
        (
            "trunk: {screening: {personTakenForMachine: 60%, notSure: 50%}}",
            "personTakenForMachine and notSure sum to 110 %; at most 100 % is allowed"
        ),
        (
            "trunk: {keys: {12: 5%}}",
            "\"12\" is no key of a telephone; 0 to 9, \"*\" or \"#\" is expected"
        ),
        ("trunk: {force: all}", "force is \"all\"; known: standard, none"),
        (
            "trunk: {force: {9a: busy}}",
            "\"9a\" is no ending of a number; 1 to 15 digits are expected"
        ),
        ("seed: -1", "seed is \"-1\"; a whole number from 0 to 18446744073709551615 is expected"),
        (
            "start: tomorrow",
            "start is \"tomorrow\"; a time such as 2026-01-05T09:00:00Z is expected"
        ),
        (
            "start: 2026-02-30T09:00:00Z",
            "start is \"2026-02-30T09:00:00Z\"; a time such as 2026-01-05T09:00:00Z is expected"
        ),
        (
            "start: 2026-01-05T09:00:00",
            "start is \"2026-01-05T09:00:00\" without a zone; add Z, an offset such as +01:00, or "
                + "timeZone"
        ),
        (
            "timeZone: Europe/Budapst",
            "\"Europe/Budapst\" is no time zone; did you mean Europe/Budapest?"
        ),
        ("timeZone: London", "\"London\" is no time zone; did you mean Europe/London?"),
        (
            "timeZone: x", "\"x\" is no time zone; a name such as Europe/Budapest is expected"
        ),
        ("leads: {number: phone}", "file is missing"),
        (
            "leads: {file: a.csv, country: UK}",
            "country is \"UK\", which is no country; did you mean GB?"
        ),
        (
            "leads: {file: a.csv, country: \"36\"}",
            "country is \"36\", which is no country; two letters such as US or HU are expected"
        ),
        (
            "leads: {file: a.csv, country: GB, countryCode: 1}",
            "country is GB, whose numbers begin with +44; countryCode is 1"
        ),
        (
            "leads: {file: a.csv, numbers: checked}",
            "numbers is \"checked\"; known: valid, any"
        ),
        (
            "leads: {file: a.csv, countryCode: US}",
            "countryCode is \"US\"; 1 to 3 digits such as 1 or 36 are expected"
        ),
        ("duration: 0s", "duration is 0 s; more than 0 s is required"),
        (
            "events: [{at: 1h}]",
            "the event changes nothing; add mode, agents, lines or the like"
        ),
        ("events: [{agents: 5}]", "at is missing"),
        ("events: [{at: -1h, agents: 5}]", "at is -1 h; at least 0 s is required"),
        ("events: [{at: 1h, ring: 5s}]", "ring is 5 s; at least 15 s is required"),
        (
            "events: [{at: 1h, mode: automatic}]",
            "the event changes to automatic mode, but there is no flow; add one"
        ),
        ("events: [{at: 1h, do: halted}]", "do is \"halted\"; did you mean halt?"),
        ("events: [pause]", "an event is {at: 1h, …}, not a word"),
        ("? [a, b]\n: 5", "the campaign has a list or mapping for a key; a name is expected"),
    ])
    func `a wrong value is named with its line, its unit and what is allowed`(
        line: String, sentence: String
    ) {
        #expect(problems(.predictive, line) == ["c.yaml:3: \(sentence)"])
    }

    @Test func `an event after the campaign's end is an error`() {
        #expect(
            problems(.predictive, "duration: 8h\nevents:\n  - at: 9h\n    agents: 5") == [
                "c.yaml:5: at is 9 h, after the campaign's end; its duration is 8 h"
            ])
    }

    @Test func `all problems of a file are told, in the order of its lines`() {
        let text = """
            mode: predictve
            limits:
              lines: 0
              ring: 12s
              hodl: 2s
            agents: {count: 20, skips: 300%}
            retry:
              after:
                bussy: 15m
            """
        #expect(
            problems(in: text) == [
                "c.yaml:1: name is missing",
                "c.yaml:1: mode is \"predictve\"; did you mean predictive?",
                "c.yaml:3: lines is 0; at least 1 is required",
                "c.yaml:4: ring is 12 s; at least 15 s is required",
                "c.yaml:5: unknown key \"hodl\"; did you mean hold?",
                "c.yaml:6: skips is 300 %; at most 100 % is allowed",
                "c.yaml:9: \"bussy\" is no disposition; did you mean busy?",
            ])
    }

    @Test(arguments: [
        ("", "c.yaml: the file is empty; a campaign needs at least name and mode"),
        ("# nothing\n", "c.yaml: the file is empty; a campaign needs at least name and mode"),
        ("- a\n- b\n", "c.yaml:1: a campaign is a mapping; begin with name: and mode:"),
        ("hello\n", "c.yaml:1: a campaign is a mapping; begin with name: and mode:"),
        ("name: a\n\tmode: b\n", "c.yaml:2: a tab indents this line; YAML wants spaces"),
        (
            "name: a\nlimits: {lines: 5\nmode: preview\n",
            "c.yaml:3: not valid YAML: did not find expected ',' or '}' while parsing a flow "
                + "mapping begun in line 2"
        ),
        (
            "name: a: b\n",
            "c.yaml:1: not valid YAML: mapping values are not allowed in this context"
        ),
        ("name: *x\n", "c.yaml:1: not valid YAML: found undefined alias"),
        (
            "name: a\n---\nname: b\n",
            "c.yaml:2: a second document begins; a campaign file holds one"
        ),
        (
            "name: a\nmode: preview\nname: b\n",
            "c.yaml:3: name is given twice; the first is in line 1"
        ),
        (
            "name: a\nlimits:\n  lines: 5\n  ring: 20s\n  lines: 6\n",
            "c.yaml:5: lines is given twice; the first is in line 3"
        ),
        ("name: a\nlimits: {lines: 5, lines: 6}\n", "c.yaml:2: lines is given twice"),
        ("name: a\nmode: \u{1b}[1m\n", "c.yaml:2: the character \\u{1B} is not allowed"),
    ])
    func `a text that is no mapping is one problem with its line`(text: String, sentence: String) {
        #expect(problems(in: text) == [sentence])
    }

    @Test(arguments: [
        ([UInt8]("name: a\nmode: ".utf8) + [0xff, 0x0a], "c.yaml:2: the text is not valid UTF-8"),
        (
            [0x7f, 0x45, 0x4c, 0x46, 0, 0],
            "c.yaml: the file is binary; a campaign file is UTF-8 text"
        ),
        (
            [0x00, 0x01, 0x02],
            "c.yaml: the file is binary; a campaign file is UTF-8 text"
        ),
    ])
    func `bytes that are no text are one problem`(bytes: [UInt8], sentence: String) {
        #expect(throws: ConfigErrors.self) { try CampaignFile(bytes: bytes, path: "c.yaml") }
        do {
            _ = try CampaignFile(bytes: bytes, path: "c.yaml")
        } catch {
            #expect(error.description == sentence)
        }
    }

    /// Made here: as an argument, two million bytes would stand in the tests' log.
    @Test func `a file that is too large is one problem`() {
        let bytes = [UInt8](repeating: 0x20, count: 2 << 20)
        do {
            _ = try CampaignFile(bytes: bytes, path: "c.yaml")
            Issue.record("it was read")
        } catch {
            let sentence = "c.yaml: the file has 2097152 bytes; at most 1048576 are allowed"
            #expect(error.description == sentence)
        }
    }

    @Test(arguments: [500, 999, 20_000])
    func `lists in lists without end are problems, not a crash`(depth: Int) {
        let open = String(repeating: "[", count: depth)
        let close = String(repeating: "]", count: depth)
        #expect(!problems(in: "name: a\nmode: \(open)\(close)").isEmpty)
    }

    @Test(arguments: [
        ("/nowhere/c.yaml", "/nowhere/c.yaml: there is no such file"),
        ("/tmp", "/tmp: this is a directory; a file is expected"),
        (
            "/etc/passwd/c.yaml",
            "/etc/passwd/c.yaml: there is no such file; a part of its path is no directory"
        ),
        ("", "\"\": this is no path"),
    ])
    func `a file that cannot be read is one clear line`(path: String, sentence: String) {
        do {
            _ = try CampaignFile.read(path)
            Issue.record("it was read")
        } catch {
            #expect(error.description == sentence)
        }
    }
}
