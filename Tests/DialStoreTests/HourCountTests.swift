import DialModel
import Testing

@testable import DialStore

/// At which hours people answered, as the store tells it.
@Suite struct HourCountTests {
    /// Two zones; in the second the clocks go an hour ahead at 100,000 s.
    private static let clocks = [
        ZoneClock(ahead: .zero),
        ZoneClock([
            .init(from: .epoch, ahead: .hours(2)), .init(from: at(100_000), ahead: .hours(3)),
        ]),
    ]

    private func store() throws -> Store {
        let store = try Store.inMemory()
        _ = try store.importLeads(
            (1...4).map {
                Lead(
                    number: number(Int64($0)), timeZone: $0 > 2 ? "Europe/Athens" : "",
                    segment: $0 == 2 ? "north" : "")
            })
        let reached: [(Int64, Double)] = [(1, 3_600), (3, 3_599), (3, 99_999)]
        let unreached: [(Int64, Double)] = [(1, 7_199), (2, 3_600), (4, 100_000)]
        var records: [DialModel.Record] = []
        var attempt: Int64 = 0
        for (lead, seconds) in reached + unreached {
            attempt += 1
            let begun = start(attempt, lead: lead, at: seconds)
            records.append(.started(begun))
            let isReached = attempt <= 3
            records.append(
                .ended(
                    isReached
                        ? abandoned(begun, person: seconds + 9, at: seconds + 12)
                        : noAnswer(begun, at: seconds + 20, due: nil)))
        }
        for lost in [
            Outcome.notConnected(.congestion), .notConnected(.failed), .notConnected(.unknown),
        ] {
            attempt += 1
            let begun = start(attempt, lead: 1, at: 3_700)
            records.append(.started(begun))
            records.append(
                .ended(AttemptEnd(start: begun, outcome: lost, at: at(3_800), lead: .closed)))
        }
        records.append(.started(start(attempt + 1, lead: 1, at: 3_900)))
        try store.write(records)
        return store
    }

    @Test func `calls are counted by segment and by the hour on the clock where the lead is`()
        throws
    {
        let store = try store()
        #expect(try store.hourCounts() == [], "no clocks are kept")
        #expect(try store.report().answersByHour == [])
        try store.write(clocks: [])
        #expect(try store.hourCounts() == [])
        try store.write(clocks: Self.clocks)
        func count(_ segment: UInt8, _ hour: Int, _ calls: Int, _ people: Int) -> HourCount {
            HourCount(
                segment: SegmentID(segment), hour: LocalHour(hour: hour, isWeekend: false),
                calls: calls, people: people)
        }
        // 1970 began on a Thursday. 99,999 s are 03:46:39 on Friday, 05:46:39 in Athens; a second later
        // it is 06:46:40 there.
        let expected = [
            count(0, 1, 2, 1), count(0, 2, 1, 1), count(0, 5, 1, 1), count(0, 6, 1, 0),
            count(1, 1, 1, 0),
        ]
        #expect(try store.hourCounts() == expected)
        #expect(try store.segmentName(SegmentID(1)) == "north")
        // Written again, they replace what there was.
        try store.write(clocks: Self.clocks)
        #expect(try store.hourCounts() == expected)
    }

    @Test func `the report has all segments together`() throws {
        let store = try store()
        try store.write(clocks: Self.clocks)
        let report = try store.report()
        #expect(report.answersByHour.map(\.calls) == [3, 1, 1, 1])
        #expect(report.answersByHour.map(\.people) == [1, 1, 1, 0])
        #expect(report.text.contains("\nAnswered by hour"))
        #expect(report.text.contains("mon-fri 01:00-02:00      33.33 %  1 of 3\n"))
        let json = report.json.split(whereSeparator: \.isWhitespace).joined()
        #expect(
            json.contains(
                """
                {"days":"mon-fri","hour":2,"calls":1,"people":1,"share":1.0}
                """))
        #expect(report.csv.contains("answered by hour,mon-fri 06:00-07:00,0.0\n"))
    }

    @Test func `what a crash has cut off waits for the part of the day where the lead is`() throws {
        var retry = RetryRules()
        retry.attempts = 9
        retry.varied = [.notConnected(.unknown): RetryWait(.nextDayPart)]
        let store = try Store.inMemory()
        _ = try store.importLeads([Lead(number: number(1), timeZone: "Europe/Athens")])
        // 11:00 UTC, 13:00 in Athens.
        try store.write([.started(start(1, lead: 1, at: 11 * 3_600))])
        let recovery = try store.recover(
            retry: retry, clocks: Self.clocks, at: at(11 * 3_600 + 60))
        #expect(recovery.closed.map(\.lead) == [.due(at(15 * 3_600))])
    }
}
