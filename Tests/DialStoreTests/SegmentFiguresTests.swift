import DialModel
import DialStore
import Testing

@Suite struct SegmentFiguresTests {
    /// Of gold two leads, both reached and one abandoned; of silver one that does not answer; one of none.
    private func report() throws -> CampaignReport {
        let store = try Store.inMemory()
        try store.begin(
            CampaignFacts(CampaignPlan(name: "tiers", mode: .predictive), seed: 1, created: at(0)))
        try store.add(segments: ["gold", "silver"])
        var list = leads(4)
        for (place, segment) in ["gold", "gold", "silver", ""].enumerated() {
            list[place].segment = segment
        }
        _ = try store.importLeads(list)
        let (first, second, third) = (start(1, lead: 1), start(2, lead: 2), start(3, lead: 3))
        var gone = talk(second, person: 1, delay: 1, talk: 0, .connected(.abandoned), lead: .closed)
        gone.connected = nil
        try store.write([
            .started(first), .started(second), .started(third),
            .ended(talk(first, person: 1, delay: 1, talk: 9, .connected(.deal), lead: .closed)),
            .ended(gone), .ended(noAnswer(third, at: 3, due: nil)),
        ])
        return try store.report()
    }

    @Test func `each segment has figures of its own`() throws {
        let segments = try report().segments
        #expect(segments.map(\.name) == ["", "gold", "silver"])
        #expect(segments.map(\.leads) == [1, 2, 1])
        #expect(segments.map(\.attempted) == [0, 2, 1])
        #expect(segments.map(\.attempts) == [0, 2, 1])
        #expect(segments.map(\.people) == [0, 2, 0])
        #expect(segments.map(\.connected) == [0, 1, 0])
        #expect(segments.map(\.abandoned) == [0, 1, 0])
        #expect(segments.map(\.abandonedShare) == [nil, 0.5, nil])
        #expect(segments.map(\.meanTalk) == [nil, .seconds(9), nil])
    }

    @Test func `every form of the report has the segments`() throws {
        let report = try report()
        #expect(report.text.contains("  gold                           2  leads, 2 called\n"))
        for line in report.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(report.csv.contains("segments,gold: abandoned share,0.5\n"))
        #expect(report.json.contains("\"name\": \"silver\""))
    }

    @Test func `a list without segments has none in its report`() throws {
        let report = try Store.inMemory(leads: 3).report()
        #expect(report.segments.isEmpty && !report.text.contains("Segments"))
    }
}
