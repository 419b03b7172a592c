import DialModel
import Testing

@testable import DialConfig

/// The shipped rule sets, and how they bind a campaign.
@Suite struct RuleSetTests {
    private static let shelf = RuleShelf(beside: "\(campaigns)/spring.yaml")

    private func campaign(_ lines: String) throws(ConfigErrors) -> CampaignFile {
        try CampaignFile(
            bytes: Array(
                "name: spring\nmode: predictive\nstart: 2026-01-05T09:00:00Z\n\(lines)\n".utf8),
            path: "\(campaigns)/spring.yaml")
    }

    private func told(_ lines: String) -> [String] {
        do throws(ConfigErrors) {
            _ = try campaign(lines)
            return []
        } catch {
            return error.problems.map { "\($0.line ?? 0): \($0.text)" }
        }
    }

    @Test func `the rule sets that are shipped`() throws {
        let names = [
            "au-2017", "ca-crtc", "de-bnetza", "fr-2022-1313", "it-83-2014", "uk-ofcom-2010",
            "uk-ofcom-2017", "us-fcc", "us-fl", "us-ok", "us-reg-f", "us-tsr", "us-wa",
        ]
        #expect(Self.shelf.ruleSets.map(\.name) == names)
        for (name, path) in Self.shelf.ruleSets {
            let set = try RuleSet.read(path)
            #expect(set.name == name)
            #expect(!set.sources.isEmpty)
            #expect(
                set.abandonment != nil || set.hours != nil || !set.caps.isEmpty
                    || !set.quiet.isEmpty, "\(name) holds nothing")
            #expect(checkFile(path).isGood)
        }
    }

    /// > Source: 16 CFR 310.4(b)(1)(iv), (b)(4) and (c).
    @Test func `the rule of the United States is in its file`() throws {
        let set = try RuleSet.read("\(campaigns)/../rules/us-tsr.yaml")
        #expect(
            set.abandonment
                == RuleSet.Abandonment(
                    cap: 0.03, window: .every(.days(30)), countsFalsePositives: false))
        #expect(set.minimumRing == .seconds(15))
        #expect(set.hold == .seconds(2))
        #expect(set.hours?.text == "daily 08:00-21:00")
        #expect(set.checked == .secondary)
        #expect(set.effective == "from 2003-10-01")
    }

    @Test func `what a campaign does not say it takes from its rule sets`() throws {
        let file = try campaign("rules: [ca-crtc, us-tsr, us-fl, fr-2022-1313]")
        let plan = file.plan
        #expect(plan.limits.minimumRing == .seconds(15))
        #expect(plan.limits.hold == .seconds(2))
        #expect(
            plan.abandonment.all == [
                AbandonmentRule(cap: 0.03, window: .every(.days(30)), name: "us-tsr"),
                AbandonmentRule(cap: 0.05, window: .calendarDay, name: "ca-crtc"),
            ])
        #expect(
            plan.calling.caps == [
                FrequencyCap(attempts: 3, within: .days(1)),
                FrequencyCap(attempts: 4, within: .days(30)),
            ])
        #expect(plan.calling.quiet == [.connected(.refused): .days(60)])
        #expect(file.calling.rules.map(\.source) == ["ca-crtc", "us-tsr", "us-fl", "fr-2022-1313"])
    }

    @Test func `hours are those that every rule set and the campaign allow`() throws {
        let file = try campaign(
            "rules: [us-tsr, us-fl]\nhours: {mon-sat: 07:00-21:00, unknownZone: America/Chicago}")
        let start = writtenInstant("2026-01-05T00:00:00Z")!
        let hours = file.calling.hours(in: ["UTC"], from: start, for: .days(1))[0]
        #expect(hours.opening(at: start) == start + .hours(8))
        #expect(hours.isOpen(at: start + .seconds(71_999)))
        #expect(!hours.isOpen(at: start + .hours(20)))
        #expect(
            file.calling.reason("UTC", at: start + .hours(20))
                == "it is 20:00 in UTC; us-fl allows 08:00 to 20:00")
        #expect(
            told("rules: [us-tsr, fr-2022-1313]\nhours: {sat: 10:00-12:00}") == [
                "5: the hours of us-tsr, fr-2022-1313, the campaign together leave no time in the week"
            ])
    }

    @Test(arguments: [
        ("limits: {ring: 12s}", "5: ring is 12 s; us-tsr requires at least 15 s"),
        ("limits: {minimumRing: 5s}", "5: minimumRing is 5 s; us-tsr requires at least 15 s"),
        (
            "pacing: {predictive: {abandonment: 5%}}",
            "5: abandonment is 5 %; us-tsr allows at most 3 %"
        ),
        ("limits: {hold: 2500ms}", "5: hold is 2500 ms; us-tsr allows at most 2 s"),
        ("abandonment: {cap: 4%}", "5: cap is 4 %; us-tsr allows at most 3 %"),
        (
            "abandonment: [{cap: 6%}, {cap: 5%, window: day}]",
            "5: cap is 5 %; us-tsr allows at most 3 %"
        ),
        (
            "protection: {caps: {attempts: 4, within: 24h}}",
            "5: attempts are 4 within 1 d; us-fl allows at most 3"
        ),
        (
            "protection: {quiet: {refused: 30d}}",
            "5: quiet after refused is 30 d; fr-2022-1313 requires at least 60 d"
        ),
        (
            "protection: {quiet: {connected: 3d}}",
            "5: quiet after connected is 3 d; us-reg-f requires at least 7 d"
        ),
        (
            "protection: {quiet: {deal: 3d}}",
            "5: quiet after deal is 3 d; us-reg-f requires at least 7 d"
        ),
        ("events: [{at: 1h, hold: 3s}]", "5: hold is 3 s; us-tsr allows at most 2 s"),
        ("events: [{at: 1h, ring: 10s}]", "5: ring is 10 s; us-tsr requires at least 15 s"),
        (
            "events: [{at: 1h, caps: {attempts: 9, within: 7d}}]",
            "5: attempts are 9 within 7 d; us-reg-f allows at most 7"
        ),
        (
            "events: [{at: 1h, quiet: {refused: 1d}}]",
            "5: quiet after refused is 1 d; fr-2022-1313 requires at least 60 d"
        ),
        ("events: [{at: 1h, abandonment: 5%}]", "5: abandonment is 5 %; us-tsr allows at most 3 %"),
    ])
    func `what is looser than a rule set is refused`(line: String, sentence: String) {
        #expect(told("rules: [us-tsr, us-fl, fr-2022-1313, us-reg-f]\n\(line)") == [sentence])
    }

    @Test func `what is stricter than a rule set is the campaign's`() throws {
        let plan = try campaign(
            """
            rules: [us-tsr, us-fl, us-reg-f]
            abandonment: {cap: 1%, window: 30d}
            limits: {minimumRing: 18s, hold: 1s}
            protection: {caps: {attempts: 2, within: 24h}, quiet: {connected: 9d}}
            """
        ).plan
        #expect(plan.limits.minimumRing == .seconds(18))
        #expect(plan.limits.hold == .seconds(1))
        #expect(plan.abandonment.all == [AbandonmentRule(cap: 0.01, window: .every(.days(30)))])
        #expect(
            plan.calling.caps == [
                FrequencyCap(attempts: 2, within: .days(1)),
                FrequencyCap(attempts: 7, within: .days(7)),
            ])
        #expect(plan.calling.quiet[.connected(.deal)] == .days(9))
    }

    @Test func `rules on abandoned people that a tighter one implies are left out`() throws {
        // A campaign of eight hours is over within thirty days: both are rules of its whole.
        let short = try campaign("duration: 8h\nrules: [us-tsr, us-fcc]\nabandonment: {cap: 3%}")
        #expect(short.plan.abandonment.all == [AbandonmentRule(cap: 0.03)])
        let long = try campaign("duration: 60d\nrules: [us-tsr, us-fcc]\nabandonment: {cap: 3%}")
        #expect(
            long.plan.abandonment.all == [
                AbandonmentRule(cap: 0.03),
                AbandonmentRule(cap: 0.03, window: .every(.days(30)), name: "us-tsr"),
            ])
        #expect(
            told(
                """
                rules: [us-tsr, ca-crtc]
                abandonment: [{cap: 3%}, {cap: 3%, window: day}, {cap: 3%, window: 7d}]
                """) == [
                    "5: abandonment and rules hold 5 rules on abandoned people; at most 4 are allowed at "
                        + "once"
                ])
    }

    @Test func `where people taken for machines count the campaign must say how many they are`()
        throws
    {
        let sentence =
            "uk-ofcom-2017 counts people who are taken for machines; give falsePositives in "
            + "abandonment, an upper bound by your own listening samples"
        #expect(told("rules: uk-ofcom-2017") == ["1: \(sentence)"])
        #expect(told("rules: uk-ofcom-2017\nabandonment: {cap: 2%}") == ["5: \(sentence)"])
        #expect(told("rules: uk-ofcom-2017\nscreening: false") == [])
        let plan = try campaign("rules: uk-ofcom-2017\nabandonment: {falsePositives: 0.4%}").plan
        #expect(
            plan.abandonment.all == [
                AbandonmentRule(cap: 0.03, falsePositives: 0.004),
                AbandonmentRule(
                    cap: 0.03, window: .calendarDay, name: "uk-ofcom-2017", falsePositives: 0.004),
            ])
    }

    @Test(arguments: [
        (
            "rules: [us-tsr, us-tsr]", ["4: the rule set us-tsr is named twice"]
        ),
        (
            "rules: uk-ofcom-2010\nscreening: false\ncallerIdentity: {number: \"+442079460100\"}",
            [
                "4: uk-ofcom-2010 is in force 2011-02-01 to 2017-02-28; the campaign starts on 2026-01-05"
            ]
        ),
    ])
    func `rule sets that cannot hold are an error`(lines: String, sentences: [String]) {
        #expect(told(lines) == sentences)
    }

    @Test func `a rule set that is not there is told with where it was looked for`() {
        #expect(
            told("rules: us-tsk") == [
                "4: there is no rule set \"us-tsk\" in \(campaigns)/rules/ and \(campaigns)/../rules/; "
                    + "did you mean us-tsr?"
            ])
    }

    @Test func `a rule set beside the campaign hides a shipped one, and its faults are told`()
        throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("spring.yaml", "name: s\nmode: predictive\nrules: own\n".utf8)
        let rules = "\(folder.path)/rules"
        try folder.folder("rules")
        _ = folder.file(
            "rules/own.yaml",
            "name: mine\ntitle: Ours\nsources: none\nchecked: never\nring: 3s\nhold: 1s\n".utf8)
        let error = #expect(throws: ConfigErrors.self) { try CampaignFile.read(path) }
        #expect(
            error?.problems.map(\.description) == [
                "\(rules)/own.yaml:1: name is \"mine\", but the file is own.yaml; they must agree",
                "\(rules)/own.yaml:4: checked is \"never\"; known: primary, secondary, memory",
                "\(rules)/own.yaml:5: unknown key \"ring\"; known: name, title, sources, checked, "
                    + "effective, abandonment, minimumRing, hold, hours, caps, quiet, callerNumber, note",
            ])
    }

    @Test func `everything that binds is told with where it comes from`() throws {
        let file = try campaign(
            """
            rules: [us-tsr, us-fl]
            limits: {minimumRing: 18s}
            hours: {mon-fri: 09:00-17:00}
            protection: {caps: {attempts: 7, within: 7d}, quiet: {connected: 7d}, complaints: refused}
            """)
        #expect(
            file.bounds.map { "\($0.what): \($0.value) (\($0.from))" } == [
                "abandonment: 3 % every 30 d (us-tsr)", "ring: at least 18 s (the campaign)",
                "hold: at most 2 s (us-tsr)", "hours: daily 08:00-21:00 (us-tsr)",
                "hours: daily 08:00-20:00 (us-fl)", "hours: mon-fri 09:00-17:00 (the campaign)",
                "unknown zone: not called (usual)", "attempts: at most 7 within 7 d (the campaign)",
                "attempts: at most 3 within 1 d (us-fl)",
                "quiet: 7 d after refused, interested, deal, follow-up, hung up, completed, undisposed "
                    + "(the campaign)",
                "never again: after refused (the campaign)",
            ])
        #expect(try campaign("duration: 8h").bounds == [])
    }

    @Test func `a campaign that names rule sets is no scenario`() {
        let result = checkFile("\(campaigns)/../rules/holidays/us.yaml")
        #expect(result.summary == "calendar us, 11 holidays")
        let text = "name: s\nmode: predictive\nrules: [us-tsr]\n"
        let error = #expect(throws: ConfigErrors.self) {
            try ScenarioFile(bytes: Array(text.utf8), path: "s.yaml")
        }
        #expect(error?.description.contains("campaign") == true)
    }
}
