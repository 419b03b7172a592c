import DialModel
import Foundation
import Testing

@testable import DialConfig

/// Segments, routing and sequences as campaign files write them.
@Suite struct StrategyFileTests {
    private let head = """
        name: t
        mode: predictive
        agents: {count: 4, groups: {juniors: 3, seniors: {size: 1, skills: [german, law]}}}
        limits: {lines: 9}

        """

    private func file(_ text: String, mode: String = "predictive") throws -> CampaignFile {
        let text = head.replacingOccurrences(of: "predictive", with: mode) + text
        return try CampaignFile(bytes: Array(text.utf8), path: "t.yaml")
    }

    private func problems(_ text: String, mode: String = "predictive") -> [String] {
        do {
            _ = try file(text, mode: mode)
            return []
        } catch let error as ConfigErrors {
            return error.problems.map { "\($0)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `a segment has its priority, share, mode, groups and prime time`() throws {
        let file = try file(
            """
            routing: {choice: fewestCalls, overflow: 1s, reserve: [seniors]}
            segments:
              large: {priority: 1, mode: preview, skills: [law], primeTime: {mon-fri: 17:00-20:00}}
              small: {share: 2.5}
            events:
              - {at: 1h, segments: {small: {priority: 9}}, routing: sticky}
            """)
        #expect(file.plan.agents == 4 && file.plan.groups == ["juniors", "seniors"])
        #expect(file.plan.routing.choice == .fewestCalls)
        #expect(file.plan.routing.reserve == [false, true])
        let strategies = file.strategies(
            of: ["", "other", "small", "large"], in: ["", "UTC"],
            from: Instant(nanoseconds: 1_767_603_600_000_000_000))
        #expect(strategies.all.map(\.priority) == [5, 5, 5, 1])
        #expect(strategies.all.map(\.share) == [1, 1, 2.5, 1])
        #expect(strategies.all[3].mode == .preview && strategies.all[3].groups == [GroupID(1)])
        #expect(strategies.all[3].primeTime.count == 2 && strategies.all[2].primeTime == [])
        let changes = file.changes(numbering: ["", "other", "small", "large"])
        #expect(
            changes.map(\.command.text) == ["routing: sticky", "segment 2: priority 9"])
    }

    @Test func `with overflow never a segment's people have its groups alone`() throws {
        let file = try file(
            "routing: {overflow: never}\nsegments: {a: {groups: [seniors]}, b: {}}\n")
        #expect(file.segments.map(\.strategy.isExclusive) == [true, false])
    }

    @Test func `agents of other projects are not counted`() throws {
        let text = """
            name: spring
            mode: progressive
            agents: {groups: {a: {size: 2, projects: [Spring, autumn]}, b: {size: 5, projects: [x]}}}
            """
        let file = try CampaignFile(bytes: Array(text.utf8), path: "t.yaml")
        #expect(file.plan.agents == 2 && file.plan.groups == ["a"])
    }

    @Test(arguments: [
        ("segments: {a: {priority: 0}}", "priority is 0; at least 1 is required"),
        (
            "segments: {a: {share: 0}}",
            "share is \"0\"; a number above 0 and up to 1,000,000 is expected"
        ),
        (
            "segments: {a: {mode: predictive}}",
            "mode is \"predictive\"; known: preview, progressive"
        ),
        (
            "segments: {a: {groups: [boss]}}",
            "\"boss\" is no group of agents; known: juniors, seniors"
        ),
        (
            "segments: {a: {skills: [latin]}}",
            "no group has the skills latin; agents: groups: says which each has"
        ),
        ("segments: {a: {skill: law}}", "unknown key \"skill\"; did you mean skills?"),
        (
            "routing: {overflow: 2s}",
            "overflow is 2 s; people are held for 2 s (limits: hold), so less than that, or never, "
                + "is required"
        ),
        (
            "routing: {reserve: [juniors, seniors]}",
            "all groups are in reserve; at least one must not be"
        ),
        (
            "events: [{at: 1h, segments: {a: {priority: 1}}}]",
            "there is no segment \"a\"; the campaign has none"
        ),
    ])
    func `segments and routing that make no sense are an error`(text: String, sentence: String) {
        #expect(problems(text) == ["t.yaml:5: \(sentence)"])
    }

    @Test func `segments have no mode of their own in an automatic campaign`() {
        let text = "segments: {a: {mode: preview}}\nflow: [{name: a, hangUp: completed}]\n"
        #expect(
            problems(text, mode: "automatic").contains {
                $0.contains("campaign's mode is automatic")
            })
    }

    @Test func `a sequence is read, with its scripts`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("dialpace-sequence-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("# Hello".utf8).write(to: folder.appendingPathComponent("hello.md"))
        let text =
            head + """
                sequence:
                  survey: {script: hello.md, then: {interested: {call: offer, in: 3d}, follow-up: offer}}
                  offer: {}
                """
        let path = folder.appendingPathComponent("t.yaml").path
        let plan = try CampaignFile(bytes: Array(text.utf8), path: path).plan
        #expect(plan.sequence.steps.map(\.name) == ["survey", "offer"])
        #expect(plan.sequence.steps[0].script == "hello.md")
        #expect(
            plan.sequence.next(after: .connected(.interested), of: 0) == .init(1, after: .days(3)))
        #expect(plan.sequence.next(after: .connected(.followUp), of: 0) == .init(1, after: .zero))
        #expect(plan.sequence.next(after: .connected(.deal), of: 0) == nil)
    }

    @Test(arguments: [
        (
            "{a: {then: {deal: b}}, b: {then: {deal: {call: a, in: 1d}}}}",
            "a ─▶ b ─▶ a goes round for ever; a call that is to be repeated belongs in retry"
        ),
        (
            "{a: {then: {deal: a}}}",
            "a ─▶ a goes round for ever; a call that is to be repeated belongs in retry"
        ),
        ("{a: {}, b: {}}", "nothing leads to the call \"b\"; the sequence begins with \"a\""),
        ("{a: {then: {deal: c}}}", "\"c\" is no call of the sequence; did you mean a?"),
        ("{a: {then: {deal: {call: a}}}}", "in is missing"),
        (
            "{a: {script: missing.md}}",
            "script is \"missing.md\"; there is no such file as missing.md"
        ),
    ])
    func `a sequence that makes no sense is an error`(text: String, sentence: String) {
        let found = problems("sequence: \(text)\n")
        #expect(found.contains("t.yaml:5: \(sentence)"), "\(found)")
    }
}
