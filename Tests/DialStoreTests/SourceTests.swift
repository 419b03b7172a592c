import DialModel
import DialStore
import Testing

@Suite struct SourceTests {
    private func campaign() throws -> Store {
        let store = try Store.inMemory()
        var plan = CampaignPlan(name: "spring", mode: .predictive)
        plan.dispositions.add("wrong person", connected: true)
        try store.begin(CampaignFacts(plan, seed: 1, created: at(0)))
        var list = leads(6)
        for (place, source) in ["acme", "acme", "own", "acme", "own", ""].enumerated() {
            list[place].source = source
        }
        _ = try store.importLeads(list)
        let reached = start(1, lead: 1)
        let wrong = start(2, lead: 2)
        let vacant = start(3, lead: 3)
        var gone = noAnswer(vacant, at: 3, due: nil)
        gone.outcome = .notConnected(.vacantNumber)
        try store.write([
            .started(reached), .started(wrong), .started(vacant),
            .ended(
                talk(reached, person: 1, delay: 1, talk: 9, .connected(.deal), lead: .closed)),
            .ended(
                talk(wrong, person: 1, delay: 1, talk: 9, .connected(.custom(0)), lead: .closed)),
            .ended(gone),
        ])
        for state in ["1", "2"] {
            try store.note(
                FinishedImport(
                    path: "a.csv", state: state, rows: 9,
                    sources: ["own": SourceCounts(added: 2, rejected: ["too short": 3])]))
        }
        return store
    }

    @Test func `each source is judged by the last call to its leads`() throws {
        let report = try campaign().report()
        #expect(report.sources.map(\.name) == ["", "acme", "own"])
        #expect(report.sources.map(\.leads) == [1, 3, 2])
        #expect(report.sources.map(\.attempted) == [0, 2, 1])
        #expect(report.sources.map(\.people) == [0, 2, 0])
        #expect(report.sources.map(\.wrong) == [0, 1, 0])
        #expect(report.sources.map(\.vacant) == [0, 0, 1])
        #expect(report.sources.map(\.rejected) == [0, 0, 3])
        #expect(report.sources.map(\.wrongShare) == [nil, 0.5, nil])
    }

    @Test func `every form of the report has the sources`() throws {
        let report = try campaign().report()
        #expect(report.text.contains("  acme                           3  leads, 2 called\n"))
        #expect(report.text.contains("    the wrong person       50.00 %  of those people\n"))
        for line in report.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(report.csv.contains("sources,own: vacant share,1.0\n"))
        #expect(report.json.contains("\"name\": \"acme\""))
    }

    @Test func `a list without sources has none in its report`() throws {
        let report = try Store.inMemory(leads: 3).report()
        #expect(report.sources == [])
        #expect(!report.json.contains("sources"))
        #expect(!report.text.contains("Sources"))
    }
}
