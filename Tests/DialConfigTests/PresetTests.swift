import DialModel
import Foundation
import Testing

@testable import DialConfig

/// What campaigns take over from presets.
@Suite struct PresetTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.folder("presets")
        try folder.folder("scripts")
    }

    /// A preset called `name`; three lines stand before `settings`.
    private func preset(_ name: String, _ settings: String) {
        let head = "title: A preset\nfor: everybody\npurpose: to be tested\n"
        _ = folder.file("presets/\(name).yaml", (head + settings).utf8)
    }

    private func campaign(_ text: String) throws(ConfigErrors) -> CampaignFile {
        try CampaignFile.read(folder.file("c.yaml", ("name: c\n" + text).utf8))
    }

    /// What is wrong, without the folder.
    private func told(_ text: String) -> [String] {
        do {
            _ = try campaign(text)
            return []
        } catch {
            return error.problems.map {
                $0.description.replacing("\(folder.path)/", with: "")
            }
        }
    }

    @Test func `a campaign's own keys hold in place of its preset's, one level deep`() throws {
        preset(
            "calm",
            """
            mode: progressive
            pacing: {predictive: {abandonment: 1%}}
            retry: {attempts: 2, after: {busy: 1h, no answer: 1h}}
            preview: {time: 3m, whenTimeRunsOut: skip}
            goal: {primary: deal, secondary: interested}
            """)
        let plain = try campaign("preset: calm")
        #expect(plain.plan.mode == .progressive)
        #expect(plain.plan.retry.attempts == 2)
        #expect(
            plain.plan.goals
                == Goals(primary: [.connected(.deal)], secondary: [.connected(.interested)]))
        #expect(plain.presets.map(\.name) == ["calm"])
        let own = try campaign(
            """
            preset: calm
            mode: predictive
            pacing: {fixedRatio: 2}
            retry: {after: {busy: 5m}}
            preview: {time: 1m}
            goal: {primary: follow-up}
            """)
        #expect(own.plan.mode == .predictive)
        #expect(own.plan.pacing == .fixedRatio(2, busy: 0))
        #expect(own.plan.retry.attempts == 2)
        #expect(own.plan.retry.after == [.notConnected(.busy): .minutes(5)])
        #expect(own.plan.preview.time == .minutes(1))
        #expect(own.plan.preview.whenTimeRunsOut == .skip)
        #expect(own.plan.goals == Goals(primary: [.connected(.followUp)]))
    }

    @Test func `of several presets the one named last holds, after the campaign itself`() throws {
        preset(
            "one", "mode: preview\nretry: {attempts: 2}\ncallbacks: {tolerance: 7m, ownAgent: 1m}")
        preset("two", "mode: progressive\nretry: {attempts: 3}\nsegments: {a: {priority: 2}}")
        let file = try campaign("presets: [one, two]\nsegments: {b: {priority: 1}}")
        #expect(file.plan.mode == .progressive)
        #expect(file.plan.retry.attempts == 3)
        #expect(file.plan.callbacks.tolerance == .minutes(7))
        #expect(file.segments.map(\.strategy.name) == ["b", "a"])
        #expect(file.presets.map(\.name) == ["one", "two"])
        let turned = try campaign("presets: [two, one]\nretry: {attempts: 4}")
        #expect(turned.plan.mode == .preview)
        #expect(turned.plan.retry.attempts == 4)
    }

    @Test func `files that a preset names are looked for beside it`() throws {
        _ = folder.file("scripts/offer.md", "# Offer".utf8)
        _ = folder.file("presets/dnc.txt", "+12125550100\n".utf8)
        preset(
            "calls",
            "sequence: {offer: {script: ../scripts/offer.md}}\nprotection: {doNotCall: dnc.txt}")
        let file = try campaign("preset: calls\nmode: preview")
        #expect(
            file.plan.sequence.steps.map(\.script) == [
                "\(folder.path)/presets/../scripts/offer.md"
            ])
        #expect(file.doNotCall.map(\.numbers) == [1])
    }

    /// In the preset, in the campaign, and what is told.
    private static let faults: [(String, String, [String])] = [
        (
            "retry: {attempts: 0}", "mode: preview\npreset: p",
            ["presets/p.yaml:4: attempts is 0; at least 1 is required"]
        ),
        (
            "retry: {attempts: 2}", "mode: preview\npreset: p\nretry: {attempts: 0}",
            ["c.yaml:4: attempts is 0; at least 1 is required"]
        ),
        (
            "\nretry:\n  colour: red\n", "mode: preview\npreset: p\nretry: {attempts: 2}",
            ["presets/p.yaml:6: unknown key \"colour\"; known: attempts, dayParts, after"]
        ),
        (
            "mode: preview\nretry: [", "mode: preview\npreset: p",
            [
                "presets/p.yaml:6: not valid YAML: did not find expected node content while parsing "
                    + "a flow node"
            ]
        ),
        (
            "leads: people.csv", "mode: preview\npreset: p",
            [
                "presets/p.yaml:4: a preset may not set \"leads\"; known: title, for, purpose, goal, "
                    + "mode, pacing, retry, connect, segments, routing, sequence, confirmation, "
                    + "callbacks, dispositions, preview, machine, recordings, protection"
            ]
        ),
        (
            "mode: preview", "preset: pp",
            ["c.yaml:2: there is no preset \"pp\" in presets and ../presets; did you mean p?"]
        ),
        (
            "mode: preview", "presets: [p, p]",
            ["c.yaml:2: the preset presets/p.yaml is named twice"]
        ),
        (
            "mode: preview", "preset: p\npresets: [p]",
            [
                "c.yaml:2: preset and presets are given; only one is allowed",
                "c.yaml:3: the preset presets/p.yaml is named twice",
            ]
        ),
        ("retry: {attempts: 2}", "preset: p", ["c.yaml:1: mode is missing"]),
        (
            "goal: {primary: busy}", "mode: preview\npreset: p",
            [
                "presets/p.yaml:4: primary is an outcome of calls in which nobody is reached; one "
                    + "such as deal is expected"
            ]
        ),
        (
            "mode: preview", "preset: p\ngoal: {primary: deal, secondary: [deal]}",
            ["c.yaml:3: deal is in both goals; one is allowed"]
        ),
        ("mode: preview", "preset: p\ngoal: {secondary: deal}", ["c.yaml:3: primary is missing"]),
    ]

    @Test(arguments: faults)
    func `every fault names the file and the line it stands in`(
        settings: String, text: String, expected: [String]
    ) {
        preset("p", settings)
        #expect(told(text) == expected)
    }

    @Test func `a preset is checked by itself, and says what it is`() throws {
        _ = folder.file("presets/bare.yaml", "mode: preview\nseed: 1\n".utf8)
        do throws(ConfigErrors) {
            _ = try Preset.read("\(folder.path)/presets/bare.yaml")
            Issue.record("it is no preset")
        } catch {
            #expect(
                error.problems.map { "\($0.line ?? 0) \($0.text.prefix(31))" } == [
                    "1 title is missing", "1 for is missing", "1 purpose is missing",
                    "2 a preset may not set \"seed\"; kn",
                ])
        }
    }
}

/// The presets that come with the product.
@Suite struct ShippedPresetTests {
    private static let names = [
        "churning", "intending", "non-customer", "potential", "target", "tiers", "won",
    ]

    @Test func `there is one for each audience, and one for tiers`() {
        let shelf = PresetShelf(beside: "\(campaigns)/demo.yaml")
        #expect(shelf.presets.map(\.name) == Self.names)
        for (_, path) in shelf.presets {
            #expect(checkFile(path).problems == [])
        }
    }

    @Test(arguments: names)
    func `every preset goes with every set of rules`(name: String) throws {
        let shelf = RuleShelf(beside: "\(campaigns)/demo.yaml")
        #expect(shelf.ruleSets.count > 10)
        for (rules, path) in shelf.ruleSets {
            // On a day on which the set is in force.
            let day = try RuleSet.read(path).from.map { "\($0)" } ?? "2026-01-05"
            let text = """
                name: x
                presets: [\(name)]
                rules: [\(rules)]
                start: \(day)T12:00:00Z
                abandonment: {cap: 3%, falsePositives: 0.4%}
                callerIdentity: {number: "+12025550188"}
                \(name == "tiers" ? "mode: predictive" : "")
                """
            let file = try? CampaignFile(
                bytes: Array(text.utf8), path: "\(campaigns)/x.yaml")
            #expect(file?.presets.count == 1, "\(rules)")
        }
    }

    @Test(arguments: [
        ("potential", "campaign 'potential', predictive, 8 agents, 240 leads"),
        ("target", "campaign 'target', predictive, 8 agents, 240 leads"),
        ("intending", "campaign 'intending', progressive, 6 agents, 240 leads"),
        ("won", "campaign 'won', progressive, 6 agents, 240 leads"),
        ("churning", "campaign 'churning', preview, 6 agents, 240 leads"),
        ("non-customer", "campaign 'non-customer', progressive, 4 agents, 240 leads"),
        ("tiers", "campaign 'tiers', predictive, 8 agents, 240 leads"),
    ])
    func `the campaign of every preset is in order`(name: String, summary: String) {
        let result = checkFile("\(campaigns)/\(name).yaml")
        #expect(result.problems == [] && result.rejections == [])
        #expect(result.summary == summary)
    }
}
