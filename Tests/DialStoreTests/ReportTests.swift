import DialModel
import Testing

@testable import DialStore

@Suite struct ReportTests {
    /// Ten leads, nine attempts: four people connected, one abandoned, two no answers of the same
    /// lead, one call in progress, one machine.
    private func campaign() throws -> Store {
        let store = try Store.inMemory(leads: 10)
        var facts = CampaignFacts(name: "spring", seed: 7, mode: .predictive, created: at(0))
        facts.abandonmentCap = 0.03
        facts.flowNodes = ["welcome", "how, was it?"]
        facts.dispositions.add("wrong \"person\"", connected: true)
        try store.begin(facts)
        var records: [DialModel.Record] = [.operation(Operation(.command(.start), at: at(0)))]
        // Delays of 0, 0.5, 1 and 2.5 s; talks of 10, 20, 30 and 40 s.
        for (place, delay) in [0, 0.5, 1, 2.5].enumerated() {
            let id = Int64(place + 1)
            let dialled = start(id, lead: id, at: 1)
            records.append(.started(dialled))
            records.append(
                .ended(talk(dialled, person: 10, delay: delay, talk: Double(id) * 10)))
        }
        // Three of them disposed of, after wrap-ups of 5, 10 and 30 s.
        for (id, wrapUp) in [(1, 5), (2, 10), (3, 30)] as [(Int64, Int64)] {
            records.append(
                .disposed(
                    Disposition(
                        attempt: AttemptID(id), leadID: LeadID(id), ordinal: 1,
                        outcome: id == 3 ? .connected(.custom(0)) : .connected(.deal),
                        agent: AgentID(1), wrapUp: .seconds(wrapUp), at: at(90), lead: .closed)))
        }
        let lost = start(5, lead: 5, at: 20)
        records += [.started(lost), .ended(abandoned(lost, person: 30, at: 32))]
        let (once, twice) = (start(6, lead: 6, at: 21), start(7, lead: 6, ordinal: 2, at: 60))
        records += [
            .started(once), .ended(noAnswer(once, at: 43, due: 50)),
            .started(twice), .ended(noAnswer(twice, at: 82, due: 7_200)),
        ]
        let machine = start(8, lead: 7, at: 61)
        var heard = AttemptEnd(
            start: machine, outcome: .notConnected(.machine), at: at(70), lead: .closed)
        heard.answered = at(65)
        records += [.started(machine), .ended(heard), .started(start(9, lead: 8, at: 100))]
        records += [
            .skipped(
                SkippedLead(
                    leadID: LeadID(9), ordinal: 1, agent: AgentID(2), reason: .badData, at: at(3),
                    lead: .closed)),
            .answer(FlowAnswer(attempt: AttemptID(1), node: 1, key: Key("2")!, at: at(12))),
            .answer(FlowAnswer(attempt: AttemptID(2), node: 1, key: Key("2")!, at: at(12))),
            .answer(FlowAnswer(attempt: AttemptID(2), node: 7, key: Key("*")!, at: at(13))),
        ]
        let stays: [(AgentState, Double)] = [
            (.idle, 40), (.previewing, 5), (.reserved, 15), (.talking, 100), (.wrapUp, 40),
            (.notReady, 50), (.loggedOut, 1_000),
        ]
        for (state, seconds) in stays {
            records.append(
                .agentTime(
                    AgentTime(
                        agent: AgentID(1), state: state,
                        reason: state == .notReady ? .lunch : nil, from: at(0), to: at(seconds))))
        }
        try store.write(records)
        return store
    }

    @Test func `the figures are those one gets by hand`() throws {
        let report = try campaign().report()
        #expect(report.from == at(0))
        #expect(report.to == at(1_000))
        #expect(report.leads.total == 10)
        #expect(report.leads.fresh == 1)
        #expect(report.leads.waiting == 1)
        #expect(report.leads.inProgress == 2)  // one in wrap-up, one in a call
        #expect(report.leads.closed == 6)
        #expect(report.leads.attempted == 8)
        #expect(report.penetration == 0.8)
        #expect(report.saturation == 0.9)

        #expect(report.attempts == 9)
        #expect(report.open == 1)
        #expect(report.modes == ["predictive"])
        #expect(
            report.outcomes.map { "\($0.name) \($0.count)" } == [
                "no answer 2", "machine 1", "deal 2", "abandoned 1", "undisposed 1",
                "wrong \"person\" 1",
            ])
        #expect(report.people == 5)
        #expect(report.connected == 4)
        #expect(report.abandoned == 1)
        #expect(report.hitRate == 5.0 / 9)
        #expect(report.abandonment == 0.2)
        #expect(report.abandonmentCap == 0.03)

        let delay = try #require(report.answerDelay)
        #expect(delay.count == 4)
        #expect(delay.mean == .seconds(1))
        #expect(delay.p50 == .milliseconds(500))
        #expect(delay.p95 == .milliseconds(2_500))
        #expect(delay.p99 == .milliseconds(2_500))
        #expect(delay.shareOverTwoSeconds == 0.25)
        #expect(report.talk == .init(count: 4, mean: .seconds(25)))
        #expect(report.wrapUp == .init(count: 3, mean: .seconds(15)))

        #expect(report.seconds(.notReady) == 50)
        #expect(report.occupancy == 0.7)  // 140 of 200
        #expect(report.talkMinutesPerHour == 24)  // 100 of 250
        #expect(report.skips == [.init(reason: "bad data", count: 1)])
        #expect(
            report.flowAnswers == [
                .init(node: 1, name: "how, was it?", key: "2", count: 2),
                .init(node: 7, name: "node 7", key: "*", count: 1),
            ])
    }

    @Test func `the answer delay begins with picking up, before screening`() throws {
        let store = try Store.inMemory(leads: 1)
        try store.begin(CampaignFacts(name: "x", seed: 1, mode: .predictive, created: at(0)))
        let dialled = start(1, lead: 1, at: 1)
        var end = talk(dialled, person: 10, delay: 0.5, talk: 20)
        end.answered = at(8)
        try store.write([.started(dialled), .ended(end)])
        let delay = try #require(try store.report().answerDelay)
        #expect(delay.mean == .milliseconds(2_500) && delay.overTwoSeconds == 1)
    }

    @Test func `modes are those in which calls were made, in the order of their first`() throws {
        let store = try Store.inMemory(leads: 3)
        try store.begin(CampaignFacts(name: "x", seed: 1, mode: .predictive, created: at(0)))
        #expect(try store.report().text.contains("mode                  predictive\n"))
        try store.write([
            .started(start(1, lead: 1, mode: .preview)),
            .started(start(2, lead: 2, mode: .progressive)),
            .started(start(3, lead: 3, mode: .preview)),
        ])
        let report = try store.report()
        #expect(report.mode == "predictive")
        #expect(report.modes == ["preview", "progressive"])
        #expect(report.text.contains("preview, progressive\n"))
        #expect(report.text.contains("3  without an end yet: in no other figure\n"))
        #expect(report.csv.contains("campaign,modes,\"preview, progressive\"\n"))
    }

    @Test(arguments: [1, 2, 3, 95, 100, 101])
    func `quantiles are by nearest rank`(count: Int) throws {
        let delays = (1...count).map { Int64($0) }.reversed()
        let delay = try #require(CampaignReport.Delay(of: Array(delays)))
        for (percent, value) in [(50, delay.p50), (95, delay.p95), (99, delay.p99)] {
            let rank = (Double(count) * Double(percent) / 100).rounded(.up)
            #expect(value.nanoseconds == Int64(rank))
        }
    }

    @Test func `nothing is divided by nothing`() throws {
        let store = try Store.inMemory()
        let report = try store.report()
        #expect(report.penetration == nil)
        #expect(report.saturation == nil)
        #expect(report.hitRate == nil)
        #expect(report.abandonment == nil)
        #expect(report.occupancy == nil)
        #expect(report.talkMinutesPerHour == nil)
        #expect(report.answerDelay == nil)
        #expect(!report.text.contains("nan"))
        #expect(report.json.contains("\"abandonment\": null"))
        #expect(report.csv.contains("answer delay,mean,\n"))
    }

    @Test func `equal records give equal reports, to the byte`() throws {
        let (one, other) = (try campaign().report(), try campaign().report())
        #expect(one == other)
        #expect(one.text == other.text)
        #expect(one.json == other.json)
        #expect(one.csv == other.csv)
    }

    @Test func `the text fits 80 columns`() throws {
        let report = try campaign().report()
        for line in report.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(report.text.contains("  abandonment              20.00 %  abandoned / ("))
    }

    @Test func `names that CSV and JSON use for themselves are quoted`() throws {
        let report = try campaign().report()
        #expect(report.csv.contains("outcomes,\"wrong \"\"person\"\"\",1\n"))
        #expect(report.csv.contains("flow answers,\"how, was it?: 2\",2\n"))
        #expect(report.json.contains(#""name": "wrong \"person\"""#))
    }
}

@Suite struct FiguresTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (1_767_600_000.25, "2026-01-05T08:00:00.25Z"), (-1, "1969-12-31T23:59:59Z"),
        (4_102_444_799, "2099-12-31T23:59:59Z"),
    ])
    func `instants are written as RFC 3339 has them`(seconds: Double, text: String) {
        #expect(timestamp(at(seconds)) == text)
    }

    @Test(arguments: [(0, "0.00 %"), (0.03, "3.00 %"), (0.02996, "3.00 %"), (1, "100.00 %")])
    func `shares are written in percent`(share: Double, text: String) {
        #expect(percent(share) == text)
    }

    @Test(arguments: [(0, "0"), (1_500_000_000, "1.5"), (-1, "-0.000000001"), (2_000_000_000, "2")])
    func `spans are written exactly`(nanoseconds: Int64, text: String) {
        #expect(exactSeconds(Duration(nanoseconds: nanoseconds)) == text)
    }
}
