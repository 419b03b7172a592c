import DialModel
import DialTones
import Foundation
import Testing

@testable import DialConfig

/// The tone plans that are shipped, and those that users write.
@Suite struct TonePlanTests {
    private static let shelf = ToneShelf(folders: ["\(campaigns)/../tones"])
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func own(_ name: String = "hu", _ text: String) throws(ConfigErrors) -> TonePlan {
        let path = folder.file("\(name).yaml", text.utf8)
        return try ToneShelf(folders: [folder.path] + Self.shelf.folders).plan(at: path)
    }

    /// What is wrong with a tone of Hungary, whose variants begin in line 5.
    private func told(_ variant: String) -> [String] {
        do throws(ConfigErrors) {
            _ = try own("hu", "country: hu\nname: Hungary\ntones:\n  busy:\n\(variant)\n")
            return []
        } catch {
            return error.problems.map { "\($0.line ?? 0): \($0.text)" }
        }
    }

    @Test func `every tone of every country can be read and played`() throws {
        let plans = Self.shelf.plans
        #expect(plans.count == 170)
        var counts: [PlannedTone.Status: Int] = [:]
        var tones = 0
        for (name, path) in plans {
            let plan = try Self.shelf.plan(at: path)
            #expect(plan.country == name && checkFile(path).isGood)
            tones += plan.tones.count
            for variants in plan.tones.values {
                #expect(variants.contains { $0.status == .conflict } == (variants.count > 1))
                for variant in variants {
                    counts[variant.status, default: 0] += 1
                    #expect(variant.status == .confirmed ? variant.sources.count > 1 : true)
                    try plays(variant.spec, in: path)
                }
                #expect(
                    variants.dropFirst().allSatisfy { $0.status == .conflict },
                    "\(path): a tone that is confirmed stands first")
            }
        }
        #expect(tones == 845)
        #expect(counts == [.confirmed: 155, .conflict: 282, .single: 581])
    }

    /// A cadence of it, or a second, in which what should sound does.
    private func plays(_ spec: ToneSpec, in path: String) throws {
        var generator = try ToneGenerator(spec, rate: 8_000)
        var place = 0
        for segment in spec.segments {
            let length = segment.length.map { Int($0.nanoseconds * 8 / 1_000_000) } ?? 8_000
            var block = [Int16](repeating: 0, count: length)
            var span = block.mutableSpan
            #expect(generator.fill(&span) == length, "\(path)")
            #expect(
                block.contains { $0 != 0 } == (segment.sound != .silence), "\(path) at \(place)")
            place += length
        }
    }

    @Test func `Hungary's tones are as its file says`() throws {
        let plan = try own(
            "hu", String(contentsOfFile: "\(campaigns)/../tones/hu.yaml", encoding: .utf8))
        #expect(plan.name == "Hungary")
        let usual = Level.usualDecibels
        let ringback = try #require(plan.tones[.ringback]?.first)
        #expect(
            ringback.spec
                == ToneSpec([
                    ToneSegment(
                        .tones([Tone(425, levelDecibels: usual)]), for: .milliseconds(1_200)),
                    ToneSegment(.silence, for: .milliseconds(3_700)),
                ]))
        #expect(ringback.status == .confirmed && !ringback.hasLevel)
        #expect(ringback.sources.map(\.name) == ["spandsp", "asterisk", "dahdi", "freeswitch"])
        #expect(
            plan.tones[.dial]?.first?.spec
                == ToneSpec(
                    [ToneSegment(.tones([Tone(425, levelDecibels: usual)]))], repeats: false))
        #expect(plan.tones[.callWaiting]?.map(\.status) == [.conflict, .conflict])
        #expect(plan.tones[.unobtainable] == nil)
    }

    @Test(arguments: [
        ("us", CallTone.dial, [-13.0, -13]), ("us", .busy, [-24, -24]), ("gb", .dial, [-22, -18]),
        ("gb", .congestion, [-25]), ("de", .busy, [-10]),
    ])
    func `levels are the plan's, else together as loud as is usual`(
        country: String, tone: CallTone, levels: [Double]
    ) throws {
        let plan = try Self.shelf.plan(at: "\(campaigns)/../tones/\(country).yaml")
        let segment = try #require(plan.tones[tone]?.first?.spec.segments.first)
        guard case .tones(let tones) = segment.sound else { throw ConfigErrors(country, "silent") }
        #expect(tones.map(\.levelDecibels) == levels)
    }

    @Test func `what a plan may say`() throws {
        let plan = try own(
            "no",
            """
            country: no
            name: Norway
            tones:
              dial: {plays: {hz: [350, 440]}, status: own}
              busy:
                - plays: [{hz: 400, modulation: 25, for: 0.4s}, {silence: 200 ms}]
                  status: own
                  level: -20
                - plays: [{hz: 400, modulation: 25, depth: 50%, for: 400ms}]
                  status: own
                  once: true
            """)
        let dial = try #require(plan.tones[.dial]?.first)
        let half = Level.usualDecibels(each: 2)
        #expect(abs(half + 13.01) < 0.001)
        #expect(
            dial.spec.segments == [
                ToneSegment(
                    .tones([Tone(350, levelDecibels: half), Tone(440, levelDecibels: half)]))
            ])
        let busy = try #require(plan.tones[.busy])
        #expect(
            busy.map(\.spec) == [
                ToneSpec([
                    ToneSegment(
                        .tones([Tone(400, levelDecibels: -20, modulation: .init(25, depth: 0.9))]),
                        for: .milliseconds(400)),
                    ToneSegment(.silence, for: .milliseconds(200)),
                ]),
                ToneSpec(
                    [
                        ToneSegment(
                            .tones([
                                Tone(400, levelDecibels: -10, modulation: .init(25, depth: 0.5))
                            ]),
                            for: .milliseconds(400))
                    ], repeats: false),
            ])
    }

    private static let ok = "{hz: 425, for: 1s}"

    @Test(arguments: [
        ("    - {plays: [\(ok)], status: own}", []),
        ("    - {plays: [\(ok)]}", ["5: status is missing"]),
        ("    - {status: own}", ["5: plays is missing"]),
        ("    []", ["4: busy has no variant; at least 1 is required"]),
        ("    - {plays: [], status: own}", ["5: plays has 0 segments; 1 to 64 are expected"]),
        (
            "    - {plays: [{silence: 1s}], status: own}",
            ["5: plays is all silence; at least 1 tone is required"]
        ),
        (
            "    - {plays: [\(ok)], status: sure}",
            ["5: status is \"sure\"; known: confirmed, single, conflict, own"]
        ),
        ("    - {plays: [\(ok)], status: single}", ["5: sources are 0; single needs at least 1"]),
        (
            "    - {plays: [\(ok)], status: confirmed, sources: dahdi}",
            ["5: sources are 1; confirmed needs at least 2"]
        ),
        (
            "    - {plays: [\(ok)], status: single, sources: [asterix]}",
            [
                "5: \"asterix\" is no source; did you mean asterisk?",
                "5: sources are 0; single needs at least 1",
            ]
        ),
        (
            "    - {plays: [{hz: 425, for: -1s}], status: own}",
            ["5: for is -1 s; at least 1 ms is required"]
        ),
        (
            "    - {plays: [{hz: 425, for: 300}], status: own}",
            ["5: for is 300 without a unit; add ms, s, m, h or d"]
        ),
        (
            "    - {plays: [{hz: 425, for: 6m}], status: own}",
            ["5: for is 6 min; at most 5 min is allowed"]
        ),
        (
            "    - {plays: [{silence: 0s}, \(ok)], status: own}",
            ["5: silence is 0 s; at least 1 ms is required"]
        ),
        (
            "    - {plays: [{hz: 4000}], status: own}",
            ["5: hz is 4000; at least 10 and less than 4000 Hz are allowed"]
        ),
        (
            "    - {plays: [{hz: [350, -440]}], status: own}",
            ["5: hz is -440; at least 10 and less than 4000 Hz are allowed"]
        ),
        ("    - {plays: [{hz: A4}], status: own}", ["5: hz is \"A4\"; a number is expected"]),
        (
            "    - {plays: [{hz: [1, 2, 3, 4, 5]}], status: own}",
            (1...5).map { "5: hz is \($0); at least 10 and less than 4000 Hz are allowed" }
        ),
        (
            "    - {plays: [{hz: [11, 12, 13, 14, 15]}], status: own}",
            ["5: hz has 5 frequencies; 1 to 4 are expected"]
        ),
        ("    - {plays: [{hz: [350, 350]}], status: own}", ["5: hz has a frequency twice"]),
        ("    - {plays: [{for: 1s}], status: own}", ["5: hz is missing"]),
        (
            "    - {plays: [{hz: 425, silence: 1s}], status: own}",
            ["5: a segment has silence and hz"]
        ),
        (
            "    - {plays: [{hz: 425, fro: 1s}], status: own}",
            ["5: unknown key \"fro\"; did you mean for?"]
        ),
        (
            "    - {plays: [{hz: 425}, {silence: 1s}], status: own}",
            ["5: a segment goes on for ever and is not the last; give it a time with for"]
        ),
        (
            "    - {plays: [{hz: 425}], status: own, once: true}",
            ["5: once is set, but the last segment goes on for ever"]
        ),
        (
            "    - {plays: [{hz: 400, modulation: 400}], status: own}",
            ["5: modulation is 400; at most 200 is allowed"]
        ),
        (
            "    - {plays: [{hz: 40, modulation: 40}], status: own}",
            ["5: modulation is 40 Hz; less than the 40 Hz of the tone is required"]
        ),
        (
            "    - {plays: [{hz: 400, depth: 90%}], status: own}",
            ["5: depth is set without modulation; say at how many Hz"]
        ),
        (
            "    - {plays: [\(ok)], status: own, level: 4}",
            ["5: level is 4; at most 3.14 is allowed"]
        ),
        (
            "    - {plays: [\(ok)], status: own, level: [-9, -7]}",
            ["5: level has 2 numbers, but 1 frequency sounds; give 1 or as many"]
        ),
        (
            "    - {plays: [{hz: [350, 440]}], status: own, level: 0}",
            [
                "5: the peaks of what sounds at once are 2.89 dB over full scale; make it softer by as "
                    + "much"
            ]
        ),
        (
            "    - {plays: [\(ok)], status: own}\n    - {plays: [\(ok)], status: own}",
            ["6: busy has a variant twice"]
        ),
        (
            "    - {plays: [\(ok)], status: own}\n  bussy: 1",
            ["6: unknown key \"bussy\"; did you mean busy?"]
        ),
        (
            "    - {plays: [\(ok)], status: own}\n  busy: 1",
            ["6: busy is given twice; the first is in line 4"]
        ),
    ])
    func `what a plan may not say is told by its line`(variant: String, problems: [String]) {
        #expect(told(variant) == problems)
    }

    @Test(arguments: [
        ("name: x\ntones: {}", ["country is missing"]),
        ("country: hu\nname: x", ["tones is missing"]),
        (
            "country: de\nname: x\ntones: {}",
            ["country is \"de\", but the file is hu.yaml; they must agree"]
        ),
        (
            "country: hu\nname: x\ntones: {}\nnotes: y",
            ["unknown key \"notes\"; known: country, name, tones"]
        ),
        ("", ["the file is empty; a tone plan needs at least country and name and tones"]),
    ])
    func `a plan says whose it is`(text: String, problems: [String]) {
        #expect {
            try own("hu", text)
        } throws: { ($0 as? ConfigErrors)?.problems.map(\.text) == problems }
    }

    @Test func `a country has two small letters`() {
        #expect {
            try own("Hungary", "country: Hungary\nname: x\ntones: {}")
        } throws: {
            "\($0)".hasSuffix("country is \"Hungary\"; two small letters such as hu are expected")
        }
    }

    @Test func `a file of an earlier folder hides a later one, and sources are put together`()
        throws
    {
        _ = folder.file("sources.yaml", "toneSources: {mine: {title: My ears}}".utf8)
        let path = folder.file(
            "hu.yaml",
            """
            country: hu
            name: Hungary
            tones: {busy: {plays: [\(Self.ok)], status: confirmed, sources: [mine, asterisk]}}
            """.utf8)
        let shelf = ToneShelf(folders: [folder.path] + Self.shelf.folders)
        #expect(shelf.plans.count == 170)
        #expect(shelf.plans.first { $0.name == "hu" }?.path == path)
        let sources = try shelf.plan(at: path).tones[.busy]?.first?.sources
        #expect(sources?.map(\.name) == ["mine", "asterisk"])
        #expect(sources?.first?.title == "My ears" && sources?.last?.address != nil)
        #expect(checkFile("\(folder.path)/sources.yaml").isGood)
        _ = folder.file("sources.yaml", "toneSources: {mine: {titel: My ears}}".utf8)
        #expect {
            try shelf.plan(at: path)
        } throws: { "\($0)".contains("unknown key \"titel\"; did you mean title?") }
    }
}
